package summary

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
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
	fmt.Fprintf(&b, "\n%s\n", checksTitle.in(lang))
	for _, a := range s.Checks {
		fmt.Fprintf(&b, "  %s: %s\n    %s\n", a.Label, a.State, a.Why)
	}
	if len(s.Departures) > 0 {
		fmt.Fprintf(&b, "\n%s\n", departuresTitle.in(lang))
		for _, a := range s.Departures {
			fmt.Fprintf(&b, "  %s %s\n", a.Code, badge.Quote(a.Path))
		}
	}
	fmt.Fprintf(&b, "\n%s\n", stagesTitle.in(lang))
	for _, a := range s.Stages {
		fmt.Fprintf(&b, "  %-12s %s (%s)\n", a.ID, a.State, a.Code)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
