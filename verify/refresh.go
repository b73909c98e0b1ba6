package verify

import (
	"context"
	"fmt"

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
		fresh, err := s.refreshed(ctx, r.doc, service.Member("type").Holds(refreshType), service.Member("id").String(), as)
		if fresh != nil {
			note.Status, note.Code, note.Message = Passed, codeRefreshed, "this is the fresh credential from the refresh service"
			fresh.checks = sorted(append(fresh.checks, note))
			return fresh
		}
		note.Status, note.Code, note.Message = Warned, codeRefreshFailed, err.Error()
	}
	r.add(note)
	return nil
}

func (s *session) refreshed(ctx context.Context, old *badge.Document, known bool, address string, as role) (*Report, error) {
	if !known {
		return nil, fmt.Errorf("the refresh service is of an unknown type")
	}
	body, err := s.fetch(ctx, FetchRefresh, address)
	if err != nil {
		return nil, fmt.Errorf("the refresh service gave no answer: %w", err)
	}
	doc, err := badge.Parse(body)
	if err != nil {
		return nil, fmt.Errorf("the refresh service answered with something that is no badge")
	}
	if !badge.SameCredential(old, doc) || doc.SubjectID() != old.SubjectID() || doc.Kind() != old.Kind() {
		return nil, fmt.Errorf("the refresh service answered with another badge")
	}
	if badge.Newer(old, doc) {
		return nil, fmt.Errorf("the refresh service answered with an older badge")
	}
	as.refresh = false
	fresh := s.judge(ctx, doc, as)
	if fresh.status(StageStructure) == Failed || fresh.status(StageSignature) != Passed {
		return nil, fmt.Errorf("the refresh service answered with a badge that is not genuine")
	}
	return fresh, nil
}
