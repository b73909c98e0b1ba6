package verify_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/verify"
)

// The addresses of a hosted badge and of what it names.
const (
	old20      = "https://badges.school.example"
	assertion1 = old20 + "/assertions/1"
	class1     = old20 + "/classes/1"
	issuer1    = old20 + "/issuer"
	key1       = old20 + "/keys/1"
	revoked1   = old20 + "/revoked"
)

// site is what one host publishes, as JSON objects by address.
type site map[string]map[string]any

func object20(t testing.TB, text string) map[string]any {
	t.Helper()
	var o map[string]any
	require.NoError(t, json.Unmarshal([]byte(text), &o))
	return o
}

// newSite publishes one badge of Open Badges 2.0, its class and its issuer.
func newSite(t testing.TB) site {
	return site{
		assertion1: object20(t, `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"`+assertion1+`","badge":"`+class1+`",
			"recipient":{"type":"email","hashed":false,"identity":"noor@student.example"},"issuedOn":"2026-09-01T10:00:00Z","verification":{"type":"HostedBadge"}}`),
		class1: object20(t, `{"@context":"https://w3id.org/openbadges/v2","type":"BadgeClass","id":"`+class1+`","name":"Soldering","description":"Solders.",
			"image":"`+class1+`/image","criteria":{"narrative":"Solder."},"issuer":"`+issuer1+`"}`),
		issuer1: object20(t, `{"@context":"https://w3id.org/openbadges/v2","type":"Issuer","id":"`+issuer1+`","name":"The School","url":"https://school.example","email":"badges@school.example"}`),
	}
}

func (s site) set(at, member string, value any) site {
	s[at][member] = value
	return s
}

func (s site) pages(t testing.TB) verify.Pages {
	pages := verify.Pages{}
	for at, o := range s {
		text, err := json.Marshal(o)
		require.NoError(t, err)
		pages[at] = verify.Response{Body: text}
	}
	return pages
}

func (s site) text(t testing.TB, at string) []byte {
	text, err := json.Marshal(s[at])
	require.NoError(t, err)
	return text
}

func day20() time.Time { return time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC) }

// judge20 judges a badge with a web of fixed pages.
func judge20(t *testing.T, presented []byte, web verify.Fetcher, cfg verify.Config) *verify.Report {
	t.Helper()
	if reflect.ValueOf(cfg.Trust).IsZero() {
		cfg.Trust = verify.Issuers(issuer1)
	}
	cfg.Fetcher, cfg.Now = web, day20
	v, err := verify.New(cfg)
	require.NoError(t, err)
	r, err := v.Verify(t.Context(), presented)
	if address := strings.TrimSpace(string(presented)); strings.HasPrefix(address, "https://") {
		require.Equal(t, "badge.format", r.Decisive().Code, "an address is not a badge")
		r, err = v.VerifyAt(t.Context(), address)
	}
	require.Equal(t, r.Verdict() == verify.Accepted, err == nil)
	return r
}

func outcome20(r *verify.Report) string {
	return fmt.Sprintf("%s %s", r.Verdict(), r.Decisive().Code)
}

