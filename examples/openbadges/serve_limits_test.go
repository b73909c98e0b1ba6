package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// record returns what a function answers.
func record(answer func(w http.ResponseWriter) error) string {
	w := httptest.NewRecorder()
	if err := answer(w); err != nil {
		return err.Error()
	}
	return w.Body.String()
}

// Hosts that are ours, in each way to write them.
func TestServeHosts(t *testing.T) {
	s := newServed(t, "-host", "Badges.school.example", "-host", "xn--bcher-kva.example")
	for host, ours := range map[string]bool{
		"localhost": true, "localhost:8080": true, "LOCALHOST": true, "localhost.": true, "127.0.0.1": true, "127.0.0.1:65535": true, "[::1]": true, "[::1]:80": true, "192.168.1.7:80": true,
		"badges.school.example": true, "badges.school.example:443": true, "BADGES.SCHOOL.EXAMPLE.": true, "xn--bcher-kva.example": true,
		"": false, ":8080": false, "school.example": false, "badges.school.example.evil.example": false, "127.1": false, "2130706433": false, "0x7f.1": false, "localhost:": false, "localhost:80:80": false, "[::1": false, "localhost\x00": false,
	} {
		require.Equal(t, ours, s.site.isOurs(host), "%q", host)
	}
}

// Flags that make no sense are refused.
func TestServeFlags(t *testing.T) {
	d := newDesk(t)
	for _, c := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"badge.png"}, exitUsage, "is not expected"},
		{[]string{"-host", "https://school.example"}, exitUsage, "wanted the name of a host"},
		{[]string{"-host", "school.example:80"}, exitUsage, "wanted the name of a host"},
		{[]string{"-lang", "fr"}, exitUsage, "wanted en or nl"},
		{[]string{"-max-size", "0"}, exitUsage, "at least 1"},
		{[]string{"-max-requests", "-1"}, exitUsage, "at least 1"},
		{[]string{"-max-time", "0s"}, exitUsage, "at least 1"},
		{[]string{"-keys", d.path("key.jwk")}, exitUsage, "needs -issuer"},
		{[]string{"-workers", "-1"}, exitUsage, "-workers is -1"},
		{[]string{"-addr", "256.0.0.1:80"}, exitRejected, "256.0.0.1"},
	} {
		status, out, complaint := openbadges(t, append([]string{"serve"}, c.args...)...)
		require.Equal(t, c.status, status, "%v", c.args)
		require.Empty(t, out)
		require.Contains(t, complaint, c.says)
	}
}

// Every answer has the headers that keep the page apart from other sites.
func TestServeHeaders(t *testing.T) {
	s := newServed(t)
	for _, path := range []string{"/", "/?sample=good", "/style.css", "/page.js", "/icon.svg", "/codes", "/openapi.json", "/schema.json", "/missing"} {
		answer, _ := s.get(path)
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
		} {
			require.Equal(t, want, answer.Header.Get(name), path)
		}
		policy := answer.Header.Get("Content-Security-Policy")
		for _, part := range []string{"default-src 'none'", "script-src 'self'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"} {
			require.Contains(t, policy, part, path)
		}
		require.NotContains(t, policy, "unsafe")
		require.NotContains(t, policy, "*")
		require.Empty(t, answer.Header.Get("Access-Control-Allow-Origin"))
		require.Empty(t, answer.Header.Get("Set-Cookie"))
		require.Contains(t, []string{"no-store", "no-cache"}, answer.Header.Get("Cache-Control"))
	}
}

// Nothing of a request is written anywhere.
func TestServeKeepsNothing(t *testing.T) {
	d := newDesk(t)
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	t.Chdir(folder)
	var said bytes.Buffer
	s := &served{desk: d, site: siteOf(t, d)}
	s.site.complaints = &said
	server := httptest.NewServer(s.site)
	t.Cleanup(server.Close)
	s.url = server.URL
	for range 3 {
		body, mediaType := s.formOf("file", "@badge.png", "text", strings.Repeat("x", 1<<20), "email", address)
		answer, _ := s.post("/", mediaType, body)
		require.Equal(t, http.StatusOK, answer.StatusCode)
		answer, _ = s.post("/verify", "image/png", bytes.NewReader(s.file("badge.png")))
		require.Equal(t, http.StatusOK, answer.StatusCode)
	}
	require.Empty(t, said.String())
	left, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.Empty(t, left)
}

