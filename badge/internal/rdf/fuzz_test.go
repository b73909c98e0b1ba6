package rdf_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/openbadges-go/openbadges/badge/internal/rdf"
	"github.com/openbadges-go/openbadges/badge/internal/rdf/rdftest"
	"github.com/stretchr/testify/require"
)

func seeds(f *testing.F) {
	for _, quads := range [][]rdf.Quad{clique(4), chain(6), alike(3), stars(2, 3, 1), graphs(2, 3), badge(10, 2), unlikeSiblings(2)} {
		var text []byte
		for _, q := range quads {
			text = q.Append(text)
		}
		f.Add(string(text))
	}
	f.Add("<urn:s><urn:p>\"\\u00e9\\t\"@en-GB<urn:g>.#c\r\n_:a <urn:p> _:a _:a .\n_:b <urn:p> _:b _:b .")
	f.Add("_:a <urn:p> \"\x00\x7f\"^^<urn:\\U0001F303> .\n_:a <urn:p> \"x\" _:g .\n")
}

// FuzzCanonicalize: the canonical form does not depend on labels or order, is
// its own canonical form, and equals what the plain algorithm gives.
func FuzzCanonicalize(f *testing.F) {
	seeds(f)
	budget := rdf.Budget{HashCalls: 500, Permutations: 500, Steps: 5000}
	f.Fuzz(func(t *testing.T, text string) {
		quads, err := rdftest.ParseNQuads(text)
		if err != nil || len(quads) > 100 {
			return
		}
		want, err := rdf.Canonicalize(context.Background(), quads, rdf.Options{Budget: budget})
		if err != nil {
			requireCode(t, rdf.CodeComplexity, err)
			return
		}
		requireLabels(t, quads, want)
		r := rand.New(rand.NewPCG(uint64(len(text)), 7))
		got, err := rdf.Canonicalize(context.Background(), shuffled(r, quads), rdf.Options{})
		require.NoError(t, err)
		require.Equal(t, string(want.Text), string(got.Text))
		again, err := rdftest.ParseNQuads(string(want.Text))
		require.NoError(t, err)
		got, err = rdf.Canonicalize(context.Background(), again, rdf.Options{})
		require.NoError(t, err)
		require.Equal(t, string(want.Text), string(got.Text))
		comparePlainly(t, quads, rdf.SHA256)
	})
}

// FuzzParseNQuads: what is read and written reads the same again.
func FuzzParseNQuads(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text string) {
		quads, err := rdftest.ParseNQuads(text)
		if err != nil {
			var e *rdftest.Error
			require.ErrorAs(t, err, &e)
			require.LessOrEqual(t, e.Offset, len(text))
			return
		}
		if _, err := rdf.Canonicalize(t.Context(), quads, rdf.Options{}); err != nil {
			requireCode(t, rdf.CodeComplexity, err)
		}
		var written []byte
		for _, quad := range quads {
			written = quad.Append(written)
		}
		again, err := rdftest.ParseNQuads(string(written))
		require.NoError(t, err)
		require.Equal(t, quads, again)
	})
}
