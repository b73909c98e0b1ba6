package badge

// Extension is a vocabulary beside the standard's own (OB 3.0 §C).
type Extension struct {
	Type    string // the type of the objects that follow it
	URL     string // what a document names it by
	Context []byte // JSON-LD context, if it has one
	Schema  []byte // JSON Schema, if it has one

	// Repaired says how Context or Schema differs from what the URL serves,
	// where that does not work; "" if it does not differ.
	Repaired string
}
