package did

import (
	"errors"
	"fmt"

	"github.com/openbadges-go/openbadges/badge/key"
)

// Error says why no key was found. Documents and keys that could not be read
// are reported with a *key.Error instead, and what a [Fetch] reports is
// passed on as it is.
type Error struct {
	// Code is stable and meant for programs: "did.key_not_bound".
	Code string
	// Message is one sentence for people.
	Message string
	// Unknown says that the question stays open: the key may well be the
	// issuer's, but it cannot be found out here.
	Unknown bool
}

func (e *Error) Error() string { return "did: " + e.Message }

func fail(code, format string, args ...any) error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

func unknown(code, format string, args ...any) error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...), Unknown: true}
}

// quote returns the start of s for a message.
func quote(s string) string {
	return fmt.Sprintf("%q", s[:min(len(s), maxQuoted)])
}

// definite reports whether err is an answer. Anything but the errors of this
// package and of package key came from a Fetch, which found nothing out.
func definite(err error) bool {
	var own *Error
	if errors.As(err, &own) {
		return !own.Unknown
	}
	var other *key.Error
	return errors.As(err, &other)
}
