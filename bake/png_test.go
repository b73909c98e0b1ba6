package bake

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

// broken is a PNG with one byte changed at the offset.
func broken(s string, at int, flip byte) string {
	b := []byte(s)
	b[at] ^= flip
	return string(b)
}

// withLength is a chunk that declares another length.
func withLength(chunk string, n uint32) string {
	return string(binary.BigEndian.AppendUint32(nil, n)) + chunk[4:]
}

// hostile is a picture that tries something. The folder of its vector has the code of a small one.
type hostile struct{ id, picture, code string }

// The PNG most rows of hostilePNG are made from.
var (
	goodText = itxt(OB3, testJSON)
	urlText  = itxt(OB2, testURL)
	bakedPNG = pngWith(goodText)
	textAt   = strings.Index(bakedPNG, goodText)
)

var hostilePNG = []hostile{
	{id: "P01/text", picture: broken(bakedPNG, textAt+len(goodText)-1, 1)},
	{id: "P01/text data", picture: broken(bakedPNG, textAt+40, 1)},
	{id: "P01/IHDR", picture: broken(bakedPNG, 29, 1)},
	{id: "P01/IDAT", picture: broken(bakedPNG, len(bakedPNG)-13, 1)},
	{id: "P01/IEND", picture: broken(bakedPNG, len(bakedPNG)-1, 1)},
	{id: "P02/first 7fffffff", picture: pngSignature + withLength(partIHDR, 0x7fffffff)},
	{id: "P02/first ffffffff", picture: pngSignature + withLength(partIHDR, 0xffffffff)},
	{id: "P02/last 7fffffff", picture: bakedPNG[:len(bakedPNG)-12] + withLength(pngEnd, 0x7fffffff)},
	{id: "P02/last ffffffff", picture: bakedPNG[:len(bakedPNG)-12] + withLength(pngEnd, 0xffffffff)},
	{id: "P02/text 7fffffff", picture: pngWith(withLength(goodText, 0x7fffffff))},
	{id: "P02/within the limit", picture: pngSignature + partIHDR + withLength(goodText, 1<<20)},
	{id: "P02/IEND with data", picture: pngSignature + partIHDR + partIDAT + rawChunk("IEND", "x")},
	{id: "P04/iTXt", picture: pngWith(rawChunk("iTXt", string(OB3)+"\x00\x01\x00\x00\x00"+deflated(testJSON)))},
	{id: "P04/zTXt", picture: pngWith(rawChunk("zTXt", string(OB2)+"\x00\x00"+deflated(testURL)))},
	{id: "P06/the same twice", picture: pngWith(goodText, goodText)},
	{id: "P06/the same with white space", picture: pngWith(goodText, itxt(OB3, "\n"+testJSON+" "))},
	{id: "P06/two that differ in one byte", picture: pngWith(goodText, itxt(OB3, testJSON[:len(testJSON)-1]+" }"))},
	{id: "P06/the same in two slots", picture: pngWith(goodText, itxt(OB2, testJSON))},
	{id: "P06/URL beside its badge", picture: pngWith(urlText, itxt(OB2, hostedJSON))},
	{id: "P06/URL after its badge in tEXt", picture: pngWith(itxt(OB2, hostedJSON), rawChunk("tEXt", "openbadges\x00"+testURL))},
	{id: "P06/URL beside its badge under http", picture: pngWith(itxt(OB2, strings.Replace(testURL, "https", "http", 1)), itxt(OB2, hostedJSON))},
	{id: "P06/URL beside a badge by its verification", picture: pngWith(urlText, itxt(OB2, `{"uid":"1","verify":{"type":"hosted","url":"`+testURL+`"}}`))},
	{id: "P06/URL beside another badge", picture: pngWith(urlText, itxt(OB2, `{"id":"https://other.example/1"}`))},
	{id: "P06/URL beside a badge of no URL", picture: pngWith(urlText, itxt(OB2, testJSON))},
	{id: "P06/URL beside a badge whose verification is elsewhere", picture: pngWith(urlText, itxt(OB2, `{"id":"`+testURL+`","verify":{"url":"https://other.example/1"}}`))},
	{id: "P06/URL of the verification beside a badge of another id", picture: pngWith(urlText, itxt(OB2, `{"id":"https://other.example/1","verify":{"url":"`+testURL+`"}}`))},
	{id: "P06/URL beside a badge with two ids", picture: pngWith(urlText, itxt(OB2, `{"id":"`+testURL+`","id":"https://other.example/1"}`))},
	{id: "P06/URL beside a badge with id and another @id", picture: pngWith(urlText, itxt(OB2, `{"id":"`+testURL+`","@id":"https://other.example/1"}`))},
	{id: "P06/URL beside a badge with ID in capitals", picture: pngWith(urlText, itxt(OB2, `{"ID":"`+testURL+`"}`))},
	{id: "P06/URL beside a badge with id inside", picture: pngWith(urlText, itxt(OB2, `{"badge":{"id":"`+testURL+`"}}`))},
	{id: "P06/URL beside a credential that claims it", picture: pngWith(urlText, itxt(OB2, `{"id":"`+testURL+`","credentialSubject":{}}`))},
	{id: "P06/URL beside a proof that claims it", picture: pngWith(urlText, itxt(OB2, `{"id":"`+testURL+`","proof":{}}`))},
	{id: "P06/URL beside a badge in another slot", picture: pngWith(urlText, itxt(OB3, hostedJSON))},
	{id: "P06/URL beside text cut short", picture: pngWith(urlText, itxt(OB2, `{"id":"`+testURL+`","a":}`))},
	{id: "P06/two URLs", picture: pngWith(urlText, itxt(OB2, "https://other.example/1"))},
	{id: "P06/URL beside two badges that claim it", picture: pngWith(urlText, itxt(OB2, hostedJSON), itxt(OB2, hostedJSON[:len(hostedJSON)-1]+`,"a":1}`))},
	{id: "P06/two badges that claim it before the URL", picture: pngWith(itxt(OB2, hostedJSON), itxt(OB2, hostedJSON[:len(hostedJSON)-1]+`,"a":1}`), urlText)},
	{id: "P06/iTXt and tEXt", picture: pngWith(itxt(OB2, testJWS), rawChunk("tEXt", "openbadges\x00"+testURL))},
	{id: "P06/two slots", picture: pngWith(goodText, itxt(OB2, testJWS))},
	{id: "P07/case", picture: pngWith(itxt("OpenBadgeCredential", testJSON))},
	{id: "P07/space", picture: pngWith(itxt(OB3+" ", testJSON))},
	{id: "P07/zero width space", picture: pngWith(itxt(OB2+"\u200b", testJSON))},
	{id: "P07/Latin-1", picture: pngWith(itxt("openbadg\xe9s", testJSON))},
	{id: "P07/79 bytes", picture: pngWith(itxt(Slot(strings.Repeat("k", 79)), testJSON))},
	{id: "P07/80 bytes", picture: pngWith(itxt(Slot(strings.Repeat("k", 80)), testJSON))},
	{id: "P07/empty", picture: pngWith(itxt("", testJSON))},
	{id: "P07/no NUL", picture: pngWith(rawChunk("tEXt", "openbadges"))},
	{id: "P08/text after IEND", picture: pngWith() + goodText},
	{id: "P08/zip after IEND", picture: bakedPNG + "PK\x03\x04"},
	{id: "P08/spaces and line ends after IEND", picture: bakedPNG + " \t\r\n"},
	{id: "P08/line end and text after IEND", picture: bakedPNG + "\n" + testURL},
	{id: "P08/line end and chunk after IEND", picture: bakedPNG + "\n" + goodText},
	{id: "P08/NUL after IEND", picture: bakedPNG + "\x00"},
	{id: "P08/vertical tab after IEND", picture: bakedPNG + "\v"},
	{id: "P08/line end after IEND", picture: bakedPNG + "\n"},
	{id: "P08/before IHDR", picture: pngSignature + goodText + partIHDR + partIDAT + pngEnd},
	{id: "P09/no IEND", picture: bakedPNG[:len(bakedPNG)-12]},
	{id: "P09/double IEND", picture: bakedPNG + pngEnd},
	{id: "P09/double IHDR", picture: pngWith(partIHDR, goodText)},
	{id: "P09/no IDAT", picture: pngSignature + partIHDR + goodText + pngEnd},
	{id: "P09/IDAT apart", picture: pngWith(partIDAT, goodText)},
	{id: "P09/IHDR depth", picture: pngSignature + rawChunk("IHDR", "\x00\x00\x00\x01\x00\x00\x00\x01\x03\x00\x00\x00\x00") + partIDAT + pngEnd},
	{id: "P09/IHDR colour", picture: pngSignature + rawChunk("IHDR", "\x00\x00\x00\x01\x00\x00\x00\x01\x08\x01\x00\x00\x00") + partIDAT + pngEnd},
	{id: "P09/IHDR width", picture: pngSignature + rawChunk("IHDR", "\x00\x00\x00\x00\x00\x00\x00\x01\x08\x00\x00\x00\x00") + partIDAT + pngEnd},
	{id: "P09/IHDR size", picture: pngSignature + rawChunk("IHDR", "\x00\x00\x00\x01") + partIDAT + pngEnd},
	{id: "P10/LF", picture: strings.Replace(bakedPNG, "\r\n\x1a", "\n\x1a", 1)},
	{id: "P10/CRLF", picture: strings.Replace(bakedPNG, "\x1a\n", "\x1a\r\n", 1)},
	{id: "P11/not letters", picture: pngWith(rawChunk("iT t", "x"))},
	{id: "P11/reserved bit of a private chunk", picture: pngWith(goodText, rawChunk("prva", "x"))},
	{id: "P11/reserved bit of a public chunk", picture: pngWith(goodText, rawChunk("tIme", "x"), rawChunk("tExt", "x"))},
	{id: "P11/reserved bit of a critical chunk", picture: pngWith(goodText, rawChunk("Prva", "x"))},
	{id: "P11/another badge in itxt", picture: pngWith(goodText, rawChunk("itxt", string(OB3)+"\x00\x00\x00\x00\x00"+hostedJSON))},
	{id: "P11/text in itxt", picture: pngWith(rawChunk("itxt", "x"))},
	{id: "P11/control", picture: pngWith(rawChunk("iT\x00t", "x"))},
	{id: "P14/no text", picture: pngWith(rawChunk("iTXt", string(OB3)+"\x00\x00\x00\x00"))},
	{id: "P14/no flag", picture: pngWith(rawChunk("iTXt", string(OB3)+"\x00"))},
	{id: "P14/flag 2", picture: pngWith(rawChunk("iTXt", string(OB3)+"\x00\x02\x00\x00\x00"+testJSON))},
	{id: "P14/method 1", picture: pngWith(rawChunk("iTXt", string(OB3)+"\x00\x00\x01\x00\x00"+testJSON))},
	{id: "P14/method 1 with flag 1", picture: pngWith(rawChunk("iTXt", string(OB3)+"\x00\x01\x01\x00\x00"+deflated(testJSON)))},
	{id: "P14/language with underscore", picture: pngWith(rawChunk("iTXt", string(OB3)+"\x00\x00\x00en_US\x00\x00"+testJSON))},
	{id: "P14/language of 9 letters", picture: pngWith(rawChunk("iTXt", string(OB3)+"\x00\x00\x00englishes\x00\x00"+testJSON))},
	{id: "P14/language of 8 letters", picture: pngWith(rawChunk("iTXt", string(OB3)+"\x00\x00\x00englishe\x00\x00"+testJSON))},
	{id: "P14/language ends in a hyphen", picture: pngWith(rawChunk("iTXt", string(OB3)+"\x00\x00\x00en-\x00\x00"+testJSON))},
	{id: "P14/UTF-8", picture: pngWith(itxt(OB3, "{\"\xff\":1}"))},
	{id: "P14/NUL in text", picture: pngWith(itxt(OB3, "{\"\x00\":1}"))},
	{id: "P14/language", picture: pngWith(rawChunk("iTXt", string(OB3)+"\x00\x00\x00e n\x00\x00"+testJSON))},
	{id: "P14/translation", picture: pngWith(rawChunk("iTXt", string(OB3)+"\x00\x00\x00en\x00\xff\x00"+testJSON))},
	{id: "P15/OB3 in tEXt", picture: pngWith(rawChunk("tEXt", string(OB3)+"\x00"+testJSON))},
	{id: "P15/file URL", picture: pngWith(rawChunk("tEXt", "openbadges\x00file:///etc/passwd"))},
	{id: "P15/JSON", picture: pngWith(rawChunk("tEXt", "openbadges\x00"+testJSON))},
	{id: "P15/URL", picture: pngWith(rawChunk("tEXt", "openbadges\x00"+testURL))},
	{id: "P15/URL with line end", picture: pngWith(rawChunk("tEXt", "openbadges\x00"+testURL+"\r\n"))},
	{id: "P15/URL with space inside", picture: pngWith(rawChunk("tEXt", "openbadges\x00"+testURL+" x"))},
	{id: "P15/two URLs in one text", picture: pngWith(rawChunk("tEXt", "openbadges\x00"+testURL+"\n"+testURL))},
	{id: "P15/URL in another slot", picture: pngWith(rawChunk("tEXt", string(OB3)+"\x00"+testURL))},
	{id: "P15/JWS", picture: pngWith(rawChunk("tEXt", "openbadges\x00"+testJWS))},
	{id: "P15/Latin-1", picture: pngWith(rawChunk("tEXt", "openbadges\x00{\"name\":\"\xe9\"}"))},
	{id: "P15/NUL", picture: pngWith(rawChunk("tEXt", "openbadges\x00"+testURL+"\x00"))},
	{id: "P15/empty", picture: pngWith(rawChunk("tEXt", "openbadges\x00"))},
	{id: "P16/URL in another slot", picture: pngWith(itxt(OB3, testURL))},
	{id: "P16/URL", picture: pngWith(itxt(OB2, testURL))},
	{id: "P16/HTML", picture: pngWith(itxt(OB3, "<html></html>"))},
	{id: "P16/prefix", picture: pngWith(itxt(OB3, "x"+testJSON))},
	{id: "P16/array", picture: pngWith(itxt(OB3, "["+testJSON+"]"))},
	{id: "P16/empty", picture: pngWith(itxt(OB3, ""))},
	{id: "P16/quoted JWS", picture: pngWith(itxt(OB3, `"`+testJWS+`"`))},
	{id: "P16/two parts", picture: pngWith(itxt(OB3, "e30.e30"))},
	{id: "P16/four parts", picture: pngWith(itxt(OB3, testJWS+".e30"))},
	{id: "P16/no signature", picture: pngWith(itxt(OB3, "e30.e30."))},
	{id: "P16/bare name", picture: pngWith(itxt(OB3, "{a:1}"))},
	{id: "P25/first", picture: pngSignature + rawChunk("CgBI", "\x50\x00\x20\x06") + strings.TrimPrefix(bakedPNG, pngSignature)},
	{id: "P25/twice", picture: pngSignature + rawChunk("CgBI", "\x50\x00\x20\x06") + rawChunk("CgBI", "\x50\x00\x20\x06") + strings.TrimPrefix(bakedPNG, pngSignature)},
	{id: "P25/checksum", picture: pngSignature + withLength(rawChunk("CgBI", "abcd"), 3) + strings.TrimPrefix(bakedPNG, pngSignature)},
	{id: "P22", picture: pngWith(rawChunk("iCCP", "p\x00\x00"+deflated(strings.Repeat("\x00", 1<<20))))},
	{id: "P23/MNG", picture: "\x8aMNG\r\n\x1a\n" + bakedPNG[8:]},
	{id: "P23/JNG", picture: "\x8bJNG\r\n\x1a\n" + bakedPNG[8:]},
	{id: "P23/JPEG", picture: "\xff\xd8\xff\xe0" + bakedPNG},
	{id: "P23/GIF", picture: "GIF89a" + bakedPNG},
	{id: "P23/empty", picture: ""},
	{id: "P23/text", picture: "hello"},
}

