package verify_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/bake"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// BenchmarkIssue issues a typical badge: it is built, judged by the rules, signed
// and verified. The floor writes JSON, hashes it, signs and verifies the hash.
func BenchmarkIssue(b *testing.B) {
	doc, err := badge.Parse(benchBadge(b))
	require.NoError(b, err)
	c := doc.Credential()
	secret := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	by, err := issuer.New(issuer.Config{Profile: c.Issuer,
		Proofs: []issuer.Securing{{Scheme: proof.EdDSARDFC2022, Signer: key.Signer{Key: secret, Method: benchSchool + "#key-1"}}}})
	require.NoError(b, err)
	b.Run("ours", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := by.Issue(context.Background(), c); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("floor", func(b *testing.B) {
		var tree any
		require.NoError(b, json.Unmarshal(doc.Bytes(), &tree))
		public := secret.Public().(ed25519.PublicKey)
		b.ReportAllocs()
		for b.Loop() {
			text, err := json.Marshal(tree)
			require.NoError(b, err)
			sum := sha256.Sum256(text)
			if !ed25519.Verify(public, sum[:], ed25519.Sign(secret, sum[:])) {
				b.Fatal("floor")
			}
		}
	})
}

// BenchmarkEducredential verifies a badge with the context of eduCredentials.
func BenchmarkEducredential(b *testing.B) {
	text := benchBadge(b)
	for _, change := range [][2]string{
		{`context-3.0.3.json"`, `context-3.0.3.json","` + edubadges.ContextEducredential + `"`},
		{`"type":["Achievement"]`, `"type":["Achievement","EducredentialAchievement"],"ECTS":2.5,"timeInvestment":84`},
	} {
		changed := bytes.Replace(text, []byte(change[0]), []byte(change[1]), 1)
		require.NotEqual(b, text, changed)
		text = changed
	}
	d := newBenchDesk(b, 1, edubadges.Educredentials()...)
	doc, err := badge.Parse(text)
	require.NoError(b, err)
	doc, err = proof.Sign(context.Background(), doc, proof.EdDSARDFC2022, key.Signer{Key: d.key, Method: benchSchool + "#key-1"}, proof.Options{Extensions: edubadges.Educredentials()})
	require.NoError(b, err)
	f := d.floor(doc.Bytes())
	b.Run("floor", func(b *testing.B) {
		for b.Loop() {
			f.run(b)
		}
	})
	b.Run("ours", func(b *testing.B) { d.run(b, doc.Bytes()) })
}

// BenchmarkReport writes the report of a typical badge.
func BenchmarkReport(b *testing.B) {
	d := newBenchDesk(b, 1)
	text := d.signed(b, benchBadge(b), proof.EdDSARDFC2022)
	f := d.floor(text)
	r, err := d.verifier.Verify(context.Background(), text)
	require.NoError(b, err)
	b.Run("floor", func(b *testing.B) {
		for b.Loop() {
			f.run(b)
		}
	})
	b.Run("json", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := json.Marshal(r); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("text", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if r.String() == "" {
				b.Fatal("no report")
			}
		}
	})
}

// BenchmarkKeys verifies a typical badge whose key is pinned, and one whose
// issuer is known: its page has been fetched before.
func BenchmarkKeys(b *testing.B) {
	s := newSchools(b)
	text, now := s.badge(b, 0, 0), verifytest.New(b).Now
	for name, pin := range map[string]bool{"pinned": true, "known": false} {
		b.Run(name, func(b *testing.B) {
			config := verify.Config{Trust: verify.Issuers(s.id(0)), Fetcher: s.client(b), Now: now}
			if pin {
				public, err := key.FromPublic(s.secret.Public())
				require.NoError(b, err)
				config.Keys = map[string][]key.Key{s.id(0): {public}}
			}
			v, err := verify.New(config)
			require.NoError(b, err)
			for b.Loop() {
				if report, err := v.Verify(context.Background(), text); err != nil {
					b.Fatal(report)
				}
			}
		})
	}
}

// BenchmarkTranscript verifies a record with many signed badges inside. The
// floor verifies as many badges one by one.
func BenchmarkTranscript(b *testing.B) {
	v := verifierWith(b, verifytest.New(b), func(c *verify.Config) { c.Trust = verify.AnyIssuer() })
	for _, row := range []struct {
		scheme proof.Scheme
		n      int
	}{{proof.EdDSA, 200}, {proof.EdDSA, 500}, {proof.EdDSARDFC2022, 200}} {
		b.Run(fmt.Sprintf("%s/%d", row.scheme, row.n), func(b *testing.B) {
			doc := transcript(b, row.scheme, row.n)
			var single [][]byte
			for _, inner := range doc.Body().At("/credentialSubject/verifiableCredential").Elements() {
				single = append(single, []byte(inner.Raw()))
			}
			require.Len(b, single, row.n)
			for name, texts := range map[string][][]byte{"ours": {doc.Bytes()}, "floor": single} {
				b.Run(name, func(b *testing.B) {
					for b.Loop() {
						for _, text := range texts {
							if report, err := v.Verify(context.Background(), text); err != nil {
								b.Fatal(report)
							}
						}
					}
				})
			}
		})
	}
}

