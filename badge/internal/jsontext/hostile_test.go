package jsontext_test

import (
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/stretchr/testify/require"
)

// list writes n items produced by item between brackets.
func list(open, closing string, n int, item func(i int) string) string {
	var b strings.Builder
	b.WriteString(open)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(item(i))
	}
	b.WriteString(closing)
	return b.String()
}

func array(n int, item string) string {
	return list("[", "]", n, func(int) string { return item })
}

func object(n int) string {
	return list("{", "}", n, func(i int) string { return fmt.Sprintf(`"n%d":0`, i) })
}

// nested writes depth brackets and closes them.
func nested(depth int) string {
	return strings.Repeat("[", depth) + strings.Repeat("]", depth)
}

// values writes a text with exactly n values and names.
func values(n int) string {
	const row = 1000 // an array and its elements
	rows := (n - 1) / row
	rest := n - 1 - rows*row
	return list("[", "]", rows+rest, func(i int) string {
		if i < rows {
			return array(row-1, "0")
		}
		return "0"
	})
}

func TestHostile(t *testing.T) {
	naming := []string{`"name":"A"`, `"na\u006de":"B"`}
	for _, row := range []struct {
		id, name, text string
		code           string
		path           string
		offset         int
	}{
		{"N01", "root", `{` + naming[0] + `,"name":"B"}`, jsontext.CodeDuplicate, "", 12},
		{"N01", "nested", `{"a":[{` + naming[0] + `,"name":"A"}]}`, jsontext.CodeDuplicate, "/a/0", 18},
		{"N01", "escaped spelling", `{` + naming[0] + `,` + naming[1] + `}`, jsontext.CodeDuplicate, "", 12},
		{"N01", "escaped first", `{` + naming[1] + `,` + naming[0] + `}`, jsontext.CodeDuplicate, "", 17},
		{"N01", "surrogate pair spelled two ways", `{"😀":1,"\ud83d\ude00":2}`, jsontext.CodeDuplicate, "", 10},
		{"N01", "behind a closed object", `{"a":1,"b":{"a":1,"c":2},"a":2}`, jsontext.CodeDuplicate, "", 25},
		{"N01", "in a large object", strings.TrimSuffix(object(900), "}") + `,"n5":0}`, jsontext.CodeDuplicate, "", len(object(900))},
		{"N01", "at the turn to a set", strings.TrimSuffix(object(24), "}") + `,"\u006e23":0}`, jsontext.CodeDuplicate, "", len(object(24))},
		{"N03", "lone byte", "{\"a\":\"a\xff\"}", jsontext.CodeUTF8, "/a", 7},
		{"N03", "overlong", "{\"a\":\"\xc0\xae\"}", jsontext.CodeUTF8, "/a", 6},
		{"N03", "CESU", "{\"a\":\"\xed\xa0\xbd\xed\xb8\x80\"}", jsontext.CodeUTF8, "/a", 6},
		{"N03", "in a name", "{\"a\xff\":1}", jsontext.CodeUTF8, "", 3},
		{"N04", "high", `{"a":"\ud800"}`, jsontext.CodeSurrogate, "/a", 6},
		{"N04", "swapped", `{"a":"\udc00\ud800"}`, jsontext.CodeSurrogate, "/a", 6},
		{"N05", "UTF-8", "\xef\xbb\xbf{}", jsontext.CodeBOM, "", 0},
		{"N05", "UTF-8 behind white space", " \xef\xbb\xbf{}", jsontext.CodeSyntax, "", 1},
		{"N05", "UTF-16LE", "\xff\xfe{\x00}\x00", jsontext.CodeSyntax, "", 0},
		{"N05", "UTF-16BE", "\xfe\xff\x00{\x00}", jsontext.CodeSyntax, "", 0},
		{"N05", "UTF-16LE without a mark", "{\x00}\x00", jsontext.CodeSyntax, "", 1},
		{"N05", "UTF-16BE without a mark", "\x00{\x00}", jsontext.CodeSyntax, "", 0},
		{"N05", "a mark alone", "\xef\xbb\xbf", jsontext.CodeBOM, "", 0},
		{"N05", "part of a mark", "\xef\xbb", jsontext.CodeSyntax, "", 0},
		{"N06", "second object", `{"a":1}{"a":2}`, jsontext.CodeTrailing, "", 7},
		{"N06", "letter", `{}x`, jsontext.CodeTrailing, "", 2},
		{"N07", "33", nested(33), jsontext.CodeDepth, strings.Repeat("/0", 32), 32},
		{"N07", "ten thousand", nested(10_000), jsontext.CodeDepth, strings.Repeat("/0", 32), 32},
		{"N07", "a million brackets", strings.Repeat("[", 1_000_000), jsontext.CodeDepth, strings.Repeat("/0", 32), 32},
		{"N07", "objects", strings.Repeat(`{"a":`, 100_000), jsontext.CodeDepth, strings.Repeat("/a", 32), 160},
		{"N08", "10 MB of digits", strings.Repeat("9", 10_000_000), jsontext.CodeTooLarge, "", jsontext.MaxBytes},
		{"N08", "2 MiB of digits", strings.Repeat("9", jsontext.MaxBytes), jsontext.CodeNumberLength, "", 0},
		{"N08", "10 MB of dots", strings.Repeat(".", 10_000_000), jsontext.CodeTooLarge, "", jsontext.MaxBytes},
		{"N08", "exponent", `{"a":1e99999}`, jsontext.CodeNumberRange, "/a", 5},
		{"N08", "negative exponent", `{"a":1e-1000001}`, jsontext.CodeNumberRange, "/a", 5},
		{"N08", "long exponent", `{"a":1e` + strings.Repeat("0", 1_000_000) + `1}`, jsontext.CodeNumberLength, "/a", 5},
		{"N10", "a million members", `{` + strings.Repeat(`"a":0,`, 300_000), jsontext.CodeDuplicate, "", 7},
		{"N10", "members", object(200_000)[:jsontext.MaxBytes], jsontext.CodeMembers, "", strings.Index(object(1001), `"n1000"`)},
		{"N10", "elements", array(1_000_000, "0"), jsontext.CodeElements, "", 10_001},
		{"N11", "NUL in a name", `{"a\u0000b":1}`, jsontext.CodeControl, "", 1},
		{"N11", "NUL raw in a string", "{\"a\":\"a\x00b\"}", jsontext.CodeSyntax, "/a", 7},
		{"N12", "name", `{"` + strings.Repeat("k", 1_500_000) + `":1}`, jsontext.CodeNameLength, "", 1},
		{"N12", "string", `{"k":"` + strings.Repeat("s", 1_500_000) + `"}`, jsontext.CodeStringLength, "/k", 5},
		{"N15", "HTML", `<!doctype html>`, jsontext.CodeSyntax, "", 0},
		{"N15", "YAML", "a: 1\n", jsontext.CodeSyntax, "", 0},
		{"N15", "JWT", "eyJhbGciOiJub25lIn0.e30.", jsontext.CodeSyntax, "", 0},
		{"N15", "PNG", "\x89PNG\r\n\x1a\n", jsontext.CodeSyntax, "", 0},
		{"N15", "JSON with comments", `{"a":1/**/}`, jsontext.CodeSyntax, "", 6},
		{"N15", "script call", `f({})`, jsontext.CodeSyntax, "", 1},
		{"N15", "guard prefix", ")]}',\n{}", jsontext.CodeSyntax, "", 0},
		{"N15", "record separator", "\x1e{}", jsontext.CodeSyntax, "", 0},
	} {
		t.Run(row.id+"/"+row.name, func(t *testing.T) {
			e := refused(t, row.text)
			require.Equal(t, row.code, e.Code(), e.Message())
			require.Equal(t, row.path, e.Path())
			require.Equal(t, row.offset, e.Offset())
			require.LessOrEqual(t, len(e.Message()), 4*64+100)
		})
	}
}

