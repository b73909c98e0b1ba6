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
	c := cache{entries: map[key]entry{}, byHost: map[string]int{}, flights: map[key]*flight{}}
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
	require.Equal(t, 4<<20, c.byHost["loud.example"])
	put("loud.example", 0, 4<<20+1, hour, start)
	require.Equal(t, 4<<20, c.byHost["loud.example"], "an answer that is larger than a quarter is not kept")

	stale := put("stale.example", 0, 1<<20, start.Add(time.Minute), start)
	for host := range 3 {
		put(fmt.Sprintf("h%d.example", host), 0, 3<<20, hour, start.Add(2*time.Minute))
	}
	c.look(quiet, false, start)
	put("last.example", 0, 3<<20, hour, start.Add(2*time.Minute))
	require.NotContains(t, c.entries, stale)
	require.Contains(t, c.entries, quiet)
	for host := range 400 {
		put(fmt.Sprintf("small%d.example", host), 0, 1, hour, start.Add(2*time.Minute))
	}
	require.Len(t, c.entries, 256)
	size, hosts := 0, map[string]int{}
	for _, e := range c.entries {
		size += e.size()
		hosts[e.host] += e.size()
	}
	require.Equal(t, c.bytes, size)
	require.Equal(t, c.byHost, hosts)
}
