package status

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"io"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
)

// BenchmarkTokenList reads a status list token of a million badges, one in a
// hundred revoked, and looks one up. The signature is not part of it. The floor
// inflates the list into memory of its size.
func BenchmarkTokenList(b *testing.B) {
	const entries = 1 << 20
	l, err := NewTokenList(entries, 1)
	require.NoError(b, err)
	random := rand.New(rand.NewChaCha8([32]byte{1}))
	for range entries / 100 {
		require.NoError(b, l.Set(random.Uint64N(entries), TokenInvalid))
	}
	claims, err := Token{Subject: "https://school.example/tokens/1", Issuer: "did:web:school.example", Issued: time.Unix(1, 0), List: l}.JSON()
	require.NoError(b, err)
	encode := base64.RawURLEncoding.EncodeToString
	jws := []byte(encode([]byte(`{"alg":"EdDSA","kid":"did:web:school.example#1","typ":"statuslist+jwt"}`)) + "." + encode(claims) + "." + encode(make([]byte, 64)))
	var compressed bytes.Buffer
	zw, err := zlib.NewWriterLevel(&compressed, zlib.BestCompression)
	require.NoError(b, err)
	_, _ = zw.Write(l.packed)
	require.NoError(b, zw.Close())

	b.Run("ours", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			d, err := badge.Parse(jws)
			require.NoError(b, err)
			token, _, err := ParseToken(d.Root(), 0)
			require.NoError(b, err)
			_, err = token.List.Lookup(entries - 1)
			require.NoError(b, err)
		}
	})
	b.Run("floor", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			packed := make([]byte, entries/8) // the list, which is kept
			zr, err := zlib.NewReader(bytes.NewReader(compressed.Bytes()))
			require.NoError(b, err)
			_, err = io.ReadFull(zr, packed)
			require.NoError(b, err)
		}
	})
}
