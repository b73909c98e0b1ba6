package verify_test

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/verify"
)

const (
	evil20 = "https://evil.example"
	evil1  = evil20 + "/assertions/1"
	urn20  = "urn:uuid:bbbbbbbb-2222-4333-8444-555555555555"
)

// forgedSite adds a badge on the forger's host, whose class stands inside it,
// with a profile of the forger's making inside that.
func forgedSite(t *testing.T, issuerID string) site {
	s := newSite(t)
	profile := maps.Clone(s[issuer1])
	profile["id"], profile["verification"] = issuerID, map[string]any{"startsWith": evil20 + "/"}
	class := maps.Clone(s[class1])
	class["id"], class["issuer"] = urn20, profile
	s[evil1] = maps.Clone(s[assertion1])
	return s.set(evil1, "id", evil1).set(evil1, "badge", class)
}

// H02, H06: a profile that stands inside a badge says nothing about whose it
// is, whatever it says that it answers for.
func TestHostedForgedIssuer(t *testing.T) {
	for id, want := range map[string][2]string{
		"did:web:badges.school.example":       {"rejected origin.scope", "rejected trust.unlisted"},
		urn20:                                 {"rejected origin.scope", "rejected trust.unlisted"},
		issuer1:                               {"rejected origin.scope", "rejected origin.scope"},
		"http://badges.school.example/issuer": {"rejected origin.scope", "rejected origin.scope"},
		"https://user@badges.school.example/issuer": {"rejected origin.address", "rejected origin.address"},
	} {
		s := forgedSite(t, id)
		for compat, want := range want {
			r := judge20(t, s.text(t, evil1), s.pages(t), verify.Config{Trust: verify.Issuers(id), Compat: []verify.CompatFlags{verify.Strict, verify.Compat1EdTech}[compat]})
			require.Equal(t, want, outcome20(r), "%s: %v", id, r)
		}
	}
	s := forgedSite(t, urn20)
	r := judge20(t, s.text(t, evil1), s.pages(t), verify.Config{Trust: verify.AnyIssuer(), Compat: verify.Compat1EdTech})
	require.Equal(t, "accepted origin.hosted", outcome20(r))
	require.Equal(t, verify.BindingNone, r.Binding())
	requireCheck(t, r, verify.StageTrust, verify.Warned, "trust.anyone")
	require.Contains(t, r.String(), "is unconfirmed")
	require.NotContains(t, r.String(), "the issuer's web site")
}

// H05: a page of the forger cannot call itself by an address of another host,
// not even where ids are taken lightly.
func TestHostedForgedID(t *testing.T) {
	s := newSite(t)
	for from, to := range map[string]string{assertion1: evil1, class1: evil20 + "/class", issuer1: evil20 + "/issuer"} {
		s[to] = maps.Clone(s[from])
		s.set(to, "id", to)
	}
	s.set(evil1, "badge", evil20+"/class").set(evil20+"/class", "issuer", evil20+"/issuer")
	s.set(evil20+"/issuer", "id", issuer1).set(evil20+"/issuer", "verification", map[string]any{"startsWith": evil20})
	for _, compat := range []verify.CompatFlags{verify.Strict, verify.Compat1EdTech} {
		r := judge20(t, s.text(t, evil1), s.pages(t), verify.Config{Compat: compat})
		require.Equal(t, "rejected origin.id", outcome20(r))
	}
	s.set(evil20+"/issuer", "id", evil20+"/issuer/")
	r := judge20(t, s.text(t, evil1), s.pages(t), verify.Config{Compat: verify.Compat1EdTech, Trust: verify.Issuers(evil20 + "/issuer/")})
	require.Equal(t, "accepted origin.hosted", outcome20(r), "a host calls its own pages what it likes")
}

// H05: who asks for an address learns that the badge there lives at another.
func TestHostedElsewhere(t *testing.T) {
	s := newSite(t)
	pages := s.pages(t)
	pages[evil1] = pages[assertion1]
	r := judge20(t, []byte(evil1), pages, verify.Config{})
	require.Equal(t, "accepted origin.hosted", outcome20(r))
	requireCheck(t, r, verify.StageOrigin, verify.Warned, "origin.id")
	r = judge20(t, []byte(assertion1), pages, verify.Config{})
	require.NotContains(t, r.String(), "origin.id")
}

