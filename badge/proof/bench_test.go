package proof

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/key"
)

// The benchmarks of this module share three documents: a small badge, a typical
// school badge, and one that uses nearly every member, with embedded
// endorsements.
var sizes = []string{"simple", "typical", "complete"}

// benchText returns the text of a benchmark document without white space.
func benchText(t testing.TB, size string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "testdata", "bench", size+".json"))
	require.NoError(t, err)
	var compact bytes.Buffer
	require.NoError(t, json.Compact(&compact, text))
	return compact.Bytes()
}

// benchFloor measures the least work of any verifier of an EdDSA proof: read
// the JSON, hash it and verify one signature.
func benchFloor(b *testing.B, text []byte) {
	key := ed25519Secret(1)
	public := key.Public().(ed25519.PublicKey)
	sum := sha256.Sum256(text)
	signature := ed25519.Sign(key, sum[:])
	b.Run("floor", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var v any
			if err := json.Unmarshal(text, &v); err != nil {
				b.Fatal(err)
			}
			sum := sha256.Sum256(text)
			if !ed25519.Verify(public, sum[:], signature) {
				b.Fatal("floor")
			}
		}
	})
}

// BenchmarkCheck reads a signed badge and verifies its proof.
func BenchmarkCheck(b *testing.B) {
	for _, size := range sizes {
		b.Run(size, func(b *testing.B) {
			d := signed(b, string(benchText(b, size)), EdDSARDFC2022, Options{})
			benchFloor(b, d.Bytes())
			benchCheck(b, d, EdDSARDFC2022, CheckOptions{})
		})
	}
}

