package badge

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// VerificationObject states how a document of Open Badges 2.0 is verified or, in
// a Profile, the scope of the issuer's hosted assertions.
type VerificationObject struct {
	Type                 []string `json:"type" list:"many"`
	VerificationProperty string   `json:"verificationProperty"`
	Creator              string   `json:"creator"` // the URL of the key; SignedBadge only
	URL                  string   `json:"url"`     // Open Badges 1.0 and 1.1: of the assertion or the key

	// Nil if the profile has no such property: the default applies. Empty if it
	// has no usable value: nothing is allowed. Empty strings are left out,
	// because every URL starts with one.
	StartsWith     []string `json:"startsWith" list:"many"`
	AllowedOrigins []string `json:"allowedOrigins" list:"many"`

	Extra map[string]json.RawMessage `json:"-"`
}

// Hosted reports whether the badge is verified by fetching it.
func (v VerificationObject) Hosted() bool { return v.is("HostedBadge", "hosted") }

// Signed reports whether the badge is verified by its signature.
func (v VerificationObject) Signed() bool { return v.is("SignedBadge", "signed") }

func (v VerificationObject) is(names ...string) bool {
	return slices.ContainsFunc(v.Type, func(t string) bool { return slices.Contains(names, t) })
}

// Verification returns the verification object of a document before Open Badges
// 3.0, and whether there is one. The property verification precedes its alias
// verify.
func (d *Document) Verification() (VerificationObject, bool) {
	d = d.orEmpty()
	var v VerificationObject
	if !d.version.Before3() {
		return v, false
	}
	said := d.body.Member("verification")
	if !said.Exists() || said.Kind() == jsontext.Null {
		said = d.body.Member("verify")
	}
	if said.Kind() != jsontext.Object {
		return v, false
	}
	v.read(said)
	return v, true
}

// read reads an object into v.
func (v *VerificationObject) read(said jsontext.Value) {
	views().Decode(said, v)
	for name, list := range map[string]*[]string{"startsWith": &v.StartsWith, "allowedOrigins": &v.AllowedOrigins} {
		if said.Member(name).Exists() {
			*list = slices.DeleteFunc(append([]string{}, *list...), func(s string) bool { return s == "" })
		}
	}
}

// MarshalJSON returns v as a JSON object. A list that allows nothing is an
// empty array.
func (v VerificationObject) MarshalJSON() ([]byte, error) {
	extra := maps.Clone(v.Extra)
	for name, list := range map[string][]string{"startsWith": v.StartsWith, "allowedOrigins": v.AllowedOrigins} {
		if list != nil && len(list) == 0 && extra[name] == nil {
			if extra == nil {
				extra = map[string]json.RawMessage{}
			}
			extra[name] = json.RawMessage("[]")
		}
	}
	v.Extra = extra
	return views().Encode(v)
}

// UnmarshalJSON sets v to what MarshalJSON wrote.
func (v *VerificationObject) UnmarshalJSON(text []byte) error {
	said, err := viewText(text)
	if err != nil || !said.Exists() {
		return err
	}
	v.read(said)
	for _, name := range []string{"startsWith", "allowedOrigins"} {
		if string(v.Extra[name]) == "[]" {
			delete(v.Extra, name)
		}
	}
	if len(v.Extra) == 0 {
		v.Extra = nil
	}
	return nil
}

// CryptographicKey is a public key that an issuer of Open Badges 2.0 publishes.
type CryptographicKey struct {
	Context      []Context                  `json:"@context" list:"compact"`
	ID           string                     `json:"id"`
	Type         []string                   `json:"type" list:"compact"`
	Owner        string                     `json:"owner"` // the id of the issuer's profile
	PublicKeyPem string                     `json:"publicKeyPem"`
	Extra        map[string]json.RawMessage `json:"-"`
}

// CryptographicKey returns the typed view of a CryptographicKey document.
func (d *Document) CryptographicKey() CryptographicKey {
	d = d.orEmpty()
	var k CryptographicKey
	views().Decode(d.body, &k)
	return k
}

// PublicKeys returns the public keys in a profile before Open Badges 3.0. If the
// profile holds only the URL of a key, only its ID is set.
func (d *Document) PublicKeys() []CryptographicKey {
	d = d.orEmpty()
	if !d.version.Before3() || d.kind != KindProfile {
		return nil
	}
	var keys []CryptographicKey
	for said := range d.body.Member("publicKey").Each() {
		k := CryptographicKey{ID: said.String()}
		if said.Kind() == jsontext.Object {
			views().Decode(said, &k)
		}
		keys = append(keys, k)
	}
	return keys
}
