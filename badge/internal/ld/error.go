package ld

import (
	"fmt"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// Error says why a document cannot become RDF statements, and where.
type Error struct {
	Code    string // stable, see codes.go
	Path    string // JSON Pointer to the offending member; "" is the whole document
	Message string
	Err     error // the cause; may be nil
}

func (e *Error) Error() string {
	if e.Path == "" {
		return e.Code + ": " + e.Message
	}
	return e.Code + " at " + quote(e.Path) + ": " + e.Message
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// fail returns an error for a place in a document; the missing Value is the
// whole document.
func fail(code string, at jsontext.Value, format string, args ...any) *Error {
	return &Error{Code: code, Path: at.Pointer(), Message: fmt.Sprintf(format, args...)}
}

// quote shows input in a message, shortened.
func quote(s string) string { return jsontext.Excerpt(s) }
