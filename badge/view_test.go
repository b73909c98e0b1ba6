package badge_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
)

const minimal = `{
  "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
  "id": "urn:uuid:6bc1f1f5-1b1a-4c2a-8b1e-0d9f6f4f0001",
  "type": ["VerifiableCredential", "AchievementCredential"],
  "issuer": {"id": "https://issuer.example/", "type": ["Profile"]},
  "validFrom": "2026-01-01T00:00:00Z",
  "credentialSubject": {
    "id": "did:example:holder",
    "type": ["AchievementSubject"],
    "achievement": {
      "id": "https://issuer.example/achievements/1", "type": ["Achievement"],
      "name": "Welding", "description": "Welds", "criteria": {"narrative": "Weld"}
    }
  }
}`

const endorsement = `{ "@context" : ["https://www.w3.org/ns/credentials/v2"],  "type":["VerifiableCredential","EndorsementCredential"], "x": 1.00 }`

// hosts has, for each class, a credential with an object of the class at the place of $.
var hosts = map[string]string{
	"Credential":           `$`,
	"Subject":              `{"credentialSubject":$}`,
	"Profile":              `{"issuer":$}`,
	"Association":          `{"credentialSubject":{"association":[$]}}`,
	"Evidence":             `{"evidence":[$]}`,
	"Image":                `{"image":$}`,
	"CredentialSchema":     `{"credentialSchema":[$]}`,
	"CredentialStatus":     `{"credentialStatus":$}`,
	"StatusMessage":        `{"credentialStatus":{"statusMessage":[$]}}`,
	"RefreshService":       `{"refreshService":$}`,
	"TermsOfUse":           `{"termsOfUse":[$]}`,
	"Proof":                `{"proof":[$]}`,
	"Achievement":          `{"credentialSubject":{"achievement":$}}`,
	"Criteria":             `{"credentialSubject":{"achievement":{"criteria":$}}}`,
	"Alignment":            `{"credentialSubject":{"achievement":{"alignment":[$]}}}`,
	"Related":              `{"credentialSubject":{"achievement":{"related":[$]}}}`,
	"ResultDescription":    `{"credentialSubject":{"achievement":{"resultDescription":[$]}}}`,
	"RubricCriterionLevel": `{"credentialSubject":{"achievement":{"resultDescription":[{"rubricCriterionLevel":[$]}]}}}`,
	"Result":               `{"credentialSubject":{"result":[$]}}`,
	"IdentityObject":       `{"credentialSubject":{"identifier":[$]}}`,
	"IdentifierEntry":      `{"issuer":{"otherIdentifier":[$]}}`,
	"Address":              `{"issuer":{"address":$}}`,
	"GeoCoordinates":       `{"issuer":{"address":{"geo":$}}}`,
}

