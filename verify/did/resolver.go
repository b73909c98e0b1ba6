package did

import (
	"context"
	"strings"

	"github.com/openbadges-go/openbadges/badge/key"
)

// Fetch returns the text at an https address. The kind is "controller" for the
// document of an identifier or a key, and "keys" for a key set. It decides
// where it is safe to connect to, and bounds what it returns; it must follow
// no redirect to another host. An error means that nothing was found out.
type Fetch func(ctx context.Context, kind, address string) ([]byte, error)

const (
	kindController = "controller"
	kindKeys       = "keys"
)

// Resolver finds keys of issuers. It remembers nothing, and is safe for
// concurrent use if its Fetch is.
type Resolver struct {
	// Fetch reaches the network. Nil means offline: only did:key and did:jwk
	// lead to keys, and all else stays unknown.
	Fetch Fetch
}

// Binding says what ties a key to an issuer.
type Binding string

// The bindings, strongest first. That of a domain holds as far as its names
// and certificates do, at the time it was asked.
const (
	// DIDWeb means that the domain lists the key in its DID document.
	DIDWeb Binding = "did:web"
	// Hosted means that the issuer's web host lists the key for it.
	Hosted Binding = "hosted"
	// SelfAsserted means that the identifier is the key: it proves that all
	// badges under it come from one hand, and nothing about whose.
	SelfAsserted Binding = "self-asserted"
)

// Resolution is a key of an issuer.
type Resolution struct {
	// Method is the key with its name, its controller, and the dates on which
	// it expires or was revoked, which have not been judged.
	Method key.VerificationMethod
	// Binding says what ties the key to the issuer.
	Binding Binding
	// Fetched lists the addresses that were asked, in order.
	Fetched []string
}

// Find returns the key of the issuer that goes by the given name: the
// verificationMethod of a proof or the kid of a token. The name only selects.
// If it belongs to another identifier or another host than the issuer's, the
// answer is no, and nothing is fetched.
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
	return look(ctx, &search{fetch: r.Fetch, id: id, name: name})
}

// Match returns the key of the issuer that equals the given one, such as the
// jwk of a token. That the key came with the badge counts for nothing.
func (r Resolver) Match(ctx context.Context, issuer string, public key.Key) (Resolution, error) {
	id, err := parse(issuer)
	if err != nil {
		return Resolution{}, err
	}
	if id.selfAsserted() {
		if !id.key.Equal(public) {
			return Resolution{}, fail(codeNotBound, "the key is not the one that %s is", quote(issuer))
		}
		return Resolution{Method: id.method(), Binding: SelfAsserted}, nil
	}
	return look(ctx, &search{fetch: r.Fetch, id: id, key: public})
}

// look asks what the issuer publishes. A failed search has no method and no
// binding, but tells what it fetched.
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

// selects reports whether a key name could belong to the identifier at all.
func (id identifier) selects(method string) error {
	base, fragment, fragmented := strings.Cut(method, "#")
	if len(fragment) > maxFragment || strings.ContainsFunc(method, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return fail(codeSyntax, "%s is not the name of a key", quote(method))
	}
	if base == id.text {
		if fragment == "" {
			return fail(codeFragment, "%s names no key", quote(method))
		}
		return nil
	}
	if id.kind == methodHTTPS {
		// A name without a scheme is that of a key in a key set.
		if !fragmented && !strings.Contains(base, ":") && base != "" && len(base) <= maxFragment {
			return nil
		}
		if other, err := parse(base); err == nil && other.kind == methodHTTPS && other.address.Host == id.address.Host {
			return nil
		}
	}
	return fail(codeNotBound, "key %s does not belong to issuer %s", quote(method), quote(id.text))
}
