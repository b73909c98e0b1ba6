package badge_test

import (
	"encoding/json"
	"testing"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/rules"
	"github.com/stretchr/testify/require"
)

// draft is a credential without the values that Build adds.
func draft() badge.Credential {
	return badge.Credential{
		ID:        "urn:uuid:6bc1f1f5-1b1a-4c2a-8b1e-0d9f6f4f0001",
		Issuer:    badge.Profile{ID: "https://issuer.example/"},
		ValidFrom: "2026-01-01T00:00:00Z",
		Subject: badge.Subject{
			ID: "did:example:holder",
			Achievement: badge.Achievement{
				ID: "https://issuer.example/achievements/1", Name: "Welding", Description: "Welds",
				Criteria: badge.Criteria{Narrative: "Weld"},
			},
		},
	}
}

func TestBuildMinimal(t *testing.T) {
	d, err := badge.Build(badge.OB3, draft())
	require.NoError(t, err)
	require.Equal(t, normal(t, []byte(minimal)), normal(t, d.JSON()))
	require.Equal(t, badge.KindCredential, d.Kind())
	require.Equal(t, badge.OB3, d.Version())
	require.Equal(t, credential(t, minimal), d.Credential())
	for _, p := range rules.Validate(d) {
		require.NotEqual(t, badge.SeverityError, p.Severity, p)
	}
}

func TestBuildCompletes(t *testing.T) {
	vc2, ob3 := badge.Context{URL: badge.ContextVC2}, badge.Context{URL: badge.ContextOB3}
	clr := badge.Context{URL: "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"}
	own := badge.Context{URL: "https://issuer.example/context.json"}
	inline := badge.Context{Map: json.RawMessage(`{"x":"urn:x"}`)}
	for _, row := range []struct {
		name                        string
		types, wantTypes, wantClass []string
		context, wantContext        []badge.Context
	}{
		{"nothing given", nil, []string{"VerifiableCredential", "AchievementCredential"}, []string{"AchievementSubject"}, nil, []badge.Context{vc2, ob3}},
		{"one context more", nil, []string{"VerifiableCredential", "AchievementCredential"}, []string{"AchievementSubject"}, []badge.Context{own, inline}, []badge.Context{vc2, ob3, own, inline}},
		{"half the contexts", nil, []string{"VerifiableCredential", "AchievementCredential"}, []string{"AchievementSubject"}, []badge.Context{ob3, own}, []badge.Context{vc2, ob3, own}},
		{"all contexts", nil, []string{"VerifiableCredential", "AchievementCredential"}, []string{"AchievementSubject"}, []badge.Context{vc2, own}, []badge.Context{vc2, own}},
		{"the other name", []string{"VerifiableCredential", "OpenBadgeCredential"}, []string{"VerifiableCredential", "OpenBadgeCredential"}, []string{"AchievementSubject"}, nil, []badge.Context{vc2, ob3}},
		{"a type more", []string{"https://issuer.example/Special"}, []string{"VerifiableCredential", "AchievementCredential", "https://issuer.example/Special"}, []string{"AchievementSubject"}, nil, []badge.Context{vc2, ob3}},
		{"endorsement", []string{"EndorsementCredential"}, []string{"VerifiableCredential", "EndorsementCredential"}, []string{"EndorsementSubject"}, nil, []badge.Context{vc2, ob3}},
		{"CLR", []string{"ClrCredential"}, []string{"VerifiableCredential", "ClrCredential"}, []string{"ClrSubject"}, nil, []badge.Context{vc2, clr, ob3}},
		{"status list", []string{"BitstringStatusListCredential"}, []string{"VerifiableCredential", "BitstringStatusListCredential"}, []string{"BitstringStatusList"}, nil, []badge.Context{vc2}},
	} {
		t.Run(row.name, func(t *testing.T) {
			d, err := badge.Build(badge.OB3, badge.Credential{ID: "urn:x", Type: row.types, Context: row.context})
			require.NoError(t, err)
			c := d.Credential()
			require.Equal(t, row.wantTypes, c.Type)
			require.Equal(t, row.wantClass, c.Subject.Type)
			require.Equal(t, row.wantContext, c.Context)
		})
	}
}

