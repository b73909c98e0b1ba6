package verify

import (
	"context"
	"fmt"
	"slices"

	"github.com/openbadges-go/openbadges/badge"
)

// olderPages says what is asked for at the address of a document from before
// Open Badges 3.0. Documents of other kinds are not judged by themselves.
var olderPages = map[badge.Kind]FetchKind{
	badge.KindCredential: FetchAssertion, badge.KindEndorsement: FetchAssertion,
	badge.KindAchievement: FetchBadgeClass, badge.KindProfile: FetchProfile,
}

// older judges a badge from before Open Badges 3.0. Such a badge names its
// class, and the class its issuer, by their addresses; a hosted badge is
// itself what its own address gives. What was handed in serves to find the
// address and for nothing else (OB 2.0 "Hosted Verification").
func (s *session) older(ctx context.Context, presented *badge.Document, as role) *Report {
	r := &Report{given: presented, doc: presented, at: s.now, checks: make([]Check, 0, usualChecks)}
	r.add(documentCheck(presented))
	doc, changes, err := badge.Upgrade(presented, as.at)
	if err != nil {
		r.add(Check{Stage: StageOrigin, Status: Failed, Code: codeOriginAddress, Message: "the badge does not say where it is published, so nothing confirms it"})
		r.block("")
		return r
	}
	if len(changes) > 0 {
		r.add(Check{Stage: StageDocument, Status: Warned, Code: codeUpgraded, Message: fmt.Sprintf(
			"read in the words of Open Badges 2.0, which changed %d things of a document of %s", len(changes), presented.Version())})
	}
	how, _ := doc.Verification()
	_, token := presented.JWS()
	switch {
	case !slices.Contains(as.kinds, presented.Kind()) || olderPages[presented.Kind()] == "":
		r.add(Check{Stage: StageStructure, Status: Failed, Code: codeKind, Path: pathOf(presented, "type"),
			Message: fmt.Sprintf("found a document of kind %q, wanted %q", presented.Kind(), as.kinds[0])})
	case how.Signed() && !token:
		r.add(Check{Stage: StageProof, Status: Failed, Code: codeProofMissing, Path: pathOf(presented, "verification"),
			Message: "the badge says that it is signed, and comes without a signature"})
	case presented.Body().Pointer() != "":
		r.add(Check{Stage: StageProof, Status: Failed, Code: codeTransport, Path: presented.Body().Pointer(),
			Message: "the badge is a claim of a token, wanted a token that is the badge"})
	case token && !how.Signed():
		r.add(Check{Stage: StageProof, Status: Failed, Code: codeTransport, Path: pathOf(doc, "verification"),
			Message: "the badge comes as a token, and does not say that it is signed"})
	case how.Signed():
		s.signedOlder(ctx, r, doc, as)
	default:
		s.hosted(ctx, r, doc, as)
	}
	r.block("")
	r.checks = sorted(r.checks)
	return r
}

// hosted judges a badge by what its own address gives.
func (s *session) hosted(ctx context.Context, r *Report, presented *badge.Document, as role) {
	published, warnings, err := s.published(ctx, olderPages[presented.Kind()], presented.ID(), presented.Kind())
	if err != nil {
		r.add(originFailure(err, pathOf(presented, "id")))
		return
	}
	r.doc = published
	r.binding = BindingHosted
	if gone := published.Revocation(); gone.Revoked {
		r.add(Check{Stage: StageOrigin, Status: Passed, Code: codeOriginHosted, Message: "the badge was asked for at its own address"})
		r.add(revokedCheck(published, gone.Reason))
		return
	}
	if how, _ := published.Verification(); how.Signed() {
		r.add(Check{Stage: StageOrigin, Status: Failed, Code: codeTransport, Path: pathOf(published, "verification"),
			Message: "the host says that the badge is signed, so that only its signature counts"})
		return
	}
	c, err := s.gather(ctx, published)
	if err != nil {
		r.add(originFailure(err, ""))
		return
	}
	r.doc = c.whole
	if as.at != "" && as.at != presented.ID() {
		r.add(Check{Stage: StageOrigin, Status: Warned, Code: codeOriginID, Path: pathOf(c.whole, "id"),
			Message: fmt.Sprintf("%s gives a badge whose own address is %s", shownURL(as.at), shown(presented.ID()))})
	}
	r.add(warnings...)
	r.add(c.warnings...)
	r.add(s.inScope(c.profile, scoped{"id", published}, scoped{"badge", c.class})...)
	r.add(differences(presented, c.whole)...)
	if _, err := s.address(c.profile.ID()); err != nil {
		r.binding = BindingNone
		as.trust = unconfirmed(as.trust)
	}
	for _, stage := range []Stage{StageContext, StageProof, StageKey, StageBinding, StageSignature} {
		r.add(Check{Stage: stage, Status: Skipped, Code: codeOriginHosted, Message: "nothing is signed: the badge is what its issuer's host says"})
	}
	r.add(Check{Stage: StageStatus, Status: Passed, Code: codeStatusClear, Message: "the host has not revoked the badge"})
	s.conclude(ctx, r, c, as)
}

// conclude answers what is asked of every badge, once it is known where it
// comes from.
func (s *session) conclude(ctx context.Context, r *Report, c chain, as role) {
	r.add(s.structure(r.doc, as)...)
	r.add(as.trust(c.profile.ID(), c.issuerPath))
	r.add(s.period(r.doc)...)
	r.add(s.recipient(r.doc, as)...)
	failed := slices.ContainsFunc(r.checks, func(c Check) bool { return c.Status == Failed })
	if (r.confirmed(StageOrigin) || r.confirmed(StageSignature)) && !failed && !s.closed {
		s.nested(ctx, r, as)
	}
}

// unconfirmed judges an issuer that nobody has to be for saying so, which the
// compatibility profile lives with: no list of issuers means it.
func unconfirmed(trust func(id, path string) Check) func(id, path string) Check {
	return func(id, path string) Check {
		c := trust("", path)
		c.Message = shown(id) + " is what the issuer calls itself, and nothing confirms it"
		return c
	}
}

// revokedCheck says that the issuer's host has taken a badge back.
func revokedCheck(doc *badge.Document, reason string) Check {
	c := Check{Stage: StageStatus, Status: Failed, Code: codeRevoked, Path: pathOf(doc, "revoked"), Message: "the badge has been revoked"}
	if reason != "" {
		c.Message += ": " + shown(reason)
	}
	return c
}
