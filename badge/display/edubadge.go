package display

import (
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
)

// Edubadge returns what only edubadges state: the institution, the kind of badge,
// its level and study load, how it was assessed. They are in the extensions of
// Open Badges 2.0, in the full view of a class, and in terms of Open Badges 3.0,
// wherever the documents of the badge have them: pass the badge first, or a class
// alone, and then the documents that it links to. For any other badge there are no
// facts.
func Edubadge(lang Language, d *badge.Document, further ...*badge.Document) (facts []Fact) {
	marked := func(d *badge.Document) bool { return edubadges.DialectOf(d) != edubadges.DialectUnrecognised }
	if !marked(d) && !slices.ContainsFunc(further, marked) {
		return nil // reading another badge takes as long as verifying it
	}
	e := edubadges.Read(d, further...)
	if e.Dialect == edubadges.DialectUnrecognised {
		return nil
	}
	for _, row := range edubadgeFacts {
		v := e.Value(row.field)
		if !v.Given() || strings.HasPrefix(v.Path, "/credentialSubject/result/") { // which Details returns
			continue
		}
		if text := row.form(e, v, lang); text != "" {
			fact := Fact{ID: row.id, Text: text}
			if row.link != "" {
				fact.Link = e.Value(row.link).Text
			}
			facts = append(facts, fact)
		}
	}
	return facts
}

// edubadgeFacts are the fields that are shown, in this order.
var edubadgeFacts = []struct {
	field edubadges.Field
	id    string
	form  func(e edubadges.Edubadge, v edubadges.Value, lang Language) string
	link  edubadges.Field // "" for none
}{
	{edubadges.FieldInstitutionName, "institution", plain, ""},
	{edubadges.FieldInstitutionIdentifier, "institution-id", plain, ""},
	{edubadges.FieldOnBehalfOf, "on-behalf", plain, ""},
	{edubadges.FieldType, "badge-type", oneOf(types), ""},
	{edubadges.FieldLanguage, "language", spoken, ""},
	{edubadges.FieldLearningOutcome, "learning-outcome", plain, ""},
	{edubadges.FieldECTS, "ects", plain, ""},
	{edubadges.FieldStudyLoad, "study-load", hours, ""},
	{edubadges.FieldTimeInvestment, "time-investment", hours, ""},
	{edubadges.FieldEQF, "eqf", level, ""},
	{edubadges.FieldProgramIdentifier, "program", plain, ""},
	{edubadges.FieldParticipation, "participation", oneOf(participations), ""},
	{edubadges.FieldAssessment, "assessment", oneOf(assessments), ""},
	{edubadges.FieldSupervised, "supervised", yesOrNo, ""},
	{edubadges.FieldIdentityVerified, "identity-verified", yesOrNo, ""},
	{edubadges.FieldSupervision, "supervision", oneOf(supervisions), ""},
	{edubadges.FieldGrade, "grade", plain, ""},
	{edubadges.FieldGradingTable, "grading-table", plain, edubadges.FieldGradingTable},
	{edubadges.FieldQualityName, "quality", plain, edubadges.FieldQualityURL},
	{edubadges.FieldQualityText, "quality-text", plain, ""},
	{edubadges.FieldStackable, "stackable", yesOrNo, ""},
}

// plain is a text as it is, or the parts of a list. Other JSON is not shown.
func plain(_ edubadges.Edubadge, v edubadges.Value, _ Language) string {
	switch text := v.Meaning(); {
	case strings.HasPrefix(text, "{") && string(v.Raw) == text:
		return ""
	case strings.HasPrefix(text, "["):
		return strings.Join(v.List(), ", ")
	default:
		return text
	}
}

func hours(e edubadges.Edubadge, v edubadges.Value, lang Language) string {
	if _, ok := v.Number(); !ok {
		return plain(e, v, lang)
	}
	return v.Meaning() + " " + unitHours.In(lang)
}

// level is an EQF level, which means little unless it was verified.
func level(e edubadges.Edubadge, v edubadges.Value, lang Language) string {
	text := plain(e, v, lang)
	if verified, stated := e.Value(edubadges.FieldEQFVerified).Bool(); stated && text != "" {
		text += " (" + levelVerified[verified].In(lang) + ")"
	}
	return text
}

func yesOrNo(_ edubadges.Edubadge, v edubadges.Value, lang Language) string {
	value, ok := v.Bool()
	if !ok {
		return ""
	}
	return answers[value].In(lang)
}

// spoken is the name of a language, from its tag or from nl_NL as edubadges writes
// it.
func spoken(e edubadges.Edubadge, v edubadges.Value, lang Language) string {
	tag, _, _ := strings.Cut(strings.ReplaceAll(v.Meaning(), "_", "-"), "-")
	if name, known := languages[strings.ToLower(tag)]; known {
		return name.In(lang)
	}
	return plain(e, v, lang)
}

// oneOf returns the words for the values of a list that are known. Others stay as
// they are.
func oneOf(words map[string]Text) func(edubadges.Edubadge, edubadges.Value, Language) string {
	return func(e edubadges.Edubadge, v edubadges.Value, lang Language) string {
		if plain(e, v, lang) == "" {
			return ""
		}
		list := v.List()
		for i, value := range list {
			if word, known := words[value]; known {
				list[i] = word.In(lang)
			}
		}
		return strings.Join(list, ", ")
	}
}
