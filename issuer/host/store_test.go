package host_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/issuer/host"
	"github.com/openbadges-go/openbadges/issuer/host/hosttest"
)

func TestMemory(t *testing.T) {
	m := host.NewMemory()
	hosttest.Test(t, m, func(*testing.T) host.Store { return m })
}

func openFolder(t *testing.T, path string) *host.Folder {
	f, err := host.OpenFolder(path)
	require.NoError(t, err)
	t.Cleanup(func() { f.Close() })
	return f
}

func TestFolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "pages")
	hosttest.Test(t, openFolder(t, path), func(t *testing.T) host.Store { return openFolder(t, path) })

	t.Run("modes", func(t *testing.T) {
		path := t.TempDir()
		f := openFolder(t, path)
		write(t, f, "/a", "text/plain", "one")
		write(t, f, "places of /s", "text/plain", "one")
		private := 0
		for _, name := range pageFiles(t, path) {
			about, err := os.Stat(name)
			require.NoError(t, err)
			require.Zero(t, about.Mode()&0o007, "others read it")
			if about.Mode()&0o077 == 0 {
				private++
			}
		}
		require.Positive(t, private, "the note is the owner's alone")
	})
	t.Run("damaged file", func(t *testing.T) {
		path := t.TempDir()
		f := openFolder(t, path)
		write(t, f, "/a", "text/plain", "one")
		write(t, f, "/b", "text/plain", "two")
		files := pageFiles(t, path)
		require.Len(t, files, 2)
		first, err := os.ReadFile(files[0])
		require.NoError(t, err)
		for _, damaged := range [][]byte{nil, first[:1], bytes.ReplaceAll(first, []byte("\n"), nil)} {
			require.NoError(t, os.WriteFile(files[1], damaged, 0o600))
			require.ErrorContains(t, errorOf(f), "does not hold the page")
		}
		require.NoError(t, os.WriteFile(files[1], first, 0o600)) // the page of another name
		require.ErrorContains(t, errorOf(f), "does not hold the page")
	})
}

func TestFolderOfAnother(t *testing.T) {
	t.Run("a reader leaves the writer alone", func(t *testing.T) {
		path := t.TempDir()
		writer := openFolder(t, path)
		write(t, writer, "/a", "text/plain", "one")
		require.NoError(t, os.WriteFile(filepath.Join(path, "unfinished", "x"), nil, 0o600))
		reader := openFolder(t, path)
		_, found, err := reader.Load(t.Context(), "/a")
		require.NoError(t, err)
		require.True(t, found)
		require.Equal(t, 1, unfinished(t, path), "the writer is not done with it")
		write(t, openFolder(t, path), "/a", "text/plain", "two")
		require.Equal(t, 0, unfinished(t, path))
	})
	t.Run("a link that leads out of the folder", func(t *testing.T) {
		path, secret := t.TempDir(), filepath.Join(t.TempDir(), "secret")
		f := openFolder(t, path)
		write(t, f, "/a", "text/plain", "one")
		files := pageFiles(t, path)
		page, err := os.ReadFile(files[0])
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(secret, page, 0o600))
		require.NoError(t, os.Remove(files[0]))
		require.NoError(t, os.Symlink(secret, files[0]))
		_, _, err = f.Load(t.Context(), "/a")
		require.Error(t, err)
		require.Error(t, f.Change(t.Context(), "/a", func(host.Page, bool) (host.Page, error) { return host.Page{}, nil }))
		kept, err := os.ReadFile(secret)
		require.NoError(t, err)
		require.Equal(t, page, kept)
	})
	t.Run("a folder that is a file", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "file")
		require.NoError(t, os.WriteFile(file, nil, 0o600))
		_, err := host.OpenFolder(file)
		require.Error(t, err)
	})
}

// S-55: two processes on one folder keep every change.
func TestFolderProcesses(t *testing.T) {
	hosttest.Processes(t, filepath.Join(t.TempDir(), "pages"), func(place string) (host.Store, error) { return host.OpenFolder(place) })
}

