package bake

import (
	"bytes"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"testing"
)

// benchPayload is a credential of 4 KB.
var benchPayload = Payload{Slot: OB3, Data: []byte(`{"a":"` + strings.Repeat("x", 4000) + `"}`)}

var benchSizes = []int{10 << 10, 1 << 20, 20 << 20}

// sink collects output without growing.
type sink struct{ buf []byte }

func (s *sink) Write(p []byte) (int, error) {
	s.buf = append(s.buf, p...)
	return len(p), nil
}

// BenchmarkEmbedPNG runs beside its floor: copying the picture and one
// checksum over all of it.
func BenchmarkEmbedPNG(b *testing.B) {
	for _, size := range benchSizes {
		picture := photo(max(size, 80<<10))
		if size < 80<<10 {
			picture = []byte(pngWith(rawChunk("tEXt", "k\x00"+strings.Repeat("v", size))))
		}
		out := &sink{buf: make([]byte, 0, len(picture)+8192)}
		b.Run(fmt.Sprintf("floor/%dKB", size>>10), func(b *testing.B) {
			b.SetBytes(int64(len(picture)))
			for b.Loop() {
				copy(out.buf[:cap(out.buf)], picture)
				_ = crc32.ChecksumIEEE(picture)
			}
		})
		modes := []struct {
			name string
			in   func() io.Reader
		}{
			{"memory", func() io.Reader { return bytes.NewReader(picture) }},
			{"seekable", func() io.Reader { return struct{ io.ReadSeeker }{bytes.NewReader(picture)} }},
			{"stream", func() io.Reader { return onlyReader{bytes.NewReader(picture)} }},
		}
		for _, m := range modes {
			b.Run(fmt.Sprintf("%s/%dKB", m.name, size>>10), func(b *testing.B) {
				b.SetBytes(int64(len(picture)))
				b.ReportAllocs()
				for b.Loop() {
					out.buf = out.buf[:0]
					if err := Embed(out, m.in(), benchPayload, Options{}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkExtractPNG(b *testing.B) {
	baked, err := embed(string(photo(20<<20)), benchPayload)
	if err != nil {
		b.Fatal(err)
	}
	data := []byte(baked)
	b.Run("at", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := ExtractAt(bytes.NewReader(data), int64(len(data)), Options{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("memory", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := Extract(bytes.NewReader(data), Options{}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkEmbedSVG(b *testing.B) {
	picture := []byte(inSVG(strings.Repeat(`<path fill="#123" d="M0 0L10 10 20 20z"/>`, 4500)))
	b.SetBytes(int64(len(picture)))
	b.ReportAllocs()
	for b.Loop() {
		if err := Embed(io.Discard, bytes.NewReader(picture), benchPayload, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
