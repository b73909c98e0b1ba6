package verify

import (
	"context"
	"errors"
)

// FetchKind says what a request is for, so that a Fetcher can bound the
// answer and refuse what it does not want to ask for.
type FetchKind string

// The kinds of requests. Nothing else that a badge mentions is ever fetched.
const (
	FetchController     FetchKind = "controller"      // a document that lists the keys of an issuer
	FetchKeys           FetchKind = "keys"            // a JSON Web Key set
	FetchKey            FetchKind = "key"             // a CryptographicKey of Open Badges 2.0
	FetchAssertion      FetchKind = "assertion"       // a hosted Assertion
	FetchBadgeClass     FetchKind = "badge-class"     // a BadgeClass
	FetchProfile        FetchKind = "profile"         // the Profile of an issuer
	FetchStatusList     FetchKind = "status-list"     // a status list credential
	FetchRevocationList FetchKind = "revocation-list" // a list of revoked badges: 1EdTech's, or that of Open Badges 2.0
	FetchRefresh        FetchKind = "refresh"         // a refreshed credential
)

// MaxBytes returns how long an answer may be, 0 for what is no kind at all.
func (k FetchKind) MaxBytes() int {
	switch k {
	case FetchController, FetchKeys, FetchKey:
		return maxKeyDocument
	case FetchAssertion, FetchBadgeClass, FetchProfile:
		return maxHosted
	case FetchStatusList, FetchRevocationList, FetchRefresh:
		return maxList
	}
	return 0
}

// Request asks for one resource.
type Request struct {
	Kind FetchKind
	URL  string
	// Fresh asks for what the host says now: an answer that the Fetcher
	// remembers counts only if the host confirms it.
	Fresh bool
}

// Response is what a host answered.
type Response struct {
	Status      int    // HTTP status code
	URL         string // the URL that answered in the end; empty means the one asked
	ContentType string // as sent; may be empty
	Body        []byte
	// Keep tells the Fetcher that the answer made sense, so that it may be
	// remembered. It is nil where there is nothing to remember.
	Keep func()
}

// Fetcher reaches the network, or something that stands in for it. It must
// be safe for concurrent use, honour the context, and bound what it reads.
// An error means that no answer was had; an HTTP error status is an answer.
// Package verify/fetch has the one to use.
type Fetcher interface {
	Fetch(ctx context.Context, req Request) (Response, error)
}

// NewFetchError returns the error of a Fetcher that got no answer. The code
// and the sentence appear in the report, so the sentence must not show queries
// or user information. The text of any other error does not appear there.
func NewFetchError(code, message string) error { return &fetchError{code, message} }

type fetchError struct{ code, message string }

func (e *fetchError) Error() string { return e.code + ": " + e.message }

// Code returns the stable, dotted code, such as "fetch.timeout".
func (e *fetchError) Code() string { return e.code }

// Path returns "": the failure is not about a place in a document.
func (e *fetchError) Path() string { return "" }

// Pages is a Fetcher that knows a fixed set of pages by their exact URL and
// reaches nothing else. It must not change while it is in use.
type Pages map[string]Response

var errNoPage = errors.New("no such page")

// Fetch returns the page of that URL; a page without a Status answers 200.
func (p Pages) Fetch(_ context.Context, req Request) (Response, error) {
	page, ok := p[req.URL]
	if !ok {
		return Response{}, errNoPage
	}
	if page.Status == 0 {
		page.Status = 200
	}
	return page, nil
}