// errorOf reads both pages and returns the error of the one that fails.
func errorOf(f *host.Folder) error {
	_, _, a := f.Load(context.Background(), "/a")
	_, _, b := f.Load(context.Background(), "/b")
	if a != nil {
		return a
	}
	return b
}

func write(t *testing.T, s host.Store, name, typ, body string) {
	require.NoError(t, s.Change(t.Context(), name, func(host.Page, bool) (host.Page, error) {
		return host.Page{Type: typ, Body: []byte(body)}, nil
	}))
}

const childFlag = "OPENBADGES_TEST_FOLDER"

// S-56: a program that is killed at any moment leaves every page complete: confirmed
// changes are there, and no page is half old and half new. The next change works at
// once, whatever was locked.
func TestFolderSurvivesKill(t *testing.T) {
	if path := os.Getenv(childFlag); path != "" {
		writeForEver(path)
	}
	path := t.TempDir()
	kept := 0
	for range 40 {
		kept = max(kept, killOne(t, path))
		f := openFolder(t, path)
		began := time.Now()
		write(t, f, "/after", "text/plain", "")
		require.Less(t, time.Since(began), 5*time.Second, "the change waited for the lock of a program that is gone")
		require.Equal(t, 0, unfinished(t, path), "unfinished files are left")
		for page := range 3 {
			p, ok, err := f.Load(t.Context(), fmt.Sprint("/", page))
			require.NoError(t, err)
			if !ok {
				require.Zero(t, kept)
				continue
			}
			number, _, _ := strings.Cut(string(p.Body), "\n")
			require.Equal(t, bodyFor(number), string(p.Body), "a page is a mixture")
			var n int
			_, err = fmt.Sscan(number, &n)
			require.NoError(t, err)
			require.GreaterOrEqual(t, n, kept, "a change that was reported done is lost")
		}
	}
	require.Positive(t, kept)
}

// killOne runs a writing program for a moment and returns the number of the
// last change that it said was done.
func killOne(t *testing.T, path string) (last int) {
	child := exec.Command(os.Args[0], "-test.run=^TestFolderSurvivesKill$")
	child.Env = append(os.Environ(), childFlag+"="+path)
	out, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	lines := bufio.NewScanner(out)
	require.True(t, lines.Scan(), "the program ended before it was killed")
	deadline := time.AfterFunc(time.Duration(rand.IntN(5_000))*time.Microsecond, func() { child.Process.Kill() })
	defer deadline.Stop()
	for more := true; more; more = lines.Scan() {
		fmt.Sscan(lines.Text(), &last)
	}
	require.Error(t, child.Wait(), "the program ended before it was killed")
	return last
}

func writeForEver(path string) {
	f, err := host.OpenFolder(path)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	first := 1
	if p, ok, _ := f.Load(context.Background(), "/2"); ok {
		fmt.Sscan(string(p.Body), &first)
	}
	for n := first; ; n++ {
		for page := range 3 {
			err := f.Change(context.Background(), fmt.Sprint("/", page), func(host.Page, bool) (host.Page, error) {
				return host.Page{Type: "text/plain", Body: []byte(bodyFor(fmt.Sprint(n)))}, nil
			})
			if err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
		}
		fmt.Println(n)
	}
}

func bodyFor(number string) string { return strings.Repeat(number+"\n", 20_000) }

// pageFiles returns the files of pages in a folder.
func pageFiles(t *testing.T, path string) (files []string) {
	all, err := filepath.Glob(filepath.Join(path, "*"))
	require.NoError(t, err)
	for _, name := range all {
		if len(filepath.Base(name)) == 64 {
			files = append(files, name)
		}
	}
	return files
}

func unfinished(t *testing.T, path string) int {
	left, err := filepath.Glob(filepath.Join(path, "unfinished", "*"))
	require.NoError(t, err)
	return len(left)
}
