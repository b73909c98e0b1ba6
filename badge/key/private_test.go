package key

import (
	"bytes"
	"crypto"
	"crypto/ecdh"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
)

// TestSecretsStaySecret is W03: no verb, encoder or error shows a private key
// in any of its usual spellings.
func TestSecretsStaySecret(t *testing.T) {
	seed := bytes.Repeat([]byte{0xa7}, 32)
	jwk := func(d []byte) string {
		public := publicKey(t, ed25519.NewKeyFromSeed(seed)).JWK()
		return with(string(public), `"d":"`+base64.RawURLEncoding.EncodeToString(d)+`"`)
	}
	private := multiformat.EncodeBase58(multiformat.Prefix(multiformat.Ed25519Priv, seed))
	spellings := []string{hex.EncodeToString(seed), base64.RawURLEncoding.EncodeToString(seed)[:40], base64.StdEncoding.EncodeToString(seed)[:40],
		"167 167 167", "0xa7, 0xa7", "a7 a7 a7", private[1:], strings.Repeat("\xa7", 4)}
	clean := func(text string) {
		for _, s := range spellings {
			require.NotContains(t, text, s)
		}
	}
	key, err := ParsePrivate([]byte(jwk(seed)))
	require.NoError(t, err)
	signer := Signer{Key: key, Method: "https://issuer.example/#k"}
	for _, v := range []any{key, signer, &signer, Signer{Key: ed25519.NewKeyFromSeed(seed)}, struct{ S Signer }{signer}, struct{ s Signer }{signer}, []Signer{signer}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d"} {
			clean(fmt.Sprintf(verb, v))
		}
		raw, err := json.Marshal(v)
		require.NoError(t, err)
		clean(string(raw))
	}
	wrong := publicKey(t, ed25519Secret(5)).Multikey()
	for _, text := range []string{jwk(seed[:31]), jwk(append(seed, 1)), strings.TrimSuffix(jwk(seed), "}"), with(jwk(seed), `"d":"`+base64.RawURLEncoding.EncodeToString(seed)+`"`),
		private + "1", "m" + private, strings.ToUpper(private), `{"secretKeyMultibase":"` + private + `","publicKeyMultibase":"` + wrong + `"}`, `{"secretKeyMultibase":"` + private + `x"}`} {
		_, err := ParsePrivate([]byte(text))
		require.NotEmpty(t, code(err), text)
		clean(fmt.Sprintf("%v %+v %#v", err, err, err))
		for ; err != nil; err = errors.Unwrap(err) {
			clean(err.Error())
		}
	}
	for _, text := range []string{jwk(seed), private, `{"type":"Multikey","secretKeyMultibase":"` + private + `"}`} {
		_, err := Parse([]byte(text))
		require.Equal(t, codePrivateExposed, code(err))
		clean(err.Error())
	}
}

func TestParsePrivate(t *testing.T) {
	raw := bytes.Repeat([]byte{1}, 48)
	p256, p521 := publicKey(t, ecSecret(p256Key, 1)), publicKey(t, ecSecret(p521Key, 1))
	for name, row := range map[string]struct {
		text string
		want crypto.Signer // nil if the text is refused
	}{
		"Ed25519 Multikey":      {multiformat.EncodeBase58(multiformat.Prefix(multiformat.Ed25519Priv, raw[:32])), ed25519Secret(1)},
		"P-256 Multikey":        {multiformat.EncodeBase58(multiformat.Prefix(multiformat.P256Priv, raw[:32])), ecSecret(p256Key, 1)},
		"P-521 Multikey":        {multiformat.EncodeBase58(multiformat.Prefix(multiformat.P521Priv, bytes.Repeat([]byte{1}, 66))), ecSecret(p521Key, 1)},
		"P-521 JWK":             {with(string(p521.JWK()), `"d":"`+base64.RawURLEncoding.EncodeToString(bytes.Repeat([]byte{1}, 66))+`"`), ecSecret(p521Key, 1)},
		"P-384 Multikey":        {multiformat.EncodeBase58(multiformat.Prefix(multiformat.P384Priv, raw)), ecSecret(p384Key, 1)},
		"P-256 JWK":             {with(string(p256.JWK()), `"d":"`+base64.RawURLEncoding.EncodeToString(raw[:32])+`"`), ecSecret(p256Key, 1)},
		"Ed25519 pair":          {`{"publicKeyMultibase":"` + publicKey(t, ed25519Secret(1)).Multikey() + `","privateKeyMultibase":"` + multiformat.EncodeBase58(multiformat.Prefix(multiformat.Ed25519Priv, raw[:32])) + `"}`, ed25519Secret(1)},
		"RSA JWK":               {rsaPrivateJWK(t, false), rsaSecret(t, "rsa2048.pem")},
		"RSA JWK with no match": {rsaPrivateJWK(t, true), nil},
		"P-256 JWK of another":  {with(string(p256.JWK()), `"d":"`+base64.RawURLEncoding.EncodeToString(bytes.Repeat([]byte{2}, 32))+`"`), nil},
		"zero scalar":           {multiformat.EncodeBase58(multiformat.Prefix(multiformat.P256Priv, make([]byte, 32))), nil},
		"X25519":                {multiformat.EncodeBase58(multiformat.Prefix(multiformat.X25519Priv, raw[:32])), nil},
		"public":                {publicKey(t, ed25519Secret(1)).Multikey(), nil},
		"public JWK":            {string(p256.JWK()), nil},
		"nothing":               {"", nil},
	} {
		t.Run(name, func(t *testing.T) {
			key, err := ParsePrivate([]byte(row.text))
			if row.want == nil {
				require.Contains(t, []string{codePrivateKey, codeMember}, code(err))
				require.Nil(t, key)
				return
			}
			require.NoError(t, err)
			require.True(t, publicKey(t, key).Equal(publicKey(t, row.want)))
			require.Implements(t, (*fmt.Formatter)(nil), key)
			require.True(t, InProcess(key) && InProcess(row.want))
			require.False(t, InProcess(struct{ crypto.Signer }{key}), "a signer of another package may not return")
		})
	}
}

