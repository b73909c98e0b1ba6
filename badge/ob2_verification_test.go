package badge_test

import (
	"errors"
	"testing"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/stretchr/testify/require"
)

func in2(typ, members string) string {
	return `{"@context":"https://w3id.org/openbadges/v2","type":"` + typ + `","id":"https://x.example/1"` + members + `}`
}

func TestVerification(t *testing.T) { // C-137, C-140
	for _, row := range []struct {
		name, text     string
		want           badge.VerificationObject
		hosted, signed bool
	}{
		{"C-137/HostedBadge", in2("Assertion", `,"verification":{"type":"HostedBadge"}`), badge.VerificationObject{Type: []string{"HostedBadge"}}, true, false},
		{"C-137/hosted", in2("Assertion", `,"verification":{"type":"hosted"}`), badge.VerificationObject{Type: []string{"hosted"}}, true, false},
		{"C-137/verify", in2("Assertion", `,"verify":{"type":["signed"],"creator":"https://x.example/k"}`), badge.VerificationObject{Type: []string{"signed"}, Creator: "https://x.example/k"}, false, true},
		{"C-137/both names", in2("Assertion", `,"verify":{"type":"hosted"},"verification":{"type":"SignedBadge"}`), badge.VerificationObject{Type: []string{"SignedBadge"}}, false, true},
		{"C-140/one prefix", in2("Issuer", `,"verification":{"startsWith":"https://x.example/"}`), badge.VerificationObject{StartsWith: []string{"https://x.example/"}}, false, false},
		{"C-140/many origins", in2("Issuer", `,"verification":{"allowedOrigins":["a.example","b.example"]}`), badge.VerificationObject{AllowedOrigins: []string{"a.example", "b.example"}}, false, false},
		{"C-140/compact IRI", in2("Issuer", `,"verification":{"verificationProperty":"id"}`), badge.VerificationObject{VerificationProperty: "id"}, false, false},
		{"1.1", `{"@context":"https://w3id.org/openbadges/v1","type":"Assertion","verify":{"type":"hosted","url":"https://x.example/1"}}`, badge.VerificationObject{Type: []string{"hosted"}, URL: "https://x.example/1"}, true, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, ok := parsed(t, row.text).Verification()
			require.True(t, ok)
			require.Equal(t, row.want, got)
			require.Equal(t, row.hosted, got.Hosted())
			require.Equal(t, row.signed, got.Signed())
		})
	}
}

// Empty lists and lists of other values allow nothing; they must not be read as
// missing lists.
func TestVerificationEmptyLists(t *testing.T) { // C-140
	for _, list := range []string{`[]`, `null`, `7`, `""`, `{}`, `[7]`, `["https://x.example/", 7]`} {
		t.Run("C-140/"+list, func(t *testing.T) {
			got, ok := parsed(t, in2("Issuer", `,"verification":{"startsWith":`+list+`,"allowedOrigins":`+list+`}`)).Verification()
			require.True(t, ok)
			require.Equal(t, []string{}, got.StartsWith)
			require.Equal(t, []string{}, got.AllowedOrigins)
		})
	}
	for _, text := range []string{in2("Assertion", ``), in2("Assertion", `,"verification":"hosted"`), minimal} {
		got, ok := parsed(t, text).Verification()
		require.False(t, ok, text)
		require.Empty(t, got)
	}
	got, ok := parsed(t, in2("Assertion", `,"verification":null,"verify":{"type":"hosted"}`)).Verification()
	require.True(t, ok && got.Hosted())
}

func TestCryptographicKeys(t *testing.T) { // C-141
	text := in2("CryptographicKey", `,"owner":"https://x.example/i","publicKeyPem":"-----BEGIN","x":1`)
	key := parsed(t, text).CryptographicKey()
	require.Equal(t, "https://x.example/i", key.Owner)
	require.Equal(t, "-----BEGIN", key.PublicKeyPem)
	require.Equal(t, "1", string(key.Extra["x"]))
	again, err := key.MarshalJSON()
	require.NoError(t, err)
	require.JSONEq(t, text, string(again))

	keys := parsed(t, in2("Issuer", `,"publicKey":["https://x.example/k",{"id":"https://x.example/l","owner":"https://x.example/1"},7]`)).PublicKeys()
	require.Equal(t, []badge.CryptographicKey{{ID: "https://x.example/k"}, {ID: "https://x.example/l", Owner: "https://x.example/1"}, {}}, keys)
	require.Equal(t, "https://x.example/k", parsed(t, in2("Profile", `,"publicKey":"https://x.example/k"`)).PublicKeys()[0].ID)
	require.Empty(t, parsed(t, in2("Assertion", `,"publicKey":"https://x.example/k"`)).PublicKeys())
}

