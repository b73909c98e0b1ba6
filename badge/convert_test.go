package badge_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/reftest"
	"github.com/openbadges-go/openbadges/badge/rules"
	"github.com/stretchr/testify/require"
)

// renamed is the new id of an old one.
func renamed(old string) string { return "https://new.example/?" + old }

// severe returns the codes of the errors of a document.
func severe(d *badge.Document) []string {
	var list []string
	for _, p := range rules.Validate(d) {
		if p.Severity == badge.SeverityError {
			list = append(list, p.Code+" "+p.Path)
		}
	}
	return list
}

func TestConvertTo3(t *testing.T) { // C-159
	d := parsed(t, assertion2)
	converted, changes, err := badge.Convert(d, badge.OB3, renamed)
	require.NoError(t, err)
	require.Equal(t, assertion2, string(d.Bytes()), "the document was changed")
	require.Equal(t, badge.OB3, converted.Version())
	require.Empty(t, severe(converted))
	_, signed := converted.At("/proof")
	require.False(t, signed)

	require.Equal(t, []string{
		"convert.lost /badge/criteria/type",
		"convert.lost /badge/endorsement",
		"convert.lost /badge/extensions:ECTSExtension",
		"convert.lost /badge/image/author",
		"convert.lost /badge/issuer/publicKey",
		"convert.lost /badge/issuer/revocationList",
		"convert.lost /badge/issuer/verification",
		"convert.lost /endorsement",
		"convert.lost /recipient/note",
		"convert.lost /revoked",
		"convert.lost /updatedAt",
		"convert.lost /validFrom",
		"convert.lost /verification",
	}, changed(changes))
	for _, change := range changes {
		require.NotEmpty(t, change.Message)
		_, found := d.At(change.Path)
		require.True(t, found, change.Path)
	}

	c := converted.Credential()
	require.Equal(t, renamed(d.ID()), c.ID)
	require.Equal(t, []string{"VerifiableCredential", "AchievementCredential"}, c.Type)
	require.Equal(t, c.ValidFrom, c.AwardedDate)
	require.Equal(t, badge.IdentifierEmailAddress, c.Subject.Identifier[0].IdentityType)
	require.Equal(t, badge.Evidence{ID: d.ID(), Type: []string{"Evidence", "https://w3id.org/openbadges#Assertion"}}, c.Evidence[2])
	a := c.Subject.Achievement
	require.Equal(t, renamed("https://badges.example/classes/1"), a.ID)
	require.Equal(t, []string{"Achievement"}, a.Type)
	require.Equal(t, []string{"metal", "heat"}, a.Tag)
	require.Equal(t, badge.Related{ID: "https://badges.example/classes/1", Type: []string{"Related", "https://w3id.org/openbadges#BadgeClass"}}, a.Related[1])
	require.Equal(t, renamed("https://badges.example/issuer"), c.Issuer.ID)
	require.Equal(t, "https://badges.example/issuer", c.Issuer.OtherIdentifier[0].Identifier)
}

