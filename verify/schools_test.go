package verify_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	cryptorand "crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"math/big"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/fetch"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// schools are many issuers, did:web:s0.schools.example and so on, that publish
// their keys over HTTPS on the loopback interface.
type schools struct {
	secret ed25519.PrivateKey
	roots  *x509.CertPool
	port   uint16

	mu       sync.Mutex
	requests map[string]int // by host
}

func newSchools(t testing.TB) *schools {
	s := &schools{secret: ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)), roots: x509.NewCertPool(), requests: map[string]int{}}
	public, err := key.FromPublic(s.secret.Public())
	require.NoError(t, err)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.requests[r.Host]++
		var n int
		if _, err := fmt.Sscanf(r.Host, "s%d.", &n); err != nil || r.URL.Path != "/.well-known/did.json" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/did+json")
		fmt.Fprintf(w, `{"@context":["https://www.w3.org/ns/did/v1"],"id":%q,"verificationMethod":[{"id":"%[1]s#key-1","type":"Multikey","controller":%[1]q,"publicKeyMultibase":%q}],"assertionMethod":["%[1]s#key-1"]}`, s.id(n), public.Multikey())
	}))
	certificate, root := schoolCertificate(t)
	server.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}}
	server.StartTLS()
	t.Cleanup(server.Close)
	s.port = netip.MustParseAddrPort(server.Listener.Addr().String()).Port()
	s.roots.AddCert(root)
	return s
}

// client returns a new client that may reach the schools.
func (s *schools) client(t testing.TB) *fetch.Client {
	client, err := fetch.New(fetch.Config{Roots: s.roots, Resolver: toLoopback{}, OtherPorts: []uint16{s.port},
		PrivateNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	require.NoError(t, err)
	return client
}

// schoolCertificate makes a certificate for all schools, its own root.
func schoolCertificate(t testing.TB) (tls.Certificate, *x509.Certificate) {
	secret, err := ecdsa.GenerateKey(elliptic.P256(), cryptorand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"*.schools.example"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(cryptorand.Reader, template, template, secret.Public(), secret)
	require.NoError(t, err)
	root, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: secret}, root
}

// toLoopback leads every name to this machine.
type toLoopback struct{}

func (toLoopback) LookupNetIP(context.Context, string, string) ([]netip.Addr, error) {
	return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
}

// id returns the identifier of a school.
func (s *schools) id(n int) string {
	return fmt.Sprintf("did:web:s%d.schools.example%%3A%d", n, s.port)
}

// badge returns a badge of a school.
func (s *schools) badge(t testing.TB, school, n int) []byte {
	doc := edited(t, verifytest.Badge(), func(o object) {
		o["id"], at(o, "/issuer")["id"] = fmt.Sprintf("urn:uuid:00000000-0000-4000-8000-%06d%06d", school, n), s.id(school)
	})
	doc, err := proof.Sign(t.Context(), doc, proof.EdDSARDFC2022, key.Signer{Key: s.secret, Method: s.id(school) + "#key-1"}, proof.Options{})
	require.NoError(t, err)
	return doc.Bytes()
}

// asked returns how many requests there were since the last call, and the most of
// one host.
func (s *schools) asked() (all, most int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, n := range s.requests {
		all, most = all+n, max(most, n)
	}
	clear(s.requests)
	return all, most
}

// SC-31: one verifier asks each of 1,000 issuers once for the key of four badges
// in random order, however many workers it has.
func TestThousandIssuers(t *testing.T) {
	s := newSchools(t)
	texts := s.badges(t, 1_000, 4)
	for _, workers := range []int{1, 2, 16} {
		s.verify(t, texts, workers)
		all, most := s.asked()
		require.Equal(t, 1_000, all, "%d workers", workers)
		require.Equal(t, 1, most)
	}
}

// badges returns some badges of each school, in random order.
func (s *schools) badges(t testing.TB, issuers, each int) [][]byte {
	texts := make([][]byte, issuers*each)
	for i, n := range rand.New(rand.NewPCG(1, 2)).Perm(len(texts)) {
		texts[i] = s.badge(t, n%issuers, n)
	}
	return texts
}

// verify verifies badges with a new client.
func (s *schools) verify(t testing.TB, texts [][]byte, workers int) {
	v, err := verify.New(verify.Config{Trust: verify.AnyIssuer(), Fetcher: s.client(t), Now: verifytest.New(t).Now, Workers: workers})
	require.NoError(t, err)
	for _, r := range v.VerifyAll(t.Context(), items(texts)) {
		require.NoError(t, r.Err(), r)
	}
}

// BenchmarkIssuers counts the requests of TestThousandIssuers.
func BenchmarkIssuers(b *testing.B) {
	s := newSchools(b)
	texts := s.badges(b, 1_000, 4)
	for _, workers := range []int{1, 2, 16} {
		b.Run(fmt.Sprint(workers), func(b *testing.B) {
			s.asked()
			for b.Loop() {
				s.verify(b, texts, workers)
			}
			all, _ := s.asked()
			b.ReportMetric(float64(all)/float64(b.N), "requests")
		})
	}
}

// SC-34: two verifiers of different policy share a client, its pages and nothing
// else.
func TestSharedClient(t *testing.T) {
	s := newSchools(t)
	client, text, now := s.client(t), s.badge(t, 1, 1), verifytest.New(t).Now
	other, err := key.FromPublic(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{9}, ed25519.SeedSize)).Public())
	require.NoError(t, err)
	for range 2 {
		for name, row := range map[string]struct {
			config verify.Config
			code   string
		}{
			"trusts it":        {verify.Config{Trust: verify.Issuers(s.id(1))}, "signature.valid"},
			"trusts another":   {verify.Config{Trust: verify.Issuers(s.id(2))}, "trust.unlisted"},
			"knows other keys": {verify.Config{Trust: verify.AnyIssuer(), Keys: map[string][]key.Key{s.id(1): {other}}}, "proof.signature"},
			"other schemes":    {verify.Config{Trust: verify.AnyIssuer(), Schemes: []proof.Scheme{proof.ES256}}, "proof.scheme_not_allowed"},
			"years before":     {verify.Config{Trust: verify.AnyIssuer(), Now: func() time.Time { return time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC) }}, "time.not_yet_valid"},
		} {
			row.config.Fetcher = client
			if row.config.Now == nil {
				row.config.Now = now
			}
			v, err := verify.New(row.config)
			require.NoError(t, err)
			r, err := v.Verify(t.Context(), text)
			require.Equal(t, row.code == "signature.valid", err == nil, "%s: %s", name, r)
			require.Equal(t, row.code, r.Decisive().Code, name)
		}
	}
	all, _ := s.asked()
	require.Equal(t, 1, all)
}
