package vocabulary

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestParseDateTime(t *testing.T) {
	for _, row := range []struct{ text, want string }{
		{"2020-01-01T00:00:00Z", "2020-01-01T00:00:00Z"},
		{"2020-01-01T00:00:00+02:00", "2019-12-31T22:00:00Z"},
		{"2020-01-01T00:00:00-14:00", "2020-01-01T14:00:00Z"},
		{"2020-01-01T00:00:00-00:00", "2020-01-01T00:00:00Z"},
		{"2020-01-01T00:00:00.5Z", "2020-01-01T00:00:00.5Z"},
		{"2020-01-01T00:00:00.123456789Z", "2020-01-01T00:00:00.123456789Z"},
		{"2016-12-31T23:59:60Z", "2016-12-31T23:59:59.999999999Z"},
		{"2017-01-01T00:59:60+01:00", "2016-12-31T23:59:59.999999999Z"},
		{"2020-02-29T23:59:59Z", "2020-02-29T23:59:59Z"},
		{"1900-01-01T00:00:00Z", "1900-01-01T00:00:00Z"},
		{"9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"},
	} {
		t.Run(row.text, func(t *testing.T) {
			got, err := ParseDateTime(row.text)
			require.NoError(t, err)
			require.Equal(t, row.want, got.Format(time.RFC3339Nano))
			require.Equal(t, time.UTC, got.Location())
		})
	}
}

func TestHostileDateTime(t *testing.T) {
	for id, texts := range map[string][]string{
		"T02": {
			"2020-01-01T0:00:00Z", "2020-01-01T00:00:00,5Z", "2020-01-01T00:00:00+24:00", "2020-01-01T00:00:00+01:60",
			"2020-01-01T00:0:00Z", "2020-01-01T00:00:0Z", "2020-1-01T00:00:00Z", "2020-01-1T00:00:00Z",
			"2020-01-01 00:00:00Z", "2020-01-01T00:00Z", "2020-01-01T00:00:00.Z", "2020-01-01T00:00:00+1:00",
			"2020-01-01T00:00:00+0100", "2020-01-01T00:00:00+01", "2020-01-01T00:00:00+14:01", "2020-01-01T00:00:00 Z",
			" 2020-01-01T00:00:00Z", "2020-01-01T00:00:00Z ", "2020-01-01T00:00:00ZZ", "2020-01-01T00:00:00Z+01:00",
			"2020-01-01T00:00:00UTC", "20200101T000000Z", "2020-W01-1T00:00:00Z", "2020-001T00:00:00Z",
			"2020-01-01T00:00:00\u2212" + "01:00", "２０２０-01-01T00:00:00Z", "2020-01-01T+1:00:00Z", "2020-01-01", "",
		},
		"T03": {"2020-01-01T12:00:60Z", "2016-12-31T23:59:61Z", "2016-12-31T23:59:60+01:00"},
		"T04": {
			"2020-01-01T24:00:00Z", "2020-02-30T00:00:00Z", "2021-02-29T00:00:00Z", "0000-01-01T00:00:00Z", "-2020-01-01T00:00:00Z",
			"12020-01-01T00:00:00Z", "1899-12-31T23:59:59Z", "2020-00-01T00:00:00Z", "2020-13-01T00:00:00Z", "2020-01-00T00:00:00Z",
			"2020-01-32T00:00:00Z", "2020-01-01T00:60:00Z",
		},
		"T05": {"2020-01-01t00:00:00Z", "2020-01-01T00:00:00z"},
		"T06": {"2020-01-01T00:00:00.123456789012Z", "2020-01-01T00:00:00.1234567890Z"},
	} {
		t.Run(id, func(t *testing.T) {
			for _, text := range texts {
				_, err := ParseDateTime(text)
				require.ErrorIs(t, err, ErrDateTime, "%q", text)
			}
		})
	}
	t.Run("T01", func(t *testing.T) {
		got, err := ParseDateTime("2020-01-01T01:02:03.5")
		require.ErrorIs(t, err, ErrNoZone)
		require.Equal(t, "2020-01-01T01:02:03.5Z", got.Format(time.RFC3339Nano))
	})
}

func TestParseDate(t *testing.T) {
	got, err := ParseDate("2020-02-29")
	require.NoError(t, err)
	require.Equal(t, time.Date(2020, 2, 29, 0, 0, 0, 0, time.UTC), got)
	for _, text := range []string{"", "2020-2-29", "2021-02-29", "2020-02-29Z", "1899-01-01", "2020/02/29", "2020-02-2x"} {
		_, err := ParseDate(text)
		require.ErrorIs(t, err, ErrDate, "%q", text)
	}
}

func FuzzParseDateTime(f *testing.F) {
	for _, seed := range []string{"2020-01-01T00:00:00Z", "2016-12-31T23:59:60Z", "2020-01-01T00:00:00.5+14:00", "2020-01-01T00:00:00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := ParseDateTime(text)
		if err != nil {
			return
		}
		if text[17:19] == "60" {
			require.Equal(t, 999999999, got.Nanosecond())
			return
		}
		want, err := time.Parse(time.RFC3339Nano, text)
		require.NoError(t, err, "%q is accepted here and refused by the standard library", text)
		require.True(t, want.Equal(got), "%q", text)
	})
}
