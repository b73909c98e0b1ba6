package badge

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
	"github.com/openbadges-go/openbadges/badge/tree"
)

// periodClaims are the claims with the validity of a token (RFC 7519 §4.1).
var periodClaims = vocabulary.Period{From: "nbf", Until: "exp"}

// memberType is the claim with the type of an SD-JWT VC.
const memberType = "vct"

// hasType reports whether a document is an SD-JWT VC: an SD-JWT with a type, or
// the unsigned claims of one.
func (d *Document) hasType() bool {
	vct, iss := d.root.Member(memberType), d.root.Member("iss")
	if d.jws.Header.Exists() {
		return d.sd != nil && vct.Exists()
	}
	return vct.Kind() == jsontext.String && iss.Kind() == jsontext.String && d.version == VersionUnknown && d.kind == KindOther
}

// claim returns the function that reads a claim.
func claim(name string) func(*Document) jsontext.Value {
	return func(d *Document) jsontext.Value { return d.root.Member(name) }
}

// readClaims returns the view of an SD-JWT VC. If it is a badge as well, the view
// is that of the badge; otherwise it has the names that European
// micro-credentials use, and Extra has every other claim.
func readClaims(d *Document) Credential {
	if d.root.Member("@context").Exists() {
		return read30Credential(d, vocabulary.PeriodVC2, vocabulary.PeriodVC1)
	}
	text := func(name string) string { return d.root.Member(name).String() }
	date := func(v tree.Value) DateTime {
		if t, err := InstantOf(v); err == nil {
			return DateTime(t.UTC().Format(time.RFC3339))
		}
		return ""
	}
	c := Credential{ID: cmp.Or(text("jti"), text("identifier")), Name: text("title")}
	c.Issuer.ID, c.Issuer.Name = text("iss"), text("awardingBody")
	c.Subject.ID, c.Subject.Achievement.Name = text("sub"), text("title")
	from, until := d.dates(periodClaims, vocabulary.PeriodVC2)
	c.ValidFrom, c.ValidUntil = date(from), date(until)
	for name, m := range d.root.Members() {
		if slices.Contains(shownClaims, name) {
			continue
		}
		if c.Extra == nil {
			c.Extra = map[string]json.RawMessage{}
		}
		c.Extra[name] = json.RawMessage(m.Raw())
	}
	return c
}

// shownClaims are the claims that the view of an SD-JWT VC has fields for.
var shownClaims = []string{"jti", "iss", "sub", "nbf", "exp", "title", "awardingBody"}