// largePNG are rows of pictures that are too large for a file.
var largePNG = []hostile{
	{"P08/4096 spaces", bakedPNG + strings.Repeat(" ", maxTail), ""},
	{"P08/4097 spaces", bakedPNG + strings.Repeat(" ", maxTail+1), codePNGTrailing},
	{"P05", pngWith(strings.Repeat(rawChunk("tEXt", "a\x00"), maxChunks)), codePNGChunkLimit},
	{"P06/many", pngWith(strings.Repeat(goodText, 100)), codeMultiple},
	{"P14/size", pngWith(itxt(OB3, `{"`+strings.Repeat("a", maxText)+`":1}`)), codePNGTextSize},
}

// TestLargePNG tries the limits. Smaller rows are vectors (C-126, C-128, C-134).
func TestLargePNG(t *testing.T) {
	for _, tt := range largePNG {
		t.Run(tt.id, func(t *testing.T) { require.Equal(t, tt.code, outlineOf(t, tt.picture).Code) })
	}
}

// TestP04 inflates compressed text when asked to, up to the limit
// (C-129).
func TestP04(t *testing.T) {
	allow := Options{AllowCompressed: true}
	compressed := func(text string) string {
		return pngWith(rawChunk("iTXt", string(OB3)+"\x00\x01\x00\x00\x00"+deflated(text)))
	}
	p, err := extract(compressed(testJSON), allow)
	require.NoError(t, err)
	require.Equal(t, ob3JSON, p)
	p, err = extract(pngWith(rawChunk("zTXt", string(OB2)+"\x00\x00"+deflated(testURL))), allow)
	require.NoError(t, err)
	require.Equal(t, Payload{Slot: OB2, URL: testURL}, p)

	_, err = extract(compressed(`{"`+strings.Repeat("\x20", 64<<20)), allow)
	require.Equal(t, codePNGTextSize, codeOf(err))
	damaged := deflated(testJSON)
	for _, text := range []string{"", "\x78", damaged[:len(damaged)-1], damaged + "x"} {
		_, err = extract(pngWith(rawChunk("iTXt", string(OB3)+"\x00\x01\x00\x00\x00"+text)), allow)
		require.Equal(t, codePNGText, codeOf(err))
	}
	_, err = extract(pngWith(rawChunk("zTXt", string(OB2)+"\x00\x01"+deflated(testURL))), allow)
	require.Equal(t, codePNGText, codeOf(err))
}

