package host_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/issuer/host"
)

// aggregationOf returns the aggregation that a published token list names.
func aggregationOf(t *testing.T, h *host.Host, list string) string {
	t.Helper()
	d, err := badge.Parse([]byte(pageAt(t, h, list)))
	require.NoError(t, err)
	token, _, err := status.ParseToken(d.Root(), 0)
	require.NoError(t, err)
	return token.Aggregation
}

// An aggregation with as many lists as verifiers read is continued by another one,
// when one of its lists is full.
func TestAggregationFull(t *testing.T) {
	h, i := tokenOffice(t, host.NewMemory(), 1, nil)
	first, all := h.URL("tokens/1"), h.URL("tokens")
	require.NoError(t, h.PublishAggregation(t.Context(), i, all, first))
	lists := []string{first}
	for n := 2; n <= 1000; n++ {
		lists = append(lists, h.URL(fmt.Sprintf("others/%d", n)))
	}
	body, err := status.WriteAggregation(lists)
	require.NoError(t, err)
	require.NoError(t, h.PublishPage(t.Context(), all, host.Page{Type: "application/json", Body: body}))

	entries, err := h.AllocateStatuses(t.Context(), i, first, 2*131072+1)
	require.NoError(t, err)
	require.Equal(t, h.URL("tokens/3"), entries[2*131072].StatusListCredential)
	require.Equal(t, all, aggregationOf(t, h, first))
	for _, list := range []string{h.URL("tokens/2"), h.URL("tokens/3")} {
		require.Equal(t, h.URL("tokens-2"), aggregationOf(t, h, list))
	}
	next, err := status.ParseAggregation([]byte(pageAt(t, h, h.URL("tokens-2"))))
	require.NoError(t, err)
	require.Equal(t, []string{h.URL("tokens/2"), h.URL("tokens/3")}, next)
	require.Equal(t, string(body), pageAt(t, h, all))

	// Asked for by name, a list does not go elsewhere.
	require.NoError(t, h.PublishTokenList(t.Context(), i, h.URL("suspensions"), 2))
	require.ErrorContains(t, h.PublishAggregation(t.Context(), i, all, h.URL("suspensions")), "at most 1000")
	require.Empty(t, aggregationOf(t, h, h.URL("suspensions")))
}

// A list that was published to continue another, by a program that was then
// killed, joins the aggregation when it is first used.
func TestAggregationKilled(t *testing.T) {
	h, i := tokenOffice(t, host.NewMemory(), 1, nil)
	first, all := h.URL("tokens/1"), h.URL("tokens")
	require.NoError(t, h.PublishAggregation(t.Context(), i, all, first))
	require.NoError(t, h.PublishTokenList(t.Context(), i, h.URL("tokens/2"), 1))
	_, err := h.AllocateStatuses(t.Context(), i, first, 131072+1)
	require.NoError(t, err)
	require.Equal(t, all, aggregationOf(t, h, h.URL("tokens/2")))
	lists, err := status.ParseAggregation([]byte(pageAt(t, h, all)))
	require.NoError(t, err)
	require.Equal(t, []string{first, h.URL("tokens/2")}, lists)
}
