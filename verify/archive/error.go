package archive

import (
	"fmt"

	"github.com/openbadges-go/openbadges/badge"
)

// failure is the error of this package: a badge.Failure whose path is the name
// of an entry.
type failure struct{ code, entry, message string }

func (f *failure) Error() string {
	if f.entry == "" {
		return "archive: " + f.message
	}
	return "archive: " + badge.Quote(f.entry) + ": " + f.message
}

// Code returns the stable code, such as "archive.altered".
func (f *failure) Code() string { return f.code }

// Path returns the name of the entry in the zip file, or "".
func (f *failure) Path() string { return f.entry }

func fail(code, entry, format string, args ...any) error {
	return &failure{code, entry, fmt.Sprintf(format, args...)}
}
