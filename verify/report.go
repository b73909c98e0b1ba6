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

// What Report.Err wraps.
var (
	ErrRejected     = errors.New("rejected")
	ErrInconclusive = errors.New("inconclusive")
)

// Binding says how the key that signed was tied to the issuer.
type Binding string

// The bindings, strongest first.
const (
	BindingPinned       Binding = "pinned"        // the caller named the issuer's keys
	BindingDIDWeb       Binding = "did:web"       // the issuer's domain publishes it in its DID document
	BindingHosted       Binding = "hosted"        // the issuer's web origin publishes it
	BindingOrigin       Binding = "origin"        // the issuer's web origin publishes it without naming the issuer
	BindingSelfAsserted Binding = "self-asserted" // the issuer's id is the key itself: anyone can mint such an id
	BindingNone         Binding = "none"          // nothing ties the key to the issuer
)

// ProofResult is what came of one proof.
type ProofResult struct {
	Path    string       `json:"pointer"` // where the proof stands; empty for the token itself
	Scheme  proof.Scheme `json:"scheme"`
	Method  string       `json:"method,omitempty"`
	Binding Binding      `json:"binding"`
	Key     string       `json:"key,omitempty"` // RFC 7638 thumbprint of the key that verified it
	Decided bool         `json:"decided"`       // whether the report's own checks come from this proof
	Checks  []Check      `json:"checks"`

	// Disclosed tells what a selective disclosure shows, once the proof has
	// verified; nil where a proof covers the whole badge.
	Disclosed *proof.Disclosed `json:"disclosed,omitempty"`
}

// EmbeddedReport is the report of a credential that stands inside another.
type EmbeddedReport struct {
	Path   string  `json:"pointer"`
	About  string  `json:"about,omitempty"` // JSON Pointer to what an endorsement is about in the badge; empty for the badge itself and for other credentials
	Report *Report `json:"report"`
}

// Report is what was asked about a badge and what came of it. It cannot be
// changed; its verdict is computed from its checks.
type Report struct {
	given   *badge.Document // as it came; of older badges its issuer's host says the rest
	doc     *badge.Document // that was judged
	at      time.Time
	binding Binding
	checks  []Check
	proofs  []ProofResult
	nested  []EmbeddedReport
}

// orZero returns the zero Report for nil, so that no method breaks down.
func (r *Report) orZero() *Report {
	if r == nil {
		return &Report{}
	}
	return r
}

// Verdict weighs all checks. A Report without checks is inconclusive.
func (r *Report) Verdict() Verdict { return verdict(r.orZero().checks) }

// Err returns nil if the badge is accepted, and otherwise an error that
// wraps ErrRejected or ErrInconclusive and names the check that decided, but
// nothing of what the badge says.
func (r *Report) Err() error {
	kind := ErrInconclusive
	switch r.Verdict() {
	case Accepted:
		return nil
	case Rejected:
		kind = ErrRejected
	}
	c := r.Decisive()
	return &verdictError{kind, c.cause, fmt.Sprintf("verify: %v: %s at stage %s, %q", kind, c.Code, c.Stage, c.Path)}
}

// verdictError is an error with the cause of the deciding check in its chain.
// The text of the cause is left out, but for those of this package and of a
// context: nobody knows what others give away.
type verdictError struct {
	kind, cause error
	text        string
}

func (e *verdictError) Error() string {
	for _, known := range []error{errNotMade, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(e.cause, known) {
			return e.text + ": " + known.Error()
		}
	}
	return e.text
}

func (e *verdictError) Unwrap() []error {
	if e.cause == nil {
		return []error{e.kind}
	}
	return []error{e.kind, e.cause}
}

// Decisive returns the first check that decided the verdict: the first
// failure, else the first unknown outcome, else the confirmation itself.
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

// Departures returns the ways in which the badge does not follow its standard.
func (r *Report) Departures() []Check {
	return slices.DeleteFunc(r.Checks(), func(c Check) bool { return !c.Departure })
}

// Proofs returns what came of each proof, in document order.
func (r *Report) Proofs() []ProofResult {
	proofs := slices.Clone(r.orZero().proofs)
	for i := range proofs {
		proofs[i].Checks = slices.Clone(proofs[i].Checks)
		if d := proofs[i].Disclosed; d != nil {
			proofs[i].Disclosed = &proof.Disclosed{Mandatory: slices.Clone(d.Mandatory), Chosen: slices.Clone(d.Chosen), Withholdable: slices.Clone(d.Withholdable)}
		}
	}
	return proofs
}

// Embedded returns the reports of the endorsements and credentials inside.
func (r *Report) Embedded() []EmbeddedReport { return slices.Clone(r.orZero().nested) }

// Binding says how the key was tied to the issuer.
func (r *Report) Binding() Binding { return r.orZero().binding }

// At returns the time for which the badge was judged.
func (r *Report) At() time.Time { return r.orZero().at }

// Document returns what was judged, or nil if it could not be read. With a
// refresh service it is the credential that replaced the one handed in, and for
// a badge from before Open Badges 3.0 the one that its host publishes or that
// was signed, with its class and issuer inside.
func (r *Report) Document() *badge.Document { return r.orZero().doc }

// Verified returns the view of an accepted badge. For any other verdict it
// returns false and nothing of what the badge claims.
func (r *Report) Verified() (badge.Credential, bool) {
	if r.Document() == nil || r.Verdict() != Accepted {
		return badge.Credential{}, false
	}
	return r.doc.Credential(), true
}

// outcome returns the worst outcome of a stage: Failed before Unknown before
// everything else.
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

// confirmed reports whether a stage said yes, be it with something to know.
func (r *Report) confirmed(stage Stage) bool {
	status := r.outcome(stage)
	return status == Passed || status == Warned
}

// digest returns the hexadecimal SHA-256 of data.
func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
