package badge

import (
	"encoding/json"
	"slices"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// VerificationObject states how a document of Open Badges 2.0 is verified or, in
// a Profile, the scope of the issuer's hosted assertions.
type VerificationObject struct {
	Type                 []string `json:"type" form:"many"`
	VerificationProperty string   `json:"verificationProperty"`
	Creator              string   `json:"creator"` // the URL of the key; SignedBadge only
	URL                  string   `json:"url"`     // Open Badges 1.0 and 1.1: of the assertion or the key

	// Nil if the profile has no such property: the default applies. Empty if it
	// has no usable value: nothing is allowed. Empty strings are left out,
	// because every URL starts with one.
	StartsWith     []string `json:"startsWith" form:"many"`
	AllowedOrigins []string `json:"allowedOrigins" form:"many"`

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
	views().Decode(said, &v)
	for name, list := range map[string]*[]string{"startsWith": &v.StartsWith, "allowedOrigins": &v.AllowedOrigins} {
		if said.Member(name).Exists() {
			*list = slices.DeleteFunc(append([]string{}, *list...), func(s string) bool { return s == "" })
		}
	}
	return v, true
}

// CryptographicKey is a public key that an issuer of Open Badges 2.0 publishes.
type CryptographicKey struct {
	Context      []Context                  `json:"@context" form:"compact"`
	ID           string                     `json:"id"`
	Type         []string                   `json:"type" form:"compact"`
	Owner        string                     `json:"owner"` // the id of the issuer's profile
	PublicKeyPem string                     `json:"publicKeyPem"`
	Extra        map[string]json.RawMessage `json:"-"`
}

// MarshalJSON returns k as a JSON object that holds all of it.
func (k CryptographicKey) MarshalJSON() ([]byte, error) { return views().Encode(k) }

// CryptographicKey returns the typed view of a CryptographicKey document.
func (d *Document) CryptographicKey() CryptographicKey {
	var k CryptographicKey
	views().Decode(d.body, &k)
	return k
}

// PublicKeys returns the public keys in a profile before Open Badges 3.0. If the
// profile holds only the URL of a key, only its ID is set.
func (d *Document) PublicKeys() []CryptographicKey {
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
