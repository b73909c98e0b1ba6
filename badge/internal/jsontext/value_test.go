package jsontext_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// odd has names that a JSON Pointer must escape, and empty containers.
const odd = ` {"":{"":[]},"a/b":{"m~n":[{"~1":1},{"/":{}}]},"~01":"","0":[[],[[0]]],"é\u00e8 \"\\":{"-":-1e5},"~":null,"a":true} `

// everyValue calls f with v and everything below it.
func everyValue(v jsontext.Value, f func(jsontext.Value)) {
	f(v)
	for _, m := range v.Members() {
		everyValue(m, f)
	}
	for _, e := range v.Elements() {
		everyValue(e, f)
	}
}

func TestPointerRoundTrip(t *testing.T) {
	for _, text := range []string{odd, simpleBadge, typicalBadge, `[]`, `"x"`, `[[[1]]]`} {
		root := parse(t, text)
		seen := map[string]bool{}
		everyValue(root, func(v jsontext.Value) {
			pointer := v.Pointer()
			require.False(t, seen[pointer], pointer)
			seen[pointer] = true
			require.Equal(t, v, root.At(pointer), pointer)
			start, end := v.Span()
			require.Equal(t, text[start:end], v.Raw())
			require.Equal(t, tree(t, v.Raw()), v.Any())
			require.Equal(t, text, v.Source())
		})
	}
}

func TestPointerChildren(t *testing.T) {
	everyValue(parse(t, odd), func(v jsontext.Value) {
		for name, m := range v.Members() {
			require.Equal(t, jsontext.Join(v.Pointer(), name), m.Pointer())
			require.Equal(t, m, v.Member(name))
		}
		for i, e := range v.Elements() {
			require.Equal(t, jsontext.Join(v.Pointer(), strconv.Itoa(i)), e.Pointer())
		}
	})
}

func TestDocumentOrder(t *testing.T) {
	root := parse(t, odd)
	var all []jsontext.Value
	everyValue(root, func(v jsontext.Value) { all = append(all, v) })
	for i, v := range all {
		require.True(t, i == 0 || all[i-1].Ordinal() < v.Ordinal())
		at := root
		for at != v {
			next := at.Towards(v)
			require.True(t, at.Encloses(next) && !next.Encloses(at))
			at = next
		}
		start, end := v.Span()
		for _, w := range all {
			from, to := w.Span()
			require.Equal(t, start <= from && to <= end, v.Encloses(w))
		}
	}
	require.False(t, root.Encloses(parse(t, odd)), "another text")
	require.False(t, root.Encloses(jsontext.Value{}) || (jsontext.Value{}).Encloses(root))
}

func TestAt(t *testing.T) {
	// The document of RFC 6901 §5, and its pointers.
	const rfc = `{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8}`
	for _, row := range []struct{ text, pointer, want string }{
		{rfc, "", rfc}, {rfc, "/foo", `["bar","baz"]`}, {rfc, "/foo/0", `"bar"`}, {rfc, "/", "0"}, {rfc, "/a~1b", "1"}, {rfc, "/c%d", "2"},
		{rfc, "/e^f", "3"}, {rfc, "/g|h", "4"}, {rfc, `/i\j`, "5"}, {rfc, `/k"l`, "6"}, {rfc, "/ ", "7"}, {rfc, "/m~0n", "8"},
		{odd, "//", "[]"}, {odd, "/~001", `""`}, {odd, "/a~1b/m~0n/0/~01", "1"}, {odd, "/0/1/0/0", "0"},
		// nothing there
		{rfc, "foo", ""}, {rfc, "/foo/2", ""}, {rfc, "/foo/-1", ""}, {rfc, "/foo/-", ""}, {rfc, "/foo/01", ""}, {rfc, "/foo/+1", ""},
		{rfc, "/foo/", ""}, {rfc, "/foo/0/", ""}, {rfc, "/foo/0/0", ""}, {rfc, "/FOO", ""}, {rfc, "/foo/18446744073709551616", ""},
		{rfc, "/foo/1e0", ""}, {rfc, "/nothing/0", ""}, {rfc, "#/foo", ""}, {rfc, "/foo ", ""}, {rfc, "//", ""}, {rfc, "/foo/\u0661", ""},
		// tildes that are not part of an escape
		{odd, "/~", ""}, {odd, "/~2", ""}, {odd, "/a~1b/m~n", ""}, {odd, "/~0~", ""}, {`{"~2":1}`, "/~2", ""}, {`{"~2":1}`, "/~02", "1"},
		{`{"a":1}`, "/a~", ""},
	} {
		t.Run(row.pointer, func(t *testing.T) {
			v := parse(t, row.text).At(row.pointer)
			require.Equal(t, row.want, v.Raw())
			require.Equal(t, row.want != "", v.Exists())
		})
	}
}

