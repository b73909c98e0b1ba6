package verify_test

import (
	"bytes"
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/bake"
	"github.com/openbadges-go/openbadges/verify"
)

// differing returns the messages about a copy that differs.
func differing(t *testing.T, r *verify.Report) (reported []string) {
	for _, c := range r.Checks() {
		if c.Code == "origin.differs" || c.Code == "origin.awarded" {
			require.Equal(t, verify.Warned, c.Outcome)
			reported = append(reported, c.Message)
		}
	}
	return reported
}

func plainHTTP(address string) string { return strings.Replace(address, "https", "http", 1) }

// plainSite publishes at https URLs a badge that has the http URLs as ids.
func plainSite(t *testing.T) site {
	s := newSite(t)
	for _, at := range []string{assertion1, class1, issuer1} {
		s.set(at, "id", plainHTTP(at))
	}
	return s.set(assertion1, "badge", plainHTTP(class1)).set(class1, "issuer", plainHTTP(issuer1))
}

// RE-34: a badge of plain http URLs counts where its host confirms it over
// https, and is otherwise not decided.
func TestPlainHTTP(t *testing.T) {
	plain, secure := verify.Issuers(plainHTTP(issuer1)), verify.Issuers(issuer1)
	for name, row := range map[string]struct {
		edit  func(site) string // returns what is presented
		trust verify.Trust
		want  string
	}{
		"moved":                   {func(s site) string { return assertion1 }, plain, "accepted origin.hosted"},
		"trusted by its https id": {func(s site) string { return assertion1 }, secure, "accepted origin.hosted"},
		"default port": {func(s site) string {
			s.set(assertion1, "badge", strings.Replace(plainHTTP(class1), ".example", ".example:80", 1))
			return assertion1
		}, secure, "accepted origin.hosted"},
		"another port": {func(s site) string {
			s.set(assertion1, "badge", "http://badges.school.example:8080/classes/1")
			return assertion1
		}, secure, "inconclusive origin.plain_http"},
		"class has another id": {func(s site) string { s.set(class1, "id", plainHTTP(class1)+"x"); return assertion1 }, secure, "inconclusive origin.plain_http"},
		"class is missing":     {func(s site) string { delete(s, class1); return assertion1 }, secure, "inconclusive origin.plain_http"},
		"not trusted":          {func(s site) string { return assertion1 }, verify.Issuers("http://badges.school.example/other"), "rejected trust.unlisted"},
		"another host": {func(s site) string {
			s["https://evil.example/1"] = maps.Clone(s[assertion1])
			s.set("https://evil.example/1", "id", "http://evil.example/1")
			return "https://evil.example/1"
		}, secure, "rejected origin.scope"},
	} {
		t.Run(name, func(t *testing.T) {
			s := plainSite(t)
			at := row.edit(s)
			pages := s.pages(t)
			r := judge20(t, s.text(t, at), pages, verify.Config{Trust: row.trust})
			require.Equal(t, row.want, outcome20(r), r)
			if r.Verdict() == verify.Accepted {
				requireCheck(t, r, verify.StageOrigin, verify.Warned, "origin.moved")
				require.Equal(t, verify.BindingHosted, r.Binding())
			}
		})
	}
	t.Run("redirect to another host", func(t *testing.T) {
		s := plainSite(t)
		pages := s.pages(t)
		pages[assertion1] = verify.Response{Body: pages[assertion1].Body, URL: "https://evil.example/1"}
		require.Equal(t, "inconclusive origin.plain_http", outcome20(judge20(t, s.text(t, assertion1), pages, verify.Config{})))
	})
	t.Run("gone", func(t *testing.T) {
		s := plainSite(t)
		pages := s.pages(t)
		pages[assertion1] = verify.Response{Status: 410}
		require.Equal(t, "inconclusive origin.plain_http", outcome20(judge20(t, s.text(t, assertion1), pages, verify.Config{})))
	})
	t.Run("offline", func(t *testing.T) {
		require.Equal(t, "inconclusive fetch.offline", outcome20(judge20(t, plainSite(t).text(t, assertion1), nil, verify.Config{})))
	})
	t.Run("by its http URL", func(t *testing.T) {
		v, err := verify.New(verify.Config{Trust: secure, Fetcher: plainSite(t).pages(t), Now: day20})
		require.NoError(t, err)
		r, err := v.VerifyAt(t.Context(), plainHTTP(assertion1))
		require.NoError(t, err, r)
	})
}

