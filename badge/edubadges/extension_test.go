package edubadges_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/badge/rules"
	"github.com/stretchr/testify/require"
)

// members are extensions with every known term, with number forms, escapes and
// further members that must be preserved.
var members = []struct {
	name  string
	value string // the exact text of the value
	raw   string
}{
	{"extensions:LanguageExtension", `"nl_\u004eL"`, `{"@context":"https://api.edubadges.nl/extensions/LanguageExtension/context.json","type":["Extension","extensions:LanguageExtension"],"Language":"nl_\u004eL"}`},
	{"extensions:ECTSExtension", `2.50`, `{"@context":"https://w3id.org/openbadges/extensions/ECTSExtension/context.json","type":["Extension","extensions:ECTSExtension"],"ECTS":2.50,"note":[1.0,null]}`},
	{"extensions:EQFExtension", `6e0`, `{"@context":"http://127.0.0.1:8000/static/extensions/EQFExtension/context.json","type":["Extension","extensions:EQFExtension"],"EQF":6e0}`},
	{"extensions:LearningOutcomeExtension", `"* a\n* b <&>"`, `{"@context":"https://x.example","type":["Extension","extensions:LearningOutcomeExtension"],"LearningOutcome":"* a\n* b <&>"}`},
	{"extensions:EducationProgramIdentifierExtension", `[56823, 1]`, `{"@context":"https://x.example","type":["Extension","extensions:EducationProgramIdentifierExtension"],"EducationProgramIdentifier":[56823, 1]}`},
	{"extensions:StudyLoadExtension", `240`, `{"@context":"https://x.example","type":["Extension","extensions:StudyLoadExtension"],"StudyLoad":240}`},
	{"extensions:TimeInvestmentExtension", `84`, `{"@context":"https://x.example","type":["Extension","extensions:TimeInvestmentExtension"],"TimeInvestment":84}`},
	{"extensions:GradingTableExtension", `"https://x.example/g"`, `{"@context":"https://x.example","type":["Extension","extensions:GradingTableExtension"],"GradingTableURL":"https://x.example/g"}`},
	{"extensions:InstitutionIdentifierExtension", `"00XX"`, `{"@context":"https://x.example","type":["Extension","extensions:InstitutionIdentifierExtension"],"InstitutionIdentifier":"00XX"}`},
	{"extensions:InstitutionNameExtension", `"H\u00e9"`, `{"@context":"https://x.example","type":["Extension","extensions:InstitutionNameExtension"],"InstitutionName":"H\u00e9"}`},
	{"extensions:InstitutionCountryExtension", `"EN"`, `{"@context":"https://x.example","type":["Extension","extensions:InstitutionCountryExtension"],"InstitutionCountry":"EN"}`},
	{"extensions:recipientProfile", `"Ada"`, `{"@context":"https://openbadgespec.org/extensions/recipientProfile/context.json","type":["Extension","extensions:RecipientProfile"],"name":"Ada"}`},
}

// Every known extension is preserved byte for byte, alone and in a badge that is
// rebuilt from its view.
func TestExtensionRoundTrip(t *testing.T) {
	for _, m := range members {
		t.Run(m.name, func(t *testing.T) {
			x, err := edubadges.ParseExtension(m.name, json.RawMessage(m.raw))
			require.NoError(t, err)
			require.Equal(t, m.value, string(x.Value))
			name, raw, err := x.Member()
			require.NoError(t, err)
			require.Equal(t, m.name, name)
			require.Equal(t, m.raw, string(raw))

			class := parse(t, `{"@context":"https://w3id.org/openbadges/v2","type":"BadgeClass","id":"https://x.example/b","`+m.name+`":`+m.raw+`}`)
			built, err := badge.BuildAchievement(badge.OB2, class.Achievement())
			require.NoError(t, err)
			kept, ok := built.At("/" + m.name)
			require.True(t, ok)
			require.Equal(t, m.raw, string(kept))
			for _, p := range rules.Validate(class, edubadges.Extensions()...) {
				require.NotContains(t, p.Path, "extensions:", p.Message)
			}
		})
	}
}

// The view preserves everything that edubadges adds to badges of 2.0, byte for
// byte: extensions with and without prefix, plain members of the expanded view,
// nulls and times without a zone.
func TestDialectsRoundTrip(t *testing.T) {
	for name, text := range map[string]string{"pilot": pilot, "copied": copied, "assertion": lean, "class": badgeClass, "expanded": expandedClass, "issuer": issuerDoc, "in one document": complete} {
		t.Run(name, func(t *testing.T) {
			d := parse(t, text)
			var built *badge.Document
			var err error
			switch d.Kind() {
			case badge.KindAchievement:
				built, err = badge.BuildAchievement(badge.OB2, d.Achievement())
			case badge.KindProfile:
				built, err = badge.BuildProfile(badge.OB2, d.Profile())
			default:
				built, err = badge.Build(badge.OB2, d.Credential())
			}
			require.NoError(t, err)
			for _, object := range []string{"", "/badge", "/badge/issuer"} {
				for member, m := range d.Root().At(object).Members() {
					if !slices.Contains([]string{"@context", "type", "badge", "issuer", "recipient", "verification", "alignment"}, member) { // the order of the standard's members may change
						require.Equal(t, m.Raw(), built.Root().At(object).Member(member).Raw(), m.Pointer())
					}
				}
			}
			require.Equal(t, edubadges.DialectOf(d), edubadges.DialectOf(built))
		})
	}
}

