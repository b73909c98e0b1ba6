package hosttest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"testing"

	"github.com/openbadges-go/openbadges/issuer/host"
)

// Full tests that a store survives a disk without room. A process whose files
// cannot grow beyond some size (ulimit -f) publishes ever larger pages until the
// store returns an error. Full then opens the store without that limit, finds
// every confirmed page, and changes the page that failed. The test is for stores
// that write files themselves. Call it as Killed is called.
func Full(t *testing.T, place string, open func(place string) (host.Store, error)) {
	if at := os.Getenv(placeFlag); at != "" {
		end(fill(at, open))
	}
	if runtime.GOOS == "windows" {
		t.Skip("this system has no limit for the size of files")
	}
	put(t, reopened(t, place, open), fullName(maxFull), page(0)) // the process opens a store that exists
	child := again(t, place)
	limited := exec.Command("sh", append([]string{"-c", `ulimit -f 256; exec "$@"`, "sh"}, child.Args...)...)
	limited.Env = child.Env
	said, err := say(limited)
	if err != nil || !slices.Contains(said, "full") {
		t.Fatalf("the process said %q and ended with %v", said, err)
	}
	s := reopened(t, place, open)
	failed := last(said, "pages")
	for n := range failed {
		wants(t, s, fullName(n), fullPage(n))
	}
	if p, found, err := s.Load(context.Background(), fullName(failed)); err != nil || found && !equal(p, fullPage(failed)) {
		t.Errorf("a part of a page is there (%v)", err)
	}
	put(t, s, fullName(failed), fullPage(failed))
	wants(t, s, fullName(failed), fullPage(failed))
	wants(t, s, fullName(maxFull), page(0))
}

// maxFull is the number of pages that cannot all have room.
const maxFull = 20

func fullName(n int) string { return fmt.Sprint("/full/", n) }

func fullPage(n int) host.Page {
	return host.Page{Type: "text/plain", Body: bytes.Repeat([]byte("x"), 16<<n)}
}

// fill publishes pages until the store returns an error.
func fill(place string, open func(string) (host.Store, error)) error {
	s, err := open(place)
	if err != nil {
		return err
	}
	for n := range maxFull {
		err := s.Change(context.Background(), fullName(n), func(host.Page, bool) (host.Page, error) { return fullPage(n), nil })
		if err != nil {
			fmt.Println("full")
			return nil
		}
		fmt.Println("pages", n+1)
	}
	return errors.New("all pages have room")
}