func benchCheck(b *testing.B, d *badge.Document, s Scheme, o CheckOptions) {
	text, key := d.Bytes(), publicKey(b, signers(b)[s].Key)
	b.Run("ours", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := checkBytes(text, key, o); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkUnknownContext verifies a proof over a badge with a supplied
// context, which has no direct path.
func BenchmarkUnknownContext(b *testing.B) {
	o := []badge.Extension{{URL: "https://vuurtoren.example/context.json", Context: []byte(`{"@context":{"rank":"https://vuurtoren.example/terms#rank"}}`)}}
	text := benchText(b, "typical")
	text = bytes.Replace(text, []byte(`context-3.0.3.json"`), []byte(`context-3.0.3.json","https://vuurtoren.example/context.json"`), 1)
	text = bytes.Replace(text, []byte(`"name"`), []byte(`"rank":"master","name"`), 1)
	d := signed(b, string(text), EdDSARDFC2022, Options{Extensions: o})
	benchFloor(b, d.Bytes())
	benchCheck(b, d, EdDSARDFC2022, CheckOptions{Extensions: o})
}

// BenchmarkSuites verifies a typical badge under every scheme. The floor reads the
// JSON, hashes it and checks one signature of the kind.
func BenchmarkSuites(b *testing.B) {
	for s, by := range signers(b) {
		row, ok := schemeWhere(s, func(row scheme) bool { return row.key == publicKey(b, by.Key).Type() })
		if !ok || row.transform == sd {
			continue
		}
		b.Run(string(s), func(b *testing.B) {
			d, public := signed(b, string(benchText(b, "typical")), s, Options{}), publicKey(b, by.Key)
			benchCheck(b, d, s, CheckOptions{})
			text := []byte(jsontext.Value(d.Body()).Raw())
			signature, err := row.sign(by.Key, text)
			require.NoError(b, err)
			b.Run("floor", func(b *testing.B) {
				for b.Loop() {
					var v any
					_ = sha256.Sum256(text)
					if json.Unmarshal(text, &v) != nil || !row.check(public, text, signature) {
						b.Fatal("floor")
					}
				}
			})
		})
	}
}

// BenchmarkToken verifies a token. The floor is the signature alone; the third
// figure, reading the claims, is not needed for the signature.
func BenchmarkToken(b *testing.B) {
	for _, s := range []Scheme{RS256, ES256, EdDSA} {
		b.Run(string(s), func(b *testing.B) {
			d := signed(b, string(benchText(b, "typical")), s, Options{})
			token, _ := d.JWS()
			public, row := publicKey(b, signers(b)[s].Key), must(schemeNamed(s))
			b.Run("floor", func(b *testing.B) {
				for b.Loop() {
					if !row.check(public, []byte(token.SigningInput), []byte(token.Signature)) {
						b.Fatal("floor")
					}
				}
			})
			b.Run("ours", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					proofs, err := Find(d)
					if err != nil {
						b.Fatal(err)
					}
					if _, err := proofs[0].Verify(context.Background(), public, CheckOptions{}); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run("read", func(b *testing.B) {
				text := d.Bytes()
				b.ReportAllocs()
				for b.Loop() {
					if _, err := badge.Parse(text); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}

func must[T any](v T, ok bool) T {
	if !ok {
		panic("not found")
	}
	return v
}

// BenchmarkIssue makes and signs a badge without verifying the result. The
// floor writes JSON, hashes and signs it.
func BenchmarkIssue(b *testing.B) {
	for _, size := range sizes {
		b.Run(size, func(b *testing.B) {
			d := parse(b, string(benchText(b, size)))
			c, secret := d.Credential(), ed25519Secret(1)
			b.Run("floor", func(b *testing.B) {
				tree := jsontext.Value(d.Root()).Any()
				b.ReportAllocs()
				for b.Loop() {
					text, err := json.Marshal(tree)
					if err != nil {
						b.Fatal(err)
					}
					sum := sha256.Sum256(text)
					ed25519.Sign(secret, sum[:])
				}
			})
			b.Run("ours", func(b *testing.B) {
				by := key.Signer{Key: secret, Method: "https://issuer.example/keys#1"}
				m := making{row: must(schemeNamed(EdDSARDFC2022)), by: by, public: publicKey(b, secret)}
				b.ReportAllocs()
				for b.Loop() {
					made, err := badge.Build(badge.OB3, c)
					if err != nil {
						b.Fatal(err)
					}
					m.doc = made
					if _, err := signObject(context.Background(), m); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}

// BenchmarkTokenBytes is the floor of reading a token: its parts as bytes.
func BenchmarkTokenBytes(b *testing.B) {
	d := signed(b, string(benchText(b, "typical")), EdDSA, Options{})
	parts := bytes.Split(d.Bytes(), []byte("."))
	b.ReportAllocs()
	for b.Loop() {
		payload := make([]byte, base64.RawURLEncoding.DecodedLen(len(parts[1])))
		if _, err := base64.RawURLEncoding.Decode(payload, parts[1]); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDisclosure verifies a disclosure of a whole badge, which has a
// signature for each statement, on one worker and on two. The floor checks as many
// signatures.
func BenchmarkDisclosure(b *testing.B) {
	base, err := Sign(context.Background(), parse(b, string(benchText(b, "typical"))), ECDSASD2023, sdSigner(), Options{})
	require.NoError(b, err)
	shown, err := Disclose(context.Background(), base, Selection{Reveal: []string{""}})
	require.NoError(b, err)
	by := publicKey(b, sdSigner().Key)
	for name, workers := range map[string]int{"one": 1, "two": 2} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := checkBytes(shown.Bytes(), by, CheckOptions{Workers: workers}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	proofs, err := Find(shown)
	require.NoError(b, err)
	w, err := proofs[0].Validate(CheckOptions{})
	require.NoError(b, err)
	b.Run("floor", func(b *testing.B) {
		secret := ecSecret(p256Key, 1)
		signature, err := ecdsa.SignASN1(rand.Reader, secret, make([]byte, 32))
		require.NoError(b, err)
		for b.Loop() {
			for range len(w.disclosure.signatures) + 1 {
				if !ecdsa.VerifyASN1(&secret.PublicKey, make([]byte, 32), signature) {
					b.Fatal("floor")
				}
			}
		}
	})
}

// BenchmarkSignatures checks signatures in one goroutine or two: how much more two
// processors of this machine do together, all the time or after one of them was idle.
func BenchmarkSignatures(b *testing.B) {
	public, secret, err := ed25519.GenerateKey(nil)
	require.NoError(b, err)
	signature := ed25519.Sign(secret, nil)
	check := func(n int) {
		for range n {
			ed25519.Verify(public, nil, signature)
		}
	}
	for _, row := range []struct {
		name                    string
		workers, together, idle int // idle is how many signatures one goroutine checks before
	}{{"one", 1, 200, 0}, {"two", 2, 200, 0}, {"briefly_one", 1, 60, 10}, {"briefly_two", 2, 60, 10}} {
		b.Run(row.name, func(b *testing.B) {
			var clock time.Duration
			for b.Loop() {
				check(row.idle)
				start := time.Now()
				var group sync.WaitGroup
				for range row.workers {
					group.Go(func() { check(row.together / row.workers) })
				}
				group.Wait()
				clock += time.Since(start)
			}
			b.ReportMetric(float64(clock)/float64(b.N), "ns/op")
		})
	}
}
