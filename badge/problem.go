package badge

// Problem is one way in which a document does not follow its standard.
type Problem struct {
	Code     string // stable; "schema.…" for the structure, other codes for rules beyond it
	Path     string // JSON Pointer into Document.JSON of the value at fault
	Message  string // a sentence that names what was found and what was wanted
	Severity Severity
	Decides  bool // a property that decides whether the badge counts has no single meaning
}

// Severity is the weight of a Problem. The zero Severity is SeverityError.
type Severity uint8

// The severities.
const (
	SeverityError   Severity = iota // The document does not conform.
	SeverityWarning                 // The document conforms, or deviates in a common way.
	SeverityNone                    // There is no problem: the severity of a rule that does not apply.
)

// String returns "error", "warning" or "none".
func (s Severity) String() string {
	switch s {
	case SeverityWarning:
		return "warning"
	case SeverityNone:
		return "none"
	}
	return "error"
}
