package host

const (
	// maxName bounds the name of a page, in bytes. No badge has a longer address.
	maxName = 2048
	// maxPage bounds the body of a page, in bytes. Baked pictures are the largest.
	maxPage = 32 << 20
	// batchSize is the number of pages that are changed together: enough that
	// the costs of one change do not show, few enough that others get their turn.
	batchSize = 256
)
