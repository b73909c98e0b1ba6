package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// guarded is a site that counts its verifications.
type guarded struct {
	t     *testing.T
	site  *site
	addr  string
	calls atomic.Int64
}

const (
	guardedSize = 64 << 10 // bytes
	guardedTime = 250 * time.Millisecond
)

func newGuarded(t *testing.T) *guarded {
	t.Helper()
	g := &guarded{t: t}
	check := func(context.Context, asked) []result {
		g.calls.Add(1)
		return []result{unreadable("", errTooLarge)}
	}
	var err error
	g.site, err = newSite(siteConfig{check: check, hosts: []string{"badges.example"}, size: guardedSize, requests: 2, workers: 1, body: guardedTime, time: time.Second, now: time.Now, complaints: io.Discard})
	require.NoError(t, err)
	server := newServer(g.site, guardedTime, 5*time.Second)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	g.addr = l.Addr().String()
	go server.Serve(l)
	t.Cleanup(func() { server.Close() })
	return g
}

// send sends the bytes of a request and returns the status and the code of the
// answer. end closes the connection for writing.
func (g *guarded) send(raw string, end bool) (status int, code string, header http.Header) {
	g.t.Helper()
	c, err := net.Dial("tcp", g.addr)
	require.NoError(g.t, err)
	defer c.Close()
	require.NoError(g.t, c.SetDeadline(time.Now().Add(5*time.Second)))
	go func() {
		io.WriteString(c, raw)
		if end {
			c.(*net.TCPConn).CloseWrite()
		}
	}()
	method, _, _ := strings.Cut(raw, " ")
	answer, err := http.ReadResponse(bufio.NewReader(c), &http.Request{Method: method})
	require.NoError(g.t, err)
	if answer.Close {
		answer.Header.Set("Connection", "close")
	}
	body, _ := io.ReadAll(answer.Body) // its end may be lost when the rest of the request is dropped
	var found problem
	if len(body) == 0 {
		return answer.StatusCode, "", answer.Header
	}
	if strings.HasPrefix(answer.Header.Get("Content-Type"), problemType) {
		require.NoError(g.t, json.Unmarshal(body, &found), string(body))
		require.Equal(g.t, answer.StatusCode, found.Status)
		require.NotEmpty(g.t, found.Detail)
	} else if bytes.Contains(body, []byte(`id="refusal"`)) {
		for _, row := range refusals {
			if bytes.Contains(body, []byte("<p>"+row.phrase[0]+"</p>")) {
				found.Code = row.code
			}
		}
	}
	return answer.StatusCode, found.Code, answer.Header
}

// hostile is a request that is refused. Without a code net/http refuses it.
type hostile struct {
	name   string
	raw    string
	status int
	code   string
}

// with returns a request with headers, each ending in CRLF, and a body.
func with(line, headers, body string) string {
	return line + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "\r\n" + body
}

// sized returns a POST with a type and a body.
func sized(path, mediaType, body string) string {
	return with("POST "+path, fmt.Sprintf("Content-Type: %s\r\nContent-Length: %d\r\n", mediaType, len(body)), body)
}

// credential returns a POST of a body to the VC API.
func credential(body string) string { return sized("/credentials/verify", "application/json", body) }

// parts returns a POST of a form with parts, each a header and a body.
func parts(path string, all ...string) string {
	var out strings.Builder
	for i := 0; i < len(all); i += 2 {
		out.WriteString("--b\r\n" + all[i] + "\r\n\r\n" + all[i+1] + "\r\n")
	}
	return sized(path, "multipart/form-data; boundary=b", out.String()+"--b--\r\n")
}

const (
	aFile = `Content-Disposition: form-data; name="file"; filename="a.json"`
	aText = `Content-Disposition: form-data; name="text"`
)

func field(name string) string { return `Content-Disposition: form-data; name="` + name + `"` }

