package verify

import (
	"context"
	"fmt"
	"time"

	"github.com/openbadges-go/openbadges/badge"
)

const refreshType = "1EdTechCredentialRefresh"

// refresh asks the refresh service of a badge whose signature passed: once, and
// only if the caller enabled it (OB 3.0 §9.1 step 3). If the fresh credential
// is genuine, about the same badge and newer, its report replaces this one. The
// refresh service of a fresh credential is never asked, so that no chain and no
// loop of them begins.
func (q *inquiry) refresh(ctx context.Context) []Check {
	service := q.presented.Body().Member("refreshService")
	note := Check{Stage: StageStatus, Outcome: Skipped, Code: CodeRefreshNotAsked, Path: service.Pointer(),
		Message: "the badge has a refresh service; Config.Refresh is off"}
	switch {
	case q.as.former != nil:
		note.Outcome, note.Code, note.Path = Passed, CodeRefreshDone, pathOf(q.as.former, "refreshService")
		note.Message = "this credential came from the refresh service"
		return append([]Check{note}, changed(q.as.former, q.presented)...)
	case !service.Exists() || !q.as.outer:
		return nil
	case q.loose("/refreshService"):
		note.Message = "the holder can hide parts that decide, so the refresh service was not asked"
	case q.as.refresh:
		fresh, problem := q.refreshed(ctx, service.Member("type").Holds(refreshType), service.Member("id").String())
		if problem == nil {
			q.fresh = fresh
			return nil
		}
		note.Outcome, note.Code, note.Message = Warned, problem.code, "the refresh service "+problem.message
	}
	return []Check{note}
}

// refreshed returns the report of the refreshed credential, or why it is not
// used.
func (q *inquiry) refreshed(ctx context.Context, known bool, address string) (*Report, *fault) {
	if !known {
		return nil, no(codeRefreshFailed, "", "is of an unknown type")
	}
	body, err := q.fetch(ctx, FetchRefresh, address)
	if err != nil {
		return nil, no(codeRefreshFailed, "", "did not answer: %s", statusFault(err).message)
	}
	doc, err := badge.Parse(body)
	if err != nil {
		return nil, no(codeRefreshFailed, "", "returned something that is not a badge")
	}
	if problem := unfit(q.presented, doc); problem != nil {
		return nil, problem
	}
	as := q.as
	as.refresh, as.former, as.seen = false, q.presented, time.Time{}
	fresh := q.inquire(form{doc: doc}, as).judge(ctx)
	if fresh.outcome(StageStructure) == Failed || !fresh.confirmed(StageSignature) {
		return nil, no(codeRefreshFailed, "", "returned a badge that is not genuine")
	}
	if len(fresh.Departures()) > len((&Report{checks: q.checks}).Departures()) {
		return nil, no(codeRefreshFailed, "", "returned a badge with more departures than this one")
	}
	return fresh, nil
}

// unfit reports why a document is not a later state of a badge, whoever signed
// it.
func unfit(old, doc *badge.Document) *fault {
	switch {
	case doc.Version().Before3() || !badge.SameCredential(old, doc) || doc.Kind() != old.Kind():
		return no(codeRefreshOther, "", "returned another badge")
	case !sameRecipient(old, doc):
		return no(codeRefreshOther, "", "returned a badge for another recipient")
	case badge.Newer(old, doc):
		return no(codeRefreshOlder, "", "returned an older badge")
	case weaker(doc, old):
		return no(codeRefreshFailed, "", "returned a badge without the dates or the status of this one")
	}
	return nil
}

// sameRecipient reports whether two credentials name one recipient: by an id,
// or without one by equal identifiers, and by the key of the holder in a token.
func sameRecipient(old, doc *badge.Document) bool {
	named := paths{"/cnf"}
	if old.SubjectID() == "" {
		named = append(named, "/credentialSubject/identifier")
	}
	for d := range badge.Diff(old, doc) {
		if named.hold(d.Path) || d.Path == "/credentialSubject" {
			return false
		}
	}
	return old.SubjectID() == doc.SubjectID()
}

// weaker reports whether a badge leaves out an end of its period or a status
// that another one has.
func weaker(doc, than *badge.Document) bool {
	from, until := doc.Period()
	fromBefore, untilBefore := than.Period()
	const entries = "credentialStatus"
	return fromBefore.Exists() && !from.Exists() || untilBefore.Exists() && !until.Exists() ||
		than.Body().Member(entries).Exists() && !doc.Body().Member(entries).Exists() ||
		statusClaim(than).Exists() && !statusClaim(doc).Exists()
}

// renewedMembers are the members that a refresh is for: until when the
// credential counts, where its status is, and what secures it.
var renewedMembers = paths{
	"/@context", "/validFrom", "/validUntil", "/issuanceDate", "/expirationDate", "/credentialStatus", "/refreshService", "/proof",
	"/nbf", "/exp", "/iat", "/status",
}

// changed reports in one check where a refreshed credential says something else
// than the badge it replaces.
func changed(old, fresh *badge.Document) []Check {
	var list []badge.Difference
	for d := range badge.Diff(old, fresh) {
		if !renewedMembers.hold(d.Path) {
			list = append(list, d)
		}
	}
	if len(list) == 0 {
		return nil
	}
	c := Check{Stage: StageStatus, Outcome: Warned, Code: CodeRefreshChanged, Path: list[0].Path, Message: fmt.Sprintf(
		"the refreshed badge, which counts, differs from your copy in %s (%s)", counted(len(list), "place"), placesOf(list))}
	if list[0].One != nil && list[0].Two != nil {
		c.Message += fmt.Sprintf("; its %s is %s, not %s", memberAt(c.Path), textOf(list[0].Two), textOf(list[0].One))
	}
	return []Check{c}
}
