package verify

import (
	"context"
	"time"
)

// FetchKind is the purpose of a request. A Fetcher can use it to limit the
// answer or to refuse the request.
type FetchKind string

// The kinds of requests. No other URL in a badge is ever fetched.
const (
	FetchController     FetchKind = "controller"         // a document that lists the keys of an issuer
	FetchLog            FetchKind = "did-log"            // the log of a did:webvh, or its file of witnesses
	FetchKeys           FetchKind = "keys"               // a JSON Web Key set
	FetchKey            FetchKind = "key"                // a CryptographicKey of Open Badges 2.0
	FetchAssertion      FetchKind = "assertion"          // a hosted Assertion
	FetchBadgeClass     FetchKind = "badge-class"        // a BadgeClass
	FetchProfile        FetchKind = "profile"            // the Profile of an issuer
	FetchStatusList     FetchKind = "status-list"        // a status list credential
	FetchListToken      FetchKind = "status-list-token"  // a status list token (Token Status List)
	FetchAggregation    FetchKind = "status-aggregation" // the list of all status list tokens of an issuer (Token Status List §9)
	FetchRevocationList FetchKind = "revocation-list"    // a list of revoked badges: 1EdTech's, or that of Open Badges 2.0
	FetchRefresh        FetchKind = "refresh"            // a refreshed credential
)

// MaxBytes returns the largest size of an answer, and 0 for an unknown kind.
func (k FetchKind) MaxBytes() int {
	switch k {
	case FetchController, FetchKeys, FetchKey:
		return maxKeyDocument
	case FetchLog:
		return maxLog
	case FetchAssertion, FetchBadgeClass, FetchProfile:
		return maxHosted
	case FetchStatusList, FetchListToken, FetchAggregation, FetchRevocationList, FetchRefresh:
		return maxList
	}
	return 0
}

// Request asks for one resource.
type Request struct {
	Kind FetchKind
	URL  string
	// Fresh asks for the current answer of the host: a cached one counts only
	// if the host confirms it.
	Fresh bool
}

// Response is the answer of a host.
type Response struct {
	Status      int    // HTTP status code
	URL         string // the final URL; empty means the requested one
	ContentType string // as sent; may be empty
	Body        []byte
	// Header has the headers that tell about the age of an answer, such as
	// "last-modified", by their names in lower case. Nothing rests on them: archives
	// keep them for readers. May be nil.
	Header map[string]string
	// Age is how long ago the host gave or confirmed the answer; 0 for one that was
	// not cached.
	Age time.Duration
	// Keep tells the Fetcher that the answer was usable, so it may be cached.
	// It is nil if there is nothing to cache.
	Keep func()
	// Drop says that the caller has ended. A Fetcher that lets callers share an
	// answer before one of them has called Keep ends that here. It may be nil.
	Drop func()
}

// Fetcher reaches the network or a replacement for it. It must be safe for
// concurrent use, honour the context and limit what it reads. An error means
// that there was no answer; an HTTP error status is an answer. Package
// verify/fetch has the usual one.
type Fetcher interface {
	Fetch(ctx context.Context, req Request) (Response, error)
}

// NewFetchError returns the error of a Fetcher that got no answer. The code and
// the sentence appear in the report, so the sentence must not contain queries
// or user information. The text of any other error does not appear there.
func NewFetchError(code, message string) error { return &fetchError{code, message} }

type fetchError struct{ code, message string }

func (e *fetchError) Error() string { return e.code + ": " + e.message }

// Code returns the stable, dotted code, such as "fetch.timeout".
func (e *fetchError) Code() string { return e.code }

// Path returns "": the failure has no place in a document.
func (e *fetchError) Path() string { return "" }

// Pages is a Fetcher that has a fixed set of pages by their exact URL and
// reaches nothing else. Do not change it while it is in use.
type Pages map[string]Response

// Fetch returns the page of the requested URL; a page without a Status answers
// 200.
func (p Pages) Fetch(_ context.Context, req Request) (Response, error) {
	page, ok := p[req.URL]
	if !ok {
		return Response{}, NewFetchError(codeFetchFailed, shownURL(req.URL)+" could not be reached")
	}
	if page.Status == 0 {
		page.Status = 200
	}
	return page, nil
}
