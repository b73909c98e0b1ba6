package rules

import (
	"errors"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// valueRules judge single values and small objects of Open Badges 3.0.
var valueRules = []rule{
	{CodeCriteriaEmpty, []string{"Criteria", "OB2.Criteria"}, warning, failure, "OB 3.0 §B.1", criteriaGiven},
	{codeIdentityHash, []string{"IdentityObject", "OB2.IdentityObject"}, failure, failure, "OB 3.0 §B.8", identityHashed},
	{codeIdentityPlain, []string{"IdentityObject", "OB2.IdentityObject"}, warning, failure, "OB 3.0 §B.8", identityPlain},
	{codeIdentityAlias, []string{"IdentifierTypeEnum"}, warning, failure, "OB 3.0 §B.5", identifierType},
	{codeDateZone, []string{"DateTime"}, warning, failure, "VCDM 2.0 §4.9", zoned},
	{codeProofForm, []string{"Proof"}, warning, failure, "VC Data Integrity §2.1", proofFormed},
	{codeURISyntax, []string{"URI", "URL"}, warning, failure, "RFC 3986 §4.3", absolute},
	{codePrivateExposed, []string{"URI"}, warning, failure, "CID 1.0 §2.2.2", secretless},
	{codeURIUnsafe, []string{"URI"}, warning, failure, "RFC 3986 §3.2", safe},
	{codeURIUnsafe, []string{"URL"}, warning, failure, "RFC 3986 §3.2", web},
}

// criteriaGiven reports criteria with neither an id nor a narrative.
func criteriaGiven(f *finder, v jsontext.Value) {
	if v.Member("id").String() == "" && v.Member("narrative").String() == "" {
		f.report(v, "the criteria have neither an id nor a narrative")
	}
}

// isHash reports whether a text is a hash as OB 3.0 §B.8 writes it.
func isHash(text string) bool {
	algorithm, digits, _ := strings.Cut(text, "$")
	return (algorithm == "sha256" && len(digits) == 64 || algorithm == "md5" && len(digits) == 32) && strings.Trim(digits, "0123456789abcdefABCDEF") == ""
}

// identityOf returns the value of an identity object, whether it looks like a
// hash, and the value of hashed. Values of other JSON types are not checked.
func identityOf(f *finder, v jsontext.Value) (value jsontext.Value, looks, hashed, ok bool) {
	value = v.Member("identityHash")
	if f.is == "OB2.IdentityObject" {
		value = v.Member("identity")
	}
	text, isText := value.Text()
	hashed, isBool := v.Member("hashed").Bool()
	return value, isHash(text), hashed, isText && isBool
}

func identityHashed(f *finder, v jsontext.Value) {
	if value, looks, hashed, ok := identityOf(f, v); ok && hashed && !looks {
		f.report(value, "the value is not a hash, wanted sha256$ and 64 or md5$ and 32 hexadecimal digits")
	}
}

func identityPlain(f *finder, v jsontext.Value) {
	if value, looks, hashed, ok := identityOf(f, v); ok && !hashed && looks {
		f.report(value, "the value is a hash, but hashed is false")
	}
}

// aliasEmail is in use instead of emailAddress, the term of the vocabulary.
const aliasEmail = "email"

func identifierType(f *finder, v jsontext.Value) {
	if v.String() == aliasEmail {
		f.report(v, "found %q, wanted %q", aliasEmail, badge.IdentifierEmailAddress)
	}
}

// zoned reports a time without its zone. It is read as UTC.
func zoned(f *finder, v jsontext.Value) {
	if _, err := vocabulary.ParseDateTime(v.String()); errors.Is(err, vocabulary.ErrNoZone) {
		f.report(v, "%s has no zone and is read as UTC, wanted Z or an offset such as +02:00", jsontext.Excerpt(v.String()))
	}
}

// proofFormed reports members of a proof that other readers may refuse, and that
// have only one meaning: a relative id, several domains, a start without its
// zone, and the hour 24:00:00. Under a linked-data proof the id is refused later. A proof that expires without a zone is refused with the proof.
func proofFormed(f *finder, v jsontext.Value) {
	found := func(v jsontext.Value, wanted string) {
		f.report(v, "found %s, wanted %s", jsontext.Excerpt(v.Raw()), wanted)
		if f.weight == warning {
			f.proofForms[v.Pointer()] = true
		}
	}
	if domain := v.Member("domain"); domain.Kind() == jsontext.Array && domain.Len() > 0 {
		found(domain, "one domain")
	}
	if id, ok := v.Member("id").Text(); ok && !vocabulary.IsAbsoluteURI(id) {
		found(v.Member("id"), "an absolute URI")
	}
	for _, name := range []string{"created", "expires"} {
		date := v.Member(name)
		_, strict := vocabulary.ParseDateTime(date.String())
		_, err := vocabulary.ParseProofTime(date.String())
		if strict != nil && (err == nil || errors.Is(err, vocabulary.ErrNoZone) && name == "created") {
			found(date, "a date and time such as 2006-01-02T15:04:05Z")
		}
	}
}

// absolute reports a text that is not an absolute URI.
func absolute(f *finder, v jsontext.Value) {
	if text := v.String(); !vocabulary.IsAbsoluteURI(text) {
		f.report(v, "found %s, wanted an absolute URI", jsontext.Excerpt(text))
	}
}

// secretless reports an identifier that is a private key.
func secretless(f *finder, v jsontext.Value) {
	text := v.String()
	if f.public[text] {
		return
	}
	if multiformat.IsPrivate(text) {
		f.report(v, "found %s, which is a private key, wanted a public one", jsontext.Excerpt(text))
	} else if f.embedded != nil && strings.HasPrefix(text, "did:") {
		if f.public == nil {
			f.public = map[string]bool{}
		}
		f.public[text] = true
	}
}

// safe reports a script, and a URL without a valid host or with user
// information.
func safe(f *finder, v jsontext.Value) {
	text := v.String()
	scheme, _, _ := strings.Cut(text, ":")
	switch strings.ToLower(scheme) {
	case "javascript", "vbscript":
		if vocabulary.IsAbsoluteURI(text) {
			f.report(v, "found %s, which is a script, wanted a URL", jsontext.Excerpt(text))
		}
	case "http", "https":
		web(f, v)
	}
}

// web reports a URL that is not an http or https URL with a valid host.
func web(f *finder, v jsontext.Value) {
	if text := v.String(); !vocabulary.IsWebAddress(text) && vocabulary.IsAbsoluteURI(text) {
		f.report(v, "found %s, wanted an http or https URL with a valid host", jsontext.Excerpt(text))
	}
}
