package display_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/display"
)

const root = "https://api.edubadges.nl"

// ext returns the member of an extension of Open Badges 2.0.
func ext(name, term, value string) string {
	return fmt.Sprintf(`"extensions:%s":{"@context":"%s/extensions/%s/context.json","type":["Extension","extensions:%s"],"%s":%s}`, name, root, name, name, term, value)
}

var (
	award = `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"` + root + `/public/assertions/a41jSgmsSh6Sa1xcVUku5Q","badge":"` + root + `/public/badges/EqLuTedxSEaQneSmWWlF4g",
		"issuedOn":"2026-05-01T10:20:30Z","recipient":{"hashed":true,"type":"id","identity":"sha256$a2441d313d3d31514464ed6732d255df3391cbc85dd374d8a94b683248dcb7b8","salt":"s"}}`
	class = `{"@context":"https://w3id.org/openbadges/v2","type":"BadgeClass","id":"` + root + `/public/badges/EqLuTedxSEaQneSmWWlF4g","name":"Soldering","criteria":{"narrative":"Solder"},
		"issuer":"` + root + `/public/issuers/lQ67BQQQS-eBx5syJGpazg","typeBadgeClass":"micro_credential","participation":"blended,online","assessmentType":"oram_exam,juggling","assessmentSupervised":true,
		"assessmentIdVerified":false,"stackable":true,"eqfNlqfLevelVerified":true,"grade_achieved":"8.5","qualityAssuranceName":"Framework","qualityAssuranceUrl":"https://quality.example/k","qualityAssuranceDescription":"Text",` +
		strings.Join([]string{ext("LanguageExtension", "Language", `"nl_NL"`), ext("ECTSExtension", "ECTS", `2.5`), ext("EQFExtension", "EQF", `"6"`), ext("StudyLoadExtension", "StudyLoad", `240`),
			ext("TimeInvestmentExtension", "TimeInvestment", `"much"`), ext("LearningOutcomeExtension", "LearningOutcome", `"* Can *solder*"`), ext("EducationProgramIdentifierExtension", "EducationProgramIdentifier", `[34401,50255]`)}, ",") + `}`
	profile = `{"@context":"https://w3id.org/openbadges/v2","type":"Issuer","id":"` + root + `/public/issuers/lQ67BQQQS-eBx5syJGpazg","name":"Department","url":"https://school.example",
		"faculty":{"on_behalf_of":true,"on_behalf_of_display_name":"The Workshop","name":"The Workshop"},` +
		ext("InstitutionNameExtension", "InstitutionName", `"University"`) + `,` + ext("InstitutionIdentifierExtension", "InstitutionIdentifier", `"00XX"`) + `,` + ext("GradingTableExtension", "GradingTableURL", `"https://school.example/grades"`) + `}`
	successor = `{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"type":["VerifiableCredential","OpenBadgeCredential"],"id":"urn:uuid:1",
		"issuer":{"id":"https://school.example","type":["Profile"],"name":"University"},"validFrom":"2026-05-01T10:20:30Z","credentialSubject":{"type":["AchievementSubject"],"result":[{"type":["Result"],"value":"8.5"}],
		"achievement":{"type":["Achievement","EducredentialAchievement"],"id":"urn:uuid:2","name":"Soldering","inLanguage":"en","ECTS":3,"participationType":"onsite or blended","assessmentType":"portfolio","supervisionType":"supervised online"}}}`
)

func parse(t *testing.T, text string) *badge.Document {
	t.Helper()
	d, err := badge.Parse([]byte(text))
	require.NoError(t, err)
	return d
}

func lines(facts []display.Fact, lang display.Language) (all []string) {
	for _, f := range facts {
		text := display.Label(f.ID).In(lang) + ": " + f.Text
		if f.Link != "" {
			text += " <" + f.Link + ">"
		}
		all = append(all, text)
	}
	return all
}

