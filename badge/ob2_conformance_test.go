package badge_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/reftest"
)

// unread20 are the samples of Open Badges 2.0 that are not JSON, because they
// have comments.
var unread20 = []string{"redirected-validation-subject.json", "assets/openbadges_context.json"}

// samples20 returns the official documents of Open Badges 2.0 by name.
func samples20(t *testing.T) map[string]*badge.Document {
	t.Helper()
	root := filepath.Join(reftest.Dir(t), "samples", "1edtech", "ob20")
	found := map[string]*badge.Document{}
	for _, pattern := range []string{"*.json", "*.jwt", "assets/*.json", "rdf-validation/*.json"} {
		files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(pattern)))
		require.NoError(t, err)
		for _, file := range files {
			name, err := filepath.Rel(root, file)
			require.NoError(t, err)
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			d, err := badge.Parse(data)
			if err != nil {
				require.Contains(t, unread20, filepath.ToSlash(name))
				continue
			}
			require.Equal(t, string(data), string(d.Bytes()))
			found[filepath.ToSlash(name)] = d
		}
	}
	require.Greater(t, len(found), 60)
	return found
}

// TestSamples20 compares the version and kind of every official document (C-147).
func TestSamples20(t *testing.T) {
	other := map[string]badge.Version{
		"basic-assertion-invalid-context.json":       badge.VersionUnknown,
		"basic-assertion-invalid-type.json":          badge.OB2,
		"assets/badgecriteria.json":                  badge.VersionUnknown,
		"assets/criteria-no-type.json":               badge.OB2,
		"assets/issuer-invalid-type.json":            badge.OB2,
		"rdf-validation/invalid-class.json":          badge.OB2,
		"rdf-validation/invalid-empty-type.json":     badge.OB2,
		"rdf-validation/valid-alignment-object.json": badge.OB2,
		"rdf-validation/valid-cool-class.json":       badge.OB2,
	}
	for name, d := range samples20(t) {
		t.Run(name, func(t *testing.T) {
			if version, listed := other[name]; listed {
				require.Equal(t, version, d.Version())
				return
			}
			require.Equal(t, badge.OB2, d.Version())
			require.NotEqual(t, badge.KindOther, d.Kind())
			require.NotEmpty(t, d.ID())
			if d.Kind() == badge.KindCredential {
				c := d.Credential()
				require.NotEmpty(t, c.ValidFrom)
				require.NotEmpty(t, c.Subject.Achievement.ID)
				require.Equal(t, badge.IdentifierEmailAddress, c.Subject.Identifier[0].IdentityType)
				require.True(t, strings.HasPrefix(c.Subject.Identifier[0].IdentityHash, "sha256$"))
			}
		})
	}
}
