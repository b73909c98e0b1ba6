package bake

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// placeOf returns the offset of an error in the picture.
func placeOf(err error) int64 {
	var e *Error
	if errors.As(err, &e) {
		return e.Offset
	}
	return noOffset
}

// A picture that cannot be read is not written, and not said to be inactive.
func TestBrokenPictures(t *testing.T) {
	for _, picture := range []string{svgOpen + "<g>" + svgClose, svgOpen + "<g"} {
		var out bytes.Buffer
		require.Error(t, Remove(&out, strings.NewReader(picture), Options{}))
		require.Zero(t, out.Len())
		_, err := InspectSVG(strings.NewReader(picture), Options{})
		require.Contains(t, []string{codeSVGSyntax, codeSVGTruncated}, codeOf(err))
	}
}

// IHDR has eight numbers, each with its bounds (PNG §11.2.1).
func TestHeaders(t *testing.T) {
	const size = "\x00\x00\x00\x01\x00\x00\x00\x01"
	for header, code := range map[string]string{
		size + "\x08\x00\x00\x00\x00": "", size + "\x08\x00\x00\x00\x01": "",
		size + "\x08\x00\x01\x00\x00": codePNGHeader, size + "\x08\x00\x00\x01\x00": codePNGHeader, size + "\x08\x00\x00\x00\x02": codePNGHeader,
		size + "\x10\x03\x00\x00\x00": codePNGHeader, size + "\x08\x05\x00\x00\x00": codePNGHeader,
		"\x00\x00\x00\x00\x00\x00\x00\x01\x08\x00\x00\x00\x00": codePNGHeader, "\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\x00\x00\x00\x00": "",
		"\x80\x00\x00\x00\x00\x00\x00\x01\x08\x00\x00\x00\x00": codePNGHeader, "\x00\x00\x00\x01\x80\x00\x00\x00\x08\x00\x00\x00\x00": codePNGHeader,
	} {
		_, err := extract(pngSignature + rawChunk("IHDR", header) + goodText + partIDAT + pngEnd)
		require.Equal(t, code, codeOf(err), "% x", header)
	}
	for n := range 12 {
		_, err := extract(pngSignature + partIHDR[:8+n])
		require.Equal(t, codePNGTruncated, codeOf(err))
	}
}

// Of two carriers of one badge, the one with the address and the document counts.
func TestRicher(t *testing.T) {
	document, address := Payload{Slot: OB2, Data: []byte(testJSON)}, Payload{Slot: OB2, URL: testURL}
	both := Payload{Slot: OB2, Data: []byte(testJSON), URL: testURL}
	for _, c := range []struct{ a, b, want Payload }{
		{document, address, document}, {address, document, document}, {document, both, both}, {both, document, both},
		{address, both, both}, {both, address, both}, {document, document, document},
		{both, Payload{Slot: OB2, Data: []byte(testJSON), URL: strings.Replace(testURL, "https:", "http:", 1)}, both},
	} {
		got := richer(c.a, c.b)
		require.Equal(t, c.want.Data, got.Data)
		require.Equal(t, c.want.URL, got.URL)
		require.Equal(t, codeRepeated, got.Remarks[0].Code)
	}
}

