package proof

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/key"
)

// A scheme of several curves takes a key of each.
func TestCheckKey(t *testing.T) {
	keys := map[Scheme]key.Key{}
	for _, s := range []Scheme{RS256, ES256, ES384, EdDSA} {
		keys[s] = publicKey(t, signers(t)[s].Key)
	}
	for _, row := range []struct {
		scheme Scheme
		key    key.Key
		code   string
	}{
		{ECDSARDFC2019, keys[ES256], ""},
		{ECDSARDFC2019, keys[ES384], ""},
		{ECDSARDFC2019, keys[EdDSA], codeKeyType},
		{ECDSASD2023, keys[ES256], ""},
		{ECDSASD2023, keys[ES384], codeKeyType},
		{EdDSARDFC2022, keys[EdDSA], ""},
		{EdDSARDFC2022, keys[ES256], codeKeyType},
		{PS256, keys[RS256], ""},
		{PS256, keys[ES256], codeKeyType},
	} {
		require.Equal(t, row.code, code(row.scheme.CheckKey(row.key)), "%s with %s", row.scheme, row.key.Type())
	}
}

// Package key has a table of JWS algorithms and their key types; this package
// has one of the same algorithms and their signatures. A JWK that names an
// algorithm must be accepted there if and only if its row here takes the key.
func TestAlgorithmsAgree(t *testing.T) {
	fitting := 0
	for _, s := range []Scheme{RS256, ES256, ES384, ES512, EdDSA} { // a key of each type
		public := publicKey(t, signers(t)[s].Key)
		for _, row := range schemes {
			keys, err := key.Parse([]byte(with(string(public.JWK()), `"alg":"`+string(row.name)+`"`)))
			if row.transform != jose || row.key != public.Type() {
				require.Equal(t, "key.alg", code(err), "%s for %s", row.name, public.Type())
				continue
			}
			require.NoError(t, err)
			require.Equal(t, string(row.name), keys[0].Algorithm())
			require.NoError(t, row.fits(keys[0]))
			fitting++
		}
		for _, other := range []string{"none", "HS256", "RS384", "Ed448", ""} {
			_, err := key.Parse([]byte(with(string(public.JWK()), `"alg":"`+other+`"`)))
			require.Equal(t, "key.alg", code(err), other)
		}
	}
	require.Equal(t, 6, fitting)
}
