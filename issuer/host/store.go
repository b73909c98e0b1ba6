package host

import (
	"context"
	"slices"
	"sync"
)

// Page is one thing that is published.
type Page struct {
	Type string // media type of Body
	Body []byte
	Gone bool // withdrawn: answered with 410, and Body says why
}

// clone keeps a page apart from what its owner does with the bytes.
func (p Page) clone() Page {
	p.Body = slices.Clone(p.Body)
	return p
}

// Store keeps pages by name. It is safe for concurrent use. A name is a path
// as in a URL, or a Host's own note that no request reaches; it is at most
// 2,048 bytes of text without control characters.
type Store interface {
	// Load returns a page, and whether there is one of that name.
	Load(ctx context.Context, name string) (Page, bool, error)
	// Change puts what change makes of a page in its place, all at once: no
	// other Change of that name happens in between, and no Load ever sees a
	// part. For a name without page change is given the zero Page and false.
	// If change fails the store stays as it is and its error is returned.
	// When Change returns nil the page is kept as safely as the Store can.
	// Change may call change several times, and must not be called by it.
	Change(ctx context.Context, name string, change func(old Page, found bool) (Page, error)) error
}

// Memory is a Store that forgets everything when the program ends.
type Memory struct {
	mu    sync.RWMutex
	pages map[string]Page
}

// NewMemory returns an empty Memory.
func NewMemory() *Memory { return &Memory{pages: map[string]Page{}} }

// Load implements Store.
func (m *Memory) Load(ctx context.Context, name string) (Page, bool, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	p, ok := m.pages[name]
	return p.clone(), ok, ctx.Err()
}

// Change implements Store.
func (m *Memory) Change(ctx context.Context, name string, change func(Page, bool) (Page, error)) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	old, ok := m.pages[name]
	p, err := change(old.clone(), ok)
	if err != nil {
		return err
	}
	m.pages[name] = p.clone()
	return nil
}
