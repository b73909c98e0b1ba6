package bake

import (
	"strings"
	"time"
)

// A temporary file of EmbedFile is named by these around the 26 characters of
// rand.Text.
const (
	temporaryPrefix = ".bake-"
	temporarySuffix = ".tmp"
	temporaryLength = 26
)

// leftoverAge is how old a temporary file is when no process can still be
// writing it.
const leftoverAge = time.Hour

// clearLeftovers removes the temporary files of killed processes. The new
// temporary file tells the time and the user, so that only the clock of the
// file system counts. Errors do not matter: the next call tries again.
func clearLeftovers(dir folder, temporary string) {
	names, err := dir.names(maxNames)
	if err != nil {
		return
	}
	own, err := dir.lstat(temporary)
	if err != nil {
		return
	}
	for _, name := range names {
		if name == temporary || !isTemporary(name) {
			continue
		}
		info, err := dir.lstat(name)
		if err == nil && info.Mode().IsRegular() && sameOwner(info, own) && own.ModTime().Sub(info.ModTime()) > leftoverAge {
			_ = dir.remove(name)
		}
	}
}

// isTemporary reports whether EmbedFile gives such a name to a temporary file.
func isTemporary(name string) bool {
	text, ok := strings.CutPrefix(name, temporaryPrefix)
	text, ok2 := strings.CutSuffix(text, temporarySuffix)
	return ok && ok2 && len(text) == temporaryLength && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == ""
}
