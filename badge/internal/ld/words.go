package ld

import (
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// words are the texts of a document and its supplied contexts that could be
// terms: names and strings, whole and up to their first colon. Expansion looks
// up only these, and copies all terms of a context for every object; leaving
// out the other terms of the built-in contexts makes it many times faster.
type words map[string]bool

func wordsOf(document jsontext.Value, s *sources) words {
	w := words{}
	w.value(document)
	w.value(s.options.Context)
	for _, known := range s.extra {
		w.table(known[0].context)
	}
	return w
}

func (w words) add(text string) {
	w[text] = true
	if prefix, _, colon := strings.Cut(text, ":"); colon {
		w[prefix] = true
	}
}

func (w words) value(v jsontext.Value) {
	for name, m := range v.Members() {
		w.add(name)
		w.value(m)
	}
	for _, e := range v.Elements() {
		w.value(e)
	}
	w.add(v.String())
}

func (w words) table(c *table) {
	if c == nil {
		return
	}
	for _, t := range c.terms {
		w.add(t.name)
		w.add(t.iri)
		w.add(t.typ)
		w.table(t.scope)
	}
}

// concern reports whether these words need a term: it is one of them, or rows
// of the built-in contexts are written with it. Without any words every term is
// needed.
func (w words) concern(t term) bool {
	return w == nil || w[t.name] || t.prefix || keyword(t.iri)
}
