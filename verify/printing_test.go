package verify_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/issuer/host"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/fetch"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// TestNothingPrintsSecrets: no verb of fmt shows a key, a badge or the bits of a
// list, whatever value of this module holds it.
func TestNothingPrintsSecrets(t *testing.T) {
	const narrative = "Make it, test it, change it."
	world := schoolWorld(t)
	secret := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	signer := key.Signer{Key: secret, Method: school + "#key-1"}
	cfg := issuer.Config{Profile: badge.Profile{ID: school, Type: []string{"Profile"}}, Now: world.Now,
		Proofs: []issuer.Securing{{Scheme: proof.EdDSARDFC2022, Signer: signer}}}
	office, err := issuer.New(cfg)
	require.NoError(t, err)
	credential := verifytest.Badge()
	credential.Subject.Achievement.Criteria.Narrative = narrative
	doc := world.Issue(office, credential)
	proofs, err := proof.Find(doc)
	require.NoError(t, err)
	wellFormed, err := proofs[0].Validate(proof.CheckOptions{})
	require.NoError(t, err)
	transformed, err := wellFormed.Transform(t.Context())
	require.NoError(t, err)
	report, err := world.Verifier(verify.Issuers(school)).Verify(t.Context(), doc.Bytes())
	require.Error(t, err, "the key is another one")
	list, err := status.NewList(status.Revocation, status.MinEntries, 1)
	require.NoError(t, err)
	memory := host.NewMemory()
	pages, err := host.New(host.Config{Base: "https://school.example", Store: memory})
	require.NoError(t, err)
	require.NoError(t, pages.PublishPage(t.Context(), "https://school.example/1", host.Page{Type: "application/json", Body: doc.Bytes()}))
	client, err := fetch.New(fetch.Config{})
	require.NoError(t, err)
	issued := issuer.Issued{Document: doc}
	embedded := badge.Embedded{Document: doc}

	for _, value := range []any{
		secret, // what the others hide is found in this one
		doc, doc.Root(), doc.Body().Member("credentialSubject"), report, world.Verifier(verify.Issuers(school)), office, cfg, &cfg, cfg.Proofs, signer, &signer,
		proofs, proofs[0], wellFormed, transformed, list, memory, pages, client, issued, &issued, embedded, []*badge.Document{doc},
	} {
		found := ""
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t"} {
			text := fmt.Sprintf(verb, value)
			if leaks(text, secret, narrative) || len(text) > 20_000 {
				found += " " + verb
			}
		}
		assert.Equal(t, fmt.Sprintf("%T", value) == "ed25519.PrivateKey", found != "", "%T:%s", value, found)
	}
}

// leaks reports whether a text has bytes of a key, or the words of a badge, in
// one of the forms in which fmt writes bytes.
func leaks(text string, secret ed25519.PrivateKey, words string) bool {
	for _, hidden := range [][]byte{secret[:16], []byte(words)} {
		for _, form := range []string{
			string(hidden), hex.EncodeToString(hidden), strings.ToUpper(hex.EncodeToString(hidden)), base64.StdEncoding.EncodeToString(hidden),
			strings.Trim(fmt.Sprint(hidden), "[]"), strings.TrimPrefix(strings.TrimSuffix(fmt.Sprintf("%#v", hidden), "}"), "[]byte{"),
		} {
			if strings.Contains(text, form) {
				return true
			}
		}
	}
	return false
}
