package fetch

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/verify"
)

// Headers of answers, at the edges of what is taken.
func TestAnswerHeaders(t *testing.T) {
	from := target{url: &url.URL{Scheme: "https", Host: "a.example"}}
	for _, row := range []struct{ encoding, contentType, code string }{
		{"", "application/json", ""},
		{"identity", "application/json", ""},
		{"Identity", "application/ld+json; charset=UTF-8", ""},
		{"gzip", "application/json", codeEncoding},
		{"", "application/json; charset", codeContentType},
		{"", "application/json; charset=latin1", codeContentType},
		{"", "text/html; charset", codeWebPage},
		{"", "image/png", codeContentType},
		{"", "", codeContentType},
	} {
		header := http.Header{}
		if row.encoding != "" {
			header.Set("Content-Encoding", row.encoding)
		}
		if row.contentType != "" {
			header.Set("Content-Type", row.contentType)
		}
		err := answer{from: from, header: header}.judgeType(verify.FetchKeys)
		require.Equal(t, row.code, badge.CodeOf(err), "%v", row)
	}
	for etag, kept := range map[string]bool{
		`"a"`: true, `"~"`: true, "\x7f": false, "a b": false, "é": false, strings.Repeat("a", 256): true, strings.Repeat("a", 257): false,
	} {
		require.Equal(t, kept, etagOf(http.Header{"Etag": {etag}}) != "", etag)
	}
}

// Every limit of an address, with its number.
func TestAddressLimits(t *testing.T) {
	repeated := func(before, part string, n int, after string) func(more int) string {
		return func(more int) string { return before + strings.Repeat(part, n+more) + after }
	}
	labels := strings.Repeat(strings.Repeat("a", 59)+".", 4) // 240 bytes
	for name, address := range map[string]func(more int) string{
		"bytes":            repeated("https://a.example/", "a", 2030, ""),
		"bytes of a host":  repeated("https://"+labels, "a", 5, ".example/"),
		"bytes of a label": repeated("https://", "a", 63, ".example/"),
	} {
		_, err := parseTarget(address(0))
		require.NoError(t, err, name)
		_, err = parseTarget(address(1))
		require.Equal(t, codeURL, badge.CodeOf(err), name)
	}
	for limit, ok := range map[time.Duration]bool{-1: false, 0: true, 30 * time.Second: true, 30*time.Second + 1: false} {
		_, err := New(Config{Timeout: limit})
		require.Equal(t, ok, err == nil, "%v: %v", limit, err)
	}
	c, err := New(Config{})
	require.NoError(t, err)
	require.Equal(t, 10*time.Second, c.cfg.Timeout)
	require.NotNil(t, c.cfg.Resolver)
}

// refusing takes no bytes.
type refusing struct{}

func (refusing) Write([]byte) (int, error) { return 0, net.ErrClosed }

// The header of an answer, at the edges of what is read: its size, interim
// answers, and an answer to a request that was not sent.
func TestSend(t *testing.T) {
	const start, end = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nX: ", "\r\n\r\n"
	q := question{to: target{url: &url.URL{Scheme: "https", Host: "a.example"}}}
	send := func(w io.Writer, text string) (int, error) {
		response, err := q.send(w, bufio.NewReader(&meter{from: strings.NewReader(text), left: maxHead}))
		if err != nil {
			return 0, err
		}
		return response.StatusCode, nil
	}
	head := func(size int) string { return start + strings.Repeat("a", size-len(start)-len(end)) + end }
	status, err := send(io.Discard, head(32<<10))
	require.NoError(t, err)
	require.Equal(t, 404, status)
	_, err = send(io.Discard, head(32<<10+1))
	require.Error(t, err)
	status, err = send(io.Discard, "HTTP/1.1 199 Wait\r\n\r\n"+head(100))
	require.NoError(t, err)
	require.Equal(t, 404, status)
	_, err = send(refusing{}, head(100))
	require.ErrorIs(t, err, net.ErrClosed)
}