// H06: what the host has beside the copy does not hide what the copy says
// otherwise.
func TestHostedDifferencesAreTold(t *testing.T) {
	s, copied := newSite(t), newSite(t)
	more := map[string]any{}
	for i := range 100 {
		more[fmt.Sprint("n", i)] = i
	}
	s.set(assertion1, "additional", more)
	copied.set(assertion1, "additional", map[string]any{}).set(assertion1, "narrative", "With honours")
	r := judge20(t, copied.text(t, assertion1), s.pages(t), verify.Config{})
	requireCheck(t, r, verify.StageOrigin, verify.Warned, "origin.awarded")
	copied.set(assertion1, "additional", maps.Clone(more))
	for name := range more {
		copied[assertion1]["additional"].(map[string]any)[name] = "forged"
	}
	r = judge20(t, copied.text(t, assertion1), s.pages(t), verify.Config{})
	require.Len(t, differing(t, r), 1)
	require.Less(t, len(differing(t, r)[0]), 500, "and not without end")
}

// TestHostileOlder has a row for each thing that a holder, a tenant of the
// issuer's host or a hostile host would try.
func TestHostileOlder(t *testing.T) {
	for _, row := range hostileOlderRows(t) {
		t.Run(row.name, func(t *testing.T) {
			s := newSite(t)
			presented, web := row.edit(s, func() verify.Pages { return s.pages(t) })
			r := judge20(t, []byte(presented), web, verify.Config{})
			require.Equal(t, row.want, outcome20(r), r)
		})
	}
}

// olderRow is one attack: the supplied badge or URL, and the web.
type olderRow struct {
	name string
	edit func(s site, pages func() verify.Pages) (presented string, web verify.Pages)
	want string
}

func hostileOlderRows(t *testing.T) []olderRow {
	const (
		open   = old20 + "/assertions/go?to=/tenants/evil/1"
		tenant = old20 + "/b?tenant=12"
	)
	at := func(s site, id string) string { // a copy of the badge at another address
		s[id] = maps.Clone(s[assertion1])
		s.set(id, "id", id)
		return id
	}
	held := func(s site, id string) {
		class := maps.Clone(s[class1])
		class["id"] = id
		s.set(assertion1, "badge", class)
	}
	return []olderRow{
		{"J43 presented as hosted, published as signed", func(s site, pages func() verify.Pages) (string, verify.Pages) {
			presented := string(s.text(t, assertion1))
			s.set(assertion1, "verification", map[string]any{"type": "SignedBadge", "creator": key1})
			return presented, pages()
		}, "rejected proof.transport"},
		{"J43 badge of 3.0 presented in the words of 2.0", func(s site, pages func() verify.Pages) (string, verify.Pages) {
			presented := string(s.text(t, assertion1))
			s.set(assertion1, "@context", []any{badge.ContextVC2, badge.ContextOB3}).set(assertion1, "type", []any{"VerifiableCredential", "AchievementCredential"})
			return presented, pages()
		}, "rejected origin.kind"},
		{"J43 contexts of both versions", func(s site, pages func() verify.Pages) (string, verify.Pages) {
			s.set(assertion1, "@context", []any{badge.ContextOB2, badge.ContextVC2}).set(assertion1, "type", []any{"Assertion", "AchievementCredential"})
			return string(s.text(t, assertion1)), pages()
		}, "rejected context.mixed"},
		{"C-139 gone, and told in the name of a badge that is not", func(s site, pages func() verify.Pages) (string, verify.Pages) {
			web := pages()
			web[assertion1+"2"] = verify.Response{Status: 410, Body: []byte(`{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"` + assertion1 + `","revoked":true}`)}
			return assertion1 + "2", web
		}, "rejected status.revoked"},
		{"H09 open redirect to a tenant", func(s site, pages func() verify.Pages) (string, verify.Pages) {
			s.set(issuer1, "verification", map[string]any{"startsWith": []any{old20 + "/assertions", class1}})
			presented, web := string(s.text(t, at(s, open))), pages()
			web[open] = verify.Response{Body: web[open].Body, URL: old20 + "/tenants/evil/1"}
			return presented, web
		}, "rejected origin.scope"},
		{"H08 tenant by query", func(s site, pages func() verify.Pages) (string, verify.Pages) {
			s.set(issuer1, "verification", map[string]any{"startsWith": []any{old20 + "/b?tenant=1", class1}})
			return string(s.text(t, at(s, tenant))), pages()
		}, "rejected origin.scope"},
		{"H08 the same tenant by query", func(s site, pages func() verify.Pages) (string, verify.Pages) {
			s.set(issuer1, "verification", map[string]any{"startsWith": []any{old20 + "/b?tenant=12", class1}})
			return string(s.text(t, at(s, tenant+"&id=7"))), pages()
		}, "accepted origin.hosted"},
		{"H06 class inside under an http address", func(s site, pages func() verify.Pages) (string, verify.Pages) {
			held(s, "http://other.example/class")
			return string(s.text(t, assertion1)), pages()
		}, "inconclusive origin.plain_http"},
		{"H06 class inside under an address with a user", func(s site, pages func() verify.Pages) (string, verify.Pages) {
			held(s, "HTTPS://user@other.example/class")
			return string(s.text(t, assertion1)), pages()
		}, "rejected origin.address"},
		{"one page that is everything", func(s site, pages func() verify.Pages) (string, verify.Pages) {
			s.set(assertion1, "type", []any{"Assertion", "BadgeClass", "Issuer"}).set(assertion1, "badge", assertion1)
			return string(s.text(t, assertion1)), pages()
		}, "rejected origin.kind"},
		{"revoked as text", func(s site, pages func() verify.Pages) (string, verify.Pages) {
			return string(s.set(assertion1, "revoked", "true").text(t, assertion1)), pages()
		}, "rejected schema.type"},
		{"parts that are too large together", func(s site, pages func() verify.Pages) (string, verify.Pages) {
			long := strings.Repeat("x", 800<<10)
			s.set(assertion1, "narrative", long).set(class1, "description", long).set(issuer1, "description", long)
			return assertion1, pages()
		}, "rejected json.too_large"},
	}
}

