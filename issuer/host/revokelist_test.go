package host_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/issuer/host"
)

// Five hundred badges are revoked from one list with one reason. Unknown
// badges and those with another reason are reported and stop nothing. A second run
// changes nothing.
func TestRevokeList(t *testing.T) {
	t.Run("ED-22", func(t *testing.T) {
		store := host.NewMemory()
		h, err := host.New(host.Config{Base: base, Store: store})
		require.NoError(t, err)
		by, err := school2(h, false)
		require.NoError(t, err)
		require.NoError(t, h.PublishIssuer(t.Context(), by))
		doc, err := by.Issue(t.Context(), workshop2(h, by, h.URL("assertions/0")))
		require.NoError(t, err)
		var list []string
		for n := range 500 {
			id := h.URL(fmt.Sprint("assertions/", n))
			list = append(list, id)
			if n == 7 || n == 300 {
				continue // unknown
			}
			body := strings.ReplaceAll(string(doc.Bytes()), doc.ID(), id)
			require.NoError(t, h.PublishPage(t.Context(), id, host.Page{Type: "application/ld+json", Body: []byte(body)}))
		}
		const reason = "the exam was invalid"
		require.NoError(t, h.Revoke(t.Context(), by, list[11], "by mistake"))
		require.NoError(t, h.Revoke(t.Context(), by, list[12], reason))

		answers := func() (all []string) {
			for n, id := range list {
				r, body := ask(h, http.MethodGet, id)
				all = append(all, body)
				switch {
				case n == 7 || n == 300:
					require.Equal(t, http.StatusNotFound, r.StatusCode)
				case n == 11:
					require.Contains(t, body, "by mistake")
				default:
					require.Equal(t, http.StatusGone, r.StatusCode, id)
					require.Contains(t, body, reason)
				}
			}
			return all
		}
		var first []string
		for run := range 2 {
			err := h.RevokeAll(t.Context(), by, list, reason)
			require.Equal(t, map[string]error{list[7]: host.ErrNotFound, list[300]: host.ErrNotFound, list[11]: host.ErrOtherReason}, reported(t, err))
			all := answers()
			if run == 0 {
				first = all
			}
			require.Equal(t, first, all)
		}
	})
}

// reported returns the addresses in an error about many, with the kind of each.
func reported(t *testing.T, err error) map[string]error {
	t.Helper()
	all := map[string]error{}
	joined, ok := err.(interface{ Unwrap() []error })
	require.True(t, ok, err)
	for _, one := range joined.Unwrap() {
		var at *host.AddressError
		require.ErrorAs(t, one, &at)
		for _, kind := range []error{host.ErrNotFound, host.ErrOtherReason} {
			if errors.Is(at, kind) {
				all[at.Address] = kind
			}
		}
	}
	return all
}
