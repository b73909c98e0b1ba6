package key

import (
	"cmp"
	"math/big"
	"slices"
	"strings"
	"unicode"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
)

// jwkKinds lists the members of each type of key; coordinate is the exact
// length of each, 0 for RSA.
var jwkKinds = []struct {
	kty, crv   string
	typ        keyType
	coordinate int
}{
	{"RSA", "", rsaKey, 0},
	{"EC", string(p256Key), p256Key, 32},
	{"EC", string(p384Key), p384Key, 48},
	{"EC", string(p521Key), p521Key, 66},
	{"EC", string(secp256k1Key), secp256k1Key, 32},
	{"OKP", string(ed25519Key), ed25519Key, 32},
}

// algorithms are the JWS algorithms (RFC 7518 §3.1, RFC 8037 §3.1, RFC 8812
// §3.2) with the type of their keys.
var algorithms = map[string]keyType{
	"RS256":  rsaKey,
	"PS256":  rsaKey,
	"ES256":  p256Key,
	"ES384":  p384Key,
	"ES512":  p521Key,
	"EdDSA":  ed25519Key,
	"ES256K": secp256k1Key,
}

// parseJWK reads one public JWK that may verify signatures.
func parseJWK(v jsontext.Value) (Key, error) {
	if v.Kind() != jsontext.Object {
		return Key{}, fail(codeFormat, "", "found a JSON %s, wanted a JWK", v.Kind())
	}
	for _, name := range multiformat.JWKSecrets() {
		if v.Member(name).Exists() {
			return Key{}, fail(codePrivateExposed, "/"+name, "the JWK holds the private member %q", name)
		}
	}
	kid, err := identifier(v.Member("kid"), "/kid")
	if err != nil {
		return Key{}, err
	}
	k, err := jwkPublic(v)
	if err != nil {
		return Key{}, err
	}
	if k.alg, err = jwkPurpose(v, k.typ); err != nil {
		return Key{}, err
	}
	return k.WithID(kid), nil
}

// jwkPublic reads the members that define the key.
func jwkPublic(v jsontext.Value) (Key, error) {
	kty, crv := v.Member("kty").String(), v.Member("crv").String()
	for _, kind := range jwkKinds {
		switch {
		case kind.kty != kty || kind.kty != "RSA" && kind.crv != crv:
		case kind.typ == rsaKey:
			return jwkRSA(v)
		case kind.typ == ed25519Key:
			x, err := jwkBytes(v, "x", kind.coordinate)
			if err != nil {
				return Key{}, err
			}
			return ed25519KeyOf(x)
		default:
			x, err := jwkBytes(v, "x", kind.coordinate)
			if err != nil {
				return Key{}, err
			}
			y, err := jwkBytes(v, "y", kind.coordinate)
			if err != nil {
				return Key{}, err
			}
			point := slices.Concat([]byte{4}, x, y)
			if kind.typ == secp256k1Key {
				return secp256k1KeyOf(point)
			}
			return ecKeyOf(kind.typ, point)
		}
	}
	return Key{}, fail(codeUnsupported, "/kty", "the JWK has kty %s and crv %s, wanted RSA, P-256, P-384, P-521, secp256k1 or Ed25519", quoted(kty), quoted(crv))
}

func jwkRSA(v jsontext.Value) (Key, error) {
	n, err := jwkBytes(v, "n", 0)
	if err != nil {
		return Key{}, err
	}
	e, err := jwkBytes(v, "e", 0)
	if err != nil {
		return Key{}, err
	}
	if len(e) > 4 {
		return Key{}, fail(codeExponent, "/e", "the RSA exponent is not %d", rsaExponent)
	}
	return rsaKeyOf(new(big.Int).SetBytes(n), int(new(big.Int).SetBytes(e).Int64()))
}

// jwkBytes reads a base64url member of exactly the given length. Length 0 means
// an unsigned number, which is written without leading zeros (RFC 7518 §2).
func jwkBytes(v jsontext.Value, name string, length int) ([]byte, error) {
	text, ok := v.Member(name).Text()
	if !ok {
		return nil, fail(codeMember, "/"+name, "the JWK member %q is a JSON %s, wanted a string", name, v.Member(name).Kind())
	}
	data, err := multiformat.DecodeBase64URL(text)
	switch {
	case err != nil:
		return nil, fail(codeMember, "/"+name, "the JWK member %q is not canonical base64url", name)
	case length > 0 && len(data) != length:
		return nil, fail(codeMember, "/"+name, "the JWK member %q has %d bytes, wanted %d", name, len(data), length)
	case length == 0 && (len(data) == 0 || data[0] == 0):
		return nil, fail(codeMember, "/"+name, "the JWK member %q is not a number without leading zeros", name)
	}
	return data, nil
}

