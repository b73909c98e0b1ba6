package verify

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/rules"
)

// plain is text for a message without quotes, for pointers and other text with a
// fixed form.
func plain(s string) string {
	s = printable(key.Redact(s))
	if runes := []rune(s); len(runes) > maxShown {
		return string(runes[:maxShown]) + "…"
	}
	return s
}

// printable replaces characters that can control a terminal or the direction of
// text.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsGraphic(r) {
			return r
		}
		return unicode.ReplacementChar
	}, s)
}

// String returns the report for a person: first whether the badge is genuine,
// who issued it and whether it counts today, then one line per check. It is
// safe to print in a terminal: text of the badge is quoted, short, on one line
// and without control characters, so a badge cannot imitate the report.
func (r *Report) String() string {
	var b strings.Builder
	r.orZero().write(&b, "")
	return b.String()
}

// Format prints the text of String under every verb, not the document.
func (r *Report) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, r.String()) }

func (r *Report) write(b *strings.Builder, indent string) {
	line := func(label, text string) { fmt.Fprintf(b, "%s  %-8s %s\n", indent, label, printable(text)) }
	fmt.Fprintf(b, "%s%s\n", indent, printable(r.headline()))
	if r.doc != nil {
		line("genuine", answer(r.checks, genuine))
		line("today", answer(r.checks, counts))
		if r.presentation {
			line("holder", named(r.holder)+", who shows "+counted(len(r.nested), "badge"))
		} else {
			r.writeClaims(line)
		}
	}
	if !r.at.IsZero() {
		line("checked", "as of "+stamp(r.at))
	}
	if r.doc != nil {
		text := r.given.Bytes()
		line("bytes", fmt.Sprintf("%d, SHA-256 %s", len(text), digest(text)))
	}
	for _, c := range r.checks {
		switch {
		case c.Outcome == Warned && c.Departure && c.Path != "":
			line("departure", memberAt(c.Path)+": "+c.Message+r.sectionOf(c.Code))
		case c.Outcome == Warned && c.Departure:
			line("departure", c.Message+r.sectionOf(c.Code))
		case c.Outcome == Warned:
			line("warning", c.Message)
		}
	}
	b.WriteByte('\n')
	writeChecks(b, indent+"  ", r.checks)
	for _, p := range r.proofs {
		if !p.Decided {
			fmt.Fprintf(b, "%s  another proof, %s at %s:\n", indent, plain(string(p.Scheme)), badge.Quote(p.Path))
			writeChecks(b, indent+"    ", p.Checks)
		}
	}
	for _, n := range r.nested {
		what := "embedded credential"
		if r.presentation {
			what = "badge"
		}
		fmt.Fprintf(b, "\n%s  %s at %s:\n", indent, what, badge.Quote(n.Path))
		n.Report.write(b, indent+"    ")
	}
}

// headline returns what came of the badge in a sentence, and the reason if it was
// not accepted.
func (r *Report) headline() string {
	switch r.Verdict() {
	case Rejected:
		return "Not accepted: " + r.Decisive().Message
	case Inconclusive:
		return "Could not find out: " + r.Decisive().Message
	}
	text := "Genuine."
	if n := len(r.Departures()); n > 0 {
		version, _, _ := strings.Cut(string(r.given.Version()), " ")
		text = fmt.Sprintf("Genuine, with %s from Open Badges %s.", counted(n, "departure"), version)
	}
	if slices.ContainsFunc(r.checks, func(c Check) bool { return c.Code == codeOriginAwarded }) {
		text += " Your copy says otherwise: only what this report shows counts."
	}
	return text
}

// sectionOf returns the section of the standard that a departure breaks, in
// parentheses. It is empty if several sections have the code.
func (r *Report) sectionOf(code string) string {
	var found []string
	for rule := range rules.All() {
		of20 := strings.HasPrefix(rule.Section, "OB 2.0")
		if rule.Code == code && rule.Reading == badge.SeverityError && !rule.Decides && of20 == r.given.Version().Before3() && !slices.Contains(found, rule.Section) {
			found = append(found, rule.Section)
		}
	}
	if len(found) != 1 {
		return ""
	}
	return " (" + found[0] + ")"
}

