package badge_test

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// rebuilt returns the document that Build makes of the view of d.
func rebuilt(d *badge.Document) (*badge.Document, error) {
	switch d.Kind() {
	case badge.KindCredential, badge.KindEndorsement:
		return badge.Build(badge.OB2, d.Credential())
	case badge.KindAchievement:
		return badge.BuildAchievement(badge.OB2, d.Achievement())
	default:
		return badge.BuildProfile(badge.OB2, d.Profile())
	}
}

// requireSaid asserts that b has all values of a, literal by literal. One
// element equals a list of one, and an id equals an object with only an id. A
// required context and type may have been added.
func requireSaid(t *testing.T, at string, a, b jsontext.Value) {
	t.Helper()
	switch {
	case a.Kind() == jsontext.Array && b.Kind() != jsontext.Array:
		require.Equal(t, 1, a.Len(), at)
		a = a.At("/0")
	case a.Kind() != jsontext.Array && b.Kind() == jsontext.Array:
		require.Equal(t, 1, b.Len(), at)
		b = b.At("/0")
	}
	switch {
	case a.Kind() == jsontext.Object && b.Kind() == jsontext.String:
		require.Equal(t, 1, a.Len(), at)
		a = a.Member("id")
	case a.Kind() == jsontext.String && b.Kind() == jsontext.Object:
		require.Equal(t, 1, b.Len(), at)
		b = b.Member("id")
	}
	require.Equal(t, a.Kind(), b.Kind(), at)
	switch a.Kind() {
	case jsontext.Object:
		for name, m := range a.Members() {
			require.True(t, b.Member(name).Exists(), "%s/%s is lost", at, name)
			if name == "type" { // the class of the object is added where it is missing
				said := b.Member(name)
				for e := range m.Each() {
					text, ok := e.Text()
					require.True(t, ok && said.Holds(text) || !ok && strings.Contains(said.Raw(), e.Raw()), "%s/%s is lost", at, name)
				}
				continue
			}
			requireSaid(t, at+"/"+name, m, b.Member(name))
		}
		for name := range b.Members() {
			require.True(t, name == "type" || name == "@context" || a.Member(name).Exists(), "%s/%s is invented", at, name)
		}
	case jsontext.Array:
		require.Equal(t, a.Len(), b.Len(), at)
		for i, e := range a.Elements() {
			requireSaid(t, at+"/#", e, b.At("/"+strconv.Itoa(i)))
		}
	case jsontext.String:
		if before, ok := instantOf(a.String()); ok { // a view writes a date in one form
			after, ok := instantOf(b.String())
			require.True(t, ok && before.Equal(after), "%s: %s became %s", at, a.String(), b.String())
			return
		}
		require.Equal(t, a.String(), b.String(), at)
	default:
		require.Equal(t, a.Raw(), b.Raw(), at)
	}
}

func instantOf(text string) (time.Time, bool) {
	t, err := vocabulary.ParseOB2Date(text)
	return t, err == nil
}

func TestRoundTrip20(t *testing.T) {
	d := parsed(t, assertion2)
	again, err := rebuilt(d)
	require.NoError(t, err)
	require.Equal(t, badge.OB2, again.Version())
	requireSaid(t, "", jsontext.Value(d.Root()), jsontext.Value(again.Root()))
	require.Equal(t, d.Credential(), again.Credential())

	ects, _ := d.At("/badge/extensions:ECTSExtension")
	kept, _ := again.At("/badge/extensions:ECTSExtension")
	require.Equal(t, string(ects), string(kept), "an extension stays byte for byte")
}

