package proof

import (
	"context"
	"crypto"
	"encoding/hex"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/reftest"
	"github.com/openbadges-go/openbadges/badge/key"
)

// examples is the context that the W3C vectors use for their members.
func examples(t testing.TB) []badge.Extension {
	return []badge.Extension{{
		URL:     "https://www.w3.org/ns/credentials/examples/v2",
		Context: reftest.Read(t, "contexts/test-only-credentials-examples-v2.jsonld"),
	}}
}

// fragmentKey returns the key in the fragment of a verification method. The
// official samples use such keys; a verifier must not trust them.
func fragmentKey(t testing.TB, method string) key.Key {
	t.Helper()
	_, fragment, ok := strings.Cut(method, "#")
	if !ok {
		fragment = strings.TrimPrefix(method, "did:key:")
	}
	k, err := key.ParseMultikey(fragment)
	require.NoError(t, err)
	return k
}

// vectors are the single proofs for which the W3C publishes every step.
var vectors = []struct {
	folder, suffix, pair string
	scheme               Scheme
}{
	{"di-eddsa/eddsa-rdfc-2022", "DataInt", "di-eddsa/keyPair.json", EdDSARDFC2022},
	{"di-eddsa/eddsa-jcs-2022", "JCS", "di-eddsa/keyPair.json", EdDSAJCS2022},
	{"di-eddsa/Ed25519Signature2020", "EdSig", "di-eddsa/keyPair.json", Ed25519Signature2020},
	{"di-ecdsa/ecdsa-rdfc-2019-p256", "ECDSAP256", "di-ecdsa/p256KeyPair.json", ECDSARDFC2019},
	{"di-ecdsa/ecdsa-jcs-2019-p256", "JCSECDSAP256", "di-ecdsa/p256KeyPair.json", ECDSAJCS2019},
}

// TestVectors checks every step of the vectors of VC Data Integrity EdDSA and
// ECDSA Cryptosuites (C-051 to C-054, C-072).
func TestVectors(t *testing.T) {
	o := CheckOptions{Extensions: examples(t)}
	for _, vector := range vectors {
		t.Run(vector.folder, func(t *testing.T) {
			file := func(name, ext string) string {
				return strings.TrimSpace(string(reftest.Read(t, "vectors/"+vector.folder+"/"+name+vector.suffix+ext)))
			}
			d := parse(t, file("signed", ".json"))
			proofs, err := Find(d)
			require.NoError(t, err)
			require.Len(t, proofs, 1)
			require.Equal(t, vector.scheme, proofs[0].Scheme())
			g, err := proofs[0].transform(context.Background(), o)
			require.NoError(t, err)
			step := g.Data()
			require.Equal(t, file("canonDoc", ".txt"), strings.TrimSuffix(string(step.Document), "\n"))
			require.Equal(t, file("proofCanon", ".txt"), strings.TrimSuffix(string(step.Proof), "\n"))
			require.Equal(t, vector.scheme.LinkedData(), strings.HasSuffix(string(step.Document), " .\n"), "C-053")
			require.Equal(t, file("docHash", ".txt"), hex.EncodeToString(step.DocumentHash))
			require.Equal(t, file("proofHash", ".txt"), hex.EncodeToString(step.ProofHash))
			require.Equal(t, file("combinedHash", ".txt"), hex.EncodeToString(g.input()), "C-052")
			require.Equal(t, file("sigHex", ".txt"), hex.EncodeToString(g.signature))
			key := keyPair(t, vector.pair)
			checked, err := proofs[0].Verify(context.Background(), publicKey(t, key), o)
			require.NoError(t, err)
			require.Equal(t, vector.scheme, checked.Scheme)
			require.Equal(t, vector.scheme.LinkedData(), len(checked.Contexts) > 0)
			row, err := proofs[0].row(CheckOptions{})
			require.NoError(t, err)
			swapped := append(append([]byte{}, step.DocumentHash...), step.ProofHash...)
			require.Equal(t, codeSignature, code(row.verify(publicKey(t, key), swapped, g.signature)), "C-052 swapped")
		})
	}
}

