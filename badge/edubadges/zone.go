package edubadges

import (
	"time"

	"github.com/openbadges-go/openbadges/badge"
)

// LocalTime returns the first and the last moment that a time without a zone can
// mean in the badge with an id, and whether the badge is from one of Deployments,
// which compute such times in Europe/Amsterdam. The two differ only in the hour
// that the clocks repeat in October or leave out in March. Pass it as
// verify.Config.LocalTime.
func LocalTime(id string, local time.Time) (first, last time.Time, known bool) {
	if !isPublished(id) {
		return time.Time{}, time.Time{}, false
	}
	first, last = amsterdam(local)
	return first, last, true
}

// The offsets of Europe/Amsterdam, in seconds.
const (
	winterOffset = 3600
	summerOffset = 7200
)

// amsterdam returns the moments of a local time, each with its offset. The rule
// of the European Union is in code, because time/tzdata would add 450 KB to each
// program, and systems without time zone data exist. The rule is that of 1996,
// older than any edubadge; if it changes, this function does.
func amsterdam(local time.Time) (first, last time.Time) {
	wall := time.Date(local.Year(), local.Month(), local.Day(), local.Hour(), local.Minute(), local.Second(), local.Nanosecond(), time.UTC)
	in := func(offset int) time.Time {
		return wall.Add(-time.Duration(offset) * time.Second).In(time.FixedZone("", offset))
	}
	first, last = in(summerOffset), in(winterOffset)
	switch {
	case isSummer(first) && isSummer(last):
		last = first
	case !isSummer(first) && !isSummer(last):
		first = last
	}
	return first, last
}

// isSummer reports whether a moment is in summer time: from 1:00 UTC on the last
// Sunday of March to 1:00 UTC on the last Sunday of October.
func isSummer(t time.Time) bool {
	start, end := lastSunday(t.UTC().Year(), time.March).Add(time.Hour), lastSunday(t.UTC().Year(), time.October).Add(time.Hour)
	return !t.Before(start) && t.Before(end)
}

// lastSunday returns the last Sunday of a month of 31 days.
func lastSunday(year int, month time.Month) time.Time {
	last := time.Date(year, month, 31, 0, 0, 0, 0, time.UTC)
	return last.AddDate(0, 0, -int(last.Weekday()))
}

// zones adds the zone to times without one, or leaves them out if the badge is
// not from a known deployment. Of two moments it takes the one with which the
// badge is valid for a shorter time.
func (w *conversion) zones() {
	known := isPublished(w.e.objects.docs[0].ID()) || w.e.objects.award
	w.zone(FieldIssuedOn, known, true, &w.c.ValidFrom, &w.c.AwardedDate)
	w.zone(FieldExpires, known, false, &w.c.ValidUntil)
}

// zone adds the zone to the times of one field: the last moment, or the first.
func (w *conversion) zone(f Field, known, latest bool, times ...*badge.DateTime) {
	local, err := times[0].Time()
	if badge.CodeOf(err) != codeZone {
		return
	}
	if !known {
		w.lose(w.e.Value(f), "the time %s has no zone, and its deployment is unknown", quoted(w.e.Value(f).Text))
	}
	for _, t := range times {
		*t = ""
		if first, last := amsterdam(local); known && latest {
			*t = badge.DateTime(last.Format(time.RFC3339Nano))
		} else if known {
			*t = badge.DateTime(first.Format(time.RFC3339Nano))
		}
	}
}
