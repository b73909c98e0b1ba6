package schema

import (
	"maps"
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// object is a JSON object for the schema compiler.
type object = map[string]any

// generator writes the JSON Schemas of one reading from the tables.
type generator struct {
	reading reading
	scalar  map[string]object // primitives and enumerations
	union   map[string]string
	class   map[string]vocabulary.Class
}

func newGenerator(as reading) *generator {
	g := &generator{reading: as, scalar: map[string]object{"Context": {"type": list("string", "object"), "title": "a context: a URI or an object"}}, union: vocabulary.Unions(), class: map[string]vocabulary.Class{}}
	for _, p := range vocabulary.Primitives() {
		g.scalar[p.Name] = as.primitiveSchema(p)
	}
	for _, e := range vocabulary.Enumerations() {
		g.scalar[e.Name] = as.enumerationSchema(e)
	}
	for _, c := range vocabulary.Classes() {
		g.class[c.Name] = c
	}
	return g
}

// document returns a schema whose definitions are the classes that the root refers
// to, in both data models. The compiler compares each definition with the schema of
// schemas, which takes most of its time.
func (g *generator) document(url string, root object) object {
	definitions := object{}
	for _, vcdm1 := range []bool{false, true} {
		at := *g
		at.reading.vcdm1 = vcdm1
		for _, c := range g.class {
			definitions[definition(c, vcdm1)] = at.classSchema(c)
		}
	}
	needed := object{}
	need(definitions, root, needed)
	doc := object{"$schema": vocabulary.SchemaDialect, "$id": url, "$defs": needed}
	maps.Copy(doc, root)
	return doc
}

// need adds the definitions that a part of a schema refers to.
func need(definitions object, part any, needed object) {
	switch part := part.(type) {
	case object:
		for name, value := range part {
			target, _ := value.(string)
			class := strings.TrimPrefix(target, definitionsPath)
			if name != "$ref" || needed[class] != nil {
				need(definitions, value, needed)
				continue
			}
			needed[class] = definitions[class]
			need(definitions, definitions[class], needed)
		}
	case []any:
		for _, value := range part {
			need(definitions, value, needed)
		}
	}
}

const definitionsPath = "#/$defs/"

// definition names a class among the definitions. Only credentials differ
// between the data models.
func definition(c vocabulary.Class, vcdm1 bool) string {
	if vcdm1 && len(c.Contexts) > 0 {
		return c.Name + "v1p1"
	}
	return c.Name
}

func (g *generator) classSchema(c vocabulary.Class) object {
	properties, needed := object{}, []any{}
	if len(c.Contexts) > 0 {
		properties["@context"] = g.contextSchema(c)
		needed = append(needed, "@context")
	}
	if len(c.Types) > 0 || c.Kind != "" {
		properties["type"] = g.typeSchema(c)
		needed = append(needed, "type")
	}
	for _, p := range c.Properties {
		if !g.reading.has(p) {
			continue
		}
		properties[p.Name] = g.propertySchema(p)
		if g.reading.required(p) {
			needed = append(needed, p.Name)
		}
	}
	s := object{"type": "object", "properties": properties, "required": needed}
	if c.Closed {
		s["additionalProperties"] = false
	}
	return s
}

func (g *generator) contextSchema(c vocabulary.Class) object {
	items := []any{}
	for i := range c.Contexts {
		items = append(items, g.scalar[g.reading.context(c, i)])
	}
	return object{"type": "array", "minItems": len(items), "items": items, "additionalItems": g.scalar["Context"]}
}

// typeSchema requires one type of each group. A lone string satisfies at most
// one group.
func (g *generator) typeSchema(c vocabulary.Class) object {
	if c.Kind != "" {
		return object{"type": "string", "enum": list(c.Kind), "title": "the type " + quote(c.Kind)}
	}
	all := []any{}
	for _, group := range c.Types {
		all = append(all, object{"contains": object{"enum": list(group...)}, "title": "the type " + oneOf(group) + " in it"})
	}
	many := object{"type": "array", "minItems": 1, "items": object{"type": "string"}, "allOf": all}
	if g.reading.arrays || len(c.Types) > 1 {
		return many
	}
	return either(many, object{"type": "string", "enum": list(c.Types[0]...), "title": "the type " + oneOf(c.Types[0])})
}

func (g *generator) propertySchema(p vocabulary.Property) object {
	s := g.presentSchema(p)
	if p.Occurs.Has(vocabulary.Nullable) {
		return object{"if": object{"type": "null"}, "else": s}
	}
	return s
}

func (g *generator) presentSchema(p vocabulary.Property) object {
	value := g.valueSchema(p.Value)
	lone, many := g.reading.multiplicity(p)
	if !many {
		return value
	}
	array := object{"type": "array", "items": value}
	if p.Occurs.Has(vocabulary.Required) {
		array["minItems"] = 1
	}
	if !lone {
		return array
	}
	return either(array, value)
}

func (g *generator) valueSchema(is string) object {
	if s, ok := g.scalar[is]; ok {
		return s
	}
	if class, ok := g.union[is]; ok {
		return object{"type": list("string", "object"), "title": "a URI or an object", "if": object{"type": "object"}, "then": g.valueSchema(class)}
	}
	c := g.class[is]
	if len(c.Contexts) == 0 || !g.reading.eitherModel() {
		return reference(definition(c, g.reading.vcdm1))
	}
	return g.byContext(c)
}

// byContext judges a credential by its base context.
func (g *generator) byContext(c vocabulary.Class) object {
	first := object{"type": "array", "minItems": 1, "items": []any{object{"const": vocabulary.ContextVC1}}}
	return object{
		"if":   object{"properties": object{"@context": first}, "required": list("@context")},
		"then": reference(definition(c, true)),
		"else": reference(definition(c, false)),
	}
}

func (as reading) primitiveSchema(p vocabulary.Primitive) object {
	s := object{"type": list(strings.Split(p.JSON, " or ")...), "title": p.Want}
	if format := as.format(p); format != "" {
		s["format"] = format
	}
	if p.Pattern != "" {
		s["pattern"] = p.Pattern
	}
	if p.Exact != "" {
		s["enum"] = list(p.Exact)
	}
	return s
}

func (as reading) enumerationSchema(e vocabulary.Enumeration) object {
	values := object{"enum": list(as.values(e)...), "title": "one of " + strings.Join(e.Values, ", ")}
	if !e.Open {
		values["type"] = "string"
		return values
	}
	values["title"] = values["title"].(string) + " or a term that starts with ext:"
	return object{"type": "string", "if": object{"pattern": vocabulary.ExtensionTerm}, "else": values}
}

func either(array, lone object) object {
	return object{"if": object{"type": "array"}, "then": array, "else": lone}
}

func reference(definition string) object { return object{"$ref": definitionsPath + definition} }

func list(values ...string) []any {
	l := make([]any, len(values))
	for i, v := range values {
		l[i] = v
	}
	return l
}

func quote(s string) string { return `"` + s + `"` }

func oneOf(values []string) string { return `"` + strings.Join(values, `" or "`) + `"` }
