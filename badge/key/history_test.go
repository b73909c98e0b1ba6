package key

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
)

// KH-6: when a JWK is in force, by the members of OpenID Federation.
func TestDatesOfJWKs(t *testing.T) {
	const first, second = badge.DateTime("2026-01-01T00:00:00Z"), badge.DateTime("2026-01-01T00:00:01Z")
	for members, want := range map[string]struct {
		begin, expires, revoked badge.DateTime
		code                    string
	}{
		`"kid":"a"`:                           {},
		`"nbf":1767225600`:                    {begin: first},
		`"iat":1767225600`:                    {},
		`"exp":1767225600`:                    {expires: first},
		`"exp":1767225600,"nbf":null`:         {code: codeDates},
		`"exp":"1767225600"`:                  {code: codeDates},
		`"exp":1e300`:                         {code: codeDates},
		`"exp":1767225601,"nbf":1767225600`:   {begin: first, expires: second},
		`"exp":1767225600,"nbf":1767225600`:   {code: codeDates},
		`"exp":1767225600,"iat":1767225601`:   {code: codeDates},
		`"revoked":{"revoked_at":1767225600}`: {revoked: first},
		`"revoked":{"revoked_at":1767225600,"reason":"compromised"}`:                  {revoked: first},
		`"revoked":{"revoked_at":1767225600,"reason":"other"}`:                        {revoked: first},
		`"revoked":{"revoked_at":1767225600,"reason":"superseded"}`:                   {expires: first},
		`"exp":1767225600,"revoked":{"revoked_at":1767225601,"reason":"superseded"}`:  {expires: first},
		`"exp":1767225601,"revoked":{"revoked_at":1767225600,"reason":"compromised"}`: {expires: second, revoked: first},
		`"nbf":1767225601,"revoked":{"revoked_at":1767225600,"reason":"compromised"}`: {code: codeDates},
		`"revoked":{"revoked_at":1767225600,"reason":7}`:                              {code: codeDates},
		`"revoked":{"reason":"superseded"}`:                                           {code: codeDates},
		`"revoked":{}`:                                                                {code: codeDates},
		`"revoked":true`:                                                              {code: codeDates},
		`"revoked":{"revoked_at":"2026-01-01T00:00:00Z"}`:                             {code: codeDates},
		`"revoked":{"revoked_at":1767225600,"revoked_at":1767225601}`:                 {code: "json.duplicate_member"},
	} {
		methods, err := ParseJWKS([]byte(`{"keys":[` + with(edJWK, members) + `]}`))
		if want.code == "json.duplicate_member" {
			require.Equal(t, want.code, code(err), members)
			continue
		}
		require.NoError(t, err, members)
		require.Len(t, methods, 1)
		m := methods[0]
		require.Equal(t, want.code, code(m.Err), members)
		if want.code == "" {
			require.Equal(t, []badge.DateTime{want.begin, want.expires, want.revoked}, []badge.DateTime{m.NotBefore, m.Expires, m.Revoked}, members)
		}
	}
}

// KH-7: the claims of a set of historical keys.
func TestParseHistory(t *testing.T) {
	const issuer = "https://school.example"
	history := func(claims, members string) string {
		return `{` + claims + `"keys":[` + with(edJWK, members) + `]}`
	}
	const claims, ended = `"iss":"` + issuer + `","iat":1767225600,`, `"kid":"a","exp":1767225600`
	h, err := ParseHistory([]byte(history(claims, ended)))
	require.NoError(t, err)
	require.Equal(t, issuer, h.Issuer)
	require.Equal(t, int64(1767225600), h.Issued.Unix())
	require.Len(t, h.Methods, 1)
	require.NoError(t, h.Methods[0].Err)
	require.Equal(t, issuer, h.Methods[0].Controller)
	for text, want := range map[string]string{
		``:                                    "json.truncated",
		`[]`:                                  codeFormat,
		history(``, ended):                    codeHistory,
		history(`"iss":7,`, ended):            codeHistory,
		history(`"iss":"`+issuer+`",`, ended): codeHistory,
		history(`"iss":"`+issuer+`","iat":"1767225600",`, ended):           codeHistory,
		history(`"iss":"`+issuer+`","iat":"2026-01-01T00:00:00Z",`, ended): codeHistory,
		history(`"iss":"school","iat":1767225600,`, ended):                 codeHistory,
		`{"iss":"` + issuer + `","iat":1767225600}`:                        codeFormat,
		`{"iss":"` + issuer + `","iat":1767225600,"keys":{}}`:              codeFormat,
	} {
		_, err := ParseHistory([]byte(text))
		require.Equal(t, want, code(err), text)
	}
	for members, want := range map[string]string{
		`"exp":1767225600`:           codeHistory,
		`"kid":"a"`:                  codeHistory,
		`"kid":"a","nbf":1767225600`: codeHistory,
		`"kid":"a","exp":1767225600,"iss":"https://b.example"`: codeHistory,
		`"kid":"a","exp":"soon"`:                               codeDates,
		`"kid":"a","revoked":{"revoked_at":1767225600}`:        "",
		`"kid":"a","exp":1767225600,"iss":"` + issuer + `"`:    "",
	} {
		h, err := ParseHistory([]byte(history(claims, members)))
		require.NoError(t, err, members)
		require.Equal(t, want, code(h.Methods[0].Err), members)
	}
}