// TestP03 cuts a baked PNG at every byte.
func TestP03(t *testing.T) {
	baked, err := embed(string(drawing(t)), ob3JSON)
	require.NoError(t, err)
	for n := range len(baked) {
		_, err := extract(baked[:n])
		require.ErrorIs(t, err, ErrPicture, n)
		_, err = Extract(strings.NewReader(baked[:n]), Options{})
		require.ErrorIs(t, err, ErrPicture, n)
		_, err = ExtractAt(strings.NewReader(baked[:n]), int64(n), Options{})
		require.ErrorIs(t, err, ErrPicture, n)
		out, err := embed(baked[:n], ob3JWS, Options{Replace: true})
		require.ErrorIs(t, err, ErrPicture, n)
		require.Empty(t, out)
	}
}

// TestP06 lists several credentials, and reads one that is named (C-126).
func TestP06(t *testing.T) {
	picture := pngWith(itxt(OB3, testJSON), itxt(OB2, testJWS), rawChunk("tEXt", "openbadges\x00"+testURL))
	_, err := extract(picture)
	require.ErrorIs(t, err, ErrAmbiguous)
	all, err := ExtractAll(strings.NewReader(picture), Options{})
	require.NoError(t, err)
	require.Equal(t, []Payload{ob3JSON, ob2JWS, {Slot: OB2, URL: testURL}}, all)
	p, err := extract(picture, Options{Slot: OB3})
	require.NoError(t, err)
	require.Equal(t, ob3JSON, p)
	_, err = extract(picture, Options{Slot: OB2})
	require.ErrorIs(t, err, ErrAmbiguous)
	_, err = extract(picture, Options{Slot: CLR})
	require.ErrorIs(t, err, ErrNotBaked)
}

