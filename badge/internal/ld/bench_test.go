package ld

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/rdf"
	"github.com/piprate/json-gold/ld"
	"github.com/stretchr/testify/require"
)

// BenchmarkToRDF compares the direct way with expansion, and with reading the
// text.
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
			s, _ := newSources(p, Options{})
			if _, err := general(v, s); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// benchDocument returns a document of the module's benchmarks, without white
// space.
func benchDocument(b *testing.B, size string) []byte {
	b.Helper()
	text, err := os.ReadFile("../../testdata/bench/" + size + ".json")
	require.NoError(b, err)
	var compact bytes.Buffer
	require.NoError(b, json.Compact(&compact, text))
	return compact.Bytes()
}

// benchOptions are those of a proof, with the contexts of the document.
func benchOptions(b *testing.B, document []byte) []byte {
	return []byte(`{"@context":` + parse(b, string(document)).Member("@context").Raw() + `,"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022",` +
		`"created":"2026-03-01T09:00:00Z","verificationMethod":"did:web:vuurtoren.example#key-1","proofPurpose":"assertionMethod"}`)
}

// BenchmarkNaive compares the work of a check with that of a program that uses
// the expansion library as its documentation shows, with all contexts in
// memory.
func BenchmarkNaive(b *testing.B) {
	public, private, err := ed25519.GenerateKey(bytes.NewReader(make([]byte, ed25519.SeedSize)))
	require.NoError(b, err)
	signature := ed25519.Sign(private, nil)
	for _, size := range []string{"simple", "typical", "complete"} {
		document := benchDocument(b, size)
		texts := [][]byte{document, benchOptions(b, document)}
		p := New()
		b.Run(size+"/ours", func(b *testing.B) {
			for b.Loop() {
				for _, text := range texts {
					v, err := jsontext.Parse(text)
					require.NoError(b, err)
					_, err = p.Canonicalize(context.Background(), v, Options{}, rdf.Options{}, func(text []byte) { sha256.Sum256(text) })
					require.NoError(b, err)
				}
				require.True(b, ed25519.Verify(public, nil, signature))
			}
		})
		b.Run(size+"/naive", func(b *testing.B) {
			s, _ := newSources(p, Options{})
			contexts := newLoader(s, nil)
			for b.Loop() {
				for _, text := range texts {
					var tree any
					require.NoError(b, json.Unmarshal(text, &tree))
					o := ld.NewJsonLdOptions("")
					o.DocumentLoader, o.Algorithm, o.Format = contexts, ld.AlgorithmURDNA2015, "application/n-quads"
					form, err := ld.NewJsonLdProcessor().Normalize(tree, o)
					require.NoError(b, err)
					sha256.Sum256([]byte(form.(string)))
				}
				require.True(b, ed25519.Verify(public, nil, signature))
			}
		})
	}
}

// BenchmarkDouble canonicalizes badges of doubling size, all of whose
// statements differ.
func BenchmarkDouble(b *testing.B) {
	for _, size := range []struct {
		name string
		n    int
	}{{"once", 60}, {"twice", 120}} {
		text := minimal([]string{urlCredentialsV2, urlOB303}, `,"evidence":[`+repeat(size.n, func(i int) string {
			return fmt.Sprintf(`{"type":["Evidence"],"name":"Evidence %d","narrative":"What was seen on day %d of the voyage","genre":"Log"}`, i, i)
		})+`]`)
		p, v := New(), parse(b, text)
		b.Run(size.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, err := p.Canonicalize(context.Background(), v, Options{}, rdf.Options{}, func([]byte) {})
				require.NoError(b, err)
			}
		})
	}
}
