package verify

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// checksWith is one check for each stage, confirmed by a signature, with some
// stages set otherwise. A stage set to missing has no check.
func checksWith(set map[Stage]Outcome) (checks []Check) {
	for _, stage := range stages {
		status, ok := set[stage]
		switch {
		case !ok && stage == StageOrigin:
			status = Skipped
		case !ok:
			status = Passed
		case status == missing:
			continue
		}
		checks = append(checks, Check{Stage: stage, Outcome: status})
	}
	return checks
}

const missing Outcome = 255

// The verdict is computed from the checks: nothing that is absent, unknown or
// not asked counts as confirmation.
func TestVerdict(t *testing.T) {
	for name, row := range map[string]struct {
		checks []Check
		want   Verdict
	}{
		"no checks":                        {nil, Inconclusive},
		"the zero check":                   {[]Check{{}}, Inconclusive},
		"all good":                         {checksWith(nil), Accepted},
		"by its origin":                    {checksWith(map[Stage]Outcome{StageOrigin: Passed, StageSignature: Skipped}), Accepted},
		"by both":                          {checksWith(map[Stage]Outcome{StageOrigin: Passed}), Accepted},
		"by neither":                       {checksWith(map[Stage]Outcome{StageSignature: Skipped}), Inconclusive},
		"signature warned":                 {checksWith(map[Stage]Outcome{StageSignature: Warned}), Inconclusive},
		"origin warned":                    {checksWith(map[Stage]Outcome{StageOrigin: Warned, StageSignature: Skipped}), Inconclusive},
		"signature unknown":                {checksWith(map[Stage]Outcome{StageSignature: Unknown}), Inconclusive},
		"signature failed":                 {checksWith(map[Stage]Outcome{StageSignature: Failed}), Rejected},
		"origin passed, signature failed":  {checksWith(map[Stage]Outcome{StageOrigin: Passed, StageSignature: Failed}), Rejected},
		"origin passed, signature unknown": {checksWith(map[Stage]Outcome{StageOrigin: Passed, StageSignature: Unknown}), Inconclusive},
		"failed and unknown":               {checksWith(map[Stage]Outcome{StageTime: Failed, StageStatus: Unknown}), Rejected},
		"unknown, then failed":             {checksWith(map[Stage]Outcome{StageKey: Unknown, StageTrust: Failed}), Rejected},
		"failed and nothing else":          {[]Check{{Stage: StageDocument, Outcome: Failed}}, Rejected},
		"a status of no name":              {checksWith(map[Stage]Outcome{StageTime: 9}), Inconclusive},
		"one more check fails":             {append(checksWith(nil), Check{Stage: StageStatus, Outcome: Failed}), Rejected},
		"one more is unknown":              {append(checksWith(nil), Check{Stage: StageStatus}), Inconclusive},
		"a stage of no name":               {append(checksWith(map[Stage]Outcome{StageSignature: Skipped}), Check{Stage: "other", Outcome: Passed}), Inconclusive},
		"warned everywhere else": {checksWith(map[Stage]Outcome{StageDocument: Warned, StageStructure: Warned, StageContext: Warned, StageTime: Warned,
			StageStatus: Warned, StageTrust: Warned, StageRecipient: Warned, StageEndorsement: Warned}), Accepted},
		"all skipped": {checksWith(map[Stage]Outcome{StageDocument: Skipped, StageStructure: Skipped, StageContext: Skipped, StageProof: Skipped, StageKey: Skipped,
			StageBinding: Skipped, StageSignature: Skipped, StageTime: Skipped, StageStatus: Skipped, StageTrust: Skipped, StageRecipient: Skipped, StageEndorsement: Skipped}), Inconclusive},
	} {
		t.Run(name, func(t *testing.T) { requireVerdict(t, row.checks, row.want) })
	}
	for _, stage := range stages {
		t.Run(string(stage), func(t *testing.T) {
			requireVerdict(t, checksWith(map[Stage]Outcome{stage: missing}), Inconclusive)
			requireVerdict(t, checksWith(map[Stage]Outcome{stage: Unknown}), Inconclusive)
			requireVerdict(t, checksWith(map[Stage]Outcome{stage: Failed}), Rejected)
		})
	}
}

