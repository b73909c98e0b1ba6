package bake

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

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

	n := 0
	clearLeftovers(namesAsked{nil, &n}, "")
	require.Equal(t, 4096, n)

	// A picture in memory is read once, to its end.
	picture := bytes.NewReader([]byte(pngWith()))
	require.NoError(t, Embed(io.Discard, picture, ob3JSON, Options{}))
	require.Zero(t, picture.Len())
	require.NotContains(t, new(Error).Error(), "byte")
}
