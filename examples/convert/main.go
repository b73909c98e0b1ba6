// Convert says in the words of another version what a badge says: 2.0 in those
// of 3.0, 3.0 in those of 2.0, and an edubadge of 2.0 in those of the
// eduCredentials profile of 3.0. Badges from before 2.0 are upgraded first.
//
//	go run ./examples/convert -to 3.0 -o new.json badge.png
//	go run ./examples/convert -to educredentials assertion.json class.json issuer.json
//
// What it makes is a new document with ids of its own, which nobody has signed
// or published. It goes to standard output, or to a new file; standard error
// tells, member by member, what is lost or said otherwise.
//
// The exit status is 0 if the new document is complete, 2 if it lacks what its
// standard demands and the badge does not say, 1 if there is none, and 64 for
// wrong usage.
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

// process is what surrounds the command.
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

Makes a new document that says in the words of another version what a badge
says, and tells on standard error what is lost. BADGE is a picture that carries
a badge (PNG, SVG), JSON, a token (JWT), or - for standard input. A badge of
Open Badges 2.0 may only link to its class, and the class to its issuer: then
give their documents as well.

  convert -to 3.0 -o new.json badge.png
  convert -to educredentials assertion.json class.json issuer.json

The new document has new ids, and it is neither signed nor published: nobody
has said it yet. The badge itself stays what it is.

The exit status is 0 if the new document is complete, 2 if it lacks what its
standard demands and the badge does not say, 1 if there is none, and 64 for
wrong usage.

flags:
`

// command is what the command line asks for.
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
	flags.StringVar(&c.out, "o", "", "`FILE` for the new document, which must not exist yet; without it, standard output")
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
		return c, errors.New("no badge is named")
	case len(c.names) > 3:
		return c, fmt.Errorf("found %d files, wanted a badge, its class and its issuer", len(c.names))
	case inputs > 1:
		return c, errors.New("standard input can be read once, and - is named more often")
	}
	return c, nil
}

// run is main without the process around it.
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

// write puts the document into a new file, or on standard output. A file that
// cannot be written to its end does not stay.
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

// report tells what came of the badge, and what the new document lacks.
func report(w io.Writer, to string, made result) int {
	fmt.Fprintf(w, "a new document (%s), with ids of its own, not signed and not published\n", to)
	for _, r := range made.remarks {
		fmt.Fprintf(w, "%q: %s (%s at %q)\n", r.file, r.Message, r.Code, r.Path)
	}
	status := exitComplete
	for _, p := range rules.Validate(made.doc, slices.Concat(edubadges.Extensions(), edubadges.Educredentials())...) {
		if p.Severity == badge.Error {
			fmt.Fprintf(w, "the new document: %s (%s at %q)\n", p.Message, p.Code, p.Path)
			status = exitIncomplete
		}
	}
	return status
}
