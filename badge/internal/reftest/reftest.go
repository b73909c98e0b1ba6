// Package reftest finds the folder of official data for conformance tests.
package reftest

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// Dir returns the folder named by OPENBADGES_REFERENCE, else the folder
// shared/reference beside the checkout. Where there is none the test is
// skipped with a message; under CI=true it fails instead.
func Dir(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("OPENBADGES_REFERENCE")
	if dir == "" {
		_, self, _, _ := runtime.Caller(0)
		dir = filepath.Join(filepath.Dir(self), "..", "..", "..", "..", "shared", "reference")
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		if os.Getenv("OPENBADGES_REQUIRE_REFERENCE") == "1" {
			t.Fatalf("OPENBADGES_REQUIRE_REFERENCE is set; the folder is missing: %s", dir)
		}
		t.Skip("no conformance data: set OPENBADGES_REFERENCE to the folder that holds it")
	}
	return dir
}

// Read returns one file of the folder.
func Read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(Dir(t), filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return data
}
