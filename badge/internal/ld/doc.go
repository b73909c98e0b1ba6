// Package ld turns a strict JSON tree into RDF statements and drops nothing on
// the way: every member of the input either contributes statements or is an
// error that says where it stands.
//
// The meaning of a member name comes from JSON-LD contexts. The contexts of the
// standards are written here as Go tables and are pinned by the SHA-256 of the
// JSON generated from them; others count only when they are handed in. Nothing
// is read from a file or from the network.
//
// A document passes three stages. The guard walks the JSON with the contexts
// and refuses whatever the canonical form could lose or confuse, naming the
// place. Expansion (JSON-LD 1.1 Processing Algorithms §5) then runs on a copy.
// Conversion to statements (§8.3) is done here, and the statements are counted
// against what the guard foresaw.
package ld
