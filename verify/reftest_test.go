package verify_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// referenceFolder is the folder of official data.
func referenceFolder() string {
	if dir := os.Getenv("OPENBADGES_REFERENCE"); dir != "" {
		return dir
	}
	return filepath.Join("..", "..", "shared", "reference")
}

// reference reads a file of the folder of official data: the one named by
// OPENBADGES_REFERENCE, else shared/reference beside the checkout. Without
// that folder the test is skipped; under CI=true it fails instead.
func reference(t *testing.T, name ...string) []byte {
	t.Helper()
	dir := referenceFolder()
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		if os.Getenv("OPENBADGES_REQUIRE_REFERENCE") == "1" {
			t.Fatalf("OPENBADGES_REQUIRE_REFERENCE is set; the folder is missing: %s", dir)
		}
		t.Skip("no conformance data: set OPENBADGES_REFERENCE to the folder that holds it")
	}
	data, err := os.ReadFile(filepath.Join(append([]string{dir}, name...)...))
	require.NoError(t, err)
	return data
}
