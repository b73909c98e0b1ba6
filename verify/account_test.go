package verify_test

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// accountBadge is a badge with something for every stage: a status list, an
// endorsement and a hashed recipient.
func accountBadge(t *testing.T, world *verifytest.World) *badge.Document {
	publishList(t, world, "school.example", revocations, listCredential(t, revocations, "revocation"))
	endorsement := nestedProof(t, world, "endorser.example", nil)
	return signed(t, world, edited(t, verifytest.Badge(), func(o object) {
		o["credentialStatus"] = entryAt(revocations, "revocation", "7")
		o["endorsement"] = []any{endorsement}
	}))
}

// S-47: wherever the budget is spent, that stage is open and the later ones are
// skipped. Earlier failures stay failed. Nothing fails for want of work, and
// nothing is accepted.
func TestBudgetOfEverySize(t *testing.T) {
	world := nestedWorld(t)
	good := accountBadge(t, world).Bytes()
	forged := bytes.Replace(good, []byte("2026-09-01T00:00:00Z"), []byte("2026-09-02T00:00:00Z"), 1)
	for name, row := range map[string]struct {
		data []byte
		want verify.Verdict
	}{"good": {good, verify.Accepted}, "forged": {forged, verify.Rejected}} {
		t.Run(name, func(t *testing.T) {
			ended := map[verify.Stage]bool{}
			for work := 1; ; work++ {
				v := verifierWith(t, world, func(c *verify.Config) {
					c.Trust, c.Budget.Work = verify.Issuers(school, "did:web:endorser.example"), work
				})
				r, _ := v.Verify(t.Context(), row.data)
				stage, spent := spentAt(r)
				if !spent {
					require.Equal(t, row.want, r.Verdict(), outline(r))
					require.Greater(t, work, 100)
					break
				}
				ended[stage] = true
				for _, c := range r.Checks() {
					require.True(t, c.Code != "verify.budget" || c.Outcome == verify.Unknown, outline(r))
				}
				require.NotEqual(t, verify.Accepted, r.Verdict(), outline(r))
				if row.want == verify.Accepted {
					require.Equal(t, verify.Inconclusive, r.Verdict(), "%d units: %s", work, outline(r))
				}
				requireEveryStage(t, r)
				for _, c := range r.Checks() {
					require.NotEqual(t, "status.list_unaccepted", c.Code, "%d units: %s", work, outline(r))
				}
				if stage == verify.StageContext || stage == verify.StageSignature {
					requireCheck(t, r, verify.StageTime, verify.Skipped, "verify.blocked")
					requireCheck(t, r, verify.StageConformance, verify.Skipped, "verify.blocked")
				}
			}
			for _, stage := range map[verify.Verdict][]verify.Stage{
				verify.Accepted: {verify.StageDocument, verify.StageStructure, verify.StageContext, verify.StageSignature, verify.StageStatus, verify.StageEndorsement},
				verify.Rejected: {verify.StageDocument, verify.StageStructure, verify.StageContext, verify.StageSignature},
			}[row.want] {
				require.True(t, ended[stage], "the budget never ended at %s: %v", stage, ended)
			}
		})
	}
}

// spentAt returns the stage at which the budget was spent.
func spentAt(r *verify.Report) (verify.Stage, bool) {
	for _, c := range r.Checks() {
		if c.Code == "verify.budget" {
			return c.Stage, true
		}
	}
	return "", false
}

func requireEveryStage(t *testing.T, r *verify.Report) {
	seen := map[verify.Stage]bool{}
	for _, c := range r.Checks() {
		seen[c.Stage] = true
	}
	require.Len(t, seen, 14, outline(r))
}

// S-47: the other accounts leave the verdict open as well, also where a policy
// makes little of a list that cannot be reached.
func TestBudgetsOfTheNetwork(t *testing.T) {
	world := nestedWorld(t)
	data := accountBadge(t, world).Bytes()
	for name, row := range map[string]struct {
		budget verify.Budget
		stage  verify.Stage
	}{
		"one request":  {verify.Budget{Requests: 1}, verify.StageStatus},
		"two requests": {verify.Budget{Requests: 2}, verify.StageEndorsement},
		"few bytes":    {verify.Budget{Bytes: 100}, verify.StageKey},
		"more bytes":   {verify.Budget{Bytes: 1_000}, verify.StageStatus},
		"short lists":  {verify.Budget{Inflated: minList/8 - 1}, verify.StageStatus},
	} {
		for _, policy := range []verify.StatusPolicy{verify.StatusRequired, verify.StatusIfReachable} {
			v := verifierWith(t, world, func(c *verify.Config) {
				c.Trust, c.Budget, c.StatusPolicy = verify.Issuers(school, "did:web:endorser.example"), row.budget, policy
			})
			r, err := v.Verify(t.Context(), data)
			require.ErrorIs(t, err, verify.ErrInconclusive, name)
			requireCheck(t, r, row.stage, verify.Unknown, "verify.budget")
		}
	}
	v := verifierWith(t, world, func(c *verify.Config) {
		c.Trust = verify.Issuers(school, "did:web:endorser.example")
		c.Budget = verify.Budget{Requests: 3, Inflated: minList / 8}
	})
	r, err := v.Verify(t.Context(), data)
	require.NoError(t, err, outline(r))
}

