package archive_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/archive"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// AR-5: a process verifies the archive that another one made, a year later. The host,
// which served over HTTPS, is switched off, and the only thing that both share is the
// file.
func TestInAnotherProcess(t *testing.T) {
	const variable, file, trusted = "ARCHIVE_TEST_FOLDER", "kept.zip", "issuer.txt"
	if folder := os.Getenv(variable); folder != "" {
		data, err := os.ReadFile(filepath.Join(folder, file))
		require.NoError(t, err)
		id, err := os.ReadFile(filepath.Join(folder, trusted))
		require.NoError(t, err)
		kept, err := archive.Open(data)
		if err != nil {
			fmt.Println("refused:", badge.CodeOf(err))
			return
		}
		w := verifytest.New(t) // for its clock
		w.SetNow(w.Now().AddDate(1, 0, 0))
		cfg := verify.Config{Trust: verify.Issuers(string(id)), Now: w.Now}
		r := checked(t, kept, archive.Policy{Config: cfg, Keepers: keepers(t)})
		fmt.Println("verdict:", r.Verdict(), r.Level, r.Err())
		return
	}
	folder := t.TempDir()
	t.Run("AR-5 made while the host is there", func(t *testing.T) {
		w := verifytest.New(t)
		office := w.Office(badge.OB3)
		doc := office.Award(verifytest.Badge())
		cfg := verify.Config{Trust: verify.Issuers(office.Issuer.ID()), Fetcher: office.Client, Now: w.Now}
		kept := attested(t, record(t, cfg, verify.Item{Data: doc.Bytes()}), w.Now())
		require.NoError(t, os.WriteFile(filepath.Join(folder, file), kept.Bytes(), 0o600))
		require.NoError(t, os.WriteFile(filepath.Join(folder, trusted), []byte(office.Issuer.ID()), 0o600))
	})
	for name, row := range map[string]struct {
		edit func(data []byte)
		want string
	}{
		"AR-5 as it was made":          {func([]byte) {}, "verdict: was_valid A <nil>\n"},
		"AR-3 with a byte of it other": {func(data []byte) { data[bytes.Index(data, []byte("Laser"))] ^= 1 }, "refused: archive.altered\n"},
	} {
		t.Run(name, func(t *testing.T) {
			other := t.TempDir()
			data, err := os.ReadFile(filepath.Join(folder, file))
			require.NoError(t, err)
			row.edit(data)
			require.NoError(t, os.WriteFile(filepath.Join(other, file), data, 0o600))
			id, err := os.ReadFile(filepath.Join(folder, trusted))
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(filepath.Join(other, trusted), id, 0o600))
			child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestInAnotherProcess$")
			child.Env = append(os.Environ(), variable+"="+other)
			out, err := child.CombinedOutput()
			require.Contains(t, string(out), row.want)
			require.NoError(t, err, string(out))
		})
	}
}
