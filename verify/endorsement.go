package verify

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/tree"
)

// genuine lists the stages that decide whether a credential is genuine. The
// others decide whether it is valid today.
var genuine = map[Stage]bool{StageDocument: true, StageOrigin: true, StageStructure: true, StageContext: true,
	StageProof: true, StageKey: true, StageBinding: true, StageSignature: true, StageTrust: true}

// endorsements verifies the endorsements and credentials embedded in the badge,
// each with a separate report (OB 3.0 §9.1 step 6).
func (q *inquiry) endorsements(ctx context.Context) (checks []Check) {
	a := q.web.account
	rejected := false
	left := 0 // not judged, because the budget is spent
	for in := range q.judged().Embedded() {
		switch {
		case !q.as.outer:
			return []Check{{Stage: StageEndorsement, Outcome: Skipped, Code: codeInnerDepth, Path: in.Path,
				Message: "credentials embedded in an embedded credential are not checked"}}
		case a.share.spent == nil:
			embedded, c := q.embeddedCheck(ctx, in)
			if q.embedded = append(q.embedded, embedded); c.Outcome == Failed && !rejected {
				rejected = true
				defer a.limit(a.had.Work / 10)() // the rest is for the report alone
			}
			if checks = append(checks, c); c.Code == CodeEndorsementSubject {
				checks = append(checks, q.departure(c.Code, c.Path, c.Message))
			}
			continue
		}
		if left++; left <= maxListed {
			checks = append(checks, Check{Stage: StageEndorsement, Outcome: Unknown, Code: CodeVerifyBudget, Path: in.Path,
				Message: "the embedded credential was not judged, because the budget was spent before"})
		}
	}
	if left > maxListed {
		checks = append(checks, Check{Stage: StageEndorsement, Outcome: Unknown, Code: codeInnerCount,
			Message: fmt.Sprintf("%d more embedded credentials were not judged", left-maxListed)})
	}
	if checks == nil {
		return []Check{{Stage: StageEndorsement, Outcome: Skipped, Code: codeNoInner, Message: "the badge has no embedded credentials"}}
	}
	return checks
}

// embeddedCheck judges a credential inside with a quarter of the work that is
// left, so that it leaves something to the others.
func (q *inquiry) embeddedCheck(ctx context.Context, in badge.Embedded) (EmbeddedReport, Check) {
	a := q.web.account
	if err := a.spend(workEmbedded, 1); err != nil {
		c := failure(StageDocument, err)
		return EmbeddedReport{Path: in.Path, Report: q.failed(ctx, c)}, Check{Stage: StageEndorsement, Outcome: c.Outcome, Code: c.Code, Path: in.Path, Message: c.Message}
	}
	defer a.limit((a.left.Work - a.share.keep) / 4)()
	embedded := q.innerReport(ctx, in)
	c := innerCheck(in, embedded)
	if spent := a.share.spent; spent != nil && c.Outcome != Failed {
		c.Outcome, c.Code, c.Message = Unknown, CodeVerifyBudget, "the embedded credential could not be checked: "+spent.message
	}
	return embedded, c
}

// innerReport verifies an embedded credential. An endorsement of something that
// is not in the badge does not count.
func (q *inquiry) innerReport(ctx context.Context, in badge.Embedded) EmbeddedReport {
	e := EmbeddedReport{Path: in.Path}
	if in.Err != nil {
		e.Report = q.failed(ctx, parseCheck(in.Err))
		return e
	}
	as := role{kinds: []badge.Kind{badge.KindCredential, badge.KindEndorsement, badge.KindCLR}, trust: q.v.endorser, seen: q.as.seen}
	if in.Kind == badge.KindEndorsement {
		as.kinds = []badge.Kind{badge.KindEndorsement}
	}
	if in.Address != "" {
		found, err := q.inquire(form{}, as).document20(ctx, FetchAssertion, in.Address, badge.KindEndorsement)
		if err != nil { // the badge is not to blame for another party's host
			c := originFailure(err, "")
			c.Outcome = Unknown
			e.Report = q.failed(ctx, c)
			return e
		}
		in.Document, as.seen = found.doc, time.Time{}
	}
	carried, err := badgeIn(in.Document)
	if err != nil {
		e.Report = q.failed(ctx, unopened(err))
		return e
	}
	in.Document = carried.doc
	e.Report = q.inquire(carried, as).judge(ctx)
	if in.Kind != badge.KindEndorsement || e.Report.doc == nil {
		return e
	}
	subject := e.Report.doc.SubjectID()
	if e.About = q.endorsable(subject); e.About == nowhere {
		e.About = ""
		e.Report.checks = sorted(append(e.Report.checks, Check{Stage: StageRecipient, Outcome: Unknown, Code: CodeEndorsementSubject,
			Path: pathOf(in.Document, subjectMember(in.Document)), Message: fmt.Sprintf("the endorsement is about %s, which is not in the badge", badge.Quote(subject))}))
	}
	return e
}

