package edubadges_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
)

func parse(t *testing.T, text string) *badge.Document {
	t.Helper()
	d, err := badge.Parse([]byte(text))
	require.NoError(t, err)
	return d
}

// ext returns an extension of Open Badges 2.0 as a member.
func ext(name, term, value string) string {
	return `"extensions:` + name + `":{"@context":"https://api.edubadges.nl/extensions/` + name + `/context.json","type":["Extension","extensions:` + name + `"],"` + term + `":` + value + `}`
}

const (
	recipient = `"recipient":{"hashed":true,"type":"id","identity":"sha256$a2441d313d3d31514464ed6732d255df3391cbc85dd374d8a94b683248dcb7b8","salt":"s@lt"}`

	lean = `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://api.edubadges.nl/public/assertions/a41jSgmsSh6Sa1xcVUku5Q",
	"badge":"https://api.edubadges.nl/public/badges/EqLuTedxSEaQneSmWWlF4g","verification":{"type":"HostedBadge"},"evidence":[],
	"issuedOn":"2026-05-01T10:20:30.123456+00:00","updatedAt":"2026-05-01T12:20:30.123456",` + recipient + `}`
)

var (
	classExtensions = ext("LanguageExtension", "Language", `"nl_NL"`) + `,` + ext("ECTSExtension", "ECTS", `2.50`) + `,` + ext("EQFExtension", "EQF", `6`) + `,` +
		ext("LearningOutcomeExtension", "LearningOutcome", `"* Kan *solderen*\u00e9"`)

	badgeClass = `{"@context":"https://w3id.org/openbadges/v2","type":"BadgeClass","id":"https://api.edubadges.nl/public/badges/EqLuTedxSEaQneSmWWlF4g",
	"name":"Solderen","description":"Soldeert","criteria":{"narrative":"Soldeer"},"image":"https://api.edubadges.nl/i","issuer":"https://api.edubadges.nl/public/issuers/lQ67BQQQS-eBx5syJGpazg",
	"alignment":[{"targetName":"n","targetUrl":null}],` + classExtensions + `}`

	expandedClass = `{"@context":"https://w3id.org/openbadges/v2","type":"BadgeClass","id":"https://api.edubadges.nl/public/badges/EqLuTedxSEaQneSmWWlF4g","name":"Solderen","typeBadgeClass":"micro_credential",
	"participation":"blended,online","assessmentType":"oram_exam,written_exam","assessmentSupervised":true,"assessmentIdVerified":false,"stackable":true,"eqfNlqfLevelVerified":true,
	"qualityAssuranceName":"Kader","qualityAssuranceUrl":"https://npuls.nl/k","qualityAssuranceDescription":"d"}`

	issuerDoc = `{"@context":"https://w3id.org/openbadges/v2","type":"Issuer","id":"https://api.edubadges.nl/public/issuers/lQ67BQQQS-eBx5syJGpazg?expand=institution","name":"Stadslab","url":null,"email":null,
	"faculty":{"on_behalf_of":true,"on_behalf_of_display_name":"De Werkplaats","institution":{"name":"Hogeschool"}},` +
		ext("InstitutionNameExtension", "InstitutionName", `"Hogeschool"`) + `,` + ext("InstitutionIdentifierExtension", "InstitutionIdentifier", `"00XX"`) + `,` + ext("InstitutionCountryExtension", "InstitutionCountry", `"EN"`) + `}`

	pilot = `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"urn:uuid:5ec9ae88-c4d1-4d67-a5a6-4b1d1a4b2c3d","issuedOn":"2019-06-01T10:00:00Z",` + recipient + `,
	"badge":{"type":"BadgeClass","id":"urn:uuid:1","name":"n","criteria":{"id":"https://x.example","narrative":"c"},
	"LanguageExtension":{"language":"nl","typedLanguage":"Nederlands"},"ECTSExtension":{"ECTS":"2"},"EducationProgramIdentifierExtension":{"identifierType":"ISAT","identifierValue":"1234"},
	"NiveauExtension":{"EQF":"3"},"LearningOutcomeExtension":{"learningOutcome":"kan"},
	"issuer":{"type":"Issuer","name":"i","InstitutionIdentifierExtension":{"institutionIdentifier":"00XX"},"GradingTableExtension":{"gradingTable":"https://x.example/g"}}}}`

	copied = `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"http://localhost:8000/public/assertions/DeUa447WR4mScC-4DgJomw","badge":"http://localhost:8000/public/badges/1dLF1AfdTYqJ-CBJCosQAQ",
	"evidence":[],"issuedOn":"2021-09-21T12:28:35.713036+00:00","updatedAt":"2021-09-21T14:28:35.713547",` + recipient + `,` + ext("LanguageExtension", "Language", `"en_EN"`) + `,` + ext("EQFExtension", "EQF", `7`) + `}`

	agent = `{"offerId":"5ec9ae88-c4d1-4d67-a5a6-4b1d1a4b2c3d","credentialConfigurationId":"openbadge_credential","expiresAt":"never","credential":{
	"id":"https://www.edubadges.nl/public/assertions/a41jSgmsSh6Sa1xcVUku5Q","issuer":{"id":"https://www.edubadges.nl/ob3/issuers/17","type":["Profile"],"name":"Stadslab"},
	"validFrom":"2026-01-01T00:00:00Z","credentialSubject":{"type":["AchievementSubject"],
	"identifier":[{"type":"IdentityObject","identityHash":"sha256$a2441d313d3d31514464ed6732d255df3391cbc85dd374d8a94b683248dcb7b8","hashed":true,"identityType":"emailAddress","salt":"s@lt"}],
	"achievement":{"id":"https://www.edubadges.nl/public/assertions/a41jSgmsSh6Sa1xcVUku5Q","type":["Achievement"],"criteria":{"narrative":"c"},"description":"d","name":"n",
	"inLanguage":"en_EN","ECTS":2.5,"educationProgramIdentifier":"[1, 2]","participationType":"blended"}}}}`
)

