package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"runtime"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/verify/summary"
)

const serveHelp = `Opens a web page where people drop badges and archives of badges, and read whether
they are genuine. Of a genuine badge it offers an archive for download.
Programs ask on the same port:

  POST /verify              a picture or another file; returns an object of verify -json
  POST /credentials/verify  a credential, as in the VC API
  POST /exchange            {} returns a request for a presentation, as in the VC
                            API; the presentation of the holder, a report
  GET  /codes               every code with its meaning
  GET  /openapi.json        the API in OpenAPI 3.1

  openbadges serve
  openbadges serve -net -issuer did:web:school.example
  openbadges serve -addr 0.0.0.0:8080 -host badges.school.example

Nothing is asked on the web unless you say -net; the page shows whether it is on.
Nothing that is dropped is stored or logged.

A badge shows nobody who holds it. The page, and POST /exchange, give a challenge
that a holder signs with the key of the badge (openbadges present); it counts ten
minutes, once. -domain is the name that the holder signs with it.

It listens only on this machine unless -addr says otherwise. It serves plain http:
let a web server with a certificate pass requests on to it, and name the host of
that server with -host.
`

// Limits of serve. Flags can change some of them.
const (
	defaultSize     = 16 << 20         // bytes of a request
	defaultRequests = 16               // requests with a body at a time
	defaultTime     = 30 * time.Second // for the verification of a request
	maxFiles        = 40               // files in a request of the page, and badges in an archive
	maxFound        = maxFiles + 2     // badges in a request of the page
	maxKept         = 8 << 20          // bytes of all archives that a page offers
	onlineWorkers   = 16               // badges at a time with -net

	headTime = 5 * time.Second  // for the head of a request
	bodyTime = 20 * time.Second // for a whole request
	// A body may pause for bodyPause in all, and otherwise brings leastRate bytes a
	// second: a badge of 100 KB over the slowest telephone.
	bodyPause = 3 * time.Second
	leastRate = 8 << 10
	idleTime  = time.Minute
	lastTime  = 10 * time.Second // for open requests when the program is ended
	maxHead   = 16 << 10         // bytes of the head of a request
)

// serving are the flags of serve.
type serving struct {
	*options
	address  string
	hosts    []string
	domain   string           // "" for that of the first host, or of the address
	lang     summary.Language // "" for that of the browser
	size     int64
	requests int
	time     time.Duration
}

func serveCommand() command {
	return command{"serve", "", "open a web page, and an API, that verify badges", serveHelp, func(f *flag.FlagSet) job {
		s := &serving{options: newOptions()}
		s.register(f)
		return s.run
	}}
}

// register defines the flags.
func (s *serving) register(f *flag.FlagSet) {
	s.options.register(f)
	f.StringVar(&s.address, "addr", "127.0.0.1:8080", "`ADDRESS` to listen on")
	f.Func("host", "`NAME` of a host at which people reach the page, beside localhost and IP addresses; may be repeated", s.host)
	f.Func("domain", "`URL` at which people reach the page, which holders sign in their answers; without it, https:// and the first -host, or http:// and -addr", func(text string) (err error) {
		s.domain, err = originOf(text)
		return err
	})
	f.Func("lang", "`LANGUAGE` of the page, en or nl; without it, that of the browser", func(text string) (err error) {
		s.lang, err = languageOf(text)
		return err
	})
	f.Int64Var(&s.size, "max-size", defaultSize, "`BYTES` of the largest request")
	f.IntVar(&s.requests, "max-requests", defaultRequests, "`NUMBER` of requests with a badge at a time; further ones get status 503")
	f.DurationVar(&s.time, "max-time", defaultTime, "`DURATION` of the verification of a request")
}

func (s *serving) host(name string) error {
	if !isHostName(name) {
		return errors.New("wanted the name of a host without a port, such as badges.school.example")
	}
	s.hosts = append(s.hosts, name)
	return nil
}

func (s *serving) run(ctx context.Context, p process, names []string) (int, error) {
	switch {
	case len(names) > 0:
		return 0, misuse("%s is not expected", badge.Quote(names[0]))
	case s.size <= 0, s.requests <= 0, s.time <= 0:
		return 0, misuse("-max-size, -max-requests and -max-time are at least 1")
	case s.pinned != nil && len(s.issuers) == 0:
		return 0, misuse("-keys needs -issuer, the issuer of the keys")
	}
	site, err := s.site(p)
	if err != nil {
		return exitUsage, err
	}
	l, err := net.Listen("tcp", s.address)
	if err != nil {
		return exitRejected, fmt.Errorf("%w; -addr names another address", err)
	}
	site.domain = s.domainAt(l.Addr())
	fmt.Fprintf(p.stdout, "open http://%s\n", l.Addr())
	server := newServer(site, bodyTime, bodyTime+s.time+lastTime)
	if err := untilDone(ctx, server, l); err != nil {
		return exitRejected, err
	}
	return exitAccepted, nil
}

// newServer returns a server that waits no longer than read for a request, and
// no longer than write for the whole exchange.
func newServer(handler http.Handler, read, write time.Duration) *http.Server {
	return &http.Server{
		Handler: handler, ReadHeaderTimeout: min(headTime, read), ReadTimeout: read, WriteTimeout: write,
		IdleTimeout: idleTime, MaxHeaderBytes: maxHead, ErrorLog: log.New(io.Discard, "", 0), // it would show parts of requests
	}
}

// untilDone serves until ctx ends, and then finishes the requests that are open.
func untilDone(ctx context.Context, server *http.Server, l net.Listener) error {
	ended := make(chan error, 1)
	go func() {
		<-ctx.Done()
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastTime)
		defer cancel()
		ended <- server.Shutdown(last)
	}()
	err := server.Serve(l)
	if errors.Is(err, http.ErrServerClosed) {
		return <-ended
	}
	return err
}

// site returns the handler that the flags ask for.
func (s *serving) site(p process) (*site, error) {
	verifier, err := s.options.verifier(p.net)
	if err != nil {
		return nil, err
	}
	workers := s.config.Workers
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
		if s.online { // most of the time is spent waiting
			workers = max(workers, onlineWorkers)
		}
	}
	now := s.config.Now
	if now == nil {
		now = time.Now
	}
	c := &checker{options: s.options, verifier: verifier, most: maxFiles}
	return newSite(siteConfig{
		check:  c.asked,
		online: s.online, addresses: s.config.Fetcher != nil, anyIssuer: len(s.issuers) == 0, names: s.names, issuers: s.issuers, lang: s.lang, hosts: s.hosts,
		now: now, size: s.size, requests: s.requests, workers: workers, body: bodyTime, time: s.time, complaints: p.stderr,
	})
}

// languageOf reads the name of a language.
func languageOf(text string) (summary.Language, error) {
	switch lang := summary.Language(text); lang {
	case summary.English, summary.Dutch:
		return lang, nil
	}
	return "", fmt.Errorf("wanted %s or %s", summary.English, summary.Dutch)
}
