package badge_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/stretchr/testify/require"
)

func TestInner(t *testing.T) {
	endorsement := func(id string) string {
		return fmt.Sprintf(`{ "type" : ["VerifiableCredential", "EndorsementCredential"], "id":%q, "endorsement":[{"id":"theirs"}] }`, id)
	}
	token := jwsOf(es256, endorsement("t"))
	text := `{
		"id": "credential", "type": ["VerifiableCredential", "AchievementCredential"],
		"endorsement": [` + endorsement("1") + `,` + endorsement("2") + `],
		"endorsementJwt": ["` + token + `", " ` + token + `\n"],
		"issuer": {"id": "issuer", "endorsement": [` + endorsement("3") + `],
			"parentOrg": {"id": "parent", "endorsementJwt": "` + token + `"}},
		"credentialSubject": {
			"achievement": {"id": "achievement", "endorsement": ` + endorsement("4") + `,
				"creator": {"endorsement": [` + endorsement("5") + `]}},
			"source": {"id": "source", "endorsement": [` + endorsement("6") + `]},
			"verifiableCredential": [{"id": "inside", "type": "OpenBadgeCredential", "endorsement": [{}]}, "` + jwsOf(es256, award) + `"]
		}
	}`
	type row struct {
		path, about, id string
		kind            badge.Kind
		token           bool
	}
	want := []row{
		{"/endorsement/0", "credential", "1", badge.KindEndorsement, false},
		{"/endorsement/1", "credential", "2", badge.KindEndorsement, false},
		{"/endorsementJwt/0", "credential", "t", badge.KindEndorsement, true},
		{"/endorsementJwt/1", "credential", "t", badge.KindEndorsement, true},
		{"/issuer/endorsement/0", "issuer", "3", badge.KindEndorsement, false},
		{"/issuer/parentOrg/endorsementJwt", "parent", "t", badge.KindEndorsement, true},
		{"/credentialSubject/achievement/endorsement", "achievement", "4", badge.KindEndorsement, false},
		{"/credentialSubject/achievement/creator/endorsement/0", "", "5", badge.KindEndorsement, false},
		{"/credentialSubject/source/endorsement/0", "source", "6", badge.KindEndorsement, false},
		{"/credentialSubject/verifiableCredential/0", "", "inside", badge.KindOther, false},
		{"/credentialSubject/verifiableCredential/1", "", "urn:x:1", badge.KindOther, true},
	}
	for name, outer := range map[string]struct{ text, prefix string }{
		"JSON":      {text, ""},
		"token":     {jwsOf(es256, text), ""},
		"vc claim":  {jwsOf(es256, `{"endorsement":[{}],"vc":`+text+`}`), "/vc"},
		"in spaces": {"\n\n" + text + "\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			d := parsed(t, outer.text)
			inner := slices.Collect(d.Embedded())
			require.Len(t, inner, len(want))
			for i, in := range inner {
				require.NoError(t, in.Err)
				_, isToken := in.Document.JWS()
				require.Equal(t, want[i], row{strings.TrimPrefix(in.Path, outer.prefix), in.About, in.Document.ID(), in.Kind, isToken})
				require.True(t, strings.HasPrefix(in.Path, outer.prefix))
				raw, ok := d.At(in.Path)
				require.True(t, ok)
				if !isToken {
					require.Equal(t, string(raw), string(in.Document.Bytes()), "exact bytes")
					require.Equal(t, parsed(t, string(raw)), in.Document)
				}
			}
		})
	}
}

func TestInnerUnreadable(t *testing.T) {
	for _, row := range []struct{ name, member, code string }{
		{"number", `"endorsement":[1]`, "badge.format"},
		{"null", `"endorsement":null`, "badge.format"},
		{"list in a list", `"endorsement":[[{}]]`, "badge.format"},
		{"empty string", `"endorsementJwt":""`, "badge.format"},
		{"words", `"endorsementJwt":["no token"]`, "badge.format"},
		{"JSON inside a string", `"endorsementJwt":["{\"type\":\"EndorsementCredential\"}"]`, "badge.format"},
		{"JSON inside a string of the other member", `"endorsement":" {}"`, "badge.format"},
		{"URL", `"verifiableCredential":"https://badges.example/1"`, "badge.format"},
		{"token in a token", `"endorsementJwt":"` + jwsOf(es256, `"x"`) + `"`, "jws.payload"},
		{"duplicate inside a token", `"endorsementJwt":"` + jwsOf(es256, `{"id":"a","id":"b"}`) + `"`, "json.duplicate_member"},
		{"padding", `"endorsementJwt":"` + jwsOf(es256, `{}`) + `=="`, "jws.base64"},
	} {
		t.Run(row.name, func(t *testing.T) {
			inner := slices.Collect(parsed(t, `{"id":"x",`+row.member+`}`).Embedded())
			require.Len(t, inner, 1)
			require.Nil(t, inner[0].Document)
			var e badge.Failure
			require.True(t, errors.As(inner[0].Err, &e))
			require.Equal(t, row.code, e.Code())
			require.Equal(t, "x", inner[0].About)
		})
	}
}

func TestInnerNone(t *testing.T) {
	for _, text := range []string{
		`{}`, award, `{"endorsement":[],"endorsementJwt":[],"verifiableCredential":[]}`, `{"Endorsement":{},"ENDORSEMENTJWT":"x"}`, `{"a":"endorsement"}`,
	} {
		require.Empty(t, slices.Collect(parsed(t, text).Embedded()))
	}
}

// A loop that stops early does not parse the rest, most of which would take too
// long.
func TestInnerStops(t *testing.T) {
	for _, text := range []string{
		`{"endorsement":[{"id":"1"},{"id":"2"},{"id":"3"}],"issuer":{"endorsementJwt":"x"},"evidence":[{"endorsement":{}}]}`,
		`{"a":[[{"endorsement":{"id":"1"}}],{"endorsement":[{"id":"2"},{}]},{"endorsement":1}],"endorsement":{}}`,
	} {
		d := parsed(t, text)
		for stop := 1; stop <= 2; stop++ {
			var ids []string
			for in := range d.Embedded() {
				ids = append(ids, in.Document.ID())
				if len(ids) == stop {
					break
				}
			}
			require.Equal(t, []string{"1", "2"}[:stop], ids)
		}
	}
	crowded := parsed(t, `{"endorsement":[`+strings.Repeat(`{},`, 4_999)+`{}]}`)
	require.Less(t, testing.AllocsPerRun(1, func() {
		for range crowded.Embedded() {
			break
		}
	}), 100.0)
}

// BenchmarkInner collects the largest number of credentials that one array can hold.
func BenchmarkInner(b *testing.B) {
	d := parsed(b, `{"id":"x","endorsement":[`+strings.Repeat(`{},`, 4_999)+`{}]}`)
	for b.Loop() {
		if len(slices.Collect(d.Embedded())) != 5_000 {
			b.Fatal("one was lost")
		}
	}
}
