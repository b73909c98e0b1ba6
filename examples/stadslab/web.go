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

// web simulates the internet on this machine: DNS for one host, a trusted
// certificate and an HTTPS server.
type web struct {
	host     string // name without port
	port     uint16
	roots    *x509.CertPool
	listener net.Listener
	server   *http.Server
}

// lifetime is the validity period of the certificate, longer than any run.
const lifetime = 24 * time.Hour

// newWeb opens a port on the loopback interface for a host name; 0 chooses a free
// port. It answers only after serve.
func newWeb(host string, port uint16, now time.Time) (*web, error) {
	listener, err := net.Listen("tcp", netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), port).String())
	if err != nil {
		return nil, fmt.Errorf("%w (choose another -port and another -out)", err)
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

// newCertificate makes a self-signed certificate for a host.
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

// authority returns the host with its port.
func (w *web) authority() string { return net.JoinHostPort(w.host, strconv.Itoa(int(w.port))) }

// serve answers requests with h until close.
func (w *web) serve(h http.Handler) {
	w.server = &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second,
		WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 16 << 10}
	go func() {
		if err := w.server.Serve(w.listener); !errors.Is(err, http.ErrServerClosed) {
			log.Print("stadslab: the HTTP server stopped: ", err)
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
