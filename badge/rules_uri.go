package badge

import (
	"net/url"
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// uriForm asks that a URI is absolute, that a web address names a host and
// nothing before it, and that it is no script.
func uriForm(f *findings, v jsontext.Value) {
	text := v.String()
	scheme, _, _ := strings.Cut(text, ":")
	switch scheme = strings.ToLower(scheme); {
	case !isAbsoluteURI(text):
		f.add(Warning, codeURISyntax, v, "found %s, wanted an absolute URI", quoted(text))
	case scheme == "javascript" || scheme == "vbscript":
		f.add(Warning, codeURIUnsafe, v, "found %s, a script in place of an address", quoted(text))
	case (scheme == "http" || scheme == "https") && !isWebAddress(text):
		f.add(Warning, codeURIUnsafe, v, "found %s, a web address without a proper host", quoted(text))
	}
}

// webForm asks that a URL is a web address.
func webForm(f *findings, v jsontext.Value) {
	switch text := v.String(); {
	case !isAbsoluteURI(text):
		f.add(Warning, codeURISyntax, v, "found %s, wanted an absolute URL", quoted(text))
	case !isWebAddress(text):
		f.add(Warning, codeURIUnsafe, v, "found %s, wanted an http or https address with a proper host", quoted(text))
	}
}

// isAbsoluteURI reports whether s starts with a scheme (RFC 3986 §3.1), has
// something after it, and holds none of the characters that no IRI may
// (RFC 3987 §2.2).
func isAbsoluteURI(s string) bool {
	scheme, rest, found := strings.Cut(s, ":")
	if !found || scheme == "" || rest == "" || len(s) > maxURI && scheme != "data" {
		return false
	}
	for i, c := range []byte(scheme) {
		letter := 'a' <= c|0x20 && c|0x20 <= 'z'
		if !letter && (i == 0 || !strings.ContainsRune("0123456789+-.", rune(c))) {
			return false
		}
	}
	for i := range len(rest) {
		if notInURI[rest[i]] {
			return false
		}
	}
	return true
}

// notInURI has the characters of ASCII that no IRI may hold.
var notInURI = func() (table [256]bool) {
	for _, c := range "<>\"{}|\\^`\x7f" {
		table[c] = true
	}
	for c := range ' ' + 1 {
		table[c] = true
	}
	return table
}()

// isWebAddress reports whether s is an http or https URL whose authority is a
// host, made of labels, and perhaps a port.
func isWebAddress(s string) bool {
	if isPlainAddress(s) {
		return true
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil {
		return false
	}
	host := u.Hostname()
	if strings.HasPrefix(u.Host, "[") {
		return host != ""
	}
	for label := range strings.SplitSeq(strings.TrimSuffix(host, "."), ".") {
		if label == "" || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
	}
	return true
}

// isPlainAddress reports whether s is a web address of the common form, which
// needs no parser: a host of letters, digits and dots, and no escapes behind.
func isPlainAddress(s string) bool {
	rest, ok := strings.CutPrefix(s, "https://")
	if !ok {
		return false
	}
	host, path, _ := strings.Cut(rest, "/")
	before := byte('.')
	for i := range len(host) {
		c := host[i]
		if !('a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '.' && before != '.') {
			return false
		}
		before = c
	}
	return before != '.' && !strings.ContainsRune(path, '%')
}