func TestHosted(t *testing.T) {
	s := newSite(t)
	r := judge20(t, s.text(t, assertion1), s.pages(t), verify.Config{})
	require.Equal(t, "accepted origin.hosted", outcome20(r), r)
	require.Equal(t, verify.BindingHosted, r.Binding())
	c, ok := r.Verified()
	require.True(t, ok)
	require.Equal(t, "Soldering", c.Subject.Achievement.Name)
	require.Equal(t, "The School", c.Issuer.Name)
	require.Contains(t, r.String(), "not signed; fetched")
	sum := fmt.Sprintf("%x", sha256.Sum256(s.text(t, assertion1)))
	require.Contains(t, r.String(), sum, "the digest is that of the input")
	report, err := json.Marshal(r)
	require.NoError(t, err)
	require.Contains(t, string(report), sum)

	t.Run("by its address", func(t *testing.T) {
		r := judge20(t, []byte(" "+assertion1+"\n"), s.pages(t), verify.Config{})
		require.Equal(t, "accepted origin.hosted", outcome20(r))
		r = judge20(t, []byte(assertion1+strings.Repeat("2", 2<<10)), s.pages(t), verify.Config{})
		require.Equal(t, "inconclusive fetch.url", outcome20(r), "IRIs have at most 2,048 bytes")
		r = judge20(t, []byte(assertion1+"2"), s.pages(t), verify.Config{})
		require.Equal(t, "inconclusive fetch.failed", outcome20(r))
	})
	t.Run("offline", func(t *testing.T) {
		r := judge20(t, s.text(t, assertion1), nil, verify.Config{})
		require.Equal(t, "inconclusive fetch.offline", outcome20(r))
	})
	t.Run("recipient", func(t *testing.T) {
		v, err := verify.New(verify.Config{Trust: verify.Issuers(issuer1), Fetcher: s.pages(t), Now: day20})
		require.NoError(t, err)
		who := badge.Recipient{Type: badge.IdentifierEmailAddress, Value: "noor@student.example"}
		_, err = v.VerifyFor(t.Context(), s.text(t, assertion1), who)
		require.NoError(t, err)
		who.Value = "mallory@student.example"
		r, err := v.VerifyFor(t.Context(), s.text(t, assertion1), who)
		require.ErrorIs(t, err, verify.ErrRejected)
		require.Equal(t, "/recipient", r.Decisive().Path)
	})
	t.Run("not trusted", func(t *testing.T) {
		r := judge20(t, s.text(t, assertion1), s.pages(t), verify.Config{Trust: verify.Issuers("https://other.example")})
		require.Equal(t, "rejected trust.unlisted", outcome20(r))
		require.Equal(t, "/badge/issuer", r.Decisive().Path)
	})
}

// TestHostedRows has a row for each way in which a hosted badge is not what
// it seems.
func TestHostedRows(t *testing.T) {
	for _, row := range hostedRows() {
		t.Run(row.name, func(t *testing.T) {
			s := newSite(t)
			row.edit(s)
			r := judge20(t, s.text(t, assertion1), s.pages(t), verify.Config{Trust: trust20})
			require.Equal(t, row.want, outcome20(r), r)
		})
	}
}

// siteRow is one change to what a host publishes.
type siteRow struct {
	name string
	edit func(s site)
	want string
}

