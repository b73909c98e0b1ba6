package key

import (
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
)

// fail returns the error of this package. Arguments that come from input pass
// through quoted.
func fail(code, path, format string, args ...any) error {
	return jsontext.NewError(code, path, format, args...)
}

// Redact returns a text with a hash in place of each private key that it
// contains as an identifier: a did:jwk, a did:key, or the fragment of a URL.
// Use it for every identifier of a badge that you show or log.
func Redact(text string) string { return multiformat.Redact(text) }

// IsPrivate reports whether an identifier is a private or symmetric key, so
// that any reader can sign with it.
func IsPrivate(id string) bool { return multiformat.IsPrivate(id) }

// quoted shows the start of s in a message.
func quoted(s string) string { return jsontext.Excerpt(s) }

// parseJSON reads strict JSON text that must be an object.
func parseJSON(data []byte) (jsontext.Value, error) {
	if len(data) > maxText {
		return jsontext.Value{}, fail(codeTooLarge, "", "the text has %d bytes, wanted at most %d", len(data), maxText)
	}
	v, err := jsontext.Parse(data)
	if err != nil {
		return v, err
	}
	if v.Kind() != jsontext.Object {
		return v, fail(codeFormat, "", "found a JSON %s, wanted an object", v.Kind())
	}
	return v, nil
}
