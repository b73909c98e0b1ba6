package edubadges_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
)

// classOf returns a class of a type, complete except for some members.
func classOf(t *testing.T, typ, load string, without ...string) edubadges.Edubadge {
	t.Helper()
	members := map[string]string{
		"name": `"name":"n"`, "description": `"description":"d"`, "image": `"image":"https://x.example/i"`, "criteria": `"criteria":{"narrative":"c"}`,
		"language": ext("LanguageExtension", "Language", `"nl_NL"`), "learning outcome": ext("LearningOutcomeExtension", "LearningOutcome", `"l"`),
		"EQF level": ext("EQFExtension", "EQF", `5`), "identifier of the education program": ext("EducationProgramIdentifierExtension", "EducationProgramIdentifier", `1234`),
		"form of participation": `"participation":"blended"`, "type of assessment": `"assessmentType":"oram_exam,written_exam"`,
		"name of the quality assurance": `"qualityAssuranceName":"q"`, "address of the quality assurance": `"qualityAssuranceUrl":"https://x.example/q"`,
		"description of the quality assurance": `"qualityAssuranceDescription":"q"`, "mark whether it is stackable": `"stackable":false`,
	}
	for _, name := range without {
		require.Contains(t, members, name)
		delete(members, name)
	}
	text := `{"type":"BadgeClass","id":"https://x.example/b","typeBadgeClass":"` + typ + `"`
	for _, member := range members {
		text += "," + member
	}
	if load != "" {
		text += "," + load
	}
	return edubadges.Read(parse(t, text+"}"))
}

func credits(value string) string { return ext("ECTSExtension", "ECTS", value) }
func hours(value string) string   { return ext("TimeInvestmentExtension", "TimeInvestment", value) }
func study(value string) string   { return ext("StudyLoadExtension", "StudyLoad", value) }

func TestCheckLoad(t *testing.T) {
	for _, row := range []struct {
		name, typ, load string
		of              edubadges.Institution
		want            string // code and path, "" for none
	}{
		{"micro HBO least", "micro_credential", credits(`3`), edubadges.HBO, ""},
		{"micro HBO too little", "micro_credential", credits(`2.5`), edubadges.HBO, "edubadges.range /extensions:ECTSExtension/ECTS"},
		{"micro WO least", "micro_credential", credits(`1`), edubadges.WO, ""},
		{"micro WO most", "micro_credential", credits(`30`), edubadges.WO, ""},
		{"micro WO too much", "micro_credential", credits(`30.5`), edubadges.WO, "edubadges.range /extensions:ECTSExtension/ECTS"},
		{"micro third of a credit", "micro_credential", credits(`3.3`), edubadges.HBO, "edubadges.range /extensions:ECTSExtension/ECTS"},
		{"micro hours HBO", "micro_credential", hours(`84`), edubadges.HBO, ""},
		{"micro hours HBO too few", "micro_credential", hours(`83`), edubadges.HBO, "edubadges.range /extensions:TimeInvestmentExtension/TimeInvestment"},
		{"micro hours WO", "micro_credential", hours(`28`), edubadges.WO, ""},
		{"micro without load", "micro_credential", "", edubadges.HBO, "edubadges.missing "},
		{"micro MBO", "micro_credential", study(`240`), edubadges.MBO, ""},
		{"micro MBO least", "micro_credential", study(`80`), edubadges.MBO, ""},
		{"micro MBO whole hours", "micro_credential", study(`90`), edubadges.MBO, ""},
		{"micro MBO too few", "micro_credential", study(`79`), edubadges.MBO, "edubadges.range /extensions:StudyLoadExtension/StudyLoad"},
		{"micro MBO half an hour", "micro_credential", study(`90.5`), edubadges.MBO, "edubadges.range /extensions:StudyLoadExtension/StudyLoad"},
		{"micro of both in hours", "micro_credential", study(`100`), edubadges.HBOMBO, ""},
		{"micro of both in credits", "micro_credential", credits(`3`), edubadges.HBOMBO, ""},
		{"micro of both without load", "micro_credential", "", edubadges.HBOMBO, "edubadges.missing "},
		{"micro of both, too few credits", "micro_credential", credits(`2`), edubadges.HBOMBO, "edubadges.range /extensions:ECTSExtension/ECTS"},
		{"regular of both in hours", "regular", study(`240`), edubadges.HBOMBO, ""},
		{"SURF", "micro_credential", credits(`3`), edubadges.SURF, ""},
		{"SURF too little", "micro_credential", credits(`1`), edubadges.SURF, "edubadges.range /extensions:ECTSExtension/ECTS"},
		{"another kind", "micro_credential", credits(`1`), "PO", "edubadges.institution "},
		{"no kind", "regular", credits(`1`), "", "edubadges.institution "},
		{"micro MBO in credits", "micro_credential", credits(`3`), edubadges.MBO, "edubadges.missing "},
		{"regular", "regular", credits(`0.5`), edubadges.HBO, ""},
		{"regular most", "regular", credits(`240`), edubadges.WO, ""},
		{"regular too much", "regular", credits(`240.5`), edubadges.WO, "edubadges.range /extensions:ECTSExtension/ECTS"},
		{"regular in hours", "regular", hours(`84`), edubadges.HBO, "edubadges.missing "},
		{"regular MBO", "regular", study(`1`), edubadges.MBO, ""},
		{"regular MBO without load", "regular", "", edubadges.MBO, "edubadges.missing "},
		{"extra-curricular without load", "extra_curricular", "", edubadges.HBO, ""},
		{"extra-curricular", "extra_curricular", hours(`2`), edubadges.HBO, ""},
		{"words for a number", "regular", credits(`"a few"`), edubadges.HBO, "edubadges.range /extensions:ECTSExtension/ECTS"},
		{"no number at all", "regular", credits(`"NaN"`), edubadges.HBO, "edubadges.range /extensions:ECTSExtension/ECTS"},
		{"unknown type", "other", credits(`3`), edubadges.HBO, "edubadges.type /typeBadgeClass"},
	} {
		t.Run("ED-7: "+row.name, func(t *testing.T) {
			var got []string
			for _, f := range edubadges.Check(classOf(t, row.typ, row.load), row.of) {
				got = append(got, f.Code+" "+f.Path)
			}
			require.Equal(t, row.want, strings.Join(got, ","))
		})
	}
}

