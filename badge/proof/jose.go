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
	return func(k key.Key, input, signature []byte) bool { return joseChecker(alg, k)(input, signature) }
}

// joseChecker returns the function that verifies a JWS algorithm with one key. It
// is safe for concurrent use.
func joseChecker(alg Scheme, k key.Key) func(input, signature []byte) bool {
	v, err := jws.NewVerifier(jwa.SignatureAlgorithm(alg))
	if err != nil {
		return func([]byte, []byte) bool { return false }
	}
	public := k.Public()
	return func(input, signature []byte) bool { return joseVerify(v, public, input, signature) == nil }
}

func joseVerify(v jws.Verifier, public crypto.PublicKey, input, signature []byte) (err error) {
	defer recovered(&err)
	return v.Verify(input, signature, public)
}
