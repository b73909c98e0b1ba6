package host

const (
	// maxName bounds the name of a page, and that of a note about it, in bytes. No
	// badge has a longer address.
	maxName = 2048
	// maxHead bounds the first line of the file of a page, in bytes: a name of
	// which JSON writes each byte as \u0000, and more than any media type.
	maxHead = 6*maxName + 64<<10
	// maxPage bounds the body of a page, in bytes. Baked pictures are the largest.
	maxPage = 32 << 20
	// batchSize is the number of pages that are changed together: enough that
	// the costs of one change do not show, few enough that others get their turn.
	batchSize = 1024
	// batchBytes bounds the bodies of new pages that are changed together, in bytes.
	batchBytes = 16 << 20
	// maxAggregated bounds the lists of an aggregation: status.ParseAggregation
	// reads no more.
	maxAggregated = 1000
	// maxRanges bounds the ranges of an Accept header that are read. Browsers send
	// fewer than ten.
	maxRanges = 64
)

// Limits of a page for people. All of a badge is in its bytes.
const (
	// maxLine and maxText bound a name and a text, in characters.
	maxLine, maxText = 200, 20_000
	// maxFacts bounds the rows of a page.
	maxFacts = 100
	// maxSecrets bounds the plain identities of a recipient that every text is
	// searched for. A badge with more has no page.
	maxSecrets = 32
	// maxPicture bounds a picture that is read to show it, in bytes, and
	// maxInline one that is inside a badge.
	maxPicture, maxInline = 8 << 20, 1 << 20
	// minPreview is the least width and height of a picture in a preview.
	// Networks show no smaller ones.
	minPreview = 200
	// maxQR is the number of bytes in a QR code of version 10 and level M. Larger
	// ones are hard to scan from paper.
	maxQR = 213
)
