package host_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/issuer/host"
	"github.com/openbadges-go/openbadges/issuer/host/hosttest"
)

// faultFolder tells a child process which folder it uses.
const faultFolder = "OPENBADGES_TEST_FAULT_FOLDER"

// again runs the same test in a child process.
func again(t *testing.T, folder string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), faultFolder+"="+folder)
	return cmd
}

// S-56, S-61: an issuing office that is killed before any of its writes has
// kept what it confirmed, gives no place twice, and works again at once.
func TestKilledAtEveryWrite(t *testing.T) {
	hosttest.Killed(t, filepath.Join(t.TempDir(), "pages"), func(place string, before func()) (host.Store, error) {
		f, err := host.OpenFolder(place)
		if err != nil || before == nil {
			require.LessOrEqual(t, unfinished(t, place), 3, "more files than are written at a time")
			return f, err
		}
		f.Before(before)
		return f, nil
	})
}

// S-61: a disk without room.
func TestFolderFull(t *testing.T) {
	hosttest.Full(t, filepath.Join(t.TempDir(), "pages"), func(place string) (host.Store, error) { return host.OpenFolder(place) })
}

func officeIn(s host.Store) (*host.Host, *issuer.Issuer, error) {
	h, err := host.New(host.Config{Base: base, Store: s})
	if err != nil {
		return nil, nil, err
	}
	i, err := newSchool(school)
	return h, i, err
}

// A folder that is full, read-only, replaced or removed is an error, and what
// was there stays.
func TestFolderRemoved(t *testing.T) {
	for name, spoil := range map[string]func(path string) error{
		"removed":  os.RemoveAll,
		"replaced": func(path string) error { return errors.Join(os.RemoveAll(path), os.WriteFile(path, nil, 0o600)) },
	} {
		path := filepath.Join(t.TempDir(), "pages")
		f := openFolder(t, path)
		write(t, f, "/a", "text/plain", "one")
		require.NoError(t, spoil(path))
		require.Error(t, f.Change(t.Context(), "/a", func(host.Page, bool) (host.Page, error) {
			return host.Page{Type: "text/plain", Body: []byte("two")}, nil
		}), name)
		if runtime.GOOS == "windows" {
			continue
		}
		_, found, err := f.Load(t.Context(), "/a")
		require.ErrorIs(t, err, fs.ErrNotExist, name)
		require.False(t, found)
		_, _, err = f.LoadHead(t.Context(), "/a")
		require.ErrorIs(t, err, fs.ErrNotExist, name)
		h, err := host.New(host.Config{Base: base, Store: f})
		require.NoError(t, err)
		answer, _ := ask(h, "GET", "/a")
		require.Equal(t, 503, answer.StatusCode, "a badge of a folder that was removed is not refused")
	}
}

// S-55: a lock that another process keeps is an error, and so is the end of the
// context while it is waited for.
func TestFolderBusy(t *testing.T) {
	path := t.TempDir()
	one, two := openFolder(t, path), openFolder(t, path)
	release, err := one.Hold(t.Context(), 0)
	require.NoError(t, err)
	_, err = two.Hold(t.Context(), time.Millisecond)
	require.ErrorIs(t, err, host.ErrBusy)
	require.Contains(t, err.Error(), strconv.Itoa(os.Getpid()), "it names the process")
	waiting, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	require.ErrorIs(t, two.Change(waiting, "/a", nil), context.DeadlineExceeded)
	_, found, err := two.Load(t.Context(), "/a")
	require.NoError(t, err)
	require.False(t, found)
	require.NoError(t, release())
	write(t, two, "/a", "text/plain", "x")
}

// A lock file that somebody removes or replaces does not let two processes in.
func TestFolderLockRemoved(t *testing.T) {
	path := t.TempDir()
	one, two := openFolder(t, path), openFolder(t, path)
	require.NoError(t, os.Remove(filepath.Join(path, "lock")))
	write(t, one, "/a", "text/plain", "one")
	entered := make(chan struct{})
	proceed := make(chan struct{})
	done := make(chan error, 1)
	go func() {
		done <- one.Change(context.Background(), "/a", func(old host.Page, _ bool) (host.Page, error) {
			close(entered)
			<-proceed
			old.Body = append(old.Body, '1')
			return old, nil
		})
	}()
	<-entered
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, two.Change(ended, "/a", nil), context.Canceled)
	other := make(chan error, 1)
	go func() {
		other <- two.Change(context.Background(), "/a", func(old host.Page, _ bool) (host.Page, error) {
			old.Body = append(old.Body, '2')
			return old, nil
		})
	}()
	close(proceed)
	require.NoError(t, errors.Join(<-done, <-other))
	p, _, err := one.Load(t.Context(), "/a")
	require.NoError(t, err)
	require.Equal(t, "one12", string(p.Body))
}
