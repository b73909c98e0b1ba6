package host

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
)

// Folder is a ManyStore that keeps each page in a file. A file is written under
// a temporary name, synced and renamed, so that a program or a machine that
// dies at any moment leaves each page either old or new, and a change that
// returned nil stays.
//
// Any number of processes may read and change one folder. A change holds the
// lock of the folder, and waits up to ten seconds for another process to
// release it; the error is then ErrBusy. A process that is killed holds no lock.
// ChangeMany holds the lock once for all its pages; if it is killed, some pages
// are new and the others old.
//
// The name of a file is the SHA-256 of the name of its page. A file starts with
// a line of JSON, {"name":…,"type":…,"gone":…,"tag":…}; the rest is the body of
// the page. Only a Folder changes the files: the tag stands for the body.
type Folder struct {
	root     *os.Root
	files    files
	lock     *lock
	unlocked error         // why the folder has no lock and so cannot be changed
	turn     chan struct{} // held by the one goroutine that changes the folder
	cleared  bool          // of unfinished files; guarded by turn
	closed   bool          // guarded by turn
}

const (
	folderMode = 0o750
	pageMode   = 0o640
	noteMode   = 0o600 // what no request reaches
	// filesTogether is how many files ChangeMany has open and syncs at a time.
	filesTogether = 64
	// filesMany is the number of files from which ChangeMany syncs the whole disk
	// if it can. For fewer, what other programs have written may be more.
	filesMany = 16
)

// OpenFolder opens the folder at path, and makes it if it does not exist. A
// folder that this process may not write in can be read.
func OpenFolder(path string) (*Folder, error) {
	if err := os.MkdirAll(path, folderMode); err != nil {
		return nil, fmt.Errorf("host: %w", err)
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, fmt.Errorf("host: %w", err)
	}
	f := &Folder{root: root, turn: make(chan struct{}, 1)}
	if err := f.openFiles(); err != nil {
		f.unlocked = fmt.Errorf("host: the folder cannot be changed: %w", err)
		return f, nil
	}
	free, err := f.lock.try()
	if free {
		err = f.lock.release()
	}
	if err != nil && !errors.Is(err, fs.ErrPermission) {
		return nil, errors.Join(fmt.Errorf("host: files in %q cannot be locked: %w", path, err), f.Close())
	}
	return f, nil
}

// openFiles opens what a change needs.
func (f *Folder) openFiles() error {
	l, err := newLock(f.root)
	if err != nil {
		return err
	}
	err = f.root.Mkdir(unfinished, folderMode)
	if err == nil || errors.Is(err, fs.ErrExist) {
		f.files, err = newFiles(f.root)
	}
	if err != nil {
		return errors.Join(err, l.close())
	}
	f.lock = l
	return nil
}

// Close closes the folder, after the change that is under way. Later changes fail,
// and so does another Close.
func (f *Folder) Close() error {
	if f == nil || f.root == nil {
		return nil
	}
	f.turn <- struct{}{}
	defer func() { <-f.turn }()
	if f.closed {
		return errNotOpen
	}
	f.closed = true
	var err error
	if f.lock != nil {
		err = errors.Join(f.lock.close(), f.files.close())
	}
	return errors.Join(err, f.root.Close())
}

var errNotOpen = errors.New("host: the Store is not open: use OpenFolder or NewMemory")

// head is the first line of a file.
type head struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Gone bool   `json:"gone,omitempty"`
	Tag  string `json:"tag,omitempty"` // files of before have none
}

func fileName(name string) string {
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:])
}

// Load implements Store.
func (f *Folder) Load(ctx context.Context, name string) (Page, bool, error) {
	if f == nil || f.root == nil {
		return Page{}, false, errNotOpen
	}
	if err := ctx.Err(); err != nil {
		return Page{}, false, err
	}
	p, found, err := f.load(name)
	if err == nil && !found {
		err = f.there()
	}
	return p, found, err
}

