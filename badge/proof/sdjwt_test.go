package proof

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/reftest"
	"github.com/openbadges-go/openbadges/badge/key"
)

// The inputs of the W3C test suite for VC-JOSE-COSE with the keys that the suite
// gives for them.
func TestPublishedSDJWTs(t *testing.T) {
	var methods map[string]struct{ PublicKeyJwk json.RawMessage }
	require.NoError(t, json.Unmarshal(reftest.Read(t, "next/sd-jwt/w3c-vc-jose-cose/public-keys.json"), &methods))
	for _, row := range []struct{ file, method, code string }{
		{"credential-sdjwt-selective", "vm-p384", ""}, // SD-1
		{"credential-sdjwt-nested", "vm-p521", ""},    // SD-2
		{"credential-jose-minimal", "vm-p256", ""},    // SD-14
		{"credential-issuer-match-signed", "vm-ed25519", ""},
		{"credential-jose-unknown-extensions", "vm-p521", ""},
		{"credential-jose-unknown-extensions", "vm-ed25519", codeKeyType},
		{"credential-sdjwt-bad-signature", "vm-p384", codeSignature}, // SD-3, as the rows below
		{"credential-jose-bad-signature", "vm-ed25519", codeSignature},
		{"credential-sdjwt-bad-media-type", "vm-ed25519", codeJWSTypeUnsupported},
		{"credential-jose-bad-media-type", "vm-ed25519", codeJWSTypeUnsupported},
		{"credential-jose-vc-vp-claims", "vm-ed25519", codeVCAmbiguous},
	} {
		t.Run(row.file+" "+row.method, func(t *testing.T) {
			text := strings.TrimSpace(string(reftest.Read(t, "next/sd-jwt/w3c-vc-jose-cose/"+row.file+".txt")))
			k, err := key.ParseJWK(methods[row.method].PublicKeyJwk)
			require.NoError(t, err)
			err = checkFirst(text, k.WithID(""), CheckOptions{})
			if row.code == codeVCAmbiguous { // the signature is good, and the claims are not
				require.NoError(t, err)
				require.Contains(t, found(ValidateToken(parse(t, text), CheckOptions{})), codeVCAmbiguous+" /vc!")
				return
			}
			require.Equal(t, row.code, code(err), "%v", err)
		})
	}
	read := func(file string) *badge.Document {
		return parse(t, strings.TrimSpace(string(reftest.Read(t, "next/sd-jwt/w3c-vc-jose-cose/"+file+".txt"))))
	}
	t.Run("SD-1 both are in the subject", func(t *testing.T) {
		d := read("credential-sdjwt-selective")
		require.Equal(t, "Jane", d.Root().At("/credentialSubject/firstName").String())
		require.Equal(t, "Doe", d.Root().At("/credentialSubject/lastName").String())
		require.Equal(t, &Disclosed{
			Mandatory: []string{"/@context", "/credentialSubject/birthDate", "/credentialSubject/id", "/iat", "/iss", "/issuer", "/type", "/validFrom"},
			Chosen:    []string{"/credentialSubject/firstName", "/credentialSubject/lastName"},
		}, disclosedClaims(d))
	})
	t.Run("SD-2 all are in place", func(t *testing.T) {
		d := read("credential-sdjwt-nested")
		require.Equal(t, "123 Main St", d.Root().At("/credentialSubject/address/street").String())
		require.Equal(t, "work", d.Root().At("/credentialSubject/phoneNumbers/0/type").String())
		require.Equal(t, "mobile", d.Root().At("/credentialSubject/phoneNumbers/1/type").String())
		require.NotContains(t, string(d.JSON()), "_sd")
	})
}
