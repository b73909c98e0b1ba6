package verify

import (
	"context"

	"github.com/openbadges-go/openbadges/badge"
)

const refreshType = "1EdTechCredentialRefresh"

// refresh follows the refresh service of a badge whose signature passed: once,
// and only where the caller asked for it (OB 3.0 §9.1 step 3). It returns the
// report of the fresh credential if that is genuine, about the same badge and
// newer; otherwise nil, with the outcome noted in r.
func (s *session) refresh(ctx context.Context, r *Report, as role) *Report {
	service := r.doc.Body().Member("refreshService")
	if !service.Exists() || !as.outer {
		return nil
	}
	note := Check{Stage: StageStatus, Status: Skipped, Code: codeRefreshNotAsked, Path: service.Pointer(),
		Message: "the badge names a refresh service, which is not asked"}
	if as.refresh {
		fresh, problem := s.refreshed(ctx, r.doc, service.Member("type").Holds(refreshType), service.Member("id").String(), as)
		if fresh != nil {
			note.Status, note.Code, note.Message = Passed, codeRefreshed, "this is the fresh credential from the refresh service"
			fresh.checks = sorted(append(fresh.checks, note))
			return fresh
		}
		note.Status, note.Code, note.Message = Warned, codeRefreshFailed, "the refresh service "+problem
	}
	r.add(note)
	return nil
}

// refreshed returns the report of what the refresh service offers in place of
// a badge, or why that is not taken.
func (s *session) refreshed(ctx context.Context, old *badge.Document, known bool, address string, as role) (fresh *Report, problem string) {
	if !known {
		return nil, "is of an unknown type"
	}
	body, err := s.fetch(ctx, FetchRefresh, address)
	if err != nil {
		return nil, "gave no answer: " + statusFault(err).message
	}
	doc, err := badge.Parse(body)
	switch {
	case err != nil:
		return nil, "answered with something that is no badge"
	case doc.Version().Before3() || !badge.SameCredential(old, doc) || doc.SubjectID() != old.SubjectID() || doc.Kind() != old.Kind():
		return nil, "answered with another badge"
	case badge.Newer(old, doc):
		return nil, "answered with an older badge"
	}
	as.refresh = false
	fresh = s.judge(ctx, doc, as)
	if fresh.status(StageStructure) == Failed || !fresh.confirmed(StageSignature) {
		return nil, "answered with a badge that is not genuine"
	}
	return fresh, ""
}
