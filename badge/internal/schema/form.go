package schema

import "strings"

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
func (f form) has(p property) bool {
	switch {
	case p.shape&vcdm1 != 0:
		return f.legacy
	case p.shape&vcdm2 != 0:
		return !f.legacy
	}
	return true
}

func (f form) required(p property) bool {
	return p.shape&required != 0 && (f.exact || p.shape&loose == 0)
}

// multiplicity returns which JSON shapes the value of a row may have.
func (f form) multiplicity(p property) (lone, list bool) {
	switch {
	case p.shape&array != 0:
		return p.shape&compact != 0 && !f.arrays, true
	case p.shape&listed != 0:
		return true, !f.exact
	}
	return true, false
}

// context returns the primitive that item i of a class's @context is.
func (f form) context(c class, i int) string {
	if c.contexts[i] == "ContextVC" && f.legacy {
		return "ContextVCv1p1"
	}
	return c.contexts[i]
}

// eitherModel reports whether embedded credentials may follow either data
// model, each judged by its own context. The published 2.0 schemas embed 2.0
// only.
func (f form) eitherModel() bool { return f.legacy || !f.exact }

// format returns the format of a primitive in this form: where only the zone
// of a time is missing, reading goes on.
func (f form) format(p primitive) string {
	if p.name == "DateTime" && !f.exact {
		return formatLocal
	}
	return p.format
}

// values returns the terms of an enumeration in this form.
func (f form) values(e enumeration) []string {
	if f.exact {
		return e.values
	}
	return append(e.values, e.aliases...)
}