// Each missing field that a type requires gives one remark.
func TestCheckRequired(t *testing.T) {
	always := []string{"name", "description", "image", "criteria", "language", "learning outcome"}
	for typ, fields := range map[string][]string{
		"micro_credential": append([]string{"EQF level", "form of participation", "type of assessment", "name of the quality assurance",
			"address of the quality assurance", "description of the quality assurance", "mark whether it is stackable"}, always...),
		"regular":          append([]string{"EQF level", "identifier of the education program"}, always...),
		"extra_curricular": always,
	} {
		for _, field := range fields {
			t.Run(typ+" "+field, func(t *testing.T) {
				found := edubadges.Check(classOf(t, typ, credits(`3`), field), edubadges.HBO)
				require.Len(t, found, 1)
				require.Equal(t, "edubadges.missing", found[0].Code)
				require.Contains(t, found[0].Message, field)
			})
		}
	}
}

func TestCheckValues(t *testing.T) {
	e := edubadges.Read(parse(t, `{"type":"BadgeClass","id":"https://x.example/b","participation":"online,moon","assessmentType":"psychic",`+ext("EQFExtension", "EQF", `9`)+`}`))
	var got []string
	for _, f := range edubadges.Check(e, edubadges.HBO) {
		got = append(got, f.Code+" "+f.Path+" "+f.Severity.String())
	}
	require.Equal(t, []string{
		"edubadges.type  error",
		"edubadges.value /participation warning",
		"edubadges.value /assessmentType warning",
		"edubadges.range /extensions:EQFExtension/EQF error",
	}, got)
}

// An element is stated, not stated, or not looked at, because the document or the
// view that has it was not read.
func TestAnnexI(t *testing.T) {
	const assertionView = `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://api.edubadges.nl/public/assertions/a41jSgmsSh6Sa1xcVUku5Q","badge":{"type":"BadgeClass",
		"id":"https://api.edubadges.nl/public/badges/EqLuTedxSEaQneSmWWlF4g","participation":null,"assessmentType":"portfolio_assessment","assessmentSupervised":true,"eqfNlqfLevelVerified":true,"stackable":true}}`
	for _, row := range []struct {
		name           string
		documents      []string
		stated, unseen string
	}{
		{"everything", []string{lean, badgeClass, issuerDoc, expandedClass, assertionView}, "M1 M2 M3 M4 M5 M6 M7 M8 M9 M10 M11 O1 O2 O4 O5", ""},
		{"gotcha 14: bare", []string{lean, badgeClass, issuerDoc}, "M1 M2 M3 M4 M5 M6 M7 O1 O5", "M8 M9 M10 M11 O2 O3 O4"},
		{"an assertion's full view", []string{lean, badgeClass, issuerDoc, assertionView}, "M1 M2 M3 M4 M5 M6 M7 M8 M9 O1 O2 O4 O5", "M11"},
		{"a class's full view", []string{lean, badgeClass, issuerDoc, expandedClass}, "M1 M2 M3 M4 M5 M6 M7 M8 M9 M10 M11 O1 O2 O4 O5", "O3"},
		{"no issuer", []string{lean, badgeClass, expandedClass}, "M1 M2 M5 M6 M7 M8 M9 M10 M11 O1 O2 O4 O5", "M3 M4 O3"},
		{"no award", []string{expandedClass}, "M2 M9 M10 M11 O2 O4", "M1 M3 M4 M5 O3"},
		{"an award alone", []string{lean}, "M1 M5", "M2 M3 M4 M6 M7 M8 M9 M10 M11 O1 O2 O3 O4 O5"},
		{"the API", []string{award}, "M2 M4 M5 M6 M7 M8 M9 M10 M11 O1 O2 O3 O4 O5", ""},
	} {
		t.Run("ED-6: "+row.name, func(t *testing.T) {
			var further []*badge.Document
			for _, text := range row.documents[1:] {
				further = append(further, parse(t, text))
			}
			elements := edubadges.AnnexI(edubadges.Read(parse(t, row.documents[0]), further...), true)
			var stated, unseen []string
			for _, x := range elements {
				if len(x.Values) > 0 {
					stated = append(stated, x.ID)
				}
				if x.Unseen {
					unseen = append(unseen, x.ID)
				}
				require.Equal(t, x.Unseen, strings.Contains(x.String(), ": not looked at"), x)
			}
			require.Equal(t, row.stated, strings.Join(stated, " "))
			require.Equal(t, row.unseen, strings.Join(unseen, " "))
			require.Equal(t, strings.Count(row.stated, "M") == 11, edubadges.Complete(elements))
		})
	}
	require.False(t, edubadges.Complete(nil))
	require.NotEmpty(t, edubadges.Element{}.String())
	elements := edubadges.AnnexI(edubadges.Read(parse(t, lean), parse(t, badgeClass), parse(t, expandedClass)), false)
	require.Equal(t, `M2 title: "Solderen"`, elements[1].String())
	require.Equal(t, "/assessmentType", elements[8].Values[0].Path)
	elements = edubadges.AnnexI(edubadges.Read(parse(t, strings.Replace(expandedClass, `"eqfNlqfLevelVerified":true`, `"eqfNlqfLevelVerified":false`, 1))), false)
	require.Equal(t, "M8 level: not applicable", elements[7].String())
	require.Equal(t, "M7 notional workload: not stated", elements[6].String())
}

