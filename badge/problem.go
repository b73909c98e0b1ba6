package badge

// Problem is one way in which a document departs from its standard.
type Problem struct {
	Code     string // stable; "schema.…" for the structure, others for the rules that no schema states
	Path     string // JSON Pointer into Document.JSON of the value at fault
	Message  string // a sentence that names what was found and what was wanted
	Severity Severity
	Decides  bool // what decides whether the badge counts cannot be read with one meaning
}

// Severity says what a Problem means. The zero Severity is Error.
type Severity uint8

// The severities.
const (
	Error   Severity = iota // the document does not conform
	Warning                 // it conforms, or deviates as many badges do, and deserves a look

	SeverityNone // there is no problem: the severity of a rule that does not apply
)

// String names s.
func (s Severity) String() string {
	switch s {
	case Warning:
		return "warning"
	case SeverityNone:
		return "none"
	}
	return "error"
}
