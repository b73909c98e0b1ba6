package fetch_test

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/fetch"
)

const assertionURL = "https://school.example/assertions/1"

func assertion(url string) verify.Request {
	return verify.Request{Kind: verify.FetchAssertion, URL: url}
}

// requireCode asks that err has that code.
func requireCode(t testing.TB, code string, err error) {
	t.Helper()
	require.Equal(t, code, badge.CodeOf(err), "%v", err)
}

// A host sees little of a request: H12 no compression, H19 HTTP/1.1, H20 no
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
		r.Drop()
	}
	require.Equal(t, []string{schoolAddr + ":443", schoolAddr + ":443"}, w.wanted(), "H21: the host has closed the first connection")
	for _, r := range w.requests() {
		require.Equal(t, "GET /assertions/1?v=2 HTTP/1.1", r.Method+" "+r.RequestURI+" "+r.Proto)
		require.Equal(t, "school.example", r.Host)
		require.False(t, r.Close)
		require.Equal(t, http.Header{"Accept": {"application/ld+json, application/json"}, "Accept-Encoding": {"identity"},
			"User-Agent": {"openbadges (+https://github.com/openbadges-go/openbadges)"}}, r.Header)
	}
	require.Zero(t, w.leftOpen())
}

// A status list token is asked for by its own media type (Token Status List §8.1),
// and one in another encoding arrives, so that the report can name it.
func TestListToken(t *testing.T) {
	w := newWeb(t)
	for _, media := range []string{"application/statuslist+jwt", "application/statuslist+cwt"} {
		w.pages["/tokens/1"] = page{"x", http.Header{"Content-Type": {media}}}
		r, err := w.client(nil).Fetch(t.Context(), verify.Request{Kind: verify.FetchListToken, URL: tokenURL})
		require.NoError(t, err)
		require.Equal(t, media, r.ContentType)
	}
	for _, r := range w.requests() {
		require.Equal(t, []string{"application/statuslist+jwt"}, r.Header["Accept"])
	}
}

// Gotcha 5 of edubadges: a client that looks like a browser gets a web page. The host is
// asked once more for JSON only.
func TestWebPage(t *testing.T) {
	forPeople := map[string]func(net.Conn){
		"HTML":         func(conn net.Conn) { write(conn, 200, http.Header{"Content-Type": {"text/html"}}, webPage) },
		"another host": func(conn net.Conn) { write(conn, 302, http.Header{"Location": {"https://www.school.example/"}}, "") },
		"another page": func(conn net.Conn) { write(conn, 302, http.Header{"Location": {"/page"}}, "") },
	}
	for name, reply := range forPeople {
		for _, kind := range []verify.FetchKind{verify.FetchAssertion, verify.FetchBadgeClass, verify.FetchProfile, verify.FetchKey, verify.FetchController} {
			t.Run(name+"/"+string(kind), func(t *testing.T) {
				w := newWeb(t)
				w.pages["/1"], w.pages["/page"] = page{body: "{}"}, page{webPage, http.Header{"Content-Type": {"text/html"}}}
				picky := fault{reply: func(w *web, conn net.Conn, r *http.Request) {
					if r.Header.Get("Accept") == "application/json" || r.URL.Path != "/1" {
						w.page(conn, r)
						return
					}
					reply(conn)
				}}
				w.breaks(&picky, 0)
				r, err := w.client(nil).Fetch(t.Context(), verify.Request{Kind: kind, URL: "https://school.example/1"})
				if kind == verify.FetchController {
					require.Error(t, err, "no badge, so no second try")
					return
				}
				require.NoError(t, err)
				require.Equal(t, "{}", string(r.Body))
				require.Equal(t, "https://school.example/1", r.URL)
			})
		}
	}
}

