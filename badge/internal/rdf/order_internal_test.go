package rdf

import (
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// The numbers of labels follow one another as their texts do.
func TestOrderOfLabels(t *testing.T) {
	for _, count := range []int{1, 2, 9, 10, 11, 20, 99, 100, 101, 110, 999, 1_000, 1_001, 2_345} {
		want := make([]string, count)
		for i := range want {
			want[i] = strconv.Itoa(i)
		}
		slices.Sort(want)
		got, number := []string{"0"}, 0
		for range count - 1 {
			number = following(number, count)
			got = append(got, strconv.Itoa(number))
		}
		require.Equal(t, want, got)
	}
}
