package jsontext_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

func TestInsertMember(t *testing.T) {
	for _, row := range []struct{ text, at, want string }{
		{`{}`, "", `{"proof":[1]}`},
		{"{ \n}", "", "{\"proof\":[1] \n}"},
		{` {"a":1} `, "", ` {"a":1,"proof":[1]} `},
		{"{\n  \"a\": 1\n}\n", "", "{\n  \"a\": 1,\"proof\":[1]\n}\n"},
		{`{"a":{"b":{}},"c":2}`, "/a", `{"a":{"b":{},"proof":[1]},"c":2}`},
		{`{"a":{"b":{ }},"c":2}`, "/a/b", `{"a":{"b":{"proof":[1] }},"c":2}`},
		{`[{"a":[1,{"x":[]}]}]`, "/0", `[{"a":[1,{"x":[]}],"proof":[1]}]`},
	} {
		text := parse(t, row.text)
		require.Equal(t, row.want, string(jsontext.InsertMember(text.At(row.at), "proof", []byte("[1]"))))
		require.Equal(t, row.text, text.Source())
	}
	got := jsontext.InsertMember(parse(t, `{}`), `a"\<`, []byte("null"))
	require.True(t, parse(t, string(got)).At(`/a"\<`).Exists())
}

func TestInsertElement(t *testing.T) {
	for _, row := range []struct{ text, at, want string }{
		{`[]`, "", `[{}]`},
		{`[ ]`, "", `[{} ]`},
		{"[1 ]", "", "[1,{} ]"},
		{`{"proof":[{"a":1}, [2] ],"z":0}`, "/proof", `{"proof":[{"a":1}, [2],{} ],"z":0}`},
	} {
		require.Equal(t, row.want, string(jsontext.InsertElement(parse(t, row.text).At(row.at), []byte("{}"))))
	}
}

func TestReplaceValue(t *testing.T) {
	for _, row := range []struct{ text, at, want string }{
		{` 1 `, "", ` [2] `},
		{`{"a":1,"b":2}`, "/a", `{"a":[2],"b":2}`},
		{`{"a":{"x":[1, 2]} ,"b":2}`, "/a", `{"a":[2] ,"b":2}`},
		{`[1,"\u0041",3]`, "/1", `[1,[2],3]`},
	} {
		require.Equal(t, row.want, string(jsontext.ReplaceValue(parse(t, row.text).At(row.at), []byte("[2]"))))
	}
}

func TestSpliceDoesNotShareMemory(t *testing.T) {
	raw := append(make([]byte, 0, 100), `[1]`...)
	tail := raw[:100]
	list, object := parse(t, `{"a":[0]}`).Member("a"), parse(t, `{"a":[0]}`)
	for range 2 { // the second call sees what the first did to its arguments
		require.Equal(t, `{"a":[0,[1]]}`, string(jsontext.InsertElement(list, raw)))
		require.Equal(t, `{"a":[0],"b":[1]}`, string(jsontext.InsertMember(object, "b", raw)))
	}
	require.Equal(t, make([]byte, 97), tail[3:])
}

// TestSpliceKeepsEveryOtherByte takes random values of random texts: without
// the added bytes the text is the original one.
func TestSpliceKeepsEveryOtherByte(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	texts := []string{odd, simpleBadge, typicalBadge}
	for range 30 {
		texts = append(texts, randomObject(r, 4))
	}
	for _, text := range texts {
		root := parse(t, text)
		everyValue(root, func(v jsontext.Value) {
			raw := randomValue(r, 2)
			pointer := v.Pointer()
			var out []byte
			switch v.Kind() {
			case jsontext.Object:
				const name = "not there yet"
				out = jsontext.InsertMember(v, name, []byte(raw))
				requireInserted(t, root, v, out, jsontext.Join(pointer, name), raw)
			case jsontext.Array:
				out = jsontext.InsertElement(v, []byte(raw))
				requireInserted(t, root, v, out, lastElement(t, out, pointer), raw)
			}
			out = jsontext.ReplaceValue(v, []byte(raw))
			there := parse(t, string(out)).At(pointer)
			require.Equal(t, raw, there.Raw())
			require.Equal(t, text, string(jsontext.ReplaceValue(there, []byte(v.Raw()))))
		})
	}
}

// lastElement returns the pointer of the last element of an array in out.
func lastElement(t *testing.T, out []byte, pointer string) string {
	var last jsontext.Value
	for _, e := range parse(t, string(out)).At(pointer).Elements() {
		last = e
	}
	return last.Pointer()
}

// requireInserted asserts that out is the text of container with only raw
// added, at pointer.
func requireInserted(t *testing.T, root, container jsontext.Value, out []byte, pointer, raw string) {
	t.Helper()
	after := parse(t, string(out))
	require.Equal(t, raw, after.At(pointer).Raw())
	require.Equal(t, container.Len()+1, after.At(container.Pointer()).Len())
	text := root.Source()
	_, end := after.At(pointer).Span()
	start := end - (len(out) - len(text))
	require.Equal(t, text, string(out[:start])+string(out[end:]))
}