// subjectMember returns the name of the property that has the subject.
func subjectMember(doc *badge.Document) string {
	if doc.Version().Before3() {
		return "claim"
	}
	return "credentialSubject"
}

// nowhere is not a pointer.
const nowhere = "-"

// endorsable returns the pointer of the object with that id, if an endorsement
// may be about it: the credential, its achievements and profiles, and its
// recipient (OB 3.0 §9.2, B.1 "endorsement").
func (q *inquiry) endorsable(id string) string {
	body := q.judged().Body()
	switch {
	case id == "":
		return nowhere
	case body.Member("id").String() == id:
		return body.Pointer()
	}
	if q.named == nil { // once, not for each endorsement
		q.named = map[string]tree.Value{}
		collectNamed(body, q.named)
	}
	if object, ok := q.named[id]; ok {
		return object.Pointer()
	}
	return nowhere
}

// collectNamed adds the objects in v that endorsements can be about, by their id;
// of several with one id, the first.
func collectNamed(v tree.Value, named map[string]tree.Value) {
	for name, member := range v.Members() {
		switch name {
		case "@context", "proof", "endorsement", "endorsementJwt", "verifiableCredential":
			continue // objects in other credentials do not count
		}
		for e := range member.Each() {
			if id := cmp.Or(e.String(), e.Member("id").String()); slices.Contains(endorsables, name) && id != "" {
				if _, known := named[id]; !known {
					named[id] = e
				}
			}
			collectNamed(e, named)
		}
	}
}

// endorsables are the properties of 3.0 and 2.0 whose objects an endorsement
// can be about.
var endorsables = []string{"credentialSubject", "achievement", "issuer", "creator", "source", "parentOrg", "badge"}

// endorser checks the issuer of an embedded credential. If it is not trusted,
// the credential does not count, and the badge is not rejected for that.
func (v *Verifier) endorser(id, path string) Check {
	c := v.cfg.Trust.check(id, path)
	if c.Outcome == Failed {
		c.Outcome, c.Code = Unknown, codeInnerUntrusted
	}
	return c
}

// innerCheck turns the report of an embedded credential into a check of the
// badge: one that is not genuine fails, one that is not valid today is a
// warning.
func innerCheck(in badge.Embedded, e EmbeddedReport) Check {
	c := Check{Stage: StageEndorsement, Outcome: Passed, Code: codeInnerGood, Path: in.Path, Message: "the embedded credential is genuine and valid"}
	decisive := e.Report.Decisive()
	switch verdict := e.Report.Verdict(); {
	case verdict == Accepted && in.Kind == badge.KindEndorsement:
		if c.Message = "the endorsement of the badge is genuine and valid"; e.About != "" {
			c.Message = fmt.Sprintf("the endorsement of the object at %q is genuine and valid", e.About)
		}
	case verdict == Accepted:
	case verdict == Inconclusive && decisive.Code == CodeEndorsementSubject:
		c.Outcome, c.Code, c.Message = Warned, CodeEndorsementSubject, "the embedded credential does not count: "+decisive.Message
	case verdict == Inconclusive && decisive.Code == codeInnerUntrusted:
		c.Outcome, c.Code, c.Message = Warned, codeInnerUntrusted, "the embedded credential does not count: "+decisive.Message
	case verdict == Inconclusive:
		c.Outcome, c.Code, c.Message = Warned, codeInnerUnknown, "the embedded credential could not be checked: "+decisive.Message
	case genuine[decisive.Stage]:
		c.Outcome, c.Code, c.Message = Failed, CodeEndorsementNotGenuine, "the embedded credential is not genuine: "+decisive.Message
	default:
		c.Outcome, c.Code, c.Message = Warned, CodeEndorsementLapsed, "the embedded credential is genuine, but not valid today: "+decisive.Message
	}
	return c
}
