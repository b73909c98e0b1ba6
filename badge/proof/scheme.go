package proof

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"

	"github.com/openbadges-go/openbadges/badge/internal/cost"
	"github.com/openbadges-go/openbadges/badge/internal/rdf"
	"github.com/openbadges-go/openbadges/badge/key"
)

// Scheme is one way of securing a badge. Its value is the name in the standard
// that defines it.
type Scheme string

// The schemes. The first seven are JWS algorithms (RFC 7518 §3.1, RFC 8037
// §3.1, RFC 8812 §3.2) for the JWT proof format (OB 3.0 §8.2); every
// implementation supports RS256. ES256K verifies, but no new proof uses it.
// The others are Data Integrity proofs (OB 3.0 §8.3): those with rdfc in their
// name sign the RDF statements of a document, those with jcs sign its JSON
// text. The ECDSA suites support two curves; the key decides which. ECDSASD2023
// signs each statement separately: the holder receives a base proof and shows
// what [Disclose] derives from it.
//
// EdDSA2022 and ECDSA2019 (P-256 only) are earlier names of EdDSARDFC2022 and
// ECDSARDFC2019. They verify, but no new proof uses them. Ed25519Signature2020
// is the same computation for documents whose contexts define that type.
//
// Ed25519Signature2018 and JsonWebSignature2020 have a detached JWS in place of
// a proof value. They too verify, but no new proof uses them.
const (
	RS256  Scheme = "RS256"
	PS256  Scheme = "PS256"
	ES256  Scheme = "ES256"
	ES384  Scheme = "ES384"
	ES512  Scheme = "ES512"
	EdDSA  Scheme = "EdDSA"
	ES256K Scheme = "ES256K"

	EdDSARDFC2022        Scheme = "eddsa-rdfc-2022"
	EdDSAJCS2022         Scheme = "eddsa-jcs-2022"
	EdDSA2022            Scheme = "eddsa-2022"
	Ed25519Signature2020 Scheme = "Ed25519Signature2020"
	ECDSARDFC2019        Scheme = "ecdsa-rdfc-2019"
	ECDSA2019            Scheme = "ecdsa-2019"
	ECDSAJCS2019         Scheme = "ecdsa-jcs-2019"
	ECDSASD2023          Scheme = "ecdsa-sd-2023"
	Ed25519Signature2018 Scheme = "Ed25519Signature2018"
	JsonWebSignature2020 Scheme = "JsonWebSignature2020"
)

// transform is how a scheme turns a document into the bytes to sign.
type transform uint8

const (
	jose transform = iota + 1 // the signing input of a compact JWS around the credential
	rdfc                      // a proof inside the credential, over canonical N-Quads (RDFC-1.0)
	jcs                       // a proof inside the credential, over canonical JSON (RFC 8785)
	sd                        // a proof inside the credential, over its N-Quads one by one, so that some can be withheld
)

const typeDataIntegrity = "DataIntegrityProof"

// The types of keys, as package key names them.
const (
	rsaKey       = "RSA"
	p256Key      = "P-256"
	p384Key      = "P-384"
	p521Key      = "P-521"
	ed25519Key   = "Ed25519"
	secp256k1Key = "secp256k1"
)

// primitive signs bytes with one kind of key.
type primitive struct {
	key   string   // key.Key.Type
	size  int      // bytes of a signature; 0 if the key decides
	hash  rdf.Hash // hash of the canonical forms under Data Integrity
	sign  func(key crypto.Signer, input []byte) ([]byte, error)
	check func(k key.Key, input, signature []byte) bool
}

var (
	rs256  = primitive{key: rsaKey, sign: joseSign(RS256), check: joseCheck(RS256)}
	ps256  = primitive{key: rsaKey, sign: joseSign(PS256), check: checkPS256}
	es256  = primitive{key: p256Key, size: 64, sign: joseSign(ES256), check: joseCheck(ES256)}
	es384  = primitive{key: p384Key, size: 96, hash: rdf.SHA384, sign: joseSign(ES384), check: joseCheck(ES384)}
	es512  = primitive{key: p521Key, size: 132, sign: joseSign(ES512), check: joseCheck(ES512)}
	eddsa  = primitive{key: ed25519Key, size: 64, sign: signEd25519, check: checkEd25519}
	es256k = primitive{key: secp256k1Key, size: 64, check: checkES256K} // makes no signatures
)

// scheme is one row of the table: what is signed, and how.
type scheme struct {
	name      Scheme
	transform transform
	primitive
	ownType  bool   // Data Integrity: the name is the type of the proof, which has no cryptosuite
	former   bool   // verified, but not used for new proofs
	detached Scheme // the algorithm of the detached JWS that takes the place of the proof value
}

