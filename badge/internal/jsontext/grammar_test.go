package jsontext_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/stretchr/testify/require"
)

// refused parses text, which must fail, and returns the error.
func refused(t testing.TB, text string) *jsontext.Error {
	t.Helper()
	v, err := jsontext.Parse([]byte(text))
	require.Error(t, err)
	require.False(t, v.Exists(), "no value beside an error")
	var e *jsontext.Error
	require.True(t, errors.As(err, &e))
	require.GreaterOrEqual(t, e.Offset(), 0)
	require.LessOrEqual(t, e.Offset(), len(text))
	return e
}

// tree reads text the way encoding/json does.
func tree(t testing.TB, text string) any {
	t.Helper()
	var want any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	require.NoError(t, d.Decode(&want))
	return want
}

func TestParseAccepts(t *testing.T) {
	for _, text := range []string{
		// values at the root, white space
		`null`, `true`, `false`, `0`, `""`, `[]`, `{}`, " \t\r\n{} \t\r\n", "\n1", `"a"`, "[ ]", "{ }", "[\n]",
		"{\t\"a\"\r:\n1 }", `[1 , 2]`,
		// nesting and mixtures
		`[[]]`, `[[[[[[]]]]]]`, `{"a":{}}`, `{"a":[{"b":[]}]}`, `[null,true,false,0,"",[],{}]`,
		`{"":0}`, `{"":{"":{"":0}}}`, `{"a":1,"b":1}`, `[1,1,1]`, `{"a":1,"A":1}`, `[{"a":1},{"a":1}]`,
		`{"a":{"a":{"a":1}}}`, `{"ab":1,"a":2,"abc":3}`,
		// numbers
		`-0`, `-1`, `1`, `10`, `123456789`, `0.0`, `-0.0`, `0.10`, `1.5`, `1e0`, `1E0`, `1e+0`, `1e-0`, `1E+01`, `0e1`,
		`0e999`, `1e308`, `-1e308`, `1.7976931348623157e308`, `9007199254740993`, `18446744073709551616`,
		`0.1e-1`, `20e1`, `123.456e78`, `[-0]`, `[1,-1]`, `{"a":-1.0e-1}`,
		// strings
		`"\""`, `"\\"`, `"\/"`, `"/"`, `"\b\f\n\r\t"`, `"\u0000"`, `"\u001f"`, `"\u007f"`, "\"\x7f\"", `"\u00e9"`, `"é"`,
		`"\uD83D\uDE00"`, `"\ud83d\ude00"`, `"😀"`, `"\ud800\udc00"`, `"\udbff\udfff"`, `"\uffff"`, `"\ufffe"`, `"\ufffd"`,
		"\"\ufffd\"", "\"\ufeff\"", "\"\u2028\u2029\"", `"\\u0041"`, `"\\\\"`, `"\u005c\u0022"`, `"a\u0062c"`, `"'"`, `"{}[]:,"`,
		"\"\U0010ffff\"", "\"\u0080\"", "\"\ue000\"", `"\ud7ff\ue000"`, `"//"`, `"/**/"`, `"\u0061\u0301"`,
		// names
		`{"a b":1}`, `{"\u00e9":1}`, `{"é":1}`, `{"\"":1}`, `{"\\":1,"\/":2}`, `{"😀":1}`, `{"~":1,"~0":2,"~1":3,"/":4}`,
		`{"__proto__":1,"constructor":2,"toString":3}`,
	} {
		t.Run(text, func(t *testing.T) {
			v := parse(t, text)
			require.Equal(t, tree(t, text), v.Any())
			require.Equal(t, strings.Trim(text, " \t\r\n"), v.Raw())
			require.Equal(t, text, v.Source())
		})
	}
}

