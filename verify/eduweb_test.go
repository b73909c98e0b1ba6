package verify_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/json"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/fetch"
)

// deployment is an installation of edubadges of one badge: an HTTPS server on the
// loopback interface.
type deployment struct {
	edubadges.Deployment
	port    uint16
	roots   *x509.CertPool
	private bool
	mu      sync.Mutex
	asked   []string
}

// deploy serves a site under the host name for which httptest has a certificate.
func deploy(t *testing.T, s site) *deployment {
	t.Helper()
	d := &deployment{roots: x509.NewCertPool()}
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d.mu.Lock()
		d.asked = append(d.asked, r.URL.RequestURI())
		hidden := d.private
		d.mu.Unlock()
		o, found := s[rootEdu+r.URL.RequestURI()]
		if !found || hidden {
			http.NotFound(w, r)
			return
		}
		text, err := json.Marshal(o)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/ld+json")
		w.Write(d.own(text))
	}))
	t.Cleanup(server.Close)
	d.port = netip.MustParseAddrPort(server.Listener.Addr().String()).Port()
	d.API = "https://example.com:" + server.Listener.Addr().String()[strings.LastIndexByte(server.Listener.Addr().String(), ':')+1:]
	d.roots.AddCert(server.Certificate())
	return d
}

// rootEdu is where a site says that it is published.
const rootEdu = "https://api.edubadges.nl"

// own returns a text with the URLs of the deployment.
func (d *deployment) own(text []byte) []byte {
	return bytes.ReplaceAll(text, []byte(rootEdu), []byte(d.API))
}

// at returns the URL in the deployment.
func (d *deployment) at(address string) string { return string(d.own([]byte(address))) }

// LookupNetIP implements fetch.Resolver: the name leads to the loopback interface.
func (d *deployment) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	if host != "example.com" {
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	return []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, 1})}, nil
}

// views are the full views of an object of the deployment.
func (d *deployment) views(id string) []string {
	o, err := edubadges.Locate(id, []edubadges.Deployment{d.Deployment})
	if err != nil || o.Kind == "issuers" {
		return nil
	}
	return o.Views()[1:]
}

// verifier returns a verifier for those who trust the issuer of the deployment.
func (d *deployment) verifier(t *testing.T) *verify.Verifier {
	t.Helper()
	client, err := fetch.New(fetch.Config{Roots: d.roots, Resolver: d, OtherPorts: []uint16{d.port}, PrivateNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, Now: day20})
	require.NoError(t, err)
	v, err := verify.New(verify.Config{Trust: verify.Issuers(d.at(eduIssuer)), Fetcher: client, Now: day20, Views: d.views, Extensions: edubadges.Extensions(d.API)})
	require.NoError(t, err)
	return v
}

// confirmed verifies a bare assertion for its holder, with all views over
// loopback, and returns what the host confirms.
func (d *deployment) confirmed(t *testing.T, presented []byte) *badge.Document {
	t.Helper()
	r, err := d.verifier(t).VerifyFor(t.Context(), d.own(presented), badge.Recipient{Type: "id", Value: eduID})
	require.NoError(t, err, r)
	require.NotContains(t, codesOf(r), "origin.view", r)
	require.NotContains(t, codesOf(r), "origin.differs", r)
	asked := map[string]bool{}
	for _, uri := range d.asked {
		asked[rootEdu+uri] = true
	}
	want := slices.Concat([]string{eduAssertion, eduClass, eduIssuer}, edubadges.Views(eduAssertion), edubadges.Views(eduClass))
	require.ElementsMatch(t, want, slices.Collect(maps.Keys(asked)), "each document and each view is asked for, and nothing else")
	return r.Document()
}

// A copy of the full view counts only as far as the host confirms it, also over
// loopback, and a private badge leaves the verdict open.
func TestDeployment(t *testing.T) {
	row := eduClasses()[7]
	s := row.publish(t)
	view := edubadges.Views(eduAssertion)[0]
	full := s.text(t, view)
	t.Run("ED-13: a full copy over loopback", func(t *testing.T) {
		d := deploy(t, s)
		r, err := d.verifier(t).Verify(t.Context(), d.own(full))
		require.NoError(t, err, r)
		require.NotContains(t, codesOf(r), "origin.differs")
		require.NotEmpty(t, edubadges.Read(r.Document()).Value(edubadges.FieldQualityName).Text)
	})
	t.Run("ED-13: an edited copy over loopback", func(t *testing.T) {
		d := deploy(t, s)
		edited := strings.Replace(string(full), `"portfolio_assessment,professional_product"`, `"written_exam"`, 1)
		require.NotEqual(t, string(full), edited)
		r, err := d.verifier(t).Verify(t.Context(), d.own([]byte(edited)))
		require.NoError(t, err, r)
		require.Contains(t, codesOf(r), "origin.differs")
		require.Equal(t, "portfolio_assessment,professional_product", edubadges.Read(r.Document()).Value(edubadges.FieldAssessment).Text)
	})
	t.Run("gotcha 4: private over loopback", func(t *testing.T) {
		d := deploy(t, s)
		d.private = true
		r, err := d.verifier(t).Verify(t.Context(), d.own(full))
		require.ErrorIs(t, err, verify.ErrInconclusive)
		require.Equal(t, "fetch.not_found", r.Decisive().Code)
	})
}
