package fetch

import (
	"sync"
	"time"

	"github.com/openbadges-go/openbadges/verify"
)

// key is what an answer is remembered under: the same address may be asked
// for two purposes.
type key struct {
	kind verify.FetchKind
	url  string
}

// entry is an answer or a failure.
type entry struct {
	response verify.Response
	err      error
	etag     string // for asking whether it still holds
	until    time.Time
	used     uint64 // when it was last used, in uses of the cache
}

// good reports whether the entry is an answer that made sense, as opposed to a
// failure.
func (e entry) good() bool { return e.err == nil && e.response.Status == 200 }

// flight is a request under way. What it led to is there once done is closed.
type flight struct {
	done      chan struct{}
	result    entry
	abandoned bool // the one who made it gave up, and it says nothing of the host
}

// cache remembers answers, and who is asking for what right now.
type cache struct {
	mu      sync.Mutex
	entries map[key]entry
	bytes   int // of the bodies of all entries
	uses    uint64
	flights map[key]*flight
}

// look returns what is remembered, a flight, and whether it is for the caller
// to make it. A nil flight means that the entry answers the question.
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

// land ends a flight, whatever came of it.
func (c *cache) land(k key, f *flight) {
	c.mu.Lock()
	delete(c.flights, k)
	c.mu.Unlock()
	close(f.done)
}

// put remembers an entry in place of any other of that key, and forgets those
// that were not used for longest until there is room for it.
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
