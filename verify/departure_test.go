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

// RE-2: a badge that breaks a rule of its data model is genuine, unless what decides
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
		"no id":                 {func(o object) { delete(o, "id") }, "schema.required", ""},
		"id that is not a URI":  {func(o object) { o["id"] = "badge 9" }, "uri.syntax", "/id"},
		"issuer without type":   {func(o object) { delete(at(o, "/issuer"), "type") }, "schema.required", "/issuer"},
		"issuer's image":        {func(o object) { at(o, "/issuer")["image"] = "https://school.example/logo.png" }, "schema.type", "/issuer/image"},
		"name as a number":      {func(o object) { o["name"] = 7 }, "schema.type", "/name"},
		"one identifier": {func(o object) {
			subjectOf(o)["identifier"] = object{"type": "IdentityObject", "hashed": false, "identityHash": "ada@school.example", "identityType": "emailAddress"}
		}, "schema.type", "/credentialSubject/identifier"},
		"type of achievement": {func(o object) { at(o, "/credentialSubject/achievement")["achievementType"] = "Medal" }, "schema.enum", "/credentialSubject/achievement/achievementType"},
		"evidence as a text":  {func(o object) { o["evidence"] = "https://school.example/essay" }, "schema.type", "/evidence"},
		"dangling result": {func(o object) {
			subjectOf(o)["result"] = []any{object{"type": []any{"Result"}, "resultDescription": "urn:uuid:22222222-2222-4333-8444-555555555555", "value": "A"}}
		}, "result.description", "/credentialSubject/result/0/resultDescription"},
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

// RE-2: a good badge conforms, and a warning is not a departure.
func TestConforming(t *testing.T) {
	world := schoolWorld(t)
	r, err := verifierWith(t, world, required).Verify(t.Context(), signed(t, world, edited(t, verifytest.Badge(), nil)).Bytes())
	require.NoError(t, err)
	requireCheck(t, r, verify.StageConformance, verify.Passed, "conformance.good")
	require.Empty(t, r.Departures())

	class := func(name string, value any) func(object) {
		return func(o object) { at(o, "/credentialSubject/achievement")[name] = value }
	}
	for code, edit := range map[string]func(object){
		"criteria.empty": class("criteria", object{"type": "Criteria"}),
		"uri.unsafe":     func(o object) { at(o, "/issuer")["url"] = "javascript:alert(1)" },
		"schema.not_applied": func(o object) {
			o["credentialSchema"] = []any{object{"id": "https://school.example/schema", "type": "Other"}}
		},
		"date.activity_order": func(o object) {
			subjectOf(o)["activityStartDate"], subjectOf(o)["activityEndDate"] = "2026-02-01T00:00:00Z", "2026-01-01T00:00:00Z"
		},
	} {
		world.Issuer("school.example", proof.EdDSAJCS2022)
		for _, policy := range []func(*verify.Config){nil, required} {
			r, err = verifierWith(t, world, policy).Verify(t.Context(), departing(t, world, edit))
			require.NoError(t, err, outline(r))
			requireCheck(t, r, verify.StageConformance, verify.Warned, code)
			require.Empty(t, r.Departures(), code)
		}
	}
}

// S-13: a start under both names with one value is accepted.
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

// RE-3: decisive properties must have one meaning under every policy; the other stages are
// still answered.
func TestDecisiveMembers(t *testing.T) {
	for name, c := range map[string]struct {
		edit  func(object)
		stage verify.Stage
		code  string
	}{
		"issuer as a list":            {func(o object) { o["issuer"] = []any{o["issuer"]} }, verify.StageStructure, "schema.type"},
		"subject as a list":           {func(o object) { o["credentialSubject"] = []any{o["credentialSubject"]} }, verify.StageStructure, "schema.type"},
		"no achievement":              {func(o object) { delete(subjectOf(o), "achievement") }, verify.StageStructure, "schema.required"},
		"end as a number":             {func(o object) { o["validUntil"] = 4102444800 }, verify.StageStructure, "schema.type"},
		"end without zone":            {func(o object) { o["validUntil"] = "2030-01-01T00:00:00" }, verify.StageStructure, "schema.format"},
		"end before start":            {func(o object) { o["validUntil"] = "2026-08-01T00:00:00Z" }, verify.StageStructure, "date.order"},
		"S-13 two ends":               {func(o object) { o["validUntil"], o["expirationDate"] = "2030-01-01T00:00:00Z", "2031-01-01T00:00:00Z" }, verify.StageTime, "time.two_dates"},
		"foreign end":                 {func(o object) { o["expirationDate"] = "2026-09-15T00:00:00Z" }, verify.StageTime, "time.expired"},
		"no issuer":                   {func(o object) { delete(o, "issuer") }, verify.StageStructure, "schema.required"},
		"issuer as a number":          {func(o object) { o["issuer"] = 7 }, verify.StageStructure, "schema.type"},
		"issuer without id":           {func(o object) { delete(at(o, "/issuer"), "id") }, verify.StageStructure, "schema.required"},
		"id as a number":              {func(o object) { o["id"] = 7 }, verify.StageStructure, "schema.type"},
		"id of the subject as a list": {func(o object) { subjectOf(o)["id"] = []any{"did:example:learner"} }, verify.StageStructure, "schema.type"},
		"start as a list":             {func(o object) { o["validFrom"] = []any{o["validFrom"]} }, verify.StageStructure, "schema.type"},
		"empty end":                   {func(o object) { o["validUntil"] = "" }, verify.StageStructure, "schema.format"},
		"status as a text":            {func(o object) { o["credentialStatus"] = "https://school.example/status" }, verify.StageStatus, "status.syntax"},
		"status without a type":       {func(o object) { o["credentialStatus"] = object{"id": "https://school.example/status#1"} }, verify.StageStatus, "status.member"},
		"two kinds":                   {func(o object) { o["type"] = append(o["type"].([]any), "EndorsementCredential") }, verify.StageStructure, "badge.kind"},
	} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			world.Issuer("school.example", proof.EdDSAJCS2022)
			data := departing(t, world, c.edit)
			for policy, change := range policies {
				if policy == "everything" && c.stage == verify.StageStatus {
					continue // it does not ask for the status
				}
				r, err := verifierWith(t, world, change).Verify(t.Context(), data)
				require.ErrorIs(t, err, verify.ErrRejected, "%s: %s", policy, outline(r))
				requireCheck(t, r, c.stage, verify.Failed, c.code)
				require.NotEqual(t, "verify.blocked", stageCode(r, verify.StageTime))
				require.NotEqual(t, "verify.blocked", stageCode(r, verify.StageRecipient))
			}
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

// RE-33: a verifiable credential that is not a badge may be genuine.
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
