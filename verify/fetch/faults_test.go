package fetch_test

import (
	"bytes"
	"compress/gzip"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
	"unicode/utf16"
)

// faultRow is a fault and what comes of it.
type faultRow struct {
	name string
	fault
	code   string // of the error of Fetch; "" if there is an answer
	status int    // of the answer
	broken string // code of a page of keys that arrives and cannot be read
	noText bool   // and that is not even text that could be a badge
}

// certified has the host show another certificate.
func certified(pick func(*certificates) tls.Certificate) fault {
	return fault{tls: func(w *web, config *tls.Config) { config.Certificates = []tls.Certificate{pick(w.certs)} }}
}

// answers has the host answer with a status, a head and a body.
func answers(status int, head http.Header, body string) fault {
	return fault{reply: func(_ *web, conn net.Conn, _ *http.Request) { write(conn, status, head, body) }}
}

// sends has the host send these texts as they are.
func sends(texts ...string) fault {
	return fault{reply: func(_ *web, conn net.Conn, _ *http.Request) {
		for _, text := range texts {
			if _, err := io.WriteString(conn, text); err != nil {
				return
			}
		}
	}}
}

// repeats has the host send a text again and again.
func repeats(start, text string) fault {
	return fault{reply: func(_ *web, conn net.Conn, _ *http.Request) {
		_, err := io.WriteString(conn, start)
		for err == nil {
			_, err = io.WriteString(conn, text)
		}
	}}
}

// hangs has the host send a text and then nothing until the client leaves.
func hangs(text string) fault {
	return fault{reply: func(_ *web, conn net.Conn, _ *http.Request) {
		_, _ = io.WriteString(conn, text)
		_, _ = io.Copy(io.Discard, conn)
	}}
}

// trickles has the host send a text byte by byte, too slowly for anybody.
func trickles(start, text string) fault {
	return fault{reply: func(w *web, conn net.Conn, _ *http.Request) {
		_, err := io.WriteString(conn, start)
		slow := time.NewTicker(patience / 10)
		defer slow.Stop()
		for i := 0; i < len(text) && err == nil; i++ {
			select {
			case <-slow.C:
				_, err = io.WriteString(conn, text[i:i+1])
			case <-w.quit:
				return
			}
		}
	}}
}

// leads has the host redirect.
func leads(status int, to string) fault { return answers(status, http.Header{"Location": {to}}, "") }

// pageAs has the host send the right page in another form.
func pageAs(head http.Header, change func(body string) string) fault {
	return fault{reply: func(w *web, conn net.Conn, r *http.Request) {
		w.mu.Lock()
		body := w.pages[r.URL.Path].body
		w.mu.Unlock()
		write(conn, 200, head, change(body))
	}}
}

func same(body string) string { return body }

func zipped(text []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, _ = z.Write(text)
	_ = z.Close()
	return out.Bytes()
}

func inUTF16(body string) string {
	out := []byte{0xfe, 0xff}
	for _, unit := range utf16.Encode([]rune(body)) {
		out = append(out, byte(unit>>8), byte(unit))
	}
	return string(out)
}

const (
	okHead  = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
	webPage = "<!doctype html><title>Badge</title>"
)

