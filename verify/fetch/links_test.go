package fetch_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/verify/fetch"
)

// keeping is a web whose hosts answer several requests on a connection.
func keeping(t *testing.T) *web {
	w := newWeb(t)
	w.pages["/assertions/1"] = page{body: `{"a":1}`}
	w.keeps = true
	t.Cleanup(func() { w.leftOpen() }) // else the hosts would wait for more requests
	return w
}

// numbered asks for a page that the client does not have yet.
func numbered(t *testing.T, client *fetch.Client, n int) error {
	_, err := client.Fetch(t.Context(), assertion(fmt.Sprintf("%s?%d", assertionURL, n)))
	return err
}

// SC-33: three pages of a host take one connection, which is not that of another
// Client, and which Close closes. After Close requests are answered.
func TestKept(t *testing.T) {
	w := keeping(t)
	first, second := w.client(nil), w.client(nil)
	for n := range 3 {
		require.NoError(t, numbered(t, first, n))
	}
	require.Len(t, w.wanted(), 1)
	require.NoError(t, numbered(t, second, 3))
	require.Len(t, w.wanted(), 2)
	require.Equal(t, 2, w.openNow())
	require.Zero(t, w.leftOpen())
	require.NoError(t, numbered(t, first, 4))
	require.Zero(t, w.openNow())
	for _, r := range w.requests() {
		require.False(t, r.Close)
	}
}

// SC-33, H21: a host whose name leads elsewhere is not asked by an old connection for
// longer than its life. The new address is judged.
func TestKeptWhileNameMoves(t *testing.T) {
	w := keeping(t)
	client := w.client(nil)
	require.NoError(t, numbered(t, client, 0))
	w.names["school.example"] = []netip.Addr{netip.MustParseAddr("10.0.0.1")}
	w.pass(fetch.LinkLife - time.Second)
	require.NoError(t, numbered(t, client, 1))
	require.Len(t, w.wanted(), 1)
	w.pass(time.Second)
	require.Equal(t, "fetch.address_not_public", badge.CodeOf(numbered(t, client, 2)))
	w.names["school.example"] = []netip.Addr{netip.MustParseAddr("93.184.215.15")}
	require.NoError(t, numbered(t, client, 3))
	require.Equal(t, []string{schoolAddr + ":443", "93.184.215.15:443"}, w.wanted())
}

// SC-33: a connection is closed at the end of its life without another request.
func TestKeptNoLonger(t *testing.T) {
	w := keeping(t)
	client := w.client(nil)
	client.SetLinkLife(time.Millisecond)
	require.NoError(t, numbered(t, client, 0))
	require.Eventually(t, func() bool { return w.openNow() == 0 }, 5*time.Second, time.Millisecond)
}

// SC-33: the ports of a host, and its subdomains, each have separate connections.
func TestKeptByOrigin(t *testing.T) {
	w := keeping(t)
	w.names["www.school.example"] = w.names["school.example"]
	client := w.client(func(c *fetch.Config) { c.OtherPorts = []uint16{8443} })
	for _, origin := range []string{"school.example", "school.example:8443", "www.school.example", "school.example"} {
		_, err := client.Fetch(t.Context(), assertion("https://"+origin+"/assertions/1"))
		require.NoError(t, err)
	}
	require.Len(t, w.wanted(), 3)
}

// SC-33: at most two connections to a host are kept, however many were needed.
func TestKeptTogether(t *testing.T) {
	w := keeping(t)
	all := make(chan struct{})
	var asked sync.WaitGroup
	asked.Add(5)
	w.breaks(&fault{reply: func(w *web, conn net.Conn, r *http.Request) {
		asked.Done()
		<-all
		w.page(conn, r)
	}}, 0)
	client := w.client(nil)
	var group sync.WaitGroup
	for n := range 5 {
		group.Go(func() { assert.NoError(t, numbered(t, client, n)) })
	}
	asked.Wait()
	close(all)
	group.Wait()
	require.Len(t, w.wanted(), 5)
	require.Equal(t, 2, w.openNow())
}

// A connection is not kept after an answer that was not read to its end, or after
// which the host sent more or wants no more.
func TestNotKept(t *testing.T) {
	for name, reply := range map[string]fault{
		"404":               answers(404, nil, "{}"),
		"a redirect":        leads(302, "https://evil.example/"),
		"wrong type":        answers(200, http.Header{"Content-Type": {"image/gif"}}, "{}"),
		"Connection: close": answers(200, http.Header{"Connection": {"close"}}, "{}"),
		"HTTP/1.0":          sends("HTTP/1.0 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"),
		"another answer":    sends(okHead + "Content-Length: 2\r\n\r\n{}" + okHead + "Content-Length: 2\r\n\r\n[]"),
		"too large":         sends(okHead + "Content-Length: 99999999\r\n\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			w := keeping(t)
			w.keeps = name != "too large" // else it has no end
			w.breaks(&reply, 0)
			numbered(t, w.client(nil), 0)
			require.Zero(t, w.openNow())
		})
	}
}

// A host that closes a connection between requests is asked by a new one, and one
// that fails in the middle of an answer is not asked twice.
func TestKeptClosed(t *testing.T) {
	w := keeping(t)
	client := w.client(nil)
	require.NoError(t, numbered(t, client, 0))
	w.breaks(&fault{reply: func(w *web, conn net.Conn, r *http.Request) {
		w.page(conn, r)
		conn.Close()
	}}, 0)
	w.leftOpen()
	client = w.client(nil)
	for n := range 2 {
		require.NoError(t, numbered(t, client, n))
	}
	require.Len(t, w.wanted(), 2)
	require.Len(t, w.requests(), 2)

	client = w.client(nil)
	times := 0
	w.breaks(&fault{reply: func(w *web, conn net.Conn, r *http.Request) {
		if times++; times == 1 {
			w.page(conn, r)
			return
		}
		io.WriteString(conn, "HTTP/1.1 2")
		conn.Close()
	}}, 0)
	require.NoError(t, numbered(t, client, 0))
	require.Equal(t, "fetch.http", badge.CodeOf(numbered(t, client, 1)))
	require.Len(t, w.wanted(), 1)
}
