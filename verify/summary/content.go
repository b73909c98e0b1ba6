package summary

import (
	"fmt"
	"net/url"
	"strconv"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/verify"
)

// statement is who awarded what to whom: a form, and texts for its places.
type statement struct {
	form  string
	texts []any // strings, with text of the badge quoted
}

func (s statement) String() string { return fmt.Sprintf(s.form, s.texts...) }

// content says who awarded what to whom, and lists the facts of the badge.
func content(r *verify.Report, lang Language) (said statement, facts []Fact) {
	facts = []Fact{}
	doc := r.Document()
	if doc == nil {
		return statement{form: noContent.in(lang)}, facts
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
	said = statement{form.in(lang), []any{quote(issuer, lang), quote(name, lang), quoted}}
	add := func(id, value string) {
		if value != "" {
			facts = append(facts, Fact{ID: id, Label: labels[id].in(lang), Value: value})
		}
	}
	a := c.Subject.Achievement
	add("name", name)
	add("type", string(a.AchievementType))
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
	add("description", first(a.Description, c.Description))
	add("criteria", a.Criteria.Narrative)
	add("criteria-page", a.Criteria.ID)
	add("credits", string(c.Subject.CreditsEarned))
	for _, result := range c.Subject.Result {
		add("result", resultOf(result, a.ResultDescription))
	}
	for _, skill := range a.Alignment {
		add("alignment", first(skill.TargetName, skill.TargetURL))
	}
	for _, e := range c.Evidence {
		add("evidence", first(e.Name, e.Narrative, e.Description))
		add("evidence-page", pageOf(e.ID))
	}
	return said, facts
}

// resultOf returns a result with what it is a result of.
func resultOf(r badge.Result, described []badge.ResultDescription) string {
	value := first(r.Value, r.AchievedLevel, string(r.Status))
	for _, d := range described {
		if value != "" && d.Name != "" && d.ID == r.ResultDescription {
			return d.Name + ": " + value
		}
	}
	return value
}

// pageOf returns the URL of a page, and "" for an id of another kind, such as a
// data URL with all of the evidence.
func pageOf(id string) string {
	if u, err := url.Parse(id); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return id
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
