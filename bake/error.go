package bake

import (
	"errors"
	"fmt"
)

// What a caller may want to branch on, by errors.Is. Every one of these
// comes as an *Error that says more.
var (
	// ErrNotBaked: the picture is in order and carries no credential.
	ErrNotBaked = errors.New("the picture carries no credential")
	// ErrAmbiguous: the picture carries more than one credential, and readers
	// would disagree about which one counts. ExtractAll lists them.
	ErrAmbiguous = errors.New("the picture carries more than one credential")
	// ErrBaked: Embed found a credential and was not asked to replace it.
	ErrBaked = errors.New("the picture already carries a credential")
	// ErrPicture: the picture is broken, not supported or over a limit, or
	// what it carries is not in the form of a credential.
	ErrPicture = errors.New("the picture cannot be used")
	// ErrPayload: the Payload handed to Embed is not fit to be embedded.
	ErrPayload = errors.New("the payload cannot be embedded")
)

// Error says what is wrong and where. Errors of the reader, the writer or
// the file system are not of this type; they are wrapped as they came.
type Error struct {
	Code    string // stable and dotted, for programs: "png.checksum"
	Message string // one sentence, for people; quotes at most 64 bytes of input
	Offset  int64  // byte offset in the picture, -1 if there is none

	kind error // the sentinel this error is
}

// Error returns the message, the code and the offset.
func (e *Error) Error() string {
	if e.Offset < 0 {
		return fmt.Sprintf("bake: %s (%s)", e.Message, e.Code)
	}
	return fmt.Sprintf("bake: %s (%s at byte %d)", e.Message, e.Code, e.Offset)
}

// Unwrap returns the sentinel: ErrNotBaked, ErrAmbiguous, ErrBaked,
// ErrPicture or ErrPayload.
func (e *Error) Unwrap() error { return e.kind }

func pictureError(code string, offset int64, format string, args ...any) error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...), Offset: offset, kind: ErrPicture}
}

func payloadError(code, format string, args ...any) error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...), Offset: -1, kind: ErrPayload}
}

// quote makes input safe to show: escaped and cut to maxQuote bytes.
func quote[T string | []byte](input T) string {
	if len(input) > maxQuote {
		return fmt.Sprintf("%q…", input[:maxQuote])
	}
	return fmt.Sprintf("%q", input)
}
