package badge

import (
	"errors"
	"time"

	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// DateTime is a date and time as written in a document, "" if it is missing.
type DateTime string

// DateTimeOf returns t in UTC, with as many fraction digits as needed.
func DateTimeOf(t time.Time) DateTime {
	return DateTime(t.UTC().Format(time.RFC3339Nano))
}

// Time returns d in UTC. It accepts an XML Schema dateTimeStamp (VCDM 2.0 §4.9),
// which is stricter than time.RFC3339: fixed widths, upper-case T and Z, at most
// nine fraction digits, an offset of at most 14:00, a year from 1900 to 9999.
//
// A leap second, written 23:59:60 in UTC, is the last nanosecond of its minute.
// The error has the code date.syntax, or date.zone if only the zone is missing;
// the time is then d read as UTC.
func (d DateTime) Time() (time.Time, error) {
	t, err := vocabulary.ParseDateTime(string(d))
	switch {
	case err == nil:
		return t, nil
	case errors.Is(err, vocabulary.ErrNoZone):
		return t, fail(codeDateZone, "", "%s is %v", Quote(string(d)), err)
	}
	return t, fail(codeDateSyntax, "", "%s is %v", Quote(string(d)), err)
}

// instant is Time for a date that may lack its zone, as dates of the VC Data
// Model 1.1 do.
func (d DateTime) instant() (time.Time, error) {
	t, err := vocabulary.ParseDateTime(string(d))
	if errors.Is(err, vocabulary.ErrNoZone) {
		err = nil
	}
	return t, err
}
