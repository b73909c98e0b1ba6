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

// checkIRI refuses an IRI that a processor could drop, resolve or write in
// another way.
func checkIRI(iri string, at jsontext.Value) *Error {
	scheme, rest, colon := strings.Cut(iri, ":")
	switch {
	case scheme == "_" && colon:
		return fail(codeBlankNode, at, "found the blank node identifier %s where an IRI is wanted", quote(iri))
	case !colon || !schemeName(scheme):
		return fail(codeRelativeIRI, at, "found %s where an absolute IRI is wanted", quote(iri))
	case len(iri) > maxIRI && scheme != "data":
		return fail(codeUnsafeIRI, at, "found an IRI of %d bytes, at most %d are allowed", len(iri), maxIRI)
	}
	for _, r := range iri {
		if r <= ' ' || r == 0x7f || r >= 0x80 && r <= 0x9f || r == 0xfffd || strings.ContainsRune("<>\"{}|^`\\", r) {
			return fail(codeUnsafeIRI, at, "the IRI %s holds %q, which IRIs cannot hold", quote(iri), r)
		}
	}
	if plainWeb(scheme, rest) {
		return nil
	}
	if u, err := url.Parse(iri); err != nil || !u.IsAbs() || ld.InvalidNode(ld.NewIRI(iri)) {
		return fail(codeUnsafeIRI, at, "processors disagree on whether %s is an IRI", quote(iri))
	}
	return nil
}

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

// plainWeb reports whether an IRI is an http or https URL of the common form,
// which every processor takes: a host name of simple labels ending in letters,
// no port, and a rest without escapes. It spares those the slower test.
func plainWeb(scheme, rest string) bool {
	if scheme != "https" && scheme != "http" || !strings.HasPrefix(rest, "//") {
		return false
	}
	host, tail := rest[2:], ""
	if i := strings.IndexAny(host, "/?#"); i >= 0 {
		host, tail = host[:i], host[i:]
	}
	labels := strings.Split(host, ".")
	for i, label := range labels {
		if !plainLabel(label, i == len(labels)-1) {
			return false
		}
	}
	for i := range len(tail) {
		if c := tail[i]; c >= 0x80 || c == '%' || c == '[' || c == ']' {
			return false
		}
	}
	return len(labels) > 1
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
