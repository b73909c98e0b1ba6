package did

import (
	"context"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/webvh"
)

// Fetch returns the text at an https URL. It decides which hosts are safe to
// connect to, limits the size of the text and must not follow a redirect to
// another host. An error leaves the result unknown. If the error has a method
// NotFound() bool that returns true, the host has nothing at the URL.
type Fetch func(ctx context.Context, url string) ([]byte, error)

// Resolver finds keys of issuers. It stores nothing and is safe for concurrent
// use if its functions are. The zero Resolver is offline: it finds only the
// keys of did:key and did:jwk, and the result for all other identifiers is
// unknown.
type Resolver struct {
	// Document fetches the document of an identifier or of a key. Nil means
	// that no document is fetched.
	Document Fetch
	// Parse does what key.ParseControllerDocument does, which nil means. It may return
	// the same document for the same text each time.
	Parse func(text []byte) (*key.ControllerDocument, error)
	// Authentication looks for keys of a holder, which a DID document lists under
	// authentication, and not for those under assertionMethod.
	Authentication bool
	// Log fetches the log of a did:webvh and its file of witnesses, like a Fetch. It
	// may return a kept answer with its age: how long ago, at most most, the host
	// gave or confirmed it. Proof checks signatures: package proof has what it takes.
	// Without both no did:webvh is resolved.
	Log   func(ctx context.Context, url string, most time.Duration) (text []byte, age time.Duration, err error)
	Proof webvh.Check
	// Now is the present, for the log of a did:webvh.
	Now time.Time
	// SeenAt is when what the key signed was proved to exist. A key that a
	// did:webvh listed then is found although it was removed since, with that
	// moment as its date of revocation. Zero means that nothing was proved: only
	// the keys of the latest version are found.
	SeenAt time.Time
	// KeySet fetches the key set of a host. Nil means that no key set is
	// fetched.
	KeySet Fetch
}

// Binding is how a key is bound to an issuer.
type Binding string

// The bindings, strongest first. The binding of a domain is as reliable as its
// DNS entries and certificates at the time of the request.
const (
	// DIDWeb means that the domain lists the key in its DID document, or in the log
	// of its did:webvh.
	DIDWeb Binding = "did:web"
	// Hosted means that the issuer's own document lists the key, or the key set
	// of its origin lists it for this issuer.
	Hosted Binding = "hosted"
	// Origin means that the origin of the issuer publishes the key without
	// naming the issuer. Any issuer of that host may have signed.
	Origin Binding = "origin"
	// SelfAsserted means that the identifier is the key. One key holder signed
	// all badges of this issuer; the identity of the holder is unknown.
	SelfAsserted Binding = "self-asserted"
)

// Resolution is a key of an issuer.
type Resolution struct {
	// Method is the key with its name, its controller and its dates of expiry
	// and revocation. The caller checks the dates.
	Method key.VerificationMethod
	// Binding is how the key is bound to the issuer.
	Binding Binding
	// Branch reports whether a key of binding Origin was published in another
	// branch of the host than the issuer's. If several parties share the host,
	// any of them may have put it there.
	Branch bool
	// Hint reports whether the name is not the URL of a key and was completed:
	// a bare DID, a fragment or a plain name.
	Hint bool
	// Fetched lists the URLs that were requested, in order.
	Fetched []string
}

// Find returns the issuer's key with the given name: the verificationMethod of
// a proof or the kid of a token. The name only selects among the issuer's keys.
// If it belongs to another identifier or another origin, Find fails and fetches
// nothing.
//
// The name of a key of a did:webvh may have a query for one version (versionId,
// versionNumber or versionTime). Whoever signs writes it, so it proves nothing
// about when: a key of that version which a later one does not list has that
// moment as its date of revocation, with or without SeenAt.
func (r Resolver) Find(ctx context.Context, issuer, name string) (Resolution, error) {
	id, err := parse(issuer)
	if err != nil {
		return Resolution{}, err
	}
	name, version, err := id.versioned(name)
	if err != nil {
		return Resolution{}, err
	}
	full, err := id.complete(name)
	if err != nil {
		return Resolution{}, err
	}
	hint := full != name || name == id.text
	if !id.selfAsserted() {
		found, err := look(ctx, &search{resolver: r, id: id, name: full, version: version})
		found.Hint = hint && err == nil
		return found, err
	}
	if full != id.method().ID && full != id.text {
		return Resolution{}, fail(codeFragment, "%s does not name the key of its DID", badge.Quote(name))
	}
	return Resolution{Method: id.method(), Binding: SelfAsserted, Hint: hint}, nil
}

// Match returns the issuer's key that equals the given one, such as the jwk of
// a token. Without this, a key that comes with a badge proves nothing.
func (r Resolver) Match(ctx context.Context, issuer string, key key.Key) (Resolution, error) {
	id, err := parse(issuer)
	if err != nil {
		return Resolution{}, err
	}
	if id.selfAsserted() {
		if !id.key.Equal(key) {
			return Resolution{}, fail(codeNotBound, "the key is not the key of %s", badge.Quote(issuer))
		}
		return Resolution{Method: id.method(), Binding: SelfAsserted}, nil
	}
	return look(ctx, &search{resolver: r, id: id, key: key})
}

// look searches the documents that the issuer publishes. If it fails, the
// Resolution has only the URLs that were requested.
func look(ctx context.Context, s *search) (Resolution, error) {
	find := s.web
	switch s.id.kind {
	case methodHTTPS:
		find = s.hosted
	case methodWebVH:
		find = s.history
	}
	found, err := find(ctx)
	if err != nil {
		found = Resolution{}
	}
	found.Fetched = s.fetched
	return found, err
}

// complete returns the URL of a key name: it completes a fragment or a plain
// name with the identifier. It fails if the name cannot belong to the
// identifier.
func (id identifier) complete(name string) (string, error) {
	base, fragment, fragmented := strings.Cut(name, "#")
	switch {
	case len(fragment) > maxFragment || strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r >= 0x7f }):
		return "", fail(codeSyntax, "%s is too long for the name of a key or contains a character not allowed in one", badge.Quote(name))
	case fragmented && fragment == "":
		return "", fail(codeFragment, "%s has an empty fragment, wanted the name of a key", badge.Quote(name))
	case base == id.text:
		return name, nil
	case fragmented && base == "":
		return id.text + name, nil
	case !fragmented && base != "" && len(base) <= maxFragment && !strings.Contains(base, ":"):
		return id.text + "#" + name, nil
	case id.kind == methodHTTPS:
		if other, _ := parse(base); other.kind == methodHTTPS && other.address.Host == id.address.Host {
			return name, nil
		}
	}
	return "", fail(codeNotBound, "key %s does not belong to issuer %s", badge.Quote(name), badge.Quote(id.text))
}