// A hosted edubadge consists of three documents, of which each states a part. Known
// values are in the language of the reader, others as they are.
func TestEdubadgeOf20(t *testing.T) {
	d, c, p := parse(t, award), parse(t, class), parse(t, profile)
	require.Equal(t, []string{
		"Institution: University", "Identifier of the institution: 00XX", "On behalf of: The Workshop", "Type of edubadge: Micro-credential", "Language: Dutch",
		"Learning outcome: * Can *solder*", "ECTS: 2.5", "Study load: 240 hours", "Time investment: much", "EQF level: 6 (verified)", "Education program: 34401, 50255",
		"Form of participation: Blended, Online", "Assessment: Oral exam, juggling", "Supervised assessment: Yes", "Identity verified at the assessment: No", "Grade: 8.5",
		"Grading table: https://school.example/grades <https://school.example/grades>", "Quality assurance: Framework <https://quality.example/k>", "About the quality assurance: Text", "Stackable: Yes",
	}, lines(display.Edubadge(display.English, d, c, p), display.English))
	dutch := lines(display.Edubadge(display.Dutch, d, c, p), display.Dutch)
	for _, want := range []string{"Van instelling: University", "Namens: The Workshop", "Taal: Nederlands", "Studiebelasting: 240 uur", "EQF-niveau: 6 (geverifieerd)", "Toetsvorm: Mondeling tentamen, juggling", "Stapelbaar: Ja"} {
		require.Contains(t, dutch, want)
	}
	require.Equal(t, 1, strings.Count(strings.Join(lines(display.Edubadge(display.English, c), display.English), "\n"), "ECTS"), "a class alone")
	require.Empty(t, display.Edubadge(display.English, d, nil, nil))
}

// A badge of 3.0 states them in terms. Its result is not a grade as well.
func TestEdubadgeOf30(t *testing.T) {
	d := parse(t, successor)
	require.Equal(t, []string{"Institution: University", "Language: English", "ECTS: 3", "Form of participation: On site or blended", "Assessment: Portfolio", "Supervision: Supervised online"},
		lines(display.Edubadge(display.English, d), display.English))
	require.Equal(t, []string{"Result: 8.5"}, lines(display.Details(d.Credential()), display.English))
}

// Values of other JSON types are not shown as JSON, and another badge has nothing.
func TestEdubadgeOfOddValues(t *testing.T) {
	odd := strings.NewReplacer(`"blended,online"`, `{"a":1}`, `"oram_exam,juggling"`, `["written_exam",{"b":2}]`, `"assessmentSupervised":true`, `"assessmentSupervised":"true"`).Replace(class)
	text := strings.Join(lines(display.Edubadge(display.English, parse(t, odd)), display.English), "\n")
	require.NotContains(t, text, `"a"`)
	require.NotContains(t, text, "Supervised")
	require.Contains(t, text, "Written exam")
	require.Empty(t, display.Edubadge(display.English, nil))
	other := strings.NewReplacer(`,"EducredentialAchievement"`, "", `"ECTS":3,"participationType":"onsite or blended",`, "").Replace(successor)
	require.Empty(t, display.Edubadge(display.English, parse(t, other)), "others use these terms, too")
}

// A result says what it is a result of, and every list keeps its order.
func TestDetails(t *testing.T) {
	c := badge.Credential{Evidence: []badge.Evidence{{ID: "https://work.example/1"}, {Narrative: "a text"}}}
	c.Subject.CreditsEarned = "2"
	c.Subject.Result = []badge.Result{{Value: "8", ResultDescription: "urn:1"}, {AchievedLevel: "urn:good"}, {}}
	c.Subject.Achievement.ResultDescription = []badge.ResultDescription{{ID: "urn:1", Name: "Exam"}}
	c.Subject.Achievement.Alignment = []badge.Alignment{{TargetName: "Design", TargetURL: "https://skills.example/1"}}
	require.Equal(t, []display.Fact{{ID: "credits", Text: "2"}, {ID: "result", Text: "Exam: 8"}, {ID: "result", Text: "urn:good"}, {ID: "alignment", Text: "Design", Link: "https://skills.example/1"},
		{ID: "evidence", Link: "https://work.example/1"}, {ID: "evidence", Text: "a text"}}, display.Details(c))
	require.Empty(t, display.Details(badge.Credential{}))
	require.Contains(t, display.Style(), ".facts dt")
}
