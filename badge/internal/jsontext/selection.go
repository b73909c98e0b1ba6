package jsontext

import "slices"

// Selection is the part of a text that JSON Pointers name.
type Selection struct {
	whole []Value
	way   map[int]bool // ordinals of the values on the way there
}

// Select finds the values that JSON Pointers into root name, or returns the
// pointer that names nothing.
func Select(root Value, pointers []string) (s Selection, missing string, ok bool) {
	s.way = map[int]bool{}
	for _, pointer := range pointers {
		v := root.At(pointer)
		if !v.Exists() {
			return Selection{}, pointer, false
		}
		s.whole = append(s.whole, v)
		for at := root; at.Ordinal() != v.Ordinal(); at = at.Towards(v) {
			s.way[at.Ordinal()] = true
		}
	}
	return s, "", true
}

// Includes reports whether any part of v is selected.
func (s Selection) Includes(v Value) bool { return s.way[v.Ordinal()] || s.all(v) }

func (s Selection) all(v Value) bool {
	return slices.ContainsFunc(s.whole, func(w Value) bool { return w.Encloses(v) })
}

// Append appends v as JSON. An object or array on the way to a selected value
// has only the members that are always included; any other value is copied as
// written.
func (s Selection) Append(dst []byte, v Value, always ...string) []byte {
	if s.all(v) || !s.way[v.Ordinal()] {
		return append(dst, v.Raw()...)
	}
	open, end := byte('{'), byte('}')
	if v.Kind() == Array {
		open, end = '[', ']'
	}
	dst = append(dst, open)
	first := len(dst)
	next := func() {
		if len(dst) > first {
			dst = append(dst, ',')
		}
	}
	for name, m := range v.Members() {
		if s.Includes(m) || slices.Contains(always, name) {
			next()
			dst = append(appendString(dst, name), ':')
			dst = s.Append(dst, m, always...)
		}
	}
	for _, e := range v.Elements() {
		if s.Includes(e) {
			next()
			dst = s.Append(dst, e, always...)
		}
	}
	return append(dst, end)
}
