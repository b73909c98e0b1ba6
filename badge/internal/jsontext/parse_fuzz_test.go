package jsontext_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/stretchr/testify/require"
)

// FuzzParse checks the contract of Parse: accepted text is JSON for
// encoding/json too, with the same tree; spans nest and are exact; every value
// is found by its pointer and can be read alone; an error has a code and a
// place. Text that encoding/json accepts is refused only for a rule of this
// package.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		simpleBadge, typicalBadge, odd, `null`, `-0.0e+1`, `"\ud83d\ude00"`, `{"a":1,"\u0061":2}`, `[1e400,1e-400]`, "\"\xff\"", "\xef\xbb\xbf{}",
		`{"a":[{},[],"",0,true,false,null]}`, nested(33), `{"a` + "\u009b" + `":1}`, `"\ud800"`, `[1,]`, `{} {}`, ``, `"\u00`, object(30),
	} {
		f.Add([]byte(seed))
	}
	stricter := []string{
		jsontext.CodeUTF8, jsontext.CodeDuplicate, jsontext.CodeSurrogate, jsontext.CodeControl, jsontext.CodeDepth, jsontext.CodeTokens,
		jsontext.CodeMembers, jsontext.CodeElements, jsontext.CodeNameLength, jsontext.CodeStringLength, jsontext.CodeNumberLength,
		jsontext.CodeNumberRange, jsontext.CodeTooLarge,
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		root, err := jsontext.Parse(src)
		if err != nil {
			var e *jsontext.Error
			require.True(t, errors.As(err, &e))
			require.True(t, e.Offset() >= 0 && e.Offset() <= len(src))
			require.True(t, e.Path() == "" || strings.HasPrefix(e.Path(), "/"))
			if json.Valid(src) {
				require.Contains(t, stricter, e.Code())
			}
			return
		}
		require.True(t, json.Valid(src))
		require.Equal(t, tree(t, string(src)), root.Any())
		require.Equal(t, string(src), root.Source())
		requireNested(t, root, root)
	})
}

// requireNested asserts that children are inside their parent, in order and
// without overlap, and that each can be found and read separately.
func requireNested(t *testing.T, root, v jsontext.Value) {
	start, end := v.Span()
	at, n := start, 0
	child := func(c jsontext.Value) {
		from, to := c.Span()
		require.True(t, at < from && from < to && to < end)
		at = to
		n++
		requireNested(t, root, c)
	}
	for name, m := range v.Members() {
		require.Equal(t, m, v.Member(name))
		child(m)
	}
	for _, e := range v.Elements() {
		child(e)
	}
	require.Equal(t, n, v.Len())
	require.Equal(t, v, root.At(v.Pointer()))
	alone, err := jsontext.Parse([]byte(v.Raw()))
	require.NoError(t, err)
	require.Equal(t, v.Raw(), alone.Source())
	require.Equal(t, alone, v.Alone())
}
