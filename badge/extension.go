package badge

// Extension is a vocabulary that extends the standard (OB 3.0 §C).
type Extension struct {
	Type    string // the type of its objects
	URL     string // the URL by which documents name its context or its schema
	Context []byte // its JSON-LD context, if any
	Schema  []byte // its JSON Schema, if any

	// Repaired describes the difference between Context or Schema and the
	// published text, if the published text does not work; else it is "".
	Repaired string
}
