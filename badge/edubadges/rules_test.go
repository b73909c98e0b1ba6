package edubadges_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

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
		t.Run(row.name, func(t *testing.T) {
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

func TestAnnexI(t *testing.T) {
	found := func(elements []edubadges.Element) (ids, unseen []string) {
		for _, x := range elements {
			if len(x.Values) > 0 {
				ids = append(ids, x.ID)
			}
			if x.Unseen {
				unseen = append(unseen, x.ID)
			}
		}
		return ids, unseen
	}
	full := edubadges.AnnexI(edubadges.Read(parse(t, lean), parse(t, badgeClass), parse(t, issuerDoc), parse(t, expandedClass)), true)
	require.Len(t, full, 16)
	ids, unseen := found(full)
	require.Equal(t, []string{"M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8", "M9", "M10", "M11", "O1", "O2", "O4", "O5"}, ids)
	require.Empty(t, unseen)
	require.True(t, edubadges.Complete(full))
	require.Equal(t, 3, full[8].Values[0].Document)
	require.Equal(t, "/assessmentType", full[8].Values[0].Path)

	// gotcha 14: fields of the expanded class are unseen without it.
	part := edubadges.AnnexI(edubadges.Read(parse(t, lean), parse(t, badgeClass), parse(t, issuerDoc)), true)
	ids, unseen = found(part)
	require.NotContains(t, ids, "M9")
	require.Equal(t, []string{"M9", "M10", "M11", "O2", "O3", "O4"}, unseen)
	require.False(t, edubadges.Complete(part))

	// The full view of an assertion has no quality assurance.
	viewed := edubadges.AnnexI(edubadges.Read(parse(t, lean), parse(t, badgeClass), parse(t, issuerDoc), parse(t, `{"@context":"https://w3id.org/openbadges/v2","type":"BadgeClass",
		"id":"https://api.edubadges.nl/public/badges/EqLuTedxSEaQneSmWWlF4g","participation":null,"assessmentType":"portfolio_assessment","assessmentSupervised":true,"stackable":true}`)), true)
	ids, unseen = found(viewed)
	require.Contains(t, ids, "M9")
	require.NotContains(t, ids, "M10", "stated to be empty")
	require.Equal(t, []string{"M11"}, unseen)

	require.False(t, edubadges.Complete(nil))
	_, unseen = found(edubadges.AnnexI(edubadges.Read(parse(t, lean)), true))
	require.Contains(t, unseen, "M6")
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
