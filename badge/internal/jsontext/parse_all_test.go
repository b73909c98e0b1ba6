package jsontext_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// Each text ends where its offset says: one that goes on in the next is refused,
// and so is one that closes a bracket too many.
func TestParseAll(t *testing.T) {
	for name, row := range map[string]struct {
		texts  []string
		read   int
		code   string
		offset int
	}{
		"all":                          {[]string{`{"a":[1]}`, ` "b" `, `[2,{"c":3}]`}, 3, "", 0},
		"none":                         {nil, 0, "", 0},
		"one that ends in the next":    {[]string{`["a",`, `"b"]`}, 0, jsontext.CodeTruncated, 5},
		"one with two values":          {[]string{`1`, `["a"],["b"]`}, 1, jsontext.CodeTrailing, 5},
		"one without a value":          {[]string{`1`, ``, `2`}, 1, jsontext.CodeTruncated, 0},
		"a mark before the second":     {[]string{`1`, "\xef\xbb\xbf2"}, 1, jsontext.CodeBOM, 0},
		"a repeated name in the third": {[]string{`{"a":1}`, `{"a":1}`, `{"a":1,"a":2}`}, 2, jsontext.CodeDuplicate, 7},
	} {
		t.Run(name, func(t *testing.T) {
			var src []byte
			var ends []int
			for _, text := range row.texts {
				src = append(src, text...)
				ends = append(ends, len(src))
			}
			values, err := jsontext.ParseAll(src, ends)
			require.Len(t, values, row.read)
			if row.code != "" {
				var e *jsontext.Error
				require.True(t, errors.As(err, &e))
				require.Equal(t, row.code, e.Code())
				require.Equal(t, row.offset, e.Offset())
				return
			}
			require.NoError(t, err)
			for i, v := range values {
				alone, err := jsontext.Parse([]byte(row.texts[i]))
				require.NoError(t, err)
				require.Equal(t, alone.Raw(), v.Raw())
				require.Equal(t, alone.Any(), v.Any())
				require.Empty(t, v.Pointer())
			}
		})
	}
	values, err := jsontext.ParseAll([]byte(`[1][2,{"c":3}]`), []int{3, 14})
	require.NoError(t, err)
	require.Equal(t, "/1/c", values[1].At("/1/c").Pointer())
}