// TestP08 drops what follows the end when asked to, and never copies it.
func TestP08(t *testing.T) {
	picture := pngWith() + "PK\x03\x04 secret"
	_, err := embed(picture, ob3JSON)
	require.Equal(t, codePNGTrailing, codeOf(err))
	out, err := embed(picture, ob3JSON, Options{AllowTrailing: true})
	require.NoError(t, err)
	require.NotContains(t, out, "secret")
	p, err := extract(out)
	require.NoError(t, err)
	require.Equal(t, ob3JSON, p)
	_, err = extract(picture, Options{AllowTrailing: true})
	require.Equal(t, codePNGTrailing, codeOf(err), "reading stays strict")
}

// TestP12 keeps animation frames and reads nothing out of them.
func TestP12(t *testing.T) {
	frames := rawChunk("acTL", strings.Repeat("\x00", 8)) + rawChunk("fcTL", strings.Repeat("\x00", 26))
	hidden := rawChunk("fdAT", "\x00\x00\x00\x01"+itxt(OB2, testJSON))
	picture := pngSignature + partIHDR + frames + partIDAT + hidden + pngEnd
	_, err := extract(picture)
	require.ErrorIs(t, err, ErrNotBaked)
	out, err := embed(picture, ob3JSON, Options{StripMetadata: true})
	require.NoError(t, err)
	require.Equal(t, strings.TrimSuffix(picture, pngEnd)+itxt(OB3, testJSON)+pngEnd, out)
}

