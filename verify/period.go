package verify

import (
	"context"
	"fmt"
	"time"

	"github.com/openbadges-go/openbadges/badge"
)

// period judges validFrom and validUntil, and the exp claim of a token,
// which may end the validity of a badge that names no end itself. Both ends
// belong to the period (OB 3.0 §9.1).
func (q *inquiry) period(context.Context) []Check {
	doc := q.judged()
	var problems []Check
	bad := func(code, path, format string, args ...any) {
		problems = append(problems, Check{Stage: StageTime, Outcome: Failed, Code: code, Path: path, Message: fmt.Sprintf(format, args...)})
	}
	from, until := doc.Period()
	if from.Exists() {
		if t, err := badge.DateTime(from.String()).Time(); err != nil {
			bad(codeBadTime, from.Pointer(), "the value is %s, wanted a date-time with a zone", shown(from.String()))
		} else if t.After(q.now.Add(clockSkew)) {
			bad(CodeTimeNotYetValid, from.Pointer(), "valid from %s; it is now %s", stamp(t), stamp(q.now))
		}
	}
	if until.Exists() {
		if t, err := badge.DateTime(until.String()).Time(); err != nil {
			bad(codeBadTime, until.Pointer(), "the value is %s, wanted a date-time with a zone", shown(until.String()))
		} else if q.now.After(t) {
			bad(CodeTimeExpired, until.Pointer(), "valid until %s; it is now %s", stamp(t), stamp(q.now))
		}
	}
	if _, token := doc.JWS(); token {
		exp := doc.Root().Member("exp")
		if seconds, ok := exp.Number(); ok {
			if n, err := seconds.Int64(); err == nil && q.now.After(time.Unix(n, 0)) {
				bad(CodeTimeExpired, exp.Pointer(), "the token expired on %s", stamp(time.Unix(n, 0)))
			}
		}
	}
	if problems != nil {
		return problems
	}
	if !from.Exists() {
		return []Check{{Stage: StageTime, Outcome: Warned, Code: codeNoPeriod, Message: "the badge has no start of validity"}}
	}
	return []Check{{Stage: StageTime, Outcome: Passed, Code: codeInPeriod, Message: "valid on " + stamp(q.now)}}
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
