package jsontext

import (
	"fmt"

	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
)

// maxExcerpt is the number of bytes of input that a message shows.
const maxExcerpt = 64

// Excerpt quotes the start of a text from a document, for use in a message. It
// hides private keys.
func Excerpt(s string) string {
	s = multiformat.Redact(s)
	return fmt.Sprintf("%q", s[:min(len(s), maxExcerpt)])
}
