package proof

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
)

// BenchmarkSDJWT reads an SD-JWT that shows 20 results, and checks its claims and
// its signature. The floor decodes, hashes and reads the disclosures and the
// payload, and checks the signature.
func BenchmarkSDJWT(b *testing.B) {
	var results, pointers []string
	for i := range 20 {
		results = append(results, fmt.Sprintf(`{"type":["Result"],"resultDescription":"urn:uuid:22222222-2222-4333-8444-5555555555%02d","value":"%d"}`, i, i))
		pointers = append(pointers, fmt.Sprintf("/credentialSubject/result/%d", i))
	}
	text := string(benchText(b, "typical"))
	old := parse(b, text).Root().At("/credentialSubject/result").Raw()
	doc := parse(b, strings.Replace(text, old, "["+strings.Join(results, ",")+"]", 1))
	by := signers(b)[EdDSA]
	made, err := Sign(b.Context(), doc, EdDSA, by, Options{Type: typeVCSDJWT, Disclosable: pointers, AllowNoSubject: true})
	require.NoError(b, err)
	token, public, raw := string(made.Bytes()), publicKey(b, by.Key), by.Key.Public().(ed25519.PublicKey)
	b.Run("floor", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			floorOfSDJWT(b, token, raw)
		}
	})
	b.Run("ours", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			oursOfSDJWT(b, token, public)
		}
	})
}

func floorOfSDJWT(b *testing.B, token string, public ed25519.PublicKey) {
	read := func(encoded string) {
		var v any
		decoded, err := base64.RawURLEncoding.DecodeString(encoded)
		if err != nil || json.Unmarshal(decoded, &v) != nil {
			b.Fatal("floor")
		}
	}
	parts := strings.Split(token, "~")
	sums := map[[sha256.Size]byte]bool{}
	for _, disclosure := range parts[1 : len(parts)-1] {
		sums[sha256.Sum256([]byte(disclosure))] = true
		read(disclosure)
	}
	end, start := strings.LastIndexByte(parts[0], '.'), strings.IndexByte(parts[0], '.')
	signature, err := base64.RawURLEncoding.DecodeString(parts[0][end+1:])
	if err != nil || !ed25519.Verify(public, []byte(parts[0][:end]), signature) || len(sums) != 20 {
		b.Fatal("floor")
	}
	read(parts[0][start+1 : end])
}

func oursOfSDJWT(b *testing.B, token string, public key.Key) {
	d, err := badge.Parse([]byte(token))
	require.NoError(b, err)
	proofs, err := Find(d)
	require.NoError(b, err)
	for _, p := range ValidateToken(d, CheckOptions{}) {
		b.Fatal(p.Code)
	}
	_, err = proofs[0].Verify(b.Context(), public, CheckOptions{})
	require.NoError(b, err)
}
