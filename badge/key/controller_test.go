package key

import (
	"crypto/ed25519"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
)

const did = "did:web:issuer.example"

func multikeyMethod(id, controller, key, more string) string {
	return fmt.Sprintf(`{"id":"%s","type":"Multikey","controller":"%s","publicKeyMultibase":"%s"%s}`, id, controller, key, more)
}

func TestControllerDocument(t *testing.T) {
	first, second, third := publicKey(t, ed25519Secret(1)), publicKey(t, ecSecret(p256Key, 2)), publicKey(t, rsaSecret(t, "rsa2048.pem"))
	text := `{"@context":"https://www.w3.org/ns/did/v1","id":"` + did + `","alsoKnownAs":["https://victim.example"],"verificationMethod":[` +
		multikeyMethod(did+"#1", did, first.Multikey(), `,"expires":"2030-01-01T00:00:00Z","revoked":"2029-01-01T00:00:00Z"`) + `,` +
		`{"id":"#2","type":"JsonWebKey","controller":"` + did + `","publicKeyJwk":` + string(second.JWK()) + `},` +
		`{"id":"#3","type":"JsonWebKey2020","controller":"did:web:other.example","publicKeyJwk":` + string(third.JWK()) + `},` +
		`{"id":"#4","type":"JsonWebKey2020","controller":"` + did + `","publicKeyJwk":{"kty":"EC","crv":"P-224"}},` +
		`{"id":"#5","type":"Ed25519VerificationKey2018","controller":"` + did + `","publicKeyBase58":"x"},` +
		`{"id":"#7","type":"Ed25519VerificationKey2018","controller":"` + did + `","publicKeyBase58":"` + multiformat.EncodeBase58(publicKey(t, ed25519Secret(8)).Public().(ed25519.PublicKey))[1:] + `"},` +
		`{"id":"#8","type":"Ed25519VerificationKey2018","controller":"` + did + `","publicKeyBase58":"0"}` +
		`],"authentication":["#3",` + multikeyMethod("#a", did, publicKey(t, ed25519Secret(7)).Multikey(), "") + `],` +
		`"assertionMethod":["` + did + `#1","#2","#4","#5","#7","#8","` + did + `#none",` +
		`{"id":"#6","type":"Ed25519VerificationKey2020","controller":"` + did + `","publicKeyMultibase":"` + publicKey(t, ed25519Secret(6)).Multikey() + `"}]}`
	d, err := ParseControllerDocument([]byte(text))
	require.NoError(t, err)
	require.Equal(t, did, d.ID())
	require.False(t, d.Deactivated())
	var ids []string
	for _, m := range d.Methods() {
		ids = append(ids, m.ID)
		require.Equal(t, m.ID, m.Key.ID())
		require.Equal(t, did, m.Controller)
	}
	require.Equal(t, []string{did + "#1", did + "#2", did + "#7", did + "#6"}, ids)
	m, err := d.Method(did + "#1")
	require.NoError(t, err)
	require.True(t, m.Key.Equal(first))
	require.EqualValues(t, "2030-01-01T00:00:00Z", m.Expires, "I13")
	require.EqualValues(t, "2029-01-01T00:00:00Z", m.Revoked, "I13")
	for id, want := range map[string]string{
		did + "#3":       codeControllerNotAllowed, // J44, I11, C-060: under authentication alone
		did + "#a":       codeControllerNotAllowed, // embedded under authentication
		did + "#4":       codeUnsupported,
		did + "#5":       codeMember,
		did + "#8":       multiformat.CodeAlphabet,
		did + "#none":    codeControllerUnknown,
		did:              codeControllerUnknown,
		"#1":             codeControllerUnknown, // exact ids only
		"DID:web:" + "x": codeControllerUnknown,
		"":               codeControllerUnknown,
	} {
		_, err := d.Method(id)
		require.Equal(t, want, code(err), id)
	}
}

