package rdftest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/openbadges-go/openbadges/badge/internal/rdf"
	"github.com/openbadges-go/openbadges/badge/internal/rdf/rdftest"
	"github.com/stretchr/testify/require"
)

const (
	xsdString     = "http://www.w3.org/2001/XMLSchema#string"
	rdfLangString = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
)

func iri(s string) rdf.Term     { return rdf.Term{Kind: rdf.IRI, Value: s} }
func literal(s string) rdf.Term { return rdf.Term{Kind: rdf.Literal, Value: s} }

func quad(s, p, o, g rdf.Term) rdf.Quad {
	return rdf.Quad{Subject: s, Predicate: p, Object: o, Graph: g}
}

func TestParseNQuads(t *testing.T) {
	s, p, o := iri("urn:s"), iri("urn:p"), iri("urn:o")
	tests := map[string]struct {
		text string
		want []rdf.Quad
	}{
		"nothing":             {"", nil},
		"blank lines":         {"\n\r\n \t\n# comment\n", nil},
		"triple":              {"<urn:s> <urn:p> <urn:o> .\n", []rdf.Quad{quad(s, p, o, rdf.Term{})}},
		"graph":               {"<urn:s> <urn:p> <urn:o> <urn:g> .", []rdf.Quad{quad(s, p, o, iri("urn:g"))}},
		"no space":            {"<urn:s><urn:p>\"x\"<urn:g>.#c", []rdf.Quad{quad(s, p, literal("x"), iri("urn:g"))}},
		"ends of lines":       {"<urn:s> <urn:p> <urn:o> .\r<urn:s> <urn:p> <urn:o> .\r\n", []rdf.Quad{quad(s, p, o, rdf.Term{}), quad(s, p, o, rdf.Term{})}},
		"escapes":             {`<urn:s> <urn:p> "\t\b\n\r\f\"\'\\\u00E9\U0001F303" .`, []rdf.Quad{quad(s, p, literal("\t\b\n\r\f\"'\\é🌃"), rdf.Term{})}},
		"escape in IRI":       {`<urn:\u00e9> <urn:p> <urn:o> .`, []rdf.Quad{quad(iri("urn:é"), p, o, rdf.Term{})}},
		"language":            {`<urn:s> <urn:p> "x"@en-GB .`, []rdf.Quad{quad(s, p, rdf.Term{Kind: rdf.Literal, Value: "x", Language: "en-GB"}, rdf.Term{})}},
		"datatype":            {`<urn:s> <urn:p> "x"^^<urn:d> .`, []rdf.Quad{quad(s, p, rdf.Term{Kind: rdf.Literal, Value: "x", Datatype: "urn:d"}, rdf.Term{})}},
		"xsd:string is plain": {`<urn:s> <urn:p> "x"^^<` + xsdString + `> .`, []rdf.Quad{quad(s, p, literal("x"), rdf.Term{})}},
		"tab in a literal":    {"<urn:s> <urn:p> \"\t\x00\" .", []rdf.Quad{quad(s, p, literal("\t\x00"), rdf.Term{})}},
		"label before dot":    {"_:a <urn:p> _:b.c. \n", []rdf.Quad{quad(rdf.Term{Kind: rdf.Blank, Value: "a"}, p, rdf.Term{Kind: rdf.Blank, Value: "b.c"}, rdf.Term{})}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := rdftest.ParseNQuads(test.text)
			require.NoError(t, err)
			require.Equal(t, fmt.Sprint(test.want), fmt.Sprint(got))
		})
	}
}

