package main

import (
	"crypto"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/presentation"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// asking is a site that asks holders, with a holder and the clock of both.
type asking struct {
	*served
	world *verifytest.World
	clock atomic.Int64 // seconds after the time of the badges
	by    key.Signer
	did   string
	badge *badge.Document // of the holder
}

func newAsking(t *testing.T) *asking {
	a := &asking{served: newServed(t), world: verifytest.New(t)}
	start, err := time.Parse(time.RFC3339, now)
	require.NoError(t, err)
	a.site.now = func() time.Time { return start.Add(time.Duration(a.clock.Load()) * time.Second) }
	a.site.challenges.now = a.site.now
	v, err := verify.New(verify.Config{Trust: verify.AnyIssuer(), Fetcher: a.web(), Now: a.site.now})
	require.NoError(t, err)
	c := &checker{options: newOptions(), verifier: v}
	a.site.check = c.asked
	a.by, a.did = holderOf(t, a.world.Key("holder", proof.EdDSA))
	a.badge = a.awarded(a.did)
	return a
}

// web is what the schools of the desk publish.
func (a *asking) web() verify.Fetcher {
	return verify.Pages{didPage: {Body: a.file("pages/school.json")}}
}

// holderOf returns a signer and its DID.
func holderOf(t *testing.T, secret crypto.Signer) (key.Signer, string) {
	public, err := key.FromPublic(secret.Public())
	require.NoError(t, err)
	did := "did:key:" + public.Multikey()
	return key.Signer{Key: secret, Method: did + "#" + public.Multikey()}, did
}

func (a *asking) awarded(to string) *badge.Document {
	c := verifytest.Badge()
	c.Subject.ID = to
	return a.world.Issue(a.world.Issuer("school.example", proof.EdDSARDFC2022), c)
}

// endorsed is an endorsement of the holder by the school.
func (a *asking) endorsed() *badge.Document {
	doc, err := badge.Parse([]byte(`{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
		"id":"https://school.example/endorsements/1","type":["VerifiableCredential","EndorsementCredential"],"issuer":{"id":"` + school + `","type":["Profile"]},
		"validFrom":"2026-01-01T00:00:00Z","credentialSubject":{"id":"` + a.did + `","type":["EndorsementSubject"],"endorsementComment":"Careful with the laser."}}`))
	require.NoError(a.t, err)
	signed, err := proof.Sign(a.t.Context(), doc, proof.EdDSARDFC2022, key.Signer{Key: a.world.Key("school.example", proof.EdDSARDFC2022), Method: school + "#key-1"}, proof.Options{})
	require.NoError(a.t, err)
	return signed
}

// say sends a message to the exchange.
func (a *asking) say(message string) (int, string) {
	a.t.Helper()
	answer, text := a.post(pathExchange, "application/json", strings.NewReader(message))
	return answer.StatusCode, text
}

// ask asks the site for a request.
func (a *asking) ask() presentation.Request {
	a.t.Helper()
	status, text := a.say(`{}`)
	require.Equal(a.t, http.StatusOK, status, text)
	request, err := presentation.ParseRequest([]byte(text))
	require.NoError(a.t, err)
	return request
}

// answer makes a presentation of badges for a request.
func (a *asking) answer(r presentation.Request, badges ...*badge.Document) string {
	a.t.Helper()
	made, err := presentation.Make(a.t.Context(), badges, a.by, presentation.Options{Challenge: r.Challenge, Domain: r.Domain,
		Channel: a.url + pathExchange, Scheme: proof.EdDSARDFC2022, Created: a.site.now()})
	require.NoError(a.t, err)
	return string(made.Bytes())
}

// outcome is what came of an answer.
func (a *asking) outcome(presented string) exchanged {
	a.t.Helper()
	status, text := a.say(`{"verifiablePresentation":` + presented + `}`)
	require.Equal(a.t, http.StatusOK, status, text)
	require.NoError(a.t, describedBy(a.t, a.url).answered("POST", pathExchange, status, "application/json", text), text)
	var out exchanged
	require.NoError(a.t, json.Unmarshal([]byte(text), &out))
	return out
}

type exchanged struct {
	Verified bool
	Holder   string
	Result   line
}

// A holder answers a request once, and the report says that it is the recipient.
func TestServeExchange(t *testing.T) {
	a := newAsking(t)
	request := a.ask()
	require.Equal(t, a.url, request.Domain)
	shown, err := request.Match(a.did, proof.EdDSARDFC2022, []*badge.Document{a.signed, a.badge})
	require.NoError(t, err)
	require.Equal(t, []*badge.Document{a.badge}, shown, "not the badge of somebody else")
	presented := a.answer(request, shown...)
	out := a.outcome(presented)
	require.True(t, out.Verified, out.Result.Message)
	require.Equal(t, a.did, out.Holder)
	again := a.outcome(presented)
	require.False(t, again.Verified)
	require.Empty(t, again.Holder)
	require.Equal(t, verify.CodeRecipientReplayed, again.Result.Code)

	body, mediaType := a.formOf("text", a.answer(a.ask(), a.badge))
	_, page := a.post("/?lang=nl", mediaType, body)
	require.Contains(t, page, "De houder heeft bewezen de ontvanger te zijn.")
	_, text := a.post("/verify", "application/json", strings.NewReader(a.answer(a.ask(), a.badge)))
	require.Contains(t, text, `"verdict":"accepted"`)
	require.Contains(t, text, verify.CodeRecipientHolder)
	_, text = a.post("/verify", "application/json", strings.NewReader(presented))
	require.Contains(t, text, verify.CodeRecipientReplayed, "wherever it is sent")
}

// The page has a request for the holder, and the interaction URL the address of
// the exchange.
func TestServeInteraction(t *testing.T) {
	a := newAsking(t)
	_, page := a.get("/")
	require.Contains(t, page, `id="request"`)
	require.Contains(t, page, "verifiablePresentationRequest")
	answer, text := a.get(pathExchange + "?iuv=1")
	require.Equal(t, http.StatusOK, answer.StatusCode)
	require.JSONEq(t, `{"protocols":{"vcapi":"`+a.url+`/exchange"}}`, text)
	answer, _ = a.get(pathExchange)
	require.Equal(t, http.StatusNotFound, answer.StatusCode)
}

// A key binding answers a request like a presentation does.
func TestServeExchangeOfSDJWT(t *testing.T) {
	a := newAsking(t)
	public, err := key.FromPublic(a.by.Key.Public())
	require.NoError(t, err)
	claims, err := badge.Parse([]byte(`{"iss":"` + school + `","vct":"urn:example:course","title":"Drawing","nbf":1767225600,"cnf":{"jwk":` + string(public.JWK()) + `}}`))
	require.NoError(t, err)
	issued, err := proof.Sign(t.Context(), claims, proof.EdDSA, key.Signer{Key: a.world.Key("school.example", proof.EdDSARDFC2022), Method: school + "#key-1"}, proof.Options{Type: "dc+sd-jwt"})
	require.NoError(t, err)
	for shift, verified := range map[time.Duration]bool{0: true, -2 * time.Minute: false} {
		request := a.ask()
		bound, err := proof.Bind(t.Context(), issued, proof.EdDSA, a.by, proof.Options{Challenge: request.Challenge, Domain: request.Domain, Created: a.site.now().Add(shift)})
		require.NoError(t, err)
		out := a.outcome(`"` + string(bound.Bytes()) + `"`)
		require.Equal(t, verified, out.Verified, out.Result.Message)
		if verified {
			require.Equal(t, verify.CodeRecipientReplayed, a.outcome(`"`+string(bound.Bytes())+`"`).Result.Code)
		} else {
			require.Equal(t, verify.CodeTimeWindow, out.Result.Code)
		}
	}
}

// An answer that is late, for others or not by the recipient proves nothing.
func TestServeExchangeRefuses(t *testing.T) {
	for name, row := range map[string]struct {
		answer func(a *asking, r presentation.Request) string
		code   string
	}{
		"in the last second": {func(a *asking, r presentation.Request) string { a.clock.Add(600); return a.answer(r, a.badge) }, ""},
		"late":               {func(a *asking, r presentation.Request) string { a.clock.Add(601); return a.answer(r, a.badge) }, verify.CodeTimeWindow},
		"made before it was asked for": {func(a *asking, r presentation.Request) string {
			a.clock.Add(-90)
			defer a.clock.Add(90)
			return a.answer(r, a.badge)
		}, verify.CodeTimeWindow},
		"for another verifier": {func(a *asking, r presentation.Request) string {
			r.Domain = "http://localhost:1"
			made, err := presentation.Make(a.t.Context(), []*badge.Document{a.badge}, a.by, presentation.Options{Challenge: r.Challenge, Domain: r.Domain,
				Channel: r.Domain, Scheme: proof.EdDSARDFC2022, Created: a.site.now()})
			require.NoError(a.t, err)
			return string(made.Bytes())
		}, "proof.domain"},
		"the badge changed": {func(a *asking, r presentation.Request) string {
			return strings.Replace(a.answer(r, a.badge), "Laser cutting", "Laser-cutting", 1)
		}, "proof.signature"},
		"the challenge of another presentation put in": {func(a *asking, r presentation.Request) string {
			old := a.ask()
			return strings.ReplaceAll(a.answer(old, a.badge), old.Challenge, r.Challenge)
		}, "proof.signature"},
		"a proof with it beside the one that is good": {func(a *asking, r presentation.Request) string {
			text := a.answer(a.ask(), a.badge)
			doc, err := badge.Parse([]byte(text))
			require.NoError(a.t, err)
			good := doc.Root().Member("proof").Raw() // a list
			return strings.Replace(text, good, `[{"type":"DataIntegrityProof","challenge":"`+r.Challenge+`"},`+good[1:], 1)
		}, "proof.challenge"},
		"a badge of somebody else": {func(a *asking, r presentation.Request) string {
			by, _ := holderOf(a.t, a.world.Key("thief", proof.EdDSA))
			a.by, a.did = by, by.Method
			return stolen(a, r)
		}, verify.CodePresentationRefused},
		"no badge": {func(a *asking, r presentation.Request) string { return a.answer(r) }, codeUnmet},
		"a badge of another issuer than it asks for": {func(a *asking, r presentation.Request) string {
			a.site.issuers = []string{"did:web:other.example"}
			return a.answer(r, a.badge)
		}, codeUnmet},
		"an endorsement in place of a badge": {func(a *asking, r presentation.Request) string {
			return a.answer(r, a.endorsed())
		}, codeUnmet},
		"an endorsement beside a badge": {func(a *asking, r presentation.Request) string {
			return a.answer(r, a.endorsed(), a.badge)
		}, ""},
		"a badge of the issuer that it asks for": {func(a *asking, r presentation.Request) string {
			a.site.issuers = []string{school}
			return a.answer(r, a.badge)
		}, ""},
		"the badge alone": {func(a *asking, r presentation.Request) string { return string(a.badge.Bytes()) }, codeChallenge},
		"a challenge of another site": {func(a *asking, r presentation.Request) string {
			r.Challenge = newAsking(a.t).ask().Challenge
			return a.answer(r, a.badge)
		}, codeChallenge},
		"a challenge of nobody": {func(a *asking, r presentation.Request) string { r.Challenge = "6a1f9c"; return a.answer(r, a.badge) }, codeChallenge},
		"a challenge with a later time": {func(a *asking, r presentation.Request) string {
			r.Challenge = "AAAAAP" + r.Challenge[6:]
			return a.answer(r, a.badge)
		}, codeChallenge},
		"a challenge with padding":   {func(a *asking, r presentation.Request) string { r.Challenge += "="; return a.answer(r, a.badge) }, codeChallenge},
		"nothing":                    {func(*asking, presentation.Request) string { return "null" }, codeMessage},
		"a list":                     {func(a *asking, r presentation.Request) string { return "[" + a.answer(r, a.badge) + "]" }, codeMessage},
		"a text that is not a token": {func(*asking, presentation.Request) string { return `"https://evil.example/"` }, codeMessage},
		"another member beside it":   {func(a *asking, r presentation.Request) string { return a.answer(r, a.badge) + `,"challenge":"x"` }, codeMessage},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAsking(t)
			presented := row.answer(a, a.ask())
			status, text := a.say(`{"verifiablePresentation":` + presented + `}`)
			switch {
			case row.code == "":
				require.Contains(t, text, `{"verified":true,`)
			case strings.HasPrefix(row.code, "request."):
				require.Equal(t, http.StatusBadRequest, status)
				require.Contains(t, text, row.code)
			default:
				require.Equal(t, http.StatusOK, status)
				require.Contains(t, text, `{"verified":false,`)
				require.Contains(t, text, `"`+row.code+`"`)
			}
		})
	}
}

