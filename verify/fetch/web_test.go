package fetch_test

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/verify/fetch"
)

// now is when the tests take place; only certificates and what is remembered
// depend on it.
var now = time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)

// patience is the Timeout of clients that are to lose it.
const patience = time.Second

const schoolAddr = "93.184.215.14" // a public address; the guard leads to loopback

// page is what the web has at a path.
type page struct {
	body string
	head http.Header // besides a Content-Type of JSON
}

// fault is a way of failing; what is not set is as it should be.
type fault struct {
	refuse bool                                      // no connection is had at all
	raw    func(w *web, conn net.Conn)               // before TLS
	tls    func(w *web, config *tls.Config)          // changes what a good host does
	reply  func(w *web, c net.Conn, r *http.Request) // after the request
}

// web is a listener on loopback that stands for every host, with a resolver
// that knows their public addresses, and a guard that is asked for these and
// connects to the listener alone.
type web struct {
	t        testing.TB
	listener net.Listener
	certs    *certificates
	wg       sync.WaitGroup
	quit     chan struct{} // closed when the test is over

	mu      sync.Mutex
	now     time.Time
	names   map[string][]netip.Addr
	pages   map[string]page // by path
	fault   *fault
	good    int              // connections that are good before the fault sets in
	dialled []netip.AddrPort // what the client wanted to connect to
	open    int              // connections that the client has not closed
	heads   []*http.Request  // requests that arrived
	keeps   bool             // good connections answer further requests
	clients []*fetch.Client
}

func newWeb(t testing.TB) *web {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	w := &web{t: t, listener: listener, certs: authority(), quit: make(chan struct{}), now: now, pages: map[string]page{},
		names: map[string][]netip.Addr{"school.example": {netip.MustParseAddr(schoolAddr)}}}
	w.wg.Go(w.serve)
	t.Cleanup(func() {
		close(w.quit)
		require.NoError(t, listener.Close())
		w.wg.Wait()
	})
	return w
}

// client returns a client on this web, after a change of its configuration.
func (w *web) client(change func(*fetch.Config)) *fetch.Client {
	w.t.Helper()
	config := fetch.Config{Roots: w.certs.roots, Resolver: w, Now: w.Now}
	if change != nil {
		change(&config)
	}
	c, err := fetch.New(config)
	require.NoError(w.t, err)
	c.SetDial(w.dial)
	w.clients = append(w.clients, c)
	return c
}

// Now reads the clock of this web.
func (w *web) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// pass moves the clock on.
func (w *web) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

// breaks sets what goes wrong after some good connections; nil heals.
func (w *web) breaks(f *fault, good int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fault, w.good, w.dialled, w.heads = f, good, nil, nil
}

// LookupNetIP knows the hosts of this web.
func (w *web) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if addrs, ok := w.names[host]; ok {
		return addrs, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
}

// faulty returns the fault that the nth connection meets.
func (w *web) faulty(n int) *fault {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.fault == nil || n <= w.good {
		return &fault{}
	}
	return w.fault
}

// dial notes what was wanted and connects to the listener.
func (w *web) dial(ctx context.Context, addr netip.AddrPort) (net.Conn, error) {
	w.mu.Lock()
	w.dialled = append(w.dialled, addr)
	n := len(w.dialled)
	w.mu.Unlock()
	if w.faulty(n).refuse {
		return nil, fmt.Errorf("connection refused")
	}
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", w.listener.Addr().String())
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	w.open++
	w.mu.Unlock()
	return &guarded{Conn: conn, web: w}, nil
}

// guarded is a connection that tells when it is closed.
type guarded struct {
	net.Conn
	web  *web
	once sync.Once
}

func (g *guarded) Close() error {
	g.once.Do(func() {
		g.web.mu.Lock()
		g.web.open--
		g.web.mu.Unlock()
	})
	return g.Conn.Close()
}

// wanted lists what the client wanted to connect to.
func (w *web) wanted() (addrs []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, addr := range w.dialled {
		addrs = append(addrs, addr.String())
	}
	return addrs
}

// requests lists the requests that arrived.
func (w *web) requests() []*http.Request {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.heads
}

// leftOpen counts connections that the clients have not closed after Close.
func (w *web) leftOpen() int {
	for _, c := range w.clients {
		require.NoError(w.t, c.Close())
	}
	return w.openNow()
}

