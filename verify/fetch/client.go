package fetch

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"time"

	"github.com/openbadges-go/openbadges/verify"
)

// Resolver finds the IP addresses of a host, as a *net.Resolver does.
type Resolver interface {
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
}

// Config widens or narrows what a Client may request. The zero Config suits
// most programs: public hosts by https on port 443.
type Config struct {
	// Allow is called before every request and every redirect and reports
	// whether it may be made. Nil allows every request that this package can
	// make.
	Allow func(verify.Request) bool
	// OtherPorts are the allowed ports besides 443.
	OtherPorts []uint16
	// PrivateNetworks are the allowed networks that are not on the public
	// internet. Each allows only its own addresses. Nil means none.
	PrivateNetworks []netip.Prefix
	// Roots is the set of trusted root CAs. Nil means the system's.
	Roots *x509.CertPool
	// Resolver looks up names and must honour its context. Nil means the
	// system's.
	Resolver Resolver
	// Timeout bounds one request with its redirects. Connecting, TLS and the
	// head of the answer get half of it each. Zero means 10 s; New refuses more
	// than 30 s.
	Timeout time.Duration
	// CacheBytes and CacheEntries bound the cached answers; those of one host may
	// use a quarter. Zero means 16 MiB and 4,096. A Client that many Verifiers
	// share needs an entry for each issuer.
	CacheBytes, CacheEntries int
	// Now is the clock for cached answers and certificates. Nil means time.Now.
	Now func() time.Time
}

// Client is a [verify.Fetcher] that makes requests on the web. It does not
// change and is safe for concurrent use. Verifiers can share a Client and its
// cached answers. Make one with New, and Close it if the program goes on without
// it.
type Client struct {
	cfg      Config
	dial     func(context.Context, netip.AddrPort) (net.Conn, error)
	sessions tls.ClientSessionCache // of the hosts asked last, so that the next handshake is short
	links    links
	cache    cache
}

// New returns a Client with a copy of cfg, or an error that names the invalid field.
func New(cfg Config) (*Client, error) {
	if cfg.Timeout < 0 || cfg.Timeout > maxTimeout {
		return nil, fmt.Errorf("fetch: Config.Timeout is %v, wanted 0 to %v", cfg.Timeout, maxTimeout)
	}
	if cfg.CacheBytes < 0 || cfg.CacheEntries < 0 {
		return nil, fmt.Errorf("fetch: Config.CacheBytes is %d and CacheEntries %d, wanted positive numbers, or 0 for the default", cfg.CacheBytes, cfg.CacheEntries)
	}
	if slices.Contains(cfg.OtherPorts, 0) {
		return nil, errors.New("fetch: Config.OtherPorts contains 0, wanted 1 to 65535")
	}
	for _, network := range cfg.PrivateNetworks {
		if !network.IsValid() {
			return nil, errors.New("fetch: Config.PrivateNetworks contains an invalid network")
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
	return &Client{cfg: cfg, dial: dialTCP, sessions: tls.NewLRUClientSessionCache(maxSessions), links: links{life: linkLife}, cache: newCache(cfg.CacheBytes, cfg.CacheEntries)}, nil
}

// Close closes the connections that are kept for further requests. A request that
// is under way, or made after Close, is answered, and keeps no connection. It
// returns nil.
func (c *Client) Close() error {
	if c != nil {
		c.links.close()
	}
	return nil
}

// phase is the time limit of one phase of a request.
func (c *Client) phase() time.Duration { return c.cfg.Timeout / 2 }

// Fetch returns a document from the web or from the cache, as the package
// documentation describes.
func (c *Client) Fetch(ctx context.Context, req verify.Request) (verify.Response, error) {
	if c == nil || c.dial == nil {
		return verify.Response{}, errors.New("fetch: the Client is the zero value; use New")
	}
	if c.cfg.Allow == nil { // else it is asked each time
		now := c.cfg.Now()
		if known, ok := c.cache.answer(key{req.Kind, req.URL}, req.Fresh, now); ok {
			return known.answer(now)
		}
	}
	t, err := parseTarget(req.URL)
	if req.Kind.MaxBytes() == 0 {
		err = fail(codeKind, "requests of kind %.20q are not supported", req.Kind)
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
			return known.answer(c.cfg.Now())
		}
		if lead {
			return c.lead(ctx, k, t, known, f)
		}
		select {
		case <-f.done:
			if !f.abandoned {
				return f.result.answer(c.cfg.Now())
			}
		case <-ctx.Done():
			return verify.Response{}, given(ctx)
		}
	}
}

// given is the error of a request whose context is done.
func given(ctx context.Context) error { return fmt.Errorf("fetch: %w", context.Cause(ctx)) }

// answer returns the entry with a copy of the body.
func (e entry) answer(now time.Time) (verify.Response, error) {
	e.response.Body, e.response.Header = bytes.Clone(e.response.Body), maps.Clone(e.response.Header)
	if e.good() {
		e.response.Age = max(now.Sub(e.made), 0)
	}
	return e.response, e.err
}

// lead makes the request for all callers that wait for it.
func (c *Client) lead(ctx context.Context, k key, t target, known entry, f *flight) (verify.Response, error) {
	defer c.cache.land(k, f)
	if !known.good() {
		known = entry{}
	}
	limited, cancel := context.WithTimeout(ctx, c.cfg.Timeout)
	defer cancel()
	a, err := c.ask(limited, question{kind: k.kind, to: t, accept: accepts[k.kind], etag: known.etag})
	if hosted[k.kind] && meantForPeople(err) {
		a, err = c.ask(limited, question{kind: k.kind, to: t, accept: jsonAlone, etag: known.etag})
	}
	if err != nil && ctx.Err() != nil {
		return verify.Response{}, given(ctx)
	}
	f.result, f.abandoned = c.remember(k, a, err, known), false
	return f.result.answer(c.cfg.Now())
}

// remember makes a cache entry from an answer. Failures and confirmed answers
// are cached at once, others when a caller calls Keep. Until then callers share
// an answer as if they had asked at the same time.
func (c *Client) remember(k key, a answer, err error, known entry) entry {
	now := c.cfg.Now()
	life, keep := lifetime(a.header)
	if err == nil && a.status == http.StatusNotModified && known.etag != "" {
		known.made, known.until = now, now.Add(life)
		c.cache.put(k, known, now)
		return known
	}
	e := entry{err: err, etag: etagOf(a.header), made: now.Add(-seconds(a.header.Get("Age"))), until: now.Add(life)}
	if err == nil {
		e.response = verify.Response{Status: a.status, URL: a.from.url.String(), ContentType: a.header.Get("Content-Type"), Body: a.body, Header: datingOf(a.header)}
	}
	if !e.good() {
		e.until = now.Add(failureLife)
		c.cache.put(k, e, now)
	} else if keep {
		kept := e
		e.response.Keep = func() { c.cache.put(k, kept, now) }
		e.response.Drop = func() { c.cache.withdraw(k) }
		shared := e
		shared.unjudged, shared.until = true, now.Add(c.cfg.Timeout)
		c.cache.put(k, shared, now)
	}
	return e
}
