package did

import (
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
)

// readKey reads the key of a did:key. Its text must be the canonical form of
// the key, so that two identifiers never name the same issuer.
func (id *identifier) readKey(multibase string) (err error) {
	if id.key, err = key.ParseMultikey(multibase); err != nil {
		return err
	}
	if id.key.Multikey() != multibase {
		return fail(codeSyntax, "%s is not the canonical form of its key", badge.Quote(id.text))
	}
	return nil
}

// readJWK reads the key of a did:jwk.
func (id *identifier) readJWK(encoded string) error {
	text, err := base64.RawURLEncoding.Strict().DecodeString(encoded)
	if err != nil {
		return fail(codeSyntax, "%s is not base64url without padding", badge.Quote(id.text))
	}
	// Package key also reads other forms, which are not allowed here.
	var members map[string]json.RawMessage
	if err := json.Unmarshal(text, &members); err != nil || members["kty"] == nil || members["keys"] != nil {
		return fail(codeSyntax, "%s does not hold a JSON Web Key", badge.Quote(id.text))
	}
	keys, err := key.Parse(text)
	if err != nil {
		return err
	}
	id.key = keys[0]
	return nil
}

// selfAsserted reports whether the identifier is a key.
func (id identifier) selfAsserted() bool { return id.kind == methodKey || id.kind == methodJWK }

// method returns the one verification method of a did:key or did:jwk.
func (id identifier) method() key.VerificationMethod {
	fragment := "0"
	if id.kind == methodKey {
		fragment = id.key.Multikey()
	}
	name := id.text + "#" + fragment
	return key.VerificationMethod{ID: name, Controller: id.text, Key: id.key.WithID(name)}
}

// FragmentKey returns the key that a key name contains: a did:key or did:jwk
// with or without its fragment, or an https URL with a Multikey as its
// fragment, such as https://issuer.example/1#z6Mk….
//
// Such a key is not bound to an issuer: anyone can append a key to the URL of
// an issuer. A caller that accepts it must state so in its verdict.
func FragmentKey(method string) (key.Key, error) {
	base, fragment, fragmented := strings.Cut(method, "#")
	id, err := parse(base)
	switch {
	case err != nil:
		return key.Key{}, err
	case id.kind == methodHTTPS && fragmented:
		public, err := key.ParseMultikey(fragment)
		if err == nil && public.Multikey() != fragment {
			err = fail(codeFragment, "%s is not the canonical form of its key", badge.Quote(fragment))
		}
		return public.WithID(method), err
	case id.selfAsserted():
		if fragmented && method != id.method().ID {
			return key.Key{}, fail(codeFragment, "%s does not name the key of its DID", badge.Quote(method))
		}
		return id.key.WithID(method), nil
	}
	return key.Key{}, fail(codeNoKey, "%s does not contain a key", badge.Quote(method))
}
