package did

import (
	"errors"
	"fmt"

	"github.com/openbadges-go/openbadges/badge/key"
)

// Error says why no key was found. A document or key that cannot be read gives
// a *key.Error instead, and errors of a [Fetch] are passed on unchanged.
type Error struct {
	// Code is stable and meant for programs: "did.key_not_bound".
	Code string
	// Message is one sentence for people.
	Message string
	// Unknown means that the question stays open: the key may be the issuer's.
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

// definite reports whether err answers the question. All errors but those of
// this package and of package key come from a Fetch and leave it open.
func definite(err error) bool {
	var own *Error
	if errors.As(err, &own) {
		return !own.Unknown
	}
	var other *key.Error
	return errors.As(err, &other)
}
