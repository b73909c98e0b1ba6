package verify

import (
	"context"
	"time"

	"github.com/openbadges-go/openbadges/badge"
)

const refreshType = "1EdTechCredentialRefresh"

// refresh asks the refresh service of a badge whose signature passed: once, and
// only if the caller enabled it (OB 3.0 §9.1 step 3). If the fresh credential
// is genuine, about the same badge and newer, its report replaces this one.
func (q *inquiry) refresh(ctx context.Context) []Check {
	service := q.presented.Body().Member("refreshService")
	note := Check{Stage: StageStatus, Outcome: Skipped, Code: CodeRefreshNotAsked, Path: service.Pointer(),
		Message: "the badge has a refresh service; Config.Refresh is off"}
	switch {
	case q.as.replaces != "":
		note.Outcome, note.Code, note.Path = Passed, CodeRefreshDone, q.as.replaces
		note.Message = "this credential came from the refresh service"
	case !service.Exists() || !q.as.outer:
		return nil
	case q.loose("/refreshService"):
		note.Message = "the holder can hide parts that decide, so the refresh service was not asked"
	case q.as.refresh:
		fresh, problem := q.refreshed(ctx, service.Member("type").Holds(refreshType), service.Member("id").String(), service.Pointer())
		q.fresh = fresh
		note.Outcome, note.Code, note.Message = Warned, codeRefreshFailed, "the refresh service "+problem
	}
	return []Check{note}
}

// refreshed returns the report of the refreshed credential, or why it is not
// used.
func (q *inquiry) refreshed(ctx context.Context, known bool, address, path string) (fresh *Report, problem string) {
	if !known {
		return nil, "is of an unknown type"
	}
	body, err := q.fetch(ctx, FetchRefresh, address)
	if err != nil {
		return nil, "did not answer: " + statusFault(err).message
	}
	old := q.presented
	doc, err := badge.Parse(body)
	switch {
	case err != nil:
		return nil, "returned something that is not a badge"
	case doc.Version().Before3() || !badge.SameCredential(old, doc) || doc.SubjectID() != old.SubjectID() || doc.Kind() != old.Kind():
		return nil, "returned another badge"
	case badge.Newer(old, doc):
		return nil, "returned an older badge"
	case weaker(doc, old):
		return nil, "returned a badge without the end of validity or the status of this one"
	}
	as := q.as
	as.refresh, as.replaces, as.seen = false, path, time.Time{}
	fresh = q.inquire(form{doc: doc}, as).judge(ctx)
	if fresh.outcome(StageStructure) == Failed || !fresh.confirmed(StageSignature) {
		return nil, "returned a badge that is not genuine"
	}
	if len(fresh.Departures()) > len((&Report{checks: q.checks}).Departures()) {
		return nil, "returned a badge with more departures than this one"
	}
	return fresh, ""
}

// weaker reports whether a badge leaves out an end of validity or a status that
// another one has.
func weaker(doc, than *badge.Document) bool {
	_, end := doc.Period()
	_, endBefore := than.Period()
	const entries = "credentialStatus"
	return endBefore.Exists() && !end.Exists() || than.Body().Member(entries).Exists() && !doc.Body().Member(entries).Exists()
}
