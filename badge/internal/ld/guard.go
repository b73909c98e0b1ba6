package ld

import (
	"context"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/rdf"
)

// guard walks a document with its contexts, member by member, makes the
// statements, and refuses whatever statements could lose or confuse.
type guard struct {
	ctx       context.Context
	processor *Processor
	sources   *sources
	options   Options
	known     map[application]*active // applied before; not changed here
	fresh     map[application]*active // applied in this walk
	hosts     map[string]bool         // what checkHost said
	selection selection

	*workspace // said: the statements of the nodes being walked, one node's behind the other's; classes: the types of the node being started

	statements, nodes, blank, rows int
}

func newGuard(ctx context.Context, p *Processor, s *sources, o Options, w *workspace) *guard {
	return &guard{ctx: ctx, processor: p, sources: s, options: o, workspace: w, known: p.applied()}
}

// slot is how a value is reached: the link that leads to it, and the graph
// that its statements belong to.
type slot struct {
	link  *definition // that of a root says nothing
	root  bool
	graph rdf.Term // None for the default graph
}

// statement is one property value of a node, for finding repeated ones.
type statement struct {
	predicate string
	object    rdf.Term
}

// add makes a statement, and refuses too many.
func (g *guard) add(subject rdf.Term, predicate string, object, graph rdf.Term, at jsontext.Value) *Error {
	if g.statements++; g.statements > maxStatements {
		return fail(codeLimit, at, "the document holds more than %d statements", maxStatements)
	}
	if g.sink == count {
		return nil
	}
	quad := rdf.Quad{Subject: subject, Predicate: rdf.Term{Kind: rdf.IRI, Value: predicate}, Object: object, Graph: graph}
	if g.sink == keep {
		g.quads, g.places = append(g.quads, quad), append(g.places, at)
	} else {
		g.canonical.Add(&quad)
	}
	return nil
}

// blankNode returns the blank node that a JSON value stands for in one of its
// roles, and refuses too many.
func (g *guard) blankNode(r labelRole, at jsontext.Value) (rdf.Term, *Error) {
	if g.blank++; g.blank > maxBlankNodes {
		return rdf.Term{}, fail(codeLimit, at, "the document holds more than %d objects without an id", maxBlankNodes)
	}
	return rdf.Term{Kind: rdf.Blank, Value: g.processor.label(r, at)}, nil
}

