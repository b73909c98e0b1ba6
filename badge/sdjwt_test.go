package badge_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
)

// Nothing here is signed: Parse reads, and package verify verifies.
func TestParseSDJWT(t *testing.T) {
	const name = `["s","name","Ada"]`
	text := b64(name)
	digest := badge.SDJWT{}.Digest(text)
	token := func(typ, payload string) string {
		return b64(`{"alg":"ES256","typ":"`+typ+`"}`) + "." + b64(payload) + ".c2ln"
	}
	jws := token("vc+sd-jwt", `{"id":"urn:a","_sd":["`+digest+`"]}`)
	for name, row := range map[string]struct {
		text       string
		json       string
		shown      []badge.Disclosure
		binding    string
		undisclose int
	}{
		"a disclosure":                 {jws + "~" + text + "~", `{"id":"urn:a","name":"Ada"}`, []badge.Disclosure{{Text: text, Path: "/name"}}, "", 0},
		"white space around":           {" " + jws + "~" + text + "~\n", `{"id":"urn:a","name":"Ada"}`, []badge.Disclosure{{Text: text, Path: "/name"}}, "", 0},
		"a disclosure and a binding":   {jws + "~" + text + "~a.b.c", `{"id":"urn:a","name":"Ada"}`, []badge.Disclosure{{Text: text, Path: "/name"}}, "a.b.c", 0},
		"nothing disclosed":            {jws + "~", `{"id":"urn:a"}`, nil, "", 1},
		"a binding alone":              {jws + "~a.b.c", `{"id":"urn:a"}`, nil, "a.b.c", 1},
		"SD-11 a type and no tilde":    {jws, `{"id":"urn:a"}`, nil, "", 1},
		"a tilde and any other type":   {token("example+sd", `{"_sd":["x"]}`) + "~", `{}`, nil, "", 1},
		"a payload without any digest": {token("dc+sd-jwt", `{ "id": 1 }`) + "~", `{ "id": 1 }`, nil, "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := badge.Parse([]byte(row.text))
			require.NoError(t, err)
			require.Equal(t, row.text, string(d.Bytes()))
			require.Equal(t, row.json, string(d.JSON()))
			sd, ok := d.SDJWT()
			require.True(t, ok)
			require.Equal(t, row.shown, sd.Disclosures)
			require.Equal(t, row.binding, sd.KeyBinding)
			require.Equal(t, row.undisclose, sd.Undisclosed)
			trimmed := strings.TrimSpace(row.text)
			require.Equal(t, strings.Contains(trimmed, "~"), sd.Presented != "")
			if sd.Presented != "" {
				require.Equal(t, trimmed, sd.Presented+sd.KeyBinding)
			}
			signed, ok := d.JWS()
			require.True(t, ok)
			require.Equal(t, strings.SplitN(trimmed, ".c2ln", 2)[0], signed.SigningInput)
			require.Contains(t, strings.Split(trimmed, ".")[1], b64(sd.Payload.Raw()))
			if sd.Disclosures != nil {
				sd.Disclosures[0].Path, sd.Withheld = "/", nil
				again, _ := d.SDJWT()
				require.Equal(t, row.shown, again.Disclosures, "the document does not change")
			}
		})
	}
	_, ok := parsed(t, token("JWT", `{"_sd":["x"]}`)).SDJWT()
	require.False(t, ok, "a JWT is not an SD-JWT, whatever its members are called")
	_, ok = parsed(t, `{}`).SDJWT()
	require.False(t, ok)
}

func TestParseSDJWTRefuses(t *testing.T) {
	jws := b64(`{"alg":"ES256","typ":"vc+sd-jwt"}`) + "." + b64(`{"id":"urn:a"}`) + ".c2ln"
	for name, row := range map[string]struct{ text, code string }{
		"an empty disclosure":             {jws + "~~", "json.truncated"},
		"a foreign disclosure":            {jws + "~" + b64(`["s","a",1]`) + "~", "sdjwt.disclosure_unreferenced"},
		"a disclosure in another base":    {jws + "~WyJz+~", "sdjwt.disclosure"},
		"a broken JWS":                    {"eyJ~", "jws.parts"},
		"SD-12 1,001 disclosures":         {jws + strings.Repeat("~", 1_002), "sdjwt.limit"},
		"SD-12 a key binding above 16 KB": {jws + "~" + strings.Repeat("x", 17<<10), "sdjwt.key_binding_size"},
	} {
		_, err := badge.Parse([]byte(row.text))
		require.Equal(t, row.code, badge.CodeOf(err), name)
	}
}
