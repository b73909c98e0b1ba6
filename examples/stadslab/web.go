package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"time"
)

// web stands for the internet: a name server that knows one host, an authority
// whose certificates are believed, and a cable that ends on this machine.
type web struct {
	host     string // a name, without its port
	port     uint16
	roots    *x509.CertPool
	listener net.Listener
	server   *http.Server
}

// lifetime of the certificate, longer than any run of this program.
const lifetime = 24 * time.Hour

// newWeb opens a port on loopback under the name of a host; port 0 takes a
// free one. Nothing is served before serve.
func newWeb(host string, port uint16, now time.Time) (*web, error) {
	listener, err := net.Listen("tcp", netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), port).String())
	if err != nil {
		return nil, fmt.Errorf("%w (choose another port with -port, and another folder with -out)", err)
	}
	certificate, err := newCertificate(host, now)
	if err != nil {
		listener.Close()
		return nil, err
	}
	bound := netip.MustParseAddrPort(listener.Addr().String())
	w := &web{host: host, port: bound.Port(), roots: x509.NewCertPool()}
	w.roots.AddCert(certificate.Leaf)
	w.listener = tls.NewListener(listener, &tls.Config{Certificates: []tls.Certificate{certificate}})
	return w, nil
}

// newCertificate makes a certificate for a host that vouches for itself.
func newCertificate(host string, now time.Time) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: host}, DNSNames: []string{host},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(lifetime),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return tls.Certificate{}, err
	}
	leaf, err := x509.ParseCertificate(der)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}, err
}

// authority is the host with its port.
func (w *web) authority() string { return net.JoinHostPort(w.host, strconv.Itoa(int(w.port))) }

// serve answers with h until close.
func (w *web) serve(h http.Handler) {
	w.server = &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		if err := w.server.Serve(w.listener); !errors.Is(err, http.ErrServerClosed) {
			log.Print("stadslab: the host stopped: ", err)
		}
	}()
}

func (w *web) close() error {
	if w.server == nil {
		return w.listener.Close()
	}
	return w.server.Close()
}

// LookupNetIP implements fetch.Resolver.
func (w *web) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	if host != w.host {
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	return []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, 1})}, nil
}