// award3 has values that both versions can express, and values that 2.0 cannot.
const award3 = `{
  "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", "https://x.example/context.json"],
  "id": "urn:uuid:6bc1f1f5-1b1a-4c2a-8b1e-0d9f6f4f0001",
  "type": ["VerifiableCredential", "OpenBadgeCredential", "https://x.example/Special"],
  "name": "Welding badge",
  "issuer": {"id": "https://issuer.example/", "type": ["Profile"], "name": "Issuer", "phone": "+31201234567", "address": {"type": ["Address"], "postalCode": "1"}, "x": 1},
  "validFrom": "2026-01-01T00:00:00Z", "validUntil": "2030-01-01T00:00:00Z", "awardedDate": "2025-12-01T00:00:00Z",
  "evidence": [{"id": "https://work.example/1", "type": ["Evidence"], "name": "Lamp"}],
  "endorsement": [{"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiableCredential", "EndorsementCredential"]}],
  "credentialStatus": {"id": "https://issuer.example/status#1", "type": "BitstringStatusListEntry"},
  "proof": [{"type": "DataIntegrityProof"}],
  "credentialSubject": {
    "id": "did:example:holder", "type": ["AchievementSubject"], "narrative": "Did it", "role": "welder",
    "identifier": [
      {"type": "IdentityObject", "hashed": false, "identityHash": "1234", "identityType": "sourcedId"},
      {"type": "IdentityObject", "hashed": false, "identityHash": "a@example.com", "identityType": "emailAddress"},
      {"type": "IdentityObject", "hashed": false, "identityHash": "+31", "identityType": "ext:telephone"}
    ],
    "result": [{"type": ["Result"], "value": "8"}],
    "achievement": {
      "id": "https://issuer.example/achievements/1", "type": ["Achievement"], "name": "Welding", "description": "Welds", "criteria": {"narrative": "Weld", "x": 1},
      "creditsAvailable": 3, "tag": ["metal"], "creator": {"id": "https://other.example/", "type": ["Profile"]},
      "alignment": [{"type": ["Alignment"], "targetName": "Joining", "targetUrl": "https://framework.example/1", "targetType": "CTDL"}]
    }
  }
}`

func TestConvertTo2(t *testing.T) { // C-159
	d := parsed(t, award3)
	converted, changes, err := badge.Convert(d, badge.OB2, renamed)
	require.NoError(t, err)
	require.Equal(t, award3, string(d.Bytes()), "the document was changed")
	require.JSONEq(t, `{"@context":"https://w3id.org/openbadges/v2","id":"https://new.example/?urn:uuid:6bc1f1f5-1b1a-4c2a-8b1e-0d9f6f4f0001","type":["Assertion","https://x.example/Special"],
		"issuedOn":"2026-01-01T00:00:00Z","expires":"2030-01-01T00:00:00Z","narrative":"Did it","recipient":{"type":"email","hashed":false,"identity":"a@example.com"},
		"evidence":[{"id":"https://work.example/1","name":"Lamp"}],
		"related":{"id":"urn:uuid:6bc1f1f5-1b1a-4c2a-8b1e-0d9f6f4f0001","type":"https://purl.imsglobal.org/spec/vc/ob/vocab.html#AchievementCredential"},
		"badge":{"id":"https://new.example/?https://issuer.example/achievements/1","type":"BadgeClass","name":"Welding","description":"Welds","criteria":{"narrative":"Weld"},"tags":["metal"],
			"alignment":[{"targetName":"Joining","targetUrl":"https://framework.example/1"}],
			"related":[{"id":"https://issuer.example/achievements/1","type":"https://purl.imsglobal.org/spec/vc/ob/vocab.html#Achievement"}],
			"issuer":{"id":"https://new.example/?https://issuer.example/","type":"Profile","name":"Issuer","telephone":"+31201234567",
				"related":{"id":"https://issuer.example/","type":"https://purl.imsglobal.org/spec/vc/ob/vocab.html#Profile"}}}}`, string(converted.JSON()))
	require.Equal(t, []string{
		"convert.lost /@context/2",
		"convert.lost /awardedDate",
		"convert.lost /credentialStatus",
		"convert.lost /credentialSubject/achievement/alignment/0/targetType",
		"convert.lost /credentialSubject/achievement/creator",
		"convert.lost /credentialSubject/achievement/creditsAvailable",
		"convert.lost /credentialSubject/achievement/criteria/x",
		"convert.lost /credentialSubject/id",
		"convert.lost /credentialSubject/identifier/0",
		"convert.lost /credentialSubject/identifier/2",
		"convert.lost /credentialSubject/result",
		"convert.lost /credentialSubject/role",
		"convert.lost /endorsement",
		"convert.lost /issuer/address",
		"convert.lost /issuer/x",
		"convert.lost /name",
	}, changed(changes))
}