// TestVectorsSignedAnew makes the proofs of the vectors, so that software that
// accepts these accepts ours (C-077). Ed25519 signatures are deterministic and
// must be equal; of an ECDSA signature only its input must be equal.
func TestVectorsSignedAnew(t *testing.T) {
	o := Options{Created: time.Date(2023, 2, 24, 23, 36, 38, 0, time.UTC), Extensions: examples(t)}
	for _, vector := range vectors {
		t.Run(vector.folder, func(t *testing.T) {
			official := parse(t, string(reftest.Read(t, "vectors/"+vector.folder+"/signed"+vector.suffix+".json")))
			method := official.Root().At("/proof/verificationMethod").String()
			d, err := Sign(context.Background(), parse(t, without(t, official, "proof")), vector.scheme, key.Signer{Key: keyPair(t, vector.pair), Method: method}, o)
			require.NoError(t, err)
			steps := map[*badge.Document]SignedData{}
			for _, document := range []*badge.Document{d, official} {
				proofs, err := Find(document)
				require.NoError(t, err)
				g, err := proofs[0].transform(context.Background(), CheckOptions{Extensions: o.Extensions})
				require.NoError(t, err)
				steps[document] = g.Data()
			}
			require.Equal(t, steps[official], steps[d])
			if !strings.HasPrefix(string(vector.scheme), "ecdsa") {
				require.Equal(t, official.Root().At("/proof/proofValue").String(), d.Root().At("/proof/0/proofValue").String())
			}
		})
	}
}

// keyPair returns the private key of a key file of the vectors.
func keyPair(t testing.TB, file string) crypto.Signer {
	t.Helper()
	secret, err := key.ParsePrivate(reftest.Read(t, "vectors/"+file))
	require.NoError(t, err)
	return secret
}

// without returns the text of a document without one member.
func without(t testing.TB, d *badge.Document, name string) string {
	t.Helper()
	members := jsontext.Value(d.Root()).Any().(map[string]any)
	delete(members, name)
	raw, err := json.Marshal(members)
	require.NoError(t, err)
	return string(raw)
}

// TestVectorsProofSet verifies each proof of a set alone, and one that names
// the others in previousProof (C-063).
func TestVectorsProofSet(t *testing.T) {
	for file, want := range map[string][]string{
		"signedProofSet1.json":   {""},
		"signedProofSet2.json":   {"", ""},
		"signedProofChain1.json": {"", "", ""},
	} {
		proofs, err := Find(parse(t, string(reftest.Read(t, "vectors/di-eddsa/proof-set-chain/"+file))))
		require.NoError(t, err)
		require.Len(t, proofs, len(want))
		for i, p := range proofs {
			_, err := p.Verify(context.Background(), fragmentKey(t, p.Method()), CheckOptions{Extensions: examples(t)})
			require.Equal(t, want[i], code(err), "%s %d", file, i)
		}
	}
}

// teamwork is the credential of the implementation guide's vector, rebuilt from
// its facts.
const teamwork = `{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
"id":"http://example.com/credentials/3527","type":["VerifiableCredential","OpenBadgeCredential"],"name":"Teamwork Badge","validFrom":"2010-01-01T00:00:00Z",
"issuer":{"id":"https://example.edu/issuers/565049","type":["Profile"],"name":"Example Corp","url":"https://www.imsglobal.org"},
"credentialSubject":{"id":"did:example:ebfeb1f712ebc6f1c276e12ec21","type":["AchievementSubject"],"achievement":{
"id":"https://example.com/achievements/21st-century-skills/teamwork","type":["Achievement"],"name":"Teamwork",
"description":"This badge recognizes the development of the capacity to collaborate within a group environment.",
"criteria":{"narrative":"Team members are nominated for this badge by their peers and recognized upon review by Example Corp management."}}}}`

// guideDate is the created date of the proofs in the implementation guide.
var guideDate = time.Date(2010, 1, 1, 19, 23, 24, 0, time.UTC)

// guideSigner signs with the key of the implementation guide.
func guideSigner(t testing.TB) key.Signer {
	t.Helper()
	seed, err := hex.DecodeString("6241a409e6707bb640a0140a8a32bc3d193c33a661747284d6adfa4ed4180be4")
	require.NoError(t, err)
	return key.Signer{Method: "https://example.edu/issuers/565049#z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi", Key: seeded(seed)}
}

// TestVectorOpenBadges reproduces the vector of the Open Badges 3.0
// implementation guide, including its signature (C-051).
func TestVectorOpenBadges(t *testing.T) {
	d, err := Sign(context.Background(), parse(t, teamwork), EdDSARDFC2022, guideSigner(t), Options{Created: guideDate})
	require.NoError(t, err)
	proofs, err := Find(d)
	require.NoError(t, err)
	g, err := proofs[0].transform(context.Background(), CheckOptions{})
	require.NoError(t, err)
	step := g.Data()
	require.Equal(t, string(reftest.Read(t, "vectors/ob3-impl/obv3p0/document-canon.txt")), string(step.Document))
	require.Equal(t, string(reftest.Read(t, "vectors/ob3-impl/obv3p0/proof-canon.txt")), string(step.Proof))
	require.Equal(t, "87f65a76d40146205e3b3e06cb0fbd153f97f9ce70372390f52566bb7f9e0773", hex.EncodeToString(step.DocumentHash))
	require.Equal(t, "d34009cea0dbc1ca941e09dc01c8c9d3e3ce3c5b853f67ee44698dcea10f5d19", hex.EncodeToString(step.ProofHash))
	require.Equal(t, "f7a017acf7d27983267ec362657c0fb08e955549f49dac5bf36a03c4f2c3a4f1e3738a6c5ecd7ffba7135cb9cd754e6196f4b73082ea8df8e703c8ecd4333503", hex.EncodeToString(g.signature))
}

