package ld

import (
	"context"
	"strings"
	"testing"

	"github.com/openbadges-go/openbadges/badge/internal/rdf"
	"github.com/stretchr/testify/require"
)

const (
	urlOB301      = obBase + "context-3.0.1.json"
	urlOB302      = obBase + "context-3.0.2.json"
	urlExtensions = obBase + "extensions.json"
)

// allProperties is a credential with every word of every class of the newest
// Open Badges context, each with a fitting value.
func allProperties(contexts []string) string {
	c := ob303July()
	var members strings.Builder
	members.WriteString(`,"evidence":[`)
	first := true
	for _, class := range c.terms {
		if class.name[0] > 'Z' {
			continue
		}
		if !first {
			members.WriteByte(',')
		}
		first = false
		members.WriteString(`{"type":["` + class.name + `"]`)
		for _, row := range tableOf(class).terms {
			members.WriteString(`,"` + row.name + `":` + sampleValue(row))
		}
		members.WriteByte('}')
	}
	members.WriteString(`]`)
	for _, row := range c.terms {
		if row.name[0] >= 'a' && !keyword(row.iri) {
			members.WriteString(`,"` + row.name + `":` + sampleValue(row))
		}
	}
	return minimal(contexts, members.String())
}

func sampleValue(row term) string {
	switch {
	case row.container == kwList:
		return `["A","B"]`
	case row.typ == kwID:
		return `"https://value.example/` + row.name + `"`
	case strings.HasSuffix(row.typ, "float"):
		return `2.5`
	case strings.HasSuffix(row.typ, "boolean"):
		return `true`
	default:
		return `"the ` + row.name + `"`
	}
}

func TestC041EveryProperty(t *testing.T) {
	text := allProperties([]string{urlCredentialsV2, urlOB303})
	form, err := canonical(t, text, Options{})
	require.NoError(t, err)
	require.Contains(t, form, `"the endorsementJwt"`)
	for _, class := range ob303July().terms {
		if keyword(class.iri) {
			continue
		}
		require.Contains(t, form, class.iri)
		for i := range tableOf(class).terms {
			require.Contains(t, form, tableOf(class).terms[i].iri)
		}
	}
}

// tableOf is the scope of a row without the keywords.
func tableOf(row term) *table {
	c := &table{}
	if row.scope == nil {
		return c
	}
	for _, t := range row.scope.terms {
		if !keyword(t.iri) {
			c.terms = append(c.terms, t)
		}
	}
	return c
}

func TestC042ProtectedTerms(t *testing.T) {
	for _, url := range []string{urlOB30, urlOB301} {
		_, err := canonical(t, minimal([]string{urlCredentialsV2, url}, ""), Options{})
		requireCode(t, err, codeProtectedTerm, "/@context/1")
	}
}

func TestC043VersionOneBase(t *testing.T) {
	form, err := canonical(t, allProperties([]string{urlCredentialsV1, urlOB303}), Options{})
	require.NoError(t, err)
	require.Greater(t, strings.Count(form, "\n"), 100)
}

func TestC044DateOfAward(t *testing.T) {
	awarded := `,"awardedDate":"2024-05-01T00:00:00Z"`
	for _, contexts := range [][]string{{urlCredentialsV1, urlOB30}, {urlCredentialsV2, urlOB302}} {
		_, err := canonical(t, minimal(contexts, awarded), Options{})
		requireCode(t, err, codeUndefinedTerm, "/awardedDate")
	}
	form, err := canonical(t, minimal([]string{urlCredentialsV2, urlOB303}, awarded), Options{})
	require.NoError(t, err)
	require.Contains(t, form, `"2024-05-01T00:00:00Z"^^<xsd:dateTime> .`)
}

