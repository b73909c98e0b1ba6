package verify_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// departing signs a badge of the school by the bytes, whatever it breaks.
func departing(t *testing.T, world *verifytest.World, edit func(object)) []byte {
	return signedBy(t, world, "school.example", proof.EdDSAJCS2022, edited(t, verifytest.Badge(), edit)).Bytes()
}

func required(c *verify.Config) { c.Conformance = verify.ConformanceRequired }

// A badge that breaks a rule of its data model is genuine, unless what decides
// cannot be read.
func TestDepartures(t *testing.T) {
	for name, c := range map[string]struct {
		edit       func(object)
		code, path string
	}{
		"image as a URL":        {func(o object) { o["image"] = "https://school.example/b.png" }, "schema.type", "/image"},
		"no context of badges":  {func(o object) { o["@context"] = []any{badge.ContextVC2} }, "schema.min_items", "/@context"},
		"no name of the class":  {func(o object) { delete(at(o, "/credentialSubject/achievement"), "name") }, "schema.required", "/credentialSubject/achievement"},
		"no start":              {func(o object) { delete(o, "validFrom") }, "schema.required", ""},
		"start of another name": {func(o object) { o["issuanceDate"] = o["validFrom"]; delete(o, "validFrom") }, "date.wrong_model", "/issuanceDate"},
		"null":                  {func(o object) { o["validUntil"] = nil }, "schema.type", "/validUntil"},
	} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			world.Issuer("school.example", proof.EdDSAJCS2022)
			data := departing(t, world, c.edit)

			r, err := verifierWith(t, world, nil).Verify(t.Context(), data)
			require.NoError(t, err, outline(r))
			requireCheck(t, r, verify.StageConformance, verify.Warned, c.code)
			require.True(t, slices.ContainsFunc(r.Departures(), func(d verify.Check) bool { return d.Code == c.code && d.Path == c.path }), outline(r))
			text, err := json.Marshal(r)
			require.NoError(t, err)
			require.Contains(t, string(text), `"departure":true`)

			r, err = verifierWith(t, world, required).Verify(t.Context(), data)
			require.ErrorIs(t, err, verify.ErrRejected)
			require.Equal(t, verify.StageConformance, r.Decisive().Stage, outline(r))
		})
	}
}

// A good badge conforms, and a warning is not a departure.
func TestConforming(t *testing.T) {
	world := schoolWorld(t)
	r, err := verifierWith(t, world, required).Verify(t.Context(), signed(t, world, edited(t, verifytest.Badge(), nil)).Bytes())
	require.NoError(t, err)
	requireCheck(t, r, verify.StageConformance, verify.Passed, "conformance.good")
	require.Empty(t, r.Departures())

	criteria := func(o object) { at(o, "/credentialSubject/achievement")["criteria"] = object{"type": "Criteria"} }
	r, err = verifierWith(t, world, required).Verify(t.Context(), signed(t, world, edited(t, verifytest.Badge(), criteria)).Bytes())
	require.NoError(t, err, outline(r))
	requireCheck(t, r, verify.StageConformance, verify.Warned, "criteria.empty")
	require.Empty(t, r.Departures())
}

// A start under both names with one value is accepted.
func TestEqualDates(t *testing.T) {
	world := schoolWorld(t)
	world.Issuer("school.example", proof.EdDSAJCS2022)
	data := departing(t, world, func(o object) {
		o["issuanceDate"], o["validUntil"], o["expirationDate"] = o["validFrom"], "2030-01-01T00:00:00Z", "2030-01-01T01:00:00+01:00"
	})
	r, err := verifierWith(t, world, nil).Verify(t.Context(), data)
	require.NoError(t, err, outline(r))
	requireCheck(t, r, verify.StageConformance, verify.Warned, "date.wrong_model")
	requireCheck(t, r, verify.StageTime, verify.Passed, "time.valid")
}

