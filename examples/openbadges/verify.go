// Openbadges reports whether badges are genuine, count today, and were awarded to the
// person who presents them: pictures (PNG, SVG) that carry a badge, JSON
// documents and compact JWS, from files or from standard input, and badges at an https URL, including the URL for sharing an edubadge.
//
//	go run ./examples/openbadges -issuer did:web:school.example -web web.json badge.png
//	go run ./examples/openbadges -net https://badges.school.example/assertions/1
//
// Without -net it makes no requests: pages come from the files that -web names,
// or the verdict is inconclusive. With both, only pages that are missing in the
// map are requested.
//
// The exit status is 0 if every badge is accepted. Otherwise it is the first of
// these that applies: 1 if a badge is rejected, 66 if a file cannot be read, 65 if
// a file holds no badge, and 2 if a verdict is inconclusive. Wrong usage is 64.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/bake"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/fetch"
)

// Exit statuses.
const (
	exitAccepted     = 0
	exitRejected     = 1
	exitInconclusive = 2
	exitUsage        = 64 // EX_USAGE of sysexits.h
	exitNoBadge      = 65 // EX_DATAERR
	exitNoInput      = 66 // EX_NOINPUT
)

// worst lists the exit statuses of single files, worst first.
var worst = []int{exitRejected, exitNoInput, exitNoBadge, exitInconclusive, exitAccepted}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], process{os.Stdin, os.Stdout, os.Stderr, fetch.Config{}}))
}

// process is what surrounds the command.
type process struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	net            fetch.Config // how -net reaches the web
}

// run is main without the process around it.
func run(ctx context.Context, args []string, p process) int {
	c, err := parse(args, p.net)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(p.stderr, c.help)
		return exitAccepted
	case err != nil:
		c.misused(p, args, err)
		return exitUsage
	}
	status := exitAccepted
	var explained [][]proof.Explanation
	for _, name := range c.names {
		r := c.check(ctx, name, p.stdin)
		c.print(p, r)
		if c.explain {
			explained = append(explained, c.explanations(ctx, p.stdout, r))
		}
		if slices.Index(worst, r.status()) < slices.Index(worst, status) {
			status = r.status()
		}
	}
	if len(explained) == 2 {
		compare(p.stdout, explained[0], explained[1])
	}
	return status
}

// check verifies one badge, or reports why a file holds none.
func (c *checker) check(ctx context.Context, name string, stdin io.Reader) result {
	data, err := read(name, stdin)
	if err != nil {
		return unreadable(name, err)
	}
	text, slot, err := unwrap(data)
	if err != nil {
		return unreadable(name, err)
	}
	report, err := c.verify(ctx, apiAddress(text))
	if report == nil {
		return unreadable(name, err)
	}
	r := judged(name, slot, text, report)
	broken := strings.HasPrefix(r.Code, "json.") || strings.HasPrefix(r.Code, "jws.") // a badge, and a bad one
	if report.Document() == nil && r.Verdict == verify.Rejected && !broken {
		r.Verdict, r.Report = noBadge, nil
	}
	return r
}

// verify verifies a badge with the keys that are pinned for its issuer.
func (c *checker) verify(ctx context.Context, text []byte) (*verify.Report, error) {
	config := c.config
	if c.pinned != nil && len(c.issuers) == 0 {
		doc, err := badge.Parse(text)
		if isAddress(text) || err == nil && doc.IssuerID() == "" {
			return nil, errWhoseKeys
		}
		if err == nil {
			config.Keys = pin(c.pinned, doc.IssuerID())
		}
	}
	v, err := verify.New(config)
	if err != nil {
		return nil, err
	}
	if !isAddress(text) {
		if c.recipient != nil {
			return v.VerifyFor(ctx, text, asNamed(*c.recipient, text))
		}
		return v.Verify(ctx, text)
	}
	address := string(bytes.TrimSpace(text))
	if c.recipient != nil { // a batch of one, since only an Item has both
		for _, report := range v.VerifyAll(ctx, slices.Values([]verify.Item{{Address: address, Recipient: c.recipient}})) {
			return report, report.Err()
		}
	}
	return v.VerifyAt(ctx, address)
}

// asNamed returns a recipient by eduID in the way in which the badge names it:
// issuers give an eduID several types.
func asNamed(who badge.Recipient, text []byte) badge.Recipient {
	doc, err := badge.Parse(text)
	if who.Type != typeEduID || err != nil {
		return who
	}
	subject := doc.Credential().Subject
	if m, err := edubadges.Match(subject, who.Value); err == nil && m.Index >= 0 {
		who.Type = subject.Identifier[m.Index].IdentityType
		if m.Folded {
			who.Value = strings.ToLower(who.Value)
		}
	}
	return who
}

// maxInput bounds what is read from one file. It is more than the largest
// picture that is read.
const maxInput = 64 << 20

// read returns all of a file, or of standard input for the name "-". An
// address stands for itself.
func read(name string, stdin io.Reader) ([]byte, error) {
	if isAddress([]byte(name)) {
		return []byte(name), nil
	}
	in := stdin
	if name != "-" {
		if info, err := os.Stat(name); err == nil && info.IsDir() {
			return nil, errFolder
		}
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, maxInput+1))
	if err == nil && len(data) > maxInput {
		err = errTooLarge
	}
	return data, err
}

// unwrap returns the badge in a picture and its slot; an old picture has only the
// URL of the badge. Other data is the badge, without a picture.
func unwrap(data []byte) ([]byte, bake.Slot, error) {
	p, err := bake.Extract(bytes.NewReader(data), bake.Options{})
	switch {
	case badge.CodeOf(err) == codeNoPicture:
		return data, "", nil
	case err == nil && p.Data == nil:
		p.Data = []byte(p.URL)
		if !isAddress(p.Data) {
			err = errHostedOnly
		}
	}
	return p.Data, p.Slot, err
}

// codeNoPicture is the code of package bake for what is not a picture.
const codeNoPicture = "bake.no_picture"

// isAddress reports whether a text is only the URL of a badge, not a badge.
func isAddress(text []byte) bool {
	text = bytes.TrimSpace(text)
	return bytes.HasPrefix(text, []byte("https://")) || bytes.HasPrefix(text, []byte("http://"))
}

// apiAddress turns the URL of an edubadge for people into the URL of its JSON.
// It returns any other text unchanged.
func apiAddress(text []byte) []byte {
	if !isAddress(text) {
		return text
	}
	object, err := edubadges.Locate(string(bytes.TrimSpace(text)), edubadges.Deployments())
	if err != nil {
		return text
	}
	return []byte(object.URL())
}
