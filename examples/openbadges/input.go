package main

import (
	"fmt"
	"io"

	"github.com/openbadges-go/openbadges/badge"
)

// input is a document with the name of its file.
type input struct {
	name string
	doc  *badge.Document
}

// readDocument returns the document in a file, or in standard input for the name
// "-".
func readDocument(name string, stdin io.Reader) (*badge.Document, error) {
	data, err := read(name, stdin)
	if err != nil {
		return nil, reason(err)
	}
	text, _, err := unwrap(data)
	switch {
	case err != nil:
		return nil, err
	case isAddress(text):
		return nil, fmt.Errorf("this is only the URL of a badge, %s, wanted the badge", badge.Quote(string(text)))
	}
	return badge.Parse(text)
}
