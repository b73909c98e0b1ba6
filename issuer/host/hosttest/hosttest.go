// Package hosttest tests implementations of host.Store, and of host.ManyStore and
// host.HeadStore:
//
//	func TestStore(t *testing.T) {
//		path := t.TempDir()
//		hosttest.Test(t, open(t, path), func(t *testing.T) host.Store { return open(t, path) })
//	}
//
//	func TestProcesses(t *testing.T) {
//		hosttest.Processes(t, t.TempDir(), func(path string) (host.Store, error) { return mystore.Open(path) })
//	}
//
// Killed ends a process before each operation of the store, and Full takes the
// room on the disk away:
//
//	func TestKilled(t *testing.T) {
//		hosttest.Killed(t, t.TempDir(), func(path string, before func()) (host.Store, error) {
//			return mystore.OpenWith(path, before) // calls before, if not nil, before each statement
//		})
//	}
package hosttest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/openbadges-go/openbadges/issuer/host"
)

// Test tests what host.Store promises within one process, and host.ManyStore and
// host.HeadStore if the store is one. The store must be empty. reopen returns the store as the next
// process finds it, or the store itself if it does not outlive a process.
func Test(t *testing.T, store host.Store, reopen func(t *testing.T) host.Store) {
	ctx := context.Background()
	names := []string{"/", "/a", "/a/b", "/a/b/c", "/A", "/a%2Fb", "/a%20b", "/%C3%A9", "/a.json", "/" + strings.Repeat("x", 2000), "a note", "/..%2f", "/'; --"}

	t.Run("absent", func(t *testing.T) {
		p, ok, err := store.Load(ctx, "/absent")
		if ok || err != nil || p.Type != "" || p.Body != nil || p.Gone {
			t.Errorf("got %v, %v, %v for a page that does not exist", p, ok, err)
		}
		if heads, ok := store.(host.HeadStore); ok {
			if h, found, err := heads.LoadHead(ctx, "/absent"); found || err != nil || h != (host.Head{}) {
				t.Errorf("LoadHead returned %v, %v, %v for a page that does not exist", h, found, err)
			}
		}
	})
	t.Run("names", func(t *testing.T) {
		for n, name := range names {
			put(t, store, name, page(n))
		}
		for _, s := range []host.Store{store, reopen(t)} {
			for n, name := range names {
				wants(t, s, name, page(n))
			}
		}
	})
	t.Run("replace", func(t *testing.T) {
		put(t, store, "/replaced", page(1))
		gone := host.Page{Type: "text/plain", Body: []byte{}, Gone: true}
		put(t, store, "/replaced", gone)
		wants(t, store, "/replaced", gone)
	})
	testChange(t, store)
	t.Run("at the same time", func(t *testing.T) { together(t, store) })
	t.Run("S-61: a clock that is set back", func(t *testing.T) { setBack(t, store, reopen) })
	if many, ok := store.(host.ManyStore); ok {
		t.Run("many", func(t *testing.T) { testMany(t, many, reopen) })
	}
}

// testChange tests what Change gives to change, and keeps of it.
func testChange(t *testing.T, store host.Store) {
	ctx := context.Background()
	t.Run("change sees the page", func(t *testing.T) {
		put(t, store, "/seen", page(7))
		err := store.Change(ctx, "/seen", func(old host.Page, found bool) (host.Page, error) {
			if !found || !equal(old, page(7)) {
				t.Errorf("change was given %v, %v", old, found)
			}
			return page(8), nil
		})
		if err != nil {
			t.Error(err)
		}
		wants(t, store, "/seen", page(8))
	})
	t.Run("a change that fails", func(t *testing.T) {
		put(t, store, "/kept", page(1))
		refused := errors.New("refused")
		err := store.Change(ctx, "/kept", func(old host.Page, _ bool) (host.Page, error) {
			clear(old.Body)
			return page(2), refused
		})
		if !errors.Is(err, refused) {
			t.Errorf("got the error %v", err)
		}
		wants(t, store, "/kept", page(1))
	})
	t.Run("bytes are not shared", func(t *testing.T) {
		p := page(3)
		put(t, store, "/own", p)
		clear(p.Body)
		wants(t, store, "/own", page(3))
		loaded, _, _ := store.Load(ctx, "/own")
		clear(loaded.Body)
		wants(t, store, "/own", page(3))
	})
	t.Run("a context that has ended", func(t *testing.T) {
		ended, cancel := context.WithCancel(ctx)
		cancel()
		put(t, store, "/before", page(1))
		err := store.Change(ended, "/before", func(host.Page, bool) (host.Page, error) { return page(2), nil })
		if !errors.Is(err, context.Canceled) {
			t.Errorf("Change: %v", err)
		}
		if _, _, err := store.Load(ended, "/before"); !errors.Is(err, context.Canceled) {
			t.Errorf("Load: %v", err)
		}
		if heads, ok := store.(host.HeadStore); ok {
			if _, _, err := heads.LoadHead(ended, "/before"); !errors.Is(err, context.Canceled) {
				t.Errorf("LoadHead: %v", err)
			}
		}
		wants(t, store, "/before", page(1))
	})
}

