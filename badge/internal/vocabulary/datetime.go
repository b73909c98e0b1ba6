package vocabulary

import (
	"errors"
	"strings"
	"time"
)

// Errors of ParseDateTime and ParseDate. Callers that accept times without a
// zone test for ErrNoZone.
var (
	ErrDateTime = errors.New("not a date and time of the form 2006-01-02T15:04:05Z or 2006-01-02T15:04:05.999+02:00")
	ErrDate     = errors.New("not a calendar date of the form 2006-01-02")
	ErrNoZone   = errors.New("a date and time without a zone: Z or an offset such as +02:00 is missing")
)

// The years that are read. The standards set no limits; all common date
// libraries support these years.
const (
	minYear = 1900
	maxYear = 9999
)

// LastSecond is the last second that is read as a date, since 1970.
const LastSecond = 253402300799

const (
	maxFractionDigits = 9       // nanoseconds; with more digits, two unequal times would be read as equal
	maxOffsetMinutes  = 14 * 60 // the widest offset XML Schema allows and the widest in use
)

// ParseDateTime reads an XML Schema dateTimeStamp (VCDM 2.0 §4.9) strictly:
// fixed widths, upper-case T and Z, a point before the fraction, an offset of
// at most 14:00. It returns the instant in UTC.
//
// A leap second, written 23:59:60 in UTC, becomes the last nanosecond of its
// minute, because time.Time cannot represent it. The offset -00:00 is UTC.
// If only the zone is missing, the result is the time read as UTC, with
// ErrNoZone.
func ParseDateTime(s string) (time.Time, error) {
	if len(s) < len("2006-01-02T15:04:05") || s[10] != 'T' {
		return time.Time{}, ErrDateTime
	}
	day, err := ParseDate(s[:10])
	if err != nil {
		return time.Time{}, ErrDateTime
	}
	clock, leap, ok := parseClock(s[11:19])
	if !ok {
		return time.Time{}, ErrDateTime
	}
	fraction, rest, ok := cutFraction(s[19:])
	if !ok {
		return time.Time{}, ErrDateTime
	}
	offset, zoned, ok := parseZone(rest)
	if !ok {
		return time.Time{}, ErrDateTime
	}
	t := day.Add(clock - offset)
	if leap {
		if t.Hour() != 23 || t.Minute() != 59 {
			return time.Time{}, ErrDateTime
		}
		fraction = time.Second - 1
	}
	t = t.Add(fraction)
	if !zoned {
		return t, ErrNoZone
	}
	return t, nil
}

// ParseProofTime is ParseDateTime for the times of a proof, in which the hour
// 24:00:00 is the start of the next day, as in XML Schema.
func ParseProofTime(s string) (time.Time, error) {
	const day = len("2006-01-02")
	if len(s) <= day || !strings.HasPrefix(s[day:], "T24:00:00") {
		return ParseDateTime(s)
	}
	t, err := ParseDateTime(s[:day] + "T00" + s[day+len("T24"):])
	if err != nil && err != ErrNoZone || t.Nanosecond() != 0 || t.Year() == maxYear && t.YearDay() == 365 {
		return time.Time{}, ErrDateTime
	}
	return t.AddDate(0, 0, 1), err
}

// ParseDate reads a calendar date of the form 2006-01-02, between the years
// 1900 and 9999, as midnight UTC.
func ParseDate(s string) (time.Time, error) {
	if len(s) != len("2006-01-02") || s[4] != '-' || s[7] != '-' {
		return time.Time{}, ErrDate
	}
	year, ok1 := digits(s[:4])
	month, ok2 := digits(s[5:7])
	day, ok3 := digits(s[8:])
	if !ok1 || !ok2 || !ok3 || year < minYear || year > maxYear {
		return time.Time{}, ErrDate
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if t.Year() != year || int(t.Month()) != month || t.Day() != day {
		return time.Time{}, ErrDate // 30 February and the like
	}
	return t, nil
}

// parseClock reads 15:04:05. It returns the second 60 as 59 with leap set.
func parseClock(s string) (clock time.Duration, leap, ok bool) {
	if s[2] != ':' || s[5] != ':' {
		return 0, false, false
	}
	hour, ok1 := digits(s[:2])
	minute, ok2 := digits(s[3:5])
	second, ok3 := digits(s[6:])
	if !ok1 || !ok2 || !ok3 || hour > 23 || minute > 59 || second > 60 {
		return 0, false, false
	}
	if second == 60 {
		second, leap = 59, true
	}
	clock = time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(second)*time.Second
	return clock, leap, true
}

// cutFraction reads an optional fraction of a second and returns the rest of the text.
func cutFraction(s string) (fraction time.Duration, rest string, ok bool) {
	if s == "" || s[0] != '.' {
		return 0, s, true
	}
	unit := time.Second
	i := 1
	for ; i < len(s) && '0' <= s[i] && s[i] <= '9'; i++ {
		if i > maxFractionDigits {
			return 0, "", false
		}
		unit /= 10
		fraction += time.Duration(s[i]-'0') * unit
	}
	return fraction, s[i:], i > 1
}

// parseZone reads Z, an offset or nothing.
func parseZone(s string) (offset time.Duration, zoned, ok bool) {
	switch {
	case s == "":
		return 0, false, true
	case s == "Z":
		return 0, true, true
	case len(s) != len("+00:00") || s[3] != ':' || s[0] != '+' && s[0] != '-':
		return 0, false, false
	}
	hours, ok1 := digits(s[1:3])
	minutes, ok2 := digits(s[4:])
	if !ok1 || !ok2 || minutes > 59 || hours*60+minutes > maxOffsetMinutes {
		return 0, false, false
	}
	offset = time.Duration(hours*60+minutes) * time.Minute
	if s[0] == '-' {
		offset = -offset
	}
	return offset, true, true
}

// digits reads a number of ASCII digits only.
func digits(s string) (n int, ok bool) {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}

// WithSeconds adds :00 to a date and time that ends with the minute.
func WithSeconds(s string) string {
	const minutes = len("2006-01-02T15:04")
	if len(s) > minutes && strings.ContainsRune("Z+-", rune(s[minutes])) {
		return s[:minutes] + ":00" + s[minutes:]
	}
	return s
}
