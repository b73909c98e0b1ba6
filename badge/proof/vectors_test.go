package proof

import (
	"encoding/json"
	"flag"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/verify/vectortest"
)

var update = flag.Bool("update", false, "write want.json of every vector")

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

// Each vector is one badge that an independent implementation secured, or one
// change to such a badge. The name of its folder says the standard, the suite
// or the change, and the verdict.
func TestVectorFolders(t *testing.T) { // C-077
	vectortest.Suite{
		Names: []string{"README", "config.json", "input.json"},
		Judge: func(t *testing.T, files vectortest.Files) (verdict, want string) {
			got := verifyVector(t, files, files["input.json"])
			text, err := json.MarshalIndent(got, "", "  ")
			require.NoError(t, err)
			return got.Verdict, string(text) + "\n"
		},
		Update: *update,
	}.Run(t)
}

// Each suite that is made has a vector that is accepted, and no longer is after
// a change.
func TestVectorsChanged(t *testing.T) { // C-077
	met := map[Scheme]bool{}
	for name, files := range vectortest.Read(t) {
		input := files["input.json"]
		got := verifyVector(t, files, input)
		if got.Verdict != "accepted" {
			continue
		}
		met[got.Scheme] = true
		for _, word := range []string{"Hogeschool", "2026-01-01", "did:example:noor", "assertionMethod"} {
			changed := strings.Replace(input, word, strings.Replace(word, "o", "0", 1)+"1", 1)
			require.NotEqual(t, input, changed)
			require.Equal(t, "rejected", verifyVector(t, files, changed).Verdict, "%s: %s", name, word)
		}
	}
	for _, row := range schemes {
		require.Equal(t, row.transform != jose && row.detached == "", met[row.name], "a vector for %s", row.name)
	}
}

// verifyVector verifies the first proof of a text with the keys of a vector.
func verifyVector(t *testing.T, files vectortest.Files, text string) vectorResult {
	t.Helper()
	var config vectorConfig
	decoder := json.NewDecoder(strings.NewReader(files["config.json"]))
	decoder.DisallowUnknownFields()
	require.NoError(t, decoder.Decode(&config))
	require.NotEmpty(t, config.Keys)
	d, err := badge.Parse([]byte(text))
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