func hostedRows() []siteRow {
	const evil = "https://evil.example"
	return []siteRow{
		{"C-137 hosted", func(s site) {
			delete(s[assertion1], "verification")
			s.set(assertion1, "verify", map[string]any{"type": "hosted"})
		}, "accepted origin.hosted"},
		{"C-139 revoked and nothing else", func(s site) {
			s[assertion1] = map[string]any{"@context": badge.ContextOB2, "type": "Assertion", "id": assertion1, "revoked": true, "revocationReason": "a mistake"}
		}, "rejected status.revoked"},
		{"C-139 revoked false", func(s site) { s.set(assertion1, "revoked", false) }, "accepted origin.hosted"},
		{"C-143 issuer without email", func(s site) { delete(s[issuer1], "email") }, "accepted origin.hosted"},
		{"C-143 issuer without name", func(s site) { delete(s[issuer1], "name") }, "accepted origin.hosted"},
		{"C-143 issuer without url", func(s site) { delete(s[issuer1], "url") }, "accepted origin.hosted"},
		{"C-144 expired", func(s site) { s.set(assertion1, "expires", "2026-09-30T00:00:00Z") }, "rejected time.expired"},
		{"C-144 in future", func(s site) { s.set(assertion1, "issuedOn", "2027-01-01T00:00:00Z") }, "rejected time.not_yet_valid"},
		{"C-150 class of another issuer", func(s site) {
			s[evil+"/issuer"] = maps.Clone(s[issuer1])
			s.set(evil+"/issuer", "id", evil+"/issuer").set(class1, "issuer", evil+"/issuer")
		}, "rejected origin.scope"},
		{"H02 empty allowedOrigins", func(s site) { s.set(issuer1, "verification", map[string]any{"allowedOrigins": []any{}}) }, "rejected origin.scope"},
		{"H02 empty startsWith", func(s site) { s.set(issuer1, "verification", map[string]any{"startsWith": ""}) }, "rejected origin.scope"},
		{"H02 issuer without address", func(s site) {
			profile := maps.Clone(s[issuer1])
			profile["id"] = "urn:uuid:11111111-2222-4333-8444-555555555555"
			s.set(class1, "issuer", profile)
		}, "rejected origin.scope"},
		{"H05 id of another page", func(s site) { s.set(class1, "id", class1+"x") }, "rejected origin.id"},
		{"H05 issuer of another id", func(s site) { s.set(issuer1, "id", issuer1+"x") }, "rejected origin.id"},
		{"H07 class on another host points to the issuer", func(s site) {
			s[evil+"/class"] = maps.Clone(s[class1])
			s.set(evil+"/class", "id", evil+"/class").set(assertion1, "badge", evil+"/class")
		}, "rejected origin.scope"},
		{"class gone", func(s site) { delete(s, class1) }, "inconclusive fetch.failed"},
		{"class is an issuer", func(s site) { s.set(assertion1, "badge", issuer1) }, "rejected origin.kind"},
		{"class without address", func(s site) { s.set(assertion1, "badge", "urn:uuid:11111111-2222-4333-8444-555555555555") }, "rejected origin.address"},
		{"class over http", func(s site) { s.set(assertion1, "badge", strings.Replace(class1, "https", "http", 1)) }, "accepted origin.hosted"},
		{"class inside without an address", func(s site) {
			held := maps.Clone(s[class1])
			held["id"] = "urn:uuid:11111111-2222-4333-8444-555555555555"
			s.set(assertion1, "badge", held)
		}, "accepted origin.hosted"},
		{"signed without a signature", func(s site) { s.set(assertion1, "verification", map[string]any{"type": "SignedBadge"}) }, "rejected proof.missing"},
	}
}

// trust20 trusts the school and those who stand in for it.
var trust20 = verify.Issuers(issuer1, "https://evil.example/issuer", "urn:uuid:11111111-2222-4333-8444-555555555555")

// C-138, H06: the supplied copy is used only to find the URL; the published badge counts, and
// one check names every member that differs.
func TestHostedCopyWins(t *testing.T) {
	s := newSite(t)
	copied := newSite(t)
	copied.set(assertion1, "issuedOn", "2020-01-01T00:00:00Z").set(assertion1, "narrative", "With honours").set(assertion1, "evidence", []any{"https://x.example"})
	class := copied[class1]
	class["name"] = "Doctor of Philosophy"
	copied.set(assertion1, "badge", class)
	r := judge20(t, copied.text(t, assertion1), s.pages(t), verify.Config{})
	require.Equal(t, "accepted origin.hosted", outcome20(r))
	c, _ := r.Verified()
	require.Equal(t, "Soldering", c.Subject.Achievement.Name)
	require.Equal(t, badge.DateTime("2026-09-01T10:00:00Z"), c.ValidFrom)
	reported := differing(t, r)
	require.Len(t, reported, 1)
	for _, member := range []string{"4 places", "issuedOn", "narrative", "evidence", "badge.name"} {
		require.Contains(t, reported[0], member)
	}
}

