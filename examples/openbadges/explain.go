package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/openbadges-go/openbadges/badge/proof"
)

// explanations prints what the proofs of one badge sign, and returns it.
func (c *checker) explanations(ctx context.Context, w io.Writer, r result) []proof.Explanation {
	if r.Report == nil || r.Report.Document() == nil {
		return nil
	}
	options := proof.CheckOptions{Compat: c.config.Compat, Extensions: c.config.Extensions}
	list, err := proof.Explain(ctx, r.Report.Document(), options)
	if err != nil {
		fmt.Fprintf(w, "  no explanation: %s\n", harmless(err.Error()))
	}
	for _, e := range list {
		show(w, e.String())
	}
	return list
}

// compare prints where the first proofs of two badges first differ.
func compare(w io.Writer, a, b []proof.Explanation) {
	if len(a) == 0 || len(b) == 0 {
		return
	}
	d, differ := proof.Diff(a[0], b[0])
	if !differ {
		fmt.Fprintln(w, "both sign the same")
		return
	}
	show(w, strings.TrimSpace("they first differ in the "+d.Part+" "+d.Path)+"\n  first:  "+d.A+"\n  second: "+d.B+"\n")
}

// show prints lines without what a terminal would obey.
func show(w io.Writer, text string) {
	for line := range strings.Lines(text) {
		fmt.Fprintf(w, "%s\n", harmless(strings.TrimSuffix(line, "\n")))
	}
}

const explainHelp = `Shows what each proof of a badge signs: the canonical document, the proof options,
the digests, and what is not part of the signature. Of two badges it also shows
where they first differ. It does the same as openbadges verify -explain.
`

func explainCommand() command {
	return command{"explain", "BADGE [BADGE]", "show what the proofs of a badge sign", explainHelp, func(f *flag.FlagSet) job {
		c := &checker{options: newOptions(), explain: true}
		c.options.register(f)
		return func(ctx context.Context, p process, names []string) (int, error) {
			if len(names) > 2 {
				return 0, misuse("there are %d badges, wanted one or two", len(names))
			}
			return c.run(ctx, p, names)
		}
	}}
}
