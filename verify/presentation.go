package verify

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/tree"
)

const (
	typePresentation = "VerifiablePresentation"
	memberPresented  = "verifiableCredential"
)

// VerifyPresentation verifies a presentation of badges: who shows them, and each
// badge. The holder must have signed the challenge (VC Data Integrity §2.1,
// VC-JOSE-COSE §3.2.1, VC Data Model 1.1 §6.3.1) with a key that its DID lists
// under authentication, and each badge must have been awarded to that DID.
// Report.Embedded has the report of each badge. A presentation without badges is
// accepted if its holder is proven; Report.Holder says who that is.
//
// The error is nil if and only if the holder and every badge are accepted. A
// badge alone is never accepted here, since nobody proves to be its recipient.
func (v *Verifier) VerifyPresentation(ctx context.Context, data []byte, c Challenge) (*Report, error) {
	r := v.verify(ctx, Item{Data: data, Challenge: &c}, v.workers())
	return r, r.Err()
}

// presented verifies a presentation.
var presented = []step{
	{answers: atDocument, run: (*inquiry).read},
	{answers: atOrigin, run: (*inquiry).carriesProof},
	{answers: atShape, run: (*inquiry).presentation},
	{answers: atProofs, run: (*inquiry).proofsByHolder},
	{answers: atTime, needs: atSignature, run: (*inquiry).answersInTime},
	{answers: atRecipient, needs: atHolder, run: (*inquiry).holderProves},
	{answers: atEndorsement, run: (*inquiry).presentedBadges},
	{answers: []Stage{StageStatus, StageTrust}, run: (*inquiry).noIssuer},
	{answers: atConformance, needs: atStructure, run: (*inquiry).conforms},
}

// atHolder are the stages that must be good before a holder is proven.
var atHolder = []Stage{StageStructure, StageContext, StageProof, StageKey, StageBinding, StageSignature, StageTime}

// isPresentation reports whether the types of a document are those of a
// presentation.
func isPresentation(doc *badge.Document) bool {
	return presentationIn(doc).Member("type").Holds(typePresentation)
}

// presentationIn returns the object with the presentation: the document, or the
// claim vp of a token (VC Data Model 1.1 §6.3.1).
func presentationIn(doc *badge.Document) tree.Value {
	if vp := doc.Root().Member("vp"); vp.Kind() == tree.Object && isToken(doc) {
		return vp
	}
	return doc.Root()
}

// presentation checks whether the presentation can be read with one meaning.
func (q *inquiry) presentation(context.Context) []Check {
	doc := q.presented
	if err := q.web.account.spend(workMember, members(doc)); err != nil {
		return []Check{failure(StageStructure, err)}
	}
	body := presentationIn(doc)
	bad := func(at tree.Value, format string, args ...any) []Check {
		return []Check{{Stage: StageStructure, Outcome: Failed, Code: codePresentationFormat, Path: at.Pointer(), Message: fmt.Sprintf(format, args...)}}
	}
	types, contexts, list := body.Member("type"), body.Member("@context"), body.Member(memberPresented)
	for t := range types.Each() {
		if doc.Kind() != badge.KindOther || t.String() == "VerifiableCredential" {
			return bad(types, "the types are %s, wanted a presentation alone", badge.Quote(types.Raw()))
		}
	}
	version, ok := modelOf(contexts)
	if !ok {
		return []Check{{Stage: StageStructure, Outcome: Unknown, Code: codeVersion, Path: contexts.Pointer(), Message: "the first @context of the presentation names no known version"}}
	}
	if h := body.Member("holder"); h.Exists() && holderIn(h) == "" {
		return bad(h, "the holder is a JSON %s, wanted a DID or an object with one as its id", h.Kind())
	}
	checks := []Check{{Stage: StageStructure, Outcome: Passed, Code: codePresentationRead, Message: "the presentation can be read"}}
	for _, p := range q.odd {
		checks = append(checks, q.conformance(p))
	}
	n := 0
	for e := range list.Each() {
		n++
		_, token := e.Text()
		switch enveloped := e.Member("type").Holds("EnvelopedVerifiableCredential"); {
		case !token && e.Kind() != tree.Object:
			return bad(e, "found a JSON %s, wanted a badge", e.Kind())
		case version == badge.ContextVC2 && (token || isToken(doc) && !enveloped):
			checks = append(checks, q.departure(codePresentationBare, e.Pointer(), "the badge is not in an EnvelopedVerifiableCredential, as version 2.0 wants of tokens and in tokens"))
		}
	}
	if n == 0 && version == badge.ContextVC1 {
		checks = append(checks, q.departure(codePresentationEmpty, body.Pointer(), "the presentation has no badge, as version 1.1 wants"))
	}
	for _, several := range []tree.Value{body.Member("proof").Member("domain"), doc.Root().Member("aud")} {
		if several.Kind() == tree.Array && several.Len() > 1 {
			checks = append(checks, Check{Stage: StageConformance, Outcome: Warned, Code: codePresentationDomains, Path: several.Pointer(),
				Message: "the presentation names several verifiers, so that another one can use it as well"})
		}
	}
	return checks
}