// faultRows are the rows of the matrix; every kind of document meets each.
func faultRows() []faultRow {
	bomb := zipped(make([]byte, 4<<20))
	gzipped := func(encoding string, body []byte) fault {
		return answers(200, http.Header{"Content-Encoding": {encoding}}, string(body))
	}
	return []faultRow{
		{name: "refuse", fault: fault{refuse: true}, code: "fetch.connect"},
		{name: "reset after connect", fault: fault{raw: func(_ *web, conn net.Conn) {
			_, _ = conn.Read(make([]byte, 1))
			_ = conn.(*net.TCPConn).SetLinger(0)
		}}, code: "fetch.tls"},
		{name: "TLS wrong host I21", fault: certified(func(c *certificates) tls.Certificate { return c.other }), code: "fetch.tls"},
		{name: "TLS expired I21", fault: certified(func(c *certificates) tls.Certificate { return c.expired }), code: "fetch.tls"},
		{name: "TLS by a stranger I21", fault: certified(func(c *certificates) tls.Certificate { return c.stranger }), code: "fetch.tls"},
		{name: "TLS 1.1 I21", fault: fault{tls: func(_ *web, c *tls.Config) { c.MinVersion, c.MaxVersion = tls.VersionTLS10, tls.VersionTLS11 }}, code: "fetch.tls"},
		{name: "no TLS I21", fault: fault{raw: func(_ *web, conn net.Conn) { _, _ = io.WriteString(conn, okHead+"\r\n{}") }}, code: "fetch.tls"},
		{name: "hang in TLS", fault: fault{raw: func(_ *web, conn net.Conn) { _, _ = io.Copy(io.Discard, conn) }}, code: "fetch.timeout"},
		{name: "close mid-TLS", fault: fault{raw: func(_ *web, conn net.Conn) {
			_, _ = io.ReadFull(conn, make([]byte, 64))
			_, _ = conn.Write([]byte{22, 3, 3, 0, 80, 2, 0, 0, 76})
		}}, code: "fetch.tls"},
		{name: "no common protocol H19", fault: fault{tls: func(_ *web, c *tls.Config) { c.NextProtos = []string{"imap"} }}, code: "fetch.tls"},
		{name: "HTTP/2 only H19", fault: fault{
			tls: func(_ *web, c *tls.Config) { c.NextProtos = []string{"h2"} },
			reply: func(_ *web, conn net.Conn, _ *http.Request) {
				_, _ = io.WriteString(conn, "\x00\x00\x12\x04\x00\x00\x00\x00\x00"+strings.Repeat("\x00", 18))
			},
		}, code: "fetch.http"},

		{name: "hang before header H14", fault: hangs(""), code: "fetch.timeout"},
		{name: "hang after header H14", fault: hangs(okHead + "Content-Length: 10\r\n\r\n"), code: "fetch.timeout"},
		{name: "slow header H14", fault: trickles("", okHead), code: "fetch.timeout"},
		{name: "slow body H14", fault: trickles(okHead+"Content-Length: 90\r\n\r\n", strings.Repeat(" ", 90)), code: "fetch.timeout"},
		{name: "close before header", fault: sends(), code: "fetch.http"},
		{name: "short body H15", fault: sends(okHead, "Content-Length: 100\r\n\r\n{}\n"), code: "fetch.http"},
		{name: "long body H13", fault: sends(okHead, "\r\n", strings.Repeat(" ", 3<<20)), code: "fetch.too_large"},
		{name: "long length H13", fault: sends(okHead, "Content-Length: 99999999\r\n\r\n", strings.Repeat(" ", 3<<20)), code: "fetch.too_large"},
		{name: "endless chunks H13", fault: repeats(okHead+"Transfer-Encoding: chunked\r\n\r\n", "1000\r\n"+strings.Repeat(" ", 0x1000)+"\r\n"), code: "fetch.too_large"},
		{name: "endless chunk lengths H13", fault: repeats(okHead+"Transfer-Encoding: chunked\r\n\r\n", "1;"+strings.Repeat("x", 1000)+"\r\n \r\n"), code: "fetch.http"},
		{name: "gzip bomb H12", fault: gzipped("gzip", bomb), code: "fetch.encoding"},
		{name: "double gzip H12", fault: gzipped("gzip, gzip", zipped(bomb)), code: "fetch.encoding"},
		{name: "gzip as transfer H12", fault: sends(okHead, "Transfer-Encoding: gzip, chunked\r\n\r\n"), code: "fetch.http"},
		{name: "two lengths", fault: sends(okHead, "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} "), code: "fetch.http"},
		{name: "negative length", fault: sends(okHead, "Content-Length: -2\r\n\r\n{}"), code: "fetch.http"},
		{name: "100-continue flood H16", fault: repeats("", strings.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 40)), code: "fetch.head"},
		{name: "5,000 headers H16", fault: sends(okHead, strings.Repeat("X-Flood: water\r\n", 5000), "\r\n{}"), code: "fetch.head"},
		{name: "endless status line H16", fault: repeats("HTTP/1.1 200 ", strings.Repeat("OK", 500)), code: "fetch.head"},

		{name: "204", fault: answers(204, nil, ""), status: 204},
		{name: "206", fault: answers(206, http.Header{"Content-Range": {"bytes 0-1/2"}}, "{}"), status: 206},
		{name: "304 unasked", fault: answers(304, nil, ""), status: 304},
		{name: "301 same origin, to nothing", fault: fault{reply: func(_ *web, conn net.Conn, r *http.Request) {
			if r.URL.Path == "/moved" {
				write(conn, 404, nil, "{}")
				return
			}
			write(conn, 301, http.Header{"Location": {"/moved"}}, "")
		}}, status: 404},
		{name: "302 other origin H09", fault: leads(302, "https://evil.example/"), code: "fetch.redirect"},
		{name: "302 other port H09", fault: leads(302, "https://school.example:8443/"), code: "fetch.redirect"},
		{name: "302 host with the same start H01", fault: leads(302, "https://school.example.evil.example/"), code: "fetch.redirect"},
		{name: "302 to http H18", fault: leads(302, "http://school.example/"), code: "fetch.redirect"},
		{name: "302 to file H18", fault: leads(302, "file:///etc/passwd"), code: "fetch.redirect"},
		{name: "302 to data H18", fault: leads(302, "data:application/json,{}"), code: "fetch.redirect"},
		{name: "302 with user information H04", fault: leads(302, "https://user:secret@school.example/"), code: "fetch.redirect"},
		{name: "302 host as user H01", fault: leads(302, "https://school.example@evil.example/"), code: "fetch.redirect"},
		{name: "302 inside I04", fault: leads(302, "https://169.254.169.254/latest/meta-data"), code: "fetch.redirect"},
		{name: "302 without Location", fault: answers(302, nil, ""), code: "fetch.redirect"},
		{name: "redirect loop H17", fault: fault{reply: func(_ *web, conn net.Conn, r *http.Request) {
			write(conn, 302, http.Header{"Location": {r.URL.Path}}, "")
		}}, code: "fetch.redirects"},
		{name: "redirect chain H17", fault: fault{reply: func(_ *web, conn net.Conn, r *http.Request) {
			write(conn, 307, http.Header{"Location": {r.URL.Path + "/x"}}, "")
		}}, code: "fetch.redirects"},
		{name: "401", fault: answers(401, http.Header{"Www-Authenticate": {"Basic"}}, "{}"), status: 401},
		{name: "403", fault: answers(403, nil, "{}"), status: 403},
		{name: "404", fault: answers(404, nil, "{}"), status: 404},
		{name: "410", fault: answers(410, nil, "{}"), status: 410},
		{name: "429", fault: answers(429, http.Header{"Retry-After": {"1"}}, "{}"), status: 429},
		{name: "500", fault: answers(500, nil, "{}"), status: 500},
		{name: "503", fault: answers(503, nil, "{}"), status: 503},

		{name: "HTML H10", fault: answers(200, http.Header{"Content-Type": {"text/html; charset=utf-8"}}, webPage), code: "fetch.web_page"},
		{name: "right body, wrong type H10", fault: pageAs(http.Header{"Content-Type": {"application/octet-stream"}}, same), code: "fetch.content_type"},
		{name: "right body, other charset H10", fault: pageAs(http.Header{"Content-Type": {"application/json; charset=utf-16"}}, same), code: "fetch.content_type"},
		{name: "two byte order marks H10", fault: pageAs(nil, func(body string) string { return "\ufeff\ufeff" + body }), status: 200, broken: "json.bom"},
		{name: "UTF-16 H10", fault: pageAs(nil, inUTF16), status: 200, broken: "json.syntax", noText: true},
		{name: "two JSON values", fault: pageAs(nil, func(body string) string { return body + "{}" }), status: 200, broken: "json.trailing_data"},
		{name: "empty", fault: pageAs(nil, func(string) string { return "" }), status: 200, broken: "json.truncated", noText: true},
		{name: "HTML as JSON H10", fault: answers(200, nil, webPage), status: 200, broken: "json.syntax", noText: true},
	}
}