func hostileHosts() []hostile {
	post := func(host string) string {
		return "POST /verify HTTP/1.1\r\n" + host + "Content-Length: 2\r\n\r\n{}"
	}
	return []hostile{
		{"a host of somebody else", post("Host: evil.example\r\n"), 421, codeHost},
		{"a host of somebody else with our port", post("Host: evil.example:8080\r\n"), 421, codeHost},
		{"a host that begins like ours", post("Host: localhost.evil.example\r\n"), 421, codeHost},
		{"a host that begins like an IP address", post("Host: 127.0.0.1.evil.example\r\n"), 421, codeHost},
		{"a host that ends like ours", post("Host: evilbadges.example\r\n"), 421, codeHost},
		{"a port out of range", post("Host: localhost:99999\r\n"), 421, codeHost},
		{"a port that is a word", post("Host: localhost:http\r\n"), 421, codeHost},
		{"an empty host", post("Host:\r\n"), 421, codeHost},
		{"no host", post(""), 400, ""},
		{"two hosts", post("Host: 127.0.0.1\r\nHost: evil.example\r\n"), 400, ""},
		{"a host with a space", post("Host: 127.0.0.1 evil.example\r\n"), 400, ""},
		{"the address of another server", "POST http://evil.example/verify HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\n\r\n{}", 421, codeHost},
		{"HTTP 1.0 without a host", "POST /verify HTTP/1.0\r\nContent-Length: 2\r\n\r\n{}", 421, codeHost},
		{"a page of another site", with("POST /verify", "Origin: https://evil.example\r\nContent-Length: 2\r\n", "{}"), 403, codeOrigin},
		{"a page without an origin", with("POST /", "Origin: null\r\nContent-Length: 2\r\n", "{}"), 403, codeOrigin},
		{"a form of another site", with("POST /", "Sec-Fetch-Site: cross-site\r\nContent-Length: 2\r\n", "{}"), 403, codeOrigin},
		{"a page of a neighbour", with("POST /credentials/verify", "Sec-Fetch-Site: same-site\r\nContent-Length: 2\r\n", "{}"), 403, codeOrigin},
	}
}

func hostileMethods() (all []hostile) {
	for _, line := range []string{"GET /verify", "HEAD /verify", "PUT /verify", "DELETE /", "PATCH /credentials/verify", "OPTIONS /verify", "TRACE /", "post /verify", "POST /codes", "POST /style.css", "PUT /exchange", "GET /credentials/verify"} {
		code := codeMethod
		if strings.HasPrefix(line, "HEAD") {
			code = "" // without a body
		}
		all = append(all, hostile{"method " + line, with(line, "Content-Length: 2\r\n", "{}"), 405, code})
	}
	for _, path := range []string{"/verify/", "//verify", "/x/../verify", "/VERIFY", "/page/page.html", "/../../etc/passwd", "/%2e%2e/etc/passwd", "/verify%00", "/verify;a=b", "/.env", "*", "/credentials/verify/x"} {
		all = append(all, hostile{"path " + path, with("POST "+path, "Content-Length: 2\r\n", "{}"), 404, codeNoPage})
	}
	return append(all,
		hostile{"a tunnel", "CONNECT 10.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 404, codeNoPage},
		hostile{"a sample that does not exist", with("GET /?sample=../good", "", ""), 404, codeNoPage},
		hostile{"a byte that is not allowed in a line", with("POST /verify\x00", "Content-Length: 2\r\n", "{}"), 400, ""},
		hostile{"a head of 64 KiB", with("POST /verify", "X: "+strings.Repeat("x", 64<<10)+"\r\n", ""), 431, ""},
		hostile{"a version of HTTP that does not exist", "POST /verify HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n", 505, ""},
		hostile{"HTTP 2 without a question", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 421, codeHost},
		hostile{"an expectation that nobody can meet", with("POST /verify", "Expect: 200-ok\r\nContent-Length: 2\r\n", "{}"), 417, ""},
	)
}

func hostileTypes() []hostile {
	chunked := "Transfer-Encoding: chunked\r\n"
	big := strings.Repeat("x", guardedSize+1)
	return []hostile{
		{"text as a credential", sized("/credentials/verify", "text/plain", "{}"), 415, codeMediaType},
		{"a credential without a type", with("POST /credentials/verify", "Content-Length: 2\r\n", "{}"), 415, codeMediaType},
		{"a credential in UTF-16", sized("/credentials/verify", "application/json; charset=utf-16", "{}"), 415, codeMediaType},
		{"a form as a credential", parts("/credentials/verify", aFile, "{}"), 415, codeMediaType},
		{"an old form", sized("/", "application/x-www-form-urlencoded", "text=%7B%7D"), 415, codeMediaType},
		{"JSON as a form", sized("/", "application/json", "{}"), 415, codeMediaType},
		{"a form without a type", with("POST /", "Content-Length: 2\r\n", "{}"), 415, codeMediaType},
		{"a gzip body", with("POST /verify", "Content-Encoding: gzip\r\nContent-Length: 2\r\n", "\x1f\x8b"), 415, codeEncoding},
		{"a brotli body", with("POST /credentials/verify", "Content-Type: application/json\r\nContent-Encoding: br\r\nContent-Length: 2\r\n", "{}"), 415, codeEncoding},

		{"a terabyte", with("POST /verify", "Content-Length: 1099511627776\r\n", "{}"), 413, codeSize},
		{"a terabyte that waits", with("POST /verify", "Expect: 100-continue\r\nContent-Length: 1099511627776\r\n", ""), 413, codeSize},
		{"a body that is too large", sized("/verify", "image/png", big), 413, codeSize},
		{"a credential that is too large", credential(`{"verifiableCredential":"` + big + `"}`), 413, codeSize},
		{"chunks that are too large together", with("POST /verify", chunked, fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(big), big)), 413, codeSize},
		{"a form that is too large", with("POST /", "Content-Type: multipart/form-data; boundary=b\r\n"+chunked, fmt.Sprintf("%x\r\n%s", guardedSize*2, "--b\r\n"+aFile+"\r\n\r\n"+big+big)), 413, codeSize},
		{"a length beyond all numbers", with("POST /verify", "Content-Length: 99999999999999999999\r\n", "{}"), 400, ""},
		{"a negative length", with("POST /verify", "Content-Length: -1\r\n", "{}"), 400, ""},
		{"two lengths", with("POST /verify", "Content-Length: 2\r\nContent-Length: 3\r\n", "{}"), 400, ""},
		{"a coding of transfer that is unknown", with("POST /verify", "Transfer-Encoding: gzip, chunked\r\n", ""), 501, ""},
		{"a chunk without a size", with("POST /verify", chunked, "zz\r\n{}\r\n0\r\n\r\n"), 400, codeBody},
		{"a chunk with a negative size", with("POST /verify", chunked, "-1\r\n{}\r\n0\r\n\r\n"), 400, codeBody},
		{"a length that hides a second request", with("POST /credentials/verify", "Content-Type: application/json\r\nContent-Length: 2\r\n", "{}POST /verify HTTP/1.1\r\n\r\n"), 400, codeObject},
	}
}

