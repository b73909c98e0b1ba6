package edubadges

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// Convert converts an edubadge of Open Badges 2.0, or an award of the API, to the
// eduCredentials profile of Open Badges 3.0. It calls badge.Convert and adds the
// terms of the profile for extensions and plain members. Further documents are
// those of Read. The class and the issuer come from the first of them if the
// badge only links to them, other values from all of them.
//
// The institution becomes the issuer and its department the creator of the
// achievement. A Remark with Options reports each open choice, such as one
// word for several kinds of assessment; Conversion.Choose decides it. A badge
// without a grade gets the result Completed, because it was awarded. A
// micro-credential with hours alone can get the credits that they stand for, if you
// choose them. Convert invents nothing else: if the badge cannot follow the profile, one Remark with
// the code edubadges.profile says why, and the document names only the schema of
// Open Badges 3.0. The other remarks report what is lost, with the codes of
// badge.Convert or with edubadges.lost.
//
// A time without a zone is local time if the badge is from one of Deployments,
// and is lost otherwise. Learning outcomes have no place in the profile. The option
// alignment writes them as one with the targetType ext:LearningOutcome; the option
// LearningOutcome writes the form that the converter of SURF reads. No context
// defines it, so package issuer refuses the document, and a linked-data proof is
// impossible; package proof signs it as a JWS.
//
// The result is a new, unsigned document. Errors are those of badge.Convert and
// badge.Build, edubadges.kind if d is not a credential, or edubadges.choice.
func Convert(d *badge.Document, how Conversion, further ...*badge.Document) (*badge.Document, []Remark, error) {
	w, err := newConversion(d, how, further)
	if err != nil {
		return nil, nil, err
	}
	w.achievement()
	w.supervision()
	w.alignments()
	w.outcome()
	w.result()
	w.issuer()
	for _, row := range withoutPlace {
		if row.field != FieldLearningOutcome {
			w.lose(w.e.Value(row.field), "%s", row.why)
		}
	}
	if w.err != nil {
		return nil, nil, w.err
	}
	if err := w.schemas(); err != nil {
		return nil, nil, err
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
	w.hours()
	w.programs()
	w.word("participationType", FieldParticipation, participationWords)
	w.word("assessmentType", FieldAssessment, assessmentWords)
	a.CreditsAvailable = json.Number(w.terms["ECTS"])
	a.Extra = w.terms
}

// hoursPerCredit is what one credit stands for in the Dutch law on higher education.
const hoursPerCredit = 28

// hours offers credits for a micro-credential with hours alone, which the profile
// does not know, if they are within its bounds. They are left out without a choice.
func (w *conversion) hours() {
	v := w.e.Value(FieldTimeInvestment)
	n, ok := v.Number()
	credits := n / hoursPerCredit
	if !ok || w.terms["ECTS"] != nil || w.terms["SBU"] != nil || w.e.Value(FieldType).Meaning() != string(MicroCredential) || credits < 3 || credits > 30 || math.Mod(credits, 0.5) != 0 {
		return
	}
	if chosen := w.option(FieldECTS, v, []string{"", fmt.Sprint(credits)}, "the profile needs credits, and the badge has %s hours", v.Text); chosen != "" {
		w.terms["ECTS"] = json.RawMessage(chosen)
	}
}

// programs adds one identifier of an education program.
func (w *conversion) programs() {
	v := w.e.Value(FieldProgramIdentifier)
	if list := v.List(); len(list) > 1 {
		v.Text = w.option(FieldProgramIdentifier, v, append(list, ""), "the profile takes one identifier of an education program, and the badge has %d", len(list))
		v.Alias = ""
		if v.Text == "" {
			return
		}
	}
	w.number("educationProgramIdentifier", v)
}

// word adds a term with the word of the profile for the parts of a list.
func (w *conversion) word(term string, field Field, words map[string]string) {
	v := w.e.Value(field)
	if !v.Given() {
		return
	}
	var found []string
	whole := true
	for _, part := range v.List() {
		word, known := words[part]
		if !known && slices.Contains(texts(term), part) {
			word, known = part, true
		}
		if whole = whole && known; known && !slices.Contains(found, word) {
			found = append(found, word)
		}
	}
	chosen := ""
	switch {
	case whole && len(found) == 1:
		chosen = found[0]
		w.say(v)
	case len(found) == 0:
		chosen = w.option(field, v, append([]string{""}, texts(term)...), "no %s of the profile means %s", term, quoted(v.Text))
	default:
		chosen = w.option(field, v, append(found, ""), "the profile takes one %s, and the badge has %s", term, quoted(v.Text))
	}
	if chosen != "" {
		w.terms[term] = encoded(chosen)
	}
}

// supervision adds one of four values for two booleans.
func (w *conversion) supervision() {
	v := w.e.Value(FieldSupervised)
	supervised, ok1 := v.Bool()
	identified, ok2 := w.e.Value(FieldIdentityVerified).Bool()
	if ok2 {
		w.terms["identityChecked"] = encoded(identified)
		w.say(w.e.Value(FieldIdentityVerified))
	}
	word := ""
	switch {
	case !ok1 || !ok2:
		w.lose(v, "the profile states supervision and identity verification together, and one of them is missing")
	case !supervised && identified:
		word = w.option(FieldSupervision, v, append([]string{""}, texts("supervisionType")...), "no supervisionType of the profile means identity verification without supervision")
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
		w.say(v)
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

// outcome adds the learning outcomes as an alignment.
func (w *conversion) outcome() {
	v := w.e.Value(FieldLearningOutcome)
	a := &w.c.Subject.Achievement
	if !v.Given() {
		return
	}
	options := []string{"", asAlignment, asLearningOutcome}
	if a.ID == "" {
		options = options[:1]
	}
	chosen := w.option(FieldLearningOutcome, v, options, "the profile cannot state learning outcomes, except as an alignment")
	if chosen == "" {
		return
	}
	x := badge.Alignment{Type: []string{"Alignment"}, TargetType: targetOutcome, TargetName: "Learning outcomes", TargetURL: a.ID + "#outcome", TargetDescription: v.Text}
	if chosen == asLearningOutcome {
		x.Type = append(x.Type, asLearningOutcome)
		x.Extra = map[string]json.RawMessage{"relations": encoded(relationsOf(*a))}
	}
	a.Alignment = append(a.Alignment, x)
}

// relationsOf returns the skills to which a class is aligned, for the converter of
// SURF. It skips an outcome without any, so the class itself is the first one.
func relationsOf(a badge.Achievement) []object {
	all := []object{{"targetName": a.Name, "targetUrl": a.ID}}
	for _, x := range a.Alignment {
		if x.TargetFramework != "" {
			all = append(all, object{"targetName": x.TargetName, "targetUrl": x.TargetURL, "targetFramework": x.TargetFramework})
		}
	}
	return all
}

// result adds the grade, or that the learner completed the achievement, and the
// description to which it must refer. Only badges of a known type need one.
func (w *conversion) result() {
	v := w.e.Value(FieldGrade)
	a := &w.c.Subject.Achievement
	_, profile := profileNames[BadgeType(w.e.Value(FieldType).Meaning())]
	switch {
	case a.ID == "" && v.Given():
		w.lose(v, "a result refers to a description, whose id cannot be derived because the class has no id")
	case a.ID == "" || !v.Given() && !profile:
	case v.Given():
		id := a.ID + "#grade"
		a.ResultDescription = append(a.ResultDescription, badge.ResultDescription{ID: id, Type: []string{"ResultDescription"}, Name: "Grade", ResultType: badge.ResultTypeResult})
		w.c.Subject.Result = append(w.c.Subject.Result, badge.Result{Type: []string{"Result"}, ResultDescription: id, Value: v.Text})
		w.say(v)
	case w.option(FieldGrade, w.e.at, []string{completed, ""}, "the profile needs a result, and the badge has no grade") == completed:
		id := a.ID + "#completed"
		a.ResultDescription = append(a.ResultDescription, badge.ResultDescription{ID: id, Type: []string{"ResultDescription"}, Name: completed, ResultType: badge.ResultTypeStatus})
		w.c.Subject.Result = append(w.c.Subject.Result, badge.Result{Type: []string{"Result"}, ResultDescription: id, Status: completed})
	}
}

// issuer makes the institution the issuer, and its department the creator. In 2.0
// the issuer is a department.
func (w *conversion) issuer() {
	e, issuer := w.e, &w.c.Issuer
	if name := e.Value(FieldInstitutionName); name.Given() && name.Text != issuer.Name {
		department := *issuer
		*issuer = badge.Profile{ID: department.ID, Type: department.Type, Name: name.Text}
		if old := e.objects.issuerID(); e.objects.award {
			w.lose(e.Value(FieldIssuer), "the department of an award has no id, so it cannot be the creator of the achievement")
		} else if old != "" && department.Name != "" {
			department.ID = old
			department.OtherIdentifier = nil // holds the id that it has again
			department.ParentOrg = &badge.Profile{ID: issuer.ID, Type: issuer.Type}
			w.c.Subject.Achievement.Creator = &department
			w.say(e.Value(FieldIssuer))
		}
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

// issuerID returns the id of the issuer in Open Badges 2.0.
func (o objects) issuerID() string {
	for _, p := range o.issuer {
		if id := p.Member("id").String(); id != "" {
			return identifier(id)
		}
	}
	return ""
}

// profileNames are the schemas of the profile for the badge types.
var profileNames = map[BadgeType]string{MicroCredential: "microcredential", Regular: "regular", ExtraCurricular: "extracurricular"}

// officialSchema is the schema of Open Badges 3.0.
const officialSchema = vocabulary.PublishedSchemas + "json/ob_v3p0_achievementcredential_schema.json"

// schemas adds the schema of Open Badges 3.0 and those of the profile that the
// badge follows.
func (w *conversion) schemas() error {
	entry := func(url string) badge.CredentialSchema { return badge.CredentialSchema{ID: url, Type: schemaValidator} }
	w.c.CredentialSchema = append(w.c.CredentialSchema, entry(officialSchema))
	typ := w.e.Value(FieldType)
	name, known := profileNames[BadgeType(typ.Meaning())]
	if !known {
		w.lose(typ, "the profile has no badge type %s", quoted(typ.Text))
		return nil
	}
	w.say(typ)
	made, err := badge.Build(badge.OB3, w.c)
	if err != nil {
		return err
	}
	names := []string{name}
	for _, load := range []struct{ term, suffix string }{{"ECTS", "_ects"}, {"SBU", "_sbu"}} {
		if w.terms[load.term] != nil && typ.Meaning() != string(ExtraCurricular) {
			names = append(names, name+load.suffix)
		}
	}
	if reasons := unmet(names, made); len(reasons) > 0 {
		w.lost = append(w.lost, Remark{Problem: badge.Problem{Code: codeProfile, Path: typ.Path, Severity: badge.SeverityWarning,
			Message: "the badge cannot follow the profile: " + strings.Join(reasons, ", and ")}, Document: typ.Document, Field: FieldType})
		return nil
	}
	for _, name := range names {
		w.c.CredentialSchema = append(w.c.CredentialSchema, entry(profileSchema{name: name}.url()))
	}
	return nil
}

// unmet returns what schemas of the profile require and a document lacks.
func unmet(names []string, made *badge.Document) (reasons []string) {
	subject := source{Value: made.Body().Member("credentialSubject")}
	achievement := subject.member("achievement")
	for _, s := range profileSchemas {
		if !slices.Contains(names, s.name) {
			continue
		}
		for _, name := range s.required {
			if !achievement.member(name).value().Given() {
				reasons = append(reasons, "it needs "+name)
			}
		}
		if !s.load && !subject.member("result").value().Given() {
			reasons = append(reasons, "it needs result")
		}
		if s.oneLoad && achievement.member("ECTS").Exists() == achievement.member("SBU").Exists() {
			reasons = append(reasons, "it needs the study load in either ECTS or SBU")
		}
		for _, term := range slices.Sorted(maps.Keys(s.properties)) {
			if why := s.outside(term, achievement.member(term).value()); why != "" {
				reasons = append(reasons, why)
			}
		}
	}
	return reasons
}

// outside returns how a number breaks the bounds of a term, or "".
func (s profileSchema) outside(term string, v Value) string {
	n, ok := v.Number()
	bound := func(keyword string) (float64, bool) {
		switch x := s.properties[term][keyword].(type) {
		case int:
			return float64(x), true
		case float64:
			return x, true
		}
		return 0, false
	}
	least, low := bound("minimum")
	most, high := bound("maximum")
	step, stepped := bound("multipleOf")
	switch {
	case !v.Given():
		return ""
	case ok && low && n < least:
		return fmt.Sprintf("it needs %s of at least %v, and the badge has %s", term, least, v.Text)
	case ok && high && n > most:
		return fmt.Sprintf("it needs %s of at most %v, and the badge has %s", term, most, v.Text)
	case ok && (stepped && math.Mod(n, step) != 0 || s.properties[term]["type"] == "integer" && n != math.Trunc(n)):
		return fmt.Sprintf("%s is %s, which is not a whole step", term, v.Text)
	}
	return ""
}
