package verify

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// session is one verification: one reading of the clock, one answer per URL,
// one count of requests.
type session struct {
	v       *Verifier
	now     time.Time
	pages   map[string]page
	fetches int
	closed  bool // nothing is fetched any more: the badge has failed already
}

type page struct {
	body []byte
	err  error
}

// finding is an outcome on its way to becoming a check.
type finding struct {
	code, path, message string
	stage               Stage // where it belongs, if not where it came up
	unknown             bool  // could not find out, as opposed to no
}

func (f *finding) Error() string { return f.code + ": " + f.message }

func no(code, path, format string, args ...any) *finding {
	return &finding{code: code, path: path, message: fmt.Sprintf(format, args...)}
}

func notKnown(code, path, format string, args ...any) *finding {
	f := no(code, path, format, args...)
	f.unknown = true
	return f
}

// fetch returns the body behind a URL. The same URL is asked for once per
// verification, so that all stages see the same answer. The error is a
// *finding of unknown outcome.
func (s *session) fetch(ctx context.Context, kind FetchKind, address string) ([]byte, error) {
	if s.closed {
		return nil, notKnown(codeBlocked, "", "nothing is fetched for a badge that has failed already")
	}
	if known, ok := s.pages[address]; ok {
		return known.body, known.err
	}
	body, err := s.ask(ctx, kind, address)
	s.pages[address] = page{body, err}
	return body, err
}

func (s *session) ask(ctx context.Context, kind FetchKind, address string) ([]byte, error) {
	target, err := webAddress(address)
	if err != nil {
		return nil, notKnown(codeFetchURL, "", "%v", err)
	}
	if s.v.cfg.Fetcher == nil {
		return nil, notKnown(codeFetchOffline, "", "this verification is offline, and %s is needed", shownURL(address))
	}
	if s.fetches++; s.fetches > maxFetches {
		return nil, notKnown(codeFetchLimit, "", "more than %d requests are needed", maxFetches)
	}
	response, err := s.v.cfg.Fetcher.Fetch(ctx, Request{Kind: kind, URL: address})
	if err != nil {
		if ctx.Err() != nil {
			return nil, notKnown(codeCancelled, "", "the verification was cancelled")
		}
		return nil, notKnown(codeFetchFailed, "", "%s could not be reached", shownURL(address))
	}
	if response.Status != 200 {
		return nil, notKnown(codeFetchStatus, "", "%s answered with status %d", shownURL(address), response.Status)
	}
	if final, err := webAddress(response.URL); response.URL != "" && (err != nil || final.Host != target.Host) {
		return nil, notKnown(codeFetchRedirect, "", "%s was answered by another origin", shownURL(address))
	}
	limit := maxListBytes
	if kind == FetchController || kind == FetchKeys {
		limit = maxControllerBytes
	}
	if len(response.Body) > limit {
		return nil, notKnown(codeFetchTooLarge, "", "%s answered with more than %d bytes", shownURL(address), limit)
	}
	return response.Body, nil
}

var errNotWeb = errors.New("only https addresses with a host and without user information are fetched")

// webAddress parses an address that may be fetched at all. What hosts are
// safe to connect to is the Fetcher's business.
func webAddress(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.Opaque != "" ||
		strings.ContainsAny(address, "\\ \t\r\n") {
		return nil, errNotWeb
	}
	return u, nil
}

// shownURL names a URL without its query, which may carry secrets.
func shownURL(address string) string {
	address, _, _ = strings.Cut(address, "?")
	return shown(address)
}
