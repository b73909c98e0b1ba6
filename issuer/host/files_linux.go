//go:build amd64 || arm64

package host

import (
	"errors"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// openFiles are the files of a folder that is open: each operation is one system
// call. Package os makes four times as many, and a file takes less than they do.
type openFiles struct {
	rootFiles
	dir, unfinished *os.File
	safe            bool // syncfs is as safe as fsync
}

// newFiles opens a folder and its folder of unfinished files.
func newFiles(root *os.Root) (_ files, err error) {
	o := &openFiles{rootFiles: rootFiles{root}}
	if o.dir, err = root.Open("."); err != nil {
		return nil, err
	}
	if o.unfinished, err = root.OpenFile(unfinished, syscall.O_DIRECTORY, 0); err != nil {
		return nil, errors.Join(err, o.dir.Close())
	}
	o.safe = reportsErrors() && o.onKnownDisk()
	return o, nil
}

// with calls do with the descriptor of an open folder, which stays open meanwhile,
// again while a signal interrupts it.
func with(dir *os.File, do func(dir int) error) error {
	raw, err := dir.SyscallConn()
	if err != nil {
		return err
	}
	var done error
	if err := raw.Control(func(fd uintptr) {
		for done = do(int(fd)); done == syscall.EINTR; done = do(int(fd)) {
		}
	}); err != nil {
		return err
	}
	return done
}

func (o *openFiles) create(name string, mode fs.FileMode) (f file, err error) {
	return f, with(o.unfinished, func(dir int) error {
		fd, err := syscall.Openat(dir, name, syscall.O_WRONLY|syscall.O_CREAT|syscall.O_EXCL|syscall.O_NOFOLLOW|syscall.O_CLOEXEC, uint32(mode.Perm()))
		f = descriptor(fd)
		return err
	})
}

func (o *openFiles) finish(name, as string) error {
	return with(o.unfinished, func(from int) error {
		return with(o.dir, func(to int) error { return syscall.Renameat(from, name, to, as) })
	})
}

func (o *openFiles) sync() error { return with(o.dir, syscall.Fsync) }

func (o *openFiles) syncsAll() bool { return o.safe }

// syncAll syncs the disk of the folder (syncfs(2)).
func (o *openFiles) syncAll() error {
	number := uintptr(306) // which package syscall does not have for amd64
	if runtime.GOARCH == "arm64" {
		number = 267
	}
	return with(o.dir, func(dir int) error {
		if _, _, failed := syscall.Syscall(number, uintptr(dir), 0, 0); failed != 0 {
			return os.NewSyscallError("syncfs", failed)
		}
		return nil
	})
}

func (o *openFiles) close() error { return errors.Join(o.dir.Close(), o.unfinished.Close()) }

// reportsErrors reports whether syncfs returns the errors of writing: before Linux
// 5.8 it did not.
func reportsErrors() bool {
	var u syscall.Utsname
	if syscall.Uname(&u) != nil {
		return false
	}
	var release strings.Builder
	for _, c := range u.Release {
		release.WriteByte(byte(c))
	}
	major, rest, _ := strings.Cut(release.String(), ".")
	minor, _, _ := strings.Cut(rest, ".")
	a, err := strconv.Atoi(major)
	b, wrong := strconv.Atoi(minor)
	return err == nil && wrong == nil && (a > 5 || a == 5 && b >= 8)
}

// knownDisks are the file systems that write everything when syncfs returns: ext4,
// XFS, Btrfs and the one in memory. Those of a network or a program may not.
var knownDisks = []int64{0xef53, 0x58465342, 0x9123683e, 0x01021994}

func (o *openFiles) onKnownDisk() bool {
	var s syscall.Statfs_t
	err := with(o.dir, func(dir int) error { return syscall.Fstatfs(dir, &s) })
	return err == nil && slices.Contains(knownDisks, s.Type)
}

// descriptor is an open file.
type descriptor int

func (d descriptor) Write(p []byte) (n int, err error) {
	for n < len(p) {
		m, err := syscall.Write(int(d), p[n:])
		if err != nil && err != syscall.EINTR {
			return n, os.NewSyscallError("write", err)
		}
		n += max(m, 0)
	}
	return n, nil
}

func (d descriptor) Sync() (err error) {
	for err = syscall.Fsync(int(d)); err == syscall.EINTR; err = syscall.Fsync(int(d)) {
	}
	return os.NewSyscallError("fsync", err)
}

func (d descriptor) Close() error { return os.NewSyscallError("close", syscall.Close(int(d))) }
