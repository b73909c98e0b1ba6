package proof

import (
	"context"
	"crypto/ecdsa"
	"encoding/asn1"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
	"github.com/openbadges-go/openbadges/badge/key"
)

// TestSuiteAndCurve: each ECDSA suite works with P-256 and P-384, with the hash
// of the curve.
func TestSuiteAndCurve(t *testing.T) {
	for _, suite := range []Scheme{ECDSARDFC2019, ECDSAJCS2019} {
		for typ, size := range map[string]int{p256Key: 32, p384Key: 48} {
			by := key.Signer{Key: ecSecret(typ, 3), Method: "https://issuer.example/keys#3"}
			d, err := Sign(context.Background(), parse(t, sample), suite, by, Options{})
			require.NoError(t, err)
			proofs, err := Find(d)
			require.NoError(t, err)
			g, err := proofs[0].transform(context.Background(), CheckOptions{})
			require.NoError(t, err)
			require.Len(t, g.Data().DocumentHash, size)
			require.Len(t, g.Data().ProofHash, size)
			require.NoError(t, checkFirst(string(d.Bytes()), publicKey(t, by.Key), CheckOptions{}))
			for _, other := range []string{p256Key, p384Key} {
				err := checkFirst(string(d.Bytes()), publicKey(t, ecSecret(other, 4)), CheckOptions{})
				require.Equal(t, other == typ, code(err) == codeSignature, "%v", err)
			}
		}
	}
}

// TestHostileECDSAValue covers J15, J16 and C-067 for embedded proofs.
func TestHostileECDSAValue(t *testing.T) {
	for _, suite := range []Scheme{ECDSARDFC2019, ECDSAJCS2019} {
		for _, typ := range []string{p256Key, p384Key} {
			by := key.Signer{Key: ecSecret(typ, 3), Method: "https://issuer.example/keys#3"}
			d, err := Sign(context.Background(), parse(t, sample), suite, by, Options{})
			require.NoError(t, err)
			value := d.Root().At("/proof/0/proofValue")
			_, signature, err := multiformat.Decode(value.String())
			require.NoError(t, err)
			half := len(signature) / 2
			r, s := new(big.Int).SetBytes(signature[:half]), new(big.Int).SetBytes(signature[half:])
			der, err := asn1.Marshal(struct{ R, S *big.Int }{r, s})
			require.NoError(t, err)
			n := by.Key.Public().(*ecdsa.PublicKey).Params().N
			fixed := func(r, s *big.Int) []byte {
				return slices.Concat(r.FillBytes(make([]byte, half)), s.FillBytes(make([]byte, half)))
			}
			zero := new(big.Int)
			for _, row := range []struct {
				name  string
				value []byte
				codes []string // one of these codes
			}{
				{"control", signature, []string{""}},
				{"J16 s -> n-s", fixed(r, new(big.Int).Sub(n, s)), []string{""}},
				{"J15 DER", der, []string{codeProofValue}},
				{"J15 short", signature[1:], []string{codeProofValue}},
				{"J15 leading zero", append([]byte{0}, signature...), []string{codeProofValue}},
				{"J15 less than half", fixed(r, s)[:half-1], []string{codeProofValue}},
				{"C-067 r = 0", fixed(zero, s), []string{codeSignature}},
				{"C-067 s = 0", fixed(r, zero), []string{codeSignature}},
				{"C-067 s = n", fixed(r, n), []string{codeSignature}},
				{"C-067 r = s = 0", fixed(zero, zero), []string{codeSignature}},
				{"J15 other curve", make([]byte, 64+96-len(signature)), []string{codeKeyType}},
			} {
				t.Run(row.name+" "+string(suite)+" "+string(typ), func(t *testing.T) {
					text := jsontext.ReplaceValue(jsontext.Value(value), quote(multiformat.EncodeBase58(row.value)))
					require.Contains(t, row.codes, code(checkFirst(string(text), publicKey(t, by.Key), CheckOptions{})))
				})
			}
		}
	}
}

