package edubadges_test

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
)

func TestReadPilot(t *testing.T) {
	e := edubadges.Read(parse(t, pilot))
	require.Equal(t, edubadges.DialectPilot, e.Dialect)
	for text, f := range map[string]edubadges.Value{"nl": e.Value(edubadges.FieldLanguage), "2": e.Value(edubadges.FieldECTS), "1234": e.Value(edubadges.FieldProgramIdentifier), "3": e.Value(edubadges.FieldEQF), "kan": e.Value(edubadges.FieldLearningOutcome), "00XX": e.Value(edubadges.FieldInstitutionIdentifier), "https://x.example/g": e.Value(edubadges.FieldGradingTable)} {
		require.Equal(t, text, f.Text)
	}
	credits, ok := e.Value(edubadges.FieldECTS).Number()
	require.True(t, ok)
	require.Equal(t, 2.0, credits)
	require.ElementsMatch(t, []string{
		"0 edubadges.term /badge/LanguageExtension/language",
		"0 edubadges.term /badge/EducationProgramIdentifierExtension/identifierValue",
		"0 edubadges.term /badge/LearningOutcomeExtension/learningOutcome",
		"0 edubadges.term /badge/issuer/InstitutionIdentifierExtension/institutionIdentifier",
		"0 edubadges.term /badge/issuer/GradingTableExtension/gradingTable",
		"0 edubadges.number /badge/ECTSExtension/ECTS",
		"0 edubadges.number /badge/NiveauExtension/EQF",
		"0 edubadges.number /badge/EducationProgramIdentifierExtension/identifierValue",
	}, remarks(e))
}

// The class takes precedence, the assertion fills gaps, and Read reports a
// difference.
func TestReadCopied(t *testing.T) {
	class := `{"type":"BadgeClass","id":"http://localhost:8000/public/badges/1dLF1AfdTYqJ-CBJCosQAQ","name":"n",` + ext("EQFExtension", "EQF", `6`) + `}`
	e := edubadges.Read(parse(t, copied), parse(t, class))
	require.Equal(t, edubadges.DialectCopied, e.Dialect)
	require.Equal(t, "6", e.Value(edubadges.FieldEQF).Text)
	require.Equal(t, 1, e.Value(edubadges.FieldEQF).Document)
	require.Equal(t, "en", e.Value(edubadges.FieldLanguage).Meaning(), "gotcha 9")
	require.Equal(t, "en_EN", e.Value(edubadges.FieldLanguage).Text)
	require.Equal(t, []string{
		"0 date.zone /updatedAt",
		"0 edubadges.conflict /extensions:EQFExtension/EQF",
		"0 edubadges.language /extensions:LanguageExtension/Language",
	}, remarks(e))
}

// Values that differ only in how they are written are not a conflict.
func TestReadSameValue(t *testing.T) {
	const id = `"type":"BadgeClass","id":"https://x.example/b",`
	for _, row := range []struct {
		name, first, second string
		conflict            bool
	}{
		{"number form", credits(`3`), credits(`3.0`), false},
		{"another number", credits(`3`), credits(`3.5`), true},
		{"white space", `"tags":["a","b"]`, `"tags":[ "a", "b" ]`, false},
		{"order of a list", `"tags":["a","b"]`, `"tags":["b","a"]`, true},
		{"length of a list", `"tags":["a","b"]`, `"tags":["a"]`, true},
		{"order of members", `"tags":[{"x":1,"y":null}]`, `"tags":[{"y":null,"x":1e0}]`, false},
		{"another member", `"tags":[{"x":1}]`, `"tags":[{"y":1}]`, true},
		{"null and false", `"tags":[null]`, `"tags":[false]`, true},
		{"escapes", `"name":"\u00e9"`, `"name":"é"`, false},
	} {
		t.Run("ED-5: "+row.name, func(t *testing.T) {
			e := edubadges.Read(parse(t, "{"+id+row.first+"}"), parse(t, "{"+id+row.second+"}"))
			require.Equal(t, row.conflict, slices.Contains(namesOf(e.Remarks), "edubadges.conflict"), e.Remarks)
			require.LessOrEqual(t, len(e.Remarks), 1)
		})
	}
}

