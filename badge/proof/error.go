package proof

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
)

// fail returns the error of this package. Arguments that come from input pass through quoted.
func fail(code, path, format string, args ...any) error {
	return jsontext.NewError(code, path, format, args...)
}

// because returns an error with a cause, whose text the message repeats.
func because(cause error, code, path, format string, args ...any) error {
	return jsontext.NewError(code, path, "%s: %s", fmt.Sprintf(format, args...), oneLine(cause.Error())).Because(cause)
}

// oneLine returns the start of a text without control characters.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
	return strings.ToValidUTF8(s[:min(len(s), maxCause)], "")
}

// exists refuses a document that badge.Parse did not return.
func exists(d *badge.Document) error {
	if d == nil || !d.Root().Exists() {
		return fail(codeZero, "", "the Document is nil or the zero value; use one that badge.Parse returned")
	}
	return nil
}

// quoted shows the start of s in a message.
func quoted(s string) string { return jsontext.Excerpt(s) }

// recovered turns a panic of a library into an error. It is deferred.
func recovered(err *error) {
	if recover() != nil {
		*err = fail(codeInternal, "", "a library failed unexpectedly")
	}
}

// shown shows a JSON value in a message: a string by itself, anything else as
// it is written.
func shown(v jsontext.Value) string {
	if text, ok := v.Text(); ok {
		return quoted(text)
	}
	if !v.Exists() {
		return "absent"
	}
	return "the JSON " + v.Kind().String() + " " + quoted(v.Raw())
}

// at places an error of a text without pointers, such as a multibase string,
// into the document that holds it; other errors gain the pointer in front.
func at(path string, err error) error {
	var e *jsontext.Error
	var m *multiformat.Error
	switch {
	case errors.As(err, &e):
		return e.At(path + e.Path())
	case errors.As(err, &m):
		return fail(m.Code, path, "%s", m.Message)
	}
	return err
}
