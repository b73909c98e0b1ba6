package host

import (
	"errors"
	"io"
	"io/fs"
	"os"
)

// unfinished is the folder, within a folder of pages, of files that are being
// written.
const unfinished = "unfinished"

// files are the operations by which a Folder changes the disk, and the one whose
// cost grows with the number of files. Tests stop a program before each change.
type files interface {
	// list returns the names in a folder within the folder.
	list(dir string) ([]fs.DirEntry, error)
	// create makes an unfinished file that must not exist yet.
	create(name string, mode fs.FileMode) (file, error)
	// remove removes an unfinished file.
	remove(name string) error
	// finish gives an unfinished file its name in the folder.
	finish(name, as string) error
	// sync returns when the names of the folder are on the disk.
	sync() error
	// syncsAll reports whether syncAll is as safe as file.Sync for each file.
	syncsAll() bool
	// syncAll returns when all that was written before is on the disk.
	syncAll() error
	close() error
}

type file interface {
	io.WriteCloser
	Sync() error
}

// rootFiles are the files of a folder.
type rootFiles struct{ root *os.Root }

func (r rootFiles) list(dir string) ([]fs.DirEntry, error) { return fs.ReadDir(r.root.FS(), dir) }

func (r rootFiles) create(name string, mode fs.FileMode) (file, error) {
	return r.root.OpenFile(unfinished+"/"+name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
}

func (r rootFiles) remove(name string) error { return r.root.Remove(unfinished + "/" + name) }

func (r rootFiles) finish(name, as string) error { return r.root.Rename(unfinished+"/"+name, as) }

func (r rootFiles) sync() (err error) {
	dir, err := r.root.Open(".")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dir.Close()) }()
	return dir.Sync()
}

func (r rootFiles) syncsAll() bool { return false }

func (r rootFiles) syncAll() error { return errors.ErrUnsupported }

func (r rootFiles) close() error { return nil }
