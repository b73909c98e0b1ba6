// Package reftest finds the folder of official data for conformance tests.
package reftest

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// Dir returns the folder named by OPENBADGES_REFERENCE, else the folder
// shared/reference beside the checkout. If there is none, the test is skipped;
// under OPENBADGES_REQUIRE_REFERENCE=1 it fails.
func Dir(t testing.TB) string { return folder(t, "OPENBADGES_REFERENCE", "reference") }

// Cases returns the folder of badges from the field: the one named by
// OPENBADGES_CASES, else shared/cases beside the checkout.
func Cases(t testing.TB) string { return folder(t, "OPENBADGES_CASES", "cases") }

func folder(t testing.TB, variable, name string) string {
	t.Helper()
	dir := os.Getenv(variable)
	if dir == "" {
		_, self, _, _ := runtime.Caller(0)
		dir = filepath.Join(filepath.Dir(self), "..", "..", "..", "..", "shared", name)
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		if os.Getenv("OPENBADGES_REQUIRE_REFERENCE") == "1" {
			t.Fatalf("OPENBADGES_REQUIRE_REFERENCE is set; the folder is missing: %s", dir)
		}
		t.Skipf("no conformance data: set %s to the folder that holds it", variable)
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
