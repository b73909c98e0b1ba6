package rules

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
)

// explained reports whether a change of Upgrade says that something at the place
// of a problem, or directly in it, is missing or unread.
func explained(p badge.Problem, changes []badge.Change) bool {
	return slices.ContainsFunc(changes, func(c badge.Change) bool {
		if c.Code != "upgrade.missing" && c.Code != "upgrade.unread" {
			return false
		}
		within, deeper := strings.CutPrefix(c.Path, p.Path+"/")
		return c.Path == p.Path || deeper && !strings.Contains(within, "/")
	})
}

// RE-35: what Upgrade makes of a document before Open Badges 2.0 follows the rules
// of 2.0, or the list of changes says what is missing.
func TestUpgradeFollowsRules(t *testing.T) {
	const at = "https://school.example/a"
	for name, text := range oldDocuments(t) {
		d, err := badge.Parse(text)
		if err != nil || !d.Version().Before3() || d.Version() == badge.OB2 {
			continue
		}
		upgraded, changes, err := badge.Upgrade(d, at)
		if err != nil {
			require.NotEmpty(t, badge.CodeOf(err), name)
			continue
		}
		for _, p := range Validate(upgraded) {
			if p.Severity == badge.SeverityError && !explained(p, changes) {
				t.Errorf("%s: %s at %q: %s", name, p.Code, p.Path, p.Message)
			}
		}
	}
}

// oldDocuments are documents of the project, and those of the folders with
// reference data and cases if there are any.
func oldDocuments(t *testing.T) map[string][]byte {
	all := map[string][]byte{}
	for name, text := range map[string]string{
		"0.5":      `{"recipient":"a@school.example","issued_on":1400000000,"badge":{"version":"0.5.0","name":"n","description":"d","image":"/i.png","criteria":"/c","issuer":{"origin":"https://school.example","name":"School","contact":"i@school.example"}}}`,
		"0.5 lean": `{"recipient":"a@school.example","badge":{}}`,
		"1.0":      `{"uid":"1","recipient":{"type":"email","identity":"a@school.example","hashed":false},"badge":"https://school.example/b","verify":{"type":"hosted","url":"https://school.example/a"},"issuedOn":1403120715}`,
		"1.0 lean": `{"recipient":{},"badge":"https://school.example/b","verify":{"type":"hosted","url":"https://school.example/a"}}`,
		"class":    `{"name":"n","criteria":"https://school.example/c","issuer":"https://school.example/i"}`,
		"issuer":   `{"name":"n","url":"https://school.example"}`,
		"1.1":      `{"@context":"https://w3id.org/openbadges/v1","id":"https://school.example/a","type":"Assertion","issuedOn":1e99,"expires":"soon"}`,
	} {
		all[name] = []byte(text)
	}
	for _, setting := range []string{"OPENBADGES_REFERENCE", "OPENBADGES_CASES"} {
		root := os.Getenv(setting)
		if root == "" {
			continue
		}
		require.NoError(t, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if ext := filepath.Ext(path); err != nil || entry.IsDir() || ext != ".json" && ext != ".jws" && ext != ".jwt" {
				return err
			}
			text, err := os.ReadFile(path)
			all[path] = text
			return err
		}))
	}
	return all
}