// stolen is a presentation by the holder with a badge that the library does not
// put into one.
func stolen(a *asking, r presentation.Request) string {
	vp := `{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"verifiableCredential":[` + string(a.badge.Bytes()) + `]}`
	doc, err := badge.Parse([]byte(vp))
	require.NoError(a.t, err)
	made, err := proof.Sign(a.t.Context(), doc, proof.EdDSARDFC2022, a.by, proof.Options{Challenge: r.Challenge, Domain: r.Domain, Created: a.site.now(), Authentication: true})
	require.NoError(a.t, err)
	return string(made.Bytes())
}

// Many send one answer at a time, and one of them is accepted.
func TestServeExchangeOnce(t *testing.T) {
	a := newAsking(t)
	presented := a.answer(a.ask(), a.badge)
	var good atomic.Int32
	var all sync.WaitGroup
	for range 12 {
		all.Go(func() {
			if a.outcome(presented).Verified {
				good.Add(1)
			}
		})
	}
	all.Wait()
	require.Equal(t, int32(1), good.Load())
}

// Answered challenges are remembered for as long as they could be answered
// again, and no more of them than the limit.
func TestChallenges(t *testing.T) {
	at := time.Unix(1_800_000_000, 0)
	c := newChallenges(func() time.Time { return at })
	first := c.issue()
	require.NotEqual(t, first, c.issue())
	from, ours := c.issued(first)
	require.True(t, ours)
	require.Equal(t, at, from)
	for i := range first {
		changed := []byte(first)
		changed[i] ^= 1
		_, ours := c.issued(string(changed))
		require.False(t, ours, "changed at %d", i)
	}
	require.True(t, c.spend(first))
	for range 10 {
		require.False(t, c.spend(first))
		at = at.Add(challengeTime / 10)
	}
	at = at.Add(time.Second)
	require.True(t, c.spend(c.issue()))
	require.False(t, c.spend(first), "just turned")
	for range 3 {
		at = at.Add(challengeTime + time.Second)
		require.True(t, c.spend(c.issue()))
	}
	require.Len(t, c.spent, 1)
	require.Len(t, c.before, 1)
	for i := range maxSpent {
		c.spend(fmt.Sprint(i))
	}
	require.Len(t, c.spent, maxSpent)
	require.False(t, c.spend(c.issue()), "there is no room to remember it")
}
