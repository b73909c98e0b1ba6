package verify

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
)

// proofsByIssuer checks the proofs with the keys found from the issuer's id.
func (q *inquiry) proofsByIssuer(ctx context.Context) []Check {
	return q.judgeProofs(ctx, q.issuerKeys)
}

// judgeProofs verifies the proofs of the badge. The signature of a token comes
// first: unless it is good, nothing inside the token counts. One good proof is
// enough (OB 3.0 §9.1 step 2) and ends the search, except with EveryProof. It
// then decides the stages from context to signature, and the others are
// reported beside it. If none is good, the proof that reached the latest stage
// decides.
func (q *inquiry) judgeProofs(ctx context.Context, find keySource) []Check {
	if q.closed {
		if !q.as.outer {
			return nil // an embedded credential that is not good has no proof judged
		}
		defer q.web.account.limit(q.web.account.had.Work / 10)() // the report says whether it is genuine, at little cost
	}
	found, err := proof.Find(q.presented)
	if err != nil {
		return []Check{failure(StageProof, err)}
	}
	if len(found) == 0 {
		return []Check{{Stage: StageProof, Outcome: Failed, Code: CodeProofMissing, Message: "the badge has no proof, so anyone could have written it"}}
	}
	j := judging{q: q, find: find, found: found, results: make([]*ProofResult, len(found))}
	q.proofs = j.inOrder(ctx)
	return q.weighProofs(q.proofs)
}

// weighProofs picks the proof that decides and reports the others beside it.
func (q *inquiry) weighProofs(proofs []ProofResult) []Check {
	best := 0
	for i, p := range proofs {
		if reach(p) > reach(proofs[best]) {
			best = i
		}
	}
	proofs[best].Decided = true
	checks := slices.Clone(proofs[best].Checks)
	for i, p := range proofs {
		switch {
		case i == best:
		case q.v.cfg.EveryProof:
			checks = append(checks, p.Checks...)
		case outcome(p) != Passed:
			checks = append(checks, Check{Stage: StageProof, Outcome: Warned, Code: codeOtherProofs, Path: p.Path,
				Message: fmt.Sprintf("another proof of the badge is not good: %s", last(p).Message)})
		}
	}
	return checks
}

// judging is the state of verifying the proofs of one document.
type judging struct {
	q       *inquiry
	find    keySource
	found   []proof.Proof
	results []*ProofResult // one for each proof; nil until it is verified
}

// inOrder verifies in document order and returns the results. For a document
// that is already rejected it verifies one proof, so that the report still
// shows whether the badge is genuine.
func (j *judging) inOrder(ctx context.Context) []ProofResult {
	for i, p := range j.found {
		good := outcome(*j.judge(ctx, i)) == Passed
		if token := p.Path() == ""; good && !j.q.v.cfg.EveryProof || token && !good || j.q.closed {
			break
		}
	}
	var judged []ProofResult
	for _, r := range j.results {
		if r != nil {
			judged = append(judged, *r)
		}
	}
	return judged
}

// judge verifies one proof, once. A good proof that names previous ones gets
// the worst outcome among theirs (VC Data Integrity §2.1.2).
func (j *judging) judge(ctx context.Context, i int) *ProofResult {
	if j.results[i] != nil {
		return j.results[i]
	}
	p := j.found[i]
	result := j.tooCostly(i)
	if result == nil {
		proved := j.q.prove(ctx, j.q.presented, p, j.find)
		result = &proved
	}
	j.results[i] = result
	if outcome(*result) != Passed {
		return result
	}
	worst := Passed
	previous, _ := p.Previous() // a broken chain failed before
	for _, b := range previous {
		at := slices.IndexFunc(j.found, func(f proof.Proof) bool { return f.Path() == b.Path() })
		switch outcome(*j.judge(ctx, at)) {
		case Failed:
			worst = Failed
		case Unknown:
			if worst == Passed {
				worst = Unknown
			}
		}
	}
	if worst != Passed {
		result.Checks = append(result.Checks, Check{Stage: StageProof, Outcome: worst, Code: codePrevious, Path: p.Path(),
			Message: "the proof builds on another one that is not good"})
	}
	return result
}

// tooCostly returns the result for a proof that is not verified: a selective
// disclosure above the limit of a document, or a proof that the budget does not
// allow. It returns nil for every other proof.
func (j *judging) tooCostly(i int) *ProofResult {
	p, before := j.found[i], 0
	for _, r := range j.results {
		if r != nil && r.Scheme == proof.ECDSASD2023 && last(*r).Stage != StageProof {
			before++
		}
	}
	var c Check
	if p.Scheme() == proof.ECDSASD2023 && before >= maxDisclosures {
		c = Check{Stage: StageProof, Outcome: Unknown, Code: codeProofTooMany, Path: p.Path(),
			Message: fmt.Sprintf("only the first %d proofs of %s are verified", maxDisclosures, proof.ECDSASD2023)}
	} else if err := j.q.web.account.spend(workPart, 1); err != nil {
		c = failure(StageProof, err)
	} else {
		return nil
	}
	return &ProofResult{Path: p.Path(), Scheme: p.Scheme(), Method: key.Redact(p.Method()), Binding: BindingNone, Checks: []Check{c}}
}