func hostileSigned20Rows() []siteRow {
	const id = "urn:uuid:aaaaaaaa-2222-4333-8444-555555555555"
	return []siteRow{
		{"C-139 revoked by its own words", func(s site) { s.set("badge", "revoked", true) }, "rejected status.revoked"},
		{"a claim of the token in the words of 2.0", func(s site) {
			inner := s["badge"]
			s["badge"] = maps.Clone(inner)
			s.set("badge", "id", urn20).set("badge", "vc", inner)
		}, "rejected proof.transport"},
		{"C-142 list without an id", func(s site) { s[revoked1] = list20(nil) }, "accepted signature.valid"},
		{"C-142 listed, list without an id", func(s site) { s[revoked1] = list20(map[string]any{"revokedAssertions": []any{id}}) }, "rejected status.revoked"},
		{"C-142 list of another id", func(s site) { s[revoked1] = list20(map[string]any{"id": revoked1 + "0"}) }, "inconclusive origin.id"},
		{"C-142 list that is a message", func(s site) { s[revoked1] = map[string]any{"error": "try again"} }, "inconclusive origin.kind"},
		{"C-142 list is not a web address", func(s site) { s.set(issuer1, "revocationList", "urn:x:y") }, "inconclusive origin.address"},
		{"C-142 address of the list is empty", func(s site) { s.set(issuer1, "revocationList", "") }, "inconclusive origin.address"},
	}
}

// list20 is a list of revoked badges.
func list20(more map[string]any) map[string]any {
	l := map[string]any{"@context": badge.ContextOB2, "type": "RevocationList", "issuer": issuer1, "revokedAssertions": []any{}}
	maps.Copy(l, more)
	return l
}

