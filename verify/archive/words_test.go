package archive_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/archive"
	"github.com/openbadges-go/openbadges/verify/archive/timeproof"
	"github.com/openbadges-go/openbadges/verify/summary"
)

func TestWords(t *testing.T) {
	seen := timeproof.Seen{Time: time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)}
	passed := func(code string) verify.Check { return verify.Check{Outcome: verify.Passed, Code: code} }
	failed := func(code string) verify.Check { return verify.Check{Outcome: verify.Failed, Code: code} }
	unknown := func(code string) verify.Check { return verify.Check{Code: code} }
	for _, c := range []struct {
		result  archive.Result
		en, nl  string
		wasText string
	}{
		{archive.Result{}, "The archive does not show whether this badge was valid", "Het archief laat niet zien of deze badge geldig was", "Nobody whom you trust proves when the badge existed."},
		{archive.Result{Level: archive.LevelSigned, Seen: seen, Was: passed(archive.CodeWasValid), Is: unknown(archive.CodeSince)},
			"This badge was valid on 2026-10-01", "Deze badge was geldig op 2026-10-01", "It is proved that the archive existed on 2026-10-01. The badge was valid then."},
		{archive.Result{Level: archive.LevelSigned, Was: unknown(archive.CodeUndated), Is: passed(archive.CodeIsValid)}, "This badge is valid", "Deze badge is geldig", "Nobody whom you trust proves when the badge existed."},
		{archive.Result{Level: archive.LevelWitnessed, Seen: seen, Was: passed(archive.CodeWasValid), Is: failed(archive.CodeRevoked)},
			"This badge is not valid", "Deze badge is niet geldig", "It is proved that the archive existed on 2026-10-01. The badge was valid then."},
	} {
		en, nl := c.result.Words(summary.English), c.result.Words(summary.Dutch)
		require.Equal(t, c.en, en.Headline)
		require.Equal(t, c.nl, nl.Headline)
		require.Equal(t, c.wasText, en.Was)
		for _, text := range []string{en.Level, nl.Level, en.Is, nl.Is, nl.Was} {
			require.NotEmpty(t, text)
			require.NotContains(t, strings.ToLower(text), "genuine")
		}
		require.NotEqual(t, en, nl)
	}
}
