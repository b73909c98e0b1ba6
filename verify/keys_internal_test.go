package verify

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
)

// A search that found no key at all never passes for a good signature.
func TestNoKeyVerifiesNothing(t *testing.T) {
	k := keys{binding: BindingPinned}
	_, err := k.verify(t.Context(), proof.Transformed{})
	require.Equal(t, CodeVerifyInternal, badge.CodeOf(err))
	require.Empty(t, k.made.Thumbprint())
}
