package jsontext

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"unicode/utf16"
)

// maxExact is the largest integer below which every integer is a double.
const maxExact = 1<<53 - 1

// AppendCanonical appends v in the JSON Canonicalization Scheme (RFC 8785),
// with the members named in omit left out of v itself. A number that is no
// exact double would be changed by the scheme; it is an *Error.
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

// appendNumber writes a double as ECMAScript does (RFC 8785 §3.2.2.3).
func appendNumber(dst []byte, v Value) ([]byte, error) {
	f, err := strconv.ParseFloat(v.Raw(), 64)
	if err != nil || math.Trunc(f) == f && math.Abs(f) > maxExact {
		start, _ := v.Span()
		return nil, &Error{Code: CodeNumberRange, Path: v.Pointer(), Offset: start,
			Message: fmt.Sprintf("the number %s does not survive as a double", v.Raw())}
	}
	if f == 0 { // also the negative zero
		return append(dst, '0'), nil
	}
	if abs := math.Abs(f); abs >= 1e-6 {
		return strconv.AppendFloat(dst, f, 'f', -1, 64), nil
	}
	exponential := strconv.AppendFloat(nil, f, 'e', -1, 64)
	if n := len(exponential); exponential[n-2] == '0' { // e-07 is e-7
		exponential = append(exponential[:n-2], exponential[n-1])
	}
	return append(dst, exponential...), nil
}
