//go:build amd64 || arm64

package host_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/issuer/host"
)

// BenchmarkFewestCalls writes the files of BenchmarkPublishAll/folder, as durable,
// with the fewest system calls: four a file, and two for all.
func BenchmarkFewestCalls(b *testing.B) {
	f, err := host.OpenFolder(b.TempDir())
	require.NoError(b, err)
	h, _, err := officeIn(f)
	require.NoError(b, err)
	_, err = h.PublishAll(b.Context(), profiles(h, 0, pagesTogether))
	require.NoError(b, err)
	contents := map[string][]byte{}
	files, err := filepath.Glob(filepath.Join(f.Path(), "*"))
	require.NoError(b, err)
	for _, name := range files {
		if len(filepath.Base(name)) == 64 {
			contents[filepath.Base(name)], err = os.ReadFile(name)
			require.NoError(b, err)
		}
	}
	require.Len(b, contents, pagesTogether)
	path := removedElsewhere(b)
	for n := 0; b.Loop(); n++ {
		at := filepath.Join(path, fmt.Sprint(n))
		require.NoError(b, os.MkdirAll(filepath.Join(at, "unfinished"), 0o750))
		dir, err := os.Open(at)
		require.NoError(b, err)
		require.NoError(b, errors.Join(writeAll(at, dir, contents), dir.Close()))
	}
	perPage(b)
}

// BenchmarkPublishFolder publishes new pages in an empty folder, in one call: as many
// as pagesEnv says. SC-28 is about 100,000, with -benchtime 1x.
func BenchmarkPublishFolder(b *testing.B) {
	total := pagesAsked(b)
	path := removedElsewhere(b)
	processor := func() time.Duration {
		var u syscall.Rusage
		require.NoError(b, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	began := processor()
	for n := 0; b.Loop(); n++ {
		f, err := host.OpenFolder(filepath.Join(path, fmt.Sprint(n)))
		require.NoError(b, err)
		h, err := host.New(host.Config{Base: base, Store: f})
		require.NoError(b, err)
		done, err := h.PublishAll(b.Context(), profiles(h, 0, total))
		require.NoError(b, err)
		require.Equal(b, total, done)
		require.NoError(b, f.Close())
	}
	b.ReportMetric((processor()-began).Seconds()/float64(b.N), "processor-s/op")
}

func writeAll(at string, dir *os.File, contents map[string][]byte) error {
	for name, content := range contents {
		fd, err := syscall.Open(at+"/unfinished/"+name, syscall.O_WRONLY|syscall.O_CREAT|syscall.O_EXCL|syscall.O_CLOEXEC, 0o640)
		if err != nil {
			return err
		}
		if n, err := syscall.Write(fd, content); err != nil || n < len(content) {
			return fmt.Errorf("wrote %d bytes of %d: %w", n, len(content), err)
		}
		if err := syscall.Close(fd); err != nil {
			return err
		}
	}
	if err := host.SyncAll(dir); err != nil {
		return err
	}
	for name := range contents {
		if err := syscall.Rename(at+"/unfinished/"+name, at+"/"+name); err != nil {
			return err
		}
	}
	return dir.Sync()
}

// S-61, SC-28: a process that is killed before any of its writes of many pages,
// which it syncs together, leaves each page complete or absent.
func TestManyKilledAtEveryWrite(t *testing.T) {
	const pages = 16
	if folder := os.Getenv(faultFolder); folder != "" {
		f, err := host.OpenFolder(folder)
		require.NoError(t, err)
		var step int
		_, err = fmt.Sscan(os.Getenv(stepFlag), &step)
		require.NoError(t, err)
		f.Before(func() {
			if step--; step == 0 {
				require.NoError(t, syscall.Kill(os.Getpid(), syscall.SIGKILL))
			}
		})
		h, _, err := officeIn(f)
		require.NoError(t, err)
		_, err = h.PublishAll(t.Context(), profiles(h, 0, pages))
		require.NoError(t, err)
		os.Exit(0)
	}
	for step := 1; ; step++ {
		path := t.TempDir()
		child := again(t, path)
		child.Env = append(child.Env, fmt.Sprintf("%s=%d", stepFlag, step))
		ended := child.Run() == nil
		f := openFolder(t, path)
		write(t, f, "/after", "text/plain", "")
		require.Zero(t, unfinished(t, path))
		h, _, err := officeIn(f)
		require.NoError(t, err)
		for n, d := range slices.Collect(profiles(h, 0, pages)) {
			p, found, err := f.Load(t.Context(), fmt.Sprint("/", n))
			require.NoError(t, err)
			require.True(t, found || !ended)
			if found {
				require.Equal(t, string(d.Bytes()), string(p.Body))
			}
		}
		if ended {
			require.Equal(t, 4*pages+2, step-1, "operations")
			return
		}
	}
}

// stepFlag is the number of the operation before which a process ends.
const stepFlag = "OPENBADGES_TEST_STEP"