// properties lists every property of every class, by JSON type (OB 3.0 App.
// B, CLR 2.0 App. B, Bitstring Status List §2.1).
var properties = map[string][]struct{ json, names string }{
	"Credential": {
		{`"text"`, "id name description issuer validFrom validUntil awardedDate"},
		{`["text"]`, "@context type endorsementJwt"},
		{`{"id":"urn:x","type":"Image"}`, "image credentialStatus refreshService credentialSubject"},
		{`[{"id":"urn:x","type":["Evidence"]}]`, "evidence"},
		{`[{"id":"urn:x","type":"T"}]`, "credentialSchema termsOfUse proof"},
		{`[` + endorsement + `]`, "endorsement"},
		{`false`, "partial"},
		{`[{"map":{"@id":"urn:x"}},"text"]`, "@context"},
		{`[{"id":"urn:x"},{"id":"urn:y"}]`, "credentialStatus"},
		{`{"id":"urn:x","name":"Issuer"}`, "issuer"},
	},
	"Subject": {
		{`"text"`, "id activityStartDate activityEndDate licenseNumber narrative role term endorsementComment"},
		{`["text"]`, "type"},
		{`2.50`, "creditsEarned"},
		{`{"id":"urn:x"}`, "achievement image source"},
		{`[{"id":"urn:x"}]`, "achievement"},
		{`[{"type":"T"}]`, "identifier association"},
		{`[{"type":["T"]}]`, "result"},
		{`[` + endorsement + `]`, "verifiableCredential"},
	},
	"Profile": {
		{`"text"`, "id name url phone description email official familyName givenName additionalName patronymicName honorificPrefix honorificSuffix familyNamePrefix dateOfBirth"},
		{`["text"]`, "type endorsementJwt"},
		{`{"id":"urn:x"}`, "image parentOrg"},
		{`{"type":["Address"]}`, "address"},
		{`[{"type":"T"}]`, "otherIdentifier"},
		{`[` + endorsement + `]`, "endorsement"},
	},
	"Achievement": {
		{`"text"`, "id name description achievementType fieldOfStudy humanCode specialization version inLanguage"},
		{`["text"]`, "type tag endorsementJwt"},
		{`3.0`, "creditsAvailable"},
		{`{"id":"urn:x"}`, "criteria image creator"},
		{`[{"type":["T"]}]`, "alignment related resultDescription"},
		{`[{"type":"T"}]`, "otherIdentifier"},
		{`[` + endorsement + `]`, "endorsement"},
	},
	"Association": {{`"text"`, "type associationType sourceId targetId"}},
	"Evidence":    {{`"text"`, "id name narrative description genre audience"}, {`["text"]`, "type"}},
	"Image":       {{`"text"`, "id type caption"}},
	"CredentialSchema": {
		{`"text"`, "id type"},
	},
	"CredentialStatus": {
		{`"text"`, "id type statusPurpose statusListIndex statusListCredential statusReference"},
		{`4711`, "statusListIndex"}, {`2`, "statusSize"}, {`["a","b"]`, "statusReference"},
		{`[{"status":"0x0","message":"text"}]`, "statusMessage"},
	},
	"StatusMessage":  {{`"text"`, "status message"}},
	"RefreshService": {{`"text"`, "id type"}},
	"TermsOfUse":     {{`"text"`, "id type"}},
	"Proof":          {{`"text"`, "id type cryptosuite created expires verificationMethod proofPurpose challenge domain nonce proofValue"}},
	"Criteria":       {{`"text"`, "id narrative"}},
	"Alignment": {
		{`"text"`, "targetName targetUrl targetCode targetDescription targetFramework targetType"}, {`["text"]`, "type"},
	},
	"Related": {{`"text"`, "id inLanguage version"}, {`["text"]`, "type"}},
	"ResultDescription": {
		{`"text"`, "id name resultType requiredLevel requiredValue valueMin valueMax"},
		{`["text"]`, "type allowedValue"}, {`[{"type":["T"]}]`, "alignment rubricCriterionLevel"},
	},
	"RubricCriterionLevel": {
		{`"text"`, "id name description level points"}, {`["text"]`, "type"}, {`[{"type":["T"]}]`, "alignment"},
	},
	"Result": {
		{`"text"`, "resultDescription value achievedLevel status"}, {`["text"]`, "type"}, {`[{"type":["T"]}]`, "alignment"},
	},
	"IdentityObject":  {{`"text"`, "type identityType identityHash salt"}, {`false`, "hashed"}},
	"IdentifierEntry": {{`"text"`, "type identifier identifierType"}},
	"Address": {
		{`"text"`, "streetAddress postOfficeBoxNumber postalCode addressLocality addressRegion addressCountry addressCountryCode"},
		{`["text"]`, "type"}, {`{"type":"GeoCoordinates"}`, "geo"},
	},
	"GeoCoordinates": {{`"text"`, "type"}, {`-0.50`, "latitude longitude"}},
}