// H05, H09, H17: redirects within the origin are followed, three of them, and
// the answer says where it is from.
func TestRedirect(t *testing.T) {
	w := newWeb(t)
	w.pages["/c"] = page{body: "{}"}
	next := map[string]string{"/0": "/a", "/a": "https://school.example:443/b", "/b": "https://SCHOOL.example/c#x"}
	hops := fault{reply: func(w *web, conn net.Conn, r *http.Request) {
		if to := next[r.URL.Path]; to != "" {
			write(conn, 307, http.Header{"Location": {to}}, "")
			return
		}
		w.page(conn, r)
	}}
	w.breaks(&hops, 0)
	var asked []string
	client := w.client(func(c *fetch.Config) {
		c.Allow = func(r verify.Request) bool {
			asked = append(asked, r.URL)
			return !strings.HasSuffix(r.URL, "/refused")
		}
	})
	r, err := client.Fetch(t.Context(), assertion("https://school.example/0"))
	require.NoError(t, err)
	require.Equal(t, "https://SCHOOL.example/c", r.URL)
	require.Equal(t, []string{"https://school.example/0", "https://school.example/a", "https://school.example:443/b", "https://SCHOOL.example/c"}, asked)
	for _, request := range w.requests() {
		require.Empty(t, request.Referer(), "H22")
	}

	next = map[string]string{"/1": "/refused"}
	_, err = client.Fetch(t.Context(), assertion("https://school.example/1"))
	requireCode(t, "fetch.refused", err)
	before := len(w.wanted())
	_, err = client.Fetch(t.Context(), assertion("https://school.example/refused"))
	requireCode(t, "fetch.refused", err)
	require.Len(t, w.wanted(), before)
}

// Config.Allow also decides about pages that are in the cache.
func TestAllowOfKnownPages(t *testing.T) {
	w := newWeb(t)
	w.pages["/p"] = page{body: "{}"}
	refused := false
	client := w.client(func(c *fetch.Config) { c.Allow = func(verify.Request) bool { return !refused } })
	ask := func() error {
		r, err := client.Fetch(t.Context(), verify.Request{Kind: verify.FetchProfile, URL: "https://school.example/p"})
		if r.Keep != nil {
			r.Keep()
		}
		return err
	}
	require.NoError(t, ask())
	require.NoError(t, ask())
	require.Len(t, w.wanted(), 1)
	refused = true
	requireCode(t, "fetch.refused", ask())
}

// Errors do not show the secret parts of a URL.
func TestErrorsHideQueries(t *testing.T) {
	w := newWeb(t)
	client := w.client(nil)
	for _, address := range []string{"https://nowhere.example/x?token=secret", "https://school.example:8443/?secret#secret",
		"https://u:secret@school.example/", "https://school.example/?secret\n", "http://school.example/?secret"} {
		_, err := client.Fetch(t.Context(), assertion(address))
		require.Error(t, err)
		require.NotContains(t, err.Error(), "secret")
	}
	for _, row := range faultRows() {
		if row.code == "" || row.code == "fetch.timeout" {
			continue
		}
		w.breaks(&row.fault, 0)
		_, err := w.client(nil).Fetch(t.Context(), verify.Request{Kind: verify.FetchProfile, URL: "https://school.example/a/b?token=secret"})
		requireCode(t, row.code, err)
		require.NotContains(t, err.Error(), "secret")
		require.Contains(t, err.Error(), "https://school.example/a/b")
	}
}

