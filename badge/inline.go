package badge

import "github.com/openbadges-go/openbadges/badge/internal/jsontext"

// Inline replaces the value at a JSON Pointer by another document, such as the
// URL of a BadgeClass by the BadgeClass. No other byte changes. The result of a
// token is its payload, which cannot be verified.
func (d *Document) Inline(pointer string, inner *Document) (*Document, error) {
	d = d.orEmpty()
	place := d.root.At(pointer)
	if !place.Exists() {
		return nil, fail(codeFormat, pointer, "there is no value at %s", Quote(pointer))
	}
	return Parse(jsontext.ReplaceValue(place, inner.JSON()))
}
