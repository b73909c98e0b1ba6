package host

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"sync"
)

// Page is one published resource.
type Page struct {
	Type string // media type of Body
	Body []byte
	Gone bool // withdrawn: answered with 410, and Body says why
}

// clone returns a page with its own copy of the bytes.
func (p Page) clone() Page {
	p.Body = slices.Clone(p.Body)
	return p
}

// Store keeps pages by name. It is safe for concurrent use. A name is the path
// of a URL, or a note of a Host, which does not start with a slash and which no
// request reaches. It has at most 2,048 bytes and no control characters.
type Store interface {
	// Load returns a page, and whether there is one of that name.
	Load(ctx context.Context, name string) (Page, bool, error)
	// Change replaces a page by what change makes of it. No other change of
	// that page happens in between, by this process or another one, and no
	// Load returns a part of a page. If there is no page, change gets the zero
	// Page and false. If change fails, the page stays as it is and Change
	// returns its error. When Change returns nil, the new page is durable.
	// Change may call change several times; change must not call the Store.
	Change(ctx context.Context, name string, change func(old Page, found bool) (Page, error)) error
}

// ManyStore is a Store that changes several pages faster together than one by
// one. A Host does not need it, and uses it if it is there.
type ManyStore interface {
	Store
	// ChangeMany is Change for several pages. change gets those of the named
	// pages that exist, and returns the pages to replace, each under one of
	// the names. If it fails, no page changes.
	ChangeMany(ctx context.Context, names []string, change func(old map[string]Page) (map[string]Page, error)) error
}

// Head is a Page without its body.
type Head struct {
	Type string
	Size int64  // of the body, in bytes
	Tag  string // differs for every body; a Host sends it as the ETag
	Gone bool
}

// Head returns what a HeadStore keeps beside the body of a page.
func (p Page) Head() Head {
	sum := sha256.Sum256(p.Body)
	return Head{Type: p.Type, Size: int64(len(p.Body)), Tag: hex.EncodeToString(sum[:16]), Gone: p.Gone}
}

// HeadStore is a Store that can answer for a page without reading its body. A
// Host uses it for HEAD requests and for pages that the client has already.
type HeadStore interface {
	Store
	// LoadHead returns what Page.Head returned for the page, and whether there
	// is one of that name. A Store with LoadHead keeps the Tag with the page.
	LoadHead(ctx context.Context, name string) (Head, bool, error)
}

var errNoChange = errors.New("host: the change is nil: use a function that returns the page")

// one is a change of one page as a change of several.
func one(name string, change func(Page, bool) (Page, error)) func(map[string]Page) (map[string]Page, error) {
	if change == nil {
		return nil
	}
	return func(old map[string]Page) (map[string]Page, error) {
		page, found := old[name]
		p, err := change(page, found)
		return map[string]Page{name: p}, err
	}
}

// changed calls change with the named pages and checks the names of the result.
func changed(names []string, change func(map[string]Page) (map[string]Page, error), load func(string) (Page, bool, error)) (map[string]Page, error) {
	old, asked := make(map[string]Page, len(names)), make(map[string]bool, len(names))
	for _, name := range names {
		asked[name] = true
		p, found, err := load(name)
		if err != nil {
			return nil, err
		}
		if found {
			old[name] = p
		}
	}
	if change == nil {
		return nil, errNoChange
	}
	pages, err := change(old)
	if err != nil {
		return nil, err
	}
	for name := range pages {
		if !asked[name] {
			return nil, fmt.Errorf("host: the page %.64q was not asked for", name)
		}
	}
	return pages, nil
}

// Memory is a ManyStore in memory, for tests and for pages that are made anew
// at every start. The zero Memory is empty.
type Memory struct {
	mu    sync.RWMutex
	pages map[string]Page
}

// Format prints only the name of the type under every verb, not the pages.
func (m *Memory) Format(f fmt.State, _ rune) { fmt.Fprint(f, "host.Memory") }

// NewMemory returns an empty Memory.
func NewMemory() *Memory { return &Memory{} }

// Load implements Store.
func (m *Memory) Load(ctx context.Context, name string) (Page, bool, error) {
	if m == nil {
		return Page{}, false, errNotOpen
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	p, ok := m.pages[name]
	return p.clone(), ok, ctx.Err()
}

// Change implements Store.
func (m *Memory) Change(ctx context.Context, name string, change func(Page, bool) (Page, error)) error {
	return m.ChangeMany(ctx, []string{name}, one(name, change))
}

// ChangeMany implements ManyStore. It changes all pages or none.
func (m *Memory) ChangeMany(ctx context.Context, names []string, change func(map[string]Page) (map[string]Page, error)) error {
	if m == nil {
		return errNotOpen
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	pages, err := changed(names, change, func(name string) (Page, bool, error) {
		p, found := m.pages[name]
		return p.clone(), found, nil
	})
	if err != nil {
		return err
	}
	if m.pages == nil {
		m.pages = map[string]Page{}
	}
	for name, p := range pages {
		m.pages[name] = p.clone()
	}
	return nil
}
