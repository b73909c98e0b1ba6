package rules

import (
	"errors"
	"reflect"
	"regexp"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// rule looks at a value that the class tables give a class or a type. It says
// what a JSON Schema cannot: how values relate to each other.
type rule func(f *findings, v jsontext.Value)

// rulesOf says which rules hold for which class, primitive or enumeration.
var rulesOf = map[string][]rule{
	"AchievementCredential": {period, statusEntries, identified("id"), issuerIdentified},
	"EndorsementCredential": {period, statusEntries, identified("id"), issuerIdentified},
	"ClrCredential":         {period, statusEntries, identified("id"), issuerIdentified},
	"VerifiableCredential":  {period, statusEntries, identified("id"), issuerIdentified},
	"StatusListCredential":  {period, identified("id"), issuerIdentified},
	"AchievementSubject":    {subjectKnown, identified("id"), activity, results},
	"EndorsementSubject":    {identified("id")},
	"ClrSubject":            {subjectKnown, identified("id")},
	"Achievement":           {identified("id")},
	"Criteria":              {criteriaGiven},
	"ResultDescription":     {requiredValue, requiredLevel},
	"IdentityObject":        {identityHashIn("identityHash")},
	"IdentifierTypeEnum":    {identifierType},
	"DateTime":              {zoned},
	"URI":                   {uriForm},
	"URL":                   {webForm},
}

// rules applies every rule to every value it holds for, and reports whether the
// document fits the named schema.
func (f *findings) rules(d *badge.Document, name string, rules map[string][]rule) (fits bool) {
	said := map[string]statement{}
	return schemas().Walk(name, jsontext.Value(d.Body()), func(is string, v jsontext.Value) {
		if isEmbedded(is, v, jsontext.Value(d.Body())) {
			_, f.inner = v.Span()
		}
		for _, r := range rules[is] {
			r(f, v)
		}
		if start, _ := v.Span(); start >= f.inner && !strings.HasSuffix(is, "Criteria") {
			f.idSplit(v, said)
		}
	})
}

// period asks that validity ends after it starts (VCDM 2.0 §4.9), and that a
// credential does not carry the dates of the other data model, which another
// reader might go by.
func period(f *findings, v jsontext.Value) {
	ours, theirs := vocabulary.PeriodVC2, vocabulary.PeriodVC1
	if v.Member("@context").At("/0").String() == badge.ContextVC1 {
		ours, theirs = theirs, ours
	}
	f.order(codeDateOrder, badge.Error, v.Member(ours.From), v.Member(ours.Until))
	for _, name := range []string{theirs.From, theirs.Until} {
		if m := v.Member(name); m.Exists() {
			f.add(badge.Error, codeDateModel, m, "found the member %q in a credential of the data model that writes %q and %q", name, ours.From, ours.Until)
		}
	}
}

// order asks that two dates, if both can be read, are not the wrong way round.
func (f *findings) order(code string, severity badge.Severity, from, until jsontext.Value) {
	start, ok1 := instant(from.String())
	end, ok2 := instant(until.String())
	if !ok1 || !ok2 || !end.Before(start) {
		return
	}
	f.add(severity, code, until, "found %s, which is before the start, %s", jsontext.Excerpt(until.String()), jsontext.Excerpt(from.String()))
}

// instant reads a date and time, which may lack its zone.
func instant(s string) (time.Time, bool) {
	t, err := vocabulary.ParseDateTime(s)
	return t, err == nil || errors.Is(err, vocabulary.ErrNoZone)
}

// activity asks that an activity does not end before it starts.
func activity(f *findings, v jsontext.Value) {
	f.order(codeDateActivity, badge.Warning, v.Member("activityStartDate"), v.Member("activityEndDate"))
}

// zoned says where a time lacks its zone, and is read as UTC.
func zoned(f *findings, v jsontext.Value) {
	if _, err := vocabulary.ParseDateTime(v.String()); errors.Is(err, vocabulary.ErrNoZone) {
		f.add(badge.Warning, codeDateZone, v, "found %s without a zone, which is read as UTC; wanted Z or an offset such as +02:00", jsontext.Excerpt(v.String()))
	}
}

// statusEntries names the two liberties taken with credentialStatus: VCDM 2.0
// §4.10 has arrays and entries without id, Open Badges 3.0 has neither.
func statusEntries(f *findings, v jsontext.Value) {
	status := v.Member("credentialStatus")
	if status.Kind() == jsontext.Array {
		f.add(badge.Warning, codeStatusMany, status, "found an array of %d status entries, wanted one object", status.Len())
	}
	for entry := range status.Each() {
		if entry.Kind() == jsontext.Object && !entry.Member("id").Exists() {
			f.add(badge.Warning, codeStatusNoID, entry, "the status entry has no id")
		}
	}
}

// subjectKnown asks that a subject can be told from others (OB 3.0 §9.1, step 1).
func subjectKnown(f *findings, v jsontext.Value) {
	if v.Member("id").String() == "" && v.Member("identifier").Len() == 0 {
		f.add(badge.Error, codeSubjectUnknown, v, "the subject has neither an id nor an identifier")
	}
}

// criteriaGiven asks for what OB 3.0 §B.1 recommends: criteria that say or
// link to something.
func criteriaGiven(f *findings, v jsontext.Value) {
	if v.Member("id").String() == "" && v.Member("narrative").String() == "" {
		f.add(badge.Warning, CodeCriteriaEmpty, v, "the criteria have neither an id nor a narrative")
	}
}

// identityHashForm is a hash as OB 3.0 §B.8 writes it.
var identityHashForm = regexp.MustCompile(`^(sha256\$[0-9A-Fa-f]{64}|md5\$[0-9A-Fa-f]{32})$`)

// identityHashIn asks that an identity is a hash exactly if it says so.
func identityHashIn(name string) rule {
	return func(f *findings, v jsontext.Value) {
		hash := v.Member(name)
		text, isText := hash.Text()
		hashed, isBool := v.Member("hashed").Bool()
		if !isText || !isBool {
			return
		}
		looksHashed := identityHashForm.MatchString(text)
		switch {
		case hashed && !looksHashed:
			f.add(badge.Error, codeIdentityHash, hash, "found a value that is no hash, wanted sha256$ and 64 or md5$ and 32 hexadecimal digits")
		case !hashed && looksHashed:
			f.add(badge.Warning, codeIdentityPlain, hash, "found a hash, though hashed is false")
		}
	}
}

// aliasEmail is in use where the vocabulary says emailAddress.
const aliasEmail = "email"

// identifierType names the alias in use for emailAddress.
func identifierType(f *findings, v jsontext.Value) {
	if v.String() == aliasEmail {
		f.add(badge.Warning, codeIdentityAlias, v, "found %q, wanted %q", aliasEmail, badge.IdentifierEmailAddress)
	}
}

// idSplit says where two objects with one id describe it differently. To a
// linked-data reader they are one thing, with the properties of both. Embedded
// credentials speak for themselves, and criteria are often the page of what
// they are the criteria of.
func (f *findings) idSplit(v jsontext.Value, said map[string]statement) {
	id, ok := v.Member("id").Text()
	if !ok || !describes(v) {
		return
	}
	first, known := said[id]
	switch {
	case !known:
		first.value = v
	case first.differs(v):
		f.add(badge.Warning, codeIDSplit, v, "the id %s is described here and at %s, differently", jsontext.Excerpt(id), jsontext.Excerpt(first.value.Pointer()))
	}
	said[id] = first
}

// statement is the first object that describes an id.
type statement struct {
	value    jsontext.Value
	members  any // value as a tree, once it was needed
	disputed bool
}

// differs reports, once, that another object says something else.
func (s *statement) differs(v jsontext.Value) bool {
	if s.disputed {
		return false
	}
	if s.members == nil {
		s.members = s.value.Any()
	}
	s.disputed = !reflect.DeepEqual(s.members, v.Any())
	return s.disputed
}

// describes reports whether an object says more than its id and type.
func describes(v jsontext.Value) bool {
	for name := range v.Members() {
		if name != "id" && name != "type" {
			return true
		}
	}
	return false
}

// identified asks that a member which others refer to is an absolute URI.
func identified(name string) rule {
	return func(f *findings, v jsontext.Value) {
		if id, ok := v.Member(name).Text(); ok && !vocabulary.IsAbsoluteURI(id) {
			f.add(badge.Error, codeURISyntax, v.Member(name), "found %s, wanted an absolute URI", jsontext.Excerpt(id))
		}
	}
}

// issuerIdentified asks the same of the issuer, in both of its forms.
func issuerIdentified(f *findings, v jsontext.Value) {
	if v.Member("issuer").Kind() == jsontext.Object {
		v = v.Member("issuer")
		identified("id")(f, v)
		return
	}
	identified("issuer")(f, v)
}
