package did

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/key"
)

// Zero values give an error, never a panic.
func TestZero(t *testing.T) {
	for _, issuer := range []string{"", school, site, keyOf(t, 1).DIDKey()} {
		found, err := Resolver{}.Find(t.Context(), issuer, "")
		require.Error(t, err)
		require.Zero(t, found)
		found, err = Resolver{}.Match(t.Context(), issuer, key.Key{})
		require.Error(t, err)
		require.Zero(t, found)
	}
	_, err := FragmentKey("")
	require.Error(t, err)
	require.NotEmpty(t, (&failure{}).Error())
}