// counted returns a number and what it counts.
func counted(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// memberAt names the place of a JSON Pointer as people write it.
func memberAt(pointer string) string {
	return plain(strings.ReplaceAll(strings.TrimPrefix(pointer, "/"), "/", "."))
}

// counts are the stages that decide whether a genuine badge counts today.
var counts = map[Stage]bool{StageTime: true, StageStatus: true}

// answer combines several stages into yes, no or unknown. Trust is a separate
// question.
func answer(checks []Check, of map[Stage]bool) string {
	text := "yes"
	for _, c := range checks {
		switch {
		case !of[c.Stage] || c.Stage == StageTrust:
		case c.Outcome == Failed:
			return "no: " + c.Message
		case c.Outcome == Unknown, c.Outcome == Skipped && c.Code == CodeVerifyBlocked:
			text = "unknown"
		case text == "yes" && c.Code == CodeStatusIgnored:
			text = "yes, unless revoked: " + c.Message
		case text == "yes" && c.Outcome == Warned:
			text = "yes, with a warning"
		}
	}
	return text
}

func writeChecks(b *strings.Builder, indent string, checks []Check) {
	for _, c := range checks {
		where := c.Code
		if c.Path != "" {
			where += " at " + badge.Quote(c.Path)
		}
		fmt.Fprintf(b, "%s%-12s %-8s %s (%s)\n", indent, c.Stage, c.Outcome, printable(c.Message), where)
	}
}

// writeClaims writes who awarded what to whom, marked as not verified unless
// the badge is accepted.
func (r *Report) writeClaims(line func(label, text string)) {
	if r.Verdict() != Accepted {
		line("claims", "not verified:")
	}
	c := claimsOf(r.doc)
	issuer := named(c.Issuer.ID)
	if c.Issuer.Name != "" {
		issuer = badge.Quote(c.Issuer.Name) + ", id " + issuer
	}
	line("issuer", issuer)
	switch r.doc.Kind() {
	case badge.KindEndorsement:
		line("endorses", badge.Quote(c.Recipient))
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
		for _, p := range r.proofs {
			if p.Decided {
				line("signed", p.Signed)
			}
		}
	case r.confirmed(StageOrigin) && r.binding == BindingHosted:
		line("hosted", "not signed; fetched from the issuer's web site")
	}
}

// named quotes the first non-empty text. A badge before Open Badges 3.0 may
// leave all of them to the documents that it names.
func named(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return badge.Quote(text)
		}
	}
	return "not named"
}

func recipientWords(s badge.Subject) string {
	switch name := recipientName(s); {
	case name != "":
		return badge.Quote(name)
	case len(s.Identifier) > 0:
		return "a recipient named by a hash only"
	default:
		return "nobody: the badge names no recipient"
	}
}

var bindingWords = map[Binding]string{
	BindingPinned:       "pinned: you listed it in Config.Keys or Config.Histories",
	BindingDIDWeb:       "published by the issuer's domain in its DID document",
	BindingHosted:       "published by the issuer's web site",
	BindingOrigin:       "published by the issuer's web site, which does not say for which issuer",
	BindingSelfAsserted: "self-asserted: the issuer id is the key itself, and anyone can make one",
	BindingNone:         "not bound to the issuer",
	"":                  "not bound to the issuer",
}

// instant formats a time of the badge in UTC, whatever its zone.
func instant(d badge.DateTime) string {
	if t, err := d.Time(); err == nil {
		return stamp(t)
	}
	return badge.Quote(string(d))
}

func until(d badge.DateTime) string {
	if d == "" {
		return ""
	}
	return ", valid until " + instant(d)
}