// openNow counts connections that the clients have not closed yet.
func (w *web) openNow() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.open
}

func (w *web) serve() {
	for {
		conn, err := w.listener.Accept()
		if err != nil {
			return
		}
		w.mu.Lock()
		n := len(w.dialled) // one client dials one after the other
		w.mu.Unlock()
		w.wg.Go(func() {
			defer conn.Close()
			w.host(conn, w.faulty(n))
		})
	}
}

// host is one connection as a host sees it.
func (w *web) host(conn net.Conn, f *fault) {
	if f.raw != nil {
		f.raw(w, conn)
		return
	}
	config := &tls.Config{Certificates: []tls.Certificate{w.certs.good}, NextProtos: []string{"http/1.1"}}
	if f.tls != nil {
		f.tls(w, config)
	}
	secured := tls.Server(conn, config)
	defer secured.Close()
	for in := bufio.NewReader(secured); ; {
		r, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		w.mu.Lock()
		w.heads = append(w.heads, r)
		keeps := w.keeps
		w.mu.Unlock()
		if f.reply != nil {
			f.reply(w, secured, r)
		} else {
			w.page(secured, r)
		}
		if !keeps {
			return
		}
	}
}

// page answers as a good host does.
func (w *web) page(conn io.Writer, r *http.Request) {
	w.mu.Lock()
	p, ok := w.pages[r.URL.Path]
	w.mu.Unlock()
	status := http.StatusOK
	if !ok {
		status = http.StatusNotFound
	} else if etag := p.head.Get("Etag"); etag != "" && r.Header.Get("If-None-Match") == etag {
		status, p.body = http.StatusNotModified, ""
	}
	write(conn, status, p.head, p.body)
}

// write sends an answer with its length, as JSON unless the head says
// otherwise.
func write(conn io.Writer, status int, head http.Header, body string) {
	fmt.Fprintf(conn, "HTTP/1.1 %d %s\r\n", status, http.StatusText(status))
	if head.Get("Content-Type") == "" {
		fmt.Fprint(conn, "Content-Type: application/json\r\n")
	}
	_ = head.Write(conn)
	if status == http.StatusNoContent || status == http.StatusNotModified {
		fmt.Fprint(conn, "\r\n")
		return
	}
	fmt.Fprintf(conn, "Content-Length: %d\r\n\r\n%s", len(body), body)
}

// certificates are good and bad ones for school.example and its subdomains.
type certificates struct {
	roots                          *x509.CertPool
	good, expired, other, stranger tls.Certificate
}

// authority makes the certificates once.
var authority = sync.OnceValue(func() *certificates {
	root, rootKey := makeCert(nil, nil, "root", now.AddDate(1, 0, 0))
	foreign, foreignKey := makeCert(nil, nil, "foreign root", now.AddDate(1, 0, 0))
	leaf := func(parent *x509.Certificate, by *ecdsa.PrivateKey, name string, until time.Time) tls.Certificate {
		cert, key := makeCert(parent, by, name, until)
		return tls.Certificate{Certificate: [][]byte{cert.Raw}, PrivateKey: key}
	}
	c := &certificates{roots: x509.NewCertPool()}
	c.roots.AddCert(root)
	c.good = leaf(root, rootKey, "school.example", now.AddDate(0, 1, 0))
	c.expired = leaf(root, rootKey, "school.example", now.AddDate(0, 0, -1))
	c.other = leaf(root, rootKey, "evil.example", now.AddDate(0, 1, 0))
	c.stranger = leaf(foreign, foreignKey, "school.example", now.AddDate(0, 1, 0))
	return c
})

func makeCert(parent *x509.Certificate, by *ecdsa.PrivateKey, name string, until time.Time) (*x509.Certificate, *ecdsa.PrivateKey) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: now.AddDate(-1, 0, 0), NotAfter: until,
		DNSNames: []string{name, "*." + name}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, KeyUsage: x509.KeyUsageDigitalSignature}
	if parent == nil {
		parent, by = template, key
		template.IsCA, template.BasicConstraintsValid, template.KeyUsage = true, true, x509.KeyUsageCertSign
		template.DNSNames, template.IPAddresses = nil, nil
		template.Subject.CommonName = name
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, by)
	if err != nil {
		panic(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	return cert, key
}
