package verify_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// A proof that builds on another counts only with the other (C-063, D35).
func TestProofChain(t *testing.T) {
	for name, c := range map[string]struct {
		first   string // the key name of the proof that the second builds on
		verdict verify.Verdict
		code    string
	}{
		"both by the issuer": {"school.example", verify.Accepted, "signature.valid"},
		"on a foreign proof": {"forger.example", verify.Rejected, "proof.signature"},
	} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			method := school + "#key-1"
			doc, err := proof.Sign(t.Context(), edited(t, verifytest.Badge(), nil), proof.EdDSARDFC2022,
				key.Signer{Key: world.Key(c.first, proof.EdDSARDFC2022), Method: method}, proof.Options{Created: world.Now(), ID: "urn:uuid:1"})
			require.NoError(t, err)
			doc, err = proof.Sign(t.Context(), doc, proof.EdDSARDFC2022,
				key.Signer{Key: world.Key("school.example", proof.EdDSARDFC2022), Method: method}, proof.Options{Created: world.Now(), PreviousProof: []string{"urn:uuid:1"}})
			require.NoError(t, err)
			r := judged(t, world, doc)
			require.Equal(t, c.verdict, r.Verdict(), outline(r))
			require.Equal(t, c.code, r.Decisive().Code, outline(r))
			if c.verdict == verify.Rejected {
				last := r.Proofs()[1].Checks
				require.Equal(t, "proof.previous", last[len(last)-1].Code)
			}
		})
	}
}
