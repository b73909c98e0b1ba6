package proof

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
	"github.com/openbadges-go/openbadges/badge/key"
)

// detachedContexts are the newest context of badges and those of the suites.
var detachedContexts = []string{"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
	"https://w3id.org/security/suites/jws-2020/v1", "https://w3id.org/security/suites/ed25519-2018/v1"}

// detachedHeader is the only header of a detached JWS with an algorithm.
func detachedHeader(alg string) string { return `{"alg":"` + alg + `","b64":false,"crit":["b64"]}` }

// signedDetached signs the sample with a suite that has a detached JWS, under
// any header.
func signedDetached(t *testing.T, suite Scheme, alg string, header string, by crypto.Signer, edit func(string) string) string {
	t.Helper()
	text := strings.Replace(sample, detachedContexts[0], strings.Join(detachedContexts, `","`), 1)
	d := parse(t, text)
	config, err := jsontext.Parse([]byte(`{"type":"` + string(suite) + `",` + method + "," + purpose + `,"jws":"` + multiformat.EncodeBase64URL([]byte(header)) + `.."}`))
	require.NoError(t, err)
	row, ok := schemeWhere(suite, func(s scheme) bool { return string(s.detached) == alg })
	require.True(t, ok)
	p := Proof{doc: d, object: config, detached: detachedJWS{header: multiformat.EncodeBase64URL([]byte(header)), alg: Scheme(alg)}}
	g := Transformed{opened: opened{proof: p, row: row}}
	require.NoError(t, g.read(context.Background()))
	signature := signES256K(secp256k1Secret(1), string(g.input()))
	if row.sign != nil {
		signature, err = row.sign(by, g.input())
		require.NoError(t, err)
	}
	value := p.detached.header + ".." + multiformat.EncodeBase64URL(signature)
	if edit != nil {
		value = edit(value)
	}
	made := jsontext.ReplaceValue(config.Member("jws"), quote(value))
	return string(jsontext.InsertMember(jsontext.Value(d.Root()), "proof", made))
}