// Read ignores a document to which the badge does not refer.
func TestReadForeignDocument(t *testing.T) {
	foreign := strings.Replace(badgeClass, "EqLuTedxSEaQneSmWWlF4g", "lQ67BQQQS-eBx5syJGpazg", 1)
	e := edubadges.Read(parse(t, lean), parse(t, foreign))
	require.False(t, e.Value(edubadges.FieldName).Given())
	require.Contains(t, remarks(e), "1 edubadges.other_document ")
	e = edubadges.Read(parse(t, lean), parse(t, strings.Replace(badgeClass, "EqLuTedxSEaQneSmWWlF4g", "EqLuTedxSEaQneSmWWlF4g?id=2", 1)))
	require.False(t, e.Value(edubadges.FieldName).Given())
	e = edubadges.Read(parse(t, lean), parse(t, strings.Replace(badgeClass, "EqLuTedxSEaQneSmWWlF4g", "EqLuTedxSEaQneSmWWlF4g?v=1_1", 1)))
	require.True(t, e.Value(edubadges.FieldName).Given(), "gotcha 26: the version in the query does not name another class")
}

func TestReadAgent(t *testing.T) {
	e := edubadges.Read(parse(t, agent))
	require.Equal(t, edubadges.DialectAgent, e.Dialect)
	require.Equal(t, "2.5", e.Value(edubadges.FieldECTS).Text)
	require.Equal(t, "/credential/credentialSubject/achievement/ECTS", e.Value(edubadges.FieldECTS).Path)
	require.Equal(t, "en", e.Value(edubadges.FieldLanguage).Meaning())
	require.Equal(t, []string{"1", "2"}, e.Value(edubadges.FieldProgramIdentifier).List(), "gotcha 8: a list written as a string")
	require.Equal(t, []string{
		"0 edubadges.identity_type /credential/credentialSubject/identifier/0/identityType",
		"0 edubadges.achievement_id /credential/credentialSubject/achievement/id",
		"0 edubadges.issuer_unresolvable /credential/issuer",
		"0 edubadges.language /credential/credentialSubject/achievement/inLanguage",
		"0 edubadges.number /credential/credentialSubject/achievement/educationProgramIdentifier",
	}, remarks(e))
}

// signedByAgent returns the token of an agent.
func signedByAgent(t *testing.T, claims string) *badge.Document {
	part := base64.RawURLEncoding.EncodeToString
	return parse(t, part([]byte(`{"typ":"JWT","alg":"ES256","kid":"did:web:agent.example#key-0"}`))+"."+part([]byte(claims))+"."+part([]byte("signature")))
}

func TestReadToken(t *testing.T) {
	d := signedByAgent(t, `{"iss":"did:web:agent.example","exp":9999999999,"vc":{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
		"id":"https://www.edubadges.nl/public/assertions/a41jSgmsSh6Sa1xcVUku5Q","type":["VerifiableCredential","OpenBadgeCredential"],"issuer":{"id":"did:web:agent.example","type":"Profile","name":"EduBadges"},
		"issuanceDate":"2026-01-01T00:00:00Z","expirationDate":"2027-01-01T00:00:00Z","credentialSubject":{"id":"did:key:z6Mk","achievement":{"id":"https://www.edubadges.nl/public/badges/x","name":"n","inLanguage":"nl-NL"}}}}`)
	e := edubadges.Read(d)
	require.Equal(t, edubadges.DialectAgent, e.Dialect)
	t.Run("gotcha 18", func(t *testing.T) {
		require.Equal(t, "/vc/issuanceDate", e.Value(edubadges.FieldIssuedOn).Path)
		require.Equal(t, "/vc/expirationDate", e.Value(edubadges.FieldExpires).Path)
	})
	t.Run("gotcha 19", func(t *testing.T) { require.Contains(t, remarks(e), "0 edubadges.never_expires /exp") })
	t.Run("gotcha 17", func(t *testing.T) { require.Contains(t, remarks(e), "0 edubadges.agent_name /vc/issuer/name") })
	require.False(t, e.Value(edubadges.FieldLanguage).Alias != "", "nl-NL is a tag already")
}

// ecIssuer is the request that eduCredentials sends to its agent: all ids are the
// entity id of the award, and the issuer has the name of the badge.
const ecIssuer = `{"offerId":"5ec9ae88-c4d1-4d67-a5a6-4b1d1a4b2c3d","templateId":"7","expiresAt":"never","credential":{
	"id":"a41jSgmsSh6Sa1xcVUku5Q","type":["VerifiableCredential","AchievementCredential"],"name":"Solderen","issuer":{"id":"a41jSgmsSh6Sa1xcVUku5Q","type":["Profile"],"name":"Solderen"},
	"validFrom":"2026-05-11T09:14:22.517352+02:00","credentialSubject":{"id":"a41jSgmsSh6Sa1xcVUku5Q","type":["AchievementSubject"],
	"achievement":{"id":"a41jSgmsSh6Sa1xcVUku5Q","type":["Achievement"],"criteria":{"narrative":"c"},"description":"d","name":"Solderen"}}}}`

