package fetch

import (
	"cmp"
	"container/list"
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
	etag     string    // for a conditional request
	made     time.Time // when the host gave or confirmed it
	until    time.Time
	unjudged bool // the caller has not said yet whether it was usable
}

// good reports whether the entry is an answer and not a failure.
func (e entry) good() bool { return e.err == nil && e.response.Status == 200 }

// flight is a request in progress. Its result is set when done is closed.
type flight struct {
	done      chan struct{}
	result    entry
	abandoned bool // its caller gave up, so the result does not count
}

// cache holds answers and the requests in progress. Looking up, adding and
// dropping an entry take constant time.
type cache struct {
	mu      sync.Mutex
	most    int // bytes of all entries; of those of one host a quarter
	least   int // bytes that an entry counts for at least, which limits their number
	entries map[key]*place
	bytes   int       // size of all entries
	recent  list.List // of *place, the last used first
	hosts   map[string]*share
	swept   time.Time // when expired entries were last looked for
	flights map[key]*flight
}

// place is an entry and where it is in the lists.
type place struct {
	key          key
	entry        entry
	size         int
	share        *share
	among, alike *list.Element // in cache.recent and share.recent
}

// share is what the entries of one host use.
type share struct {
	host   string
	bytes  int
	recent list.List // of *place, the last used first
}

// newCache returns a cache of so many bytes and entries; 0 means the default.
func newCache(bytes, entries int) cache {
	bytes, entries = cmp.Or(bytes, defaultBytes), cmp.Or(entries, defaultEntries)
	return cache{most: bytes, least: max(bytes/entries, 1), entries: map[key]*place{}, hosts: map[string]*share{}, flights: map[key]*flight{}}
}

// look returns the cached entry, a flight, and whether the caller must make the
// request. A nil flight means that the entry is the answer.
func (c *cache) look(k key, fresh bool, now time.Time) (known entry, f *flight, lead bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	known, answers := c.find(k, fresh, now)
	if answers {
		return known, nil, false
	}
	if f = c.flights[k]; f != nil {
		return known, f, false
	}
	f = &flight{done: make(chan struct{}), abandoned: true}
	c.flights[k] = f
	return known, f, true
}

// answer returns the cached entry, if it is the answer.
func (c *cache) answer(k key, fresh bool, now time.Time) (known entry, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.find(k, fresh, now)
}

// find returns the cached entry, and whether it is the answer.
func (c *cache) find(k key, fresh bool, now time.Time) (known entry, answers bool) {
	p := c.entries[k]
	if p == nil {
		return entry{}, false
	}
	if p.entry.unjudged && (fresh || !now.Before(p.entry.until)) {
		c.drop(p)
		return entry{}, false
	}
	if !now.Before(p.entry.until) || fresh && p.entry.good() {
		return p.entry, false
	}
	c.recent.MoveToFront(p.among)
	p.share.recent.MoveToFront(p.alike)
	return p.entry, true
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
	if old := c.entries[k]; old != nil {
		c.drop(old)
	}
	size := len(e.response.Body)
	for name, value := range e.response.Header {
		size += len(name) + len(value)
	}
	size = max(size, c.least)
	if size > c.most/4 {
		return
	}
	if c.bytes+size > c.most && now.Sub(c.swept) >= minLife {
		c.sweep(now)
	}
	host := hostOf(k.url)
	for s := c.hosts[host]; s != nil && s.bytes+size > c.most/4; {
		c.drop(s.recent.Back().Value.(*place))
	}
	for c.bytes+size > c.most {
		c.drop(c.recent.Back().Value.(*place))
	}
	s := c.hosts[host]
	if s == nil {
		s = &share{host: host}
		c.hosts[host] = s
	}
	p := &place{key: k, entry: e, size: size, share: s}
	p.among, p.alike = c.recent.PushFront(p), s.recent.PushFront(p)
	c.entries[k] = p
	c.bytes += size
	s.bytes += size
}

// withdraw drops the entry of a key if nobody has said that it was usable.
func (c *cache) withdraw(k key) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if p := c.entries[k]; p != nil && p.entry.unjudged {
		c.drop(p)
	}
}

// sweep drops what has expired. It looks at all entries, so put calls it once a
// minute.
func (c *cache) sweep(now time.Time) {
	c.swept = now
	for _, p := range c.entries {
		if !now.Before(p.entry.until) {
			c.drop(p)
		}
	}
}

func (c *cache) drop(p *place) {
	delete(c.entries, p.key)
	c.recent.Remove(p.among)
	p.share.recent.Remove(p.alike)
	c.bytes -= p.size
	if p.share.bytes -= p.size; p.share.bytes == 0 {
		delete(c.hosts, p.share.host)
	}
}

// hostOf returns the host of a URL. A text that is not a URL counts as a host.
func hostOf(address string) string {
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		return u.Host
	}
	return address
}
