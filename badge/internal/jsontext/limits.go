package jsontext

// Limits of the texts that Parse reads. Each limits the work that one text can
// cause in all code that walks the tree later.
const (
	MaxBytes    = 2 << 20 // pictures are embedded as data URIs, status lists as text
	MaxDepth    = 32      // canonicalization of chains grows with the cube of depth
	MaxTokens   = 100_000 // values and names; limits the node table
	MaxMembers  = 1_000   // per object
	MaxElements = 5_000   // per array; comparing set values is quadratic
	MaxName     = 256     // bytes of a member name
	MaxString   = 1 << 20 // bytes of a string between its quotes
	MaxNumber   = 32      // bytes of a number literal

	usualText = 4 << 10 // bytes allocated at first for a written document
)
