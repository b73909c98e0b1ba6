package verify_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// chained signs a badge of the school with n proofs, each of which builds on the
// one before. The first has another method or, without one, an unknown suite.
func chained(t *testing.T, world *verifytest.World, n int, first string) *badge.Document {
	t.Helper()
	unknown := 0
	doc := edited(t, verifytest.Badge(), func(o object) {
		if first == "" {
			unknown = 1
			o["proof"] = []any{object{"type": "DataIntegrityProof", "cryptosuite": "bbs-2023", "id": "urn:uuid:0",
				"verificationMethod": school + "#key-1", "proofPurpose": "assertionMethod", "proofValue": "z1"}}
		}
	})
	for i := unknown; i < n; i++ {
		by := key.Signer{Key: world.Key("school.example", proof.EdDSARDFC2022), Method: school + "#key-1"}
		o := proof.Options{Created: world.Now(), ID: fmt.Sprintf("urn:uuid:%d", i)}
		if i == 0 {
			by.Method = first
		} else {
			o.PreviousProof = []string{fmt.Sprintf("urn:uuid:%d", i-1)}
		}
		var err error
		doc, err = proof.Sign(t.Context(), doc, proof.EdDSARDFC2022, by, o)
		require.NoError(t, err)
	}
	return doc
}

// S-42: an open question about the first proof of a chain stays open for the last one,
// in any order of the document. A proof outside the chain still decides.
func TestChainsOnUnknown(t *testing.T) {
	for name, row := range map[string]struct {
		first   string
		verdict verify.Verdict
		outcome verify.Outcome // of what the last proof builds on
	}{
		"good":            {school + "#key-1", verify.Accepted, verify.Passed},
		"unknown suite":   {"", verify.Inconclusive, verify.Unknown},
		"foreign method":  {"did:example:school#1", verify.Rejected, verify.Failed},
		"not in the list": {school + "#key-9", verify.Rejected, verify.Failed},
	} {
		for _, n := range []int{2, 3, 8} {
			for _, reversed := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s %d %v", name, n, reversed), func(t *testing.T) {
					world := schoolWorld(t)
					o := fromJSON(t, chained(t, world, n, row.first).JSON())
					proofs := o["proof"].([]any)
					if reversed {
						slices.Reverse(proofs)
					}
					v := verifierWith(t, world, func(c *verify.Config) { c.EveryProof = true })
					r, _ := v.Verify(t.Context(), toJSON(t, o))
					last := r.Proofs()[n-1]
					if reversed {
						last = r.Proofs()[0]
					}
					i := slices.IndexFunc(last.Checks, func(c verify.Check) bool { return c.Code == "proof.previous" })
					require.Equal(t, row.outcome != verify.Passed, i >= 0, outline(r))
					if i >= 0 {
						require.Equal(t, row.outcome, last.Checks[i].Outcome)
					}
					require.Equal(t, row.verdict, r.Verdict(), outline(r))
					if row.outcome == verify.Unknown {
						by := key.Signer{Key: world.Key("school.example", proof.EdDSARDFC2022), Method: school + "#key-1"}
						doc, err := badge.Parse(toJSON(t, o))
						require.NoError(t, err)
						if n < 8 { // the most that are judged
							doc, err = proof.Sign(t.Context(), doc, proof.EdDSARDFC2022, by, proof.Options{Created: world.Now()})
							require.NoError(t, err)
							require.NoError(t, judged(t, world, doc).Err(), "a good proof beside it")
						}
					}
				})
			}
		}
	}
}

// S-42: a chain whose first key cannot be found out is not known at any depth.
func TestChainsOffline(t *testing.T) {
	for _, n := range []int{2, 3, 8} {
		world := schoolWorld(t)
		doc := chained(t, world, n, school+"#key-1")
		r, err := verifierWith(t, world, func(c *verify.Config) { c.Fetcher = nil }).Verify(t.Context(), doc.Bytes())
		require.ErrorIs(t, err, verify.ErrInconclusive)
		require.Equal(t, "fetch.offline", r.Decisive().Code)
	}
}