func hostileBodies() (all []hostile) {
	for _, body := range []string{
		"null", "[]", "{}", "1", `{"verifiableCredential":null}`, `{"verifiableCredential":[{}]}`, `{"verifiableCredential":"https://evil.example/badge"}`,
		`{"verifiableCredential":"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"}`, `{"verifiableCredential":"a.b"}`, `{"verifiableCredential":"a~b.c.d"}`, `{"verifiableCredential":"a.b.c~é"}`, `{"verifiableCredential":{},"verifiableCredential":{"a":1}}`,
		`{"VerifiableCredential":{}}`, `{"verifiableCredential":{},"challenge":"1"}`, `{"verifiableCredential":{}} {}`, "\xef\xbb\xbf" + `{"verifiableCredential":{}}`,
		`{"verifiableCredential":{"a":"` + "\xff" + `"}}`, `{"verifiableCredential":{"a":"\ud800"}}`, strings.Repeat("[", 30_000), strings.Repeat(`{"verifiableCredential":`, 2000) + "{}" + strings.Repeat("}", 2000),
		"\xff\xfe{\x00}\x00", `{"verifiableCredential":{}`, `{"verifiableCredential":{"a":NaN}}`,
	} {
		all = append(all, hostile{"credential " + body[:min(len(body), 60)], credential(body), 400, codeObject})
	}
	for _, body := range []string{`{"verifiablePresentation":null}`, `{"verifiablePresentation":"a.b"}`, `{"options":{}}`, `{"verifiablePresentationRequest":{}}`, `{"referenceId":1}`, `{"challenge":"1"}`} {
		all = append(all, hostile{"message " + body, sized("/exchange", "application/json", body), 400, codeMessage})
	}
	for _, presented := range []string{`{}`, `{"proof":{"challenge":1}}`, `{"proof":{"challenge":"AAAA"}}`, `"e30.e30.e30"`, `"e30.e30.e30~e30.e30.e30"`, `{"proof":[` + strings.Repeat("{},", 2000) + `{}]}`} {
		all = append(all, hostile{"presentation " + presented[:min(len(presented), 60)], sized("/exchange", "application/json", `{"verifiablePresentation":`+presented+`}`), 400, codeChallenge})
	}
	for _, options := range []string{"null", "[]", `{"challenge":"1"}`, `{"domain":"x"}`, `{"returnCredential":"yes"}`, `{"returnResults":1}`, `{"checks":["proof"]}`} {
		all = append(all, hostile{"options " + options, credential(`{"verifiableCredential":{},"options":` + options + `}`), 400, codeOptions})
	}
	return append(all,
		hostile{"no credential at all", credential(""), 400, codeEmpty},
		hostile{"no file at all", with("POST /verify", "Content-Length: 0\r\n", ""), 400, codeEmpty},
	)
}