func TestRevocation(t *testing.T) { // C-139
	for _, row := range []struct {
		name, text string
		want       badge.Revocation
	}{
		{"C-139/bare", in2("Assertion", `,"revoked":true`), badge.Revocation{Revoked: true}},
		{"C-139/reason", in2("Assertion", `,"revoked":true,"revocationReason":"Error"`), badge.Revocation{Revoked: true, Reason: "Error"}},
		{"C-149/body of 410", `{"revoked":true}`, badge.Revocation{Revoked: true}},
		{"false", in2("Assertion", `,"revoked":false`), badge.Revocation{}},
		{"absent", in2("Assertion", ``), badge.Revocation{}},
	} {
		t.Run(row.name, func(t *testing.T) { require.Equal(t, row.want, parsed(t, row.text).Revocation()) })
	}
}

func TestRevocationList(t *testing.T) { // C-142, C-149
	list, err := parsed(t, in2("RevocationList", `,"issuer":{"id":"https://x.example/i"},"revokedAssertions":["urn:uuid:a",{"id":"urn:uuid:b","revocationReason":"Error"},{"uid":"c"},{"id":"urn:uuid:d","revoked":false}]`)).RevocationList()
	require.NoError(t, err)
	require.Equal(t, "https://x.example/i", list.Issuer)
	for _, row := range []struct {
		id, uid string
		found   bool
		reason  string
	}{
		{"urn:uuid:a", "", true, ""}, {"urn:uuid:b", "", true, "Error"}, {"urn:uuid:x", "c", true, ""},
		{"urn:uuid:d", "", false, ""}, {"urn:uuid:x", "", false, ""}, {"c", "", false, ""}, {"", "", false, ""}, {"", "urn:uuid:a", false, ""},
	} {
		e, found := list.Find(row.id, row.uid)
		require.Equal(t, row.found, found, "%+v", row)
		require.Equal(t, row.reason, e.Reason)
	}

	old, err := parsed(t, `{"qp8g1s":"Issued in error","2i9016k":""}`).RevocationList()
	require.NoError(t, err)
	e, found := old.Find("https://x.example", "qp8g1s")
	require.True(t, found)
	require.Equal(t, "Issued in error", e.Reason)

	empty, err := parsed(t, in2("RevocationList", `,"revokedAssertions":[]`)).RevocationList()
	require.NoError(t, err)
	require.Empty(t, empty.Revoked)
}

// A list that may hide a revoked assertion is an error, so it clears no assertion.
func TestRevocationListUnreadable(t *testing.T) {
	for name, row := range map[string]struct{ text, path string }{
		"no entries":        {in2("RevocationList", ``), ""},
		"entries flipped":   {in2("RevocationList", `,"revokedAssertions":"urn:uuid:a"`), "/revokedAssertions"},
		"a number":          {in2("RevocationList", `,"revokedAssertions":["urn:uuid:a",7]`), "/revokedAssertions/1"},
		"no name":           {in2("RevocationList", `,"revokedAssertions":[{"revoked":true}]`), "/revokedAssertions/0"},
		"revoked flipped":   {in2("RevocationList", `,"revokedAssertions":[{"id":"urn:a","revoked":"false"}]`), "/revokedAssertions/0"},
		"another document":  {in2("Issuer", `,"revokedAssertions":["urn:uuid:a"]`), "/revokedAssertions"},
		"map of something":  {`{"a":{"reason":"x"}}`, "/a"},
		"an error of a web": {`{"error":404}`, "/error"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := parsed(t, row.text).RevocationList()
			var e badge.Failure
			require.True(t, errors.As(err, &e))
			require.Equal(t, "revocation.list", e.Code())
			require.Equal(t, row.path, e.Path())
		})
	}
}

// A list without entries is still a list.
func TestRevocationListWithoutEntries(t *testing.T) {
	text, err := badge.RevocationList{Context: []badge.Context{{URL: badge.ContextOB2}}, ID: "https://x.example/r", Type: []string{"RevocationList"}}.MarshalJSON()
	require.NoError(t, err)
	l, err := parsed(t, string(text)).RevocationList()
	require.NoError(t, err)
	require.Empty(t, l.Revoked)
}
