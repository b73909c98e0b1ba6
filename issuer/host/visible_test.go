package host_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/issuer/host"
)

// A holder makes a hosted badge private and public again. Revoked stays revoked.
func TestSetPublic(t *testing.T) {
	t.Run("ED-23", func(t *testing.T) {
		folder, err := host.OpenFolder(t.TempDir())
		require.NoError(t, err)
		for _, store := range []host.Store{host.NewMemory(), folder} {
			h, err := host.New(host.Config{Base: base, Store: store})
			require.NoError(t, err)
			by, err := school2(h, false)
			require.NoError(t, err)
			require.NoError(t, h.PublishIssuer(t.Context(), by))
			doc, err := by.Issue(t.Context(), workshop2(h, by, h.URL("assertions/1")))
			require.NoError(t, err)
			require.NoError(t, h.Publish(t.Context(), doc))
			answer := func() (int, string) {
				r, body := ask(h, http.MethodGet, doc.ID())
				return r.StatusCode, body
			}
			_, before := answer()
			for range 2 { // twice is as good as once
				require.NoError(t, h.SetPublic(t.Context(), doc.ID(), false))
				status, _ := answer()
				require.Equal(t, http.StatusNotFound, status)
			}
			require.NoError(t, h.SetPublic(t.Context(), doc.ID(), true))
			status, after := answer()
			require.Equal(t, http.StatusOK, status)
			require.Equal(t, before, after)

			require.NoError(t, h.SetPublic(t.Context(), doc.ID(), false))
			require.NoError(t, h.Revoke(t.Context(), by, doc.ID(), "by mistake"))
			status, _ = answer()
			require.Equal(t, http.StatusNotFound, status)
			require.NoError(t, h.SetPublic(t.Context(), doc.ID(), true))
			status, gone := answer()
			require.Equal(t, http.StatusGone, status)
			require.Contains(t, gone, "by mistake")

			require.ErrorIs(t, h.SetPublic(t.Context(), h.URL("assertions/2"), false), host.ErrNotFound)
			require.ErrorIs(t, h.SetPublic(t.Context(), "https://elsewhere.example/1", false), host.ErrElsewhere)
			require.Error(t, new(host.Host).SetPublic(t.Context(), doc.ID(), false))
		}
	})
}
