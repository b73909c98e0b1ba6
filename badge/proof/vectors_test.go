package proof

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
)

// Each folder of testdata/vectors is one badge of ours that an independent
// implementation secured (the @digitalbazaar libraries), with the key in its
// verification method. The folder is named for the scheme, and after a _ for
// what is special.
func TestForeignVectors(t *testing.T) { // C-077
	folders, err := os.ReadDir(filepath.Join("testdata", "vectors"))
	require.NoError(t, err)
	met := map[Scheme]bool{}
	for _, folder := range folders {
		t.Run(folder.Name(), func(t *testing.T) {
			files, err := os.ReadDir(filepath.Join("testdata", "vectors", folder.Name()))
			require.NoError(t, err)
			require.Len(t, files, 1)
			text, err := os.ReadFile(filepath.Join("testdata", "vectors", folder.Name(), "signed.json"))
			require.NoError(t, err)
			name, _, _ := strings.Cut(folder.Name(), "_")
			met[Scheme(name)] = true

			checked, err := checkVector(t, text)
			require.NoError(t, err)
			require.Equal(t, Scheme(name), checked.Scheme)
			for _, word := range []string{"Hogeschool", "2026-01-01", "did:example:noor", "assertionMethod"} {
				changed := bytes.Replace(text, []byte(word), []byte(strings.Replace(word, "o", "0", 1)+"1"), 1)
				require.NotEqual(t, text, changed)
				_, err := checkVector(t, changed)
				require.Error(t, err, word)
			}
		})
	}
	for _, row := range schemes {
		require.Equal(t, row.transform != jose, met[row.name], "a vector for %s", row.name)
	}
}

func checkVector(t *testing.T, text []byte) (Verified, error) {
	t.Helper()
	d, err := badge.Parse(text)
	require.NoError(t, err)
	proofs, err := Find(d)
	require.NoError(t, err)
	require.Len(t, proofs, 1)
	_, publicKey, _ := strings.Cut(proofs[0].Method(), "#")
	public, err := key.ParseMultikey(publicKey)
	require.NoError(t, err)
	return proofs[0].Verify(t.Context(), public, CheckOptions{})
}
