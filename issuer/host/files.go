package host

import (
	"errors"
	"io"
	"io/fs"
	"os"
)

// files are the operations by which a Folder changes the disk, and the one whose
// cost grows with the number of files. Tests stop a program before each change.
type files interface {
	// list returns the names in a folder within the folder.
	list(dir string) ([]fs.DirEntry, error)
	// create makes a file that must not exist yet.
	create(name string, mode fs.FileMode) (file, error)
	rename(from, to string) error
	remove(name string) error
	// sync returns when the names of the folder are on the disk.
	sync() error
}

type file interface {
	io.WriteCloser
	Sync() error
}

// rootFiles are the files of a folder.
type rootFiles struct{ root *os.Root }

func (r rootFiles) list(dir string) ([]fs.DirEntry, error) { return fs.ReadDir(r.root.FS(), dir) }

func (r rootFiles) create(name string, mode fs.FileMode) (file, error) {
	return r.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
}

func (r rootFiles) rename(from, to string) error { return r.root.Rename(from, to) }

func (r rootFiles) remove(name string) error { return r.root.Remove(name) }

func (r rootFiles) sync() (err error) {
	dir, err := r.root.Open(".")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dir.Close()) }()
	return dir.Sync()
}
