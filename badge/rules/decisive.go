package rules

import (
	"errors"
	"slices"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/schema"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// decisiveRules judge the properties that decide whether a badge counts:
// issuer, achievement, recipient and validity. If they have one meaning, the
// badge can be genuine despite other faults; if they have two meanings or none,
// it cannot. The schemas contain many of these rules too, but limit the number
// of violations.
var decisiveRules = []rule{
	{codeSchemaType, datedCredentials, decides, failure, "OB 3.0 §B.1", decisiveTypes},
	{codeSchemaRequired, datedCredentials, decides, failure, "OB 3.0 §B.1", decisiveGiven},
	{codeSchemaFormat, datedCredentials, decides, failure, "VCDM 2.0 §4.9", decisiveDates},
	{codeKind, []string{document}, decides, failure, "OB 3.0 §A.2", oneKind},

	{codeSchemaType, []string{document2}, decides, failure, "OB 2.0, Assertion", decisiveTypes2},
	{codeSchemaRequired, []string{document2}, decides, failure, "OB 2.0, Assertion", decisiveGiven2},
	{codeSchemaFormat, []string{document2}, decides, failure, "OB 2.0, Assertion", decisiveDates2},
	{codeDateZone, []string{document2}, failure, failure, "OB 2.0, Assertion", zonedDates2},
	{codeDateForm, []string{document2}, warning, failure, "OB 2.0, DateTime", dateForms},
}

// given reports whether a property has a value. Null counts as a missing value.
func given(v jsontext.Value) bool { return v.Exists() && v.Kind() != jsontext.Null }

// textual reports a property that is given and not a text.
func (f *finder) textual(v jsontext.Value) {
	if given(v) && v.Kind() != jsontext.String {
		f.otherType(v, "a text")
	}
}

func (f *finder) otherType(v jsontext.Value, wanted string) {
	f.report(v, "found a JSON %s, wanted %s", v.Kind(), wanted)
}

func decisiveTypes(f *finder, v jsontext.Value) {
	f.textual(v.Member("id"))
	issuer, subject := v.Member("issuer"), v.Member("credentialSubject")
	switch issuer.Kind() {
	case jsontext.Object:
		f.textual(issuer.Member("id"))
	default:
		if given(issuer) && issuer.Kind() != jsontext.String {
			f.otherType(issuer, "a URI or an object")
		}
	}
	for e := range v.Member("type").Each() {
		if e.Kind() != jsontext.String {
			f.otherType(e, "a text")
		}
	}
	own, _ := models(v)
	f.textual(v.Member(own.From))
	f.textual(v.Member(own.Until))
	if given(subject) && subject.Kind() != jsontext.Object {
		f.otherType(subject, "an object")
		return
	}
	f.textual(subject.Member("id"))
	if achievement := subject.Member("achievement"); f.awards(v) && given(achievement) && achievement.Kind() != jsontext.Object {
		f.otherType(achievement, "an object")
	}
}

// awards reports whether v is the document and awards one achievement.
func (f *finder) awards(v jsontext.Value) bool {
	return v == f.body && f.doc.Kind() == badge.KindCredential
}

func decisiveGiven(f *finder, v jsontext.Value) {
	issuer, subject := v.Member("issuer"), v.Member("credentialSubject")
	if v != f.body || f.body == jsontext.Value(f.doc.Root()) {
		// A token with a vc claim may name its issuer in another claim.
		switch {
		case !given(issuer) || issuer.Kind() == jsontext.String && issuer.String() == "":
			f.missing(v, "issuer")
		case issuer.Kind() == jsontext.Object && issuer.Member("id").String() == "":
			f.missing(issuer, "id")
		}
	}
	if !given(subject) {
		f.missing(v, "credentialSubject")
	} else if f.awards(v) && subject.Kind() == jsontext.Object && !given(subject.Member("achievement")) {
		f.missing(subject, "achievement")
	}
}

func decisiveDates(f *finder, v jsontext.Value) {
	own, _ := models(v)
	f.readable(v.Member(own.From), own == vocabulary.PeriodVC1)
	f.readable(v.Member(own.Until), own == vocabulary.PeriodVC1)
}

// readable reports a text that is not a date and time. A missing zone is
// reported elsewhere where the reader of the date takes care of it.
func (f *finder) readable(v jsontext.Value, zoneOptional bool) {
	text, ok := v.Text()
	if !ok {
		return
	}
	if _, err := vocabulary.ParseDateTime(text); err != nil && !(zoneOptional && err == vocabulary.ErrNoZone) {
		f.report(v, "found %s, wanted a date and time with a zone", jsontext.Excerpt(text))
	}
}

// oneKind reports a credential with the types of two kinds of credential.
func oneKind(f *finder, v jsontext.Value) {
	types := v.Member("type")
	award := types.Holds("AchievementCredential") || types.Holds("OpenBadgeCredential")
	kinds := 0
	for _, is := range []bool{award, types.Holds("EndorsementCredential"), types.Holds("ClrCredential")} {
		if is {
			kinds++
		}
	}
	if kinds > 1 {
		f.report(types, "the types name %d kinds of credential, wanted one", kinds)
	}
}

// decisiveTypes2 judges an assertion of Open Badges 2.0.
func decisiveTypes2(f *finder, v jsontext.Value) {
	if f.doc.Kind() != badge.KindCredential {
		return
	}
	f.textual(v.Member("id"))
	names := vocabulary.PeriodOB2
	f.textual(v.Member(names.From))
	f.textual(v.Member(names.Until))
	if revoked := v.Member("revoked"); given(revoked) && revoked.Kind() != jsontext.Bool {
		f.otherType(revoked, "a boolean")
	}
	if _, token := f.doc.JWS(); token || isSigned(verificationOf(v)) { // the upgrade of a token is not a token
		f.textual(v.Member("uid"))
	}
}

func decisiveGiven2(f *finder, v jsontext.Value) {
	if f.doc.Kind() == badge.KindCredential && !f.doc.Revocation().Revoked && !given(v.Member("badge")) {
		f.missing(v, "badge")
	}
}

func decisiveDates2(f *finder, v jsontext.Value) {
	if f.doc.Kind() != badge.KindCredential {
		return
	}
	for _, date := range dates2(v) {
		if !otherForm(date) {
			f.readable(date, true)
		}
	}
}

// zonedDates2 reports a date without its zone. It decides only where no zone
// makes a difference, so it is a departure.
func zonedDates2(f *finder, v jsontext.Value) {
	if f.doc.Kind() != badge.KindCredential {
		return
	}
	for _, date := range dates2(v) {
		if _, err := vocabulary.ParseDateTime(date.String()); errors.Is(err, vocabulary.ErrNoZone) {
			f.report(date, "%s has no zone and can be any moment within 26 hours, wanted Z or an offset such as +02:00", jsontext.Excerpt(date.String()))
		}
	}
}

// dates2 returns the dates of an assertion of Open Badges 2.0.
func dates2(v jsontext.Value) []jsontext.Value {
	names := vocabulary.PeriodOB2
	return []jsontext.Value{v.Member(names.From), v.Member(names.Until)}
}

// otherForm reports whether a text is a date in a form that is read in Open
// Badges 2.0, but not allowed.
func otherForm(v jsontext.Value) bool {
	_, strict := vocabulary.ParseDateTime(v.String())
	_, read := vocabulary.ParseOB2Date(v.String())
	return strict != nil && read == nil
}

// dateForms reports dates of Open Badges 2.0 without seconds, or with an offset
// such as +0800.
func dateForms(f *finder, v jsontext.Value) {
	for _, date := range dates2(v) {
		if f.doc.Kind() == badge.KindCredential && otherForm(date) {
			f.report(date, "found %s, wanted a date and time such as 2006-01-02T15:04:05Z", jsontext.Excerpt(date.String()))
		}
	}
}

// tolerated reports whether a schema refuses a value that a rule reports as a
// deviation of form: a date of Open Badges 2.0, or a member of a proof.
func (f *finder) tolerated(found schema.Violation) bool {
	if f.proofForms[f.body.Pointer()+found.Path] {
		return true
	}
	if f.doc.Version() != badge.OB2 || found.Keyword != "format" {
		return false
	}
	return slices.ContainsFunc(dates2(f.body), func(date jsontext.Value) bool {
		return date.Pointer() == f.body.Pointer()+found.Path && otherForm(date)
	})
}
