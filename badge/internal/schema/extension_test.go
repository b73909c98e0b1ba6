package schema

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func codeOf(t *testing.T, err error) string {
	t.Helper()
	var e *Error
	require.ErrorAs(t, err, &e)
	return e.Code
}

func TestHostileSchema(t *testing.T) {
	canary := filepath.Join(t.TempDir(), "canary.json")
	require.NoError(t, os.WriteFile(canary, []byte(`{"const":"secret-canary"}`), 0o600))
	var hits atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits.Add(1) }))
	defer server.Close()

	doubling := func(leaf string) string {
		var s strings.Builder
		s.WriteString(`{"$ref":"#/$defs/a0","$defs":{`)
		for i := range 22 {
			fmt.Fprintf(&s, `"a%d":{"allOf":[{"$ref":"#/$defs/a%d"},{"$ref":"#/$defs/a%d"}]},`, i, i+1, i+1)
		}
		return s.String() + `"a22":` + leaf + `}}`
	}
	deep := strings.Repeat(`{"a":`, 31) + `1` + strings.Repeat(`}`, 31)
	rows := []struct{ id, schema, instance, code string }{
		{"C01/ref", `{"$ref":"file://` + canary + `"}`, `"x"`, CodeReference},
		{"C01/id", `{"$id":"file:///etc/","$ref":"hostname"}`, `"x"`, CodeReference},
		{"C01/dialect", `{"$schema":"file://` + canary + `"}`, `"x"`, CodeReference},
		{"C01/path", `{"$ref":"` + canary + `"}`, `"x"`, CodeReference},
		{"C02/ref", `{"$ref":"` + server.URL + `/s.json"}`, `"x"`, CodeReference},
		{"C02/dialect", `{"$schema":"` + server.URL + `/s.json"}`, `"x"`, CodeReference},
		{"C02/dynamicRef", `{"$schema":"https://json-schema.org/draft/2020-12/schema","$dynamicRef":"` + server.URL + `/s.json"}`, `"x"`, CodeReference},
		{"C02/published", `{"$ref":"https://purl.imsglobal.org/spec/ob/v3p0/schema/json/other_schema.json"}`, `"x"`, CodeReference},
		{"C03/doubling", doubling(`{}`), `{}`, CodeComplexity},
		{"C03/doubling fails", doubling(`{"type":"string"}`), `{}`, CodeComplexity},
		{"C03/doubling by depth", `{"allOf":[{"properties":{"a":{"$ref":"#"}}},{"properties":{"a":{"$ref":"#"}}}]}`, deep, CodeComplexity},
		{"C03/size", `{"title":"` + strings.Repeat("x", maxSchemaBytes) + `"}`, `{}`, CodeTooLarge},
		{"C04/ref", `{"$ref":"#"}`, `{}`, CodeComplexity},
		{"C04/pair", `{"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}}`, `{}`, CodeComplexity},
		{"C04/dynamicRef", `{"$schema":"https://json-schema.org/draft/2020-12/schema","$dynamicAnchor":"x","$dynamicRef":"#x"}`, `{}`, CodeComplexity},
		{"C04/recursiveRef", `{"$recursiveAnchor":true,"$recursiveRef":"#"}`, `{}`, CodeComplexity},
		{"C05/lookahead", `{"pattern":"(?=a)b"}`, `"x"`, CodeUnusable},
		{"C05/repeat", `{"pattern":"(x?){1000}y"}`, `"x"`, CodeTooLarge},
		{"C05/nested repeat", `{"patternProperties":{"((a{10}){10}){10}":{}}}`, `{}`, CodeTooLarge},
		{"C05/long", `{"pattern":"` + strings.Repeat("a", 600) + `"}`, `"x"`, CodeTooLarge},
		{"keyword of wrong type", `{"required":"name"}`, `{}`, CodeUnusable},
		{"array", `[]`, `{}`, CodeUnusable},
		{"number", `1`, `{}`, CodeUnusable},
		{"N01", `{"type":"string","type":"object"}`, `{}`, "json.duplicate_member"},
		{"unknown anchor", `{"$ref":"#nowhere"}`, `{}`, CodeUnusable},
		{"unknown definition", `{"$ref":"#/$defs/nowhere"}`, `{}`, CodeUnusable},
	}
	for _, row := range rows {
		t.Run(row.id, func(t *testing.T) {
			start := time.Now()
			violations, err := New().ValidateWith([]byte(row.schema), decode(t, []byte(row.instance)))
			t.Log(time.Since(start), err)
			require.Equal(t, row.code, codeOf(t, err))
			require.Empty(t, violations)
			require.NotContains(t, err.Error(), "canary")
			require.LessOrEqual(t, len(err.Error()), 300)
		})
	}
	require.Zero(t, hits.Load(), "the canary server was asked")
}

