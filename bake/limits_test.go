package bake

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// namesAsked notes how many names of a folder are read.
type namesAsked struct {
	folder
	n *int
}

func (d namesAsked) names(n int) ([]string, error) {
	*d.n = n
	return nil, errors.New("not read")
}

// Every limit, with its number: what is just within is read, one more is not.
func TestLimits(t *testing.T) {
	type pictures func(more int) string
	repeated := func(before, part string, n int, after string) pictures {
		return func(more int) string { return before + strings.Repeat(part, n+more) + after }
	}
	json := func(n int) string { return `{"` + strings.Repeat("a", n-6) + `":1}` }
	const start = `<!DOCTYPE svg [<!ENTITY c '`
	long := strings.Repeat("a", 1024)
	for _, row := range []struct {
		name    string
		picture pictures
		code    string
	}{
		{"bytes of a PNG", func(more int) string {
			rest := 33554432 - len(bakedPNG) - len(rawChunk("teSt", "")) + more
			return pngWith(goodText, rawChunk("teSt", strings.Repeat("x", rest)))
		}, codePNGChunkLength},
		{"white space", repeated(bakedPNG, " ", 4096, ""), codePNGTrailing},
		{"chunks", func(more int) string { return pngWith(goodText, strings.Repeat(rawChunk("tEXt", "a\x00"), 4092+more)) }, codePNGChunkLimit},
		{"bytes of a text", func(more int) string { return pngWith(itxt(OB3, json(2097152+more))) }, codePNGTextSize},
		{"credentials", repeated(pngSignature+partIHDR, goodText, 8, partIDAT+pngEnd), codeMultiple},
		{"bytes of an SVG", repeated(inSVG(credBody), " ", 5242880-len(inSVG(credBody)), ""), codePictureSize},
		{"credentials of an SVG", repeated(svgOpen, credBody, 8, svgClose), codeMultiple},
		{"depth", func(more int) string {
			return inSVG(credBody + strings.Repeat("<g>", 255+more) + strings.Repeat("</g>", 255+more))
		}, codeSVGDepth},
		{"elements", repeated(svgOpen+credBody, "<g/>", 49_998, svgClose), codeSVGElements},
		{"attributes", func(more int) string { return inSVG(credBody + "<g" + attrs(256+more, "w") + "/>") }, codeSVGAttributes},
		{"bytes of an attribute", repeated(svgOpen+credBody+`<g a="`, "x", 2097152, `"/>`+svgClose), codeSVGValue},
		{"bytes of a text in an SVG", func(more int) string {
			return inSVG("<o:credential>" + json(2097152+more) + "</o:credential>")
		}, codePayloadSize},
		{"namespaces", func(more int) string { return inSVG(credBody + "<g" + attrs(64+more, "xmlns:n") + "/>") }, codeSVGNamespaces},
		{"entities", func(more int) string { return "<!DOCTYPE svg [" + entities(64+more) + "]>" + inSVG(credBody) }, codeSVGDTD},
		{"bytes of an entity", repeated(start, "a", 1024, "'>]>"+inSVG(credBody)), codeSVGDTD},
		{"bytes of all entities", repeated(start+long+"'>]>"+svgOpen+credBody+"<g b='&c;'/>", "<g a='&c;'/>", 1023, svgClose), codeSVGEntity},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := ExtractAll(onlyReader{strings.NewReader(row.picture(0))}, Options{})
			require.NoError(t, err)
			_, err = ExtractAll(onlyReader{strings.NewReader(row.picture(1))}, Options{})
			require.Equal(t, row.code, codeOf(err), "%v", err)
		})
	}
}

