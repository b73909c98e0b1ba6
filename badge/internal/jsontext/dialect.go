package jsontext

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Dialect reads and writes the structs of a Codec in other words: those of its
// classes. A member without a word goes to Extra when reading; Unsaid lists it
// when writing. A Dialect never changes and is safe for concurrent use.
type Dialect struct {
	codec   *Codec
	classes map[string]*plan
	ours    map[string]bool // types that need no word
}

// Class is the types and words of the objects of one class.
type Class struct {
	Name  string
	View  any      // a struct of the type that shows it
	Types []string // the types of an object of the class; the first is written in place of Ours
	Ours  []string // the same types in the words of the struct; not written
	Typed bool     // the first type is written also if the struct has no type
	Words []Word
}

// Word is a member of a class. A word without Field goes to Extra.
type Word struct {
	Name   string
	Field  string            // the member in the words of the struct, with slashes between nested members
	Class  string            // of the objects that it holds
	Ref    bool              // a string stands for an object that has only an id
	Arity  Arity             // of a field that is a list
	Values map[string]string // its values in the words of the struct, if these differ
}

// Arity says how a list is written. One element without its array is always
// read.
type Arity uint8

// The arities.
const (
	Many    Arity = iota // as an array
	Compact              // a single element without its array
	One                  // a single element without its array, and no more
)

// NewDialect returns a Dialect for structs. It panics if a word leads to no
// field, which is a mistake in the program.
func NewDialect(leaves []Leaf, classes ...Class) *Dialect {
	d := &Dialect{codec: NewCodec(leaves), classes: map[string]*plan{}, ours: map[string]bool{}}
	for _, c := range classes {
		extra, _ := structType(c.View).FieldByName("Extra")
		d.classes[c.Name] = &plan{class: c.Name, named: map[string][]int{}, extra: extra.Index[0]}
		for _, name := range c.Ours {
			d.ours[name] = true
		}
	}
	for i := range classes {
		d.fill(&classes[i])
	}
	return d
}

// Decode reads v, an object of a class, into the struct *dst, like the method
// of Codec.
func (d *Dialect) Decode(class string, v Value, dst any) {
	target := reflect.ValueOf(dst).Elem()
	target.SetZero()
	d.classes[class].read(v, target)
}

// Encode returns src, a struct, as an object of a class, like the method of
// Codec. It leaves out what Unsaid returns.
func (d *Dialect) Encode(class string, src any) ([]byte, error) {
	var e encoder
	if err := d.classes[class].write(&e, reflect.Indirect(reflect.ValueOf(src))); err != nil {
		return nil, err
	}
	return e.buf, nil
}

// fill builds the plan of a class.
func (d *Dialect) fill(c *Class) {
	p, t := d.classes[c.Name], structType(c.View)
	spoken := map[string]bool{}
	for _, w := range c.Words {
		if w.Field == "" {
			continue
		}
		spoken["/"+w.Field] = true
		f, typ := fieldAt(t, w.Field)
		f.name, f.ours, f.shape, f.objects, f.one = w.Name, "/"+w.Field, d.shape(typ, w), d.classes[w.Class], w.Arity == One
		if w.Field == "type" {
			f.types = c
		}
		p.named[w.Name] = append(p.named[w.Name], len(p.fields))
		p.fields = append(p.fields, f)
	}
	p.listen(t, "", nil, spoken)
}

// fieldAt finds the field of struct type t that a path of members leads to.
func fieldAt(t reflect.Type, path string) (f field, typ reflect.Type) {
	name, rest, deeper := strings.Cut(path, "/")
	for i := range t.NumField() {
		at := t.Field(i)
		if at.Tag.Get("json") != name {
			continue
		}
		if !deeper {
			return field{index: i}, at.Type
		}
		f, typ = fieldAt(at.Type, rest)
		return field{index: i, below: append([]int{f.index}, f.below...)}, typ
	}
	panic(fmt.Sprintf("jsontext: type %s has no member %q", t, name))
}

// listen collects the fields of t, a struct type, that no word leads to.
func (p *plan) listen(t reflect.Type, path string, above []int, spoken map[string]bool) {
	for i := range t.NumField() {
		at := t.Field(i)
		index := append(slices.Clone(above), i)
		here := path + "/" + at.Tag.Get("json")
		switch {
		case spoken[here], path == "" && at.Name == "Extra":
			continue
		case leadsOn(spoken, here):
			p.listen(at.Type, here, index, spoken)
			continue
		case at.Tag.Get("alt") != "":
			here = path + "/" + at.Tag.Get("alt")
		case at.Name == "Extra":
			here = path
		}
		p.silent = append(p.silent, field{index: index[0], below: index[1:], ours: here})
	}
}

