package multiformat

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func didJWK(jwk string) string { return "did:jwk:" + base64.RawURLEncoding.EncodeToString([]byte(jwk)) }

// didKey has a key of a codec by its number.
func didKey(number uint64, length int) string {
	return "did:key:" + EncodeBase58(append(binary.AppendUvarint(nil, number), bytes.Repeat([]byte{7}, length)...))
}

const publicJWK = `{"kty":"OKP","crv":"Ed25519","x":"` + "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" + `"}`

// An identifier that is a private key is distinguished from a public one, and
// its text is never shown.
func TestPrivateIdentifiers(t *testing.T) {
	for name, row := range map[string]struct {
		id      string
		private bool
		hidden  bool
	}{
		"public JWK":         {didJWK(publicJWK), false, false},
		"private JWK":        {didJWK(strings.Replace(publicJWK, "{", `{"d":"nWGxne",`, 1)), true, true},
		"RSA prime":          {didJWK(`{"kty":"RSA","n":"AQ","e":"AQAB","p":"AQ"}`), true, true},
		"symmetric":          {didJWK(`{"kty":"oct","k":"AAAA"}`), true, true},
		"further primes":     {didJWK(`{"kty":"RSA","oth":[]}`), true, true},
		"secret in a set":    {didJWK(`{"keys":[{"kty":"OKP","d":"AA"}]}`), true, true},
		"escaped name":       {didJWK(`{"kty":"OKP","\u0064":"AA"}`), true, true},
		"padded":             {didJWK(`{"kty":"OKP","d":"AAA"}`) + "==", true, true},
		"not JSON":           {didJWK(`{"kty":"OKP","d":"AA"`), false, true},
		"not base64url":      {"did:jwk:eyJkIjoi!", false, true},
		"nothing":            {"did:jwk:", false, false},
		"no Multikey":        {"did:key:", false, false},
		"followed by a dot":  {didJWK(`{"kty":"OKP","d":"AA"}`) + ".", false, true},
		"another base":       {strings.Replace(didKey(0x1300, 32), ":z", ":x", 1), false, true},
		"Ed25519":            {didKey(0xed, 32), false, false},
		"RSA":                {didKey(0x1205, 270), false, false},
		"Ed25519 private":    {didKey(0x1300, 32), true, true},
		"secp256k1 private":  {didKey(0x1301, 32), true, true},
		"RSA private":        {didKey(0x1305, 1200), true, true},
		"of another length":  {didKey(0x1306, 31), true, true},
		"last of the range":  {didKey(0x13ff, 8), true, true},
		"behind the range":   {didKey(0x1400, 8), false, false},
		"before the range":   {didKey(0x12ff, 8), false, false},
		"AES":                {didKey(0xa2, 32), true, true},
		"endless":            {didKey(0x1300, 9000), false, true},
		"not base58":         {"did:key:z3u2en7t5LR2WtQH5PfFqMqwVHgeXouLzo6haApm8XHqvjx0", false, true},
		"address":            {"https://school.example/1" + strings.Replace(didKey(0x1300, 32), "did:key:", "#", 1), true, true},
		"address, public":    {"https://school.example/1" + strings.Replace(didKey(0xed, 32), "did:key:", "#", 1), false, false},
		"address, zone name": {"https://school.example/1#zone-1", false, false},
		"did:web":            {"did:web:school.example", false, false},
		"mail":               {"mailto:ada@school.example", false, false},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, row.private, IsPrivate(row.id))
			require.Equal(t, row.private, IsPrivate(row.id+"#0"), "with a fragment")
			shown := Redact("a " + row.id + "#0 b " + row.id)
			if !row.hidden {
				require.Equal(t, "a "+row.id+"#0 b "+row.id, shown)
				return
			}
			secret := row.id[strings.LastIndexAny(row.id, ":#")+2:]
			require.NotContains(t, shown, secret)
			require.Regexp(t, `… \(SHA-256 [0-9a-f]{16}\)`, shown)
			require.Equal(t, shown, Redact(shown), "twice")
		})
	}
	// The fragment of a did:key repeats the key.
	private := didKey(0x1300, 32)
	multikey := strings.TrimPrefix(private, "did:key:")
	require.NotContains(t, Redact(private+"#"+multikey), multikey)
	require.NotContains(t, Redact(`"`+private+`"`), multikey)
}

// Each member and each codec of a secret is known.
func TestSecretsByName(t *testing.T) {
	for _, name := range strings.Fields("d p q dp dq qi oth k") {
		require.True(t, IsPrivate(didJWK(`{"kty":"RSA","`+name+`":"AA"}`)), name)
	}
	for _, number := range []uint64{0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0x1a15, 0x1a16} {
		require.True(t, IsPrivate(didKey(number, 32)), number)
	}
	for _, number := range []uint64{0x9f, 0xa5, 0x1a14, 0x1a17} {
		require.False(t, IsPrivate(didKey(number, 32)), number)
	}
}

// A key is looked for in 8192 characters.
func TestLongestPrivateKey(t *testing.T) {
	require.True(t, IsPrivate(didKey(0x1300, 5_990)))
	require.NotEqual(t, unreadable, judgeMultikey("z"+strings.Repeat("2", 8191)))
	require.Equal(t, unreadable, judgeMultikey("z"+strings.Repeat("2", 8192)))
}

// A private key in PEM is not shown, whole or cut, of any type. A public one is.
func TestRedactPEM(t *testing.T) {
	const body = "MC4CAQAwBQYDK2VwBCIEIH5yYVAdYHTON74nICCu"
	for _, kind := range []string{"PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY"} {
		whole := "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n"
		for _, text := range []string{whole, whole[:60], "key: " + whole + "after " + whole, strings.ReplaceAll(whole, "\n", " ")} {
			shown := Redact(text)
			require.NotContains(t, shown, body[:10], text)
			require.Contains(t, shown, "-----BEGIN "+kind+"-----…")
			require.Equal(t, shown, Redact(shown), "twice")
		}
		require.Contains(t, Redact("key: "+whole+"after"), "-----END "+kind+"-----\nafter")
	}
	public := "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n"
	require.Equal(t, public, Redact(public))
	require.Equal(t, "the PRIVATE KEY----- of nobody", Redact("the PRIVATE KEY----- of nobody"))
}
