package verify

import (
	"context"
	"fmt"
	"slices"
)

// A step answers stages. It returns checks only for these; it may leave a stage
// without a check to a later step.
type step struct {
	answers []Stage
	needs   []Stage // not run if an earlier step left one of them Failed, Unknown or without a check
	asks    bool    // makes requests: not run for a badge that is not genuine or not trusted
	run     func(*inquiry, context.Context) []Check
}

// Stages of steps.
var (
	atDocument    = []Stage{StageDocument}
	atOrigin      = []Stage{StageOrigin}
	atStructure   = []Stage{StageStructure}
	atShape       = []Stage{StageStructure, StageConformance}
	atProof       = []Stage{StageProof}
	atSignature   = []Stage{StageSignature}
	atProofs      = []Stage{StageContext, StageProof, StageKey, StageBinding, StageSignature}
	atTime        = []Stage{StageTime}
	atStatus      = []Stage{StageStatus, StageConformance}
	atTrust       = []Stage{StageTrust}
	atRecipient   = []Stage{StageRecipient}
	atEndorsement = []Stage{StageEndorsement, StageConformance}
	atConformance = []Stage{StageConformance}
)

// unreadable reports what could not be read.
var unreadable = []step{{answers: []Stage{StageDocument, StageOrigin}, run: (*inquiry).notRead}}

// signed3 verifies a document of Open Badges 3.0 or CLR 2.0, or a status list.
var signed3 = []step{
	{answers: atDocument, run: (*inquiry).read},
	{answers: atOrigin, run: (*inquiry).carriesProof},
	{answers: atShape, run: (*inquiry).structure},
	{answers: atTrust, run: (*inquiry).trust},
	{answers: atProofs, run: (*inquiry).proofsByIssuer},
	{answers: atStatus, needs: atSignature, asks: true, run: (*inquiry).refresh},
	{answers: atStatus, needs: atSignature, asks: true, run: (*inquiry).status},
	{answers: atEndorsement, needs: atSignature, asks: true, run: (*inquiry).endorsements},
	{answers: atTime, run: (*inquiry).period},
	{answers: atRecipient, run: (*inquiry).recipient},
	{answers: atConformance, needs: atStructure, run: (*inquiry).conforms},
}

// hosted20 verifies a badge before Open Badges 3.0 that its issuer's host
// publishes.
var hosted20 = []step{
	{answers: atDocument, run: (*inquiry).read},
	{answers: []Stage{StageDocument, StageOrigin}, run: (*inquiry).upgrade},
	{answers: atStructure, needs: atOrigin, run: (*inquiry).kind20},
	{answers: atProof, needs: atStructure, run: (*inquiry).saysHosted},
	{answers: []Stage{StageOrigin, StageStatus}, needs: atOrigin, asks: true, run: (*inquiry).publish},
	{answers: atOrigin, needs: atOrigin, asks: true, run: (*inquiry).linkHosted},
	{answers: atProofs, needs: atOrigin, run: (*inquiry).unsigned},
	{answers: atStatus, needs: atOrigin, run: (*inquiry).notRevoked},
	{answers: atShape, needs: atOrigin, run: (*inquiry).structure},
	{answers: atTrust, needs: atOrigin, run: (*inquiry).trust},
	{answers: atTime, needs: atOrigin, run: (*inquiry).period},
	{answers: atRecipient, needs: atOrigin, run: (*inquiry).recipient},
	{answers: atOrigin, needs: atOrigin, run: (*inquiry).views},
	{answers: atOrigin, needs: atOrigin, run: (*inquiry).scope},
	{answers: atEndorsement, needs: atOrigin, asks: true, run: (*inquiry).endorsements},
	{answers: atConformance, needs: atStructure, run: (*inquiry).conforms},
}

