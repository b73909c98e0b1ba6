package fetch_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/fetch"
)

// get fetches a document, keeps it, and returns its text.
func get(t testing.TB, client *fetch.Client, req verify.Request) string {
	t.Helper()
	r, err := client.Fetch(t.Context(), req)
	require.NoError(t, err)
	if r.Keep != nil {
		r.Keep()
	}
	return string(r.Body)
}

// How long an answer is remembered that made sense: as long as the host says,
// between a minute and a day (S14).
func TestLifetime(t *testing.T) {
	for _, c := range []struct {
		name, control, age string
		life               time.Duration // 0: it is not remembered
	}{
		{"nothing said", "", "", time.Minute},
		{"an hour", "max-age=3600", "", time.Hour},
		{"an hour, among others", "public, MAX-AGE=3600 , immutable", "", time.Hour},
		{"an hour, half of it over", "max-age=3600", "1800", 30 * time.Minute},
		{"a second", "max-age=1", "", time.Minute},
		{"over", "max-age=3600", "9999", time.Minute},
		{"a century", "max-age=3153600000", "", 24 * time.Hour},
		{"a year", "max-age=31536000", "", 24 * time.Hour},
		{"negative", "max-age=-1", "", time.Minute},
		{"no number", "max-age=soon", "", time.Minute},
		{"not to be stored", "max-age=3600, no-store", "", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWeb(t)
			w.pages["/assertions/1"] = page{"{}", http.Header{"Cache-Control": {c.control}, "Age": {c.age}}}
			client := w.client(nil)
			get(t, client, assertion(assertionURL))
			if c.life > 0 {
				w.pass(c.life - time.Second)
				get(t, client, assertion(assertionURL))
				require.Len(t, w.requests(), 1)
				w.pass(2 * time.Second)
			}
			get(t, client, assertion(assertionURL))
			require.Len(t, w.requests(), 2)
		})
	}
}

// H25: an answer serves for the purpose it was asked for, and for nobody who
// could change it.
func TestRemembered(t *testing.T) {
	w := newWeb(t)
	w.pages["/assertions/1"] = page{body: `{"a":1}`}
	client := w.client(nil)
	first, err := client.Fetch(t.Context(), assertion(assertionURL))
	require.NoError(t, err)
	answers, _, size := client.Remembered()
	require.Zero(t, answers+size, "nobody has said that it made sense")
	first.Body[0] = 'x'
	first.Keep()
	for range 2 {
		r, err := client.Fetch(t.Context(), assertion(assertionURL))
		require.NoError(t, err)
		require.Equal(t, `{"a":1}`, string(r.Body))
		require.Nil(t, r.Keep)
		r.Body[0] = 'x'
	}
	require.Len(t, w.requests(), 1)
	get(t, client, verify.Request{Kind: verify.FetchProfile, URL: assertionURL})
	require.Len(t, w.requests(), 2)
}

// A fresh answer, or one that is over, is asked for with its ETag.
func TestETag(t *testing.T) {
	w := newWeb(t)
	at := page{`{"a":1}`, http.Header{"Etag": {`"v1"`}, "Cache-Control": {"max-age=3600"}}}
	w.pages["/assertions/1"] = at
	client := w.client(nil)
	fresh := verify.Request{Kind: verify.FetchAssertion, URL: assertionURL, Fresh: true}
	require.Equal(t, `{"a":1}`, get(t, client, fresh))
	require.Equal(t, `{"a":1}`, get(t, client, fresh))
	w.pass(2 * time.Hour)
	require.Equal(t, `{"a":1}`, get(t, client, assertion(assertionURL)))
	require.Equal(t, `{"a":1}`, get(t, client, assertion(assertionURL)), "confirmed, so remembered for an hour more")
	requests := w.requests()
	require.Len(t, requests, 3)
	require.Empty(t, requests[0].Header.Get("If-None-Match"))
	require.Equal(t, `"v1"`, requests[1].Header.Get("If-None-Match"))
	require.Equal(t, `"v1"`, requests[2].Header.Get("If-None-Match"))

	w.mu.Lock()
	w.pages = map[string]page{"/assertions/1": {`{"a":2}`, http.Header{"Etag": {`"v2"`}}}}
	w.mu.Unlock()
	require.Equal(t, `{"a":2}`, get(t, client, fresh))
}

