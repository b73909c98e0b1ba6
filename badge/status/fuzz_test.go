package status

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/tree"
)

// FuzzStatusList checks that a value read from a list equals that of a
// bit-by-bit reading, and that no list inflates beyond its limit. It also
// writes the list and reads it back.
func FuzzStatusList(f *testing.F) {
	good := subject(f, "u"+bare(compressed(f, make([]byte, MinEntries/8))))
	for _, size := range []uint8{1, 2, 3, 7, 8} {
		f.Add(good, []byte{0x80, 0x01, 0xff}, uint64(size)*3, size)
	}
	f.Add(subject(f, "u"+bare(compressed(f, make([]byte, maxInflated+1)))), []byte{}, uint64(1<<63), uint8(0))
	f.Add(subject(f, bare(compressed(f, []byte{1, 2, 3})), "type", `"StatusList2021"`, "ttl", "5"), []byte{1}, uint64(131072), uint8(9))
	f.Add(entry(f, "statusSize", "2", "statusMessage", messages(4)), []byte{1}, uint64(0), uint8(2))

	f.Fuzz(func(t *testing.T, text, bits []byte, index uint64, size uint8) {
		v, err := tree.Parse(text)
		if err != nil {
			return
		}
		l, _, err := ParseList(v, Options{MissingMultibase: true})
		if err == nil {
			require.LessOrEqual(t, len(l.bits), maxInflated)
			require.GreaterOrEqual(t, len(l.bits), MinEntries/8)
		}
		if e, _, err := ParseEntry(v, Options{}); err == nil && e.Type != "" {
			if written, err := e.JSON(); err == nil {
				again, _, err := ParseEntry(parsed(t, written), Options{})
				require.NoError(t, err)
				require.Equal(t, e.Index, again.Index)
				require.Equal(t, e.Messages, again.Messages)
			}
		}
		checkBits(t, bits, at(index, int(size)))
	})
}

// checkBits compares the fast and the slow reading of bits.
func checkBits(t *testing.T, bits []byte, e Entry) {
	l := &List{kind: bitstringList, purposes: []string{Revocation}, bits: make([]byte, MinEntries)}
	copy(l.bits, bits)
	e.Index %= MinEntries + 2
	got, err := l.Lookup(e)
	if err != nil {
		return
	}
	require.Equal(t, slowBits(l.bits, e.Index*uint64(e.size()), e.size()), got.Value)

	flipped := got.Value ^ 1
	require.NoError(t, l.Set(e, flipped))
	got, err = l.Lookup(e)
	require.NoError(t, err)
	require.Equal(t, flipped, got.Value)
}

// FuzzRevocationList checks that reading a list twice gives the same result.
func FuzzRevocationList(f *testing.F) {
	f.Add([]byte(`{"id":"a","issuer":"b","revokedCredential":[{"id":"c","revoked":true,"revocationReason":"d"},{"id":"e","revoked":false}]}`))
	f.Add([]byte(`{"id":"a","issuer":"b","revokedCredentials":[null]}`))
	f.Add([]byte(`{"id":"a","id":"b"}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		v, err := tree.Parse(text)
		if err != nil {
			return
		}
		l, err := ParseRevocationList(v)
		if err != nil {
			return
		}
		again, err := ParseRevocationList(v)
		require.NoError(t, err)
		require.Equal(t, l, again)
	})
}
