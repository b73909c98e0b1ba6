package ld

import (
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// words are the texts by which a document and its handed-in contexts could mean
// a term: names and strings, whole and up to their first colon. Expansion asks
// a context for nothing else, and it copies whatever terms there are for every
// object anew: with those of the built-in contexts that nobody mentions, it
// would take many times as long.
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

// concern reports whether a term has to be there for these words: one that is
// mentioned, and those by which the rows of the built-in contexts are written.
// No words at all stand for every term.
func (w words) concern(t term) bool {
	return w == nil || w[t.name] || t.prefix || keyword(t.iri)
}
