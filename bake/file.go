package bake

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// EmbedFile is Embed from the file src to the file dst. Both may be the same
// file. EmbedFile writes a temporary file of mode 0600 beside dst, reads it
// back, syncs it and renames it to dst. After an error the old dst is intact
// and the temporary file is gone, except if syncing the folder fails: then dst
// is new and complete, and may not survive a power cut.
//
// dst keeps its mode; a new dst takes the mode of src. EmbedFile refuses a dst
// that is a symbolic link, not a regular file or not the name of a file, such as
// "badges/"; src may be a link.
//
// A process that is killed leaves its temporary file, named .bake-….tmp. The
// next EmbedFile in that folder removes those of its own user that are older
// than an hour; in a very large folder it looks at the first names only.
func EmbedFile(dst, src string, p Payload, o Options) error {
	dir, name := filepath.Split(dst)
	if name == "" || name == "." || name == ".." {
		return destinationError(dst, "names a folder, wanted a file")
	}
	in, err := os.Open(src)
	if err != nil {
		return fmt.Errorf("bake: %w", err)
	}
	defer in.Close()
	root, err := os.OpenRoot(filepath.Clean(dir))
	if err != nil {
		return fmt.Errorf("bake: %w", err)
	}
	defer root.Close()
	return embedFile(diskFolder{root}, name, in, p, o)
}

func destinationError(name, why string) error {
	return &Error{code: codeDestination, message: fmt.Sprintf("the destination %s %s", quote(name), why), Offset: noOffset}
}

// folder is the folder of the destination. Names have no path.
type folder interface {
	lstat(name string) (fs.FileInfo, error)
	create(name string) (newFile, error) // must not exist; mode 0600
	rename(from, to string) error
	remove(name string) error
	sync() error
	names(limit int) ([]string, error)
}

// newFile is a file that is being written.
type newFile interface {
	io.ReadWriteSeeker
	Chmod(mode fs.FileMode) error
	Sync() error
	Close() error
}

// source is a picture in a file.
type source interface {
	io.ReadSeeker
	Stat() (fs.FileInfo, error)
}

// embedFile does the work of EmbedFile.
func embedFile(dir folder, name string, in source, p Payload, o Options) error {
	mode, err := modeFor(dir, name, in)
	if err != nil {
		return err
	}
	temporary := temporaryPrefix + rand.Text() + temporarySuffix
	out, err := dir.create(temporary)
	if err != nil {
		return fmt.Errorf("bake: creating a file beside %s: %w", quote(name), err)
	}
	clearLeftovers(dir, temporary)
	err = writeFile(out, in, p, mode, o)
	if closing := out.Close(); err == nil && closing != nil {
		err = fmt.Errorf("bake: closing the picture: %w", closing)
	}
	if err == nil {
		if err = dir.rename(temporary, name); err != nil {
			err = fmt.Errorf("bake: replacing %s: %w", quote(name), err)
		}
	}
	if err != nil {
		return errors.Join(err, dir.remove(temporary))
	}
	if err := dir.sync(); err != nil {
		return fmt.Errorf("bake: syncing the folder of %s: %w", quote(name), err)
	}
	return nil
}

// modeFor returns the mode of the new file. It refuses a destination that
// exists and is not a regular file.
func modeFor(dir folder, name string, in source) (fs.FileMode, error) {
	info, err := dir.lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		info, err = in.Stat()
	} else if err == nil && !info.Mode().IsRegular() {
		return 0, destinationError(name, "is not a regular file")
	}
	if err != nil {
		return 0, fmt.Errorf("bake: %w", err)
	}
	return info.Mode().Perm(), nil
}

// writeFile writes the picture to out, reads it back and syncs it.
func writeFile(out newFile, in io.Reader, p Payload, mode fs.FileMode, o Options) error {
	if err := Embed(out, in, p, o); err != nil {
		return err
	}
	if _, err := out.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("bake: reading back the picture: %w", err)
	}
	got, err := Extract(out, Options{MaxBytes: o.MaxBytes})
	if err != nil {
		return fmt.Errorf("bake: reading back the picture: %w", err)
	}
	if err := sameCredential(got, p); err != nil {
		return err
	}
	if err := out.Chmod(mode); err != nil {
		return fmt.Errorf("bake: setting the mode of the picture: %w", err)
	}
	if err := out.Sync(); err != nil {
		return fmt.Errorf("bake: syncing the picture: %w", err)
	}
	return nil
}

// sameCredential refuses a picture that does not hold the embedded credential.
func sameCredential(got, want Payload) error {
	if got.Slot != want.Slot || !bytes.Equal(got.Data, want.Data) {
		return &Error{code: codeNotVerified, message: "the new picture does not hold the credential that was embedded", Offset: noOffset, kind: ErrPicture}
	}
	return nil
}

// diskFolder is an open folder on disk. It stays the same folder if another
// program moves or replaces it.
type diskFolder struct{ root *os.Root }

func (d diskFolder) lstat(name string) (fs.FileInfo, error) { return d.root.Lstat(name) }
func (d diskFolder) rename(from, to string) error           { return d.root.Rename(from, to) }
func (d diskFolder) remove(name string) error               { return d.root.Remove(name) }

func (d diskFolder) create(name string) (newFile, error) {
	const private = 0o600
	f, err := d.root.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, private)
	if err != nil {
		return nil, err
	}
	return f, nil
}

func (d diskFolder) names(limit int) ([]string, error) {
	f, err := d.root.Open(".")
	if err != nil {
		return nil, err
	}
	names, err := f.Readdirnames(limit)
	return names, errors.Join(err, f.Close())
}

func (d diskFolder) sync() error {
	f, err := d.root.Open(".")
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
