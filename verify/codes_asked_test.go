package verify

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A test asserts every code: spelled out, by the name of its constant in the
// package that declares it, or in the want.json of a vector. Every code is used.
func TestCodesAsked(t *testing.T) {
	asked, used := map[string]bool{}, map[string]bool{}
	wanted, err := filepath.Glob("../*/testdata/vectors/*/want.json")
	require.NoError(t, err)
	deeper, err := filepath.Glob("../*/*/testdata/vectors/*/want.json")
	require.NoError(t, err)
	for _, path := range append(wanted, deeper...) {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		for _, word := range strings.FieldsFunc(string(text), notOfCode) {
			asked[word] = true
		}
	}
	for _, path := range goFiles(t) {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		if !strings.HasSuffix(path, "_test.go") {
			ast.Inspect(file, func(n ast.Node) bool {
				if name, ok := n.(*ast.Ident); ok {
					used[filepath.Dir(path)+name.Name] = true
				}
				if _, ok := n.(*ast.ValueSpec); ok {
					return !declares(path)
				}
				return true
			})
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Ident:
				asked[filepath.Dir(path)+n.Name] = true
			case *ast.BasicLit:
				for _, word := range strings.FieldsFunc(n.Value, notOfCode) {
					asked[word] = true
				}
			}
			return true
		})
	}
	for _, c := range declaredCodes(t) {
		assert.True(t, asked[c.code] || asked[c.folder+c.name], "no test asks for %s", c.code)
		assert.True(t, used[c.folder+c.name], "nothing in %s comes to %s", c.folder, c.code)
	}
}

// notOfCode reports whether a code cannot contain the character.
func notOfCode(r rune) bool {
	return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '.' && r != '_'
}