// testMany tests ChangeMany.
func testMany(t *testing.T, store host.ManyStore, reopen func(t *testing.T) host.Store) {
	ctx := context.Background()
	var names []string
	for n := range 100 {
		names = append(names, fmt.Sprint("/many/", n))
	}
	put(t, store, names[7], page(7))
	refused := errors.New("refused")
	for _, bad := range []map[string]host.Page{nil, {"/other": page(1)}, {names[0]: page(1), "/other": page(1)}} {
		err := store.ChangeMany(ctx, names, func(old map[string]host.Page) (map[string]host.Page, error) {
			if len(old) != 1 || !equal(old[names[7]], page(7)) {
				t.Errorf("change was given %v", old)
			}
			if bad == nil {
				return map[string]host.Page{names[0]: page(1), names[7]: page(1)}, refused
			}
			return bad, nil
		})
		if err == nil || bad == nil && !errors.Is(err, refused) {
			t.Errorf("got the error %v", err)
		}
		if _, found, err := store.Load(ctx, names[0]); found || err != nil {
			t.Errorf("a page was changed by a change that failed (%v)", err)
		}
		wants(t, store, names[7], page(7))
	}
	err := store.ChangeMany(ctx, names, func(map[string]host.Page) (map[string]host.Page, error) {
		pages := map[string]host.Page{}
		for n, name := range names[:99] {
			pages[name] = page(n + 1)
		}
		return pages, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []host.Store{store, reopen(t)} {
		for n, name := range names[:99] {
			wants(t, s, name, page(n+1))
		}
		if _, found, err := s.Load(ctx, names[99]); found || err != nil {
			t.Errorf("a page that was not returned is there (%v)", err)
		}
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	err = store.ChangeMany(ended, names, func(map[string]host.Page) (map[string]host.Page, error) { return nil, nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("ChangeMany: %v", err)
	}
}

// together counts in one page from many goroutines. A lost change shows in the
// sum.
func together(t *testing.T, store host.Store) {
	const workers, changes = 8, 20
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for range changes {
				err := store.Change(context.Background(), "/count", func(old host.Page, _ bool) (host.Page, error) {
					return host.Page{Type: "text/plain", Body: append(old.Body, 'x')}, nil
				})
				if err != nil {
					t.Error(err)
				}
				if p, ok, err := store.Load(context.Background(), "/count"); !ok || err != nil || p.Type != "text/plain" {
					t.Errorf("read %v, %v, %v between two changes", p, ok, err)
				}
			}
		})
	}
	wg.Wait()
	wants(t, store, "/count", host.Page{Type: "text/plain", Body: bytes.Repeat([]byte("x"), workers*changes)})
}

func page(n int) host.Page {
	return host.Page{Type: fmt.Sprintf("text/x-%d", n), Body: fmt.Appendf(nil, "\x00\n%d\xff\r\n", n), Gone: n%2 == 1}
}

func equal(a, b host.Page) bool {
	return a.Type == b.Type && a.Gone == b.Gone && bytes.Equal(a.Body, b.Body)
}

func put(t *testing.T, s host.Store, name string, p host.Page) {
	t.Helper()
	if err := s.Change(context.Background(), name, func(host.Page, bool) (host.Page, error) { return p, nil }); err != nil {
		t.Fatalf("%.40q: %v", name, err)
	}
}

func wants(t *testing.T, s host.Store, name string, want host.Page) {
	t.Helper()
	if p, ok, err := s.Load(context.Background(), name); !ok || err != nil || !equal(p, want) {
		t.Errorf("%.40q: got %.200v, %v, %v, wanted %.200v", name, p, ok, err, want)
	}
	if heads, ok := s.(host.HeadStore); ok {
		if h, found, err := heads.LoadHead(context.Background(), name); !found || err != nil || h != want.Head() {
			t.Errorf("%.40q: LoadHead returned %v, %v, %v, wanted %v", name, h, found, err, want.Head())
		}
	}
}