// S-48: zero is the default, more is allowed, less than nothing refused.
func TestBudgetIsValidated(t *testing.T) {
	for name, budget := range map[string]verify.Budget{
		"Work": {Work: -1}, "Requests": {Requests: -1}, "Bytes": {Bytes: -1}, "Inflated": {Inflated: math.MinInt},
	} {
		_, err := verify.New(verify.Config{Trust: verify.AnyIssuer(), Budget: budget})
		require.ErrorContains(t, err, "Config.Budget."+name)
	}
	world := nestedWorld(t)
	data := accountBadge(t, world).Bytes()
	for _, budget := range []verify.Budget{{}, {Work: math.MaxInt, Requests: math.MaxInt, Bytes: math.MaxInt, Inflated: math.MaxInt}} {
		v := verifierWith(t, world, func(c *verify.Config) {
			c.Trust, c.Budget = verify.Issuers(school, "did:web:endorser.example"), budget
		})
		r, err := v.Verify(t.Context(), data)
		require.NoError(t, err, outline(r))
	}
}

// A record with many badges inside costs in proportion to them.
func TestWorkIsLinear(t *testing.T) {
	world := nestedWorld(t)
	v := verifierWith(t, world, func(c *verify.Config) { c.Trust = verify.AnyIssuer() })
	work := func(n int) int {
		var inner []any
		for i := range n {
			inner = append(inner, nestedProof(t, world, "endorser.example", entryMember("id", fmt.Sprintf("urn:uuid:%d", i))))
		}
		spent, r := verify.Spent(t.Context(), v, nestedIn(t, world, "endorsement", inner...).Bytes())
		require.NoError(t, r.Err(), outline(r))
		return spent.Work
	}
	few, many := work(20), work(40)
	require.Less(t, float64(many)/float64(few), 2.2, "%d units for 40, %d for 20", many, few)
}

// manyProofs is a badge with eight proofs of a scheme by the school. Only those
// at the places of good are good.
func manyProofs(t *testing.T, world *verifytest.World, scheme proof.Scheme, good ...int) []byte {
	plain := edited(t, verifytest.Badge(), nil)
	one := fromJSON(t, signedBy(t, world, "school.example", scheme, plain).JSON())["proof"].([]any)[0].(object)
	bad := maps.Clone(one)
	bad["created"] = "2026-09-03T00:00:00Z"
	list := make([]any, 8)
	for i := range list {
		if list[i] = bad; slices.Contains(good, i) {
			list[i] = one
		}
	}
	return edited(t, verifytest.Badge(), func(o object) { o["proof"] = list }).JSON()
}

// S-49: eight proofs share one canonical form. S-50: the first good one ends the
// search.
func TestWorkOfManyProofs(t *testing.T) {
	for _, scheme := range []proof.Scheme{proof.EdDSARDFC2022, proof.EdDSAJCS2022} {
		world := verifytest.New(t)
		world.Issuer("school.example", scheme)
		work := func(data []byte, every bool) (int, *verify.Report) {
			v := verifierWith(t, world, func(c *verify.Config) { c.EveryProof = every })
			spent, r := verify.Spent(t.Context(), v, data)
			return spent.Work, r
		}
		first, r := work(manyProofs(t, world, scheme, 0), false)
		require.NoError(t, r.Err(), outline(r))
		require.Len(t, r.Proofs(), 1)
		all, r := work(manyProofs(t, world, scheme), false)
		require.Equal(t, "proof.signature", r.Decisive().Code)
		require.Len(t, r.Proofs(), 8)
		require.Less(t, all-first, 7*220, "%s: seven more proofs cost their signatures and what they say: %d and %d units", scheme, first, all)
		every, r := work(manyProofs(t, world, scheme, 0), true)
		require.Equal(t, verify.Rejected, r.Verdict())
		require.InDelta(t, all, every, 10)
		if scheme == proof.EdDSARDFC2022 {
			alone, _ := work(signedBy(t, world, "school.example", scheme, edited(t, verifytest.Badge(), nil)).JSON(), false)
			require.InDelta(t, alone, first, 80, "proofs behind a good one cost no more than their text")
		}
	}
}

// Of proofs that are equally bad the first is reported.
func TestFirstOfBadProofs(t *testing.T) {
	world := schoolWorld(t)
	r, err := verifierWith(t, world, nil).Verify(t.Context(), manyProofs(t, world, proof.EdDSARDFC2022))
	require.ErrorIs(t, err, verify.ErrRejected)
	require.Equal(t, "proof.signature", r.Decisive().Code)
	require.Equal(t, "/proof/0", r.Decisive().Path)
}

