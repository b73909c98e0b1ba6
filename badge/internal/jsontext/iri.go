package jsontext

import "github.com/openbadges-go/openbadges/badge/internal/vocabulary"

// IRI returns the text of a value that must be one absolute IRI. Its error has a
// code and a path.
func IRI(v Value, path, code string) (string, error) {
	text, ok := v.Text()
	if !ok {
		return "", NewError(code, path, "found a JSON %s, wanted one absolute IRI", v.Kind())
	}
	if !vocabulary.IsIdentifier(text) {
		return "", NewError(code, path, "%s is not an absolute IRI", Excerpt(text))
	}
	return text, nil
}
