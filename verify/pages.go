package verify

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/verify/did"
)

// pages holds what one verification fetches: one answer per URL, one parsed
// copy per status list, one account. It also remembers the last issuer that is its
// own key, since the badges in a record often have one issuer.
type pages struct {
	cfg     *Config
	known   map[string]*page
	lists   map[string]listAnswer
	account *account
	own     ownKey
	shown   redacted
}

// ownKey is the key of an issuer whose id is its key, by its name in a proof. It
// depends on nothing else.
type ownKey struct {
	issuer, name string
	found        did.Resolution
}

// ownKey returns the key that ownFound remembers, if it has these names.
func (w *pages) ownKey(issuer, name string) (did.Resolution, bool) {
	return w.own.found, name != "" && w.own.issuer == issuer && w.own.name == name
}

func (w *pages) ownFound(issuer, name string, found did.Resolution) {
	if found.Binding == did.SelfAsserted {
		w.own = ownKey{issuer, name, found}
	}
}

// redacted is a text and what is left of it in reports.
type redacted struct{ text, left string }

// redact is key.Redact.
func (w *pages) redact(text string) string {
	if w.shown.text != text {
		w.shown = redacted{text, key.Redact(text)}
	}
	return w.shown.left
}

type page struct {
	body []byte // also of a page that is gone
	url  string // the URL that answered
	kind string // its Content-Type
	age  time.Duration
	keep func() // tells the Fetcher that the page was usable; may be nil
	drop func() // tells it that nobody will; may be nil
	err  error  // a *fault of unknown outcome
}

// fetch returns the body at a URL. One verification requests a URL once, so
// that all stages see the same answer. The error is a *fault of unknown
// outcome.
func (q *inquiry) fetch(ctx context.Context, kind FetchKind, address string) ([]byte, error) {
	p := q.page(ctx, kind, address)
	return p.body, p.err
}

func (q *inquiry) page(ctx context.Context, kind FetchKind, address string) page {
	if q.closed {
		return page{err: notKnown(CodeVerifyBlocked, "", "not fetched, because the badge has failed")}
	}
	return q.web.page(ctx, kind, address)
}

func (w *pages) page(ctx context.Context, kind FetchKind, address string) page {
	if known, ok := w.known[address]; ok {
		return *known
	}
	return w.renew(ctx, kind, address, standing[kind])
}

// notOlder is page with an answer that was given or confirmed at most so long ago.
// A kept one that is older is asked for again.
func (q *inquiry) notOlder(ctx context.Context, kind FetchKind, address string, most time.Duration) page {
	p := q.page(ctx, kind, address)
	if p.err != nil || p.age <= most {
		return p
	}
	return q.web.renew(ctx, kind, address, true)
}

// renew asks for a page, whether it is known or not.
func (w *pages) renew(ctx context.Context, kind FetchKind, address string, fresh bool) page {
	response, err := w.ask(ctx, Request{Kind: kind, URL: address, Fresh: fresh})
	p := page{response.Body, response.URL, response.ContentType, response.Age, response.Keep, response.Drop, err}
	if p.url == "" {
		p.url = address
	}
	if fresh {
		p.age = 0 // the host has no newer one
	}
	if w.known == nil {
		w.known = map[string]*page{}
	}
	w.known[address] = &p
	return p
}

// keep tells the Fetcher that pages were usable, so it may cache them.
func (w *pages) keep(addresses ...string) {
	for _, address := range addresses {
		if known := w.known[address]; known != nil && known.keep != nil {
			known.keep()
		}
	}
}

// drop tells the Fetcher that the verification is over.
func (w *pages) drop() {
	for _, known := range w.known {
		if known.drop != nil {
			known.drop()
		}
	}
}

// answered returns the final URL of a requested one.
func (w *pages) answered(address string) string {
	if known, ok := w.known[address]; ok {
		return known.url
	}
	return address
}

func (w *pages) ask(ctx context.Context, req Request) (Response, error) {
	kind, address := req.Kind, req.URL
	target, err := w.address(address)
	if err != nil {
		return Response{}, notKnown(codeFetchURL, "", "%v", err)
	}
	if w.cfg.Fetcher == nil {
		return Response{}, notKnown(CodeFetchOffline, "", "%s is needed; set Config.Fetcher", shownURL(address))
	}
	if err := w.account.request(); err != nil {
		return Response{}, err
	}
	response, err := w.cfg.Fetcher.Fetch(ctx, req)
	if err != nil {
		return Response{}, noAnswer(ctx, address, err)
	}
	if response.URL != "" && response.URL != address {
		if final, err := w.address(response.URL); err != nil || final.Host != target.Host {
			return Response{}, notKnown(codeFetchRedirect, "", "%s was redirected to another origin", shownURL(address))
		}
	}
	if len(response.Body) > kind.MaxBytes() {
		return Response{}, notKnown(codeFetchTooLarge, "", "%s returned more than %d bytes", shownURL(address), kind.MaxBytes())
	}
	if err := cmp.Or(w.account.received(len(response.Body)), w.account.spendText(workRead, len(response.Body))); err != nil {
		return Response{}, err
	}
	if response.Status != 200 {
		return Response{Body: response.Body}, badStatus(address, response.Status)
	}
	return response, nil
}

// standing are the kinds that tell whether a badge is still valid. For these a
// cached answer may be too old.
var standing = map[FetchKind]bool{FetchAssertion: true, FetchStatusList: true, FetchListToken: true, FetchRevocationList: true, FetchRefresh: true}

// errFetchTime is why the context of a verification with a Fetcher ends.
var errFetchTime = errors.New("the time for fetching is over")

// address parses a URL that this verification may fetch.
func (w *pages) address(address string) (*url.URL, error) {
	if plain, ok := strings.CutPrefix(address, "http://"); ok && w.cfg.Compat&AllowHTTP != 0 {
		u, err := webAddress("https://" + plain)
		if err == nil {
			u.Scheme = "http"
		}
		return u, err
	}
	return webAddress(address)
}

var errNotWeb = errors.New("only https addresses with a host and without user information are fetched")

// webAddress parses a URL that may be fetched at all. The Fetcher decides which
// hosts are safe to connect to.
func webAddress(address string) (*url.URL, error) {
	if len(address) > maxAddress {
		return nil, errNotWeb
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.Opaque != "" ||
		strings.ContainsAny(address, "\\ \t\r\n") {
		return nil, errNotWeb
	}
	return u, nil
}

// webLike reports whether an id looks like a URL on the web, even one that may
// not be fetched.
func webLike(id string) bool {
	scheme, _, _ := strings.Cut(strings.ToLower(id), ":")
	return scheme == "http" || scheme == "https"
}

// shownURL quotes a URL without its query, which may contain secrets.
func shownURL(address string) string {
	address, _, _ = strings.Cut(address, "?")
	return badge.Quote(address)
}