func TestHostilePrivateKeys(t *testing.T) {
	secret := multiformat.EncodeBase58(multiformat.Prefix(multiformat.Ed25519Priv, bytes.Repeat([]byte{1}, 32)))
	pair := func(private, public string) string {
		return `{"privateKeyMultibase":"` + private + `","publicKeyMultibase":"` + public + `"}`
	}
	rsa := rsaPrivateJWK(t, false)
	without := func(name string) string { return strings.Replace(rsa, `"`+name+`"`, `"x`+name+`"`, 1) }
	good, err := os.ReadFile("testdata/rsa2048.pem")
	require.NoError(t, err)
	x25519, err := ecdh.X25519().NewPrivateKey(bytes.Repeat([]byte{1}, 32))
	require.NoError(t, err)
	agreement, err := x509.MarshalPKCS8PrivateKey(x25519)
	require.NoError(t, err)
	for _, row := range []struct{ name, text, code string }{
		{"pair", pair(secret, publicKey(t, ed25519Secret(1)).Multikey()), ""},
		{"pair of two keys", pair(secret, publicKey(t, ed25519Secret(2)).Multikey()), codePrivateKey},
		{"pair, private part damaged", pair("z6", publicKey(t, ed25519Secret(1)).Multikey()), codePrivateKey},
		{"pair, public part damaged", pair(secret, "y"), multiformat.CodePrefix},
		{"pair, public part empty", pair(secret, ""), multiformat.CodeEmpty},
		{"curve", `{"kty":"EC","crv":"P-224","d":"AA"}`, codeUnsupported},
		{"Ed25519 d of 31 bytes", with(edJWK, `"d":"`+multiformat.EncodeBase64URL(make([]byte, 31))+`"`), codeMember},
		{"P-256 d missing", string(publicKey(t, ecSecret(p256Key, 1)).JWK()), codeMember},
		{"RSA d missing", without("d"), codeMember},
		{"RSA p missing", without("p"), codeMember},
		{"RSA q missing", without("q"), codeMember},
		{"RSA more primes", with(rsa, `"oth":[]`), codePrivateKey},
		{"member twice", `{"kty":"OKP","kty":"OKP"}`, "json.duplicate_member"},
		{"two PEM blocks", string(good) + string(good), codePrivateKey},
		{"PEM damaged", pemBlock("PRIVATE KEY", []byte{1}), codePrivateKey},
		{"PEM of a key that cannot sign", pemBlock("PRIVATE KEY", agreement), codePrivateKey},
		{"PEM of a public key", pkix(t, ed25519Secret(1).Public()), codePrivateKey},
	} {
		t.Run(row.name, func(t *testing.T) {
			key, err := ParsePrivate([]byte(row.text))
			require.Equal(t, row.code, code(err), "%v", err)
			require.Equal(t, row.code == "", key != nil)
		})
	}
}

func rsaPrivateJWK(t *testing.T, broken bool) string {
	key := rsaSecret(t, "rsa2048.pem").(*rsa.PrivateKey)
	p := key.Primes[0]
	if broken {
		p = new(big.Int).Add(p, big.NewInt(2))
	}
	number := func(n *big.Int) string { return base64.RawURLEncoding.EncodeToString(n.Bytes()) }
	return with(string(publicKey(t, key).JWK()), fmt.Sprintf(`"d":"%s","p":"%s","q":"%s"`, number(key.D), number(p), number(key.Primes[1])))
}
