package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/verify/fetch"
)

// fieldCase is a row of the table of badges of the field and of attacks.
type fieldCase map[string]string

// fieldCases reads the table in the folder that OPENBADGES_CASES names, else
// shared/cases beside the checkout.
func fieldCases(t *testing.T) (dir string, rows []fieldCase) {
	dir = os.Getenv("OPENBADGES_CASES")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "cases")
	}
	dir, err := filepath.Abs(dir)
	require.NoError(t, err)
	text, err := os.ReadFile(filepath.Join(dir, "manifest.tsv"))
	if os.IsNotExist(err) && os.Getenv("OPENBADGES_REQUIRE_REFERENCE") != "1" {
		t.Skip("no cases: set OPENBADGES_CASES to the folder that holds them")
	}
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	names := strings.Split(lines[0], "\t")
	for _, line := range lines[1:] {
		fields := strings.Split(line, "\t")
		require.Len(t, fields, len(names), line)
		row := fieldCase{}
		for i, name := range names {
			row[name] = fields[i]
		}
		rows = append(rows, row)
	}
	return dir, rows
}

// RE-46: a badge that must be rejected is rejected under both policies of
// conformance, with and without the accepted deviations.
func TestRejectedCases(t *testing.T) {
	dir, rows := fieldCases(t)
	rejected := 0
	for _, row := range rows {
		policies := []string{"reported", "required", "reported -compat 1edtech", "required -compat 1edtech"}
		if strings.HasPrefix(row["file"], "real/1edtech-") { // an allowance accepts their keys, which are bound to nobody
			policies = policies[:2]
		}
		switch {
		case row["expected"] == "reject":
			rejected++
		case row["strict"] == "reject":
			policies = policies[1:2]
		default:
			continue
		}
		for _, policy := range policies {
			t.Run(row["suite"]+"/"+row["file"]+"/"+policy, func(t *testing.T) {
				t.Chdir(filepath.Join(dir, row["suite"]))
				args := append(strings.Fields("verify -json -conformance "+policy), strings.Fields(row["args"])...)
				var out, complaint bytes.Buffer
				status := run(t.Context(), append(args, row["file"]), process{stdin: strings.NewReader(""), stdout: &out, stderr: &complaint, net: fetch.Config{}})
				requireLine(t, out.String())
				var l line
				require.NoError(t, json.Unmarshal(out.Bytes(), &l), complaint.String())
				require.Contains(t, []string{"rejected", string(noBadge)}, l.Verdict, "%s: %s", l.Code, l.Message)
				require.Contains(t, []int{exitRejected, exitUnreadable}, status)
			})
		}
	}
	require.Greater(t, rejected, 30)
}
