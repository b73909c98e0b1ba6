package rdf

import (
	"fmt"

	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
)

// Error is the reason why a dataset was refused.
type Error struct {
	Code    string // one of the Code constants
	Message string // one sentence for people
	cause   error
}

func (e *Error) Error() string { return e.Code + ": " + e.Message }

// Unwrap returns the context's error, which caused a CodeCancelled.
func (e *Error) Unwrap() error { return e.cause }

func refuse(code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// quote shows at most quoteLimit bytes of input, and no private key.
func quote(s string) string {
	s = multiformat.Redact(s)
	if len(s) > quoteLimit {
		return fmt.Sprintf("%q…", s[:quoteLimit])
	}
	return fmt.Sprintf("%q", s)
}
