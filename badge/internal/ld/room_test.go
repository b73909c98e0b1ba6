package ld

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/rdf"
)

// SC-22: small documents do not get the memory of large ones.
func TestRoomsAreApart(t *testing.T) {
	p := New()
	for length, want := range map[int]*room{0: &p.usual, usualDocument: &p.usual, usualDocument + 1: &p.large, jsontext.MaxBytes: &p.large} {
		w := p.workspace(write, length)
		require.Same(t, want, w.room)
		w.release()
	}
}

// SC-22: a document with nearly as many blank nodes as one may have leaves its
// memory to the next one, and a workspace above the limit is not kept.
func TestRoomOfLargeDocuments(t *testing.T) {
	doc := parse(t, evidence(repeat(4_990, func(i int) string {
		return fmt.Sprintf(`{"type":["Evidence"],"name":"Work %d","narrative":"It was good."}`, i)
	})))
	p := New()
	w := p.workspace(write, len(doc.Raw()))
	require.Same(t, &p.large, w.room)
	w.canonical.Start(t.Context(), rdf.Options{}, 0)
	c, err := p.walk(t.Context(), doc, Options{}, w)
	require.Nil(t, err)
	_, failed := c.finish(t.Context(), doc, rdf.Options{})
	require.NoError(t, failed)
	require.LessOrEqual(t, w.size(), keptLarge)
	require.Greater(t, w.size(), keptUsual)

	unusual := &workspace{room: &p.usual, quads: make([]rdf.Quad, 0, keptUsual/quadBytes+1)}
	unusual.release()
	got, _ := p.usual.Get().(*workspace)
	require.NotSame(t, unusual, got)
}
