package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/bake"
)

// input is a document with the name of its file.
type input struct {
	name string
	doc  *badge.Document
}

// maxInput is the largest input in bytes, more than package bake accepts for a
// picture.
const maxInput = 64 << 20

// read returns the document in a file, or in standard input for the name "-".
func read(name string, stdin io.Reader) (*badge.Document, error) {
	in := stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, reason(err)
		}
		defer f.Close()
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, maxInput+1))
	switch {
	case err != nil:
		return nil, reason(err)
	case len(data) > maxInput:
		return nil, fmt.Errorf("the input is larger than %d bytes", maxInput)
	}
	if start := bytes.TrimLeft(data, "\xef\xbb\xbf \t\r\n"); bytes.HasPrefix(start, []byte("<")) || bytes.HasPrefix(start, []byte("\x89PNG")) {
		baked, err := bake.Extract(bytes.NewReader(data), bake.Options{})
		if err != nil {
			return nil, err
		}
		if baked.Data == nil {
			return nil, fmt.Errorf("the picture contains only the URL of a badge, %q", baked.URL)
		}
		data = baked.Data
	}
	return badge.Parse(data)
}

// reason returns a file error without the file name, which callers quote.
func reason(err error) error {
	if at := (*fs.PathError)(nil); errors.As(err, &at) {
		return at.Err
	}
	return err
}
