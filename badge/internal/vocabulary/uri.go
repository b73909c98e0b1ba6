package vocabulary

import (
	"net/url"
	"strings"
	"unicode"
)

// maxURI is the maximum length of a URI in bytes, except data URIs; JSON-LD
// processors drop longer URIs.
const maxURI = 2048

// IsAbsoluteURI reports whether s has a scheme (RFC 3986 §3.1), text after it,
// and only characters that are allowed in IRIs (RFC 3987 §2.2).
func IsAbsoluteURI(s string) bool {
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

// IsIdentifier reports whether s is an absolute URI of at most maxURI bytes that
// net/url reads and that has no control character: the form of a verification
// method and of a controller.
func IsIdentifier(s string) bool {
	if len(s) > maxURI || strings.ContainsFunc(s, unicode.IsControl) || !IsAbsoluteURI(s) {
		return false
	}
	_, err := url.Parse(s)
	return err == nil
}

// notInURI marks the ASCII characters that are not allowed in IRIs.
var notInURI = func() (table [256]bool) {
	for _, c := range "<>\"{}|\\^`\x7f" {
		table[c] = true
	}
	for c := range ' ' + 1 {
		table[c] = true
	}
	return table
}()

// IsWebAddress reports whether s is an http or https URL with a host of labels,
// an optional port and no user information.
func IsWebAddress(s string) bool {
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

// isPlainAddress reports whether s is a web address of the most common form, for
// which no parser is needed: a host of letters, digits and dots, and a path
// without escapes.
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
