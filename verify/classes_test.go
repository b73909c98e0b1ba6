package verify

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/rules"
)

// RE-1: testdata/outcomes.txt has every code with its class and the stage that
// reports it. It agrees with the rules and with the vectors.
func TestOutcomesOfCodes(t *testing.T) {
	text, err := os.ReadFile("testdata/outcomes.txt")
	require.NoError(t, err)
	rows, classes := map[string]bool{}, map[string]string{}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		row := strings.Fields(line)
		require.Len(t, row, 3, line)
		require.False(t, rows[strings.Join(row, " ")], "%s is there twice", line)
		rows[strings.Join(row, " ")] = true
		other, again := classes[row[2]]
		require.False(t, again && (other == "-") != (row[0] == "-"), "%s is both reported and not", row[2])
		classes[row[2]] = row[0]
	}
	for code := range Codes() {
		assert.Contains(t, classes, code)
		delete(classes, code)
	}
	assert.Empty(t, classes, "not a code")
	for r := range rules.All() {
		decides := rows["structure failed "+r.Code] || ofContext[r.Code] && rows["context failed "+r.Code]
		assert.True(t, decides || !r.Decides, "%s decides", r.Code)
		assert.False(t, decides && r.Reading == badge.SeverityNone, "%s is not asked of a reader", r.Code)
	}
	requireRows(t, rows)
}

// requireRows holds the table to the vectors.
func requireRows(t *testing.T, rows map[string]bool) {
	paths, err := filepath.Glob("testdata/vectors/*/want.json")
	require.NoError(t, err)
	require.Greater(t, len(paths), 500)
	for _, path := range paths {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		var want struct {
			Checks []struct{ Stage, Outcome, Code string }
		}
		require.NoError(t, json.Unmarshal(text, &want))
		for _, c := range want.Checks {
			if c.Outcome == "passed" || c.Outcome == "skipped" {
				continue
			}
			ok := rows[c.Stage+" "+c.Outcome+" "+c.Code]
			if c.Stage == string(StageConformance) {
				ok = rows[c.Stage+" departure "+c.Code] || ok && c.Outcome == "warned"
			}
			assert.True(t, ok, "%s: %s is %s at %s", path, c.Code, c.Outcome, c.Stage)
		}
	}
}