func TestBuildTypesOfEveryClass(t *testing.T) {
	alignment := []badge.Alignment{{TargetName: "n"}}
	c := badge.Credential{
		Image: &badge.Image{ID: "i"}, Evidence: []badge.Evidence{{Type: []string{"Extra"}, Name: "n"}},
		Issuer: badge.Profile{
			ParentOrg: &badge.Profile{ID: "p"}, OtherIdentifier: []badge.IdentifierEntry{{Identifier: "x"}},
			Address: &badge.Address{Geo: &badge.GeoCoordinates{Latitude: "1"}},
		},
		Subject: badge.Subject{
			Identifier: []badge.IdentityObject{{IdentityHash: "x"}}, Association: []badge.Association{{SourceID: "s"}},
			Result: []badge.Result{{Alignment: alignment}},
			Achievement: badge.Achievement{
				Related:           []badge.Related{{ID: "r"}},
				ResultDescription: []badge.ResultDescription{{RubricCriterionLevel: []badge.RubricCriterionLevel{{ID: "l"}}}},
			},
		},
	}
	d, err := badge.Build(badge.OB3, c)
	require.NoError(t, err)
	for pointer, want := range map[string]string{
		"/image": `"Image"`, "/evidence/0": `["Evidence","Extra"]`, "/issuer": `["Profile"]`, "/issuer/parentOrg": `["Profile"]`,
		"/issuer/otherIdentifier/0": `"IdentifierEntry"`, "/issuer/address": `["Address"]`, "/issuer/address/geo": `"GeoCoordinates"`,
		"/credentialSubject/identifier/0": `"IdentityObject"`, "/credentialSubject/association/0": `"Association"`,
		"/credentialSubject/result/0": `["Result"]`, "/credentialSubject/result/0/alignment/0": `["Alignment"]`,
		"/credentialSubject/achievement": `["Achievement"]`, "/credentialSubject/achievement/related/0": `["Related"]`,
		"/credentialSubject/achievement/resultDescription/0":                        `["ResultDescription"]`,
		"/credentialSubject/achievement/resultDescription/0/rubricCriterionLevel/0": `["RubricCriterionLevel"]`,
	} {
		got, ok := d.At(pointer + "/type")
		require.True(t, ok, pointer)
		require.Equal(t, want, string(got), pointer)
	}
	require.Nil(t, alignment[0].Type, "an argument was changed")
	require.Equal(t, []string{"Extra"}, c.Evidence[0].Type, "an argument was changed")
}

func TestBuildWritesNothingEmpty(t *testing.T) { // C-018
	c := draft()
	c.Evidence = []badge.Evidence{}
	c.Subject.Achievement.Tag = []string{}
	c.Subject.Achievement.Extra = map[string]json.RawMessage{"a": json.RawMessage("null"), "b": json.RawMessage("[]"), "c": json.RawMessage(`{"null":null}`)}
	d, err := badge.Build(badge.OB3, c)
	require.NoError(t, err)
	achievement, _ := d.At("/credentialSubject/achievement")
	require.JSONEq(t, `{"id":"https://issuer.example/achievements/1","type":["Achievement"],"name":"Welding","description":"Welds","criteria":{"narrative":"Weld"},"c":{"null":null}}`, string(achievement))
	_, found := d.At("/evidence")
	require.False(t, found)
}

func TestBuildNumbers(t *testing.T) { // C-019
	c := draft()
	c.Subject.CreditsEarned = "3.50"
	c.Subject.Achievement.CreditsAvailable = "4e0"
	c.Issuer.Address = &badge.Address{Geo: &badge.GeoCoordinates{Latitude: "52.10", Longitude: "-5"}}
	c.Subject.Result = []badge.Result{{Value: "7.5"}}
	c.CredentialStatus = []badge.CredentialStatus{{StatusListIndex: "94567"}}
	d, err := badge.Build(badge.OB3, c)
	require.NoError(t, err)
	for pointer, want := range map[string]string{
		"/credentialSubject/creditsEarned":                "3.50",
		"/credentialSubject/achievement/creditsAvailable": "4e0",
		"/issuer/address/geo/latitude":                    "52.10",
		"/issuer/address/geo/longitude":                   "-5",
		"/credentialSubject/result/0/value":               `"7.5"`,
		"/credentialStatus/statusListIndex":               `"94567"`,
	} {
		got, _ := d.At(pointer)
		require.Equal(t, want, string(got), pointer)
	}
}

