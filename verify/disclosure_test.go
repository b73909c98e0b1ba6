package verify_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/status"
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
	_, grade := shown.At("/credentialSubject/result")
	require.False(t, grade)
	r = judged(t, world, shown)
	require.NoError(t, r.Err(), r.String())
	requireCheck(t, r, verify.StageSignature, verify.Passed, "signature.disclosed")
	require.Contains(t, r.String(), "what is not shown cannot be known")
	view, ok := r.Verified()
	require.True(t, ok)
	require.Empty(t, view.Subject.Result)

	shown, err = proof.Disclose(t.Context(), made, proof.Selection{Reveal: []string{""}})
	require.NoError(t, err)
	r = judged(t, world, shown)
	require.NoError(t, r.Err(), r.String())
	require.Equal(t, []string{"/credentialSubject/result"}, r.Proofs()[0].Disclosed.Chosen)
	require.Contains(t, r.String(), "chosen by the holder: /credentialSubject/result")
	require.Contains(t, r.Proofs()[0].Disclosed.Mandatory, "/validUntil")
	report, err := json.Marshal(r)
	require.NoError(t, err)
	require.Contains(t, string(report), `"chosen":["/credentialSubject/result"]`)
}

// A holder who cuts a mandatory member out of a disclosure is refused, and so
// is one who withholds what the standard demands.
func TestDisclosureTampered(t *testing.T) {
	world := verifytest.New(t)
	made, err := world.Issuer("school.example", proof.ECDSASD2023).Issue(t.Context(), graded())
	require.NoError(t, err)
	shown, err := proof.Disclose(t.Context(), made, proof.Selection{Reveal: []string{""}})
	require.NoError(t, err)
	for name, row := range map[string]struct {
		edit   func(object)
		stages []verify.Stage // the labels of nodes are random, and with them what shows first
	}{
		"C-070 expiry cut out": {func(o object) { delete(o, "validUntil") }, []verify.Stage{verify.StageContext, verify.StageSignature}},
		"C-070 expiry moved":   {func(o object) { o["validUntil"] = "2099-01-01T00:00:00Z" }, []verify.Stage{verify.StageSignature}},
		"grade raised": {func(o object) {
			o["credentialSubject"].(object)["result"].([]any)[0].(object)["value"] = "A"
		}, []verify.Stage{verify.StageSignature}},
		"C-069 grade cut out by hand": {func(o object) { delete(o["credentialSubject"].(object), "result") }, []verify.Stage{verify.StageContext}},
		"achievement cut out":         {func(o object) { delete(o["credentialSubject"].(object), "achievement") }, []verify.Stage{verify.StageStructure}},
	} {
		t.Run(name, func(t *testing.T) {
			o := fromJSON(t, shown.JSON())
			row.edit(o)
			doc, err := badge.Parse(toJSON(t, o))
			require.NoError(t, err)
			r := judged(t, world, doc)
			require.Equal(t, verify.Rejected, r.Verdict())
			require.Contains(t, row.stages, r.Decisive().Stage, r.String())
		})
	}
}

// An issuer of such badges signs its status list whole, for all to read.
func TestDisclosureAndStatusList(t *testing.T) {
	world := verifytest.New(t)
	school := world.Issuer("school.example", proof.ECDSASD2023)
	bits, err := status.NewList(status.Revocation, 131072, 1)
	require.NoError(t, err)
	list, err := school.StatusList(t.Context(), "https://school.example/status/1", bits, nil)
	require.NoError(t, err)
	proofs, err := proof.Find(list)
	require.NoError(t, err)
	require.Equal(t, proof.ECDSARDFC2019, proofs[0].Scheme())
}

// A disclosure for which the budget is spent leaves the verdict open, but does
// not hide that the one before it was not signed.
func TestDisclosureBudget(t *testing.T) {
	world := verifytest.New(t)
	made, err := world.Issuer("school.example", proof.ECDSASD2023).Issue(t.Context(), graded())
	require.NoError(t, err)
	shown, err := proof.Disclose(t.Context(), made, proof.Selection{Reveal: []string{""}})
	require.NoError(t, err)
	forged := fromJSON(t, shown.JSON())
	forged["credentialSubject"].(object)["result"].([]any)[0].(object)["value"] = "A"
	once := toJSON(t, forged)
	forged["proof"] = slices.Repeat(forged["proof"].([]any), 2)
	config := world.Config(verify.AnyIssuer())
	v, err := verify.New(config)
	require.NoError(t, err)
	spent, _ := verify.Spent(t.Context(), v, once)
	unsigned := []string{"disclosure.statement", "proof.signature"} // the labels of nodes are random, and with them what shows first
	for _, row := range []struct {
		data    []byte
		work    int
		verdict verify.Verdict
		codes   []string
	}{
		{once, spent.Work, verify.Rejected, unsigned},
		{once, spent.Work * 2 / 3, verify.Inconclusive, []string{"verify.budget"}},
		{toJSON(t, forged), spent.Work * 5 / 4, verify.Rejected, unsigned},
	} {
		config.Budget.Work = row.work
		v, err = verify.New(config)
		require.NoError(t, err)
		r, _ := v.Verify(t.Context(), row.data)
		require.Equal(t, row.verdict, r.Verdict(), r.String())
		require.Contains(t, row.codes, r.Decisive().Code, r.String())
	}
}

// SC-14: the report of a disclosure with two forged statements is the same for
// any number of workers, and for VerifyAll, which checks one at a time.
func TestDisclosureWorkers(t *testing.T) {
	world := verifytest.New(t)
	made, err := world.Issuer("school.example", proof.ECDSASD2023).Issue(t.Context(), graded())
	require.NoError(t, err)
	shown, err := proof.Disclose(t.Context(), made, proof.Selection{Reveal: []string{""}})
	require.NoError(t, err)
	forged := fromJSON(t, shown.JSON())
	result := forged["credentialSubject"].(object)["result"].([]any)[0].(object)
	result["value"], result["resultDescription"] = "A", "urn:uuid:22222222-2222-4333-8444-555555555556"
	for _, text := range [][]byte{shown.JSON(), toJSON(t, forged)} {
		var reports []string
		for _, workers := range []int{1, 2, 16, 0} {
			config := world.Config(verify.AnyIssuer())
			config.Workers = workers
			v, err := verify.New(config)
			require.NoError(t, err)
			r, _ := v.Verify(t.Context(), text)
			reports = append(reports, r.String())
			for _, r := range v.VerifyAll(t.Context(), items([][]byte{text})) {
				reports = append(reports, r.String())
			}
		}
		require.Len(t, slices.Compact(reports), 1)
	}
}
