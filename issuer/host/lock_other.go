//go:build !unix || solaris || aix

package host

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"time"
)

// lock is the lock of a folder among processes: a file that its holder makes
// and removes. It names the holder, so that others can take over from a process
// that was killed.
type lock struct{ root *os.Root }

// abandoned is the age from which a lock of a process that has ended is removed.
// Younger ones may be those of a process that is just starting.
const abandoned = time.Minute

func newLock(root *os.Root) (*lock, error) { return &lock{root}, nil }

// try takes the lock if it is free or abandoned.
func (l *lock) try() (bool, error) {
	f, err := l.root.OpenFile(lockName, os.O_WRONLY|os.O_CREATE|os.O_EXCL, lockMode)
	if errors.Is(err, fs.ErrExist) {
		return false, l.removeAbandoned()
	}
	if err != nil {
		return false, err
	}
	_, err = fmt.Fprintf(f, "process %d since %s\n", os.Getpid(), time.Now().UTC().Format(time.RFC3339))
	if err = errors.Join(err, f.Close()); err != nil {
		return false, errors.Join(err, l.release())
	}
	return true, nil
}

func (l *lock) removeAbandoned() error {
	var id int
	if _, err := fmt.Sscanf(l.holder(), "process %d", &id); err != nil || running(id) {
		return nil
	}
	about, err := l.root.Stat(lockName)
	if err != nil || time.Since(about.ModTime()) < abandoned {
		return nil
	}
	if err := l.release(); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// running reports whether a process may still exist.
func running(id int) bool {
	p, err := os.FindProcess(id)
	if err != nil {
		return false
	}
	return !errors.Is(p.Signal(syscall.Signal(0)), os.ErrProcessDone)
}

func (l *lock) release() error { return l.root.Remove(lockName) }

// holder says who holds the lock.
func (l *lock) holder() string {
	note, _ := l.root.ReadFile(lockName)
	return strings.TrimSpace(string(note))
}

func (l *lock) close() error { return nil }

// removed reports whether an open folder has no name any more. These systems keep
// a folder that is open, or do not say.
func removed(fs.FileInfo) bool { return false }