func TestConvertPublished(t *testing.T) { // C-159
	for _, row := range []struct {
		name, text string
		to         badge.Version
		want       string
		changes    []string
	}{
		{"class", in2("BadgeClass", `,"name":"n","description":"d","criteria":"https://x.example/c","image":"https://x.example/p","issuer":"https://x.example/i","x":1`), badge.OB3,
			`{"id":"https://new.example/?https://x.example/1","type":["Achievement"],"name":"n","description":"d","criteria":{"id":"https://x.example/c"},"image":{"id":"https://x.example/p","type":"Image"},
			"creator":{"id":"https://new.example/?https://x.example/i","type":["Profile"],"otherIdentifier":[{"type":"IdentifierEntry","identifier":"https://x.example/i","identifierType":"identifier"}]},
			"related":[{"id":"https://x.example/1","type":["Related","https://w3id.org/openbadges#BadgeClass"]}]}`, []string{"convert.lost /x"}},
		{"issuer", in2("Issuer", `,"name":"n","telephone":"+31"`), badge.OB3,
			`{"id":"https://new.example/?https://x.example/1","type":["Profile"],"name":"n","phone":"+31","otherIdentifier":[{"type":"IdentifierEntry","identifier":"https://x.example/1","identifierType":"identifier"}]}`, nil},
		{"achievement", `{"id":"https://x.example/1","type":["Achievement"],"name":"n","creator":{"id":"https://x.example/i","type":["Profile"]},"humanCode":"h"}`, badge.OB2,
			`{"@context":"https://w3id.org/openbadges/v2","id":"https://new.example/?https://x.example/1","type":"BadgeClass","name":"n",
			"issuer":{"id":"https://new.example/?https://x.example/i","type":"Profile","related":{"id":"https://x.example/i","type":"https://purl.imsglobal.org/spec/vc/ob/vocab.html#Profile"}},
			"related":[{"id":"https://x.example/1","type":"https://purl.imsglobal.org/spec/vc/ob/vocab.html#Achievement"}]}`, []string{"convert.lost /humanCode"}},
		{"profile", `{"id":"https://x.example/1","type":"Profile","givenName":"g","name":"n"}`, badge.OB2,
			`{"@context":"https://w3id.org/openbadges/v2","id":"https://new.example/?https://x.example/1","type":"Profile","name":"n","related":{"id":"https://x.example/1","type":"https://purl.imsglobal.org/spec/vc/ob/vocab.html#Profile"}}`, []string{"convert.lost /givenName"}},
		{"endorsement", in2("Endorsement", `,"issuedOn":"2024-01-01T00:00:00Z","claim":{"id":"https://x.example/b","endorsementComment":"Good","stars":5},"issuer":"https://x.example/i"`), badge.OB3,
			`{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"id":"https://new.example/?https://x.example/1","type":["VerifiableCredential","EndorsementCredential"],
			"issuer":{"id":"https://new.example/?https://x.example/i","type":["Profile"],"otherIdentifier":[{"type":"IdentifierEntry","identifier":"https://x.example/i","identifierType":"identifier"}]},
			"validFrom":"2024-01-01T00:00:00Z","awardedDate":"2024-01-01T00:00:00Z","credentialSubject":{"id":"https://x.example/b","type":["EndorsementSubject"],"endorsementComment":"Good"}}`,
			[]string{"convert.lost /claim/stars", "convert.lost /id"}},
		{"endorsement back", `{"@context":["` + badge.ContextVC2 + `"],"id":"https://x.example/1","type":["VerifiableCredential","EndorsementCredential"],"issuer":"https://x.example/i","validFrom":"2024-01-01T00:00:00Z",
			"credentialSubject":{"id":"https://x.example/b","type":["EndorsementSubject"],"endorsementComment":"Good"}}`, badge.OB2,
			`{"@context":"https://w3id.org/openbadges/v2","id":"https://new.example/?https://x.example/1","type":"Endorsement","issuedOn":"2024-01-01T00:00:00Z","claim":{"id":"https://x.example/b","endorsementComment":"Good"},
			"issuer":{"id":"https://new.example/?https://x.example/i","type":"Profile","related":{"id":"https://x.example/i","type":"https://purl.imsglobal.org/spec/vc/ob/vocab.html#Profile"}},
			"related":{"id":"https://x.example/1","type":"https://purl.imsglobal.org/spec/vc/ob/vocab.html#EndorsementCredential"}}`, nil},
	} {
		t.Run("C-159/"+row.name, func(t *testing.T) {
			converted, changes, err := badge.Convert(parsed(t, row.text), row.to, renamed)
			require.NoError(t, err)
			require.JSONEq(t, row.want, string(converted.JSON()))
			require.Equal(t, row.changes, changed(changes))
		})
	}
}