// jwkPurpose refuses keys that are not meant to verify signatures (RFC 7517
// §4.2 to §4.4) and returns the one algorithm that alg ties the key to, if any.
func jwkPurpose(v jsontext.Value, typ keyType) (string, error) {
	if use := v.Member("use"); use.Exists() && use.String() != "sig" {
		return "", fail(codeUse, "/use", "the JWK is for use %s, wanted sig", quoted(use.String()))
	}
	if ops := v.Member("key_ops"); ops.Exists() && (ops.Kind() != jsontext.Array || !ops.Holds("verify")) {
		return "", fail(codeUse, "/key_ops", "the key operations of the JWK do not include verify")
	}
	alg := v.Member("alg")
	if !alg.Exists() {
		return "", nil
	}
	if algorithms[alg.String()] != typ {
		return "", fail(codeAlg, "/alg", "the alg of the JWK is %s, which does not fit its key type %s", quoted(alg.String()), typ)
	}
	return alg.String(), nil
}

// identifier reads an optional key identifier.
func identifier(v jsontext.Value, path string) (string, error) {
	if !v.Exists() {
		return "", nil
	}
	id, ok := v.Text()
	if !ok {
		return "", fail(codeID, path, "the key identifier is a JSON %s, wanted a string", v.Kind())
	}
	return id, jsontext.Inside(path, ValidateID(id))
}

// ParseJWK reads one public JSON Web Key that may verify signatures.
func ParseJWK(data []byte) (Key, error) {
	v, err := parseJSON(data)
	if err != nil {
		return Key{}, err
	}
	return parseJWK(v)
}

// ValidateID refuses a key identifier, such as a kid, that is empty, longer
// than 512 bytes or has control characters.
func ValidateID(id string) error {
	switch {
	case id == "" || len(id) > maxIdentifier:
		return fail(codeID, "", "the key identifier has %d bytes, wanted 1 to %d", len(id), maxIdentifier)
	case strings.ContainsFunc(id, unicode.IsControl):
		return fail(codeID, "", "the key identifier %s contains control characters", quoted(id))
	}
	return nil
}

// ParseJWKS reads a JSON Web Key Set (RFC 7517 §5). Each entry has the kid of
// its key as ID and, as Controller, the member iss of the JWK or else of the
// set, and ends when its member exp or revoked says so (OpenID Federation 1.0 §8.7).
// A key that is not supported has an Err. The whole set is refused if two
// keys have the same kid, since the kid would be ambiguous, or if it holds a
// symmetric or private key, which others may have read.
func ParseJWKS(data []byte) ([]VerificationMethod, error) {
	v, err := parseJSON(data)
	if err != nil {
		return nil, err
	}
	return parseKeySet(v)
}

func parseKeySet(v jsontext.Value) ([]VerificationMethod, error) {
	list := v.Member("keys")
	switch {
	case list.Kind() != jsontext.Array:
		return nil, fail(codeFormat, "/keys", "the member keys is a JSON %s, wanted an array", list.Kind())
	case list.Len() > maxKeys:
		return nil, fail(codeTooMany, "/keys", "the set has %d keys, wanted at most %d", list.Len(), maxKeys)
	}
	issuer, err := jwkIssuer(v)
	if err != nil {
		return nil, err
	}
	var set []VerificationMethod
	kids := map[string]bool{}
	for _, jwk := range list.Elements() {
		path := jwk.Pointer()
		if jwk.Member("kty").String() == "oct" {
			return nil, fail(codeAmbiguousSet, path, "the key set holds a symmetric key")
		}
		kid, named := jwk.Member("kid").Text()
		if named && kids[kid] {
			return nil, fail(codeAmbiguousSet, path+"/kid", "the key set names %s twice", quoted(kid))
		}
		kids[kid] = named
		entry, err := jwkMethod(jwk)
		if badge.CodeOf(err) == codePrivateExposed {
			return nil, jsontext.Inside(path, err)
		}
		entry.Err = jsontext.Inside(path, err)
		entry.Controller = cmp.Or(entry.Controller, issuer)
		set = append(set, entry)
	}
	return set, nil
}

// jwkMethod reads a JWK as a verification method.
func jwkMethod(v jsontext.Value) (VerificationMethod, error) {
	m, bad := jwkDates(v)
	m.ID = v.Member("kid").String()
	var err, nameless error
	m.Key, err = parseJWK(v) // first, since a private key outweighs all else
	m.Controller, nameless = jwkIssuer(v)
	return m, cmp.Or(err, nameless, bad)
}

// jwkIssuer reads the optional member iss of a JWK or a key set.
func jwkIssuer(v jsontext.Value) (string, error) {
	iss := v.Member("iss")
	if text, ok := iss.Text(); ok || !iss.Exists() {
		return text, nil
	}
	return "", fail(codeFormat, "/iss", "the member iss is a JSON %s, wanted a string", iss.Kind())
}