// modelOf returns the first context, if it is that of a known version of the
// data model.
func modelOf(contexts tree.Value) (string, bool) {
	for c := range contexts.Each() {
		return c.String(), c.String() == badge.ContextVC2 || c.String() == badge.ContextVC1
	}
	return "", false
}

// holderIn returns the id in a member holder.
func holderIn(v tree.Value) string {
	if v.Kind() == tree.Object {
		v = v.Member("id")
	}
	return v.String()
}

// proofsByHolder checks the proofs with the keys found from the holder's DID.
func (q *inquiry) proofsByHolder(ctx context.Context) []Check {
	signers, candidates := map[string]holder{}, map[string]keys{} // by the pointer of the proof
	checks := q.judgeProofs(ctx, func(ctx context.Context, p proof.Proof) (keys, error) {
		found, by, err := q.holderKeys(ctx, p)
		signers[p.Path()], candidates[p.Path()] = by, found
		return found, err
	})
	for _, p := range q.proofs {
		if !p.Decided {
			continue
		}
		by := signers[p.Path]
		for _, k := range candidates[p.Path].candidates {
			if k.Thumbprint() == p.Key {
				by.key = k.Key
			}
		}
		q.holder = by
	}
	return checks
}

// holderKeys finds the key of the holder that made a proof: one that its DID
// lists under authentication, or one of those that the caller pinned for it.
func (q *inquiry) holderKeys(ctx context.Context, p proof.Proof) (keys, holder, error) {
	id := controllerOf(p.Method())
	named := q.holders(p)
	if !strings.HasPrefix(id, "did:") && len(named) > 0 { // a kid of a token may be short
		id = named[0].String()
	}
	for _, h := range named {
		if h.String() != id {
			return keys{}, holder{}, &fault{stage: StageBinding, code: codePresentationHolder, path: h.Pointer(),
				message: fmt.Sprintf("the holder is %s, and the key is one of %s", badge.Quote(h.String()), badge.Quote(id))}
		}
	}
	by := holder{id: id, method: p.Method(), made: madeAt(q.presented, p)}
	inToken, has, _ := p.EmbeddedKey()
	if pinned, ok := q.v.cfg.Keys[id]; ok {
		found, err := pinnedKeys(pinned, id, p.Method(), inToken, has)
		return found, by, err
	}
	switch {
	case key.IsPrivate(id), key.IsPrivate(p.Method()):
		return keys{}, holder{}, no(codeKeyExposed, "", "%s is a private key, which everybody can read here", badge.Quote(id))
	case !strings.HasPrefix(id, "did:"):
		return keys{}, holder{}, notKnown(codePresentationMethod, "", "the key of the holder is %s, wanted one of a DID", badge.Quote(cmp.Or(id, p.Method())))
	}
	resolver := q.resolver(ctx)
	resolver.Authentication = true
	found, err := resolver.Find(ctx, id, p.Method())
	if p.Method() == "" && has {
		found, err = resolver.Match(ctx, id, inToken)
	}
	if err != nil {
		return keys{}, holder{}, keyFault(err)
	}
	q.web.keep(found.Fetched...)
	if _, err := q.inForceNow(found.Method, p); err != nil {
		return keys{}, holder{}, err
	}
	by.method = found.Method.ID
	return keys{candidates: []candidate{{Key: found.Method.Key}}, binding: Binding(found.Binding), hint: found.Hint}, by, nil
}

// holders returns what the presentation names as its holder: its member holder,
// and the claim iss of a token.
func (q *inquiry) holders(p proof.Proof) (found []tree.Value) {
	h, iss := presentationIn(q.presented).Member("holder"), q.presented.Root().Member("iss")
	if h.Kind() == tree.Object {
		h = h.Member("id")
	}
	if h.Exists() {
		found = append(found, h)
	}
	if p.Path() == "" && iss.Exists() {
		found = append(found, iss)
	}
	return found
}

// presentationTypes are the types of a token with a presentation: those of
// VC-JOSE-COSE §3.2.1 and its drafts, and that of VC Data Model 1.1 §6.3.1.
var presentationTypes = []string{"vp+jwt", "vp+sd-jwt", "vp+ld+jwt", "vp-ld+jwt", "vp+ld+json+jwt", "JWT"}

