package rdf

import "fmt"

// Error says why a text or dataset was refused.
type Error struct {
	Code    string // one of the Code constants
	Line    int    // of a text: the line, from 1; 0 for a dataset
	Offset  int    // of a text: the byte offset of what was found
	Message string // one sentence for people
	cause   error
}

func (e *Error) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("%s: line %d, offset %d: %s", e.Code, e.Line, e.Offset, e.Message)
	}
	return e.Code + ": " + e.Message
}

// Unwrap gives the context's error behind a CodeCancelled.
func (e *Error) Unwrap() error { return e.cause }

func refuse(code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// quote shows at most quoteLimit bytes of input.
func quote(s string) string {
	if len(s) > quoteLimit {
		return fmt.Sprintf("%q…", s[:quoteLimit])
	}
	return fmt.Sprintf("%q", s)
}
