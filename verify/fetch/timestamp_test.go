package fetch_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/fetch"
)

const authorityURL = "https://school.example/tsa"

// replies makes the web answer a request for a time stamp, and returns where the
// body of the request will be.
func replies(w *web, status int, kind, reply string) *string {
	var asked string
	w.breaks(&fault{reply: func(_ *web, c net.Conn, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		asked = fmt.Sprintf("%s %s %s %d %s %v", r.Method, r.Header.Get("Content-Type"), r.Header.Get("Accept"), r.ContentLength, body, err)
		write(c, status, http.Header{"Content-Type": {kind}, "Location": {"/elsewhere"}}, reply)
	}}, 0)
	return &asked
}

func TestTimeStamp(t *testing.T) {
	w := newWeb(t)
	asked := replies(w, 200, "application/timestamp-reply", "stamped")
	var kinds []verify.FetchKind
	c := w.client(func(config *fetch.Config) {
		config.Allow = func(r verify.Request) bool { kinds = append(kinds, r.Kind); return r.URL == authorityURL }
	})
	for range 2 {
		reply, err := c.TimeStamp(t.Context(), authorityURL, []byte("query"))
		require.NoError(t, err)
		require.Equal(t, "stamped", string(reply))
		require.Equal(t, "POST application/timestamp-query application/timestamp-reply 5 query <nil>", *asked)
	}
	require.Len(t, w.requests(), 2, "nothing is cached")
	require.Equal(t, []verify.FetchKind{"time-stamp", "time-stamp"}, kinds)
	_, err := c.TimeStamp(t.Context(), authorityURL, nil)
	require.NoError(t, err)
	require.Contains(t, *asked, "POST")
	_, err = c.TimeStamp(t.Context(), "https://school.example/other", []byte("query"))
	require.Equal(t, "fetch.refused", badge.CodeOf(err))
	_, err = c.Fetch(t.Context(), verify.Request{Kind: "time-stamp", URL: authorityURL})
	require.Equal(t, "fetch.kind", badge.CodeOf(err), "Fetch does not post")
	w.mu.Lock()
	defer w.mu.Unlock()
	require.Len(t, w.heads, 3)
}

func TestTimeStampRefused(t *testing.T) {
	for name, row := range map[string]struct {
		url    string
		status int
		kind   string
		reply  string
		code   string
	}{
		"http":         {"http://school.example/tsa", 200, "application/timestamp-reply", "", "fetch.url"},
		"another port": {"https://school.example:318/tsa", 200, "application/timestamp-reply", "", "fetch.port"},
		"no such host": {"https://nowhere.example/tsa", 200, "application/timestamp-reply", "", "fetch.name"},
		"status 500":   {authorityURL, 500, "application/timestamp-reply", "stamped", "fetch.status"},
		"status 410":   {authorityURL, 410, "application/timestamp-reply", "stamped", "fetch.status"},
		"a redirect":   {authorityURL, 307, "application/timestamp-reply", "stamped", "fetch.status"},
		"a web page":   {authorityURL, 200, "text/html", "stamped", "fetch.web_page"},
		"another type": {authorityURL, 200, "application/octet-stream", "stamped", "fetch.content_type"},
		"65,536 bytes": {authorityURL, 200, "application/timestamp-reply", strings.Repeat("s", 64<<10), ""},
		"65,537 bytes": {authorityURL, 200, "application/timestamp-reply", strings.Repeat("s", 64<<10+1), "fetch.too_large"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWeb(t)
			replies(w, row.status, row.kind, row.reply)
			reply, err := w.client(nil).TimeStamp(t.Context(), row.url, []byte("query"))
			require.Equal(t, row.code, badge.CodeOf(err), "%v", err)
			if row.code == "" {
				require.NoError(t, err)
				require.Len(t, reply, len(row.reply))
			}
		})
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := newWeb(t).client(nil).TimeStamp(ended, authorityURL, nil)
	require.ErrorIs(t, err, context.Canceled)
	_, err = (*fetch.Client)(nil).TimeStamp(t.Context(), authorityURL, nil)
	require.ErrorContains(t, err, "use New")

	w := newWeb(t)
	running, cancel := context.WithCancel(t.Context())
	w.breaks(&fault{reply: func(*web, net.Conn, *http.Request) { cancel(); <-running.Done() }}, 0)
	_, err = w.client(nil).TimeStamp(running, authorityURL, nil)
	require.ErrorIs(t, err, context.Canceled)
	require.Zero(t, w.leftOpen())
}
