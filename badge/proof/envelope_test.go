package proof

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
)

// tokenOf signs any JSON object.
func tokenOf(t *testing.T, payload string) string {
	t.Helper()
	input := multiformat.EncodeBase64URL([]byte(`{"alg":"EdDSA"}`)) + "." + multiformat.EncodeBase64URL([]byte(payload))
	signature, err := signEd25519(ed25519Secret(1), []byte(input))
	require.NoError(t, err)
	return input + "." + multiformat.EncodeBase64URL(signature)
}

// TestUnwrap covers J41: Unwrap returns the inner document and nothing of the
// outer one.
func TestUnwrap(t *testing.T) {
	token := string(signed(t, sample, EdDSA, Options{Type: "vc+jwt"}).Bytes())
	envelope := func(id string) string {
		return `{"@context":"https://www.w3.org/ns/credentials/v2","type":"EnvelopedVerifiableCredential","name":"Nobel Prize","id":"` + id + `"}`
	}
	good := envelope("data:application/vc+jwt," + token)
	for _, media := range slices.DeleteFunc(slices.Clone(envelopeTypes), func(m string) bool { return m == typeSDEnvelope }) {
		inner, problems, err := Unwrap(parse(t, envelope("data:"+media+","+token)))
		require.NoError(t, err)
		require.Equal(t, token, string(inner.Bytes()))
		require.Len(t, problems, 1)
		require.Equal(t, codeEnvelopeMember, problems[0].Code)
		require.Equal(t, "/name", problems[0].Path)
		require.NotContains(t, string(inner.JSON()), "Nobel")
		require.NoError(t, checkFirst(string(inner.Bytes()), publicKey(t, ed25519Secret(1)), CheckOptions{}))
	}
	_, problems, err := Unwrap(parse(t, strings.Replace(good, `"name":"Nobel Prize"`, `"role":"judge","tag":"won"`, 1)))
	require.NoError(t, err, "members that decide elsewhere than in a credential")
	require.Len(t, problems, 2)
	proofs, err := Find(parse(t, good))
	require.NoError(t, err)
	require.Empty(t, proofs, "J41 never implicit")
	for _, row := range []struct{ name, text, code, path string }{
		{"J41 a badge", sample, codeEnvelope, ""},
		{"J41 a token", token, codeEnvelope, ""},
		{"J41 signed around", strings.Replace(good, `"name"`, `"proof":{},"name"`, 1), codeEnvelope, "/proof"},
		{"J41 presentation", strings.Replace(good, "EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation", 1), codeEnvelopeUnsupported, "/id"},
		{"J41 no id", strings.Replace(good, `"id"`, `"i"`, 1), codeEnvelope, "/id"},
		{"J41 https", envelope("https://a.example/"), codeEnvelope, "/id"},
		{"J41 not a data URL", envelope("application/vc+jwt," + token), codeEnvelope, "/id"},
		{"J41 no media type", envelope("data:," + token), codeEnvelope, "/id"},
		{"J41 half a media type", envelope("data:vc+jwt," + token), codeEnvelope, "/id"},
		{"J41 SD-JWT that is a JWT", envelope("data:application/vc+sd-jwt," + token), codeEnvelope, "/id"},
		{"J41 JWT that is an SD-JWT", envelope("data:application/vc+jwt," + token + "~"), codeEnvelope, "/id"},
		{"J41 COSE", envelope("data:application/vc+cose," + token), codeEnvelopeUnsupported, "/id"},
		{"J41 base64", envelope("data:application/vc+jwt;base64," + token), codeEnvelopeUnsupported, "/id"},
		{"J41 own end", strings.Replace(good, `"name"`, `"validUntil":"2099-01-01T00:00:00Z","name"`, 1), codeEnvelope, "/validUntil"},
		{"J41 own status", strings.Replace(good, `"name"`, `"credentialStatus":{},"name"`, 1), codeEnvelope, "/credentialStatus"},
		{"J41 own issuer", strings.Replace(good, `"name"`, `"issuer":"did:example:a","name"`, 1), codeEnvelope, "/issuer"},
		{"J41 own subject", strings.Replace(good, `"name"`, `"credentialSubject":{},"name"`, 1), codeEnvelope, "/credentialSubject"},
		{"J41 badge as well", strings.Replace(good, `"EnvelopedVerifiableCredential"`, `["OpenBadgeCredential","EnvelopedVerifiableCredential"]`, 1), codeEnvelope, "/type/0"},
		{"J41 credential as well", strings.Replace(good, `"EnvelopedVerifiableCredential"`, `["EnvelopedVerifiableCredential","VerifiableCredential"]`, 1), codeEnvelope, "/type/1"},
		{"J41 envelope inside", envelope("data:application/vc+jwt," + tokenOf(t, good)), codeEnvelope, "/id"},
		{"J41 JSON inside", envelope("data:application/vc+jwt,{}"), codeEnvelope, "/id"},
		{"J41 percent", envelope("data:application/vc+jwt," + strings.Replace(token, ".", "%2E", 1)), "jws.parts", "/id"},
		{"J41 nothing", envelope("data:application/vc+jwt,"), "badge.format", "/id"},
		{"J41 id of another type", strings.Replace(strings.TrimSuffix(good, "}"), `"id":"`, `"id":["`, 1) + `]}`, codeEnvelope, "/id"},
	} {
		t.Run(row.name, func(t *testing.T) {
			d, _, err := Unwrap(parse(t, row.text))
			require.Equal(t, row.code, code(err))
			require.Nil(t, d)
			require.Equal(t, row.path, badge.PathOf(err))
		})
	}
}
