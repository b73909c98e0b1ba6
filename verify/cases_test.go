package verify_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const catalogue = "../.github/CASES.md"

var (
	testID       = regexp.MustCompile(`(?:^|[^A-Za-z0-9&#_-])(C-\d{3}|(?:Q|S|RE|SC|ED|SD|TS|PR|KH|PG|AR|RF)-\d{1,2}|C0\d|[JDISHRNPVTWX]\d{2})(?:$|[^A-Za-z0-9])`)
	cataloguedID = regexp.MustCompile(`(?m)^\| ([A-Z]{1,2}-?\d+) \|`)
)

// Every id in a test has its line in the catalogue.
func TestCases(t *testing.T) {
	text, err := os.ReadFile(catalogue)
	require.NoError(t, err)
	listed := map[string]bool{} // and whether a test has the id
	for _, m := range cataloguedID.FindAllStringSubmatch(string(text), -1) {
		_, twice := listed[m[1]]
		assert.False(t, twice, "%s stands twice in %s", m[1], catalogue)
		listed[m[1]] = false
	}
	require.NotEmpty(t, listed)
	err = filepath.WalkDir("..", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, "_test.go") && entry.Name() != "README" {
			return err
		}
		text, err := os.ReadFile(name)
		for _, id := range idsIn(string(text)) {
			_, known := listed[id]
			assert.True(t, known, "%s: %s has no line in %s", name, id, catalogue)
			listed[id] = true
		}
		return err
	})
	require.NoError(t, err)
	var untested []string
	for id, tested := range listed {
		if !tested {
			untested = append(untested, id)
		}
	}
	slices.Sort(untested)
	t.Logf("without a test of that name: %s", strings.Join(untested, " "))
}

func idsIn(text string) (ids []string) {
	for _, m := range testID.FindAllStringSubmatch(strings.ReplaceAll(text, " ", "  "), -1) {
		ids = append(ids, m[1])
	}
	return ids
}

func TestIDsIn(t *testing.T) {
	require.Equal(t, []string{"J31", "C-140", "Q-8", "V13", "S-3", "RE-26"}, idsIn(`"J31/iss", C-140 Q-8 "V13/X" P-256 &#X41; S256 OB10 S-3 RE-26`))
}
