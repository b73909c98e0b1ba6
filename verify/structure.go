package verify

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
)

// Conformance decides what a departure from the standard means. The zero
// Conformance reports it.
type Conformance uint8

// The policies.
const (
	// ConformanceReported accepts a genuine badge that breaks a rule of its
	// data model, and lists the departures.
	ConformanceReported Conformance = iota
	// ConformanceRequired rejects a badge with a departure.
	ConformanceRequired
)

// structure checks whether the decisive properties can be read, and lists the
// departures of the document from its standard.
func (q *inquiry) structure(context.Context) []Check {
	checks := q.structureOf(q.judged())
	for _, p := range q.odd {
		checks = append(checks, q.conformance(p))
	}
	return checks
}

// ownStructure checks a signed badge before fetching anything that it names. If
// it passes, the badge is checked again with its class and issuer.
func (q *inquiry) ownStructure(context.Context) []Check {
	checks := q.structureOf(q.upgraded)
	if !slices.ContainsFunc(checks, func(c Check) bool { return c.Stage == StageStructure && c.Outcome == Failed }) {
		return nil
	}
	return checks
}

func (q *inquiry) structureOf(doc *badge.Document) []Check {
	if doc.Version() == badge.SDJWTVC {
		return q.claimsOf(doc)
	}
	checks := q.kindOf(doc)
	if slices.ContainsFunc(checks, func(c Check) bool { return c.Outcome == Failed }) {
		return checks
	}
	if err := q.web.account.spend(workMember, members(doc)); err != nil {
		return []Check{failure(StageStructure, err)}
	}
	list := q.validate(doc)
	if err := q.web.account.spend(workProblem, len(list)); err != nil {
		return []Check{failure(StageStructure, err)}
	}
	var inside paths
	if len(list) > 0 {
		inside = embeddedPaths(doc)
	}
	for _, p := range list {
		switch {
		case inside.hold(p.Path): // the embedded credential has a report
		case ofContext[p.Code]:
			q.words = append(q.words, problems(StageContext, []badge.Problem{p})...)
		case p.Decides:
			checks = append(checks, Check{Stage: StageStructure, Outcome: Failed, Code: p.Code, Path: p.Path, Message: p.Message})
		default:
			checks = append(checks, q.conformance(p))
		}
	}
	if !answered(checks, StageStructure) {
		checks = append(checks, Check{Stage: StageStructure, Outcome: Passed, Code: codeStructure,
			Message: "the document is a well-formed " + string(doc.Kind()) + " of Open Badges " + string(doc.Version())})
	}
	return append(checks, q.tokenDepartures(doc)...)
}

// members returns about a quarter of the members and elements of a document:
// there is a comma between two.
func members(doc *badge.Document) int { return 1 + strings.Count(doc.Root().Raw(), ",")/4 }

// ofContext are the codes of package rules for names and values in which readers
// differ, which stage context reports.
var ofContext = map[string]bool{"ld.keyword": true, "ld.context_null": true, "ld.null": true, "member.shadow": true, codeNumberRange: true}

const codeNumberRange = "json.number_range"

// wordChecks reports the names and values in which readers differ. A proof over
// linked data has its own check of numbers.
func (q *inquiry) wordChecks(p proof.Proof) []Check {
	return slices.DeleteFunc(slices.Clone(q.words), func(c Check) bool {
		return c.Code == codeNumberRange && p.Scheme().LinkedData()
	})
}

// tokenDepartures lists what a token omits or adds without changing the meaning
// of the badge. Claims that decide are checked with the proof.
func (q *inquiry) tokenDepartures(doc *badge.Document) (checks []Check) {
	for _, p := range q.claimProblems(doc) {
		if !p.Decides {
			checks = append(checks, q.conformance(p))
		}
	}
	return checks
}

// claimProblems returns what is wrong with the claims of a token. Two stages ask.
func (q *inquiry) claimProblems(doc *badge.Document) []badge.Problem {
	if q.claims.of != doc {
		q.claims = claimsJudged{doc, proof.ValidateToken(doc, q.checkOptions())}
	}
	return q.claims.problems
}

// claimsJudged are the problems of one token.
type claimsJudged struct {
	of       *badge.Document
	problems []badge.Problem
}

