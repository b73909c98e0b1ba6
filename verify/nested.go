package verify

import (
	"context"
	"fmt"

	"github.com/openbadges-go/openbadges/badge"
)

// genuine lists the stages that say whether a credential is what it claims
// to be. What remains says whether it holds today.
var genuine = map[Stage]bool{StageDocument: true, StageOrigin: true, StageStructure: true, StageContext: true,
	StageProof: true, StageKey: true, StageBinding: true, StageSignature: true, StageTrust: true}

// endorsements judges the endorsements and the credentials inside the badge,
// each with a report of its own (OB 3.0 §9.1 step 6).
func (q *inquiry) endorsements(ctx context.Context) (checks []Check) {
	var inner []badge.Inner
	for in := range q.judged().Inner() {
		if inner = append(inner, in); len(inner) > maxEndorsements || !q.as.outer {
			break
		}
	}
	switch {
	case len(inner) == 0:
		return []Check{{Stage: StageEndorsement, Outcome: Skipped, Code: codeNoInner, Message: "the badge has no embedded credentials"}}
	case !q.as.outer:
		return []Check{{Stage: StageEndorsement, Outcome: Skipped, Code: codeInnerDepth, Path: inner[0].Path,
			Message: "credentials embedded in an embedded credential are not checked"}}
	case len(inner) > maxEndorsements:
		return []Check{{Stage: StageEndorsement, Outcome: Failed, Code: codeInnerCount, Path: inner[maxEndorsements].Path,
			Message: fmt.Sprintf("the badge has more than %d embedded credentials", maxEndorsements)}}
	}
	for _, in := range inner {
		report := q.innerReport(ctx, in)
		q.embedded = append(q.embedded, EmbeddedReport{Path: in.Path, Report: report})
		checks = append(checks, innerCheck(in, report))
	}
	return checks
}

func (q *inquiry) innerReport(ctx context.Context, in badge.Inner) *Report {
	if in.Err != nil {
		return q.failed(ctx, parseCheck(in.Err))
	}
	as := role{kinds: []badge.Kind{badge.KindCredential, badge.KindEndorsement, badge.KindCLR}, trust: q.v.endorser}
	if in.Kind == badge.KindEndorsement {
		as.kinds, as.endorsed = []badge.Kind{badge.KindEndorsement}, &in.About
	}
	if in.Address != "" {
		doc, _, err := q.document20(ctx, FetchAssertion, in.Address, badge.KindEndorsement)
		if err != nil { // the badge is not to blame for what somebody else's host does
			c := originFailure(err, "")
			c.Outcome = Unknown
			return q.failed(ctx, c)
		}
		in.Document = doc
	}
	return q.inquire(in.Document, as).judge(ctx)
}

// endorser judges the issuer of an inner credential. It need not be one
// whose badges are accepted, but the reader should know.
func (v *Verifier) endorser(id, path string) Check {
	c := v.cfg.Trust.check(id, path)
	if c.Outcome == Failed {
		c.Outcome = Warned
	}
	return c
}

// innerCheck weighs the report of an inner credential for the badge that
// carries it: what is not genuine fails, what does not hold today warns.
func innerCheck(in badge.Inner, r *Report) Check {
	c := Check{Stage: StageEndorsement, Outcome: Passed, Code: codeInnerGood, Path: in.Path, Message: "the embedded credential is genuine and valid"}
	switch decisive := r.Decisive(); {
	case r.Verdict() == Accepted:
	case r.Verdict() == Inconclusive:
		c.Outcome, c.Code, c.Message = Warned, codeInnerUnknown, "the embedded credential could not be checked: "+decisive.Message
	case genuine[decisive.Stage]:
		c.Outcome, c.Code, c.Message = Failed, CodeEndorsementNotGenuine, "the embedded credential is not genuine: "+decisive.Message
	default:
		c.Outcome, c.Code, c.Message = Warned, CodeEndorsementLapsed, "the embedded credential is genuine, and not valid today: "+decisive.Message
	}
	return c
}
