package edubadges

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
)

// Educredential says in the words of the eduCredentials profile what an
// edubadge of Open Badges 2.0 says: it returns c, the view of the badge, with
// the members of the profile added and those of 2.0 taken away. What the
// profile has no place for is a finding with the code edubadges.lost, where it
// stands in the badge that e was read from. Nothing is invented, and c is not
// changed.
//
// What a lean assertion leaves to its class and issuer is taken from e. The
// result is to be built and signed; its ID and that of its issuer are for the
// caller to set.
func Educredential(e Edubadge, c badge.Credential) (badge.Credential, []Finding) {
	w := profileWriter{e: e, c: c, terms: map[string]json.RawMessage{}}
	if !slices.ContainsFunc(c.Context, func(x badge.Context) bool { return x.URL == ContextEducredential }) {
		w.c.Context = append(slices.Clone(c.Context), badge.Context{URL: ContextEducredential})
	}
	w.c.Context = slices.DeleteFunc(slices.Clone(w.c.Context), func(x badge.Context) bool { return x.URL == badge.ContextOB2 })
	w.achievement()
	w.supervision()
	w.alignments()
	w.grade()
	w.issuer()
	w.schemas()
	w.identifiers()
	for _, row := range withoutPlace {
		w.lose(row.of(e), "%s", row.why)
	}
	return w.c, w.lost
}

// withoutPlace are the facts that the profile cannot state.
var withoutPlace = []struct {
	of  func(Edubadge) Fact
	why string
}{
	{func(e Edubadge) Fact { return e.LearningOutcome }, "the profile has no place for learning outcomes"},
	{func(e Edubadge) Fact { return e.Stackable }, "the profile has no place for stackability"},
	{func(e Edubadge) Fact { return e.Formal }, "the profile says whether a badge is formal by its type alone"},
	{func(e Edubadge) Fact { return e.GradingTable }, "the profile has no place for the grading table of an institution"},
	{func(e Edubadge) Fact { return e.OnBehalfOf }, "the profile has no place for a body that a badge is given for"},
	{func(e Edubadge) Fact { return e.Holder }, "the name of a holder is not part of a badge"},
}

// profileWriter is one call of Educredential.
type profileWriter struct {
	e     Edubadge
	c     badge.Credential
	terms map[string]json.RawMessage // of the achievement
	lost  []Finding
}

