package badge

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// TestVocabularies: the constants of a type are the terms of its enumeration.
func TestVocabularies(t *testing.T) {
	constants := constantsOf(t, "enums.go")
	for _, e := range vocabulary.Enumerations() {
		typ := e.Name
		if typ == "IdentifierTypeEnum" {
			typ = "IdentifierType"
		}
		require.ElementsMatch(t, e.Values, constants[typ], typ)
		delete(constants, typ)
	}
	require.Empty(t, constants, "types without an enumeration")
}

// constantsOf returns the values of the typed text constants of a file by type.
func constantsOf(t *testing.T, path string) map[string][]string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	require.NoError(t, err)
	found := map[string][]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		value, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		typ, typed := value.Type.(*ast.Ident)
		literal, isLiteral := value.Values[0].(*ast.BasicLit)
		require.True(t, typed && isLiteral, "%s is not a typed text", value.Names[0])
		text, err := strconv.Unquote(literal.Value)
		require.NoError(t, err)
		found[typ.Name] = append(found[typ.Name], text)
		return false
	})
	return found
}

// TestKinds: the kinds are those of the types.
func TestKinds(t *testing.T) {
	kinds := map[Kind]bool{}
	for _, typ := range vocabulary.Types() {
		kinds[Kind(typ.Kind)] = true
	}
	require.Equal(t, map[Kind]bool{
		KindCredential: true, KindEndorsement: true, KindCLR: true, KindStatusList: true, KindAchievement: true, KindProfile: true,
		KindRevocationList: true, KindKey: true,
	}, kinds)
}
