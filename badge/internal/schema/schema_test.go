package schema

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/reftest"
	"github.com/stretchr/testify/require"
)

const sampleCLR = `{
	"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
	"id": "urn:c", "type": ["VerifiableCredential", "ClrCredential"], "name": "n", "partial": true,
	"issuer": {"id": "urn:i", "type": "Profile", "address": {"type": "Address", "geo": {"type": "GeoCoordinates", "latitude": 1, "longitude": 2.5}}},
	"validFrom": "2024-01-01T00:00:00Z", "credentialStatus": {"type": "X"},
	"credentialSubject": {
		"type": "ClrSubject", "identifier": [{"type": "IdentityObject", "hashed": false, "identityHash": "x", "identityType": "email"}],
		"association": [{"type": "Association", "associationType": "isPartOf", "sourceId": "urn:a", "targetId": "urn:b"}],
		"verifiableCredential": [{
			"@context": ["https://www.w3.org/2018/credentials/v1", {"x": "urn:x"}], "type": ["VerifiableCredential"],
			"issuer": {"id": "urn:i", "type": ["Profile"]}, "issuanceDate": "2024-01-01T00:00:00", "credentialSubject": {"id": "urn:s"},
			"termsOfUse": {"type": "X"}, "proof": [{"type": "DataIntegrityProof", "created": "2024-01-01T00:00:00Z"}]
		}]
	}
}`

const sampleList = `{
	"@context": ["https://www.w3.org/ns/credentials/v2"], "id": "urn:l", "type": ["VerifiableCredential", "StatusList2021Credential"],
	"issuer": {"id": "urn:i"}, "validFrom": "2024-01-01T00:00:00Z", "proof": {"type": "X"},
	"credentialSubject": {"id": "urn:l#list", "type": "StatusList2021", "statusPurpose": "revocation", "encodedList": "x", "ttl": 1}
}`

const sampleOB2 = `{
	"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "urn:a", "issuedOn": "2024-01-01T00:00:00Z", "expires": null,
	"recipient": {"type": "email", "hashed": false, "identity": "x"}, "verification": {"type": "hosted", "startsWith": "https://x.example"},
	"badge": {"type": ["BadgeClass"], "id": "urn:b", "name": "n", "description": "d", "image": {"id": "urn:p"}, "criteria": {}, "version": 1,
		"issuer": {"type": "Issuer", "id": "urn:i", "email": null, "publicKey": ["urn:k", {"type": "CryptographicKey"}]},
		"alignment": {"targetName": "t", "targetUrl": null}, "tags": "t", "related": "urn:r",
		"endorsement": {"type": "Endorsement", "id": "urn:e", "claim": {"id": "urn:b"}, "issuer": "urn:i", "issuedOn": "2024-01-01T00:00Z"}},
	"evidence": ["urn:e", {"narrative": "x"}], "image": "urn:p"
}`

const sampleRevocations = `{"@context": ["https://w3id.org/openbadges/v2", {}], "id": "urn:l", "type": "RevocationList", "issuer": {"type": ["Profile"], "id": "urn:i"},
	"revokedAssertions": ["urn:a", {"uid": "x", "revoked": true, "revocationReason": null}]}`

// TestFitsIsValidate: Walk and Validate agree in every reading on samples that
// the published schema does not cover, and on their mutations.
func TestFitsIsValidate(t *testing.T) {
	set := New()
	for name, text := range map[string]string{"ClrCredential": sampleCLR, "StatusListCredential": sampleList, "OB2.Assertion": sampleOB2, "OB2.RevocationList": sampleRevocations} {
		t.Run(name, func(t *testing.T) {
			instance := decode(t, []byte(text)).(object)
			fitting, compared := 0, 0
			compare := func() {
				tree := parsed(t, instance)
				for _, form := range []string{"", "/json", "/exact", "/v1p1"} {
					fits := set.Walk(name+form, tree, unseen)
					require.Equal(t, fits, len(set.Validate(name+form, tree)) == 0, "%s%s: %s", name, form, tree.Raw())
					if compared++; fits {
						fitting++
					}
				}
			}
			require.True(t, set.Walk(name, parsed(t, instance), unseen), set.Validate(name, parsed(t, instance)))
			n, stride := 0, 3
			if name == "OB2.Assertion" {
				stride = 11
			}
			mutate(instance, func() {
				if n++; n%stride == 0 {
					compare()
				}
			})
			require.Greater(t, fitting, 30)
			require.Greater(t, compared, 300)
		})
	}
}

func parsed(t testing.TB, instance any) jsontext.Value {
	t.Helper()
	text, err := json.Marshal(instance)
	require.NoError(t, err)
	tree, err := jsontext.Parse(text)
	require.NoError(t, err)
	return tree
}

