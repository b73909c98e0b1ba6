package rdf

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParseNQuads(t *testing.T) {
	s, p, o := iri("urn:s"), iri("urn:p"), iri("urn:o")
	tests := map[string]struct {
		text string
		want []Quad
	}{
		"nothing":             {"", nil},
		"blank lines":         {"\n\r\n \t\n# comment\n", nil},
		"triple":              {"<urn:s> <urn:p> <urn:o> .\n", []Quad{{s, p, o, Term{}}}},
		"graph":               {"<urn:s> <urn:p> <urn:o> <urn:g> .", []Quad{{s, p, o, iri("urn:g")}}},
		"no space":            {"<urn:s><urn:p>\"x\"<urn:g>.#c", []Quad{{s, p, literal("x"), iri("urn:g")}}},
		"ends of lines":       {"<urn:s> <urn:p> <urn:o> .\r<urn:s> <urn:p> <urn:o> .\r\n", []Quad{{s, p, o, Term{}}, {s, p, o, Term{}}}},
		"escapes":             {`<urn:s> <urn:p> "\t\b\n\r\f\"\'\\\u00E9\U0001F303" .`, []Quad{{s, p, literal("\t\b\n\r\f\"'\\é🌃"), Term{}}}},
		"escape in IRI":       {`<urn:\u00e9> <urn:p> <urn:o> .`, []Quad{{iri("urn:é"), p, o, Term{}}}},
		"language":            {`<urn:s> <urn:p> "x"@en-GB .`, []Quad{{s, p, Term{Kind: Literal, Value: "x", Language: "en-GB"}, Term{}}}},
		"datatype":            {`<urn:s> <urn:p> "x"^^<urn:d> .`, []Quad{{s, p, Term{Kind: Literal, Value: "x", Datatype: "urn:d"}, Term{}}}},
		"xsd:string is plain": {`<urn:s> <urn:p> "x"^^<` + xsdString + `> .`, []Quad{{s, p, literal("x"), Term{}}}},
		"tab in a literal":    {"<urn:s> <urn:p> \"\t\x00\" .", []Quad{{s, p, literal("\t\x00"), Term{}}}},
		"label before dot":    {"_:a <urn:p> _:b.c. \n", []Quad{{Term{Kind: Blank, Value: "a"}, p, Term{Kind: Blank, Value: "b.c"}, Term{}}}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := ParseNQuads(test.text)
			require.NoError(t, err)
			require.Equal(t, fmt.Sprint(test.want), fmt.Sprint(got))
		})
	}
}