func TestHostileData(t *testing.T) {
	// An object with members that other readers fold into "name" and "issuer".
	const shadows = `{"Name":"Forged","NAME":"Forged","ISSUER":"x","i\u017f\u017fuer":"x","\u212aey":"x","name":"Real"}`
	type view struct {
		Name   string                     `json:"name"`
		Issuer string                     `json:"issuer"`
		Key    string                     `json:"key"`
		Extra  map[string]json.RawMessage `json:"-"`
	}
	for _, id := range []string{"N02", "D02"} {
		t.Run(id+"/exact names", func(t *testing.T) {
			v := parse(t, shadows)
			require.Equal(t, "Real", v.Member("name").String())
			require.False(t, v.Member("issuer").Exists())
			require.False(t, v.At("/key").Exists())
			var got view
			jsontext.Decode(v, &got)
			require.Equal(t, "Real", got.Name)
			require.Empty(t, got.Issuer)
			require.Empty(t, got.Key)
			require.Len(t, got.Extra, 5)
		})
	}
	t.Run("N09/literals stay as written", func(t *testing.T) {
		for _, literal := range []string{"9007199254740993", "1.0", "1e0", "-0", "12345678901234567890123456789012", "0.10"} {
			n, ok := parse(t, "["+literal+"]").At("/0").Number()
			require.True(t, ok)
			require.Equal(t, literal, string(n))
		}
	})
	t.Run("N11/controls in strings are data", func(t *testing.T) {
		require.Equal(t, "a\x00\x1b[31m", parse(t, `{"a":"a\u0000\u001b[31m"}`).Member("a").String())
	})
	t.Run("N13/type flips", func(t *testing.T) {
		for _, text := range []string{`null`, `true`, `1`, `"s"`, `[]`, `[1]`, `{}`, `{"id":1}`} {
			v := parse(t, `{"issuer":`+text+`}`).Member("issuer")
			require.Equal(t, text, v.Raw())
			v.Member("id").Member("x").At("/0/a")
			for range v.Members() {
			}
			for e := range v.Each() {
				e.Holds("x")
			}
			var got view
			jsontext.Decode(v, &got)
		}
	})
}