// S-45: two selective disclosures of a badge are verified. A third one is not; a
// proof of another kind after them is.
func TestManyDisclosures(t *testing.T) {
	world := verifytest.New(t)
	world.Issuer("school.example", proof.ECDSASD2023, proof.EdDSARDFC2022)
	base := signedBy(t, world, "school.example", proof.ECDSASD2023, edited(t, verifytest.Badge(), nil))
	derived, err := proof.Disclose(t.Context(), base, proof.Selection{Reveal: []string{""}})
	require.NoError(t, err)
	o := fromJSON(t, derived.JSON())
	good := o["proof"].([]any)[0].(object)
	delete(o, "proof")
	plain, err := badge.Parse(toJSON(t, o))
	require.NoError(t, err)
	by := key.Signer{Key: world.Key("school.example", proof.EdDSARDFC2022), Method: school + "#key-2"}
	other, err := proof.Sign(t.Context(), plain, proof.EdDSARDFC2022, by, proof.Options{Created: world.Now()})
	require.NoError(t, err)
	whole := fromJSON(t, other.JSON())["proof"].([]any)[0]
	bad := maps.Clone(good)
	bad["created"] = "2026-09-03T00:00:00Z"
	for name, row := range map[string]struct {
		proofs []any
		want   verify.Verdict
		last   string // the code of the last proof
	}{
		"the second is good":            {[]any{bad, good}, verify.Accepted, "signature.disclosed"},
		"the third is not verified":     {[]any{bad, bad, good}, verify.Rejected, "proof.too_many"},
		"the third is of another suite": {[]any{bad, bad, whole}, verify.Accepted, "signature.valid"},
	} {
		t.Run(name, func(t *testing.T) {
			o["proof"] = row.proofs
			r, _ := verifierWith(t, world, nil).Verify(t.Context(), toJSON(t, o))
			require.Equal(t, row.want, r.Verdict(), outline(r))
			proofs := r.Proofs()
			require.Len(t, proofs, len(row.proofs))
			end := proofs[len(proofs)-1]
			require.Equal(t, row.last, end.Checks[len(end.Checks)-1].Code)
		})
	}
}

// S-51: a badge by an issuer whom nobody trusts has one proof verified, with a
// tenth of the work.
func TestWorkForTheUntrusted(t *testing.T) {
	world := verifytest.New(t)
	one := fromJSON(t, unitsDisclosure(t, 450))
	one["proof"] = slices.Repeat(one["proof"].([]any), 8)
	data := toJSON(t, one)
	spent, r := verify.Spent(t.Context(), verifierWith(t, world, func(c *verify.Config) { c.Trust = verify.Issuers("did:web:other.example") }), data)
	require.Equal(t, "trust.unlisted", r.Decisive().Code)
	require.Len(t, r.Proofs(), 1)
	require.Equal(t, "verify.budget", r.Proofs()[0].Checks[len(r.Proofs()[0].Checks)-1].Code)
	require.LessOrEqual(t, spent.Work, 23_000)

	spent, r = verify.Spent(t.Context(), verifierWith(t, world, func(c *verify.Config) { c.Trust = verify.AnyIssuer() }), data)
	require.NoError(t, r.Err(), outline(r))
	require.Len(t, r.Proofs(), 1)
	require.Greater(t, spent.Work, 30_000)
}

// The work of a verification is the same on every machine, so a price or a
// count that changes by one shows here.
func TestExactUnits(t *testing.T) {
	world := nestedWorld(t)
	named := signed(t, world, edited(t, verifytest.Badge(), func(o object) {
		entry := object{"type": "IdentityObject", "hashed": true, "identityHash": "sha256$" + strings.Repeat("0", 64), "identityType": "emailAddress", "salt": "s"}
		o["credentialSubject"].(object)["identifier"] = slices.Repeat([]any{entry}, 9)
	}))
	departing := signed(t, world, edited(t, verifytest.Badge(), func(o object) {
		delete(o["credentialSubject"].(object)["achievement"].(object), "criteria")
	}))
	for name, row := range map[string]struct {
		doc  *badge.Document
		who  badge.Recipient
		want int
	}{
		"simple":              {signed(t, world, edited(t, verifytest.Badge(), func(object) {})), badge.Recipient{}, 145},
		"status, endorsement": {accountBadge(t, world), badge.Recipient{}, 955},
		"recipient":           {named, badge.Recipient{Type: badge.IdentifierEmailAddress, Value: "ada@school.example"}, 236},
		"departure":           {departing, badge.Recipient{}, 167},
	} {
		t.Run(name, func(t *testing.T) {
			enough := func(work int) bool {
				v := verifierWith(t, world, func(c *verify.Config) {
					c.Trust, c.Budget.Work = verify.Issuers(school, "did:web:endorser.example"), work
				})
				r, _ := v.Verify(t.Context(), row.doc.Bytes())
				if row.who.Value != "" {
					r, _ = v.VerifyFor(t.Context(), row.doc.Bytes(), row.who)
				}
				_, spent := spentAt(r)
				return !spent
			}
			require.Equal(t, row.want, sort.Search(100_000, func(n int) bool { return n > 0 && enough(n) }))
		})
	}
}
