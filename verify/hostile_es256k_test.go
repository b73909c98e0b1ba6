package verify_test

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/decred/dcrd/dcrec/secp256k1/v4"
	"github.com/decred/dcrd/dcrec/secp256k1/v4/ecdsa"

	"github.com/openbadges-go/openbadges/badge/proof"
)

// onSecp256k1 has the victim publish a key on secp256k1 and sign with it. It
// then edits r and s.
func onSecp256k1(alg string, edit func(r, s []byte) []byte) func(*scene) []byte {
	secret := secp256k1.PrivKeyFromBytes([]byte("the victim's key on secp256k1..."))
	return func(s *scene) []byte {
		j := s.newToken()
		j.sign = func(input []byte) []byte {
			digest := sha256.Sum256(input)
			made := ecdsa.Sign(secret, digest[:])
			first, second := made.R(), made.S()
			r, s := first.Bytes(), second.Bytes()
			return edit(r[:], s[:])
		}
		point := secret.PubKey().SerializeUncompressed()
		published(ecJWK("secp256k1", point[1:33], point[33:]), alg)(s)
		j.header["kid"], j.header["alg"] = victim+"#odd", alg
		return j.text()
	}
}

func whole(r, s []byte) []byte { return slices.Concat(r, s) }

// secp256k1Order is n, the number of points of the curve.
func secp256k1Order() []byte {
	n, _ := hex.DecodeString("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")
	return n
}

var es256kRows = []hostile{
	{"J00/genuine ES256K", onSecp256k1("ES256K", whole), yes, good, victimHost},
	{"J12/es256k", onSecp256k1("es256k", whole), no, "jws.alg_not_allowed", ""},
	{"J13/ES256 under secp256k1", onSecp256k1("ES256", whole), no, "proof.key_type", victimHost},
	{"J13/ES256K under P-256", jwt(func(j *draft) {
		j.by(victimHost, proof.ES256)
		j.header["alg"] = "ES256K"
	}), no, "proof.key_type", victimHost},
	{"J14/ES256K, zeros", onSecp256k1("ES256K", func(_, _ []byte) []byte { return make([]byte, 64) }), no, "proof.signature", victimHost},
	{"J14/ES256K, s is n", onSecp256k1("ES256K", func(r, _ []byte) []byte { return slices.Concat(r, secp256k1Order()) }), no, "proof.signature", victimHost},
	{"J15/ES256K, 63 bytes", onSecp256k1("ES256K", func(r, s []byte) []byte { return slices.Concat(r, s[:31]) }), no, "proof.signature", victimHost},
	{"J26/secp256k1, off the curve", published(ecJWK("secp256k1", make([]byte, 32), make([]byte, 32)), "ES256K"), no, "key.not_on_curve", victimHost},
}
