package main

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// BenchmarkFiles verifies a folder of 4,000 typical badges. The floor reads each
// file, decodes its JSON, hashes it and checks one signature.
func BenchmarkFiles(b *testing.B) {
	const files, badges = 4_000, 200
	world := verifytest.New(b)
	secret := world.Key("vuurtoren.example", proof.EdDSARDFC2022).(ed25519.PrivateKey)
	typical, err := os.ReadFile("../../badge/testdata/bench/typical.json")
	require.NoError(b, err)
	dir := b.TempDir()
	var texts [][]byte
	for n := range badges {
		doc, err := badge.Parse([]byte(strings.Replace(string(typical), "badges/91ab", fmt.Sprintf("badges/%04d", n), 1)))
		require.NoError(b, err)
		doc, err = proof.Sign(context.Background(), doc, proof.EdDSARDFC2022, key.Signer{Key: secret, Method: "did:web:vuurtoren.example#key-1"}, proof.Options{})
		require.NoError(b, err)
		texts = append(texts, doc.Bytes())
	}
	var names []string
	for n := range files {
		name := filepath.Join(dir, fmt.Sprintf("%04d.json", n))
		require.NoError(b, os.WriteFile(name, texts[n%badges], 0o600))
		names = append(names, name)
	}
	public, err := key.FromPublic(secret.Public())
	require.NoError(b, err)
	list, err := status.NewList(status.Revocation, 131_072, 1)
	require.NoError(b, err)
	published, err := world.Issuer("vuurtoren.example", proof.EdDSARDFC2022).StatusList(context.Background(), "https://vuurtoren.example/status/3", list, nil)
	require.NoError(b, err)
	pages := b.TempDir()
	for name, text := range map[string][]byte{"key.jwk": public.JWK(), "list.json": published.Bytes(), "web.json": []byte(`{"https://vuurtoren.example/status/3":"list.json"}`)} {
		require.NoError(b, os.WriteFile(filepath.Join(pages, name), text, 0o600))
	}
	for name, flags := range map[string][]string{
		"text": nil, "json": {"-json"}, "one_worker": {"-json", "-workers", "1"}, "two_workers": {"-json", "-workers", "2"},
	} {
		b.Run(name, func(b *testing.B) {
			args := append([]string{"verify", "-at", now, "-issuer", "did:web:vuurtoren.example", "-keys", filepath.Join(pages, "key.jwk"), "-web", filepath.Join(pages, "web.json")}, flags...)
			for b.Loop() {
				require.Equal(b, exitAccepted, run(context.Background(), append(args, dir), process{stdout: io.Discard, stderr: io.Discard}))
			}
		})
	}
	b.Run("floor", func(b *testing.B) {
		sums := map[[32]byte][]byte{}
		for _, text := range texts {
			sum := sha256.Sum256(text)
			sums[sum] = ed25519.Sign(secret, sum[:])
		}
		for b.Loop() {
			for _, name := range names {
				text, err := os.ReadFile(name)
				require.NoError(b, err)
				var v any
				sum := sha256.Sum256(text)
				if json.Unmarshal(text, &v) != nil || !ed25519.Verify(secret.Public().(ed25519.PublicKey), sum[:], sums[sum]) {
					b.Fatal("floor")
				}
			}
		}
	})
}
