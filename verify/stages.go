package verify

import (
	"context"
	"fmt"

	"github.com/openbadges-go/openbadges/badge"
)

// role is the part a document plays in a verification.
type role struct {
	kinds    []badge.Kind // what it may be
	trust    func(id, path string) Check
	who      *badge.Recipient // the one who presents it; nil: not asked
	endorsed *string          // the id an endorsement has to be about
	list     bool             // a status list: its own status is not asked
	outer    bool             // not inside another credential: status, refresh and nested credentials are judged
	at       string           // the address it was fetched from, if it was
	refresh  bool             // a refresh service may still be followed
}

// badgeRole is the part of the badge that was handed in.
func (v *Verifier) badgeRole(who *badge.Recipient) role {
	kinds := []badge.Kind{badge.KindCredential, badge.KindEndorsement, badge.KindCLR, badge.KindStatusList}
	if v.cfg.Compat == Compat1EdTech {
		kinds = append(kinds, badge.KindAchievement, badge.KindProfile)
	}
	return role{
		kinds: kinds,
		trust: v.cfg.Trust.check, who: who, outer: true, refresh: v.cfg.Refresh,
	}
}

// judge runs all stages. A stage that asks the network runs only after what
// it depends on has passed.
func (s *session) judge(ctx context.Context, doc *badge.Document, as role) *Report {
	if doc.Version().Before3() {
		return s.older(ctx, doc, as)
	}
	r := &Report{given: doc, doc: doc, at: s.now, checks: make([]Check, 0, usualChecks)}
	r.add(documentCheck(doc), Check{Stage: StageOrigin, Status: Skipped, Code: codeOriginSigned,
		Message: "the badge carries its proof with it, no host has to confirm it"})
	r.add(s.structure(doc, as)...)
	issuerPath := pathOf(doc, "issuer")
	r.add(as.trust(doc.IssuerID(), issuerPath))
	r.add(s.period(doc)...)
	r.add(s.recipient(doc, as)...)
	around := s.closed
	defer func() { s.closed = around }() // what fails inside a badge, or in its place, ends nothing for the badge
	s.closed = around || r.status(StageStructure) == Failed || r.status(StageTrust) == Failed
	s.proofs(ctx, r, s.keysFor(doc))
	if r.confirmed(StageSignature) && !s.closed {
		if fresh := s.refresh(ctx, r, as); fresh != nil {
			return fresh
		}
		r.add(s.status(ctx, doc, as)...)
		s.nested(ctx, r, as)
	}
	r.block("")
	r.checks = sorted(r.checks)
	return r
}

func (r *Report) add(checks ...Check) { r.checks = append(r.checks, checks...) }

// block gives every stage without a check one that says what it waited for.
func (r *Report) block(by Stage) {
	for _, c := range r.checks {
		if by == "" && (c.Status == Failed || c.Status == Unknown) {
			by = c.Stage
		}
	}
	for _, stage := range stages {
		if !answered(r.checks, stage) {
			r.add(Check{Stage: stage, Status: Skipped, Code: codeBlocked,
				Message: fmt.Sprintf("not judged, because stage %s did not pass", by)})
		}
	}
}

func documentCheck(doc *badge.Document) Check {
	form := "a JSON document, read in the one way there is"
	if _, ok := doc.JWS(); ok {
		form = "a compact JWS, read in the one way there is"
	}
	return Check{Stage: StageDocument, Status: Passed, Code: codeDocumentRead, Message: form}
}

// pathOf returns the pointer of a member of the credential.
func pathOf(doc *badge.Document, name string) string {
	return doc.Body().Member(name).Pointer()
}