func TestHostileControllerDocuments(t *testing.T) {
	key := publicKey(t, ed25519Secret(1)).Multikey()
	one := multikeyMethod("#1", did, key, "")
	var many strings.Builder
	for i := range maxKeys + 1 {
		many.WriteString("," + multikeyMethod(fmt.Sprintf("#%d", i), did, key, ""))
	}
	wrap := func(methods, more string) string {
		return `{"id":"` + did + `","verificationMethod":[` + methods + `]` + more + `}`
	}
	for _, row := range []struct{ name, text, code string }{
		{"control", wrap(one, ""), ""},
		{"only an id", `{"id":"` + did + `"}`, ""},
		{"I09 id array", `{"id":["` + did + `"]}`, codeControllerFormat},
		{"I09 no id", `{}`, codeControllerFormat},
		{"I09 relative id", `{"id":"issuer"}`, codeControllerFormat},
		{"I12 same id, another key", wrap(one+","+multikeyMethod("#1", did, publicKey(t, ed25519Secret(2)).Multikey(), ""), ""), codeControllerDuplicate},
		{"I12 same id, another controller", wrap(one, `,"assertionMethod":[`+multikeyMethod("#1", did+":b", key, "")+`]`), codeControllerDuplicate},
		{"I12 same id, another type", wrap(one, `,"assertionMethod":[`+strings.Replace(one, "Multikey", "Ed25519VerificationKey2020", 1)+`]`), codeControllerDuplicate},
		{"I12 same id, one revoked", wrap(one, `,"assertionMethod":[`+multikeyMethod("#1", did, key, `,"revoked":"2030-01-01T00:00:00Z"`)+`]`), codeControllerDuplicate},
		{"I12 same id, one expires", wrap(multikeyMethod("#1", did, key, `,"expires":"2030-01-01T00:00:00Z"`), `,"authentication":[`+one+`]`), codeControllerDuplicate},
		{"I12 same id, an unknown member", wrap(one, `,"keyAgreement":[`+multikeyMethod(did+"#1", did, key, `,"x":1`)+`]`), codeControllerDuplicate},
		{"I12 same id, unknown members differ", wrap(multikeyMethod("#1", did, key, `,"x":[1,2]`), `,"keyAgreement":[`+multikeyMethod("#1", did, key, `,"x":[2,1]`)+`]`), codeControllerDuplicate},
		{"I12 same id, both unusable and different", wrap(`{"id":"#1","type":"A"},{"id":"#1","type":"B"}`, ""), codeControllerDuplicate},
		{"I12 relative path", wrap(multikeyMethod("/k", did, key, ""), ""), codeControllerMethod},
		{"I12 no id", wrap(`{"type":"Multikey"}`, ""), codeControllerMethod},
		{"I13 deactivated as text", `{"id":"` + did + `","deactivated":"true"}`, codeControllerFormat},
		{"I14 too many", wrap(many.String()[1:], ""), codeControllerTooMany},
		{"I14 too long", `{"id":"` + did + `","x":"` + strings.Repeat("x", maxText) + `"}`, codeTooLarge},
		{"I14 HTML", `<html></html>`, "json.syntax"},
		{"I14 deep", `{"id":"` + did + `","x":` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + `}`, "json.depth"},
		{"I14 array", `[]`, codeFormat},
		{"duplicate member", `{"id":"` + did + `","id":"did:web:victim.example"}`, "json.duplicate_member"},
		{"methods as object", `{"id":"` + did + `","verificationMethod":` + one + `}`, codeControllerFormat},
		{"assertionMethod as text", wrap(one, `,"assertionMethod":"#1"`), codeControllerFormat},
		{"method as text", wrap(`"#1"`, ""), codeControllerMethod},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := ParseControllerDocument([]byte(row.text))
			require.Equal(t, row.code, code(err), "%v", err)
		})
	}
	for _, row := range []struct{ name, method, code string }{
		{"I10 controller array", `{"id":"#1","type":"Multikey","controller":["` + did + `"],"publicKeyMultibase":"` + key + `"}`, codeControllerMethod},
		{"I13 expires no date", multikeyMethod("#1", did, key, `,"expires":"never"`), codeControllerMethod},
		{"I13 revoked no date", multikeyMethod("#1", did, key, `,"revoked":true`), codeControllerMethod},
		{"J38 secret", multikeyMethod("#1", did, key, `,"secretKeyMultibase":"z"`), codePrivateExposed},
		{"J38 private JWK", `{"id":"#1","type":"JsonWebKey","publicKeyJwk":` + with(edJWK, `"d":"AA"`) + `}`, codePrivateExposed},
		{"type missing", `{"id":"#1","publicKeyMultibase":"` + key + `"}`, codeUnsupported},
		{"Ed25519VerificationKey2020 with P-256", `{"id":"#1","type":"Ed25519VerificationKey2020","publicKeyMultibase":"` + publicKey(t, ecSecret(p256Key, 1)).Multikey() + `"}`, codeUnsupported},
		{"key in the wrong member", `{"id":"#1","type":"JsonWebKey","publicKeyMultibase":"` + key + `"}`, codeFormat},
		{"no key", `{"id":"#1","type":"Multikey"}`, "multibase.empty"},
	} {
		t.Run(row.name, func(t *testing.T) {
			d, err := ParseControllerDocument([]byte(wrap(row.method, `,"assertionMethod":["#1"]`)))
			require.NoError(t, err)
			require.Empty(t, d.Methods())
			m, err := d.Method(did + "#1")
			require.Equal(t, row.code, code(err), "%v", err)
			require.Equal(t, err, m.Err)
			require.True(t, strings.HasPrefix(badge.PathOf(err), "/verificationMethod/0"))
		})
	}
}

