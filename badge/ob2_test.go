package badge_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
)

// assertion2 uses every member of every class of Open Badges 2.0, contains its
// class and its issuer, and has unknown members.
const assertion2 = `{
  "@context": "https://w3id.org/openbadges/v2",
  "type": "Assertion",
  "id": "https://badges.example/assertions/1",
  "recipient": {"type": "email", "hashed": true, "salt": "s@lt", "identity": "sha256$a2441d313d3d31514464ed6732d255df3391cbc85dd374d8a94b683248dcb7b8", "note": 1.0},
  "badge": {
    "type": "BadgeClass",
    "id": "https://badges.example/classes/1",
    "name": "Soldering",
    "description": "Solders",
    "image": {"id": "https://badges.example/classes/1.png", "author": "https://badges.example/artists/1", "caption": "An iron"},
    "criteria": {"id": "https://badges.example/classes/1/criteria", "narrative": "Solder", "type": "Criteria"},
    "issuer": {
      "type": "Issuer",
      "id": "https://badges.example/issuer",
      "name": "School",
      "url": "https://school.example",
      "email": "badges@school.example",
      "telephone": "+31201234567",
      "description": "A school",
      "image": "https://badges.example/issuer.png",
      "publicKey": "https://badges.example/key",
      "revocationList": "https://badges.example/revoked",
      "verification": {"type": "VerificationObject", "allowedOrigins": "badges.example"}
    },
    "alignment": [{"type": "AlignmentObject", "targetName": "Joining", "targetUrl": "https://framework.example/1", "targetDescription": "Joins", "targetFramework": "Metal", "targetCode": "J1"}],
    "tags": ["metal", "heat"],
    "version": "2",
    "related": [{"id": "https://badges.example/classes/1-nl", "@language": "nl"}],
    "endorsement": [{"@context": "https://w3id.org/openbadges/v2", "type": "Endorsement", "id": "https://other.example/e/1", "issuedOn": "2025-01-01T00:00:00Z",
      "claim": {"id": "https://badges.example/classes/1", "endorsementComment": "Good", "stars": 5}, "issuer": "https://other.example/issuer", "verification": {"type": "HostedBadge"}}],
    "extensions:ECTSExtension": {"@context": "https://api.example/ects.json", "type": ["Extension", "extensions:ECTSExtension"], "ECTS": 2.50}
  },
  "verification": {"type": "HostedBadge"},
  "issuedOn": "2026-01-02T03:04:05.678901+00:00",
  "expires": "2036-01-02T00:00:00+01:00",
  "image": "https://badges.example/assertions/1/image",
  "evidence": ["https://work.example/1", {"type": "Evidence", "id": "https://work.example/2", "name": "Lamp", "narrative": "Made", "description": "A lamp", "genre": "object", "audience": "all"}],
  "narrative": "Did it",
  "endorsement": ["https://other.example/e/2"],
  "revoked": false,
  "validFrom": "not a word of 2.0",
  "updatedAt": "2026-01-02T05:04:05.1"
}`

