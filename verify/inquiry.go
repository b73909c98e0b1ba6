package verify

import (
	"context"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/tree"
)

// role is the purpose of a document in a verification.
type role struct {
	kinds    []badge.Kind // accepted kinds of document
	trust    func(id, path string) Check
	who      *badge.Recipient // who presents the badge; nil: not asked
	presents *Challenge       // the challenge that a presentation must answer; nil for other documents
	holder   *holder          // who must be the recipient; nil: not asked
	asks     *Challenge       // what the key binding of an SD-JWT must answer; nil: not asked
	list     bool             // a status list: its own status is not checked
	outer    bool             // not embedded: status, refresh and embedded credentials are checked
	at       string           // the URL it was fetched from, if it was
	refresh  bool             // the refresh service may still be asked
	seen     time.Time        // when it was proved to exist; zero for what is fetched, and where nothing was proved
	former   *badge.Document  // the badge whose refresh service returned it, if one did
}

// badgeRole is the role of the supplied badge.
func (v *Verifier) badgeRole(who *badge.Recipient) role {
	kinds := []badge.Kind{badge.KindCredential, badge.KindEndorsement, badge.KindCLR, badge.KindStatusList}
	if v.cfg.Compat&AllowPartsAlone != 0 {
		kinds = append(kinds, badge.KindAchievement, badge.KindProfile)
	}
	return role{
		kinds: kinds,
		trust: v.cfg.Trust.check, who: who, seen: v.cfg.SeenAt, outer: true, refresh: v.cfg.Refresh,
	}
}

// inquiry is the verification of one document. The badge, every embedded
// credential and every status list has one; they share the clock and the pages.
type inquiry struct {
	v         *Verifier
	plan      func(*inquiry) []step // a field, since steps start inquiries themselves
	now       time.Time
	workers   int // for the signatures of a selective disclosure
	web       *pages
	as        role
	presented *badge.Document // as supplied; nil if it could not be read
	odd       []badge.Problem // departures of the form in which it came
	unread    Check           // why it could not be read

	// Results of the steps. One step sets each field.
	upgraded  *badge.Document // the document converted to Open Badges 2.0
	published hostedBadge
	linked    linked
	viewed    *badge.Document // the whole badge with what only full views have
	readings  []badge.Problem // how older documents were read, from the steps that fetch
	words     []Check         // names and values in which readers differ
	proofs    []ProofResult
	contexts  *Check // of the context stage, for proofs over text
	embedded  []EmbeddedReport
	named     map[string]tree.Value // the objects that endorsements can be about; nil until one asks
	fresh     *Report               // of the credential that a refresh service returned instead
	holder    holder                // who signed a presentation
	proven    bool                  // whether that holder answered the challenge

	claims claimsJudged // of the token judged last

	// State of judge.
	checks []Check
	closed bool // nothing more is fetched, since the document has failed
}

// inquire starts the verification of another document within this one.
func (q *inquiry) inquire(f form, as role) *inquiry {
	return &inquiry{v: q.v, plan: q.plan, now: q.now, workers: q.workers, web: q.web, as: as, presented: f.doc, odd: f.departures,
		checks: make([]Check, 0, usualChecks)}
}

// failed reports a document that could not be read or fetched.
func (q *inquiry) failed(ctx context.Context, why Check) *Report {
	other := q.inquire(form{}, role{})
	other.unread = why
	return other.judge(ctx)
}

// judged returns the document that the report is about. A document before Open
// Badges 3.0 includes its class and issuer if they were found.
func (q *inquiry) judged() *badge.Document {
	switch {
	case q.viewed != nil:
		return q.viewed
	case q.linked.whole != nil:
		return q.linked.whole
	case q.published.doc != nil:
		return q.published.doc
	}
	return q.presented
}

// issuer returns the id by which the issuer is trusted, and its pointer.
func (q *inquiry) issuer() (id, path string) {
	if q.linked.profile != nil {
		return q.linked.profile.ID(), q.linked.issuerPath
	}
	if q.presented.Version() == badge.SDJWTVC {
		return q.presented.IssuerID(), "/iss"
	}
	return q.presented.IssuerID(), pathOf(q.presented, "issuer")
}

// binding returns how the badge is bound to its issuer.
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

// unconfirmed reports whether the issuer of a hosted badge has no URL, so that
// its profile cannot be fetched.
func (q *inquiry) unconfirmed() bool {
	if q.published.doc == nil || q.linked.profile == nil {
		return false
	}
	return !q.hasAddress(q.linked.profile.ID())
}

// report makes the report of all results.
func (q *inquiry) report() *Report {
	r := &Report{given: q.presented, doc: q.judged(), at: q.now, binding: q.binding(),
		checks: q.checks, proofs: q.proofs, nested: q.embedded}
	if q.as.presents != nil {
		r.presentation = true
		if q.proven {
			r.holder = q.holder.id
		}
	}
	return r
}

// notRead reports why there is no document.
func (q *inquiry) notRead(context.Context) []Check { return []Check{q.unread} }

// read reports the form of the document.
func (q *inquiry) read(context.Context) []Check {
	if err := q.web.account.spendText(workRead, len(q.presented.Root().Raw())); err != nil {
		return []Check{failure(StageDocument, err)}
	}
	form := "the file is valid JSON"
	if _, ok := q.presented.JWS(); ok {
		form = "the file is a valid compact JWS"
	}
	if _, ok := q.presented.SDJWT(); ok {
		form = "the file is a valid SD-JWT"
	}
	return []Check{{Stage: StageDocument, Outcome: Passed, Code: codeDocumentRead, Message: form}}
}

// carriesProof reports why the origin of a signed badge is not checked.
func (q *inquiry) carriesProof(context.Context) []Check {
	return []Check{{Stage: StageOrigin, Outcome: Skipped, Code: codeOriginSigned,
		Message: "the badge is signed, so its origin is not checked"}}
}

// pathOf returns the pointer of a member of the credential.
func pathOf(doc *badge.Document, name string) string {
	return doc.Body().Member(name).Pointer()
}