func (w *profileWriter) lose(f Fact, format string, args ...any) {
	if f.Given() {
		w.lost = append(w.lost, Finding{badge.Problem{Code: codeLost, Path: f.Path, Message: fmt.Sprintf(format, args...), Severity: badge.Warning}, f.Document})
	}
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

// achievement writes the terms of the profile in place of those of 2.0.
func (w *profileWriter) achievement() {
	a := &w.c.Subject.Achievement
	w.gather()
	w.c.Type = []string{"VerifiableCredential", "OpenBadgeCredential"}
	a.Type = []string{"Achievement", classEducredential}
	w.c.Issuer.Type = []string{"Profile"}
	a.InLanguage = w.e.Language.Meaning()
	w.number("ECTS", w.e.ECTS)
	w.number("SBU", w.e.StudyLoad)
	w.number("timeInvestment", w.e.TimeInvestment)
	w.number("educationProgramIdentifier", w.e.ProgramIdentifier)
	w.word("participationType", w.e.Participation, participationWords)
	w.word("assessmentType", w.e.Assessment, assessmentWords)
	w.leave(a.Extra, w.e.sources.class)
	w.leave(w.c.Extra, w.e.sources.assertion)
	w.leave(w.c.Issuer.Extra, w.e.sources.issuer)
	a.Extra, w.c.Extra, w.c.Issuer.Extra = w.terms, nil, nil
}

// gather takes the class and the issuer from documents of their own, where the
// view has but their ids.
func (w *profileWriter) gather() {
	for _, p := range w.e.sources.class {
		if w.c.Subject.Achievement.Name == "" && p.doc.Kind() == badge.KindAchievement {
			w.c.Subject.Achievement = p.doc.Achievement()
		}
	}
	if creator := w.c.Subject.Achievement.Creator; creator != nil && w.c.Issuer.ID == "" {
		w.c.Issuer, w.c.Subject.Achievement.Creator = *creator, nil
	}
	for _, p := range w.e.sources.issuer {
		if w.c.Issuer.Name == "" && p.doc.Kind() == badge.KindProfile {
			w.c.Issuer = p.doc.Profile()
		}
	}
}

// leave names the members of 2.0 that have no field in the view and are no
// fact: a linked-data proof could not sign them.
func (w *profileWriter) leave(members map[string]json.RawMessage, places []place) {
	for _, name := range slices.Sorted(maps.Keys(members)) {
		_, known := definitionNamed(name)
		if known || name == "@context" || slices.Contains(microMembers, name) || slices.Contains(factMembers, name) {
			continue
		}
		for _, p := range places {
			w.lose(p.member(name).fact(), "Open Badges 3.0 has no member for %s", quoted(name))
		}
	}
}

// factMembers are the further members that facts are read from.
var factMembers = []string{"formal", "grade_achieved", "user"}

// number writes one number.
func (w *profileWriter) number(term string, f Fact) {
	values := f.List()
	if len(values) != 1 {
		w.lose(f, "the profile has one number as %s", term)
		return
	}
	if _, ok := (Fact{Text: values[0]}).Number(); ok && json.Valid([]byte(values[0])) {
		w.terms[term] = json.RawMessage(values[0])
		return
	}
	w.lose(f, "found %s, the profile has a number as %s", quoted(f.Text), term)
}

// word writes the one word of the profile that all parts of a list come to.
func (w *profileWriter) word(term string, f Fact, words map[string]string) {
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
}

// supervision writes two booleans as one of four words.
func (w *profileWriter) supervision() {
	supervised, ok1 := w.e.Supervised.Bool()
	identified, ok2 := w.e.IdentityVerified.Bool()
	if ok2 {
		w.terms["identityChecked"] = encoded(identified)
	}
	word := ""
	switch {
	case !ok1 || !ok2:
		w.lose(w.e.Supervised, "supervision and identity verification are one word in the profile, and one of them is not stated")
	case !supervised && identified:
		w.lose(w.e.Supervised, "the profile has no word for identity verification without supervision")
	case !supervised:
		word = "unsupervised with no identity verification"
	case !identified:
		word = "supervised with no identity verification"
	case w.e.Participation.Text == "online":
		word = "supervised online"
	default:
		word = "onsite with identity verification"
	}
	if word != "" {
		w.terms["supervisionType"] = encoded(word)
	}
}

// levelBase is where the European Union has the levels of the EQF.
const levelBase = "http://data.europa.eu/snb/eqf/"

// alignments writes the level and the quality assurance.
func (w *profileWriter) alignments() {
	var all []badge.Alignment
	for i, a := range w.c.Subject.Achievement.Alignment {
		if a.TargetURL != "" {
			all = append(all, a)
			continue
		}
		for _, p := range w.e.sources.class {
			w.lose(p.down(fmt.Sprintf("/alignment/%d", i)).fact(), "an alignment has an address in Open Badges 3.0, and this one has none")
		}
	}
	verified, stated := w.e.EQFVerified.Bool()
	switch n, ok := w.e.EQF.Number(); {
	case stated && !verified:
		w.lose(w.e.EQF, "the level is marked as not verified")
	case ok:
		level := fmt.Sprint(n)
		all = append(all, badge.Alignment{Type: []string{"Alignment"}, TargetType: targetEQF, TargetName: "EQF level " + level, TargetCode: level, TargetURL: levelBase + level})
	default:
		w.lose(w.e.EQF, "found %s, which is no level", quoted(w.e.EQF.Text))
	}
	name, url, text := w.e.QualityName, w.e.QualityURL, w.e.QualityText
	if name.Given() && url.Given() {
		all = append(all, badge.Alignment{Type: []string{"Alignment"}, TargetType: targetQuality, TargetName: name.Text, TargetURL: url.Text, TargetDescription: text.Text})
	} else {
		for _, f := range []Fact{name, url, text} {
			w.lose(f, "an alignment has both a name and an address, and the quality assurance has not")
		}
	}
	w.c.Subject.Achievement.Alignment = all
}

// grade writes the result, and the description that it has to refer to.
func (w *profileWriter) grade() {
	a := &w.c.Subject.Achievement
	if !w.e.Grade.Given() {
		return
	}
	if a.ID == "" {
		w.lose(w.e.Grade, "a result refers to a description by its id, and the class has none to derive it from")
		return
	}
	id := a.ID + "#grade"
	a.ResultDescription = append(slices.Clone(a.ResultDescription), badge.ResultDescription{ID: id, Type: []string{"ResultDescription"}, Name: "Grade", ResultType: badge.ResultTypeResult})
	w.c.Subject.Result = append(slices.Clone(w.c.Subject.Result), badge.Result{Type: []string{"Result"}, ResultDescription: id, Value: w.e.Grade.Text})
}

// issuer names the institution, and the department as the creator.
func (w *profileWriter) issuer() {
	e, issuer := w.e, &w.c.Issuer
	if e.InstitutionName.Given() && e.InstitutionName.Text != issuer.Name {
		department := *issuer
		w.c.Subject.Achievement.Creator = &department
		issuer.Name = e.InstitutionName.Text
	}
	if e.InstitutionIdentifier.Given() {
		issuer.OtherIdentifier = append(slices.Clone(issuer.OtherIdentifier), badge.IdentifierEntry{Type: "IdentifierEntry", Identifier: e.InstitutionIdentifier.Text, IdentifierType: typeBRIN})
	}
	switch country := e.InstitutionCountry; {
	case len(country.Text) == 2 && country.Text != "EN":
		issuer.Address = &badge.Address{Type: []string{"Address"}, AddressCountryCode: country.Text}
	default:
		w.lose(country, "found %s, which is the code of no country", quoted(country.Text))
	}
}

// schemas names the schemas that a badge of its type follows.
func (w *profileWriter) schemas() {
	names := map[BadgeType]string{MicroCredential: "microcredential", Regular: "regular", ExtraCurricular: "extracurricular"}
	typ := BadgeType(w.e.Type.Meaning())
	name, known := names[typ]
	if !known {
		w.lose(w.e.Type, "found %s, which is no type of the profile", quoted(w.e.Type.Text))
		return
	}
	follows := []string{name}
	if typ != ExtraCurricular {
		for term, suffix := range map[string]string{"ECTS": "_ects", "SBU": "_sbu"} {
			if w.terms[term] != nil {
				follows = append(follows, name+suffix)
			}
		}
	}
	slices.Sort(follows)
	w.c.CredentialSchema = slices.Clone(w.c.CredentialSchema)
	for _, name := range follows {
		w.c.CredentialSchema = append(w.c.CredentialSchema, badge.CredentialSchema{ID: profileSchema{name: name}.url(), Type: schemaValidator})
	}
}

// identifiers gives an eduID the type that Open Badges 3.0 has for it.
func (w *profileWriter) identifiers() {
	list := slices.Clone(w.c.Subject.Identifier)
	for i := range list {
		if strings.EqualFold(string(list[i].IdentityType), identityEduID) {
			list[i].IdentityType = badge.IdentifierIdentifier
		}
	}
	w.c.Subject.Identifier = list
}
