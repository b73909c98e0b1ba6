package key

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
)

// Signer makes signatures under one verification method. Printing or
// marshalling a Signer shows only the method, never the key.
type Signer struct {
	// Key signs. It may be any crypto.Signer, such as the client of a key
	// management service.
	Key crypto.Signer
	// Method is the IRI of the published public key. A linked-data proof needs
	// it; a JWS contains it as kid, or contains the public key if Method is
	// empty. In Open Badges 2.0 it is the creator in the verification of the
	// badge.
	Method string
}

// String names the verification method.
func (s Signer) String() string { return "signer for " + quoted(s.Method) }

// Format prints the same as String for every verb, never the key.
func (s Signer) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// MarshalJSON returns the verification method.
func (s Signer) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]string{"method": Redact(s.Method)})
}

// secret is a private key that prints as "private key". It keeps the key inside
// a function, where reflection over its fields does not reach it.
type secret struct {
	sign   func(rand io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error)
	public crypto.PublicKey
}

func newSecret(key crypto.Signer) (crypto.Signer, error) {
	if _, err := FromPublic(key.Public()); err != nil {
		return nil, err
	}
	return &secret{sign: key.Sign, public: key.Public()}, nil
}

func (s *secret) Public() crypto.PublicKey { return s.public }

func (s *secret) Sign(rand io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	return s.sign(rand, digest, opts)
}

// InProcess reports whether a signer is a key in the memory of this process, from
// ParsePrivate or of the standard library. Such a signer always returns, and soon.
func InProcess(signer crypto.Signer) bool {
	switch signer.(type) {
	case *secret, ed25519.PrivateKey, *ecdsa.PrivateKey, *rsa.PrivateKey:
		return true
	}
	return false
}

const redacted = "private key"

func (s *secret) String() string               { return redacted }
func (s *secret) Format(f fmt.State, _ rune)   { _, _ = io.WriteString(f, redacted) }
func (s *secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// errPrivate returns an error without any part of the text.
func errPrivate(message string) error { return fail(codePrivateKey, "", "%s", message) }

// ParsePrivate reads one private key for use in a Signer: a JSON Web Key, a
// PEM block (PRIVATE KEY, RSA PRIVATE KEY, EC PRIVATE KEY) or a Multikey, as
// text or in a JSON object with secretKeyMultibase. The public key must pass the
// import policy and belong to the private key. Neither the result nor an error
// shows the private key.
func ParsePrivate(data []byte) (crypto.Signer, error) {
	text := bytes.TrimSpace(data)
	var key crypto.Signer
	var err error
	switch {
	case len(data) > maxText:
		err = errPrivate("the text is longer than the limit for a private key")
	case bytes.HasPrefix(text, []byte("-----BEGIN")):
		key, err = privatePEM(text)
	case bytes.HasPrefix(text, []byte("{")):
		key, err = privateJSON(data)
	default:
		key, err = privateMultikey(string(text))
	}
	if err != nil {
		return nil, err
	}
	return newSecret(key)
}

func privatePEM(text []byte) (crypto.Signer, error) {
	block, rest := pem.Decode(text)
	if block == nil || len(bytes.TrimSpace(rest)) > 0 {
		return nil, errPrivate("the text is not exactly one PEM block")
	}
	var key any
	var err error
	switch block.Type {
	case "PRIVATE KEY":
		key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
	case "RSA PRIVATE KEY":
		key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	case "EC PRIVATE KEY":
		key, err = x509.ParseECPrivateKey(block.Bytes)
	default:
		return nil, errPrivate("the PEM block is not PRIVATE KEY, RSA PRIVATE KEY or EC PRIVATE KEY")
	}
	if signer, ok := key.(crypto.Signer); ok && err == nil {
		return signer, nil
	}
	return nil, errPrivate("the PEM block does not hold a private key that can sign")
}

func privateMultikey(text string) (crypto.Signer, error) {
	codec, data, err := splitMultikey(text)
	if err != nil {
		return nil, errPrivate("the text is neither JSON nor PEM nor a Multikey")
	}
	switch codec {
	case multiformat.Ed25519Priv:
		return ed25519.NewKeyFromSeed(data), nil
	case multiformat.P256Priv:
		return ecPrivate(p256Key, data)
	case multiformat.P384Priv:
		return ecPrivate(p384Key, data)
	case multiformat.P521Priv:
		return ecPrivate(p521Key, data)
	}
	return nil, errPrivate("the Multikey is of type " + string(codec) + ", which cannot sign")
}

func ecPrivate(typ keyType, scalar []byte) (crypto.Signer, error) {
	key, err := ecdsa.ParseRawPrivateKey(curves[typ], scalar)
	if err != nil {
		return nil, errPrivate("the private number does not fit the curve " + string(typ))
	}
	return key, nil
}

func privateJSON(data []byte) (crypto.Signer, error) {
	v, err := jsontext.Parse(data)
	if e, ok := errors.AsType[*jsontext.Error](err); ok {
		return nil, fail(e.Code(), "", "the private key is not strict JSON")
	}
	for _, name := range []string{"secretKeyMultibase", "privateKeyMultibase"} {
		if m := v.Member(name); m.Exists() {
			return privateMultikeyPair(m.String(), v.Member("publicKeyMultibase"))
		}
	}
	public, err := jwkPublic(v)
	if err != nil {
		return nil, err
	}
	var key crypto.Signer
	switch public.typ {
	case secp256k1Key:
		return nil, fail(codeUnsupported, "/crv", "the key is on %s, which only verifies", secp256k1Key)
	case rsaKey:
		key, err = rsaPrivate(v, public.public.(*rsa.PublicKey))
	case ed25519Key:
		var seed []byte
		if seed, err = jwkBytes(v, "d", ed25519.SeedSize); err == nil {
			key = ed25519.NewKeyFromSeed(seed)
		}
	default:
		var scalar []byte
		if scalar, err = jwkBytes(v, "d", (curves[public.typ].Params().BitSize+7)/8); err == nil {
			key, err = ecPrivate(public.typ, scalar)
		}
	}
	if err != nil {
		return nil, err
	}
	return matching(key, public)
}

func privateMultikeyPair(text string, public jsontext.Value) (crypto.Signer, error) {
	key, err := privateMultikey(text)
	if err != nil || !public.Exists() {
		return key, err
	}
	want, err := ParseMultikey(public.String())
	if err != nil {
		return nil, err
	}
	return matching(key, want)
}

// matching refuses a private key to which the public key does not belong.
func matching(key crypto.Signer, public Key) (crypto.Signer, error) {
	own, err := FromPublic(key.Public())
	if err != nil {
		return nil, err
	}
	if !own.Equal(public) {
		return nil, errPrivate("the public key does not belong to the private key")
	}
	return key, nil
}

func rsaPrivate(v jsontext.Value, public *rsa.PublicKey) (crypto.Signer, error) {
	var numbers [3]*big.Int
	for i, name := range []string{"d", "p", "q"} {
		data, err := jwkBytes(v, name, 0)
		if err != nil {
			return nil, err
		}
		numbers[i] = new(big.Int).SetBytes(data)
	}
	if v.Member("oth").Exists() {
		return nil, errPrivate("the RSA key has more than two primes")
	}
	key := &rsa.PrivateKey{PublicKey: *public, D: numbers[0], Primes: numbers[1:]}
	if err := key.Validate(); err != nil {
		return nil, errPrivate("the members of the RSA key do not belong together")
	}
	key.Precompute()
	return key, nil
}
