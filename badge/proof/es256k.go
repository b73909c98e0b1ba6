package proof

import (
	"crypto/sha256"

	"github.com/decred/dcrd/dcrec/secp256k1/v4"
	"github.com/decred/dcrd/dcrec/secp256k1/v4/ecdsa"

	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
	"github.com/openbadges-go/openbadges/badge/key"
)

// checkES256K verifies ES256K (RFC 8812 §3.2): r and s have 32 bytes each and
// are from 1 to n-1. Both s and n-s are valid, as for the other ECDSA
// algorithms: RFC 8812 does not require the smaller one.
func checkES256K(k key.Key, input, signature []byte) bool {
	_, encoded, _ := multiformat.Decode(k.Multikey())
	_, point, _ := multiformat.Split(encoded)
	public, err := secp256k1.ParsePubKey(point)
	if err != nil {
		return false
	}
	var r, s secp256k1.ModNScalar
	if r.SetByteSlice(signature[:32]) || s.SetByteSlice(signature[32:]) { // not below n
		return false
	}
	digest := sha256.Sum256(input)
	return ecdsa.NewSignature(&r, &s).Verify(digest[:], public) // refuses 0
}
