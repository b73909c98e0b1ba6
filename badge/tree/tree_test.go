package tree_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/openbadges-go/openbadges/badge/tree"
	"github.com/stretchr/testify/require"
)

const sample = `{"id":"urn:a","type":["A","B"],"n":1.50,"yes":true,"none":null,"a/b":{"c~":"d"}}`

func parsed(t *testing.T, text string) tree.Value {
	t.Helper()
	v, err := tree.Parse([]byte(text))
	require.NoError(t, err)
	return v
}

func Example() {
	v, err := tree.Parse([]byte(`{"type":["Assertion"],"badge":"https://school.example/badges/1"}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(v.Member("type").Holds("Assertion"), v.At("/badge"), v.Member("evidence").Exists())
	// Output: true https://school.example/badges/1 false
}

func TestValue(t *testing.T) {
	v := parsed(t, sample)
	require.Equal(t, tree.Object, v.Kind())
	require.Equal(t, 6, v.Len())
	require.Equal(t, "urn:a", v.Member("id").String())
	number, ok := v.Member("n").Number()
	require.True(t, ok)
	require.Equal(t, json.Number("1.50"), number)
	yes, ok := v.Member("yes").Bool()
	require.True(t, yes && ok)
	require.Equal(t, tree.Null, v.Member("none").Kind())
	_, isText := v.Member("none").Text()
	require.False(t, isText)
	require.Equal(t, "/a~1b/c~0", v.Member("a/b").Member("c~").Pointer())
	require.Equal(t, "d", v.At("/a~1b/c~0").String())

	var names, types []string
	for name := range v.Members() {
		names = append(names, name)
	}
	require.Equal(t, []string{"id", "type", "n", "yes", "none", "a/b"}, names)
	for i, e := range v.Member("type").Elements() {
		types = append(types, fmt.Sprint(i, e))
	}
	for e := range v.Member("id").Each() {
		types = append(types, e.String())
	}
	require.Equal(t, []string{"0 A", "1 B", "urn:a"}, types)
	for range v.Members() { // a loop may end early
		break
	}
}

func TestKindNames(t *testing.T) {
	var names []string
	for k := tree.Absent; k <= tree.Object+1; k++ {
		names = append(names, k.String())
	}
	require.Equal(t, []string{"absent", "null", "boolean", "number", "string", "array", "object", "Kind(7)"}, names)
}

func TestZeroValue(t *testing.T) {
	var v tree.Value
	require.False(t, v.Exists() || v.Holds("") || v.Member("a").Exists() || v.At("/a/0").Exists())
	require.Equal(t, tree.Absent, v.Kind())
	require.Zero(t, v.Raw()+v.Pointer()+v.String())
	require.Zero(t, v.Len())
	for range v.Each() {
		t.Fatal("an absent value has elements")
	}
	for range v.Members() {
		t.Fatal("an absent value has members")
	}
	for range v.Elements() {
		t.Fatal("an absent value has elements")
	}
	_, isNumber := v.Number()
	_, isBool := v.Bool()
	require.False(t, isNumber || isBool)
}

func TestMarshal(t *testing.T) {
	text, err := json.Marshal([]tree.Value{parsed(t, sample).Member("n"), {}})
	require.NoError(t, err)
	require.Equal(t, `[1.50,null]`, string(text))
}

func TestPrintsNoTree(t *testing.T) {
	v := parsed(t, `{"secret":"hidden"}`)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
		require.NotContains(t, fmt.Sprintf(verb, v), "hidden", verb)
		require.NotContains(t, fmt.Sprintf(verb, &v), "hidden", verb)
	}
}
