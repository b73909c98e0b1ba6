package edubadges

import (
	"time"

	"github.com/openbadges-go/openbadges/badge"
)

// zoned writes a time of a deployment with its zone. Deployments leave out the
// zone of times that they compute in Europe/Amsterdam.
func zoned(local time.Time) badge.DateTime {
	offset := 3600
	if summer(local) {
		offset = 7200
	}
	at := time.Date(local.Year(), local.Month(), local.Day(), local.Hour(), local.Minute(), local.Second(), local.Nanosecond(), time.FixedZone("", offset))
	return badge.DateTime(at.Format(time.RFC3339Nano))
}

// summer reports whether a local time is in summer time, by the rule of the
// European Union since 1996. The repeated hour in October counts as summer time,
// which is the earlier moment.
func summer(local time.Time) bool {
	start := lastSunday(local.Year(), time.March).Add(2 * time.Hour)
	end := lastSunday(local.Year(), time.October).Add(3 * time.Hour)
	return !local.Before(start) && local.Before(end)
}

// lastSunday returns the last Sunday of a month of 31 days.
func lastSunday(year int, month time.Month) time.Time {
	last := time.Date(year, month, 31, 0, 0, 0, 0, time.UTC)
	return last.AddDate(0, 0, -int(last.Weekday()))
}