func TestReadEcIssuer(t *testing.T) {
	e := edubadges.Read(parse(t, ecIssuer))
	require.Equal(t, edubadges.DialectAgent, e.Dialect)
	require.Equal(t, "Solderen", e.Value(edubadges.FieldName).Text)
	require.Equal(t, "2026-05-11T09:14:22.517352+02:00", e.Value(edubadges.FieldIssuedOn).Text)
	require.False(t, e.Value(edubadges.FieldExpires).Given(), "the request is not the credential")
	require.Equal(t, []string{
		"0 edubadges.achievement_id /credential/credentialSubject/achievement/id",
		"0 edubadges.issuer_unresolvable /credential/issuer",
		"0 edubadges.agent_name /credential/issuer/name",
	}, remarks(e))

	// The agent adds contexts and claims, and replaces the ids of issuer and subject.
	e = edubadges.Read(signedByAgent(t, `{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"id":"a41jSgmsSh6Sa1xcVUku5Q","jti":"a41jSgmsSh6Sa1xcVUku5Q",
		"iss":"did:web:agent.example","sub":"did:key:z6Mk","type":["VerifiableCredential","OpenBadgeCredential"],"name":"Solderen","issuer":{"id":"did:web:agent.example","type":["Profile"],"name":"Solderen"},
		"validFrom":"2026-05-11T09:14:22.517352+02:00","credentialSubject":{"id":"did:key:z6Mk","type":["AchievementSubject"],"achievement":{"id":"a41jSgmsSh6Sa1xcVUku5Q","type":["Achievement"],"criteria":{"narrative":"c"},"description":"d","name":"Solderen"}}}`))
	require.Equal(t, edubadges.DialectAgent, e.Dialect)
	require.Equal(t, []string{
		"0 edubadges.achievement_id /credentialSubject/achievement/id",
		"0 edubadges.agent_name /issuer/name",
	}, remarks(e))
}

// award is the answer of the API about an award.
const award = `{"id":32,"entity_id":"a41jSgmsSh6Sa1xcVUku5Q","issued_on":"2026-05-11T09:14:22.517352+02:00","expires_at":"2027-05-12T00:00:00+02:00","award_type":"direct_award","revoked":false,"public":true,
	"include_grade_achieved":true,"grade_achieved":"8,5","include_evidence":true,"evidences":[{"evidence_url":"https://portfolio.example/1","narrative":"n","name":"w","description":null}],
	"badgeclass":{"name":"Solderen","entity_id":"EqLuTedxSEaQneSmWWlF4g","image":"/media/1.png","description":"d","criteria_text":"c","formal":true,"badge_class_type":"micro_credential","participation":"blended,online",
	"assessment_type":"oram_exam","assessment_id_verified":true,"assessment_supervised":false,"quality_assurance_name":"q","quality_assurance_url":"https://npuls.nl/k","quality_assurance_description":"t",
	"stackable":true,"eqf_nlqf_level_verified":true,"alignments":[{"target_name":"n","target_url":null}],
	"badgeclassextension_set":[{"name":"extensions:LanguageExtension","value":"en_EN"},{"name":"extensions:ECTSExtension","value":2.50},{"name":"extensions:EQFExtension","value":6},{"name":"extensions:LearningOutcomeExtension","value":"l"}],
	"issuer":{"name_dutch":"Faculteit","name_english":"Faculty","faculty":{"name_dutch":"De Werkplaats","name_english":null,"on_behalf_of":true,"on_behalf_of_display_name":"x","on_behalf_of_url":null,
	"institution":{"name_dutch":"Hogeschool","name_english":"University","identifier":"hogeschool.example"}}}}}`