func TestHostileNamesAndTexts(t *testing.T) {
	t.Run("N14/names of other languages' objects", func(t *testing.T) {
		v := parse(t, `{"__proto__":{"admin":true},"constructor":1,"":2}`)
		require.Equal(t, `{"admin":true}`, v.At("/__proto__").Raw())
		require.Len(t, v.Any(), 3)
	})
	t.Run("N16/error echo", func(t *testing.T) {
		noise := "\r\n\x1b[31m\u202e\u009b"
		for _, text := range []string{
			noise, `{"` + strings.Repeat(noise, 9) + `":1}`, `{"\r\n":1}`, `["a",` + noise + `]`, `{"a` + "\u202e" + `":1,"a` + "\u202e" + `":2}`,
			`"\` + noise + `"`, `{"` + strings.Repeat("\u202e", 80) + `":1,"` + strings.Repeat("\u202e", 80) + `":1}`, "1" + "\u202e", "{}\u009b",
		} {
			e := refused(t, text)
			require.LessOrEqual(t, len(e.Message()), 500)
			for _, r := range e.Error() {
				require.True(t, r >= ' ' && r < 0x7f || r == '…', "%q", e.Error())
			}
		}
	})
}

func TestLimits(t *testing.T) {
	text := func(n int) string { return `"` + strings.Repeat("s", n) + `"` }
	pad := func(n int) string { return "{}" + strings.Repeat(" ", n-2) }
	for _, row := range []struct {
		name  string
		limit int
		make  func(n int) string
		code  string
	}{
		{"MaxBytes", 2_097_152, pad, jsontext.CodeTooLarge},
		{"MaxDepth", 32, nested, jsontext.CodeDepth},
		{"MaxDepth of objects", 32, func(n int) string {
			return strings.Repeat(`{"a":`, n-1) + "0" + strings.Repeat("}", n-1)
		}, jsontext.CodeDepth},
		{"MaxTokens", 100_000, values, jsontext.CodeTokens},
		{"MaxTokens counts names", 100_000, func(n int) string {
			return values(n - 3)[:len(values(n-3))-1] + `,{"a":0}]`
		}, jsontext.CodeTokens},
		{"MaxMembers", 1_000, object, jsontext.CodeMembers},
		{"MaxElements", 5_000, func(n int) string { return array(n, "0") }, jsontext.CodeElements},
		{"MaxName", 256, func(n int) string { return "{" + text(n) + ":0}" }, jsontext.CodeNameLength},
		{"MaxName of escapes", 256, func(n int) string {
			return `{"` + strings.Repeat(`\u0041`, n/6) + strings.Repeat("s", n%6) + `":0}`
		}, jsontext.CodeNameLength},
		{"MaxString", 1_048_576, text, jsontext.CodeStringLength},
		{"MaxString of two-byte characters", 1_048_576, func(n int) string {
			return `"` + strings.Repeat("é", n/2) + strings.Repeat("s", n%2) + `"`
		}, jsontext.CodeStringLength},
		{"MaxNumber", 32, func(n int) string { return strings.Repeat("7", n) }, jsontext.CodeNumberLength},
		{"MaxNumber of fractions", 32, func(n int) string { return "-0." + strings.Repeat("7", n-3) }, jsontext.CodeNumberLength},
		{"MaxNumber of exponents", 32, func(n int) string { return "1e-" + strings.Repeat("0", n-3) }, jsontext.CodeNumberLength},
	} {
		t.Run(row.name, func(t *testing.T) {
			require.True(t, parse(t, row.make(row.limit)).Exists())
			require.Equal(t, row.code, refused(t, row.make(row.limit+1)).Code())
		})
	}
}

