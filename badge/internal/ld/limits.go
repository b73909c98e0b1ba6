package ld

// Limits of one document. They bound the work of expansion, which parses the
// contexts of a class again at every object, and of canonicalization, whose
// cost grows fastest with blank nodes.
const (
	maxStatements = 10_000  // RDF statements
	maxNodes      = 2_000   // JSON objects
	maxBlankNodes = 500     // objects without an id, and list cells
	maxContexts   = 8       // entries of one @context
	maxIRI        = 2_048   // bytes of an IRI; processors drop longer ones silently. Not for data: URLs, which carry pictures
	maxHost       = 300     // bytes of the authority of an http or https IRI
	maxOddHosts   = 500     // hosts that are not simply labels and dots; each costs a slow test
	maxRows       = 400_000 // terms in force and added, over all objects: what expansion copies
	maxTerms      = 1_000   // terms of one handed-in context, its scopes included
	maxPointers   = 256     // parts of a document that are selected; each is compared with every member
	maxApplied    = 4_096   // combinations of built-in contexts that are remembered; a usual badge needs thirty

	maxWarnings = 16 // decisive statements in strange places that are reported one by one

	fewStatements = 16      // of one node, compared one by one before a set pays off
	usualLabels   = 4_096   // blank node labels made once
	keptBytes     = 1 << 20 // of text, kept for the next document

	maxQuoted = 64 // bytes of input shown in a message
)
