package hosttest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openbadges-go/openbadges/issuer/host"
)

// The settings of a child process.
const (
	placeFlag   = "OPENBADGES_HOSTTEST_PLACE" // where the store is
	numberFlag  = "OPENBADGES_HOSTTEST_N"
	changesFlag = "OPENBADGES_HOSTTEST_CHANGES"
)

// again returns the command that runs the top-level test of t in a child
// process, with a store at a place.
func again(t *testing.T, place string, settings ...string) *exec.Cmd {
	test, _, _ := strings.Cut(t.Name(), "/")
	cmd := exec.Command(os.Args[0], "-test.run=^"+regexp.QuoteMeta(test)+"$")
	cmd.Env = append(append(os.Environ(), placeFlag+"="+place), settings...)
	return cmd
}

// errKilled is the error of a child process that a signal ended.
var errKilled = errors.New("killed")

// say runs a child process and returns the lines that it printed.
func say(cmd *exec.Cmd) ([]string, error) {
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit) && stderr.Len() == 0 && exit.ExitCode() != failedChild:
		return lines, errKilled
	case err != nil:
		return lines, fmt.Errorf("%w: %s", err, stderr.String())
	}
	return lines, nil
}

// failedChild is the exit code of a child process that got an error.
const failedChild = 3

// end ends a child process.
func end(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(failedChild)
	}
	fmt.Println("end")
	os.Exit(0)
}

// Processes tests that a store loses no change of several processes, that two
// offices on it give each place of a status list once and keep every
// revocation, and that a process may be killed at any moment. open opens the store at a place, such
// as a folder, that must be empty. Call Processes first in a top-level
// test: it runs the test program again, for that test only.
func Processes(t *testing.T, place string, open func(place string) (host.Store, error)) {
	if at := os.Getenv(placeFlag); at != "" {
		child(at, open)
	}
	t.Run("no change is lost", func(t *testing.T) {
		const each = 60
		var group sync.WaitGroup
		for n := range 2 {
			group.Go(func() {
				if done, err := run(t, place, n, each, nil); err != nil || done != each {
					t.Errorf("process %d made %d of %d changes: %v", n, done, each, err)
				}
			})
		}
		read(t, place, open, &group)
		requireCount(t, place, open, 2*each)
	})
	t.Run("SC-24, S-55: two offices give no place twice and lose no revocation", func(t *testing.T) { offices(t, place, open) })
	t.Run("S-56: a process is killed", func(t *testing.T) {
		for round := range 8 {
			var group sync.WaitGroup
			var last [2]int
			for n := range last {
				group.Go(func() {
					limit, kill := 25, (<-chan time.Time)(nil)
					if n == 0 {
						limit, kill = 1_000_000, time.After(time.Duration(20+7*round)*time.Millisecond)
					}
					var err error
					if last[n], err = run(t, place, 10*(round+1)+n, limit, kill); n == 1 && (err != nil || last[n] != limit) {
						t.Errorf("the other process made %d of %d changes: %v", last[n], limit, err)
					}
				})
			}
			read(t, place, open, &group)
			s := reopened(t, place, open)
			for n, want := range last {
				p, _, err := s.Load(context.Background(), pageOf(10*(round+1)+n))
				if got := len(p.Body); err != nil || got < want || got > want+1 {
					t.Errorf("process %d was confirmed %d changes, the page has %d: %v", n, want, got, err)
				}
			}
			put(t, s, "/after", page(round)) // nothing that was left is in the way
		}
	})
}

func pageOf(n int) string { return fmt.Sprint("/process/", n) }

func reopened(t *testing.T, place string, open func(string) (host.Store, error)) host.Store {
	t.Helper()
	s, err := open(place)
	if err != nil {
		t.Fatal(err)
	}
	if c, ok := s.(interface{ Close() error }); ok {
		t.Cleanup(func() { c.Close() })
	}
	return s
}

// read loads the common page until all processes have ended: it only ever
// grows, and is never a part of a page.
func read(t *testing.T, place string, open func(string) (host.Store, error), group *sync.WaitGroup) {
	t.Helper()
	s := reopened(t, place, open)
	ended := make(chan struct{})
	go func() { group.Wait(); close(ended) }()
	for before := 0; ; {
		p, _, err := s.Load(context.Background(), "/common")
		if n := len(p.Body); err != nil || n < before || strings.Trim(string(p.Body), "x") != "" {
			t.Errorf("read a page of %d bytes after one of %d: %v", n, before, err)
		}
		before = len(p.Body)
		select {
		case <-ended:
			return
		case <-time.After(time.Millisecond):
		}
	}
}

func requireCount(t *testing.T, place string, open func(string) (host.Store, error), want int) {
	t.Helper()
	p, _, err := reopened(t, place, open).Load(context.Background(), "/common")
	if err != nil || len(p.Body) != want {
		t.Errorf("%d of %d changes are there: %v", len(p.Body), want, err)
	}
}

// run starts a process that makes changes, and returns how many of them it says
// were made.
func run(t *testing.T, place string, n, changes int, kill <-chan time.Time) (done int, err error) {
	cmd := again(t, place, fmt.Sprint(numberFlag, "=", n), fmt.Sprint(changesFlag, "=", changes))
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		fmt.Sscan(lines.Text(), &done)
		if kill != nil && done == 1 { // the time starts with the first change
			go func() { <-kill; cmd.Process.Kill() }()
		}
	}
	if err := cmd.Wait(); err != nil && kill == nil {
		return done, fmt.Errorf("%w: %s", err, stderr.String())
	}
	return done, nil
}

// child makes changes to the common page and to a separate one, reports each, and ends.
func child(place string, open func(string) (host.Store, error)) {
	var n, changes int
	fmt.Sscan(os.Getenv(numberFlag), &n)
	fmt.Sscan(os.Getenv(changesFlag), &changes)
	s, err := open(place)
	if err == nil && os.Getenv(officeFlag) != "" {
		end(runOffice(s))
	}
	for k := 1; err == nil && k <= changes; k++ {
		for _, name := range []string{pageOf(n), "/common"} {
			if err == nil {
				err = s.Change(context.Background(), name, func(old host.Page, _ bool) (host.Page, error) {
					return host.Page{Type: "text/plain", Body: append(old.Body, 'x')}, nil
				})
			}
		}
		if err == nil {
			fmt.Println(k)
		}
	}
	end(err)
}
