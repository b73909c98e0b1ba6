package verify

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every code is asked for by a test: spelled out in a text, or by the name of
// its constant in the package that declares it. None is declared in vain.
func TestCodesAsked(t *testing.T) {
	asked, used := map[string]bool{}, map[string]bool{}
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

// notOfCode reports characters that no code has.
func notOfCode(r rune) bool {
	return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '.' && r != '_'
}
