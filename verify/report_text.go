package verify

import (
	"fmt"
	"strconv"
	"strings"
	"time"
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

// plain is shown without the quotes, for the headline.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsGraphic(r) {
			return r
		}
		return '\uFFFD'
	}, s)
	if runes := []rune(s); len(runes) > maxShown {
		return string(runes[:maxShown]) + "…"
	}
	return s
}

// String renders the report for a person: the verdict, who awarded what to
// whom and how sure that is, then one line per check.
func (r *Report) String() string {
	var b strings.Builder
	r.write(&b, "")
	return b.String()
}

func (r *Report) write(b *strings.Builder, indent string) {
	fmt.Fprintf(b, "%s%s\n", indent, strings.ToUpper(string(r.Verdict())))
	if r.Verdict() != Accepted {
		fmt.Fprintf(b, "%s  because %s\n", indent, r.Decisive().Message)
	}
	if r.doc != nil {
		r.writeClaims(b, indent+"  ")
	}
	b.WriteByte('\n')
	for _, c := range r.checks {
		fmt.Fprintf(b, "%s  %-12s %-8s %s (%s)\n", indent, c.Stage, c.Status, c.Message, where(c))
	}
	for _, p := range r.proofs {
		if !p.Decided {
			fmt.Fprintf(b, "%s  another proof, %s at %s:\n", indent, plain(string(p.Scheme)), shown(p.Path))
			for _, c := range p.Checks {
				fmt.Fprintf(b, "%s    %-12s %-8s %s (%s)\n", indent, c.Stage, c.Status, c.Message, where(c))
			}
		}
	}
	for _, n := range r.nested {
		fmt.Fprintf(b, "\n%s  inside, at %s:\n", indent, shown(n.Path))
		n.Report.write(b, indent+"    ")
	}
}

func where(c Check) string {
	if c.Path == "" {
		return c.Code
	}
	return c.Code + " at " + plain(c.Path)
}

// writeClaims says who awarded what to whom. For a badge that is not
// accepted the words are those of a claim.
func (r *Report) writeClaims(b *strings.Builder, indent string) {
	c := claimsOf(r.doc)
	what := c.Achievement
	if what == "" {
		what = c.Name
	}
	verb := "awarded"
	if r.Verdict() != Accepted {
		verb = "is said to have awarded"
	}
	issuer := plain(c.Issuer.ID)
	if c.Issuer.Name != "" {
		issuer = plain(c.Issuer.Name) + " (" + issuer + ")"
	}
	recipient := "a recipient who is named by a hash only"
	if c.Recipient != "" {
		recipient = plain(c.Recipient)
	}
	switch r.doc.Kind() {
	case badge.KindEndorsement:
		fmt.Fprintf(b, "%s%s endorses %s: %s\n", indent, issuer, recipient, shown(c.Name))
	default:
		fmt.Fprintf(b, "%s%s %s %s to %s\n", indent, issuer, verb, shown(what), recipient)
	}
	fmt.Fprintf(b, "%son %s%s\n", indent, day(c.Awarded), until(c.ValidUntil))
	fmt.Fprintf(b, "%skey: %s\n", indent, bindingWords[r.binding])
}

var bindingWords = map[Binding]string{
	BindingPinned:       "pinned: you named it as the issuer's",
	BindingDIDWeb:       "published by the issuer's domain in its DID document",
	BindingHosted:       "published by the issuer's web site",
	BindingSelfAsserted: "self-asserted: the issuer's id is the key itself, which anyone can mint",
	BindingNone:         "not tied to the issuer",
	"":                  "not tied to the issuer",
}

func day(d badge.DateTime) string {
	t, err := d.Time()
	if err != nil {
		return plain(string(d))
	}
	return t.UTC().Format("2 January 2006")
}

func until(d badge.DateTime) string {
	if d == "" {
		return ""
	}
	if t, err := d.Time(); err == nil {
		return ", valid until " + t.UTC().Format(time.RFC3339)
	}
	return ", valid until " + plain(string(d))
}