func TestHostileSigned20(t *testing.T) {
	for _, row := range hostileSigned20Rows() {
		t.Run(row.name, func(t *testing.T) {
			s := newSignedSite(t).set(issuer1, "revocationList", revoked1)
			s[revoked1] = list20(map[string]any{"id": revoked1})
			row.edit(s)
			presented := sign20(t, rsaKey20(), `{"alg":"RS256"}`, s.text(t, "badge"))
			delete(s, "badge")
			r := judge20(t, presented, s.pages(t), verify.Config{})
			require.Equal(t, row.want, outcome20(r), r)
		})
	}
	t.Run("H24 nothing more is fetched for an issuer that is not accepted", func(t *testing.T) {
		s := newSignedSite(t).set(issuer1, "revocationList", revoked1)
		presented := sign20(t, rsaKey20(), `{"alg":"RS256"}`, s.text(t, "badge"))
		delete(s, "badge")
		web := &asked20{pages: s.pages(t)}
		r := judge20(t, presented, web, verify.Config{Trust: verify.Issuers(evil20)})
		require.Equal(t, "rejected trust.unlisted", outcome20(r))
		require.Equal(t, []string{class1, issuer1}, web.urls)
	})
	t.Run("nothing is fetched for a badge whose own structure fails", func(t *testing.T) {
		for name, edit := range map[string]func(badge map[string]any){
			"no class":        func(b map[string]any) { delete(b, "badge") },
			"no date":         func(b map[string]any) { b["issuedOn"] = "yesterday" },
			"revoked as text": func(b map[string]any) { b["revoked"] = "true" },
		} {
			s := newSignedSite(t).set(issuer1, "revocationList", revoked1)
			edit(s["badge"])
			presented := sign20(t, rsaKey20(), `{"alg":"RS256"}`, s.text(t, "badge"))
			delete(s, "badge")
			web := &asked20{pages: s.pages(t)}
			r := judge20(t, presented, web, verify.Config{})
			require.Equal(t, verify.StageStructure, r.Decisive().Stage, name)
			require.Equal(t, verify.Rejected, r.Verdict(), name)
			require.Empty(t, web.urls, name)
			for _, stage := range []verify.Stage{verify.StageKey, verify.StageSignature, verify.StageStatus} {
				requireCheck(t, r, stage, verify.Skipped, "verify.blocked")
			}
		}
	})
	t.Run("J42 keys pinned for another issuer", func(t *testing.T) {
		s := newSignedSite(t)
		presented := sign20(t, rsaKey20(), `{"alg":"RS256"}`, s.text(t, "badge"))
		delete(s, "badge")
		delete(s[issuer1], "publicKey")
		pinned, err := key.Parse([]byte(pem20(t, rsaKey20())))
		require.NoError(t, err)
		r := judge20(t, presented, s.pages(t), verify.Config{Keys: map[string][]key.Key{evil20: pinned}})
		require.Equal(t, "rejected key.unnamed", outcome20(r))
	})
}

// An endorsement of the class counts at the issuer as well; one of what the
// badge does not name is reported with the place of that claim.
func TestEndorsement20OfAnother(t *testing.T) {
	const at = old20 + "/endorsements/1"
	s := newSite(t).set(issuer1, "endorsement", at)
	s[at] = map[string]any{"@context": badge.ContextOB2, "type": "Endorsement", "id": at, "issuer": issuer1, "issuedOn": "2026-09-01T10:00:00Z",
		"claim": map[string]any{"id": class1}, "verification": map[string]any{"type": "HostedBadge"}}
	r := judge20(t, s.text(t, assertion1), s.pages(t), verify.Config{})
	require.Equal(t, "accepted origin.hosted", outcome20(r))
	require.Equal(t, "/badge", r.Embedded()[0].About)

	s.set(at, "claim", map[string]any{"id": class1 + "/another"})
	r = judge20(t, s.text(t, assertion1), s.pages(t), verify.Config{})
	require.Equal(t, "accepted origin.hosted", outcome20(r))
	inside := r.Embedded()[0].Report.Decisive()
	require.Equal(t, []string{"endorsement.subject", "/claim"}, []string{inside.Code, inside.Path})
}

// asked20 notes what is fetched.
type asked20 struct {
	pages verify.Pages
	urls  []string
}

func (a *asked20) Fetch(ctx context.Context, req verify.Request) (verify.Response, error) {
	a.urls = append(a.urls, req.URL)
	return a.pages.Fetch(ctx, req)
}

// A badge is not to blame for what the host of a linked endorsement does.
func TestHostileEndorsement20(t *testing.T) {
	const at = "https://other.example/endorsements/1"
	for _, row := range []struct {
		name, link, code string
		page             verify.Response
	}{
		{"withdrawn", at, "endorsement.lapsed", verify.Response{Status: 410}},
		{"another kind of document", at, "endorsement.unknown", verify.Response{Body: []byte(`{"@context":"https://w3id.org/openbadges/v2","type":"Issuer","id":"` + at + `"}`)}},
		{"another id", at, "endorsement.unknown", verify.Response{Body: []byte(`{"@context":"https://w3id.org/openbadges/v2","type":"Endorsement","id":"` + at + `0"}`)}},
		{"over http", "http://other.example/e", "endorsement.unknown", verify.Response{}},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newSite(t).set(class1, "endorsement", row.link)
			pages := s.pages(t)
			pages[at] = row.page
			r := judge20(t, s.text(t, assertion1), pages, verify.Config{})
			require.Equal(t, "accepted origin.hosted", outcome20(r))
			requireCheck(t, r, verify.StageEndorsement, verify.Warned, row.code)
			require.NotEqual(t, verify.Accepted, r.Embedded()[0].Report.Verdict())
		})
	}
}
