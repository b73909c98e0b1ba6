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
	FetchController     FetchKind = "controller"      // a DID document, controller document, profile or key
	FetchKeys           FetchKind = "keys"            // a JSON Web Key set
	FetchStatusList     FetchKind = "status-list"     // a status list credential
	FetchRevocationList FetchKind = "revocation-list" // a 1EdTech revocation list
	FetchRefresh        FetchKind = "refresh"         // a refreshed credential
)

// Request asks for one resource.
type Request struct {
	Kind FetchKind
	URL  string
}

// Response is what a host answered.
type Response struct {
	Status      int    // HTTP status code
	URL         string // the URL that answered in the end; empty means the one asked
	ContentType string // as sent; may be empty
	Body        []byte
}

// Fetcher reaches the network, or something that stands in for it. It must
// be safe for concurrent use, honour the context, and bound what it reads.
// An error means that no answer was had; an HTTP error status is an answer.
type Fetcher interface {
	Fetch(ctx context.Context, req Request) (Response, error)
}

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
