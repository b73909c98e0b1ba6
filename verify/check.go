package verify

import "slices"

// Stage is one question that every report answers.
type Stage string

// The stages, in the order of every report.
const (
	StageDocument    Stage = "document"    // can the text be read, with one meaning
	StageOrigin      Stage = "origin"      // does the host of a hosted badge confirm it
	StageStructure   Stage = "structure"   // can the decisive properties be read with one meaning
	StageContext     Stage = "context"     // does everything that a reader sees have a signed meaning
	StageProof       Stage = "proof"       // does it have a proof that can be verified
	StageKey         Stage = "key"         // could the issuer's key be found
	StageBinding     Stage = "binding"     // is that key bound to the issuer, and how
	StageSignature   Stage = "signature"   // does the signature cover exactly this badge
	StageTime        Stage = "time"        // is it valid now
	StageStatus      Stage = "status"      // has it been revoked or suspended
	StageTrust       Stage = "trust"       // is its issuer accepted by the caller
	StageRecipient   Stage = "recipient"   // was it awarded to the person who presents it
	StageEndorsement Stage = "endorsement" // are the embedded credentials genuine
	StageConformance Stage = "conformance" // does everything else follow the standard
)

// stages lists all stages in report order.
var stages = [...]Stage{StageDocument, StageOrigin, StageStructure, StageContext, StageProof, StageKey, StageBinding,
	StageSignature, StageTime, StageStatus, StageTrust, StageRecipient, StageEndorsement, StageConformance}

// Outcome is the result of a check. The zero Outcome is Unknown.
type Outcome uint8

// The outcomes.
const (
	Unknown Outcome = iota // could not find out; never counts as success
	Passed                 // yes
	Warned                 // yes, with a warning
	Skipped                // not asked, or an earlier outcome made it unnecessary
	Failed                 // no
)

var outcomeNames = [...]string{"unknown", "passed", "warned", "skipped", "failed"}

// String returns the outcome in lower case.
func (o Outcome) String() string {
	if int(o) < len(outcomeNames) {
		return outcomeNames[o]
	}
	return outcomeNames[Unknown]
}

// MarshalText returns the outcome in lower case.
func (o Outcome) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

// Check is one question and its answer.
type Check struct {
	Stage   Stage   `json:"stage"`
	Outcome Outcome `json:"outcome"`
	Code    string  `json:"code"`              // stable, for programs; see Codes
	Path    string  `json:"pointer,omitempty"` // JSON Pointer into the document's JSON
	Message string  `json:"message"`           // one sentence, for people

	// Departure reports that the badge does not follow its standard here, while
	// its meaning and its issuer are clear.
	Departure bool `json:"departure,omitempty"`

	cause error // of an Unknown outcome, for errors.Is and errors.As
}

// Verdict is the result of all checks together.
type Verdict string

// The verdicts.
const (
	Accepted     Verdict = "accepted"
	Rejected     Verdict = "rejected"
	Inconclusive Verdict = "inconclusive"
)

// verdict combines checks. One failure rejects. An unknown outcome, a stage
// without a check, or a badge that neither its origin nor a signature confirms
// is inconclusive.
func verdict(checks []Check) Verdict {
	confirmed, unknown := false, false
	for _, c := range checks {
		switch c.Outcome {
		case Failed:
			return Rejected
		case Passed, Warned, Skipped:
		default:
			unknown = true
		}
		if c.Outcome == Passed && (c.Stage == StageOrigin || c.Stage == StageSignature) {
			confirmed = true
		}
	}
	for _, stage := range stages {
		unknown = unknown || !answered(checks, stage)
	}
	if unknown || !confirmed {
		return Inconclusive
	}
	return Accepted
}

// answered reports whether a stage has a check.
func answered(checks []Check, stage Stage) bool {
	return slices.ContainsFunc(checks, func(c Check) bool { return c.Stage == stage })
}
