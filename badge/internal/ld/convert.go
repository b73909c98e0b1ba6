package ld

import (
	"context"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/cost"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/rdf"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// converter walks a document with its contexts, member by member. It makes the
// statements and refuses members that the statements could lose or confuse.
type converter struct {
	ctx       context.Context
	processor *Processor
	sources   *sources
	options   Options
	known     [2]map[application]*active // applied before, without and with supplied contexts; not changed here
	fresh     map[application]*active    // applied in this walk
	hosts     map[string]bool            // results of checkHost
	selection selection

	*workspace // said: the statements of the nodes being walked, node after node; classes: the types of the node being started

	statements, nodes, blank, rows int

	paid int // statements that the caller was asked for

	judging bool // keep the account
}

func newConverter(ctx context.Context, p *Processor, s *sources, o Options, w *workspace) *converter {
	c := &converter{ctx: ctx, processor: p, sources: s, options: o, workspace: w}
	c.known[0] = p.memo.applied()
	if o.Contexts != nil {
		c.known[1] = o.Contexts.memo.applied()
	}
	return c
}

// slot is the way to a value: the link that leads to it, and the graph of its
// statements.
type slot struct {
	link    *definition // empty for a root
	root    bool
	graph   rdf.Term // None for the default graph
	station station
}

// rootLink is the link of every root.
var rootLink = &definition{}

// statement is one property value of a node, for finding repeated ones.
type statement struct {
	predicate string
	object    rdf.Term
}

// add makes a statement. It refuses too many.
func (c *converter) add(subject rdf.Term, predicate string, object, graph rdf.Term, at jsontext.Value) *Error {
	if c.statements++; c.statements > maxStatements {
		return fail(codeLimit, at, "the document holds more than %d statements", maxStatements)
	}
	if c.statements == 1 && c.sources.handedIn && c.options.Lost == nil {
		c.sink = keep // general compares them
	}
	if c.sink == count {
		return nil
	}
	quad := rdf.Quad{Subject: subject, Predicate: rdf.Term{Kind: rdf.IRI, Value: predicate}, Object: object, Graph: graph}
	if c.sink == keep {
		c.quads, c.places = append(c.quads, quad), append(c.places, at)
	} else {
		c.canonical.Add(&quad)
	}
	return nil
}

// blankNode returns the blank node of a JSON value in one of its roles. It
// refuses too many.
func (c *converter) blankNode(r labelRole, at jsontext.Value) (rdf.Term, *Error) {
	if c.blank++; c.blank > maxBlankNodes {
		return rdf.Term{}, fail(codeLimit, at, "the document holds more than %d objects without an id", maxBlankNodes)
	}
	return rdf.Term{Kind: rdf.Blank, Value: c.processor.label(r, at)}, nil
}

// document walks the whole document.
func (c *converter) document(root jsontext.Value) *Error {
	if root.Kind() != jsontext.Object {
		return fail(codeNotObject, root, "found %s, wanted an object", root.Kind())
	}
	if !c.contextOf(root, true).Exists() {
		return fail(codeContextMissing, root, "the document has no @context")
	}
	at := slot{root: true, link: rootLink}
	if c.judging {
		at.station.part = vocabulary.PartCredential
	}
	_, err := c.node(root, c.processor.none, &at)
	if err == nil {
		err = c.alive(root, 1)
	}
	if err == nil && c.statements == 0 {
		err = fail(codeEmpty, root, "the document holds no statement")
	}
	return err
}

// alive says whether the result is still wanted. It asks for the statements
// since the last time, if they are that many.
func (c *converter) alive(v jsontext.Value, least int) *Error {
	err := c.ctx.Err()
	if n := c.statements - c.paid; err == nil && n >= least {
		c.paid = c.statements
		err = c.options.Cost.Spend(cost.Walked, n)
	}
	if err != nil {
		return cancelled(v, err)
	}
	return nil
}

func cancelled(v jsontext.Value, err error) *Error {
	return &Error{Code: codeCancelled, Path: v.Pointer(), Message: "the caller ended the conversion: " + err.Error(), Err: err}
}

// contextOf returns the @context that applies to an object.
func (c *converter) contextOf(v jsontext.Value, root bool) jsontext.Value {
	if root && c.options.Context.Exists() {
		return c.options.Context
	}
	return v.Member(kwContext)
}

func (c *converter) omitted(at *slot, name string) bool {
	return at.root && slices.Contains(c.options.Omit, name)
}

// node walks one JSON object and returns its IRI or blank node. The order in
// which contexts take effect is that of JSON-LD 1.1 Processing Algorithms
// §5.1.2.
func (c *converter) node(v jsontext.Value, a *active, at *slot) (rdf.Term, *Error) {
	if c.nodes++; c.nodes > maxNodes {
		return rdf.Term{}, fail(codeLimit, v, "the document holds more than %d objects", maxNodes)
	}
	if err := c.alive(v, billed); err != nil {
		return rdf.Term{}, err
	}
	a, err := c.enter(v, a, at)
	if err != nil {
		return rdf.Term{}, err
	}
	before, base, classes := c.statements, len(c.said), len(c.classes)
	n := node{below: slot{graph: at.graph}, station: at.station, context: a, base: base}
	if err := c.types(&n, v, at); err != nil {
		return rdf.Term{}, err
	}
	if n.subject, err = c.subject(v, n.context, at); err != nil {
		if err = c.pass(err); err == nil {
			n.subject, err = c.blankNode(roleNode, v)
		}
		if err != nil {
			return rdf.Term{}, err
		}
	}
	if c.judging {
		c.begin(&n, v, c.classes[classes:])
	}
	for _, class := range c.classes[classes:] {
		object := rdf.Term{Kind: rdf.IRI, Value: class.iri}
		if err := c.add(n.subject, rdfType, object, at.graph, v); err != nil {
			return rdf.Term{}, err
		}
		if c.judging && class.row != nil {
			c.weigh(&n, class.row, class.unread, rdfType, object, class.at)
		}
	}
	c.classes = c.classes[:classes]
	for name, m := range v.Members() {
		if c.omitted(at, name) {
			continue
		}
		if err := c.pass(c.member(&n, name, m)); err != nil {
			return rdf.Term{}, err
		}
	}
	c.said = c.said[:base]
	if c.judging && c.options.Signing && c.statements > before {
		c.shared(&n, v)
	}
	if at.link.container == kwGraph && c.statements == before {
		return rdf.Term{}, fail(codeEmpty, v, "the object has no statement for its graph")
	}
	return n.subject, nil
}

// pass reports an error to Options.Lost, if it is set and a reader could ignore
// the member, and returns all other errors.
func (c *converter) pass(err *Error) *Error {
	if err == nil || c.options.Lost == nil || err.Code == codeLimit || err.Code == codeCancelled || err.Code == codeInternal {
		return err
	}
	c.options.Lost(err)
	return nil
}

// given appends the members of an object that have one of these names, in document
// order. A look-up of one name is faster than a walk over all.
func (c *converter) given(to []jsontext.Value, v jsontext.Value, words []string, at *slot) []jsontext.Value {
	if len(words) == 1 {
		if m := v.Member(words[0]); m.Exists() && !c.omitted(at, words[0]) {
			to = append(to, m)
		}
		return to
	}
	for name, m := range v.Members() {
		if slices.Contains(words, name) && !c.omitted(at, name) {
			to = append(to, m)
		}
	}
	return to
}

// subject returns the node that an object describes.
func (c *converter) subject(v jsontext.Value, a *active, at *slot) (rdf.Term, *Error) {
	subject := rdf.Term{}
	var room [1]jsontext.Value
	for _, m := range c.given(room[:0], v, a.idWords, at) {
		id, ok := m.Text()
		if !ok {
			return subject, fail(codeID, m, "found %s, wanted an identifier", m.Kind())
		}
		if subject.Kind != rdf.None {
			return subject, fail(codeID, m, "the object has two identifiers")
		}
		subject = rdf.Term{Kind: rdf.IRI, Value: id}
		if err := c.checkWritten(id, a, m); err != nil {
			return subject, err
		}
	}
	if subject.Kind == rdf.None {
		return c.blankNode(roleNode, v)
	}
	return subject, nil
}

// enter applies the contexts that change at the start of an object: it ends the
// context of a type, then applies that of the property and the object's own.
func (c *converter) enter(v jsontext.Value, a *active, at *slot) (*active, *Error) {
	if a.previous != nil && !onlyID(v, a) {
		a = a.previous
	}
	var err *Error
	if at.link.scoped {
		if a, err = c.apply(a, at.link.scope, byProperty, v); err != nil {
			return nil, err
		}
	}
	own := c.contextOf(v, at.root)
	if !own.Exists() {
		return a, nil
	}
	return c.localContext(own, v, a, at)
}

// onlyID reports whether an object is only a reference.
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
	station station
	below   slot // the way to the values of the member being walked
	context *active
	base    int                // index of its first statement in converter.said
	many    map[statement]bool // the same as a set, if there are many
}

