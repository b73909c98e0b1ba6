package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"html/template"
	"io"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/batch"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/summary"
)

// asked is one badge to verify.
type asked struct {
	name string // of the file; "" for none
	data []byte // a file, or the URL of a badge
	who  *badge.Recipient

	challenge verify.Challenge // that a presentation answers; zero for none
	keep      bool             // whether an archive of a good badge is wanted
}

// siteConfig is what a site needs.
type siteConfig struct {
	check      func(ctx context.Context, q asked) []result // several for an archive
	online     bool                                        // whether check asks the web
	addresses  bool                                        // whether check can fetch a badge
	anyIssuer  bool
	names      map[string]string // of issuers, by id, as this site knows them
	issuers    []string          // that are accepted; none: any
	lang       summary.Language
	hosts      []string
	domain     string // that holders sign: the URL at which people reach the page
	now        func() time.Time
	size       int64
	requests   int           // with a body at a time
	workers    int           // badges at a time, of all requests together
	body       time.Duration // for a request to arrive
	time       time.Duration // for the badges of a request
	complaints io.Writer     // for faults of the program; never about a request
}

// site is the web page and the API. It keeps nothing of a request, except that a
// challenge was answered.
type site struct {
	siteConfig
	pages    map[summary.Language]*template.Template
	routes   []route
	admitted chan struct{} // requests with a body
	working  chan struct{} // badges
	guard    *http.CrossOriginProtection
	samples  func() (map[string]result, error)

	challenges *challenges
}

func newSite(cfg siteConfig) (*site, error) {
	s := &site{siteConfig: cfg, admitted: make(chan struct{}, cfg.requests), working: make(chan struct{}, cfg.workers), guard: http.NewCrossOriginProtection(),
		samples: sync.OnceValues(sampleResults), challenges: newChallenges(cfg.now)}
	var err error
	if s.pages, err = newPages(); err != nil {
		return nil, err
	}
	s.routes, err = s.table()
	return s, err
}

// route is a row of the table of what the site answers. A program gets errors as
// JSON, a person as a page.
type route struct {
	method, path string
	program      bool
	answer       func(w http.ResponseWriter, r *http.Request) error
}

// table returns the routes.
func (s *site) table() ([]route, error) {
	all := []route{
		{http.MethodGet, "/", false, s.form},
		{http.MethodPost, "/", false, s.judgeForm},
		{http.MethodPost, "/verify", true, s.judgeFile},
		{http.MethodPost, "/credentials/verify", true, s.judgeCredential},
		{http.MethodPost, pathExchange, true, s.exchange},
		{http.MethodGet, pathExchange, true, s.interact},
		{http.MethodGet, "/codes", true, s.codes},
	}
	for _, f := range []struct{ path, file, before, mediaType string }{
		{"/style.css", "page/style.css", string(summary.Style()), "text/css; charset=utf-8"},
		{"/page.js", "page/page.js", "", "text/javascript; charset=utf-8"},
		{"/icon.svg", "page/icon.svg", "", "image/svg+xml"},
		{"/openapi.json", "page/openapi.json", "", "application/json"},
	} {
		text, err := pageFiles.ReadFile(f.file)
		if err != nil {
			return nil, err
		}
		all = append(all, route{http.MethodGet, f.path, f.mediaType == "application/json", fixed(f.before+string(text), f.mediaType)})
	}
	return append(all, route{http.MethodGet, "/schema.json", true, fixed(schema, "application/schema+json")}), nil
}

// fixed answers with a file of the program, compressed if the client likes that.
func fixed(text, mediaType string) func(w http.ResponseWriter, r *http.Request) error {
	var small bytes.Buffer
	zip := gzip.NewWriter(&small)
	io.WriteString(zip, text)
	zip.Close()
	tag := digest([]byte(text))[:16]
	return func(w http.ResponseWriter, r *http.Request) error {
		header, body, form := w.Header(), []byte(text), ""
		if slices.Contains(strings.FieldsFunc(r.Header.Get("Accept-Encoding"), func(c rune) bool { return c == ',' || c == ' ' }), "gzip") {
			header.Set("Content-Encoding", "gzip")
			body, form = small.Bytes(), "-gzip"
		}
		header.Set("Vary", "Accept-Encoding")
		header.Set("Content-Type", mediaType)
		header.Set("ETag", `"`+tag+form+`"`)
		header.Set("Cache-Control", "no-cache")
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
		return nil
	}
}

// find returns the route of a request, or why there is none.
func (s *site) find(w http.ResponseWriter, r *http.Request) (route, error) {
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	found, allowed := route{program: r.URL.Path != "/"}, []string{}
	for _, one := range s.routes {
		if one.path != r.URL.Path {
			continue
		}
		found.program = one.program
		if one.method == method {
			return one, nil
		}
		allowed = append(allowed, one.method)
		if one.method == http.MethodGet {
			allowed = append(allowed, http.MethodHead)
		}
	}
	if len(allowed) == 0 {
		return found, refuse(codeNoPage)
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	return found, refuse(codeMethod)
}

// ServeHTTP implements http.Handler.
func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	secure(w.Header())
	route, err := s.find(w, r)
	defer func() {
		if cause := recover(); cause != nil {
			if cause == http.ErrAbortHandler {
				panic(cause)
			}
			s.refused(w, r, route, s.fault(cause))
		}
	}()
	if !s.isOurs(r.Host) {
		err = refuse(codeHost)
	}
	if err == nil && r.Method == http.MethodPost {
		err = s.admit(w, r, route)
	} else if err == nil {
		err = route.answer(w, r)
	}
	if err != nil {
		s.refused(w, r, route, err)
	}
}

