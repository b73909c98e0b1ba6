package proof

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
)

// Scheme is one way of securing a badge, named as in the standard that
// defines it.
type Scheme string

// The schemes. The first five are JWS algorithms (RFC 7518 §3.1, RFC 8037
// §3.1) for the JWT proof format (OB 3.0 §8.2); RS256 is the one that every
// implementation supports. The others are Data Integrity proofs (OB 3.0
// §8.3); EdDSA2022 and Ed25519Signature2020 are earlier names for the same
// computation, checked and no longer made.
const (
	RS256 Scheme = "RS256"
	PS256 Scheme = "PS256"
	ES256 Scheme = "ES256"
	ES384 Scheme = "ES384"
	EdDSA Scheme = "EdDSA"

	EdDSARDFC2022        Scheme = "eddsa-rdfc-2022"
	EdDSA2022            Scheme = "eddsa-2022"
	Ed25519Signature2020 Scheme = "Ed25519Signature2020"
)

type schemeKind uint8

const (
	jose          schemeKind = iota + 1 // a compact JWS around the credential
	dataIntegrity                       // a proof object inside the credential
)

const (
	typeDataIntegrity    = "DataIntegrityProof"
	typeEd25519Signature = "Ed25519Signature2020"
)

// scheme is one row of the table. What is signed follows from the kind: the
// signing input of a JWS, or the two hashes of a Data Integrity proof.
type scheme struct {
	name  Scheme
	kind  schemeKind
	key   keyType
	size  int    // bytes of a signature; 0 where the key decides
	typ   string // Data Integrity: the type of the proof
	suite string // Data Integrity: its cryptosuite, "" for none
	makes bool   // whether Sign makes proofs of the scheme

	sign  func(key crypto.Signer, input []byte) ([]byte, error)
	check func(public crypto.PublicKey, input, signature []byte) bool
}

var schemes = []scheme{
	{name: RS256, kind: jose, key: rsaKey, makes: true, sign: joseSign(RS256), check: joseCheck(RS256)},
	{name: PS256, kind: jose, key: rsaKey, makes: true, sign: joseSign(PS256), check: checkPS256},
	{name: ES256, kind: jose, key: p256Key, size: 64, makes: true, sign: joseSign(ES256), check: joseCheck(ES256)},
	{name: ES384, kind: jose, key: p384Key, size: 96, makes: true, sign: joseSign(ES384), check: joseCheck(ES384)},
	{name: EdDSA, kind: jose, key: ed25519Key, size: 64, makes: true, sign: joseSign(EdDSA), check: joseCheck(EdDSA)},
	{name: EdDSARDFC2022, kind: dataIntegrity, key: ed25519Key, size: 64, typ: typeDataIntegrity, suite: "eddsa-rdfc-2022", makes: true, sign: signEd25519, check: checkEd25519},
	{name: EdDSA2022, kind: dataIntegrity, key: ed25519Key, size: 64, typ: typeDataIntegrity, suite: "eddsa-2022", sign: signEd25519, check: checkEd25519},
	{name: Ed25519Signature2020, kind: dataIntegrity, key: ed25519Key, size: 64, typ: typeEd25519Signature, sign: signEd25519, check: checkEd25519},
}

func schemeNamed(name Scheme) (scheme, bool) {
	for _, row := range schemes {
		if row.name == name {
			return row, true
		}
	}
	return scheme{}, false
}

// fits refuses a key that the scheme does not use.
func (s scheme) fits(k Key) error {
	switch {
	case k.public == nil:
		return fail(codeKeyType, "", "there is no key")
	case k.typ != s.key:
		return fail(codeKeyType, "", "found an %s key, %s needs an %s key", k.typ, s.name, s.key)
	case s.kind == jose && k.alg != "" && k.alg != s.name:
		return fail(codeKeyAlg, "", "the key is for %s alone, the proof is made with %s", k.alg, s.name)
	}
	return nil
}

// verify checks a signature over input.
func (s scheme) verify(k Key, input, signature []byte) error {
	if err := s.fits(k); err != nil {
		return err
	}
	if s.size > 0 && len(signature) != s.size {
		return fail(codeSignature, "", "a signature of %d bytes, %s makes %d", len(signature), s.name, s.size)
	}
	if !s.check(k.public, input, signature) {
		return fail(codeSignature, "", "the signature does not fit the document and the key")
	}
	return nil
}

func signEd25519(key crypto.Signer, input []byte) ([]byte, error) {
	return key.Sign(rand.Reader, input, crypto.Hash(0))
}

func checkEd25519(public crypto.PublicKey, input, signature []byte) bool {
	p, ok := public.(ed25519.PublicKey)
	return ok && ed25519.Verify(p, input, signature)
}

// checkPS256 demands a salt as long as the hash (RFC 7518 §3.5), which jwx
// leaves open.
func checkPS256(public crypto.PublicKey, input, signature []byte) bool {
	p, ok := public.(*rsa.PublicKey)
	digest := sha256.Sum256(input)
	return ok && rsa.VerifyPSS(p, crypto.SHA256, digest[:], signature, &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash}) == nil
}
