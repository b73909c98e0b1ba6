package host

const (
	// maxName bounds the name of a page, in bytes. No badge has a longer address.
	maxName = 2048
	// maxHead bounds the first line of the file of a page, in bytes: a name of
	// which JSON writes each byte as \u0000, and more than any media type.
	maxHead = 6*maxName + 64<<10
	// maxPage bounds the body of a page, in bytes. Baked pictures are the largest.
	maxPage = 32 << 20
	// batchSize is the number of pages that are changed together: enough that
	// the costs of one change do not show, few enough that others get their turn.
	batchSize = 256
)