// TestSamples verifies the proofs of the official samples with the keys in
// their verification methods.
func TestSamples(t *testing.T) {
	for _, row := range []struct {
		file string
		want []string // codes, one for each proof
	}{
		{"ob30/simple.json", []string{""}},
		{"ob30/simple.1ob", []string{""}},
		{"ob30/complete.json", []string{""}},
		{"ob30/simple_v1.json", []string{""}},
		{"ob30/simple-eddsa-2022.json", []string{""}},
		{"ob30/simple-did-key-method.json", []string{""}},
		{"ob30/simple-did-web-method.json", []string{""}},
		{"ob30/simple-context-version.json", []string{""}},
		{"ob30/simple-multiple-proofs.json", []string{codeSuiteUnknown, ""}},
		{"ob30/simple-err-expired.json", []string{""}},
		{"ob30/simple-err-issued.json", []string{""}},
		{"ob30/simple-err-issuer.json", []string{""}},
		{"ob30/simple-err-type.json", []string{"ld.undefined_type"}},
		{"ob30/simple-err-proof-value.json", []string{codeSignature}},
		{"ob30/simple-err-proof-method-no-scheme.json", []string{codeProofMethod}},
		{"ob30/simple-err-context.json", []string{"ld.context_unknown"}}, // has no base context
		{"ob30/simple-err-evidence-type.json", []string{"ld.undefined_type"}},
		{"ob30/bit-string-list/testlist", []string{""}},
		{"ob30/bit-string-list/credential-status-revoked.json", []string{""}},
		{"ob30/bit-string-list/credential-status-revoked-blank-nodes.json", []string{""}},
		{"ob30/simple-noproof.json", nil},
		{"clr20/simple.json", []string{""}},
	} {
		t.Run(row.file, func(t *testing.T) {
			proofs, err := Find(parse(t, string(reftest.Read(t, "samples/1edtech/"+row.file))))
			require.NoError(t, err)
			require.Len(t, proofs, len(row.want))
			for i, p := range proofs {
				key := fragmentKey(t, "#z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi")
				if strings.Contains(p.Method(), ":") {
					key = fragmentKey(t, p.Method())
				}
				_, err := p.Verify(context.Background(), key, CheckOptions{})
				require.Equal(t, row.want[i], code(err), "%v", err)
			}
		})
	}
	t.Run("alias", func(t *testing.T) {
		text := string(reftest.Read(t, "samples/1edtech/ob30/simple-context-alias.json"))
		proofs, err := Find(parse(t, text))
		require.NoError(t, err)
		require.NoError(t, checkFirst(text, fragmentKey(t, proofs[0].Method()), CheckOptions{Compat: interop}))
	})
}

// TestSampleToken covers C-097 and C-080: the official token has no sub, and
// another one names no key.
func TestSampleToken(t *testing.T) {
	picture := reftest.Read(t, "samples/1edtech/ob30/simple-jwt.svg")
	token := regexp.MustCompile(`verify="([^"]+)"`).FindSubmatch(picture)[1]
	d := parse(t, string(token))
	proofs, err := Find(d)
	require.NoError(t, err)
	key, ok, err := proofs[0].EmbeddedKey()
	require.NoError(t, err)
	require.True(t, ok)
	for _, o := range []CheckOptions{{}, {Compat: interop}} {
		_, err = proofs[0].Verify(context.Background(), key, o)
		require.NoError(t, err)
	}
	require.Contains(t, found(ValidateToken(d, CheckOptions{})), codeClaimMissing+" /sub")
	for _, p := range ValidateToken(d, CheckOptions{Compat: interop}) {
		require.Equal(t, badge.SeverityWarning, p.Severity, "%+v", p)
	}
	bare := strings.TrimSpace(string(reftest.Read(t, "samples/1edtech/ob30/simple.jwt")))
	require.Equal(t, codeJWSKeyMissing, code(checkFirst(bare, key, CheckOptions{Compat: interop})))
}