// TestParseRefuses is C-039, in addition to the texts of TestHostile.
func TestParseRefuses(t *testing.T) {
	const (
		syntax, truncated, trailing = jsontext.CodeSyntax, jsontext.CodeTruncated, jsontext.CodeTrailing
		surrogate, utf8, control    = jsontext.CodeSurrogate, jsontext.CodeUTF8, jsontext.CodeControl
		duplicate, numberRange      = jsontext.CodeDuplicate, jsontext.CodeNumberRange
	)
	for _, row := range []struct {
		text   string
		code   string
		offset int
	}{
		// no value, or half of one
		{``, truncated, 0}, {` `, truncated, 1}, {`[`, truncated, 1}, {`{`, truncated, 1}, {`"`, truncated, 1}, {`-`, truncated, 1},
		{`[1`, truncated, 2}, {`[1,`, truncated, 3}, {`{"a"`, truncated, 4}, {`{"a":`, truncated, 5}, {`{"a":1`, truncated, 6},
		{`{"a":1,`, truncated, 7}, {`"abc`, truncated, 4}, {`"\`, truncated, 2}, {`"\u`, truncated, 3}, {`"\u12`, truncated, 5},
		{`tru`, truncated, 3}, {`nul`, truncated, 3}, {`fals`, truncated, 4}, {`1.`, truncated, 2}, {`1e`, truncated, 2},
		{`1e+`, truncated, 3}, {`[[]`, truncated, 3}, {`{"a":{}`, truncated, 7},
		// words
		{`True`, syntax, 0}, {`TRUE`, syntax, 0}, {`nulL`, syntax, 3}, {`trux`, syntax, 3}, {`NaN`, syntax, 0}, {`Infinity`, syntax, 0},
		{`-Infinity`, syntax, 1}, {`undefined`, syntax, 0}, {`nan`, syntax, 1}, {`truefalse`, trailing, 4}, {`nullx`, trailing, 4},
		// numbers
		{`01`, trailing, 1}, {`-01`, trailing, 2}, {`00`, trailing, 1}, {`.5`, syntax, 0}, {`-.5`, syntax, 1}, {`[1.]`, syntax, 3},
		{`[1e]`, syntax, 3}, {`[1e+]`, syntax, 4}, {`+1`, syntax, 0}, {`++1`, syntax, 0}, {`--1`, syntax, 1}, {`1.e1`, syntax, 2},
		{`1e1.5`, trailing, 3}, {`0x1`, trailing, 1}, {`1_000`, trailing, 1}, {`1 000`, trailing, 2}, {`1,000`, trailing, 1},
		{`1a`, trailing, 1}, {`1.2.3`, trailing, 3}, {`1e2e3`, trailing, 3}, {`1ee2`, syntax, 2}, {`[01]`, syntax, 2}, {`[-]`, syntax, 2},
		{`[- 1]`, syntax, 2}, {`-a`, syntax, 1}, {"\uff11", syntax, 0}, {`[1`, truncated, 2}, {`1e400`, numberRange, 0},
		{`-1e400`, numberRange, 0}, {`[1,1e309]`, numberRange, 3}, {`1e999999999999`, numberRange, 0},
		{`1.7976931348623159e308`, numberRange, 0}, {`2e308`, numberRange, 0}, {`[1e-400]`, numberRange, 1}, {`2e-324`, numberRange, 0},
		// arrays and objects
		{`[1,]`, syntax, 3}, {`[,1]`, syntax, 1}, {`[1,,2]`, syntax, 3}, {`[1 2]`, syntax, 3}, {`[1;2]`, syntax, 2}, {`[1:2]`, syntax, 2},
		{`[1}`, syntax, 2}, {`]`, syntax, 0}, {`}`, syntax, 0}, {`,`, syntax, 0}, {`:`, syntax, 0}, {`[]]`, trailing, 2}, {`{}}`, trailing, 2},
		{`{"a"}`, syntax, 4}, {`{"a":}`, syntax, 5}, {`{"a" 1}`, syntax, 5}, {`{"a"::1}`, syntax, 5}, {`{"a":1,}`, syntax, 7},
		{`{,"a":1}`, syntax, 1}, {`{"a":1 "b":2}`, syntax, 7}, {`{"a":1,,"b":2}`, syntax, 7}, {`{a:1}`, syntax, 1}, {`{'a':1}`, syntax, 1},
		{`{1:1}`, syntax, 1}, {`{null:1}`, syntax, 1}, {`{[]:1}`, syntax, 1}, {`{"a":1]`, syntax, 6}, {`{"a","b"}`, syntax, 4},
		{`{:1}`, syntax, 1}, {`("a")`, syntax, 0}, {`{"a":1 2}`, syntax, 7},
		// strings
		{`'a'`, syntax, 0}, {"\"a\nb\"", syntax, 2}, {"\"a\tb\"", syntax, 2}, {"\"a\x00b\"", syntax, 2}, {"\"\x1f\"", syntax, 1},
		{`"\x41"`, syntax, 2}, {`"\a"`, syntax, 2}, {`"\'"`, syntax, 2}, {`"\0"`, syntax, 2}, {`"\U0041"`, syntax, 2}, {`"\ "`, syntax, 2},
		{`"\u"`, syntax, 3}, {`"\u00g0"`, syntax, 5}, {`"\u004"`, syntax, 6}, {`"\u+041"`, syntax, 3}, {`"\u 041"`, syntax, 3},
		{`"\u-041"`, syntax, 3}, {`"\u0_41"`, syntax, 4}, {"\"\\\n\"", syntax, 2}, {"\"\\\u00e9\"", syntax, 2}, {`"a""b"`, trailing, 3},
		// surrogates
		{`"\ud800"`, surrogate, 1}, {`"\udc00"`, surrogate, 1}, {`"\udc00\ud800"`, surrogate, 1}, {`"\ud800\ud800"`, surrogate, 1},
		{`"\ud800x"`, surrogate, 1}, {`"\ud800\n"`, surrogate, 1}, {`"a\ud800\u0041"`, surrogate, 2}, {`"\ud83d\ude00\ude00"`, surrogate, 13},
		{`"\ud800\u`, surrogate, 1}, {`"\ud800\\udc00"`, surrogate, 1}, {`{"\ud800":1}`, surrogate, 2},
		// bytes
		{"\"a\xff\"", utf8, 2}, {"\"\xc0\xaf\"", utf8, 1}, {"\"\xe0\x80\xaf\"", utf8, 1}, {"\"\xed\xa0\x80\"", utf8, 1},
		{"\"\xf4\x90\x80\x80\"", utf8, 1}, {"\"\xc3\"", utf8, 1}, {"\"\xe2\x82", utf8, 1}, {"{\"\x80\":1}", utf8, 2}, {"\xff", syntax, 0},
		{"[1,\xff]", syntax, 3}, {"\"a\"\xff", trailing, 3},
		// white space, and characters that are not
		{"\v1", syntax, 0}, {"\f1", syntax, 0}, {"\u00a01", syntax, 0}, {"1\u00a0", trailing, 1}, {"\u20281", syntax, 0}, {"[1\x00]", syntax, 2},
		{"1\x00", trailing, 1}, {"{}\x00", trailing, 2}, {"/**/1", syntax, 0}, {"1//x", trailing, 1}, {"#1", syntax, 0}, {"[1/**/]", syntax, 2},
		{"\u2060{}", syntax, 0},
		// text after the value
		{`{}{}`, trailing, 2}, {`{} {}`, trailing, 3}, {`1 2`, trailing, 2}, {`[]1`, trailing, 2}, {`{},`, trailing, 2}, {`""""`, trailing, 2},
		// names
		{`{"a":1,"a":1}`, duplicate, 7}, {`{"a":1,"\u0061":1}`, duplicate, 7}, {`{"":1,"":2}`, duplicate, 6}, {`{"\n":1}`, control, 1},
		{`{"a\u0000":1}`, control, 1}, {"{\"\x7f\":1}", control, 1}, {`{"\u009b":1}`, control, 1}, {"{\"\u0085\":1}", control, 1},
	} {
		t.Run(row.text, func(t *testing.T) {
			e := refused(t, row.text)
			require.Equal(t, row.code, e.Code(), e.Message())
			require.Equal(t, row.offset, e.Offset(), e.Message())
			require.NotEmpty(t, e.Message())
		})
	}
}

