package archive_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/archive"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// The page shows text of badges as text, in both forms and languages.
func TestPage(t *testing.T) {
	const name, shown = `<script>"&'</script>`, `&lt;script&gt;\&#34;&amp;&#39;&lt;/script&gt;`
	for n, row := range map[int]string{1: "<article>", 20: "<article>", 21: "<p>This badge is genuine: <bdi>"} {
		t.Run(fmt.Sprintf("%d badges", n), func(t *testing.T) {
			w := verifytest.New(t)
			by := w.Issuer("school.example", proof.EdDSARDFC2022)
			recorder, err := archive.NewRecorder(w.Config(verify.Issuers(school)))
			require.NoError(t, err)
			for range n {
				c := verifytest.Badge()
				c.Subject.Achievement.Name = name
				_, err := recorder.Verify(t.Context(), verify.Item{Data: w.Issue(by, c).Bytes()})
				require.NoError(t, err)
			}
			kept, err := recorder.Seal(nil)
			require.NoError(t, err)
			page := string(kept.Page())
			require.NotContains(t, page, "<script")
			require.Equal(t, 2*n, strings.Count(page, shown))
			require.Equal(t, 2*n, strings.Count(page, "objects/"))
			require.Contains(t, page, "Deze badge is echt")
			require.Contains(t, page, row)
			require.Equal(t, strings.Count(page, "<dt>"), strings.Count(page, "</bdi></dd>"))
		})
	}
}
