package key

import (
	"crypto/rsa"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Every limit, with its number: what is just within is read, one more is not.
func TestLimits(t *testing.T) {
	multikey := publicKey(t, ed25519Secret(1)).Multikey()
	many := func(n int, form, between string) string {
		texts := make([]string, n)
		for i := range texts {
			texts[i] = strings.ReplaceAll(form, "%d", fmt.Sprint(i))
		}
		return strings.Join(texts, between)
	}
	method := multikeyMethod("#%d", did, multikey, "")
	document := func(members string) string { return `{"id":"` + did + `",` + members + `}` }
	padded := func(text string, n int) string { return text + strings.Repeat(" ", n-len(text)) }
	pem := pkix(t, ed25519Secret(1).Public())
	private, err := os.ReadFile("testdata/rsa2048.pem")
	require.NoError(t, err)
	keys := func(text string) error { _, err := Parse([]byte(text)); return err }
	controller := func(text string) error { _, err := ParseControllerDocument([]byte(text)); return err }
	secret := func(text string) error { _, err := ParsePrivate([]byte(text)); return err }
	iri := func(n int) string { return "https://a.example/" + strings.Repeat("a", n-18) }
	for _, row := range []struct {
		name   string
		read   func(string) error
		within string
		beyond string
		code   string
	}{
		{"bytes of a key", keys, padded(edJWK, 262144), padded(edJWK, 262145), codeTooLarge},
		{"bytes of a document", controller, padded(document(`"x":1`), 262144), padded(document(`"x":1`), 262145), codeTooLarge},
		{"bytes of a private key", secret, padded(string(private), 262144), padded(string(private), 262145), codePrivateKey},
		{"keys in a set", keys, `{"keys":[` + many(64, with(edJWK, `"kid":"%d"`), ",") + `]}`, `{"keys":[` + many(65, with(edJWK, `"kid":"%d"`), ",") + `]}`, codeTooMany},
		{"PEM blocks", keys, many(64, pem, ""), many(65, pem, ""), codeTooMany},
		{"methods", controller, document(`"verificationMethod":[` + many(64, method, ",") + `]`), document(`"verificationMethod":[` + many(65, method, ",") + `]`), codeControllerTooMany},
		{"methods under assertionMethod", controller, document(`"assertionMethod":[` + many(64, `"#%d"`, ",") + `]`), document(`"assertionMethod":[` + many(65, `"#%d"`, ",") + `]`), codeControllerTooMany},
		{"bytes of a kid", keys, with(edJWK, `"kid":"`+strings.Repeat("k", 512)+`"`), with(edJWK, `"kid":"`+strings.Repeat("k", 513)+`"`), codeID},
		{"bytes of an IRI", controller, `{"id":"` + iri(2048) + `"}`, `{"id":"` + iri(2049) + `"}`, codeControllerFormat},
		{"most bits of RSA", keys, rsaJWK(modulus(8192), "AQAB"), rsaJWK(modulus(8193), "AQAB"), codeTooLarge},
		{"least bits of RSA", keys, rsaJWK(modulus(2048), "AQAB"), rsaJWK(modulus(2047), "AQAB"), codeTooSmall},
		{"exponent, from above", keys, rsaJWK(modulus(2048), "AQAB"), rsaJWK(modulus(2048), "AQAC"), codeExponent},
		{"exponent, from below", keys, rsaJWK(modulus(2048), "AQAB"), rsaJWK(modulus(2048), "AQAA"), codeExponent},
		{"exponent in PEM", keys, pkix(t, &rsa.PublicKey{N: modulus(2048), E: 65537}), pkix(t, &rsa.PublicKey{N: modulus(2048), E: 65539}), codeExponent},
	} {
		t.Run(row.name, func(t *testing.T) {
			require.NoError(t, row.read(row.within))
			require.Equal(t, row.code, code(row.read(row.beyond)))
		})
	}
}
