package fetch_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/verify"
)

const assertionURL = "https://school.example/assertions/1"

func assertion(url string) verify.Request {
	return verify.Request{Kind: verify.FetchAssertion, URL: url}
}

// requireCode asks that err is a FetchError with that code.
func requireCode(t testing.TB, code string, err error) *verify.FetchError {
	t.Helper()
	var e *verify.FetchError
	require.True(t, errors.As(err, &e), "%v", err)
	require.Equal(t, code, e.Code, e.Message)
	return e
}

// What a host sees of a request: H12 no compression, H19 HTTP/1.1, H20 no
// proxy, H22 no cookies, credentials or referrer.
func TestRequest(t *testing.T) {
	w := newWeb(t)
	w.pages["/assertions/1"] = page{`{"id":"https://school.example/assertions/1"}`, http.Header{"Set-Cookie": {"id=1"}}}
	client := w.client(nil)
	for range 2 {
		r, err := client.Fetch(t.Context(), assertion(assertionURL+"?v=2#x"))
		require.NoError(t, err)
		require.Equal(t, 200, r.Status)
		require.Equal(t, assertionURL+"?v=2", r.URL)
		require.Equal(t, "application/json", r.ContentType)
		require.JSONEq(t, `{"id":"https://school.example/assertions/1"}`, string(r.Body))
	}
	require.Equal(t, []string{schoolAddr + ":443", schoolAddr + ":443"}, w.wanted(), "H21: a connection for each request")
	for _, r := range w.requests() {
		require.Equal(t, "GET /assertions/1?v=2 HTTP/1.1", r.Method+" "+r.RequestURI+" "+r.Proto)
		require.Equal(t, "school.example", r.Host)
		require.True(t, r.Close)
		r.Header.Del("Connection")
		require.Equal(t, http.Header{"Accept": {"application/ld+json, application/json"}, "Accept-Encoding": {"identity"},
			"User-Agent": {"openbadges (+https://github.com/openbadges-go/openbadges)"}}, r.Header)
	}
	require.Zero(t, w.leftOpen())
}
