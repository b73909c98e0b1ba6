package host_test

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/issuer/host"
)

// S-61: a folder that is closed while others change and read it keeps every change
// that returned nil, and leaves nothing unfinished.
func TestFolderClosedWhileUsed(t *testing.T) {
	for range 5 {
		path := t.TempDir()
		f, err := host.OpenFolder(path)
		require.NoError(t, err)
		var group sync.WaitGroup
		kept := make([]int, 4) // how many changes of each page returned nil
		started := make(chan struct{}, len(kept))
		for n := range kept {
			name := fmt.Sprint("/", n)
			group.Go(func() {
				for f.Change(t.Context(), name, func(old host.Page, _ bool) (host.Page, error) {
					return host.Page{Type: "text/plain", Body: append(old.Body, 'x')}, nil
				}) == nil {
					if kept[n]++; kept[n] == 1 {
						started <- struct{}{}
					}
					if p, found, err := f.Load(t.Context(), name); err == nil && (!found || len(p.Body) != kept[n]) {
						t.Errorf("%s has %d changes, wanted %d", name, len(p.Body), kept[n])
					}
				}
			})
		}
		for range kept {
			<-started
		}
		require.NoError(t, f.Close())
		group.Wait()
		require.ErrorContains(t, f.Change(t.Context(), "/0", nil), "not open")
		require.ErrorContains(t, f.Close(), "not open")
		_, _, err = f.Load(t.Context(), "/0")
		require.ErrorIs(t, err, os.ErrClosed)

		again := openFolder(t, path)
		for n := range kept {
			p, found, err := again.Load(t.Context(), fmt.Sprint("/", n))
			require.NoError(t, err)
			require.True(t, found)
			require.Len(t, p.Body, kept[n])
		}
		require.Zero(t, unfinished(t, path))
	}
}

// S-61: a folder opens no more files with every change, also one that fails, and a
// closed one has none.
func TestFolderOpenFiles(t *testing.T) {
	open := func() int {
		all, err := os.ReadDir("/proc/self/fd")
		require.NoError(t, err)
		return len(all)
	}
	before := open()
	f, err := host.OpenFolder(t.TempDir())
	require.NoError(t, err)
	write(t, f, "/a", "text/plain", "x") // the first change clears the folder
	opened := open()
	h, err := host.New(host.Config{Base: base, Store: f})
	require.NoError(t, err)
	refused := errors.New("refused")
	for n := range 50 {
		write(t, f, "/a", "text/plain", fmt.Sprint(n))
		require.ErrorIs(t, f.Change(t.Context(), "/a", func(host.Page, bool) (host.Page, error) { return host.Page{}, refused }), refused)
		done, err := h.PublishAll(t.Context(), profiles(h, 20*n, 20*n+20))
		require.NoError(t, err)
		require.Equal(t, 20, done)
		_, _, err = f.Load(t.Context(), "/nothing")
		require.NoError(t, err)
		_, _, err = f.LoadHead(t.Context(), "/a")
		require.NoError(t, err)
	}
	require.Equal(t, opened, open())
	require.NoError(t, f.Close())
	require.Equal(t, before, open())
}