func TestConvertMisfits(t *testing.T) {
	d := parsed(t, in2("Assertion", `,"issuedOn":1403120715,"badge":"https://x.example/b","recipient":{"type":"telephone","identity":"+31","hashed":false},"evidence":"https://x.example/e","image":{"id":"https://x.example/p","type":"schema:ImageObject"}`))
	converted, changes, err := badge.Convert(d, badge.OB3, renamed)
	require.NoError(t, err)
	require.Equal(t, []string{"convert.linked /badge", "convert.lost /issuedOn", "convert.value /recipient/type"}, changed(changes))
	c := converted.Credential()
	require.Empty(t, c.ValidFrom)
	require.Equal(t, badge.IdentifierType("ext:telephone"), c.Subject.Identifier[0].IdentityType)
	require.Equal(t, "Image", c.Subject.Image.Type)

	back, changes, err := badge.Convert(converted, badge.OB2, func(old string) string { return strings.TrimPrefix(old, "https://new.example/?") })
	require.NoError(t, err)
	require.Equal(t, "telephone", back.Body().Member("recipient").Member("type").String())
	require.Empty(t, changes)
}

func TestConvertErrors(t *testing.T) {
	same := func(old string) string { return old }
	for _, row := range []struct {
		name, text string
		to         badge.Version
		newID      func(string) string
		code       string
	}{
		{"C-159/id kept", assertion2, badge.OB3, same, "convert.id"},
		{"C-159/no id", award3, badge.OB2, func(string) string { return "" }, "convert.id"},
		{"C-139/revoked", in2("Assertion", `,"revoked":true`), badge.OB3, renamed, "convert.revoked"},
		{"to itself", assertion2, badge.OB2, renamed, "convert.version"},
		{"to an older version", assertion2, badge.OB11, renamed, "convert.version"},
		{"from an older version", `{"@context":"https://w3id.org/openbadges/v1","type":"Assertion"}`, badge.OB3, renamed, "convert.version"},
		{"a key", in2("CryptographicKey", ``), badge.OB3, renamed, "convert.version"},
		{"a status list", `{"@context":["` + badge.ContextVC2 + `"],"type":["VerifiableCredential","BitstringStatusListCredential"]}`, badge.OB2, renamed, "convert.version"},
		{"unknown", `{}`, badge.OB3, renamed, "convert.version"},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, _, err := badge.Convert(parsed(t, row.text), row.to, row.newID)
			var e badge.Failure
			require.ErrorAs(t, err, &e)
			require.Equal(t, row.code, e.Code())
		})
	}
}

// requireAccounted asserts that every value of a document is in the result of
// the conversion, or at or below a place that the changes name.
func requireAccounted(t *testing.T, v jsontext.Value, converted string, changes []badge.Change) {
	t.Helper()
	at := v.Pointer()
	for _, c := range changes {
		if at == c.Path || strings.HasPrefix(at, c.Path+"/") {
			return
		}
	}
	for name, m := range v.Members() {
		if name != "@context" && name != "type" && name != "identityType" && name != "proof" {
			requireAccounted(t, m, converted, changes)
		}
	}
	for _, e := range v.Elements() {
		requireAccounted(t, e, converted, changes)
	}
	switch v.Kind() {
	case jsontext.Object, jsontext.Array, jsontext.Null:
	case jsontext.String:
		if v.String() == "" { // says nothing
			return
		}
		quoted, err := jsontext.Quote(v.String())
		require.NoError(t, err)
		require.Contains(t, converted, string(quoted), at)
	default:
		require.Contains(t, converted, v.Raw(), at)
	}
}

