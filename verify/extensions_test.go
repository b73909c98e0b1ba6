package verify_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// TestContextsOfTwoVerifiers has SC-3: Verifiers that give one URL different
// contexts judge a badge each by its own, whatever another has judged before.
func TestContextsOfTwoVerifiers(t *testing.T) {
	world, lab := schoolWorld(t), labContext()
	other := badge.Extension{URL: lab.URL, Context: []byte(`{"@context":{"machine":"https://other.example/vocab#machine"}}`)}
	doc := edited(t, verifytest.Badge(), func(o object) {
		o["@context"], o["machine"] = append(o["@context"].([]any), dictionary), "laser"
	})
	signed, err := proof.Sign(t.Context(), doc, proof.EdDSARDFC2022,
		key.Signer{Key: world.Key("school.example", proof.EdDSARDFC2022), Method: school + "#key-1"}, proof.Options{Extensions: []badge.Extension{lab}})
	require.NoError(t, err)
	verifier := func(e ...badge.Extension) *verify.Verifier {
		config := world.Config(verify.Issuers(school))
		config.Extensions = e
		v, err := verify.New(config)
		require.NoError(t, err)
		return v
	}
	own, foreign, none := verifier(lab), verifier(other), verifier()
	for range 2 {
		r, err := own.Verify(t.Context(), signed.Bytes())
		require.NoError(t, err, r)
		r, _ = foreign.Verify(t.Context(), signed.Bytes())
		requireCheck(t, r, verify.StageSignature, verify.Failed, "proof.signature")
		r, _ = none.Verify(t.Context(), signed.Bytes())
		require.Equal(t, "ld.context_unknown", stageCode(r, verify.StageContext))
	}
}

// TestExtensionsCostNothing has SC-1 and SC-2: a badge that names no extension is
// verified and issued with as many allocations as without extensions.
func TestExtensionsCostNothing(t *testing.T) {
	if heapFactor() > 1 {
		t.Skip("under the race detector pools drop values at random, so that objects cannot be counted")
	}
	world := schoolWorld(t)
	badgeOf := signed(t, world, edited(t, verifytest.Badge(), nil)).Bytes()
	allocations := func(extensions []badge.Extension) (verifying, issuing float64) {
		config := world.Config(verify.Issuers(school))
		config.Extensions = extensions
		v, err := verify.New(config)
		require.NoError(t, err)
		doc, err := badge.Parse(badgeOf)
		require.NoError(t, err)
		c := doc.Credential()
		c.Proof = nil
		by, err := issuer.New(issuer.Config{Profile: badge.Profile{ID: school, Type: []string{"Profile"}}, Extensions: extensions,
			Proofs: []issuer.Securing{{Scheme: proof.EdDSARDFC2022, Signer: key.Signer{Key: world.Key("school.example", proof.EdDSARDFC2022), Method: school + "#key-1"}}}})
		require.NoError(t, err)
		verifying = testing.AllocsPerRun(20, func() {
			r, err := v.Verify(t.Context(), badgeOf)
			require.NoError(t, err, r)
		})
		issuing = testing.AllocsPerRun(20, func() {
			_, err := by.Issue(t.Context(), c)
			require.NoError(t, err)
		})
		return verifying, issuing
	}
	verifying, issuing := allocations(nil)
	withV, withI := allocations(slices.Concat(edubadges.Extensions(), edubadges.Educredentials()))
	require.LessOrEqual(t, withV, 1.02*verifying)
	require.LessOrEqual(t, withI, 1.02*issuing)
}
