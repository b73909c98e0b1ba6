package ld

import (
	"net/url"
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/piprate/json-gold/ld"
)

// keyword reports whether s is a JSON-LD keyword or has the form of one, which
// processors ignore (JSON-LD 1.1 §1.7).
func keyword(s string) bool { return strings.HasPrefix(s, "@") }

// checkIRI refuses an IRI that is not absolute, too long, or contains
// characters that change the meaning of the statement.
func checkIRI(iri string, at jsontext.Value) *Error {
	scheme, _, colon := strings.Cut(iri, ":")
	switch {
	case scheme == "_" && colon:
		return fail(codeBlankNode, at, "found the blank node identifier %s, wanted an IRI", quote(iri))
	case !colon || !schemeName(scheme):
		return fail(codeRelativeIRI, at, "found %s, wanted an absolute IRI", quote(iri))
	case len(iri) > maxIRI && scheme != "data":
		return fail(codeUnsafeIRI, at, "found an IRI of %d bytes, wanted at most %d", len(iri), maxIRI)
	}
	for _, r := range iri {
		if r <= ' ' || r == 0x7f || r >= 0x80 && r <= 0x9f || r == 0xfffd || strings.ContainsRune("<>\"{}|^`\\", r) {
			return fail(codeUnsafeIRI, at, "the IRI %s contains %q, which is not allowed in an IRI", quote(iri), r)
		}
	}
	return nil
}

// checkIRI checks an IRI as the document has it. It also refuses IRIs that some
// processors drop or resolve.
func (c *converter) checkIRI(iri string, at jsontext.Value) *Error {
	if plainIRI(iri) {
		return nil
	}
	if err := checkIRI(iri, at); err != nil {
		return err
	}
	u, err := url.Parse(iri)
	if err != nil || !u.IsAbs() {
		return fail(codeUnsafeIRI, at, "processors disagree on whether %s is an IRI", quote(iri))
	}
	if u.Scheme != "https" && u.Scheme != "http" || u.User == nil && plainHost(u.Host) {
		return nil
	}
	return c.checkHost(u, at)
}

// checkHost asks the expansion library, which drops http and https IRIs whose
// host it does not recognise. It passes only the authority, since the test of
// the library is slow on long texts.
func (c *converter) checkHost(u *url.URL, at jsontext.Value) *Error {
	authority := (&url.URL{Scheme: u.Scheme, User: u.User, Host: u.Host, Path: "/"}).String()
	known, asked := c.hosts[authority]
	if !asked {
		if len(c.hosts) >= maxOddHosts {
			return fail(codeLimit, at, "the document names more than %d unusual hosts", maxOddHosts)
		}
		known = len(authority) <= maxHost && !ld.InvalidNode(ld.NewIRI(authority))
		if c.hosts == nil {
			c.hosts = map[string]bool{}
		}
		c.hosts[authority] = known
	}
	if !known {
		return fail(codeUnsafeIRI, at, "processors disagree on whether %s names a host", quote(authority))
	}
	return nil
}

// plainIRI reports whether an IRI has the common form that all processors read
// alike: characters without escapes and, for http and https, a plain host.
func plainIRI(iri string) bool {
	if len(iri) > maxIRI {
		return false
	}
	for i := range len(iri) {
		if !plainCharacter[iri[i]] {
			return false
		}
	}
	scheme, rest, colon := strings.Cut(iri, ":")
	switch {
	case !colon || rest == "":
		return false
	case scheme == "https" || scheme == "http":
		host, slashes := strings.CutPrefix(rest, "//")
		if end := strings.IndexAny(host, "/?#"); end >= 0 {
			host = host[:end]
		}
		return slashes && plainHost(host)
	}
	return schemeName(scheme) && rest[0] != '/'
}

// plainCharacter has the unreserved and most reserved characters of RFC 3986.
var plainCharacter = func() (table [256]bool) {
	for c := range 256 {
		table[c] = letter(byte(c)) && c < 0x80 || digit(byte(c))
	}
	for _, c := range "-._~:/?#@!$&'()*+,;=" {
		table[c] = true
	}
	return table
}()

// schemeName reports whether s is a scheme by RFC 3986 §3.1.
func schemeName(s string) bool {
	for i := range len(s) {
		if c := s[i]; !letter(c) && (i == 0 || !digit(c) && c != '+' && c != '-' && c != '.') {
			return false
		}
	}
	return s != ""
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func digit(c byte) bool  { return c >= '0' && c <= '9' }

// plainHost reports whether a host has the common form that every processor
// accepts: simple labels, the last of letters only, no port.
func plainHost(host string) bool {
	dot := strings.LastIndexByte(host, '.')
	if dot < 0 || len(host) > maxHost || !plainLabel(host[dot+1:], true) {
		return false
	}
	for label := range strings.SplitSeq(host[:dot], ".") {
		if !plainLabel(label, false) {
			return false
		}
	}
	return true
}

func plainLabel(label string, last bool) bool {
	for i := range len(label) {
		c := label[i]
		if !letter(c) && (last || !digit(c) && (c != '-' || i == 0 || i == len(label)-1 || label[i-1] == '-')) {
			return false
		}
	}
	return len(label) > 1
}