func TestEveryPropertyIsReadAndWritten(t *testing.T) {
	for class, rows := range properties {
		t.Run(class, func(t *testing.T) {
			for _, row := range rows {
				for name := range strings.FieldsSeq(row.names) {
					text := strings.ReplaceAll(hosts[class], "$", `{"`+name+`":`+row.json+`}`)
					d, err := badge.Parse([]byte(text))
					require.NoError(t, err)
					c := d.Credential()
					requireNoExtra(t, reflect.ValueOf(c), text)
					written, err := c.MarshalJSON()
					require.NoError(t, err, text)
					require.Equal(t, normal(t, []byte(text)), normal(t, written))
				}
			}
		})
	}
}

// requireNoExtra walks a view without its embedded documents.
func requireNoExtra(t *testing.T, v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.Struct:
		if extra := v.FieldByName("Extra"); extra.IsValid() {
			require.Zero(t, extra.Len(), "%s: in Extra of %s: %v", text, v.Type(), extra)
		}
		for i := range v.NumField() {
			requireNoExtra(t, v.Field(i), text)
		}
	case reflect.Slice:
		for i := range v.Len() {
			requireNoExtra(t, v.Index(i), text)
		}
	case reflect.Pointer:
		if !v.IsNil() && v.Type() != reflect.TypeFor[*badge.Document]() {
			requireNoExtra(t, v.Elem(), text)
		}
	}
}

// oneOrMany are the members that may be written without their array (OB 3.0
// §A.2.1), and the two that the view compacts.
var oneOrMany = map[string]bool{
	"@context": true, "type": true, "proof": true, "credentialSchema": true, "termsOfUse": true,
	"credentialStatus": true, "statusReference": true,
}

// normal decodes JSON and gives one form to values that the view does not distinguish.
func normal(t testing.TB, text []byte) any {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var x any
	require.NoError(t, decoder.Decode(&x))
	return normalValue(x)
}

func normalValue(x any) any {
	switch x := x.(type) {
	case []any:
		for i := range x {
			x[i] = normalValue(x[i])
		}
	case map[string]any:
		for name, value := range x {
			value = normalValue(value)
			if list, ok := value.([]any); ok && oneOrMany[name] && len(list) == 1 {
				value = list[0]
			}
			if n, ok := value.(json.Number); ok && name == "statusListIndex" {
				value = string(n)
			}
			if m, ok := value.(map[string]any); ok && name == "issuer" && len(m) == 1 {
				if id, ok := m["id"].(string); ok && id != "" {
					value = id
				}
			}
			x[name] = value
		}
	}
	return x
}

func credential(t testing.TB, text string) badge.Credential {
	t.Helper()
	d, err := badge.Parse([]byte(text))
	require.NoError(t, err)
	return d.Credential()
}

// RE-12: an image that is a URL is an Image with that URL.
func TestImageAsURL(t *testing.T) {
	const at = `"image":"https://example.org/i.png"`
	c := credential(t, `{`+at+`,"issuer":{`+at+`},"credentialSubject":{`+at+`,"achievement":{`+at+`}}}`)
	for _, image := range []*badge.Image{c.Image, c.Issuer.Image, c.Subject.Image, c.Subject.Achievement.Image} {
		require.Equal(t, &badge.Image{ID: "https://example.org/i.png"}, image)
	}
	text, err := c.MarshalJSON()
	require.NoError(t, err)
	require.Contains(t, string(text), `{"image":{"id":"https://example.org/i.png"}}`)
	var again badge.Credential
	require.NoError(t, again.UnmarshalJSON(text))
	require.Equal(t, c, again)
}

