package edubadges_test

import (
	"context"
	"crypto/ed25519"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/badge/internal/reftest"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/rules"
)

// educredentials returns the official samples of the profile by name.
func educredentials(t *testing.T) map[string]*badge.Document {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(reftest.Dir(t), "samples", "educredentials", "*.json"))
	require.NoError(t, err)
	found := map[string]*badge.Document{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		d, err := badge.Parse(data)
		require.NoError(t, err)
		found[filepath.Base(file)] = d
	}
	require.Len(t, found, 17)
	return found
}

// dangling are the samples with a result that refers to a missing description,
// which the standard forbids and no schema detects.
var dangling = map[string]bool{"theed_regular_full_ho.json": true, "theed_regular_full_mbo.json": true, "uvh_fvhz_regular_full.json": true}

// TestEducredentialSamples validates and signs every official sample with the
// repaired context (gotcha 21).
func TestEducredentialSamples(t *testing.T) {
	ctx, ext := context.Background(), edubadges.Educredentials()
	secret := ed25519.NewKeyFromSeed([]byte("a seed of thirty-two bytes......"))
	by := key.Signer{Key: secret, Method: "https://school.example/keys#1"}
	public, err := key.FromPublic(secret.Public())
	require.NoError(t, err)
	for name, d := range educredentials(t) {
		t.Run("gotcha 21: "+name, func(t *testing.T) {
			for _, p := range rules.Validate(d, ext...) {
				if dangling[name] && p.Code == rules.CodeResultDescription {
					continue
				}
				require.Equal(t, badge.SeverityWarning, p.Severity, "%s at %s: %s", p.Code, p.Path, p.Message)
			}
			require.NoError(t, proof.ValidateContexts(ctx, d, proof.CheckOptions{Extensions: ext}))
			if name == "full_ex.json" { // all its objects have one id
				_, err := proof.Sign(ctx, d, proof.EdDSARDFC2022, by, proof.Options{Extensions: ext})
				require.Equal(t, "issue.shared_id", badge.CodeOf(err))
				return
			}
			signed, err := proof.Sign(ctx, d, proof.EdDSARDFC2022, by, proof.Options{Created: time.Unix(1767225600, 0), Extensions: ext})
			require.NoError(t, err)
			proofs, err := proof.Find(signed)
			require.NoError(t, err)
			_, err = proofs[len(proofs)-1].Verify(ctx, public, proof.CheckOptions{Extensions: ext})
			require.NoError(t, err)
		})
	}
}
