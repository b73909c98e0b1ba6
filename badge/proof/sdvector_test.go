package proof

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
	"github.com/openbadges-go/openbadges/badge/internal/reftest"
	"github.com/openbadges-go/openbadges/badge/key"
)

const sdVectors = "vectors/di-ecdsa/ecdsa-sd-2023/"

// citizenship is a context for the members of the W3C vector of ecdsa-sd-2023,
// written from its statements.
func citizenship(t testing.TB) []badge.Extension {
	text, err := os.ReadFile("testdata/citizenship.json")
	require.NoError(t, err)
	return []badge.Extension{{URL: "https://w3id.org/citizenship/v4rc1", Context: text}}
}

// sdFile reads a file with one step of the vector.
func sdFile[T any](t testing.TB, name string) (v T) {
	t.Helper()
	require.NoError(t, json.Unmarshal(reftest.Read(t, sdVectors+name), &v))
	return v
}

// sdKeys are the keys of the vector.
func sdKeys(t testing.TB) (base, own crypto.Signer, hmacKey []byte) {
	t.Helper()
	keys := sdFile[struct {
		BaseKeyPair, ProofKeyPair struct{ SecretKeyMultibase string }
		HMACKeyString             string
	}](t, "SDKeyMaterial.json")
	hmacKey, err := hex.DecodeString(keys.HMACKeyString)
	require.NoError(t, err)
	return repeatableKey(t, keys.BaseKeyPair.SecretKeyMultibase), repeatableKey(t, keys.ProofKeyPair.SecretKeyMultibase), hmacKey
}

func repeatableKey(t testing.TB, multibase string) crypto.Signer {
	t.Helper()
	_, prefixed, err := multiformat.Decode(multibase)
	require.NoError(t, err)
	codec, data, err := multiformat.Split(prefixed)
	require.NoError(t, err)
	require.Equal(t, multiformat.P256Priv, codec)
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), data)
	require.NoError(t, err)
	return repeatable{key}
}

// repeatable makes deterministic signatures (RFC 6979).
type repeatable struct{ *ecdsa.PrivateKey }

func (r repeatable) Sign(_ io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	return r.PrivateKey.Sign(nil, digest, opts)
}

// group selects statements of the vector by their numbers.
type group struct{ Value [][2]any }

func (g group) indexes() (list []int) {
	for _, row := range g.Value {
		list = append(list, int(row[0].(float64)))
	}
	return list
}

func transformedOf(t testing.TB, d *badge.Document, o CheckOptions) Transformed {
	t.Helper()
	proofs, err := Find(d)
	require.NoError(t, err)
	g, err := proofs[len(proofs)-1].transform(context.Background(), o)
	require.NoError(t, err)
	return g
}

func linesOf(list []signedStatement) (lines []string) {
	for _, s := range list {
		lines = append(lines, s.line)
	}
	return lines
}

// TestVectorSDBase checks the steps of the base proof of the W3C vector
// (C-054).
func TestVectorSDBase(t *testing.T) {
	d := parse(t, string(reftest.Read(t, sdVectors+"prc/addSignedSDBase.json")))
	o := CheckOptions{Extensions: citizenship(t), base: true}
	g := transformedOf(t, d, o)
	require.Equal(t, sdFile[[]string](t, "prc/addBaseDocHMACCanon.json"), linesOf(g.division.statements))
	steps := sdFile[struct {
		MandatoryPointers       []string
		Mandatory, NonMandatory group
	}](t, "prc/addBaseTransform.json")
	require.Equal(t, steps.MandatoryPointers, g.disclosure.pointers)
	var mandatory, optional []int
	for i, s := range g.division.statements {
		if s.mandatory {
			mandatory = append(mandatory, i)
		} else {
			optional = append(optional, i)
		}
	}
	require.Equal(t, steps.Mandatory.indexes(), mandatory)
	require.Equal(t, steps.NonMandatory.indexes(), optional)
	hashes := sdFile[map[string]string](t, "prc/addHashData.json")
	require.Equal(t, hashes["proofHash"], hex.EncodeToString(g.proofHash))
	require.Equal(t, hashes["mandatoryHash"], hex.EncodeToString(g.documentHash))
	raw := sdFile[struct {
		BaseSignature string
		Signatures    []string
	}](t, "prc/addRawBaseSignatureInfo.json")
	require.Equal(t, raw.BaseSignature, hex.EncodeToString(g.signature))
	require.Len(t, g.disclosure.signatures, len(raw.Signatures))
	for i, signature := range raw.Signatures {
		require.Equal(t, signature, hex.EncodeToString(g.disclosure.signatures[i]))
	}
	require.Equal(t, d.Root().At("/proof/proofValue").String(), g.disclosure.text())
	base, own, _ := sdKeys(t)
	_, err := g.Verify(context.Background(), publicKey(t, base))
	require.NoError(t, err)
	_, err = g.Verify(context.Background(), publicKey(t, own))
	require.Equal(t, codeSignature, code(err), "C-068")
	require.Equal(t, codeDisclosureBase, code(checkFirst(string(d.Bytes()), publicKey(t, base), CheckOptions{Extensions: o.Extensions})))
}

