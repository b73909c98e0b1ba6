package ld

// Limits of one document. They limit the work of expansion, which parses the
// contexts of a class again at every object, and of canonicalization, which is
// slowest for blank nodes.
const (
	maxStatements = 50_000  // RDF statements
	maxNodes      = 10_000  // JSON objects
	maxBlankNodes = 5_000   // objects without an id, and list cells; a record with 500 signed badges has 1,500
	maxContexts   = 8       // entries of one @context
	maxIRI        = 2_048   // bytes of an IRI; processors drop longer ones silently. Not for data: URLs, which carry pictures
	maxHost       = 300     // bytes of the authority of an http or https IRI
	maxOddHosts   = 500     // hosts that are not plain labels and dots; each needs a slow test
	maxRows       = 400_000 // terms that expansion copies, over all objects
	maxTerms      = 1_000   // terms of one supplied context, its scopes included
	maxPointers   = 256     // parts of a document that are selected; each is compared with every member
	maxApplied    = 4_096   // remembered combinations of built-in contexts; a usual badge needs thirty
	maxSupplied   = 1_024   // the same with supplied contexts, for each set of them

	maxWarnings = 16 // misplaced decisive statements that are reported one by one

	billed        = 64    // statements between two looks at the caller's allowance
	fewStatements = 16    // statements of one node that are compared one by one; a set is faster for more
	usualLabels   = 4_096 // blank node labels made once

	usualStatement = 150      // bytes of a statement as text
	usualDocument  = 64 << 10 // bytes of a document that is not large
	quadBytes      = 240      // bytes of a statement that is kept, with its place
	keptUsual      = 2 << 20  // bytes kept for the next document, if the garbage collector leaves them
	keptLarge      = 24 << 20 // the same for a large document; one with 5,000 results needs 18 MB
)
