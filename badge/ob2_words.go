package badge

import (
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// views20Of is the view of each class of Open Badges 2.0 that has one.
var views20Of = map[string]any{
	"Assertion": Credential{}, "Endorsement": Credential{}, "claim": Subject{}, "BadgeClass": Achievement{}, "Profile": Profile{},
	"IdentityObject": IdentityObject{}, "Evidence": Evidence{}, "Criteria": Criteria{}, "Image": Image{}, "AlignmentObject": Alignment{},
	"related": Related{},
}

// words20 is a class of Open Badges 2.0 as the views need it.
type words20 struct {
	name  string
	view  any
	types []string // the types of an object of the class; the first is written
	typed bool     // the type is required
	vocabulary.Class
}

// classes20 returns the classes with a view. Reading, writing, the report of
// losses and the table in the package documentation are made from their rows.
var classes20 = sync.OnceValue(func() (classes []words20) {
	for _, c := range vocabulary.Classes() {
		name, is20 := strings.CutPrefix(c.Name, "OB2.")
		view, viewed := views20Of[name]
		if !is20 || !viewed {
			continue
		}
		w := words20{name: name, view: view, types: c.Names, Class: c}
		if len(c.Types) > 0 {
			// The type follows the id, as in every class with a row for it.
			w.types, w.typed = c.Types[0], true
			id := slices.IndexFunc(c.Properties, func(p vocabulary.Property) bool { return p.Name == "id" })
			w.Properties = slices.Insert(slices.Clone(c.Properties), id+1, vocabulary.Property{Name: "type", OB3: "type", Value: "IRI"})
		}
		classes = append(classes, w)
	}
	return classes
})

// word returns the word of a property in a view, and whether the view has the property.
func (c words20) word(p vocabulary.Property) (w jsontext.Word, shown bool) {
	if p.OB3 == "" {
		return jsontext.Word{Name: p.Name}, p.Lost != ""
	}
	w = jsontext.Word{Name: p.Name, Field: p.OB3}
	class, ref := vocabulary.Unions()[p.Value]
	if !ref {
		class = p.Value
	}
	class = strings.TrimPrefix(class, "OB2.")
	if view, viewed := views20Of[class]; viewed && reflect.TypeOf(view) != reflect.TypeFor[Credential]() {
		w.Class, w.Ref = class, ref // embedded credentials are separate documents
	}
	switch list := fieldAt(reflect.TypeOf(c.view), p.OB3).Kind() == reflect.Slice; {
	case list && (p.Name == "@context" || p.Name == "type"):
		w.Arity = jsontext.Compact
	case list && !p.Occurs.Has(vocabulary.Array):
		w.Arity = jsontext.One
	}
	if p.OB3 == "identityType" {
		w.Values = identityTypes
	}
	return w, true
}

// fieldAt returns the type of the field that a path leads to.
func fieldAt(view reflect.Type, path string) reflect.Type {
	name, rest, deeper := strings.Cut(path, "/")
	for f := range view.Fields() {
		switch {
		case f.Tag.Get("json") != name:
		case deeper:
			return fieldAt(f.Type, rest)
		default:
			return f.Type
		}
	}
	panic("badge: no field " + path) // a mistake in the rows, found by every test
}

// identityTypes are the types of identifiers that have another name in Open
// Badges 3.0.
var identityTypes = map[string]string{string(aliasEmail): string(IdentifierEmailAddress)}

// views20 reads and writes the view structs in the words of Open Badges 2.0.
var views20 = sync.OnceValue(func() *jsontext.Dialect {
	var classes []jsontext.Class
	for _, c := range classes20() {
		class := jsontext.Class{Name: c.name, View: c.view, Types: c.types, Ours: c.OB3, Typed: c.typed}
		for _, p := range c.Properties {
			if w, shown := c.word(p); shown {
				class.Words = append(class.Words, w)
			}
		}
		classes = append(classes, class)
	}
	return jsontext.NewDialect([]jsontext.Leaf{
		jsontext.LeafOf(readContext, writeContext),
		jsontext.LeafOf(read20Embedded, write20Embedded),
	}, classes...)
})
