package badge

import "strings"

// maxExcerpt bounds what a message quotes from a document: enough to recognise
// the value, too little to flood a log.
const maxExcerpt = 64

// excerpt returns the beginning of s for a message, on a rune boundary.
func excerpt(s string) string {
	if len(s) <= maxExcerpt {
		return s
	}
	return strings.ToValidUTF8(s[:maxExcerpt], "")
}
