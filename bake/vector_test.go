package bake

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	imagepng "image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// The credentials all tests bake. Their content means nothing here.
const (
	testJSON   = `{"@context":["https://www.w3.org/ns/credentials/v2"],"name":"Höhlenforscher ]]> <&>\""}`
	testJWS    = "eyJhbGciOiJFZERTQSJ9.eyJpZCI6InVybjp0ZXN0In0.c2lnbmF0dXJl-_"
	testURL    = "https://badges.example/assertions/1?a=1&b=2"
	hostedJSON = `{"id":"` + testURL + `"}`
	testSVG    = `<svg xmlns="http://www.w3.org/2000/svg" width="9"><rect width="9"/></svg>`
)

var (
	ob3JSON = Payload{Slot: OB3, Data: []byte(testJSON)}
	ob3JWS  = Payload{Slot: OB3, Data: []byte(testJWS)}
	ob2JSON = Payload{Slot: OB2, Data: []byte(testJSON), URL: testURL}
	ob2JWS  = Payload{Slot: OB2, Data: []byte(testJWS)}
	clrJSON = Payload{Slot: CLR, Data: []byte(testJSON)}
)

// referenceDir is the folder of official samples.
func referenceDir(t testing.TB) string {
	dir := os.Getenv("OPENBADGES_REFERENCE")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "reference")
	}
	if _, err := os.Stat(dir); err != nil {
		if os.Getenv("OPENBADGES_REQUIRE_REFERENCE") == "1" {
			t.Fatalf("no reference data in %s", dir)
		}
		t.Skipf("no reference data in %s: set OPENBADGES_REFERENCE", dir)
	}
	return dir
}

func codeOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code()
	}
	return ""
}

// rawChunk is one chunk with its CRC.
func rawChunk(kind, data string) string {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(b, kind+data...)
	return string(binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:])))
}

// The parts of a 1x1 grey PNG that image/png reads.
var (
	partIHDR = rawChunk("IHDR", "\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00")
	partIDAT = rawChunk("IDAT", deflated("\x00\x80"))
)

func deflated(s string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write([]byte(s))
	_ = z.Close()
	return b.String()
}

// pngWith is a PNG with these chunks between IHDR and IDAT.
func pngWith(chunks ...string) string {
	s := pngSignature + partIHDR
	for _, c := range chunks {
		s += c
	}
	return s + partIDAT + pngEnd
}

// itxt is an iTXt chunk as we write it.
func itxt(slot Slot, text string) string {
	return rawChunk("iTXt", string(slot)+"\x00\x00\x00\x00\x00"+text)
}

// photo is a PNG of roughly size bytes in chunks of 32 KiB.
func photo(size int) []byte {
	b := bytes.NewBufferString(pngSignature + partIHDR)
	data := make([]byte, 32<<10)
	for i := range data {
		data[i] = byte(i * 7)
	}
	chunk := rawChunk("IDAT", string(data))
	for b.Len()+len(chunk) < size {
		b.WriteString(chunk)
	}
	b.WriteString(pngEnd)
	return b.Bytes()
}

// drawing is a PNG that image/png made.
func drawing(t testing.TB) []byte {
	m := image.NewNRGBA(image.Rect(0, 0, 16, 16))
	for i := range 256 {
		m.Set(i%16, i/16, color.NRGBA{uint8(i), uint8(i * 3), uint8(i * 5), uint8(255 - i)})
	}
	var b bytes.Buffer
	require.NoError(t, imagepng.Encode(&b, m))
	return b.Bytes()
}

// options has at most one element.
func options(opts []Options) (o Options) {
	for _, given := range opts {
		o = given
	}
	return o
}

func embed(picture string, p Payload, opts ...Options) (string, error) {
	var out bytes.Buffer
	err := Embed(&out, bytes.NewReader([]byte(picture)), p, options(opts))
	return out.String(), err
}

func extract(picture string, opts ...Options) (Payload, error) {
	return Extract(bytes.NewReader([]byte(picture)), options(opts))
}

// unbake removes the credentials.
func unbake(picture string, opts ...Options) (string, error) {
	var out bytes.Buffer
	err := Remove(&out, bytes.NewReader([]byte(picture)), options(opts))
	return out.String(), err
}
