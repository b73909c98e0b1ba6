package badge_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/stretchr/testify/require"
)

// fill sets every field below v, pointers and lists down to a depth.
func fill(t *testing.T, v reflect.Value, depth int) {
	t.Helper()
	switch {
	case v.Type() == reflect.TypeFor[*badge.Document]():
		v.Set(reflect.ValueOf(parsed(t, `{"id":"urn:embedded"}`)))
	case v.Type() == reflect.TypeFor[badge.Context]():
		v.Set(reflect.ValueOf(badge.Context{URL: "https://x.example/context"}))
	case v.Type() == reflect.TypeFor[json.Number]():
		v.SetString("1.50")
	case v.Type() == reflect.TypeFor[map[string]json.RawMessage]():
		v.Set(reflect.ValueOf(map[string]json.RawMessage{"other": json.RawMessage(`{"a":null}`)}))
	case v.Kind() == reflect.String:
		v.SetString("text")
	case v.Kind() == reflect.Bool:
		v.SetBool(true)
	case v.Kind() == reflect.Slice && depth > 0:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(t, v.Index(0), depth-1)
		fill(t, v.Index(1), depth-1)
	case v.Kind() == reflect.Pointer && depth > 0:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem(), depth-1)
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Tag.Get("alt") == "" { // such a field holds the list of another
				fill(t, v.Field(i), depth)
			}
		}
	}
}

func TestViewsUnmarshalWhatTheyMarshal(t *testing.T) {
	for _, view := range []any{
		badge.Credential{}, badge.Subject{}, badge.Association{}, badge.Evidence{}, badge.Image{}, badge.Profile{}, badge.Address{},
		badge.GeoCoordinates{}, badge.Achievement{}, badge.Criteria{}, badge.Alignment{}, badge.Related{}, badge.ResultDescription{},
		badge.RubricCriterionLevel{}, badge.Result{}, badge.CredentialSchema{}, badge.CredentialStatus{}, badge.StatusMessage{},
		badge.RefreshService{}, badge.TermsOfUse{}, badge.ProofView{}, badge.IdentityObject{}, badge.IdentifierEntry{},
		badge.CryptographicKey{}, badge.RevokedAssertion{}, badge.RevocationList{}, badge.VerificationObject{}, badge.Context{URL: "x"},
	} {
		typ := reflect.TypeOf(view)
		t.Run(typ.Name(), func(t *testing.T) {
			for _, depth := range []int{0, 3} {
				full := reflect.New(typ)
				fill(t, full.Elem(), depth)
				text, err := json.Marshal(full.Interface())
				require.NoError(t, err)
				require.NotContains(t, string(text), "Extra")
				again := reflect.New(typ)
				require.NoError(t, json.Unmarshal(text, again.Interface()))
				require.Equal(t, full.Interface(), again.Interface())
				require.NoError(t, json.Unmarshal([]byte("null"), again.Interface()), "null changes nothing")
				require.Equal(t, full.Interface(), again.Interface())
			}
			empty := reflect.New(typ).Interface()
			if typ != reflect.TypeFor[badge.Context]() {
				text, err := json.Marshal(empty)
				require.NoError(t, err)
				require.NoError(t, json.Unmarshal(text, empty))
				require.Equal(t, reflect.New(typ).Interface(), empty, "absent stays absent")
			}
			require.Error(t, json.Unmarshal([]byte("[1]"), empty))
		})
	}
}

// A list that allows nothing must not become a missing list.
func TestVerificationObjectKeepsEmptyLists(t *testing.T) {
	text, err := json.Marshal(badge.VerificationObject{StartsWith: []string{}})
	require.NoError(t, err)
	require.JSONEq(t, `{"startsWith":[]}`, string(text))
	var v badge.VerificationObject
	require.NoError(t, json.Unmarshal(text, &v))
	require.Equal(t, badge.VerificationObject{StartsWith: []string{}}, v)
}

func TestDocumentMarshals(t *testing.T) {
	text := ` {"id":"urn:secret", "n":1.50} `
	out, err := json.Marshal(map[string]*badge.Document{"badge": parsed(t, text), "none": nil})
	require.NoError(t, err)
	require.Equal(t, `{"badge":{"id":"urn:secret","n":1.50},"none":null}`, string(out))
	out, err = json.Marshal(parsed(t, " eyJhIjoxfQ.e30.AA\n"))
	require.NoError(t, err)
	require.Equal(t, `"eyJhIjoxfQ.e30.AA"`, string(out))
	_, err = json.Marshal(&badge.Document{})
	require.Equal(t, "badge.no_document", badge.CodeOf(err))
}

func TestDocumentPrints(t *testing.T) {
	d := parsed(t, `{"id":"urn:a","type":"Achievement","name":"hidden"}`)
	const want = `achievement of Open Badges 3.0, id "urn:a", 51 bytes, SHA-256 `
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
		printed := fmt.Sprintf(verb, d)
		require.True(t, strings.HasPrefix(printed, want), printed)
		require.NotContains(t, fmt.Sprintf(verb, struct{ D []*badge.Document }{[]*badge.Document{d}}), "hidden", verb)
	}
	require.Equal(t, "no document", fmt.Sprint(&badge.Document{}))
}

// Nil and zero documents return zero values, and no method panics.
func TestZeroDocument(t *testing.T) {
	for _, d := range []*badge.Document{nil, {}} {
		value := reflect.ValueOf(d)
		for i := range value.NumMethod() {
			method := value.Type().Method(i)
			if method.Name == "Format" {
				continue
			}
			t.Run(method.Name, func(t *testing.T) {
				args := make([]reflect.Value, method.Type.NumIn()-1)
				for n := range args {
					args[n] = reflect.Zero(method.Type.In(n + 1))
				}
				require.NotPanics(t, func() { value.Method(i).Call(args) })
			})
		}
		require.NotPanics(t, func() {
			for range d.Embedded() {
				t.Fatal("an empty document holds a credential")
			}
			for range badge.Diff(d, nil) {
				t.Fatal("empty documents differ")
			}
			require.False(t, badge.SameCredential(d, nil) || badge.Newer(d, nil))
		})
		_, _, err := badge.Convert(d, badge.OB3, nil)
		require.NotEmpty(t, badge.CodeOf(err))
		if d == nil {
			_, _, err = badge.Upgrade(d, "")
			require.Equal(t, "badge.no_document", badge.CodeOf(err))
		}
		_, err = parsed(t, `{"badge":1}`).Inline("/badge", d)
		require.NotEmpty(t, badge.CodeOf(err))
	}
}

func TestNewID(t *testing.T) {
	require.Regexp(t, `^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, badge.NewID())
	require.NotEqual(t, badge.NewID(), badge.NewID())
}