// TestP17 leaves out everything that does not change how the picture looks.
func TestP17(t *testing.T) {
	trap := rawChunk("tEXt", "profile\x00/etc/passwd") + rawChunk("eXIf", "MM\x00*") + rawChunk("prVt", "x") + rawChunk("tIME", "1234567")
	looks := rawChunk("gAMA", "\x00\x00\xb1\x8f")
	out, err := embed(pngWith(trap, looks), ob3JSON)
	require.NoError(t, err)
	require.Contains(t, out, trap)
	out, err = embed(pngWith(trap, looks), ob3JSON, Options{StripMetadata: true})
	require.NoError(t, err)
	require.Equal(t, pngSignature+partIHDR+looks+partIDAT+itxt(OB3, testJSON)+pngEnd, out)
}

// TestP18 leaves exactly one credential after baking, whatever was there
// (C-125).
func TestP18(t *testing.T) {
	once, err := embed(pngWith(), ob3JSON)
	require.NoError(t, err)
	_, err = embed(once, ob3JWS)
	require.ErrorIs(t, err, ErrBaked)
	require.Equal(t, codeAlreadyBaked, codeOf(err))
	twice, err := embed(once, ob3JSON, Options{Replace: true})
	require.NoError(t, err)
	require.Equal(t, once, twice)

	crowded := pngWith(
		itxt(OB3, "old"), itxt(OB3, testJSON), itxt(OB2, testJWS), itxt(CLR, "x"),
		rawChunk("tEXt", "openbadges\x00"+testURL), rawChunk("zTXt", "openbadgecredential\x00"),
		rawChunk("iTXt", string(OB3)+"\x00\x01\x00\x00\x00"+deflated(testJSON)))
	_, err = embed(crowded, ob3JWS)
	require.ErrorIs(t, err, ErrBaked)
	out, err := embed(crowded, ob3JSON, Options{Replace: true})
	require.NoError(t, err)
	require.Equal(t, once, out)
	clean, err := unbake(crowded)
	require.NoError(t, err)
	require.Equal(t, pngWith(), clean)
}