// The ranges of XML §2.3, each with its neighbours.
func TestXMLNames(t *testing.T) {
	s := &xmlScanner{}
	starts := [][2]rune{{':', ':'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}, {0xc0, 0xd6}, {0xd8, 0xf6}, {0xf8, 0x2ff}, {0x370, 0x37d}, {0x37f, 0x1fff},
		{0x200c, 0x200d}, {0x2070, 0x218f}, {0x2c00, 0x2fef}, {0x3001, 0xd7ff}, {0xf900, 0xfdcf}, {0xfdf0, 0xfffd}, {0x10000, 0xeffff}}
	more := [][2]rune{{'-', '.'}, {'0', '9'}, {0xb7, 0xb7}, {0x300, 0x36f}, {0x203f, 0x2040}}
	in := func(ranges [][2]rune, r rune) bool {
		return slices.ContainsFunc(ranges, func(span [2]rune) bool { return span[0] <= r && r <= span[1] })
	}
	for _, span := range slices.Concat(starts, more) {
		for _, r := range []rune{span[0] - 1, span[0], span[1], span[1] + 1} {
			if !utf8.ValidRune(r) {
				continue
			}
			start := in(starts, r)
			require.Equal(t, start, s.nameLength(string(r)) > 0, "%x", r)
			require.Equal(t, start || in(more, r), s.nameLength("a"+string(r)) > 1, "%x", r)
		}
	}
}

func TestEncodings(t *testing.T) {
	for name, want := range map[string]bool{
		"iso-8859-0": false, "ISO-8859-1": true, "iso8859-11": true, "iso-8859-12": false, "iso-8859-13": true, "iso-8859-16": true, "iso-8859-17": false,
		"iso-8859-": false, "windows-1250": true, "cp1258": true, "windows-1259": false, "us-ascii": true, "latin1": true, "latin2": false, "utf-16": false,
	} {
		require.Equal(t, want, isASCIIBased(name), name)
	}
}

func TestXMLCharacters(t *testing.T) {
	for r, want := range map[rune]bool{
		0: false, '\t': true, '\n': true, '\v': false, '\r': true, 0x1f: false, 0x20: true, 0x7f: true, 0xd7ff: true, 0xd800: false, 0xdfff: false, 0xe000: true,
		0xfffd: true, 0xfffe: false, 0xffff: false, 0x10000: true, 0x10ffff: true, 0x110000: false,
	} {
		require.Equal(t, want, isXMLChar(r), "%x", r)
	}
}

// Limits of what is written, shown and noted.
func TestLesserLimits(t *testing.T) {
	address := "https://a.example/" + strings.Repeat("a", 2030)
	require.True(t, isURL(address))
	require.False(t, isURL(address+"a"))
	require.True(t, isURL("http://a.example/~b"))
	for _, bad := range []string{"", "a.example", "https:", "https:///b", "ftp://a.example", "https://a.example/ b", "https://a.example/\x7f", "https://a.example/é"} {
		require.False(t, isURL(bad), bad)
	}

	require.Equal(t, `"`+strings.Repeat("a", 64)+`"`, quote(strings.Repeat("a", 64)))
	require.Equal(t, `"`+strings.Repeat("a", 64)+`"…`, quote(strings.Repeat("a", 65)))

	p, err := extract(pngWith(goodText, strings.Repeat(rawChunk("tEXt", "\x00"), 20)))
	require.NoError(t, err)
	require.Len(t, p.Remarks, 16)
	for n, want := range map[int]int{79: 0, 80: 1} {
		p, err = extract(pngWith(goodText, rawChunk("tEXt", strings.Repeat("k", n)+"\x00")))
		require.NoError(t, err)
		require.Len(t, p.Remarks, want, n)
	}

	list, err := InspectSVG(strings.NewReader(inSVG(strings.Repeat("<script/>", 1001))), Options{})
	require.NoError(t, err)
	require.Len(t, list, 1000)

	for more, code := range map[int]string{0: "", 1: codePayloadSize} {
		_, err = Payload{Slot: OB3, Data: []byte(`{"` + strings.Repeat("a", 2097146+more) + `":1}`)}.check()
		require.Equal(t, code, codeOf(err))
	}

	n := 0
	clearLeftovers(namesAsked{nil, &n}, "")
	require.Equal(t, 4096, n)

	// A picture in memory is read once, to its end.
	picture := bytes.NewReader([]byte(pngWith()))
	require.NoError(t, Embed(io.Discard, picture, ob3JSON, Options{}))
	require.Zero(t, picture.Len())
	require.NotContains(t, new(Error).Error(), "byte")
}