// BenchmarkResults verifies a badge with 2,000 results, and ten with 200 each.
func BenchmarkResults(b *testing.B) {
	v := verifierWith(b, verifytest.New(b), func(c *verify.Config) { c.Trust = verify.AnyIssuer() })
	for n, times := range map[int]int{2_000: 1, 200: 10} {
		text := withResults(b, n).Bytes()
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				for range times {
					if report, err := v.Verify(context.Background(), text); err != nil {
						b.Fatal(report)
					}
				}
			}
		})
	}
}

// BenchmarkOneWorker verifies 500 typical badges with VerifyAll and one worker,
// and in a loop.
func BenchmarkOneWorker(b *testing.B) {
	d := newBenchDesk(b, 1)
	texts := slices.Repeat([][]byte{d.signed(b, benchBadge(b), proof.EdDSARDFC2022)}, 100)
	b.Run("all", func(b *testing.B) {
		for b.Loop() {
			for _, report := range d.verifier.VerifyAll(context.Background(), items(texts)) {
				if report.Err() != nil {
					b.Fatal(report)
				}
			}
		}
	})
	b.Run("loop", func(b *testing.B) {
		for b.Loop() {
			for _, text := range texts {
				if report, err := d.verifier.Verify(context.Background(), text); err != nil {
					b.Fatal(report)
				}
			}
		}
	})
}

// Benchmark20 verifies badges of Open Badges 2.0, hosted and signed, whose pages
// have been fetched. The floors read and hash the badge and each of the pages, and
// check the signature.
func Benchmark20(b *testing.B) {
	run := func(name string, presented []byte, web site, floor func() bool) {
		cfg := verify.Config{Trust: verify.Issuers(issuer1), Fetcher: web.pages(b), Now: day20}
		v, err := verify.New(cfg)
		require.NoError(b, err)
		b.Run(name+"/ours", func(b *testing.B) {
			for b.Loop() {
				if report, err := v.Verify(context.Background(), presented); err != nil {
					b.Fatal(report)
				}
			}
		})
		b.Run(name+"/floor", func(b *testing.B) {
			var texts [][]byte
			for at := range web {
				texts = append(texts, web.text(b, at))
			}
			for b.Loop() {
				for _, text := range texts {
					var v any
					_ = sha256.Sum256(text)
					if json.Unmarshal(text, &v) != nil {
						b.Fatal("floor")
					}
				}
				if !floor() {
					b.Fatal("floor")
				}
			}
		})
	}
	hosted := newSite(b)
	run("hosted", hosted.text(b, assertion1), hosted, func() bool { return true })

	signed := newSignedSite(b)
	token := sign20(b, rsaKey20(), `{"alg":"RS256"}`, signed.text(b, "badge"))
	end := bytes.LastIndexByte(token, '.')
	signature, err := base64.RawURLEncoding.DecodeString(string(token[end+1:]))
	require.NoError(b, err)
	run("signed", token, signed, func() bool {
		sum := sha256.Sum256(token[:end])
		return rsa.VerifyPKCS1v15(&rsaKey20().PublicKey, crypto.SHA256, sum[:], signature) == nil
	})
}

// BenchmarkPictures verifies a typical badge in a picture: Embed wrote it, Verify
// extracts it. The floor verifies the badge alone and reads the picture.
func BenchmarkPictures(b *testing.B) {
	d := newBenchDesk(b, 1)
	text := d.signed(b, benchBadge(b), proof.EdDSARDFC2022)
	for _, name := range []string{"stadslab.png", "stadslab.svg"} {
		picture, err := os.ReadFile("../examples/quickstart/art/" + name)
		require.NoError(b, err)
		kind := strings.TrimPrefix(name, "stadslab.")
		var baked bytes.Buffer
		require.NoError(b, bake.Embed(&baked, bytes.NewReader(picture), bake.Payload{Slot: bake.OB3, Data: text}, bake.Options{}))
		b.Run(kind+"/ours", func(b *testing.B) { d.run(b, baked.Bytes()) })
		b.Run(kind+"/floor", func(b *testing.B) {
			for b.Loop() {
				_ = sha256.Sum256(bytes.Clone(picture))
				if report, err := d.verifier.Verify(context.Background(), text); err != nil {
					b.Fatal(report)
				}
			}
		})
	}
}

// BenchmarkRest reports the memory that a Verifier keeps after 10,000 badges of
// 1,000 issuers, which it has asked for their keys.
func BenchmarkRest(b *testing.B) {
	s := newSchools(b)
	texts := s.badges(b, 1_000, 4)
	used := func() float64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc)
	}
	before := used()
	client := s.client(b)
	v, err := verify.New(verify.Config{Trust: verify.AnyIssuer(), Fetcher: client, Now: verifytest.New(b).Now})
	require.NoError(b, err)
	for b.Loop() {
		for i := range 10_000 {
			if report, err := v.Verify(context.Background(), texts[i%len(texts)]); err != nil {
				b.Fatal(report)
			}
		}
	}
	b.ReportMetric(used()-before, "bytes")
	runtime.KeepAlive(v)
	runtime.KeepAlive(texts)
}
