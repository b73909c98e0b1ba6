package badge

import "github.com/openbadges-go/openbadges/badge/internal/jsontext"

// Inline returns the document as JSON in which another one stands where a JSON
// Pointer leads: the BadgeClass itself, say, in place of its address. Every
// other byte stays as it is. A token becomes its payload, so that the result
// is for reading and no longer for verifying.
func (d *Document) Inline(pointer string, inner *Document) (*Document, error) {
	place := d.root.At(pointer)
	if !place.Exists() {
		return nil, fail(codeFormat, pointer, "nothing stands at %s", quoted(pointer))
	}
	return Parse(jsontext.ReplaceValue(place, inner.JSON()))
}
