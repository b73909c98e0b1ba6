package key

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/decred/dcrd/dcrec/secp256k1/v4"
	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
)

// A key on secp256k1 verifies and never signs. The pair is an example of the
// did:key method.
func TestSecp256k1(t *testing.T) {
	const multikeyText = "zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme"
	scalar, err := hex.DecodeString("9085d2bef69286a6cbb51623c8fa258629945cd55ca705cc4e66700396894e0c")
	require.NoError(t, err)
	secret := secp256k1.PrivKeyFromBytes(scalar)
	point := secret.PubKey().SerializeUncompressed()
	jwk := ecJWK("secp256k1", point[1:33], point[33:])

	k, err := ParseJWK([]byte(with(jwk, `"kid":"a","alg":"ES256K"`)))
	require.NoError(t, err)
	same, err := ParseMultikey(multikeyText)
	require.NoError(t, err)
	require.Equal(t, multikeyText, k.Multikey())
	require.Equal(t, "did:key:"+multikeyText, k.DIDKey())
	require.True(t, k.Equal(same))
	require.Equal(t, []string{"secp256k1", "a", "ES256K"}, []string{k.Type(), k.ID(), k.Algorithm()})
	require.Nil(t, k.Public())
	again, err := ParseJWK(same.WithID("a").JWK())
	require.NoError(t, err)
	require.True(t, again.Equal(k))
	require.Equal(t, k.Thumbprint(), again.Thumbprint())
	for _, other := range secrets(t) {
		require.False(t, k.Equal(publicKey(t, other)))
		require.False(t, publicKey(t, other).Equal(k))
	}
	other, err := ParseJWK([]byte(ecJWK("secp256k1", generator(2)[1:33], generator(2)[33:])))
	require.NoError(t, err)
	require.False(t, k.Equal(other))

	_, err = FromPublic(secret.PubKey().ToECDSA())
	require.Equal(t, codeUnsupported, code(err), "no signer")
	_, err = ParsePrivate([]byte(with(jwk, `"d":"`+multiformat.EncodeBase64URL(scalar)+`"`)))
	require.Equal(t, codeUnsupported, code(err), "no signer")
}

// generator returns a multiple of the base point.
func generator(n byte) []byte {
	return secp256k1.PrivKeyFromBytes([]byte{n}).PubKey().SerializeUncompressed()
}

func TestHostileSecp256k1(t *testing.T) {
	point := generator(1)
	x, y := point[1:33], point[33:]
	prime, err := hex.DecodeString("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f")
	require.NoError(t, err)
	p256, err := ecSecret(p256Key, 7).PublicKey.Bytes()
	require.NoError(t, err)
	good := ecJWK("secp256k1", x, y)
	for _, row := range []struct{ name, text, code string }{
		{"control", good, ""},
		{"J25 off the curve", ecJWK("secp256k1", y, x), codeCurve},
		{"J25 infinity", ecJWK("secp256k1", make([]byte, 32), make([]byte, 32)), codeCurve},
		{"J25 x is the prime", ecJWK("secp256k1", prime, y), codeCurve},
		{"J25 y is the prime", ecJWK("secp256k1", x, prime), codeCurve},
		{"J25 short x", ecJWK("secp256k1", x[:31], y), codeMember},
		{"J25 long y", ecJWK("secp256k1", x, append([]byte{0}, y...)), codeMember},
		{"J25 y missing", strings.Replace(good, `"y"`, `"z"`, 1), codeMember},
		{"J26 point of P-256", ecJWK("secp256k1", p256[1:33], p256[33:]), codeCurve},
		{"J26 under P-256", ecJWK("P-256", x, y), codeCurve},
		{"J26 curve in capitals", strings.Replace(good, "secp256k1", "SECP256K1", 1), codeUnsupported},
		{"J26 kty of another curve", strings.Replace(good, `"EC"`, `"OKP"`, 1), codeUnsupported},
		{"J37 alg of P-256", with(good, `"alg":"ES256"`), codeAlg},
		{"J37 use enc", with(good, `"use":"enc"`), codeUse},
		{"J38 private", with(good, `"d":"AA"`), codePrivateExposed},
		{"D41 Multikey", multikey(t, "e701", append([]byte{2}, x...)), ""},
		{"D41 uncompressed tag", multikey(t, "e701", append([]byte{4}, x...)), codeCurve},
		{"D41 hybrid tag", multikey(t, "e701", append([]byte{6}, x...)), codeCurve},
		{"D41 x that no point has", multikey(t, "e701", append([]byte{2}, append(make([]byte, 31), 5)...)), codeCurve},
		{"D41 x is the prime", multikey(t, "e701", append([]byte{2}, prime...)), codeCurve},
		{"D41 uncompressed", multikey(t, "e701", point), multiformat.CodeLength},
	} {
		t.Run(row.name, func(t *testing.T) {
			keys, err := Parse([]byte(row.text))
			require.Equal(t, row.code, code(err), "%v", err)
			require.Equal(t, row.code == "", len(keys) == 1)
		})
	}
}

// The type of a verification method says which key it has.
func TestMethodOfSecp256k1(t *testing.T) {
	point := generator(1)
	for jwk, want := range map[string]string{ecJWK("secp256k1", point[1:33], point[33:]): "", edJWK: codeUnsupported} {
		m, err := ParseVerificationMethod([]byte(`{"id":"` + did + `#1","type":"EcdsaSecp256k1VerificationKey2019","controller":"` + did + `","publicKeyJwk":` + jwk + `}`))
		require.Equal(t, want, code(err))
		require.Equal(t, map[bool]string{true: "secp256k1", false: "Ed25519"}[want == ""], m.Key.Type())
	}
}
