package bake

import (
	"errors"
	"fmt"
)

// Sentinels to branch on with errors.Is. Each comes wrapped in an *Error with
// a code and a sentence.
var (
	// ErrNotBaked: the picture is valid and carries no credential.
	ErrNotBaked = errors.New("the picture carries no credential")
	// ErrAmbiguous: the picture carries more than one credential, and readers
	// would disagree about which one counts. ExtractAll lists them.
	ErrAmbiguous = errors.New("the picture carries more than one credential")
	// ErrBaked: the picture already carries a credential and Options.Replace
	// is not set.
	ErrBaked = errors.New("the picture already carries a credential")
	// ErrPicture: the picture is damaged, not supported or over a limit, or its
	// text is not a credential.
	ErrPicture = errors.New("the picture cannot be used")
	// ErrPayload: the Payload passed to Embed cannot be embedded.
	ErrPayload = errors.New("the payload cannot be embedded")
)

// Error says what is wrong with a picture, a payload or a destination. Errors
// of a reader, a writer or the file system are not of this type; they are
// wrapped unchanged.
type Error struct {
	Offset int64 // byte offset in the picture, -1 if there is none

	code    string
	message string
	kind    error // the sentinel
}

// noOffset is the Offset of an error about the whole picture.
const noOffset = -1

// Code returns the stable, dotted code, such as "png.checksum".
func (e *Error) Code() string {
	if e == nil {
		return ""
	}
	return e.code
}

// Path returns "": a picture has no JSON Pointer. See Offset.
func (e *Error) Path() string { return "" }

// Error returns one sentence for people. It quotes at most 64 bytes of input.
func (e *Error) Error() string {
	switch {
	case e == nil || e.code == "":
		return "bake: not an error of this package"
	case e.Offset < 0:
		return "bake: " + e.message
	}
	return fmt.Sprintf("bake: %s (byte %d)", e.message, e.Offset)
}

// Unwrap returns the sentinel: ErrNotBaked, ErrAmbiguous, ErrBaked,
// ErrPicture or ErrPayload.
func (e *Error) Unwrap() error {
	if e == nil {
		return nil
	}
	return e.kind
}

func pictureError(code string, offset int64, format string, args ...any) error {
	return &Error{code: code, message: fmt.Sprintf(format, args...), Offset: offset, kind: ErrPicture}
}

func payloadError(code, format string, args ...any) error {
	return &Error{code: code, message: fmt.Sprintf(format, args...), Offset: noOffset, kind: ErrPayload}
}

func ambiguous(format string, args ...any) error {
	return &Error{code: codeMultiple, message: fmt.Sprintf(format, args...), Offset: noOffset, kind: ErrAmbiguous}
}

func alreadyBaked(offset int64) error {
	return &Error{code: codeAlreadyBaked, message: "the picture already carries a credential; set Options.Replace to replace it", Offset: offset, kind: ErrBaked}
}

func errNoReader() error { return errors.New("bake: the picture is nil, wanted a reader") }
func errNoWriter() error { return errors.New("bake: the destination is nil, wanted a writer") }

// quote makes input safe to show: escaped and cut to maxQuote bytes.
func quote[T string | []byte](input T) string {
	if len(input) > maxQuote {
		return fmt.Sprintf("%q…", input[:maxQuote])
	}
	return fmt.Sprintf("%q", input)
}
