package fetch_test

import (
	"crypto/tls"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/verify/fetch"
)

// TestResumed has SC-33: a Client resumes its TLS session with a host, and no
// session of another Client. A certificate that has expired since is refused.
func TestResumed(t *testing.T) {
	w := newWeb(t)
	w.pages["/assertions/1"] = page{body: `{"a":1}`}
	var mu sync.Mutex
	var resumed []bool
	w.breaks(&fault{tls: func(_ *web, config *tls.Config) {
		config.SetSessionTicketKeys([][32]byte{{1}})
		config.VerifyConnection = func(state tls.ConnectionState) error {
			mu.Lock()
			defer mu.Unlock()
			resumed = append(resumed, state.DidResume)
			return nil
		}
	}}, 0)
	ask := func(client *fetch.Client, n int) error {
		_, err := client.Fetch(t.Context(), assertion(fmt.Sprintf("%s?%d", assertionURL, n)))
		return err
	}
	first, second := w.client(nil), w.client(nil)
	for n := range 3 {
		require.NoError(t, ask(first, n))
	}
	require.NoError(t, ask(second, 3))
	require.Equal(t, []bool{false, true, true, false}, resumed)

	w.pass(40 * 24 * time.Hour) // beyond the certificate
	require.Equal(t, "fetch.tls", badge.CodeOf(ask(first, 4)))
	require.Zero(t, w.leftOpen())
}