// TestDetached verifies the suites with a detached JWS, which are never made.
func TestDetached(t *testing.T) {
	for _, row := range []struct {
		suite Scheme
		alg   Scheme
		by    crypto.Signer
	}{
		{Ed25519Signature2018, EdDSA, ed25519Secret(1)},
		{JsonWebSignature2020, EdDSA, ed25519Secret(1)},
		{JsonWebSignature2020, ES256, ecSecret(p256Key, 1)},
		{JsonWebSignature2020, ES384, ecSecret(p384Key, 1)},
		{JsonWebSignature2020, PS256, rsaSecret(t, "rsa2048.pem")},
	} {
		t.Run(string(row.suite+" "+row.alg), func(t *testing.T) {
			alg := string(row.alg)
			sign := func(header string, edit func(string) string) string {
				return signedDetached(t, row.suite, alg, header, row.by, edit)
			}
			good := sign(detachedHeader(alg), nil)
			require.NoError(t, checkFirst(good, publicKey(t, row.by), CheckOptions{}))
			_, err := Sign(context.Background(), parse(t, sample), row.suite, key.Signer{Key: row.by, Method: "https://issuer.example/keys#1"}, Options{})
			require.Equal(t, codeSchemeUnknown, code(err))
			proofs, err := Find(parse(t, good))
			require.NoError(t, err)
			g, err := proofs[0].transform(context.Background(), CheckOptions{})
			require.NoError(t, err)
			require.Len(t, g.Data().DocumentHash, 32, "SHA-256 whatever the curve")
			require.NotContains(t, string(g.Data().Proof), "jws")

			header := multiformat.EncodeBase64URL([]byte(detachedHeader(alg)))
			for name, hostile := range map[string]struct{ text, code string }{
				"member changed":     {strings.Replace(good, `"name": "Example"`, `"name": "Elsewhere"`, 1), codeSignature},
				"member added":       {strings.Replace(good, `"validUntil"`, `"inLanguage": "en", "validUntil"`, 1), codeSignature},
				"purpose changed":    {strings.Replace(good, "assertionMethod", "authentication", 1), codeProofPurpose},
				"method changed":     {strings.Replace(good, method, strings.Replace(method, `#`, `#x`, 1), 1), codeSignature},
				"signature of zeros": {sign(detachedHeader(alg), func(string) string { return header + ".." + strings.Repeat("A", 86) }), codeSignature},
				"no signature":       {sign(detachedHeader(alg), func(string) string { return header + ".." }), codeProofValue},
				"signature padded":   {sign(detachedHeader(alg), func(v string) string { return v + "=" }), codeProofValue},
				"one dot":            {sign(detachedHeader(alg), func(v string) string { return strings.Replace(v, "..", ".", 1) }), codeProofValue},
				"payload attached":   {sign(detachedHeader(alg), func(v string) string { return strings.Replace(v, "..", ".e30.", 1) }), codeProofValue},
				"no crit":            {sign(`{"alg":"`+alg+`","b64":false}`, nil), codeProofValue},
				"payload encoded":    {sign(`{"alg":"`+alg+`","b64":true,"crit":["b64"]}`, nil), codeProofValue},
				"further crit":       {sign(`{"alg":"`+alg+`","b64":false,"crit":["b64","x"]}`, nil), codeProofValue},
				"key in the header":  {sign(`{"alg":"`+alg+`","b64":false,"crit":["b64"],"jku":"https://evil.example"}`, nil), codeProofValue},
				"other order":        {sign(`{"b64":false,"alg":"`+alg+`","crit":["b64"]}`, nil), codeProofValue},
				"space in it":        {sign(`{"alg":"`+alg+`", "b64":false,"crit":["b64"]}`, nil), codeProofValue},
				"header not signed":  {sign(detachedHeader(alg)+" ", nil), codeProofValue},
				"alg none":           {sign(detachedHeader("none"), nil), codeAlgNotAllowed},
				"alg HS256":          {sign(detachedHeader("HS256"), nil), codeAlgNotAllowed},
				"alg of lower case":  {sign(detachedHeader(strings.ToLower(alg)), nil), codeAlgNotAllowed},
				"alg unknown":        {sign(detachedHeader("ES256X"), nil), codeAlgUnsupported},
				"alg of tokens":      {sign(detachedHeader("ES512"), nil), codeProofValue},
				"value as well":      {strings.Replace(good, `"jws"`, `"proofValue":"z1","jws"`, 1), codeProofValue},
				"value instead":      {strings.Replace(good, `"jws"`, `"proofValue"`, 1), codeProofValue},
				"a number":           {good[:strings.Index(good, `"jws"`)] + `"jws":1}}`, codeProofValue},
				"suite in two ways":  {strings.Replace(good, `"jws"`, `"cryptosuite":"eddsa-rdfc-2022","jws"`, 1), codeSuiteUnknown},
			} {
				require.NotEqual(t, good, hostile.text, name)
				got := code(checkFirst(hostile.text, publicKey(t, row.by), CheckOptions{}))
				switch {
				case name == "signature of zeros" && row.alg == ES384:
					hostile.code = codeProofValue // of another length
				case name == "no signature" && row.alg == PS256:
					hostile.code = codeSignature // its length is that of the key
				}
				require.Equal(t, hostile.code, got, name)
			}
			require.Equal(t, codeKeyType, code(checkFirst(good, publicKey(t, ecSecret(p521Key, 1)), CheckOptions{})))
			require.Equal(t, codeSignature, code(checkFirst(good, publicKey(t, anotherSecret(t, row.by)), CheckOptions{})))
		})
	}
}

// anotherSecret is a key of the same kind.
func anotherSecret(t testing.TB, by crypto.Signer) crypto.Signer {
	t.Helper()
	k, _ := key.FromPublic(by.Public())
	switch k.Type() {
	case ed25519Key:
		return ed25519Secret(2)
	case rsaKey:
		other, err := rsa.GenerateKey(rand.Reader, 2048)
		require.NoError(t, err)
		return other
	}
	return ecSecret(k.Type(), 2)
}
