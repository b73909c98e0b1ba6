package proof

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
)

// The keys of all tests are fixed: seeds of one repeated byte, and RSA keys in
// testdata.

func ed25519Secret(b byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{b}, ed25519.SeedSize))
}

func ecSecret(typ keyType, b byte) *ecdsa.PrivateKey {
	curve := curves[typ]
	key, err := ecdsa.ParseRawPrivateKey(curve, bytes.Repeat([]byte{b}, (curve.Params().BitSize+7)/8))
	if err != nil {
		return nil // of P-521, only 1 repeated is inside the order of the curve; of the others, every byte below 0xff
	}
	return key
}

func rsaSecret(t testing.TB, name string) crypto.Signer {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	key, err := privatePEM(bytes.TrimSpace(data))
	require.NoError(t, err)
	return key
}

// signers returns one signer for each scheme that is made.
func signers(t testing.TB) map[Scheme]Signer {
	method := "https://issuer.example/keys#1"
	return map[Scheme]Signer{
		RS256:         {rsaSecret(t, "rsa2048.pem"), method},
		PS256:         {rsaSecret(t, "rsa2048.pem"), method},
		ES256:         {ecSecret(p256Key, 1), method},
		ES384:         {ecSecret(p384Key, 1), method},
		ES512:         {ecSecret(p521Key, 1), method},
		EdDSA:         {ed25519Secret(1), method},
		EdDSARDFC2022: {ed25519Secret(1), method},
		EdDSAJCS2022:  {ed25519Secret(1), method},
		ECDSARDFC2019: {ecSecret(p256Key, 1), method},
		ECDSAJCS2019:  {ecSecret(p384Key, 1), method},
	}
}

func publicKey(t testing.TB, s crypto.Signer) Key {
	t.Helper()
	k, err := KeyOf(s.Public())
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

// checkFirst checks the first proof of a text that need not even parse.
func checkFirst(text string, key Key, o CheckOptions) error {
	return checkBytes([]byte(text), key, o)
}

func checkBytes(text []byte, key Key, o CheckOptions) error {
	d, err := badge.Parse(text)
	if err != nil {
		return err
	}
	proofs, err := Of(d)
	if err != nil {
		return err
	}
	if len(proofs) == 0 {
		return errors.New("no proof")
	}
	_, err = proofs[0].Check(context.Background(), key, o)
	return err
}

// code returns the code of an error of this package or of package badge.
func code(err error) string {
	var p *badge.ParseError
	switch {
	case err == nil:
		return ""
	case errors.As(err, &p):
		return p.Code
	case codeOf(err) != "":
		return codeOf(err)
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
