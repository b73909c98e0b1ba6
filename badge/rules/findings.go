package rules

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// sortProblems puts problems in document order and drops repeats: of two with
// the same code at the same place, the more severe one stays.
func sortProblems(root jsontext.Value, problems []badge.Problem) []badge.Problem {
	if len(problems) < 2 {
		return problems
	}
	position := map[string]int{}
	for _, p := range problems {
		if _, known := position[p.Path]; !known {
			position[p.Path], _ = root.At(p.Path).Span()
		}
	}
	slices.SortStableFunc(problems, func(a, b badge.Problem) int {
		return cmp.Or(
			cmp.Compare(position[a.Path], position[b.Path]),
			cmp.Compare(a.Path, b.Path),
			cmp.Compare(a.Code, b.Code),
			cmp.Compare(a.Severity, b.Severity),
			cmp.Compare(a.Message, b.Message),
		)
	})
	return slices.CompactFunc(problems, func(a, b badge.Problem) bool {
		return a.Path == b.Path && a.Code == b.Code && (a.Message == b.Message || a.Severity != b.Severity)
	})
}

// findings collects the problems that the rules see.
type findings struct {
	problems []badge.Problem
	count    [2]int // by severity
	issuing  bool
	context  jsontext.Value // of the document
	inner    int            // where the credential ends that is embedded at this point
}

// add records a problem with v. What only deserves a look in a received
// document is an error in one about to be issued, except in the credentials
// that it embeds: these are not the issuer's to write.
func (f *findings) add(severity badge.Severity, code string, v jsontext.Value, format string, args ...any) {
	start, _ := v.Span()
	if f.issuing && start >= f.inner && errorWhenIssuing[code] {
		severity = badge.Error
	}
	if f.count[severity]++; f.count[severity] <= maxProblems {
		f.problems = append(f.problems, badge.Problem{Code: code, Path: v.Pointer(), Message: fmt.Sprintf(format, args...), Severity: severity})
	}
}
