package main

import (
	"bytes"
	"fmt"

	"github.com/openbadges-go/openbadges/verify/summary"
)

// htmlPage collects the results for the page of -html.
type htmlPage struct {
	inputs   []summary.Input
	pictures int // bytes
}

// maxPictures bounds the pictures that are kept in memory for one page.
const maxPictures = 16 << 20

func (h *htmlPage) add(r result) {
	in := r.input()
	if h.pictures+len(r.picture) <= maxPictures {
		in.Picture = r.picture
		h.pictures += len(r.picture)
	}
	h.inputs = append(h.inputs, in)
}

// write writes the page to a file; "" means that nobody asked for one.
func (h *htmlPage) write(name string, lang summary.Language) error {
	if name == "" {
		return nil
	}
	var out bytes.Buffer
	if err := summary.Page(&out, lang, h.inputs); err != nil {
		return err
	}
	if err := replaceFile(name, out.Bytes()); err != nil {
		return fmt.Errorf("%s: %w", quoted(name), reason(err))
	}
	return nil
}