// onlyReader hides every method except Read, as a pipe does.
type onlyReader struct{ io.Reader }

// TestStream bakes PNGs that cannot be read twice.
func TestStream(t *testing.T) {
	picture := photo(300 << 10)
	whole, err := embed(string(picture), ob3JSON)
	require.NoError(t, err)
	for name, wrap := range map[string]func(io.Reader) io.Reader{
		"one byte": iotest.OneByteReader, "half": iotest.HalfReader, "data with EOF": iotest.DataErrReader,
		"plain": func(r io.Reader) io.Reader { return onlyReader{r} }, "seekable": func(r io.Reader) io.Reader { return r },
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			require.NoError(t, Embed(&out, wrap(strings.NewReader(string(picture))), ob3JSON, Options{}))
			require.Equal(t, whole, out.String())
			p, err := Extract(wrap(strings.NewReader(whole)), Options{})
			require.NoError(t, err)
			require.Equal(t, ob3JSON, p)
			var clean bytes.Buffer
			require.NoError(t, Remove(&clean, wrap(strings.NewReader(whole)), Options{}))
			require.Equal(t, string(picture), clean.String())
		})
	}
	t.Run("a seekable picture need not begin at zero", func(t *testing.T) {
		var out bytes.Buffer
		r := strings.NewReader("junk" + string(picture))
		_, err := r.Seek(4, io.SeekStart)
		require.NoError(t, err)
		require.NoError(t, Embed(&out, r, ob3JSON, Options{}))
		require.Equal(t, whole, out.String())
	})
	t.Run("an error leaves neither credential nor end", func(t *testing.T) {
		for _, bad := range []string{whole, string(picture) + "x", string(picture[:len(picture)-5]), broken(string(picture), 200<<10, 1)} {
			var out bytes.Buffer
			require.Error(t, Embed(&out, onlyReader{strings.NewReader(bad)}, ob3JWS, Options{}))
			require.NotContains(t, out.String(), pngEnd)
			require.NotContains(t, out.String(), testJWS)
			out.Reset()
			require.Error(t, Embed(&out, strings.NewReader(bad), ob3JWS, Options{}))
			require.Empty(t, out.Bytes(), "a seekable picture is checked first")
		}
	})
	t.Run("errors of the source and the sink come through", func(t *testing.T) {
		boom := errors.New("boom")
		_, err := Extract(io.MultiReader(bytes.NewReader(picture[:1000]), iotest.ErrReader(boom)), Options{})
		require.ErrorIs(t, err, boom)
		require.NotErrorIs(t, err, ErrPicture)
		err = Embed(failingWriter{boom}, bytes.NewReader(picture), ob3JSON, Options{})
		require.ErrorIs(t, err, boom)
	})
}

