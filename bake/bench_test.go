package bake

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
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

// shapes is an SVG of 1 MB as drawing programs write it: shapes of some hundred
// bytes.
func shapes() []byte {
	const shape = `<path class="a" transform="translate(12.5 8)" style="fill:#1f4e79;stroke:none" d="M10.21 4.6c2.1 0 3.9 1.2 4.8 2.9l3.1-1.8c-1.5-2.8-4.5-4.7-7.9-4.7-5 0-9 4-9 9s4 9 9 9"/>` + "\n"
	return []byte(inSVG(strings.Repeat(shape, 1<<20/len(shape))))
}

// BenchmarkSVG runs beside its floor: copying the picture and hashing it.
func BenchmarkSVG(b *testing.B) {
	picture := shapes()
	var baked bytes.Buffer
	if err := Embed(&baked, bytes.NewReader(picture), benchPayload, Options{}); err != nil {
		b.Fatal(err)
	}
	out := &sink{buf: make([]byte, 0, len(picture)+8192)}
	for name, run := range map[string]func() error{
		"floor": func() error {
			_ = sha256.Sum256(append(out.buf[:0], picture...))
			return nil
		},
		"embed": func() error {
			out.buf = out.buf[:0]
			return Embed(out, bytes.NewReader(picture), benchPayload, Options{})
		},
		"extract": func() error {
			_, err := Extract(bytes.NewReader(baked.Bytes()), Options{})
			return err
		},
		"inspect": func() error {
			_, err := InspectSVG(bytes.NewReader(picture), Options{})
			return err
		},
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(picture)))
			b.ReportAllocs()
			for b.Loop() {
				if err := run(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkFilePNG extracts from files of 1 MB: a photo, and a picture with a
// text of 1 MiB, which is read for its checksum. The floors read the whole file.
func BenchmarkFilePNG(b *testing.B) {
	for name, picture := range map[string]func() string{
		"photo": func() string { return string(photo(1 << 20)) },
		"text":  func() string { return pngWith(rawChunk("tEXt", "Comment\x00"+strings.Repeat("v", 1<<20))) },
	} {
		b.Run(name, func(b *testing.B) {
			baked, err := embed(picture(), benchPayload)
			if err != nil {
				b.Fatal(err)
			}
			file := filepath.Join(b.TempDir(), "badge.png")
			if err := os.WriteFile(file, []byte(baked), 0o600); err != nil {
				b.Fatal(err)
			}
			for name, sum := range map[string]bool{"floor": false, "checked": true} {
				b.Run(name, func(b *testing.B) {
					text := make([]byte, len(baked)) // once, since the collector takes an unequal part of os.ReadFile
					for b.Loop() {
						clear(text)
						if err := readFile(file, text); err != nil {
							b.Fatal(err)
						}
						if sum {
							crc32.ChecksumIEEE(text)
						}
					}
				})
			}
			b.Run("extract", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if err := extractFile(file); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}

func readFile(name string, text []byte) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	if _, err := file.Stat(); err != nil {
		return err
	}
	_, err = io.ReadFull(file, text)
	return err
}

func extractFile(name string) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	about, err := file.Stat()
	if err != nil {
		return err
	}
	_, err = ExtractAt(file, about.Size(), Options{})
	return err
}