func TestViewShapes(t *testing.T) {
	t.Run("C-013 unknown members", func(t *testing.T) {
		text := strings.Replace(minimal, `"name": "Welding"`, `"name": "Welding", "ext:level": {"deep": [1.00, null]}, "Name": "shadow"`, 1)
		c := credential(t, text)
		require.Equal(t, "Welding", c.Subject.Achievement.Name)
		require.Equal(t, map[string]json.RawMessage{"ext:level": json.RawMessage(`{"deep": [1.00, null]}`), "Name": json.RawMessage(`"shadow"`)}, c.Subject.Achievement.Extra)
	})
	t.Run("C-014 wrong shapes are kept and not read", func(t *testing.T) {
		c := credential(t, `{"credentialSubject":[{"id":"a"}],"image":["https://example.org/i.png"]}`)
		require.Zero(t, c.Subject)
		require.Nil(t, c.Image)
		require.Equal(t, json.RawMessage(`[{"id":"a"}]`), c.Extra["credentialSubject"])
	})
	t.Run("C-016 one or many", func(t *testing.T) {
		one := credential(t, `{"type":"T","proof":{"type":"DataIntegrityProof"},"credentialSchema":{"id":"s"},"termsOfUse":{"type":"T"}}`)
		many := credential(t, `{"type":["T"],"proof":[{"type":"DataIntegrityProof"}],"credentialSchema":[{"id":"s"}],"termsOfUse":[{"type":"T"}]}`)
		require.Equal(t, many, one)
		text, err := one.MarshalJSON()
		require.NoError(t, err)
		require.Equal(t, `{"type":["T"],"credentialSchema":[{"id":"s"}],"termsOfUse":[{"type":"T"}],"proof":[{"type":"DataIntegrityProof"}]}`, string(text))
	})
	t.Run("C-017 a lone object where an array is wanted", func(t *testing.T) {
		c := credential(t, `{"evidence":{"id":"e"},"endorsement":{"id":"e"}}`)
		require.Empty(t, c.Evidence)
		require.Empty(t, c.Endorsement)
		require.Len(t, c.Extra, 2)
	})
	t.Run("C-029 issuer", func(t *testing.T) {
		require.Equal(t, "urn:i", credential(t, `{"issuer":"urn:i"}`).Issuer.ID)
		require.Equal(t, "urn:i", credential(t, `{"issuer":{"id":"urn:i","name":"I"}}`).Issuer.ID)
	})
	t.Run("C-038 numbers and shapes stay", func(t *testing.T) {
		c := credential(t, `{"credentialSubject":{"creditsEarned":3.10e0,"x":[1.0]},"y":{"a":[]},"z":[null]}`)
		require.Equal(t, json.Number("3.10e0"), c.Subject.CreditsEarned)
		text, err := c.MarshalJSON()
		require.NoError(t, err)
		require.Equal(t, `{"credentialSubject":{"creditsEarned":3.10e0,"x":[1.0]},"y":{"a":[]},"z":[null]}`, string(text))
	})
	t.Run("C-105 statusListIndex as a number", func(t *testing.T) {
		require.Equal(t, "7", credential(t, `{"credentialStatus":[{"statusListIndex":7}]}`).CredentialStatus[0].StatusListIndex)
	})
	t.Run("embedded credentials keep their bytes", func(t *testing.T) {
		c := credential(t, `{"endorsement":[`+endorsement+`]}`)
		require.Equal(t, endorsement, string(c.Endorsement[0].Bytes()))
		require.Equal(t, badge.KindEndorsement, c.Endorsement[0].Kind())
		text, err := c.MarshalJSON()
		require.NoError(t, err)
		require.Equal(t, `{"endorsement":[`+endorsement+`]}`, string(text))
	})
}

func TestViewIsCopy(t *testing.T) {
	text := strings.Replace(minimal, `"name": "Welding"`, `"name": "Welding", "tag": ["a", "b"], "x": [1]`, 1)
	d, err := badge.Parse([]byte(text))
	require.NoError(t, err)
	c := d.Credential()
	c.Type[1] = "ClrCredential"
	c.Subject.Achievement.Tag[0] = "changed"
	copy(c.Subject.Achievement.Extra["x"], "[2]")
	delete(c.Subject.Achievement.Extra, "x")
	c.Issuer.ID = "https://attacker.example/"
	require.Equal(t, credential(t, text), d.Credential())
	require.Equal(t, text, string(d.Bytes()))
}