// load is Load that does not look whether the folder is still there.
func (f *Folder) load(name string) (Page, bool, error) {
	data, err := f.root.ReadFile(fileName(name))
	if errors.Is(err, fs.ErrNotExist) {
		return Page{}, false, nil
	}
	if err != nil {
		return Page{}, false, fmt.Errorf("host: reading a page: %w", err)
	}
	line, body, ok := bytes.Cut(data, []byte("\n"))
	h, err := readHead(line, ok, name)
	if err != nil {
		return Page{}, false, err
	}
	return Page{Type: h.Type, Gone: h.Gone, Body: body}, true, nil
}

// there returns an error if the folder was removed while it was open: a page that
// is not found in it may exist.
func (f *Folder) there() error {
	about, err := f.root.Stat(".")
	if err == nil && removed(about) {
		err = fs.ErrNotExist
	}
	if err != nil {
		return fmt.Errorf("host: the folder was removed: %w", err)
	}
	return nil
}

// LoadHead implements HeadStore. It reads the first line of the file.
func (f *Folder) LoadHead(ctx context.Context, name string) (Head, bool, error) {
	if f == nil || f.root == nil {
		return Head{}, false, errNotOpen
	}
	if err := ctx.Err(); err != nil {
		return Head{}, false, err
	}
	file, err := f.root.Open(fileName(name))
	if errors.Is(err, fs.ErrNotExist) {
		return Head{}, false, f.there()
	}
	if err != nil {
		return Head{}, false, fmt.Errorf("host: reading a page: %w", err)
	}
	defer file.Close()
	about, err := file.Stat()
	if err != nil {
		return Head{}, false, fmt.Errorf("host: reading a page: %w", err)
	}
	line, err := bufio.NewReader(io.LimitReader(file, maxHead)).ReadBytes('\n')
	size := about.Size() - int64(len(line))
	h, err := readHead(line, err == nil, name)
	if err != nil {
		return Head{}, false, err
	}
	if h.Tag == "" {
		p, found, err := f.Load(ctx, name)
		return p.Head(), found, err
	}
	return Head{Type: h.Type, Size: size, Tag: h.Tag, Gone: h.Gone}, true, nil
}

// readHead reads the first line of the file of a page.
func readHead(line []byte, ended bool, name string) (h head, err error) {
	if err := json.Unmarshal(line, &h); !ended || err != nil || h.Name != name {
		return head{}, fmt.Errorf("host: the file %s does not hold the page %.64q", fileName(name), name)
	}
	return h, nil
}

// Change implements Store.
func (f *Folder) Change(ctx context.Context, name string, change func(Page, bool) (Page, error)) error {
	return f.ChangeMany(ctx, []string{name}, one(name, change))
}

// ChangeMany implements ManyStore.
func (f *Folder) ChangeMany(ctx context.Context, names []string, change func(map[string]Page) (map[string]Page, error)) (err error) {
	if err := f.begin(ctx); err != nil {
		return err
	}
	defer func() {
		if unlocking := f.end(); unlocking != nil {
			err = errors.Join(err, unlocking)
		}
	}()
	if err := f.clear(); err != nil {
		return err
	}
	looked := false // whether the folder is still there
	changed, err := changed(names, change, func(name string) (p Page, found bool, err error) {
		if err = ctx.Err(); err == nil {
			p, found, err = f.load(name)
		}
		if err == nil && !found && !looked {
			looked, err = true, f.there()
		}
		return p, found, err
	})
	if err != nil || len(changed) == 0 {
		return err
	}
	return f.replace(changed)
}