// Of one host at most a quarter of the entries and bytes is remembered, those used
// last.
func TestRoom(t *testing.T) {
	w := newWeb(t)
	w.pages["/small"], w.pages["/large"] = page{body: "{}"}, page{body: `"` + strings.Repeat("x", 1<<20-2) + `"`}
	client := w.client(func(c *fetch.Config) { c.CacheEntries = 256 })
	first := assertion("https://school.example/small?first")
	get(t, client, first)
	for i := range 300 {
		get(t, client, assertion(fmt.Sprintf("https://school.example/small?%d", i)))
		get(t, client, first)
	}
	require.Len(t, w.requests(), 301, "what is used stays")
	answers, _, _ := client.Remembered()
	require.Equal(t, 64, answers)
	for i := range 20 {
		get(t, client, assertion(fmt.Sprintf("https://school.example/large?%d", i)))
	}
	_, _, size := client.Remembered()
	require.LessOrEqual(t, size, 4<<20)
	require.Greater(t, size, 3<<20)
}

// A5: many callers, one request; and whoever gives up takes nobody along.
func TestSharedRequest(t *testing.T) {
	w := newWeb(t)
	w.pages["/assertions/1"] = page{body: "{}"}
	asked, release := make(chan struct{}, 20), make(chan struct{})
	gate := fault{reply: func(w *web, conn net.Conn, r *http.Request) {
		asked <- struct{}{}
		<-release
		w.page(conn, r)
	}}
	w.breaks(&gate, 0)
	client := w.client(nil)
	leader, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		_, err := client.Fetch(leader, assertion(assertionURL))
		require.ErrorIs(t, err, context.Canceled)
	})
	<-asked
	for range 10 {
		wg.Go(func() {
			r, err := client.Fetch(t.Context(), assertion(assertionURL))
			require.NoError(t, err)
			require.Equal(t, "{}", string(r.Body))
			if r.Keep != nil { // else another has kept it before
				r.Keep()
			}
		})
	}
	cancel()
	<-asked // one of the others has taken over
	close(release)
	wg.Wait()
	require.Zero(t, w.leftOpen())
	requireNoGoroutines(t)
}

// SC-31: who asks while an answer is being judged shares it, also after the
// request has ended. A fresh answer is not shared so, and neither is one that its
// caller has dropped, or that nobody has judged for the time of a request.
func TestSharedUntilJudged(t *testing.T) {
	w := newWeb(t)
	w.pages["/assertions/1"] = page{`{"a":1}`, http.Header{"Etag": {`"1"`}}}
	client := w.client(nil)
	ask := func(fresh bool) verify.Response {
		req := assertion(assertionURL)
		req.Fresh = fresh
		r, err := client.Fetch(t.Context(), req)
		require.NoError(t, err)
		require.Equal(t, `{"a":1}`, string(r.Body))
		return r
	}
	requests := func() int { return len(w.requests()) }
	ask(false).Body[0] = 'x'
	ask(false)
	require.Equal(t, 1, requests())
	ask(true)
	require.Equal(t, 2, requests(), "a fresh one")
	ask(false).Drop()
	require.Equal(t, 2, requests())
	ask(false)
	require.Equal(t, 3, requests(), "after Drop")
	w.pass(11 * time.Second)
	ask(false)
	require.Equal(t, 4, requests(), "after the time of a request")
	for _, r := range w.requests() {
		require.Empty(t, r.Header.Get("If-None-Match"), "an answer that nobody has judged is not confirmed")
	}
	kept := ask(false)
	kept.Keep()
	kept.Drop()
	w.pass(30 * time.Second)
	ask(false)
	require.Equal(t, 4, requests(), "after Keep, Drop has no effect")
}