// S24, C-139 and what edubadges does: 410 is revoked, 404 decides nothing.
func TestHostedStatusCodes(t *testing.T) {
	s := newSite(t)
	for _, row := range []struct {
		page verify.Response
		want string
	}{
		{verify.Response{Status: 410}, "rejected status.revoked"},
		{verify.Response{Status: 410, Body: []byte(`{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"` + assertion1 + `","revoked":true,"revocationReason":"cheated"}`)}, "rejected status.revoked"},
		{verify.Response{Status: 410, Body: []byte(`<html>`)}, "rejected status.revoked"},
		{verify.Response{Status: 404}, "inconclusive fetch.not_found"},
		{verify.Response{Status: 500}, "inconclusive fetch.status"},
		{verify.Response{Status: 403}, "inconclusive fetch.status"},
		{verify.Response{Body: []byte(`<html>`)}, "inconclusive origin.unreadable"},
		{verify.Response{Body: []byte(`{}`)}, "rejected origin.kind"},
		{verify.Response{Body: s.text(t, assertion1), URL: "https://evil.example/1"}, "inconclusive fetch.redirect"},
		{verify.Response{Body: s.text(t, assertion1), URL: assertion1 + "?v=2"}, "accepted origin.hosted"},
	} {
		pages := s.pages(t)
		pages[assertion1] = row.page
		for name, presented := range map[string][]byte{"copy": s.text(t, assertion1), "address": []byte(assertion1)} {
			r := judge20(t, presented, pages, verify.Config{})
			want := row.want
			if name == "address" {
				switch {
				case strings.HasPrefix(string(row.page.Body), "<html>") && row.page.Status == 0:
					want = "rejected bake.unsupported_format"
				case string(row.page.Body) == "{}":
					want = "rejected structure.kind"
				}
			}
			if want == "rejected structure.kind" {
				require.Equal(t, verify.Rejected, r.Verdict())
				continue
			}
			require.Equal(t, want, outcome20(r), "%s: %s", name, row.page.Body)
		}
	}
	r := judge20(t, s.text(t, assertion1), verify.Pages{assertion1: {Status: 410, Body: []byte(`{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"x","revoked":true,"revocationReason":"cheated"}`)}}, verify.Config{})
	require.Contains(t, r.Decisive().Message, "cheated")
}

// C-140, H01, H03: an issuer answers for what it says it answers for.
func TestHostedScope(t *testing.T) {
	for _, row := range scopeRows() {
		t.Run(row.name, func(t *testing.T) {
			s := row.site(t)
			r := judge20(t, s.text(t, row.assertion), s.pages(t), verify.Config{})
			require.Equal(t, row.want, outcome20(r), r)
		})
	}
}

// scopeRow is what an issuer says it answers for, and a badge at an address.
type scopeRow struct{ name, rule, assertion, want string }

func (row scopeRow) site(t *testing.T) site {
	s := newSite(t)
	var rule any
	require.NoError(t, json.Unmarshal([]byte(row.rule), &rule))
	if rule != nil {
		s.set(issuer1, "verification", rule)
	}
	a := maps.Clone(s[assertion1])
	a["id"] = row.assertion
	s[row.assertion] = a
	return s
}

