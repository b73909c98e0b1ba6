package schema

import (
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// form is one of the readings that a class has.
type form struct {
	legacy bool // VC Data Model 1.1
	arrays bool // the json set: every array is written as one. Otherwise the json-ld set
	exact  bool // as published. Otherwise what deployed badges deviate in is accepted too
}

// Suffixes of a schema name, in this order.
const (
	suffixLegacy = "/v1p1"
	suffixArrays = "/json"
	suffixExact  = "/exact"
)

// parseName splits a schema name into its class and its form.
func parseName(name string) (className string, f form) {
	name, f.exact = strings.CutSuffix(name, suffixExact)
	name, f.arrays = strings.CutSuffix(name, suffixArrays)
	name, f.legacy = strings.CutSuffix(name, suffixLegacy)
	return name, f
}

// has reports whether the form has this row of a class.
func (f form) has(p vocabulary.Property) bool {
	switch {
	case p.In == vocabulary.VCDM1:
		return f.legacy
	case p.In == vocabulary.VCDM2:
		return !f.legacy
	case p.In == vocabulary.StatusList || p.In == vocabulary.DataIntegrity:
		return false // judged where status lists and proofs are read
	}
	return true
}

func (f form) required(p vocabulary.Property) bool {
	return p.Occurs.Has(vocabulary.Required) && (f.exact || !p.Occurs.Has(vocabulary.Loose))
}

// multiplicity returns which JSON shapes the value of a row may have.
func (f form) multiplicity(p vocabulary.Property) (lone, list bool) {
	switch {
	case p.Occurs.Has(vocabulary.Array):
		return p.Occurs.Has(vocabulary.Compact) && !f.arrays, true
	case p.Occurs.Has(vocabulary.Listed):
		return true, !f.exact
	}
	return true, false
}

// context returns the primitive that item i of a class's @context is.
func (f form) context(c vocabulary.Class, i int) string {
	if c.Contexts[i] == "ContextVC" && f.legacy {
		return "ContextVCv1p1"
	}
	return c.Contexts[i]
}

// eitherModel reports whether embedded credentials may follow either data
// model, each judged by its own context. The published 2.0 schemas embed 2.0
// only.
func (f form) eitherModel() bool { return f.legacy || !f.exact }

// format returns the format of a primitive in this form: where only the zone
// of a time is missing, reading goes on.
func (f form) format(p vocabulary.Primitive) string {
	if p.Name == "DateTime" && !f.exact {
		return vocabulary.FormatLocal
	}
	return p.Format
}

// values returns the terms of an enumeration in this form.
func (f form) values(e vocabulary.Enumeration) []string {
	if f.exact {
		return e.Values
	}
	return slices.Concat(e.Values, e.Aliases)
}
