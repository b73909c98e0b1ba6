package ld

import (
	"encoding/base64"
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/openbadges-go/openbadges/badge/internal/reftest"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// eachTerm visits the terms of a context and of the scopes in it.
func eachTerm(c *table, visit func(t term)) {
	if c == nil {
		return
	}
	for _, t := range c.terms {
		visit(t)
		eachTerm(t.scope, visit)
	}
}

// describing are the words of the built-in contexts that decide nothing: even
// with a wrong value the badge does not count for longer, for another person or
// for more.
var describing = map[string]string{
	cred: "VerifiablePresentation EnvelopedVerifiablePresentation jsonSchema digestSRI cred",
	ob: "Achievement AchievementSubject Address Criteria EndorsementSubject Evidence GeoCoordinates IdentifierEntry IdentityObject " +
		"Image Profile Related Result ResultDescription RubricCriterionLevel " +
		"addressCountryCode address alignment allowedValue dateOfBirth endorsement endorsementComment endorsementJwt " +
		"familyNamePrefix geo image level narrative official otherIdentifier parentOrg patronymicName phone points requiredLevel " +
		"requiredValue resultType rubricCriterionLevel targetCode targetType valueMax valueMin version obi",
	clr:    "ClrSubject Association",
	status: "BitstringStatusList message status",
	list21: "StatusList2021",
}

// TestEveryTermIsSorted: a new word of a context is either decisive or listed.
func TestEveryTermIsSorted(t *testing.T) {
	used := map[string]bool{}
	for url, revisions := range newLibrary() {
		for _, e := range revisions {
			eachTerm(e.context, func(word term) {
				m := markOf(word.name, word.iri, word.container)
				for _, row := range []*vocabulary.Decisive{m.property, m.class} {
					if row != nil && slices.Contains(row.Names, word.name) {
						used[row.IRI] = true
						return
					}
				}
				for namespace, names := range describing {
					if strings.HasPrefix(word.iri, namespace) {
						assert.True(t, slices.Contains(strings.Fields(names), word.name), "%s of %s, %s", word.name, url, word.iri)
						used[namespace+word.name] = true
					}
				}
			})
		}
	}
	for namespace, names := range describing {
		for name := range strings.FieldsSeq(names) {
			assert.True(t, used[namespace+name], "no context has %s", name)
		}
	}
	for iri := range vocabulary.EachDecisiveIRI {
		beyond := strings.HasPrefix(iri, list21) || iri == clr+"identifier" // of the vocabulary, and in no context
		assert.True(t, used[iri] || beyond, iri)
	}
}

// badgesIn returns the credentials in a folder, each under the contexts that
// are known here.
func badgesIn(t *testing.T, dir string) map[string]string {
	found := map[string]string{}
	library := newLibrary()
	require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if parts := strings.Split(strings.TrimSpace(string(text)), "."); len(parts) == 3 && strings.HasPrefix(parts[0], "ey") {
			text, _ = base64.RawURLEncoding.DecodeString(parts[1])
		}
		var root object
		if json.Unmarshal(text, &root) != nil {
			return nil
		}
		if vc, ok := root["vc"].(object); ok {
			root = vc
		}
		if slices.Contains(list(root["type"]), any("VerifiableCredential")) {
			knownContexts(library, root)
			found[path] = textOf(root)
		}
		return nil
	}))
	return found
}

// knownContexts removes the contexts that are not in the library.
func knownContexts(l library, v any) {
	switch v := v.(type) {
	case object:
		var known []any
		for _, url := range list(v["@context"]) {
			if name, ok := url.(string); ok && l[name] != nil {
				known = append(known, url)
			}
		}
		if v["@context"] != nil {
			v["@context"] = known
		}
		for _, m := range v {
			knownContexts(l, m)
		}
	case []any:
		for _, e := range v {
			knownContexts(l, e)
		}
	}
}

// TestNoFalseAlarms reads genuine documents with both revisions. Members that
// no context defines are left out.
func TestNoFalseAlarms(t *testing.T) {
	documents := badgesIn(t, reftest.Dir(t))
	maps.Copy(documents, badgesIn(t, reftest.Cases(t)))
	p, read := New(), 0
	for path, text := range documents {
		for revision := range 2 {
			var failed []*Error
			result, err := p.ToRDF(t.Context(), parse(t, text), Options{Omit: []string{"proof"}, Revision: revision,
				Lost: func(e *Error) { failed = append(failed, e) }})
			if err != nil {
				continue
			}
			read++
			for _, e := range append(failed, result.Warnings...) {
				switch e.Code {
				case codeElsewhere, codeSameID, codeUnread, codeCredentialPlace, codeStray:
					require.Contains(t, path, ".forged.", "%s", e)
				case codeNotObject:
					t.Log(path, e)
				}
			}
		}
	}
	t.Log(read, "readings")
	require.Greater(t, read, 400)
}
