// Package ld turns a strict JSON tree into RDF statements and drops nothing on
// the way: every member of the input either contributes statements or is an
// error that says where it stands.
//
// The meaning of a member name comes from JSON-LD contexts. The contexts of the
// standards are written here as Go tables and are pinned by the SHA-256 of the
// JSON generated from them; others count only when they are handed in. Nothing
// is read from a file or from the network.
//
// A walk of the JSON with the tables makes the statements and refuses, naming
// the place, whatever they could lose or confuse. Where a document names a
// handed-in context, JSON-LD expansion (JSON-LD 1.1 Processing Algorithms §5)
// and the conversion of §8.3 make the statements once more, and both counts
// have to agree.
package ld
