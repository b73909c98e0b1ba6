package ld

import (
	"context"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/rdf"
)

// guard walks a document with its contexts, member by member, and refuses
// whatever the statements could lose or confuse. It counts the statements that
// the document holds, so that the conversion can be held to that number.
type guard struct {
	ctx     context.Context
	sources *sources
	options Options
	memo    map[application]*active
	hosts   map[string]bool // what knownHost said

	statements, nodes, blank, rows int
}

func newGuard(ctx context.Context, s *sources, o Options) *guard {
	return &guard{ctx: ctx, sources: s, options: o, memo: map[application]*active{}, hosts: map[string]bool{}}
}

// application is one table taking effect on one active context.
type application struct {
	before *active
	add    *table
	how    reach
}

// slot is how a value is reached: the link that leads to it.
type slot struct {
	link definition // zero at the root
	root bool
}

// statement is one property value of a node, for finding repeated ones.
type statement struct {
	predicate string
	object    rdf.Term
}

func (g *guard) apply(before *active, add *table, how reach, at jsontext.Value) (*active, *Error) {
	if g.rows += len(before.terms) + add.size(); g.rows > maxRows {
		return nil, fail(codeLimit, at, "the contexts of the objects define more than %d terms in all", maxRows)
	}
	key := application{before, add, how}
	if known, ok := g.memo[key]; ok {
		return known, nil
	}
	made, err := before.apply(add, how, at)
	if err == nil {
		g.memo[key] = made
	}
	return made, err
}

// count adds statements and refuses too many.
func (g *guard) count(n int, at jsontext.Value) *Error {
	if g.statements += n; g.statements > maxStatements {
		return fail(codeLimit, at, "the document holds more than %d statements", maxStatements)
	}
	return nil
}

// countBlank adds a node without an IRI.
func (g *guard) countBlank(at jsontext.Value) *Error {
	if g.blank++; g.blank > maxBlankNodes {
		return fail(codeLimit, at, "the document holds more than %d objects without an id", maxBlankNodes)
	}
	return nil
}

// document checks the whole document.
func (g *guard) document(root jsontext.Value) *Error {
	if root.Kind() != jsontext.Object {
		return fail(codeNotObject, root, "found %s where an object is wanted", root.Kind())
	}
	if !g.contextOf(root, true).Exists() {
		return fail(codeContextMissing, root, "the document has no @context")
	}
	_, err := g.node(root, &active{}, slot{root: true})
	if err == nil && g.statements == 0 {
		err = fail(codeEmpty, root, "the document holds no statement")
	}
	return err
}

// contextOf returns the @context that counts for an object.
func (g *guard) contextOf(v jsontext.Value, root bool) jsontext.Value {
	if root && g.options.Context.Exists() {
		return g.options.Context
	}
	return v.Member(kwContext)
}

func (g *guard) omitted(at slot, name string) bool {
	return at.root && slices.Contains(g.options.Omit, name)
}

// node checks one JSON object and returns its IRI, "" for a blank node. The
// order in which contexts take effect is that of JSON-LD 1.1 Processing
// Algorithms §5.1.2.
func (g *guard) node(v jsontext.Value, a *active, at slot) (string, *Error) {
	if g.nodes++; g.nodes > maxNodes {
		return "", fail(codeLimit, v, "the document holds more than %d objects", maxNodes)
	}
	if err := g.ctx.Err(); err != nil {
		return "", &Error{Code: codeCancelled, Path: v.Pointer(), Message: "the caller's context ended", Err: err}
	}
	a, err := g.enter(v, a, at)
	if err != nil {
		return "", err
	}
	inner, types, err := g.types(v, a, at)
	if err != nil {
		return "", err
	}
	before := g.statements
	if err := g.count(len(types), v); err != nil {
		return "", err
	}
	id := ""
	seen := make(map[statement]bool, v.Len())
	for _, iri := range types {
		seen[statement{rdfType, rdf.Term{Kind: rdf.IRI, Value: iri}}] = true
	}
	for name, m := range v.Members() {
		if g.omitted(at, name) {
			continue
		}
		got, err := g.member(member{name, m}, inner, seen)
		if err != nil {
			return "", err
		}
		if got != "" {
			id = got
		}
	}
	if id == "" {
		if err := g.countBlank(v); err != nil {
			return "", err
		}
	}
	if at.link.container == kwGraph && g.statements == before {
		return "", fail(codeEmpty, v, "the object holds nothing that its graph could keep")
	}
	return id, nil
}