// Decisive properties must have one meaning under every policy; the other stages are
// still answered.
func TestDecisiveMembers(t *testing.T) {
	for name, c := range map[string]struct {
		edit  func(object)
		stage verify.Stage
		code  string
	}{
		"issuer as a list":  {func(o object) { o["issuer"] = []any{o["issuer"]} }, verify.StageStructure, "schema.type"},
		"subject as a list": {func(o object) { o["credentialSubject"] = []any{o["credentialSubject"]} }, verify.StageStructure, "schema.type"},
		"no achievement":    {func(o object) { delete(subjectOf(o), "achievement") }, verify.StageStructure, "schema.required"},
		"end as a number":   {func(o object) { o["validUntil"] = 4102444800 }, verify.StageStructure, "schema.type"},
		"end without zone":  {func(o object) { o["validUntil"] = "2030-01-01T00:00:00" }, verify.StageStructure, "schema.format"},
		"end before start":  {func(o object) { o["validUntil"] = "2026-08-01T00:00:00Z" }, verify.StageStructure, "date.order"},
		"two ends":          {func(o object) { o["validUntil"], o["expirationDate"] = "2030-01-01T00:00:00Z", "2031-01-01T00:00:00Z" }, verify.StageTime, "time.two_dates"},
		"foreign end":       {func(o object) { o["expirationDate"] = "2026-09-15T00:00:00Z" }, verify.StageTime, "time.expired"},
		"two kinds":         {func(o object) { o["type"] = append(o["type"].([]any), "EndorsementCredential") }, verify.StageStructure, "badge.kind"},
	} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			world.Issuer("school.example", proof.EdDSAJCS2022)
			data := departing(t, world, c.edit)
			r, err := verifierWith(t, world, nil).Verify(t.Context(), data)
			require.ErrorIs(t, err, verify.ErrRejected, outline(r))
			requireCheck(t, r, c.stage, verify.Failed, c.code)
			require.NotEqual(t, "verify.blocked", stageCode(r, verify.StageTime))
			require.NotEqual(t, "verify.blocked", stageCode(r, verify.StageRecipient))
		})
	}
}

func stageCode(r *verify.Report, stage verify.Stage) string {
	for _, c := range r.Checks() {
		if c.Stage == stage {
			return c.Code
		}
	}
	return ""
}

// A badge that names nobody is genuine; whose it is stays open.
func TestBearerBadge(t *testing.T) {
	world := schoolWorld(t)
	world.Issuer("school.example", proof.EdDSAJCS2022)
	data := departing(t, world, func(o object) {
		delete(subjectOf(o), "id")
		delete(subjectOf(o), "identifier")
	})
	r, err := verifierWith(t, world, nil).Verify(t.Context(), data)
	require.NoError(t, err, outline(r))
	requireCheck(t, r, verify.StageRecipient, verify.Warned, "recipient.unnamed")
	r, err = verifierWith(t, world, nil).VerifyFor(t.Context(), data, badge.Recipient{ID: "did:example:learner"})
	require.ErrorIs(t, err, verify.ErrInconclusive)
	requireCheck(t, r, verify.StageRecipient, verify.Unknown, "recipient.unnamed")

	data = departing(t, world, func(o object) {
		delete(subjectOf(o), "id")
		subjectOf(o)["identifier"] = "noor@student.example"
	})
	r, err = verifierWith(t, world, nil).Verify(t.Context(), data)
	require.NoError(t, err, outline(r))
	requireCheck(t, r, verify.StageRecipient, verify.Warned, "recipient.malformed")
	r, err = verifierWith(t, world, nil).VerifyFor(t.Context(), data, badge.Recipient{ID: "did:example:learner"})
	require.ErrorIs(t, err, verify.ErrRejected)
	requireCheck(t, r, verify.StageRecipient, verify.Failed, "recipient.malformed")
}

// A verifiable credential that is not a badge may be genuine.
func TestOtherCredential(t *testing.T) {
	world := schoolWorld(t)
	world.Issuer("school.example", proof.EdDSAJCS2022)
	data := departing(t, world, func(o object) { o["type"] = []any{"VerifiableCredential"} })
	r, err := verifierWith(t, world, nil).Verify(t.Context(), data)
	require.ErrorIs(t, err, verify.ErrInconclusive, outline(r))
	requireCheck(t, r, verify.StageStructure, verify.Unknown, "structure.kind")
	requireCheck(t, r, verify.StageSignature, verify.Passed, "signature.valid")
	_, err = verifierWith(t, world, required).Verify(t.Context(), data)
	require.ErrorIs(t, err, verify.ErrRejected)
}
