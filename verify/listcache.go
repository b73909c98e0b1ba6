package verify

import (
	"cmp"
	"container/list"
	"crypto/sha256"
	"strings"
	"sync"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/badge/tree"
)

// knownList is a verified status list.
type knownList struct {
	bits    *status.List      // nil if a long list is cached
	tokens  *status.TokenList // of a status list token, in place of bits
	text    string            // of a cached long list: its credentialSubject or status_list as JSON
	remarks []badge.Problem
	id      string // the URL that the list gives as its own
	issuer  string
	since   time.Time // the list's validFrom, to detect an older list in its place
	until   time.Time // when the list must be fetched again
	lapsed  bool      // expired; a status list token alone is read then
	older   bool      // a newer list with this id was seen at another URL
}

// newKnownList computes how long a list may be cached: as long as its text
// allows, within limits, and not beyond its own validity.
func newKnownList(doc *badge.Document, bits *status.List, remarks []badge.Problem, now time.Time) knownList {
	k := knownList{bits: bits, remarks: remarks,
		text: doc.Body().Member("credentialSubject").Raw(), id: doc.ID(), issuer: doc.IssuerID()}
	from, until := doc.Period()
	k.since, _ = badge.InstantOf(from)
	k.until = now.Add(min(max(bits.TTL(), minListTTL), maxListTTL))
	if end, err := badge.InstantOf(until); err == nil && end.Before(k.until) {
		k.until = end
	}
	return k
}

// newKnownToken is newKnownList for a status list token. The time starts when it
// is fetched, since issuers keep iat at the last change.
func newKnownToken(doc *badge.Document, by string, t status.Token, remarks []badge.Problem, now time.Time) knownList {
	k := knownList{tokens: t.List, remarks: remarks, text: doc.Root().Member("status_list").Raw(), id: t.Subject, issuer: by, since: t.Issued}
	k.until = now.Add(min(cmp.Or(t.TTL, minListTTL), maxListTTL))
	if end := t.Expires; !end.IsZero() && !end.After(k.until) {
		k.until, k.lapsed = end, !end.After(now)
	}
	return k
}

// unpacked returns k, a status list token cached without its list, with it.
func (k knownList) unpacked(most int) (knownList, error) {
	v, err := tree.Parse([]byte(k.text))
	if err != nil {
		return k, err
	}
	k.tokens, err = status.ParseTokenList(v, most)
	return k, err
}

// inflated returns k, cached without its bits, with them.
func (k knownList) inflated(o status.Options) (knownList, error) {
	v, err := tree.Parse([]byte(k.text))
	if err != nil {
		return k, err
	}
	k.bits, _, err = status.ParseList(v, o)
	return k, err
}

// kept returns the part of k that a Verifier caches: either its bits or its
// text. It copies texts, because a part of a document keeps the whole in
// memory.
func (k knownList) kept() knownList {
	k.id, k.issuer = strings.Clone(k.id), strings.Clone(k.issuer)
	if k.bytes() > maxKeptBits {
		k.bits, k.tokens, k.text = nil, nil, strings.Clone(k.text)
	} else {
		k.text = ""
	}
	return k
}

// size estimates the bytes that a cached list takes.
func (k knownList) size() int {
	return listOverhead + len(k.text) + len(k.id) + len(k.issuer) + k.bytes()
}

// bytes returns the size of the inflated list.
func (k knownList) bytes() int {
	return int(k.bits.Entries(8)) + int(k.tokens.Entries())*k.tokens.Bits()/8
}

// elsewhere reports whether the list gives a URL other than this one.
func (k knownList) elsewhere(address string) bool { return k.id != "" && k.id != address }

// listCache caches verified status lists by URL. It holds at most
// maxCachedLists bytes, at most a quarter of them for one issuer, and drops the
// least recently used list first. It stores separately when the newest list at
// a URL or with an id began.
type listCache struct {
	mu       sync.Mutex
	lists    map[string]*list.Element
	used     list.List // of *cachedList, most recently used first
	bytes    int
	byIssuer map[string]int // bytes
	newest   map[newestKey]time.Time
	order    []newestKey // oldest first
}

// newestKey is the hash of an issuer, and of the URL or the id of a list of that
// issuer. Anyone can give their own list the id of another issuer's.
type newestKey [sha256.Size]byte

func (k knownList) newestKey(name string) newestKey {
	return sha256.Sum256([]byte(k.issuer + "\x00" + name)) // no id has a zero byte
}

type cachedList struct {
	address string
	known   knownList
}

func (c *listCache) get(address string, now time.Time) (knownList, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.lists[address]
	if !ok || now.After(valueOf(e).known.until) {
		return knownList{}, false
	}
	c.used.MoveToFront(e)
	return valueOf(e).known, true
}

func valueOf(e *list.Element) *cachedList { return e.Value.(*cachedList) }

// put caches a list, unless a newer one was seen at the same URL. It returns
// the list, marked if a newer one with its id was seen elsewhere.
func (c *listCache) put(address string, known knownList, now time.Time) (knownList, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.lists == nil {
		c.lists, c.byIssuer, c.newest = map[string]*list.Element{}, map[string]int{}, map[newestKey]time.Time{}
	}
	at, named := known.newestKey(address), known.newestKey(known.id)
	if known.since.Before(c.newest[at]) {
		return known, false
	}
	known.older = known.since.Before(c.newest[named])
	c.begins(at, known.since)
	if known.id != "" && !known.older {
		c.begins(named, known.since)
	}
	if e, ok := c.lists[address]; ok {
		c.drop(e)
	}
	entry := &cachedList{address: address, known: known.kept()}
	size := entry.known.size()
	if size > maxCachedLists/4 {
		return known, true
	}
	if c.bytes+size > maxCachedLists {
		c.dropStale(now)
	}
	for e := c.used.Back(); e != nil && c.byIssuer[known.issuer]+size > maxCachedLists/4; {
		before := e.Prev()
		if valueOf(e).known.issuer == known.issuer {
			c.drop(e)
		}
		e = before
	}
	for c.bytes+size > maxCachedLists {
		c.drop(c.used.Back())
	}
	c.lists[address] = c.used.PushFront(entry)
	c.bytes += size
	c.byIssuer[known.issuer] += size
	return known, true
}

// dropStale removes the lists that must be fetched again.
func (c *listCache) dropStale(now time.Time) {
	for e := c.used.Front(); e != nil; {
		after := e.Next()
		if now.After(valueOf(e).known.until) {
			c.drop(e)
		}
		e = after
	}
}

// drop removes a list.
func (c *listCache) drop(e *list.Element) {
	entry := valueOf(e)
	size := entry.known.size()
	c.used.Remove(e)
	delete(c.lists, entry.address)
	c.bytes -= size
	if c.byIssuer[entry.known.issuer] -= size; c.byIssuer[entry.known.issuer] == 0 {
		delete(c.byIssuer, entry.known.issuer)
	}
}

// begins stores the start of the newest list under a key. The key that was
// stored first is dropped first.
func (c *listCache) begins(key newestKey, since time.Time) {
	if _, ok := c.newest[key]; !ok {
		if len(c.order) >= maxNewest {
			delete(c.newest, c.order[0])
			c.order = c.order[1:]
		}
		c.order = append(c.order, key)
	}
	c.newest[key] = since
}