const oldest = `{"recipient":"noor@student.example","issued_on":"2026-05-28","badge":{"version":"0.5.0","name":"Soldering","description":"Solders.","image":"/i.png","criteria":"/c","issuer":{"origin":"https://badges.school.example","name":"The School"}}}`

// AllowHTTP asks a host over https first, and over http what https does not have.
func TestPlainHTTPAllowed(t *testing.T) {
	s := plainSite(t)
	pages := s.pages(t)
	for _, at := range []string{assertion1, class1, issuer1} {
		forged := bytes.ReplaceAll(pages[at].Body, []byte("Soldering"), []byte("Brazing"))
		pages[plainHTTP(at)] = verify.Response{Body: forged}
	}
	config := verify.Config{Trust: verify.Issuers(plainHTTP(issuer1)), Compat: verify.AllowHTTP}
	name := func() string {
		r := judge20(t, s.text(t, assertion1), pages, config)
		require.Equal(t, "accepted origin.hosted", outcome20(r), r)
		view, _ := r.Verified()
		return view.Subject.Achievement.Name
	}
	require.Equal(t, "Soldering", name())
	delete(pages, class1)
	require.Equal(t, "Brazing", name())
	pages[class1] = verify.Response{Body: []byte("<html>")}
	require.Equal(t, "Brazing", name())
	pages[assertion1] = verify.Response{Status: 410}
	require.Equal(t, "inconclusive origin.plain_http", outcome20(judge20(t, s.text(t, assertion1), pages, config)))
	delete(pages, assertion1)
	pages[plainHTTP(assertion1)] = verify.Response{Status: 410}
	require.Equal(t, "rejected status.revoked", outcome20(judge20(t, s.text(t, assertion1), pages, config)))
}

// RE-35: the origin of an issuer of Open Badges 0.5 is its id.
func TestOldestBadges(t *testing.T) {
	const origin, evil = "https://badges.school.example", "https://evil.example/1"
	for name, row := range map[string]struct{ at, text, want string }{
		"own origin":     {assertion1, oldest, "accepted origin.hosted"},
		"http origin":    {assertion1, strings.Replace(oldest, origin, plainHTTP(origin), 1), "accepted origin.hosted"},
		"foreign origin": {evil, oldest, "rejected origin.scope"},
		"other port":     {assertion1, strings.Replace(oldest, origin, origin+":8443", 1), "rejected origin.scope"},
		"own id":         {evil, strings.Replace(oldest, `"origin":"https://badges.school.example"`, `"id":"`+origin+`","origin":"https://evil.example"`, 1), "rejected trust.unlisted"},
		"own limits": {evil, strings.Replace(oldest, `"name":"The School"`,
			`"name":"The School","verification":{"startsWith":["https://evil.example/"],"allowedOrigins":["evil.example"]}`, 1), "rejected origin.scope"},
		"no origin": {assertion1, strings.Replace(oldest, "origin", "place", 1), "inconclusive origin.scope"},
		"no class":  {assertion1, `{"recipient":"noor@student.example","badge":{}}`, "rejected origin.address"},
	} {
		t.Run(name, func(t *testing.T) {
			v, err := verify.New(verify.Config{Trust: verify.Issuers(origin), Fetcher: verify.Pages{row.at: {Body: []byte(row.text)}}, Now: day20})
			require.NoError(t, err)
			r, _ := v.VerifyAt(t.Context(), row.at)
			require.Equal(t, row.want, outcome20(r), r)
			if r.Verdict() == verify.Accepted {
				c, _ := r.Verified()
				require.Equal(t, old20+"/c", c.Subject.Achievement.Criteria.ID)
			}
		})
	}
}

