package key

import (
	"crypto"

	"github.com/decred/dcrd/dcrec/secp256k1/v4"
)

// secp256k1Point is a point on secp256k1 in uncompressed form (SEC 1 §2.3.3).
// The standard library does not have this curve.
type secp256k1Point [secp256k1.PubKeyBytesLenUncompressed]byte

// secp256k1KeyOf checks a point in uncompressed or compressed form, whose length
// the caller has checked.
func secp256k1KeyOf(point []byte) (Key, error) {
	public, err := secp256k1.ParsePubKey(point)
	if err != nil {
		return Key{}, fail(codeCurve, "", "the point is not on %s", secp256k1Key)
	}
	return Key{typ: secp256k1Key, public: secp256k1Point(public.SerializeUncompressed())}, nil
}

// Equal reports whether both are the same point.
func (p secp256k1Point) Equal(other crypto.PublicKey) bool {
	o, ok := other.(secp256k1Point)
	return ok && o == p
}
