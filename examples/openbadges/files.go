package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// candidate is the name of an input, or why it cannot be one.
type candidate struct {
	name string
	err  error
}

var (
	errEmptyFolder = errors.New("this folder has no files in it")
	errNoFile      = errors.New("this is not a file")
	errLink        = errors.New("this is a link to a folder, and links to folders are not followed")
)

// candidates returns the named inputs, and for a folder all files in it and in
// its folders, except hidden ones.
func candidates(names []string) (all []candidate) {
	for _, name := range names {
		info, err := os.Stat(name)
		if name == "-" || isAddress([]byte(name)) || err != nil || !info.IsDir() {
			all = append(all, candidate{name, nil}) // reading says what is wrong
			continue
		}
		found := filesIn(name)
		if len(found) == 0 {
			found = []candidate{{name, errEmptyFolder}}
		}
		all = append(all, found...)
	}
	return all
}

func filesIn(folder string) (found []candidate) {
	root := folder + string(filepath.Separator) // the folder itself may be a link
	filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			found = append(found, candidate{path, err})
		case path != root && strings.HasPrefix(entry.Name(), "."):
			if entry.IsDir() {
				return fs.SkipDir
			}
		case entry.IsDir():
		default:
			found = append(found, candidate{path, unfit(path, entry)})
		}
		return nil
	})
	return found
}

// unfit returns why an entry of a folder is not read: reading a device or a pipe
// may never end.
func unfit(path string, entry fs.DirEntry) error {
	if entry.Type().IsRegular() {
		return nil
	}
	info, err := os.Stat(path) // of what a link points to
	switch {
	case err != nil:
		return err
	case info.IsDir():
		return errLink
	case !info.Mode().IsRegular():
		return errNoFile
	}
	return nil
}

// replaceFile writes a file as a whole or not at all. Only its owner may read it,
// since tables and reports have the names and addresses of people.
func replaceFile(name string, data []byte) error {
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return errNoFile
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".openbadges-*.tmp") // mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}
