package ld

import (
	"maps"
	"strconv"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// application is one table applied to one active context.
type application struct {
	before *active
	add    *table
	how    reach
}

// apply returns an active context with a table added, from memory if it was
// computed before.
func (c *converter) apply(before *active, add *table, how reach, at jsontext.Value) (*active, *Error) {
	if c.sources.handedIn { // expansion will copy all these terms
		if c.rows += len(before.terms) + add.size(); c.rows > maxRows {
			return nil, fail(codeLimit, at, "the contexts of the objects define more than %d terms in all", maxRows)
		}
	}
	key := application{before, add, how}
	if made, ok := c.known[key]; ok {
		return made, nil
	}
	if made, ok := c.fresh[key]; ok {
		return made, nil
	}
	made, err := before.apply(add, how, at)
	if err != nil {
		return nil, err
	}
	if c.fresh == nil {
		c.fresh = map[application]*active{}
	}
	c.fresh[key] = made
	return made, nil
}

// applied returns the results of earlier walks. They never change.
func (p *Processor) applied() map[application]*active {
	if known := p.memo.Load(); known != nil {
		return *known
	}
	return nil
}

// remember keeps the results of a walk for later ones. A full memory starts
// again empty: documents may name the built-in contexts in any order, and few
// orders are in use.
func (p *Processor) remember(fresh map[application]*active) {
	if len(fresh) == 0 {
		return
	}
	all := maps.Clone(p.applied())
	if all == nil || len(all)+len(fresh) > maxApplied {
		all = map[application]*active{}
	}
	if len(fresh) <= maxApplied {
		maps.Copy(all, fresh)
	}
	p.memo.Store(&all)
}

// labelRole distinguishes the blank nodes of one JSON value.
type labelRole int

const (
	roleNode  labelRole = iota // an object without an id
	roleGraph                  // the graph that contains only the object
	roleCell                   // the cell of a list that holds the value
	roles
)

// label names a blank node after the place of its JSON value in the text, so
// the label does not depend on the selection that is walked.
func (p *Processor) label(r labelRole, at jsontext.Value) string {
	n := at.Ordinal()*int(roles) + int(r)
	if n < len(p.labels) {
		return p.labels[n]
	}
	return labelOf(n)
}

func labelOf(n int) string { return "b" + strconv.Itoa(n) }

func newLabels() []string {
	labels := make([]string, usualLabels)
	for n := range labels {
		labels[n] = labelOf(n)
	}
	return labels
}