func TestBuildErrors(t *testing.T) {
	token, err := badge.Parse([]byte("e30.e30."))
	require.NoError(t, err)
	for _, row := range []struct {
		name, code, path string
		version          badge.Version
		change           func(*badge.Credential)
	}{
		{"legacy", "badge.version_read", "", badge.OB3VCDM1, func(*badge.Credential) {}},
		{"no version", "badge.version_read", "", badge.VersionUnknown, func(*badge.Credential) {}},
		{"legacy context", "badge.version_read", "/@context", badge.OB3, func(c *badge.Credential) { c.Context = []badge.Context{{URL: badge.ContextVC1}} }},
		{"signed", "badge.build_signed", "/proof", badge.OB3, func(c *badge.Credential) { c.Proof = []badge.ProofView{{}} }},
		{"no number", "json.syntax", "/credentialSubject/creditsEarned", badge.OB3, func(c *badge.Credential) { c.Subject.CreditsEarned = "three" }},
		{"comma for a point", "json.trailing_data", "/credentialSubject/creditsEarned", badge.OB3, func(c *badge.Credential) { c.Subject.CreditsEarned = "3,5" }},
		{"no UTF-8", "json.utf8", "/name", badge.OB3, func(c *badge.Credential) { c.Name = "\xff" }},
		{"no UTF-8 in a context", "json.utf8", "/@context/2", badge.OB3, func(c *badge.Credential) { c.Context = []badge.Context{{URL: "\xff"}} }},
		{"smuggled member", "json.trailing_data", "/x", badge.OB3, func(c *badge.Credential) {
			c.Extra = map[string]json.RawMessage{"x": json.RawMessage(`1,"validUntil":"2099-01-01T00:00:00Z"`)}
		}},
		{"field repeated", "json.extra_conflict", "/id", badge.OB3, func(c *badge.Credential) { c.Extra = map[string]json.RawMessage{"id": json.RawMessage(`"b"`)} }},
		{"context with two faces", "json.unencodable", "/@context/2", badge.OB3, func(c *badge.Credential) { c.Context = []badge.Context{{URL: "a", Map: json.RawMessage(`{}`)}} }},
		{"nil endorsement", "json.unencodable", "/endorsement/0", badge.OB3, func(c *badge.Credential) { c.Endorsement = []*badge.Document{nil} }},
		{"token among endorsements", "json.unencodable", "/endorsement/0", badge.OB3, func(c *badge.Credential) { c.Endorsement = []*badge.Document{token} }},
		{"two kinds of achievement", "json.unencodable", "/credentialSubject/achievement", badge.OB3, func(c *badge.Credential) { c.Subject.Achievements = []badge.Achievement{{}} }},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := draft()
			row.change(&c)
			_, err := badge.Build(row.version, c)
			var problem badge.Failure
			require.ErrorAs(t, err, &problem)
			require.Equal(t, row.code, problem.Code())
			require.Equal(t, row.path, problem.Path())
		})
	}
}

func TestBuildPublished(t *testing.T) {
	d, err := badge.BuildAchievement(badge.OB3, draft().Subject.Achievement)
	require.NoError(t, err)
	require.Equal(t, badge.KindAchievement, d.Kind())
	require.Equal(t, "Welding", d.Achievement().Name)

	d, err = badge.BuildProfile(badge.OB3, badge.Profile{ID: "https://issuer.example/", Name: "Issuer"})
	require.NoError(t, err)
	require.Equal(t, badge.KindProfile, d.Kind())
	require.Equal(t, "Issuer", d.Profile().Name)

	_, err = badge.BuildProfile(badge.OB3VCDM1, badge.Profile{})
	require.Error(t, err)
}
