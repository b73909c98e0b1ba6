package verify

import (
	"context"
	"errors"
	"fmt"

	"github.com/openbadges-go/openbadges/badge"
)

// failed is an error of another package of this module.
type failed interface {
	badge.Failure
	Message() string // the sentence without code and place
}

// unparsed is an error of badge.Parse.
type unparsed interface {
	failed
	Offset() int // offset in bytes
}

// fault is an outcome before it becomes a check.
type fault struct {
	code, path, message string
	stage               Stage // set if it does not belong to the stage that found it
	unknown             bool  // could not find out, rather than no
	cause               error // for errors.Is and errors.As; not for people
}

func (f *fault) Error() string { return f.code + ": " + f.message }
func (f *fault) Code() string  { return f.code }
func (f *fault) Path() string  { return f.path }

func no(code, path, format string, args ...any) *fault {
	return &fault{code: code, path: path, message: fmt.Sprintf(format, args...)}
}

func notKnown(code, path, format string, args ...any) *fault {
	f := no(code, path, format, args...)
	f.unknown = true
	return f
}

// failure turns an error into a check of the given stage. An outcome that could
// not be found out, or that a cancelled context left open, is Unknown.
func failure(stage Stage, err error) Check {
	c := Check{Stage: stage, Outcome: Failed, Code: CodeVerifyInternal, Message: "an internal error ended the verification"}
	var f *fault
	var e failed
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		c.Outcome, c.Code, c.Message, c.cause = Unknown, CodeVerifyCancelled, "the verification was cancelled", err
	case errors.As(err, &f):
		c.Code, c.Path, c.Message, c.cause = f.code, f.path, f.message, f.cause
		if f.unknown {
			c.Outcome = Unknown
		}
		if f.stage != "" {
			c.Stage = f.stage
		}
	case errors.As(err, &e):
		c.Code, c.Path, c.Message = e.Code(), e.Path(), e.Message()
		if notUnderstood[c.Code] {
			c.Outcome = Unknown
		}
	}
	return c
}

// problems turns problems into checks: errors fail, warnings warn.
func problems(stage Stage, list []badge.Problem) []Check {
	var checks []Check
	for _, p := range list {
		c := Check{Stage: stage, Outcome: Failed, Code: p.Code, Path: p.Path, Message: p.Message}
		if p.Severity == badge.SeverityWarning {
			c.Outcome = Warned
		}
		checks = append(checks, c)
	}
	return checks
}

// originFailure turns an error of fetching into a check.
func originFailure(err error, path string) Check {
	c := failure(StageOrigin, err)
	if c.Path == "" {
		c.Path = path
	}
	return c
}

// parseCheck turns an error of Parse into a check.
func parseCheck(err error) Check {
	c := Check{Stage: StageDocument, Outcome: Failed, Code: CodeVerifyInternal, Message: "the text cannot be read"}
	if e, ok := errors.AsType[unparsed](err); ok {
		c.Code, c.Path, c.Message = e.Code(), e.Path(), e.Message()
		if e.Offset() > 0 {
			c.Message += fmt.Sprintf(" (at byte %d)", e.Offset())
		}
	}
	return c
}

// noAnswer reports why a Fetcher had no answer. It uses the sentence of a
// NewFetchError.
func noAnswer(ctx context.Context, address string, err error) (f *fault) {
	defer func() { f.cause = err }()
	var known *fetchError
	switch {
	case errors.Is(context.Cause(ctx), errFetchTime):
		return notKnown(CodeFetchTimeout, "", "%s did not answer within %v", shownURL(address), maxFetchTime)
	case ctx.Err() != nil:
		err = ctx.Err()
		return notKnown(CodeVerifyCancelled, "", "the verification was cancelled")
	case errors.As(err, &known):
		return notKnown(known.code, "", "%s", known.message)
	}
	return notKnown(codeFetchFailed, "", "%s could not be reached", shownURL(address))
}

// badStatus separates gone (410) and not found (404) from other HTTP errors,
// because they differ for a hosted badge (Open Badges 2.0, "Hosted
// Verification").
func badStatus(address string, status int) *fault {
	code := codeFetchStatus
	switch status {
	case 404:
		code = CodeFetchNotFound
	case 410:
		code = CodeFetchGone
	}
	return notKnown(code, "", "%s returned HTTP status %d", shownURL(address), status)
}
