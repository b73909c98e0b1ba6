package schema

import (
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// reading is a way to read the rows of a class.
type reading struct {
	vcdm1  bool // by the VC Data Model 1.1
	arrays bool // by the json set, where every array is written as one; else by the json-ld set
	exact  bool // as published; else deviations of deployed badges are also accepted
}

// Suffixes of a schema name, in this order.
const (
	suffixVCDM1  = "/v1p1"
	suffixArrays = "/json"
	suffixExact  = "/exact"
)

// parseName splits a schema name into its class and its reading.
func parseName(name string) (className string, as reading) {
	name, as.exact = strings.CutSuffix(name, suffixExact)
	name, as.arrays = strings.CutSuffix(name, suffixArrays)
	name, as.vcdm1 = strings.CutSuffix(name, suffixVCDM1)
	return name, as
}

// has reports whether the reading includes a row.
func (as reading) has(p vocabulary.Property) bool {
	switch {
	case p.In == vocabulary.VCDM1:
		return as.vcdm1
	case p.In == vocabulary.VCDM2:
		return !as.vcdm1
	case p.In == vocabulary.StatusList || p.In == vocabulary.DataIntegrity:
		return false // judged where status lists and proofs are read
	}
	return true
}

func (as reading) required(p vocabulary.Property) bool {
	return p.Occurs.Has(vocabulary.Required) && (as.exact || !p.Occurs.Has(vocabulary.Loose))
}

// multiplicity reports whether a property can be a lone value or an array.
func (as reading) multiplicity(p vocabulary.Property) (lone, list bool) {
	switch {
	case p.Occurs.Has(vocabulary.Array):
		return p.Occurs.Has(vocabulary.Compact) && !as.arrays, true
	case p.Occurs.Has(vocabulary.Listed):
		return true, !as.exact
	}
	return true, false
}

// context returns the primitive of item i of @context.
func (as reading) context(c vocabulary.Class, i int) string {
	if c.Contexts[i] == "ContextVC" && as.vcdm1 {
		return "ContextVCv1p1"
	}
	return c.Contexts[i]
}

// eitherModel reports whether embedded credentials may follow either data
// model, each judged by its own context. The published 2.0 schemas embed 2.0
// only.
func (as reading) eitherModel() bool { return as.vcdm1 || !as.exact }

// format returns the format of a primitive. A missing zone is accepted unless
// the reading is exact.
func (as reading) format(p vocabulary.Primitive) string {
	if p.Name == "DateTime" && !as.exact {
		return vocabulary.FormatLocal
	}
	return p.Format
}

// values returns the accepted terms of an enumeration.
func (as reading) values(e vocabulary.Enumeration) []string {
	if as.exact {
		return e.Values
	}
	return slices.Concat(e.Values, e.Aliases)
}
