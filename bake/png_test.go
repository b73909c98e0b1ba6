package bake

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"slices"
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

// hostile is a picture that must be refused with a code.
type hostile struct{ id, picture, code string }

// The PNG most rows of hostilePNG are made from.
var (
	goodText = itxt(OB3, testJSON)
	bakedPNG = pngWith(goodText)
	textAt   = strings.Index(bakedPNG, goodText)
)

var hostilePNG = []hostile{
	{"P01/text", broken(bakedPNG, textAt+len(goodText)-1, 1), codePNGChecksum},
	{"P01/text data", broken(bakedPNG, textAt+40, 1), codePNGChecksum},
	{"P01/IHDR", broken(bakedPNG, 29, 1), codePNGChecksum},
	{"P01/IDAT", broken(bakedPNG, len(bakedPNG)-13, 1), codePNGChecksum},
	{"P01/IEND", broken(bakedPNG, len(bakedPNG)-1, 1), codePNGChecksum},
	{"P02/first 7fffffff", pngSignature + withLength(partIHDR, 0x7fffffff), codePNGChunkLength},
	{"P02/first ffffffff", pngSignature + withLength(partIHDR, 0xffffffff), codePNGChunkLength},
	{"P02/last 7fffffff", bakedPNG[:len(bakedPNG)-12] + withLength(pngEnd, 0x7fffffff), codePNGChunkLength},
	{"P02/last ffffffff", bakedPNG[:len(bakedPNG)-12] + withLength(pngEnd, 0xffffffff), codePNGChunkLength},
	{"P02/text 7fffffff", pngWith(withLength(goodText, 0x7fffffff)), codePNGChunkLength},
	{"P02/within the limit", pngSignature + partIHDR + withLength(goodText, 1<<20), codePNGTruncated},
	{"P02/IEND with data", pngSignature + partIHDR + partIDAT + rawChunk("IEND", "x"), codePNGChunkLength},
	{"P04/iTXt", pngWith(rawChunk("iTXt", string(OB3)+"\x00\x01\x00\x00\x00"+deflated(testJSON))), codePNGCompressed},
	{"P04/zTXt", pngWith(rawChunk("zTXt", string(OB2)+"\x00\x00"+deflated(testURL))), codePNGCompressed},
	{"P05", pngWith(strings.Repeat(rawChunk("tEXt", "a\x00"), maxChunks)), codePNGChunkLimit},
	{"P06/two iTXt", pngWith(goodText, goodText), codeMultiple},
	{"P06/iTXt and tEXt", pngWith(itxt(OB2, testJWS), rawChunk("tEXt", "openbadges\x00"+testURL)), codeMultiple},
	{"P06/two slots", pngWith(goodText, itxt(OB2, testJWS)), codeMultiple},
	{"P06/many", pngWith(strings.Repeat(goodText, 100)), codeMultiple},
	{"P07/case", pngWith(itxt("OpenBadgeCredential", testJSON)), codeNotBaked},
	{"P07/space", pngWith(itxt(OB3+" ", testJSON)), codeNotBaked},
	{"P07/zero width space", pngWith(itxt(OB2+"\u200b", testJSON)), codeNotBaked},
	{"P07/Latin-1", pngWith(itxt("openbadg\xe9s", testJSON)), codeNotBaked},
	{"P07/79 bytes", pngWith(itxt(Slot(strings.Repeat("k", 79)), testJSON)), codeNotBaked},
	{"P07/80 bytes", pngWith(itxt(Slot(strings.Repeat("k", 80)), testJSON)), codePNGKeyword},
	{"P07/empty", pngWith(itxt("", testJSON)), codePNGKeyword},
	{"P07/no NUL", pngWith(rawChunk("tEXt", "openbadges")), codePNGKeyword},
	{"P08/text after IEND", pngWith() + goodText, codePNGTrailing},
	{"P08/zip after IEND", bakedPNG + "PK\x03\x04", codePNGTrailing},
	{"P08/one byte after IEND", bakedPNG + "\n", codePNGTrailing},
	{"P08/before IHDR", pngSignature + goodText + partIHDR + partIDAT + pngEnd, codePNGChunkOrder},
	{"P09/no IEND", bakedPNG[:len(bakedPNG)-12], codePNGTruncated},
	{"P09/double IEND", bakedPNG + pngEnd, codePNGTrailing},
	{"P09/double IHDR", pngWith(partIHDR, goodText), codePNGChunkOrder},
	{"P09/no IDAT", pngSignature + partIHDR + goodText + pngEnd, codePNGChunkOrder},
	{"P09/IDAT apart", pngWith(partIDAT, goodText), codePNGChunkOrder},
	{"P09/IHDR depth", pngSignature + rawChunk("IHDR", "\x00\x00\x00\x01\x00\x00\x00\x01\x03\x00\x00\x00\x00") + partIDAT + pngEnd, codePNGHeader},
	{"P09/IHDR colour", pngSignature + rawChunk("IHDR", "\x00\x00\x00\x01\x00\x00\x00\x01\x08\x01\x00\x00\x00") + partIDAT + pngEnd, codePNGHeader},
	{"P09/IHDR width", pngSignature + rawChunk("IHDR", "\x00\x00\x00\x00\x00\x00\x00\x01\x08\x00\x00\x00\x00") + partIDAT + pngEnd, codePNGHeader},
	{"P09/IHDR size", pngSignature + rawChunk("IHDR", "\x00\x00\x00\x01") + partIDAT + pngEnd, codePNGHeader},
	{"P10/LF", strings.Replace(bakedPNG, "\r\n\x1a", "\n\x1a", 1), codePNGSignature},
	{"P10/CRLF", strings.Replace(bakedPNG, "\x1a\n", "\x1a\r\n", 1), codePNGSignature},
	{"P11/not letters", pngWith(rawChunk("iT t", "x")), codePNGChunkType},
	{"P11/reserved bit", pngWith(rawChunk("itxt", "x")), codePNGChunkType},
	{"P11/control", pngWith(rawChunk("iT\x00t", "x")), codePNGChunkType},
	{"P14/no text", pngWith(rawChunk("iTXt", string(OB3)+"\x00\x00\x00\x00")), codePNGText},
	{"P14/no flag", pngWith(rawChunk("iTXt", string(OB3)+"\x00")), codePNGText},
	{"P14/flag 2", pngWith(rawChunk("iTXt", string(OB3)+"\x00\x02\x00\x00\x00"+testJSON)), codePNGText},
	{"P14/method 1", pngWith(rawChunk("iTXt", string(OB3)+"\x00\x00\x01\x00\x00"+testJSON)), codePNGText},
	{"P14/UTF-8", pngWith(itxt(OB3, "{\"\xff\":1}")), codePNGText},
	{"P14/NUL in text", pngWith(itxt(OB3, "{\"\x00\":1}")), codePNGText},
	{"P14/language", pngWith(rawChunk("iTXt", string(OB3)+"\x00\x00\x00e n\x00\x00"+testJSON)), codePNGText},
	{"P14/translation", pngWith(rawChunk("iTXt", string(OB3)+"\x00\x00\x00en\x00\xff\x00"+testJSON)), codePNGText},
	{"P14/size", pngWith(itxt(OB3, `{"`+strings.Repeat("a", maxText)+`":1}`)), codePNGTextSize},
	{"P15/OB3 in tEXt", pngWith(rawChunk("tEXt", string(OB3)+"\x00"+testJSON)), codePNGCarrier},
	{"P15/file URL", pngWith(rawChunk("tEXt", "openbadges\x00file:///etc/passwd")), codePNGCarrier},
	{"P15/JSON", pngWith(rawChunk("tEXt", "openbadges\x00"+testJSON)), codePNGCarrier},
	{"P15/empty", pngWith(rawChunk("tEXt", "openbadges\x00")), codePNGCarrier},
	{"P16/URL", pngWith(itxt(OB2, testURL)), codePayloadForm},
	{"P16/HTML", pngWith(itxt(OB3, "<html></html>")), codePayloadForm},
	{"P16/prefix", pngWith(itxt(OB3, "x"+testJSON)), codePayloadForm},
	{"P16/array", pngWith(itxt(OB3, "["+testJSON+"]")), codePayloadForm},
	{"P16/empty", pngWith(itxt(OB3, "")), codePayloadForm},
	{"P16/quoted JWS", pngWith(itxt(OB3, `"`+testJWS+`"`)), codePayloadForm},
	{"P16/two parts", pngWith(itxt(OB3, "e30.e30")), codePayloadForm},
	{"P16/four parts", pngWith(itxt(OB3, testJWS+".e30")), codePayloadForm},
	{"P16/no signature", pngWith(itxt(OB3, "e30.e30.")), codePayloadForm},
	{"P16/bare name", pngWith(itxt(OB3, "{a:1}")), codePayloadForm},
	{"P22", pngWith(rawChunk("iCCP", "p\x00\x00"+deflated(strings.Repeat("\x00", 1<<20)))), codeNotBaked},
	{"P23/MNG", "\x8aMNG\r\n\x1a\n" + bakedPNG[8:], codeUnsupportedFormat},
	{"P23/JNG", "\x8bJNG\r\n\x1a\n" + bakedPNG[8:], codeUnsupportedFormat},
	{"P23/JPEG", "\xff\xd8\xff\xe0" + bakedPNG, codeUnsupportedFormat},
	{"P23/GIF", "GIF89a" + bakedPNG, codeUnsupportedFormat},
	{"P23/empty", "", codeUnsupportedFormat},
	{"P23/text", "hello", codeUnsupportedFormat},
}

// TestHostilePNG refuses what is no intact picture with one credential (C-126,
// C-128, C-134).
func TestHostilePNG(t *testing.T) {
	tests := slices.Clone(hostilePNG)
	for i := range len(pngSignature) {
		tests = append(tests, hostile{"P10/byte " + string(rune('0'+i)), broken(bakedPNG, i, 0x80), codePNGSignature})
	}
	for _, tt := range tests {
		t.Run(tt.id, func(t *testing.T) {
			p, err := extract(tt.picture)
			require.Equal(t, tt.code, codeOf(err))
			require.Zero(t, p)
			_, err = Extract(iotest.HalfReader(strings.NewReader(tt.picture)), Options{})
			require.Equal(t, tt.code, codeOf(err), "as a stream")

			// Nothing is written for a picture that is broken as a whole.
			if strings.HasPrefix(tt.code, "png.") && !errors.Is(err, ErrNotBaked) {
				if out, err := embed(tt.picture, ob3JWS); err != nil {
					require.Empty(t, out)
				}
			}
		})
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

// onlyReader hides everything but Read, as a pipe does.
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

// TestExtractAt leaves pixels alone but not the texts.
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
