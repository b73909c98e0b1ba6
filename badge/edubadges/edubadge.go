package edubadges

import (
	"fmt"
	"iter"
	"slices"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
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

// BadgeType is the kind of learning that a badge class stands for.
type BadgeType string

// The types of badge classes.
const (
	MicroCredential BadgeType = "micro_credential"
	Regular         BadgeType = "regular"
	ExtraCurricular BadgeType = "extra_curricular"
)

// Read returns what a badge states. Pass the assertion first, then its class and
// its issuer if they are separate documents, and expanded views of them. If two
// places differ, the class takes precedence over the assertion and an earlier
// document over a later one, and a Remark reports the difference. A document to
// which those before it do not refer is ignored, with a Remark.
//
// A grade and evidence in an award of the API count only if the holder agreed to
// include them.
//
// Read fetches and verifies nothing; package verify does. A nil document states
// nothing.
func Read(d *badge.Document, further ...*badge.Document) Edubadge {
	r := reader{objects: objectsOf(d)}
	r.e.Dialect = DialectOf(d)
	r.remarks(d, 0)
	for i, doc := range further {
		if doc != nil && !r.refersTo(doc) {
			r.warn(codeOther, source{doc.Body(), i + 1}, "document %s is not referenced by the others and was ignored", quoted(doc.Body().Member("id").String()))
			doc = nil
		}
		r.add(doc)
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
		r.e.at = Value{Document: p.doc, Path: p.Pointer()}
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

// warn adds a remark.
func (r *reader) warn(code string, p source, format string, args ...any) {
	r.warnValue(code, Value{Document: p.doc, Path: p.Pointer()}, format, args...)
}

// warnValue adds a remark about a value.
func (r *reader) warnValue(code string, v Value, format string, args ...any) {
	if len(r.e.Remarks) < maxRemarks {
		r.e.Remarks = append(r.e.Remarks, Remark{Problem: badge.Problem{Code: code, Path: v.Path, Message: fmt.Sprintf(format, args...), Severity: badge.SeverityWarning}, Document: v.Document})
	}
}

// set keeps a value that the badge gives.
func (r *reader) set(f Field, v Value) {
	if v.Given() {
		r.e.values[f] = v
	}
}

// first returns the first value of a row. Other sources at the same spot are
// compared with it. Later spots only replace a missing value, because they are
// other properties.
func (r *reader) first(row row) Value {
	for _, s := range row.spots {
		var found Value
		var at source
		for _, p := range r.find(s) {
			f := p.value()
			switch {
			case !f.Given():
			case !found.Given():
				found, at = f, p
			case f.Text != found.Text && !same(p.Value, at.Value):
				r.warnValue(codeConflict, f, "%s differs from %s at %s, which takes precedence", quoted(f.Text), quoted(found.Text), quoted(found.Path))
			}
		}
		if found.Given() {
			return found
		}
	}
	return Value{}
}

func quoted(s string) string { return jsontext.Excerpt(s) }

func fail(code, path, format string, args ...any) error {
	return jsontext.NewError(code, path, format, args...)
}
