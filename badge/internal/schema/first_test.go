package schema

import (
	"crypto/sha256"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// SC-16: judging documents compiles nothing. The first violations of a class
// compile its schema, once, with the definitions that it needs.
func TestCompiledWhenNeeded(t *testing.T) {
	s := New()
	valid, err := jsontext.Parse([]byte(`{"id":"https://school.example","type":["Profile"],"name":"The School"}`))
	require.NoError(t, err)
	require.True(t, s.Walk("Profile", valid, unseen))
	require.Empty(t, s.compiled)
	invalid := parsed(t, map[string]any{"id": 7, "type": []any{"Profile"}})
	require.False(t, s.Walk("Profile", invalid, unseen))
	require.Empty(t, s.compiled)
	require.NotEmpty(t, s.Validate("Profile", invalid))
	require.Len(t, s.compiled, 1)
	first := s.compiled["Profile"]
	require.NotEmpty(t, s.Validate("Profile", invalid))
	require.Same(t, first, s.compiled["Profile"])
}

// SC-17: a schema has no definitions that it does not refer to, since comparing
// each of them with the schema of schemas is the work of compiling.
func TestDefinitionsThatAreNeeded(t *testing.T) {
	for class, most := range map[string]int{"Profile": 50, "IdentifierEntry": 1, "AchievementCredential": 50} {
		g := newGenerator(reading{})
		document := g.document("urn:x", reference(class))
		definitions := document["$defs"].(object)
		require.Contains(t, definitions, class)
		require.LessOrEqual(t, len(definitions), most, class)
		for name, d := range definitions {
			require.NotNil(t, d, name)
		}
	}
}

// BenchmarkFirst finds the violations of the first invalid document of a process.
func BenchmarkFirst(b *testing.B) {
	v := parsed(b, map[string]any{"type": []any{"VerifiableCredential", "OpenBadgeCredential"}, "id": "urn:x"})
	b.Run("ours", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if len(New().Validate("AchievementCredential", v)) == 0 {
				b.Fatal("no violation")
			}
		}
	})
	b.Run("floor", func(b *testing.B) {
		text := make([]byte, 1<<20)
		for b.Loop() {
			_ = sha256.Sum256(text)
		}
	})
}
