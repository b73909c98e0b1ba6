package verify

import (
	"context"
	"fmt"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/tree"
)

// period checks validFrom and validUntil, and the exp claim of a token, which
// may end the validity of a badge that has no end itself. Both ends belong to
// the period (OB 3.0 §9.1).
func (q *inquiry) period(context.Context) []Check {
	doc := q.judged()
	var problems []Check
	bad := func(code, path, format string, args ...any) {
		problems = append(problems, Check{Stage: StageTime, Outcome: Failed, Code: code, Path: path, Message: fmt.Sprintf(format, args...)})
	}
	problems = append(problems, twoDates(doc)...)
	open := func(v tree.Value) {
		problems = append(problems, Check{Stage: StageTime, Outcome: Unknown, Code: codeTimeZone, Path: v.Pointer(),
			Message: fmt.Sprintf("%s has no zone, and its zone decides whether the badge is valid at %s", badge.Quote(v.String()), stamp(q.now))})
	}
	from, until := doc.Period()
	if from.Exists() {
		if first, last, err := q.moments(from); err != nil {
			bad(codeBadTime, from.Pointer(), "the value is %s, wanted a date-time with a zone", badge.Quote(from.Raw()))
		} else if now := q.now.Add(clockSkew); first.After(now) {
			bad(CodeTimeNotYetValid, from.Pointer(), "valid from %s; it is now %s", stamp(first), stamp(q.now))
		} else if last.After(now) {
			open(from)
		}
	}
	for _, end := range ends(doc, until) {
		if first, last, err := q.moments(end); err != nil {
			bad(codeBadTime, end.Pointer(), "the value is %s, wanted a date-time with a zone", badge.Quote(end.Raw()))
		} else if q.now.After(last) {
			problems = append(problems, q.ended(doc, end, last))
			break // that the token lapsed as well says nothing more
		} else if q.now.After(first) {
			open(end)
		}
	}
	if problems != nil {
		return problems
	}
	if withheld := q.withheldDates(from.Exists(), until.Exists()); withheld != nil {
		return withheld
	}
	if !from.Exists() {
		return []Check{{Stage: StageTime, Outcome: Warned, Code: codeNoPeriod, Message: "the badge has no start of validity"}}
	}
	return []Check{{Stage: StageTime, Outcome: Passed, Code: codeInPeriod, Message: "valid on " + stamp(q.now)}}
}

// ends returns the ends of validity that a document has: its own, or else the
// claim exp, which a token may have beside it.
func ends(doc *badge.Document, until tree.Value) (list []tree.Value) {
	if until.Exists() {
		list = append(list, until)
	}
	if _, token := doc.JWS(); token {
		if exp := doc.Root().Member("exp"); exp.Exists() && exp.Pointer() != until.Pointer() {
			list = append(list, exp)
		}
	}
	return list
}

// ended reports an end that has passed. The claim exp ends the token alone
// (VC-JOSE-COSE §3.3.1): a badge without an end may have a token that lapses, and
// no token that lapsed is accepted (RFC 7519 §4.1.4). If a refresh service can
// give a newer one, whether the badge counts is open.
func (q *inquiry) ended(doc *badge.Document, end tree.Value, at time.Time) Check {
	c := Check{Stage: StageTime, Outcome: Failed, Code: CodeTimeExpired, Path: end.Pointer(),
		Message: fmt.Sprintf("valid until %s; it is now %s", stamp(at), stamp(q.now))}
	if _, token := doc.JWS(); !token || end.Pointer() != doc.Root().Member("exp").Pointer() {
		return c
	}
	c.Code, c.Message = CodeTimeLapsed, fmt.Sprintf("the token lapsed on %s, and the badge has not expired; ask its holder for a newer token", stamp(at))
	if service := doc.Body().Member("refreshService"); service.Member("type").Holds(refreshType) && !q.as.list {
		c.Outcome = Unknown
		c.Message = fmt.Sprintf("the token lapsed on %s, and the badge has not expired; its refresh service %s gives a newer one",
			stamp(at), shownURL(service.Member("id").String()))
	}
	return c
}

// The zones of the earth, from UTC-12 to UTC+14.
const (
	westernmost = 12 * time.Hour
	easternmost = 14 * time.Hour
)

// moments returns the first and the last moment that a date can mean. A date of
// Open Badges 2.0 without its zone has that of its host if Config.LocalTime knows
// it, and else any of the zones of the earth; all other dates mean one moment.
func (q *inquiry) moments(v tree.Value) (first, last time.Time, err error) {
	t, err := badge.InstantOf(v)
	if badge.CodeOf(err) != codeDateZone || q.judged().Version() != badge.OB2 {
		return t, t, err
	}
	if local := q.v.cfg.LocalTime; local != nil && q.published.doc != nil {
		if first, last, known := local(q.published.doc.ID(), t); known {
			return first, last, nil
		}
	}
	return t.Add(-easternmost), t.Add(westernmost), nil
}

// codeDateZone is the code of package badge for a date without its zone.
const codeDateZone = "date.zone"

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// twoDates reports a validity date that occurs under the names of both data
// models with two values, since other readers may use the other one.
func twoDates(doc *badge.Document) (checks []Check) {
	if doc.Version().Before3() {
		return nil
	}
	for _, names := range [][2]string{{"validFrom", "issuanceDate"}, {"validUntil", "expirationDate"}} {
		a, b := doc.Body().Member(names[0]), doc.Body().Member(names[1])
		if a.String() == "" || b.String() == "" {
			continue
		}
		first, err1 := badge.DateTime(a.String()).Time()
		second, err2 := badge.DateTime(b.String()).Time()
		if err1 != nil || err2 != nil || !first.Equal(second) {
			checks = append(checks, Check{Stage: StageTime, Outcome: Failed, Code: codeTwoDates, Path: b.Pointer(),
				Message: fmt.Sprintf("%s is %s and %s is %s, wanted equal times", names[0], badge.Quote(a.String()), names[1], badge.Quote(b.String()))})
		}
	}
	return checks
}
