package ld

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/openbadges-go/openbadges/badge/internal/rdf"
)

// BenchmarkToRDF compares the straight way with expansion, and with reading
// the text.
func BenchmarkToRDF(b *testing.B) {
	p, v := New(), parse(b, fixture)
	b.Run("unmarshal", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var into any
			_ = json.Unmarshal([]byte(fixture), &into)
		}
	})
	b.Run("direct", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := p.ToRDF(context.Background(), v, Options{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("canonical", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := p.Canonicalize(context.Background(), v, Options{}, rdf.Options{}, func([]byte) {}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("expansion", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			s, _ := newSources(p.library, Options{})
			if _, err := general(v, s); err != nil {
				b.Fatal(err)
			}
		}
	})
}
