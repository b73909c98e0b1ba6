package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/badge/rules"
)

const lintHelp = `Compares documents with the schema and the rules of their standard: badges,
classes, profiles, endorsements, comprehensive learner records, status lists. It
says which kind of document it found. It does not ask whether a badge is genuine.

  openbadges lint class.json badge.png

A document whose type is not one of the standard, or misspelt, is not compared
with anything. For edubadges it adds the rules of their platform.

The exit status is 0 without an error, 1 with one, 66 if an input cannot be read
or its kind is unknown.
`

func lintCommand() command {
	return command{"lint", "DOCUMENT ...", "compare documents with schema and rules", lintHelp, func(f *flag.FlagSet) job {
		institution := f.String("institution", "", "`TYPE` of the institution, for the rules of edubadges: WO, HBO, MBO, HBO/MBO or SURF")
		return func(_ context.Context, p process, names []string) (int, error) {
			if len(names) == 0 {
				return 0, misuse("no document is named")
			}
			if kinds := []edubadges.Institution{"", edubadges.WO, edubadges.HBO, edubadges.MBO, edubadges.HBOMBO, edubadges.SURF}; !slices.Contains(kinds, edubadges.Institution(*institution)) {
				return 0, misuse("-institution is %q, wanted WO, HBO, MBO, HBO/MBO or SURF", *institution)
			}
			status := exitAccepted
			for _, in := range candidates(names) {
				s := lint(p, in, edubadges.Institution(*institution))
				if slices.Index(worst, s) < slices.Index(worst, status) {
					status = s
				}
			}
			return status, nil
		}
	}}
}

// lint prints the problems of one document.
func lint(p process, in candidate, of edubadges.Institution) int {
	doc, err := (*badge.Document)(nil), in.err
	if err == nil {
		doc, err = readDocument(in.name, p.stdin)
	}
	if err != nil {
		fmt.Fprintf(p.stderr, "openbadges lint: %q: %s\n", in.name, harmless(reason(err).Error()))
		return exitUnreadable
	}
	if doc.Kind() == badge.KindOther {
		found, _ := doc.At("/type")
		fmt.Fprintf(p.stdout, "%q: unknown kind: the type is %s, wanted one of Open Badges\n", in.name, badge.Quote(cmp.Or(string(found), "missing")))
		return exitUnreadable
	}
	fmt.Fprintf(p.stdout, "%q: %s, Open Badges %s\n", in.name, doc.Kind(), doc.Version())
	upgraded, _, err := badge.Upgrade(doc, "")
	if err != nil {
		fmt.Fprintf(p.stdout, "  error    %s\n", harmless(err.Error()))
		return exitRejected
	}
	problems := rules.Validate(upgraded, slices.Concat(edubadges.Extensions(), edubadges.Educredentials())...)
	if e := edubadges.Read(doc); e.Dialect != edubadges.DialectUnrecognised {
		for _, r := range append(e.Remarks, edubadges.Check(e, of)...) {
			problems = append(problems, r.Problem)
		}
	}
	status := exitAccepted
	for _, problem := range problems {
		word := "warning"
		if problem.Severity == badge.SeverityError {
			word, status = "error", exitRejected
		}
		fmt.Fprintf(p.stdout, "  %-7s  %s (%s at %q)\n", word, harmless(problem.Message), problem.Code, problem.Path)
	}
	if len(problems) == 0 {
		fmt.Fprintln(p.stdout, "  follows its standard")
	}
	return status
}

const showHelp = `Shows what a badge says, without any check: name, description, criteria, issuer,
recipient and dates. Everybody can write such a text: openbadges verify says
whether the badge is genuine.
`

func showCommand() command {
	return command{"show", "BADGE", "show what a badge says, without any check", showHelp, func(*flag.FlagSet) job {
		return func(_ context.Context, p process, names []string) (int, error) {
			if len(names) != 1 {
				return 0, misuse("there are %d badges, wanted one", len(names))
			}
			doc, err := readDocument(names[0], p.stdin)
			if err != nil {
				return exitUnreadable, fmt.Errorf("%q: %w", names[0], reason(err))
			}
			showBadge(p.stdout, doc)
			return exitAccepted, nil
		}
	}}
}

// showBadge prints what a badge, a class or a profile says.
func showBadge(w io.Writer, doc *badge.Document) {
	fmt.Fprintf(w, "%s, Open Badges %s, not verified\n", doc.Kind(), doc.Version())
	c := doc.Credential()
	a, issuer := c.Subject.Achievement, c.Issuer
	switch doc.Kind() {
	case badge.KindAchievement:
		a = doc.Achievement()
	case badge.KindProfile:
		issuer = doc.Profile()
	}
	var to []string
	for _, identity := range c.Subject.Identifier {
		if identity.Hashed != nil && *identity.Hashed {
			to = append(to, "a recipient named by a hash only")
			continue
		}
		to = append(to, identity.IdentityHash)
	}
	var evidence []string
	for _, e := range c.Evidence {
		evidence = append(evidence, cmp.Or(e.ID, e.Narrative))
	}
	for _, row := range []struct{ label, value string }{
		{"name", cmp.Or(a.Name, c.Name)}, {"kind", string(a.AchievementType)}, {"description", a.Description},
		{"criteria", cmp.Or(a.Criteria.Narrative, a.Criteria.ID)}, {"tags", strings.Join(a.Tag, ", ")},
		{"issuer", issuer.Name}, {"issuer id", issuer.ID}, {"issuer url", issuer.URL},
		{"recipient", cmp.Or(c.Subject.ID, strings.Join(to, ", "))}, {"issued on", string(c.ValidFrom)}, {"expires on", string(c.ValidUntil)},
		{"evidence", strings.Join(evidence, " ")}, {"id", doc.ID()},
	} {
		if row.value != "" {
			fmt.Fprintf(w, "  %-12s %s\n", row.label, harmless(cut(row.value)))
		}
	}
}

// cut returns the first 2,000 characters of a text.
func cut(text string) string {
	const most = 2000
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return text
}
