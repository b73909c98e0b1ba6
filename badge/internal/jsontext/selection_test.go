package jsontext

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSelection(t *testing.T) {
	root, err := Parse([]byte(`{"id": 1.50, "a/b": [10, {"id": "x", "k": [ 1 ], "l": 2}, 30], "é": {"z": null}}`))
	require.NoError(t, err)
	for _, row := range []struct {
		pointers []string
		want     string
	}{
		{[]string{""}, root.Raw()},
		{[]string{"/id"}, `{"id":1.50}`},
		{[]string{"/é"}, `{"id":1.50,"é":{"z": null}}`},
		{[]string{"/a~1b/1/k", "/a~1b/2"}, `{"id":1.50,"a/b":[{"id":"x","k":[ 1 ]},30]}`},
		{[]string{"/a~1b/1", "/a~1b/1/k"}, `{"id":1.50,"a/b":[{"id": "x", "k": [ 1 ], "l": 2}]}`},
	} {
		s, _, ok := Select(root, row.pointers)
		require.True(t, ok)
		require.Equal(t, row.want, string(s.Append(nil, root, "id")))
	}
	_, missing, ok := Select(root, []string{"/id", "/none"})
	require.False(t, ok)
	require.Equal(t, "/none", missing)
}
