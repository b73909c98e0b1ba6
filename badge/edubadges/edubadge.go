package edubadges

import (
	"fmt"
	"iter"
	"slices"

	"github.com/openbadges-go/openbadges/badge"
)

// Edubadge is what a badge states, whatever its dialect. All texts come from the
// issuer: description, criteria and learning outcome are Markdown, which you
// must sanitise before you show them as HTML.
type Edubadge struct {
	Dialect Dialect // of the first document that has one
	// Remarks are warnings about values that deviate from the vocabulary, in
	// the order of the documents. The values are unchanged.
	Remarks []Remark

	values  map[Field]Value
	objects objects
	at      Value // the class, or the assertion: where a missing field belongs
}

// Value returns what the badge states for a field. It is the zero Value if the
// badge states nothing.
func (e Edubadge) Value(f Field) Value { return e.values[f] }

// All returns the fields that the badge states, in the order of the constants.
func (e Edubadge) All() iter.Seq2[Field, Value] {
	return func(yield func(Field, Value) bool) {
		for _, row := range rows {
			if v := e.values[row.field]; v.Given() && !yield(row.field, v) {
				return
			}
		}
	}
}

// BadgeType is what kind of learning a badge class is for.
type BadgeType string

// The types of badge classes.
const (
	MicroCredential BadgeType = "micro_credential"
	Regular         BadgeType = "regular"
	ExtraCurricular BadgeType = "extra_curricular"
)

// Read returns what a badge says. Hosted badges are spread over several
// documents: the assertion comes first, its class and its issuer follow, as do
// expanded views of any of them. Where two say something about the same, that
// of the class counts before that of the assertion, and that of an earlier
// document before that of a later one; a difference is a finding. A document
// that those before it do not name is left out, with a finding.
//
// Nothing is fetched, and nothing is verified: package verify does that.
func Read(d *badge.Document, further ...*badge.Document) Edubadge {
	r := reader{objects: objectsOf(d)}
	r.e.Dialect = DialectOf(d)
	r.remarks(d, 0)
	for i, doc := range further {
		p := source{doc, i + 1, doc.Body().Pointer()}
		if !r.belongs(p) {
			r.warn(codeOther, p, "the document %s is none that those before it name", quoted(p.member("id").text()))
			continue
		}
		r.add(p)
		if dialect := DialectOf(doc); r.e.Dialect == DialectUnrecognised || dialect == DialectExpanded && r.e.Dialect == DialectHosted {
			r.e.Dialect = dialect
		}
		r.remarks(doc, i+1)
	}
	r.e.values = make(map[Field]Value, len(rows))
	for _, row := range rows {
		r.set(row.field, r.first(row))
	}
	for _, p := range slices.Concat(r.assertion[:min(1, len(r.assertion))], r.class[:min(1, len(r.class))]) {
		r.e.at = Value{Document: p.n, Path: p.path}
	}
	r.e.objects = r.objects
	r.derive()
	slices.SortStableFunc(r.e.Remarks, func(a, b Remark) int { return a.Document - b.Document })
	return r.e
}

// reader is one call of Read.
type reader struct {
	objects
	e Edubadge
}

// warn adds a finding.
func (r *reader) warn(code string, p source, format string, args ...any) {
	if len(r.e.Remarks) == maxRemarks {
		return
	}
	r.e.Remarks = append(r.e.Remarks, Remark{badge.Problem{Code: code, Path: p.path, Message: fmt.Sprintf(format, args...), Severity: badge.Warning}, p.n})
}

// warnValue adds a finding about a fact.
func (r *reader) warnValue(code string, f Value, format string, args ...any) {
	r.warn(code, source{n: f.Document, path: f.Path}, format, args...)
}

// set keeps a value that the badge gives.
func (r *reader) set(f Field, v Value) {
	if v.Given() {
		r.e.values[f] = v
	}
}

// first returns the first fact that a row finds. What other places say of the
// same is compared with it, but a spot further down the row is another thing,
// which only stands in.
func (r *reader) first(row row) Value {
	for _, s := range row.spots {
		var found Value
		for _, p := range r.find(s) {
			f := p.value()
			switch {
			case !f.Given():
			case !found.Given():
				found = f
			case f.Text != found.Text:
				r.warnValue(codeConflict, f, "found %s, but %s says %s, which counts", quoted(f.Text), quoted(found.Path), quoted(found.Text))
			}
		}
		if found.Given() {
			return found
		}
	}
	return Value{}
}

func quoted(s string) string { return fmt.Sprintf("%q", s[:min(len(s), maxQuoted)]) }
