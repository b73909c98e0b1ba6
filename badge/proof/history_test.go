package proof

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
)

// historicalKey is a JWK of a set of historical keys.
func historicalKey(t *testing.T, k key.Key, kid string, members string) string {
	var jwk map[string]any
	require.NoError(t, json.Unmarshal(k.JWK(), &jwk))
	require.NoError(t, json.Unmarshal([]byte(`{`+members+`}`), &jwk))
	jwk["kid"] = kid
	text, err := json.Marshal(jwk)
	require.NoError(t, err)
	return string(text)
}

// KH-9: a signed set of historical keys, and the ways in which it is refused.
func TestVerifyHistory(t *testing.T) {
	const school = "https://school.example"
	all := signers(t)
	by, former := all[EdDSA], publicKey(t, all[ES256].Key)
	signer := publicKey(t, by.Key)
	jwk := historicalKey(t, former, "2024", `"iat":1600000000,"exp":1900000000,"revoked":{"revoked_at":1700000000,"reason":"compromised"}`)
	claims := fmt.Sprintf(`{"iss":%q,"iat":1750000000,"keys":[%s]}`, school, jwk)
	sign := func(claims string) string {
		d, err := SignClaims(t.Context(), []byte(claims), historyType, by)
		require.NoError(t, err)
		return string(d.Bytes())
	}
	token := sign(claims)

	h, err := VerifyHistory(t.Context(), []byte(token), former, signer)
	require.NoError(t, err)
	require.Equal(t, key.History{Issuer: school, Issued: time.Unix(1750000000, 0).UTC(), Methods: []key.VerificationMethod{{
		ID: "2024", Controller: school, Key: former.WithID("2024"), Expires: "2030-03-17T17:46:40Z", Revoked: "2023-11-14T22:13:20Z"}}}, h)
	for _, algorithm := range []Scheme{ES384, ES512, PS256, RS256} {
		d, err := SignClaims(t.Context(), []byte(claims), historyType, all[algorithm])
		require.NoError(t, err)
		_, err = VerifyHistory(t.Context(), d.Bytes(), publicKey(t, all[algorithm].Key))
		require.NoError(t, err, "%s", algorithm)
	}

	header := func(text string) string {
		_, rest, _ := strings.Cut(token, ".")
		return b64(text) + "." + rest
	}
	edit := func(old, next string) string {
		require.Contains(t, claims, old)
		return sign(strings.Replace(claims, old, next, 1))
	}
	other, err := SignClaims(t.Context(), []byte(claims), listType, by)
	require.NoError(t, err)
	for name, row := range map[string]struct {
		token string
		by    []key.Key
		code  string
	}{
		"KH-9 unsigned":                      {claims, []key.Key{signer}, codeHistoryToken},
		"KH-9 nothing":                       {"", []key.Key{signer}, "badge.format"},
		"KH-9 alg none":                      {b64(`{"alg":"none","typ":"jwk-set+jwt"}`) + "." + b64(claims) + ".", []key.Key{signer}, codeAlgNotAllowed},
		"KH-9 alg none with a signature":     {header(`{"alg":"none","typ":"jwk-set+jwt","kid":"k"}`), []key.Key{signer}, codeAlgNotAllowed},
		"KH-9 an algorithm of secrets":       {header(`{"alg":"HS256","typ":"jwk-set+jwt","kid":"k"}`), []key.Key{signer}, codeAlgNotAllowed},
		"KH-9 an extension":                  {header(`{"alg":"EdDSA","typ":"jwk-set+jwt","kid":"k","crit":["exp"]}`), []key.Key{signer}, codeCritUnsupported},
		"KH-9 no typ":                        {header(`{"alg":"EdDSA","kid":"k"}`), []key.Key{signer}, codeHistoryToken},
		"KH-9 another typ":                   {string(other.Bytes()), []key.Key{signer}, codeHistoryToken},
		"KH-9 a token of another header":     {header(`{"alg":"EdDSA","typ":"jwk-set+jwt","kid":"k"}`), []key.Key{signer}, codeSignature},
		"KH-9 no key to verify with":         {token, nil, codeHistorySigner},
		"KH-9 another signer":                {token, []key.Key{publicKey(t, all[ES256].Key), publicKey(t, all[ES384].Key)}, codeKeyType},
		"KH-9 another signer of that kind":   {token, []key.Key{publicKey(t, ed25519Secret(9))}, codeSignature},
		"KH-9 the zero key":                  {token, []key.Key{{}}, codeKeyType},
		"KH-9 a byte of the claims changed":  {strings.Replace(token, b64(claims), b64(strings.Replace(claims, "compromised", "superseded", 1)), 1), []key.Key{signer}, codeSignature},
		"KH-9 no issuer":                     {edit(`"iss":"https://school.example",`, ``), []key.Key{signer}, "key.history_claims"},
		"KH-9 an issuer that is no id":       {edit(`"iss":"https://school.example",`, `"iss":"school",`), []key.Key{signer}, "key.history_claims"},
		"KH-9 no time":                       {edit(`"iat":1750000000,`, ``), []key.Key{signer}, "key.history_claims"},
		"KH-9 a time that is text":           {edit(`"iat":1750000000,`, `"iat":"2025-01-01T00:00:00Z",`), []key.Key{signer}, "key.history_claims"},
		"KH-9 no keys":                       {edit(`"keys":[`+jwk+`]`, `"jwks":{}`), []key.Key{signer}, "key.format"},
		"KH-9 a name twice":                  {edit(`[`+jwk, `[`+jwk+`,`+historicalKey(t, signer, "2024", `"exp":1900000000`)), []key.Key{signer}, "key.ambiguous_set"},
		"KH-9 a private key":                 {edit(`"exp":1900000000`, `"exp":1900000000,"d":"AAAA"`), []key.Key{signer}, codeKeyExposed},
		"KH-9 too many keys":                 {edit(`[`+jwk, `[`+strings.Repeat(`{},`, 64)+jwk), []key.Key{signer}, "key.too_many"},
		"KH-9 too long":                      {edit(`"iat":1750000000`, `"iat":1750000000,"pad":"`+strings.Repeat("x", 256<<10)+`"`), []key.Key{signer}, "key.too_large"},
		"KH-9 by a key that it calls former": {sign(fmt.Sprintf(`{"iss":%q,"iat":1750000000,"keys":[%s]}`, school, historicalKey(t, signer, "k", `"exp":1750000000`))), []key.Key{signer}, codeHistorySigner},
		"KH-9 by a key that begins later": {sign(fmt.Sprintf(`{"iss":%q,"iat":1750000000,"keys":[%s]}`, school,
			historicalKey(t, signer, "k", `"nbf":1750000001,"exp":1900000000`))), []key.Key{signer}, codeHistorySigner},
		"KH-9 by a key that it calls revoked": {sign(fmt.Sprintf(`{"iss":%q,"iat":1750000000,"keys":[%s]}`, school,
			historicalKey(t, signer, "k", `"exp":1900000000,"revoked":{"revoked_at":1700000000}`))), []key.Key{signer}, codeHistorySigner},
	} {
		t.Run(name, func(t *testing.T) {
			h, err := VerifyHistory(t.Context(), []byte(row.token), row.by...)
			require.Equal(t, key.History{}, h)
			require.Equal(t, row.code, code(err), "%v", err)
		})
	}
}

