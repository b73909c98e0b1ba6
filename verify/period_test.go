package verify_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// A minute of grace before validity starts, none after it ends; both ends
// belong to the period (C-099).
func TestPeriod(t *testing.T) {
	const from, until = "2026-09-01T00:00:00Z", "2026-10-31T00:00:00Z"
	start := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
	end := time.Date(2026, 10, 31, 0, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		now    time.Time
		status verify.Outcome
		code   string
	}{
		"T07 within":                    {start.Add(time.Hour), verify.Passed, "time.valid"},
		"T07 a minute early":            {start.Add(-time.Minute), verify.Passed, "time.valid"},
		"T07 a nanosecond more":         {start.Add(-time.Minute - 1), verify.Failed, "time.not_yet_valid"},
		"T07 at the end":                {end, verify.Passed, "time.valid"},
		"T07 a nanosecond past the end": {end.Add(1), verify.Failed, "time.expired"},
	} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			world.SetNow(start)
			doc := signed(t, world, edited(t, verifytest.Badge(), func(o object) { o["validFrom"], o["validUntil"] = from, until }))
			world.SetNow(c.now)
			r := judged(t, world, doc)
			requireCheck(t, r, verify.StageTime, c.status, c.code)
			if c.status == verify.Failed {
				require.Equal(t, verify.Rejected, r.Verdict(), outline(r))
			}
		})
	}
}