func TestVersionOfOlderDocuments(t *testing.T) { // C-147
	v2, v1 := `"https://w3id.org/openbadges/v2"`, `"https://w3id.org/openbadges/v1"`
	inline := `{"id":"@id","obi":"https://w3id.org/openbadges#","Assertion":"obi:Assertion"}`
	for _, row := range []struct {
		name, text string
		version    badge.Version
		kind       badge.Kind
	}{
		{"2.0 assertion", `{"@context":` + v2 + `,"type":"Assertion"}`, badge.OB2, badge.KindCredential},
		{"2.0 in a list", `{"@context":["https://x.example",` + v2 + `],"type":["Assertion","https://x.example/T"]}`, badge.OB2, badge.KindCredential},
		{"2.0 class", `{"@context":` + v2 + `,"type":"BadgeClass"}`, badge.OB2, badge.KindAchievement},
		{"2.0 issuer", `{"@context":` + v2 + `,"type":"Issuer"}`, badge.OB2, badge.KindProfile},
		{"2.0 profile", `{"@context":` + v2 + `,"type":["Profile"]}`, badge.OB2, badge.KindProfile},
		{"2.0 endorsement", `{"@context":` + v2 + `,"type":"Endorsement"}`, badge.OB2, badge.KindEndorsement},
		{"2.0 revocation list", `{"@context":` + v2 + `,"type":"RevocationList"}`, badge.OB2, badge.KindRevocationList},
		{"2.0 key", `{"@context":` + v2 + `,"type":"CryptographicKey"}`, badge.OB2, badge.KindKey},
		{"2.0 inline context", `{"@context":` + inline + `,"type":"Assertion"}`, badge.OB2, badge.KindCredential},
		{"2.0 type alone", `{"type":"Assertion"}`, badge.OB2, badge.KindCredential},
		{"2.0 of no class", `{"@context":` + v2 + `,"type":"OtherAssertion"}`, badge.OB2, badge.KindOther},
		{"3.0 type in 2.0 words", `{"@context":` + v2 + `,"type":"AchievementCredential"}`, badge.OB2, badge.KindOther},
		{"2.0 type in 3.0 words", `{"@context":["` + badge.ContextVC2 + `",` + v2 + `],"type":"Assertion"}`, badge.OB3, badge.KindOther},
		{"unknown context", `{"@context":"https://w3id.org/openbadges/invalid","type":"Assertion"}`, badge.VersionUnknown, badge.KindCredential},
		{"2.0 context of another case", `{"@context":"https://w3id.org/OpenBadges/v2","type":"Assertion"}`, badge.VersionUnknown, badge.KindCredential},
		{"1.1 assertion", `{"@context":` + v1 + `,"type":"Assertion"}`, badge.OB11, badge.KindCredential},
		{"1.1 issuer", `{"@context":` + v1 + `,"type":"Issuer"}`, badge.OB11, badge.KindProfile},
		{"1.0 assertion", `{"uid":"1","recipient":{},"badge":"https://x.example","verify":{},"issuedOn":1}`, badge.OB10, badge.KindCredential},
		{"1.0 class", `{"name":"n","criteria":"https://x.example","issuer":"https://x.example"}`, badge.OB10, badge.KindAchievement},
		{"1.0 issuer", `{"name":"n","url":"https://x.example"}`, badge.OB10, badge.KindProfile},
		{"0.5 assertion", `{"recipient":"a@example.com","badge":{"name":"n"}}`, badge.OB05, badge.KindCredential},
		{"no shape", `{"recipient":7,"badge":7}`, badge.VersionUnknown, badge.KindOther},
		{"revoked and gone", `{"revoked":true}`, badge.VersionUnknown, badge.KindOther},
	} {
		t.Run("C-147/"+row.name, func(t *testing.T) {
			for _, text := range []string{row.text, jwsOf(es256, row.text)} {
				d := parsed(t, text)
				require.Equal(t, row.version, d.Version())
				require.Equal(t, row.kind, d.Kind())
				require.Equal(t, text, string(d.Bytes()))
			}
		})
	}
}