// last returns the check that ended the verification of a proof.
func last(p ProofResult) Check { return p.Checks[len(p.Checks)-1] }

// outcome combines the checks of one proof.
func outcome(p ProofResult) Outcome {
	worst := Passed
	for _, c := range p.Checks {
		switch c.Outcome {
		case Failed:
			return Failed
		case Unknown:
			worst = Unknown
		}
	}
	return worst
}

// reach orders proofs by how close they are to a good one: a good proof, one
// that could be good, then by the stage that ended it.
func reach(p ProofResult) int {
	if code := last(p).Code; code == codeProofTooMany || code == CodeVerifyBudget && p.Scheme == proof.ECDSASD2023 {
		return -1 // a disclosure beyond those that are verified does not outweigh one that was
	}
	switch outcome(p) {
	case Passed:
		return 2 * len(stages)
	case Unknown:
		return len(stages)
	}
	return slices.Index(stages[:], last(p).Stage)
}

// usualProofChecks is how many checks a good proof has.
const usualProofChecks = 6

// prove verifies one proof until a check ends it.
func (q *inquiry) prove(ctx context.Context, doc *badge.Document, p proof.Proof, find keySource) ProofResult {
	result := ProofResult{Path: p.Path(), Scheme: p.Scheme(), Method: q.web.redact(p.Method()), Binding: BindingNone, Checks: make([]Check, 0, usualProofChecks)}
	add := func(c Check) bool {
		if c.Path == "" {
			c.Path = p.Path()
		}
		result.Checks = append(result.Checks, c)
		return c.Outcome != Failed && c.Outcome != Unknown
	}
	options := q.checkOptions()
	formed, checks := q.proofForm(doc, p, options)
	for _, c := range checks {
		if !add(c) {
			return result
		}
	}
	transformed, err := formed.Transform(ctx)
	if err != nil {
		add(failure(StageContext, err))
		return result
	}
	checks = append([]Check{q.contextCheck(ctx, doc, p, options)}, problems(StageContext, transformed.Warnings())...)
	for _, c := range append(checks, q.wordChecks(p)...) {
		if !add(c) {
			return result
		}
	}
	keys, err := find(ctx, p)
	if err != nil {
		add(failure(StageKey, err))
		return result
	}
	checked, err := keys.verify(ctx, transformed)
	result.Key = keys.made.Thumbprint()
	if err != nil && keys.unnamed != nil && ctx.Err() == nil {
		add(failure(StageBinding, keys.unnamed))
		return result
	}
	for _, c := range keyChecks(keys) {
		add(c)
	}
	result.Binding = keys.binding
	add(q.bindingCheck(keys))
	if err != nil {
		add(failure(StageSignature, err))
		return result
	}
	add(Check{Stage: StageSignature, Outcome: Passed, Code: CodeSignatureValid, Message: signatureMessage(checked)})
	result.Signed = signatureDetails(checked)
	if result.Disclosed = checked.Disclosed; result.Disclosed != nil {
		add(disclosureCheck(*result.Disclosed))
	}
	return result
}

// disclosureCheck reports the required parts of a disclosure and those that the
// holder chose. If the issuer lets the holder withhold even the issuer or the
// dates, an expiry or a status may be hidden as well. Withheld parts leave no
// trace, except in an SD-JWT, where they look like decoys.
func disclosureCheck(d proof.Disclosed) Check {
	if len(d.Withholdable) > 0 {
		return Check{Stage: StageSignature, Outcome: Warned, Code: CodeSignatureDisclosedLoosely, Message: fmt.Sprintf(
			"the holder can hide %s, so that an expiry, a status or a recipient may be hidden", places(d.Withholdable))}
	}
	hidden := "what is not shown cannot be known"
	if d.Undisclosed > 0 {
		hidden = fmt.Sprintf("%d digests have no disclosure: withheld parts or decoys", d.Undisclosed)
	}
	return Check{Stage: StageSignature, Outcome: Passed, Code: CodeSignatureDisclosed, Message: fmt.Sprintf(
		"selective disclosure; required: %s; chosen by the holder: %s; %s", places(d.Mandatory), places(d.Chosen), hidden)}
}

// places lists parts of a badge for a message.
func places(pointers []string) string {
	if len(pointers) == 0 {
		return "nothing"
	}
	if pointers[0] == "" {
		return "everything shown"
	}
	return plain(strings.Join(pointers, ", "))
}

func signatureMessage(c proof.Verified) string {
	if c.Disclosed != nil {
		return "the signature is valid for everything shown"
	}
	return "the signature is valid"
}

