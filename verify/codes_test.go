package verify

import (
	"flag"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the table of codes")

// The table lists every code that a package declares, with its comment.
func TestCodesTable(t *testing.T) {
	meanings := map[string]string{}
	require.NoError(t, filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && strings.HasPrefix(entry.Name(), "codes") && strings.HasSuffix(path, ".go") &&
			!strings.HasSuffix(path, "_test.go") && entry.Name() != "codes_table.go" {
			collectCodes(t, path, meanings)
		}
		return err
	}))
	require.Greater(t, len(meanings), 200)
	text := "package verify\n\n// codesTable is written by TestCodesTable with -update, from the packages that\n// declare the codes.\nvar codesTable = [...]struct{ code, meaning string }{\n"
	for _, code := range slices.Sorted(maps.Keys(meanings)) {
		text += fmt.Sprintf("{%q, %q},\n", code, meanings[code])
	}
	want, err := format.Source([]byte(text + "}\n"))
	require.NoError(t, err)
	if *update {
		require.NoError(t, os.WriteFile("codes_table.go", want, 0o644))
	}
	got, err := os.ReadFile("codes_table.go")
	require.NoError(t, err)
	require.Equal(t, string(want), string(got), "run go test ./verify -run CodesTable -update")
}

// collectCodes reads the constants of one file.
func collectCodes(t *testing.T, path string, meanings map[string]string) {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
	require.NoError(t, err)
	for _, decl := range file.Decls {
		block, ok := decl.(*ast.GenDecl)
		if !ok || block.Tok != token.CONST {
			continue
		}
		for _, spec := range block.Specs {
			value := spec.(*ast.ValueSpec)
			literal, ok := value.Values[0].(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				continue
			}
			code, err := strconv.Unquote(literal.Value)
			require.NoError(t, err)
			meaning := strings.Join(strings.Fields(value.Comment.Text()), " ")
			require.NotEmpty(t, meaning, "%s in %s has no meaning", code, path)
			require.Regexp(t, `^[a-z]+\.[a-z0-9_]+$`, code, path)
			if known, twice := meanings[code]; twice {
				require.Equal(t, known, meaning, "%s means two things", code)
			}
			meanings[code] = meaning
		}
	}
}

func TestCodes(t *testing.T) {
	n := 0
	for code, meaning := range Codes() {
		require.NotEmpty(t, code)
		require.NotEmpty(t, meaning)
		n++
	}
	require.Equal(t, len(codesTable), n)
	for code, meaning := range Codes() {
		require.Equal(t, codesTable[0].code, code)
		require.Equal(t, codesTable[0].meaning, meaning)
		break
	}
}