// requireVerdict asks that verdict, error, deciding check and view agree.
func requireVerdict(t *testing.T, checks []Check, want Verdict) {
	r := &Report{checks: checks}
	require.Equal(t, want, r.Verdict())
	_, verified := r.Verified()
	require.False(t, verified, "there is no document")
	decisive := r.Decisive()
	switch want {
	case Accepted:
		require.NoError(t, r.Err())
		require.Equal(t, Passed, decisive.Outcome)
		require.Contains(t, []Stage{StageOrigin, StageSignature}, decisive.Stage)
	case Rejected:
		require.ErrorIs(t, r.Err(), ErrRejected)
		require.NotErrorIs(t, r.Err(), ErrInconclusive)
		require.Equal(t, Failed, decisive.Outcome)
	default:
		require.ErrorIs(t, r.Err(), ErrInconclusive)
		require.NotErrorIs(t, r.Err(), ErrRejected)
		require.Equal(t, Unknown, decisive.Outcome)
	}
}

// An outcome that was never set counts against the badge.
func TestZeroOutcome(t *testing.T) {
	var zero Outcome
	require.Equal(t, "unknown", zero.String())
	require.Equal(t, "unknown", Outcome(9).String())
	text, err := Outcome(9).MarshalText()
	require.NoError(t, err)
	require.Equal(t, "unknown", string(text))
	require.Error(t, new(Report).Err())
}

// The later questions are also asked of a badge whose signature has a note, such as
// what a holder may withhold: a revoked badge must not pass because its status was
// not asked.
func TestConfirmed(t *testing.T) {
	for _, row := range []struct {
		statuses []Outcome
		want     bool
	}{
		{nil, false},
		{[]Outcome{Passed}, true},
		{[]Outcome{Passed, Warned}, true},
		{[]Outcome{Warned, Passed}, true},
		{[]Outcome{Skipped}, false},
		{[]Outcome{Passed, Unknown}, false},
		{[]Outcome{Unknown, Warned}, false},
		{[]Outcome{Passed, Failed}, false},
	} {
		r := &Report{}
		for _, status := range row.statuses {
			r.checks = append(r.checks, Check{Stage: StageSignature, Outcome: status})
		}
		require.Equal(t, row.want, r.confirmed(StageSignature), "%v", row.statuses)
	}
}

// A stage answers with its worst check.
func TestOutcomeOfStage(t *testing.T) {
	for _, row := range []struct {
		checks []Outcome
		want   Outcome
	}{
		{nil, Unknown},
		{[]Outcome{Passed, Failed}, Failed},
		{[]Outcome{Unknown, Failed, Passed}, Failed},
		{[]Outcome{Passed, Unknown}, Unknown},
		{[]Outcome{Unknown, Passed, Warned}, Unknown},
		{[]Outcome{Warned, Passed}, Warned},
		{[]Outcome{Passed, Warned}, Warned},
		{[]Outcome{Skipped, Passed}, Passed},
		{[]Outcome{Passed, Skipped}, Passed},
		{[]Outcome{Skipped}, Skipped},
	} {
		r := &Report{checks: []Check{{Stage: StageTrust, Outcome: Failed}}}
		for _, o := range row.checks {
			r.checks = append(r.checks, Check{Stage: StageTime, Outcome: o})
		}
		require.Equal(t, row.want, r.outcome(StageTime), "%v", row.checks)
	}
}

// A report distinguishes departures from warnings, and shows no other check.
func TestLinesOfChecks(t *testing.T) {
	for _, row := range []struct {
		check Check
		want  string
	}{
		{Check{Outcome: Warned, Departure: true, Message: "m"}, "departure"},
		{Check{Outcome: Warned, Departure: true, Path: "/name", Message: "m"}, "departure"},
		{Check{Outcome: Warned, Message: "m"}, "warning"},
		{Check{Outcome: Warned, Path: "/name", Message: "m"}, "warning"},
		{Check{Outcome: Passed, Departure: true, Message: "m"}, ""},
		{Check{Outcome: Failed, Departure: true, Path: "/name", Message: "m"}, ""},
	} {
		row.check.Stage = StageTime
		text := (&Report{checks: []Check{row.check}}).String()
		for _, label := range []string{"departure", "warning"} {
			require.Equal(t, label == row.want, strings.Contains(text, label), "%v: %s", row.check, text)
		}
	}
}

// The defaults are those that Budget documents.
func TestDefaultBudget(t *testing.T) {
	require.Equal(t, Budget{Work: 200_000, Requests: 20, Bytes: 16_777_216, Inflated: 16_777_216}, defaultBudget)
}