// hostileTexts are the texts of at most MaxBytes that take Parse longest.
func hostileTexts() map[string]string {
	escapes := strings.Repeat(`\u0041`, jsontext.MaxName/6-1)
	names := func(n int) string {
		return list("{", "}", n, func(i int) string { return fmt.Sprintf(`"%s\u%04x":0`, escapes, i+0x100) })
	}
	rows := func(row string) string {
		n := min(jsontext.MaxElements, (jsontext.MaxBytes-2)/(len(row)+1))
		return array(n, row)
	}
	return map[string]string{
		"values":               values(jsontext.MaxTokens),
		"values, one too many": values(jsontext.MaxTokens + 1),
		"empty objects":        rows(array(19, "{}")),
		"small objects":        rows(object(9)),
		"long names":           rows(names(1000)),
		"long names, few":      rows(names(23)),
		"long names, more":     rows(names(25)),
		"escapes":              rows(`"` + strings.Repeat(`\u00e9\ud83d\ude00\n`, 50_000) + `"`),
		"short escapes":        rows(`"` + strings.Repeat(`\n`, 500_000) + `"`),
		"not quite duplicates": rows(list("{", "}", 1000, func(i int) string { return fmt.Sprintf(`"%s%04d":0`, strings.Repeat("a", 200), i) })),
		"depth":                rows(strings.Repeat(`{"a":[`, 14) + strings.Repeat("]}", 14)),
		"digits":               rows(strings.Repeat("9", jsontext.MaxNumber)),
		"hard numbers":         rows(array(19, "2.2250738585072011e-308")),
		"harder numbers":       rows(array(19, "1.79769313486231580793728971e308")),
		"truncated":            values(jsontext.MaxTokens)[:150_000],
		"space":                strings.Repeat(" ", jsontext.MaxBytes),
		"brackets":             strings.Repeat("[", jsontext.MaxBytes),
		"commas":               strings.Repeat(",", jsontext.MaxBytes),
		"backslashes":          `"` + strings.Repeat(`\`, jsontext.MaxBytes-1),
		"dots":                 strings.Repeat(".", jsontext.MaxBytes),
	}
}

func TestHostileCost(t *testing.T) {
	const maxHeap = 64 << 20
	for name, text := range hostileTexts() {
		t.Run(name, func(t *testing.T) {
			require.LessOrEqual(t, len(text), jsontext.MaxBytes)
			src := []byte(text)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			v, err := jsontext.Parse(src)
			runtime.ReadMemStats(&after)
			require.Equal(t, err == nil, v.Exists())
			require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(maxHeap))
		})
	}
}

// BenchmarkHostile measures the worst texts.
func BenchmarkHostile(b *testing.B) {
	for name, text := range hostileTexts() {
		src := []byte(text)
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				_, _ = jsontext.Parse(src)
			}
		})
	}
}