// begin waits until this goroutine alone may change the folder.
func (f *Folder) begin(ctx context.Context) error {
	switch {
	case f == nil || f.root == nil:
		return errNotOpen
	case f.unlocked != nil:
		return f.unlocked
	case ctx.Err() != nil:
		return ctx.Err()
	}
	select {
	case f.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	err := errNotOpen
	if !f.closed {
		err = f.lock.acquire(ctx, lockPatience)
	}
	if err != nil {
		<-f.turn
	}
	return err
}

func (f *Folder) end() error {
	err := f.lock.release()
	<-f.turn
	if err != nil {
		return fmt.Errorf("host: unlocking the folder: %w", err)
	}
	return nil
}

// clear removes the unfinished files of programs that were killed. Under the
// lock, no other program is writing one.
func (f *Folder) clear() error {
	if f.cleared {
		return nil
	}
	left, err := f.files.list(unfinished)
	for _, entry := range left {
		err = errors.Join(err, f.files.remove(entry.Name()))
	}
	if err != nil {
		return fmt.Errorf("host: removing unfinished files: %w", err)
	}
	f.cleared = true
	return nil
}

// replace writes all pages into unfinished files, and then gives each its name.
func (f *Folder) replace(pages map[string]Page) error {
	temporary := make(map[string]string, len(pages))
	for name := range pages {
		temporary[name] = strings.ToLower(rand.Text())
	}
	err := f.write(pages, temporary)
	for name, from := range temporary {
		if err == nil {
			if err = f.files.finish(from, fileName(name)); err == nil {
				continue
			}
			err = writing(name, err)
		}
		if left := f.files.remove(from); !errors.Is(left, fs.ErrNotExist) {
			err = errors.Join(err, left)
		}
	}
	if err != nil {
		return err
	}
	if err := f.files.sync(); err != nil {
		return fmt.Errorf("host: writing the folder: %w", err)
	}
	return nil
}

func writing(name string, err error) error {
	return fmt.Errorf("host: writing the page %.64q: %w", name, err)
}

// write makes the unfinished files of pages, and returns when they are on the disk.
func (f *Folder) write(pages map[string]Page, temporary map[string]string) error {
	names := slices.Collect(maps.Keys(pages))
	if len(names) < filesMany || !f.files.syncsAll() {
		for some := range slices.Chunk(names, filesTogether) {
			if err := f.writeSynced(some, pages, temporary); err != nil {
				return err
			}
		}
		return nil
	}
	for _, name := range names {
		made, err := f.writePage(temporary[name], name, pages[name])
		if err == nil {
			err = made.Close()
		}
		if err != nil {
			return writing(name, err)
		}
	}
	if err := f.files.syncAll(); err != nil {
		return fmt.Errorf("host: writing the folder: %w", err)
	}
	return nil
}

// writeSynced makes the unfinished files of some pages: first all of them, and then
// it syncs them together, since making a file while others are synced is slow.
func (f *Folder) writeSynced(names []string, pages map[string]Page, temporary map[string]string) error {
	made := make([]file, 0, len(names))
	var failed error
	for _, name := range names {
		one, err := f.writePage(temporary[name], name, pages[name])
		if err != nil {
			failed = writing(name, err)
			break
		}
		made = append(made, one)
	}
	var group sync.WaitGroup
	errs := make([]error, len(made))
	for n, one := range made {
		group.Go(func() {
			if failed == nil {
				errs[n] = one.Sync()
			}
			if err := errors.Join(errs[n], one.Close()); err != nil {
				errs[n] = writing(names[n], err)
			}
		})
	}
	group.Wait()
	return errors.Join(append(errs, failed)...)
}

// writePage makes the file of a page, which is then to be synced and closed.
func (f *Folder) writePage(path, name string, p Page) (file, error) {
	line, err := json.Marshal(head{Name: name, Type: p.Type, Gone: p.Gone, Tag: p.Head().Tag})
	if err != nil {
		return nil, err
	}
	mode := fs.FileMode(pageMode)
	if !strings.HasPrefix(name, "/") {
		mode = noteMode
	}
	made, err := f.files.create(path, mode)
	if err != nil {
		return nil, err
	}
	if _, err := made.Write(slices.Concat(line, []byte("\n"), p.Body)); err != nil {
		return nil, errors.Join(err, made.Close())
	}
	return made, nil
}
