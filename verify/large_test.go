package verify_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// withResults is a signed badge with n results.
func withResults(t testing.TB, n int) *badge.Document {
	world := verifytest.New(t)
	c := verifytest.Badge()
	for i := range n {
		c.Subject.Result = append(c.Subject.Result, badge.Result{Type: []string{"Result"}, ResultDescription: "urn:uuid:22222222-2222-4333-8444-555555555555", Value: fmt.Sprintf("%d.%d", 1+i%9, i)})
	}
	c.Subject.Achievement.ResultDescription = []badge.ResultDescription{{ID: "urn:uuid:22222222-2222-4333-8444-555555555555", Type: []string{"ResultDescription"}, Name: "Grade", ResultType: "LetterGrade"}}
	return world.Issue(selfSigned(t, world), c)
}

// withEvidence is a signed badge with n pieces of evidence.
func withEvidence(t testing.TB, n int) *badge.Document {
	world := verifytest.New(t)
	c := verifytest.Badge()
	for i := range n {
		c.Evidence = append(c.Evidence, badge.Evidence{ID: fmt.Sprintf("https://school.example/evidence/%d", i), Type: []string{"Evidence"}, Name: fmt.Sprintf("Work %d", i)})
	}
	return world.Issue(selfSigned(t, world), c)
}

// selfSigned is an issuer whose identifier is its key.
func selfSigned(t testing.TB, world *verifytest.World) *issuer.Issuer {
	secret := world.Key("self", proof.EdDSARDFC2022)
	id, method := didKey(secret)
	by, err := issuer.New(issuer.Config{Profile: badge.Profile{ID: id, Type: []string{"Profile"}, Name: "The School"}, Now: world.Now,
		Proofs: []issuer.Securing{{Scheme: proof.EdDSARDFC2022, Signer: key.Signer{Key: secret, Method: method}}}})
	require.NoError(t, err)
	return by
}

// SC-22: documents with many results and much evidence are issued and accepted,
// and the work is proportional to their number.
func TestLargeDocuments(t *testing.T) {
	v := verifierWith(t, verifytest.New(t), func(c *verify.Config) { c.Trust = verify.AnyIssuer() })
	for name, row := range map[string]struct {
		make func(t testing.TB, n int) *badge.Document
		n    int
	}{
		"results":  {withResults, 2_000},
		"evidence": {withEvidence, 5_000},
	} {
		t.Run(name, func(t *testing.T) {
			small, r := verify.Spent(t.Context(), v, row.make(t, row.n/10).Bytes())
			require.NoError(t, r.Err(), outline(r))
			large, r := verify.Spent(t.Context(), v, row.make(t, row.n).Bytes())
			require.NoError(t, r.Err(), outline(r))
			require.Less(t, float64(large.Work)/float64(small.Work), 11.0, "%d and %d units", small.Work, large.Work)
		})
	}
}

// SC-23: twice the statements take at most 2.2 times the units.
func TestTwiceTheStatements(t *testing.T) {
	v := verifierWith(t, verifytest.New(t), func(c *verify.Config) { c.Trust = verify.AnyIssuer() })
	for _, n := range []int{50, 500} {
		once, r := verify.Spent(t.Context(), v, withEvidence(t, n).Bytes())
		require.NoError(t, r.Err(), outline(r))
		twice, r := verify.Spent(t.Context(), v, withEvidence(t, 2*n).Bytes())
		require.NoError(t, r.Err(), outline(r))
		require.LessOrEqual(t, float64(twice.Work)/float64(once.Work), 2.2, "%d and %d units", once.Work, twice.Work)
	}
}

// SC-20: a record of 500 signed badges is issued and accepted. Its own proof signs
// the statements of all of them once more, so that the work is less than twice that
// of as many badges.
func TestRecordOf500(t *testing.T) {
	v := verifierWith(t, verifytest.New(t), func(c *verify.Config) { c.Trust = verify.AnyIssuer() })
	for _, n := range []int{200, 500} {
		doc := transcript(t, proof.EdDSARDFC2022, n)
		whole, r := verify.Spent(t.Context(), v, doc.Bytes())
		require.NoError(t, r.Err(), outline(r))
		require.Len(t, r.Embedded(), n)
		single := 0
		for _, inner := range doc.Body().At("/credentialSubject/verifiableCredential").Elements() {
			spent, r := verify.Spent(t.Context(), v, []byte(inner.Raw()))
			require.NoError(t, r.Err(), outline(r))
			single += spent.Work
		}
		require.Less(t, float64(whole.Work)/float64(single), 2.0, "%d units, alone %d", whole.Work, single)
	}
}

// SC-21: a record with more badges than a Budget allows is inconclusive, and
// accepted with a larger one.
func TestRecordOfThousands(t *testing.T) {
	text := transcript(t, proof.EdDSAJCS2022, 1_600).Bytes()
	for _, row := range []struct {
		work    int
		verdict verify.Verdict
		code    string
	}{
		{100_000, verify.Inconclusive, "verify.budget"},
		{1_000_000, verify.Accepted, "signature.valid"},
	} {
		v := verifierWith(t, verifytest.New(t), func(c *verify.Config) { c.Trust, c.Budget.Work = verify.AnyIssuer(), row.work })
		r, _ := v.Verify(t.Context(), text)
		require.Equal(t, row.verdict, r.Verdict(), outline(r))
		require.Equal(t, row.code, r.Decisive().Code)
	}
}
