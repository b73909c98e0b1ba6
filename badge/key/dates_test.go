package key

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
)

// KH-4: a document of Controlled Identifiers 1.0 says when its keys end: one that
// expires, as a Multikey, and one that was revoked, as a JSON Web Key.
func TestDatesOfMethods(t *testing.T) {
	const id = "https://controller.example/101"
	first, second := publicKey(t, ed25519Secret(1)), publicKey(t, ecSecret(p256Key, 1))
	document := func(expires, revoked string) []byte {
		return fmt.Appendf(nil, `{"@context":"https://www.w3.org/ns/cid/v1","id":%q,"verificationMethod":[
			{"id":"%[1]s#key-20240828","type":"Multikey","controller":%[1]q,"publicKeyMultibase":%q,"expires":%s},
			{"id":"#key-20240827","type":"JsonWebKey","controller":%[1]q,"publicKeyJwk":%[4]s,"revoked":%[5]s}],
			"assertionMethod":["#key-20240828","%[1]s#key-20240827"]}`, id, first.Multikey(), expires, second.JWK(), revoked)
	}
	d, err := ParseControllerDocument(document(`"2025-12-01T00:00:00Z"`, `"2024-12-10T15:28:32Z"`))
	require.NoError(t, err)
	expiring, err := d.Method(id + "#key-20240828")
	require.NoError(t, err)
	require.Equal(t, []badge.DateTime{"2025-12-01T00:00:00Z", ""}, []badge.DateTime{expiring.Expires, expiring.Revoked})
	require.True(t, expiring.Key.Equal(first))
	revoked, err := d.Method(id + "#key-20240827")
	require.NoError(t, err)
	require.Equal(t, []badge.DateTime{"", "2024-12-10T15:28:32Z"}, []badge.DateTime{revoked.Expires, revoked.Revoked})
	require.True(t, revoked.Key.Equal(second))
	for _, bad := range []string{`"2025-12-01T00:00:00"`, `"2025-12-01"`, `"soon"`, `1764547200`, `null`, `""`} {
		d, err := ParseControllerDocument(document(bad, `"2024-12-10T15:28:32Z"`))
		require.NoError(t, err)
		_, err = d.Method(id + "#key-20240828")
		require.Equal(t, codeControllerMethod, code(err), bad)
		d, err = ParseControllerDocument(document(`"2025-12-01T00:00:00Z"`, bad))
		require.NoError(t, err)
		_, err = d.Method(id + "#key-20240827")
		require.Equal(t, codeControllerMethod, code(err), bad)
	}
}

// KH-8: two statements about one key leave what both allow.
func TestWithin(t *testing.T) {
	const early, late, bad = badge.DateTime("2026-01-01T00:00:00Z"), badge.DateTime("2026-01-01T00:00:00.5Z"), badge.DateTime("soon")
	for _, row := range []struct{ a, b, earlier, later badge.DateTime }{
		{"", "", "", ""}, {early, "", early, early}, {early, late, early, late}, {early, early, early, early},
		{bad, early, bad, bad}, {bad, "", bad, bad},
	} {
		for _, pair := range [][2]badge.DateTime{{row.a, row.b}, {row.b, row.a}} {
			m := VerificationMethod{NotBefore: pair[0], Expires: pair[0], Revoked: pair[0]}
			got := m.Within(VerificationMethod{NotBefore: pair[1], Expires: pair[1], Revoked: pair[1]})
			require.Equal(t, VerificationMethod{NotBefore: row.later, Expires: row.earlier, Revoked: row.earlier}, got, pair)
		}
	}
}
