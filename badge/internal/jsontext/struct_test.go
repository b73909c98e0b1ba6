package jsontext_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

type word string

type leaf struct{ text string }

type inner struct {
	ID    string                     `json:"id"`
	Type  []string                   `json:"type" list:"many" class:"Inner"`
	Child *inner                     `json:"child"`
	Extra map[string]json.RawMessage `json:"-"`
}

type outer struct {
	Type    string                     `json:"type" class:"Outer"`
	Word    word                       `json:"word"`
	Flag    bool                       `json:"flag"`
	Maybe   *bool                      `json:"maybe"`
	Number  json.Number                `json:"number"`
	Raw     json.RawMessage            `json:"raw"`
	Words   []word                     `json:"words"`
	Value   inner                      `json:"value"`
	Pointer *inner                     `json:"pointer"`
	List    []inner                    `json:"list"`
	Many    []inner                    `json:"many" list:"many"`
	Compact []inner                    `json:"compact" list:"compact"`
	Text    string                     `json:"text" as:"text"`
	Ref     inner                      `json:"ref" as:"ref"`
	Link    *inner                     `json:"link" as:"id"`
	One     inner                      `json:"both"`
	All     []inner                    `json:"-" alt:"both"`
	Leaves  []*leaf                    `json:"leaves"`
	Skipped string                     // no tag: not part of the text
	Extra   map[string]json.RawMessage `json:"-"`
}

func codec() *jsontext.Codec {
	return jsontext.NewCodec([]jsontext.Leaf{jsontext.LeafOf(
		func(v jsontext.Value) (*leaf, bool) {
			s, ok := v.Text()
			return &leaf{s}, ok && s != ""
		},
		func(l *leaf) ([]byte, error) {
			if l == nil {
				return nil, fmt.Errorf("no leaf")
			}
			return json.Marshal(l.text)
		},
	)}, outer{})
}

func parse(t testing.TB, text string) jsontext.Value {
	t.Helper()
	v, err := jsontext.Parse([]byte(text))
	require.NoError(t, err)
	return v
}

func TestStructRoundTrip(t *testing.T) {
	c := codec()
	for _, row := range []struct{ name, text, want string }{
		{"empty", `{}`, `{}`},
		{"every field", `{"type":"T","word":"w","flag":true,"maybe":false,"number":3.0,"raw":[null],"words":["a",""],"value":{"id":"v"},"pointer":{},"list":[{},{"id":"2"}],"text":"t","leaves":["x"]}`, ""},
		{"number as written", `{"number":1.50e+2}`, ""},
		{"nothing stands for absent", `{"type":"","flag":false,"number":null,"pointer":null,"value":{},"list":[],"words":[],"leaves":[]}`, ""},
		{"foreign members", `{"Word":"x","WORD":1,"_":{"deep":[1,2.0]}}`, ""},
		{"misfits", `{"type":1,"word":["a"],"flag":"true","maybe":0,"number":"1","words":"a","value":"v","pointer":[],"list":{},"many":[{},1],"leaves":["x",1]}`, ""},
		{"misfits deep inside", `{"pointer":{"id":7,"child":{"type":[1],"child":"x"}}}`, ""},
		{"many: one", `{"many":{"id":"a","type":"T"}}`, `{"many":[{"id":"a","type":["T"]}]}`},
		{"many: several", `{"many":[{"id":"a"},{"id":"b"}]}`, ""},
		{"compact: one", `{"compact":{"id":"a"}}`, ""},
		{"compact: list of one", `{"compact":[{"id":"a"}]}`, `{"compact":{"id":"a"}}`},
		{"compact: several", `{"compact":[{"id":"a"},{"id":"b"}]}`, ""},
		{"text: number", `{"text":12}`, `{"text":"12"}`},
		{"ref: string", `{"ref":"urn:x"}`, ""},
		{"ref: object", `{"ref":{"id":"urn:x","name":"n"}}`, ""},
		{"id: string", `{"link":"urn:x"}`, `{"link":{"id":"urn:x"}}`},
		{"id: object", `{"link":{"id":"urn:x","name":"n"}}`, ""},
		{"id: neither", `{"link":["urn:x"]}`, ""},
		{"id: empty string", `{"link":""}`, ""},
		{"two types: one", `{"both":{"id":"a"}}`, ""},
		{"two types: list", `{"both":[{"id":"a"}]}`, ""},
		{"two types: neither", `{"both":"a"}`, ""},
		{"no escapes but needed ones", `{"word":"<&> é \u0001\n\t\"\\"}`, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			var s outer
			v := parse(t, row.text)
			c.Decode(v, &s)
			text, err := c.Encode(s)
			require.NoError(t, err)
			if row.want == "" {
				row.want = row.text
			}
			require.Equal(t, parse(t, row.want).Any(), parse(t, string(text)).Any())
		})
	}
}

