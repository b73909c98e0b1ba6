// Package tree is the JSON tree of a document.
//
// [Parse] reads strict JSON. A [Value] is one value of the text: it keeps its
// spelling and its place. Members and elements are in document order. A path
// that leads nowhere returns the zero Value instead of an error:
//
//	v.Member("issuer").Member("id").String()
package tree

import (
	"encoding/json"
	"fmt"
	"iter"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// Kind is the type of a JSON value.
type Kind uint8

// The kinds. Absent, the zero Kind, means that there is no value.
const (
	Absent = Kind(jsontext.Absent)
	Null   = Kind(jsontext.Null)
	Bool   = Kind(jsontext.Bool)
	Number = Kind(jsontext.Number)
	String = Kind(jsontext.String)
	Array  = Kind(jsontext.Array)
	Object = Kind(jsontext.Object)
)

// String returns the JSON name of the kind, such as "boolean".
func (k Kind) String() string { return jsontext.Kind(k).String() }

// Value is one value of a JSON text. The zero Value means that there is no
// value; its methods return zero values. Values are immutable and safe for
// concurrent use.
type Value jsontext.Value

// Parse reads exactly one JSON value (RFC 8259). The text must be UTF-8
// without a byte order mark. Repeated member names, lone surrogates, trailing
// data and texts beyond the size limits are errors with a code "json.…". Parse
// copies src.
func Parse(src []byte) (Value, error) {
	v, err := jsontext.Parse(src)
	return Value(v), err
}

// Exists reports whether there is a value.
func (v Value) Exists() bool { return jsontext.Value(v).Exists() }

// Kind returns the type of v.
func (v Value) Kind() Kind { return Kind(jsontext.Value(v).Kind()) }

// Member returns the member with exactly this name, or the zero Value if v is
// not an object or has no such member.
func (v Value) Member(name string) Value { return Value(jsontext.Value(v).Member(name)) }

// At returns the value at a JSON Pointer (RFC 6901) relative to v.
func (v Value) At(pointer string) Value { return Value(jsontext.Value(v).At(pointer)) }

// Members yields the members of an object in document order.
func (v Value) Members() iter.Seq2[string, Value] {
	return func(yield func(string, Value) bool) {
		for name, m := range jsontext.Value(v).Members() {
			if !yield(name, Value(m)) {
				return
			}
		}
	}
}

// Elements yields the elements of an array.
func (v Value) Elements() iter.Seq2[int, Value] {
	return func(yield func(int, Value) bool) {
		for i, e := range jsontext.Value(v).Elements() {
			if !yield(i, Value(e)) {
				return
			}
		}
	}
}

// Each yields the elements of an array, or v itself if it is another value. It
// reads properties that hold one value or an array of them.
func (v Value) Each() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		for e := range jsontext.Value(v).Each() {
			if !yield(Value(e)) {
				return
			}
		}
	}
}

// Text returns the decoded string and whether v is a string.
func (v Value) Text() (string, bool) { return jsontext.Value(v).Text() }

// String returns the decoded string, or "" if v is not a string.
func (v Value) String() string { return jsontext.Value(v).String() }

// Format prints the text of String under every verb, not the tree around v.
func (v Value) Format(f fmt.State, verb rune) { fmt.Fprintf(f, fmt.FormatString(f, verb), v.String()) }

// Number returns the number as written and whether v is a number.
func (v Value) Number() (json.Number, bool) { return jsontext.Value(v).Number() }

// Bool returns the boolean and whether v is one.
func (v Value) Bool() (value, ok bool) { return jsontext.Value(v).Bool() }

// Len returns the number of members or elements.
func (v Value) Len() int { return jsontext.Value(v).Len() }

// Holds reports whether v is the string s or an array that contains it.
func (v Value) Holds(s string) bool { return jsontext.Value(v).Holds(s) }

// Raw returns the JSON text of v as written, or "" if there is no value.
func (v Value) Raw() string { return jsontext.Value(v).Raw() }

// Pointer returns the JSON Pointer of v in its text.
func (v Value) Pointer() string { return jsontext.Value(v).Pointer() }

// MarshalJSON returns the JSON text of v, or null if there is no value.
func (v Value) MarshalJSON() ([]byte, error) {
	if !v.Exists() {
		return []byte("null"), nil
	}
	return []byte(v.Raw()), nil
}
