package ld

import (
	"context"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/rdf"
	"github.com/stretchr/testify/require"
)

// bothWays returns the canonical forms of a document by the tables and by
// expansion, or false if the tables refuse it.
func bothWays(t testing.TB, p *Processor, v jsontext.Value, o Options) (direct, expanded string, accepted bool) {
	t.Helper()
	s, failed := newSources(p, o)
	require.Nil(t, failed)
	result, err := p.ToRDF(context.Background(), v, o)
	if err != nil {
		return "", "", false
	}
	quads, failed := general(v, s)
	if failed != nil {
		return canonicalQuads(t, result.Quads), failed.Error(), true
	}
	return canonicalQuads(t, result.Quads), canonicalQuads(t, quads), true
}

func canonicalQuads(t testing.TB, quads []rdf.Quad) string {
	t.Helper()
	form, err := rdf.Canonicalize(context.Background(), quads, rdf.Options{})
	if err != nil {
		return err.(*rdf.Error).Code
	}
	return string(form.Text)
}

// mutator makes documents that differ from a sample in a few places.
type mutator struct {
	*rand.Rand
	words  []string
	values []any
}

func newMutator(seed uint64) *mutator {
	m := &mutator{Rand: rand.New(rand.NewPCG(seed, 1))}
	for _, c := range []*table{credentialsV2(), ob303July(), obExtensions(), clrV201()} {
		for _, row := range c.terms {
			m.words = append(m.words, row.name)
			if row.scope != nil {
				for _, inner := range row.scope.terms {
					m.words = append(m.words, inner.name)
				}
			}
		}
	}
	m.values = []any{"text", "", "https://a.example/x", "urn:uuid:1", "did:key:z6Mk#k", "rel/ative", "2024-05-01T00:00:00Z", "true", "3", 3.0, 0.1, 1e21,
		true, false, nil, []any{}, []any{"a", "b"}, []any{"a", "a"}, []any{1.0, 2.5}, map[string]any{},
		map[string]any{"id": "https://a.example/n"}, map[string]any{"name": "n"}, map[string]any{"type": "Profile", "name": "n"},
		map[string]any{"type": []any{"Achievement", "Profile"}, "id": "urn:x", "tag": []any{"t"}, "official": "o"},
		map[string]any{"type": "ResultDescription", "allowedValue": []any{"b", "a", "b"}}}
	return m
}

// objects returns every object below v.
func objects(v any) []map[string]any {
	var found []map[string]any
	switch v := v.(type) {
	case map[string]any:
		found = append(found, v)
		for _, name := range slices.Sorted(maps.Keys(v)) {
			found = append(found, objects(v[name])...)
		}
	case []any:
		for _, e := range v {
			found = append(found, objects(e)...)
		}
	}
	return found
}

func pick[T any](m *mutator, list []T) T { return list[m.IntN(len(list))] }

func clone(v any) any {
	switch v := v.(type) {
	case map[string]any:
		copied := make(map[string]any, len(v))
		for name, e := range v {
			copied[name] = clone(e)
		}
		return copied
	case []any:
		copied := make([]any, len(v))
		for i, e := range v {
			copied[i] = clone(e)
		}
		return copied
	}
	return v
}

// change edits one place of a document.
func (m *mutator) change(document map[string]any) {
	all := objects(document)
	o := pick(m, all)
	if len(o) == 0 {
		return
	}
	name := pick(m, slices.Sorted(maps.Keys(o)))
	switch m.IntN(8) {
	case 0:
		delete(o, name)
	case 1:
		o[name] = clone(pick(m, m.values))
	case 2:
		o[pick(m, m.words)] = clone(o[name])
	case 3:
		o[pick(m, m.words)] = clone(pick(m, m.values))
	case 4:
		o[name] = []any{o[name]}
	case 5:
		o["type"] = []any{pick(m, m.words), pick(m, m.words)}
	case 6:
		if list, ok := o[name].([]any); ok {
			o[name] = append(slices.Clone(list), clone(pick(m, m.values)))
		}
	case 7:
		from := clone(pick(m, all)).(map[string]any)
		for _, moved := range slices.Sorted(maps.Keys(from)) {
			if moved != "@context" {
				o[moved] = from[moved]
			}
		}
	}
}

// The tables and expansion make the same statements of every document that the
// tables accept.
func TestDirectEqualsExpansion(t *testing.T) {
	requireSameWays(t, []string{fixture}, 4_000)
}

func TestDirectEqualsExpansionOnSamples(t *testing.T) {
	all := samples(t)
	var texts []string
	for _, name := range slices.Sorted(maps.Keys(all)) {
		text, err := json.Marshal(all[name])
		require.NoError(t, err)
		v, err := jsontext.Parse(text)
		require.NoError(t, err)
		if _, err := New().ToRDF(context.Background(), v, Options{}); err == nil {
			texts = append(texts, string(text))
		}
	}
	requireSameWays(t, texts, 20_000)
}

// requireSameWays compares the texts as they are, and that many mutations.
func requireSameWays(t *testing.T, texts []string, mutations int) {
	requireSameWaysWith(t, New(), newMutator(20), texts, mutations, Options{}, (*mutator).change)
}

func requireSameWaysWith(t *testing.T, p *Processor, m *mutator, texts []string, mutations int, o Options, change func(*mutator, map[string]any)) {
	same, refused := 0, 0
	for i := range len(texts) + mutations {
		var document map[string]any
		require.NoError(t, json.Unmarshal([]byte(texts[i%len(texts)]), &document))
		for n := 0; i >= len(texts) && n <= m.IntN(2); n++ {
			change(m, document)
		}
		text, err := json.Marshal(document)
		require.NoError(t, err)
		v, err := jsontext.Parse(text)
		if err != nil { // too deep by now
			continue
		}
		direct, expanded, accepted := bothWays(t, p, v, o)
		if accepted && direct != expanded {
			require.Failf(t, "the two ways differ", "document %d: %.600s", i, text)
		}
		if accepted {
			same++
		} else {
			refused++
		}
	}
	t.Logf("%d the same, %d refused", same, refused)
	require.Greater(t, same, mutations/5)
}

// FuzzDirectEqualsExpansion compares both ways on generated documents.
func FuzzDirectEqualsExpansion(f *testing.F) {
	p := New()
	f.Add([]byte(fixture))
	for seed := range uint64(20) {
		m := newMutator(seed)
		var document map[string]any
		require.NoError(f, json.Unmarshal([]byte(fixture), &document))
		m.change(document)
		text, err := json.Marshal(document)
		require.NoError(f, err)
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		v, err := jsontext.Parse(text)
		if err != nil {
			return
		}
		if direct, expanded, accepted := bothWays(t, p, v, Options{}); accepted {
			require.Equal(t, expanded, direct)
		}
	})
}