// leadsOn reports whether a word leads to a field below the path.
func leadsOn(spoken map[string]bool, path string) bool {
	for s := range spoken {
		if strings.HasPrefix(s, path+"/") {
			return true
		}
	}
	return false
}

// shape returns the shape of a field of type t that a word leads to.
func (d *Dialect) shape(t reflect.Type, w Word) shape {
	_, leaf := d.codec.leaves[t]
	switch {
	case leaf:
		return d.codec.shapeOf(t)
	case t.Kind() == reflect.Pointer:
		return pointerShape(t, d.shape(t.Elem(), w))
	case t.Kind() == reflect.Slice:
		s := listShape(t, d.shape(t.Elem(), w), true, w.Arity == Compact)
		if w.Arity == One {
			return oneShape(s, d.shape(t.Elem(), w))
		}
		return s
	case t.Kind() == reflect.Struct && w.Ref:
		return refShape(d.classes[w.Class])
	case t.Kind() == reflect.Struct:
		p := d.classes[w.Class]
		return shape{p.read, p.write}
	case w.Values != nil:
		return valueShape(w.Values)
	}
	return d.codec.shapeOf(t)
}

// oneShape is a list that holds one element at most.
func oneShape(list, elem shape) shape {
	return shape{
		read:  func(v Value, dst reflect.Value) bool { return (v.Kind() != Array || v.Len() < 2) && list.read(v, dst) },
		write: func(e *encoder, v reflect.Value) *Error { return elem.write(e, v.Index(0)) },
	}
}

// valueShape is a string with other values. A string that is a value in the
// words of the struct has another meaning here, and is not read.
func valueShape(ours map[string]string) shape {
	theirs := map[string]string{}
	for from, to := range ours {
		theirs[to] = from
	}
	return shape{
		read: func(v Value, dst reflect.Value) bool {
			s, ok := v.Text()
			_, taken := theirs[s]
			if to, known := ours[s]; known {
				s, taken = to, false
			}
			dst.SetString(s)
			return ok && !taken
		},
		write: func(e *encoder, v reflect.Value) *Error {
			if from, known := theirs[v.String()]; known {
				return e.string(from)
			}
			return writeString(e, v)
		},
	}
}

// named returns the types of an object of the class: those of v, with the name
// of the class in place of ours unless it is among them.
func (c *Class) named(v reflect.Value) reflect.Value {
	names, list := v.Interface().([]string)
	if !list || len(c.Types) == 0 || slices.ContainsFunc(names, func(name string) bool { return slices.Contains(c.Types, name) }) {
		return v
	}
	rest := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return slices.Contains(c.Ours, name) })
	if len(rest) == len(names) && !c.Typed {
		return v
	}
	return reflect.ValueOf(append([]string{c.Types[0]}, rest...))
}

// Unsaid returns the values of src, a struct, for which the class has no word,
// as JSON Pointers in the words of the struct.
func (d *Dialect) Unsaid(class string, src any) []string {
	var found []string
	d.unsaid(d.classes[class], reflect.Indirect(reflect.ValueOf(src)), "", &found)
	return found
}

func (d *Dialect) unsaid(p *plan, v reflect.Value, at string, found *[]string) {
	for i := range p.silent {
		f := &p.silent[i]
		value := f.of(v)
		extra, isExtra := value.Interface().(map[string]json.RawMessage)
		switch {
		case isExtra:
			for _, name := range slices.Sorted(maps.Keys(extra)) {
				*found = append(*found, Join(at+f.ours, name))
			}
		case !empty(value) && !d.onlyNames(f, value):
			*found = append(*found, at+f.ours)
		}
	}
	for i := range p.fields {
		if f := &p.fields[i]; f.objects != nil {
			d.unsaidBelow(f, f.of(v), at+f.ours, found)
		}
	}
}

// unsaidBelow searches the objects that a field holds.
func (d *Dialect) unsaidBelow(f *field, v reflect.Value, at string, found *[]string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			d.unsaidBelow(f, v.Elem(), at, found)
		}
	case reflect.Slice:
		for i := range v.Len() {
			here := at + "/" + strconv.Itoa(i)
			if i > 0 && f.one {
				*found = append(*found, here)
				continue
			}
			d.unsaidBelow(f, v.Index(i), here, found)
		}
	default:
		d.unsaid(f.objects, v, at, found)
	}
}

// onlyNames reports whether a field holds only types that need no word.
func (d *Dialect) onlyNames(f *field, v reflect.Value) bool {
	if !strings.HasSuffix(f.ours, "/type") {
		return false
	}
	if v.Kind() == reflect.String {
		return d.ours[v.String()]
	}
	return !slices.ContainsFunc(v.Interface().([]string), func(name string) bool { return !d.ours[name] })
}