// TestConvertSamples converts every official document and reports every loss
// (C-159).
func TestConvertSamples(t *testing.T) {
	documents := samples20(t)
	for _, pattern := range []string{"1edtech/ob30/*.json", "educredentials/*.json"} {
		files, err := filepath.Glob(filepath.Join(reftest.Dir(t), "samples", filepath.FromSlash(pattern)))
		require.NoError(t, err)
		for _, file := range files {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			if d, err := badge.Parse(data); err == nil {
				documents[filepath.Base(file)] = d
			}
		}
	}
	converted := map[badge.Version]int{}
	for name, d := range documents {
		to := badge.OB3
		if !d.Version().Before3() {
			to = badge.OB2
		}
		made, changes, err := badge.Convert(d, to, renamed)
		if err != nil {
			continue
		}
		converted[to]++
		t.Run(fmt.Sprintf("%s to %s", name, to), func(t *testing.T) {
			require.Equal(t, to, made.Version())
			requireAccounted(t, jsontext.Value(d.Body()), string(made.JSON()), changes)
		})
	}
	require.Greater(t, converted[badge.OB3], 50)
	require.Greater(t, converted[badge.OB2], 30)
}

// FuzzConvert checks that every loss is reported, for every document.
func FuzzConvert(f *testing.F) {
	f.Add(assertion2)
	f.Add(award3)
	f.Add(minimal)
	f.Add(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["OpenBadgeCredential"],"credentialSubject":{"identifier":[{},{"0":"","identityType":"email"}]}}`)
	f.Add(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["OpenBadgeCredential"],"credentialSubject":{"identifier":{"0":"","identityType":"email"}}}`)
	for _, typ := range []string{"BadgeClass", "Issuer", "Endorsement"} {
		f.Add(in2(typ, `,"claim":{"id":"a","x":1},"issuer":{"id":"b","type":["T"]},"name":"n","tags":"t","related":{"id":"r","type":"R"},"image":{"id":"i","type":"I"}`))
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := badge.Parse([]byte(text))
		if err != nil || len(text) > 4096 {
			return
		}
		to := badge.OB3
		if !d.Version().Before3() {
			to = badge.OB2
		}
		made, changes, err := badge.Convert(d, to, renamed)
		if err != nil {
			return
		}
		require.Equal(t, to, made.Version())
		if _, token := d.JWS(); !token {
			requireAccounted(t, jsontext.Value(d.Body()), string(made.JSON()), changes)
		}
	})
}

// Nothing is lost of what is empty.
func TestConvertOfEmptyValues(t *testing.T) {
	const text = `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://a.example/1","issuedOn":"2024-01-01T00:00:00Z",
		"recipient":{"type":"email","hashed":false,"identity":"a@b.example","salt":%[1]s},"evidence":%[1]s,"narrative":%[1]s,"expires":%[1]s,"x":%[1]s,
		"badge":{"type":"BadgeClass","id":"https://a.example/b","name":"n","description":"d","criteria":{"narrative":"c"},"tags":%[1]s,"alignment":%[1]s,"extensions:ECTSExtension":%[1]s,
			"issuer":{"type":"Issuer","id":"https://a.example/i","name":"n","url":"https://a.example","publicKey":%[1]s,"revocationList":%[1]s}}}`
	for _, value := range []string{`null`, `""`, `[]`, `{}`} {
		_, changes, err := badge.Convert(parsed(t, fmt.Sprintf(text, value)), badge.OB3, nil)
		require.NoError(t, err)
		require.NotContains(t, strings.Join(changed(changes), " "), "convert.lost", value)
	}
	_, changes, err := badge.Convert(parsed(t, fmt.Sprintf(text, `"v"`)), badge.OB3, nil)
	require.NoError(t, err)
	require.Contains(t, changed(changes), "convert.lost /x")
}
