package rdf

// Codes of the errors of this package.
const (
	CodeEncoding       = "rdf.encoding"         // a term is not valid UTF-8
	CodeTerm           = "rdf.term"             // a term stands where its kind is not allowed, or its parts contradict one another
	CodeIRI            = "rdf.iri"              // an IRI is empty, relative or holds a character that IRIs exclude
	CodeBlankLabel     = "rdf.blank_label"      // a blank node label is empty, too long or holds a character outside A-Z a-z 0-9 _ . -
	CodeLanguage       = "rdf.language"         // a language tag is not letters followed by groups of letters and digits
	CodeHash           = "rdf.hash"             // the hash function asked for is not one this package knows
	CodeQuadLimit      = "rdf.quad_limit"       // the dataset has more statements than MaxQuads
	CodeBlankNodeLimit = "rdf.blank_node_limit" // the dataset has more blank nodes than MaxBlankNodes
	CodeTextLimit      = "rdf.text_limit"       // the dataset is longer than MaxText as N-Quads
	CodeComplexity     = "rdf.complexity_limit" // telling the blank nodes apart takes more work than the budget allows
	CodeCancelled      = "rdf.cancelled"        // the context ended before the canonical form was found
)
