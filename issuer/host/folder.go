package host

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
)

// Folder is a Store that keeps each page in a file of its own. A file is
// written under a temporary name, synced and renamed, so that a program or a
// machine that dies at any moment leaves each page either as it was or as it
// was to be.
//
// The name of a file is the SHA-256 of the page's name. A file starts with one
// line of JSON, {"name":…,"type":…,"gone":…}, and the rest is the page's body.
//
// Many programs may read a folder at a time, but only one may change it.
type Folder struct {
	root    *os.Root
	mu      sync.Mutex // held by Change
	cleared bool       // of what a program that died has left unfinished
}

const (
	folderMode    = 0o755
	pageMode      = 0o644
	temporaryName = "unfinished-"
)

// OpenFolder opens the folder at path, and makes it where there is none.
func OpenFolder(path string) (*Folder, error) {
	if err := os.MkdirAll(path, folderMode); err != nil {
		return nil, fmt.Errorf("host: %w", err)
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, fmt.Errorf("host: %w", err)
	}
	return &Folder{root: root}, nil
}

// clear removes what a program that died has left unfinished. It is for the
// one program that changes the folder: another one may be writing otherwise.
func (f *Folder) clear() error {
	left, err := fs.Glob(f.root.FS(), temporaryName+"*")
	for _, name := range left {
		err = errors.Join(err, f.root.Remove(name))
	}
	if err != nil {
		return fmt.Errorf("host: clearing the folder: %w", err)
	}
	f.cleared = true
	return nil
}

// Close lets go of the folder.
func (f *Folder) Close() error { return f.root.Close() }

// head is the first line of a file.
type head struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Gone bool   `json:"gone,omitempty"`
}

func fileName(name string) string {
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:])
}

// Load implements Store.
func (f *Folder) Load(ctx context.Context, name string) (Page, bool, error) {
	if err := ctx.Err(); err != nil {
		return Page{}, false, err
	}
	data, err := f.root.ReadFile(fileName(name))
	if errors.Is(err, fs.ErrNotExist) {
		return Page{}, false, nil
	}
	if err != nil {
		return Page{}, false, fmt.Errorf("host: reading a page: %w", err)
	}
	line, body, ok := bytes.Cut(data, []byte("\n"))
	var h head
	if err := json.Unmarshal(line, &h); !ok || err != nil || h.Name != name {
		return Page{}, false, fmt.Errorf("host: the file %s does not hold the page %.64q", fileName(name), name)
	}
	return Page{Type: h.Type, Gone: h.Gone, Body: body}, true, nil
}

// Change implements Store.
func (f *Folder) Change(ctx context.Context, name string, change func(Page, bool) (Page, error)) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.cleared {
		if err := f.clear(); err != nil {
			return err
		}
	}
	old, ok, err := f.Load(ctx, name)
	if err != nil {
		return err
	}
	p, err := change(old, ok)
	if err != nil {
		return err
	}
	if err := f.replace(name, p); err != nil {
		return fmt.Errorf("host: writing the page %.64q: %w", name, err)
	}
	return nil
}

func (f *Folder) replace(name string, p Page) error {
	line, err := json.Marshal(head{Name: name, Type: p.Type, Gone: p.Gone})
	if err != nil {
		return err
	}
	temporary := temporaryName + strings.ToLower(rand.Text())
	err = f.write(temporary, append(line, '\n'), p.Body)
	if err == nil {
		err = f.root.Rename(temporary, fileName(name))
	}
	if err != nil {
		return errors.Join(err, ignoreMissing(f.root.Remove(temporary)))
	}
	return f.sync()
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// write makes a new file and waits until it is on the disk.
func (f *Folder) write(name string, parts ...[]byte) (err error) {
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, pageMode)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	for _, part := range parts {
		if _, err := file.Write(part); err != nil {
			return err
		}
	}
	return file.Sync()
}

// sync waits until the names of the files are on the disk.
func (f *Folder) sync() (err error) {
	dir, err := f.root.Open(".")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dir.Close()) }()
	return dir.Sync()
}