// A level that does not apply is not needed, and one that is not verified does
// not count.
func TestAnnexLevel(t *testing.T) {
	without := strings.Replace(badgeClass, "EQF", "Other", -1)
	documents := func(class, expanded string) edubadges.Edubadge {
		return edubadges.Read(parse(t, lean), parse(t, class), parse(t, issuerDoc), parse(t, expanded))
	}
	require.False(t, edubadges.Complete(edubadges.AnnexI(documents(without, expandedClass), true)))
	require.True(t, edubadges.Complete(edubadges.AnnexI(documents(without, expandedClass), false)))
	unverified := strings.Replace(expandedClass, `"eqfNlqfLevelVerified":true`, `"eqfNlqfLevelVerified":false`, 1)
	require.False(t, edubadges.Complete(edubadges.AnnexI(documents(badgeClass, unverified), true)))
}

// Every finding of Check exists in both languages, for each field that it can be
// about.
func TestCheckInBothLanguages(t *testing.T) {
	about := map[edubadges.Field]bool{}
	judge := func(e edubadges.Edubadge) {
		for _, of := range []edubadges.Institution{edubadges.WO, edubadges.HBO, edubadges.MBO, edubadges.HBOMBO, edubadges.SURF, ""} {
			for _, r := range edubadges.Check(e, of) {
				about[r.Field] = true
				for _, text := range []string{r.Message, r.Dutch} {
					require.NotEmpty(t, strings.TrimSpace(text), r.Code)
					require.NotContains(t, text, "  ", "a label is missing")
					require.Equal(t, strings.TrimSpace(text), text, "a label is missing")
				}
				require.NotEqual(t, r.Message, r.Dutch)
			}
		}
	}
	for _, typ := range []string{"micro_credential", "regular", "extra_curricular", "other", ""} {
		judge(edubadges.Read(parse(t, `{"type":"BadgeClass","id":"https://x.example/b","typeBadgeClass":"`+typ+`"}`)))
		judge(edubadges.Read(parse(t, `{"type":"BadgeClass","id":"https://x.example/b","typeBadgeClass":"`+typ+`","participation":"moon","assessmentType":"psychic","supervisionType":"none",`+
			credits(`0`)+`,`+hours(`0`)+`,`+study(`0`)+`,`+ext("EQFExtension", "EQF", `9`)+`}`)))
	}
	for _, f := range []edubadges.Field{edubadges.FieldType, edubadges.FieldName, edubadges.FieldDescription, edubadges.FieldImage, edubadges.FieldCriteria, edubadges.FieldLanguage, edubadges.FieldLearningOutcome,
		edubadges.FieldECTS, edubadges.FieldStudyLoad, edubadges.FieldTimeInvestment, edubadges.FieldEQF, edubadges.FieldProgramIdentifier, edubadges.FieldParticipation, edubadges.FieldAssessment,
		edubadges.FieldSupervision, edubadges.FieldQualityName, edubadges.FieldQualityURL, edubadges.FieldQualityText, edubadges.FieldStackable, ""} {
		require.True(t, about[f], f)
	}
}
