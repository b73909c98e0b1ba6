package jsontext

import (
	"fmt"
	"strings"
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
