package key

import (
	"errors"
	"fmt"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
)

// Error says why a key or a document with keys was refused.
type Error struct {
	Code    string // stable and dotted, such as "key.weak"
	Path    string // JSON Pointer into the text, "" for the whole text or if the text is not JSON
	Message string // one sentence for people
	Err     error  // the error of an argument of the caller, such as its signer; usually nil
}

func (e *Error) Error() string {
	if e.Path == "" {
		return fmt.Sprintf("%s: %s", e.Code, e.Message)
	}
	return fmt.Sprintf("%s: %s (at %q)", e.Code, e.Message, e.Path)
}

func (e *Error) Unwrap() error { return e.Err }

// fail makes an Error. Arguments that come from input pass through quoted.
func fail(code, path, format string, args ...any) error {
	return &Error{Code: code, Path: path, Message: fmt.Sprintf(format, args...)}
}

// quoted shows the start of s in a message.
func quoted(s string) string { return fmt.Sprintf("%q", s[:min(len(s), maxQuoted)]) }

// at places an error of a text without pointers, such as a multibase string,
// into the document that holds it; other errors gain the pointer in front.
func at(path string, err error) error {
	var e *Error
	var m *multiformat.Error
	switch {
	case errors.As(err, &e):
		moved := *e
		moved.Path = path + e.Path
		return &moved
	case errors.As(err, &m):
		return fail(m.Code, path, "%s", m.Message)
	}
	return err
}

// parseJSON reads strict JSON text that must be an object.
func parseJSON(data []byte) (jsontext.Value, error) {
	if len(data) > maxText {
		return jsontext.Value{}, fail(codeTooLarge, "", "the text has %d bytes, at most %d are read", len(data), maxText)
	}
	v, err := jsontext.Parse(data)
	if e := (*jsontext.Error)(nil); errors.As(err, &e) {
		return v, fail(e.Code, e.Path, "%s", e.Message)
	}
	if v.Kind() != jsontext.Object {
		return v, fail(codeFormat, "", "found a JSON %s, wanted an object", v.Kind())
	}
	return v, nil
}

// codeOf returns the code of an *Error, or "".
func codeOf(err error) string {
	if e := (*Error)(nil); errors.As(err, &e) {
		return e.Code
	}
	return ""
}
