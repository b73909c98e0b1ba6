package proof

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
)

func TestVerifyObject(t *testing.T) {
	by := signers(t)[EdDSAJCS2022]
	d := signed(t, sample, EdDSAJCS2022, Options{})
	public := publicKey(t, by.Key)
	require.NoError(t, VerifyObject(t.Context(), d.Bytes(), public, CheckOptions{}))
	for name, row := range map[string]struct {
		object string
		code   string
	}{
		"not JSON":    {"{", "json.truncated"},
		"no proof":    {`{"versionId":"1"}`, codeProofFormat},
		"two proofs":  {`{"proof":[{"type":"DataIntegrityProof"},{"type":"DataIntegrityProof"}]}`, codeProofFormat},
		"not a proof": {`{"proof":{"type":"DataIntegrityProof"}}`, codeProofFormat},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, row.code, badge.CodeOf(VerifyObject(t.Context(), []byte(row.object), public, CheckOptions{})))
		})
	}
	other := publicKey(t, ed25519Secret(9))
	require.Equal(t, codeSignature, badge.CodeOf(VerifyObject(t.Context(), d.Bytes(), other, CheckOptions{})))
}
