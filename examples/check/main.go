// Check verifies badges: pictures (PNG, SVG) that carry one, JSON documents
// and compact JWS, from files or from standard input.
//
//	go run ./examples/check -issuer did:web:school.example -web web.json badge.png
//
// It reaches no network. What would have to be fetched comes from the files
// that -web names, or the verdict is inconclusive.
//
// The exit status is 0 if every badge is accepted, 1 if any is rejected, 2 if
// otherwise any verdict is inconclusive, and 64 for wrong usage.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/bake"
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

// run is main without the process around it.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	c, files, err := parse(args, stderr)
	switch {
	case errors.Is(err, errHelp):
		return exitAccepted
	case err != nil:
		fmt.Fprintf(stderr, "check: %v\n", err)
		return exitUsage
	}
	status := exitAccepted
	var explained [][]proof.Explanation
	for _, name := range files {
		r := c.check(ctx, name, stdin)
		c.print(stdout, r)
		if c.explain {
			explained = append(explained, c.explanations(ctx, stdout, r))
		}
		switch {
		case r.Verdict == verify.Rejected:
			status = exitRejected
		case r.Verdict == verify.Inconclusive && status == exitAccepted:
			status = exitInconclusive
		}
	}
	if len(explained) == 2 {
		compare(stdout, explained[0], explained[1])
	}
	return status
}

// check judges one file. What cannot be read is rejected.
func (c *checker) check(ctx context.Context, name string, stdin io.Reader) result {
	data, err := read(name, stdin)
	if err != nil {
		return unreadable(name, err)
	}
	text, slot, err := unwrap(data)
	if err != nil {
		return unreadable(name, err)
	}
	report, err := c.verify(ctx, text)
	if report == nil {
		return unreadable(name, err)
	}
	return judged(name, slot, text, report)
}

// verify judges a badge with the keys that are pinned for its issuer.
func (c *checker) verify(ctx context.Context, text []byte) (*verify.Report, error) {
	config := c.config
	if doc, err := badge.Parse(text); err == nil && c.pinned != nil && len(c.issuers) == 0 {
		config.Keys = pin(c.pinned, doc.IssuerID())
	}
	v, err := verify.New(config)
	if err != nil {
		return nil, err
	}
	if c.recipient != nil {
		return v.VerifyFor(ctx, text, *c.recipient)
	}
	return v.Verify(ctx, text)
}

// maxInput bounds what is read from one file. It is more than the largest
// picture that is read.
const maxInput = 64 << 20

// read returns all of a file, or of standard input for the name "-".
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
		err = errTooLarge
	}
	return data, err
}

// unwrap takes the badge out of a picture, and says where it stood. Anything
// else is a badge by itself.
func unwrap(data []byte) ([]byte, bake.Slot, error) {
	if !isPicture(data) {
		return data, "", nil
	}
	p, err := bake.Extract(bytes.NewReader(data))
	if err == nil && p.Data == nil {
		err = errHostedOnly
	}
	return p.Data, p.Slot, err
}

// isPicture reports whether data starts like a PNG or like XML.
func isPicture(data []byte) bool {
	start := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n")
	return bytes.HasPrefix(start, []byte("<")) || bytes.HasPrefix(data, []byte("\x89PNG"))
}
