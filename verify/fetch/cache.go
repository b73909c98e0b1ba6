package fetch

import (
	"net/url"
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
	host     string // of the URL
}

// size is how many bytes of the cache an entry uses. Short answers and failures
// count as much as a longer one, which limits their number.
func (e entry) size() int { return max(len(e.response.Body), leastEntry) }

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
	bytes   int            // size of all entries
	byHost  map[string]int // size of the entries of each host
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

// put adds an entry and replaces one of the same key. To make room it drops
// entries that have expired, then the least recently used ones: those of the
// same host, which may use a quarter of the cache, then any.
func (c *cache) put(k key, e entry, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.drop(k)
	e.host = hostOf(k.url)
	if e.size() > maxBytes/4 {
		return
	}
	if c.bytes+e.size() > maxBytes {
		for k, known := range c.entries {
			if !now.Before(known.until) {
				c.drop(k)
			}
		}
	}
	for c.byHost[e.host]+e.size() > maxBytes/4 {
		c.drop(c.oldest(e.host))
	}
	for c.bytes+e.size() > maxBytes {
		c.drop(c.oldest(""))
	}
	c.uses++
	e.used = c.uses
	c.bytes += e.size()
	c.byHost[e.host] += e.size()
	c.entries[k] = e
}

func (c *cache) drop(k key) {
	e, ok := c.entries[k]
	if !ok {
		return
	}
	delete(c.entries, k)
	c.bytes -= e.size()
	if c.byHost[e.host] -= e.size(); c.byHost[e.host] == 0 {
		delete(c.byHost, e.host)
	}
}

// oldest returns the least recently used entry of a host, or of any host.
func (c *cache) oldest(host string) (oldest key) {
	used := c.uses + 1
	for k, e := range c.entries {
		if e.used < used && (host == "" || e.host == host) {
			oldest, used = k, e.used
		}
	}
	return oldest
}

// hostOf returns the host of a URL. A text that is not a URL counts as a host.
func hostOf(address string) string {
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		return u.Host
	}
	return address
}
