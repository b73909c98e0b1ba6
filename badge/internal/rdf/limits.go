package rdf

// Limits on datasets and on the work done for one.
const (
	// MaxQuads is the largest number of statements, far above the few
	// hundred of a full credential.
	MaxQuads = 10_000

	// MaxBlankNodes is the largest number of blank nodes. A transcript with
	// hundreds of results has several hundred; the time spent on those that
	// look alike is bounded by the Budget, not by this number.
	MaxBlankNodes = 2_000

	// MaxText is the largest dataset in bytes of N-Quads: terms of a few
	// characters become long IRIs, so the text outgrows the document.
	MaxText = 16 << 20

	// MaxBlankLabel is the longest blank node label in bytes. Labels carry
	// no meaning, so a long one can only be an attack.
	MaxBlankLabel = 128

	// DefaultHashCalls bounds runs of Hash N-Degree Quads, each of some
	// microseconds. Real credentials need a few dozen, the hardest dataset
	// that the W3C wants canonicalised 236, a clique of six 3,606.
	DefaultHashCalls = 5_000

	// DefaultPermutations bounds the further orders of related blank nodes
	// tried. The hardest dataset that the W3C wants canonicalised needs 124,
	// a clique of six 1,428; a clique of seven 9,347.
	DefaultPermutations = 2_500

	// DefaultSteps bounds the related blank nodes looked at over all runs
	// and orders, so that a few runs over nodes with thousands of
	// statements cost no more than many small runs.
	DefaultSteps = 100_000

	// cancelInterval is how many units of work pass between looks at the
	// context: often enough to stop within a millisecond.
	cancelInterval = 64

	// quoteLimit is how much input an error message shows.
	quoteLimit = 64
)
