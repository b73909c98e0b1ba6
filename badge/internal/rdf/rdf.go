// Package rdf canonicalizes RDF datasets as N-Quads.
//
// [Canonicalize] is RDF Dataset Canonicalization (RDFC-1.0) under a work
// [Budget]: a dataset that needs more work is refused, never cut short.
// [Quad.Append] writes the canonical form of one statement. Package rdftest
// reads N-Quads, for tests.
package rdf

import "github.com/openbadges-go/openbadges/badge/internal/cost"

// Kind is the kind of an RDF term.
type Kind uint8

const (
	None    Kind = iota // no term; as Graph of a Quad: the default graph
	IRI                 // Value is the IRI
	Blank               // Value is the label, without the leading "_:"
	Literal             // Value is the lexical form
)

// String names the kind with its article, as messages use it.
func (k Kind) String() string {
	switch k {
	case None:
		return "no term"
	case IRI:
		return "an IRI"
	case Blank:
		return "a blank node"
	case Literal:
		return "a literal"
	}
	return "an unknown kind of term"
}

// Term is one RDF term. Terms are equal when their structs are equal, so a
// plain string is always written as Datatype "" and never as xsd:string, and a
// language-tagged string has a Language and no Datatype.
type Term struct {
	Kind     Kind
	Value    string
	Datatype string // of a Literal: the datatype IRI; "" means xsd:string, or rdf:langString beside a Language
	Language string // of a Literal: the language tag as written, "" for none
}

// Quad is one RDF statement. Its zero Graph is the default graph.
type Quad struct {
	Subject, Predicate, Object, Graph Term
}

// Hash names the hash function that canonicalisation uses internally.
type Hash uint8

const (
	SHA256 Hash = iota // the default of RDFC-1.0
	SHA384             // used with P-384 keys by ecdsa-rdfc-2019
)

// Budget limits the part of canonicalisation whose cost can grow exponentially.
// A zero field means the named default.
type Budget struct {
	HashCalls    int // runs of the Hash N-Degree Quads algorithm; 0 means DefaultHashCalls
	Permutations int // orders of related blank nodes tried after the first; 0 means DefaultPermutations
	Steps        int // related blank nodes visited in all of those; 0 means DefaultSteps
}

// Options configures Canonicalize. The zero value is RDFC-1.0 with SHA-256 and
// the default budget.
type Options struct {
	Hash   Hash
	Budget Budget
	Cost   cost.Meter // asked before each piece of work; its refusal ends the run with CodeCancelled
}

// Canonical is the result of Canonicalize.
type Canonical struct {
	Text   []byte            // the statements as canonical N-Quads, sorted by code point
	Labels map[string]string // the issued identifier map: input blank node label to canonical label, both without "_:"
}
