// Package jsontext reads JSON text strictly and keeps it exactly. One pass
// builds an immutable tree whose values know their place in the text.
package jsontext

import (
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// Kind is the type of a JSON value.
type Kind uint8

// The kinds. Absent is the kind of the zero Value: there is no value.
const (
	Absent Kind = iota
	Null
	Bool
	Number
	String
	Array
	Object
)

// String returns the JSON name of the kind, such as "boolean".
func (k Kind) String() string {
	names := [...]string{"absent", "null", "boolean", "number", "string", "array", "object"}
	if int(k) >= len(names) {
		return fmt.Sprintf("Kind(%d)", uint8(k))
	}
	return names[k]
}

// node is one value in document order. The children of a node follow it; an
// object's children alternate between name and value.
type node struct {
	start, end uint32 // span in the source
	next       uint32 // index of the first node after this subtree
	count      uint16 // members or elements
	kind       Kind
	escaped    bool // a string with escapes
}

// text is a source and its nodes. Neither changes after Parse.
type text struct {
	src   string
	nodes []node
}

// Value is a place in a parsed text. The zero Value means that there is no
// value; all its methods are safe and return nothing. Values are safe for
// concurrent use.
type Value struct {
	t *text
	i uint32
}

func (v Value) node() *node { return &v.t.nodes[v.i] }

// Exists reports whether v is in a text.
func (v Value) Exists() bool { return v.t != nil }

// Kind returns the type of v.
func (v Value) Kind() Kind {
	if v.t == nil {
		return Absent
	}
	return v.node().kind
}

// Span returns the byte offsets of v in its source.
func (v Value) Span() (start, end int) {
	if v.t == nil {
		return 0, 0
	}
	n := v.node()
	return int(n.start), int(n.end)
}

// Ordinal returns a number that no other value of its text has. It grows in
// document order.
func (v Value) Ordinal() int { return int(v.i) }

// Encloses reports whether w is v or below it, in the same text.
func (v Value) Encloses(w Value) bool {
	return v.t != nil && v.t == w.t && v.i <= w.i && w.i < v.node().next
}

// Raw returns the exact source text of v.
func (v Value) Raw() string {
	start, end := v.Span()
	if v.t == nil {
		return ""
	}
	return v.t.src[start:end]
}

// Alone returns v as the root of a separate text, as Parse reads it from Raw.
func (v Value) Alone() Value {
	if v.t == nil {
		return Value{}
	}
	top := *v.node()
	alone := &text{src: v.t.src[top.start:top.end], nodes: slices.Clone(v.t.nodes[v.i:top.next])}
	for i := range alone.nodes {
		n := &alone.nodes[i]
		n.start, n.end, n.next = n.start-top.start, n.end-top.start, n.next-v.i
	}
	return Value{alone, 0}
}

// Source returns the whole text that contains v.
func (v Value) Source() string {
	if v.t == nil {
		return ""
	}
	return v.t.src
}

// Text returns the decoded string and whether v is a string.
func (v Value) Text() (string, bool) {
	if v.Kind() != String {
		return "", false
	}
	return v.t.str(v.i), true
}

// String returns the decoded string, or "" if v is not a string.
func (v Value) String() string {
	s, _ := v.Text()
	return s
}

// Number returns the literal as written and whether v is a number.
func (v Value) Number() (json.Number, bool) {
	if v.Kind() != Number {
		return "", false
	}
	return json.Number(v.Raw()), true
}

// Bool returns the value and whether v is a boolean.
func (v Value) Bool() (value, ok bool) {
	if v.Kind() != Bool {
		return false, false
	}
	return v.t.src[v.node().start] == 't', true
}

// Len returns the number of members or elements.
func (v Value) Len() int {
	if v.t == nil {
		return 0
	}
	return int(v.node().count)
}

// Member returns the member of an object with exactly this name.
func (v Value) Member(name string) Value {
	if v.Kind() != Object {
		return Value{}
	}
	for i, end := v.i+1, v.node().next; i < end; i = v.t.nodes[i+1].next {
		if n := &v.t.nodes[i]; n.escaped || int(n.end-n.start) == len(name)+len(`""`) {
			if v.t.str(i) == name {
				return Value{v.t, i + 1}
			}
		}
	}
	return Value{}
}

// Members yields the members of an object in document order.
func (v Value) Members() iter.Seq2[string, Value] {
	return func(yield func(string, Value) bool) {
		if v.Kind() != Object {
			return
		}
		for i, end := v.i+1, v.node().next; i < end; i = v.t.nodes[i+1].next {
			if !yield(v.t.str(i), Value{v.t, i + 1}) {
				return
			}
		}
	}
}

// OfKind yields v and the values below it that have the kind, in document
// order. It yields no strings, since names are strings as well.
func (v Value) OfKind(k Kind) iter.Seq[Value] {
	return func(yield func(Value) bool) {
		if v.t == nil || k == String {
			return
		}
		for i, n := range v.t.nodes[v.i:v.node().next] {
			if n.kind == k && !yield(Value{v.t, v.i + uint32(i)}) {
				return
			}
		}
	}
}

// Elements yields the elements of an array.
func (v Value) Elements() iter.Seq2[int, Value] {
	return func(yield func(int, Value) bool) {
		if v.Kind() != Array {
			return
		}
		n := 0
		for i, end := v.i+1, v.node().next; i < end; i = v.t.nodes[i].next {
			if !yield(n, Value{v.t, i}) {
				return
			}
			n++
		}
	}
}

// Each yields the elements of an array, or v itself if it is another value. It
// reads members that hold one value or an array of them.
func (v Value) Each() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		switch v.Kind() {
		case Absent:
		case Array:
			for _, e := range v.Elements() {
				if !yield(e) {
					return
				}
			}
		default:
			yield(v)
		}
	}
}

