package proof

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
)

const listType = "statuslist+jwt"

func TestSignClaims(t *testing.T) {
	const claims = `{"sub":"https://issuer.example/lists/1","iat":1,"status_list":{"bits":1,"lst":"eNrbuRgAAhcBXQ"}}`
	for s, by := range signers(t) {
		t.Run("TS-3 key of "+string(s), func(t *testing.T) {
			d, err := SignClaims(t.Context(), []byte(claims), listType, by)
			require.NoError(t, err)
			token, ok := d.JWS()
			require.True(t, ok)
			require.Equal(t, claims, string(d.JSON()))
			require.Equal(t, []string{listType, by.Method}, []string{token.Header.Member("typ").String(), token.Header.Member("kid").String()})
			require.NoError(t, checkFirst(string(d.Bytes()), publicKey(t, by.Key), CheckOptions{Types: []string{listType}}))
			if len(token.Signature) == 64 { // another key does not fit
				require.Equal(t, codeKeyType, code(checkFirst(string(d.Bytes()), publicKey(t, rsaSecret(t, "rsa2048.pem")), CheckOptions{Types: []string{listType}})))
			}
			require.Error(t, checkFirst(string(d.Bytes()), publicKey(t, by.Key), CheckOptions{}), "it is not a badge")
		})
	}
	good := signers(t)[EdDSA]
	lying := good
	lying.Key = remote{good.Key.Public(), constant(make([]byte, 64))(good.Key)}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for name, row := range map[string]struct {
		claims, typ string
		by          key.Signer
		code        string
	}{
		"no signer":                   {claims, listType, key.Signer{}, codeSigner},
		"no method":                   {claims, listType, key.Signer{Key: good.Key}, codeProofMethod},
		"a method that is not an IRI": {claims, listType, key.Signer{Key: good.Key, Method: "key-1"}, codeProofMethod},
		"no type":                     {claims, "", good, codeJWSType},
		"the type of badges":          {claims, "vc+jwt", good, codeJWSType},
		"JWT":                         {claims, "JWT", good, codeJWSType},
		"no object":                   {`[]`, listType, good, codeCannotSign},
		"no JSON":                     {`{`, listType, good, codeCannotSign},
		"a lying signer":              {claims, listType, lying, codeSelfCheck},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := SignClaims(t.Context(), []byte(row.claims), row.typ, row.by)
			require.Equal(t, row.code, code(err), "%v", err)
			require.Nil(t, d)
		})
	}
	_, err := SignClaims(ended, []byte(claims), listType, good)
	require.ErrorIs(t, err, context.Canceled)
}

// A token has the claim status next to the members of the credential.
func TestSignStatusClaim(t *testing.T) {
	claim := json.RawMessage(`{"status_list":{"idx":7,"uri":"https://issuer.example/lists/1"}}`)
	all := signers(t)
	for _, typ := range []string{"", "JWT", "vc+jwt"} {
		d, err := Sign(t.Context(), parse(t, sample), ES256, all[ES256], Options{Status: claim, Type: typ})
		require.NoError(t, err)
		require.Equal(t, string(claim), d.Root().Member("status").Raw())
		require.Empty(t, ValidateToken(d, CheckOptions{}))
		require.NoError(t, ValidateContexts(t.Context(), d, CheckOptions{}), "the claim is not a member of the credential")
		require.NotContains(t, d.Credential().Extra, "status")
	}
	_, err := Sign(t.Context(), parse(t, sample), EdDSARDFC2022, all[EdDSARDFC2022], Options{Status: claim})
	require.Equal(t, codeCannotSign, code(err))
	for _, wrong := range []string{"", "null", "{}", `"x"`, `{"status_list":`} {
		_, err := Sign(t.Context(), parse(t, sample), ES256, all[ES256], Options{Status: json.RawMessage(wrong)})
		require.Equal(t, codeCannotSign, code(err), wrong)
	}
	own, err := badge.Parse([]byte(strings.Replace(sample, "{", `{"status":"x",`, 1)))
	require.NoError(t, err)
	_, err = Sign(t.Context(), own, ES256, all[ES256], Options{Status: claim})
	require.Equal(t, codeCannotSign, code(err))
}
