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

// Two lists of an issuer may fill its quarter, and not one byte more.
func TestCachedListsFillAQuarter(t *testing.T) {
	now := time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)
	for more, left := range []int{2, 1} {
		var c listCache
		for i, size := range []int{2 << 20, 2<<20 + more} {
			c.put(fmt.Sprint(i), sizedList(t, "issuer", size, now.Add(time.Hour)), now)
		}
		require.Len(t, c.lists, left)
		require.Contains(t, c.lists, "1")
	}
}

// A list counts until its last moment. Lists that are out of date make room before
// those that were not used for longer.
func TestCachedListsEnd(t *testing.T) {
	now := time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)
	var c listCache
	for i, life := range []time.Duration{time.Hour, time.Hour, time.Minute, time.Hour} {
		_, ok := c.put(fmt.Sprint(i), sizedList(t, fmt.Sprint("issuer ", i), 4<<20, now.Add(life)), now)
		require.True(t, ok)
	}
	_, ok := c.get("2", now.Add(time.Minute))
	require.True(t, ok)
	_, ok = c.get("2", now.Add(time.Minute+1))
	require.False(t, ok)
	for at, left := range map[time.Duration]string{time.Minute: "2", time.Minute + 1: "0"} {
		other := listCache{}
		for i, life := range []time.Duration{time.Hour, time.Hour, time.Minute, time.Hour} {
			other.put(fmt.Sprint(i), sizedList(t, fmt.Sprint("issuer ", i), 4<<20, now.Add(life)), now)
		}
		other.put("new", sizedList(t, "new", 4<<20, now.Add(2*time.Hour)), now.Add(at))
		require.Contains(t, other.lists, left)
		require.Len(t, other.lists, 4)
	}
}
