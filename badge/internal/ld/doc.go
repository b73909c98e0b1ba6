// Package ld turns a strict JSON tree into RDF statements and drops nothing:
// every member of the input either makes statements or is an error with its
// path.
//
// The meaning of a member name comes from JSON-LD contexts. The contexts of the
// standards are Go tables in this package, pinned by the SHA-256 of the JSON
// generated from them; other contexts must be supplied by the caller. Nothing
// is read from a file or from the network.
//
// A walk of the JSON with the tables makes the statements. It refuses members
// that the statements would lose or confuse. If a document names a supplied
// context, JSON-LD expansion (JSON-LD 1.1 Processing Algorithms §5) and the
// conversion of §8.3 make the statements a second time, and both sets of
// statements must be equal.
package ld
