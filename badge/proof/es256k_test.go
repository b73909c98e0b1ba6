package proof

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"github.com/decred/dcrd/dcrec/secp256k1/v4"
	"github.com/decred/dcrd/dcrec/secp256k1/v4/ecdsa"
	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
	"github.com/openbadges-go/openbadges/badge/key"
)

func secp256k1Secret(b byte) *secp256k1.PrivateKey {
	return secp256k1.PrivKeyFromBytes(bytes.Repeat([]byte{b}, 32))
}

func secp256k1Public(t *testing.T, b byte) key.Key {
	k, err := key.ParseMultikey(multiformat.EncodeBase58(multiformat.Prefix(multiformat.Secp256k1Pub, secp256k1Secret(b).PubKey().SerializeCompressed())))
	require.NoError(t, err)
	return k
}

// signES256K signs as RFC 8812 §3.2 describes; this package does not.
func signES256K(secret *secp256k1.PrivateKey, input string) []byte {
	digest := sha256.Sum256([]byte(input))
	signature := ecdsa.Sign(secret, digest[:])
	r, s := signature.R(), signature.S()
	first, second := r.Bytes(), s.Bytes()
	return slices.Concat(first[:], second[:])
}

func TestES256K(t *testing.T) {
	payload := string(signed(t, sample, ES256, Options{}).JSON())
	order, err := hex.DecodeString("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")
	require.NoError(t, err)
	zero, most := make([]byte, 32), bytes.Repeat([]byte{0xff}, 32)
	negated := func(s []byte) []byte {
		var n secp256k1.ModNScalar
		n.SetByteSlice(s)
		out := n.Negate().Bytes()
		return out[:]
	}
	mine, other := secp256k1Public(t, 1), secp256k1Public(t, 2)
	restricted := func(alg string) key.Key {
		k, err := key.ParseJWK([]byte(with(string(mine.JWK()), `"alg":"`+alg+`"`)))
		require.NoError(t, err)
		return k
	}
	for _, row := range []struct {
		name, alg string
		edit      func(r, s []byte) []byte
		by        key.Key
		code      string
	}{
		{"good", "ES256K", nil, mine, ""},
		{"good, key restricted to it", "ES256K", nil, restricted("ES256K"), ""},
		{"J16 other s", "ES256K", func(r, s []byte) []byte { return slices.Concat(r, negated(s)) }, mine, ""},
		{"flipped bit of r", "ES256K", func(r, s []byte) []byte { r[31] ^= 1; return slices.Concat(r, s) }, mine, codeSignature},
		{"flipped bit of s", "ES256K", func(r, s []byte) []byte { s[0] ^= 0x80; return slices.Concat(r, s) }, mine, codeSignature},
		{"swapped", "ES256K", func(r, s []byte) []byte { return slices.Concat(s, r) }, mine, codeSignature},
		{"J14 r is 0", "ES256K", func(_, s []byte) []byte { return slices.Concat(zero, s) }, mine, codeSignature},
		{"J14 s is 0", "ES256K", func(r, _ []byte) []byte { return slices.Concat(r, zero) }, mine, codeSignature},
		{"J14 both are 0", "ES256K", func(_, _ []byte) []byte { return slices.Concat(zero, zero) }, mine, codeSignature},
		{"J14 r is n", "ES256K", func(_, s []byte) []byte { return slices.Concat(order, s) }, mine, codeSignature},
		{"J14 s is n", "ES256K", func(r, _ []byte) []byte { return slices.Concat(r, order) }, mine, codeSignature},
		{"J14 the largest r", "ES256K", func(_, s []byte) []byte { return slices.Concat(most, s) }, mine, codeSignature},
		{"J14 the largest s", "ES256K", func(r, _ []byte) []byte { return slices.Concat(r, most) }, mine, codeSignature},
		{"J15 63 bytes", "ES256K", func(r, s []byte) []byte { return slices.Concat(r, s[:31]) }, mine, codeSignature},
		{"J15 65 bytes", "ES256K", func(r, s []byte) []byte { return slices.Concat(r, s, []byte{0}) }, mine, codeSignature},
		{"J15 nothing", "ES256K", func(_, _ []byte) []byte { return nil }, mine, codeSignature},
		{"another key", "ES256K", nil, other, codeSignature},
		{"zero key", "ES256K", nil, key.Key{}, codeKeyType},
		{"J13 key of P-256", "ES256K", nil, publicKey(t, ecSecret(p256Key, 1)), codeKeyType},
		{"J13 key of Ed25519", "ES256K", nil, publicKey(t, ed25519Secret(1)), codeKeyType},
		{"J13 alg of P-256", "ES256", nil, mine, codeKeyType},
		{"J13 alg of Ed25519", "EdDSA", nil, mine, codeKeyType},
		{"J12 lower case", "es256k", nil, mine, codeAlgNotAllowed},
		{"J12 last letter in lower case", "ES256k", nil, mine, codeAlgNotAllowed},
		{"unknown", "ES256KR", nil, mine, codeAlgUnsupported},
	} {
		t.Run(row.name, func(t *testing.T) {
			input := b64(`{"alg":"`+row.alg+`",`+kid+`}`) + "." + b64(payload)
			signature := signES256K(secp256k1Secret(1), input)
			if row.edit != nil {
				signature = row.edit(signature[:32], slices.Clone(signature[32:]))
			}
			text := input + "." + base64.RawURLEncoding.EncodeToString(signature)
			require.Equal(t, row.code, code(checkFirst(text, row.by, CheckOptions{})))
			if row.code == "" {
				changed := strings.Replace(text, b64(payload), b64(strings.Replace(payload, "Teamwork", "Homework", 1)), 1)
				require.Equal(t, codeSignature, code(checkFirst(changed, row.by, CheckOptions{})))
			}
		})
	}
}