// TestVectorSDDerived verifies the derived proof of the W3C vector (C-054).
func TestVectorSDDerived(t *testing.T) {
	d := parse(t, string(reftest.Read(t, sdVectors+"prc/derivedRevealDocument.json")))
	o := CheckOptions{Extensions: citizenship(t)}
	g := transformedOf(t, d, o)
	require.Equal(t, sdFile[[]string](t, "prc/verifyNQuads.json"), linesOf(g.division.statements))
	steps := sdFile[struct {
		NonMandatory             []string
		ProofHash, MandatoryHash string
	}](t, "prc/verifyCreateVerifyData.json")
	require.Equal(t, steps.NonMandatory, linesOf(g.division.optional()))
	require.Equal(t, steps.ProofHash, hex.EncodeToString(g.proofHash))
	require.Equal(t, steps.MandatoryHash, hex.EncodeToString(g.documentHash))
	require.Equal(t, d.Root().At("/proof/proofValue").String(), g.disclosure.text())
	base, own, _ := sdKeys(t)
	checked, err := g.Verify(context.Background(), publicKey(t, base))
	require.NoError(t, err)
	require.Equal(t, ECDSASD2023, checked.Scheme)
	_, err = g.Verify(context.Background(), publicKey(t, own))
	require.Equal(t, codeSignature, code(err), "C-068")
}

// TestVectorSDSignedAnew makes the base proof of the W3C vector with its keys.
// All signatures follow RFC 6979, so the result must be equal (C-054).
func TestVectorSDSignedAnew(t *testing.T) {
	official := parse(t, string(reftest.Read(t, sdVectors+"prc/addSignedSDBase.json")))
	base, own, hmacKey := sdKeys(t)
	row, _ := schemeNamed(ECDSASD2023)
	secrets, err := baseProofWith(own, hmacKey, []string{"/issuer"})
	require.NoError(t, err)
	created, err := badge.DateTime(official.Root().At("/proof/created").String()).Time()
	require.NoError(t, err)
	signed, err := signObject(context.Background(), making{
		doc: parse(t, without(t, official, "proof")), row: row, public: publicKey(t, base), base: secrets,
		by:      key.Signer{Key: base, Method: official.Root().At("/proof/verificationMethod").String()},
		options: Options{Created: created, Extensions: citizenship(t)},
	})
	require.NoError(t, err)
	text := string(signed.text)
	require.Equal(t, official.Root().At("/proof/proofValue").String(), parse(t, text).Root().At("/proof/0/proofValue").String())
	require.NoError(t, checkFirst(text, publicKey(t, base), CheckOptions{Extensions: citizenship(t), base: true}))
}

// TestVectorSDDisclose makes the derived proof of the W3C vector, equal to the
// byte (C-054).
func TestVectorSDDisclose(t *testing.T) {
	d := parse(t, string(reftest.Read(t, sdVectors+"prc/addSignedSDBase.json")))
	want := parse(t, string(reftest.Read(t, sdVectors+"prc/derivedRevealDocument.json")))
	got, err := Disclose(context.Background(), d, Selection{
		Reveal:     []string{"/validFrom", "/validUntil", "/credentialSubject/birthCountry"},
		Extensions: citizenship(t),
	})
	require.NoError(t, err)
	require.Equal(t, want.Root().At("/proof/proofValue").String(), got.Root().At("/proof/0/proofValue").String())
	require.JSONEq(t, without(t, want, "proof"), without(t, got, "proof"))
	base, _, _ := sdKeys(t)
	proofs, err := Find(got)
	require.NoError(t, err)
	checked, err := proofs[0].Verify(context.Background(), publicKey(t, base), CheckOptions{Extensions: citizenship(t)})
	require.NoError(t, err)
	require.Equal(t, &Disclosed{
		Mandatory:    []string{"/issuer"},
		Chosen:       []string{"/credentialSubject", "/validFrom", "/validUntil"},
		Withholdable: []string{"/validFrom", "/validUntil"},
	}, checked.Disclosed)
}