// member walks one member of an object.
func (c *converter) member(n *node, name string, v jsontext.Value) *Error {
	if name == kwContext {
		return nil
	}
	def, err := n.context.word(name, v)
	if err != nil {
		return err
	}
	switch {
	case def.iri == kwType || def.iri == kwID || !c.selection.includes(v):
		return nil
	case v.Kind() == jsontext.Null:
		return c.null(def, v)
	case def.typ == kwJSON:
		return fail(codeJSONLiteral, v, "%s holds a JSON literal, which is not supported", quote(name))
	case def.container == kwList:
		return c.list(n, def, v)
	case v.Kind() == jsontext.Array && v.Len() == 0:
		return c.empty(n, def, v)
	case c.options.Part && def.mark.renamed:
		return fail(codeUnread, v, "%s means %s, which readers of a proof do not expect under this name", quote(name), quote(def.iri))
	}
	n.below.link = def
	if c.judging {
		n.below.station = n.reached(&def.mark)
		if d := def.mark.property; d != nil && d.One && v.Kind() == jsontext.Array && v.Len() > 1 && d.Home&n.station.part != 0 {
			c.refuse(codeUnread, v, "%s has %d values and readers read one", quote(name), v.Len())
		}
	}
	for e := range v.Each() {
		if !c.selection.includes(e) {
			continue
		}
		object, err := c.value(e, n.context, &n.below)
		if err != nil {
			if err = c.pass(err); err != nil {
				return err
			}
			continue
		}
		if object.Kind != rdf.Blank && c.repeated(n, statement{def.iri, object}) {
			return fail(codeRepeatedValue, e, "a set contains the same value twice")
		}
		if err := c.add(n.subject, def.iri, object, n.below.graph, e); err != nil {
			return err
		}
		if c.judging && def.mark.watched {
			c.watch(n, name, &def.mark, e, object)
		}
	}
	return nil
}

