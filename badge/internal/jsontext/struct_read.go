package jsontext

import (
	"encoding/json"
	"errors"
	"reflect"
)

// read reads the object v into a zero struct.
func (p *plan) read(v Value, dst reflect.Value) bool {
	if v.Kind() != Object {
		return false
	}
	var extra map[string]json.RawMessage
	for name, m := range v.Members() {
		if p.readMember(name, m, dst) {
			continue
		}
		if extra == nil {
			extra = map[string]json.RawMessage{}
		}
		extra[name] = json.RawMessage(m.Raw())
	}
	dst.Field(p.extra).Set(reflect.ValueOf(extra))
	return true
}

// readMember reads the member into the first field that accepts it.
func (p *plan) readMember(name string, m Value, dst reflect.Value) bool {
	for _, i := range p.named[name] {
		f := &p.fields[i]
		target := f.of(dst)
		if f.read(m, target) && !empty(target) {
			return true
		}
		target.SetZero()
	}
	return false
}

func readString(v Value, dst reflect.Value) bool {
	s, ok := v.Text()
	dst.SetString(s)
	return ok
}

func readText(v Value, dst reflect.Value) bool {
	if n, ok := v.Number(); ok {
		dst.SetString(string(n))
		return true
	}
	return readString(v, dst)
}

func readNumber(v Value, dst reflect.Value) bool {
	n, ok := v.Number()
	dst.SetString(string(n))
	return ok
}

func readBool(v Value, dst reflect.Value) bool {
	b, ok := v.Bool()
	dst.SetBool(b)
	return ok
}

func readRaw(v Value, dst reflect.Value) bool {
	dst.SetBytes([]byte(v.Raw()))
	return true
}

func pointerShape(t reflect.Type, elem shape) shape {
	return shape{
		read: func(v Value, dst reflect.Value) bool {
			fresh := reflect.New(t.Elem())
			dst.Set(fresh)
			return elem.read(v, fresh.Elem())
		},
		write: func(e *encoder, v reflect.Value) *Error {
			if v.IsNil() {
				return unencodable("a list holds a nil pointer")
			}
			return elem.write(e, v.Elem())
		},
	}
}

// listShape is an array. A bare list with one element may be read without its
// array; a compact one is also written so.
func listShape(t reflect.Type, elem shape, bare, compact bool) shape {
	return shape{
		read: func(v Value, dst reflect.Value) bool {
			n := v.Len()
			if v.Kind() != Array {
				if !bare {
					return false
				}
				n = 1
			}
			list := reflect.MakeSlice(t, n, n)
			i := 0
			for e := range v.Each() {
				if !elem.read(e, list.Index(i)) {
					return false
				}
				i++
			}
			dst.Set(list)
			return true
		},
		write: func(e *encoder, v reflect.Value) *Error {
			if compact && v.Len() == 1 {
				return elem.write(e, v.Index(0))
			}
			return e.array(v, elem)
		},
	}
}

// refShape is a struct that may be written as its id alone.
func refShape(p *plan) shape {
	id := func() int { return p.fields[p.named["id"][0]].index } // called after the plan has its fields
	return shape{
		read: func(v Value, dst reflect.Value) bool {
			if s, ok := v.Text(); ok {
				dst.Field(id()).SetString(s)
				return s != ""
			}
			return p.read(v, dst)
		},
		write: func(e *encoder, v reflect.Value) *Error {
			if id := id(); !e.compose && !empty(v.Field(id)) && onlyField(v, id) {
				return writeString(e, v.Field(id))
			}
			return p.write(e, v)
		},
	}
}

// onlyField reports whether all other fields are empty.
func onlyField(v reflect.Value, index int) bool {
	for i := range v.NumField() {
		if i != index && !empty(v.Field(i)) {
			return false
		}
	}
	return true
}

func leafShape(leaf Leaf) shape {
	return shape{
		read: func(v Value, dst reflect.Value) bool {
			value, ok := leaf.Read(v)
			if ok {
				dst.Set(reflect.ValueOf(value))
			}
			return ok
		},
		write: func(e *encoder, v reflect.Value) *Error {
			raw, err := leaf.Write(v.Interface())
			if problem, ok := errors.AsType[*Error](err); ok {
				return problem
			} else if err != nil {
				return unencodable("%v", err)
			}
			_, problem := e.raw(raw)
			return problem
		},
	}
}
