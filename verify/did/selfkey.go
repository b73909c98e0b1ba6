package did

import (
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/openbadges-go/openbadges/badge/key"
)

// readKey takes the key out of a did:key. Its text has to be the one way to
// write that key, or two identifiers would mean the same issuer.
func (id *identifier) readKey(multibase string) (err error) {
	if id.key, err = key.ParseMultikey(multibase); err != nil {
		return err
	}
	if id.key.Multikey() != multibase {
		return fail(codeSyntax, "%s is not the canonical form of its key", quote(id.text))
	}
	return nil
}

// readJWK takes the key out of a did:jwk.
func (id *identifier) readJWK(encoded string) error {
	text, err := base64.RawURLEncoding.Strict().DecodeString(encoded)
	if err != nil {
		return fail(codeSyntax, "%s is not base64url without padding", quote(id.text))
	}
	// Other forms of keys are read by the same function, and have no place here.
	var members map[string]json.RawMessage
	if err := json.Unmarshal(text, &members); err != nil || members["kty"] == nil || members["keys"] != nil {
		return fail(codeSyntax, "%s holds no JSON Web Key", quote(id.text))
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

// FragmentKey returns the key that the name of a key spells out by itself: a
// did:key or did:jwk with or without its fragment, or an https address with a
// Multikey as its fragment, as in https://issuer.example/1#z6Mk….
//
// Nothing ties that key to any issuer. Anybody can write the address of an
// issuer in front of a key of their own; a caller that accepts such a key has
// to say so in its verdict.
func FragmentKey(method string) (key.Key, error) {
	base, fragment, fragmented := strings.Cut(method, "#")
	id, err := parse(base)
	switch {
	case err != nil:
		return key.Key{}, err
	case id.kind == methodHTTPS && fragmented:
		public, err := key.ParseMultikey(fragment)
		if err == nil && public.Multikey() != fragment {
			err = fail(codeFragment, "%s is not the canonical form of its key", quote(fragment))
		}
		return public.WithID(method), err
	case id.selfAsserted():
		if fragmented && method != id.method().ID {
			return key.Key{}, fail(codeFragment, "%s does not name the key of its DID", quote(method))
		}
		return id.key.WithID(method), nil
	}
	return key.Key{}, fail(codeNoKey, "%s holds no key in itself", quote(method))
}
