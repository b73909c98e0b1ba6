package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"slices"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/badge/rules"
)

const convertHelp = `Converts a badge to another version and lists on standard error what is lost.
BADGE is a picture with a badge (PNG, SVG), JSON, a token (JWT), or - for
standard input. If a badge of Open Badges 2.0 only links to its class, or the
class to its issuer, give their documents as well.

  openbadges convert -to 3.0 -o new.json badge.png
  openbadges convert -to educredentials assertion.json class.json issuer.json

The new document has new ids and is neither signed nor published. The badge
itself is not changed.

The exit status is 0 if the new document is complete, 2 if it lacks a required
property, 1 if the conversion failed, and 64 for wrong usage.
`

func convertCommand() command {
	return command{"convert", "BADGE [CLASS] [ISSUER]", "convert a badge to another version, with a list of losses", convertHelp, func(f *flag.FlagSet) job {
		c := &conversion{newID: badge.NewID}
		f.StringVar(&c.to, "to", "", "`VERSION` to convert to: 3.0, 2.0 or educredentials")
		f.StringVar(&c.out, "o", "", "`FILE` for the new document, which must not exist; without it, standard output")
		return c.run
	}}
}

// conversion is what the flags ask for.
type conversion struct {
	to    string
	out   string // "" for standard output
	newID func() string
}

// run converts a badge. The status is 2 for a document that lacks something.
func (c *conversion) run(_ context.Context, p process, names []string) (int, error) {
	inputs := 0
	for _, name := range names {
		if name == "-" {
			inputs++
		}
	}
	switch {
	case c.to == "":
		return 0, misuse("-to is missing, wanted 3.0, 2.0 or educredentials")
	case targets[c.to] == nil:
		return 0, misuse("-to is %q, wanted 3.0, 2.0 or educredentials", c.to)
	case len(names) == 0:
		return 0, misuse("the badge is missing, wanted a file or -")
	case len(names) > 3:
		return 0, misuse("there are %d files, wanted a badge, its class and its issuer", len(names))
	case inputs > 1:
		return 0, misuse("- may be given only once")
	}
	made, err := c.convert(p, names)
	if err == nil {
		err = writeDocument(c.out, p.stdout, made.doc)
	}
	if err != nil {
		return exitRejected, err
	}
	return made.report(p.stderr, c.to), nil
}

// convert reads the files and makes the new document.
func (c *conversion) convert(p process, names []string) (converted, error) {
	var inputs []input
	for _, name := range names {
		doc, err := readDocument(name, p.stdin)
		if err != nil {
			return converted{}, fmt.Errorf("%q: %w", name, err)
		}
		inputs = append(inputs, input{name, doc})
	}
	return targets[c.to](inputs, c.newID)
}

// writeDocument writes the document to a new file or to standard output.
func writeDocument(name string, stdout io.Writer, doc *badge.Document) error {
	var text bytes.Buffer
	if err := json.Indent(&text, doc.JSON(), "", "  "); err != nil {
		return err
	}
	text.WriteByte('\n')
	if name == "" {
		_, err := stdout.Write(text.Bytes())
		return err
	}
	return writeNew(name, text.Bytes(), 0o644)
}

// report lists what is lost, and what the new document lacks.
func (made converted) report(w io.Writer, to string) int {
	fmt.Fprintf(w, "new document (%s) with new ids, not signed and not published\n", to)
	for _, r := range made.changes {
		fmt.Fprintf(w, "%q: %s (%s at %q)\n", r.file, r.Message, r.Code, r.Path)
	}
	status := exitAccepted
	for _, p := range rules.Validate(made.doc, slices.Concat(edubadges.Extensions(), edubadges.Educredentials())...) {
		if p.Severity == badge.SeverityError {
			fmt.Fprintf(w, "the new document: %s (%s at %q)\n", p.Message, p.Code, p.Path)
			status = exitInconclusive
		}
	}
	return status
}
