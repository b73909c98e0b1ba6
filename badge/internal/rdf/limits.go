package rdf

// Limits on datasets and on the work done for one.
const (
	// MaxQuads is the largest number of statements. A full credential has a few
	// hundred, a badge with thousands of results or pieces of evidence some ten
	// thousand.
	MaxQuads = 50_000

	// MaxBlankNodes is the largest number of blank nodes. A transcript with
	// thousands of results has as many; the Budget, not this number, limits the
	// time spent on those that look alike.
	MaxBlankNodes = 5_000

	// MaxText is the largest dataset in bytes of N-Quads. Short terms become
	// long IRIs, so the text is longer than the document.
	MaxText = 16 << 20

	// MaxBlankLabel is the longest blank node label in bytes. Labels have no
	// meaning, so a long one can only be an attack.
	MaxBlankLabel = 128

	// DefaultHashCalls limits the runs of Hash N-Degree Quads, each of some
	// microseconds. Real credentials need a few dozen, the hardest dataset of
	// the W3C test suite needs 236, a clique of six 3,606.
	DefaultHashCalls = 5_000

	// DefaultPermutations limits how many orders of related blank nodes are
	// tried after the first. The hardest dataset of the W3C test suite needs
	// 124, a clique of six 1,428; a clique of seven 9,347.
	DefaultPermutations = 2_500

	// DefaultSteps limits the related blank nodes visited in all runs and
	// orders, so that a few runs over nodes with thousands of statements cost
	// no more than many small runs.
	DefaultSteps = 100_000

	// cancelInterval is the number of units of work between two checks of the
	// context: small enough to stop within a millisecond.
	cancelInterval = 64

	// quoteLimit is the number of bytes of input that an error message shows.
	quoteLimit = 64
)
