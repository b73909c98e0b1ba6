package jsontext

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"unicode/utf8"
)

// encoder collects the text of one object.
type encoder struct {
	buf     []byte
	written []string // names of the members of the objects that are still open, innermost last
	compose bool
	depth   int
}

func unencodable(format string, args ...any) *Error {
	return NewError(CodeUnencodable, "", format, args...)
}

// under adds a reference token in front of the path of an error.
func (e *Error) under(token string) *Error {
	return e.At(Join("", token) + e.Path())
}

func (p *plan) write(e *encoder, v reflect.Value) *Error {
	if e.depth == MaxDepth {
		return NewError(CodeDepth, "", "structs are nested deeper than %d", MaxDepth)
	}
	e.depth++
	e.buf = append(e.buf, '{')
	outer := len(e.written)
	extra := v.Field(p.extra).Interface().(map[string]json.RawMessage)
	for i := range p.fields {
		f := &p.fields[i]
		value := f.of(v)
		switch {
		case e.compose && f.class != "":
			value = withClass(value, f.class)
		case f.types != nil && extra[f.name] == nil:
			value = f.types.named(value)
		}
		if empty(value) {
			continue
		}
		if slices.Contains(e.written[outer:], f.name) {
			return unencodable("two fields give the member %q a value", f.name).under(f.name)
		}
		e.written = append(e.written, f.name)
		e.name(f.name)
		if err := f.write(e, value); err != nil {
			return err.under(f.name)
		}
	}
	if err := e.extra(extra, e.written[outer:]); err != nil {
		return err
	}
	e.buf = append(e.buf, '}')
	e.written = e.written[:outer]
	e.depth--
	return nil
}

// extra writes the members without a field, by name.
func (e *encoder) extra(extra map[string]json.RawMessage, written []string) *Error {
	if len(extra) == 0 {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(extra)) {
		if slices.Contains(written, name) {
			return NewError(CodeExtraConflict, Join("", name), "Extra repeats the member %s of a field", Excerpt(name))
		}
		before := len(e.buf)
		if err := e.name(name); err != nil {
			return err.under(name)
		}
		v, err := e.raw(extra[name])
		if err != nil {
			return err.under(name)
		}
		if e.compose && (v.Kind() == Null || v.Kind() == Array && v.Len() == 0) {
			e.buf = e.buf[:before]
		}
	}
	return nil
}

// withClass returns a value of type names that holds class.
func withClass(v reflect.Value, class string) reflect.Value {
	if v.Kind() == reflect.String {
		if v.Len() > 0 {
			return v
		}
		return reflect.ValueOf(class).Convert(v.Type())
	}
	names := v.Interface().([]string)
	if slices.Contains(names, class) {
		return v
	}
	return reflect.ValueOf(append([]string{class}, names...))
}

// name starts a member.
func (e *encoder) name(name string) *Error {
	if e.buf[len(e.buf)-1] != '{' {
		e.buf = append(e.buf, ',')
	}
	if err := e.string(name); err != nil {
		return err
	}
	e.buf = append(e.buf, ':')
	return nil
}

func (e *encoder) array(v reflect.Value, elem shape) *Error {
	e.buf = append(e.buf, '[')
	for i := range v.Len() {
		if i > 0 {
			e.buf = append(e.buf, ',')
		}
		if err := elem.write(e, v.Index(i)); err != nil {
			return err.under(strconv.Itoa(i))
		}
	}
	e.buf = append(e.buf, ']')
	return nil
}

// raw writes JSON text from outside after a check that it is one value.
func (e *encoder) raw(text []byte) (Value, *Error) {
	v, err := Parse(text)
	if problem, ok := errors.AsType[*Error](err); ok {
		return v, problem
	}
	e.buf = append(e.buf, v.Raw()...)
	return v, nil
}

// Quote returns s as a JSON string, with only the escapes that JSON requires.
// If s is not UTF-8, it returns an *Error.
func Quote(s string) ([]byte, error) {
	e := encoder{}
	if err := e.string(s); err != nil {
		return nil, err
	}
	return e.buf, nil
}

// string writes s with only the escapes that JSON requires.
func (e *encoder) string(s string) *Error {
	if !utf8.ValidString(s) {
		return NewError(CodeUTF8, "", "the string %s is not UTF-8", Excerpt(s))
	}
	e.buf = append(e.buf, '"')
	done := 0
	for i := range len(s) {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		e.buf = append(e.buf, s[done:i]...)
		done = i + 1
		switch {
		case c == '"' || c == '\\':
			e.buf = append(e.buf, '\\', c)
		case c == '\n':
			e.buf = append(e.buf, `\n`...)
		case c == '\t':
			e.buf = append(e.buf, `\t`...)
		default:
			e.buf = fmt.Appendf(e.buf, `\u%04x`, c)
		}
	}
	e.buf = append(append(e.buf, s[done:]...), '"')
	return nil
}

func writeString(e *encoder, v reflect.Value) *Error { return e.string(v.String()) }

func writeNumber(e *encoder, v reflect.Value) *Error {
	p := parser{text: &text{src: v.String()}}
	err := p.number()
	if err == nil && p.pos < len(p.src) {
		err = p.fail(CodeTrailing, p.pos, "%s follows the number, nothing may", p.found())
	}
	if err == nil {
		e.buf = append(e.buf, p.src...)
	}
	return err
}

func writeBool(e *encoder, v reflect.Value) *Error {
	e.buf = strconv.AppendBool(e.buf, v.Bool())
	return nil
}

func writeRaw(e *encoder, v reflect.Value) *Error {
	_, err := e.raw(v.Bytes())
	return err
}
