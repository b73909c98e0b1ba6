package key

import (
	"bytes"
	"testing"

	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
)

// FuzzJWKImport: an accepted key is written back unchanged, without private
// members.
func FuzzJWKImport(f *testing.F) {
	f.Add([]byte(edJWK))
	for _, s := range secrets(f) {
		k := publicKey(f, s)
		f.Add(k.WithID("a").JWK())
		f.Add([]byte(pkix(f, k.Public())))
		f.Add([]byte(`{"keys":[` + string(k.JWK()) + `]}`))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		keys, err := Parse(data)
		if (err == nil) == (len(keys) == 0) || err != nil && code(err) == "" {
			t.Fatalf("%d keys, %v", len(keys), err)
		}
		for _, k := range keys {
			jwk := k.JWK()
			again, err := Parse(jwk)
			if err != nil || !again[0].Equal(k) || !bytes.Equal(again[0].JWK(), jwk) || again[0].Thumbprint() != k.Thumbprint() {
				t.Fatalf("%s comes back as %v, %v", jwk, again, err)
			}
			for _, name := range multiformat.JWKSecrets() {
				if bytes.Contains(jwk, []byte(`"`+name+`":`)) {
					t.Fatalf("private member in %s", jwk)
				}
			}
		}
	})
}

// FuzzMultikey: every accepted text is the only spelling of its key.
func FuzzMultikey(f *testing.F) {
	for _, s := range secrets(f) {
		f.Add(publicKey(f, s).Multikey())
	}
	f.Fuzz(func(t *testing.T, text string) {
		if k, err := ParseMultikey(text); err == nil && k.Multikey() != text {
			t.Fatalf("%q is written %q", text, k.Multikey())
		}
	})
}

// FuzzControllerDocument: a returned method has a key, is listed under
// assertionMethod, and has the requested id.
func FuzzControllerDocument(f *testing.F) {
	key := publicKey(f, ed25519Secret(1)).Multikey()
	f.Add([]byte(`{"id":"` + did + `","verificationMethod":[` + multikeyMethod("#1", did, key, "") + `],"assertionMethod":["#1"]}`))
	f.Add([]byte(`{"id":"` + did + `","assertionMethod":[` + multikeyMethod("#1", did, key, "") + `]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := ParseControllerDocument(data)
		if err != nil {
			return
		}
		for _, m := range d.Methods() {
			got, err := d.Method(m.ID)
			if err != nil || got.ID != m.ID || got.Key.JWK() == nil || !bytes.Contains(data, []byte("assertionMethod")) {
				t.Fatalf("%+v, %v", got, err)
			}
		}
	})
}
