package rdf_test

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"maps"
	"slices"
	"testing"

	"github.com/openbadges-go/openbadges/badge/internal/rdf"
	"github.com/openbadges-go/openbadges/badge/internal/rdf/rdftest"
)

// BenchmarkCanonicalize measures datasets of the size of credentials. Compare
// with BenchmarkFloor of the same run only.
func BenchmarkCanonicalize(b *testing.B) {
	benchmark(b, map[string][]rdf.Quad{
		"simple": badge(15, 1), "typical": badge(115, 13), "ground": badge(115, 0), "large": badge(1000, 120),
		"equal proofs": graphs(4, 6), "equal trees": stars(2, 10, 3),
	})
}

func BenchmarkHostile(b *testing.B) {
	benchmark(b, hostile())
	text := make([]byte, 1<<20)
	b.Run("floor", func(b *testing.B) {
		for b.Loop() {
			sha256.Sum256(text)
		}
	})
}

func benchmark(b *testing.B, datasets map[string][]rdf.Quad) {
	for _, name := range slices.Sorted(maps.Keys(datasets)) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = rdf.Canonicalize(context.Background(), datasets[name], rdf.Options{})
			}
		})
	}
}

// BenchmarkFloor is the hash and signature check that canonicalisation serves.
func BenchmarkFloor(b *testing.B) {
	private := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	got, err := rdf.Canonicalize(b.Context(), badge(115, 13), rdf.Options{})
	if err != nil {
		b.Fatal(err)
	}
	digest := sha256.Sum256(got.Text)
	signature, public := ed25519.Sign(private, digest[:]), private.Public().(ed25519.PublicKey)
	for b.Loop() {
		digest := sha256.Sum256(got.Text)
		if !ed25519.Verify(public, digest[:], signature) {
			b.Fatal("the signature does not verify")
		}
	}
}

func BenchmarkParseNQuads(b *testing.B) {
	var text []byte
	for _, q := range badge(115, 13) {
		text = q.Append(text)
	}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := rdftest.ParseNQuads(string(text)); err != nil {
			b.Fatal(err)
		}
	}
}
