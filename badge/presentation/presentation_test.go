package presentation_test

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/presentation"
	"github.com/openbadges-go/openbadges/badge/proof"
)

// signer is a holder of a did:key.
func signer(seed byte) (key.Signer, string) {
	secret := ed25519.NewKeyFromSeed([]byte(strings.Repeat(string(seed), 32)))
	public, err := key.FromPublic(secret.Public())
	if err != nil {
		return key.Signer{}, ""
	}
	did := "did:key:" + public.Multikey()
	return key.Signer{Key: secret, Method: did + "#" + public.Multikey()}, did
}

// awarded is a badge for a DID, secured with a scheme.
func awarded(t testing.TB, to string, scheme proof.Scheme) *badge.Document {
	by, issuer := signer('i')
	doc, err := badge.Build(badge.OB3, badge.Credential{ID: "urn:uuid:11111111-2222-4333-8444-555555555555", Name: "Laser <b>cutting</b>",
		Issuer: badge.Profile{ID: issuer, Type: []string{"Profile"}, Name: "The school"}, ValidFrom: "2026-09-01T00:00:00Z",
		Subject: badge.Subject{ID: to, Achievement: badge.Achievement{ID: "urn:uuid:99999999-2222-4333-8444-555555555555", Name: "Laser cutting",
			Description: "Has cut.", Criteria: badge.Criteria{Narrative: "Cut."}}}})
	require.NoError(t, err)
	if scheme == "" {
		return doc
	}
	made, err := proof.Sign(t.Context(), doc, scheme, by, proof.Options{})
	require.NoError(t, err)
	return made
}

func options(scheme proof.Scheme) presentation.Options {
	return presentation.Options{Challenge: "n-1", Domain: "https://verifier.example", Channel: "https://verifier.example/exchanges/1",
		Scheme: scheme, Created: time.Unix(1_790_000_000, 0), Expires: time.Unix(1_790_000_300, 0)}
}

// The badge inside keeps its bytes, and the challenge is signed.
func TestMake(t *testing.T) {
	by, holder := signer('h')
	object, token := awarded(t, holder, proof.EdDSARDFC2022), awarded(t, holder, proof.EdDSA)
	for _, scheme := range []proof.Scheme{proof.EdDSARDFC2022, proof.EdDSAJCS2022} {
		made, err := presentation.Make(t.Context(), []*badge.Document{object, token}, by, options(scheme))
		require.NoError(t, err)
		require.Contains(t, string(made.Bytes()), string(object.Root().Raw()))
		require.Contains(t, string(made.Bytes()), `"id":"data:application/vc+jwt,`+string(token.Bytes())+`"`)
		found, err := proof.Find(made)
		require.NoError(t, err)
		require.Len(t, found, 1)
		require.Equal(t, "authentication", found[0].Purpose())
		require.Equal(t, "n-1", found[0].Challenge())
		require.Equal(t, "https://verifier.example", found[0].Domain())
	}
	made, err := presentation.Make(t.Context(), []*badge.Document{token}, by, options(proof.EdDSA))
	require.NoError(t, err)
	jws, is := made.JWS()
	require.True(t, is)
	require.Equal(t, "vp+jwt", jws.Header.Member("typ").String())
	for name, want := range map[string]string{"nonce": "n-1", "aud": "https://verifier.example", "iss": holder, "holder": holder} {
		require.Equal(t, want, made.Root().Member(name).String())
	}
	require.Equal(t, "1790000300", made.Root().Member("exp").Raw())
	empty, err := presentation.Make(t.Context(), nil, by, options(proof.EdDSAJCS2022))
	require.NoError(t, err)
	require.False(t, empty.Root().Member("verifiableCredential").Exists())
}

// No presentation is made that a verifier would refuse, or for another party
// than the one that asked.
func TestMakeRefuses(t *testing.T) {
	by, holder := signer('h')
	mine := awarded(t, holder, proof.EdDSARDFC2022)
	for name, row := range map[string]struct {
		edit  func(by *key.Signer, o *presentation.Options)
		badge *badge.Document
		code  string
	}{
		"a badge of somebody else":       {nil, awarded(t, "did:example:other", proof.EdDSARDFC2022), "presentation.subject"},
		"a badge without a proof":        {nil, awarded(t, holder, ""), "presentation.unfit"},
		"no badge at all":                {nil, nil, "presentation.unfit"},
		"JSON in a token":                {func(_ *key.Signer, o *presentation.Options) { o.Scheme = proof.EdDSA }, mine, "presentation.unfit"},
		"another algorithm":              {func(_ *key.Signer, o *presentation.Options) { o.Scheme = proof.ES256 }, awarded(t, holder, proof.EdDSA), "presentation.unfit"},
		"no challenge":                   {func(_ *key.Signer, o *presentation.Options) { o.Challenge = "" }, mine, "presentation.challenge"},
		"no domain":                      {func(_ *key.Signer, o *presentation.Options) { o.Domain = "" }, mine, "presentation.challenge"},
		"no channel":                     {func(_ *key.Signer, o *presentation.Options) { o.Channel = "" }, mine, "presentation.channel"},
		"another channel":                {func(_ *key.Signer, o *presentation.Options) { o.Channel = "https://relay.example/" }, mine, "presentation.channel"},
		"another port":                   {func(_ *key.Signer, o *presentation.Options) { o.Channel = "https://verifier.example:444/" }, mine, "presentation.channel"},
		"plain http":                     {func(_ *key.Signer, o *presentation.Options) { o.Channel, o.Domain = "http://v.example/", "v.example" }, mine, "presentation.channel"},
		"a key that is not one of a DID": {func(by *key.Signer, _ *presentation.Options) { by.Method = "https://me.example/keys/1" }, mine, "presentation.signer"},
		"a DID without a key":            {func(by *key.Signer, _ *presentation.Options) { by.Method = holder }, mine, "presentation.signer"},
		"no scheme":                      {func(_ *key.Signer, o *presentation.Options) { o.Scheme = "" }, mine, "proof.scheme_unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			by, o := by, options(proof.EdDSARDFC2022)
			if row.edit != nil {
				row.edit(&by, &o)
			}
			made, err := presentation.Make(t.Context(), []*badge.Document{row.badge}, by, o)
			require.Equal(t, row.code, badge.CodeOf(err), "%v", err)
			require.Nil(t, made)
		})
	}
	o := options(proof.EdDSAJCS2022)
	o.Domain, o.Channel = "localhost:8080", "http://localhost:8080/exchange"
	_, err := presentation.Make(t.Context(), []*badge.Document{mine}, by, o)
	require.NoError(t, err, "a host as the domain, and loopback without TLS")
}

// A holder answers the challenge of a verifier.
func Example() {
	by, _ := signer('h')
	made, err := presentation.Make(context.Background(), nil, by, presentation.Options{
		Challenge: "6a1f9c", Domain: "https://verifier.example", Channel: "https://verifier.example/exchanges/1", Scheme: proof.EdDSARDFC2022})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(made.Root().Member("holder").String()[:16])
	// Output: did:key:z6Mkk9rh
}
