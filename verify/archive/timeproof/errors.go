package timeproof

import "fmt"

// failure is why a proof does not count.
type failure struct {
	code, message string
	cause         error // that of a function that was passed in, or nil
}

func (f *failure) Error() string { return f.code + ": " + f.message }

// Code returns the stable, dotted code.
func (f *failure) Code() string { return f.code }

// Path returns "": the failure is not about a place in a document.
func (f *failure) Path() string { return "" }

// Message returns the sentence without the code.
func (f *failure) Message() string { return f.message }

// Unwrap returns the error that caused the failure, if any.
func (f *failure) Unwrap() error { return f.cause }

func fail(code, format string, args ...any) error {
	return &failure{code: code, message: fmt.Sprintf(format, args...)}
}
