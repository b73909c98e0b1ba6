package key

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
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