func TestC045Revisions(t *testing.T) {
	signed := minimal([]string{urlCredentialsV2, urlOB303}, `,"endorsementJwt":["e30.e30.e30"]`)
	_, err := canonical(t, signed, Options{Revision: 1})
	requireCode(t, err, codeUndefinedTerm, "/endorsementJwt")
	for revision, name := range []string{"2026-07", "2025-04", "2025-04"} {
		text := signed
		if revision > 0 {
			text = minimal([]string{urlCredentialsV2, urlOB303}, "")
		}
		result, err := New().ToRDF(context.Background(), parse(t, text), Options{Revision: revision})
		require.NoError(t, err)
		require.Len(t, result.Used, 2)
		require.Equal(t, urlCredentialsV2, result.Used[0].URL)
		require.Empty(t, result.Used[0].Revision)
		require.Equal(t, name, result.Used[1].Revision)
		require.Equal(t, newLibrary()[urlOB303][min(revision, 1)].sha256(), result.Used[1].SHA256)
	}
}

func TestRevisionsWorthTrying(t *testing.T) {
	p := New()
	contexts := []string{urlCredentialsV2, urlOB303}
	require.Equal(t, 1, p.Revisions(parse(t, minimal(contexts, "")), Options{}))
	require.Equal(t, 2, p.Revisions(parse(t, minimal(contexts, `,"endorsementJwt":"x"`)), Options{}))
	require.Equal(t, 2, p.Revisions(parse(t, minimal(contexts, `,"evidence":[{"jti":"urn:x"}]`)), Options{}))
	require.Equal(t, 2, p.Revisions(parse(t, minimal(append(contexts, "https://extra.example/"), "")), Options{}))
	require.Equal(t, 1, p.Revisions(parse(t, minimal([]string{urlCredentialsV2, urlOB302}, `,"jti":"urn:x"`)), Options{}))
	require.Equal(t, 1, p.Revisions(parse(t, `[]`), Options{}))
	signed := parse(t, minimal(contexts, `,"proof":{"jti":"urn:x"}`))
	require.Equal(t, 2, p.Revisions(signed.Member("proof"), Options{Context: signed.Member("@context")}))
}

func TestC046Numbers(t *testing.T) {
	const float = `^^<https://www.w3.org/2001/XMLSchema#float> .`
	for literal, want := range map[string]string{"3.0": `"3"` + float, "2.5": `"2.5E0"` + float, "0.1": `"1.0E-1"` + float} {
		form, err := canonical(t, strings.Replace(fixture, `"creditsEarned": 2.5`, `"creditsEarned": `+literal, 1), Options{})
		require.NoError(t, err)
		require.Contains(t, form, `#creditsEarned> `+want)
	}
	for literal, want := range map[string]string{"52": `"52"^^<http://www.w3.org/2001/XMLSchema#integer> .`, "1.5": `"1.5E0"^^<http://www.w3.org/2001/XMLSchema#double> .`} {
		form, err := canonical(t, strings.Replace(fixture, `"latitude": 53`, `"latitude": `+literal, 1), Options{})
		require.NoError(t, err)
		require.Contains(t, form, `<https://schema.org/latitude> `+want)
	}
	form, err := canonical(t, fixture, Options{})
	require.NoError(t, err)
	require.Contains(t, form, `"true"^^<https://www.w3.org/2001/XMLSchema#boolean> .`)
}

func TestC047AllowedValues(t *testing.T) {
	described := func(url, base, values string) string {
		return minimal([]string{base, url}, `,"credentialSubject":{"type":["AchievementSubject"],"achievement":{"type":["Achievement"],"resultDescription":[{"type":["ResultDescription"],"allowedValue":`+values+`}]}}`)
	}
	for _, pair := range [][2]string{{urlOB30, urlCredentialsV1}, {urlOB301, urlCredentialsV1}, {urlOB302, urlCredentialsV2}, {urlOB303, urlCredentialsV2}} {
		url, base := pair[0], pair[1]
		forward, err := canonical(t, described(url, base, `["A","B"]`), Options{})
		require.NoError(t, err)
		backward, err := canonical(t, described(url, base, `["B","A"]`), Options{})
		require.NoError(t, err)
		ordered := url == urlOB302 || url == urlOB303
		require.Equal(t, ordered, forward != backward, url)
		require.Equal(t, ordered, strings.Contains(forward, rdfFirst), url)
	}
	_, err := canonical(t, described(urlOB30, urlCredentialsV1, `["B","B"]`), Options{})
	requireCode(t, err, codeRepeatedValue, "/credentialSubject/achievement/resultDescription/0/allowedValue/1")
}

