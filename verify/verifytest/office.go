package verifytest

import (
	"crypto/x509"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"context"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/issuer/host"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/fetch"
)

// Office is an issuer that publishes over HTTPS on the loopback interface, and
// the client that may reach it. Badges of Open Badges 3.0 are signed and have a
// status list; badges of 2.0 are hosted.
type Office struct {
	Issuer *issuer.Issuer
	Host   *host.Host
	Client *fetch.Client
	t      testing.TB
	world  *World
	count  int
}

// Office starts an office for a version, badge.OB3 or badge.OB2. It ends with
// the test.
func (w *World) Office(version badge.Version) *Office {
	w.t.Helper()
	o := &Office{t: w.t, world: w}
	server := httptest.NewTLSServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Date", w.Now().UTC().Format(http.TimeFormat)) // by the clock of the world
		o.Host.ServeHTTP(rw, r)
	}))
	w.t.Cleanup(server.Close)
	base := o.connect(server)
	made, err := host.New(host.Config{Base: base, Store: host.NewMemory()})
	o.require(err)
	o.Host = made
	list := made.URL("status/1")
	cfg := issuer.Config{Version: version, Now: w.Now, Profile: badge.Profile{
		ID: made.URL("issuer"), Type: []string{"Profile"}, Name: "The school", URL: base, Email: "badges@school.example"}}
	if version != badge.OB2 {
		cfg.Status = made.StatusFrom(list)
		cfg.Proofs = []issuer.Securing{{Scheme: proof.EdDSARDFC2022, Signer: key.Signer{
			Key: w.Key(base, proof.EdDSARDFC2022), Method: made.URL("issuer") + "#key-1"}}}
	}
	o.Issuer, err = issuer.New(cfg)
	o.require(err)
	o.require(made.PublishIssuer(w.t.Context(), o.Issuer))
	if version != badge.OB2 {
		o.require(made.PublishStatusList(w.t.Context(), o.Issuer, list, status.Revocation))
	}
	return o
}

// connect makes a client that may reach a server, and returns the URL of the
// server: the name for which its certificate is valid.
func (o *Office) connect(server *httptest.Server) string {
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	port := netip.MustParseAddrPort(server.Listener.Addr().String()).Port()
	client, err := fetch.New(fetch.Config{Now: o.world.Now, Roots: roots, Resolver: loopback{}, OtherPorts: []uint16{port},
		PrivateNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}})
	o.require(err)
	o.Client = client
	return fmt.Sprintf("https://example.com:%d", port)
}

// Award issues and publishes a badge, or ends the test. A badge without an id
// gets an address of the host.
func (o *Office) Award(c badge.Credential) *badge.Document {
	o.t.Helper()
	if c.ID == "" {
		o.count++
		c.ID = o.Host.URL(fmt.Sprintf("badges/%d", o.count))
	}
	doc := o.world.Issue(o.Issuer, c)
	o.require(o.Host.Publish(o.t.Context(), doc))
	return doc
}

// Verifier returns a verifier that trusts the office and may ask it.
func (o *Office) Verifier() *verify.Verifier {
	o.t.Helper()
	v, err := verify.New(verify.Config{Trust: verify.Issuers(o.Issuer.ID()), Fetcher: o.Client, Now: o.world.Now})
	o.require(err)
	return v
}

func (o *Office) require(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// loopback leads every name to this machine.
type loopback struct{}

func (loopback) LookupNetIP(context.Context, string, string) ([]netip.Addr, error) {
	return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
}