// TestRoundTripShapes checks values that fit no field: they keep their place.
func TestRoundTripShapes(t *testing.T) {
	for name, members := range map[string]string{
		"recipient flipped":            `,"recipient":"a@example.com"`,
		"two recipients":               `,"recipient":[{"type":"email","identity":"a"},{"type":"email","identity":"b"}]`,
		"date without minutes of zone": `,"expires":"2000-01-01T00:00+00"`,
		"one recipient in a list":      `,"recipient":[{"type":"email","identity":"a","hashed":false}]`,
		"word of 3.0":                  `,"recipient":{"type":"emailAddress","identity":"a"},"validFrom":"x","credentialSubject":{"id":"x"},"proof":{"type":"x"},"issuer":"https://x.example"`,
		"gotcha 13/criteria":           `,"badge":{"criteria":{},"issuer":{"url":null,"email":null},"alignment":[{"targetUrl":null,"targetName":"n"}]}`,
		"gotcha 14/no evidence":        `,"evidence":[]`,
		"gotcha 12/updatedAt":          `,"updatedAt":"2021-09-22T15:39:24.229315"`,
		"version is a number":          `,"badge":{"version":1.0}`,
		"issued as a number":           `,"issuedOn":1403120715`,
		"endorsement of no version":    `,"endorsement":[{"@context":"https://x.example","type":"Endorsement"}]`,
		"a list in a list":             `,"evidence":[["https://x.example"]]`,
		"types of both":                `,"badge":{"type":["BadgeClass","Achievement"],"id":"https://x.example"}`,
		"no class":                     `,"badge":{"type":[""],"id":"https://x.example"}`,
		"type flipped":                 `,"badge":{"type":7,"id":"https://x.example"}`,
		"creator":                      `,"badge":{"creator":"https://x.example","id":"https://y.example"}`,
		"both names":                   `,"verify":{"type":"hosted"},"verification":{"type":"signed"}`,
		"image object":                 `,"image":{"id":"https://x.example","type":"schema:ImageObject","author":"x"}`,
		"empty objects":                `,"image":{},"badge":{"issuer":{},"image":{},"alignment":[{}],"related":{}},"evidence":[{}]`,
		"empty strings":                `,"narrative":"","badge":"","image":""`,
	} {
		t.Run(name, func(t *testing.T) {
			d := parsed(t, in2("Assertion", members))
			again, err := rebuilt(d)
			require.NoError(t, err)
			requireSaid(t, "", jsontext.Value(d.Root()), jsontext.Value(again.Root()))
		})
	}
}

func TestRoundTripSamples20(t *testing.T) {
	for name, d := range samples20(t) {
		switch d.Kind() {
		case badge.KindCredential, badge.KindEndorsement, badge.KindAchievement, badge.KindProfile:
		default:
			continue
		}
		if d.Version() != badge.OB2 {
			continue
		}
		t.Run(name, func(t *testing.T) {
			again, err := rebuilt(d)
			require.NoError(t, err)
			requireSaid(t, "", jsontext.Value(d.Root()), jsontext.Value(again.Root()))
		})
	}
}

// FuzzRoundTrip20 checks that the view of any document of Open Badges 2.0 loses
// nothing.
func FuzzRoundTrip20(f *testing.F) {
	f.Add(assertion2)
	for _, typ := range []string{"Assertion", "BadgeClass", "Issuer", "Endorsement"} {
		f.Add(in2(typ, `,"issuer":{"id":"a"},"badge":{"issuer":["b"]},"image":[],"evidence":{"id":1},"recipient":[{"type":"email"}],"tags":"a"`))
		f.Add(in2(typ, `,"claim":{"id":"a","achievement":1},"extensions:X":{"type":["Extension"],"a":1.0},"verification":{}`))
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := badge.Parse([]byte(text))
		if err != nil || d.Version() != badge.OB2 || len(text) > 4096 {
			return
		}
		again, err := rebuilt(d)
		if e, ok := errors.AsType[badge.Failure](err); ok {
			require.Contains(t, []string{"badge.build_words", "json.extra_conflict"}, e.Code())
			return
		}
		require.NoError(t, err)
		requireSaid(t, "", jsontext.Value(d.Body()), jsontext.Value(again.Root()))
	})
}

