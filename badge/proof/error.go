package proof

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// fail returns an error of this package. Text from the input is quoted in it.
func fail(code, path, format string, args ...any) error {
	return jsontext.NewError(code, path, format, args...)
}

// because returns an error that wraps its cause and repeats the text of the
// cause.
func because(cause error, code, path, format string, args ...any) error {
	return jsontext.NewError(code, path, "%s: %s", fmt.Sprintf(format, args...), oneLine(cause.Error())).Because(cause)
}

// oneLine returns the start of a text, without control characters.
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

// quoted shortens and quotes s for a message.
func quoted(s string) string { return jsontext.Excerpt(s) }

// recovered turns a panic of a library into an error. It is deferred.
func recovered(err *error) {
	if recover() != nil {
		*err = fail(codeInternal, "", "a library failed unexpectedly")
	}
}

// shown formats a JSON value for a message: a string is quoted; any other value
// follows its type.
func shown(v jsontext.Value) string {
	if text, ok := v.Text(); ok {
		return quoted(text)
	}
	if !v.Exists() {
		return "missing"
	}
	return "the JSON " + v.Kind().String() + " " + quoted(v.Raw())
}
