package verify

import (
	"context"
	"time"

	"github.com/openbadges-go/openbadges/badge"
)

// role is the part a document plays in a verification.
type role struct {
	kinds    []badge.Kind // what it may be
	trust    func(id, path string) Check
	who      *badge.Recipient // the one who presents it; nil: not asked
	list     bool             // a status list: its own status is not asked
	outer    bool             // not inside another credential: status, refresh and nested credentials are judged
	at       string           // the address it was fetched from, if it was
	refresh  bool             // a refresh service may still be followed
	replaces string           // the pointer of the refresh service that gave it
}

// badgeRole is the part of the badge that was handed in.
func (v *Verifier) badgeRole(who *badge.Recipient) role {
	kinds := []badge.Kind{badge.KindCredential, badge.KindEndorsement, badge.KindCLR, badge.KindStatusList}
	if v.cfg.Compat&AllowPartsAlone != 0 {
		kinds = append(kinds, badge.KindAchievement, badge.KindProfile)
	}
	return role{
		kinds: kinds,
		trust: v.cfg.Trust.check, who: who, outer: true, refresh: v.cfg.Refresh,
	}
}

// inquiry is the judging of one document. The badge, every credential inside
// it and every status list has its own; they share the clock and the pages.
type inquiry struct {
	v         *Verifier
	plan      func(*badge.Document) []step // a field, since steps start inquiries themselves
	now       time.Time
	web       *pages
	as        role
	presented *badge.Document // as it came; nil if it could not be read
	unread    Check           // why it could not be read

	// What the steps found. Each field is set by one of them.
	upgraded  *badge.Document // the document in the words of Open Badges 2.0
	published hostedBadge
	linked    linked
	readings  []badge.Problem // how older documents were read; of the steps that fetch
	proofs    []ProofResult
	embedded  []EmbeddedReport
	fresh     *Report // of the credential that a refresh service gave instead

	// What judge keeps.
	checks []Check
	closed bool // nothing is fetched any more: the document has failed
}

// inquire starts the judging of another document in the same verification.
func (q *inquiry) inquire(doc *badge.Document, as role) *inquiry {
	return &inquiry{v: q.v, plan: q.plan, now: q.now, web: q.web, as: as, presented: doc,
		checks: make([]Check, 0, usualChecks)}
}

// failed reports a document that could not be read or fetched.
func (q *inquiry) failed(ctx context.Context, why Check) *Report {
	other := q.inquire(nil, role{})
	other.unread = why
	return other.judge(ctx)
}

// judged is the document that the report is about: with its class and issuer,
// if it is from before Open Badges 3.0 and they were found.
func (q *inquiry) judged() *badge.Document {
	switch {
	case q.linked.whole != nil:
		return q.linked.whole
	case q.published.doc != nil:
		return q.published.doc
	}
	return q.presented
}

// issuer returns the id by which the issuer is trusted, and where it stands.
func (q *inquiry) issuer() (id, path string) {
	if q.linked.profile != nil {
		return q.linked.profile.ID(), q.linked.issuerPath
	}
	return q.presented.IssuerID(), pathOf(q.presented, "issuer")
}

// binding says what ties the badge to its issuer.
func (q *inquiry) binding() Binding {
	for _, p := range q.proofs {
		if p.Decided {
			return p.Binding
		}
	}
	switch {
	case q.published.doc == nil:
		return ""
	case q.unconfirmed():
		return BindingNone
	}
	return BindingHosted
}

// unconfirmed reports whether a hosted badge names an issuer that has no
// address, so that nobody can be asked for its profile.
func (q *inquiry) unconfirmed() bool {
	if q.published.doc == nil || q.linked.profile == nil {
		return false
	}
	return !q.hasAddress(q.linked.profile.ID())
}

// report makes the report of everything that was found.
func (q *inquiry) report() *Report {
	return &Report{given: q.presented, doc: q.judged(), at: q.now, binding: q.binding(),
		checks: q.checks, proofs: q.proofs, nested: q.embedded}
}

// notRead says why there is no document.
func (q *inquiry) notRead(context.Context) []Check { return []Check{q.unread} }

// read says in which form the document came.
func (q *inquiry) read(context.Context) []Check {
	form := "the file is valid JSON"
	if _, ok := q.presented.JWS(); ok {
		form = "the file is a valid compact JWS"
	}
	return []Check{{Stage: StageDocument, Outcome: Passed, Code: codeDocumentRead, Message: form}}
}

// carriesProof says why the origin of a signed badge is not asked.
func (q *inquiry) carriesProof(context.Context) []Check {
	return []Check{{Stage: StageOrigin, Outcome: Skipped, Code: codeOriginSigned,
		Message: "the badge is signed; its origin is not asked"}}
}

// pathOf returns the pointer of a member of the credential.
func pathOf(doc *badge.Document, name string) string {
	return doc.Body().Member(name).Pointer()
}
