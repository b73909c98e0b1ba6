package badge

import (
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
	"github.com/openbadges-go/openbadges/badge/tree"
)

// InstantOf reads a date and time: a text as DateTime.Time reads it, or a
// number of seconds since 1970 as the claims of a token have it, with at most
// nine digits after the point and no later than the year 9999 (RFC 7519 §2).
// The error has the code date.syntax or date.zone.
func InstantOf(v tree.Value) (time.Time, error) {
	literal, ok := v.Number()
	if !ok {
		return DateTime(v.String()).Time()
	}
	whole, fraction, point := strings.Cut(literal.String(), ".")
	seconds, ok := digits(whole, maxSecondDigits)
	nanos, exact := digits(fraction+zeros[:max(0, len(zeros)-len(fraction))], len(zeros))
	if !ok || !exact || point && fraction == "" || seconds > vocabulary.LastSecond {
		return time.Time{}, fail(codeDateSyntax, v.Pointer(),
			"%s is not a number of seconds from 0 to the year 9999 with at most 9 digits after the point", Quote(v.Raw()))
	}
	return time.Unix(seconds, nanos).UTC(), nil
}

// instantOf is InstantOf for a date whose zone may be missing.
func instantOf(v tree.Value) (time.Time, error) {
	if _, number := v.Number(); number {
		return InstantOf(v)
	}
	return DateTime(v.String()).instant()
}

const (
	maxSecondDigits = 12          // as many as vocabulary.LastSecond has
	zeros           = "000000000" // a fraction of a second has as many digits
)

// digits reads a text of 1 to n decimal digits.
func digits(text string, n int) (value int64, ok bool) {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return 0, false
		}
		value = 10*value + int64(text[i]-'0')
		if i == n {
			return 0, false
		}
	}
	return value, text != ""
}