func TestLegacyWords(t *testing.T) {
	legacy := `{"@context":["https://www.w3.org/2018/credentials/v1"],"type":["VerifiableCredential","AchievementCredential"],"issuanceDate":"2020-01-01T00:00:00Z","expirationDate":"2030-01-01T00:00:00Z"}`
	c := credential(t, legacy)
	require.Equal(t, badge.DateTime("2020-01-01T00:00:00Z"), c.ValidFrom)
	require.Equal(t, badge.DateTime("2030-01-01T00:00:00Z"), c.ValidUntil)
	require.Empty(t, c.Extra)

	t.Run("our word without its meaning", func(t *testing.T) {
		c := credential(t, strings.Replace(legacy, `"issuanceDate"`, `"validFrom":"1999-01-01T00:00:00Z","issuanceDate"`, 1))
		require.Equal(t, badge.DateTime("2020-01-01T00:00:00Z"), c.ValidFrom)
		require.Equal(t, map[string]json.RawMessage{"validFrom": json.RawMessage(`"1999-01-01T00:00:00Z"`)}, c.Extra)
	})
	t.Run("no date", func(t *testing.T) {
		c := credential(t, strings.Replace(legacy, `"2020-01-01T00:00:00Z"`, `7`, 1))
		require.Empty(t, c.ValidFrom)
		require.Equal(t, json.RawMessage(`7`), c.Extra["issuanceDate"])
	})
	t.Run("their words under VC Data Model 2.0", func(t *testing.T) {
		c := credential(t, strings.Replace(legacy, badge.ContextVC1, badge.ContextVC2, 1))
		require.Equal(t, badge.DateTime("2020-01-01T00:00:00Z"), c.ValidFrom, "other readers go by it")
		require.Equal(t, badge.DateTime("2030-01-01T00:00:00Z"), c.ValidUntil)
		require.Empty(t, c.Extra)
	})
}

func TestViewOfToken(t *testing.T) {
	claims := `"iss":"i","sub":"s","aud":"a","exp":1,"nbf":1,"iat":1,"jti":"j"`
	for name, row := range map[string]struct {
		payload string
		extra   map[string]json.RawMessage
	}{
		"payload":  {`{` + claims + `,"id":"urn:x","nonce":"n"}`, map[string]json.RawMessage{"nonce": json.RawMessage(`"n"`)}},
		"vc claim": {`{` + claims + `,"vc":{"id":"urn:x","iss":"of the credential"}}`, map[string]json.RawMessage{"iss": json.RawMessage(`"of the credential"`)}},
	} {
		t.Run(name, func(t *testing.T) {
			c := credential(t, "e30."+base64.RawURLEncoding.EncodeToString([]byte(row.payload))+".")
			require.Equal(t, badge.Credential{ID: "urn:x", Extra: row.extra}, c)
		})
	}
	c := credential(t, `{`+claims+`}`)
	require.Len(t, c.Extra, 7, "members of a document that is not a token")
}

func TestAchievementAndProfile(t *testing.T) {
	for _, text := range []string{`{"type":"Achievement","id":"urn:a","x":1}`, `{"type":"Profile","id":"urn:a","x":1}`} {
		d, err := badge.Parse([]byte(text))
		require.NoError(t, err)
		a, p := d.Achievement(), d.Profile()
		for _, view := range []json.Marshaler{a, p} {
			written, err := view.MarshalJSON()
			require.NoError(t, err)
			require.Equal(t, normal(t, []byte(text)), normal(t, written))
		}
		require.Equal(t, "urn:a", a.ID)
		require.Equal(t, "urn:a", p.ID)
	}
}
