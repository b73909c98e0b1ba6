package rdf

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func seeds(f *testing.F) {
	for _, quads := range [][]Quad{clique(4), chain(6), alike(3), stars(2, 3, 1), graphs(2, 3), badge(10, 2), unlikeSiblings(2)} {
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
	budget := Budget{HashCalls: 500, Permutations: 500, Steps: 5000}
	f.Fuzz(func(t *testing.T, text string) {
		quads, err := ParseNQuads(text)
		if err != nil || len(quads) > 100 {
			return
		}
		want, err := Canonicalize(context.Background(), quads, Options{Budget: budget})
		if err != nil {
			requireCode(t, CodeComplexity, err)
			return
		}
		requireLabels(t, quads, want)
		r := rand.New(rand.NewPCG(uint64(len(text)), 7))
		got, err := Canonicalize(context.Background(), shuffled(r, quads), Options{})
		require.NoError(t, err)
		require.Equal(t, string(want.Text), string(got.Text))
		again, err := ParseNQuads(string(want.Text))
		require.NoError(t, err)
		got, err = Canonicalize(context.Background(), again, Options{})
		require.NoError(t, err)
		require.Equal(t, string(want.Text), string(got.Text))
		comparePlainly(t, quads, SHA256)
	})
}

// FuzzParseNQuads: what is read and written reads the same again.
func FuzzParseNQuads(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text string) {
		quads, err := ParseNQuads(text)
		if err != nil {
			var e *Error
			require.ErrorAs(t, err, &e)
			require.LessOrEqual(t, e.Offset, len(text))
			require.LessOrEqual(t, len(e.Message), 400)
			return
		}
		var written []byte
		for i := range quads {
			require.Nil(t, quads[i].check(nil))
			written = quads[i].Append(written)
		}
		again, err := ParseNQuads(string(written))
		require.NoError(t, err)
		require.Equal(t, quads, again)
	})
}
