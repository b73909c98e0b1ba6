package verify

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
)

// The errors that Report.Err wraps.
var (
	ErrRejected     = errors.New("rejected")
	ErrInconclusive = errors.New("inconclusive")
)

// Binding is how the signing key is bound to the issuer.
type Binding string

// The bindings, strongest first.
const (
	BindingPinned       Binding = "pinned"        // the caller pinned the issuer's keys
	BindingDIDWeb       Binding = "did:web"       // the issuer's domain publishes it in its DID document
	BindingHosted       Binding = "hosted"        // the issuer's web origin publishes it
	BindingOrigin       Binding = "origin"        // the issuer's web origin publishes it without naming the issuer
	BindingSelfAsserted Binding = "self-asserted" // the issuer's id is the key itself: anyone can mint such an id
	BindingNone         Binding = "none"          // nothing ties the key to the issuer
)

// ProofResult is the result of one proof.
type ProofResult struct {
	Path    string       `json:"pointer"` // pointer to the proof; empty for the token itself
	Scheme  proof.Scheme `json:"scheme"`
	Method  string       `json:"method,omitempty"`
	Binding Binding      `json:"binding"`
	Key     string       `json:"key,omitempty"`    // RFC 7638 thumbprint of the key that verified it
	Signed  string       `json:"signed,omitempty"` // for people: the scheme of a valid signature and the revisions of its contexts
	Decided bool         `json:"decided"`          // whether the report's own checks come from this proof
	Checks  []Check      `json:"checks"`

	// Disclosed lists what a selective disclosure shows, once the proof has
	// verified. It is nil if the proof covers the whole badge.
	Disclosed *proof.Disclosed `json:"disclosed,omitempty"`
}

// EmbeddedReport is the report of a credential embedded in another.
type EmbeddedReport struct {
	Path   string  `json:"pointer"`
	About  string  `json:"about,omitempty"` // JSON Pointer to the object in the badge that an endorsement is about; empty for the badge itself and for other credentials
	Report *Report `json:"report"`
}

// Report has the checks of a badge and their results. It cannot be changed; its
// verdict is computed from its checks.
type Report struct {
	given   *badge.Document // as supplied; an older badge also depends on its issuer's host
	doc     *badge.Document // the document that was checked
	at      time.Time
	binding Binding
	checks  []Check
	proofs  []ProofResult
	nested  []EmbeddedReport

	presentation bool   // rather than a badge
	holder       string // of a presentation, once proven
}

// orZero returns the zero Report for nil, so that every method works.
func (r *Report) orZero() *Report {
	if r == nil {
		return &Report{}
	}
	return r
}

// Verdict combines all checks. A Report without checks is inconclusive.
func (r *Report) Verdict() Verdict { return verdict(r.orZero().checks) }

// Err returns nil if the badge is accepted. Otherwise it returns an error that
// wraps ErrRejected or ErrInconclusive and is a badge.Failure with the code and
// the path of the deciding check. The error contains no text of the badge.
func (r *Report) Err() error {
	kind := ErrInconclusive
	switch r.Verdict() {
	case Accepted:
		return nil
	case Rejected:
		kind = ErrRejected
	}
	c := r.Decisive()
	return &verdictError{kind, c}
}

// verdictError is an error with the cause of the deciding check in its chain.
// It includes the text of the cause only for errors of this package and of a
// context, since other texts may contain secrets.
type verdictError struct {
	kind error
	by   Check // the one that decided
}

func (e *verdictError) Code() string { return e.by.Code }
func (e *verdictError) Path() string { return e.by.Path }

func (e *verdictError) Error() string {
	text := fmt.Sprintf("verify: %v: %s at stage %s, %q", e.kind, e.by.Code, e.by.Stage, e.by.Path)
	for _, known := range []error{errNotMade, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(e.by.cause, known) {
			return text + ": " + known.Error()
		}
	}
	return text
}

func (e *verdictError) Unwrap() []error {
	if e.by.cause == nil {
		return []error{e.kind}
	}
	return []error{e.kind, e.by.cause}
}

// Decisive returns the check that decided the verdict: the first failure, else
// the first unknown outcome, else the confirmation itself.
func (r *Report) Decisive() Check {
	want := map[Verdict]Outcome{Rejected: Failed, Inconclusive: Unknown, Accepted: Passed}[r.Verdict()]
	for _, c := range r.orZero().checks {
		confirms := c.Stage == StageOrigin || c.Stage == StageSignature
		if c.Outcome == want && (want != Passed || confirms) {
			return c
		}
	}
	return Check{Stage: StageSignature, Code: CodeSignatureUnconfirmed, Message: "neither its origin nor a signature confirms the badge"}
}

// Checks returns every check in the order of the stages.
func (r *Report) Checks() []Check { return slices.Clone(r.orZero().checks) }

// Departures returns the departures of the badge from its standard.
func (r *Report) Departures() []Check {
	return slices.DeleteFunc(r.Checks(), func(c Check) bool { return !c.Departure })
}

// Proofs returns the result of each proof, in document order.
func (r *Report) Proofs() []ProofResult {
	proofs := slices.Clone(r.orZero().proofs)
	for i := range proofs {
		proofs[i].Checks = slices.Clone(proofs[i].Checks)
		if d := proofs[i].Disclosed; d != nil {
			proofs[i].Disclosed = &proof.Disclosed{Mandatory: slices.Clone(d.Mandatory), Chosen: slices.Clone(d.Chosen), Withholdable: slices.Clone(d.Withholdable),
				Undisclosed: d.Undisclosed, Withheld: slices.Clone(d.Withheld)}
		}
	}
	return proofs
}

// Embedded returns the reports of the embedded endorsements and credentials, or
// of the badges of a presentation.
func (r *Report) Embedded() []EmbeddedReport { return slices.Clone(r.orZero().nested) }

// Binding returns how the key was bound to the issuer.
func (r *Report) Binding() Binding { return r.orZero().binding }

// Holder returns the DID of the holder who answered the challenge of a
// presentation, or "" if no holder is proven. It says nothing about the badges.
func (r *Report) Holder() string { return r.orZero().holder }

// At returns the time for which the badge was checked.
func (r *Report) At() time.Time { return r.orZero().at }

// Document returns the document that was checked, or nil if it could not be
// read. With a refresh service it is the credential that replaced the supplied
// one. For a presentation it is the presentation. For a badge before Open Badges 3.0 it is the published or the signed
// badge, with its class and issuer embedded.
func (r *Report) Document() *badge.Document { return r.orZero().doc }

// Verified returns the view of an accepted badge. For any other verdict it
// returns false and no content of the badge.
func (r *Report) Verified() (badge.Credential, bool) {
	if r.Document() == nil || r.Verdict() != Accepted || r.presentation {
		return badge.Credential{}, false
	}
	return r.doc.Credential(), true
}

// outcome returns the worst outcome of a stage: Failed, then Unknown, then the
// others.
func (r *Report) outcome(stage Stage) Outcome {
	worst, found := Skipped, false
	for _, c := range r.checks {
		if c.Stage != stage {
			continue
		}
		switch {
		case c.Outcome == Failed:
			return Failed
		case c.Outcome == Unknown, !found:
			worst = c.Outcome
		case worst != Unknown && c.Outcome != Skipped && worst != Warned:
			worst = c.Outcome
		}
		found = true
	}
	if !found {
		return Unknown
	}
	return worst
}

// confirmed reports whether a stage passed, with or without warnings.
func (r *Report) confirmed(stage Stage) bool {
	status := r.outcome(stage)
	return status == Passed || status == Warned
}

// digest returns the hexadecimal SHA-256 of data.
func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
