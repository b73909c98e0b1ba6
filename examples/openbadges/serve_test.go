package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/verify/fetch"
)

// served is a running site with the badges of a desk.
type served struct {
	*desk
	site *site
	url  string
}

// newServed starts the site that flags ask for.
func newServed(t *testing.T, flags ...string) *served {
	t.Helper()
	d := newDesk(t)
	s := &served{desk: d, site: siteOf(t, d, flags...)}
	server := httptest.NewServer(s.site)
	t.Cleanup(server.Close)
	s.url, s.site.domain = server.URL, server.URL
	return s
}

// siteOf returns the handler of serve with the clock and the web of the desk.
func siteOf(t *testing.T, d *desk, flags ...string) *site {
	t.Helper()
	s := &serving{options: newOptions()}
	f := flag.NewFlagSet("serve", flag.ContinueOnError)
	s.register(f)
	require.NoError(t, f.Parse(append([]string{"-at", now, "-web", d.path("web.json")}, flags...)))
	made, err := s.site(process{stderr: io.Discard, net: fetch.Config{}})
	require.NoError(t, err)
	return made
}

// formOf returns a form and its Content-Type. A name that begins with @ is a
// file of the desk.
func (s *served) formOf(fields ...string) (*bytes.Buffer, string) {
	s.t.Helper()
	var out bytes.Buffer
	w := multipart.NewWriter(&out)
	for i := 0; i < len(fields); i += 2 {
		name, ok := strings.CutPrefix(fields[i+1], "@")
		if !ok {
			require.NoError(s.t, w.WriteField(fields[i], fields[i+1]))
			continue
		}
		part, err := w.CreateFormFile(fields[i], name)
		require.NoError(s.t, err)
		part.Write(s.file(name))
	}
	require.NoError(s.t, w.Close())
	return &out, w.FormDataContentType()
}

// post sends a body and returns the answer with its text.
func (s *served) post(path, mediaType string, body io.Reader) (*http.Response, string) {
	s.t.Helper()
	answer, err := http.Post(s.url+path, mediaType, body)
	require.NoError(s.t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(s.t, err)
	return answer, string(text)
}

func TestServePage(t *testing.T) {
	s := newServed(t)
	for _, c := range []struct {
		fields []string
		says   []string
	}{
		{[]string{"file", "@badge.png"}, []string{`<html lang="nl" `, "Deze badge is echt", "badge.png"}},
		{[]string{"file", "@forged.json"}, []string{"Deze badge is niet geldig"}},
		{[]string{"file", "@badge.png", "file", "@forged.json", "file", "@web.json"}, []string{`id="overview"`, `href="#badge-3"`}},
		{[]string{"text", string(s.file("badge.json"))}, []string{"Deze badge is echt"}},
		{[]string{"file", "@badge.png", "email", "else@student.example"}, []string{"Deze badge is niet geldig", "aan iemand anders"}},
		{[]string{"file", "@badge.png", "email", address}, []string{"Deze badge is echt", "opgegeven ontvanger"}},
	} {
		body, mediaType := s.formOf(c.fields...)
		answer, text := s.post("/?lang=nl", mediaType, body)
		require.Equal(t, http.StatusOK, answer.StatusCode, text)
		require.Equal(t, "text/html; charset=utf-8", answer.Header.Get("Content-Type"))
		for _, part := range c.says {
			require.Contains(t, text, part)
		}
	}
}

// A file gives the object that -json gives.
func TestServeVerify(t *testing.T) {
	s := newServed(t)
	for _, name := range []string{"badge.png", "badge.svg", "badge.json", "badge.jwt", "forged.json", "web.json"} {
		_, want, _ := s.check(nil, "-json", "-at", now, "-web", "@web.json", "@"+name)
		answer, text := s.post("/verify", "application/octet-stream", bytes.NewReader(s.file(name)))
		require.Equal(t, http.StatusOK, answer.StatusCode, text)
		var one, two map[string]any
		require.NoError(t, json.Unmarshal([]byte(want), &one))
		require.NoError(t, json.Unmarshal([]byte(text), &two))
		one["file"] = ""
		require.Equal(t, one, two)
	}
}

// serve listens at -addr and ends with its context.
func TestServeCommand(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	out, in := io.Pipe()
	ended := make(chan int)
	go func() {
		ended <- run(ctx, []string{"serve", "-addr", "127.0.0.1:0"}, process{stdout: in, stderr: io.Discard})
	}()
	said := make([]byte, 200)
	n, err := out.Read(said)
	require.NoError(t, err)
	answer, err := http.Get(strings.TrimSpace(strings.TrimPrefix(string(said[:n]), "open ")))
	require.NoError(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, answer.StatusCode)
	require.Contains(t, string(text), "Is this badge genuine?")
	require.NotContains(t, string(text), `name="address"`, "without -net no address is asked for")
	stop()
	require.Equal(t, exitAccepted, <-ended)
}
