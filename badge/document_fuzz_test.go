package badge_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// FuzzParse checks the contract of Parse: bytes are kept; the parts of a token
// join to the same token; an error has a code.
func FuzzParse(f *testing.F) {
	good := jwsOf(es256, award)
	for _, seed := range []string{
		award, good, " " + good + "\n", good + "=", good + "~", "a.b.c", "..", "", "{}", "[]", jwsOf(es256, `{"vc":{"type":"Profile"}}`),
		jwsOf(`{}`, `{}`), jwsOf(es256, `{"a":1,"a":2}`), strings.Replace(good, ".", ".\n", 1), "eyJ", b64(es256) + "." + b64("{}") + ".", "\xef\xbb\xbf{}",
		`{"endorsementJwt":["` + good + `"],"endorsement":{"a":1}}`, `{"issuer":{"id":"a"},"credentialSubject":"b"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		d, err := badge.Parse(src)
		if err != nil {
			var e *jsontext.Error
			require.True(t, errors.As(err, &e))
			require.NotEmpty(t, e.Code())
			require.True(t, e.Offset() >= 0 && e.Offset() <= len(src))
			return
		}
		require.Equal(t, string(src), string(d.Bytes()))
		require.True(t, json.Valid(d.JSON()))
		trimmed := strings.Trim(strings.TrimPrefix(string(src), "\ufeff"), " \t\r\n")
		jws, isToken := d.JWS()
		require.Equal(t, !strings.HasPrefix(trimmed, "{"), isToken)
		if isToken {
			header := base64.RawURLEncoding.EncodeToString([]byte(jsontext.Value(jws.Header).Source()))
			text := string(d.JSON())
			sd, disclosing := d.SDJWT()
			if disclosing {
				text = jsontext.Value(sd.Payload).Source()
				for _, shown := range sd.Disclosures {
					require.True(t, d.Root().At(shown.Path).Exists())
				}
			}
			payload := base64.RawURLEncoding.EncodeToString([]byte(text))
			signature := base64.RawURLEncoding.EncodeToString([]byte(jws.Signature))
			require.Equal(t, header+"."+payload, jws.SigningInput)
			token, rest, tilde := strings.Cut(trimmed, "~")
			require.Equal(t, token, header+"."+payload+"."+signature)
			if tilde {
				require.Equal(t, trimmed, sd.Presented+sd.KeyBinding)
				require.Equal(t, strings.Count(rest, "~"), len(sd.Disclosures))
			}
		}
		for in := range d.Embedded() {
			require.Equal(t, in.Err != nil, in.Document == nil)
			_, found := d.At(in.Path)
			require.True(t, found)
		}
		_ = d.Credential()
	})
}
