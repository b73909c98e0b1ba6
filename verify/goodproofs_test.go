package verify

import (
	"crypto/ed25519"
	"encoding/binary"
	"errors"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/key"
)

// KH-7: good proofs are verified once, others each time, and no more are remembered
// than the limit allows.
func TestGoodProofs(t *testing.T) {
	first, err := key.FromPublic(ed25519.NewKeyFromSeed(make([]byte, 32)).Public())
	require.NoError(t, err)
	second, err := key.FromPublic(ed25519.NewKeyFromSeed(append(make([]byte, 31), 1)).Public())
	require.NoError(t, err)
	var g goodProofs
	bad := errors.New("bad")
	for _, row := range []struct {
		document string
		by       key.Key
		err      error
		asked    bool
	}{
		{"a", first, bad, true}, {"a", first, bad, true}, {"a", first, nil, true}, {"a", first, bad, false},
		{"a", second, bad, true}, {"b", first, bad, true}, {"", key.Key{}, bad, true},
	} {
		asked := false
		err := g.check([]byte(row.document), row.by, func() error { asked = true; return row.err })
		require.Equal(t, row.asked, asked, row)
		require.Equal(t, row.asked && row.err != nil, err != nil, row)
	}
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			for n := range maxGoodProofs {
				_ = g.check(binary.BigEndian.AppendUint64(nil, uint64(n+i*1000)), first, func() error { return nil })
			}
		})
	}
	all.Wait()
	require.NotEmpty(t, g.good)
	require.LessOrEqual(t, len(g.good), maxGoodProofs)
}
