package verify_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
)

// TestObjects counts what verifying makes, which is the same on every machine, as
// its time is not.
func TestObjects(t *testing.T) {
	if heapFactor() > 1 {
		t.Skip("under the race detector pools drop values at random, so that objects cannot be counted")
	}
	d := newBenchDesk(t, 1)
	t.Run("SC-8 whole Verify, offline, typical", func(t *testing.T) {
		text := d.signed(t, benchBadge(t), proof.EdDSARDFC2022)
		require.LessOrEqual(t, testing.AllocsPerRun(200, func() {
			_, err := d.verifier.Verify(t.Context(), text)
			require.NoError(t, err)
		}), 120.0)
	})
	public, err := key.FromPublic(d.key.Public())
	require.NoError(t, err)
	for size, most := range map[string]float64{"simple": 44, "typical": 52, "complete": 140} {
		t.Run("SC-9 read and check, "+size, func(t *testing.T) {
			long, err := os.ReadFile("../badge/testdata/bench/" + size + ".json")
			require.NoError(t, err)
			var text bytes.Buffer
			require.NoError(t, json.Compact(&text, long))
			signed := d.signed(t, text.Bytes(), proof.EdDSARDFC2022)
			require.LessOrEqual(t, testing.AllocsPerRun(200, func() {
				doc, err := badge.Parse(signed)
				require.NoError(t, err)
				proofs, err := proof.Find(doc)
				require.NoError(t, err)
				_, err = proofs[0].Verify(t.Context(), public, proof.CheckOptions{})
				require.NoError(t, err)
			}), most)
		})
	}
}
