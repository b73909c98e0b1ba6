package verify

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/status"
)

// sizedList returns a list of an issuer that takes size bytes in the cache.
func sizedList(t *testing.T, issuer string, size int, until time.Time) knownList {
	bits, err := status.NewList(status.Revocation, 8*(maxKeptBits+1), 1)
	require.NoError(t, err)
	k := knownList{bits: bits, issuer: issuer, until: until}
	k.text = strings.Repeat("x", size-k.kept().size())
	require.Equal(t, size, k.kept().size())
	return k
}

// A Verifier caches 16 MiB of lists, of one issuer at most 4, and a list that is
// put again takes the place of the one before.
func TestCachedListsHaveASize(t *testing.T) {
	now := time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)
	const quarter = 4 << 20
	var c listCache
	put := func(address, issuer string, size int) {
		t.Helper()
		_, ok := c.put(address, sizedList(t, issuer, size, now.Add(time.Hour)), now)
		require.True(t, ok)
	}
	for i := range 4 {
		put(fmt.Sprint(i), fmt.Sprint("issuer ", i), quarter)
		put(fmt.Sprint(i), fmt.Sprint("issuer ", i), quarter)
		require.Equal(t, (i+1)*quarter, c.bytes)
		require.Len(t, c.lists, i+1)
	}
	put("too large", "large", quarter+1)
	require.Len(t, c.lists, 4, "a list above a quarter is not cached")
	put("small", "issuer 1", 2*listOverhead)
	require.NotContains(t, c.lists, "1", "an issuer has at most a quarter")
	require.Len(t, c.lists, 4)
	put("one more", "another", quarter)
	require.NotContains(t, c.lists, "0", "the least recently used goes first")
	require.LessOrEqual(t, c.bytes, 4*quarter)
	put("later", "later", quarter)
	require.Len(t, c.lists, 4)
}