// A fault of the program is an answer with its code, and no verdict.
func TestServeFault(t *testing.T) {
	d := newDesk(t)
	s := &served{desk: d, site: siteOf(t, d)}
	var said bytes.Buffer
	s.site.complaints = &said
	s.site.check = func(context.Context, asked) []result { panic("secret of a badge") }
	server := httptest.NewServer(s.site)
	t.Cleanup(server.Close)
	s.url = server.URL
	answer, text := s.post("/verify", "image/png", strings.NewReader("x"))
	require.Equal(t, http.StatusInternalServerError, answer.StatusCode)
	require.Contains(t, text, codeInternal)
	require.Contains(t, said.String(), "internal error")
	require.NotContains(t, said.String()+text, "secret of a badge")
	body, mediaType := s.formOf("file", "@badge.png")
	answer, text = s.post("/", mediaType, body)
	require.Equal(t, http.StatusInternalServerError, answer.StatusCode)
	require.Contains(t, text, "Nothing is known about the badge")
	require.Empty(t, s.site.working, "its place is free again")
	require.Empty(t, s.site.admitted)
}

// The badges of a request have one deadline, and those of all requests share the
// workers. A request that no worker has time for is refused.
func TestServeDeadlines(t *testing.T) {
	g := newGuarded(t)
	var limits []time.Duration
	g.site.check = func(ctx context.Context, _ asked) []result {
		end, ok := ctx.Deadline()
		require.True(t, ok)
		limits = append(limits, time.Until(end))
		if len(limits) == 3 { // the others wait until it is too late
			<-ctx.Done()
		}
		return []result{unreadable("", errTooLarge)}
	}
	g.site.time = 50 * time.Millisecond
	found, err := g.site.verify(t.Context(), make([]asked, 5), false)
	require.NoError(t, err)
	require.Len(t, found, 5)
	require.Len(t, limits, 5)
	for _, limit := range limits {
		require.LessOrEqual(t, limit, g.site.time)
	}
	require.Equal(t, codeTooLarge, found[4].Code)
	g.site.working <- struct{}{} // all workers are busy
	_, err = g.site.verify(t.Context(), make([]asked, 2), false)
	require.ErrorIs(t, err, refuse(codeBusy))
	<-g.site.working
	_, err = g.site.verify(t.Context(), make([]asked, 1), false)
	require.NoError(t, err)
}

// A page has pictures up to a number of bytes, in the order of its badges.
func TestServePicturesOfPage(t *testing.T) {
	g := newGuarded(t)
	large := []byte(`<svg xmlns="http://www.w3.org/2000/svg"><!--` + strings.Repeat("x", maxDrawing-100) + `--></svg>`)
	g.site.check = func(context.Context, asked) []result { return []result{{picture: large}} }
	found, err := g.site.verify(t.Context(), make([]asked, 12), true)
	require.NoError(t, err)
	for i, r := range found {
		require.Equal(t, i < maxShown/len(large), r.picture != nil, i)
	}
}

// At the end of the program a request that is open gets its answer.
func TestServeEnds(t *testing.T) {
	d := newDesk(t)
	made := siteOf(t, d)
	began, finish := make(chan struct{}), make(chan struct{})
	made.check = func(context.Context, asked) []result {
		close(began)
		<-finish
		return []result{unreadable("", errTooLarge)}
	}
	l := httptest.NewUnstartedServer(nil).Listener
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- untilDone(ctx, newServer(made, bodyTime, bodyTime), l) }()
	answered := make(chan error, 1)
	go func() {
		answer, err := http.Post("http://"+l.Addr().String()+"/verify", "image/png", strings.NewReader("x"))
		if err == nil {
			defer answer.Body.Close()
			_, err = io.ReadAll(answer.Body)
			if answer.StatusCode != http.StatusOK {
				err = errors.New(answer.Status)
			}
		}
		answered <- err
	}()
	<-began
	stop()
	require.Eventually(t, func() bool { _, err := http.Get("http://" + l.Addr().String()); return err != nil }, 2*time.Second, time.Millisecond, "no new requests")
	close(finish)
	require.NoError(t, <-answered)
	require.NoError(t, <-ended)
}

// The address of a badge is fetched where -web or -net allows it.
func TestServeAddress(t *testing.T) {
	d := newDesk(t)
	d.write("more.json", []byte(`{"`+didPage+`":"pages/school.json","https://school.example/badge":"badge.json"}`))
	s := &served{desk: d, site: siteOf(t, d, "-web", d.path("more.json"))}
	server := httptest.NewServer(s.site)
	t.Cleanup(server.Close)
	s.url = server.URL
	body, mediaType := s.formOf("address", " https://school.example/badge ")
	_, text := s.post("/", mediaType, body)
	require.Contains(t, text, "This badge is genuine")
	s.write("none.json", []byte("{}"))
	without := newServed(t, "-web", s.path("none.json"))
	body, mediaType = s.formOf("text", "https://school.example/badge")
	_, text = without.post("/", mediaType, body)
	require.Contains(t, text, "We could not establish whether this badge is genuine")
	_, text = without.get("/")
	require.Contains(t, text, words["offline"][0])
}
