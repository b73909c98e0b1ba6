package edubadges_test

import (
	"context"
	"crypto/ed25519"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/badge/proof"
)

// A hosted micro-credential becomes a badge of eduCredentials that is valid,
// signed, and says the same.
func TestEducredential(t *testing.T) {
	assertion := parse(t, lean)
	e := edubadges.Read(assertion, parse(t, badgeClass), parse(t, issuerDoc), parse(t, strings.Replace(expandedClass, "blended,online", "blended,onsite", 1)))
	c, lost := edubadges.Educredential(e, assertion.Credential())
	c.ID, c.Issuer.ID = "https://school.example/credentials/1", "https://school.example"
	d, err := badge.Build(badge.OB3, c)
	require.NoError(t, err)
	for path, want := range map[string]string{
		"/credentialSubject/achievement/id":                     `"https://api.edubadges.nl/public/badges/EqLuTedxSEaQneSmWWlF4g"`,
		"/credentialSubject/achievement/name":                   `"Solderen"`,
		"/credentialSubject/achievement/ECTS":                   `2.50`,
		"/credentialSubject/achievement/participationType":      `"onsite or blended"`,
		"/credentialSubject/achievement/assessmentType":         `"testing"`,
		"/credentialSubject/achievement/supervisionType":        `"supervised with no identity verification"`,
		"/credentialSubject/achievement/identityChecked":        `false`,
		"/credentialSubject/achievement/inLanguage":             `"nl-NL"`,
		"/credentialSubject/achievement/alignment/0/targetCode": `"6"`,
		"/credentialSubject/achievement/alignment/1/targetName": `"Kader"`,
		"/credentialSubject/identifier/0/identityType":          `"identifier"`,
		"/issuer/name":                                `"Hogeschool"`,
		"/issuer/otherIdentifier/0/identifier":        `"00XX"`,
		"/credentialSubject/achievement/creator/name": `"Stadslab"`,
		"/credentialSchema/1/id":                      `"https://raw.githubusercontent.com/educredentials/obv3-examples/refs/heads/main/schemas/microcredential_ects.json"`,
	} {
		got, found := d.At(path)
		require.True(t, found, path)
		require.Equal(t, want, string(got), path)
	}
	var list []string
	for _, f := range lost {
		require.Equal(t, "edubadges.lost", f.Code)
		list = append(list, string(rune('0'+f.Document))+f.Path)
	}
	require.ElementsMatch(t, []string{"0/updatedAt", "0/verification", "2/extensions:InstitutionCountryExtension/InstitutionCountry",
		"1/extensions:LearningOutcomeExtension/LearningOutcome", "3/stackable", "1/alignment/0", "2/faculty", "2/faculty/on_behalf_of_display_name"}, list)
	require.Equal(t, edubadges.Profile, edubadges.DialectOf(d))
}

// What is left of a converted badge can be signed with a linked-data proof,
// once it has what the profile asks for.
func TestEducredentialIsSigned(t *testing.T) {
	class := `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://api.edubadges.nl/public/assertions/a41jSgmsSh6Sa1xcVUku5Q","issuedOn":"2026-05-01T10:20:30+00:00",` + recipient + `,
		"badge":{"type":"BadgeClass","id":"https://api.edubadges.nl/public/badges/EqLuTedxSEaQneSmWWlF4g","name":"n","description":"d","criteria":{"narrative":"c"},"image":"https://api.edubadges.nl/i","x":"unknown",
		"typeBadgeClass":"micro_credential","participation":"online","assessmentType":"oram_exam","assessmentSupervised":true,"assessmentIdVerified":true,"grade_achieved":"8.5",
		"qualityAssuranceName":"q","qualityAssuranceUrl":"https://npuls.nl/k","qualityAssuranceDescription":"d",
		` + ext("LanguageExtension", "Language", `"en_EN"`) + `,` + credits(`3`) + `,` + ext("EQFExtension", "EQF", `6`) + `,"issuer":{"type":"Issuer","id":"https://api.edubadges.nl/public/issuers/lQ67BQQQS-eBx5syJGpazg","name":"i","url":"https://x.example"}}}`
	d := parse(t, class)
	before := string(d.Bytes())
	view := d.Credential()
	c, lost := edubadges.Educredential(edubadges.Read(d), view)
	require.Equal(t, d.Credential(), view, "the argument is not changed")
	require.Equal(t, before, string(d.Bytes()))
	require.Len(t, lost, 1)
	require.Equal(t, "/badge/x", lost[0].Path)
	c.ID, c.Issuer.ID = "https://school.example/credentials/1", "https://school.example"
	built, err := badge.Build(badge.OB3, c)
	require.NoError(t, err)
	ext := edubadges.Educredentials()
	for _, p := range badge.Validate(built, ext...) {
		require.Equal(t, badge.Warning, p.Severity, "%s at %s: %s", p.Code, p.Path, p.Message)
	}
	key := ed25519.NewKeyFromSeed([]byte("a seed of thirty-two bytes......"))
	_, err = proof.Sign(context.Background(), built, proof.EdDSARDFC2022, proof.Signer{Key: key, Method: "https://school.example/keys#1"}, proof.Options{Extensions: ext})
	require.NoError(t, err)
	e := edubadges.Read(built)
	require.Equal(t, "8.5", e.Grade.Text)
	require.Equal(t, "6", e.EQF.Text)
	require.Equal(t, "supervised online", e.Supervision.Text)
	require.Empty(t, edubadges.Check(e, edubadges.HBO))
	_, err = edubadges.Match(built.Credential().Subject, "1234abc123abc")
	require.NoError(t, err)
}

// What has no counterpart is lost, and said to be: nothing is invented.
func TestEducredentialLosses(t *testing.T) {
	for _, row := range []struct{ name, members, lost string }{
		{"personalised assessment", `"assessmentType":"personalized_assessment"`, "/assessmentType"},
		{"two assessments", `"assessmentType":"written_exam,portfolio_assessment"`, "/assessmentType"},
		{"two ways to take part", `"participation":"online,work_experience"`, "/participation"},
		{"identity without supervision", `"assessmentSupervised":false,"assessmentIdVerified":true`, "/assessmentSupervised"},
		{"supervision alone", `"assessmentSupervised":true`, "/assessmentSupervised"},
		{"several programmes", ext("EducationProgramIdentifierExtension", "EducationProgramIdentifier", `[1,2]`), "/extensions:EducationProgramIdentifierExtension/EducationProgramIdentifier"},
		{"credits in words", credits(`"a few"`), "/extensions:ECTSExtension/ECTS"},
		{"level not verified", ext("EQFExtension", "EQF", `6`) + `,"eqfNlqfLevelVerified":false`, "/extensions:EQFExtension/EQF"},
		{"level in words", ext("EQFExtension", "EQF", `"high"`), "/extensions:EQFExtension/EQF"},
		{"quality without address", `"qualityAssuranceName":"q"`, "/qualityAssuranceName"},
		{"another type", `"typeBadgeClass":"other"`, "/typeBadgeClass"},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := parse(t, `{"@context":"https://w3id.org/openbadges/v2","type":"BadgeClass","id":"https://x.example/b",`+row.members+`}`)
			_, lost := edubadges.Educredential(edubadges.Read(d), badge.Credential{Subject: badge.Subject{Achievement: d.Achievement()}})
			require.Len(t, lost, 1)
			require.Equal(t, row.lost, lost[0].Path)
		})
	}
}
