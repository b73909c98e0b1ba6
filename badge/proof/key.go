package proof

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/json"
	"math/big"
	"slices"

	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
)

// keyType is what a scheme demands of its key.
type keyType string

const (
	rsaKey     keyType = "RSA"
	p256Key    keyType = "P-256"
	p384Key    keyType = "P-384"
	p521Key    keyType = "P-521"
	ed25519Key keyType = "Ed25519"
)

// Key is a public key that passed the import policy of this package: RSA of
// 2048 to 8192 bits with exponent 65537, a point on P-256, P-384 or P-521, or
// an Ed25519 point in canonical form and not of low order. The zero Key is no
// key and checks nothing. Keys are immutable.
type Key struct {
	typ    keyType
	public crypto.PublicKey // *rsa.PublicKey, *ecdsa.PublicKey or ed25519.PublicKey, never handed out
	id     string
	alg    Scheme // the alg member of the JWK it came from: the key serves this scheme alone
}

// KeyOf returns the key for an *rsa.PublicKey, *ecdsa.PublicKey or
// ed25519.PublicKey. The error is an *Error.
func KeyOf(public crypto.PublicKey) (Key, error) {
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
		point, err := pointOf(p)
		if err != nil {
			return Key{}, fail(codeKeyCurve, "", "the key is no point on its curve, or the curve is none of P-256, P-384 and P-521")
		}
		return ecKeyOf(keyType(p.Curve.Params().Name), point)
	case ed25519.PublicKey:
		return ed25519KeyOf(p)
	}
	return Key{}, fail(codeKeyUnsupported, "", "found a key of the Go type %T, wanted RSA, P-256, P-384, P-521 or Ed25519", public)
}

// multikeys are the codecs of the keys that have a Multikey form.
var multikeys = map[keyType]multiformat.Codec{
	ed25519Key: multiformat.Ed25519Pub,
	p256Key:    multiformat.P256Pub,
	p384Key:    multiformat.P384Pub,
	p521Key:    multiformat.P521Pub,
}

// ParseMultikey reads a public key in Multikey form (Controlled Identifiers
// §2.2.2): base58btc over a multicodec prefix and the key.
func ParseMultikey(multibase string) (Key, error) {
	codec, data, err := splitMultikey(multibase)
	if err != nil {
		return Key{}, at("", err)
	}
	for typ, own := range multikeys {
		switch {
		case own != codec:
		case typ == ed25519Key:
			return ed25519KeyOf(data)
		default:
			return compressedKeyOf(typ, data)
		}
	}
	if codec.Private() {
		return Key{}, fail(codePrivateExposed, "", "found a private key (%s) where a public key belongs", codec)
	}
	return Key{}, fail(codeKeyUnsupported, "", "found a key of the kind %s, wanted Ed25519, P-256, P-384 or P-521", codec)
}

func splitMultikey(multibase string) (multiformat.Codec, []byte, error) {
	base, data, err := multiformat.Decode(multibase)
	if err != nil {
		return "", nil, err
	}
	if base != multiformat.Base58BTC {
		return "", nil, fail(multiformat.CodePrefix, "", "a Multikey is written in base58btc and starts with z")
	}
	return multiformat.Split(data)
}

// ID returns the identifier the key came with: a kid, the id of a
// verification method, or the one given by WithID.
func (k Key) ID() string { return k.id }

// WithID returns the same key under another identifier.
func (k Key) WithID(id string) Key {
	k.id = id
	return k
}

// Public returns a copy of the key for use with the standard library, nil for
// the zero Key.
func (k Key) Public() crypto.PublicKey {
	switch p := k.public.(type) {
	case *rsa.PublicKey:
		return &rsa.PublicKey{N: new(big.Int).Set(p.N), E: p.E}
	case *ecdsa.PublicKey:
		c, _ := ecdsa.ParseUncompressedPublicKey(p.Curve, uncompressed(p)) // it was parsed before
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
	return ok && other.public != nil && p.Equal(other.public)
}

// String names the kind of the key and its identifier.
func (k Key) String() string {
	if k.public == nil {
		return "no key"
	}
	return string(k.typ) + " key " + quoted(k.id)
}

// member is one name and value of a JWK.
type member struct{ name, value string }

// required returns the members that define the key, in the order of RFC 7638
// §3.2.
func (k Key) required() []member {
	encode := multiformat.EncodeBase64URL
	switch p := k.public.(type) {
	case *rsa.PublicKey:
		return []member{{"e", encode(big.NewInt(int64(p.E)).Bytes())}, {"kty", "RSA"}, {"n", encode(p.N.Bytes())}}
	case *ecdsa.PublicKey:
		point := uncompressed(p)
		half := len(point)/2 + 1
		return []member{{"crv", string(k.typ)}, {"kty", "EC"}, {"x", encode(point[1:half])}, {"y", encode(point[half:])}}
	case ed25519.PublicKey:
		return []member{{"crv", string(k.typ)}, {"kty", "OKP"}, {"x", encode(p)}}
	}
	return nil
}

// JWK returns the public key as a JSON Web Key (RFC 7517) with its kid, if it
// has an identifier; nil for the zero Key.
func (k Key) JWK() []byte {
	members := k.required()
	if members == nil {
		return nil
	}
	if k.id != "" {
		members = append(members, member{"kid", k.id})
	}
	return object(members)
}

// object writes members as a JSON object without white space.
func object(members []member) []byte {
	out := []byte{'{'}
	for i, m := range members {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(append(out, quote(m.name)...), ':'), quote(m.value)...)
	}
	return append(out, '}')
}

// withMember adds a member, last, to an object without white space.
func withMember(object []byte, name string, raw []byte) []byte {
	out := object[:len(object)-1]
	if len(out) > 1 {
		out = append(out, ',')
	}
	return slices.Concat(out, quote(name), []byte{':'}, raw, []byte{'}'})
}

// quote writes s as a JSON string.
func quote(s string) []byte {
	raw, _ := json.Marshal(s) // strings always marshal
	return raw
}

// Thumbprint returns the JWK thumbprint of the key (RFC 7638) with SHA-256,
// "" for the zero Key.
func (k Key) Thumbprint() string {
	members := k.required()
	if members == nil {
		return ""
	}
	sum := sha256.Sum256(object(members))
	return multiformat.EncodeBase64URL(sum[:])
}

// Multikey returns the key in Multikey form, "" for RSA, which has none.
func (k Key) Multikey() string {
	if prefixed := k.prefixed(); prefixed != nil {
		return multiformat.EncodeBase58(prefixed)
	}
	return ""
}

// prefixed returns the bytes of the Multikey form, nil where there is none.
func (k Key) prefixed() []byte {
	switch p := k.public.(type) {
	case *ecdsa.PublicKey:
		return multiformat.Prefix(multikeys[k.typ], compressed(p))
	case ed25519.PublicKey:
		return multiformat.Prefix(multikeys[k.typ], p)
	}
	return nil
}

// DIDKey returns the did:key of the key, "" for RSA.
func (k Key) DIDKey() string {
	if m := k.Multikey(); m != "" {
		return "did:key:" + m
	}
	return ""
}
