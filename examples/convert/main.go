// Convert converts a badge to another version: 2.0 to 3.0, 3.0 to 2.0, or an
// edubadge of 2.0 to the eduCredentials profile of 3.0. It upgrades badges before
// 2.0 first.
//
//	go run ./examples/convert -to 3.0 -o new.json badge.png
//	go run ./examples/convert -to educredentials assertion.json class.json issuer.json
//
// The result is a new document with new ids, neither signed nor published. It
// goes to standard output or to a new file. Standard error lists what is lost or
// changed.
//
// The exit status is 0 if the new document is complete, 2 if it lacks a required
// property, 1 if the conversion failed, and 64 for wrong usage.
package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/badge/rules"
)

// Exit statuses.
const (
	exitComplete   = 0
	exitNothing    = 1
	exitIncomplete = 2
	exitUsage      = 64 // EX_USAGE of sysexits.h
)

func main() {
	os.Exit(run(os.Args[1:], process{os.Stdin, os.Stdout, os.Stderr, newUUID}))
}

// process is the environment of the command.
type process struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	newID          func() string
}

// newUUID returns a random UUID (RFC 9562 §5.4) as a URN.
func newUUID() string {
	var u [16]byte
	rand.Read(u[:])
	u[6], u[8] = u[6]&0x0F|0x40, u[8]&0x3F|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}

const usage = "usage: convert -to VERSION [-o FILE] BADGE [CLASS] [ISSUER]   (convert -h says more)"

const help = `usage: convert -to VERSION [-o FILE] BADGE [CLASS] [ISSUER]

Converts a badge to another version and lists on standard error what is lost.
BADGE is a picture with a badge (PNG, SVG), JSON, a token (JWT), or - for
standard input. If a badge of Open Badges 2.0 only links to its class, or the
class to its issuer, give their documents as well.

  convert -to 3.0 -o new.json badge.png
  convert -to educredentials assertion.json class.json issuer.json

The new document has new ids and is neither signed nor published. The badge
itself is not changed.

The exit status is 0 if the new document is complete, 2 if it lacks a required
property, 1 if the conversion failed, and 64 for wrong usage.

flags:
`

// command is the parsed command line.
type command struct {
	to    string
	out   string // "" for standard output
	names []string
	help  string
}

// parse reads the command line.
func parse(args []string) (command, error) {
	var c command
	var out strings.Builder
	flags := flag.NewFlagSet("convert", flag.ContinueOnError)
	flags.SetOutput(&out)
	flags.Usage = func() {}
	flags.StringVar(&c.to, "to", "", "`VERSION` to convert to: 3.0, 2.0 or educredentials")
	flags.StringVar(&c.out, "o", "", "`FILE` for the new document, which must not exist; without it, standard output")
	err := flags.Parse(args)
	out.Reset()
	out.WriteString(help)
	flags.PrintDefaults()
	c.help, c.names = out.String(), flags.Args()
	inputs := 0
	for _, name := range c.names {
		if name == "-" {
			inputs++
		}
	}
	switch {
	case err != nil:
		return c, err
	case c.to == "":
		return c, errors.New("-to is missing, wanted 3.0, 2.0 or educredentials")
	case targets[c.to] == nil:
		return c, fmt.Errorf("-to is %q, wanted 3.0, 2.0 or educredentials", c.to)
	case len(c.names) == 0:
		return c, errors.New("the badge is missing, wanted a file or -")
	case len(c.names) > 3:
		return c, fmt.Errorf("there are %d files, wanted a badge, its class and its issuer", len(c.names))
	case inputs > 1:
		return c, errors.New("- may be given only once")
	}
	return c, nil
}

// run is main with an explicit environment.
func run(args []string, p process) int {
	c, err := parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(p.stderr, c.help)
		return exitComplete
	case err != nil:
		fmt.Fprintf(p.stderr, "convert: %v\n%s\n", err, usage)
		return exitUsage
	}
	made, err := c.convert(p)
	if err == nil {
		err = write(c.out, p.stdout, made.doc)
	}
	if err != nil {
		fmt.Fprintf(p.stderr, "convert: %v\n", err)
		return exitNothing
	}
	return report(p.stderr, c.to, made)
}

// convert reads the files and makes the new document.
func (c command) convert(p process) (result, error) {
	var inputs []input
	for _, name := range c.names {
		doc, err := read(name, p.stdin)
		if err != nil {
			return result{}, fmt.Errorf("%q: %w", name, err)
		}
		inputs = append(inputs, input{name, doc})
	}
	return targets[c.to](inputs, p.newID)
}

// write writes the document to a new file or to standard output. It removes a
// file that it cannot write completely.
func write(name string, stdout io.Writer, doc *badge.Document) error {
	var text bytes.Buffer
	if err := json.Indent(&text, doc.JSON(), "", "  "); err != nil {
		return err
	}
	text.WriteByte('\n')
	if name == "" {
		_, err := stdout.Write(text.Bytes())
		return err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return fmt.Errorf("%q: %w", name, reason(err))
	}
	_, err = f.Write(text.Bytes())
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		os.Remove(name)
		return fmt.Errorf("%q: %w", name, reason(err))
	}
	return nil
}

// report lists what is lost, and what the new document lacks.
func report(w io.Writer, to string, made result) int {
	fmt.Fprintf(w, "new document (%s) with new ids, not signed and not published\n", to)
	for _, r := range made.remarks {
		fmt.Fprintf(w, "%q: %s (%s at %q)\n", r.file, r.Message, r.Code, r.Path)
	}
	status := exitComplete
	for _, p := range rules.Validate(made.doc, slices.Concat(edubadges.Extensions(), edubadges.Educredentials())...) {
		if p.Severity == badge.SeverityError {
			fmt.Fprintf(w, "the new document: %s (%s at %q)\n", p.Message, p.Code, p.Path)
			status = exitIncomplete
		}
	}
	return status
}