func hostileForms() (all []hostile) {
	var many, none []string
	for range maxFiles + 1 {
		many, none = append(many, aFile, "{}"), append(none, `Content-Disposition: form-data; name="file"; filename=""`, "")
	}
	for range 200 {
		none = append(none, `Content-Disposition: form-data; name="file"; filename=""`, "")
	}
	return []hostile{
		{"a form without files", parts("/", field("file"), ""), 400, codeEmpty},
		{"a form with a file too many", parts("/", many...), 413, codeFiles},
		{"a form of hundreds of empty parts", parts("/", none...), 413, codeFiles},
		{"two files for a program", parts("/verify", aFile, "{}", aFile, "{}"), 413, codeFiles},
		{"a form for a program without a file", parts("/verify", field("recipient"), "email=a@b.example"), 400, codeEmpty},
		{"a recipient without a value", parts("/verify", aFile, "{}", field("recipient"), "email"), 400, codeRecipient},
		{"a field that nobody asked for", parts("/", aFile, "{}", field("issuer"), "x"), 400, codeForm},
		{"a field twice", parts("/", aText, "{}", aText, "{}"), 400, codeForm},
		{"a field of 5 KiB", parts("/", aFile, "{}", field("email"), strings.Repeat("x", 5<<10)), 400, codeForm},
		{"a part without a name", parts("/", "Content-Disposition: form-data", "{}"), 400, codeForm},
		{"a part with a head of 20 KiB", parts("/", aFile+"\r\nX: "+strings.Repeat("x", 20<<10)+"\r\nX", "{}"), 400, codeForm},
		{"a form without a boundary", sized("/", "multipart/form-data", "--b--"), 400, codeForm},
		{"a form that never ends", sized("/", "multipart/form-data; boundary=b", "--b\r\n"+aFile+"\r\n\r\n{}"), 400, codeBody},
		{"a form that never begins", sized("/", "multipart/form-data; boundary=b", strings.Repeat("a\r\n", 1000)), 400, codeEmpty},
		{"a file of the server as an address", parts("/", field("address"), "file:///etc/passwd"), 400, codeAddress},
		{"a script as an address", parts("/", field("address"), "javascript:alert(1)"), 400, codeAddress},
		{"a protocol that is not of the web", parts("/", field("address"), "gopher://127.0.0.1/"), 400, codeAddress},
	}
}

// Every hostile request gets a clear status, and none reaches the verifier.
func TestServeHostileRequests(t *testing.T) {
	g := newGuarded(t)
	count := 0
	for _, all := range [][]hostile{hostileHosts(), hostileMethods(), hostileTypes(), hostileBodies(), hostileForms()} {
		for _, h := range all {
			t.Run(h.name, func(t *testing.T) {
				status, code, header := g.send(h.raw, false)
				require.Equal(t, h.status, status)
				require.Equal(t, h.code, code)
				if h.code != "" {
					require.Equal(t, "nosniff", header.Get("X-Content-Type-Options"))
					require.Contains(t, header.Get("Content-Security-Policy"), "default-src 'none'")
					require.NotContains(t, header.Get("Content-Security-Policy"), "unsafe")
				}
			})
			count++
		}
	}
	require.GreaterOrEqual(t, count, 50)
	require.Zero(t, g.calls.Load(), "no request reaches the verifier")
	status, _, _ := g.send(sized("/verify", "image/png", "{}"), false)
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, int64(1), g.calls.Load(), "a good request does")
}

// A form of the page itself comes in, also without the headers of new browsers.
func TestServeOwnForm(t *testing.T) {
	g := newGuarded(t)
	for _, headers := range []string{"", "Origin: http://127.0.0.1\r\n", "Origin: https://127.0.0.1\r\n", "Sec-Fetch-Site: same-origin\r\nOrigin: null\r\n", "Sec-Fetch-Site: none\r\n"} {
		status, code, _ := g.send(with("POST /verify", headers+"Content-Length: 2\r\n", "{}"), false)
		require.Equal(t, http.StatusOK, status, "%s %s", headers, code)
	}
	require.Equal(t, int64(5), g.calls.Load())
}

