package vocabulary

// Base contexts of the two data models.
const (
	ContextVC1 = "https://www.w3.org/2018/credentials/v1"
	ContextVC2 = "https://www.w3.org/ns/credentials/v2"
)
