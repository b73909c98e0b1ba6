package verify

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/proof"
)

// An issuer with another program may leave the dates and the status to the
// holder. That is allowed, and worth a warning.
func TestDisclosureCheckWarns(t *testing.T) {
	c := disclosureCheck(proof.Disclosed{Mandatory: []string{"/issuer"}, Chosen: []string{"/validFrom"}, Withholdable: []string{"/validFrom"}})
	require.Equal(t, Warned, c.Outcome)
	require.Equal(t, CodeSignatureDisclosedLoosely, c.Code)
	require.Contains(t, c.Message, "/validFrom")
}
