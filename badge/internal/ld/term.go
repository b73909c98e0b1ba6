package ld

import (
	"cmp"
	"slices"
	"strings"
)

// The keywords that tables use, as JSON-LD 1.1 spells them.
const (
	kwContext   = "@context"
	kwContainer = "@container"
	kwGraph     = "@graph"
	kwID        = "@id"
	kwJSON      = "@json"
	kwList      = "@list"
	kwPrefix    = "@prefix"
	kwProtected = "@protected"
	kwSet       = "@set"
	kwType      = "@type"
	kwValue     = "@value"
	kwVersion   = "@version"
	kwVocab     = "@vocab"
)

// term is one row of a context: a word and its meaning.
type term struct {
	name      string
	iri       string // an IRI, a keyword, or a word of the same context
	typ       string // type mapping: "", @id, @vocab, @json, or a datatype; a compact one is resolved where the context is used
	container string // "", @set, @list or @graph
	prefix    bool   // usable before a colon
	scoped    bool   // has a scoped context
	scope     *table // the scoped context; nil beside scoped clears all terms
}

// table is a JSON-LD context as data: rows in name order. It does not change
// after the tables are built.
type table struct {
	protected bool   // every term is protected
	vocab     string // "" for none
	terms     []term
}

// newContext returns the context of these rows.
func newContext(rows ...term) *table {
	c := &table{terms: rows}
	c.sort()
	return c
}

// protect returns the context of these rows after id and type, with every term
// protected, as most scopes of the standards are.
func protect(rows ...term) *table {
	c := newContext(append(ids(), rows...)...)
	c.protected = true
	return c
}

// ids are the two words that every standard context gives to keywords.
func ids() []term { return []term{named("id", kwID), named("type", kwType)} }

// word is a row whose IRI is the namespace with the word itself.
func word(namespace, name string) term { return named(name, namespace+name) }

// named is a row whose IRI does not end in its word.
func named(name, iri string) term { return term{name: name, iri: iri} }

// prefix is a row whose word may be used before a colon.
func prefix(name, namespace string) term {
	return term{name: name, iri: namespace, prefix: true}
}

func (t term) as(datatype string) term { t.typ = datatype; return t }
func (t term) ref() term               { return t.as(kwID) }
func (t term) byName() term            { return t.as(kwVocab) }
func (t term) json() term              { return t.as(kwJSON) }
func (t term) set() term               { t.container = kwSet; return t }
func (t term) list() term              { t.container = kwList; return t }
func (t term) graph() term             { t.container = kwGraph; return t }

// in gives the row a scoped context; nil clears all terms there.
func (t term) in(scope *table) term { t.scoped, t.scope = true, scope; return t }

func (c *table) sort() {
	slices.SortFunc(c.terms, func(a, b term) int { return cmp.Compare(a.name, b.name) })
}

// find returns the index of a word, or -1.
func (c *table) find(name string) int {
	i, ok := slices.BinarySearchFunc(c.terms, name, func(t term, name string) int { return strings.Compare(t.name, name) })
	if !ok {
		return -1
	}
	return i
}

// size is the number of rows, those of scopes included.
func (c *table) size() int {
	if c == nil {
		return 0
	}
	n := len(c.terms)
	for _, t := range c.terms {
		n += t.scope.size()
	}
	return n
}

// put adds rows, or replaces the rows of the same words, while a table is
// being built. The class names the scope they belong to; "" is the context.
func (c *table) put(class string, rows ...term) {
	if class != "" {
		c = c.terms[c.find(class)].scope
	}
	for _, row := range rows {
		if i := c.find(row.name); i >= 0 {
			c.terms[i] = row
			continue
		}
		c.terms = append(c.terms, row)
		c.sort()
	}
}

// drop removes rows while a table is being built.
func (c *table) drop(class string, names ...string) {
	if class != "" {
		c = c.terms[c.find(class)].scope
	}
	c.terms = slices.DeleteFunc(c.terms, func(t term) bool { return slices.Contains(names, t.name) })
}