func TestParsePlace(t *testing.T) {
	for _, row := range []struct{ text, code, path, at string }{
		{`{"a":[1,{"b/c":tru}]}`, jsontext.CodeSyntax, "/a/1/b~1c", "}]}"},
		{`{"a":[1,{"b~":[[],[` + `"x","\ud800"]]}]}`, jsontext.CodeSurrogate, "/a/1/b~0/1/1", `\ud8`},
		{`{"a":{"b":1,"b":2}}`, jsontext.CodeDuplicate, "/a", `"b":2`},
		{`[{},{"x":{"b":1, "\u0062":2}}]`, jsontext.CodeDuplicate, "/1/x", `"\u0062"`},
		{`[{},{"x":{"\u0007":1}}]`, jsontext.CodeControl, "/1/x", `"\u0007"`},
		{`{"a":[0,1e999]}`, jsontext.CodeNumberRange, "/a/1", "1e999"},
		{"{\"a\":{\"b\":\"\xff\"}}", jsontext.CodeUTF8, "/a/b", "\xff"},
		{`{"a":[1,2,]}`, jsontext.CodeSyntax, "/a/2", "]}"},
		{`{"a":[1,2 3]}`, jsontext.CodeSyntax, "/a", "3]"},
		{`{"a":{"b" 1}}`, jsontext.CodeSyntax, "/a", "1}"},
		{`{"\u00e9":{"":[x]}}`, jsontext.CodeSyntax, "/é//0", "x"},
		{`{"a":1} x`, jsontext.CodeTrailing, "", "x"},
	} {
		t.Run(row.text, func(t *testing.T) {
			e := refused(t, row.text)
			require.Equal(t, row.code, e.Code())
			require.Equal(t, row.path, e.Path())
			require.Equal(t, strings.LastIndex(row.text, row.at), e.Offset())
		})
	}
}

func TestParseRefusesEveryPrefix(t *testing.T) {
	const sample = `{"a":[1.5e+3,-0,true,false,null,"\u00e9\ud83d\ude00é😀\n"],"b":{"c":{}}}`
	parse(t, sample)
	for i := range len(sample) {
		e := refused(t, sample[:i])
		require.True(t, strings.HasPrefix(e.Code(), "json."))
		switch e.Code() {
		case jsontext.CodeTruncated:
			require.Equal(t, i, e.Offset())
		case jsontext.CodeUTF8, jsontext.CodeSurrogate: // cut inside a character
		default:
			require.Fail(t, e.Code(), sample[:i])
		}
	}
	for _, text := range []string{simpleBadge, typicalBadge} {
		end := strings.LastIndex(text, "}")
		for i := range end {
			refused(t, text[:i])
		}
	}
}

func TestParseCopiesItsSource(t *testing.T) {
	src := []byte(`{"a":"b"}`)
	v, err := jsontext.Parse(src)
	require.NoError(t, err)
	clear(src)
	require.Equal(t, `{"a":"b"}`, v.Source())
	require.Equal(t, "b", v.Member("a").String())
}
