package key

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/json"
	"math/big"
	"slices"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
)

// keyType is RSA or the name of a curve.
type keyType string

const (
	rsaKey       keyType = "RSA"
	p256Key      keyType = "P-256"
	p384Key      keyType = "P-384"
	p521Key      keyType = "P-521"
	ed25519Key   keyType = "Ed25519"
	secp256k1Key keyType = "secp256k1"
)

// Key is a public key that passed the import policy of this package: RSA of
// 2048 to 8192 bits with exponent 65537, a point on P-256, P-384, P-521 or
// secp256k1, or an Ed25519 point in canonical form and not of low order. The
// zero Key fits no scheme. Keys are immutable.
type Key struct {
	typ    keyType
	public crypto.PublicKey // *rsa.PublicKey, *ecdsa.PublicKey, ed25519.PublicKey or secp256k1Point; only copies are returned
	id     string
	alg    string // the alg member of the JWK it came from
}

// FromPublic returns the key for an *rsa.PublicKey, *ecdsa.PublicKey or
// ed25519.PublicKey.
func FromPublic(public crypto.PublicKey) (Key, error) {
	switch p := public.(type) {
	case *rsa.PublicKey:
		if p == nil || p.N == nil {
			break
		}
		return rsaKeyOf(p.N, p.E)
	case *ecdsa.PublicKey:
		if p == nil || p.Curve == nil {
			break
		}
		return ecKeyOf(keyType(p.Curve.Params().Name), pointOf(p))
	case ed25519.PublicKey:
		return ed25519KeyOf(p)
	}
	return Key{}, fail(codeUnsupported, "", "found a key of the Go type %T, wanted RSA, P-256, P-384, P-521 or Ed25519", public)
}

// multikeys are the codecs of the keys that have a Multikey form.
var multikeys = map[keyType]multiformat.Codec{
	ed25519Key:   multiformat.Ed25519Pub,
	p256Key:      multiformat.P256Pub,
	p384Key:      multiformat.P384Pub,
	p521Key:      multiformat.P521Pub,
	secp256k1Key: multiformat.Secp256k1Pub,
}

// ParseMultikey reads a public key in Multikey form (Controlled Identifiers
// §2.2.2): base58btc over a multicodec prefix and the key.
func ParseMultikey(multibase string) (Key, error) {
	codec, data, err := splitMultikey(multibase)
	if err != nil {
		return Key{}, jsontext.Inside("", err)
	}
	for typ, own := range multikeys {
		switch {
		case own != codec:
		case typ == ed25519Key:
			return ed25519KeyOf(data)
		case typ == secp256k1Key:
			return secp256k1KeyOf(data)
		default:
			return compressedKeyOf(typ, data)
		}
	}
	if codec.Private() {
		return Key{}, fail(codePrivateExposed, "", "found a private key (%s), wanted a public key", codec)
	}
	return Key{}, fail(codeUnsupported, "", "found a key of type %s, wanted Ed25519, P-256, P-384, P-521 or secp256k1", codec)
}

func splitMultikey(multibase string) (multiformat.Codec, []byte, error) {
	base, data, err := multiformat.Decode(multibase)
	if err != nil {
		return "", nil, err
	}
	if base != multiformat.Base58BTC {
		return "", nil, fail(multiformat.CodePrefix, "", "the Multikey does not start with z (base58btc)")
	}
	return multiformat.Split(data)
}

// ID returns the identifier of the key: a kid, the id of a verification method,
// or the one given by WithID.
func (k Key) ID() string { return k.id }

// WithID returns the same key under another identifier.
func (k Key) WithID(id string) Key {
	k.id = id
	return k
}

// Type returns the kind of the key: RSA, P-256, P-384, P-521, Ed25519 or
// secp256k1; "" for the zero Key.
func (k Key) Type() string { return string(k.typ) }

// Algorithm returns the JWS algorithm to which the JWK of the key restricts it
// (RFC 7517 §4.4), "" if there is no such restriction.
func (k Key) Algorithm() string { return k.alg }