// admit answers a request with a body, if it may come in.
func (s *site) admit(w http.ResponseWriter, r *http.Request, route route) error {
	switch {
	case s.guard.Check(r) != nil:
		return refuse(codeOrigin)
	case r.Header.Get("Content-Encoding") != "":
		return refuse(codeEncoding)
	case r.ContentLength > s.size:
		return refuse(codeSize)
	}
	select {
	case s.admitted <- struct{}{}:
		defer func() { <-s.admitted }()
	default:
		w.Header().Set("Retry-After", "2")
		return refuse(codeBusy)
	}
	ctx, cancel := context.WithTimeout(r.Context(), s.body+s.time)
	defer cancel()
	r = r.WithContext(ctx)
	now := time.Now()
	r.Body = &steady{ReadCloser: http.MaxBytesReader(w, r.Body, s.size), control: http.NewResponseController(w), began: now, end: now.Add(s.body)}
	return route.answer(w, r)
}

// checked are the results for one input of a request.
type checked struct {
	results []result
	late    bool  // whether there was no time for it
	err     error // of the program
}

// verify verifies the badges of a request. With shown it makes the pictures and
// the archives for the page.
func (s *site) verify(ctx context.Context, all []asked, shown bool) ([]result, error) {
	ctx, cancel := context.WithTimeout(ctx, s.time)
	defer cancel()
	found, room, keeps, late := []result{}, maxShown, maxKept, 0
	work := func(_ context.Context, q asked) checked { return s.one(ctx, q, shown) }
	for _, c := range batch.Map(context.WithoutCancel(ctx), slices.Values(all), batch.Options{Workers: s.workers}, work) {
		if c.err != nil {
			return nil, c.err
		}
		if c.late {
			late++
		}
		for _, r := range c.results {
			if room -= len(r.picture); room < 0 {
				r.picture = nil
			}
			if keeps -= len(r.kept); keeps < 0 {
				r.kept = nil
			}
			found = append(found, r)
		}
		if len(found) > maxFound {
			return nil, refuse(codeFiles)
		}
	}
	if late == len(all) {
		return nil, refuse(codeBusy)
	}
	return found, nil
}

// one verifies a badge as soon as a worker is free. Without time it stays
// undecided.
func (s *site) one(ctx context.Context, q asked, shown bool) (c checked) {
	defer func() {
		if cause := recover(); cause != nil {
			c.err = s.fault(cause)
		}
	}()
	select {
	case s.working <- struct{}{}:
		defer func() { <-s.working }()
	case <-ctx.Done():
		c.late = true
	}
	if q.who == nil {
		q.challenge, _ = s.challenges.answered(q.data, s.domain)
	}
	q.keep = shown && !c.late
	c.results = s.check(ctx, q)
	for i := range c.results {
		if shown && !c.late {
			c.results[i].picture = shownPicture(c.results[i].picture)
		}
	}
	return c
}

// fault reports a fault of the program, without any value.
func (s *site) fault(cause any) error {
	fmt.Fprintf(s.complaints, "openbadges serve: an internal error: %T\n%s", cause, debug.Stack())
	return refuse(codeInternal)
}

// secure sets the headers of every answer. The page makes no requests except to
// its own server, and no text of a badge can run in it.
func secure(header http.Header) {
	for name, value := range map[string]string{
		"Content-Security-Policy":      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
		"X-Content-Type-Options":       "nosniff",
		"X-Frame-Options":              "DENY",
		"Referrer-Policy":              "same-origin", // with no-referrer a form would come without its origin
		"Permissions-Policy":           "camera=(), geolocation=(), microphone=()",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
		"Cache-Control":                "no-store",
	} {
		header.Set(name, value)
	}
}

// isOurs reports whether a Host header names this server. A web site of somebody
// else can let its own name lead here (DNS rebinding), and then a browser would
// let it read the answers.
func (s *site) isOurs(host string) bool {
	name := host
	if h, port, err := net.SplitHostPort(host); err == nil {
		name = h
		if _, err := strconv.ParseUint(port, 10, 16); err != nil {
			return false
		}
	} else if bare, ok := strings.CutPrefix(host, "["); ok {
		if name, ok = strings.CutSuffix(bare, "]"); !ok {
			return false
		}
	}
	if _, err := netip.ParseAddr(name); err == nil {
		return true
	}
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	return name == "localhost" || slices.ContainsFunc(s.hosts, func(one string) bool { return strings.EqualFold(one, name) })
}

// isHostName reports whether a text is the name of a host.
func isHostName(name string) bool {
	return name != "" && len(name) <= 253 && !strings.ContainsFunc(name, func(r rune) bool {
		return r != '.' && r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	})
}

// refused answers a request that is not answered otherwise.
func (s *site) refused(w http.ResponseWriter, r *http.Request, route route, err error) {
	why := refusal{codeInternal}
	errors.As(err, &why)
	if why.row().status == http.StatusRequestTimeout || why.code == codeSize {
		w.Header().Set("Connection", "close")
	}
	if route.program {
		writeJSON(w, why.row().status, problemType, why.problem())
		return
	}
	s.show(w, why.row().status, s.language(r), view{Refusal: &why})
}
