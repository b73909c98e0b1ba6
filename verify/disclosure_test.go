package verify_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// graded is a badge with a grade, an end of validity and a status.
func graded() badge.Credential {
	return badge.Credential{
		ID: "https://school.example/badges/9", ValidFrom: "2026-09-01T00:00:00Z", ValidUntil: "2036-09-01T00:00:00Z",
		Subject: badge.Subject{
			ID: "did:example:ada", Type: []string{"AchievementSubject"},
			Achievement: badge.Achievement{
				ID: "https://school.example/achievements/algebra", Type: []string{"Achievement"}, Name: "Algebra",
				Description: "Solves equations", Criteria: badge.Criteria{Narrative: "Passed the test"},
				ResultDescription: []badge.ResultDescription{{ID: "urn:uuid:22222222-2222-4333-8444-555555555555", Type: []string{"ResultDescription"}, Name: "Grade", ResultType: "LetterGrade"}},
			},
			Result: []badge.Result{{Type: []string{"Result"}, ResultDescription: "urn:uuid:22222222-2222-4333-8444-555555555555", Value: "C"}},
		},
	}
}

// The holder of a badge shows it without the grade.
func TestDisclosureWithoutGrade(t *testing.T) {
	world := verifytest.New(t)
	made, err := world.Issuer("school.example", proof.ECDSASD2023).Issue(t.Context(), graded())
	require.NoError(t, err)
	r := judged(t, world, made)
	require.Equal(t, verify.Rejected, r.Verdict(), "the base proof is for the holder")
	requireCheck(t, r, verify.StageProof, verify.Failed, "disclosure.base")

	shown, err := proof.Disclose(t.Context(), made, proof.Selection{Reveal: []string{""}, Withhold: []string{"/credentialSubject/result"}})
	require.NoError(t, err)
	require.NotContains(t, string(shown.Bytes()), `"C"`)
	r = judged(t, world, shown)
	require.NoError(t, r.Err(), r.String())
	requireCheck(t, r, verify.StageSignature, verify.Passed, "signature.disclosed")
	t.Log(r.String())
}