// RE-36: badges of 1.1 by their own rules; the same in 2.0 is judged by those of
// 2.0.
func TestOldHabits(t *testing.T) {
	const good = "accepted origin.hosted"
	for name, row := range map[string]struct {
		edit     func(site)
		ob1, ob2 string
		code     string // of a warning in 1.1
	}{
		"date alone":         {func(s site) { s.set(assertion1, "issuedOn", "2026-09-01") }, good, "rejected schema.format", ""},
		"no zone":            {func(s site) { s.set(assertion1, "issuedOn", "2026-09-01T10:00:00") }, good, good, "date.zone"},
		"offset":             {func(s site) { s.set(assertion1, "issuedOn", "2026-09-01T10:00:00+0800") }, good, good, ""},
		"ended as month":     {func(s site) { s.set(assertion1, "expires", "2026-10") }, "rejected time.expired", "rejected schema.format", ""},
		"ended as Unix time": {func(s site) { s.set(assertion1, "expires", "1790000000") }, "rejected time.expired", "rejected schema.format", ""},
		"ended as offset":    {func(s site) { s.set(assertion1, "expires", "2026-10-01T19:00:00+0800") }, "rejected time.expired", "rejected time.expired", ""},
		"end in words":       {func(s site) { s.set(assertion1, "expires", "never") }, "rejected schema.format", "rejected schema.format", ""},
		"no end":             {func(s site) { s.set(assertion1, "expires", nil) }, good, good, "member.null"},
		"hashed as text": {func(s site) {
			s.set(assertion1, "recipient", map[string]any{"type": []any{"email"}, "hashed": "False", "identity": "noor@student.example", "salt": nil})
		}, good, good, "member.form"},
	} {
		for _, version := range []string{"v1", "v2"} {
			t.Run(name+" "+version, func(t *testing.T) {
				s, want := newSite(t), row.ob1
				if version == "v2" {
					want = row.ob2
				}
				for _, at := range []string{assertion1, class1, issuer1} {
					s.set(at, "@context", "https://w3id.org/openbadges/"+version)
				}
				row.edit(s)
				r := judge20(t, s.text(t, assertion1), s.pages(t), verify.Config{})
				require.Equal(t, want, outcome20(r), r)
				if version == "v1" && row.code != "" {
					require.Contains(t, codesOf(r), row.code)
				}
			})
		}
	}
	for version, want := range map[string]bool{"v1": false, "v2": true} {
		s := newSite(t).set(issuer1, "@context", "https://w3id.org/openbadges/"+version)
		delete(s[issuer1], "email")
		r := judge20(t, s.text(t, assertion1), s.pages(t), verify.Config{})
		require.Equal(t, want, strings.Contains(strings.Join(codesOf(r), " "), "issuer.incomplete"), version)
	}
}

// RE-36: the contexts and types of drafts of 1.1, and other spellings of contexts.
func TestOldContexts(t *testing.T) {
	for _, context := range []string{
		"https://w3id.org/openbadges/v1", "https://w3id.org/openbadges/v1/", "https://openbadgespec.org/v1", "https://openbadgespec.org/v1/context.json",
		"http://standard.openbadges.org/1.1/context", "http://standard.openbadges.org/1.1/context.json",
	} {
		s := newSite(t)
		for at, typ := range map[string]string{assertion1: "assertion", class1: "badgeclass", issuer1: "issuer"} {
			s.set(at, "@context", context).set(at, "@type", typ).set(at, "@id", at)
			delete(s[at], "type")
			delete(s[at], "id")
		}
		r := judge20(t, s.text(t, assertion1), s.pages(t), verify.Config{Conformance: verify.ConformanceRequired})
		require.Equal(t, "accepted origin.hosted", outcome20(r), "%s: %s", context, r)
	}
	s := newSite(t).set(assertion1, "@context", "https://w3id.org/openbadges/v2/")
	require.Equal(t, "accepted origin.hosted", outcome20(judge20(t, s.text(t, assertion1), s.pages(t), verify.Config{})))
	for _, context := range []string{"https://w3id.org/openbadges/v9", "https://evil.example/openbadges/v2", "https://w3id.org/openbadges/v2.json"} {
		s := newSite(t).set(assertion1, "@context", context)
		require.NotEqual(t, verify.Accepted, judge20(t, s.text(t, assertion1), s.pages(t), verify.Config{}).Verdict(), context)
	}
}

// N05: a byte order mark is a warning, in the copy and in every page.
func TestByteOrderMarks(t *testing.T) {
	for _, at := range []string{assertion1, class1, issuer1} {
		s := newSite(t)
		pages := s.pages(t)
		pages[at] = verify.Response{Body: append([]byte("\ufeff"), pages[at].Body...)}
		r := judge20(t, s.text(t, assertion1), pages, verify.Config{Conformance: verify.ConformanceRequired})
		require.Equal(t, "accepted origin.hosted", outcome20(r), r)
		require.Contains(t, codesOf(r), "json.bom")
		r = judge20(t, pages[at].Body, pages, verify.Config{})
		require.NotContains(t, codesOf(r), "origin.differs", at)
	}
	s := newSignedSite(t)
	token := sign20(t, rsaKey20(), `{"alg":"RS256"}`, s.text(t, "badge"))
	require.Equal(t, "rejected json.bom", outcome20(judge20(t, append([]byte("\ufeff"), token...), s.pages(t), verify.Config{})))
}