// conformance turns a problem that does not decide into a check: an error is a
// departure, a warning is not.
func (q *inquiry) conformance(p badge.Problem) Check {
	c := q.departure(p.Code, p.Path, p.Message)
	if p.Severity == badge.SeverityWarning {
		c.Outcome, c.Departure = Warned, false
	}
	return c
}

// conforms reports that no step found a departure or a warning.
func (q *inquiry) conforms(context.Context) []Check {
	if answered(q.checks, StageConformance) {
		return nil
	}
	return []Check{{Stage: StageConformance, Outcome: Passed, Code: codeConformance,
		Message: "the document follows its schema and the rules of its standard"}}
}

// departure reports one departure of the badge from its standard. Those of a
// status list count with the badge that it is about.
func (q *inquiry) departure(code, path, message string) Check {
	c := Check{Stage: StageConformance, Outcome: Warned, Code: code, Path: path, Message: message, Departure: true}
	if q.v.cfg.Conformance == ConformanceRequired && !q.as.list {
		c.Outcome = Failed
	}
	return c
}

// kindOf checks the kind of the document. A credential of an unknown kind may
// be genuine, but is not a badge.
func (q *inquiry) kindOf(doc *badge.Document) []Check {
	check := func(o Outcome, code, path, format string, args ...any) Check {
		return Check{Stage: StageStructure, Outcome: o, Code: code, Path: path, Message: fmt.Sprintf(format, args...)}
	}
	context, types := doc.Body().Member("@context"), doc.Body().Member("type")
	switch kind := doc.Kind(); {
	case slices.Contains(q.as.kinds, kind) && doc.Version() != badge.VersionUnknown:
		return nil
	case slices.Contains(q.as.kinds, kind) && (context.Holds(badge.ContextVC2) || context.Holds(badge.ContextVC1)):
		return []Check{check(Failed, codeVersion, context.Pointer(), "the base context is not the first, which decides how dates are read")}
	case slices.Contains(q.as.kinds, kind):
		return []Check{check(Unknown, codeVersion, context.Pointer(), "the @context names no known version")}
	case kind == badge.KindOther && types.Holds("VerifiableCredential") && slices.Contains(q.as.kinds, badge.KindCredential):
		return []Check{
			check(Unknown, codeKind, types.Pointer(), "the document is a verifiable credential, but not a badge"),
			q.departure(codeKind, types.Pointer(), "the types name no class of Open Badges"),
		}
	}
	return []Check{check(Failed, codeKind, types.Pointer(), "%s", q.notWanted(doc))}
}

// notWanted says what a document lacks to be of a kind that is wanted.
func (q *inquiry) notWanted(doc *badge.Document) string {
	body := doc.Body()
	context, types := body.Member("@context"), body.Member("type")
	switch kind, wanted := doc.Kind(), q.as.kinds[0]; {
	case kind != badge.KindOther && wanted == badge.KindCredential:
		return fmt.Sprintf("this is a %s alone, which awards nothing; pass the badge", kind)
	case kind != badge.KindOther:
		return fmt.Sprintf("this is a %s, wanted a %s", kind, wanted)
	case types.Exists():
		return fmt.Sprintf("no type makes the document a badge: found %s", badge.Quote(types.Raw()))
	case context.Exists():
		return fmt.Sprintf("the document has no type, and the @context %s", badge.Quote(context.Raw()))
	case body.Member("recipient").Exists() && !body.Member("badge").Exists():
		return "the document has a recipient and no badge"
	case body.Member("badge").Exists() && !body.Member("recipient").Exists():
		return "the document has a badge and no recipient"
	}
	return "the document has neither @context and type nor recipient and badge, so it is not a badge"
}

// paths are JSON Pointers.
type paths []string

// hold reports whether a pointer is one of the paths or below one.
func (p paths) hold(pointer string) bool {
	return slices.ContainsFunc(p, func(path string) bool {
		below, ok := strings.CutPrefix(pointer, path)
		return ok && (below == "" || below[0] == '/')
	})
}

// embeddedPaths returns the pointers of embedded credentials.
func embeddedPaths(doc *badge.Document) (found paths) {
	for in := range doc.Embedded() {
		if in.Document != nil {
			found = append(found, in.Path)
		}
	}
	return found
}
