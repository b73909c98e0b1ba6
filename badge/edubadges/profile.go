package edubadges

import (
	"fmt"
	"slices"

	"github.com/openbadges-go/openbadges/badge"
)

// Convert converts an edubadge of Open Badges 2.0 to the eduCredentials profile
// of Open Badges 3.0. It calls badge.Convert and adds the terms of the profile
// for extensions and plain members. Further documents are those of Read. The
// class and the issuer come from the first of them if the badge only links to
// them, other values from all of them.
//
// The remarks report what is lost, with the codes of badge.Convert or with
// edubadges.lost. Convert invents nothing: a property that the profile requires
// and the badge does not state is missing, and validation reports it. A time
// without a zone is local time if the badge is from one of Deployments, and is
// lost otherwise.
//
// The result is a new, unsigned document. newID gets each old id and returns a
// new one; if it is nil, new ids are random UUIDs. Errors are those of
// badge.Convert and badge.Build, or edubadges.kind if d is not a credential.
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
	return made, w.remarks(), nil
}

// withoutPlace are the fields that the profile cannot state.
var withoutPlace = []struct {
	field Field
	why   string
}{
	{FieldLearningOutcome, "the profile cannot state learning outcomes"},
	{FieldStackable, "the profile cannot state whether a badge is stackable"},
	{FieldFormal, "the profile states only by the badge type whether a badge is formal"},
	{FieldGradingTable, "the profile cannot state the grading table of an institution"},
	{FieldOnBehalfOf, "the profile cannot state in whose name a badge is awarded"},
	{FieldHolder, "the name of the holder is not part of a badge"},
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

// The values of edubadges with those of the profile. Other values have no
// counterpart, such as a personalised assessment.
var (
	participationWords = map[string]string{"onsite": "onsite or blended", "blended": "onsite or blended", "work_experience": "work experience"}
	assessmentWords    = map[string]string{
		"written_exam": "testing", "oral_exam": "testing",
		"professional_product": "application of a skill", "behavioural_assessment": "application of a skill",
		"portfolio_assessment": "portfolio", "development_report": "portfolio", "report_paper": "portfolio",
	}
)

// achievement adds the terms of the profile.
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

// word adds a term with the value of the profile that all parts of a list share.
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
		w.lose(f, "no single %s of the profile means %s", term, quoted(f.Text))
		return
	}
	w.terms[term] = encoded(found[0])
	w.say(f)
}

// supervision adds one of four values for two booleans.
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
		w.lose(w.e.Value(FieldSupervised), "the profile states supervision and identity verification together, and one of them is missing")
	case !supervised && identified:
		w.lose(w.e.Value(FieldSupervised), "the profile cannot state identity verification without supervision")
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

// levelBase is the URL prefix of the EQF levels.
const levelBase = "http://data.europa.eu/snb/eqf/"

// alignments adds the level and the quality assurance.
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
		w.lose(w.e.Value(FieldEQF), "%s is not an EQF level", quoted(w.e.Value(FieldEQF).Text))
	}
	name, url, text := w.e.Value(FieldQualityName), w.e.Value(FieldQualityURL), w.e.Value(FieldQualityText)
	if name.Given() && url.Given() {
		*all = append(*all, badge.Alignment{Type: []string{"Alignment"}, TargetType: targetQuality, TargetName: name.Text, TargetURL: url.Text, TargetDescription: text.Text})
		w.say(name, url, text)
	} else {
		for _, f := range []Value{name, url, text} {
			w.lose(f, "an alignment needs both a name and a URL, and the quality assurance lacks one of them")
		}
	}
}

// grade adds the result and the description to which it must refer.
func (w *conversion) grade() {
	a := &w.c.Subject.Achievement
	if !w.e.Value(FieldGrade).Given() {
		return
	}
	if a.ID == "" {
		w.lose(w.e.Value(FieldGrade), "a result refers to a description, whose id cannot be derived because the class has no id")
		return
	}
	id := a.ID + "#grade"
	a.ResultDescription = append(a.ResultDescription, badge.ResultDescription{ID: id, Type: []string{"ResultDescription"}, Name: "Grade", ResultType: badge.ResultTypeResult})
	w.c.Subject.Result = append(w.c.Subject.Result, badge.Result{Type: []string{"Result"}, ResultDescription: id, Value: w.e.Value(FieldGrade).Text})
	w.say(w.e.Value(FieldGrade))
}

// issuer makes the institution the issuer. In 2.0 the issuer is a department.
func (w *conversion) issuer() {
	e, issuer := w.e, &w.c.Issuer
	if e.Value(FieldInstitutionName).Given() && e.Value(FieldInstitutionName).Text != issuer.Name {
		w.lose(e.Value(FieldIssuer), "the issuer of the profile is the institution, so its department is not stated")
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
		w.lose(country, "%s is not a country code of ISO 3166", quoted(country.Text))
	}
}

// schemas adds the schemas for the badge type.
func (w *conversion) schemas() {
	names := map[BadgeType]string{MicroCredential: "microcredential", Regular: "regular", ExtraCurricular: "extracurricular"}
	typ := BadgeType(w.e.Value(FieldType).Meaning())
	name, known := names[typ]
	if !known {
		w.lose(w.e.Value(FieldType), "the profile has no badge type %s", quoted(w.e.Value(FieldType).Text))
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
