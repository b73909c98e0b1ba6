package jsontext

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// Codec reads objects into structs and writes them back without loss. It
// supports the struct types that NewCodec gets and those inside them. A Codec
// never changes and is safe for concurrent use.
//
// Fields have a tag, `json:"name"`, and every struct has a field Extra
// map[string]json.RawMessage. A member goes to the field with exactly its name.
// It goes verbatim to Extra if there is no such field, if the member has
// another JSON type than the field, or if its value equals the empty field
// (null, "", false, [] and, for a struct, {}). A second field, with the tags
// `json:"-" alt:"name"`, reads members of the same name and another type.
//
// Fields hold strings, booleans, json.Number (literals stay as written),
// json.RawMessage, structs, types with a Leaf, and pointers to and slices of
// those. The tags list and as widen what is read:
//
//	list:"many"     one element without its array; an array is written
//	list:"compact"  the same; a single element is written without an array
//	as:"text"       a number for a string; a string is written
//	as:"ref"        a string for a struct that has only an id; such a struct
//	                is written as that string
//	as:"id"         the same for a pointer to a struct; an object is written
//
// The tag class names the class of a field that holds type names; see Compose.
type Codec struct {
	leaves map[reflect.Type]Leaf
	plans  map[reflect.Type]*plan
}

// Leaf reads and writes a Go type without fields for a Codec. Write returns the
// JSON text of a value, which the Codec checks.
type Leaf struct {
	Type  reflect.Type
	Read  func(Value) (value any, ok bool)
	Write func(value any) ([]byte, error)
}

// LeafOf makes the Leaf of type T.
func LeafOf[T any](read func(Value) (T, bool), write func(T) ([]byte, error)) Leaf {
	return Leaf{
		Type:  reflect.TypeFor[T](),
		Read:  func(v Value) (any, bool) { return read(v) },
		Write: func(value any) ([]byte, error) { return write(value.(T)) },
	}
}

// NewCodec returns a Codec for structs of the types of roots. It panics if a
// type has no JSON form, which is a mistake in the program.
func NewCodec(leaves []Leaf, roots ...any) *Codec {
	c := &Codec{leaves: map[reflect.Type]Leaf{}, plans: map[reflect.Type]*plan{}}
	for _, leaf := range leaves {
		c.leaves[leaf.Type] = leaf
	}
	for _, root := range roots {
		c.planOf(structType(root))
	}
	return c
}

// Decode reads the object v into the struct *dst. It never fails; if v is not
// an object, *dst becomes the zero struct.
func (c *Codec) Decode(v Value, dst any) {
	target := reflect.ValueOf(dst).Elem()
	target.SetZero()
	c.plans[target.Type()].read(v, target)
}

// Encode returns src, a struct, as an object: the fields in their order, then
// Extra by name. Empty fields are left out. The error is an *Error.
func (c *Codec) Encode(src any) ([]byte, error) { return c.encode(src, false) }

// Compose is Encode for a new document: a field with a class tag names its
// class, first in a list, even if src does not; members of Extra that are null
// or an empty array are left out; and a ref struct is never shortened.
func (c *Codec) Compose(src any) ([]byte, error) { return c.encode(src, true) }

func (c *Codec) encode(src any, compose bool) ([]byte, error) {
	e := encoder{compose: compose, buf: make([]byte, 0, usualText)}
	if err := c.plans[structType(src)].write(&e, reflect.Indirect(reflect.ValueOf(src))); err != nil {
		return nil, err
	}
	return e.buf, nil
}

// structType returns the type of a struct or of a pointer to one.
func structType(x any) reflect.Type {
	t := reflect.TypeOf(x)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

// shape reads and writes values of one Go type. A read that returns false may
// leave anything in its target.
type shape struct {
	read  func(Value, reflect.Value) bool
	write func(*encoder, reflect.Value) *Error
}

// plan is the shape of a struct.
type plan struct {
	fields []field
	named  map[string][]int // indices into fields
	extra  int              // index of the field Extra

	// In a dialect:
	class  string  // of the objects
	silent []field // fields that no word leads to
}

type field struct {
	shape
	name  string
	index int
	below []int // in a dialect: the rest of the way to a nested field
	class string

	// In a dialect:
	ours    string // the way to the field in the words of the struct
	objects *plan  // of the objects that the field holds
	types   *Class // of a field that holds the names of its class
	one     bool   // of a list whose first element alone is written
}

// of returns the field of the struct v.
func (f *field) of(v reflect.Value) reflect.Value {
	v = v.Field(f.index)
	for _, i := range f.below {
		v = v.Field(i)
	}
	return v
}

func (c *Codec) planOf(t reflect.Type) *plan {
	if p := c.plans[t]; p != nil {
		return p
	}
	p := &plan{named: map[string][]int{}}
	c.plans[t] = p // before its fields, since types may be recursive
	for i := range t.NumField() {
		f := t.Field(i)
		name, option := f.Tag.Get("json"), f.Tag.Get("list")+f.Tag.Get("as")
		if name == "-" {
			name = f.Tag.Get("alt")
		}
		if name == "" {
			continue
		}
		p.named[name] = append(p.named[name], len(p.fields))
		p.fields = append(p.fields, field{shape: c.fieldShape(f.Type, option), name: name, index: i, class: f.Tag.Get("class")})
	}
	extra, ok := t.FieldByName("Extra")
	if !ok || extra.Type != reflect.TypeFor[map[string]json.RawMessage]() {
		panic(fmt.Sprintf("jsontext: type %s has no field Extra map[string]json.RawMessage", t))
	}
	p.extra = extra.Index[0]
	return p
}

// fieldShape returns the shape of a field of type t with a tag option.
func (c *Codec) fieldShape(t reflect.Type, option string) shape {
	switch option {
	case "":
		return c.shapeOf(t)
	case "many", "compact":
		return listShape(t, c.shapeOf(t.Elem()), true, option == "compact")
	case "text":
		return shape{readText, writeString}
	case "ref":
		return refShape(c.planOf(t))
	case "id":
		p := c.planOf(t.Elem())
		return pointerShape(t, shape{refShape(p).read, p.write})
	default:
		panic(fmt.Sprintf("jsontext: unknown tag option %q", option))
	}
}

func (c *Codec) shapeOf(t reflect.Type) shape {
	if leaf, ok := c.leaves[t]; ok {
		return leafShape(leaf)
	}
	switch {
	case t == reflect.TypeFor[json.Number]():
		return shape{readNumber, writeNumber}
	case t == reflect.TypeFor[json.RawMessage]():
		return shape{readRaw, writeRaw}
	case t.Kind() == reflect.String:
		return shape{readString, writeString}
	case t.Kind() == reflect.Bool:
		return shape{readBool, writeBool}
	case t.Kind() == reflect.Struct:
		p := c.planOf(t)
		return shape{p.read, p.write}
	case t.Kind() == reflect.Pointer:
		return pointerShape(t, c.shapeOf(t.Elem()))
	case t.Kind() == reflect.Slice:
		return listShape(t, c.shapeOf(t.Elem()), false, false)
	default:
		panic(fmt.Sprintf("jsontext: type %s has no JSON form", t))
	}
}

// empty reports whether v means a missing member.
func empty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map:
		return v.Len() == 0
	case reflect.Struct:
		for i := range v.NumField() {
			if !empty(v.Field(i)) {
				return false
			}
		}
		return true
	default:
		return v.IsZero()
	}
}
