package rdf

// Codes of the errors of this package.
const (
	CodeEncoding       = "rdf.encoding"         // A term is not valid UTF-8.
	CodeTerm           = "rdf.term"             // A term has a kind that is not allowed in its position, or its parts contradict one another.
	CodeIRI            = "rdf.iri"              // An IRI is empty, relative or has a character that is not allowed in an IRI.
	CodeBlankLabel     = "rdf.blank_label"      // A blank node label is empty, too long or has a character other than A-Z, a-z, 0-9, _, . and -.
	CodeLanguage       = "rdf.language"         // A language tag is not letters followed by groups of letters and digits, such as nl-BE.
	CodeHash           = "rdf.hash"             // The hash function is neither SHA-256 nor SHA-384.
	CodeQuadLimit      = "rdf.quad_limit"       // The document makes more than 50,000 statements. Make it smaller.
	CodeBlankNodeLimit = "rdf.blank_node_limit" // The document has more than 5,000 objects without an id. Give objects an id.
	CodeTextLimit      = "rdf.text_limit"       // The statements of the document are longer than 16 MiB. Make it smaller.
	CodeComplexity     = "rdf.complexity_limit" // Canonicalization takes more work than the budget allows. Give objects that look alike an id.
	CodeCancelled      = "rdf.cancelled"        // The caller's context ended before the canonical form was found.
)
