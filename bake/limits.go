package bake

// Limits on what a picture may cost. None of them depends on the pixels,
// which are never decoded.
const (
	// maxPNG is the default limit on a PNG file. A PNG passes through in
	// pieces, so the limit bounds time, not memory: 32 MiB take some 20 ms.
	// It leaves room for the 20 MB pictures that cameras and print produce.
	maxPNG = 32 << 20
	// maxSVG is the default limit on an SVG file, which is held in memory.
	maxSVG = 5 << 20
	// maxText bounds a credential: the same as the limit for a JSON text.
	maxText = 2 << 20
	// maxURL bounds the URL of a hosted assertion.
	maxURL = 2048
	// maxCredentials bounds what ExtractAll holds: a picture has three
	// slots and room for one credential, so more than a few is an attack.
	maxCredentials = 8
	// maxChunks bounds the work on a PNG of empty chunks.
	maxChunks = 4096
	// maxChunkLength is the largest chunk length PNG allows (PNG §5.3).
	maxChunkLength = 1<<31 - 1
	// maxKeyword is the longest keyword of a text chunk (PNG §11.3.3.1).
	maxKeyword = 79

	// SVG: generous for drawings, far below what makes a parser slow.
	maxDepth      = 128
	maxElements   = 50_000
	maxAttributes = 256
	maxValue      = maxText
	maxNamespaces = 64
	// maxActiveContents bounds the list InspectSVG returns.
	maxActiveContents = 1000

	// maxQuote is how much of the input an error message repeats.
	maxQuote = 64

	// streamBuffer is the piece in which a PNG passes through memory.
	streamBuffer = 32 << 10
	// seekBuffer is the piece ExtractAt reads per chunk: a chunk header and
	// the longest keyword, with room for a short URL.
	seekBuffer = 512
)
