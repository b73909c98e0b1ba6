package badge_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
)

func TestDifferences(t *testing.T) {
	one := parsed(t, `{"id":"https://x.example/1","badge":{"id":"https://x.example/b","name":"A"},"n":1.0,"tags":["a"],"only":{"one":1},"issuer":"https://x.example/i"}`)
	two := parsed(t, `{"id":"https://x.example/1","badge":{"id":"https://x.example/b","name":"B"},"n":1,"tags":["a","b"],"other":2,"issuer":{"id":"https://x.example/i","name":"I"}}`)
	var found []string
	for d := range badge.Diff(one, two) {
		found = append(found, d.Path+" "+string(d.One)+" "+string(d.Two))
	}
	require.Equal(t, []string{`/badge/name "A" "B"`, `/n 1.0 1`, `/tags ["a"] ["a","b"]`, `/only {"one":1} `, `/other  2`}, found)
	for range badge.Diff(one, one) {
		t.Error("a document differs from itself")
	}
	count := 0
	for range badge.Diff(one, two) {
		if count++; count == 2 {
			break
		}
	}
	require.Equal(t, 2, count)
}