func scopeRows() []scopeRow {
	const good, bad = "accepted origin.hosted", "rejected origin.scope"
	return []scopeRow{
		{"C-140 default", `null`, assertion1, good},
		{"C-140 default, other host", `null`, "https://assertions.school.example/1", bad},
		{"C-140 default, other port", `null`, old20 + ":8443/1", bad},
		{"C-140 prefix", `{"startsWith":"` + old20 + `/assertions/"}`, assertion1, bad}, // the class is not below it
		{"C-140 prefixes", `{"startsWith":["` + old20 + `/assertions/","` + old20 + `/classes/"]}`, assertion1, good},
		{"C-140 whole host", `{"startsWith":"` + old20 + `"}`, assertion1, good},
		{"C-140 whole host with slash", `{"startsWith":"` + old20 + `/"}`, assertion1, good},
		{"C-140 hosts", `{"allowedOrigins":["x.example","badges.school.example"]}`, assertion1, good},
		{"C-140 host as text", `{"allowedOrigins":"badges.school.example"}`, assertion1, good},
		{"C-140 hosts, another", `{"allowedOrigins":["badges.school.example","assertions.school.example"]}`, "https://assertions.school.example/1", good},
		{"C-140 both, one does not fit", `{"allowedOrigins":"badges.school.example","startsWith":"https://x.example/"}`, assertion1, bad},
		{"H01 longer host", `{"startsWith":"https://badges.school"}`, assertion1, bad},
		{"H01 segment", `{"startsWith":["` + old20 + `/assert","` + class1 + `"]}`, assertion1, bad},
		{"H01 dots", `{"startsWith":["` + old20 + `/a/","` + class1 + `"]}`, old20 + "/a/../assertions/1", bad},
		{"H01 escaped dots", `{"startsWith":["` + old20 + `/a/","` + class1 + `"]}`, old20 + "/a/%2e%2E/assertions/1", bad},
		{"H01 escaped slash", `{"startsWith":["` + old20 + `/a/","` + class1 + `"]}`, old20 + "/a/..%2Fassertions/1", bad},
		{"H01 dots with a parameter", `{"startsWith":["` + old20 + `/a/","` + class1 + `"]}`, old20 + "/a/..;x=1/assertions/1", bad},
		{"H01 two slashes", `{"startsWith":["` + old20 + `/a/","` + class1 + `"]}`, old20 + "/a//assertions/1", bad},
		{"H01 user", `{"startsWith":"https://badges.school.example@evil.example"}`, assertion1, bad},
		{"H01 http", `{"startsWith":"http://badges.school.example"}`, assertion1, good},
		{"H01 query", `{"startsWith":["` + old20 + `/a?id=","` + class1 + `"]}`, old20 + "/a?id=1", good},
		{"H01 other query", `{"startsWith":["` + old20 + `/a?id=","` + class1 + `"]}`, old20 + "/a?x=1&id=1", bad},
		{"H03 scheme", `{"allowedOrigins":"` + old20 + `"}`, assertion1, bad},
		{"H03 port", `{"allowedOrigins":"badges.school.example:443"}`, assertion1, bad},
		{"H03 path", `{"allowedOrigins":"badges.school.example/"}`, assertion1, bad},
		{"H03 case", `{"allowedOrigins":"Badges.School.example"}`, assertion1, bad},
		{"H03 dot", `{"allowedOrigins":"badges.school.example."}`, assertion1, bad},
		{"H03 suffix", `{"allowedOrigins":"school.example"}`, assertion1, bad},
		{"H03 wildcard", `{"allowedOrigins":"*"}`, assertion1, bad},
		{"H08 tenants", `{"startsWith":"` + old20 + `/b/"}`, assertion1, bad},
	}
}

func TestEndorsement20(t *testing.T) {
	const at = "https://other.example/endorsements/1"
	const endorser = "https://other.example/issuer"
	endorsement := func(about string) map[string]any {
		return map[string]any{"@context": badge.ContextOB2, "type": "Endorsement", "id": at, "issuer": endorser, "issuedOn": "2026-09-01T10:00:00Z",
			"claim": map[string]any{"id": about, "endorsementComment": "Good"}, "verification": map[string]any{"type": "HostedBadge"}}
	}
	for _, row := range []struct {
		name  string
		held  func(s site)
		code  string
		state verify.Outcome
	}{
		{"linked", func(s site) { s[at] = endorsement(class1); s.set(class1, "endorsement", []any{at}) }, "endorsement.good", verify.Passed},
		{"held", func(s site) { s[at] = endorsement(class1); s.set(class1, "endorsement", []any{s[at]}) }, "endorsement.good", verify.Passed},
		{"held and not published", func(s site) { s.set(class1, "endorsement", []any{endorsement(class1)}) }, "endorsement.unknown", verify.Warned},
		{"unreachable", func(s site) { s.set(class1, "endorsement", []any{at}) }, "endorsement.unknown", verify.Warned},
		{"about something else", func(s site) { s[at] = endorsement("https://x.example"); s.set(class1, "endorsement", []any{at}) }, "endorsement.subject", verify.Warned},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newSite(t)
			s[endorser] = maps.Clone(s[issuer1])
			s.set(endorser, "id", endorser)
			row.held(s)
			r := judge20(t, s.text(t, assertion1), s.pages(t), verify.Config{Trust: verify.Issuers(issuer1, endorser)})
			var found verify.Check
			for _, c := range r.Checks() {
				if c.Stage == verify.StageEndorsement {
					found = c
				}
			}
			require.Equal(t, row.code, found.Code, r)
			require.Equal(t, row.state, found.Outcome)
		})
	}
}

