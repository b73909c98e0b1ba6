package edubadges

import (
	"iter"
	"strconv"

	"github.com/openbadges-go/openbadges/badge/tree"
)

// source is a value in one of the documents given to Read.
type source struct {
	tree.Value
	doc int // index of the document
}

// at returns the source at a JSON Pointer relative to p.
func (p source) at(pointer string) source { return source{p.At(pointer), p.doc} }

// member returns the source of a member.
func (p source) member(name string) source { return source{p.Member(name), p.doc} }

// raw returns the JSON text, or "" for null and for a missing value.
func (p source) raw() string {
	if p.Kind() == tree.Null {
		return ""
	}
	return p.Raw()
}

// isObject reports whether the value is an object.
func (p source) isObject() bool { return p.Kind() == tree.Object }

// value returns the value as what a badge states.
func (p source) value() Value {
	raw := p.raw()
	empty := (p.Kind() == tree.Array || p.isObject()) && p.Len() == 0
	if raw == "" || raw == `""` || empty {
		return Value{}
	}
	v := valueOf(raw)
	v.Document, v.Path = p.doc, p.Pointer()
	return v
}

// element returns the first element of an array, or a single object in its
// place, with a member that is or holds a text.
func (p source) element(member, text string) (element source, found bool) {
	for e := range p.Each() {
		if e.Member(member).Holds(text) {
			return source{e, p.doc}, true
		}
	}
	return source{}, false
}

// reference returns the id of an object, or the string that stands for it.
func (p source) reference() string {
	if p.isObject() {
		return p.Member("id").String()
	}
	return p.String()
}

// eachString calls visit for every string in a value.
func eachString(v tree.Value, visit func(text string, v tree.Value)) {
	if text, ok := v.Text(); ok {
		visit(text, v)
	}
	for _, m := range v.Members() {
		eachString(m, visit)
	}
	for _, e := range v.Elements() {
		eachString(e, visit)
	}
}

// same reports whether two values differ only in white space, in the order of
// members or in the form of numbers.
func same(a, b tree.Value) bool {
	if a.Kind() != b.Kind() || a.Len() != b.Len() {
		return false
	}
	switch a.Kind() {
	case tree.Number:
		x, err1 := strconv.ParseFloat(a.Raw(), 64)
		y, err2 := strconv.ParseFloat(b.Raw(), 64)
		return x == y && err1 == nil && err2 == nil
	case tree.String:
		return a.String() == b.String()
	case tree.Object:
		for name, m := range a.Members() {
			if !same(m, b.Member(name)) {
				return false
			}
		}
		return true
	case tree.Array:
		next, stop := iter.Pull2(b.Elements())
		defer stop()
		for _, e := range a.Elements() {
			if _, f, _ := next(); !same(e, f) {
				return false
			}
		}
		return true
	}
	return a.Raw() == b.Raw()
}
