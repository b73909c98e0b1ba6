package badge

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestDateTime(t *testing.T) {
	zone := time.FixedZone("", 2*60*60)
	at := time.Date(2024, 5, 6, 7, 8, 9, 120_000_000, zone)
	require.Equal(t, DateTime("2024-05-06T05:08:09.12Z"), DateTimeOf(at))
	got, err := DateTimeOf(at).Time()
	require.NoError(t, err)
	require.True(t, at.Equal(got))

	for _, r := range []struct {
		id, text, code string
	}{
		{"T01", "2024-05-06T05:08:09", codeDateZone},
		{"T02", "2024-05-06T5:08:09Z", codeDateSyntax},
		{"empty", "", codeDateSyntax},
	} {
		t.Run(r.id, func(t *testing.T) {
			_, err := DateTime(r.text).Time()
			require.Equal(t, r.code, CodeOf(err))
		})
	}
	local, err := DateTime("2024-05-06T05:08:09").Time()
	require.Error(t, err)
	require.Equal(t, time.Date(2024, 5, 6, 5, 8, 9, 0, time.UTC), local)
}