// Public returns a copy of the key for use with the standard library, nil for
// the zero Key and for a key on secp256k1, which the standard library does not
// have.
func (k Key) Public() crypto.PublicKey {
	switch p := k.public.(type) {
	case *rsa.PublicKey:
		return &rsa.PublicKey{N: new(big.Int).Set(p.N), E: p.E}
	case *ecdsa.PublicKey:
		c, _ := ecdsa.ParseUncompressedPublicKey(p.Curve, uncompressed(p)) // valid, since it was parsed before
		return c
	case ed25519.PublicKey:
		return slices.Clone(p)
	}
	return nil
}

// Equal reports whether both are the same public key, whatever their
// identifiers. The zero Key equals nothing.
func (k Key) Equal(other Key) bool {
	p, ok := k.public.(interface{ Equal(crypto.PublicKey) bool })
	return ok && p.Equal(other.public)
}

// String names the kind of the key and its identifier.
func (k Key) String() string {
	if k.public == nil {
		return "no key"
	}
	return string(k.typ) + " key " + quoted(k.id)
}

// jwk has the members of a public JWK in the order of RFC 7638 §3.2.
type jwk struct {
	crv  keyType
	e    []byte
	kty  string
	n    []byte
	x, y []byte
}

// append writes the members of a JWK without its last brace.
func (j jwk) append(out []byte) []byte {
	out = append(out, '{')
	text := func(name, value string) {
		if len(out) > 0 && out[len(out)-1] == '"' {
			out = append(out, ',')
		}
		out = append(append(append(append(append(out, '"'), name...), `":"`...), value...), '"')
	}
	number := func(name string, value []byte) {
		if len(value) > 0 {
			text(name, "")
			out = append(multiformat.AppendBase64URL(out[:len(out)-1], value), '"')
		}
	}
	if j.crv != "" {
		text("crv", string(j.crv))
	}
	number("e", j.e)
	text("kty", j.kty)
	number("n", j.n)
	number("x", j.x)
	number("y", j.y)
	return out
}

// appendJWK writes the key as a JWK without its last brace; nothing for the zero
// Key.
func (k Key) appendJWK(out []byte) []byte {
	switch p := k.public.(type) {
	case *rsa.PublicKey:
		return jwk{kty: "RSA", e: big.NewInt(int64(p.E)).Bytes(), n: p.N.Bytes()}.append(out)
	case *ecdsa.PublicKey:
		point := uncompressed(p)
		half := len(point)/2 + 1
		return jwk{kty: "EC", crv: k.typ, x: point[1:half], y: point[half:]}.append(out)
	case secp256k1Point:
		return jwk{kty: "EC", crv: k.typ, x: p[1:33], y: p[33:]}.append(out)
	case ed25519.PublicKey:
		return jwk{kty: "OKP", crv: k.typ, x: p}.append(out)
	}
	return out
}

// JWK returns the public key as a JSON Web Key (RFC 7517) with its kid, if it
// has an identifier; nil for the zero Key.
func (k Key) JWK() []byte {
	text := k.appendJWK(nil)
	if text == nil {
		return nil
	}
	if k.id != "" {
		kid, _ := json.Marshal(k.id) // strings always marshal
		text = append(append(text, `,"kid":`...), kid...)
	}
	return append(text, '}')
}

// Thumbprint returns the JWK thumbprint of the key (RFC 7638) with SHA-256,
// "" for the zero Key.
func (k Key) Thumbprint() string {
	var usual [128]byte
	text := k.appendJWK(usual[:0])
	if len(text) == 0 {
		return ""
	}
	sum := sha256.Sum256(append(text, '}'))
	return multiformat.EncodeBase64URL(sum[:])
}

// Multikey returns the key in Multikey form, "" for RSA, which has none.
func (k Key) Multikey() string {
	switch p := k.public.(type) {
	case *ecdsa.PublicKey:
		return multiformat.EncodeBase58(multiformat.Prefix(multikeys[k.typ], compressed(uncompressed(p))))
	case secp256k1Point:
		return multiformat.EncodeBase58(multiformat.Prefix(multikeys[k.typ], compressed(p[:])))
	case ed25519.PublicKey:
		return multiformat.EncodeBase58(multiformat.Prefix(multikeys[k.typ], p))
	}
	return ""
}

// DIDKey returns the did:key of the key, "" for RSA.
func (k Key) DIDKey() string {
	if m := k.Multikey(); m != "" {
		return "did:key:" + m
	}
	return ""
}
