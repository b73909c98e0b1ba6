package ld

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/badge/internal/reftest"
	"github.com/stretchr/testify/require"
)

// shipped are the contexts of the extensions that this module ships.
func shipped() (list []Context) {
	for _, e := range slices.Concat(edubadges.Extensions(), edubadges.Educredentials()) {
		if len(e.Context) > 0 {
			list = append(list, Context{e.URL, e.Context})
		}
	}
	return list
}

// TestVettedAreShipped: the contexts that are not expanded are those that the
// module ships, so that TestVettedEqualExpansion compares each of them. They
// pass the check for supplied contexts, which is not repeated in every process.
func TestVettedAreShipped(t *testing.T) {
	found := map[string]bool{}
	all := newAliases(newLibrary())
	for _, c := range shipped() {
		table, err := readContext(c.JSON)
		if err == nil {
			err = all.checkContext(table)
		}
		require.Nil(t, err, c.URL)
		found[digest(c.JSON)] = true
	}
	require.Equal(t, vetted, found)
}

// vettedTexts are documents that use every term of the shipped contexts.
func vettedTexts(t *testing.T, p *Processor, o Options) []string {
	const achievement = `{"@context":["` + urlCredentialsV2 + `","` + urlOB303 + `","` + edubadges.ContextEducredential + `"],"id":"urn:x:1",
		"type":["VerifiableCredential","OpenBadgeCredential"],"issuer":{"id":"https://school.example","type":["Profile"]},"validFrom":"2026-01-01T00:00:00Z",
		"credentialSchema":[{"id":"https://school.example/schema","type":"1EdTechJsonSchemaValidator2019"}],
		"credentialSubject":{"type":["AchievementSubject"],"achievement":{"id":"urn:x:a","type":["Achievement","EducredentialAchievement"],"name":"n","description":"d","criteria":{"narrative":"c"},
		"ECTS":2.5,"SBU":70,"timeInvestment":84,"educationProgramIdentifier":[56823,1],"identityChecked":true,"assessmentType":"testing","participationType":"online",
		"supervisionType":"supervised online"}}}`
	const flat = `{"@context":["` + urlCredentialsV2 + `","` + urlOB303 + `"],"id":"urn:x:1","type":["VerifiableCredential"],"issuer":"urn:x:i","name":"n",
		"Language":"nl_NL","ECTS":2.5,"EQF":6,"LearningOutcome":"learns","EducationProgramIdentifier":[56823,1],"StudyLoad":240,"TimeInvestment":84,
		"GradingTableURL":"https://x.example/g","InstitutionIdentifier":"00XX","InstitutionName":"Héé","InstitutionCountry":"NL"}`
	texts := []string{achievement}
	var contexts []string
	for _, e := range edubadges.Extensions() {
		if strings.HasPrefix(e.URL, "https://api.edubadges.nl/") {
			contexts = append(contexts, e.URL)
		}
	}
	for some := range slices.Chunk(contexts, 5) {
		with := strings.Replace(flat, urlOB303+`"`, urlOB303+`","`+strings.Join(some, `","`)+`"`, 1)
		var document map[string]any
		require.NoError(t, json.Unmarshal([]byte(with), &document))
		for name := range document { // without the members of the other contexts
			text, err := json.Marshal(map[string]any{"@context": document["@context"], "id": "urn:x", "name": "n", name: document[name]})
			require.NoError(t, err)
			if _, err := p.ToRDF(t.Context(), parse(t, string(text)), o); err != nil && !slices.Contains([]string{"@context", "type"}, name) {
				delete(document, name)
			}
		}
		text, err := json.Marshal(document)
		require.NoError(t, err)
		texts = append(texts, string(text))
	}
	for _, text := range texts {
		_, err := p.ToRDF(t.Context(), parse(t, text), o)
		require.NoError(t, err, text)
	}
	return texts
}

// TestVettedEqualExpansion has SC-4: with the shipped contexts, in any order, the walk and
// expansion make the same statements of every document that the walk accepts.
func TestVettedEqualExpansion(t *testing.T) {
	p := New()
	read, err := p.Read(shipped())
	require.NoError(t, err)
	o := Options{Contexts: read}
	t.Run("generated", func(t *testing.T) {
		requireSameWaysWith(t, p, vettedMutator(read), vettedTexts(t, p, o), 15_000, o, changeVetted)
	})
	t.Run("samples", func(t *testing.T) {
		files, err := filepath.Glob(filepath.Join(reftest.Dir(t), "samples/educredentials/*.json"))
		require.NoError(t, err)
		var texts []string
		for _, file := range files {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			if _, err := p.ToRDF(t.Context(), parse(t, string(text)), o); err == nil {
				texts = append(texts, string(text))
			}
		}
		require.NotEmpty(t, texts)
		requireSameWaysWith(t, p, vettedMutator(read), texts, 5_000, o, changeVetted)
	})
}

// vettedMutator also writes the terms of the shipped contexts.
func vettedMutator(c *Contexts) *mutator {
	m := newMutator(21)
	for _, url := range slices.Sorted(maps.Keys(c.known)) {
		for _, row := range c.known[url][0].context.terms {
			m.words = append(m.words, row.name, row.name)
			if row.scope != nil {
				for _, inner := range row.scope.terms {
					m.words = append(m.words, inner.name, inner.name)
				}
			}
		}
	}
	m.values = append(m.values, "testing", "online", "obi:x", "extensions:ECTSExtension", map[string]any{"type": []any{"EducredentialAchievement"}, "SBU": 3.0})
	return m
}

// changeVetted edits one place of a document, or adds a shipped context.
func changeVetted(m *mutator, document map[string]any) {
	list, ok := document["@context"].([]any)
	if !ok || m.IntN(4) > 0 {
		m.change(document)
		return
	}
	list = append(slices.Clone(list), pick(m, shipped()).URL)
	if n := len(list); m.IntN(2) == 0 && n > 2 {
		list[n-1], list[n-2] = list[n-2], list[n-1]
	}
	document["@context"] = list
}

// TestOneByteIsNotVetted has SC-5: a context that differs from a vetted one in a byte is expanded as well.
func TestOneByteIsNotVetted(t *testing.T) {
	p := New()
	for _, c := range shipped() {
		for _, text := range [][]byte{c.JSON, bytes.Replace(c.JSON, []byte("{"), []byte("{ "), 1), append(slices.Clone(c.JSON), ' ')} {
			read, err := p.Read([]Context{{c.URL, text}})
			require.NoError(t, err)
			e := read.known[c.URL][0]
			require.Equal(t, !bytes.Equal(text, c.JSON), e.handedIn)
			require.True(t, e.supplied)
		}
	}
}