type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }

// TestPictureSize holds pictures to the limit, in and out.
func TestPictureSize(t *testing.T) {
	picture := string(photo(200 << 10))
	n := int64(len(picture))
	for _, r := range []func() io.Reader{
		func() io.Reader { return bytes.NewReader([]byte(picture)) },
		func() io.Reader { return strings.NewReader(picture) },
		func() io.Reader { return onlyReader{strings.NewReader(picture)} },
	} {
		_, err := Extract(r(), Options{MaxBytes: n - 1})
		require.Contains(t, []string{codePictureSize, codePNGChunkLength}, codeOf(err))
		_, err = Extract(r(), Options{MaxBytes: n})
		require.ErrorIs(t, err, ErrNotBaked)
		var out bytes.Buffer
		require.Equal(t, codePictureSize, codeOf(Embed(&out, r(), ob3JSON, Options{MaxBytes: n})))
		require.NoError(t, Embed(io.Discard, r(), ob3JSON, Options{MaxBytes: n + 200}))
	}
	full := pngWith(strings.Repeat(rawChunk("tEXt", "a\x00"), maxChunks-3))
	_, err := extract(full)
	require.ErrorIs(t, err, ErrNotBaked)
	_, err = embed(full, ob3JSON)
	require.Equal(t, codePNGChunkLimit, codeOf(err), "what is written can be read")
	svg := strings.Repeat(" ", maxSVG-len(testSVG)) + testSVG
	_, err = extract(testSVG + svg)
	require.Equal(t, codePictureSize, codeOf(err))
	_, err = Extract(strings.NewReader(testSVG+svg), Options{})
	require.Equal(t, codePictureSize, codeOf(err))
	_, err = embed(testSVG+svg[:maxSVG-2*len(testSVG)], ob3JSON)
	require.Equal(t, codePictureSize, codeOf(err))
}