func TestViewOf20(t *testing.T) {
	d := parsed(t, assertion2)
	require.Equal(t, "https://badges.example/assertions/1", d.ID())
	require.Equal(t, "https://badges.example/issuer", d.IssuerID())
	require.Empty(t, d.SubjectID())
	from, until := d.Period()
	require.Equal(t, "2026-01-02T03:04:05.678901+00:00", from.String())
	require.Equal(t, "2036-01-02T00:00:00+01:00", until.String())

	c := d.Credential()
	require.Equal(t, []badge.Context{{URL: badge.ContextOB2}}, c.Context)
	require.Equal(t, []string{"Assertion"}, c.Type)
	require.Equal(t, badge.DateTime("2026-01-02T03:04:05.678901+00:00"), c.ValidFrom)
	require.Equal(t, badge.DateTime("2036-01-02T00:00:00+01:00"), c.ValidUntil)
	require.Equal(t, "School", c.Issuer.Name)
	require.Equal(t, "+31201234567", c.Issuer.Phone)
	require.Equal(t, &badge.Image{ID: "https://badges.example/issuer.png"}, c.Issuer.Image)
	require.Len(t, c.Evidence, 2)
	require.Equal(t, "https://work.example/1", c.Evidence[0].ID)
	require.Equal(t, "Lamp", c.Evidence[1].Name)
	require.Equal(t, "Did it", c.Subject.Narrative)
	require.Equal(t, "https://badges.example/assertions/1/image", c.Subject.Image.ID)
	require.Equal(t, badge.IdentifierEmailAddress, c.Subject.Identifier[0].IdentityType)
	require.Equal(t, "1.0", string(c.Subject.Identifier[0].Extra["note"]))

	a := c.Subject.Achievement
	require.Nil(t, a.Creator)
	require.Equal(t, []string{"BadgeClass"}, a.Type)
	require.Equal(t, []string{"metal", "heat"}, a.Tag)
	require.Equal(t, "Solder", a.Criteria.Narrative)
	require.Equal(t, "J1", a.Alignment[0].TargetCode)
	require.Equal(t, "nl", a.Related[0].InLanguage)
	require.Equal(t, "An iron", a.Image.Caption)
	endorsed := a.Endorsement[0].Credential()
	require.Equal(t, "https://badges.example/classes/1", a.Endorsement[0].SubjectID())
	require.Equal(t, "Good", endorsed.Subject.EndorsementComment)
	require.Equal(t, "5", string(endorsed.Subject.Extra["stars"]))
	require.Equal(t, "https://other.example/issuer", endorsed.Issuer.ID)
	require.Contains(t, string(a.Extra["extensions:ECTSExtension"]), `"ECTS": 2.50`)

	require.Equal(t, `"not a word of 2.0"`, string(c.Extra["validFrom"]))
	require.Equal(t, []string{"endorsement", "revoked", "updatedAt", "validFrom", "verification"}, slices.Sorted(maps.Keys(c.Extra)))

	match, err := badge.Recipient{Type: badge.IdentifierEmailAddress, Value: "1234abc123abc"}.Match(c.Subject)
	require.NoError(t, err)
	require.False(t, match.Alias, "email is the word of 2.0")
}

func TestViewOfLinks20(t *testing.T) {
	d := parsed(t, `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","badge":"https://x.example/b","issuer":"https://forger.example","evidence":"https://x.example/e"}`)
	require.Empty(t, d.IssuerID(), "an assertion does not name its issuer")
	c := d.Credential()
	require.Equal(t, badge.Achievement{ID: "https://x.example/b"}, c.Subject.Achievement)
	require.Empty(t, c.Issuer)
	require.Equal(t, []badge.Evidence{{ID: "https://x.example/e"}}, c.Evidence)

	class := parsed(t, `{"@context":"https://w3id.org/openbadges/v2","type":"BadgeClass","criteria":"https://x.example/c","issuer":"https://x.example/i","image":"https://x.example/p","tags":"one"}`)
	require.Equal(t, "https://x.example/i", class.IssuerID())
	a := class.Achievement()
	require.Equal(t, "https://x.example/c", a.Criteria.ID)
	require.Equal(t, "https://x.example/i", a.Creator.ID)
	require.Equal(t, []string{"one"}, a.Tag)

	issuer := parsed(t, `{"@context":"https://w3id.org/openbadges/v2","type":"Issuer","id":"https://x.example/i","telephone":"+3120","url":null}`)
	require.Equal(t, "+3120", issuer.Profile().Phone)
	require.Equal(t, "null", string(issuer.Profile().Extra["url"]))
}
