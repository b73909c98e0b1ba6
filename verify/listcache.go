package verify

import (
	"sync"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/status"
)

// listCache remembers verified status lists by address.
type listCache struct {
	mu    sync.Mutex
	lists map[string]cachedList
}

type cachedList struct {
	list   *status.List
	id     string // what the list calls itself
	issuer string
	since  time.Time // the list's validFrom, to notice an older list in its place
	until  time.Time // when the list has to be fetched again
}

// newCachedList works out how long a list may be remembered: as long as it
// says, within bounds, and not beyond its own validity.
func newCachedList(doc *badge.Document, list *status.List, now time.Time) cachedList {
	c := cachedList{list: list, id: doc.ID(), issuer: doc.IssuerID()}
	from, until := doc.Period()
	c.since, _ = badge.DateTime(from.String()).Time()
	c.until = now.Add(min(max(list.TTL(), minListTTL), maxListTTL))
	if end, err := badge.DateTime(until.String()).Time(); err == nil && end.Before(c.until) {
		c.until = end
	}
	return c
}

// elsewhere says that the list names another address than the one it was
// found at, or nothing.
func (c cachedList) elsewhere(address string) *fault {
	if c.id == "" || c.id == address {
		return nil
	}
	return no(codeListElsewhere, "", "the list at %s has the id %s", shownURL(address), shown(c.id))
}

func (c *listCache) get(address string, now time.Time) (cachedList, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	known, ok := c.lists[address]
	return known, ok && !now.After(known.until)
}

// put remembers a list, unless a newer one was seen at the same address.
func (c *listCache) put(address string, list cachedList) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if known, ok := c.lists[address]; ok && list.since.Before(known.since) {
		return false
	}
	if c.lists == nil {
		c.lists = map[string]cachedList{}
	}
	if len(c.lists) >= maxCachedLists {
		for other := range c.lists { // any one: the cache only saves requests
			delete(c.lists, other)
			break
		}
	}
	c.lists[address] = list
	return true
}
