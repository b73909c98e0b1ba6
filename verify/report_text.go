package verify

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/openbadges-go/openbadges/badge"
)

// shown quotes text from a badge for a message: short, on one line, without
// control or direction characters.
func shown(s string) string {
	runes := []rune(s)
	if len(runes) > maxShown {
		return strconv.QuoteToGraphic(string(runes[:maxShown])) + "…"
	}
	return strconv.QuoteToGraphic(s)
}

// plain is shown without the quotes, for pointers and what else is not free
// text.
func plain(s string) string {
	s = printable(s)
	if runes := []rune(s); len(runes) > maxShown {
		return string(runes[:maxShown]) + "…"
	}
	return s
}

// printable replaces what would steer a terminal or the direction of text.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsGraphic(r) {
			return r
		}
		return unicode.ReplacementChar
	}, s)
}

// String renders the report for a person: the verdict and why, who awarded
// what to whom, whose key signed and what to know, then one line per check. It
// is safe to print in a terminal: what the badge says itself stands in quotes,
// short, on one line and without control characters, so that no badge can put
// words into the report's mouth.
func (r *Report) String() string {
	var b strings.Builder
	r.orZero().write(&b, "")
	return b.String()
}

func (r *Report) write(b *strings.Builder, indent string) {
	fmt.Fprintf(b, "%s%s\n", indent, strings.ToUpper(string(r.Verdict())))
	fmt.Fprintf(b, "%s  because  %s\n", indent, printable(r.Decisive().Message))
	if r.doc != nil {
		r.writeClaims(b, indent+"  ")
	}
	if !r.at.IsZero() {
		fmt.Fprintf(b, "%s  judged   as of %s\n", indent, stamp(r.at))
	}
	if r.doc != nil {
		text := r.given.Bytes()
		fmt.Fprintf(b, "%s  bytes    %d, SHA-256 %s\n", indent, len(text), digest(text))
	}
	for _, c := range r.checks {
		if c.Outcome == Warned {
			fmt.Fprintf(b, "%s  but      %s\n", indent, printable(c.Message))
		}
	}
	b.WriteByte('\n')
	writeChecks(b, indent+"  ", r.checks)
	for _, p := range r.proofs {
		if !p.Decided {
			fmt.Fprintf(b, "%s  another proof, %s at %s:\n", indent, plain(string(p.Scheme)), shown(p.Path))
			writeChecks(b, indent+"    ", p.Checks)
		}
	}
	for _, n := range r.nested {
		fmt.Fprintf(b, "\n%s  inside, at %s:\n", indent, shown(n.Path))
		n.Report.write(b, indent+"    ")
	}
}

func writeChecks(b *strings.Builder, indent string, checks []Check) {
	for _, c := range checks {
		where := c.Code
		if c.Path != "" {
			where += " at " + shown(c.Path)
		}
		fmt.Fprintf(b, "%s%-12s %-8s %s (%s)\n", indent, c.Stage, c.Outcome, printable(c.Message), where)
	}
}

// writeClaims says who awarded what to whom. For a badge that is not
// accepted it says that these are only its own words.
func (r *Report) writeClaims(b *strings.Builder, indent string) {
	line := func(word, what string) { fmt.Fprintf(b, "%s%-8s %s\n", indent, word, what) }
	if r.Verdict() != Accepted {
		line("claims", "what follows is what the badge says of itself")
	}
	c := claimsOf(r.doc)
	issuer := named(c.Issuer.ID)
	if c.Issuer.Name != "" {
		issuer = shown(c.Issuer.Name) + ", whose id is " + issuer
	}
	line("issuer", issuer)
	switch r.doc.Kind() {
	case badge.KindEndorsement:
		line("endorses", shown(c.Recipient))
	case badge.KindStatusList:
		line("lists", "the status of its credentials")
	default:
		view := r.doc.Credential()
		line("awarded", named(c.Achievement, c.Name, view.Subject.Achievement.ID))
		line("to", recipientWords(view.Subject))
	}
	line("on", instant(c.Awarded)+until(c.ValidUntil))
	switch {
	case r.confirmed(StageSignature):
		line("key", bindingWords[r.binding])
	case r.confirmed(StageOrigin) && r.binding == BindingHosted:
		line("hosted", "unsigned: it is what the issuer's web site says now")
	}
}

// named shows the first text that there is. A badge from before Open Badges
// 3.0 may leave all of them to what it links to.
func named(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return shown(text)
		}
	}
	return "not named"
}

func recipientWords(s badge.Subject) string {
	switch name := recipientName(s); {
	case name != "":
		return shown(name)
	case len(s.Identifier) > 0:
		return "somebody who is named by a hash only"
	default:
		return "somebody who is not named"
	}
}

var bindingWords = map[Binding]string{
	BindingPinned:       "pinned: you named it as the issuer's",
	BindingDIDWeb:       "published by the issuer's domain in its DID document",
	BindingHosted:       "published by the issuer's web site",
	BindingSelfAsserted: "self-asserted: the issuer's id is the key itself, which anyone can mint",
	BindingNone:         "not tied to the issuer",
	"":                  "not tied to the issuer",
}

// instant is a time of the badge in UTC, whatever zone it was written in.
func instant(d badge.DateTime) string {
	if t, err := d.Time(); err == nil {
		return stamp(t)
	}
	return shown(string(d))
}

func until(d badge.DateTime) string {
	if d == "" {
		return ""
	}
	return ", valid until " + instant(d)
}
