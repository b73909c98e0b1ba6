package jsontext

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

type box struct {
	ID    string                     `json:"id"`
	Type  []string                   `json:"type"`
	Size  string                     `json:"size"`
	Lid   *lid                       `json:"lid"`
	Parts []lid                      `json:"parts"`
	Owner lid                        `json:"owner"`
	Extra map[string]json.RawMessage `json:"-"`
}

type lid struct {
	ID    string                     `json:"id"`
	Type  string                     `json:"type"`
	Name  string                     `json:"name"`
	Extra map[string]json.RawMessage `json:"-"`
}

// dutch has no words for the size of a box and the type of a lid.
func dutch() *Dialect {
	return NewDialect(nil,
		Class{Name: "Doos", View: box{}, Types: []string{"Doos", "Kist"}, Ours: []string{"Box"}, Typed: true, Words: []Word{
			{Name: "id", Field: "id"},
			{Name: "soort", Field: "type", Arity: Compact},
			{Name: "deksel", Field: "lid", Class: "Deksel", Ref: true},
			{Name: "delen", Field: "parts", Class: "Deksel", Ref: true},
			{Name: "eigenaar", Field: "owner/name", Values: map[string]string{"jan": "john"}},
		}},
		Class{Name: "Deksel", View: lid{}, Ours: []string{"Lid"}, Words: []Word{
			{Name: "id", Field: "id"},
			{Name: "naam", Field: "name"},
		}},
	)
}

func TestDialect(t *testing.T) {
	for _, row := range []struct {
		name, text string
		want       box
		again      string // if it differs from the text
	}{
		{"words", `{"id":"a","soort":"Doos","deksel":{"id":"b","naam":"n"},"delen":["c",{"naam":"d"}],"eigenaar":"piet"}`,
			box{ID: "a", Type: []string{"Doos"}, Lid: &lid{ID: "b", Name: "n"}, Parts: []lid{{ID: "c"}, {Name: "d"}}, Owner: lid{Name: "piet"}}, ""},
		{"a lone part", `{"soort":["Kist","X"],"delen":{"naam":"d"}}`, box{Type: []string{"Kist", "X"}, Parts: []lid{{Name: "d"}}}, `{"soort":["Kist","X"],"delen":[{"naam":"d"}]}`},
		{"an id for an object", `{"soort":"Kist","deksel":{"id":"b"}}`, box{Type: []string{"Kist"}, Lid: &lid{ID: "b"}}, `{"soort":"Kist","deksel":"b"}`},
		{"a value", `{"soort":"Doos","eigenaar":"jan"}`, box{Type: []string{"Doos"}, Owner: lid{Name: "john"}}, ""},
		{"a value of ours", `{"soort":"Doos","eigenaar":"john"}`, box{Type: []string{"Doos"}, Extra: map[string]json.RawMessage{"eigenaar": json.RawMessage(`"john"`)}}, ""},
		{"a word of ours", `{"soort":"Doos","parts":["c"]}`, box{Type: []string{"Doos"}, Extra: map[string]json.RawMessage{"parts": json.RawMessage(`["c"]`)}}, ""},
		{"no type", `{"id":"a"}`, box{ID: "a"}, `{"id":"a","soort":"Doos"}`},
		{"type flipped", `{"soort":7}`, box{Extra: map[string]json.RawMessage{"soort": json.RawMessage(`7`)}}, ""},
		{"empty", `{"soort":"Doos","deksel":{},"delen":[""]}`, box{Type: []string{"Doos"}, Lid: &lid{}, Extra: map[string]json.RawMessage{"delen": json.RawMessage(`[""]`)}}, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			v, err := Parse([]byte(row.text))
			require.NoError(t, err)
			var got box
			dutch().Decode("Doos", v, &got)
			require.Equal(t, row.want, got)
			text, err := dutch().Encode("Doos", got)
			require.NoError(t, err)
			if row.again == "" {
				row.again = row.text
			}
			require.JSONEq(t, row.again, string(text))
			require.Empty(t, dutch().Unsaid("Doos", got))
		})
	}
}

func TestDialectUnsaid(t *testing.T) {
	b := box{Type: []string{"Box", "X"}, Size: "XL", Lid: &lid{Type: "Lid"}, Parts: []lid{{Name: "a"}, {Type: "Wheel"}},
		Owner: lid{ID: "o", Type: "Lid", Name: "john", Extra: map[string]json.RawMessage{"a/b": json.RawMessage("1")}}}
	require.Equal(t, []string{"/size", "/owner/id", "/owner/a~1b", "/parts/1/type"}, dutch().Unsaid("Doos", b))
	text, err := dutch().Encode("Doos", b)
	require.NoError(t, err)
	require.JSONEq(t, `{"soort":["Doos","X"],"deksel":{},"delen":[{"naam":"a"},{}],"eigenaar":"jan"}`, string(text))
}

func TestDialectStrip(t *testing.T) {
	v, err := Parse([]byte(`{"soort":["Doos","X","https://x.example/T"],"kleur":"rood","deksel":{"id":"b","x":1},"delen":[{"naam":"a"},{"y":2}]}`))
	require.NoError(t, err)
	var b box
	dutch().Decode("Doos", v, &b)
	kept := b
	var paths []string
	for _, stray := range dutch().Strip("Doos", &b, v) {
		paths = append(paths, stray.Class+" "+stray.Path+" "+stray.From.Pointer())
	}
	require.Equal(t, []string{"Doos /kleur /kleur", "Doos /soort /soort", "Deksel /lid/x /deksel/x", "Deksel /parts/1/y /delen/1/y"}, paths)
	require.Equal(t, box{Type: []string{"https://x.example/T"}, Lid: &lid{ID: "b"}, Parts: []lid{{Name: "a"}, {}}}, b)
	require.NotNil(t, kept.Lid.Extra, "a shared value was changed")
	require.NotNil(t, kept.Parts[1].Extra, "a shared value was changed")
}

// A word that leads to no field is a mistake in the program.
func TestDialectMistakes(t *testing.T) {
	require.Panics(t, func() { NewDialect(nil, Class{Name: "x", View: lid{}, Words: []Word{{Name: "a", Field: "b"}}}) })
}