// enter applies what comes into force at the start of an object: the end of a
// type's context, the context of the property, the object's own.
func (g *guard) enter(v jsontext.Value, a *active, at slot) (*active, *Error) {
	if a.previous != nil && !onlyID(v, a) {
		a = a.previous
	}
	var err *Error
	if at.link.scoped {
		if a, err = g.apply(a, at.link.scope, byProperty, v); err != nil {
			return nil, err
		}
	}
	own := g.contextOf(v, at.root)
	switch {
	case own.Exists():
	case !at.root && secured(v): // it has its own signature, which rests on its own context
		return nil, fail(codeContextMissing, v, "the embedded credential has no @context")
	default:
		return a, nil
	}
	return g.localContext(own, v, a, at)
}

// onlyID reports whether an object is nothing but a reference.
func onlyID(v jsontext.Value, a *active) bool {
	if v.Len() != 1 {
		return false
	}
	for name := range v.Members() {
		return a.terms[name].iri == kwID
	}
	return false
}

// member is one member of an object.
type member struct {
	name  string
	value jsontext.Value
}

// member checks one member and returns the IRI of the node where the member
// gives it.
func (g *guard) member(m member, a *active, seen map[statement]bool) (id string, err *Error) {
	if m.name == kwContext {
		return "", nil
	}
	def, err := a.word(m)
	if err != nil {
		return "", err
	}
	switch def.iri {
	case kwType:
		return "", nil
	case kwID:
		return g.identifier(m, a)
	}
	if def.typ == kwJSON {
		return "", fail(codeJSONLiteral, m.value, "%s holds a JSON literal, which is not supported", quote(m.name))
	}
	if def.container == kwList {
		if err := g.count(1, m.value); err != nil {
			return "", err
		}
	} else if m.value.Kind() == jsontext.Array && m.value.Len() == 0 {
		return "", fail(codeEmpty, m.value, "the empty array leaves no statement")
	}
	for e := range m.value.Each() {
		if e.Kind() == jsontext.Array {
			return "", fail(codeNestedArray, e, "an array stands in an array")
		}
		if err := g.value(e, a, slot{link: def}, seen); err != nil {
			return "", err
		}
	}
	return "", nil
}

// word returns the meaning of a member name.
func (a *active) word(m member) (definition, *Error) {
	switch {
	case keyword(m.name):
		return definition{}, fail(codeKeyword, m.value, "the member name %s is a JSON-LD keyword or looks like one", quote(m.name))
	case strings.Contains(m.name, ":"):
		return definition{}, fail(codeCompactIRI, m.value, "the member name %s is an IRI instead of a term", quote(m.name))
	}
	if def, ok := a.terms[m.name]; ok {
		return def, nil
	}
	if a.vocab == "" || m.name == "" {
		return definition{}, fail(codeUndefinedTerm, m.value, "no context defines the member %s here", quote(m.name))
	}
	def := definition{iri: a.vocab + m.name}
	return def, checkIRI(def.iri, m.value)
}

func (g *guard) identifier(m member, a *active) (string, *Error) {
	id, ok := m.value.Text()
	if !ok {
		return "", fail(codeID, m.value, "found %s where an identifier is wanted", m.value.Kind())
	}
	return id, g.checkWritten(id, a, m.value)
}

// checkWritten checks an IRI as it stands in a document.
func (g *guard) checkWritten(iri string, a *active, at jsontext.Value) *Error {
	if name, rest, colon := strings.Cut(iri, ":"); colon && !strings.HasPrefix(rest, "//") && a.terms[name].prefix {
		return fail(codeCompactIRI, at, "the IRI %s is abbreviated with a prefix", quote(iri))
	}
	return g.checkIRI(iri, at)
}

