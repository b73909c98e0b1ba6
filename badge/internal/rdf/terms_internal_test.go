package rdf

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCountOfOrders(t *testing.T) {
	for _, row := range []struct {
		classes     []int32
		limit, want int
	}{
		{nil, 100, 1},
		{[]int32{0}, 100, 1},
		{[]int32{0, 0, 0}, 100, 1},
		{[]int32{0, 1, 2}, 100, 6},
		{[]int32{0, 0, 2, 3}, 100, 12},
		{[]int32{0, 0, 2, 2}, 100, 6},
		{[]int32{0, 1, 2}, 6, 6},
		{[]int32{0, 1, 2}, 5, 6},
		{[]int32{0, 1, 2, 3, 4, 5}, 100, 101},
	} {
		require.Equal(t, row.want, (&arrangements{classes: row.classes}).count(row.limit), "%v", row)
	}
	many := make([]int32, 100) // 100! does not fit a number
	for i := range many {
		many[i] = int32(i)
	}
	require.Equal(t, DefaultPermutations+1, (&arrangements{classes: many}).count(DefaultPermutations))
}

func TestSchemesAndLabels(t *testing.T) {
	for text, want := range map[string]bool{
		"a:": true, "A:b": true, "a1:b": true, "a+b:c": true, "a-b:c": true, "a.b:c": true, "a_b:c": false, "1a:b": false, "-a:b": false, "a": false, "": false, ":a": false, "a/b:c": false,
	} {
		require.Equal(t, want, hasScheme(text), text)
	}
	for label, want := range map[string]bool{
		"a": true, "0": true, "_a": true, "a-": true, "a-b": true, "-a": false, "a.b": true, ".a": false, "a.": false, "": false, "a b": false, "a:b": false, "é": false,
		strings.Repeat("a", 128): true, strings.Repeat("a", 129): false,
	} {
		require.Equal(t, want, checkLabel(label) == nil, label)
	}
}

// Other packages rely on these numbers.
func TestExportedLimits(t *testing.T) {
	require.Equal(t, []int{50_000, 5_000, 16_777_216, 128, 5_000, 2_500, 100_000},
		[]int{MaxQuads, MaxBlankNodes, MaxText, MaxBlankLabel, DefaultHashCalls, DefaultPermutations, DefaultSteps})
}
