package verify_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

const (
	school    = "did:web:school.example"
	schoolDoc = "https://school.example/.well-known/did.json"
)

// object is a JSON object that is about to be edited.
type object = map[string]any

func toJSON(t testing.TB, v any) []byte {
	t.Helper()
	text, err := json.Marshal(v)
	require.NoError(t, err)
	return text
}

func fromJSON(t testing.TB, text []byte) (o object) {
	t.Helper()
	require.NoError(t, json.Unmarshal(text, &o))
	return o
}

// edited returns the unsigned text of a badge of the school after an edit.
func edited(t testing.TB, c badge.Credential, edit func(object)) *badge.Document {
	t.Helper()
	if c.ID == "" {
		c.ID = "urn:uuid:11111111-2222-4333-8444-555555555555"
	}
	if c.Issuer.ID == "" {
		c.Issuer = badge.Profile{ID: school, Type: []string{"Profile"}, Name: "The school"}
	}
	if c.ValidFrom == "" {
		c.ValidFrom = "2026-09-01T00:00:00Z"
	}
	doc, err := badge.Build(badge.OB3, c)
	require.NoError(t, err)
	if edit == nil {
		return doc
	}
	o := fromJSON(t, doc.JSON())
	edit(o)
	doc, err = badge.Parse(toJSON(t, o))
	require.NoError(t, err)
	return doc
}

// signed signs a document as the school does, past all judgement of what it
// says.
func signed(t testing.TB, world *verifytest.World, doc *badge.Document) *badge.Document {
	t.Helper()
	return signedBy(t, world, "school.example", proof.EdDSARDFC2022, doc)
}

// signedBy signs a document with the first key of a domain.
func signedBy(t testing.TB, world *verifytest.World, domain string, scheme proof.Scheme, doc *badge.Document) *badge.Document {
	t.Helper()
	by := key.Signer{Key: world.Key(domain, scheme), Method: "did:web:" + domain + "#key-1"}
	made, err := proof.Sign(t.Context(), doc, scheme, by, proof.Options{Created: world.Now()})
	require.NoError(t, err)
	return made
}

// schoolWorld is a world with one school that signs linked-data proofs.
func schoolWorld(t testing.TB) *verifytest.World {
	world := verifytest.New(t)
	world.Issuer("school.example", proof.EdDSARDFC2022)
	return world
}

// verifierWith returns a verifier that trusts the school, after a change of
// its configuration.
func verifierWith(t testing.TB, world *verifytest.World, change func(*verify.Config)) *verify.Verifier {
	t.Helper()
	config := world.Config(verify.Issuers(school))
	if change != nil {
		change(&config)
	}
	v, err := verify.New(config)
	require.NoError(t, err)
	return v
}

// judged verifies a badge as one who trusts the school.
func judged(t testing.TB, world *verifytest.World, doc *badge.Document) *verify.Report {
	t.Helper()
	r, _ := verifierWith(t, world, nil).Verify(t.Context(), doc.Bytes())
	return r
}

// found returns the first check of a stage with that code.
func found(r *verify.Report, stage verify.Stage, code string) (verify.Check, bool) {
	for _, c := range r.Checks() {
		if c.Stage == stage && c.Code == code {
			return c, true
		}
	}
	return verify.Check{}, false
}

// requireCheck asks that a stage has a check with that code and outcome.
func requireCheck(t testing.TB, r *verify.Report, stage verify.Stage, status verify.Outcome, code string) {
	t.Helper()
	c, ok := found(r, stage, code)
	require.True(t, ok, "no %s at stage %s, but:\n%s", code, stage, outline(r))
	require.Equal(t, status.String(), c.Outcome.String(), c.Message)
}

// outline lists the checks of a report in a few words each.
func outline(r *verify.Report) string {
	var b strings.Builder
	b.WriteString(string(r.Verdict()))
	for _, c := range r.Checks() {
		b.WriteString("\n" + string(c.Stage) + " " + c.Outcome.String() + " " + c.Code)
	}
	return b.String()
}