// TestManyFailures: of thousands of failures a hundred are described; the
// others take little time.
func TestManyFailures(t *testing.T) {
	array := `[` + strings.Repeat(`7,`, 4999) + `7]`
	for _, text := range []string{
		`{"id":"urn:p","type":` + array + `}`,
		`{"id":"urn:p","type":["Profile"],"endorsement":` + array + `}`,
		`{"id":"urn:p","type":["Profile"],"parentOrg":{"id":"urn:p","type":["Profile"],"otherIdentifier":` + array + `}}`,
	} {
		tree, err := jsontext.Parse([]byte(text))
		require.NoError(t, err)
		set := New()
		require.Len(t, set.Validate("Profile", tree), maxViolations)
		cost := testing.AllocsPerRun(1, func() { set.Validate("Profile", tree) })
		require.Less(t, cost, 10_000.0)
	}
}

// TestMessages: a message names what was found and what was wanted.
func TestMessages(t *testing.T) {
	tree, err := jsontext.Parse([]byte(`{"id":7,"type":["X"],"image":{"id":"urn:x","type":"Picture","z":1},"address":{"type":"Address","geo":"here"},
		"dateOfBirth":"1 May","otherIdentifier":[{"type":"IdentifierEntry","identifier":"1","identifierType":"shoe size"}]}`))
	require.NoError(t, err)
	violations := New().Validate("Profile", tree)
	rows := []struct{ keyword, path, found, want string }{
		{"type", "/address/geo", `"here"`, "object"},
		{"format", "/dateOfBirth", `"1 May"`, "2006-01-02"},
		{"type", "/id", `7`, "string"},
		{"enum", "/image/type", `"Picture"`, `"Image"`},
		{"additionalProperties", "/image/z", `"z"`, ""},
		{"enum", "/otherIdentifier/0/identifierType", `"shoe size"`, "emailAddress"},
		{"contains", "/type", "an array of 1", `"Profile"`},
	}
	require.Len(t, violations, len(rows))
	for i, row := range rows {
		require.Equal(t, row.keyword, violations[i].Keyword)
		require.Equal(t, row.path, violations[i].Path)
		require.Contains(t, violations[i].Message, row.found)
		require.Contains(t, violations[i].Message, row.want)
	}
}

func TestConcurrentUse(t *testing.T) {
	set := New()
	tree, err := jsontext.Parse([]byte(sampleCLR))
	require.NoError(t, err)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for _, name := range []string{"ClrCredential", "ClrCredential/v1p1", "AchievementCredential", "Profile"} {
				set.Validate(name, tree)
				set.Walk(name, tree, unseen)
			}
		})
	}
	wait.Wait()
}

func TestPublished(t *testing.T) {
	for _, p := range publishedSchemas {
		for set, arrays := range map[string]bool{"json": true, "json-ld": false} {
			url := strings.Replace(p.url, "*", set, 1)
			got, ok := Published(url)
			require.True(t, ok, url)
			require.Equal(t, arrays, got, url)
			violations, err := New().ValidateWith([]byte(`{"$ref":"`+url+`"}`), object{})
			require.NoError(t, err, url)
			require.NotEmpty(t, violations, url)
		}
	}
	for _, url := range []string{"", "urn:x", publishedSchemas[0].url, "https://purl.imsglobal.org/spec/ob/v3p0/schema/xml/ob_v3p0_profile_schema.json"} {
		_, ok := Published(url)
		require.False(t, ok, url)
	}
}

func BenchmarkFits(b *testing.B) {
	tree, err := jsontext.Parse(reftest.Read(b, "samples/1edtech/ob30/complete.json"))
	require.NoError(b, err)
	set := New()
	set.Validate("AchievementCredential", tree)
	b.Run("Walk", func(b *testing.B) {
		for b.Loop() {
			set.Walk("AchievementCredential", tree, unseen)
		}
	})
	b.Run("Validate", func(b *testing.B) {
		for b.Loop() {
			set.Validate("AchievementCredential", tree)
		}
	})
}

// FuzzFits: Walk agrees with Validate on every text.
func FuzzFits(f *testing.F) {
	f.Add([]byte(sampleCLR))
	f.Add([]byte(sampleList))
	f.Add([]byte(`{"id":"urn:p","type":["Profile"],"endorsement":[{}],"dateOfBirth":"2020-01-01"}`))
	set := New()
	f.Fuzz(func(t *testing.T, text []byte) {
		tree, err := jsontext.Parse(text)
		if err != nil {
			return
		}
		for _, name := range []string{"ClrCredential", "StatusListCredential/json", "Profile", "AchievementCredential/v1p1/exact"} {
			if set.Walk(name, tree, unseen) != (len(set.Validate(name, tree)) == 0) {
				t.Fatalf("Walk and Validate disagree by %s", name)
			}
		}
	})
}