// null counts as a missing member, and is a departure.
func TestNullDeparts(t *testing.T) {
	s := newSite(t).set(assertion1, "expires", nil)
	r := judge20(t, s.text(t, assertion1), s.pages(t), verify.Config{})
	require.Equal(t, "accepted origin.hosted", outcome20(r))
	require.Equal(t, "member.null /expires", r.Departures()[0].Code+" "+r.Departures()[0].Path)
	r = judge20(t, s.text(t, assertion1), s.pages(t), verify.Config{Conformance: verify.ConformanceRequired})
	require.Equal(t, "rejected member.null", outcome20(r))
}

func codesOf(r *verify.Report) (codes []string) {
	for _, c := range r.Checks() {
		codes = append(codes, c.Code)
	}
	return codes
}

// RE-38: the page of a badge can be the picture that the badge is baked into,
// and a picture of the Backpack leads to the original.
func TestBakedPage(t *testing.T) {
	picture := []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>`)
	baked := func(text []byte, id string) []byte {
		var out bytes.Buffer
		require.NoError(t, bake.Embed(&out, bytes.NewReader(picture), bake.Payload{Slot: bake.OB2, Data: text, URL: id}, bake.Options{}))
		return out.Bytes()
	}
	s := newSite(t)
	pages := s.pages(t)
	pages[assertion1] = verify.Response{Body: baked(s.text(t, assertion1), assertion1)}
	require.Equal(t, "accepted origin.hosted", outcome20(judge20(t, s.text(t, assertion1), pages, verify.Config{})))
	require.Equal(t, "accepted origin.hosted", outcome20(judge20(t, []byte(assertion1), pages, verify.Config{})))

	foreign := newSite(t).set(assertion1, "id", old20+"/assertions/2")
	pages[assertion1] = verify.Response{Body: baked(foreign.text(t, assertion1), old20+"/assertions/2")}
	require.Equal(t, "inconclusive origin.unreadable", outcome20(judge20(t, s.text(t, assertion1), pages, verify.Config{})))

	three := `{"@context":["` + badge.ContextVC2 + `","` + badge.ContextOB3 + `"],"id":"` + assertion1 + `","type":["VerifiableCredential","AchievementCredential"],"issuer":"` + issuer1 + `"}`
	token := b64(`{"alg":"RS256"}`) + "." + b64(string(s.text(t, assertion1))) + "." + b64("signature")
	for _, text := range []string{three, token} {
		var out bytes.Buffer
		payload := bake.Payload{Slot: bake.OB3, Data: []byte(text)}
		if text == token {
			payload.Slot = bake.OB2
		}
		require.NoError(t, bake.Embed(&out, bytes.NewReader(picture), payload, bake.Options{}))
		pages[assertion1] = verify.Response{Body: out.Bytes()}
		require.Equal(t, "inconclusive origin.unreadable", outcome20(judge20(t, s.text(t, assertion1), pages, verify.Config{})), text)
	}

	original := `{"uid":"1","recipient":{"type":"email","hashed":false,"identity":"noor@student.example"},"badge":"` + class1 + `","verify":{"type":"hosted","url":"` + assertion1 + `"},"issuedOn":1780000000}`
	copied := `{"uid":"1","recipient":"noor@student.example","verify":{"type":"hosted","url":"` + assertion1 + `"},"issued_on":1780000000,
		"badge":{"name":"Soldering","_location":"` + class1 + `","issuer":{"origin":"https://evil.example","name":"The School","_location":"` + issuer1 + `"}}}`
	pages[assertion1] = verify.Response{Body: []byte(original)}
	r := judge20(t, []byte(copied), pages, verify.Config{})
	require.Equal(t, "accepted origin.hosted", outcome20(r), r)
	c, _ := r.Verified()
	require.Equal(t, badge.DateTime("2026-05-28T20:26:40Z"), c.ValidFrom)
}
