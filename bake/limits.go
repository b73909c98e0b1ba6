package bake

// Limits on the work that a picture causes. None depends on the pixels, which
// are never decoded.
const (
	// maxPNG is the default limit on a PNG file. A PNG is read in pieces, so
	// the limit bounds time, not memory: 32 MiB take about 20 ms. Cameras and
	// print shops produce pictures of 20 MB.
	maxPNG = 32 << 20
	// maxSVG is the default limit on an SVG file, which is held in memory.
	maxSVG = 5 << 20
	// maxText bounds a credential: the same as the limit for a JSON text.
	maxText = 2 << 20
	// maxURL bounds the URL of a hosted assertion.
	maxURL = 2048
	// maxCredentials bounds what ExtractAll returns: a picture has three slots
	// and should carry one credential, so more than a few is an attack.
	maxCredentials = 8
	// maxChunks bounds the work on a PNG of empty chunks.
	maxChunks = 4096
	// maxChunkLength is the largest chunk length PNG allows (PNG §5.3).
	maxChunkLength = 1<<31 - 1
	// maxTail is how much white space may follow a PNG.
	maxTail = 4 << 10
	// maxRemarks bounds the remarks on one PNG.
	maxRemarks = 16
	// maxKeyword is the longest keyword of a text chunk (PNG §11.3.3.1).
	maxKeyword = 79

	// SVG: generous for drawings, far below what makes a parser slow.
	maxDepth      = 256
	maxElements   = 50_000
	maxAttributes = 256
	maxValue      = maxText
	maxNamespaces = 64
	// Entities that a DOCTYPE declares, the bytes of one, and the bytes that
	// all references to them may stand for.
	maxEntities  = 64
	maxEntity    = 1 << 10
	maxExpansion = 1 << 20
	// maxNames is how many names of a folder EmbedFile reads to find leftovers,
	// so that baking many files into one folder stays linear.
	maxNames = 4096
	// maxActiveContents bounds the list that InspectSVG returns.
	maxActiveContents = 1000

	// maxQuote is how many bytes of the input an error message quotes.
	maxQuote = 64

	// streamBuffer is the size of the pieces in which a PNG is read.
	streamBuffer = 32 << 10
	// seekBuffer is how much ExtractAt reads at least per chunk: the head, the
	// longest keyword and a short URL.
	seekBuffer = 512
	// longRun is the length in bytes from which ExtractAt reads text in pieces
	// of streamBuffer. It reads shorter text at once.
	longRun = 4 << 10
)
