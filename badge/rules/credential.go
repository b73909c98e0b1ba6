package rules

import (
	"errors"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// Classes that several rules apply to.
var (
	badgeCredentials = []string{"AchievementCredential", "EndorsementCredential", "ClrCredential"}
	credentials      = append([]string{"VerifiableCredential"}, badgeCredentials...)
	datedCredentials = append([]string{"StatusListCredential"}, credentials...)
	identified       = append([]string{"AchievementSubject", "EndorsementSubject", "ClrSubject", "Achievement"}, datedCredentials...)
)

// credentialRules judge credentials of Open Badges 3.0 and their subjects.
var credentialRules = []rule{
	{codeDateOrder, datedCredentials, decides, failure, "VCDM 2.0 §4.9", period},
	{codeDateModel, datedCredentials, warning, failure, "VCDM 2.0 §4.9", datesTwice},
	{codeDateModel, datedCredentials, failure, failure, "VCDM 2.0 §4.9", datesOfOtherModel},
	{codeDateModel, datedCredentials, decides, failure, "VCDM 2.0 §4.9", datesDiffer},
	{codeStatusMany, credentials, warning, failure, "OB 3.0 §B.1", statusSingle},
	{codeStatusNoID, credentials, warning, failure, "OB 3.0 §B.1", statusIdentified},
	{codeURISyntax, identified, failure, failure, "VCDM 2.0 §4.4", idAbsolute},
	{codeURISyntax, datedCredentials, decides, failure, "VCDM 2.0 §4.7", issuerAbsolute},
	{codeSubjectUnknown, []string{"AchievementSubject", "ClrSubject"}, failure, failure, "OB 3.0 §9.1", subjectKnown},
	{codeDateActivity, []string{"AchievementSubject"}, warning, failure, "OB 3.0 §B.1", activity},
}

// models returns the names of the dates in a credential's own data model and in
// the other one.
func models(v jsontext.Value) (own, other vocabulary.Period) {
	if v.Member("@context").At("/0").String() == badge.ContextVC1 {
		return vocabulary.PeriodVC1, vocabulary.PeriodVC2
	}
	return vocabulary.PeriodVC2, vocabulary.PeriodVC1
}

func period(f *finder, v jsontext.Value) {
	own, _ := models(v)
	f.order(v.Member(own.From), v.Member(own.Until))
}

// A pair is a date of validity under the name of a credential's data model and
// under that of the other one.
type pair struct{ own, other jsontext.Value }

// pairs yields the dates that a credential has under the name of the other data
// model.
func pairs(v jsontext.Value) (found []pair) {
	own, other := models(v)
	for _, p := range []pair{{v.Member(own.From), v.Member(other.From)}, {v.Member(own.Until), v.Member(other.Until)}} {
		if given(p.other) {
			found = append(found, p)
		}
	}
	return found
}

func (p pair) alone() bool { return !given(p.own) }

// same reports whether both dates are readable and name one instant.
func (p pair) same() bool {
	own, ok1 := instant(p.own.String())
	other, ok2 := instant(p.other.String())
	return ok1 && ok2 && own.Equal(other)
}

func datesTwice(f *finder, v jsontext.Value) {
	for _, p := range pairs(v) {
		if !p.alone() && p.same() {
			f.report(p.other, "the date has a second property, with its name in the other data model")
		}
	}
}

// datesOfOtherModel reports a date under the name of the other data model only.
// Verification uses it too.
func datesOfOtherModel(f *finder, v jsontext.Value) {
	for _, p := range pairs(v) {
		if p.alone() {
			f.report(p.other, "found a property of the other data model, wanted the name of this one")
		}
	}
}

func datesDiffer(f *finder, v jsontext.Value) {
	for _, p := range pairs(v) {
		if _, readable := instant(p.other.String()); !readable || !p.alone() && !p.same() {
			f.report(p.other, "found %s under the name of the other data model, wanted the same time as %s",
				jsontext.Excerpt(p.other.String()), jsontext.Excerpt(p.own.String()))
		}
	}
}

// order reports two readable dates if the second is earlier.
func (f *finder) order(from, until jsontext.Value) {
	start, ok1 := f.instantOf(from)
	end, ok2 := f.instantOf(until)
	if ok1 && ok2 && end.Before(start) {
		f.report(until, "found %s, which is before the start %s", jsontext.Excerpt(until.String()), jsontext.Excerpt(from.String()))
	}
}

// instantOf reads a date in the forms of the version of the document.
func (f *finder) instantOf(v jsontext.Value) (time.Time, bool) {
	if f.doc.Version() == badge.OB2 && otherForm(v) {
		t, err := vocabulary.ParseOB2Date(v.String())
		return t, err == nil
	}
	return instant(v.String())
}

// instant reads a date and time with or without a zone.
func instant(s string) (time.Time, bool) {
	t, err := vocabulary.ParseDateTime(s)
	return t, err == nil || errors.Is(err, vocabulary.ErrNoZone)
}

func activity(f *finder, v jsontext.Value) {
	f.order(v.Member("activityStartDate"), v.Member("activityEndDate"))
}

// statusSingle reports an array of status entries, which VCDM 2.0 §4.10 allows
// and Open Badges 3.0 does not.
func statusSingle(f *finder, v jsontext.Value) {
	if status := v.Member("credentialStatus"); status.Kind() == jsontext.Array {
		f.report(status, "found an array of %d status entries, wanted one object", status.Len())
	}
}

// statusIdentified reports a status entry without id, which VCDM 2.0 §4.10
// allows and Open Badges 3.0 does not.
func statusIdentified(f *finder, v jsontext.Value) {
	for entry := range v.Member("credentialStatus").Each() {
		if entry.Kind() == jsontext.Object && !entry.Member("id").Exists() {
			f.report(entry, "the status entry has no id")
		}
	}
}

func subjectKnown(f *finder, v jsontext.Value) {
	if v.Member("id").String() == "" && v.Member("identifier").Len() == 0 {
		f.report(v, "the subject has neither an id nor an identifier")
	}
}

func idAbsolute(f *finder, v jsontext.Value) { f.absoluteText(v.Member("id")) }

// issuerAbsolute checks the id of an issuer that is a URI or an object.
func issuerAbsolute(f *finder, v jsontext.Value) {
	issuer := v.Member("issuer")
	if issuer.Kind() == jsontext.Object {
		issuer = issuer.Member("id")
	}
	f.absoluteText(issuer)
}

// absoluteText reports a text that is not an absolute URI; the schema checks
// other values.
func (f *finder) absoluteText(v jsontext.Value) {
	if id, ok := v.Text(); ok && !vocabulary.IsAbsoluteURI(id) {
		f.report(v, "found %s, wanted an absolute URI", jsontext.Excerpt(id))
	}
}
