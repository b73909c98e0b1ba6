package fetch

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

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
