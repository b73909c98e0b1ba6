package status

import "fmt"

// Error says what is wrong with an entry or a list, and where. The same shape
// carries the remarks on one that could be read.
type Error struct {
	// Code is stable and meant for programs: "status.range".
	Code string
	// Path is a JSON Pointer into the text that was read, "" for its root.
	Path string
	// Message is one sentence for people.
	Message string
}

func (e *Error) Error() string { return "status: " + e.Message }

func fail(code, path, format string, args ...any) *Error {
	return &Error{Code: code, Path: path, Message: fmt.Sprintf(format, args...)}
}

// quote returns at most maxQuoted bytes of s for a message.
func quote[T ~string | ~[]byte](s T) string {
	return fmt.Sprintf("%q", s[:min(len(s), maxQuoted)])
}
