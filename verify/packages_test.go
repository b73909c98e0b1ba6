package verify_test

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// onlyInTests are packages that cannot be shown outside a test.
var onlyInTests = []string{"badge/internal/reftest", "verify/vectortest", "issuer/host/hosttest"}

// Every package has a comment about its purpose, and every library package an example
// that runs.
func TestPackagesExplainThemselves(t *testing.T) {
	for _, p := range goList(t, "./...") {
		t.Run(p.rel(), func(t *testing.T) {
			explained := false
			for _, file := range parsed(t, p.Dir, p.GoFiles) {
				explained = explained || file.Doc.Text() != ""
			}
			require.True(t, explained, "no package comment")
			if p.Name == "main" || slices.Contains(onlyInTests, p.rel()) {
				return
			}
			examples := doc.Examples(parsed(t, p.Dir, slices.Concat(p.TestGoFiles, p.XTestGoFiles))...)
			require.NotEmpty(t, examples, "no example")
			for _, e := range examples {
				require.NotEmpty(t, strings.TrimSpace(e.Output), "Example%s does not run", e.Name)
			}
		})
	}
}

func parsed(t *testing.T, folder string, names []string) (files []*ast.File) {
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(folder, name), nil, parser.ParseComments)
		require.NoError(t, err)
		files = append(files, file)
	}
	return files
}

func parsedText(t *testing.T, source string) *ast.File {
	file, err := parser.ParseFile(token.NewFileSet(), "source.go", source, parser.ParseComments)
	require.NoError(t, err)
	return file
}
