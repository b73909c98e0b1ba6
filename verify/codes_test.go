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
	"regexp"
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
	for _, c := range declaredCodes(t) {
		if known, twice := meanings[c.code]; twice {
			require.Equal(t, known, c.meaning, "%s means two things", c.code)
		}
		meanings[c.code] = c.meaning
	}
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
	for _, row := range codesTable {
		require.Equal(t, meanings[row.code], row.meaning)
		delete(meanings, row.code)
	}
	require.Empty(t, meanings, "codes that are written and not compiled")
}

// goFiles lists the Go files of the module.
func goFiles(t *testing.T) (paths []string) {
	require.NoError(t, filepath.WalkDir("..", func(path string, _ fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".go") {
			paths = append(paths, path)
		}
		return err
	}))
	return paths
}

// declares reports whether a file declares codes.
func declares(path string) bool {
	name := filepath.Base(path)
	return strings.HasPrefix(name, "codes") && !strings.HasSuffix(name, "_test.go") && name != "codes_table.go"
}

// declaredCode is a constant that holds a code.
type declaredCode struct{ folder, name, code, meaning string }

// declaredCodes reads the constants of every file that declares codes.
func declaredCodes(t *testing.T) (codes []declaredCode) {
	for _, path := range goFiles(t) {
		if !declares(path) {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			value, ok := n.(*ast.ValueSpec)
			if !ok || len(value.Values) == 0 {
				return true
			}
			literal, ok := value.Values[0].(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				return false
			}
			code, err := strconv.Unquote(literal.Value)
			require.NoError(t, err)
			meaning := strings.Join(strings.Fields(value.Comment.Text()), " ")
			require.Regexp(t, `^[A-Z].*\.$`, meaning, "the meaning of %s in %s is a full sentence", code, path)
			require.Regexp(t, `^[a-z]+\.[a-z0-9_]+$`, code, path)
			codes = append(codes, declaredCode{filepath.Dir(path), value.Names[0].Name, code, meaning})
			return false
		})
	}
	return codes
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

// Every exported constant of a code holds one that is listed, and is named as
// the code is spelled.
func TestExportedCodes(t *testing.T) {
	known := maps.Collect(Codes())
	n := 0
	for _, path := range []string{"codes.go", "exported_codes.go"} {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		for _, m := range regexp.MustCompile(`(?m)^\t(Code\w+)\s*= "([^"]+)"`).FindAllSubmatch(text, -1) {
			name, code := string(m[1]), string(m[2])
			require.Contains(t, known, code)
			require.Equal(t, strings.ToLower(name), "code"+strings.NewReplacer(".", "", "_", "").Replace(code))
			n++
		}
	}
	require.Equal(t, 64, n)
}
