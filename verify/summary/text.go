package summary

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/verify"
)

// Text writes the summary for a terminal. Text of the badge is quoted, so it
// cannot imitate the summary or control the terminal.
func (s Summary) Text(w io.Writer) error {
	if w == nil {
		return errors.New("summary: the writer is nil")
	}
	var b strings.Builder
	lang := s.Language
	fmt.Fprintf(&b, "%s.\n%s\n", s.Headline, s.Sentence)
	if s.Reason != "" {
		fmt.Fprintln(&b, s.Reason)
	}
	fmt.Fprintln(&b)
	for _, f := range s.Facts {
		fmt.Fprintf(&b, "  %s: %s\n", f.Label, badge.Quote(f.Value))
	}
	fmt.Fprintf(&b, "\n%s\n", checksTitle.In(lang))
	for _, a := range s.Checks {
		fmt.Fprintf(&b, "  %s: %s\n    %s\n", a.Label, a.State, a.Why)
	}
	if len(s.Departures) > 0 {
		fmt.Fprintf(&b, "\n%s\n", departuresTitle.In(lang))
		for _, a := range s.Departures {
			fmt.Fprintf(&b, "  %s %s\n", a.Code, badge.Quote(a.Path))
		}
	}
	fmt.Fprintf(&b, "\n%s\n", stagesTitle.In(lang))
	for _, a := range s.Stages {
		fmt.Fprintf(&b, "  %-12s %s (%s)\n", a.ID, a.State, a.Code)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Row returns what a table says about an input: its verdict in a few words, and
// why. For an accepted badge, why is who awarded what to whom. Text of the badge
// is quoted. Row gives English where there is no other word for an error.
func (in Input) Row(lang Language) (verdict, why string) {
	w := wordsIn(lang)
	if in.Report == nil {
		why, _ = w.unreadable(in)
		return w.verdict(in.unread()), why
	}
	s := Of(in.Report, lang)
	if why = s.Reason; s.Verdict == verify.Accepted || why == "" {
		why = s.Sentence
	}
	return w.verdict(string(s.Verdict)), why
}

// Totals returns a line of the numbers of inputs by verdict; "unreadable" is the
// verdict of an input that is not a badge.
func Totals(lang Language, found map[verify.Verdict]int) string {
	w, parts, sum := wordsIn(lang), []string{}, 0
	for _, v := range verdicts {
		n := found[verify.Verdict(v)]
		parts, sum = append(parts, fmt.Sprintf("%d × %s", n, strings.ToLower(w.verdict(v)))), sum+n
	}
	return fmt.Sprintf("%s: %d (%s)", inputsTitle.In(w.Lang), sum, strings.Join(parts, ", "))
}
