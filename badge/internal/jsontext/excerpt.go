package jsontext

import (
	"strconv"
	"unicode/utf8"

	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
)

// maxExcerpt is the number of bytes of input that a message shows.
const maxExcerpt = 100

// Excerpt quotes the start of a text from a document, for use in a message: on
// one line, with escapes for characters that control a terminal or the direction
// of text, and with hashes in place of private keys.
func Excerpt(s string) string {
	s = multiformat.Redact(s)
	if len(s) <= maxExcerpt {
		return strconv.Quote(s)
	}
	end := maxExcerpt
	for end > maxExcerpt-utf8.UTFMax && !utf8.RuneStart(s[end]) {
		end--
	}
	return strconv.Quote(s[:end]) + "…"
}
