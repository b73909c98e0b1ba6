//go:build amd64 || arm64

package host

import "os"

// SyncAll syncs the disk of a folder.
func SyncAll(dir *os.File) error { return (&openFiles{dir: dir}).syncAll() }

// Path returns where a folder is.
func (f *Folder) Path() string { return f.root.Name() }
