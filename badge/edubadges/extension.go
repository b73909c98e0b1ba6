package edubadges

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
)

// Extension is one extension of Open Badges 2.0 as it stands in a badge, with
// everything in it.
type Extension struct {
	Name    Name
	Context string          // address of its context; "" for none, and that of production in writing
	Type    []string        // nil for none, and the proper ones in writing
	Value   json.RawMessage // what its term holds, as written
	Extra   map[string]json.RawMessage
}

// TextExtension makes an extension that holds a text.
func TextExtension(name Name, text string) Extension {
	return Extension{Name: name, Value: encoded(text)}
}

// NumberExtension makes an extension that holds a number or, of several, an
// array. Numbers are written as they are given.
func NumberExtension(name Name, values ...json.Number) Extension {
	parts := make([]string, len(values))
	for i, v := range values {
		parts[i] = string(v)
	}
	list := strings.Join(parts, ",")
	if len(values) != 1 {
		list = "[" + list + "]"
	}
	return Extension{Name: name, Value: json.RawMessage(list)}
}

// Read returns the value to read it: as a text, a number or a list. It has no
// place.
func (x Extension) Read() Value { return Value{Text: decoded(x.Value), Raw: x.Value} }

// ParseExtension reads a member of a class, an issuer or an assertion, such as
// stands in Extra of its view. The name decides what it is, with and without
// prefix, and where it says nothing, the type. Terms that the value was under
// before are read too. The error is a *badge.ParseError with the code
// edubadges.extension, or one of badge.Parse.
func ParseExtension(member string, raw json.RawMessage) (Extension, error) {
	doc, err := badge.Parse(raw)
	if err != nil {
		return Extension{}, err
	}
	p := source{doc: doc}
	def, known := definitionFor(member, p)
	if !known {
		return Extension{}, &badge.ParseError{Code: codeExtension, Message: fmt.Sprintf("the member %s is no extension of edubadges", quoted(member))}
	}
	x := Extension{Name: def.name, Context: p.member("@context").text()}
	value := def.value(p)
	if value.raw() == "" {
		return Extension{}, &badge.ParseError{Code: codeExtension, Path: "/" + def.term, Message: fmt.Sprintf("the extension has no value, wanted the member %q", def.term)}
	}
	x.Value = json.RawMessage(value.raw())
	for name, m := range doc.Root().Members() {
		switch {
		case name == "@context" && x.Context != "", m.Pointer() == value.path:
		case name == "type" && m.Kind().String() == "array" && json.Unmarshal([]byte(m.Raw()), &x.Type) == nil:
		default:
			if x.Extra == nil {
				x.Extra = map[string]json.RawMessage{}
			}
			x.Extra[name] = json.RawMessage(m.Raw())
		}
	}
	return x, nil
}

// definitionFor finds the row of the table by the name of a member, or by the
// type of the object.
func definitionFor(member string, p source) (definition, bool) {
	if def, known := definitionNamed(member); known {
		return def, true
	}
	for _, def := range definitions {
		if p.member("type").holds(def.typeName()) {
			return def, true
		}
	}
	return definition{}, false
}

// definitionNamed finds the row of the table by the name of a member.
func definitionNamed(member string) (definition, bool) {
	for _, def := range definitions {
		if member == prefix+string(def.name) || member == def.pilotName() {
			return def, true
		}
	}
	return definition{}, false
}

// Member returns the extension as a member of a badge of today: its name and
// the object. The value goes under today's term. The error is a
// *badge.ParseError: the name is none of the list, or a value no JSON.
func (x Extension) Member() (name string, raw json.RawMessage, err error) {
	def, known := x.Name.row()
	if !known {
		return "", nil, &badge.ParseError{Code: codeExtension, Message: fmt.Sprintf("there is no extension %s", quoted(string(x.Name)))}
	}
	if x.Context == "" {
		x.Context = def.contextURL(RootProduction)
	}
	if x.Type == nil {
		x.Type = []string{"Extension", def.typeName()}
	}
	text := fmt.Sprintf(`{"@context":%s,"type":%s,%s:%s`, encoded(x.Context), encoded(x.Type), encoded(def.term), x.Value)
	valid := json.Valid(x.Value)
	for _, name := range slices.Sorted(maps.Keys(x.Extra)) {
		text += fmt.Sprintf(",%s:%s", encoded(name), x.Extra[name])
		valid = valid && json.Valid(x.Extra[name])
	}
	if !valid { // it could add members of its own
		return "", nil, &badge.ParseError{Code: codeExtension, Message: fmt.Sprintf("a value of the extension %s is no JSON", x.Name)}
	}
	doc, err := badge.Parse([]byte(text + "}"))
	if err != nil {
		return "", nil, err
	}
	return prefix + string(def.name), doc.JSON(), nil
}

// Members returns extensions as the view of a class, an issuer or an assertion
// has them: in Extra, by the names that Member gives. The error is that of
// Member, or says that two have one name.
func Members(all ...Extension) (map[string]json.RawMessage, error) {
	members := map[string]json.RawMessage{}
	for _, x := range all {
		name, raw, err := x.Member()
		if err != nil {
			return nil, err
		}
		if members[name] != nil {
			return nil, &badge.ParseError{Code: codeExtension, Message: fmt.Sprintf("there are two extensions %s", x.Name)}
		}
		members[name] = raw
	}
	return members, nil
}
