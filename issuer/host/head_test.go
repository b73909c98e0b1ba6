package host_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/issuer/host"
)

// reading counts the bodies that are read of a Folder.
type reading struct {
	*host.Folder
	bodies int
}

func (r *reading) Load(ctx context.Context, name string) (host.Page, bool, error) {
	if name == "/a" {
		r.bodies++
	}
	return r.Folder.Load(ctx, name)
}

// SC-18: HEAD, and a client that has the page, read no body and get the headers
// of GET.
func TestHeadReadsNoBody(t *testing.T) {
	store := &reading{Folder: openFolder(t, t.TempDir())}
	h, err := host.New(host.Config{Base: base, Store: store})
	require.NoError(t, err)
	require.NoError(t, h.PublishPage(t.Context(), h.URL("a"), host.Page{Type: "application/ld+json", Body: []byte(`{"a":1}`)}))
	full, _ := ask(h, "GET", "/a")
	tag := full.Header.Get("ETag")
	for _, row := range []struct {
		method string
		header []string
		code   int
		bodies int
	}{
		{"GET", nil, 200, 1},
		{"HEAD", nil, 200, 0},
		{"HEAD", []string{"Range", "bytes=1-2"}, 206, 0},
		{"HEAD", []string{"If-None-Match", tag}, 304, 0},
		{"HEAD", []string{"If-None-Match", `"other"`}, 200, 0},
		{"GET", []string{"If-None-Match", tag}, 304, 0},
		{"GET", []string{"If-None-Match", `"other", W/` + tag}, 304, 0},
		{"GET", []string{"If-None-Match", "*"}, 304, 0},
		{"GET", []string{"If-None-Match", tag, "Range", "bytes=1-2"}, 304, 0},
		{"GET", []string{"If-None-Match", tag, "If-Match", `"other"`}, 412, 0},
		{"GET", []string{"If-None-Match", `"other"`}, 200, 1},
		{"GET", []string{"If-None-Match", "bad"}, 200, 1},
	} {
		store.bodies = 0
		answer, _ := ask(h, row.method, "/a", row.header...)
		require.Equal(t, row.code, answer.StatusCode, row)
		require.Equal(t, row.bodies, store.bodies, row)
		require.Equal(t, tag, answer.Header.Get("ETag"), row)
		if row.code == 200 {
			require.Equal(t, full.Header, answer.Header, row)
		}
	}
	require.NoError(t, h.PublishPage(t.Context(), h.URL("a"), host.Page{Type: "application/ld+json", Body: []byte(`{"a":2}`)}))
	answer, body := ask(h, "GET", "/a", "If-None-Match", tag)
	require.Equal(t, 200, answer.StatusCode)
	require.Equal(t, `{"a":2}`, body)
	require.NoError(t, store.Change(t.Context(), "/a", func(old host.Page, _ bool) (host.Page, error) {
		old.Gone = true
		return old, nil
	}))
	gone, body := ask(h, "GET", "/a", "If-None-Match", answer.Header.Get("ETag"))
	require.Equal(t, 410, gone.StatusCode, "a revocation is sent to those who have the page")
	require.NotEmpty(t, body)
	answer, _ = ask(h, "HEAD", "/b")
	require.Equal(t, 404, answer.StatusCode)
}

// SC-18: a Folder reads the first line of a file, and all of a file without a tag.
func TestFolderHead(t *testing.T) {
	path := t.TempDir()
	f := openFolder(t, path)
	page := host.Page{Type: "text/plain", Body: bytes.Repeat([]byte("x"), 16<<20)}
	require.NoError(t, f.Change(t.Context(), "/a", func(host.Page, bool) (host.Page, error) { return page, nil }))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	got, found, err := f.LoadHead(t.Context(), "/a")
	runtime.ReadMemStats(&after)
	require.NoError(t, err)
	require.True(t, found)
	require.Equal(t, page.Head(), got)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(1<<20))

	name := pageFiles(t, path)[0]
	require.NoError(t, os.WriteFile(name, []byte(`{"name":"/a","type":"text/plain"}`+"\nbody"), 0o600))
	got, _, err = f.LoadHead(t.Context(), "/a")
	require.NoError(t, err)
	require.Equal(t, host.Page{Type: "text/plain", Body: []byte("body")}.Head(), got)
	for _, damaged := range []string{"", `{"name":"/a"}`, `{"name":"/b"}` + "\n", "\n"} {
		require.NoError(t, os.WriteFile(name, []byte(damaged), 0o600))
		_, _, err = f.LoadHead(t.Context(), "/a")
		require.ErrorContains(t, err, "does not hold the page")
	}
	for _, f := range []*host.Folder{nil, {}} {
		_, _, err := f.LoadHead(t.Context(), "/a")
		require.Error(t, err)
	}
}

// SC-19: the work to open a folder and to change a page does not depend on the
// number of pages.
func TestFolderOfManyPages(t *testing.T) {
	path := t.TempDir()
	work := func() (changes int64, lists map[string]int) {
		var count atomic.Int64
		lists = map[string]int{}
		f := openFolder(t, path)
		f.Count(&count, lists)
		write(t, f, "/changed", "text/plain", "x")
		write(t, f, "/changed", "text/plain", "y")
		return count.Load(), lists
	}
	few, lists := work()
	require.Equal(t, map[string]int{"unfinished": 1}, lists)
	for n := range 5000 {
		require.NoError(t, os.WriteFile(filepath.Join(path, fmt.Sprintf("%064d", n)), nil, 0o600))
	}
	many, lists := work()
	require.Equal(t, map[string]int{"unfinished": 1}, lists, "the folder of the pages is not listed")
	require.Equal(t, few, many)
}

func BenchmarkFolder(b *testing.B) {
	path := b.TempDir()
	change := func(b *testing.B) {
		f, err := host.OpenFolder(path)
		require.NoError(b, err)
		defer f.Close()
		for b.Loop() {
			require.NoError(b, f.Change(b.Context(), "/changed", func(host.Page, bool) (host.Page, error) {
				return host.Page{Type: "text/plain", Body: []byte("x")}, nil
			}))
		}
	}
	b.Run("empty", change) // the floor
	for n := range 20_000 {
		require.NoError(b, os.WriteFile(filepath.Join(path, fmt.Sprintf("%064d", n)), nil, 0o600))
	}
	b.Run("20000", change)
}