// RE-13: a method that is described several times in the same way is one method.
func TestRepeatedMethods(t *testing.T) {
	key := publicKey(t, ed25519Secret(1)).Multikey()
	full := multikeyMethod(did+"#1", did, key, `,"x":{"a":1.0,"b":[]}`)
	reordered := `{"x": {"b":[], "a":1}, "publicKeyMultibase":"` + key + `","controller":"` + did + `","type":"Multikey","id":"#1"}`
	for name, row := range map[string]struct{ more, code string }{
		"embedded again":               {`"verificationMethod":[` + full + `],"assertionMethod":[` + full + `]`, ""},
		"listed twice":                 {`"verificationMethod":[` + full + `,` + full + `],"assertionMethod":["#1"]`, ""},
		"relative id, another order":   {`"verificationMethod":[` + full + `],"assertionMethod":[` + reordered + `]`, ""},
		"two purposes":                 {`"authentication":[` + full + `],"assertionMethod":[` + reordered + `]`, ""},
		"reference and embedded":       {`"assertionMethod":["#1",` + full + `,"` + did + `#1"]`, ""},
		"for authentication and twice": {`"verificationMethod":[` + full + `],"authentication":[` + full + `,` + reordered + `]`, codeControllerNotAllowed},
		"more often than methods may be": {`"verificationMethod":[` + full + strings.Repeat(","+full, maxKeys) + `],"assertionMethod":["#1"` +
			strings.Repeat(`,"#1",`+reordered, maxKeys) + `]`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := ParseControllerDocument([]byte(`{"id":"` + did + `",` + row.more + `}`))
			require.NoError(t, err)
			m, err := d.Method(did + "#1")
			require.Equal(t, row.code, code(err), "%v", err)
			if row.code == "" {
				require.Equal(t, key, m.Key.Multikey())
				require.Len(t, d.Methods(), 1)
			}
		})
	}
}

func TestVerificationMethod(t *testing.T) {
	key := publicKey(t, ed25519Secret(1))
	m, err := ParseVerificationMethod([]byte(multikeyMethod("https://issuer.example/keys/1", "https://issuer.example", key.Multikey(), "")))
	require.NoError(t, err)
	require.Equal(t, "https://issuer.example", m.Controller)
	require.True(t, m.Key.Equal(key))
	_, err = ParseVerificationMethod([]byte(multikeyMethod("#1", "https://issuer.example", key.Multikey(), "")))
	require.Equal(t, codeControllerMethod, code(err))
}
