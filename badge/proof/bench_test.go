package proof

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"testing"
)

// BenchmarkCheck stands beside BenchmarkFloor: what any verifier has to do at
// least, read the JSON, hash it and verify one signature.
func BenchmarkCheck(b *testing.B) {
	for s, by := range signers(b) {
		text, key := string(signed(b, sample, s, Options{}).Bytes()), publicKey(b, by.Key)
		b.Run(string(s), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := checkFirst(text, key, CheckOptions{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkSign(b *testing.B) {
	d := parse(b, sample)
	for s, by := range signers(b) {
		b.Run(string(s), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Sign(context.Background(), d, s, by, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkFloor(b *testing.B) {
	text := signed(b, sample, EdDSARDFC2022, Options{}).Bytes()
	key := ed25519Secret(1)
	public := key.Public().(ed25519.PublicKey)
	sum := sha256.Sum256(text)
	signature := ed25519.Sign(key, sum[:])
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
}
