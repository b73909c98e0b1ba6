package key

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
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

// secrets returns one private key of each type.
func secrets(t testing.TB) map[keyType]crypto.Signer {
	return map[keyType]crypto.Signer{
		rsaKey:     rsaSecret(t, "rsa2048.pem"),
		p256Key:    ecSecret(p256Key, 1),
		p384Key:    ecSecret(p384Key, 1),
		p521Key:    ecSecret(p521Key, 1),
		ed25519Key: ed25519Secret(1),
	}
}

func publicKey(t testing.TB, s crypto.Signer) Key {
	t.Helper()
	k, err := FromPublic(s.Public())
	require.NoError(t, err)
	return k
}

// code returns the code of an error of this package.
func code(err error) string {
	switch {
	case err == nil:
		return ""
	case badge.CodeOf(err) != "":
		return badge.CodeOf(err)
	}
	return fmt.Sprintf("error without a code: %v", err)
}
