package archive_test

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/archive"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

const school = "did:web:school.example"

// record verifies an item and returns its archive.
func record(t testing.TB, cfg verify.Config, items ...verify.Item) *archive.Archive {
	t.Helper()
	recorder, err := archive.NewRecorder(cfg)
	require.NoError(t, err)
	for _, item := range items {
		_, err = recorder.Verify(t.Context(), item)
		require.NoError(t, err)
	}
	kept, err := recorder.Seal(nil)
	require.NoError(t, err)
	reopened, err := archive.Open(kept.Bytes())
	require.NoError(t, err)
	require.Equal(t, kept.Bytes(), reopened.Bytes())
	return reopened
}

// checked checks an archive of one badge.
func checked(t *testing.T, a *archive.Archive, p archive.Policy) archive.Result {
	t.Helper()
	results, err := a.Check(t.Context(), p)
	require.NoError(t, err)
	require.Len(t, results, 1)
	return results[0]
}

// offline is the configuration of a world without its web.
func offline(w *verifytest.World, trust verify.Trust) verify.Config {
	cfg := w.Config(trust)
	cfg.Fetcher = nil
	return cfg
}

func signedBadge(t *testing.T) (*verifytest.World, *issuer.Issuer, *badge.Document) {
	w := verifytest.New(t)
	by := w.Issuer("school.example", proof.EdDSARDFC2022)
	return w, by, w.Issue(by, verifytest.Badge())
}

func TestCheck(t *testing.T) {
	t.Run("signed, key pinned: level A, and valid today", func(t *testing.T) {
		w, _, doc := signedBadge(t)
		kept := record(t, w.Config(verify.Issuers(school)), verify.Item{Data: doc.Bytes()})
		cfg := offline(w, verify.Issuers(school))
		k, err := key.FromPublic(w.Key("school.example", proof.EdDSARDFC2022).Public())
		require.NoError(t, err)
		cfg.Keys = map[string][]key.Key{school: {k}}
		got := checked(t, kept, archive.Policy{Config: cfg})
		require.NoError(t, got.Err(), got.String())
		require.Equal(t, archive.LevelSigned, got.Level)
		require.Equal(t, archive.IsValid, got.Verdict())
		require.Equal(t, archive.CodeIsValid, got.Is.Code)
		require.Equal(t, archive.CodeUndated, got.Was.Code)
	})
	t.Run("signed, key from a host that nobody confirms: a bare copy", func(t *testing.T) {
		w, _, doc := signedBadge(t)
		kept := record(t, w.Config(verify.Issuers(school)), verify.Item{Data: doc.Bytes()})
		w.SetNow(w.Now().Add(time.Hour))
		got := checked(t, kept, archive.Policy{Config: offline(w, verify.Issuers(school))})
		require.ErrorIs(t, got.Err(), verify.ErrInconclusive)
		require.Equal(t, archive.LevelCopy, got.Level)
		require.Equal(t, archive.CodeUnvouched, got.Now.Decisive().Code)
	})
}

func digestOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
