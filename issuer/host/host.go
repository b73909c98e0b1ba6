package host

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Config configures a Host.
type Config struct {
	// Base is the URL below which everything is published, such as
	// "https://badges.school.example" or, beside other content of that host,
	// "https://school.example/badges". Required. Plain http is accepted for
	// loopback addresses only.
	Base string
	// Store keeps the pages. Required.
	Store Store
	// Now is the clock by which a page for people says that a badge has
	// expired. Nil means time.Now.
	Now func() time.Time
}

// Host publishes pages. It is safe for concurrent use, and several Hosts may
// share one Store.
type Host struct {
	base  *url.URL
	store Store
	now   func() time.Time
}

var (
	errNotNew   = errors.New("host: the Host is not ready: use New")
	errNoIssuer = errors.New("host: the Issuer is nil: use issuer.New")
)

// Format prints only the URL of the host under every verb, not its pages.
func (h *Host) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "host.Host at %s", h.URL("")) }

// New returns a Host. It refuses a Config without a Base or a Store.
func New(cfg Config) (*Host, error) {
	if cfg.Store == nil {
		return nil, errors.New("host: Config.Store is required: use NewMemory, OpenFolder or your own store")
	}
	base, err := url.Parse(strings.TrimSuffix(cfg.Base, "/"))
	switch {
	case err != nil || base.Host == "" || base.User != nil || base.RawQuery != "" || base.Fragment != "" || strings.ContainsAny(cfg.Base, "?#"):
		return nil, fmt.Errorf("host: Config.Base is %.64q, wanted an https URL without query and fragment", cfg.Base)
	case base.Scheme != "https" && (base.Scheme != "http" || !loopback(base.Hostname())):
		return nil, fmt.Errorf("host: Config.Base is %.64q, wanted https; http is for loopback addresses only", cfg.Base)
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	return &Host{base: base, store: cfg.Store, now: cfg.Now}, nil
}

func loopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}

// URL returns the address of a path below the base, such as "assertions/1".
func (h *Host) URL(path string) string {
	if h == nil || h.base == nil {
		return ""
	}
	return h.base.String() + "/" + strings.TrimPrefix(path, "/")
}

// addressOf returns the address of a page by its name.
func (h *Host) addressOf(name string) string { return h.base.Scheme + "://" + h.base.Host + name }

// nameOf returns the name of the page at an address: the path as it is written.
func (h *Host) nameOf(address string) (string, error) {
	if h == nil || h.base == nil {
		return "", errNotNew
	}
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
	if !ok || !strings.HasPrefix(within, "/") || len(privateNote(name)) > maxName || hasDots(name) {
		return "", fmt.Errorf("%w: %.64q", ErrElsewhere, u.String())
	}
	return name, nil
}

// hasDots reports segments that clients resolve before they send a request.
func hasDots(path string) bool {
	for segment := range strings.SplitSeq(path, "/") {
		if s, err := url.PathUnescape(segment); err != nil || s == "." || s == ".." {
			return true
		}
	}
	return false
}

// PublishPage publishes a page at an address below the base and replaces the
// page that was there. The address of a revoked badge is ErrWithdrawn.
func (h *Host) PublishPage(ctx context.Context, address string, p Page) error {
	name, err := h.nameOf(address)
	if err != nil {
		return err
	}
	if err := checkPage(p); err != nil {
		return err
	}
	return h.store.Change(ctx, name, func(old Page, _ bool) (Page, error) {
		if old.Gone {
			return Page{}, fmt.Errorf("%w: %.64q", ErrWithdrawn, address)
		}
		return p, nil
	})
}

func checkPage(p Page) error {
	switch _, _, bad := mime.ParseMediaType(p.Type); {
	case bad != nil || strings.ContainsFunc(p.Type, unicode.IsControl):
		return fmt.Errorf("host: the media type of the page is %.64q", p.Type)
	case len(p.Body) > maxPage:
		return fmt.Errorf("host: the page has %d bytes, more than %d", len(p.Body), maxPage)
	}
	return nil
}

// changeEach changes pages one by one or, if the Store can, many at a time. It
// returns how many of the names were changed, from the first on.
func (h *Host) changeEach(ctx context.Context, names []string, change func(name string, old Page) (Page, error)) (done int, err error) {
	if len(names) == 0 {
		return 0, nil
	}
	many, ok := h.store.(ManyStore)
	for batch := range slices.Chunk(names, batchSize) {
		if ok {
			err = many.ChangeMany(ctx, batch, func(old map[string]Page) (map[string]Page, error) {
				pages := make(map[string]Page, len(batch))
				for _, name := range batch {
					p, err := change(name, old[name])
					if err != nil {
						return nil, err
					}
					pages[name] = p
				}
				return pages, nil
			})
			if err != nil {
				return done, err
			}
			done += len(batch)
			continue
		}
		for _, name := range batch {
			if err = h.store.Change(ctx, name, func(old Page, _ bool) (Page, error) { return change(name, old) }); err != nil {
				return done, err
			}
			done++
		}
	}
	return done, nil
}

// loaded returns a function that loads the named pages. If the Store can, it has
// loaded all of them together.
func (h *Host) loaded(ctx context.Context, names []string) func(name string) (Page, bool, error) {
	if len(names) > 1 {
		if many, ok := h.store.(ManyStore); ok {
			var pages map[string]Page
			err := many.ChangeMany(ctx, names, func(old map[string]Page) (map[string]Page, error) {
				pages = old
				return nil, errUnchanged
			})
			if errors.Is(err, errUnchanged) {
				return func(name string) (Page, bool, error) {
					p, found := pages[name]
					return p, found, nil
				}
			}
		}
	}
	// One by one, also to learn which of them cannot be loaded.
	return func(name string) (Page, bool, error) { return h.store.Load(ctx, name) }
}
