package verify_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
)

// RE-5: a departure of an endorsement is in the report of the endorsement, and
// the badge that embeds it conforms.
func TestDepartureOfEmbedded(t *testing.T) {
	world := schoolWorld(t)
	inner := fromJSON(t, nestedBy(t, world, "school.example", proof.EdDSARDFC2022, func(o object) {
		at(o, "/issuer")["image"] = "https://school.example/logo.png"
	}).JSON())
	for _, change := range []func(*verify.Config){nil, required} {
		r, err := verifierWith(t, world, change).Verify(t.Context(), nestedIn(t, world, "endorsement", inner).Bytes())
		require.NoError(t, err, outline(r))
		require.Empty(t, r.Departures(), outline(r))
		require.Len(t, r.Embedded(), 1)
		requireCheck(t, r.Embedded()[0].Report, verify.StageConformance, map[bool]verify.Outcome{true: verify.Warned, false: verify.Failed}[change == nil], "schema.type")
		require.NotEmpty(t, r.Embedded()[0].Report.Departures())
	}
}

// RE-6: a departure stops no stage.
func TestDepartureStopsNoStage(t *testing.T) {
	for name, c := range map[string]struct {
		edit  func(object)
		stage verify.Stage
		code  string
	}{
		"revoked, for whoever has it": {func(o object) {
			delete(subjectOf(o), "id")
			delete(subjectOf(o), "identifier")
			o["@context"] = append(o["@context"].([]any), "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json")
			o["credentialStatus"] = object{"id": "https://school.example/revoked", "type": "1EdTechRevocationList"}
		}, verify.StageStatus, "status.revoked"},
		"expired, image as a URL": {func(o object) { o["image"], o["validUntil"] = "https://school.example/b.png", "2026-09-15T00:00:00Z" },
			verify.StageTime, "time.expired"},
	} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			world.Issuer("school.example", proof.EdDSAJCS2022)
			world.Publish("https://school.example/revoked", []byte(`{"id":"https://school.example/revoked","issuer":"`+school+`","revokedCredential":[{"id":"`+badgeUUID+`","revoked":true}]}`))
			data := departing(t, world, c.edit)
			r, err := verifierWith(t, world, nil).Verify(t.Context(), data)
			require.ErrorIs(t, err, verify.ErrRejected, outline(r))
			require.NotEmpty(t, r.Departures())
			require.Equal(t, c.stage, r.Decisive().Stage, outline(r))
			requireCheck(t, r, c.stage, verify.Failed, c.code)
			requireCheck(t, r, verify.StageSignature, verify.Passed, "signature.valid")
		})
	}
}

// RE-4: a member that counts as absent is neither weighed nor shown, and one that
// narrows is weighed and shown.
func TestAbsentAndNarrowing(t *testing.T) {
	const past, ahead = "2026-09-15T00:00:00Z", "2030-01-01T00:00:00Z"
	for name, c := range map[string]struct {
		edit       func(object)
		code, path string // of the departure
		time       string
		until      badge.DateTime
	}{
		"null as an end":       {func(o object) { o["validUntil"] = nil }, "schema.type", "/validUntil", "time.valid", ""},
		"the other end, ahead": {func(o object) { o["expirationDate"] = ahead }, "date.wrong_model", "/expirationDate", "time.valid", ahead},
		"the other end, past":  {func(o object) { o["expirationDate"] = past }, "date.wrong_model", "/expirationDate", "time.expired", past},
		"refresh service as a text": {func(o object) { o["refreshService"] = "https://school.example/refresh" },
			"schema.type", "/refreshService", "time.valid", ""},
		"refresh service as a list": {func(o object) {
			o["refreshService"] = []any{object{"id": "https://school.example/refresh", "type": "1EdTechCredentialRefresh"}}
		}, "schema.type", "/refreshService", "time.valid", ""},
		"terms of use as a text": {func(o object) { o["termsOfUse"] = "Share." }, "schema.type", "/termsOfUse", "time.valid", ""},
	} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			world.Issuer("school.example", proof.EdDSAJCS2022)
			data := departing(t, world, c.edit)
			r, err := verifierWith(t, world, func(c *verify.Config) { c.Refresh = true }).Verify(t.Context(), data)
			requireCheck(t, r, verify.StageTime, map[bool]verify.Outcome{true: verify.Passed, false: verify.Failed}[c.time == "time.valid"], c.time)
			require.Equal(t, c.time == "time.valid", err == nil, outline(r))
			require.True(t, slices.ContainsFunc(r.Departures(), func(d verify.Check) bool { return d.Code == c.code && d.Path == c.path }), outline(r))
			view := r.Document().Credential()
			require.Equal(t, c.until, view.ValidUntil)
			require.Nil(t, view.RefreshService)
			require.Empty(t, view.TermsOfUse)
			require.Zero(t, world.Hits("https://school.example/refresh"))
		})
	}
}

// RE-12: what has no form that the view can hold is a departure, and the view
// does not show it.
func TestDescriptionInAnotherForm(t *testing.T) {
	world := schoolWorld(t)
	world.Issuer("school.example", proof.EdDSAJCS2022)
	data := departing(t, world, func(o object) {
		class := at(o, "/credentialSubject/achievement")
		class["image"], class["criteria"] = "javascript:alert(1)", "Build a radio."
		class["description"], o["name"] = object{"nl": "Bouwt een radio."}, object{"nl": "Radio"}
	})
	r, err := verifierWith(t, world, nil).Verify(t.Context(), data)
	require.NoError(t, err, outline(r))
	paths := map[string]bool{}
	for _, d := range r.Departures() {
		paths[d.Path] = true
	}
	for _, path := range []string{"/name", "/credentialSubject/achievement/image", "/credentialSubject/achievement/criteria", "/credentialSubject/achievement/description"} {
		require.True(t, paths[path], "%s: %s", path, outline(r))
	}
	view, ok := r.Verified()
	require.True(t, ok)
	class := view.Subject.Achievement
	require.Equal(t, &badge.Image{ID: "javascript:alert(1)"}, class.Image, "as written")
	require.Equal(t, []string{"", ""}, []string{view.Name, class.Description})
	require.Zero(t, class.Criteria)
	require.Contains(t, view.Extra, "name")
	require.Contains(t, class.Extra, "criteria")
	require.Contains(t, class.Extra, "description")
	_, err = verifierWith(t, world, required).Verify(t.Context(), data)
	require.ErrorIs(t, err, verify.ErrRejected)
}