func TestReadAward(t *testing.T) {
	e := edubadges.Read(parse(t, award))
	require.Equal(t, edubadges.DialectAward, e.Dialect)
	for field, want := range map[edubadges.Field]string{
		edubadges.FieldIssuedOn: "2026-05-11T09:14:22.517352+02:00", edubadges.FieldExpires: "2027-05-12T00:00:00+02:00", edubadges.FieldGrade: "8,5",
		edubadges.FieldName: "Solderen", edubadges.FieldDescription: "d", edubadges.FieldImage: "/media/1.png", edubadges.FieldCriteria: "c", edubadges.FieldFormal: "true",
		edubadges.FieldType: "micro_credential", edubadges.FieldParticipation: "blended,online", edubadges.FieldAssessment: "oram_exam", edubadges.FieldIdentityVerified: "true",
		edubadges.FieldSupervised: "false", edubadges.FieldQualityName: "q", edubadges.FieldQualityURL: "https://npuls.nl/k", edubadges.FieldQualityText: "t",
		edubadges.FieldStackable: "true", edubadges.FieldEQFVerified: "true", edubadges.FieldLanguage: "en_EN", edubadges.FieldECTS: "2.50", edubadges.FieldEQF: "6",
		edubadges.FieldLearningOutcome: "l", edubadges.FieldIssuer: "Faculty", edubadges.FieldOnBehalfOf: "De Werkplaats", edubadges.FieldInstitutionName: "University",
		edubadges.FieldInstitutionDomain: "hogeschool.example", edubadges.FieldEvidence: `[{"evidence_url":"https://portfolio.example/1","narrative":"n","name":"w","description":null}]`,
	} {
		require.Equal(t, want, e.Value(field).Text, field)
	}
	require.Equal(t, "/badgeclass/badgeclassextension_set/1/value", e.Value(edubadges.FieldECTS).Path)
	require.Equal(t, "/badgeclass/issuer/faculty/name_dutch", e.Value(edubadges.FieldOnBehalfOf).Path)
	require.Equal(t, []string{
		"0 edubadges.language /badgeclass/badgeclassextension_set/0/value",
		"0 edubadges.alias /badgeclass/assessment_type",
	}, remarks(e))

	dutch := edubadges.Read(parse(t, strings.Replace(award, "en_EN", "nl_NL", 1)))
	require.Equal(t, "Faculteit", dutch.Value(edubadges.FieldIssuer).Text)
	kept := edubadges.Read(parse(t, strings.NewReplacer(`"include_grade_achieved":true`, `"include_grade_achieved":false`, `"include_evidence":true`, `"include_evidence":null`).Replace(award)))
	require.False(t, kept.Value(edubadges.FieldGrade).Given() || kept.Value(edubadges.FieldEvidence).Given())
	require.Equal(t, edubadges.DialectUnrecognised, edubadges.DialectOf(parse(t, `{"badgeclass":{"name":"n"}}`)))
}

// A body in whose name a badge is awarded counts only while the switch is on.
func TestOnBehalfOf(t *testing.T) {
	for _, row := range []struct{ name, faculty, want string }{
		{"name", `{"name":"n","on_behalf_of":true,"on_behalf_of_display_name":"d","on_behalf_of_url":"https://x.example"}`, "n"},
		{"display name", `{"name":null,"on_behalf_of":true,"on_behalf_of_display_name":"d","on_behalf_of_url":"https://x.example"}`, "d"},
		{"URL", `{"on_behalf_of":true,"on_behalf_of_url":"https://x.example"}`, "https://x.example"},
		{"left over", `{"name":"n","on_behalf_of":false,"on_behalf_of_display_name":"d","on_behalf_of_url":"https://x.example"}`, ""},
		{"not stated", `{"name":"n","on_behalf_of_display_name":"d"}`, ""},
	} {
		t.Run("ED-4: "+row.name, func(t *testing.T) {
			e := edubadges.Read(parse(t, `{"type":"Issuer","id":"https://x.example/i","name":"i","faculty":`+row.faculty+`}`))
			require.Equal(t, row.want, e.Value(edubadges.FieldOnBehalfOf).Text)
		})
	}
}

