package edubadges

import (
	"fmt"
	"slices"

	"github.com/openbadges-go/openbadges/badge"
)

// Convert makes a badge of the eduCredentials profile that says what an
// edubadge of Open Badges 2.0 says: it is badge.Convert to Open Badges 3.0,
// and the terms of the profile for what the extensions and the plain members
// say. Further documents are those of Read; the class and the issuer are taken
// from the first of them where the badge only links to them, and what Read finds
// from all.
//
// What cannot be carried over is a finding: of badge.Convert, with its code, or
// with the code edubadges.lost. Nothing is invented: what the profile demands
// and the badge does not say is missing, and rules.Validate finds it. The
// result is a new document, not signed, with the ids that newID gives. The
// error is a *badge.ParseError: of badge.Convert or badge.Build, or with the
// code edubadges.kind for a document that is no award.
func Convert(d *badge.Document, newID func(old string) string, further ...*badge.Document) (*badge.Document, []Remark, error) {
	w, err := newConversion(d, newID, further)
	if err != nil {
		return nil, nil, err
	}
	w.achievement()
	w.supervision()
	w.alignments()
	w.grade()
	w.issuer()
	w.schemas()
	for _, row := range withoutPlace {
		w.lose(w.e.Value(row.field), "%s", row.why)
	}
	made, err := badge.Build(badge.OB3, w.c)
	if err != nil {
		return nil, nil, err
	}
	return made, w.findings(), nil
}

// withoutPlace are the facts that the profile cannot state.
var withoutPlace = []struct {
	field Field
	why   string
}{
	{FieldLearningOutcome, "the profile has no place for learning outcomes"},
	{FieldStackable, "the profile has no place for stackability"},
	{FieldFormal, "the profile says whether a badge is formal by its type alone"},
	{FieldGradingTable, "the profile has no place for the grading table of an institution"},
	{FieldOnBehalfOf, "the profile has no place for a body that a badge is given for"},
	{FieldHolder, "the name of a holder is not part of a badge"},
}

// notInProfile reports whether the profile cannot state a field.
func notInProfile(f Field) bool {
	for _, row := range withoutPlace {
		if row.field == f {
			return true
		}
	}
	return false
}

// Today's values in the words of the profile. What is in neither table has no
// counterpart: that of a personalised assessment is for SURF to say.
var (
	participationWords = map[string]string{"onsite": "onsite or blended", "blended": "onsite or blended", "work_experience": "work experience"}
	assessmentWords    = map[string]string{
		"written_exam": "testing", "oral_exam": "testing",
		"professional_product": "application of a skill", "behavioural_assessment": "application of a skill",
		"portfolio_assessment": "portfolio", "development_report": "portfolio", "report_paper": "portfolio",
	}
)

// achievement writes the terms of the profile.
func (w *conversion) achievement() {
	a := &w.c.Subject.Achievement
	w.c.Context = append(w.c.Context, badge.Context{URL: ContextEducredential})
	a.Type = append(a.Type, classEducredential)
	a.InLanguage = w.e.Value(FieldLanguage).Meaning()
	w.say(w.e.Value(FieldLanguage))
	w.number("ECTS", w.e.Value(FieldECTS))
	w.number("SBU", w.e.Value(FieldStudyLoad))
	w.number("timeInvestment", w.e.Value(FieldTimeInvestment))
	w.number("educationProgramIdentifier", w.e.Value(FieldProgramIdentifier))
	w.word("participationType", w.e.Value(FieldParticipation), participationWords)
	w.word("assessmentType", w.e.Value(FieldAssessment), assessmentWords)
	a.Extra = w.terms
}

// word writes the one word of the profile that all parts of a list come to.
func (w *conversion) word(term string, f Value, words map[string]string) {
	var found []string
	for _, part := range f.List() {
		word, known := words[part]
		if !known && slices.Contains(texts(term), part) {
			word = part
		}
		found = append(found, word)
	}
	if len(slices.Compact(found)) != 1 || found[0] == "" {
		w.lose(f, "found %s, which no single %s of the profile says", quoted(f.Text), term)
		return
	}
	w.terms[term] = encoded(found[0])
	w.say(f)
}

// supervision writes two booleans as one of four words.
func (w *conversion) supervision() {
	supervised, ok1 := w.e.Value(FieldSupervised).Bool()
	identified, ok2 := w.e.Value(FieldIdentityVerified).Bool()
	if ok2 {
		w.terms["identityChecked"] = encoded(identified)
		w.say(w.e.Value(FieldIdentityVerified))
	}
	word := ""
	switch {
	case !ok1 || !ok2:
		w.lose(w.e.Value(FieldSupervised), "supervision and identity verification are one word in the profile, and one of them is not stated")
	case !supervised && identified:
		w.lose(w.e.Value(FieldSupervised), "the profile has no word for identity verification without supervision")
	case !supervised:
		word = "unsupervised with no identity verification"
	case !identified:
		word = "supervised with no identity verification"
	case w.e.Value(FieldParticipation).Text == "online":
		word = "supervised online"
	default:
		word = "onsite with identity verification"
	}
	if word != "" {
		w.terms["supervisionType"] = encoded(word)
		w.say(w.e.Value(FieldSupervised))
	}
}