func TestValidateWith(t *testing.T) {
	rows := []struct{ name, schema, instance, keyword, path string }{
		{"conforms", `{"type":"object","required":["a"]}`, `{"a":1}`, "", ""},
		{"C05 linear", `{"pattern":"^(a+)+$"}`, `"` + strings.Repeat("a", 100_000) + `!"`, "pattern", ""},
		{"C-035/draft 4", `{"$schema":"http://json-schema.org/draft-04/schema#","properties":{"n":{"minimum":1,"exclusiveMinimum":true}}}`, `{"n":1}`, "exclusiveMinimum", "/n"},
		{"C-035/draft 2019-09 items", `{"items":[{"type":"string"}],"additionalItems":false}`, `["a","b"]`, "additionalItems", ""},
		{"published class", `{"$ref":"https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json#/$defs/Image"}`, `{"id":"urn:x"}`, "required", ""},
		{"published schema", `{"properties":{"p":{"$ref":"https://purl.imsglobal.org/spec/ob/v3p0/schema/json-ld/ob_v3p0_profile_schema.json"}}}`, `{"p":{"id":"urn:x","type":"Nobody"}}`, "enum", "/p/type"},
		{"escaped path", `{"properties":{"a/b~c d":{"type":"string"}}}`, `{"a/b~c d":1}`, "type", "/a~1b~0c d"},
		{"closed", `{"properties":{"a":{}},"patternProperties":{"^x-":{}},"additionalProperties":false}`, `{"a":1,"x-b":1,"c":1}`, "additionalProperties", "/c"},
		{"anyOf, best branch", `{"anyOf":[{"type":"string"},{"type":"object","required":["name"]}]}`, `{}`, "required", ""},
		{"oneOf, two fit", `{"oneOf":[{"type":"string"},{"minLength":1}]}`, `"a"`, "oneOf", ""},
		{"not", `{"not":{"type":"string"}}`, `"a"`, "not", ""},
		{"contains", `{"contains":{"enum":["a"]}}`, `["b"]`, "contains", ""},
		{"const", `{"const":"a"}`, `"b"`, "const", ""},
		{"false", `{"properties":{"a":false}}`, `{"a":1}`, "a", "/a"},
		{"C-036/date-time", `{"format":"date-time"}`, `"2020-01-01T0:00:00Z"`, "format", ""},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			violations, err := New().ValidateWith([]byte(row.schema), decode(t, []byte(row.instance)))
			require.NoError(t, err)
			if row.keyword == "" {
				require.Empty(t, violations)
				return
			}
			require.Len(t, violations, 1)
			require.Equal(t, row.keyword, violations[0].Keyword)
			require.Equal(t, row.path, violations[0].Path)
			require.NotEmpty(t, violations[0].Message)
		})
	}
}

func TestHostileInstance(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	t.Run("N16", func(t *testing.T) {
		for _, value := range []string{long, "a\r\nb", "\x1b[2J", "\u202e" + long} {
			violations, err := New().ValidateWith([]byte(`{"enum":["a"],"pattern":"^a","format":"date","maxLength":0}`), value)
			require.NoError(t, err)
			require.NotEmpty(t, violations)
			for _, f := range violations {
				require.LessOrEqual(t, len(f.Message), 400)
				require.NotContains(t, f.Message, "\n")
				require.NotContains(t, f.Message, "\x1b")
				require.NotContains(t, f.Message, "\u202e")
			}
		}
	})
	t.Run("many violations", func(t *testing.T) {
		many := make([]any, 5000)
		for i := range many {
			many[i] = json.Number("1")
		}
		violations, err := New().ValidateWith([]byte(`{"items":{"type":"string"}}`), many)
		require.NoError(t, err)
		require.Len(t, violations, maxViolations)
	})
	t.Run("not a tree of JSON", func(t *testing.T) {
		_, err := New().ValidateWith([]byte(`{"type":"string"}`), struct{}{})
		require.Equal(t, CodeUnusable, codeOf(t, err))
		require.NotEmpty(t, New().validate("Profile", struct{}{}))
		require.NotEmpty(t, New().validate("Nothing", object{}))
		require.False(t, errors.Is(err, errNotEmbedded))
	})
}
