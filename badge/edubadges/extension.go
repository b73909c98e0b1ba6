package edubadges

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
)

// Extension is one extension of Open Badges 2.0 in a badge.
type Extension struct {
	Name    Name
	Context string                     // URL of its context; Member writes that of production for ""
	Type    []string                   // Member writes the standard types for nil
	Value   json.RawMessage            // the value of its term, as written
	Extra   map[string]json.RawMessage // other members, as written
}

// TextExtension returns an extension with a text.
func TextExtension(name Name, text string) Extension {
	return Extension{Name: name, Value: encoded(text)}
}

// NumberExtension returns an extension with a number, or with an array of several
// numbers.
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

// Read returns the value, to use it as a text, a number or a list.
func (x Extension) Read() Value { return valueOf(string(x.Value)) }

// ParseExtension parses a member of a class, an issuer or an assertion, such as
// one in Extra of its view. The name of the member identifies the extension,
// with or without prefix; for other names its type does. Former terms are
// accepted. The code of the error is edubadges.extension or one of badge.Parse.
func ParseExtension(member string, raw json.RawMessage) (Extension, error) {
	doc, err := badge.Parse(raw)
	if err != nil {
		return Extension{}, err
	}
	p := source{Value: doc.Body()}
	def, known := definitionFor(member, p)
	if !known {
		return Extension{}, fail(codeExtension, "", "%s is not an extension of edubadges", quoted(member))
	}
	x := Extension{Name: def.name, Context: p.member("@context").String()}
	value := def.value(p)
	if value.raw() == "" {
		return Extension{}, fail(codeExtension, "/"+def.term, "the extension has no value, wanted the member %s", def.term)
	}
	x.Value = json.RawMessage(value.raw())
	for name, m := range doc.Root().Members() {
		switch {
		case name == "@context" && x.Context != "", m.Pointer() == value.Pointer():
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

// definitionFor returns the row for the name of a member, or for the type of its
// object.
func definitionFor(member string, p source) (definition, bool) {
	if def, known := definitionNamed(member); known {
		return def, true
	}
	for _, def := range definitions {
		if p.member("type").Holds(def.typeName()) {
			return def, true
		}
	}
	return definition{}, false
}

// definitionNamed returns the row for the name of a member.
func definitionNamed(member string) (definition, bool) {
	for _, def := range definitions {
		if member == prefix+string(def.name) || member == def.pilotName() {
			return def, true
		}
	}
	return definition{}, false
}

// Member returns the name and the object of the extension in a current badge. It
// fails if Name is unknown or a value is not JSON.
func (x Extension) Member() (name string, raw json.RawMessage, err error) {
	def, known := x.Name.row()
	if !known {
		return "", nil, fail(codeExtension, "", "%s is not the name of an extension", quoted(string(x.Name)))
	}
	if x.Context == "" {
		x.Context = def.contextURL(rootProduction)
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
	if !valid { // a value could inject further members
		return "", nil, fail(codeExtension, "", "a value of the extension %s is not JSON", x.Name)
	}
	doc, err := badge.Parse([]byte(text + "}"))
	if err != nil {
		return "", nil, err
	}
	return prefix + string(def.name), doc.JSON(), nil
}

// Members returns extensions for Extra of the view of a class, an issuer or an
// assertion. It fails if Member does, or if two extensions have the same name.
func Members(all ...Extension) (map[string]json.RawMessage, error) {
	members := map[string]json.RawMessage{}
	for _, x := range all {
		name, raw, err := x.Member()
		if err != nil {
			return nil, err
		}
		if members[name] != nil {
			return nil, fail(codeExtension, "", "the extension %s is given twice", x.Name)
		}
		members[name] = raw
	}
	return members, nil
}