func TestDialects(t *testing.T) {
	for _, row := range []struct {
		name, text string
		want       edubadges.Dialect
	}{
		{"a pilot", pilot, edubadges.DialectPilot},
		{"b copied", copied, edubadges.DialectCopied},
		{"c assertion", lean, edubadges.DialectHosted},
		{"c class", badgeClass, edubadges.DialectHosted},
		{"c issuer", issuerDoc, edubadges.DialectHosted},
		{"d class", expandedClass, edubadges.DialectExpanded},
		{"d assertion", `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","updatedAt":"2026-05-01T12:20:30.123456","badge":` + expandedClass + `}`, edubadges.DialectExpanded},
		{"e posted", agent, edubadges.DialectAgent},
		{"f profile", `{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential","OpenBadgeCredential"],"credentialSubject":{"achievement":{"type":["Achievement","EducredentialAchievement"]}}}`, edubadges.DialectProfile},
		{"another badge of 2.0", `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","badge":"https://x.example/b","recipient":{"type":"email","hashed":true}}`, edubadges.DialectUnrecognised},
		{"another badge of 3.0", `{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential","OpenBadgeCredential"],"credentialSubject":{"achievement":{"type":["Achievement"]}}}`, edubadges.DialectUnrecognised},
		{"revoked", `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://api.edubadges.nl/public/assertions/a41jSgmsSh6Sa1xcVUku5Q","revoked":true,"revocationReason":""}`, edubadges.DialectUnrecognised},
		{"RE-29 another badge of 3.0 in a vc claim", `{"iss":"https://school.example","vc":{"@context":["https://www.w3.org/2018/credentials/v1"],"id":"https://school.example/1","type":["VerifiableCredential","OpenBadgeCredential"],"issuer":"https://school.example","credentialSubject":{"achievement":{"id":"https://school.example/a","type":["Achievement"],"name":"n"}}}}`, edubadges.DialectUnrecognised},
		{"another badge of 3.0 with a word of the expanded view", `{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential","OpenBadgeCredential"],"credentialSubject":{"achievement":{"type":["Achievement"],"stackable":true}}}`, edubadges.DialectUnrecognised},
		{"another platform with the same paths", `{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential","OpenBadgeCredential"],"issuer":"https://other.example/ob3/issuers/1","credentialSubject":{"achievement":{"type":["Achievement"]}}}`, edubadges.DialectUnrecognised},
		{"a credential without an offer", `{"credential":{"credentialSubject":{"achievement":{"type":["Achievement"]}}}}`, edubadges.DialectUnrecognised},
		{"the same id twice, which is a URL", `{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential","OpenBadgeCredential"],"id":"https://school.example/1","credentialSubject":{"achievement":{"id":"https://school.example/1","type":["Achievement"]}}}`, edubadges.DialectUnrecognised},
		{"profile of a recipient alone", `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","badge":"https://x.example/b",` + ext("recipientProfile", "name", `"Ada"`) + `}`, edubadges.DialectUnrecognised},
		{"ED-26: today's award with one extension", `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","badge":"https://x.example/b","updatedAt":"2026-05-01T10:00:00Z",` + ext("ECTSExtension", "ECTS", `2`) + `}`, edubadges.DialectHosted},
		{"ED-26: an award of 2020 with one extension", `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","badge":"https://x.example/b",` + ext("ECTSExtension", "ECTS", `2`) + `}`, edubadges.DialectCopied},
		{"extension of another name", `{"type":"BadgeClass","extensions:Other":{"type":["Extension","extensions:Other"]}}`, edubadges.DialectUnrecognised},
		{"extension that is not an object", `{"type":"BadgeClass","extensions:ECTSExtension":2}`, edubadges.DialectUnrecognised},
	} {
		t.Run(row.name, func(t *testing.T) {
			require.Equal(t, row.want, edubadges.DialectOf(parse(t, row.text)))
		})
	}
}