// document walks the whole document.
func (g *guard) document(root jsontext.Value) *Error {
	if root.Kind() != jsontext.Object {
		return fail(codeNotObject, root, "found %s where an object is wanted", root.Kind())
	}
	if !g.contextOf(root, true).Exists() {
		return fail(codeContextMissing, root, "the document has no @context")
	}
	_, err := g.node(root, g.processor.none, &slot{root: true, link: &definition{}})
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

func (g *guard) omitted(at *slot, name string) bool {
	return at.root && slices.Contains(g.options.Omit, name)
}

// node walks one JSON object and returns its IRI or blank node. The order in
// which contexts take effect is that of JSON-LD 1.1 Processing Algorithms
// §5.1.2.
func (g *guard) node(v jsontext.Value, a *active, at *slot) (rdf.Term, *Error) {
	if g.nodes++; g.nodes > maxNodes {
		return rdf.Term{}, fail(codeLimit, v, "the document holds more than %d objects", maxNodes)
	}
	if err := g.ctx.Err(); err != nil {
		return rdf.Term{}, &Error{Code: codeCancelled, Path: v.Pointer(), Message: "the caller's context ended", Err: err}
	}
	a, err := g.enter(v, a, at)
	if err != nil {
		return rdf.Term{}, err
	}
	before, base, classes := g.statements, len(g.said), len(g.classes)
	n := node{below: slot{graph: at.graph}, context: a, base: base}
	if err := g.types(&n, v, at); err != nil {
		return rdf.Term{}, err
	}
	if n.subject, err = g.subject(v, n.context, at); err != nil {
		if err = g.pass(err); err == nil {
			n.subject, err = g.blankNode(roleNode, v)
		}
		if err != nil {
			return rdf.Term{}, err
		}
	}
	for _, class := range g.classes[classes:] {
		if err := g.add(n.subject, rdfType, rdf.Term{Kind: rdf.IRI, Value: class}, at.graph, v); err != nil {
			return rdf.Term{}, err
		}
	}
	g.classes = g.classes[:classes]
	for name, m := range v.Members() {
		if g.omitted(at, name) {
			continue
		}
		if err := g.pass(g.member(&n, name, m)); err != nil {
			return rdf.Term{}, err
		}
	}
	g.said = g.said[:base]
	if at.link.container == kwGraph && g.statements == before {
		return rdf.Term{}, fail(codeEmpty, v, "the object holds nothing that its graph could keep")
	}
	return n.subject, nil
}

// pass tells of an error that a reader could pass over, if anybody wants to
// know, and returns all others.
func (g *guard) pass(err *Error) *Error {
	if err == nil || g.options.Lost == nil || err.Code == codeLimit || err.Code == codeCancelled || err.Code == codeInternal {
		return err
	}
	g.options.Lost(err)
	return nil
}

// subject returns the node that an object describes.
func (g *guard) subject(v jsontext.Value, a *active, at *slot) (rdf.Term, *Error) {
	for name, m := range v.Members() {
		if !slices.Contains(a.idWords, name) || g.omitted(at, name) {
			continue
		}
		id, ok := m.Text()
		if !ok {
			return rdf.Term{}, fail(codeID, m, "found %s where an identifier is wanted", m.Kind())
		}
		return rdf.Term{Kind: rdf.IRI, Value: id}, g.checkWritten(id, a, m)
	}
	return g.blankNode(roleNode, v)
}

// enter applies what comes into force at the start of an object: the end of a
// type's context, the context of the property, the object's own.
func (g *guard) enter(v jsontext.Value, a *active, at *slot) (*active, *Error) {
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
	if !own.Exists() {
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
		return slices.Contains(a.idWords, name)
	}
	return false
}

// node is the object that is being walked.
type node struct {
	subject rdf.Term
	below   slot // how the values of the member being walked are reached
	context *active
	base    int                // where its statements start in guard.said
	many    map[statement]bool // the same, once they are many
}

// member walks one member of an object.
func (g *guard) member(n *node, name string, v jsontext.Value) *Error {
	if name == kwContext {
		return nil
	}
	def, err := n.context.word(name, v)
	if err != nil {
		return err
	}
	switch {
	case def.iri == kwType || def.iri == kwID || !g.selection.includes(v):
		return nil
	case def.typ == kwJSON:
		return fail(codeJSONLiteral, v, "%s holds a JSON literal, which is not supported", quote(name))
	case def.container == kwList:
		return g.list(n, def, v)
	case v.Kind() == jsontext.Array && v.Len() == 0:
		return fail(codeEmpty, v, "the empty array leaves no statement")
	}
	n.below.link = def
	for e := range v.Each() {
		if !g.selection.includes(e) {
			continue
		}
		object, err := g.value(e, n.context, &n.below)
		if err != nil {
			if err = g.pass(err); err != nil {
				return err
			}
			continue
		}
		if object.Kind != rdf.Blank && g.repeated(n, statement{def.iri, object}) {
			return fail(codeRepeatedValue, e, "the same value stands twice in a set")
		}
		if err := g.add(n.subject, def.iri, object, n.below.graph, e); err != nil {
			return err
		}
	}
	return nil
}

// repeated reports whether the node has said this before, and notes it.
func (g *guard) repeated(n *node, s statement) bool {
	own := g.said[n.base:]
	if n.many == nil && len(own) < fewStatements {
		g.said = append(g.said, s)
		return slices.Contains(own, s)
	}
	if n.many == nil {
		n.many = make(map[statement]bool, 2*fewStatements)
		for _, said := range own {
			n.many[said] = true
		}
	}
	again := n.many[s]
	n.many[s] = true
	return again
}

// list walks an ordered member: a chain of cells, each with a value and the
// rest (RDF Schema 1.1 §5.2).
func (g *guard) list(n *node, def *definition, v jsontext.Value) *Error {
	from, predicate := n.subject, def.iri
	n.below.link = def
	for e := range v.Each() {
		if !g.selection.includes(e) {
			continue
		}
		cell, err := g.blankNode(roleCell, e)
		if err != nil {
			return err
		}
		if err := g.add(from, predicate, cell, n.below.graph, e); err != nil {
			return err
		}
		object, err := g.value(e, n.context, &n.below)
		if err != nil {
			return err
		}
		if err := g.add(cell, rdfFirst, object, n.below.graph, e); err != nil {
			return err
		}
		from, predicate = cell, rdfRest
	}
	return g.add(from, predicate, rdf.Term{Kind: rdf.IRI, Value: rdfNil}, n.below.graph, v)
}

// word returns the meaning of a member name.
func (a *active) word(name string, v jsontext.Value) (*definition, *Error) {
	if def, ok := a.terms[name]; ok { // no context defines a keyword or an IRI
		return def, nil
	}
	switch {
	case keyword(name):
		return nil, fail(codeKeyword, v, "the member name %s is a JSON-LD keyword or looks like one", quote(name))
	case strings.Contains(name, ":"):
		return nil, fail(codeCompactIRI, v, "the member name %s is an IRI instead of a term", quote(name))
	case a.vocab == "" || name == "":
		return nil, fail(codeUndefinedTerm, v, "no context defines the member %s here", quote(name))
	}
	def := &definition{iri: a.vocab + name}
	return def, checkIRI(def.iri, v)
}

// checkWritten checks an IRI as it stands in a document.
func (g *guard) checkWritten(iri string, a *active, at jsontext.Value) *Error {
	if name, rest, colon := strings.Cut(iri, ":"); colon && !strings.HasPrefix(rest, "//") {
		if def := a.terms[name]; def != nil && def.prefix {
			return fail(codeCompactIRI, at, "the IRI %s is abbreviated with a prefix", quote(iri))
		}
	}
	return g.checkIRI(iri, at)
}

// value walks one value of a property and returns its term.
func (g *guard) value(v jsontext.Value, a *active, at *slot) (rdf.Term, *Error) {
	switch {
	case v.Kind() == jsontext.Array:
		return rdf.Term{}, fail(codeNestedArray, v, "an array stands in an array")
	case at.link.container != kwGraph && v.Kind() == jsontext.Object:
		return g.node(v, a, at)
	case at.link.container != kwGraph:
		return g.scalar(v, a, at)
	case v.Kind() != jsontext.Object:
		return rdf.Term{}, fail(codeNotObject, v, "found %s where an object is wanted", v.Kind())
	}
	name, err := g.blankNode(roleGraph, v)
	if err != nil {
		return name, err
	}
	_, err = g.node(v, a, &slot{link: at.link, graph: name})
	return name, err
}

// scalar returns the RDF term of a string, number or boolean.
func (g *guard) scalar(v jsontext.Value, a *active, at *slot) (rdf.Term, *Error) {
	if v.Kind() == jsontext.Null {
		return rdf.Term{}, fail(codeNull, v, "null leaves no statement")
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
func literal(v jsontext.Value, at *slot) (rdf.Term, *Error) {
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
	if a.vocab == "" || name == "" || keyword(name) || a.terms[name] != nil {
		return "", fail(codeUndefinedType, at, "no context defines %s here", quote(name))
	}
	return a.vocab + name, checkIRI(a.vocab+name, at)
}
