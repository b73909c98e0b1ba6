package rdf_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/openbadges-go/openbadges/badge/internal/rdf"
	"github.com/openbadges-go/openbadges/badge/internal/rdf/rdftest"
	"github.com/openbadges-go/openbadges/badge/internal/reftest"
	"github.com/stretchr/testify/require"
)

const suite = "vectors/rdf-canon/"

// TestRDFC10Suite runs the test suite of the W3C for RDFC-1.0.
func TestRDFC10Suite(t *testing.T) {
	var manifest struct {
		Entries []struct {
			ID            string
			Type          string
			Name          string
			Action        string
			Result        string
			HashAlgorithm string
		}
	}
	require.NoError(t, json.Unmarshal(reftest.Read(t, suite+"manifest.jsonld"), &manifest))
	require.Len(t, manifest.Entries, 86)
	for _, e := range manifest.Entries {
		t.Run(e.ID[1:]+" "+e.Name, func(t *testing.T) {
			quads, err := rdftest.ParseNQuads(string(reftest.Read(t, suite+e.Action)))
			require.NoError(t, err)
			options := rdf.Options{Hash: map[string]rdf.Hash{"": rdf.SHA256, "SHA384": rdf.SHA384}[e.HashAlgorithm]}
			got, err := rdf.Canonicalize(t.Context(), quads, options)
			if e.Type == "rdfc:RDFC10NegativeEvalTest" {
				requireCode(t, rdf.CodeComplexity, err)
				return
			}
			require.NoError(t, err)
			want := reftest.Read(t, suite+e.Result)
			switch e.Type {
			case "rdfc:RDFC10EvalTest":
				require.Equal(t, string(want), string(got.Text))
			case "rdfc:RDFC10MapTest":
				var labels map[string]string
				require.NoError(t, json.Unmarshal(want, &labels))
				require.Equal(t, labels, got.Labels)
			default:
				t.Fatalf("unknown type of test %s", e.Type)
			}
		})
	}
}

func requireCode(t testing.TB, code string, err error) {
	t.Helper()
	var e *rdf.Error
	require.True(t, errors.As(err, &e), "%v", err)
	require.Equal(t, code, e.Code, "%v", err)
	require.LessOrEqual(t, len(e.Message), 400)
}