// A hosted badge consists of an assertion, a class and an issuer, and each has an
// expanded view.
func TestReadHosted(t *testing.T) {
	e := edubadges.Read(parse(t, lean), parse(t, badgeClass), parse(t, issuerDoc), parse(t, expandedClass))
	require.Equal(t, edubadges.DialectExpanded, e.Dialect)
	require.Equal(t, edubadges.Value{Text: "2.50", Raw: []byte("2.50"), Document: 1, Path: "/extensions:ECTSExtension/ECTS"}, e.Value(edubadges.FieldECTS))
	credits, ok := e.Value(edubadges.FieldECTS).Number()
	require.True(t, ok)
	require.Equal(t, 2.5, credits)
	require.Equal(t, "nl-NL", e.Value(edubadges.FieldLanguage).Meaning())
	require.Equal(t, "* Kan *solderen*é", e.Value(edubadges.FieldLearningOutcome).Text)
	require.Equal(t, `"* Kan *solderen*\u00e9"`, string(e.Value(edubadges.FieldLearningOutcome).Raw))
	require.Equal(t, "micro_credential", e.Value(edubadges.FieldType).Text)
	require.Equal(t, 3, e.Value(edubadges.FieldType).Document)
	require.Equal(t, []string{"blended", "online"}, e.Value(edubadges.FieldParticipation).List())
	require.Equal(t, []string{"oral_exam", "written_exam"}, e.Value(edubadges.FieldAssessment).List())
	require.Equal(t, "oram_exam,written_exam", e.Value(edubadges.FieldAssessment).Text)
	require.Equal(t, "Kader", e.Value(edubadges.FieldQualityName).Text)
	require.Equal(t, "00XX", e.Value(edubadges.FieldInstitutionIdentifier).Text)
	require.Equal(t, "De Werkplaats", e.Value(edubadges.FieldOnBehalfOf).Text)
	supervised, ok := e.Value(edubadges.FieldSupervised).Bool()
	require.True(t, supervised && ok)
	require.False(t, e.Value(edubadges.FieldEvidence).Given(), "gotcha 14: an empty list says nothing")
	require.Equal(t, []string{
		"0 date.zone /updatedAt",
		"1 edubadges.language /extensions:LanguageExtension/Language",
		"2 edubadges.country /extensions:InstitutionCountryExtension/InstitutionCountry",
		"3 edubadges.alias /assessmentType",
	}, remarks(e))
}

// namesOf lists the codes of remarks.
func namesOf(all []edubadges.Remark) (codes []string) {
	for _, r := range all {
		codes = append(codes, r.Code)
	}
	return codes
}

// remarks lists the remarks about a badge: document, code, path.
func remarks(e edubadges.Edubadge) (list []string) {
	for _, f := range e.Remarks {
		list = append(list, string(rune('0'+f.Document))+" "+f.Code+" "+f.Path)
	}
	return list
}
