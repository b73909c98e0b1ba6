package badge_test

import (
	"encoding/base64"
	"maps"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/tree"
)

// unsigned writes a token without a signature.
func unsigned(payload string) string {
	enc := base64.RawURLEncoding
	return enc.EncodeToString([]byte(`{"alg":"EdDSA"}`)) + "." + enc.EncodeToString([]byte(payload)) + ".AA"
}

const leanClaims = `"jti":"urn:uuid:1","iss":"https://issuer.example","nbf":1714551630.5,"exp":2030091630,"sub":"did:example:ada"`

// A credential of VC Data Model 1.1 takes missing members from the claims.
func TestClaimed(t *testing.T) {
	vc := func(context, members string) string {
		return `,"vc":{"@context":["` + context + `"],"type":["VerifiableCredential","OpenBadgeCredential"],"credentialSubject":{"type":["AchievementSubject"]}` + members + `}`
	}
	d := parsed(t, unsigned(`{`+leanClaims+vc(badge.ContextVC1, "")+`}`))
	require.Equal(t, "urn:uuid:1", d.ID())
	require.Equal(t, "https://issuer.example", d.IssuerID())
	require.Equal(t, "did:example:ada", d.SubjectID())
	from, until := d.Period()
	require.Equal(t, "2024-05-01T08:20:30.5Z", from.String())
	require.Equal(t, "2034-05-01T10:20:30Z", until.String())
	view := d.Credential()
	require.Equal(t, "https://issuer.example", view.Issuer.ID)
	require.Equal(t, badge.DateTime("2034-05-01T10:20:30Z"), view.ValidUntil)
	require.Equal(t, map[string]string{"/vc/id": "/jti", "/vc/issuer": "/iss", "/vc/issuanceDate": "/nbf",
		"/vc/expirationDate": "/exp", "/vc/credentialSubject/id": "/sub"}, maps.Collect(d.Claimed()))
	require.NotContains(t, string(d.JSON()), "issuanceDate", "the signed text stays")

	for name, payload := range map[string]string{
		"VC Data Model 2.0":        leanClaims + vc(badge.ContextVC2, ""),
		"a proof inside":           leanClaims + vc(badge.ContextVC1, `,"proof":{"type":"DataIntegrityProof"}`),
		"beside a credential":      leanClaims + `,"type":"VerifiableCredential"` + vc(badge.ContextVC1, ""),
		"claims of the wrong type": `"jti":1,"iss":["https://issuer.example"],"nbf":"2024","exp":-1,"sub":null` + vc(badge.ContextVC1, ""),
		"an issuer that is null":   `"iss":"https://issuer.example"` + vc(badge.ContextVC1, `,"issuer":null`),
	} {
		require.Empty(t, maps.Collect(parsed(t, unsigned(`{`+payload+`}`)).Claimed()), name)
	}
	d = parsed(t, unsigned(`{`+leanClaims+vc(badge.ContextVC1, `,"issuer":{"name":"School"},"id":"urn:uuid:2"`)+`}`))
	require.Equal(t, "https://issuer.example", d.IssuerID())
	require.Equal(t, "urn:uuid:2", d.ID())
}

func TestInstantOf(t *testing.T) {
	for text, want := range map[string]string{
		`"2024-05-01T10:20:30.75+02:00"`: "2024-05-01T08:20:30.75Z",
		`1714551630`:                     "2024-05-01T08:20:30Z",
		`1714551630.0`:                   "2024-05-01T08:20:30Z",
		`0.25`:                           "1970-01-01T00:00:00.25Z",
		`253402300799`:                   "9999-12-31T23:59:59Z",
	} {
		v, err := tree.Parse([]byte(text))
		require.NoError(t, err)
		at, err := badge.InstantOf(v)
		require.NoError(t, err, text)
		require.Equal(t, want, at.Format(time.RFC3339Nano))
	}
	for _, text := range []string{`"1714551630"`, `-1`, `-0`, `1e9`, `253402300800`, `2534023007990`, `1.0000000000`, `null`, `[1]`, `true`, `""`} {
		v, err := tree.Parse([]byte(text))
		require.NoError(t, err)
		_, err = badge.InstantOf(v)
		require.Error(t, err, text)
	}
}
