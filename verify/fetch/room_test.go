package fetch

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/verify"
)

// S-53: a host fills a quarter of the cache and drops only its own answers.
// Together the hosts use 16 MiB, and what has expired is dropped first.
func TestRoomOfEachHost(t *testing.T) {
	start := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	c := newCache(0, 0)
	put := func(host string, n, size int, until, now time.Time) key {
		k := key{verify.FetchController, fmt.Sprintf("https://%s/%d", host, n)}
		c.put(k, entry{response: verify.Response{Status: 200, Body: make([]byte, size)}, until: until}, now)
		return k
	}
	hour := start.Add(time.Hour)
	quiet := put("quiet.example", 0, 10, hour, start)
	for i := range 1_000 {
		put("loud.example", i, 1<<20, hour, start)
	}
	require.Contains(t, c.entries, quiet)
	require.Equal(t, 4<<20, c.hosts["loud.example"].bytes)
	put("loud.example", 0, 4<<20+1, hour, start)
	require.Equal(t, 4<<20, c.hosts["loud.example"].bytes, "an answer that is larger than a quarter is not kept")

	stale := put("stale.example", 0, 1<<20, start.Add(time.Minute), start)
	for host := range 3 {
		put(fmt.Sprintf("h%d.example", host), 0, 3<<20, hour, start.Add(2*time.Minute))
	}
	c.look(quiet, false, start)
	put("last.example", 0, 3<<20, hour, start.Add(2*time.Minute))
	require.NotContains(t, c.entries, stale)
	require.Contains(t, c.entries, quiet)
	requireConsistent(t, &c)
}

// TestRoomOfMany has SC-31 and SC-32: the cache keeps a page of each of 1,000
// issuers, and of 10,000 the last 4,096 that were used, in at most 16 MiB.
func TestRoomOfMany(t *testing.T) {
	now := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	c := newCache(0, 0)
	page := func(n int) key { return key{verify.FetchController, fmt.Sprintf("https://i%d.example/did.json", n)} }
	put := func(n, size int) {
		c.put(page(n), entry{response: verify.Response{Status: 200, Body: make([]byte, size)}, until: now.Add(time.Hour)}, now)
	}
	for n := range 1_000 {
		put(n, 1_500)
	}
	for n := range 1_000 {
		known, f, _ := c.look(page(n), false, now)
		require.Nil(t, f)
		require.True(t, known.good())
	}
	for n := range 10_000 {
		c.look(page(0), false, now)
		put(1_000+n, 1_500)
	}
	require.Len(t, c.entries, defaultEntries)
	require.Contains(t, c.entries, page(0), "what is used stays")
	require.NotContains(t, c.entries, page(1))
	require.NotContains(t, c.entries, page(10_999-defaultEntries+1), "the least recently used goes first")
	require.Contains(t, c.entries, page(10_999-defaultEntries+2))
	for n := range 10_000 {
		put(20_000+n, 10_000)
	}
	require.LessOrEqual(t, c.bytes, defaultBytes)
	requireConsistent(t, &c)
}

// requireConsistent counts the entries again.
func requireConsistent(t *testing.T, c *cache) {
	t.Helper()
	size, hosts := 0, map[string]int{}
	for _, p := range c.entries {
		size += p.size
		hosts[p.share.host] += p.size
	}
	require.Equal(t, c.bytes, size)
	require.Equal(t, len(c.entries), c.recent.Len())
	require.Len(t, c.hosts, len(hosts))
	for host, bytes := range hosts {
		require.Equal(t, bytes, c.hosts[host].bytes)
	}
}

func TestCacheOfOtherSize(t *testing.T) {
	for _, cfg := range []Config{{CacheBytes: -1}, {CacheEntries: -1}} {
		_, err := New(cfg)
		require.Error(t, err)
	}
	client, err := New(Config{CacheBytes: 1 << 20, CacheEntries: 16})
	require.NoError(t, err)
	now := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	for n := range 100 {
		k := key{verify.FetchController, fmt.Sprintf("https://i%d.example/", n)}
		client.cache.put(k, entry{response: verify.Response{Status: 200}, until: now.Add(time.Hour)}, now)
	}
	require.Len(t, client.cache.entries, 16)
}