func TestBuild20(t *testing.T) {
	c := badge.Credential{
		ID:        "https://x.example/a",
		ValidFrom: "2026-01-01T00:00:00Z",
		Issuer:    badge.Profile{ID: "https://x.example/i", Name: "School"},
		Subject: badge.Subject{
			Identifier:  []badge.IdentityObject{badge.HashIdentity(badge.IdentifierEmailAddress, "a@example.com", [16]byte{})},
			Achievement: badge.Achievement{ID: "https://x.example/b", Type: []string{"Achievement", "https://x.example/T"}, Name: "n", Alignment: []badge.Alignment{{Type: []string{"Alignment"}, TargetName: "t"}}},
		},
		Extra: map[string]json.RawMessage{"verification": json.RawMessage(`{"type":"HostedBadge"}`)},
	}
	before, err := c.MarshalJSON()
	require.NoError(t, err)
	d, err := badge.Build(badge.OB2, c)
	require.NoError(t, err)
	require.JSONEq(t, `{"@context":"https://w3id.org/openbadges/v2","id":"https://x.example/a","type":"Assertion","issuedOn":"2026-01-01T00:00:00Z",
		"recipient":{"type":"email","hashed":true,"identity":"`+c.Subject.Identifier[0].IdentityHash+`","salt":"00000000000000000000000000000000"},
		"badge":{"id":"https://x.example/b","type":["BadgeClass","https://x.example/T"],"name":"n","issuer":{"id":"https://x.example/i","type":"Profile","name":"School"},
			"alignment":[{"type":"AlignmentObject","targetName":"t"}]},
		"verification":{"type":"HostedBadge"}}`, string(d.JSON()))
	after, err := c.MarshalJSON()
	require.NoError(t, err)
	require.Equal(t, string(before), string(after), "an argument was changed")
	require.Nil(t, c.Subject.Achievement.Creator, "an argument was changed")

	class, err := badge.BuildAchievement(badge.OB2, badge.Achievement{ID: "https://x.example/b", Creator: &badge.Profile{ID: "https://x.example/i"}})
	require.NoError(t, err)
	require.JSONEq(t, `{"@context":"https://w3id.org/openbadges/v2","id":"https://x.example/b","type":"BadgeClass","issuer":"https://x.example/i"}`, string(class.JSON()))
	issuer, err := badge.BuildProfile(badge.OB2, badge.Profile{ID: "https://x.example/i", Type: []string{"Issuer"}, Phone: "+31"})
	require.NoError(t, err)
	require.JSONEq(t, `{"@context":"https://w3id.org/openbadges/v2","id":"https://x.example/i","type":"Issuer","telephone":"+31"}`, string(issuer.JSON()))
}

// TestBuild20Wordless: a value that Open Badges 2.0 cannot express is an error,
// never left out.
func TestBuild20Wordless(t *testing.T) {
	for path, change := range map[string]func(*badge.Credential){
		"/name":                                           func(c *badge.Credential) { c.Name = "n" },
		"/awardedDate":                                    func(c *badge.Credential) { c.AwardedDate = "2026-01-01T00:00:00Z" },
		"/credentialStatus":                               func(c *badge.Credential) { c.CredentialStatus = []badge.CredentialStatus{{ID: "x"}} },
		"/credentialSubject/id":                           func(c *badge.Credential) { c.Subject.ID = "did:example:a" },
		"/credentialSubject/type":                         func(c *badge.Credential) { c.Subject.Type = []string{"AchievementSubject", "x"} },
		"/credentialSubject/result":                       func(c *badge.Credential) { c.Subject.Result = []badge.Result{{Value: "1"}} },
		"/credentialSubject/x~1y":                         func(c *badge.Credential) { c.Subject.Extra = map[string]json.RawMessage{"x/y": json.RawMessage("1")} },
		"/credentialSubject/identifier/1":                 func(c *badge.Credential) { c.Subject.Identifier = make([]badge.IdentityObject, 2) },
		"/credentialSubject/achievement/creditsAvailable": func(c *badge.Credential) { c.Subject.Achievement.CreditsAvailable = "1" },
		"/credentialSubject/achievement/alignment/0/targetType": func(c *badge.Credential) {
			c.Subject.Achievement.Alignment = []badge.Alignment{{TargetType: "CTDL"}}
		},
		"/credentialSubject/achievement/creator": func(c *badge.Credential) {
			c.Issuer.ID, c.Subject.Achievement.Creator = "https://x.example", &badge.Profile{ID: "https://y.example"}
		},
		"/issuer/address": func(c *badge.Credential) { c.Issuer.Address = &badge.Address{PostalCode: "x"} },
		"/@context":       func(c *badge.Credential) { c.Context = []badge.Context{{URL: badge.ContextVC2}} },
	} {
		t.Run(path, func(t *testing.T) {
			var c badge.Credential
			change(&c)
			_, err := badge.Build(badge.OB2, c)
			var e badge.Failure
			require.ErrorAs(t, err, &e)
			require.Equal(t, "badge.build_words", e.Code())
			require.Equal(t, path, e.Path())
		})
	}
}
