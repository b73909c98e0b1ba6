package jsontext

import (
	"errors"
	"fmt"
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
)

// Error is the failure of package badge and the packages below it: a code for
// programs, a sentence for people and a place in the document. It never
// changes once it is returned.
type Error struct {
	code, path, message string
	offset              int
	cause               error
}

// NewError returns an Error with a place as JSON Pointer, which may be "".
// Arguments that come from input should pass through Excerpt.
func NewError(code, path, format string, args ...any) *Error {
	return &Error{code: code, path: path, message: fmt.Sprintf(format, args...)}
}

// AtByte adds the offset of the fault, in bytes from the start of the text.
func (e Error) AtByte(offset int) *Error {
	e.offset = offset
	return &e
}

// Because adds the error that caused this one, for errors.Is. Its text should
// be part of the sentence.
func (e Error) Because(cause error) *Error {
	e.cause = cause
	return &e
}

// At replaces the path, for a text inside another.
func (e Error) At(path string) *Error {
	e.path = path
	return &e
}

// Inside puts the path of a text in front of the path of its error. An error of
// package multiformat, which has no place, becomes an Error there; others stay as
// they are.
func Inside(path string, err error) error {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.At(path + e.path)
	}
	if m, ok := errors.AsType[*multiformat.Error](err); ok {
		return NewError(m.Code, path, "%s", m.Message)
	}
	return err
}

// Within puts the name of a part in front of the sentence.
func (e Error) Within(part string) *Error {
	e.message = part + ": " + e.message
	return &e
}

// Code returns the stable, dotted code.
func (e *Error) Code() string { return e.code }

// Path returns the JSON Pointer of the value at fault, "" for the whole text.
func (e *Error) Path() string { return e.path }

// Message returns the sentence without code, place and cause.
func (e *Error) Message() string { return e.message }

// Offset returns the offset of the fault, in bytes from the start of the text.
func (e *Error) Offset() int { return e.offset }

// Unwrap returns the cause, usually nil.
func (e *Error) Unwrap() error { return e.cause }

func (e *Error) Error() string {
	var place []string
	if e.offset > 0 {
		place = append(place, fmt.Sprintf("byte %d", e.offset))
	}
	if e.path != "" {
		place = append(place, fmt.Sprintf("%q", e.path))
	}
	text := e.code + ": " + e.message
	if place != nil {
		text += " (at " + strings.Join(place, ", ") + ")"
	}
	return text
}