// A new extension has the context of production and the standard types.
func TestNewExtension(t *testing.T) {
	name, raw, err := edubadges.NumberExtension(edubadges.ECTS, "2.50").Member()
	require.NoError(t, err)
	require.Equal(t, "extensions:ECTSExtension", name)
	require.Equal(t, `{"@context":"https://api.edubadges.nl/extensions/ECTSExtension/context.json","type":["Extension","extensions:ECTSExtension"],"ECTS":2.50}`, string(raw))
	_, raw, err = edubadges.NumberExtension(edubadges.EducationProgramIdentifier, "1", "2").Member()
	require.NoError(t, err)
	require.Contains(t, string(raw), `"EducationProgramIdentifier":[1,2]`)
	_, raw, err = edubadges.TextExtension(edubadges.LearningOutcome, "a <&> \"b\"").Member()
	require.NoError(t, err)
	require.Contains(t, string(raw), `"LearningOutcome":"a <&> \"b\""`)
}

func TestParseExtensionOfThePilot(t *testing.T) {
	for _, row := range []struct{ member, raw, name, text string }{
		{"NiveauExtension", `{"EQF":"3"}`, "extensions:EQFExtension", "3"},
		{"LanguageExtension", `{"language":"nl","typedLanguage":"Nederlands"}`, "extensions:LanguageExtension", "nl"},
		{"EducationProgramIdentifierExtension", `{"identifierType":"ISAT","identifierValue":"1234"}`, "extensions:EducationProgramIdentifierExtension", "1234"},
		{"any name", `{"type":["Extension","extensions:StudyLoadExtension"],"StudyLoadHours":80}`, "extensions:StudyLoadExtension", "80"},
		{"extensions:GradingTableExtension", `{"GradingTable":"https://x.example"}`, "extensions:GradingTableExtension", "https://x.example"},
	} {
		t.Run(row.member, func(t *testing.T) {
			x, err := edubadges.ParseExtension(row.member, json.RawMessage(row.raw))
			require.NoError(t, err)
			require.Equal(t, row.text, x.Read().Text)
			name, _, err := x.Member()
			require.NoError(t, err)
			require.Equal(t, row.name, name)
		})
	}
}

func TestExtensionErrors(t *testing.T) {
	codeOf := func(err error) string {
		wrong := badge.Failure(nil)
		require.ErrorAs(t, err, &wrong)
		return wrong.Code()
	}
	for _, row := range []struct{ member, raw, code string }{
		{"extensions:ECTSExtension", `{}`, "edubadges.extension"},
		{"extensions:ECTSExtension", `{"ECTS":null}`, "edubadges.extension"},
		{"extensions:ECTSExtension", `{"ects":2}`, "edubadges.extension"},
		{"extensions:FacultyExtension", `{"type":["Extension","extensions:FacultyExtension"],"x":1}`, "edubadges.extension"},
		{"extensions:ECTSExtension", `[]`, "badge.format"},
		{"extensions:ECTSExtension", `{"ECTS":1,"ECTS":2}`, "json.duplicate_member"},
	} {
		_, err := edubadges.ParseExtension(row.member, json.RawMessage(row.raw))
		require.Equal(t, row.code, codeOf(err), row.raw)
	}
	for _, x := range []struct {
		extension edubadges.Extension
		code      string
	}{
		{edubadges.TextExtension("FacultyExtension", "x"), "edubadges.extension"},
		{edubadges.NumberExtension(edubadges.ECTS, `1,"note":2`), "edubadges.extension"},
		{edubadges.Extension{Name: edubadges.ECTS}, "edubadges.extension"},
		{edubadges.Extension{Name: edubadges.ECTS, Value: json.RawMessage(`1`), Extra: map[string]json.RawMessage{"ECTS": json.RawMessage(`2`)}}, "json.duplicate_member"},
	} {
		_, _, err := x.extension.Member()
		require.Equal(t, x.code, codeOf(err))
	}
	_, err := edubadges.Members(edubadges.NumberExtension(edubadges.ECTS, "1"), edubadges.NumberExtension(edubadges.ECTS, "2"))
	require.Equal(t, "edubadges.extension", codeOf(err))
	_, err = edubadges.Members(edubadges.TextExtension("FacultyExtension", "x"))
	require.Equal(t, "edubadges.extension", codeOf(err))
}
