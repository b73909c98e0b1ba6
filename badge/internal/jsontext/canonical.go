package jsontext

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strconv"
	"unicode/utf16"
)

// AppendCanonical appends v in the JSON Canonicalization Scheme (RFC 8785),
// without the members of v that omit names. An integer that no double holds is
// an *Error, since the scheme would change it.
func AppendCanonical(dst []byte, v Value, omit ...string) ([]byte, error) {
	switch v.Kind() {
	case Object:
		return appendObject(dst, v, omit)
	case Array:
		dst = append(dst, '[')
		for i, e := range v.Elements() {
			if i > 0 {
				dst = append(dst, ',')
			}
			var err error
			if dst, err = AppendCanonical(dst, e); err != nil {
				return nil, err
			}
		}
		return append(dst, ']'), nil
	case String:
		return appendString(dst, v.String()), nil
	case Number:
		return appendNumber(dst, v)
	default:
		return append(dst, v.Raw()...), nil
	}
}

type member struct {
	name  string
	units []uint16
	value Value
}

// appendObject sorts members by the UTF-16 code units of their names.
func appendObject(dst []byte, v Value, omit []string) ([]byte, error) {
	members := make([]member, 0, v.Len())
	for name, m := range v.Members() {
		if !slices.Contains(omit, name) {
			members = append(members, member{name, utf16.Encode([]rune(name)), m})
		}
	}
	slices.SortFunc(members, func(a, b member) int { return slices.Compare(a.units, b.units) })
	dst = append(dst, '{')
	for i, m := range members {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(appendString(dst, m.name), ':')
		var err error
		if dst, err = AppendCanonical(dst, m.value); err != nil {
			return nil, err
		}
	}
	return append(dst, '}'), nil
}

// shortEscapes are the two-character escapes of RFC 8785 §3.2.2.2.
var shortEscapes = [...]byte{'\b': 'b', '\t': 't', '\n': 'n', '\f': 'f', '\r': 'r', '"': '"', '\\': '\\'}

func appendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	for i := range len(s) {
		switch c := s[i]; {
		case int(c) < len(shortEscapes) && shortEscapes[c] != 0:
			dst = append(dst, '\\', shortEscapes[c])
		case c < ' ':
			dst = fmt.Appendf(dst, `\u%04x`, c)
		default:
			dst = append(dst, c)
		}
	}
	return append(dst, '"')
}

// appendNumber writes a number as its double. Integers that no double holds are
// refused, since others have the same double.
func appendNumber(dst []byte, v Value) ([]byte, error) {
	f, survives := Double(v.Raw())
	if survives == Lost {
		start, _ := v.Span()
		return nil, NewError(CodeNumberRange, v.Pointer(), "the number %s is not exact as a double", v.Raw()).AtByte(start)
	}
	return appendDouble(dst, f), nil
}

// appendDouble writes a finite double as ECMAScript's Number::toString does
// (RFC 8785 §3.2.2.3): the shortest digits that read back as the same double,
// in decimal notation from 1e-6 up to, not including, 1e21; elsewhere with an
// exponent that has a sign and no leading zeros.
func appendDouble(dst []byte, f float64) []byte {
	if f == 0 { // negative zero too
		return append(dst, '0')
	}
	if abs := math.Abs(f); 1e-6 <= abs && abs < 1e21 {
		return strconv.AppendFloat(dst, f, 'f', -1, 64)
	}
	var buffer [32]byte
	text := strconv.AppendFloat(buffer[:0], f, 'e', -1, 64)
	digits := bytes.IndexByte(text, 'e') + len("e-")
	dst = append(dst, text[:digits]...)
	return append(dst, bytes.TrimLeft(text[digits:], "0")...)
}