// TestExtractAt reads the texts and skips the pixels.
func TestExtractAt(t *testing.T) {
	baked, err := embed(string(photo(4<<20)), ob3JSON)
	require.NoError(t, err)
	counter := &countingReaderAt{ReaderAt: strings.NewReader(baked)}
	p, err := ExtractAt(counter, int64(len(baked)), Options{})
	require.NoError(t, err)
	require.Equal(t, ob3JSON, p)
	require.Less(t, counter.n, len(baked)/40)

	damaged := broken(baked, 1<<20, 1)
	_, err = ExtractAt(strings.NewReader(damaged), int64(len(damaged)), Options{})
	require.NoError(t, err, "pixels are not read")
	damaged = broken(baked, len(baked)-14, 1)
	_, err = ExtractAt(strings.NewReader(damaged), int64(len(damaged)), Options{})
	require.Equal(t, codePNGChecksum, codeOf(err))
	damaged = broken(baked, 20, 1)
	_, err = ExtractAt(strings.NewReader(damaged), int64(len(damaged)), Options{})
	require.Equal(t, codePNGChecksum, codeOf(err))
	_, err = ExtractAt(strings.NewReader(baked+"x"), int64(len(baked))+1, Options{})
	require.Equal(t, codePNGTrailing, codeOf(err))

	svg, err := embed(testSVG, ob3JSON)
	require.NoError(t, err)
	p, err = ExtractAt(strings.NewReader(svg), int64(len(svg)), Options{})
	require.NoError(t, err)
	require.Equal(t, ob3JSON, p)
}

type countingReaderAt struct {
	io.ReaderAt
	n int
}

func (c *countingReaderAt) ReadAt(p []byte, off int64) (int, error) {
	n, err := c.ReaderAt.ReadAt(p, off)
	c.n += n
	return n, err
}

// TestPayload refuses what no picture should carry.
func TestPayload(t *testing.T) {
	big := []byte(`{"` + strings.Repeat("a", maxText) + `":1}`)
	tests := []struct {
		name string
		p    Payload
		code string
	}{
		{"no slot", Payload{Data: []byte(testJSON)}, codePayloadSlot},
		{"unknown slot", Payload{Slot: "x", Data: []byte(testJSON)}, codePayloadSlot},
		{"no data", Payload{Slot: OB3}, codePayloadSize},
		{"URL alone", Payload{Slot: OB2, URL: testURL}, codePayloadSize},
		{"too large", Payload{Slot: OB3, Data: big}, codePayloadSize},
		{"not UTF-8", Payload{Slot: OB3, Data: []byte("{\"\xff\":1}")}, codePayloadEncoding},
		{"NUL", Payload{Slot: OB3, Data: []byte("{\"\x00\":1}")}, codePayloadEncoding},
		{"text", Payload{Slot: OB3, Data: []byte("hello")}, codePayloadForm},
		{"whitespace", Payload{Slot: OB3, Data: []byte(" \n")}, codePayloadForm},
		{"JWS with whitespace", Payload{Slot: OB3, Data: []byte(testJWS + "\n")}, codePayloadForm},
		{"URL with OB3", Payload{Slot: OB3, Data: []byte(testJSON), URL: testURL}, codePayloadURL},
		{"URL with JWS", Payload{Slot: OB2, Data: []byte(testJWS), URL: testURL}, codePayloadURL},
		{"relative URL", Payload{Slot: OB2, Data: []byte(testJSON), URL: "/x"}, codePayloadURL},
		{"script URL", Payload{Slot: OB2, Data: []byte(testJSON), URL: "javascript:alert(1)"}, codePayloadURL},
		{"URL with space", Payload{Slot: OB2, Data: []byte(testJSON), URL: "https://a.example/ x"}, codePayloadURL},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, picture := range []string{pngWith(), testSVG} {
				out, err := embed(picture, tt.p)
				require.ErrorIs(t, err, ErrPayload)
				require.Equal(t, tt.code, codeOf(err))
				require.Empty(t, out)
			}
		})
	}
	_, err := embed(testSVG, Payload{Slot: OB2, Data: []byte(testJSON)})
	require.Equal(t, codePayloadURL, codeOf(err))
	_, err = embed(testSVG, Payload{Slot: OB3, Data: []byte("{\"\uffff\":1}")})
	require.Equal(t, codePayloadEncoding, codeOf(err))
}

// TestLegacyURL reads the URL of a badge from before 2012 (C-127).
func TestLegacyURL(t *testing.T) {
	p, err := extract(pngWith(rawChunk("tEXt", "Software\x00x"), rawChunk("tEXt", "openbadges\x00http://127.0.0.1/a")))
	require.NoError(t, err)
	require.Equal(t, Payload{Slot: OB2, URL: "http://127.0.0.1/a"}, p)
}