// Holds reports whether v is the string s or an array with that element.
func (v Value) Holds(s string) bool {
	for e := range v.Each() {
		if t, ok := e.Text(); ok && t == s {
			return true
		}
	}
	return false
}

// Any returns v as a new map[string]any, []any, json.Number, string, bool or
// nil.
func (v Value) Any() any {
	switch v.Kind() {
	case Bool:
		b, _ := v.Bool()
		return b
	case Number:
		n, _ := v.Number()
		return n
	case String:
		return v.String()
	case Array:
		list := make([]any, 0, v.Len())
		for _, e := range v.Elements() {
			list = append(list, e.Any())
		}
		return list
	case Object:
		m := make(map[string]any, v.Len())
		for name, e := range v.Members() {
			m[name] = e.Any()
		}
		return m
	default:
		return nil
	}
}

// str returns the decoded text of string node i.
func (t *text) str(i uint32) string {
	n := &t.nodes[i]
	inner := t.src[n.start+1 : n.end-1]
	if !n.escaped {
		return inner
	}
	return unescape(inner)
}

var simpleEscapes = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// unescape decodes the inside of a string that the parser accepted.
func unescape(s string) string {
	var out strings.Builder
	out.Grow(len(s))
	for {
		i := strings.IndexByte(s, '\\')
		if i < 0 {
			out.WriteString(s)
			return out.String()
		}
		out.WriteString(s[:i])
		if c := s[i+1]; c != 'u' {
			out.WriteByte(simpleEscapes[c])
			s = s[i+2:]
			continue
		}
		r := hex4(s[i+2:])
		s = s[i+6:]
		if utf16.IsSurrogate(r) {
			r = utf16.DecodeRune(r, hex4(s[2:]))
			s = s[6:]
		}
		out.WriteRune(r)
	}
}

// hex4 reads four hexadecimal digits, or returns -1.
func hex4(s string) rune {
	if len(s) < 4 {
		return -1
	}
	n, err := strconv.ParseUint(s[:4], 16, 32)
	if err != nil {
		return -1
	}
	return rune(n)
}
