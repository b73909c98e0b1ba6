package verify_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// vagueNames say nothing about what a package is for.
var vagueNames = []string{"util", "utils", "common", "models", "types", "core", "api", "helper", "helpers", "misc", "shared", "base"}

// Lengths that a file and a function may have. The rows of a table in a test
// are data, not code, and are not counted.
const (
	maxFileLines     = 500
	maxFunctionLines = 60
)

// Code says what it accepts, and packages what they are for.
func TestHabits(t *testing.T) {
	for _, p := range goList(t, "./...") {
		t.Run(p.rel(), func(t *testing.T) {
			require.NotContains(t, vagueNames, p.Name, "the name of the package says nothing")
			require.NotContains(t, vagueNames, path.Base(p.ImportPath), "the name of the folder says nothing")
			for i, file := range parsed(t, p.Dir, p.GoFiles) {
				ast.Inspect(file, func(node ast.Node) bool {
					require.Empty(t, habitFault(node), p.GoFiles[i])
					return true
				})
			}
		})
	}
}

// TestLengths reads every Go file of the tree that people write, whatever its
// system, module or build tag.
func TestLengths(t *testing.T) {
	files := 0
	require.NoError(t, filepath.WalkDir("..", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "testdata" || entry.Name() == ".git"):
			return fs.SkipDir
		case entry.IsDir() || filepath.Ext(name) != ".go":
			return nil
		}
		files++
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution|parser.ParseComments)
		if err != nil || ast.IsGenerated(file) {
			return err
		}
		assert.LessOrEqual(t, set.Position(file.FileEnd).Line, maxFileLines, "%s is too long for one noun", name)
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok {
				assert.LessOrEqual(t, functionLines(set, f, strings.HasSuffix(name, "_test.go")), maxFunctionLines, "%s: %s", name, f.Name.Name)
			}
		}
		return nil
	}))
	require.Greater(t, files, 300)
}

// functionLines counts the lines of a function, in a test without the rows of
// its tables.
func functionLines(set *token.FileSet, f *ast.FuncDecl, test bool) int {
	line := func(pos token.Pos) int { return set.Position(pos).Line }
	lines := line(f.End()) - line(f.Pos()) + 1
	ast.Inspect(f, func(node ast.Node) bool {
		table, ok := node.(*ast.CompositeLit)
		if !ok || !test {
			return true
		}
		if rows := len(table.Elts); rows > 1 {
			lines -= line(table.Elts[rows-1].End()) - line(table.Elts[0].Pos())
		}
		return false
	})
	return lines
}

// The gate would be worth nothing if it counted otherwise.
func TestFunctionLines(t *testing.T) {
	const source = `package p
func f() {
	rows := []string{
		"1",
		"2",
		"3",
	}
	_ = rows
}
`
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, "source.go", source, 0)
	require.NoError(t, err)
	f := file.Decls[0].(*ast.FuncDecl)
	require.Equal(t, 8, functionLines(set, f, false))
	require.Equal(t, 6, functionLines(set, f, true))
}

// habitFault says what is wrong with one piece of code.
func habitFault(node ast.Node) string {
	switch node := node.(type) {
	case *ast.FuncDecl:
		if node.Recv == nil && node.Name.Name == "init" {
			return "there is an init function: nothing happens before it is called"
		}
		return nameFault(node.Name)
	case *ast.TypeSpec:
		return nameFault(node.Name)
	case *ast.ValueSpec:
		return nameFault(node.Names...)
	case *ast.Field:
		return nameFault(node.Names...)
	}
	return ""
}

// nameFault finds exported names that turn a check off instead of saying what
// is accepted.
func nameFault(names ...*ast.Ident) string {
	for _, name := range names {
		for _, word := range []string{"Skip", "Disable"} {
			rest, found := strings.CutPrefix(name.Name, word)
			if found && (rest == "" || rest[0] < 'a' || rest[0] > 'z') {
				return fmt.Sprintf("%s: say what is accepted, not what is left out", name.Name)
			}
		}
	}
	return ""
}