// signed20 verifies a signed badge before Open Badges 3.0.
var signed20 = []step{
	{answers: atDocument, run: (*inquiry).read},
	{answers: []Stage{StageDocument, StageOrigin}, run: (*inquiry).upgrade},
	{answers: atStructure, needs: atOrigin, run: (*inquiry).kind20},
	{answers: atProof, needs: atStructure, run: (*inquiry).saysSigned},
	{answers: atOrigin, needs: atProof, run: (*inquiry).carriesProof},
	{answers: atShape, needs: atOrigin, run: (*inquiry).ownStructure},
	{answers: []Stage{StageOrigin, StageKey}, needs: atOrigin, asks: true, run: (*inquiry).linkSigned},
	{answers: atTrust, needs: atOrigin, run: (*inquiry).trust},
	{answers: atProofs, needs: atOrigin, run: (*inquiry).proofsByProfile},
	{answers: atStatus, needs: atSignature, asks: true, run: (*inquiry).revocation20},
	{answers: atShape, needs: atOrigin, run: (*inquiry).structure},
	{answers: atTime, needs: atOrigin, run: (*inquiry).period},
	{answers: atRecipient, needs: atOrigin, run: (*inquiry).recipient},
	{answers: atEndorsement, needs: atSignature, asks: true, run: (*inquiry).endorsements},
	{answers: atConformance, needs: atStructure, run: (*inquiry).conforms},
}

// planOf returns the steps for a document.
func planOf(q *inquiry) []step {
	doc := q.presented
	switch {
	case doc == nil:
		return unreadable
	case q.as.presents != nil:
		return presented
	case !doc.Version().Before3():
		return signed3
	}
	if _, token := doc.JWS(); token {
		return signed20
	}
	return hosted20
}

// judge runs the steps of the document and reports their results. It does not
// run a step that needs a stage without a good result. After a check fails
// because the document is not genuine or its issuer is not trusted, nothing is
// fetched: steps that only fetch are not run, and others find no page. Once
// the budget is spent, no step is run.
func (q *inquiry) judge(ctx context.Context) *Report {
	var unmet []Stage
	missing := func(s Stage) bool { return slices.Contains(unmet, s) }
	for _, s := range q.plan(q) {
		if q.closed && s.asks || slices.ContainsFunc(s.needs, missing) {
			unmet = append(unmet, s.answers...)
			continue
		}
		ended := false
		for _, c := range q.affordable(s, s.run(q, ctx)) {
			if !slices.Contains(s.answers, c.Stage) {
				panic(fmt.Sprintf("verify: a step for %v answers %s", s.answers, c.Stage))
			}
			ended = ended || c.Outcome == Failed || c.Outcome == Unknown
			q.closed = q.closed || c.Outcome == Failed && genuine[c.Stage]
			q.checks = append(q.checks, c)
		}
		if ended {
			unmet = append(unmet, s.answers...)
		}
		if q.fresh != nil {
			return q.fresh
		}
		if q.web.account.share.spent != nil {
			break
		}
	}
	q.checks = sorted(append(q.checks, blocked(q.checks)...))
	return q.report()
}

// affordable returns the checks of a step. If the budget was spent on the way,
// one of them says so, whatever the step made of that.
func (q *inquiry) affordable(s step, checks []Check) []Check {
	spent := q.web.account.share.spent
	if spent == nil || slices.ContainsFunc(checks, func(c Check) bool { return c.Outcome == Unknown && c.Code == CodeVerifyBudget }) {
		return checks
	}
	return append(checks, failure(s.answers[0], spent))
}

// blocked returns a check for every stage without one, naming the stage that
// blocked it: the first that failed, else the first unknown one. If no stage
// blocked, it returns nothing, and the missing stage makes the verdict
// inconclusive.
func blocked(checks []Check) (missing []Check) {
	by := slices.IndexFunc(checks, func(c Check) bool { return c.Outcome == Failed })
	if by < 0 {
		by = slices.IndexFunc(checks, func(c Check) bool { return c.Outcome == Unknown })
	}
	for _, stage := range stages {
		if by >= 0 && !answered(checks, stage) {
			missing = append(missing, Check{Stage: stage, Outcome: Skipped, Code: CodeVerifyBlocked,
				Message: fmt.Sprintf("not checked, because stage %s did not pass", checks[by].Stage)})
		}
	}
	return missing
}

// sorted returns checks in stage order; within a stage they keep their order.
func sorted(checks []Check) []Check {
	list := make([]Check, 0, len(checks))
	for _, stage := range stages {
		for _, c := range checks {
			if c.Stage == stage {
				list = append(list, c)
			}
		}
	}
	return list
}
