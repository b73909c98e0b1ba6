package host

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net/netip"
	"net/url"
	"strings"
	"unicode"
)

// Config says what is published where.
type Config struct {
	// Base is the URL that everything published is below: "https://badges.school.example"
	// or, where other things live on the same host, with a path behind it.
	// Required. Plain http is for a machine's own loopback address alone.
	Base string
	// Store keeps the pages. Required.
	Store Store
}

// Host publishes pages. It is safe for concurrent use, and several Hosts may
// share one Store.
type Host struct {
	base  *url.URL
	store Store
}

// ErrElsewhere is the error of an address that is not below the base of a
// Host.
var ErrElsewhere = errors.New("host: the address is not below the base URL")

// ErrNotFound is the error of a change to a page that does not exist.
var ErrNotFound = errors.New("host: there is no such page")

// ErrWithdrawn is the error of publishing a page that was withdrawn before.
var ErrWithdrawn = errors.New("host: what was at the address has been withdrawn")

// New returns a Host, or says what in cfg is missing or wrong.
func New(cfg Config) (*Host, error) {
	if cfg.Store == nil {
		return nil, errors.New("host: Config.Store is required: use NewMemory, OpenFolder or a store of your own")
	}
	base, err := url.Parse(strings.TrimSuffix(cfg.Base, "/"))
	switch {
	case err != nil || base.Host == "" || base.User != nil || base.RawQuery != "" || base.Fragment != "" || strings.ContainsAny(cfg.Base, "?#"):
		return nil, fmt.Errorf("host: Config.Base is %.64q, wanted an https URL of a host and perhaps a path", cfg.Base)
	case base.Scheme != "https" && (base.Scheme != "http" || !loopback(base.Hostname())):
		return nil, fmt.Errorf("host: Config.Base is %.64q, wanted https (http for a loopback address alone)", cfg.Base)
	}
	return &Host{base: base, store: cfg.Store}, nil
}

func loopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}

// URL returns the address of a path below the base: URL("assertions/1").
func (h *Host) URL(path string) string {
	return h.base.String() + "/" + strings.TrimPrefix(path, "/")
}

// nameOf returns the name of the page at an address: its path, as it is
// written there.
func (h *Host) nameOf(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != h.base.Scheme || u.Host != h.base.Host || u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" {
		return "", fmt.Errorf("%w: %.64q", ErrElsewhere, address)
	}
	return h.below(u)
}

// below returns the name of the page at a URL of this host.
func (h *Host) below(u *url.URL) (string, error) {
	name := u.EscapedPath()
	within, ok := strings.CutPrefix(name, h.base.EscapedPath())
	if !ok || !strings.HasPrefix(within, "/") || len(name) > maxName || hasDots(name) {
		return "", fmt.Errorf("%w: %.64q", ErrElsewhere, u.String())
	}
	return name, nil
}

// hasDots reports segments that clients resolve before they ask.
func hasDots(path string) bool {
	for segment := range strings.SplitSeq(path, "/") {
		if s, err := url.PathUnescape(segment); err != nil || s == "." || s == ".." {
			return true
		}
	}
	return false
}

// PublishPage publishes any page at an address below the base, in place of
// what was there. What was withdrawn does not come back: the error is then
// ErrWithdrawn.
func (h *Host) PublishPage(ctx context.Context, address string, p Page) error {
	name, err := h.nameOf(address)
	if err != nil {
		return err
	}
	switch _, _, bad := mime.ParseMediaType(p.Type); {
	case bad != nil || strings.ContainsFunc(p.Type, unicode.IsControl):
		return fmt.Errorf("host: the media type of a page is %.64q", p.Type)
	case len(p.Body) > maxPage:
		return fmt.Errorf("host: a page of %d bytes, at most %d are published", len(p.Body), maxPage)
	}
	return h.store.Change(ctx, name, func(old Page, _ bool) (Page, error) {
		if old.Gone {
			return Page{}, fmt.Errorf("%w: %.64q", ErrWithdrawn, address)
		}
		return p, nil
	})
}
