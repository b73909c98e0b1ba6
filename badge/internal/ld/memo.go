package ld

import (
	"maps"
	"strconv"
	"sync/atomic"

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
	for _, known := range c.known {
		if made, ok := known[key]; ok {
			return made, nil
		}
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

// memo keeps the results of walks. It is safe for concurrent use.
type memo struct {
	atomic.Pointer[map[application]*active]
}

// applied returns the results of earlier walks. They never change.
func (m *memo) applied() map[application]*active {
	if known := m.Load(); known != nil {
		return *known
	}
	return nil
}

// remember keeps the results of a walk for later ones. A full memory starts
// again empty: documents may name the known contexts in any order, and few
// orders are in use.
func (m *memo) remember(fresh map[application]*active, most int) {
	if len(fresh) == 0 {
		return
	}
	all := maps.Clone(m.applied())
	if all == nil || len(all)+len(fresh) > most {
		all = map[application]*active{}
	}
	if len(fresh) <= most {
		maps.Copy(all, fresh)
	}
	m.Store(&all)
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
