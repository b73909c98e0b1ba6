//go:build unix && !solaris && !aix

package host

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
)

// lock is the lock of a folder among processes: flock on a file of it, which
// the kernel releases when its holder ends.
type lock struct {
	root *os.Root
	file *os.File
}

// newLock opens the lock of a folder.
func newLock(root *os.Root) (*lock, error) {
	l := &lock{root: root}
	return l, l.open()
}

func (l *lock) open() (err error) {
	l.file, err = l.root.OpenFile(lockName, os.O_RDWR|os.O_CREATE, lockMode)
	return err
}

// try takes the lock if it is free.
func (l *lock) try() (bool, error) {
	err := syscall.Flock(int(l.file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	switch {
	case errors.Is(err, syscall.EWOULDBLOCK), errors.Is(err, syscall.EINTR):
		return false, nil
	case err != nil:
		return false, err
	}
	// A lock on a file that somebody removed or replaced excludes nobody.
	held, err := l.file.Stat()
	if err == nil {
		named, missing := l.root.Stat(lockName)
		if missing == nil && os.SameFile(held, named) {
			note := fmt.Sprintf("%-20s\n", fmt.Sprintf("process %d", os.Getpid()))
			l.file.WriteAt([]byte(note), 0) // only for the message of others
			return true, nil
		}
		err = errors.Join(l.file.Close(), l.open())
	}
	return false, err
}

func (l *lock) release() error { return syscall.Flock(int(l.file.Fd()), syscall.LOCK_UN) }

// holder names the process that last took the lock.
func (l *lock) holder() string {
	note := make([]byte, 64)
	n, _ := l.file.ReadAt(note, 0)
	return strings.TrimSpace(string(note[:n]))
}

func (l *lock) close() error { return l.file.Close() }

// removed reports whether an open folder has no name any more.
func removed(about fs.FileInfo) bool {
	stat, ok := about.Sys().(*syscall.Stat_t)
	return ok && stat.Nlink == 0
}
