package vocabulary_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

func TestOldDates(t *testing.T) {
	const never = "-"
	for _, row := range []struct{ text, ob1, ob2 string }{
		{"2015-04-07T12:00:00Z", "2015-04-07T12:00:00Z", "2015-04-07T12:00:00Z"},
		{"2015-04-07T12:00:00+0800", "2015-04-07T04:00:00Z", "2015-04-07T04:00:00Z"},
		{"2015-04-07T12:00:00-05", "2015-04-07T17:00:00Z", "2015-04-07T17:00:00Z"},
		{"2015-04-07T12:00Z", "2015-04-07T12:00:00Z", "2015-04-07T12:00:00Z"},
		{"2015-04-07t12:00:00.5z", "2015-04-07T12:00:00.5Z", "2015-04-07T12:00:00.5Z"},
		{"2015-12-31T24:00:00Z", "2016-01-01T00:00:00Z", "2016-01-01T00:00:00Z"},
		{"2015-12-31T24:00+02:00", "2015-12-31T22:00:00Z", "2015-12-31T22:00:00Z"},
		{"20150407T120000Z", "2015-04-07T12:00:00Z", "2015-04-07T12:00:00Z"},
		{"20150407T1200+0200", "2015-04-07T10:00:00Z", "2015-04-07T10:00:00Z"},
		{"2015-04-07T12:00:00", "2015-04-07T12:00:00Z", never},
		{"2015-04-07", "2015-04-07T00:00:00Z", never},
		{"2015-04", "2015-04-01T00:00:00Z", never},
		{"1428494262", "2015-04-08T11:57:42Z", never},
		{"142849426", never, never},
		{"2015-04-31", never, never},
		{"2015-13", never, never},
		{"15-04-07", never, never},
		{"7 April 2015", never, never},
		{"2015-04-07T24:00:01Z", never, never},
		{"2015-04-07T24:00:00.5Z", never, never},
		{"2015-04-07T12:00.5Z", never, never},
		{"2015-04-07T12:00:00+8", never, never},
		{"2015-04-07T12:00:00+15:00", never, never},
		{" 2015-04-07", never, never},
		{"", never, never},
	} {
		read := func(parse func(string) (time.Time, error), local bool) string {
			at, err := parse(row.text)
			if err != nil && !(local && err == vocabulary.ErrNoZone) {
				return never
			}
			return at.Format(time.RFC3339Nano)
		}
		require.Equal(t, row.ob1, read(vocabulary.ParseOB1Date, true), row.text)
		require.Equal(t, row.ob2, read(vocabulary.ParseOB2Date, false), row.text)
	}
}
