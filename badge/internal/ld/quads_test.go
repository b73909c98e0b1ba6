package ld

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Results of expansion that the walk never lets through are refused, not left
// out.
func TestUnknownExpansionsAreNotLeftOut(t *testing.T) {
	property := func(value any) map[string]any {
		return map[string]any{"@id": "urn:x", "urn:p": []any{value}}
	}
	for name, node := range map[string]any{
		"text at the top":      "x",
		"reverse":              map[string]any{"@reverse": []any{map[string]any{}}},
		"included":             map[string]any{"@included": []any{map[string]any{}}},
		"index":                map[string]any{"@id": "urn:x", "@index": "x"},
		"id of another kind":   map[string]any{"@id": 3.0},
		"language":             property(map[string]any{"@value": "x", "@language": "en"}),
		"typed with index":     property(map[string]any{"@value": "x", "@type": "urn:t", "@index": "x"}),
		"JSON literal":         property(map[string]any{"@value": []any{}, "@type": "@json"}),
		"null value":           property(map[string]any{"@value": nil}),
		"list with index":      property(map[string]any{"@list": []any{}, "@index": "x"}),
		"bare value":           property("x"),
		"value outside a list": map[string]any{"urn:p": "x"},
	} {
		t.Run(name, func(t *testing.T) {
			_, failed := toQuads([]any{node})
			require.NotNil(t, failed)
			require.Equal(t, codeDropped, failed.Code)
		})
	}
	for code, node := range map[string]any{
		codeRelativeIRI: map[string]any{"@type": []any{"Relative"}},
		codeBlankNode:   map[string]any{"_:p": []any{map[string]any{"@value": "x"}}},
		codeUnsafeIRI:   property(map[string]any{"@value": "x", "@type": "urn:a b"}),
	} {
		_, failed := toQuads([]any{node})
		require.NotNil(t, failed)
		require.Equal(t, code, failed.Code)
	}
}
