package verify

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/status"
)

// S-62: each limit has the number that it should: what is just within is
// handled, and one more is not.
func TestLimits(t *testing.T) {
	for name, within := range map[string]func(more int) bool{
		"2,048 bytes of a URL": func(more int) bool {
			_, err := webAddress("https://a.example/" + strings.Repeat("a", 2048-len("https://a.example/")+more))
			return err == nil
		},
		"100 characters of a text": func(more int) bool { return !strings.HasSuffix(plain(strings.Repeat("é", 100+more)), "…") },
		"6 differences": func(more int) bool {
			return !strings.HasSuffix(placesOf(make([]badge.Difference, 6+more)), "…")
		},
		"4,096 starts of lists": func(more int) bool {
			var c listCache
			now := time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)
			for i := range 4096 + more {
				_, ok := c.put(fmt.Sprint(i), knownList{id: fmt.Sprint(i), issuer: "i", since: now, until: now.Add(time.Hour)}, now)
				require.True(t, ok)
			}
			_, ok := c.put("0", knownList{id: "0", issuer: "i", since: now.Add(-time.Hour), until: now.Add(time.Hour)}, now)
			return !ok // the first is remembered, so an older one is refused
		},
		"8 MiB of a list": func(more int) bool {
			v := &Verifier{cfg: Config{Budget: Budget{Inflated: 8<<20 - more}}}
			err := v.begin().inflated(0, maxInflated, tooLarge{})
			return badge.CodeOf(err) == status.CodeTooLarge // with a byte less the budget refuses the list
		},
		"16 MiB of a list of tokens": func(more int) bool {
			v := &Verifier{cfg: Config{Budget: Budget{Inflated: 16<<20 - more}}}
			err := v.begin().inflated(0, maxTokenList, tooLarge{})
			return badge.CodeOf(err) == status.CodeTooLarge
		},
		"128 KiB of a list that is kept inflated": func(more int) bool {
			list, err := status.NewList(status.Revocation, uint64(8*(128<<10+more)), 1)
			require.NoError(t, err)
			return knownList{bits: list, text: "x"}.kept().text == ""
		},
	} {
		t.Run(name, func(t *testing.T) {
			require.True(t, within(0))
			require.False(t, within(1))
		})
	}
	for kind, size := range map[FetchKind]int{
		FetchController: 262_144, FetchKeys: 262_144, FetchKey: 262_144, FetchLog: 4_194_304,
		FetchAssertion: 1_048_576, FetchBadgeClass: 1_048_576, FetchProfile: 1_048_576,
		FetchStatusList: 2_097_152, FetchListToken: 2_097_152, FetchRevocationList: 2_097_152, FetchRefresh: 2_097_152, "other": 0,
	} {
		require.Equal(t, size, kind.MaxBytes(), kind)
	}
	require.Equal(t, 1024, knownList{}.size(), "a cached list takes more than its content")
}

// S-62: a list is fetched again after at least a minute, and at most a day.
func TestLimitsOfLists(t *testing.T) {
	now := time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)
	doc, err := badge.Parse([]byte(`{"id":"https://school.example/list"}`))
	require.NoError(t, err)
	list, err := status.NewList(status.Revocation, status.MinEntries, 1)
	require.NoError(t, err)
	require.Equal(t, now.Add(60*time.Second), newKnownList(doc, list, nil, now).until)
	for ttl, life := range map[time.Duration]time.Duration{0: time.Minute, time.Second: time.Second, 24 * time.Hour: 24 * time.Hour, 24*time.Hour + 1: 24 * time.Hour} {
		require.Equal(t, now.Add(life), newKnownToken(doc, "i", status.Token{TTL: ttl}, nil, now).until, ttl)
	}
}

// tooLarge is an error as package status returns it for a list above its limit.
type tooLarge struct{ badge.Failure }

func (tooLarge) Code() string { return status.CodeTooLarge }
