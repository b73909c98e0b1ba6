package summary

import (
	"cmp"
	"fmt"
	"net/url"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/display"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/verify"
)

// statement is who awarded what to whom: a form, and texts for its places.
type statement struct {
	form  string
	texts []any // strings, with text of the badge quoted
}

func (s statement) String() string { return fmt.Sprintf(s.form, s.texts...) }

// content says who awarded what to whom, and lists the facts of the badge, which
// is the document of the report.
func content(r *verify.Report, c badge.Credential, lang Language) (said statement, facts []Fact) {
	facts = []Fact{}
	doc := r.Document()
	if doc == nil {
		return statement{form: noContent.In(lang)}, facts
	}
	name := cmp.Or(c.Subject.Achievement.Name, c.Name)
	issuer := cmp.Or(c.Issuer.Name, key.Redact(doc.IssuerID()))
	form := claimed
	if r.Verdict() == verify.Accepted {
		form = awarded
	}
	recipient, named := recipientOf(c.Subject, lang)
	quoted := recipient
	if named {
		quoted = badge.Quote(recipient)
	}
	said = statement{form.In(lang), []any{quote(issuer, lang), quote(name, lang), quoted}}
	add := func(id, value string) {
		if value != "" {
			facts = append(facts, Fact{ID: id, Label: labelOf(id).In(lang), Value: value})
		}
	}
	a := c.Subject.Achievement
	add("name", name)
	add("type", string(a.AchievementType))
	add("issued-by", issuer)
	add("issuer-id", key.Redact(doc.IssuerID()))
	add("issued-to", recipient)
	add("issued-on", day(badge.DateTime(cmp.Or(string(c.AwardedDate), string(c.ValidFrom))), lang, false))
	switch end, err := c.ValidUntil.Time(); {
	case c.ValidUntil == "":
		add("expires-on", display.Label("never").In(lang))
	case err == nil && end.Before(r.At()):
		add("expired-on", day(c.ValidUntil, lang, true))
	default:
		add("expires-on", day(c.ValidUntil, lang, true))
	}
	add("description", cmp.Or(a.Description, c.Description))
	add("criteria", a.Criteria.Narrative)
	add("criteria-page", a.Criteria.ID)
	for _, f := range append(display.Edubadge(lang, doc), display.Details(c)...) {
		switch f.ID {
		case "alignment":
			add(f.ID, cmp.Or(f.Text, f.Link))
		case "evidence":
			add(f.ID, f.Text)
			add("evidence-page", pageOf(f.Link))
		default:
			add(f.ID, f.Text)
		}
	}
	return said, facts
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
		return unnamed.In(lang)
	}
	return badge.Quote(text)
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
		return hashed.In(lang), false
	}
	return nobody.In(lang), false
}

// day writes a date in words, in UTC, with the time of day where it decides. A
// text that is not a date stays as it is.
func day(d badge.DateTime, lang Language, exact bool) string {
	t, err := d.Time()
	if err != nil {
		return string(d)
	}
	text := display.Date(t, lang)
	if exact {
		text += t.UTC().Format(", 15:04:05 UTC")
	}
	return text
}
