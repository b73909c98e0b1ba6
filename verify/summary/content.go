package summary

import (
	"fmt"
	"strconv"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/verify"
)

// content says who awarded what to whom, and lists the facts of the badge.
func content(r *verify.Report, lang Language) (sentence string, facts []Fact) {
	facts = []Fact{}
	doc := r.Document()
	if doc == nil {
		return noContent.in(lang), facts
	}
	c := doc.Credential()
	name := first(c.Subject.Achievement.Name, c.Name)
	issuer := first(c.Issuer.Name, key.Redact(doc.IssuerID()))
	form := claimed
	if r.Verdict() == verify.Accepted {
		form = awarded
	}
	recipient, named := recipientOf(c.Subject, lang)
	quoted := recipient
	if named {
		quoted = badge.Quote(recipient)
	}
	sentence = fmt.Sprintf(form.in(lang), quote(issuer, lang), quote(name, lang), quoted)
	add := func(id, value string) {
		if value != "" {
			facts = append(facts, Fact{ID: id, Label: labels[id].in(lang), Value: value})
		}
	}
	add("name", name)
	add("issued-by", issuer)
	add("issuer-id", key.Redact(doc.IssuerID()))
	add("issued-to", recipient)
	add("issued-on", day(badge.DateTime(first(string(c.AwardedDate), string(c.ValidFrom))), lang, false))
	switch end, err := c.ValidUntil.Time(); {
	case c.ValidUntil == "":
		add("expires-on", never.in(lang))
	case err == nil && end.Before(r.At()):
		add("expired-on", day(c.ValidUntil, lang, true))
	default:
		add("expires-on", day(c.ValidUntil, lang, true))
	}
	add("description", c.Subject.Achievement.Description)
	add("criteria", first(c.Subject.Achievement.Criteria.Narrative, c.Subject.Achievement.Criteria.ID))
	return sentence, facts
}

// quote quotes text of a badge.
func quote(text string, lang Language) string {
	if text == "" {
		return unnamed.in(lang)
	}
	return badge.Quote(text)
}

func first(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// recipientOf returns the recipient as far as the badge shows it, and whether
// that is text of the badge.
func recipientOf(s badge.Subject, lang Language) (text string, named bool) {
	if s.ID != "" {
		return key.Redact(s.ID), true
	}
	for _, o := range s.Identifier {
		if o.Hashed != nil && !*o.Hashed && o.IdentityHash != "" {
			return o.IdentityHash, true
		}
	}
	if len(s.Identifier) > 0 {
		return hashed.in(lang), false
	}
	return nobody.in(lang), false
}

// day writes a date in words, in UTC, with the time of day where it decides. A
// text that is not a date stays as it is.
func day(d badge.DateTime, lang Language, exact bool) string {
	t, err := d.Time()
	if err != nil {
		return string(d)
	}
	t = t.UTC()
	text := strconv.Itoa(t.Day()) + " " + months[t.Month()-1].in(lang) + " " + strconv.Itoa(t.Year())
	if exact {
		text += t.Format(", 15:04:05 UTC")
	}
	return text
}
