// Check verifies badges: pictures (PNG, SVG) that carry one, JSON documents
// and compact JWS, from files or from standard input.
//
//	go run ./examples/check -issuer did:web:school.example -web web.json badge.png
//
// The exit status is 0 if every badge is accepted, 1 if any is rejected, 2 if
// otherwise any verdict is inconclusive, and 64 for wrong usage.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
)

// Exit statuses.
const (
	exitAccepted     = 0
	exitRejected     = 1
	exitInconclusive = 2
	exitUsage        = 64 // EX_USAGE of sysexits.h
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// options are the flags, read.
type options struct {
	web       string
	at        string
	issuers   []string
	recipient string
	keys      string
	compat    string
	json      bool
}

// run is main without the process around it.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	var o options
	flags := flag.NewFlagSet("check", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.web, "web", "", "`file` with a JSON object from URL to file path (relative to it), used in place of the network; without it check is offline")
	flags.StringVar(&o.at, "at", "", "judge for this `time` (RFC 3339) in place of now")
	flags.Func("issuer", "`id` of an accepted issuer; may be repeated; without it any issuer is accepted", func(id string) error {
		o.issuers = append(o.issuers, id)
		return nil
	})
	flags.StringVar(&o.recipient, "recipient", "", "`type=value` of the one who presents the badge, such as emailAddress=me@example.org or id=did:key:…")
	flags.StringVar(&o.keys, "keys", "", "`file` with the issuer's keys (JWK, JWK set or PEM), pinned")
	flags.StringVar(&o.compat, "compat", "", "compatibility `profile`: 1edtech")
	flags.BoolVar(&o.json, "json", false, "print one JSON object per file")
	flags.Usage = func() {
		fmt.Fprintln(stderr, "usage: check [flags] file ...   (- is standard input)")
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return exitAccepted
	} else if err != nil {
		return exitUsage
	}
	if flags.NArg() == 0 {
		flags.Usage()
		return exitUsage
	}
	c, err := newChecker(o)
	if err != nil {
		fmt.Fprintf(stderr, "check: %v\n", err)
		return exitUsage
	}
	return c.all(ctx, flags.Args(), stdin, stdout)
}

// checker verifies files as the flags ask for.
type checker struct {
	config    verify.Config
	keys      []proof.Key // pinned, for the accepted issuers or for whoever a badge names
	recipient *badge.Recipient
	json      bool
}

func newChecker(o options) (*checker, error) {
	c := &checker{json: o.json}
	c.config.Trust = verify.AnyIssuer()
	if len(o.issuers) > 0 {
		c.config.Trust = verify.Issuers(o.issuers...)
	}
	if o.at != "" {
		at, err := badge.DateTime(o.at).Time()
		if err != nil {
			return nil, fmt.Errorf("-at wants a time like 2026-10-01T12:00:00Z: %w", err)
		}
		c.config.Now = func() time.Time { return at }
	}
	switch o.compat {
	case "":
	case "1edtech":
		c.config.Compat = verify.Compat1EdTech
	default:
		return nil, fmt.Errorf("-compat knows the profile 1edtech, not %q", o.compat)
	}
	if o.recipient != "" {
		typ, value, ok := strings.Cut(o.recipient, "=")
		if !ok || typ == "" || value == "" {
			return nil, fmt.Errorf("-recipient wants type=value, such as emailAddress=me@example.org")
		}
		c.recipient = &badge.Recipient{Type: badge.IdentifierType(typ), Value: value}
		if typ == "id" {
			c.recipient = &badge.Recipient{ID: value}
		}
	}
	if o.keys != "" {
		text, err := os.ReadFile(o.keys)
		if err != nil {
			return nil, err
		}
		if c.keys, err = proof.ParseKeys(text); err != nil {
			return nil, fmt.Errorf("-keys: %w", err)
		}
		c.pin(o.issuers...)
	}
	if o.web != "" {
		pages, err := readWeb(o.web)
		if err != nil {
			return nil, fmt.Errorf("-web: %w", err)
		}
		c.config.Fetcher = pages
	}
	return c, nil
}

// pin says that the keys of -keys are those of these issuers.
func (c *checker) pin(issuers ...string) {
	c.config.Keys = map[string][]proof.Key{}
	for _, id := range issuers {
		c.config.Keys[id] = c.keys
	}
}

// readWeb reads the map of -web.
func readWeb(name string) (verify.Pages, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var files map[string]string
	if err := json.Unmarshal(text, &files); err != nil {
		return nil, fmt.Errorf("%s is no JSON object from URL to file path: %w", name, err)
	}
	pages := verify.Pages{}
	for url, file := range files {
		if !filepath.IsAbs(file) {
			file = filepath.Join(filepath.Dir(name), file)
		}
		body, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		pages[url] = verify.Response{Status: 200, Body: body}
	}
	return pages, nil
}

// all checks every file and returns the exit status.
func (c *checker) all(ctx context.Context, files []string, stdin io.Reader, stdout io.Writer) int {
	status := exitAccepted
	for _, file := range files {
		r := c.file(ctx, file, stdin)
		c.print(stdout, r)
		switch {
		case r.Verdict == verify.Rejected:
			status = exitRejected
		case r.Verdict == verify.Inconclusive && status == exitAccepted:
			status = exitInconclusive
		}
	}
	return status
}

// file checks one file.
func (c *checker) file(ctx context.Context, name string, stdin io.Reader) result {
	r := result{File: name, Verdict: verify.Rejected}
	data, err := read(name, stdin)
	if err == nil {
		data, r.Payload, err = unwrap(data)
	}
	if err != nil {
		r.Code, r.Message = describe(err)
		return r
	}
	report, err := c.verify(ctx, data)
	if report == nil {
		r.Code, r.Message = describe(err)
		return r
	}
	decisive := report.Decisive()
	r.Verdict, r.Code, r.Pointer, r.Message = report.Verdict(), decisive.Code, decisive.Path, decisive.Message
	r.Report = report
	return r
}

// verify judges one badge. Keys given without an issuer are pinned for
// whoever the badge names.
func (c *checker) verify(ctx context.Context, data []byte) (*verify.Report, error) {
	if doc, err := badge.Parse(data); err == nil && c.keys != nil && len(c.config.Keys) == 0 {
		single := *c
		single.pin(doc.IssuerID())
		c = &single
	}
	v, err := verify.New(c.config)
	if err != nil {
		return nil, err
	}
	if c.recipient != nil {
		return v.VerifyFor(ctx, data, *c.recipient)
	}
	return v.Verify(ctx, data)
}

// maxInput bounds what is read from one file; larger than any picture that
// is read.
const maxInput = 64 << 20

func read(name string, stdin io.Reader) ([]byte, error) {
	in := stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, maxInput+1))
	if err == nil && len(data) > maxInput {
		err = fmt.Errorf("the input is larger than %d bytes", maxInput)
	}
	return data, err
}

// isText reports whether data is a badge by itself, as opposed to a picture
// that carries one.
func isText(data []byte) bool {
	data = bytes.TrimLeft(data, " \t\r\n")
	return !bytes.HasPrefix(data, []byte("\x89PNG")) && !bytes.HasPrefix(data, []byte("<")) &&
		!bytes.HasPrefix(data, []byte("\xef\xbb\xbf<"))
}
