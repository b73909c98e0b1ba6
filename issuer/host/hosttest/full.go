package hosttest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"github.com/openbadges-go/openbadges/issuer/host"
)

// Full tests that a store survives a disk without room. A process publishes ever
// larger pages until the store returns an error, once where its files cannot grow
// beyond some size (ulimit -f), and once on a small disk in memory (tmpfs), which
// this skips, and says so, where the system does not let it make one. Full then
// takes the limit away, finds every confirmed page, and changes the page that
// failed. place is a folder that is empty, or a file in one. The test is for stores
// that write files themselves. Call it as Killed is called.
func Full(t *testing.T, place string, open func(place string) (host.Store, error)) {
	if at := os.Getenv(placeFlag); at != "" {
		end(fill(at, open))
	}
	if runtime.GOOS == "windows" {
		t.Skip("this system has no limit for the size of files")
	}
	t.Run("S-61: files cannot grow", func(t *testing.T) {
		put(t, reopened(t, place, open), fullName(maxFull), page(0)) // the process opens a store that exists
		child := again(t, place)
		limited := exec.Command("sh", append([]string{"-c", `ulimit -f 256; exec "$@"`, "sh"}, child.Args...)...)
		limited.Env = child.Env
		said, err := say(limited)
		if err != nil || !slices.Contains(said, "full") {
			t.Fatalf("the process said %q and ended with %v", said, err)
		}
		s := reopened(t, place, open)
		if err := checkFull(s, last(said, "pages")); err != nil {
			t.Error(err)
		}
		wants(t, s, fullName(maxFull), page(0))
	})
	t.Run("S-61: a small disk is full", func(t *testing.T) {
		if err := exec.Command("unshare", "-rm", "mount", "-t", "tmpfs", "none", t.TempDir()).Run(); err != nil {
			t.Skipf("this system does not let a test make a disk in memory: %v", err)
		}
		disk := t.TempDir()
		child := again(t, filepath.Join(disk, "store"), diskFlag+"="+disk)
		small := exec.Command("unshare", append([]string{"-rm", "sh", "-c", `mount -t tmpfs -o size=1m none "$0" && exec "$@"`, disk}, child.Args...)...)
		small.Env = child.Env
		said, err := say(small)
		if err != nil || !slices.Contains(said, "full") || !slices.Contains(said, "end") {
			t.Fatalf("the process said %q and ended with %v", said, err)
		}
	})
}

// diskFlag names the small disk of a child process, which is gone with it.
const diskFlag = "OPENBADGES_HOSTTEST_DISK"

// checkFull finds the pages that were confirmed before the disk was full, all or
// nothing of the next one, and room for it.
func checkFull(s host.Store, confirmed int) error {
	for n := range confirmed + 1 {
		p, found, err := s.Load(context.Background(), fullName(n))
		if err != nil || !equal(p, fullPage(n)) && (found || n < confirmed) {
			return fmt.Errorf("page %d of %d has %d bytes (found: %v, %v)", n, confirmed, len(p.Body), found, err)
		}
	}
	if err := s.Change(context.Background(), fullName(confirmed), func(host.Page, bool) (host.Page, error) { return fullPage(confirmed), nil }); err != nil {
		return err
	}
	if p, _, err := s.Load(context.Background(), fullName(confirmed)); err != nil || !equal(p, fullPage(confirmed)) {
		return fmt.Errorf("the page that had no room has %d bytes (%v)", len(p.Body), err)
	}
	return nil
}

// maxFull is the number of pages that cannot all have room.
const maxFull = 20

func fullName(n int) string { return fmt.Sprint("/full/", n) }

func fullPage(n int) host.Page {
	return host.Page{Type: "text/plain", Body: bytes.Repeat([]byte("x"), 16<<n)}
}

// fill publishes pages until the store returns an error. On a small disk it makes
// room then, and checks the store.
func fill(place string, open func(string) (host.Store, error)) error {
	s, err := open(place)
	if err != nil {
		return err
	}
	for n := range maxFull {
		err := s.Change(context.Background(), fullName(n), func(host.Page, bool) (host.Page, error) { return fullPage(n), nil })
		if err == nil {
			fmt.Println("pages", n+1)
			continue
		}
		fmt.Println("full")
		disk := os.Getenv(diskFlag)
		if disk == "" {
			return nil
		}
		if err := exec.Command("mount", "-o", "remount,size=64m", disk).Run(); err != nil {
			return err
		}
		return checkFull(s, n)
	}
	return errors.New("all pages have room")
}
