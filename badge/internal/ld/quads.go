package ld

import (
	"slices"
	"strconv"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/rdf"
)

// toQuads returns the statements of an expanded document, repetitions
// included (JSON-LD 1.1 Processing Algorithms §8).
func toQuads(expanded []any) ([]rdf.Quad, *Error) {
	c := &deserializer{}
	for _, item := range expanded {
		if _, err := c.node(item, rdf.Term{}); err != nil {
			return nil, err
		}
	}
	return c.quads, nil
}

type deserializer struct {
	quads  []rdf.Quad
	blanks int
}

func (c *deserializer) blank() rdf.Term {
	c.blanks++
	return rdf.Term{Kind: rdf.Blank, Value: "b" + strconv.Itoa(c.blanks-1)}
}

func (c *deserializer) add(subject rdf.Term, predicate string, object, graph rdf.Term) {
	c.quads = append(c.quads, rdf.Quad{Subject: subject, Predicate: rdf.Term{Kind: rdf.IRI, Value: predicate}, Object: object, Graph: graph})
}

// iri checks an identifier in the result of expansion.
func iri(v any) (rdf.Term, *Error) {
	s, ok := v.(string)
	if !ok {
		return rdf.Term{}, unexpected(v)
	}
	return rdf.Term{Kind: rdf.IRI, Value: s}, checkIRI(s, jsontext.Value{})
}

func unexpected(v any) *Error {
	return fail(codeDropped, jsontext.Value{}, "expansion returned a %T, which this package does not convert", v)
}

// node adds the statements of a node object and returns the node.
func (c *deserializer) node(v any, graph rdf.Term) (subject rdf.Term, err *Error) {
	m, ok := v.(map[string]any)
	if !ok {
		return subject, unexpected(v)
	}
	if id, ok := m[kwID]; ok {
		if subject, err = iri(id); err != nil {
			return subject, err
		}
	} else {
		subject = c.blank()
	}
	for _, key := range sortedKeys(m) {
		if key == kwID {
			continue
		}
		values, ok := m[key].([]any)
		if !ok {
			return subject, unexpected(m[key])
		}
		for _, value := range values {
			if err := c.property(subject, key, value, graph); err != nil {
				return subject, err
			}
		}
	}
	return subject, nil
}

func (c *deserializer) property(subject rdf.Term, key string, value any, graph rdf.Term) *Error {
	if key == kwType {
		class, err := iri(value)
		if err == nil {
			c.add(subject, rdfType, class, graph)
		}
		return err
	}
	if keyword(key) {
		return fail(codeDropped, jsontext.Value{}, "expansion returned %s, which this package does not convert", quote(key))
	}
	if err := checkIRI(key, jsontext.Value{}); err != nil {
		return err
	}
	object, err := c.object(value, graph)
	if err == nil {
		c.add(subject, key, object, graph)
	}
	return err
}

// object adds the statements below a value and returns its term.
func (c *deserializer) object(v any, graph rdf.Term) (rdf.Term, *Error) {
	m, ok := v.(map[string]any)
	if !ok {
		return rdf.Term{}, unexpected(v)
	}
	if value, ok := m[kwValue]; ok {
		return nativeTerm(m, value)
	}
	if items, ok := m[kwList].([]any); ok && len(m) == 1 {
		return c.list(items, graph)
	}
	if items, ok := m[kwGraph].([]any); ok && len(m) == 1 {
		name := c.blank()
		for _, item := range items {
			if _, err := c.node(item, name); err != nil {
				return rdf.Term{}, err
			}
		}
		return name, nil
	}
	return c.node(m, graph)
}

// list adds the cells of an RDF collection and returns its head.
func (c *deserializer) list(items []any, graph rdf.Term) (rdf.Term, *Error) {
	head := rdf.Term{Kind: rdf.IRI, Value: rdfNil}
	for _, item := range slices.Backward(items) {
		object, err := c.object(item, graph)
		if err != nil {
			return head, err
		}
		cell := c.blank()
		c.add(cell, rdfFirst, object, graph)
		c.add(cell, rdfRest, head, graph)
		head = cell
	}
	return head, nil
}

// nativeTerm returns the literal of a value object (§8.2.2).
func nativeTerm(m map[string]any, value any) (rdf.Term, *Error) {
	datatype, ok := "", true
	if typ, typed := m[kwType]; typed {
		datatype, ok = typ.(string)
		ok = ok && len(m) == 2
	} else {
		ok = len(m) == 1
	}
	if !ok || keyword(datatype) {
		return rdf.Term{}, unexpected(m)
	}
	term := rdf.Term{Kind: rdf.Literal, Datatype: datatype}
	switch native := value.(type) {
	case string:
		term.Value = native
	case bool:
		term.Value, term.Datatype = strconv.FormatBool(native), orDefault(datatype, xsdBoolean)
	case float64:
		term.Value, term.Datatype = lexicalNumber(native, datatype)
	default:
		return term, unexpected(value)
	}
	if term.Datatype == xsdString {
		term.Datatype = ""
	} else if term.Datatype != "" {
		return term, checkIRI(term.Datatype, jsontext.Value{})
	}
	return term, nil
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
