package badge

// Codes of DateTime.
const (
	CodeDateSyntax = "date.syntax" // a text is no date and time of the required form
	CodeDateZone   = "date.zone"   // a date and time lacks its zone
)