// Nothing is signed with ES256K.
func TestES256KIsNotMade(t *testing.T) {
	by := key.Signer{Key: ecSecret(p256Key, 1), Method: "https://issuer.example/keys#1"}
	_, err := Sign(context.Background(), parse(t, sample), ES256K, by, Options{})
	require.Equal(t, codeSchemeUnknown, code(err))
	require.Equal(t, codeSchemeUnknown, code(ES256K.CheckKey(secp256k1Public(t, 1))))
	require.Equal(t, codeKeyType, code(ES256.CheckKey(secp256k1Public(t, 1))))
	require.True(t, ES256K.Token())
}

// ES256K is also an algorithm of JsonWebSignature2020.
func TestDetachedES256K(t *testing.T) {
	good := signedDetached(t, JsonWebSignature2020, "ES256K", detachedHeader("ES256K"), nil, nil)
	require.NoError(t, checkFirst(good, secp256k1Public(t, 1), CheckOptions{}))
	require.Equal(t, codeSignature, code(checkFirst(good, secp256k1Public(t, 2), CheckOptions{})))
	require.Equal(t, codeKeyType, code(checkFirst(good, publicKey(t, ecSecret(p256Key, 1)), CheckOptions{})))
	require.Equal(t, codeSignature, code(checkFirst(strings.Replace(good, `"name": "Example"`, `"name": "Elsewhere"`, 1), secp256k1Public(t, 1), CheckOptions{})))
	short := signedDetached(t, JsonWebSignature2020, "ES256K", detachedHeader("ES256K"), nil, func(v string) string { return v[:len(v)-2] })
	require.Equal(t, codeProofValue, code(checkFirst(short, secp256k1Public(t, 1), CheckOptions{})))
	as2018 := strings.Replace(good, "JsonWebSignature2020", "Ed25519Signature2018", 1)
	require.Equal(t, codeProofValue, code(checkFirst(as2018, secp256k1Public(t, 1), CheckOptions{})))
}