func TestStructFields(t *testing.T) {
	c := codec()
	s := outer{Word: "left over"}
	c.Decode(parse(t, `{"number":1.0,"maybe":false,"text":7,"ref":"urn:x","both":[{"id":"b"}],"many":{"type":"T"},"salt":null}`), &s)
	require.Equal(t, outer{
		Number: "1.0", Maybe: new(false), Text: "7", Ref: inner{ID: "urn:x"},
		All: []inner{{ID: "b"}}, Many: []inner{{Type: []string{"T"}}},
		Extra: map[string]json.RawMessage{"salt": json.RawMessage("null")},
	}, s)

	c.Decode(parse(t, `["no object"]`), &s)
	require.Equal(t, outer{}, s)
}

func TestStructOrder(t *testing.T) {
	c := codec()
	var s outer
	c.Decode(parse(t, `{"z":1,"text":"t","b":2,"word":"<w>","a":3}`), &s)
	text, err := c.Encode(&s)
	require.NoError(t, err)
	require.Equal(t, `{"word":"<w>","text":"t","a":3,"b":2,"z":1}`, string(text))
}

func TestCompose(t *testing.T) {
	types := []string{"More"}
	s := outer{
		Ref:     inner{ID: "urn:x"},
		Pointer: &inner{Type: types, Extra: map[string]json.RawMessage{"a": []byte("null"), "b": []byte(" [ ] "), "c": []byte("{}")}},
		List:    []inner{{Type: []string{"Other", "Inner"}}},
	}
	text, err := codec().Compose(s)
	require.NoError(t, err)
	require.Equal(t, `{"type":"Outer","pointer":{"type":["Inner","More"],"c":{}},"list":[{"type":["Other","Inner"]}],"ref":{"id":"urn:x","type":["Inner"]}}`, string(text))
	require.Equal(t, []string{"More"}, types)
}

func TestEncodeErrors(t *testing.T) {
	loop := &inner{}
	loop.Child = loop
	for _, row := range []struct {
		name, code, path string
		src              outer
	}{
		{"no number", jsontext.CodeSyntax, "/number", outer{Number: "true"}},
		{"number with space", jsontext.CodeSyntax, "/number", outer{Number: " 1"}},
		{"number with hex", jsontext.CodeTrailing, "/number", outer{Number: "0x1"}},
		{"number NaN", jsontext.CodeSyntax, "/number", outer{Number: "NaN"}},
		{"number beyond doubles", jsontext.CodeNumberRange, "/number", outer{Number: "1e999"}},
		{"two numbers", jsontext.CodeTrailing, "/number", outer{Number: `1,"type":"x"`}},
		{"raw with a second member", jsontext.CodeTrailing, "/x", outer{Extra: map[string]json.RawMessage{"x": []byte(`1,"y":2`)}}},
		{"raw of nothing", jsontext.CodeTruncated, "/x", outer{Extra: map[string]json.RawMessage{"x": nil}}},
		{"raw with a member twice", jsontext.CodeDuplicate, "/raw/a", outer{Raw: []byte(`{"a":{"b":1,"b":2}}`)}},
		{"extra repeats a field", jsontext.CodeExtraConflict, "/list/1/id", outer{List: []inner{{}, {ID: "a", Extra: map[string]json.RawMessage{"id": []byte(`"b"`)}}}}},
		{"two fields of a name", jsontext.CodeUnencodable, "/both", outer{One: inner{ID: "a"}, All: []inner{{ID: "b"}}}},
		{"no UTF-8", jsontext.CodeUTF8, "/word", outer{Word: "a\xff"}},
		{"no UTF-8 in a name", jsontext.CodeUTF8, "/\xff", outer{Extra: map[string]json.RawMessage{"\xff": []byte(`1`)}}},
		{"nil in a list", jsontext.CodeUnencodable, "/leaves/0", outer{Leaves: []*leaf{nil}}},
		{"a loop", jsontext.CodeDepth, "/pointer" + strings.Repeat("/child", 31), outer{Pointer: loop}},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := codec().Encode(row.src)
			var problem *jsontext.Error
			require.ErrorAs(t, err, &problem)
			require.Equal(t, row.code, problem.Code())
			require.Equal(t, row.path, problem.Path())
		})
	}
}