func TestC048ExtensionTypes(t *testing.T) {
	for member, class := range map[string]string{"credentialSchema": "1EdTechJsonSchemaValidator2019", "credentialStatus": "1EdTechRevocationList", "refreshService": "1EdTechCredentialRefresh"} {
		text := `,"` + member + `":{"id":"https://issuer.example/x","type":"` + class + `"}`
		_, err := canonical(t, minimal([]string{urlCredentialsV2, urlOB303}, text), Options{})
		requireCode(t, err, codeUndefinedType, "/"+member+"/type")
		form, err := canonical(t, minimal([]string{urlCredentialsV2, urlOB303, urlExtensions}, text), Options{})
		require.NoError(t, err)
		require.Contains(t, form, "/v1p0/context.json#"+class+"> .")
	}
}

func TestC049TypeAlias(t *testing.T) {
	one := minimal([]string{urlCredentialsV2, urlOB303}, "")
	a, err := canonical(t, one, Options{})
	require.NoError(t, err)
	b, err := canonical(t, strings.Replace(one, "AchievementCredential", "OpenBadgeCredential", 1), Options{})
	require.NoError(t, err)
	require.Equal(t, a, b)
}

func TestC050Aliases(t *testing.T) {
	for alias, named := range map[string]string{obBase + "context/ob_v3p0.jsonld": urlOB30, clrBase + "context/clr_v2p0.jsonld": urlCLR} {
		text := strings.Replace(minimal([]string{urlCredentialsV1, alias}, ""), `"VerifiableCredential","AchievementCredential"`, `"VerifiableCredential"`, 1)
		text = strings.Replace(text, `,"type":["Profile"]`, "", 1)
		_, err := canonical(t, text, Options{})
		requireCode(t, err, codeContextUnknown, "/@context/1")
		got, err := New().ToRDF(context.Background(), parse(t, text), Options{Aliases: true})
		require.NoError(t, err)
		require.Equal(t, alias, got.Used[1].URL)
		want, err := New().ToRDF(context.Background(), parse(t, strings.Replace(text, alias, named, 1)), Options{})
		require.NoError(t, err)
		require.Equal(t, want.Quads, got.Quads)
		require.Equal(t, want.Used[1].SHA256, got.Used[1].SHA256)
	}
	_, err := canonical(t, minimal([]string{urlCredentialsV2, obBase + "context-3.0.9.json"}, ""), Options{Aliases: true})
	requireCode(t, err, codeContextUnknown, "/@context/1")
}

// A proof is a separate graph: its statements are apart from those of the document.
func TestProofsAreNamedGraphs(t *testing.T) {
	result, err := New().ToRDF(context.Background(), parse(t, fixture), Options{})
	require.NoError(t, err)
	graphs := map[rdf.Term]int{}
	for _, q := range result.Quads {
		graphs[q.Graph]++
	}
	require.Len(t, graphs, 3, "the document, its proof, the endorsement's proof")
	without, err := New().ToRDF(context.Background(), parse(t, fixture), Options{Omit: []string{"proof"}})
	require.NoError(t, err)
	require.Len(t, without.Quads, len(result.Quads)-7)
}

func TestMembersLeftOutAreRootMembersOnly(t *testing.T) {
	form, err := canonical(t, fixture, Options{Omit: []string{"proof"}})
	require.NoError(t, err)
	require.Contains(t, form, "zEndorsed")
	require.NotContains(t, form, "zSigned")
	gone, err := canonical(t, edit(t, func(root map[string]any) { delete(root, "proof") }), Options{})
	require.NoError(t, err)
	require.Equal(t, gone, form)
}
