package verify_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
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