// signatureDetails names the scheme, and the revisions of the contexts that
// have several.
func signatureDetails(c proof.Verified) string {
	details := string(c.Scheme)
	for _, used := range c.Contexts {
		if used.Revision != "" {
			details += ", revision " + used.Revision + " of " + used.URL
		}
	}
	return details
}

// proofForm checks the members of the proof, before any cryptography. A token
// in an unsupported form may still contradict itself.
func (q *inquiry) proofForm(doc *badge.Document, p proof.Proof, o proof.CheckOptions) (formed proof.WellFormed, checks []Check) {
	if c, refused := q.schemeRefused(p); refused {
		return formed, []Check{c}
	}
	formed, err := p.Validate(o)
	if err != nil {
		checks = append(checks, failure(StageProof, err))
	}
	switch {
	case p.Path() != "":
	case q.as.presents != nil:
		checks = append(checks, q.answeringClaims()...)
	case err == nil, checks[0].Outcome == Unknown:
		checks = append(decidingClaims(q.claimProblems(doc)), checks...)
	}
	if err == nil {
		checks = append(checks, q.proofPeriod(doc, p)...)
	}
	if !slices.ContainsFunc(checks, func(c Check) bool { return c.Outcome != Warned }) {
		checks = append(checks, Check{Stage: StageProof, Outcome: Passed, Code: codeProofGood, Message: "the proof has the supported scheme " + string(p.Scheme())})
	}
	return formed, checks
}

// schemeRefused reports a scheme that the configuration does not accept.
func (q *inquiry) schemeRefused(p proof.Proof) (Check, bool) {
	if schemes := q.v.cfg.Schemes; schemes == nil || slices.Contains(schemes, p.Scheme()) {
		return Check{}, false
	}
	return Check{Stage: StageProof, Outcome: Failed, Code: CodeProofSchemeNotAllowed,
		Message: fmt.Sprintf("the scheme of the proof is %s, which Config.Schemes does not accept", badge.Quote(string(p.Scheme())))}, true
}

// checkOptions returns the options for verifying proofs.
func (q *inquiry) checkOptions() proof.CheckOptions {
	o := proof.CheckOptions{Compat: q.v.cfg.Compat, Contexts: q.v.contexts, Workers: q.workers, Spend: q.web.account.ask}
	if c := q.as.presents; c != nil {
		o.Authentication, o.Types = true, presentationTypes
		if c.asked() {
			o.Challenge, o.Domain = c.Value, c.Domain
		}
	}
	return o
}

// decidingClaims turns the problems of a token that decide into checks. The
// others are departures, which stage conformance lists.
func decidingClaims(list []badge.Problem) []Check {
	return problems(StageProof, slices.DeleteFunc(slices.Clone(list), func(p badge.Problem) bool { return !p.Decides }))
}

// proofPeriod checks when the proof was made (for a token, its claim iat) and
// when it expires.
func (q *inquiry) proofPeriod(doc *badge.Document, p proof.Proof) (checks []Check) {
	bad := func(code, format string, at time.Time) {
		checks = append(checks, Check{Stage: StageProof, Outcome: Failed, Code: code, Message: fmt.Sprintf(format, stamp(at))})
	}
	made := madeAt(doc, p)
	if made.After(q.now.Add(clockSkew)) {
		bad(CodeProofFuture, "the proof is dated %s, in the future", made)
	}
	if until := p.Expires(); !until.IsZero() && q.now.After(until) {
		bad(CodeProofLapsed, "the proof expired at %s", until)
	}
	return checks
}

// madeAt returns when a proof was made by its own account: the claim iat of a
// token, or created. It is the zero time if neither says.
func madeAt(doc *badge.Document, p proof.Proof) time.Time {
	made := p.Created()
	if iat := doc.Root().Member("iat"); p.Path() == "" && iat.Exists() {
		made, _ = badge.InstantOf(iat)
	}
	return made
}

// contextCheck reports whether linked-data readers see everything that is
// signed. Tokens and proofs over JSON sign text, so there an undefined member
// is only a warning.
func (q *inquiry) contextCheck(ctx context.Context, doc *badge.Document, p proof.Proof, o proof.CheckOptions) Check {
	good := Check{Stage: StageContext, Outcome: Passed, Code: codeContextGood, Message: "the contexts define every property"}
	switch {
	case p.Scheme().LinkedData():
		return good
	case doc.Version().Before3(), hasClaims(doc), q.as.presents != nil && p.Path() == "":
		return Check{Stage: StageContext, Outcome: Skipped, Code: codeContextText, Message: "the proof signs the text itself"}
	}
	if q.contexts == nil { // the same for every proof over the text
		c := good
		if err := proof.ValidateContexts(ctx, doc, o); err != nil {
			c = failure(StageContext, err)
		}
		if c.Outcome != Passed && ctx.Err() == nil && c.Code != CodeVerifyBudget {
			c.Outcome = Warned
			c.Message = "signed as text; a linked-data reader does not understand it: " + c.Message
		}
		q.contexts = &c
	}
	return *q.contexts
}
