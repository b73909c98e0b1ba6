package fetch

import (
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
}
