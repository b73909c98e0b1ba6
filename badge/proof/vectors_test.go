package proof

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
)

var update = flag.Bool("update", false, "write want.json of every vector")

// vectorFiles are the files of a vector.
var vectorFiles = []string{"README", "config.json", "input.json", "want.json"}

// vectorConfig says how to verify a vector.
type vectorConfig struct {
	Keys []json.RawMessage `json:"keys"` // as JWK
}

// vectorResult is the result for the first proof of a vector.
type vectorResult struct {
	Verdict string `json:"verdict"`
	Code    string `json:"code"`
	Path    string `json:"path"`
	Scheme  Scheme `json:"scheme"`
}

// Each folder of testdata/vectors is one badge that an independent
// implementation secured, or one change to such a badge. Its name states the
// standard, the suite or the change, and the verdict.
func TestVectorFolders(t *testing.T) { // C-077
	folders, err := filepath.Glob(filepath.Join("testdata", "vectors", "*"))
	require.NoError(t, err)
	require.NotEmpty(t, folders)
	met := map[Scheme]bool{}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			requireFiles(t, folder)
			input := readVector(t, folder, "input.json")
			got := verifyVector(t, folder, input)
			text, err := json.MarshalIndent(got, "", "  ")
			require.NoError(t, err)
			text = append(text, '\n')
			if *update {
				require.NoError(t, os.WriteFile(filepath.Join(folder, "want.json"), text, 0o644))
			}
			require.Equal(t, string(readVector(t, folder, "want.json")), string(text))
			require.True(t, strings.HasSuffix(folder, "_"+got.Verdict), "the name of the folder states another verdict")
			if got.Verdict != "accepted" {
				return
			}
			met[got.Scheme] = true
			for _, word := range []string{"Hogeschool", "2026-01-01", "did:example:noor", "assertionMethod"} {
				changed := bytes.Replace(input, []byte(word), []byte(strings.Replace(word, "o", "0", 1)+"1"), 1)
				require.NotEqual(t, input, changed)
				require.Equal(t, "rejected", verifyVector(t, folder, changed).Verdict, word)
			}
		})
	}
	for _, row := range schemes {
		require.Equal(t, row.transform != jose, met[row.name], "a vector for %s", row.name)
	}
}

// requireFiles fails unless a vector has exactly the expected files.
func requireFiles(t *testing.T, folder string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	require.Equal(t, vectorFiles, names)
	readme := string(readVector(t, folder, "README"))
	require.Equal(t, len(readme)-1, strings.Index(readme, "\n"), "README must be one line")
}

func readVector(t *testing.T, folder, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, name))
	require.NoError(t, err)
	return data
}

// verifyVector verifies the first proof of a text with the keys of a vector.
func verifyVector(t *testing.T, folder string, text []byte) vectorResult {
	t.Helper()
	var config vectorConfig
	decoder := json.NewDecoder(bytes.NewReader(readVector(t, folder, "config.json")))
	decoder.DisallowUnknownFields()
	require.NoError(t, decoder.Decode(&config))
	require.NotEmpty(t, config.Keys)
	d, err := badge.Parse(text)
	require.NoError(t, err)
	proofs, err := Find(d)
	require.NoError(t, err)
	require.Len(t, proofs, 1)
	result := vectorResult{Verdict: "rejected", Scheme: proofs[0].Scheme()}
	for _, jwk := range config.Keys {
		public, err := key.ParseJWK(jwk)
		require.NoError(t, err)
		_, err = proofs[0].Verify(t.Context(), public, CheckOptions{})
		if err == nil {
			return vectorResult{Verdict: "accepted", Scheme: result.Scheme}
		}
		result.Code, result.Path = code(err), badge.PathOf(err)
	}
	return result
}
