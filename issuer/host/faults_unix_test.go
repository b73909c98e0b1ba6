//go:build unix

package host_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/issuer/host"
)

func big(host.Page, bool) (host.Page, error) {
	return host.Page{Type: "text/plain", Body: make([]byte, 1<<20)}, nil
}

// S-61: a disk without room is an error that names the page; the old page and
// the folder are as they were.
func TestDiskFull(t *testing.T) {
	if folder := os.Getenv(faultFolder); folder != "" {
		f, err := host.OpenFolder(folder)
		if err == nil {
			err = f.Change(context.Background(), "/a", big)
		}
		fmt.Print(err)
		os.Exit(0)
	}
	path := t.TempDir()
	f := openFolder(t, path)
	write(t, f, "/a", "text/plain", "one")
	child := again(t, path)
	cmd := exec.Command("sh", "-c", `ulimit -f 64; exec "$0" "$1"`, child.Path, child.Args[1])
	cmd.Env = child.Env
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.Contains(t, string(out), `"/a"`)
	require.Contains(t, string(out), syscall.EFBIG.Error())
	require.Zero(t, unfinished(t, path))
	p, _, err := f.Load(t.Context(), "/a")
	require.NoError(t, err)
	require.Equal(t, "one", string(p.Body))
	require.NoError(t, f.Change(t.Context(), "/a", big))
}

// S-61: a process without write permission can read; a change returns the reason.
func TestFolderReadOnly(t *testing.T) {
	if folder := os.Getenv(faultFolder); folder != "" {
		if os.Getuid() == 0 {
			require.NoError(t, syscall.Setuid(65534)) // root passes all permissions
		}
		f, err := host.OpenFolder(folder)
		require.NoError(t, err)
		p, found, err := f.Load(t.Context(), "/a")
		require.NoError(t, err)
		require.True(t, found)
		require.Equal(t, "one", string(p.Body))
		err = f.Change(t.Context(), "/a", func(host.Page, bool) (host.Page, error) { return host.Page{}, nil })
		require.ErrorIs(t, err, fs.ErrPermission)
		return
	}
	path, err := os.MkdirTemp("", "pages")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, errors.Join(os.Chmod(path, 0o700), os.RemoveAll(path))) })
	f := openFolder(t, path)
	write(t, f, "/a", "text/plain", "one")
	require.NoError(t, filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
		if d.IsDir() {
			return errors.Join(err, os.Chmod(name, 0o555))
		}
		return errors.Join(err, os.Chmod(name, 0o444))
	}))
	before, err := os.ReadFile(pageFiles(t, path)[0])
	require.NoError(t, err)
	out, err := again(t, path).CombinedOutput()
	require.NoError(t, err, "%s", out)
	after, err := os.ReadFile(pageFiles(t, path)[0])
	require.NoError(t, err)
	require.True(t, bytes.Equal(before, after))
	require.NoError(t, errors.Join(os.Chmod(path, 0o755), os.Chmod(filepath.Join(path, "unfinished"), 0o755)))
}
