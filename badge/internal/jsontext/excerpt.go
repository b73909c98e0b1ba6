package jsontext

import "fmt"

// maxExcerpt is how many bytes of input a message shows.
const maxExcerpt = 64

// Excerpt quotes the start of a text from a document, for use in a message.
func Excerpt(s string) string { return fmt.Sprintf("%q", s[:min(len(s), maxExcerpt)]) }
