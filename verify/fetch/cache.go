package fetch

import (
	"sync"
	"time"

	"github.com/openbadges-go/openbadges/verify"
)

// key identifies a cached answer: one URL can be requested for two purposes.
type key struct {
	kind verify.FetchKind
	url  string
}

// entry is an answer or a failure.
type entry struct {
	response verify.Response
	err      error
	etag     string // for a conditional request
	until    time.Time
	used     uint64 // when it was last used, in uses of the cache
}

// good reports whether the entry is an answer and not a failure.
func (e entry) good() bool { return e.err == nil && e.response.Status == 200 }

// flight is a request in progress. Its result is set when done is closed.
type flight struct {
	done      chan struct{}
	result    entry
	abandoned bool // its caller gave up, so the result does not count
}

// cache holds answers and the requests in progress.
type cache struct {
	mu      sync.Mutex
	entries map[key]entry
	bytes   int // of the bodies of all entries
	uses    uint64
	flights map[key]*flight
}

// look returns the cached entry, a flight, and whether the caller must make the
// request. A nil flight means that the entry is the answer.
func (c *cache) look(k key, fresh bool, now time.Time) (known entry, f *flight, lead bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if known = c.entries[k]; now.Before(known.until) && !(fresh && known.good()) {
		c.uses++
		known.used = c.uses
		c.entries[k] = known
		return known, nil, false
	}
	if f = c.flights[k]; f != nil {
		return known, f, false
	}
	f = &flight{done: make(chan struct{}), abandoned: true}
	c.flights[k] = f
	return known, f, true
}

// land ends a flight with or without a result.
func (c *cache) land(k key, f *flight) {
	c.mu.Lock()
	delete(c.flights, k)
	c.mu.Unlock()
	close(f.done)
}

// put caches an entry, replaces one of the same key, and drops the least
// recently used ones until there is room.
func (c *cache) put(k key, e entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.drop(k)
	for len(c.entries) >= maxEntries || c.bytes+len(e.response.Body) > maxBytes {
		c.drop(c.oldest())
	}
	c.uses++
	e.used = c.uses
	c.bytes += len(e.response.Body)
	c.entries[k] = e
}

func (c *cache) drop(k key) {
	c.bytes -= len(c.entries[k].response.Body)
	delete(c.entries, k)
}

func (c *cache) oldest() (oldest key) {
	used := c.uses + 1
	for k, e := range c.entries {
		if e.used < used {
			oldest, used = k, e.used
		}
	}
	return oldest
}
