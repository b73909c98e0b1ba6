package proof

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
)

// The keys of all tests are fixed: seeds of one repeated byte, and the RSA keys
// of package key.

func ed25519Secret(b byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{b}, ed25519.SeedSize))
}

func ecSecret(typ string, b byte) *ecdsa.PrivateKey {
	curve := map[string]elliptic.Curve{p256Key: elliptic.P256(), p384Key: elliptic.P384(), p521Key: elliptic.P521()}[typ]
	secret, err := ecdsa.ParseRawPrivateKey(curve, bytes.Repeat([]byte{b}, (curve.Params().BitSize+7)/8))
	if err != nil {
		return nil // for P-521, only the repeated byte 1 is below the order of the curve; for the others, every byte below 0xff
	}
	return secret
}

func rsaSecret(t testing.TB, name string) crypto.Signer {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "key", "testdata", name))
	require.NoError(t, err)
	block, _ := pem.Decode(data)
	secret, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		secret, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	}
	require.NoError(t, err)
	return secret.(crypto.Signer)
}

// signers returns one signer for each scheme that Sign makes.
func signers(t testing.TB) map[Scheme]key.Signer {
	method := "https://issuer.example/keys#1"
	return map[Scheme]key.Signer{
		RS256:         {Key: rsaSecret(t, "rsa2048.pem"), Method: method},
		PS256:         {Key: rsaSecret(t, "rsa2048.pem"), Method: method},
		ES256:         {Key: ecSecret(p256Key, 1), Method: method},
		ES384:         {Key: ecSecret(p384Key, 1), Method: method},
		ES512:         {Key: ecSecret(p521Key, 1), Method: method},
		EdDSA:         {Key: ed25519Secret(1), Method: method},
		EdDSARDFC2022: {Key: ed25519Secret(1), Method: method},
		EdDSAJCS2022:  {Key: ed25519Secret(1), Method: method},
		ECDSARDFC2019: {Key: ecSecret(p256Key, 1), Method: method},
		ECDSAJCS2019:  {Key: ecSecret(p384Key, 1), Method: method},
	}
}

func publicKey(t testing.TB, s crypto.Signer) key.Key {
	t.Helper()
	k, err := key.FromPublic(s.Public())
	require.NoError(t, err)
	return k
}

const sample = `{
  "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
  "id": "https://issuer.example/badges/1",
  "type": ["VerifiableCredential", "OpenBadgeCredential"],
  "name": "Teamwork <&> \u00e9t\u00e9",
  "issuer": {"id": "https://issuer.example", "type": ["Profile"], "name": "Example"},
  "validFrom": "2024-05-01T10:20:30.75+02:00",
  "validUntil": "2034-05-01T10:20:30Z",
  "credentialSubject": {
    "id": "did:example:ada",
    "type": ["AchievementSubject"],
    "achievement": {
      "id": "https://issuer.example/achievements/1",
      "type": ["Achievement"],
      "name": "Teamwork",
      "description": "Works in a team",
      "criteria": {"narrative": "Was seen working in a team"}
    }
  }
}
`

func parse(t testing.TB, text string) *badge.Document {
	t.Helper()
	d, err := badge.Parse([]byte(text))
	require.NoError(t, err)
	return d
}

func signed(t testing.TB, text string, s Scheme, o Options) *badge.Document {
	t.Helper()
	d, err := Sign(context.Background(), parse(t, text), s, signers(t)[s], o)
	require.NoError(t, err)
	return d
}

// checkFirst verifies the first proof of a text. It also accepts a text that
// does not parse.
func checkFirst(text string, public key.Key, o CheckOptions) error {
	return checkBytes([]byte(text), public, o)
}

func checkBytes(text []byte, public key.Key, o CheckOptions) error {
	d, err := badge.Parse(text)
	if err != nil {
		return err
	}
	proofs, err := Find(d)
	if err != nil {
		return err
	}
	if len(proofs) == 0 {
		return errors.New("no proof")
	}
	_, err = proofs[0].Verify(context.Background(), public, o)
	return err
}

// code returns the code of an error of this package or of package badge.
func code(err error) string {
	switch {
	case err == nil:
		return ""
	case badge.CodeOf(err) != "":
		return badge.CodeOf(err)
	}
	return fmt.Sprintf("error without a code: %v", err)
}

func b64(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }

// token signs any header and payload.
func token(t testing.TB, s Scheme, by crypto.Signer, header, payload string) string {
	t.Helper()
	row, ok := schemeNamed(s)
	require.True(t, ok)
	input := b64(header) + "." + b64(payload)
	signature, err := row.sign(by, []byte(input))
	require.NoError(t, err)
	return input + "." + base64.RawURLEncoding.EncodeToString(signature)
}

func seeded(seed []byte) crypto.Signer { return ed25519.NewKeyFromSeed(seed) }

// with adds members to the text of a JWK.
func with(jwk, members string) string { return strings.TrimSuffix(jwk, "}") + "," + members + "}" }