// Slow and broken bodies end soon, and hold up no more requests than allowed.
func TestServeSlowBodies(t *testing.T) {
	g := newGuarded(t)
	for _, h := range []hostile{
		{"a body that stops", with("POST /verify", "Content-Length: 100\r\n", "{}"), 408, codeSlow},
		{"chunks that stop", with("POST /verify", "Transfer-Encoding: chunked\r\n", "2\r\n{}\r\n"), 408, codeSlow},
		{"a form that stops", with("POST /", "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000\r\n", "--b\r\n"+aFile+"\r\n\r\n{"), 408, codeSlow},
		{"a credential that stops", with("POST /credentials/verify", "Content-Type: application/json\r\nContent-Length: 100\r\n", "{"), 408, codeSlow},
	} {
		t.Run(h.name, func(t *testing.T) {
			status, code, header := g.send(h.raw, false)
			require.Equal(t, h.status, status)
			require.Equal(t, h.code, code)
			require.Equal(t, "close", header.Get("Connection"))
		})
		t.Run(h.name+", and ends", func(t *testing.T) {
			status, code, _ := g.send(h.raw, true)
			require.Equal(t, http.StatusBadRequest, status)
			require.Equal(t, codeBody, code)
		})
	}
	require.Zero(t, g.calls.Load())
}

// A body that stops, or that brings a byte now and then, loses its place long before
// one that comes steadily.
func TestServeLeastRate(t *testing.T) {
	g := newGuarded(t)
	g.site.body = bodyTime
	server := httptest.NewServer(g.site)
	t.Cleanup(server.Close)
	slow, drip := io.Pipe()
	began := time.Now()
	go func() {
		for _, err := io.WriteString(drip, "x"); err == nil && time.Since(began) < bodyTime; _, err = io.WriteString(drip, "x") {
			time.Sleep(100 * time.Millisecond)
		}
		drip.Close()
	}()
	answer, err := http.Post(server.URL+"/verify", "image/png", slow)
	require.NoError(t, err)
	defer answer.Body.Close()
	require.Equal(t, http.StatusRequestTimeout, answer.StatusCode)
	require.Less(t, time.Since(began), bodyTime/2)
	require.GreaterOrEqual(t, time.Since(began), bodyPause)
	require.Empty(t, g.site.admitted)

	var deadline time.Time
	body := &steady{ReadCloser: io.NopCloser(strings.NewReader("")), control: http.NewResponseController(deadlines{httptest.NewRecorder(), &deadline})}
	for _, c := range []struct {
		read int64
		want time.Duration
	}{{0, bodyPause}, {leastRate, bodyPause + time.Second}, {10 * leastRate, bodyPause + 10*time.Second}, {1 << 40, bodyTime}} {
		body.began, body.read = time.Now(), c.read
		body.end = body.began.Add(bodyTime)
		body.ReadCloser = io.NopCloser(strings.NewReader("x"))
		body.Read(make([]byte, 1))
		require.Equal(t, c.want, deadline.Sub(body.began), c.read)
	}
	body.Read(make([]byte, 1))
	require.Zero(t, deadline, "the end of a body ends its deadline")
}

// deadlines keeps the deadline that was set last.
type deadlines struct {
	http.ResponseWriter
	last *time.Time
}

func (d deadlines) SetReadDeadline(at time.Time) error {
	*d.last = at
	return nil
}

// Further requests wait for nothing while others are slow.
func TestServeManyRequests(t *testing.T) {
	g := newGuarded(t)
	slow := make(chan int, 2)
	for range cap(slow) {
		go func() {
			status, _, _ := g.send(with("POST /verify", "Content-Length: 100\r\n", "{}"), false)
			slow <- status
		}()
	}
	require.Eventually(t, func() bool { return len(g.site.admitted) == cap(g.site.admitted) }, 2*time.Second, time.Millisecond)
	status, code, header := g.send(sized("/verify", "image/png", "{}"), false)
	require.Equal(t, http.StatusServiceUnavailable, status)
	require.Equal(t, codeBusy, code)
	require.NotEmpty(t, header.Get("Retry-After"))
	status, _, _ = g.send(with("GET /", "", ""), false)
	require.Equal(t, http.StatusOK, status, "the form needs no place")
	for range cap(slow) {
		require.Equal(t, http.StatusRequestTimeout, <-slow)
	}
	require.Zero(t, g.calls.Load())
}

// A head that never ends gets no place.
func TestServeSlowHead(t *testing.T) {
	g := newGuarded(t)
	c, err := net.Dial("tcp", g.addr)
	require.NoError(t, err)
	defer c.Close()
	require.NoError(t, c.SetDeadline(time.Now().Add(5*time.Second)))
	_, err = io.WriteString(c, "POST /verify HTTP/1.1\r\nHost: 127.0.0.1\r\nX-")
	require.NoError(t, err)
	_, err = io.ReadAll(c)
	require.NoError(t, err, "the server ends the connection")
	require.Zero(t, g.calls.Load())
}
