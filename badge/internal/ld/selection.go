package ld

import (
	"bytes"
	"context"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/rdf"
)

// selection says which parts of a document are walked: the values that the
// pointers name, with all that is below them, and the ids and types of the
// objects on the way. The zero selection is the whole document.
type selection struct {
	limited bool
	parts   jsontext.Selection
}

// newSelection finds the values that JSON Pointers name.
func newSelection(root jsontext.Value, pointers []string) (selection, *Error) {
	if pointers == nil {
		return selection{}, nil
	}
	if len(pointers) > maxPointers {
		return selection{}, fail(codeSelection, root, "there are %d pointers, wanted at most %d", len(pointers), maxPointers)
	}
	parts, missing, ok := jsontext.Select(root, pointers)
	if !ok {
		return selection{}, fail(codeSelection, root, "the document has no value at %s", quote(missing))
	}
	return selection{limited: true, parts: parts}, nil
}

// includes reports whether any part of a value is walked.
func (s selection) includes(v jsontext.Value) bool { return !s.limited || s.parts.Includes(v) }

// confirm checks that the walk and JSON-LD expansion make the same statements
// of a whole document with supplied contexts. The statements of a selection
// come from the walk, since its labels do not depend on the selection.
func (p *Processor) confirm(ctx context.Context, v jsontext.Value, o Options) *Error {
	o.Select = nil
	c, err := p.walk(ctx, v, o, &workspace{sink: keep})
	if err != nil {
		return err
	}
	quads, err := c.general(v)
	if err != nil {
		return err
	}
	var texts [2][]byte
	for i, way := range [][]rdf.Quad{c.quads, quads} {
		form, err := rdf.Canonicalize(ctx, way, rdf.Options{Cost: o.Cost})
		if err != nil {
			return &Error{Code: codeLimit, Path: v.Pointer(), Message: "the document cannot be canonicalized", Err: err}
		}
		texts[i] = form.Text
	}
	if !bytes.Equal(texts[0], texts[1]) {
		return fail(codeDropped, v, "the walk and JSON-LD expansion make different statements of the document")
	}
	return nil
}