// schemes has one row for each name and kind of key.
var schemes = []scheme{
	{name: RS256, transform: jose, primitive: rs256},
	{name: PS256, transform: jose, primitive: ps256},
	{name: ES256, transform: jose, primitive: es256},
	{name: ES384, transform: jose, primitive: es384},
	{name: ES512, transform: jose, primitive: es512},
	{name: EdDSA, transform: jose, primitive: eddsa},
	{name: ES256K, transform: jose, primitive: es256k, former: true},
	{name: EdDSARDFC2022, transform: rdfc, primitive: eddsa},
	{name: EdDSA2022, transform: rdfc, primitive: eddsa, former: true},
	{name: Ed25519Signature2020, transform: rdfc, primitive: eddsa, ownType: true},
	{name: EdDSAJCS2022, transform: jcs, primitive: eddsa},
	{name: ECDSARDFC2019, transform: rdfc, primitive: es256},
	{name: ECDSARDFC2019, transform: rdfc, primitive: es384},
	{name: ECDSA2019, transform: rdfc, primitive: es256, former: true},
	{name: ECDSAJCS2019, transform: jcs, primitive: es256},
	{name: ECDSAJCS2019, transform: jcs, primitive: es384},
	{name: ECDSASD2023, transform: sd, primitive: es256},
	{name: Ed25519Signature2018, transform: rdfc, primitive: eddsa, ownType: true, former: true, detached: EdDSA},
	{name: JsonWebSignature2020, transform: rdfc, primitive: eddsa, ownType: true, former: true, detached: EdDSA},
	{name: JsonWebSignature2020, transform: rdfc, primitive: es256, ownType: true, former: true, detached: ES256},
	{name: JsonWebSignature2020, transform: rdfc, primitive: es384.hashing(rdf.SHA256), ownType: true, former: true, detached: ES384},
	{name: JsonWebSignature2020, transform: rdfc, primitive: ps256, ownType: true, former: true, detached: PS256},
	{name: JsonWebSignature2020, transform: rdfc, primitive: es256k, ownType: true, former: true, detached: ES256K},
}

// hashing returns the primitive with another hash of the canonical forms.
func (p primitive) hashing(h rdf.Hash) primitive {
	p.hash = h
	return p
}

// schemeWhere returns the row of a name that suits, or the first row of that
// name if none does.
func schemeWhere(name Scheme, suits func(scheme) bool) (row scheme, ok bool) {
	for _, candidate := range schemes {
		switch {
		case candidate.name != name:
		case suits(candidate):
			return candidate, true
		case !ok:
			row, ok = candidate, true
		}
	}
	return row, ok
}

func schemeNamed(name Scheme) (scheme, bool) {
	return schemeWhere(name, func(scheme) bool { return true })
}

// typeAndSuite returns the members type and cryptosuite of a proof object; the
// suite is "" if missing.
func (s scheme) typeAndSuite() (typ, suite string) {
	if s.ownType {
		return string(s.name), ""
	}
	return typeDataIntegrity, string(s.name)
}

// fits returns an error for a key that the scheme cannot use.
func (s scheme) fits(k key.Key) error {
	switch {
	case k.Type() == "":
		return fail(codeKeyType, "", "the key is the zero Key")
	case k.Type() != s.key:
		return fail(codeKeyType, "", "key type is %s; %s needs %s", k.Type(), s.name, s.key)
	case s.transform == jose && k.Algorithm() != "" && k.Algorithm() != string(s.name):
		return fail(codeKeyAlg, "", "the key is restricted to %s; the proof uses %s", k.Algorithm(), s.name)
	}
	return nil
}

// signatureWork says what it costs to check a signature with a key.
func signatureWork(k key.Key) (cost.Work, int) {
	switch k.Type() {
	case rsaKey:
		public, _ := k.Public().(*rsa.PublicKey)
		if half := public.N.BitLen() / 1024; half > 2 {
			return cost.LongRSA, (half*half + 3) / 4
		}
		return cost.RSA, 1
	case p256Key:
		return cost.P256, 1
	case p384Key:
		return cost.P384, 1
	case p521Key:
		return cost.P521, 1
	case secp256k1Key:
		return cost.Secp256k1, 1
	}
	return cost.Ed25519, 1
}

// verify checks a signature over input.
func (s scheme) verify(k key.Key, input, signature []byte) error {
	if err := s.fits(k); err != nil {
		return err
	}
	if s.size > 0 && len(signature) != s.size {
		return fail(codeSignature, "", "the signature has %d bytes; %s needs %d", len(signature), s.name, s.size)
	}
	if !s.check(k, input, signature) {
		return fail(codeSignature, "", "the signature does not fit the document and the key")
	}
	return nil
}

func signEd25519(key crypto.Signer, input []byte) ([]byte, error) {
	return key.Sign(rand.Reader, input, crypto.Hash(0))
}

func checkEd25519(k key.Key, input, signature []byte) bool {
	p, ok := k.Public().(ed25519.PublicKey)
	return ok && ed25519.Verify(p, input, signature)
}

// checkPS256 requires a salt as long as the hash (RFC 7518 §3.5), which jwx
// does not check.
func checkPS256(k key.Key, input, signature []byte) bool {
	p, ok := k.Public().(*rsa.PublicKey)
	digest := sha256.Sum256(input)
	return ok && rsa.VerifyPSS(p, crypto.SHA256, digest[:], signature, &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash}) == nil
}