// value checks one value of a property.
func (g *guard) value(v jsontext.Value, a *active, at slot, seen map[statement]bool) *Error {
	if err := g.count(1, v); err != nil {
		return err
	}
	list := at.link.container == kwList
	if list { // a cell has two statements: its value and its rest
		if err := g.count(1, v); err != nil {
			return err
		}
	}
	if list || at.link.container == kwGraph {
		if err := g.countBlank(v); err != nil {
			return err
		}
	}
	var object rdf.Term
	if v.Kind() == jsontext.Object {
		id, err := g.node(v, a, at)
		if err != nil {
			return err
		}
		object = rdf.Term{Kind: rdf.IRI, Value: id}
	} else {
		var err *Error
		if object, err = g.scalar(v, a, at); err != nil {
			return err
		}
	}
	if list || at.link.container == kwGraph || object.Kind == rdf.IRI && object.Value == "" {
		return nil
	}
	said := statement{at.link.iri, object}
	if seen[said] {
		return fail(codeRepeatedValue, v, "the same value stands twice in a set")
	}
	seen[said] = true
	return nil
}

// scalar returns the RDF term of a string, number or boolean.
func (g *guard) scalar(v jsontext.Value, a *active, at slot) (rdf.Term, *Error) {
	if v.Kind() == jsontext.Null {
		return rdf.Term{}, fail(codeNull, v, "null leaves no statement")
	}
	if at.link.container == kwGraph {
		return rdf.Term{}, fail(codeNotObject, v, "found %s where an object is wanted", v.Kind())
	}
	text, isText := v.Text()
	if isText && at.link.typ == kwID {
		return rdf.Term{Kind: rdf.IRI, Value: text}, g.checkWritten(text, a, v)
	}
	if isText && at.link.typ == kwVocab {
		if at.link.scoped {
			var err *Error
			if a, err = g.apply(a, at.link.scope, byProperty, v); err != nil {
				return rdf.Term{}, err
			}
		}
		iri, err := g.nameIRI(text, a, v)
		return rdf.Term{Kind: rdf.IRI, Value: iri}, err
	}
	return literal(v, at)
}

// literal returns the RDF literal of a string, number or boolean.
func literal(v jsontext.Value, at slot) (rdf.Term, *Error) {
	datatype := at.link.typ
	if keyword(datatype) {
		datatype = ""
	}
	term := rdf.Term{Kind: rdf.Literal, Datatype: datatype}
	if number, ok := v.Number(); ok {
		f, ok := parseNumber(string(number))
		if !ok {
			return term, fail(codeNumberRange, v, "the number %s does not survive as a double", quote(string(number)))
		}
		term.Value, term.Datatype = lexicalNumber(f, datatype)
		return term, nil
	}
	if v.Kind() == jsontext.Bool {
		term.Value, term.Datatype = v.Raw(), orDefault(datatype, xsdBoolean)
		return term, nil
	}
	term.Value = v.String()
	if datatype != "" && datatype != obText && datatype != xsdString && nativeForm(term.Value) {
		return term, fail(codeAmbiguousLiteral, v, "the string %s has the canonical form of a number or boolean", quote(term.Value))
	}
	return term, nil
}

// nameIRI returns the IRI of a type or another named value.
func (g *guard) nameIRI(name string, a *active, at jsontext.Value) (string, *Error) {
	if def, ok := a.terms[name]; ok && !keyword(def.iri) {
		return def.iri, nil
	}
	if strings.Contains(name, ":") {
		for _, def := range a.terms {
			if def.iri == name {
				return "", fail(codeAliasedIRI, at, "found %s in full where the context has a term for it", quote(name))
			}
		}
		return name, g.checkWritten(name, a, at)
	}
	if a.vocab == "" || name == "" || keyword(name) || a.terms[name].iri != "" {
		return "", fail(codeUndefinedType, at, "no context defines %s here", quote(name))
	}
	return a.vocab + name, checkIRI(a.vocab+name, at)
}