func TestJoin(t *testing.T) {
	require.Equal(t, "", jsontext.Join(""))
	require.Equal(t, "/a/~1~0/", jsontext.Join("/a", "/~", ""))
	require.Equal(t, "/~01", jsontext.Join("", "~1"))
}

func TestAbsent(t *testing.T) {
	for name, v := range map[string]jsontext.Value{
		"zero":           {},
		"missing member": parse(t, `{"a":1}`).Member("b"),
		"member of text": parse(t, `"a"`).Member("a"),
		"missing place":  parse(t, `{"a":1}`).At("/a/b/0"),
	} {
		t.Run(name, func(t *testing.T) {
			require.False(t, v.Exists())
			require.Equal(t, jsontext.Absent, v.Kind())
			start, end := v.Span()
			require.Zero(t, start+end+v.Len())
			require.Empty(t, v.Raw()+v.Source()+v.String()+v.Pointer())
			_, isText := v.Text()
			_, isNumber := v.Number()
			truth, isBool := v.Bool()
			require.False(t, isText || isNumber || isBool || truth || v.Holds(""))
			require.Nil(t, v.Any())
			require.False(t, v.Member("").Exists() || v.At("/a").Exists() || v.At("").Exists())
			for range v.Each() {
				require.Fail(t, "an absent value holds nothing")
			}
			for range v.Members() {
				require.Fail(t, "an absent value has no members")
			}
			for range v.Elements() {
				require.Fail(t, "an absent value has no elements")
			}
		})
	}
}

func TestKinds(t *testing.T) {
	for text, want := range map[string]string{
		`null`: "null", `true`: "boolean", `1`: "number", `"a"`: "string", `[1,2]`: "array", `{"a":1}`: "object",
	} {
		t.Run(want, func(t *testing.T) {
			v := parse(t, text)
			require.Equal(t, want, v.Kind().String())
			_, isText := v.Text()
			_, isNumber := v.Number()
			_, isBool := v.Bool()
			require.Equal(t, []bool{want == "string", want == "number", want == "boolean"}, []bool{isText, isNumber, isBool})
			require.Equal(t, map[string]int{"array": 2, "object": 1}[want], v.Len())
		})
	}
	require.Equal(t, "absent", jsontext.Absent.String())
}

func TestEach(t *testing.T) {
	for _, row := range []struct {
		text string
		want []string
	}{
		{`{"a":[1,[2],{}]}`, []string{"1", "[2]", "{}"}},
		{`{"a":[]}`, nil},
		{`{"a":{}}`, []string{"{}"}},
		{`{"a":"x"}`, []string{`"x"`}},
		{`{"a":null}`, []string{"null"}},
		{`{}`, nil},
	} {
		var got []string
		for e := range parse(t, row.text).Member("a").Each() {
			got = append(got, e.Raw())
		}
		require.Equal(t, row.want, got, row.text)
	}
}

func TestIterationStops(t *testing.T) {
	v := parse(t, `[{"a":1,"b":2},2,3]`)
	n := 0
	for range v.Elements() {
		n++
		break
	}
	for range v.Each() {
		n++
		break
	}
	for range v.At("/0").Members() {
		n++
		break
	}
	require.Equal(t, 3, n)
}

func TestHolds(t *testing.T) {
	for text, want := range map[string]bool{
		`"A"`: true, `["B","A"]`: true, `"a"`: false, `["B",["A"]]`: false, `{"A":"A"}`: false, `"\u0041"`: true, `[]`: false, `[1,null]`: false,
	} {
		require.Equal(t, want, parse(t, text).Holds("A"), text)
	}
}

func TestAnyIsFresh(t *testing.T) {
	v := parse(t, `{"a":[{"b":1.50}]}`)
	first := v.Any().(map[string]any)
	require.Equal(t, json.Number("1.50"), first["a"].([]any)[0].(map[string]any)["b"])
	first["a"].([]any)[0] = nil
	require.Equal(t, tree(t, v.Raw()), v.Any())
}

func TestTextDecodes(t *testing.T) {
	everyEscape := `"\"\\\/\b\f\n\r\t\u0000\u00e9\u20ac\ud83d\ude00\ud800\udc00\uDBFF\uDFFF\uffff"`
	require.Equal(t, "\"\\/\b\f\n\r\t\x00é€😀\U00010000\U0010ffff\uffff", parse(t, everyEscape).String())
	for c := range rune(0x800) {
		text := `"` + `\u` + strings.Repeat("0", 4-len(strconv.FormatInt(int64(c), 16))) + strconv.FormatInt(int64(c), 16) + `"`
		require.Equal(t, string(c), parse(t, text).String())
	}
}