// Each option widens one thing.
func TestOptions(t *testing.T) {
	w := newWeb(t)
	w.pages["/assertions/1"] = page{body: "{}"}
	odd := assertion("https://school.example:8443/assertions/1")
	_, err := w.client(nil).Fetch(t.Context(), odd)
	requireCode(t, "fetch.port", err)
	_, err = w.client(func(c *fetch.Config) { c.OtherPorts = []uint16{8443} }).Fetch(t.Context(), odd)
	require.NoError(t, err)
	require.Equal(t, []string{schoolAddr + ":8443"}, w.wanted())

	w.names["school.example"] = []netip.Addr{netip.MustParseAddr("::ffff:10.1.2.3")}
	_, err = w.client(func(c *fetch.Config) { c.PrivateNetworks = []netip.Prefix{netip.MustParsePrefix("10.2.0.0/16")} }).Fetch(t.Context(), assertion(assertionURL))
	requireCode(t, "fetch.address_not_public", err)
	_, err = w.client(func(c *fetch.Config) { c.PrivateNetworks = []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")} }).Fetch(t.Context(), assertion(assertionURL))
	require.NoError(t, err)

	for _, wrong := range []fetch.Config{{Timeout: -1}, {Timeout: 31 * time.Second}, {OtherPorts: []uint16{0}}, {PrivateNetworks: []netip.Prefix{{}}}} {
		_, err := fetch.New(wrong)
		require.ErrorContains(t, err, "fetch: Config.")
	}
}

// H10: the client reads only JSON and tokens, declared as such and in UTF-8.
func TestContentType(t *testing.T) {
	for name, code := range map[string]string{
		"application/json": "", "application/ld+json; charset=UTF-8": "", "application/jwt": "", "application/vc+jwt": "", "application/vc": "",
		"Application/JSON": "", "application/did+ld+json": "", `application/ld+json; profile="x"`: "",
		"text/html": "fetch.web_page", "application/xhtml+xml": "fetch.web_page", "text/html; =": "fetch.web_page", "image/svg+xml": "fetch.content_type",
		"application/octet-stream": "fetch.content_type", "application/javascript": "fetch.content_type", "text/plain": "", "text/plain; charset=us-ascii": "fetch.content_type",
		"text/json": "fetch.content_type", "image/x+json": "fetch.content_type", "application/json; charset=iso-8859-1": "fetch.content_type",
		"application/json, text/html": "fetch.content_type", "json": "fetch.content_type",
	} {
		w := newWeb(t)
		w.pages["/keys"] = page{"{}", http.Header{"Content-Type": {name}}}
		_, err := w.client(nil).Fetch(t.Context(), verify.Request{Kind: verify.FetchKeys, URL: "https://school.example/keys"})
		if code == "" {
			require.NoError(t, err, name)
		} else {
			requireCode(t, code, err)
		}
	}
}

// RE-38, RE-37: a badge can be published as a picture, and a key as PEM.
func TestOtherContentTypes(t *testing.T) {
	for typ, fits := range map[string]verify.FetchKind{"image/png": verify.FetchAssertion, "image/svg+xml": verify.FetchAssertion, "application/x-pem-file": verify.FetchKey} {
		for _, kind := range []verify.FetchKind{verify.FetchAssertion, verify.FetchBadgeClass, verify.FetchProfile, verify.FetchKey, verify.FetchKeys} {
			w := newWeb(t)
			w.pages["/x"] = page{"x", http.Header{"Content-Type": {typ}}}
			_, err := w.client(nil).Fetch(t.Context(), verify.Request{Kind: kind, URL: "https://school.example/x"})
			if kind == fits {
				require.NoError(t, err, typ)
			} else {
				requireCode(t, "fetch.content_type", err)
			}
		}
	}
}

// A host that says a badge is gone may say why; whatever else it sends, gone
// it is (C-139).
func TestGone(t *testing.T) {
	for _, row := range []struct{ name, typ, body, want string }{
		{"with a reason", "application/json", `{"revoked":true}`, `{"revoked":true}`},
		{"a web page", "text/html", "<html>", ""},
		{"endless", "application/json", strings.Repeat(" ", verify.FetchAssertion.MaxBytes()+1), ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := newWeb(t)
			gone := answers(410, http.Header{"Content-Type": {row.typ}}, row.body)
			w.breaks(&gone, 0)
			answer, err := w.client(nil).Fetch(t.Context(), assertion(assertionURL))
			require.NoError(t, err)
			require.Equal(t, 410, answer.Status)
			require.Equal(t, row.want, string(answer.Body))
		})
	}
}

// TestChunks has H13: the lengths of chunks count, up to as many bytes again as
// the longest answer has.
func TestChunks(t *testing.T) {
	const kind = verify.FetchKeys
	ask := func(size int) (verify.Response, error) {
		w := newWeb(t)
		one := fmt.Sprintf("%d\r\n%s\r\n", size, strings.Repeat(" ", size))
		chunked := sends("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
			strings.Repeat(one, kind.MaxBytes()/size), "0\r\n\r\n")
		w.breaks(&chunked, 0)
		return w.client(nil).Fetch(t.Context(), verify.Request{Kind: kind, URL: "https://school.example/keys"})
	}
	answer, err := ask(5)
	require.NoError(t, err)
	require.Len(t, answer.Body, kind.MaxBytes()/5*5)
	_, err = ask(4)
	requireCode(t, "fetch.too_large", err)
}

// An empty Client fails, and does not panic.
func TestEmptyClient(t *testing.T) {
	for _, client := range []*fetch.Client{nil, {}} {
		_, err := client.Fetch(t.Context(), assertion(assertionURL))
		require.Error(t, err)
	}
}
