package did

import (
	"context"
	"strings"

	"github.com/openbadges-go/openbadges/badge/key"
)

// Fetch returns the text at an https URL. It decides which hosts are safe to
// connect to, limits the size of the text and must not follow a redirect to
// another host. An error means that the question stays open.
type Fetch func(ctx context.Context, url string) ([]byte, error)

// Resolver finds keys of issuers. It keeps nothing and is safe for concurrent
// use if its functions are. The zero Resolver is offline: only did:key and
// did:jwk lead to keys, and all other identifiers stay unknown.
type Resolver struct {
	// Document fetches the document of an identifier or of a key. Nil means
	// that none is fetched.
	Document Fetch
	// KeySet fetches the key set of a host. Nil means that none is fetched.
	KeySet Fetch
}

// Binding is the tie between a key and an issuer.
type Binding string

// The bindings, strongest first. The binding of a domain is as reliable as its
// DNS entries and certificates at the time of the request.
const (
	// DIDWeb means that the domain lists the key in its DID document.
	DIDWeb Binding = "did:web"
	// Hosted means that the issuer's web host lists the key for it.
	Hosted Binding = "hosted"
	// SelfAsserted means that the identifier is the key. All badges with this
	// issuer were signed by one key holder, and nothing says who that is.
	SelfAsserted Binding = "self-asserted"
)

// Resolution is a key of an issuer.
type Resolution struct {
	// Method is the key with its name, its controller and its dates of expiry
	// and revocation. The caller checks the dates.
	Method key.VerificationMethod
	// Binding is the tie between the key and the issuer.
	Binding Binding
	// Fetched lists the URLs that were requested, in order.
	Fetched []string
}

// Find returns the issuer's key with the given name: the verificationMethod of
// a proof or the kid of a token. The name only selects among the issuer's keys.
// If it belongs to another identifier or another host, Find fails and fetches
// nothing.
func (r Resolver) Find(ctx context.Context, issuer, name string) (Resolution, error) {
	id, err := parse(issuer)
	if err != nil {
		return Resolution{}, err
	}
	if err := id.selects(name); err != nil {
		return Resolution{}, err
	}
	if id.selfAsserted() {
		if name != id.method().ID {
			return Resolution{}, fail(codeFragment, "%s does not name the key of its DID", quote(name))
		}
		return Resolution{Method: id.method(), Binding: SelfAsserted}, nil
	}
	return look(ctx, &search{resolver: r, id: id, name: name})
}

// Match returns the issuer's key that equals the given one, such as the jwk of
// a token. A key that comes with a badge proves nothing without this.
func (r Resolver) Match(ctx context.Context, issuer string, key key.Key) (Resolution, error) {
	id, err := parse(issuer)
	if err != nil {
		return Resolution{}, err
	}
	if id.selfAsserted() {
		if !id.key.Equal(key) {
			return Resolution{}, fail(codeNotBound, "the key is not the key of %s", quote(issuer))
		}
		return Resolution{Method: id.method(), Binding: SelfAsserted}, nil
	}
	return look(ctx, &search{resolver: r, id: id, key: key})
}

// look searches what the issuer publishes. If it fails, the Resolution holds
// only the URLs that were requested.
func look(ctx context.Context, s *search) (Resolution, error) {
	find, binding := s.web, DIDWeb
	if s.id.kind == methodHTTPS {
		find, binding = s.hosted, Hosted
	}
	m, err := find(ctx)
	if err != nil {
		return Resolution{Fetched: s.fetched}, err
	}
	return Resolution{Method: m, Binding: binding, Fetched: s.fetched}, nil
}

// selects fails if a key name cannot belong to the identifier.
func (id identifier) selects(method string) error {
	base, fragment, fragmented := strings.Cut(method, "#")
	if len(fragment) > maxFragment || strings.ContainsFunc(method, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return fail(codeSyntax, "%s is too long for the name of a key or contains a character not allowed in one", quote(method))
	}
	if base == id.text {
		if fragment == "" {
			return fail(codeFragment, "%s has an empty fragment, wanted the name of a key", quote(method))
		}
		return nil
	}
	if id.kind == methodHTTPS {
		// A name without a scheme is the kid of a key in a key set.
		if !fragmented && !strings.Contains(base, ":") && base != "" && len(base) <= maxFragment {
			return nil
		}
		if other, err := parse(base); err == nil && other.kind == methodHTTPS && other.address.Host == id.address.Host {
			return nil
		}
	}
	return fail(codeNotBound, "key %s does not belong to issuer %s", quote(method), quote(id.text))
}