func TestParseNQuadsRefuses(t *testing.T) {
	const first = "<urn:s> <urn:p> <urn:o> .\n" // 26 bytes
	tests := map[string]struct {
		text   string
		offset int // after first
	}{
		"no full stop":              {"<urn:s> <urn:p> <urn:o>\n", 23},
		"text ends":                 {"<urn:s> <urn:p>", 15},
		"five terms":                {"<urn:s> <urn:p> <urn:o> <urn:g> <urn:h> .", 32},
		"two on a line":             {"<urn:s> <urn:p> <urn:o> . <urn:s> <urn:p> <urn:o> .", 26},
		"literal subject":           {`"x" <urn:p> <urn:o> .`, 0},
		"blank predicate":           {`<urn:s> _:p <urn:o> .`, 8},
		"literal graph":             {`<urn:s> <urn:p> <urn:o> "g" .`, 24},
		"open IRI":                  {"<urn:s <urn:p> <urn:o> .", 6},
		"IRI with a line feed":      {"<urn:\ns> <urn:p> <urn:o> .", 5},
		"IRI with ECHAR":            {`<urn:\n> <urn:p> <urn:o> .`, 5},
		"IRI with an escaped space": {`<urn:\u0020> <urn:p> <urn:o> .`, 0},
		"IRI with escaped bracket":  {`<urn:s> <urn:p> <urn:o\u003E> .`, 16},
		"relative IRI":              {"<urn:s> <p> <urn:o> .", 8},
		"open literal":              {`<urn:s> <urn:p> "x`, 18},
		"literal with a line feed":  {"<urn:s> <urn:p> \"x\n\" .", 18},
		"unknown escape":            {`<urn:s> <urn:p> "\x" .`, 17},
		"escape ends":               {`<urn:s> <urn:p> "\`, 17},
		"short UCHAR":               {`<urn:s> <urn:p> "\u12" .`, 17},
		"UCHAR ends":                {`<urn:s> <urn:p> "\u1`, 17},
		"UCHAR with a control":      {"<urn:s> <urn:p> \"\\u001\x11\" .", 17},
		"UCHAR surrogate":           {`<urn:s> <urn:p> "\ud800" .`, 17},
		"UCHAR beyond Unicode":      {`<urn:s> <urn:p> "\UFFFFFFFF" .`, 17},
		"language empty":            {`<urn:s> <urn:p> "x"@ .`, 19},
		"language digits first":     {`<urn:s> <urn:p> "x"@1 .`, 19},
		"datatype missing":          {`<urn:s> <urn:p> "x"^^ .`, 21},
		"datatype relative":         {`<urn:s> <urn:p> "x"^^<d> .`, 21},
		"datatype langString":       {`<urn:s> <urn:p> "x"^^<` + rdfLangString + `> .`, 21},
		"D28 label empty":           {`_: <urn:p> <urn:o> .`, 0},
		"D28 label starts with -":   {`_:-a <urn:p> <urn:o> .`, 0},
		"D28 label too long":        {"_:" + strings.Repeat("x", 129) + " <urn:p> <urn:o> .", 0},
		"D28 label of 1 MB":         {"_:" + strings.Repeat("x", 1<<20) + " <urn:p> <urn:o> .", 0},
		"no colon":                  {`_a <urn:p> <urn:o> .`, 1},
		"not a term":                {`urn:s <urn:p> <urn:o> .`, 0},
		"not UTF-8":                 {"<urn:s> <urn:p> \"\ufffd\xff\" .", 20},
		"too many":                  {strings.Repeat(first, rdf.MaxQuads), (rdf.MaxQuads - 1) * len(first)},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := rdftest.ParseNQuads(first + test.text)
			var e *rdftest.Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, len(first)+test.offset, e.Offset)
			require.Equal(t, 1+strings.Count(first+test.text[:test.offset], "\n"), e.Line)
		})
	}
	_, err := rdftest.ParseNQuads(strings.Repeat(" ", rdf.MaxText+1))
	require.Error(t, err)
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
		wanted := quad(iri("urn:s"), iri("urn:p"), literal("a"+string(r)+"b"), rdf.Term{})
		line := string(wanted.Append(nil))
		require.Equal(t, `<urn:s> <urn:p> "a`+want+`b" .`+"\n", line, "U+%04X", r)
		got, err := rdftest.ParseNQuads(line)
		require.NoError(t, err)
		require.Equal(t, []rdf.Quad{wanted}, got)
	}
}
