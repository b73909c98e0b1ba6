package did

import (
	"net/url"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
)

// identifier is a valid id of an issuer.
type identifier struct {
	text string // as written; it is the only spelling
	kind methodKind

	key     key.Key  // of a did:key or did:jwk
	address *url.URL // the URL of the document of a did:web or https identifier, or of the log of a did:webvh
}

// methodKind is how an identifier leads to keys.
type methodKind uint8

const (
	methodKey methodKind = iota + 1
	methodJWK
	methodWeb
	methodWebVH
	methodHTTPS
)

// methods lists the supported identifiers by their prefix. No prefix is the
// start of another one.
var methods = []struct {
	prefix string
	kind   methodKind
	limit  int
	read   func(id *identifier, rest string) error
}{
	{"did:key:", methodKey, maxIdentifier, (*identifier).readKey},
	{"did:jwk:", methodJWK, maxJWKIdentifier, (*identifier).readJWK},
	{"did:web:", methodWeb, maxIdentifier, (*identifier).readWeb},
	{"did:webvh:", methodWebVH, maxIdentifier, (*identifier).readWebVH},
	{"https://", methodHTTPS, maxAddress, (*identifier).readHTTPS},
}

// parse reads the id of an issuer.
func parse(text string) (identifier, error) {
	for _, m := range methods {
		rest, ok := strings.CutPrefix(text, m.prefix)
		if !ok {
			continue
		}
		if len(text) > m.limit {
			return identifier{}, fail(codeSyntax, "the identifier has %d bytes, wanted at most %d", len(text), m.limit)
		}
		if strings.ContainsFunc(rest, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
			return identifier{}, fail(codeSyntax, "%s contains a character not allowed in an identifier", badge.Quote(text))
		}
		id := identifier{text: text, kind: m.kind}
		if err := m.read(&id, rest); err != nil {
			return identifier{}, err
		}
		return id, nil
	}
	scheme, rest, _ := strings.Cut(text, ":")
	if scheme == "" || rest == "" {
		return identifier{}, fail(codeSyntax, "%s is not an absolute identifier", badge.Quote(text))
	}
	return identifier{}, unknown(codeUnsupported, "identifiers such as %s are not supported", badge.Quote(text))
}

// readWeb maps a did:web to the URL of its document (did:web method §3.2).
func (id *identifier) readWeb(rest string) error { return id.readLocation(rest, "did.json") }

// readWebVH maps a did:webvh to the URL of its log (did:webvh method v1.0, "The
// DID to HTTPS Transformation").
func (id *identifier) readWebVH(rest string) error {
	scid, location, _ := strings.Cut(rest, ":")
	if len(scid) != lengthSCID || strings.Trim(scid, base58) != "" {
		return fail(codeSyntax, "%s has no SCID of %d characters of base58", badge.Quote(id.text), lengthSCID)
	}
	return id.readLocation(location, "did.jsonl")
}

// base58 are the characters of base58btc, and lengthSCID is how many a hash with
// SHA-256 has.
const (
	base58     = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
	lengthSCID = 46
)

// readLocation maps the host and the path of a DID to the URL of a file.
func (id *identifier) readLocation(rest, file string) error {
	authority, path, hasPath := strings.Cut(rest, ":")
	host, port, hasPort := strings.Cut(authority, "%3A")
	if err := checkHost(host); err != nil {
		return err
	}
	id.address = &url.URL{Scheme: "https", Host: host, Path: "/.well-known/" + file}
	if hasPort {
		if err := checkPort(port); err != nil {
			return err
		}
		id.address.Host += ":" + port
	}
	if !hasPath {
		return nil
	}
	for segment := range strings.SplitSeq(path, ":") {
		if segment == "" || segment == "." || segment == ".." || strings.ContainsFunc(segment, notSegment) {
			return fail(codeSyntax, "%s is not a path segment of a DID", badge.Quote(segment))
		}
	}
	id.address.Path = "/" + strings.ReplaceAll(path, ":", "/") + "/" + file
	return nil
}

// notSegment reports characters outside the unreserved set (RFC 3986 §2.3).
// Escapes are refused because they can hide a separator.
func notSegment(r rune) bool {
	letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	return !letter && (r < '0' || r > '9') && !strings.ContainsRune("-._~", r)
}

// readHTTPS accepts a URL in its canonical spelling.
func (id *identifier) readHTTPS(string) error {
	u, err := url.Parse(id.text)
	if err != nil || u.User != nil || u.Opaque != "" || strings.ContainsAny(id.text, "\\#") || u.String() != id.text {
		return fail(codeSyntax, "%s is not a plain https URL", badge.Quote(id.text))
	}
	host, port, hasPort := strings.Cut(u.Host, ":")
	if strings.HasPrefix(u.Host, "[") {
		host, hasPort = u.Host, false
	}
	if err := checkHost(host); err != nil {
		return err
	}
	if hasPort {
		if err := checkPort(port); err != nil {
			return err
		}
	}
	for segment := range strings.SplitSeq(u.Path, "/") {
		if segment == "." || segment == ".." {
			return fail(codeSyntax, "%s has a path with . or .. segments", badge.Quote(id.text))
		}
	}
	id.address = u
	return nil
}

// keySetAddress is the URL of the key set of an https issuer's host.
func (id identifier) keySetAddress() string {
	return (&url.URL{Scheme: "https", Host: id.address.Host, Path: "/.well-known/jwks.json"}).String()
}
