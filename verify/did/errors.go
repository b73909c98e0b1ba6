package did

import (
	"errors"
	"fmt"

	"github.com/openbadges-go/openbadges/badge"
)

// failure is why no key was found. Documents and keys that cannot be read are
// errors of package key instead.
type failure struct {
	code, message string
	unknown       bool  // the key may belong to the issuer; the result is unknown
	cause         error // an error of a Fetch
}

func (f *failure) Error() string { return f.code + ": " + f.message }

// Code returns the stable, dotted code.
func (f *failure) Code() string { return f.code }

// Path returns "": the failure is not about a place in a document.
func (f *failure) Path() string { return "" }

// Message returns the sentence without the code.
func (f *failure) Message() string { return f.message }

// Unknown reports whether the result is unknown rather than negative.
func (f *failure) Unknown() bool { return f.unknown }

// Unwrap returns the error of a Fetch that made the result unknown, if any.
func (f *failure) Unwrap() error { return f.cause }

func fail(code, format string, args ...any) error {
	return &failure{code: code, message: fmt.Sprintf(format, args...)}
}

func unknown(code, format string, args ...any) error {
	return &failure{code: code, message: fmt.Sprintf(format, args...), unknown: true}
}

// fetchError marks the error of a Fetch.
type fetchError struct{ error }

func (e fetchError) Unwrap() error { return e.error }

// keyUnsupported is the code of package key for a key of an unsupported type or
// curve.
const keyUnsupported = "key.unsupported"

// definite reports whether err is a definite answer. An error of a Fetch is
// not, nor is a key of an unsupported type.
func definite(err error) bool {
	if fetched := (fetchError{}); errors.As(err, &fetched) {
		return false
	}
	if own, ok := errors.AsType[*failure](err); ok {
		return !own.unknown
	}
	code := badge.CodeOf(err)
	return code != "" && code != keyUnsupported
}