func TestQuote(t *testing.T) {
	text, err := jsontext.Quote("<a href=\"\\\">\u2028\x00")
	require.NoError(t, err)
	require.Equal(t, "\"<a href=\\\"\\\\\\\">\u2028\\u0000\"", string(text))

	_, err = jsontext.Quote("\xc0")
	var problem *jsontext.Error
	require.ErrorAs(t, err, &problem)
	require.Equal(t, jsontext.CodeUTF8, problem.Code())
}

func TestOneShotCodec(t *testing.T) {
	var s inner
	jsontext.Decode(parse(t, `{"type":"T","x":1}`), &s)
	text, err := jsontext.Encode(s)
	require.NoError(t, err)
	require.Equal(t, `{"type":["T"],"x":1}`, string(text))
}

func TestNewCodecRefusesTypes(t *testing.T) {
	type noExtra struct {
		ID string `json:"id"`
	}
	type badOption struct {
		ID    string `json:"id" list:"may"`
		Extra map[string]json.RawMessage
	}
	type badKind struct {
		ID    int `json:"id"`
		Extra map[string]json.RawMessage
	}
	for _, root := range []any{noExtra{}, badOption{}, badKind{}} {
		require.Panics(t, func() { jsontext.NewCodec(nil, root) })
	}
}

// FuzzStruct checks every text: read and written once, it has the same meaning;
// read and written twice, it is the same text.
func FuzzStruct(f *testing.F) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 1))
		f.Add(randomObject(r, 4))
	}
	c := codec()
	f.Fuzz(func(t *testing.T, text string) {
		v, err := jsontext.Parse([]byte(text))
		if err != nil {
			return
		}
		var s outer
		c.Decode(v, &s)
		once, err := c.Encode(s)
		require.NoError(t, err)
		first, err := jsontext.Parse(once)
		require.NoError(t, err)
		if v.Kind() == jsontext.Object {
			require.Equal(t, normal(v.Any()), normal(first.Any()))
		}
		c.Decode(first, &s)
		twice, err := c.Encode(s)
		require.NoError(t, err)
		require.Equal(t, string(once), string(twice))
	})
}

// normal gives one form to lists of one element and elements without a list, to
// numbers and their text, and to references and objects with only an id.
func normal(x any) any {
	switch x := x.(type) {
	case json.Number:
		return string(x)
	case []any:
		if len(x) == 1 {
			return normal(x[0])
		}
		for i := range x {
			x[i] = normal(x[i])
		}
	case map[string]any:
		if id, ok := x["id"].(string); ok && len(x) == 1 {
			return id
		}
		for name := range x {
			x[name] = normal(x[name])
		}
	}
	return x
}

// randomObject writes an object with members that have a field, of fitting and
// of other types, and members without a field.
func randomObject(r *rand.Rand, depth int) string {
	names := []string{"type", "word", "flag", "maybe", "number", "raw", "words", "value", "pointer", "list", "many", "compact", "text", "ref", "both", "leaves", "id", "child", "x", "Type", "ünïcode", "a/b~c"}
	r.Shuffle(len(names), func(i, k int) { names[i], names[k] = names[k], names[i] })
	var members []string
	for _, name := range names[:r.IntN(len(names))] {
		members = append(members, fmt.Sprintf("%q:%s", name, randomValue(r, depth-1)))
	}
	return "{" + strings.Join(members, ", ") + "}"
}

func randomValue(r *rand.Rand, depth int) string {
	scalars := []string{`null`, `true`, `false`, `""`, `"text"`, `"\u00e9\n"`, `0`, `-1.50`, `12e3`, `[]`, `{}`}
	n := r.IntN(len(scalars) + 4)
	switch {
	case depth == 0 || n < len(scalars):
		return scalars[n%len(scalars)]
	case n < len(scalars)+2:
		return randomObject(r, depth)
	default:
		var list []string
		for range r.IntN(3) {
			list = append(list, randomValue(r, depth-1))
		}
		return "[" + strings.Join(list, ",") + "]"
	}
}