// C-147, C-148, C-149: older badges are read in the words of Open Badges 2.0.
func TestOlderVersions(t *testing.T) {
	profile := `{"name":"The School","url":"https://school.example","email":"badges@school.example"}`
	class := `{"name":"Soldering","description":"Solders.","image":"` + class1 + `/image","criteria":"` + class1 + `/criteria","issuer":"` + issuer1 + `"}`
	v10 := `{"uid":"u1","recipient":{"type":"email","hashed":false,"identity":"noor@student.example"},"badge":"` + class1 + `","verify":{"type":"hosted","url":"` + assertion1 + `"},"issuedOn":1780000000}`
	v11 := `{"@context":"https://w3id.org/openbadges/v1","type":"Assertion","id":"` + assertion1 + `",` + v10[1:]
	v05 := `{"recipient":"noor@student.example","issued_on":"2026-05-28","badge":{"version":"0.5.0","name":"Soldering","description":"Solders.","image":"/image.png","criteria":"/criteria","issuer":{"origin":"` + old20 + `","name":"The School","contact":"badges@school.example"}}}`
	for _, row := range []struct{ name, presented, published, want string }{
		{"C-147 1.0", v10, v10, "accepted origin.hosted"},
		{"C-147 1.1", v11, v11, "accepted origin.hosted"},
		{"C-147 1.0 by its address", assertion1, v10, "accepted origin.hosted"},
		{"C-147 0.5 does not say where it stands", v05, v05, "inconclusive origin.address"},
		{"C-147 0.5 by its address", assertion1, v05, "accepted origin.hosted"},
		{"C-148 expired", v10, v10[:len(v10)-1] + `,"expires":1785000000}`, "rejected time.expired"},
		{"C-149 revoked", v10, `{"revoked":true}`, "rejected origin.kind"},
	} {
		t.Run(row.name, func(t *testing.T) {
			pages := verify.Pages{assertion1: {Body: []byte(row.published)}, class1: {Body: []byte(class)}, issuer1: {Body: []byte(profile)}}
			r := judge20(t, []byte(row.presented), pages, verify.Config{Trust: verify.AnyIssuer()})
			require.Equal(t, row.want, outcome20(r), r)
			if r.Verdict() == verify.Accepted {
				require.Equal(t, "document.upgraded", r.Checks()[1].Code)
				c, _ := r.Verified()
				require.Equal(t, "The School", c.Issuer.Name)
			}
		})
	}
	t.Run("C-149 gone with the 1.x body", func(t *testing.T) {
		r := judge20(t, []byte(v10), verify.Pages{assertion1: {Status: 410, Body: []byte(`{"revoked":true}`)}}, verify.Config{Trust: verify.AnyIssuer()})
		require.Equal(t, "rejected status.revoked", outcome20(r))
	})
}

// A badge outside of the scope of its issuer is not moved into it by a redirect,
// nor out of it unnoticed.
func TestScopeOfRedirects(t *testing.T) {
	s := newSite(t).set(issuer1, "verification", map[string]any{"startsWith": []any{assertion1, class1}})
	require.Equal(t, "accepted origin.hosted", outcome20(judge20(t, s.text(t, assertion1), s.pages(t), verify.Config{})))

	outside := strings.Replace(assertion1, "/assertions/", "/outside/", 1)
	require.NotEqual(t, assertion1, outside)
	moved := newSite(t).set(issuer1, "verification", map[string]any{"startsWith": []any{assertion1, class1}}).set(assertion1, "id", outside)
	pages := moved.pages(t)
	pages[outside] = verify.Response{Body: moved.text(t, assertion1), URL: assertion1}
	require.Equal(t, "rejected origin.scope", outcome20(judge20(t, moved.text(t, assertion1), pages, verify.Config{})))

	away := s.pages(t)
	away[assertion1] = verify.Response{Body: s.text(t, assertion1), URL: outside}
	require.Equal(t, "rejected origin.scope", outcome20(judge20(t, s.text(t, assertion1), away, verify.Config{})))
}
