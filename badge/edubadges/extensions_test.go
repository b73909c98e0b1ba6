package edubadges_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/badge/rules"
)

// codesOf lists the codes of problems with their paths.
func codesOf(problems []badge.Problem) (codes []string) {
	for _, p := range problems {
		codes = append(codes, p.Code+" "+p.Path)
	}
	return codes
}

// Validation reports each repaired copy on which a document relies (gotcha 21).
func TestRepairedCopyIsNamed(t *testing.T) {
	d, err := badge.Parse([]byte(`{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
		"` + edubadges.ContextEducredential + `"],"type":["VerifiableCredential","OpenBadgeCredential"],"id":"https://school.example/1",
		"issuer":{"id":"https://school.example","type":["Profile"]},"validFrom":"2026-01-01T00:00:00Z",
		"credentialSubject":{"id":"did:example:ada","type":["AchievementSubject"],"result":[{"type":["Result"],"value":"8"}],"achievement":{"id":"https://school.example/a","type":["Achievement","EducredentialAchievement"],
		"name":"n","description":"d","criteria":{"narrative":"c"},"image":{"id":"https://school.example/i","type":"Image"},"inLanguage":"nl",
		"resultDescription":[{"id":"https://school.example/r","type":["ResultDescription"],"name":"n","resultType":"ext:ECTSGradeScore"}]}},
		"credentialSchema":[{"type":"1EdTechJsonSchemaValidator2019","id":"https://raw.githubusercontent.com/educredentials/obv3-examples/refs/heads/main/schemas/extracurricular.json"},
		{"type":"1EdTechJsonSchemaValidator2019","id":"https://raw.githubusercontent.com/educredentials/obv3-examples/refs/heads/main/schemas/regular_sbu.json"}]}`))
	require.NoError(t, err)
	require.Equal(t, []string{
		"extension.repaired /@context/2",
		"schema.required /credentialSubject/achievement",
		"extension.repaired /credentialSchema/0/id",
	}, codesOf(rules.Validate(d, edubadges.Educredentials()...)))
}

// The contexts and schemas are strict JSON, and each has its own URL.
func TestExtensionsAreDistinct(t *testing.T) {
	all := append(edubadges.Extensions("https://api.badges.example/static", "https://api.edubadges.nl"), edubadges.Educredentials()...)
	seen := map[string]bool{}
	for _, e := range all {
		require.False(t, seen[e.URL], e.URL)
		seen[e.URL] = true
		require.True(t, e.Context == nil || json.Valid(e.Context))
		require.True(t, e.Schema == nil || json.Valid(e.Schema))
	}
	require.True(t, seen["https://api.badges.example/static/extensions/ECTSExtension/context.json"])
	require.True(t, seen["https://openbadgespec.org/extensions/recipientProfile/context.json"])
}

// A caller may change the extensions without an effect on the next caller.
func TestExtensionsAreCopies(t *testing.T) {
	for name, list := range map[string]func() []badge.Extension{"Extensions": func() []badge.Extension { return edubadges.Extensions() }, "Educredentials": edubadges.Educredentials} {
		want := list()
		require.NotEmpty(t, want)
		again := list()
		for i := range again {
			clear(again[i].Context)
			clear(again[i].Schema)
			again[i].URL = ""
		}
		require.Equal(t, want, list(), name)
	}
}

// The extensions are made once: later calls copy them.
func TestExtensionsAreMadeOnce(t *testing.T) {
	edubadges.Extensions()
	require.Less(t, testing.AllocsPerRun(10, func() { edubadges.Extensions() }), 40.0)
	edubadges.Educredentials()
	require.Less(t, testing.AllocsPerRun(10, func() { edubadges.Educredentials() }), 12.0)
}
