package ld

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openbadges-go/openbadges/badge/internal/reftest"
	"github.com/stretchr/testify/require"
)

func checkText(text string) error {
	_, err := New().Read([]Context{{URL: "https://extra.example/c", JSON: []byte(text)}})
	return err
}

// TestContextAlias has a row for each alias of S-33.
func TestContextAlias(t *testing.T) {
	for _, row := range []struct{ name, terms, code string }{
		{"own words", `"rank":"https://extra.example/#rank","more":{"@id":"https://extra.example/#more","@type":"@id"}`, ""},
		{"own vocabulary", `"@vocab":"https://extra.example/#"`, ""},
		{"own prefix", `"x":"https://extra.example/#","rank":"x:rank"`, ""},
		{"the standard's own", `"validUntil":{"@id":"https://www.w3.org/2018/credentials#validUntil","@type":"http://www.w3.org/2001/XMLSchema#dateTime"}`, ""},
		{"id and type", `"id":"@id","type":"@type"`, ""},
		{"another name", `"until":"https://www.w3.org/2018/credentials#validUntil"`, codeContextAlias},
		{"another name by a prefix of a built-in context", `"until":"cred:validUntil"`, codeContextAlias},
		{"another name in a scope", `"More":{"@id":"https://extra.example/#More","@context":{"until":{"@id":"https://www.w3.org/2018/credentials#validUntil"}}}`, codeContextAlias},
		{"another datatype", `"validUntil":{"@id":"https://www.w3.org/2018/credentials#validUntil","@type":"https://extra.example/#date"}`, codeContextAlias},
		{"another container", `"validUntil":{"@id":"https://www.w3.org/2018/credentials#validUntil","@type":"http://www.w3.org/2001/XMLSchema#dateTime","@container":"@list"}`, codeContextAlias},
		{"another class", `"Badge":"https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential"`, codeContextAlias},
		{"@id", `"ref":"@id"`, codeContextAlias},
		{"@type", `"kind":"@type"`, codeContextAlias},
		{"own id", `"id":"https://extra.example/#id"`, codeContextAlias},
		{"own type", `"type":"https://extra.example/#type"`, codeContextAlias},
		{"vocabulary of the data model", `"@vocab":"https://www.w3.org/2018/credentials#"`, codeContextAlias},
		{"vocabulary that starts like it", `"@vocab":"https://"`, codeContextAlias},
		{"prefix of the data model", `"d":"https://www.w3.org/2018/credentials#"`, codeContextAlias},
		{"prefix that starts like it", `"d":{"@id":"https://www.w3.org/2018/credentials#valid","@prefix":true}`, codeContextAlias},
		{"built-in name", `"evidence":"https://extra.example/#evidence"`, codeContextAlias},
		{"built-in name in a scope", `"More":{"@id":"https://extra.example/#More","@context":{"validUntil":"https://extra.example/#end"}}`, codeContextAlias},
		{"name of a part", `"identifier":"https://extra.example/#identifier"`, codeContextAlias},
		{"name of a part in a scope", `"More":{"@id":"https://extra.example/#More","@context":{"identifier":"https://extra.example/#a"}}`, ""},
		{"another name for the end of a proof", `"until":{"@id":"https://w3id.org/security#expiration","@type":"http://www.w3.org/2001/XMLSchema#dateTime"}`, codeContextAlias},
		{"another name for its purpose, in a scope", `"More":{"@id":"https://extra.example/#More","@context":{"aim":{"@id":"https://w3id.org/security#proofPurpose","@type":"@vocab"}}}`, codeContextAlias},
		{"not a context", `"a":1`, codeContextUnread},
	} {
		t.Run(row.name, func(t *testing.T) {
			err := checkText(`{"@context":{` + row.terms + `}}`)
			if row.code == "" {
				require.NoError(t, err)
				return
			}
			requireCode(t, err, row.code, "")
		})
	}
}

// TestOfficialContextsAreNoAliases supplies the official files.
func TestOfficialContextsAreNoAliases(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(reftest.Dir(t), "contexts", "*"))
	require.NoError(t, err)
	taken := 0
	for _, path := range files {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		if _, unreadable := readContext(text); unreadable != nil || strings.Contains(path, "ob-v0") || strings.Contains(path, "ob-v2") {
			continue // before 3.0 the terms have other meanings
		}
		require.NoError(t, checkText(string(text)), path)
		taken++
	}
	require.Greater(t, taken, 15)
}

// TestAliasWithoutTheCheck has S-34: even without the check of the context, a
// document that uses it is refused.
func TestAliasWithoutTheCheck(t *testing.T) {
	const url = "https://extra.example/c"
	for _, row := range []struct{ name, terms, member, path string }{
		{"another name", `"until":{"@id":"https://www.w3.org/2018/credentials#validUntil","@type":"http://www.w3.org/2001/XMLSchema#dateTime"}`,
			`"until":"2024-05-01T00:00:00Z"`, "/until"},
		{"a list", `"awardedDate":{"@id":"https://purl.imsglobal.org/spec/vc/ob/vocab.html#awardedDate","@container":"@list"}`,
			`"awardedDate":["2024-05-01T00:00:00Z"]`, "/awardedDate/0"},
		{"a class", `"Badge":"https://purl.imsglobal.org/spec/vc/ob/vocab.html#EndorsementCredential"`, `"type":["VerifiableCredential","Badge"]`, "/type/1"},
		{"a vocabulary", `"@vocab":"https://www.w3.org/2018/"`, `"credentials#validUntil":"2024-05-01T00:00:00Z"`, "/credentials#validUntil"},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := New()
			member := row.member
			if !strings.Contains(member, `"type"`) {
				member += `,"type":"VerifiableCredential"`
			}
			v := parse(t, `{"@context":["`+urlCredentialsV2+`","`+url+`"],"id":"urn:x:1",`+member+`}`)
			table, err := readContext([]byte(`{"@context":{` + row.terms + `}}`))
			require.Nil(t, err)
			s, err := newSources(p, Options{})
			require.Nil(t, err)
			s.extra = library{url: {{url: url, context: table, sha256: func() string { return "" }, handedIn: true}}}
			c := newConverter(t.Context(), p, s, Options{}, &workspace{sink: keep})
			c.judging = true
			require.Nil(t, c.document(v))
			failed := c.settle(v)
			require.NotNil(t, failed)
			requireCode(t, failed, codeUnread, row.path)
			_, err = c.general(v)
			require.Nil(t, err)
		})
	}
}

// TestConversionsThatDiffer has S-23: a statement that only one of the two ways
// makes is found, even if their numbers are equal.
func TestConversionsThatDiffer(t *testing.T) {
	const url = "https://extra.example/c"
	p := New()
	o := Options{Extra: []Context{{url, []byte(`{"@context":{"rank":"https://extra.example/#rank"}}`)}}}
	v := parse(t, minimal([]string{urlCredentialsV2, urlOB303, url}, `,"rank":"gold"`))
	c, err := p.walk(t.Context(), v, o, &workspace{sink: keep})
	require.Nil(t, err)
	other, err := readContext([]byte(`{"@context":{"rank":"https://extra.example/#order"}}`))
	require.Nil(t, err)
	_, err = c.general(v)
	require.Nil(t, err)
	c.sources.extra[url][0].context = other
	_, err = c.general(v)
	requireCode(t, err, codeDropped, "")
}
