package badge

import (
	"errors"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// Failure is an error with a code for programs and a place in a document. Every
// package of this module returns a Failure for faulty input.
type Failure interface {
	error
	Code() string // stable and dotted, such as "json.duplicate_member"; verify.Codes lists all
	Path() string // JSON Pointer into the document, "" if there is none
}

// CodeOf returns the code of the outermost Failure that err wraps, or "".
func CodeOf(err error) string {
	if f, ok := errors.AsType[Failure](err); ok {
		return f.Code()
	}
	return ""
}

// PathOf returns the path of the outermost Failure that err wraps, or "".
func PathOf(err error) string {
	if f, ok := errors.AsType[Failure](err); ok {
		return f.Path()
	}
	return ""
}

// fail returns the failure of this package. Arguments that come from input
// should pass through quoted.
func fail(code, path, format string, args ...any) *jsontext.Error {
	return jsontext.NewError(code, path, format, args...)
}