func TestParseNQuadsRefuses(t *testing.T) {
	const first = "<urn:s> <urn:p> <urn:o> .\n" // 26 bytes
	tests := map[string]struct {
		text   string
		code   string
		offset int // after first
	}{
		"no full stop":              {"<urn:s> <urn:p> <urn:o>\n", CodeSyntax, 23},
		"text ends":                 {"<urn:s> <urn:p>", CodeSyntax, 15},
		"five terms":                {"<urn:s> <urn:p> <urn:o> <urn:g> <urn:h> .", CodeSyntax, 32},
		"two on a line":             {"<urn:s> <urn:p> <urn:o> . <urn:s> <urn:p> <urn:o> .", CodeSyntax, 26},
		"literal subject":           {`"x" <urn:p> <urn:o> .`, CodeTerm, 0},
		"blank predicate":           {`<urn:s> _:p <urn:o> .`, CodeTerm, 8},
		"literal graph":             {`<urn:s> <urn:p> <urn:o> "g" .`, CodeTerm, 24},
		"open IRI":                  {"<urn:s <urn:p> <urn:o> .", CodeSyntax, 6},
		"IRI with a line feed":      {"<urn:\ns> <urn:p> <urn:o> .", CodeSyntax, 5},
		"IRI with ECHAR":            {`<urn:\n> <urn:p> <urn:o> .`, CodeSyntax, 5},
		"IRI with an escaped space": {`<urn:\u0020> <urn:p> <urn:o> .`, CodeIRI, 0},
		"IRI with escaped bracket":  {`<urn:s> <urn:p> <urn:o\u003E> .`, CodeIRI, 16},
		"relative IRI":              {"<urn:s> <p> <urn:o> .", CodeIRI, 8},
		"open literal":              {`<urn:s> <urn:p> "x`, CodeSyntax, 18},
		"literal with a line feed":  {"<urn:s> <urn:p> \"x\n\" .", CodeSyntax, 18},
		"unknown escape":            {`<urn:s> <urn:p> "\x" .`, CodeSyntax, 17},
		"escape ends":               {`<urn:s> <urn:p> "\`, CodeSyntax, 17},
		"short UCHAR":               {`<urn:s> <urn:p> "\u12" .`, CodeSyntax, 17},
		"UCHAR ends":                {`<urn:s> <urn:p> "\u1`, CodeSyntax, 17},
		"UCHAR with a control":      {"<urn:s> <urn:p> \"\\u001\x11\" .", CodeSyntax, 17},
		"UCHAR surrogate":           {`<urn:s> <urn:p> "\ud800" .`, CodeSyntax, 17},
		"UCHAR beyond Unicode":      {`<urn:s> <urn:p> "\UFFFFFFFF" .`, CodeSyntax, 17},
		"language empty":            {`<urn:s> <urn:p> "x"@ .`, CodeLanguage, 19},
		"language digits first":     {`<urn:s> <urn:p> "x"@1 .`, CodeLanguage, 19},
		"datatype missing":          {`<urn:s> <urn:p> "x"^^ .`, CodeSyntax, 21},
		"datatype relative":         {`<urn:s> <urn:p> "x"^^<d> .`, CodeIRI, 21},
		"datatype langString":       {`<urn:s> <urn:p> "x"^^<` + rdfLangString + `> .`, CodeTerm, 21},
		"D28 label empty":           {`_: <urn:p> <urn:o> .`, CodeBlankLabel, 0},
		"D28 label starts with -":   {`_:-a <urn:p> <urn:o> .`, CodeBlankLabel, 0},
		"D28 label too long":        {"_:" + strings.Repeat("x", 129) + " <urn:p> <urn:o> .", CodeBlankLabel, 0},
		"D28 label of 1 MB":         {"_:" + strings.Repeat("x", 1<<20) + " <urn:p> <urn:o> .", CodeBlankLabel, 0},
		"no colon":                  {`_a <urn:p> <urn:o> .`, CodeSyntax, 1},
		"not a term":                {`urn:s <urn:p> <urn:o> .`, CodeSyntax, 0},
		"not UTF-8":                 {"<urn:s> <urn:p> \"\ufffd\xff\" .", CodeEncoding, 20},
		"too many":                  {strings.Repeat(first, MaxQuads), CodeQuadLimit, (MaxQuads - 1) * len(first)},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := ParseNQuads(first + test.text)
			requireCode(t, test.code, err)
			e := err.(*Error)
			require.Equal(t, len(first)+test.offset, e.Offset)
			require.Equal(t, 1+strings.Count(first+test.text[:test.offset], "\n"), e.Line)
		})
	}
	_, err := ParseNQuads(strings.Repeat(" ", MaxText+1))
	requireCode(t, CodeTextLimit, err)
}

func TestControlCharacters(t *testing.T) {
	// D29: every control character of RDFC-1.0 §A, alone and as in test060.
	short := map[rune]string{'\b': `\b`, '\t': `\t`, '\n': `\n`, '\f': `\f`, '\r': `\r`, '"': `\"`, '\\': `\\`}
	for r := range rune(0x100) {
		want, ok := short[r]
		switch {
		case ok:
		case r < 0x20 || r == 0x7F:
			want = fmt.Sprintf(`\u%04X`, r)
		default:
			want = string(r)
		}
		quad := Quad{iri("urn:s"), predP, literal("a" + string(r) + "b"), Term{}}
		line := string(quad.Append(nil))
		require.Equal(t, `<urn:s> <urn:p> "a`+want+`b" .`+"\n", line, "U+%04X", r)
		got, err := ParseNQuads(line)
		require.NoError(t, err)
		require.Equal(t, []Quad{quad}, got)
	}
}