// The gotchas about reading that have no other test.
func TestGotchas(t *testing.T) {
	class := func(members string) edubadges.Edubadge { return classWith(t, members) }
	t.Run("gotcha 2", func(t *testing.T) { // an eduID is not an IRI and does not need to be
		e := edubadges.Read(parse(t, lean))
		require.True(t, e.Value(edubadges.FieldRecipient).Given())
		require.Equal(t, []string{"0 date.zone /updatedAt"}, remarks(e))
	})
	t.Run("gotcha 7", func(t *testing.T) { // extensions are found whatever the URL of their context
		e := class(`"extensions:ECTSExtension":{"@context":"http://localhost:8000/static/extensions/ECTSExtension/context.json","ECTS":1}`)
		require.Equal(t, "1", e.Value(edubadges.FieldECTS).Text)
	})
	t.Run("gotcha 8", func(t *testing.T) {
		for value, want := range map[string][]string{`1234`: {"1234"}, `[1,2]`: {"1", "2"}, `"1234"`: {"1234"}, `["1",2]`: {"1", "2"}, `"[1, 2]"`: {"1", "2"}} {
			e := class(ext("EducationProgramIdentifierExtension", "EducationProgramIdentifier", value))
			require.Equal(t, want, e.Value(edubadges.FieldProgramIdentifier).List(), value)
			require.Equal(t, value, string(e.Value(edubadges.FieldProgramIdentifier).Raw))
		}
	})
	t.Run("gotcha 9", func(t *testing.T) {
		e := class(`"typeBadgeClass":"extracurruricular","assessmentType":"oram_exam","x":"https://eduabages.nl/static/obv3-glossary.html#assessment-type-portfolio","y":["https://edubaadges.nl/a"]`)
		require.Equal(t, string(edubadges.ExtraCurricular), e.Value(edubadges.FieldType).Meaning())
		require.Equal(t, "oram_exam", e.Value(edubadges.FieldAssessment).Text)
		require.ElementsMatch(t, []string{"0 edubadges.misspelt /x", "0 edubadges.misspelt /y/0", "0 edubadges.alias /typeBadgeClass", "0 edubadges.alias /assessmentType"}, remarks(e))
	})
	t.Run("gotcha 11", func(t *testing.T) { // the grading table has two names
		e := edubadges.Read(parse(t, `{"type":"Issuer","id":"https://x.example/i",`+ext("GradingTableExtension", "GradingTable", `"https://x.example/g"`)+`}`))
		require.Equal(t, "https://x.example/g", e.Value(edubadges.FieldGradingTable).Text)
		require.Equal(t, []string{"0 edubadges.term /extensions:GradingTableExtension/GradingTable"}, remarks(e))
	})
	t.Run("gotcha 12", func(t *testing.T) {
		require.Contains(t, remarks(edubadges.Read(parse(t, lean))), "0 date.zone /updatedAt")
	})
	t.Run("gotcha 13", func(t *testing.T) {
		e := class(`"criteria":{},"image":null,"description":"","alignment":[{"targetName":"n","targetUrl":null}]`)
		require.False(t, e.Value(edubadges.FieldCriteria).Given() || e.Value(edubadges.FieldImage).Given() || e.Value(edubadges.FieldDescription).Given())
		require.Empty(t, remarks(e))
	})
	t.Run("gotcha 14", func(t *testing.T) {
		e := edubadges.Read(parse(t, lean))
		require.False(t, e.Value(edubadges.FieldEvidence).Given())
		_, found := parse(t, lean).At("/evidence")
		require.True(t, found)
		require.False(t, e.Value(edubadges.FieldGrade).Given() || e.Value(edubadges.FieldQualityName).Given())
	})
}

// classWith reads a class of 2.0 with these members.
func classWith(t *testing.T, members string) edubadges.Edubadge {
	return edubadges.Read(parse(t, `{"@context":"https://w3id.org/openbadges/v2","type":"BadgeClass","id":"https://x.example/b",`+members+`}`))
}

func TestGotchasOfIdentity(t *testing.T) {
	t.Run("gotcha 15", func(t *testing.T) {
		require.Contains(t, remarks(edubadges.Read(parse(t, agent))), "0 edubadges.achievement_id /credential/credentialSubject/achievement/id")
	})
	t.Run("gotcha 16", func(t *testing.T) {
		require.Contains(t, remarks(edubadges.Read(parse(t, agent))), "0 edubadges.identity_type /credential/credentialSubject/identifier/0/identityType")
	})
	t.Run("gotcha 22", func(t *testing.T) {
		e := edubadges.Read(parse(t, issuerDoc))
		require.Equal(t, "Stadslab", e.Value(edubadges.FieldIssuer).Text)
		require.Equal(t, "De Werkplaats", e.Value(edubadges.FieldOnBehalfOf).Text)
	})
	t.Run("gotcha 25", func(t *testing.T) { // Markdown and HTML are unchanged, so they are not safe
		require.Equal(t, "<script>*x*</script>", classWith(t, `"description":"<script>*x*</script>"`).Value(edubadges.FieldDescription).Text)
	})
	t.Run("gotcha 27", func(t *testing.T) {
		require.Contains(t, remarks(edubadges.Read(parse(t, agent))), "0 edubadges.issuer_unresolvable /credential/issuer")
	})
}
