package fetch

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"time"

	"github.com/openbadges-go/openbadges/verify"
)

// Resolver finds the addresses of a host. A *net.Resolver is one.
type Resolver interface {
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
}

// Config says what a Client may do beyond asking public hosts by https on port
// 443, and what it may not. The zero Config is good for most programs.
type Config struct {
	// Allow is asked before every request and every redirect, and says whether
	// it may be made. Nil allows all that this package does.
	Allow func(verify.Request) bool
	// OtherPorts are ports that may be asked besides 443.
	OtherPorts []uint16
	// PrivateNetworks are networks whose hosts may be asked although they are
	// not on the public internet. Nil means none.
	PrivateNetworks []netip.Prefix
	// Roots are whose certificates are believed. Nil means those of the system.
	Roots *x509.CertPool
	// Resolver looks up names; it must honour its context. Nil means that of
	// the system.
	Resolver Resolver
	// Timeout bounds one request with its redirects. Each phase of it, which
	// are connecting, TLS and the head of the answer, gets half. Zero means
	// 10 s; more than 30 s is refused.
	Timeout time.Duration
	// Now is the clock, for what is remembered and for certificates. Nil means
	// time.Now.
	Now func() time.Time
}

// Client is a [verify.Fetcher] that reaches the web. It cannot be changed and
// is safe for concurrent use. Many verifiers may share one, and what it
// remembers.
type Client struct {
	cfg   Config
	dial  func(context.Context, netip.AddrPort) (net.Conn, error)
	cache cache
}

// New returns a Client with a copy of cfg, or says which field makes no sense.
func New(cfg Config) (*Client, error) {
	if cfg.Timeout < 0 || cfg.Timeout > maxTimeout {
		return nil, fmt.Errorf("fetch: Config.Timeout is %v, and should be 0 to %v", cfg.Timeout, maxTimeout)
	}
	if slices.Contains(cfg.OtherPorts, 0) {
		return nil, errors.New("fetch: Config.OtherPorts names port 0, which is none")
	}
	for _, network := range cfg.PrivateNetworks {
		if !network.IsValid() {
			return nil, errors.New("fetch: Config.PrivateNetworks has a network that is none")
		}
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = defaultTimeout
	}
	if cfg.Resolver == nil {
		cfg.Resolver = new(net.Resolver)
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	cfg.OtherPorts = slices.Clone(cfg.OtherPorts)
	cfg.PrivateNetworks = slices.Clone(cfg.PrivateNetworks)
	return &Client{cfg: cfg, dial: dialTCP, cache: cache{entries: map[key]entry{}, flights: map[key]*flight{}}}, nil
}

// phase is the time that one phase of a request gets.
func (c *Client) phase() time.Duration { return c.cfg.Timeout / 2 }

// Fetch gets a document, or remembers it. See the package documentation.
func (c *Client) Fetch(ctx context.Context, req verify.Request) (verify.Response, error) {
	t, err := parseTarget(req.URL)
	if req.Kind.MaxBytes() == 0 {
		err = fail(codeKind, "nothing of kind %.20q is ever fetched", req.Kind)
	}
	if err == nil {
		err = c.admit(req.Kind, t)
	}
	if err != nil {
		return verify.Response{}, err
	}
	k := key{req.Kind, t.url.String()}
	for {
		known, f, lead := c.cache.look(k, req.Fresh, c.cfg.Now())
		if f == nil {
			return known.answer()
		}
		if lead {
			return c.lead(ctx, k, t, known, f)
		}
		select {
		case <-f.done:
			if !f.abandoned {
				return f.result.answer()
			}
		case <-ctx.Done():
			return verify.Response{}, given(ctx)
		}
	}
}

// given is the error of a request that its caller gave up.
func given(ctx context.Context) error { return fmt.Errorf("fetch: %w", context.Cause(ctx)) }

// answer hands the entry out; the body is the caller's.
func (e entry) answer() (verify.Response, error) {
	e.response.Body = bytes.Clone(e.response.Body)
	return e.response, e.err
}

// lead asks the host for all who want to know.
func (c *Client) lead(ctx context.Context, k key, t target, known entry, f *flight) (verify.Response, error) {
	defer c.cache.land(k, f)
	if !known.good() {
		known = entry{}
	}
	limited, cancel := context.WithTimeout(ctx, c.cfg.Timeout)
	defer cancel()
	a, err := c.ask(limited, question{k.kind, t, accepts[k.kind], known.etag})
	if hosted[k.kind] && meantForPeople(err) {
		a, err = c.ask(limited, question{k.kind, t, jsonAlone, known.etag})
	}
	if err != nil && ctx.Err() != nil {
		return verify.Response{}, given(ctx)
	}
	f.result, f.abandoned = c.remember(k, a, err, known), false
	return f.result.answer()
}

// remember turns an answer into what callers get. Failures and what the host
// confirmed are remembered at once, all else when a caller says so.
func (c *Client) remember(k key, a answer, err error, known entry) entry {
	now := c.cfg.Now()
	life, keep := lifetime(a.header)
	if err == nil && a.status == http.StatusNotModified && known.etag != "" {
		known.until = now.Add(life)
		c.cache.put(k, known)
		return known
	}
	e := entry{err: err, etag: etagOf(a.header), until: now.Add(life)}
	if err == nil {
		e.response = verify.Response{Status: a.status, URL: a.from.url.String(), ContentType: a.header.Get("Content-Type"), Body: a.body}
	}
	if !e.good() {
		e.until = now.Add(failureLife)
		c.cache.put(k, e)
	} else if keep {
		kept := e
		e.response.Keep = func() { c.cache.put(k, kept) }
	}
	return e
}
