package host

const (
	// maxName bounds the name of a page: longer addresses are no badge's.
	maxName = 2048
	// maxPage bounds the body of a page: the largest is a baked picture.
	maxPage = 32 << 20
)
