package verify_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// benchBadge is the typical badge of all benchmarks, without white space.
func benchBadge(t testing.TB) []byte {
	t.Helper()
	text, err := os.ReadFile("../badge/testdata/bench/typical.json")
	require.NoError(t, err)
	var compact bytes.Buffer
	require.NoError(t, json.Compact(&compact, text))
	return compact.Bytes()
}

// benchDesk is a verifier for the badges of one school, whose keys are pinned and
// whose status list it has seen: nothing more is fetched.
type benchDesk struct {
	verifier *verify.Verifier
	key      ed25519.PrivateKey
}

const benchSchool = "did:web:vuurtoren.example"

func newBenchDesk(b testing.TB, workers int, extensions ...badge.Extension) *benchDesk {
	w := verifytest.New(b)
	school := w.Issuer("vuurtoren.example", proof.EdDSARDFC2022)
	secret := w.Key("vuurtoren.example", proof.EdDSARDFC2022).(ed25519.PrivateKey)
	list, err := status.NewList(status.Revocation, minList, 1)
	require.NoError(b, err)
	const address = "https://vuurtoren.example/status/3"
	published, err := school.StatusList(context.Background(), address, list, nil)
	require.NoError(b, err)
	w.Publish(address, published.Bytes())
	pinned, err := key.FromPublic(secret.Public())
	require.NoError(b, err)
	config := w.Config(verify.Issuers(benchSchool))
	config.Keys, config.Workers, config.Extensions = map[string][]key.Key{benchSchool: {pinned}}, workers, extensions
	v, err := verify.New(config)
	require.NoError(b, err)
	d := &benchDesk{v, secret}
	for range 2 { // the second time everything is known
		report, err := v.Verify(context.Background(), d.signed(b, benchBadge(b), proof.EdDSARDFC2022))
		require.NoError(b, err, report)
	}
	require.Equal(b, 1, w.Hits(""))
	return d
}

func (d *benchDesk) signed(b testing.TB, text []byte, s proof.Scheme) []byte {
	doc, err := badge.Parse(text)
	require.NoError(b, err)
	doc, err = proof.Sign(context.Background(), doc, s, key.Signer{Key: d.key, Method: benchSchool + "#key-1"}, proof.Options{})
	require.NoError(b, err)
	return doc.Bytes()
}

// floor is the least work of any verifier of a badge.
type floor struct {
	text, signature []byte
	public          ed25519.PublicKey
}

func (d *benchDesk) floor(text []byte) floor {
	sum := sha256.Sum256(text)
	return floor{text, ed25519.Sign(d.key, sum[:]), d.key.Public().(ed25519.PublicKey)}
}

func (f floor) run(b *testing.B) {
	var v any
	if err := json.Unmarshal(f.text, &v); err != nil {
		b.Fatal(err)
	}
	sum := sha256.Sum256(f.text)
	if !ed25519.Verify(f.public, sum[:], f.signature) {
		b.Fatal("floor")
	}
}

// BenchmarkVerify runs all stages, offline, over a badge with a proof inside.
func BenchmarkVerify(b *testing.B) {
	d := newBenchDesk(b, 1)
	text := d.signed(b, benchBadge(b), proof.EdDSARDFC2022)
	f := d.floor(text)
	b.Run("floor", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			f.run(b)
		}
	})
	b.Run("ours", func(b *testing.B) { d.run(b, text) })
}

func (d *benchDesk) run(b *testing.B, text []byte) {
	b.ReportAllocs()
	for b.Loop() {
		if report, err := d.verifier.Verify(context.Background(), text); err != nil {
			b.Fatal(report)
		}
	}
}

// BenchmarkExtensions verifies and issues a badge that names no extension, with
// those of edubadges in the configuration and without.
func BenchmarkExtensions(b *testing.B) {
	for name, extensions := range map[string][]badge.Extension{"without": nil, "with": slices.Concat(edubadges.Extensions(), edubadges.Educredentials())} {
		b.Run("verify_"+name, func(b *testing.B) {
			d := newBenchDesk(b, 1, extensions...)
			d.run(b, d.signed(b, benchBadge(b), proof.EdDSARDFC2022))
		})
		b.Run("issue_"+name, func(b *testing.B) {
			doc, err := badge.Parse(benchBadge(b))
			require.NoError(b, err)
			c := doc.Credential()
			secret := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
			by, err := issuer.New(issuer.Config{Profile: c.Issuer, Extensions: extensions,
				Proofs: []issuer.Securing{{Scheme: proof.EdDSARDFC2022, Signer: key.Signer{Key: secret, Method: benchSchool + "#key-1"}}}})
			require.NoError(b, err)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := by.Issue(context.Background(), c); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkVerifyToken runs all stages over a token. The floor decodes its
// parts, checks the signature and reads the claims.
func BenchmarkVerifyToken(b *testing.B) {
	d := newBenchDesk(b, 1)
	text := d.signed(b, benchBadge(b), proof.EdDSA)
	public := d.key.Public().(ed25519.PublicKey)
	b.Run("floor", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			end := bytes.LastIndexByte(text, '.')
			start := bytes.IndexByte(text, '.')
			payload, err := base64.RawURLEncoding.DecodeString(string(text[start+1 : end]))
			require.NoError(b, err)
			signature, err := base64.RawURLEncoding.DecodeString(string(text[end+1:]))
			require.NoError(b, err)
			var v any
			if !ed25519.Verify(public, text[:end], signature) || json.Unmarshal(payload, &v) != nil {
				b.Fatal("floor")
			}
		}
	})
	b.Run("ours", func(b *testing.B) { d.run(b, text) })
}

// BenchmarkVerifyAll judges 2,000 different badges on two workers. The floor
// is shared out among two as well.
func BenchmarkVerifyAll(b *testing.B) {
	const count, workers = 2_000, 2
	d := newBenchDesk(b, workers)
	texts := make([][]byte, count)
	floors := make([]floor, count)
	for i := range texts {
		text := bytes.ReplaceAll(benchBadge(b), []byte("badges/91ab"), fmt.Appendf(nil, "badges/%04x", i))
		texts[i] = d.signed(b, text, proof.EdDSARDFC2022)
		floors[i] = d.floor(texts[i])
	}
	b.Run("floor", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var group sync.WaitGroup
			for worker := range workers {
				group.Go(func() {
					for i := worker; i < count; i += workers {
						floors[i].run(b)
					}
				})
			}
			group.Wait()
		}
	})
	b.Run("ours", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			n := 0
			for item, report := range d.verifier.VerifyAll(context.Background(), items(texts)) {
				if report.Err() != nil {
					b.Fatal(item.Ref, report)
				}
				n++
			}
			require.Equal(b, count, n)
		}
	})
}

func items(texts [][]byte) iter.Seq[verify.Item] {
	return func(yield func(verify.Item) bool) {
		for _, text := range texts {
			if !yield(verify.Item{Data: text}) {
				return
			}
		}
	}
}
