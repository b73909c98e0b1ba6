package ld

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// readChecked reads a context and returns an error if it may not be supplied: it
// cannot be read, or it gives a decisive IRI, @id, @type or the name of a
// decisive property another meaning. With such a context the holder of a badge
// could rename members. The tests check the vetted contexts.
func (p *Processor) readChecked(c Context, sum string) (*table, *Error) {
	table, err := readContext(c.JSON)
	if err == nil && !vetted[sum] {
		err = p.aliases().checkContext(table)
	}
	if err != nil {
		err.Message, err.Path = fmt.Sprintf("context %s: %s", quote(c.URL), err.Message), ""
		return nil, err
	}
	return table, nil
}

// prefixes is an active context with the prefixes of the built-in contexts. A
// supplied context may use them.
func (l library) prefixes() *active {
	a := &active{terms: map[string]*definition{}}
	l.each(func(t term) {
		if t.prefix {
			a.terms[t.name] = &definition{iri: t.iri, prefix: true}
		}
	})
	return a
}

// each visits every term of the built-in contexts.
func (l library) each(visit func(term)) {
	var descend func(c *table)
	descend = func(c *table) {
		for _, t := range c.terms {
			visit(t)
			if t.scope != nil {
				descend(t.scope)
			}
		}
	}
	for _, revisions := range l {
		for _, e := range revisions {
			descend(e.context)
		}
	}
}

// aliases holds the terms of the built-in contexts.
type aliases struct {
	known map[string][]term // the terms of each name
	own   map[string]bool   // names by which readers find the properties of the credential itself
	parts map[string]bool   // names by which they find decisive properties of its parts

	prefixes *active
}

func newAliases(l library) aliases {
	a := aliases{map[string][]term{}, map[string]bool{}, map[string]bool{}, l.prefixes()}
	l.each(func(t term) {
		a.known[t.name] = append(a.known[t.name], t)
		m := markOf(t.name, t.iri, t.container)
		for _, row := range []*vocabulary.Decisive{m.property, m.class} {
			if row != nil && slices.Contains(row.Names, t.name) {
				a.own[t.name] = a.own[t.name] || row.Own()
				a.parts[t.name] = a.parts[t.name] || row.Home != 0
			}
		}
	})
	return a
}

// checkContext checks a supplied context.
func (a aliases) checkContext(c *table) *Error { return a.check(c, a.prefixes, false) }

// check checks a context and its scoped contexts. A scope of a new
// class may use its own words for the properties of a part.
func (a aliases) check(c *table, before *active, scoped bool) *Error {
	if c == nil {
		return nil
	}
	if iri := decisiveBelow(c.vocab); iri != "" {
		return refused("its @vocab %s is the start of %s, which decides", quote(c.vocab), quote(iri))
	}
	applied, err := before.apply(c, byProperty, jsontext.Value{})
	if err != nil {
		return err
	}
	for _, t := range c.terms {
		if err := a.term(t, applied.terms[t.name], scoped); err != nil {
			return err
		}
		if err := a.check(t.scope, applied, true); err != nil {
			return err
		}
	}
	return nil
}

// term checks a term as it is written, with its meaning.
func (a aliases) term(t term, d *definition, scoped bool) *Error {
	standard := false
	for _, k := range a.known[t.name] {
		standard = standard || k.iri == d.iri && (k.typ == d.typ || k.typ == t.typ) && k.container == d.container
	}
	switch {
	case standard:
		return nil
	case d.iri == kwID, d.iri == kwType, t.name == "id", t.name == "type":
		return refused("%s means %s; id and no other term means @id, type and no other @type", quote(t.name), quote(d.iri))
	case proofNames[d.iri] != "" && proofNames[d.iri] != t.name:
		return refused("%s means %s, which readers of a proof know as %s", quote(t.name), quote(d.iri), proofNames[d.iri])
	case d.prefix && decisiveBelow(d.iri) != "":
		return refused("the prefix %s is the start of %s, which decides", quote(t.name), quote(decisiveBelow(d.iri)))
	case d.mark.property != nil || d.mark.class != nil:
		return refused("%s means %s, under another name or in another form than in the standard", quote(t.name), quote(d.iri))
	case a.own[t.name], a.parts[t.name] && !scoped:
		return refused("%s means %s; the standard's property of that name decides", quote(t.name), quote(d.iri))
	}
	return nil
}

// decisiveBelow returns a decisive IRI that starts like a prefix.
func decisiveBelow(prefix string) string {
	if prefix == "" {
		return ""
	}
	for iri := range vocabulary.EachDecisiveIRI {
		if strings.HasPrefix(iri, prefix) && iri != sec+"proof" { // a name of all security contexts
			return iri
		}
	}
	return ""
}

func refused(format string, args ...any) *Error {
	return fail(codeContextAlias, jsontext.Value{}, format, args...)
}