// answeringClaims checks the claims of a token with a presentation: the place of
// the presentation, the challenge, the audience and the dates.
func (q *inquiry) answeringClaims() (checks []Check) {
	doc := q.presented
	root := doc.Root()
	bad := func(code string, at tree.Value, format string, args ...any) {
		checks = append(checks, Check{Stage: StageProof, Outcome: Failed, Code: code, Path: at.Pointer(), Message: fmt.Sprintf(format, args...)})
	}
	token, _ := doc.JWS()
	if vp := root.Member("vp"); vp.Exists() && (root.Member("type").Exists() || root.Member(memberPresented).Exists() || strings.HasPrefix(token.Header.Member("typ").String(), "vp")) {
		bad(codePresentationFormat, vp, "the token has a claim vp, which belongs to version 1.1 alone")
	}
	if vc := root.Member("vc"); vc.Exists() {
		bad(codePresentationFormat, vc, "the presentation has a claim vc, wanted none")
	}
	if c := q.as.presents; c.asked() {
		if nonce := root.Member("nonce"); nonce.String() != c.Value {
			bad(CodeProofChallenge, nonce, "the nonce is %s, wanted %s", badge.Quote(nonce.String()), badge.Quote(c.Value))
		}
		if aud := root.Member("aud"); !aud.Holds(c.Domain) {
			bad(CodeProofDomain, aud, "the audience is %s, wanted %s", badge.Quote(aud.Raw()), badge.Quote(c.Domain))
		}
	}
	for _, name := range []string{"iat", "nbf", "exp"} {
		claim := root.Member(name)
		switch t, err := badge.InstantOf(claim); {
		case !claim.Exists():
		case err != nil || claim.Kind() != tree.Number:
			bad(codePresentationFormat, claim, "the claim %s is %s, wanted a number of seconds", name, badge.Quote(claim.Raw()))
		case name == "exp" && q.now.After(t):
			bad(CodeProofLapsed, claim, "the presentation expired at %s", stamp(t))
		case name == "nbf" && t.After(q.now.Add(clockSkew)):
			bad(CodeProofFuture, claim, "the presentation counts from %s, in the future", stamp(t))
		}
	}
	return checks
}

// noIssuer reports the stages that only badges have.
func (q *inquiry) noIssuer(context.Context) (checks []Check) {
	for _, stage := range []Stage{StageStatus, StageTrust} {
		checks = append(checks, Check{Stage: stage, Outcome: Skipped, Code: codePresentationNoIssuer, Message: "a presentation has no issuer; each badge in it has"})
	}
	return checks
}

// presentedBadges verifies each badge of the presentation, with a separate
// report. Unlike an endorsement, every badge counts.
func (q *inquiry) presentedBadges(ctx context.Context) (checks []Check) {
	by := q.holder
	if by.proven = q.proven; !by.proven {
		by.why = q.unproven()
		defer q.web.account.limit(q.web.account.had.Work / 10)() // the reports say whether the badges are genuine, at little cost
	}
	as := q.v.badgeRole(q.as.who)
	as.holder = &by
	base := presentationIn(q.presented).Member(memberPresented).Pointer()
	left := 0
	for in := range q.presented.Embedded() {
		if in.Path != base && !strings.HasPrefix(in.Path, base+"/") {
			continue
		}
		if q.web.account.share.spent != nil || len(q.embedded) == maxListed {
			left++
			continue
		}
		report := q.presentedBadge(ctx, in, as)
		q.embedded = append(q.embedded, report)
		checks = append(checks, badgeCheck(report))
	}
	switch {
	case left > 0:
		checks = append(checks, Check{Stage: StageEndorsement, Outcome: Unknown, Code: codePresentationLeft, Message: fmt.Sprintf("%d more badges were not judged", left)})
	case checks == nil:
		checks = []Check{{Stage: StageEndorsement, Outcome: Skipped, Code: codeNoInner, Message: "the presentation has no badge: it only says who is there"}}
	}
	return checks
}

// unproven says why the holder of a presentation is not proven.
func (q *inquiry) unproven() string {
	if i := slices.IndexFunc(q.checks, func(c Check) bool { return c.Outcome == Failed || c.Outcome == Unknown && c.Stage != StageRecipient }); i >= 0 {
		return "the presentation is not good: " + q.checks[i].Message
	}
	return notAsked
}

func (q *inquiry) presentedBadge(ctx context.Context, in badge.Embedded, as role) EmbeddedReport {
	e := EmbeddedReport{Path: in.Path}
	a := q.web.account
	if err := a.spend(workEmbedded, 1); err != nil {
		e.Report = q.failed(ctx, failure(StageDocument, err))
		return e
	}
	defer a.limit((a.left.Work - a.share.keep) / 4)()
	if in.Err != nil {
		e.Report = q.failed(ctx, parseCheck(in.Err))
		return e
	}
	carried, err := badgeIn(in.Document)
	if err != nil {
		e.Report = q.failed(ctx, unopened(err))
		return e
	}
	e.Report = q.inquire(carried, as).judge(ctx)
	return e
}

// badgeCheck turns the report of a badge into a check of its presentation.
func badgeCheck(e EmbeddedReport) Check {
	c := Check{Stage: StageEndorsement, Outcome: Passed, Code: codePresentationBadge, Path: e.Path, Message: "the badge is accepted"}
	switch e.Report.Verdict() {
	case Rejected:
		c.Outcome, c.Code, c.Message = Failed, CodePresentationRefused, "the badge is not accepted: "+e.Report.Decisive().Message
	case Inconclusive:
		c.Outcome, c.Code, c.Message = Unknown, codePresentationOpen, "the badge is left open: "+e.Report.Decisive().Message
	}
	return c
}
