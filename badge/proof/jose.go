package proof

import (
	"crypto"

	"github.com/lestrrat-go/jwx/v2/jwa"
	"github.com/lestrrat-go/jwx/v2/jws"

	"github.com/openbadges-go/openbadges/badge/key"
)

// Only this file uses jwx, and only for the signature; the rest of the package
// reads and writes tokens, headers and claims. jwx panics if a signer returns
// ECDSA numbers larger than the curve.

// joseSign returns the function that signs with a JWS algorithm.
func joseSign(alg Scheme) func(crypto.Signer, []byte) ([]byte, error) {
	return func(key crypto.Signer, input []byte) (signature []byte, err error) {
		defer recovered(&err)
		s, err := jws.NewSigner(jwa.SignatureAlgorithm(alg))
		if err != nil {
			return nil, err
		}
		return s.Sign(input, key)
	}
}

// joseCheck returns the function that verifies a JWS algorithm.
func joseCheck(alg Scheme) func(key.Key, []byte, []byte) bool {
	return func(k key.Key, input, signature []byte) bool {
		return joseVerify(alg, k.Public(), input, signature) == nil
	}
}

func joseVerify(alg Scheme, public crypto.PublicKey, input, signature []byte) (err error) {
	defer recovered(&err)
	v, err := jws.NewVerifier(jwa.SignatureAlgorithm(alg))
	if err != nil {
		return err
	}
	return v.Verify(input, signature, public)
}
