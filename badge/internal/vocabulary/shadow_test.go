package vocabulary

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFolded(t *testing.T) {
	for name, want := range map[string]string{
		"issuer": "issuer", "ISSUER": "issuer", "validuntil": "validuntil", "validUntil": "validuntil", " issuer\u00a0": "issuer", "issuer ": "issuer",
		"iss\u200buer": "issuer", "\ufeffissuer": "issuer", "i\u00adssuer": "issuer", "i\u034fssuer": "issuer", "issuer\ufe0f": "issuer", "issuer\u3164": "issuer",
		"i\u017fsuer": "issuer", "cu\u212aey": "cukey", "is_suer": "is_suer", "issue\u0433": "issue\u0433",
	} {
		require.Equal(t, want, Folded(name), "%q", name)
	}
	require.Equal(t, "validuntil", Joined("Valid-Until"))
	require.Equal(t, "id", Joined("_id"))
}

func TestDecides(t *testing.T) {
	for name, want := range map[string]bool{"id": true, "issuer": true, "validUntil": true, "credentialStatus": true, "achievement": true, "identityHash": true, "creator": true,
		"name": false, "endorsement": false, "image": false, "ISSUER": false} {
		require.Equal(t, want, Decides(name), name)
	}
}
