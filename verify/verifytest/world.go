// Package verifytest is a small world in memory for tests: issuers with keys, a
// web that publishes them, and a clock that moves only when set.
//
//	world := verifytest.New(t)
//	school := world.Issuer("school.example", proof.EdDSARDFC2022)
//	badge := world.Issue(school, verifytest.Badge())
//	verifier := world.Verifier(verify.Issuers("did:web:school.example"))
//	report, err := verifier.Verify(t.Context(), badge.Bytes())
package verifytest

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/verify"
)

// World holds a clock, a web and the keys of issuers. It is a verify.Fetcher
// and is safe for concurrent use.
type World struct {
	t     testing.TB
	mu    sync.Mutex
	now   time.Time
	pages verify.Pages
	hits  map[string]int
	keys  map[string]crypto.Signer
}

// New returns a world with the clock at noon (UTC) on 1 October 2026.
func New(t testing.TB) *World {
	return &World{t: t, now: time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC),
		pages: verify.Pages{}, hits: map[string]int{}, keys: map[string]crypto.Signer{}}
}

// Now reads the clock.
func (w *World) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// SetNow moves the clock.
func (w *World) SetNow(now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = now
}

// Publish puts a page on the web.
func (w *World) Publish(url string, body []byte) {
	w.Answer(url, verify.Response{Status: 200, Body: body})
}

// Answer sets how the web answers for a URL.
func (w *World) Answer(url string, r verify.Response) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pages[url] = r
}

// Hits returns how often a URL was requested; "" counts all requests.
func (w *World) Hits(url string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	if url != "" {
		return w.hits[url]
	}
	sum := 0
	for _, n := range w.hits {
		sum += n
	}
	return sum
}

// Fetch answers from the pages of this world.
func (w *World) Fetch(ctx context.Context, req verify.Request) (verify.Response, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.hits[req.URL]++
	return w.pages.Fetch(ctx, req)
}

// Key returns the private key of that name for a scheme. One world always
// returns the same key; except for RSA, every world does.
func (w *World) Key(name string, scheme proof.Scheme) crypto.Signer {
	w.mu.Lock()
	defer w.mu.Unlock()
	id := string(scheme) + " " + name
	if w.keys[id] == nil {
		w.keys[id] = w.newKey(id, scheme)
	}
	return w.keys[id]
}

func (w *World) newKey(id string, scheme proof.Scheme) crypto.Signer {
	seed := sha256.Sum256([]byte(id))
	var key crypto.Signer
	var err error
	switch scheme {
	case proof.RS256, proof.PS256:
		key, err = rsa.GenerateKey(rand.Reader, 2048)
	case proof.ES256, proof.ECDSARDFC2019, proof.ECDSAJCS2019, proof.ECDSASD2023:
		key, err = ecdsa.ParseRawPrivateKey(elliptic.P256(), seed[:])
	case proof.ES384:
		key, err = ecdsa.ParseRawPrivateKey(elliptic.P384(), append(make([]byte, 16), seed[:]...))
	default:
		key = ed25519.NewKeyFromSeed(seed[:])
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return key
}

// Issuer returns the issuer of a domain, did:web:DOMAIN, which secures badges
// with these schemes and publishes the keys on the web.
func (w *World) Issuer(domain string, schemes ...proof.Scheme) *issuer.Issuer {
	w.t.Helper()
	did := "did:web:" + domain
	cfg := issuer.Config{
		Profile: badge.Profile{ID: did, Type: []string{"Profile"}, Name: "The school of " + domain, URL: "https://" + domain},
		Now:     w.Now,
	}
	for i, scheme := range schemes {
		cfg.Proofs = append(cfg.Proofs, issuer.Securing{Scheme: scheme, Signer: key.Signer{
			Key: w.Key(domain, scheme), Method: fmt.Sprintf("%s#key-%d", did, i+1)}})
	}
	made, err := issuer.New(cfg)
	if err != nil {
		w.t.Fatal(err)
	}
	document, err := made.ControllerDocument()
	if err != nil {
		w.t.Fatal(err)
	}
	w.Publish("https://"+domain+"/.well-known/did.json", document)
	return made
}

// Issue issues a badge, or ends the test.
func (w *World) Issue(by *issuer.Issuer, c badge.Credential) *badge.Document {
	w.t.Helper()
	doc, err := by.Issue(w.t.Context(), c)
	if err != nil {
		w.t.Fatal(err)
	}
	return doc
}

// Config returns the configuration of a verifier in this world.
func (w *World) Config(trust verify.Trust) verify.Config {
	return verify.Config{Trust: trust, Fetcher: w, Now: w.Now}
}

// Verifier returns a verifier in this world, or ends the test.
func (w *World) Verifier(trust verify.Trust) *verify.Verifier {
	w.t.Helper()
	v, err := verify.New(w.Config(trust))
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

// Badge returns a small badge that can be issued unchanged: an achievement for
// the learner did:example:learner.
func Badge() badge.Credential {
	return badge.Credential{
		Name: "Laser cutting",
		Subject: badge.Subject{
			ID: "did:example:learner",
			Achievement: badge.Achievement{
				ID: "https://school.example/achievements/laser-cutting", Name: "Laser cutting",
				Description: "Has cut and assembled a design of their own.",
				Criteria:    badge.Criteria{Narrative: "Prepare a drawing, set up the machine, and cut it safely."},
			},
		},
	}
}
