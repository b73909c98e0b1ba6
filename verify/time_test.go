package verify_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/edubadges"
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

// The end of an edubadge has no zone as long as its host serves it from a cache.
// It decides only where no zone on earth makes a difference.
func TestDateWithoutZone(t *testing.T) {
	for _, row := range []struct{ name, member, value, want, code string }{
		{"ends in every zone later", "expires", "2026-10-02T02:00:00", "accepted origin.hosted", "date.zone"},
		{"ends in some zone earlier", "expires", "2026-10-02T01:59:59", "inconclusive time.zone", "date.zone"},
		{"ends in some zone later", "expires", "2026-10-01T00:00:00", "inconclusive time.zone", "date.zone"},
		{"ended in every zone", "expires", "2026-09-30T23:59:59", "rejected time.expired", "date.zone"},
		{"began in every zone", "issuedOn", "2026-10-01T00:01:00", "accepted origin.hosted", "date.zone"},
		{"began in some zone", "issuedOn", "2026-10-01T00:01:01", "inconclusive time.zone", "date.zone"},
		{"begins in every zone later", "issuedOn", "2026-10-02T02:01:01", "rejected time.not_yet_valid", "date.zone"},
		{"not a time at all", "expires", "2027-05-12T00:00", "rejected schema.format", "schema.format"},
		{"a date alone", "expires", "2027-05-12", "rejected schema.format", "schema.format"},
	} {
		t.Run("ED-1: "+row.name, func(t *testing.T) {
			s := newEdubadge(t).set(eduAssertion, row.member, row.value)
			r := judgeEdubadge(t, s.text(t, eduAssertion), s.pages(t))
			require.Equal(t, row.want, outcome20(r), r)
			require.Contains(t, codesOf(r), row.code)
			if r.Verdict() == verify.Accepted {
				require.Equal(t, "date.zone", r.Departures()[0].Code)
				strict := judge20(t, s.text(t, eduAssertion), s.pages(t), verify.Config{Trust: verify.Issuers(eduIssuer), Conformance: verify.ConformanceRequired})
				require.Equal(t, "rejected date.zone", outcome20(strict), strict)
			}
		})
	}
}

// The zone of a known host is Europe/Amsterdam, whatever the zone of the reader.
// An hour that the clocks repeat or leave out is read in the narrowest way.
func TestDateWithoutZoneOfKnownHost(t *testing.T) {
	const october, march = "2026-10-25T00:30:00Z", "2027-03-28T01:00:00Z"
	for _, row := range []struct{ name, now, member, value, want string }{
		{"ends now", "2026-10-01T12:00:00Z", "expires", "2026-10-01T14:00:00", "accepted origin.hosted"},
		{"ended a second ago", "2026-10-01T12:00:00Z", "expires", "2026-10-01T13:59:59", "rejected time.expired"},
		{"winter", "2026-12-01T12:00:00Z", "expires", "2026-12-01T13:00:00", "accepted origin.hosted"},
		{"winter, a second ago", "2026-12-01T12:00:00Z", "expires", "2026-12-01T12:59:59", "rejected time.expired"},
		{"begins now", "2026-10-01T12:00:00Z", "issuedOn", "2026-10-01T14:01:00", "accepted origin.hosted"},
		{"begins later", "2026-10-01T12:00:00Z", "issuedOn", "2026-10-01T14:01:01", "rejected time.not_yet_valid"},
		{"repeated hour, before both", october, "expires", "2026-10-25T02:30:00", "accepted origin.hosted"},
		{"repeated hour, after one", "2026-10-25T00:30:01Z", "expires", "2026-10-25T02:30:00", "inconclusive time.zone"},
		{"repeated hour, after both", "2026-10-25T01:30:01Z", "expires", "2026-10-25T02:30:00", "rejected time.expired"},
		{"hour left out, before both", "2027-03-28T00:30:00Z", "expires", "2027-03-28T02:30:00", "accepted origin.hosted"},
		{"hour left out, after one", march, "expires", "2027-03-28T02:30:00", "inconclusive time.zone"},
		{"with a zone", "2026-10-01T12:00:00Z", "expires", "2026-10-01T12:00:00Z", "accepted origin.hosted"},
	} {
		t.Run("ED-1: "+row.name, func(t *testing.T) {
			now, err := time.Parse(time.RFC3339, row.now)
			require.NoError(t, err)
			s := newEdubadge(t).set(eduAssertion, row.member, row.value)
			v, err := verify.New(verify.Config{Trust: verify.Issuers(eduIssuer), Fetcher: s.pages(t), Now: func() time.Time { return now }, LocalTime: edubadges.LocalTime})
			require.NoError(t, err)
			r, _ := v.Verify(t.Context(), s.text(t, eduAssertion))
			require.Equal(t, row.want, outcome20(r), r)
			if row.name != "with a zone" {
				require.Contains(t, codesOf(r), "date.zone", "it stays a departure")
			}
		})
	}
	t.Run("ED-1: another host", func(t *testing.T) { // whose zone nobody knows
		s := newSite(t).set(assertion1, "expires", "2026-10-01T14:30:00")
		r := judge20(t, s.text(t, assertion1), s.pages(t), verify.Config{LocalTime: edubadges.LocalTime})
		require.Equal(t, "inconclusive time.zone", outcome20(r), r)
	})
}
