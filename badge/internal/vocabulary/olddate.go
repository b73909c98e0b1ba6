package vocabulary

import (
	"regexp"
	"strconv"
	"sync"
	"time"
)

// Forms of dates before Open Badges 3.0. Open Badges 2.0 requires ISO 8601;
// issuers use forms of it that ParseDateTime does not read.
var (
	extendedDate = compiled(`^(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d)(:\d\d)?(\.\d+)?([Zz]|[+-]\d\d(?::?\d\d)?)?$`)
	basicDate    = compiled(`^(\d{4})(\d\d)(\d\d)[Tt](\d\d)(\d\d)(\d\d)?(\.\d+)?([Zz]|[+-]\d\d(?:\d\d)?)?$`)
	unixDate     = compiled(`^\d{10}$`)
	monthDate    = compiled(`^\d{4}-\d\d$`)
)

// compiled returns a pattern that is compiled when it is first used: most programs
// never see such dates.
func compiled(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}

// ParseOB2Date reads a date and time of Open Badges 2.0. In addition to the
// form of ParseDateTime it reads offsets such as +0800 and +08, a time without
// seconds, a lower-case t or z, 24:00:00 and the basic form 20060102T150405Z.
// If only the zone is missing, it returns the time in UTC together with
// ErrNoZone.
func ParseOB2Date(s string) (time.Time, error) {
	var day, clock, seconds, fraction, zone string
	if m := extendedDate().FindStringSubmatch(s); m != nil {
		day, clock, seconds, fraction, zone = m[1], m[2], m[3], m[4], m[5]
	} else if m := basicDate().FindStringSubmatch(s); m != nil {
		day, clock, fraction, zone = m[1]+"-"+m[2]+"-"+m[3], m[4]+":"+m[5], m[7], m[8]
		if m[6] != "" {
			seconds = ":" + m[6]
		}
	} else {
		return time.Time{}, ErrDateTime
	}
	if seconds == "" {
		if fraction != "" {
			return time.Time{}, ErrDateTime
		}
		seconds = ":00"
	}
	midnight := clock+seconds == "24:00:00"
	if midnight {
		if fraction != "" {
			return time.Time{}, ErrDateTime
		}
		clock = "00:00"
	}
	switch {
	case zone == "z":
		zone = "Z"
	case len(zone) == len("+08"):
		zone += ":00"
	case len(zone) == len("+0800"):
		zone = zone[:3] + ":" + zone[3:]
	}
	t, err := ParseDateTime(day + "T" + clock + seconds + fraction + zone)
	if midnight && !t.IsZero() {
		t = t.AddDate(0, 0, 1)
	}
	return t, err
}

// ParseOB1Date reads a date of Open Badges 0.5, 1.0 or 1.1. In addition to the
// forms of ParseOB2Date it reads a date alone, a month alone and ten digits as
// seconds since 1970. A date or month is read as its first instant in UTC. A
// time without a zone is returned with ErrNoZone.
func ParseOB1Date(s string) (time.Time, error) {
	if unixDate().MatchString(s) {
		seconds, err := strconv.ParseInt(s, 10, 64)
		return time.Unix(seconds, 0).UTC(), err
	}
	if monthDate().MatchString(s) {
		s += "-01"
	}
	if t, err := ParseDate(s); err == nil {
		return t, nil
	}
	return ParseOB2Date(s)
}
