package did

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMetadataAddress(t *testing.T) { // SD-10
	for issuer, want := range map[string]string{
		"https://example.com":                    "https://example.com/.well-known/jwt-vc-issuer",
		"https://example.com/":                   "https://example.com/.well-known/jwt-vc-issuer",
		"https://example.com/tenant/1234":        "https://example.com/.well-known/jwt-vc-issuer/tenant/1234",
		"https://example.com/tenant/1234/":       "https://example.com/.well-known/jwt-vc-issuer/tenant/1234",
		"https://example.com:8443/tenant":        "https://example.com:8443/.well-known/jwt-vc-issuer/tenant",
		"https://example.com/tenant?school=1234": "",
	} {
		id, err := parse(issuer)
		require.NoError(t, err, issuer)
		address, err := id.metadataAddress()
		require.Equal(t, want, address)
		if want == "" {
			requireCode(t, codeSyntax, err)
		}
	}
}

func TestCandidates(t *testing.T) {
	const issuer = "https://school.example/tenant"
	const metadata = "https://school.example/.well-known/jwt-vc-issuer/tenant"
	const elsewhere = "https://keys.example/set"
	first, second := keyOf(t, 1), keyOf(t, 2)
	set := keySetOf(first.WithID("a"), second.WithID("b"))
	of := func(issuer, members string) string { return fmt.Sprintf(`{"issuer":%q,%s}`, issuer, members) }
	other := methodOf(school+"#other", "did:web:other.example", second)
	many := "["
	for i := range byte(12) {
		many += string(keyOf(t, i).JWK()) + ","
	}
	many = `{"keys":` + many[:len(many)-1] + `]}`
	for name, row := range map[string]struct {
		issuer, name string
		pages        map[string]string
		want         int
		code         string
	}{
		"SD-10 keys inside":              {issuer, "b", map[string]string{metadata: of(issuer, `"jwks":`+set)}, 1, ""},
		"SD-10 keys elsewhere":           {issuer, "b", map[string]string{metadata: of(issuer, `"jwks_uri":"`+elsewhere+`"`), elsewhere: set}, 1, ""},
		"SD-10 no name":                  {issuer, "", map[string]string{metadata: of(issuer, `"jwks":`+set)}, 2, ""},
		"SD-10 another issuer":           {issuer, "b", map[string]string{metadata: of(issuer+"/", `"jwks":`+set)}, 0, codeIssuer},
		"SD-10 no issuer":                {issuer, "b", map[string]string{metadata: `{"jwks":` + set + `}`}, 0, codeIssuer},
		"SD-10 both":                     {issuer, "b", map[string]string{metadata: of(issuer, `"jwks":`+set+`,"jwks_uri":"`+elsewhere+`"`)}, 0, codeMetadata},
		"SD-10 neither":                  {issuer, "b", map[string]string{metadata: of(issuer, `"x":1`)}, 0, codeMetadata},
		"SD-10 keys at an http URL":      {issuer, "b", map[string]string{metadata: of(issuer, `"jwks_uri":"http://keys.example/set"`)}, 0, codeMetadata},
		"SD-10 another name":             {issuer, "c", map[string]string{metadata: of(issuer, `"jwks":`+set)}, 0, codeNotBound},
		"SD-10 not JSON":                 {issuer, "b", map[string]string{metadata: "<html>"}, 0, codeMetadata},
		"SD-10 not there":                {issuer, "b", map[string]string{metadata: absent}, 0, "absent"},
		"SD-10 keys not there":           {issuer, "b", map[string]string{metadata: of(issuer, `"jwks_uri":"`+elsewhere+`"`)}, 0, "fetch"},
		"SD-10 no metadata for a query":  {issuer + "?a=b", "b", nil, 0, codeSyntax},
		"more keys than are tried":       {issuer, "", map[string]string{metadata: of(issuer, `"jwks":`+many)}, 8, ""},
		"SD-11 every key of a DID":       {school, "", map[string]string{schoolDoc: controllerOf(school, methodOf(school+"#1", school, first), methodOf(school+"#2", school, second))}, 2, ""},
		"SD-11 a key of another":         {school, "", map[string]string{schoolDoc: controllerOf(school, methodOf(school+"#1", school, first), other)}, 1, ""},
		"SD-11 no key for statements":    {school, "", map[string]string{schoolDoc: documentOf(school, "authentication", methodOf(school+"#1", school, first))}, 0, codeNotBound},
		"SD-11 the DID is the key":       {first.DIDKey(), "", nil, 1, ""},
		"SD-11 a DID with a name":        {school, school + "#1", map[string]string{schoolDoc: controllerOf(school, methodOf(school+"#1", school, first))}, 1, ""},
		"SD-11 a DID with another name":  {school, school + "#2", map[string]string{schoolDoc: controllerOf(school, methodOf(school+"#1", school, first))}, 0, codeNotBound},
		"SD-11 a DID that is not there":  {school, "", nil, 0, "fetch"},
		"SD-11 an identifier of no kind": {"urn:uuid:1", "", nil, 0, codeUnsupported + "?"},
	} {
		t.Run(name, func(t *testing.T) {
			found, err := (&web{pages: row.pages}).resolver().Candidates(t.Context(), row.issuer, row.name)
			requireCode(t, row.code, err)
			require.Len(t, found, row.want)
			for _, r := range found {
				require.Equal(t, row.issuer, r.Method.Controller)
				require.NotEmpty(t, r.Method.Key.Thumbprint())
				require.NotEmpty(t, r.Binding)
			}
		})
	}
}