// The first and the last of a range, a text or a number.
func TestFirstAndLast(t *testing.T) {
	for inside, code := range map[string]string{
		"<g>]]></g>": codeSVGSyntax, "<g>x]]></g>": codeSVGSyntax, "<g>]]</g>": "", "<g>&#60;&#x0a;&#x1Fa0;&#x9F;</g>": "", "<g>&#/;</g>": codeSVGSyntax, "<g>&#:;</g>": codeSVGSyntax,
		"<g>&#xg;</g>": codeSVGSyntax, "<g>&#x@;</g>": codeSVGSyntax, "<g>&#x`;</g>": codeSVGSyntax, "<g>&#xG;</g>": codeSVGSyntax, "<g>&#a;</g>": codeSVGSyntax,
	} {
		_, err := extract(inSVG(credBody + inside))
		require.Equal(t, code, codeOf(err), inside)
	}
	const unknown = "<g a='&nobody;'/>"
	_, err := extract(inSVG(unknown))
	require.Equal(t, codeSVGEntity, codeOf(err))
	require.EqualValues(t, strings.IndexByte(inSVG(unknown), '&'), placeOf(err))

	for encoding, want := range map[string]string{"iso-8859-2": codeSVGEncoding, "utf-8": ""} {
		_, err = extract("<?xml version='1.0' encoding='" + encoding + "'?>" + inSVG(credBody+"\u0080"))
		require.Equal(t, want, codeOf(err), encoding)
	}
	require.Equal(t, 1, (&xmlScanner{ascii: true, windows: true}).nameLength("\x8a"), "a letter of windows-1252")
	require.Zero(t, (&xmlScanner{ascii: true}).nameLength("\x8a"), "a control character of ISO-8859-1")
}

// The shortest parts that a token can have.
func TestShortestTokens(t *testing.T) {
	for text, want := range map[string]bool{"a.b.c": true, "a.b.": false, ".b.c": false, "a..c": false, "a.b": false, "a.b.c.d": false} {
		require.Equal(t, want, isCompactJWS([]byte(text)), text)
	}
}

// A verify attribute beside a document names its address, or has no scheme.
func TestVerifyBesideDocument(t *testing.T) {
	carrier := func(verify string) string {
		return inSVG(`<a:assertion verify="` + verify + `">{"name":"A"}</a:assertion>`)
	}
	for verify, code := range map[string]string{
		"a/b:c": "", "?a:b": "", "#a:b": "", "mailto:a@b.example": codeSVGVerify, "urn:x": codeSVGVerify,
	} {
		p, err := extract(carrier(verify))
		require.Equal(t, code, codeOf(err), "%s: %v", verify, err)
		require.Empty(t, p.URL)
	}
}

func TestTextOfAttributes(t *testing.T) {
	s := &xmlScanner{}
	for text, want := range map[string]string{"\na": " a", "\ta": " a", "\ra": " a", "a\r\nb": "a b", "a": "a"} {
		require.Equal(t, want, s.unescape(text, true), "%q", text)
	}
}

// An end in the middle of a reference is another fault than an & that begins none.
func TestReferenceAtTheEnd(t *testing.T) {
	_, err := extract(svgOpen + "&am")
	require.Equal(t, codeSVGTruncated, codeOf(err))
	_, err = extract(svgOpen + "&" + strings.Repeat("a", maxQuote+1))
	require.Equal(t, codeSVGSyntax, codeOf(err))
	_, err = extract("<!DOCTYPE svg [<!-- a -- b -->]>" + inSVG(credBody))
	require.Equal(t, codeSVGSyntax, codeOf(err))
}

// In a picture that is not in UTF-8 only what needs it is written in references.
func TestASCIIStaysReadable(t *testing.T) {
	const picture = "<?xml version='1.0' encoding='ISO-8859-1'?>" + svgOpen + svgClose
	for data, want := range map[string]string{`{"name":"A"}`: `<![CDATA[{"name":"A"}]]>`, `{"name":"ä"}`: `{"name":"&#228;"}`} {
		var out bytes.Buffer
		require.NoError(t, Embed(&out, strings.NewReader(picture), Payload{Slot: OB3, Data: []byte(data)}, Options{}))
		require.Contains(t, out.String(), want)
	}
}

// A remark about a chunk names the byte of its type.
func TestRemarkOfPrivateChunk(t *testing.T) {
	p, err := extract(pngWith(goodText, rawChunk("prva", "x")))
	require.NoError(t, err)
	require.Equal(t, int64(strings.Index(pngWith(goodText, rawChunk("prva", "x")), "prva")), p.Remarks[0].Offset)
}
