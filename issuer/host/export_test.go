package host

import (
	"context"
	"io/fs"
	"sync/atomic"
	"time"

	"github.com/openbadges-go/openbadges/badge/display"
)

// Before has a folder call step before each operation that changes the disk.
func (f *Folder) Before(step func()) {
	f.files = &stopping{f.files, step, func(string) {}}
}

// Count counts the operations of a folder: changes of the disk, and lists of
// folders by their name.
func (f *Folder) Count(changes *atomic.Int64, lists map[string]int) {
	f.files = &stopping{f.files, func() { changes.Add(1) }, func(dir string) { lists[dir]++ }}
}

// stopping are files that tell of their operations, or end the program.
type stopping struct {
	files
	step   func()
	listed func(dir string)
}

func (s *stopping) list(dir string) ([]fs.DirEntry, error) {
	s.listed(dir)
	return s.files.list(dir)
}

func (s *stopping) create(name string, mode fs.FileMode) (file, error) {
	s.step()
	f, err := s.files.create(name, mode)
	return stoppingFile{f, s}, err
}

func (s *stopping) finish(name, as string) error {
	s.step()
	return s.files.finish(name, as)
}

func (s *stopping) syncAll() error {
	s.step()
	return s.files.syncAll()
}

func (s *stopping) remove(name string) error {
	s.step()
	return s.files.remove(name)
}

func (s *stopping) sync() error {
	s.step()
	return s.files.sync()
}

type stoppingFile struct {
	file
	on *stopping
}

// Write stops between the two halves of a write, too.
func (f stoppingFile) Write(p []byte) (int, error) {
	f.on.step()
	n, err := f.file.Write(p[:len(p)/2])
	if err != nil {
		return n, err
	}
	f.on.step()
	m, err := f.file.Write(p[len(p)/2:])
	return n + m, err
}

func (f stoppingFile) Sync() error {
	f.on.step()
	return f.file.Sync()
}

// Hold takes the lock of a folder as another process does, waiting for it as
// long as patience lasts, and returns what releases it.
func (f *Folder) Hold(ctx context.Context, patience time.Duration) (release func() error, err error) {
	if err := f.lock.acquire(ctx, patience); err != nil {
		return nil, err
	}
	return f.lock.release, nil
}

// Phrases returns the texts of pages for people, in English and Dutch.
func Phrases() map[string]display.Text { return phrases }