// KH-9: a key of a history that cannot be used leaves the others.
func TestHistoryOfOddKeys(t *testing.T) {
	all := signers(t)
	by, former := all[EdDSA], publicKey(t, all[ES256].Key)
	for name, row := range map[string]struct{ jwk, code string }{
		"KH-9 without an end":         {historicalKey(t, former, "k", `"iat":1600000000`), "key.history_claims"},
		"KH-9 without a name":         {strings.Replace(historicalKey(t, former, "k", `"exp":1700000000`), `"kid":"k",`, ``, 1), "key.history_claims"},
		"KH-9 of another issuer":      {historicalKey(t, former, "k", `"exp":1700000000,"iss":"https://other.example"`), "key.history_claims"},
		"KH-9 ends before it begins":  {historicalKey(t, former, "k", `"exp":1600000000,"iat":1700000000`), "key.dates"},
		"KH-9 revoked is a text":      {historicalKey(t, former, "k", `"exp":1600000000,"revoked":"superseded"`), "key.dates"},
		"KH-9 a kind that is unknown": {`{"kty":"AKP","kid":"k","exp":1600000000}`, "key.unsupported"},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := SignClaims(t.Context(), fmt.Appendf(nil, `{"iss":"https://school.example","iat":1750000000,"keys":[%s,%s]}`,
				row.jwk, historicalKey(t, former, "good", `"exp":1700000000`)), historyType, by)
			require.NoError(t, err)
			h, err := VerifyHistory(t.Context(), d.Bytes(), publicKey(t, by.Key))
			require.NoError(t, err)
			require.Len(t, h.Methods, 2)
			require.Equal(t, row.code, badge.CodeOf(h.Methods[0].Err), "%v", h.Methods[0].Err)
			require.NoError(t, h.Methods[1].Err)
		})
	}
}