// null checks a member that is null. It makes no statement, so anybody can add
// it to a signed document. Readers treat it as missing.
func (c *converter) null(def *definition, v jsontext.Value) *Error {
	if d := def.mark.property; c.options.Lost != nil || c.options.Signing || c.judging && d != nil && d.Home != 0 {
		return fail(codeNull, v, "a null value makes no statement")
	}
	c.note(codeNull, v, "a null value makes no statement, so anybody could have added it")
	return nil
}

// empty checks an empty array, which makes no statement either. It is an empty
// list, except where readers look for one value.
func (c *converter) empty(n *node, def *definition, v jsontext.Value) *Error {
	d := def.mark.property
	if c.options.Lost != nil || c.options.Signing || c.judging && d != nil && d.Home&n.station.part != 0 && (d.One || d.Object && d.Leads != vocabulary.PartSchema) {
		return fail(codeEmpty, v, "an empty array makes no statement")
	}
	c.note(codeEmpty, v, "an empty array makes no statement, so anybody could have added it")
	return nil
}

// repeated reports whether the node already has this statement, and records it.
func (c *converter) repeated(n *node, s statement) bool {
	own := c.said[n.base:]
	if n.many == nil && len(own) < fewStatements {
		c.said = append(c.said, s)
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
func (c *converter) list(n *node, def *definition, v jsontext.Value) *Error {
	from, predicate := n.subject, def.iri
	n.below.link = def
	if c.judging {
		n.below.station = n.reached(&def.mark)
	}
	for e := range v.Each() {
		if !c.selection.includes(e) {
			continue
		}
		cell, err := c.blankNode(roleCell, e)
		if err != nil {
			return err
		}
		if err := c.add(from, predicate, cell, n.below.graph, e); err != nil {
			return err
		}
		object, err := c.value(e, n.context, &n.below)
		if err != nil {
			return err
		}
		if err := c.add(cell, rdfFirst, object, n.below.graph, e); err != nil {
			return err
		}
		if c.judging && def.mark.watched {
			c.watch(n, "", &def.mark, e, object)
		}
		from, predicate = cell, rdfRest
	}
	return c.add(from, predicate, rdf.Term{Kind: rdf.IRI, Value: rdfNil}, n.below.graph, v)
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
	def := &definition{iri: a.vocab + name, mark: markOf(name, a.vocab+name, "")}
	return def, checkIRI(def.iri, v)
}

// checkWritten checks an IRI as the document has it.
func (c *converter) checkWritten(iri string, a *active, at jsontext.Value) *Error {
	if name, rest, colon := strings.Cut(iri, ":"); colon && !strings.HasPrefix(rest, "//") {
		if def := a.terms[name]; def != nil && def.prefix {
			return fail(codeCompactIRI, at, "the IRI %s is abbreviated with a prefix", quote(iri))
		}
	}
	return c.checkIRI(iri, at)
}

// value walks one value of a property and returns its term.
func (c *converter) value(v jsontext.Value, a *active, at *slot) (rdf.Term, *Error) {
	switch {
	case v.Kind() == jsontext.Array:
		return rdf.Term{}, fail(codeNestedArray, v, "an array contains an array")
	case at.link.container != kwGraph && v.Kind() == jsontext.Object:
		return c.node(v, a, at)
	case at.link.container != kwGraph:
		return c.scalar(v, a, at)
	case v.Kind() != jsontext.Object:
		return rdf.Term{}, fail(codeNotObject, v, "found %s, wanted an object", v.Kind())
	}
	name, err := c.blankNode(roleGraph, v)
	if err != nil {
		return name, err
	}
	_, err = c.node(v, a, &slot{link: at.link, graph: name, station: at.station})
	return name, err
}

// nameIRI returns the IRI of a type or another named value.
func (c *converter) nameIRI(name string, a *active, at jsontext.Value) (string, *Error) {
	if def, ok := a.terms[name]; ok && !keyword(def.iri) {
		return def.iri, nil
	}
	if strings.Contains(name, ":") {
		for _, def := range a.terms {
			if def.iri == name {
				return "", fail(codeAliasedIRI, at, "found the IRI %s, wanted the term that the context defines for it", quote(name))
			}
		}
		return name, c.checkWritten(name, a, at)
	}
	if a.vocab == "" || name == "" || keyword(name) || a.terms[name] != nil {
		return "", fail(codeUndefinedType, at, "the contexts of this badge do not define %s here", quote(name))
	}
	return a.vocab + name, checkIRI(a.vocab+name, at)
}
