package jsontext

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Stray is a value that Strip removed from a struct.
type Stray struct {
	Class string // of the object that had it
	Name  string // of the member
	Path  string // in the words of the struct, as a JSON Pointer
	From  Value  // in the source; zero if the source does not have it
}

// Strip removes from the struct *dst, and returns, the values for which neither
// the dialect nor the struct has a word: those in Extra, and types that are
// neither the name of a class nor a URL. It also removes the names of classes,
// which it does not return. The source is the object that dst was decoded from,
// or the zero Value.
func (d *Dialect) Strip(class string, dst any, source Value) []Stray {
	var found []Stray
	d.classes[class].strip(reflect.ValueOf(dst).Elem(), source, "", &found)
	return found
}

func (p *plan) strip(v reflect.Value, source Value, at string, found *[]Stray) {
	took := func(name string) {
		*found = append(*found, Stray{Class: p.class, Name: name, Path: Join(at, name), From: source.Member(name)})
	}
	for _, name := range slices.Sorted(maps.Keys(v.Field(p.extra).Interface().(map[string]json.RawMessage))) {
		took(name)
	}
	v.Field(p.extra).SetZero()
	for i := range p.fields {
		f := &p.fields[i]
		switch {
		case f.types != nil:
			if f.types.strip(f.of(v)) {
				took(f.name)
			}
		case f.objects != nil:
			f.strip(f.of(v), source.Member(f.name), at+f.ours, found)
		}
	}
}

// strip does the same in the objects that a field holds.
func (f *field) strip(v reflect.Value, source Value, at string, found *[]Stray) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			fresh := reflect.New(v.Type().Elem())
			fresh.Elem().Set(v.Elem())
			v.Set(fresh)
			f.strip(v.Elem(), source, at, found)
		}
	case reflect.Slice:
		if v.Len() == 0 {
			return
		}
		fresh := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(fresh, v)
		v.Set(fresh)
		for i := range v.Len() {
			from := source
			if source.Kind() == Array {
				from = source.element(strconv.Itoa(i))
			}
			f.strip(v.Index(i), from, at+"/"+strconv.Itoa(i), found)
		}
	default:
		f.objects.strip(v, source, at, found)
	}
}

// strip leaves only the types that are URLs, and reports whether it removed one
// that is not a name of the class.
func (c *Class) strip(v reflect.Value) (took bool) {
	names, list := v.Interface().([]string)
	if !list {
		names = slices.DeleteFunc([]string{v.String()}, func(name string) bool { return name == "" })
	}
	var kept []string
	for _, name := range names {
		switch {
		case list && strings.Contains(name, "://"):
			kept = append(kept, name)
		case !slices.Contains(c.Types, name) && !slices.Contains(c.Ours, name):
			took = true
		}
	}
	v.SetZero()
	if kept != nil {
		v.Set(reflect.ValueOf(kept))
	}
	return took
}