// TestHostileText covers D37, C-071 and other changes that a proof over text
// must detect.
func TestHostileText(t *testing.T) {
	contexts := `["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]`
	row, ok := schemeNamed(EdDSAJCS2022)
	require.True(t, ok)
	key := ed25519Secret(1)
	signedText := func(text, own string) string {
		d := parse(t, text)
		config, err := jsontext.Parse([]byte(`{"type":"DataIntegrityProof","cryptosuite":"eddsa-jcs-2022",` + method + "," + purpose + own + "}"))
		require.NoError(t, err)
		g := Transformed{opened: opened{proof: Proof{doc: d, object: config}, row: row}}
		require.NoError(t, g.read(context.Background()))
		signature, err := signEd25519(key, g.input())
		require.NoError(t, err)
		return string(jsontext.InsertMember(jsontext.Value(d.Root()), "proof", jsontext.InsertMember(config, "proofValue", quote(multiformat.EncodeBase58(signature)))))
	}
	good := signedText(sample, `,"@context":`+contexts)
	for _, row := range []struct{ name, text, code string }{
		{"control", good, ""},
		{"control without @context in the proof", signedText(sample, ""), ""},
		{"D37 C-071 no prefix", signedText(sample, `,"@context":["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]`), codeProofContext},
		{"D37 prefix", signedText(sample, `,"@context":["https://www.w3.org/ns/credentials/v2"]`), codeProofContext},
		{"D37 string for array", signedText(sample, `,"@context":"https://www.w3.org/ns/credentials/v2"`), codeProofContext},
		{"D37 longer", signedText(sample, `,"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json","https://a.example/"]`), codeProofContext},
		{"context added to both", strings.ReplaceAll(good, `context-3.0.3.json"]`, `context-3.0.3.json","https://a.example/"]`), codeSignature},
		{"context of the document changed", strings.Replace(good, `"@context": [`, `"@context": ["https://a.example/",`, 1), codeProofContext},
		{"RE-48 D37 known context appended afterwards", strings.Replace(good, `context-3.0.3.json"]`, `context-3.0.3.json","https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]`, 1), codeProofContext},
		{"RE-48 D37 unknown context appended afterwards", strings.Replace(good, `context-3.0.3.json"]`, `context-3.0.3.json","https://a.example/"]`, 1), codeProofContext},
		{"RE-48 D37 inline context appended afterwards", strings.Replace(good, `context-3.0.3.json"]`, `context-3.0.3.json",{"name":null}]`, 1), codeProofContext},
		{"undefined member, since text is signed", signedText(strings.Replace(sample, `"name"`, `"rank":"gold","name"`, 1), ""), ""},
		{"member added", strings.Replace(good, `"name"`, `"rank":"gold","name"`, 1), codeSignature},
		{"null added", strings.Replace(good, `"name"`, `"rank":null,"name"`, 1), codeSignature},
		{"array around a value", strings.Replace(good, `"did:example:ada"`, `["did:example:ada"]`, 1), codeSignature},
		{"order of an array", strings.Replace(good, `"VerifiableCredential", "OpenBadgeCredential"`, `"OpenBadgeCredential", "VerifiableCredential"`, 1), codeSignature},
		{"white space and escapes", strings.ReplaceAll(strings.ReplaceAll(good, ": ", " : "), "Works in", `W\u006frks in`), ""},
		{"number", signedText(strings.Replace(sample, `"name"`, `"rank":1.50,"name"`, 1), ""), ""},
		{"D33 read as RDF", strings.Replace(good, "eddsa-jcs-2022", "eddsa-rdfc-2022", 1), codeSignature},
		{"D33 read as ECDSA", strings.Replace(good, "eddsa-jcs-2022", "ecdsa-jcs-2019", 1), codeKeyType},
		{"S-37 RE-20 exponent changed", strings.Replace(signedText(strings.Replace(sample, `"name"`, `"rank":1.5e-10,"name"`, 1), ""), "1.5e-10", "1.5e-100", 1), codeSignature},
		{"number that does not survive", strings.Replace(good, `"name"`, `"rank":12345678901234567890,"name"`, 1), "json.number_range"},
		{"D36 option changed", strings.Replace(good, `"proofPurpose"`, `"nonce":"1","proofPurpose"`, 1), codeSignature},
	} {
		t.Run(row.name, func(t *testing.T) {
			require.Equal(t, row.code, code(checkFirst(row.text, publicKey(t, key), CheckOptions{})))
		})
	}
}

func TestLinkedData(t *testing.T) {
	for _, row := range schemes {
		require.Equal(t, row.name.LinkedData(), row.transform != jose && row.transform != jcs, row.name)
		require.Equal(t, row.name.Token(), row.transform == jose, row.name)
	}
	require.False(t, Scheme("x").LinkedData())
}