// levelBase is where the European Union has the levels of the EQF.
const levelBase = "http://data.europa.eu/snb/eqf/"

// alignments writes the level and the quality assurance.
func (w *conversion) alignments() {
	all := &w.c.Subject.Achievement.Alignment
	verified, stated := w.e.Value(FieldEQFVerified).Bool()
	w.say(w.e.Value(FieldEQFVerified))
	switch n, ok := w.e.Value(FieldEQF).Number(); {
	case stated && !verified:
		w.lose(w.e.Value(FieldEQF), "the level is marked as not verified")
	case ok:
		level := fmt.Sprint(n)
		*all = append(*all, badge.Alignment{Type: []string{"Alignment"}, TargetType: targetEQF, TargetName: "EQF level " + level, TargetCode: level, TargetURL: levelBase + level})
		w.say(w.e.Value(FieldEQF))
	default:
		w.lose(w.e.Value(FieldEQF), "found %s, which is no level", quoted(w.e.Value(FieldEQF).Text))
	}
	name, url, text := w.e.Value(FieldQualityName), w.e.Value(FieldQualityURL), w.e.Value(FieldQualityText)
	if name.Given() && url.Given() {
		*all = append(*all, badge.Alignment{Type: []string{"Alignment"}, TargetType: targetQuality, TargetName: name.Text, TargetURL: url.Text, TargetDescription: text.Text})
		w.say(name, url, text)
	} else {
		for _, f := range []Value{name, url, text} {
			w.lose(f, "an alignment has both a name and an address, and the quality assurance has not")
		}
	}
}

// grade writes the result, and the description that it has to refer to.
func (w *conversion) grade() {
	a := &w.c.Subject.Achievement
	if !w.e.Value(FieldGrade).Given() {
		return
	}
	if a.ID == "" {
		w.lose(w.e.Value(FieldGrade), "a result refers to a description by its id, and the class has none to derive it from")
		return
	}
	id := a.ID + "#grade"
	a.ResultDescription = append(a.ResultDescription, badge.ResultDescription{ID: id, Type: []string{"ResultDescription"}, Name: "Grade", ResultType: badge.ResultTypeResult})
	w.c.Subject.Result = append(w.c.Subject.Result, badge.Result{Type: []string{"Result"}, ResultDescription: id, Value: w.e.Value(FieldGrade).Text})
	w.say(w.e.Value(FieldGrade))
}

// issuer names the institution, of which the issuer of 2.0 is a department.
func (w *conversion) issuer() {
	e, issuer := w.e, &w.c.Issuer
	if e.Value(FieldInstitutionName).Given() && e.Value(FieldInstitutionName).Text != issuer.Name {
		w.lose(e.Value(FieldIssuer), "the issuer of the profile is the institution, and nothing names its department")
		issuer.Name = e.Value(FieldInstitutionName).Text
	}
	w.say(e.Value(FieldInstitutionName))
	if e.Value(FieldInstitutionIdentifier).Given() {
		issuer.OtherIdentifier = append(issuer.OtherIdentifier, badge.IdentifierEntry{Type: "IdentifierEntry", Identifier: e.Value(FieldInstitutionIdentifier).Text, IdentifierType: typeBRIN})
		w.say(e.Value(FieldInstitutionIdentifier))
	}
	switch country := e.Value(FieldInstitutionCountry); {
	case len(country.Text) == 2 && country.Text != "EN":
		issuer.Address = &badge.Address{Type: []string{"Address"}, AddressCountryCode: country.Text}
		w.say(country)
	default:
		w.lose(country, "found %s, which is the code of no country", quoted(country.Text))
	}
}

// schemas names the schemas that a badge of its type follows.
func (w *conversion) schemas() {
	names := map[BadgeType]string{MicroCredential: "microcredential", Regular: "regular", ExtraCurricular: "extracurricular"}
	typ := BadgeType(w.e.Value(FieldType).Meaning())
	name, known := names[typ]
	if !known {
		w.lose(w.e.Value(FieldType), "found %s, which is no type of the profile", quoted(w.e.Value(FieldType).Text))
		return
	}
	w.say(w.e.Value(FieldType))
	follows := []string{name}
	if typ != ExtraCurricular {
		for term, suffix := range map[string]string{"ECTS": "_ects", "SBU": "_sbu"} {
			if w.terms[term] != nil {
				follows = append(follows, name+suffix)
			}
		}
	}
	slices.Sort(follows)
	for _, name := range follows {
		w.c.CredentialSchema = append(w.c.CredentialSchema, badge.CredentialSchema{ID: profileSchema{name: name}.url(), Type: schemaValidator})
	}
}
