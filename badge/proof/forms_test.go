package proof

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
)

// The proofs of one document share its canonical form, and only under the same
// options.
func TestFormsAreShared(t *testing.T) {
	units := func(p Proof, o CheckOptions) (spent int) {
		o.Spend = func(n int, doing string) error {
			if doing == "reading the statements" {
				spent += n
			}
			return nil
		}
		w, err := p.Validate(o)
		require.NoError(t, err)
		_, err = w.Transform(context.Background())
		require.NoError(t, err)
		return spent
	}
	once := signed(t, sample, EdDSARDFC2022, Options{}).Root().At("/proof/0")
	twice := strings.TrimSuffix(strings.TrimSpace(sample), "}") + `,"proof":[` + once.Raw() + `,` + once.Raw() + `]}`
	proofs, err := Find(parse(t, twice))
	require.NoError(t, err)
	require.Len(t, proofs, 2)
	first := units(proofs[0], CheckOptions{})
	require.Less(t, 3*units(proofs[1], CheckOptions{}), 2*first, "the second proof reads only itself")
	require.InDelta(t, first, units(proofs[1], CheckOptions{Compat: AllowContextAliases}), 5, "other options make another form")
	require.InDelta(t, first, units(proofs[0], CheckOptions{Extensions: []badge.Extension{{
		URL: "https://example.org/c.json", Context: []byte(`{"@context":{"extra":"https://example.org/extra"}}`)}}}), 5)
	for i := range maxForms {
		other := CheckOptions{Extensions: []badge.Extension{{
			URL: "https://example.org/c.json", Context: fmt.Appendf(nil, `{"@context":{"extra":"https://example.org/extra%d"}}`, i)}}}
		whole := units(proofs[0], other)
		require.Less(t, 3*units(proofs[1], other), 2*whole, "the newest is kept")
	}
	require.Len(t, proofs[0].forms.list, maxForms)
	require.InDelta(t, first, units(proofs[0], CheckOptions{}), 5, "the oldest is not")
}
