package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/openbadges-go/openbadges/bake"
	"github.com/openbadges-go/openbadges/verify/summary"
)

// htmlPage collects the results for the page of -html.
type htmlPage struct {
	inputs   []summary.Input
	pictures map[string][]byte // without the badges in them, by their digests
	size     int               // bytes of pictures
}

// maxPictures bounds the pictures that are kept in memory for one page.
const maxPictures = 16 << 20

func (h *htmlPage) add(r result) {
	in := r.input()
	in.Picture = h.art(r.picture)
	h.inputs = append(h.inputs, in)
}

// art returns a picture without the badge in it. The badges of a class share it.
func (h *htmlPage) art(picture []byte) []byte {
	var bare bytes.Buffer
	if len(picture) > maxPictures || bake.Remove(&bare, bytes.NewReader(picture), bake.Options{}) != nil {
		return nil
	}
	of := digest(bare.Bytes())
	if h.pictures[of] == nil && h.size+bare.Len() <= maxPictures {
		if h.pictures == nil {
			h.pictures = map[string][]byte{}
		}
		h.pictures[of] = bare.Bytes()
		h.size += bare.Len()
	}
	return h.pictures[of]
}

// mayWrite refuses a file that exists and is not a report, so that nobody loses a
// badge or a key by a missing name.
func mayWrite(name string) error {
	if info, err := os.Stat(name); err != nil || !info.Mode().IsRegular() {
		return nil // replaceFile says what is wrong
	}
	f, err := os.Open(name)
	if err != nil {
		return misuse("-html %q: %v", name, reason(err))
	}
	defer f.Close()
	head := make([]byte, len(doctype))
	if n, err := io.ReadFull(f, head); n > 0 && (err != nil || !strings.EqualFold(string(head), doctype)) {
		return misuse("-html %q: the file exists and is not a report; name another file", name)
	}
	return nil
}

const doctype = "<!doctype html>"

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
