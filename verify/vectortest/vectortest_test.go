package vectortest

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/require"
)

// The runner would be worth nothing if it let these pass.
func TestFault(t *testing.T) {
	good := Files{"README": "C-001, OB 3.0 §1: a change\n", "input.json": "{}"}
	made := Suite{Made: map[string]Files{"ob3-x": good}}
	named := Suite{Names: []string{"input.json", "README"}}
	require.Empty(t, made.fault("ob3-x", good))
	require.Empty(t, named.fault("ob3-x", good))
	for name, edit := range map[string]func(Files){
		"a file more":       func(f Files) { f["notes"] = "" },
		"a file less":       func(f Files) { delete(f, "input.json") },
		"without README":    func(f Files) { delete(f, "README") },
		"README of no line": func(f Files) { f["README"] = "" },
		"README without LF": func(f Files) { f["README"] = "C-001" },
		"README of two":     func(f Files) { f["README"] += "more\n" },
	} {
		files := maps.Clone(good)
		edit(files)
		require.NotEmpty(t, made.fault("ob3-x", files), name)
		require.NotEmpty(t, named.fault("ob3-x", files), name)
	}
	require.NotEmpty(t, made.fault("ob3-y", good), "no row makes it")
	changed := maps.Clone(good)
	changed["input.json"] = "{} "
	require.NotEmpty(t, made.fault("ob3-x", changed))
}

func TestSlug(t *testing.T) {
	require.Equal(t, "c-037-no-name-at-all", Slug("C-037/no name, at all!"))
}
