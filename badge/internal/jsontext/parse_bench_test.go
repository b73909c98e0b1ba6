package jsontext_test

import (
	"encoding/json"
	"testing"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// BenchmarkParse compares Parse with encoding/json reading into any.
func BenchmarkParse(b *testing.B) {
	for _, sample := range []struct{ name, text string }{
		{"simple", simpleBadge},
		{"typical", typicalBadge},
	} {
		src := []byte(sample.text)
		b.Run(sample.name+"/jsontext", func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := jsontext.Parse(src); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(sample.name+"/encoding-json", func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				var v any
				if err := json.Unmarshal(src, &v); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
