package schema

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/reftest"
	"github.com/stretchr/testify/require"
)

// decode reads JSON text for use as an instance.
func decode(t testing.TB, text []byte) any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	require.NoError(t, d.Decode(&v))
	return v
}

// replacements are put in the place of every value, in this order.
func replacements(old any) []any {
	variants := []any{
		nil, true, json.Number("7"), json.Number("1.5"), "", "x", "ext:Term", "MyTerm", "2020-01-01T00:00:00", "2020-01-01T25:00:00Z",
		[]any{}, []any{nil}, object{}, []any{old}, object{"type": "Image", "id": "urn:x"}, object{"type": []any{"Profile", "Extra"}, "id": "urn:x"},
	}
	if l, ok := old.([]any); ok && len(l) > 0 {
		variants = append(variants, l[0], l[1:], append(slices.Clone(l), l[0]))
	}
	if s, ok := old.(string); ok {
		variants = append(variants, strings.ToLower(s), s+" ", s+"\n")
	}
	return variants
}

// mutate calls check once for each systematic change of the tree under root:
// every value replaced, every member dropped, an unknown member added to every
// object. The tree is as before when it returns.
func mutate(root object, check func()) {
	var visit func(v any, set func(any))
	visit = func(v any, set func(any)) {
		for _, r := range replacements(v) {
			set(r)
			check()
		}
		set(v)
		switch v := v.(type) {
		case []any:
			for i := range v {
				visit(v[i], func(r any) { v[i] = r })
			}
		case object:
			visitMembers(v, check, visit)
		}
	}
	visitMembers(root, check, visit)
}

func visitMembers(v object, check func(), visit func(any, func(any))) {
	names := make([]string, 0, len(v))
	for name := range v {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		old := v[name]
		delete(v, name)
		check()
		v[name] = old
		visit(old, func(r any) { v[name] = r })
	}
	v["unknownMember"] = "x"
	check()
	delete(v, "unknownMember")
}

// samples returns the reference credentials, by file name.
func samples(t testing.TB) map[string]object {
	t.Helper()
	found := map[string]object{}
	for _, pattern := range []string{"samples/1edtech/ob30/*.json", "samples/1edtech/ob30/bit-string-list/*.json", "samples/educredentials/*.json"} {
		files, err := filepath.Glob(filepath.Join(reftest.Dir(t), filepath.FromSlash(pattern)))
		require.NoError(t, err)
		require.NotEmpty(t, files, pattern)
		for _, file := range files {
			name, err := filepath.Rel(reftest.Dir(t), file)
			require.NoError(t, err)
			v, err := jsontext.Parse(reftest.Read(t, filepath.ToSlash(name)))
			require.NoError(t, err, name)
			found[name] = v.Any().(object)
		}
	}
	return found
}

func sortedNames(m map[string]object) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
