package ld

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/rdf"
	"github.com/stretchr/testify/require"
)

// The bases of the 1EdTech contexts.
const (
	obBase  = "https://purl.imsglobal.org/spec/ob/v3p0/"
	clrBase = "https://purl.imsglobal.org/spec/clr/v2p0/"
)

// fixture is a badge that uses every kind of member: text, number, boolean,
// date, reference, set, list, embedded credential and proof.
const fixture = `{
  "@context": [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
  ],
  "id": "urn:uuid:5b0f3a7e-0001-4a00-8000-000000000001",
  "type": ["VerifiableCredential", "AchievementCredential"],
  "name": "Lighthouse keeping",
  "awardedDate": "2024-05-01T00:00:00Z",
  "validFrom": "2024-05-01T00:00:00Z",
  "issuer": {
    "id": "https://harbour.example/profile",
    "type": ["Profile"],
    "name": "Harbour School",
    "official": "yes",
    "address": {
      "type": ["Address"],
      "addressLocality": "Texel",
      "geo": {"type": "GeoCoordinates", "latitude": 53, "longitude": 4.75}
    },
    "otherIdentifier": [{"type": "IdentifierEntry", "identifier": "HS-1", "identifierType": "systemId"}]
  },
  "credentialSubject": {
    "id": "did:example:keeper",
    "type": ["AchievementSubject"],
    "activityStartDate": "2024-01-01",
    "creditsEarned": 2.5,
    "identifier": [
      {"type": "IdentityObject", "hashed": false, "identityHash": "a@harbour.example", "identityType": "emailAddress"},
      {"type": "IdentityObject", "hashed": true, "identityHash": "sha256$00", "identityType": "emailAddress", "salt": "s"}
    ],
    "achievement": {
      "id": "https://harbour.example/achievements/1",
      "type": ["Achievement"],
      "name": "Keeper",
      "description": "Keeps the light",
      "inLanguage": "en",
      "creditsAvailable": 3,
      "tag": ["light", "sea"],
      "criteria": {"id": "https://harbour.example/criteria", "narrative": "Watch the light"},
      "image": {"id": "https://harbour.example/badge.png", "type": "Image", "caption": "A lamp"},
      "creator": {"id": "https://guild.example/profile", "type": ["Profile"], "name": "Guild"},
      "alignment": [{"type": ["Alignment"], "targetName": "Light", "targetUrl": "https://frame.example/light"}],
      "resultDescription": [{
        "id": "urn:uuid:5b0f3a7e-0002-4a00-8000-000000000002",
        "type": ["ResultDescription"],
        "name": "Grade",
        "resultType": "LetterGrade",
        "allowedValue": ["A", "B", "B"],
        "rubricCriterionLevel": [{"id": "urn:uuid:5b0f3a7e-0003-4a00-8000-000000000003", "type": ["RubricCriterionLevel"], "level": "Top", "points": "10", "name": "Top"}]
      }]
    },
    "result": [{"type": ["Result"], "value": "A", "resultDescription": "urn:uuid:5b0f3a7e-0002-4a00-8000-000000000002"}]
  },
  "evidence": [{"id": "https://harbour.example/evidence/1", "type": ["Evidence"], "narrative": "Log book", "genre": "log"}],
  "endorsement": [{
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
    "id": "urn:uuid:5b0f3a7e-0004-4a00-8000-000000000004",
    "type": ["VerifiableCredential", "EndorsementCredential"],
    "issuer": {"id": "https://board.example/profile", "type": ["Profile"], "name": "Board"},
    "validFrom": "2024-05-01T00:00:00Z",
    "credentialSubject": {"id": "https://harbour.example/achievements/1#endorsed", "type": ["EndorsementSubject"], "endorsementComment": "Sound"},
    "proof": {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "created": "2024-05-01T00:00:00Z", "proofPurpose": "assertionMethod", "verificationMethod": "https://board.example/keys#1", "proofValue": "zEndorsed"}
  }],
  "endorsementJwt": ["e30.e30.e30"],
  "credentialSchema": [{"id": "https://harbour.example/schema.json", "type": "1EdTechJsonSchemaValidator2019"}],
  "credentialStatus": {"id": "https://harbour.example/status#7", "type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "7", "statusListCredential": "https://harbour.example/status"},
  "proof": {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "created": "2024-05-01T00:00:00Z", "proofPurpose": "assertionMethod", "verificationMethod": "https://harbour.example/keys#1", "proofValue": "zSigned"}
}`

// parse returns the strict tree of a text.
func parse(t testing.TB, text string) jsontext.Value {
	t.Helper()
	v, err := jsontext.Parse([]byte(text))
	require.NoError(t, err)
	return v
}

// edit returns the fixture after a change, as text.
func edit(t testing.TB, change func(root map[string]any)) string {
	t.Helper()
	var root map[string]any
	require.NoError(t, json.Unmarshal([]byte(fixture), &root))
	change(root)
	text, err := json.Marshal(root)
	require.NoError(t, err)
	return string(text)
}

// at follows member names and list indices.
func at(v any, path ...any) map[string]any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			v = v.(map[string]any)[step]
		case int:
			v = v.([]any)[step]
		}
	}
	return v.(map[string]any)
}

// achievement, subject and issuer return the objects that most edits change.
func achievement(root map[string]any) map[string]any {
	return at(root, "credentialSubject", "achievement")
}
func subject(root map[string]any) map[string]any { return at(root, "credentialSubject") }
func issuer(root map[string]any) map[string]any  { return at(root, "issuer") }

// canonical returns the canonical form of a document.
func canonical(t testing.TB, text string, o Options) (string, error) {
	t.Helper()
	root, err := jsontext.Parse([]byte(text))
	if err != nil {
		return "", err
	}
	return canonicalValue(t, root, o)
}

// requireCode asserts a refusal with this code at this place.
func requireCode(t testing.TB, err error, code, path string) {
	t.Helper()
	var failed *Error
	require.ErrorAs(t, err, &failed)
	require.Equal(t, code, failed.Code, failed.Error())
	require.Equal(t, path, failed.Path, failed.Error())
	require.NotEmpty(t, failed.Message)
	require.Less(t, len(failed.Error()), 600)
}

// withContext replaces the contexts of the fixture.
func withContext(urls ...string) func(map[string]any) {
	return func(root map[string]any) {
		list := make([]any, 0, len(urls))
		for _, url := range urls {
			list = append(list, url)
		}
		root["@context"] = list
	}
}

// minimal is a small credential under the named contexts with more members.
func minimal(contexts []string, members string) string {
	return `{"@context":["` + strings.Join(contexts, `","`) + `"],"id":"urn:x:1","type":["VerifiableCredential","AchievementCredential"],` +
		`"issuer":{"id":"https://issuer.example/","type":["Profile"]}` + members + `}`
}

func TestFixtureIsWhole(t *testing.T) {
	form, err := canonical(t, fixture, Options{})
	require.NoError(t, err)
	require.Greater(t, strings.Count(form, "\n"), 100)
	again, err := canonical(t, edit(t, func(map[string]any) {}), Options{})
	require.NoError(t, err)
	require.Equal(t, form, again, "the order of members is not part of a document")
}

func canonicalValue(t testing.TB, v jsontext.Value, o Options) (string, error) {
	t.Helper()
	result, err := New().ToRDF(context.Background(), v, o)
	if err != nil {
		return "", err
	}
	form, err := rdf.Canonicalize(context.Background(), result.Quads, rdf.Options{})
	return string(form.Text), err
}
