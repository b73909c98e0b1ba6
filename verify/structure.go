package verify

import (
	"context"
	"fmt"
	"slices"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/rules"
)

// structure judges the shape of the document for the part it plays.
func (q *inquiry) structure(context.Context) []Check {
	return q.structureOf(q.judged())
}

// ownStructure judges a signed badge before anything that it names is fetched.
// What passes here is judged again with its class and issuer.
func (q *inquiry) ownStructure(context.Context) []Check {
	checks := q.structureOf(q.upgraded)
	if !slices.ContainsFunc(checks, func(c Check) bool { return c.Outcome == Failed }) {
		return nil
	}
	return checks
}

func (q *inquiry) structureOf(doc *badge.Document) []Check {
	as := q.as
	fail := func(code, path, format string, args ...any) []Check {
		return []Check{{Stage: StageStructure, Outcome: Failed, Code: code, Path: path, Message: fmt.Sprintf(format, args...)}}
	}
	if !slices.Contains(as.kinds, doc.Kind()) {
		return fail(codeKind, pathOf(doc, "type"), "the document is of kind %q, wanted %q", doc.Kind(), as.kinds[0])
	}
	if doc.Version() == badge.VersionUnknown {
		return fail(codeVersion, pathOf(doc, "@context"), "the @context names no known version")
	}
	checks := problems(StageStructure, q.validate(doc))
	for i, c := range checks {
		if c.Code == rules.CodeResultDescription && q.v.cfg.DanglingResults {
			checks[i].Outcome = Warned
		}
	}
	if !slices.ContainsFunc(checks, func(c Check) bool { return c.Outcome == Failed }) {
		checks = append(checks, Check{Stage: StageStructure, Outcome: Passed, Code: codeStructure,
			Message: "a well-formed " + string(doc.Kind()) + " of Open Badges " + string(doc.Version())})
	}
	return checks
}
