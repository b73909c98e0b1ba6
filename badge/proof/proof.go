package proof

import (
	"context"
	"slices"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/ld"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
	"github.com/openbadges-go/openbadges/badge/key"
)

// CheckOptions adjusts what is accepted. The zero value is the strict reading
// of Open Badges 3.0.
type CheckOptions struct {
	// Interop reads JWS as VC-JOSE-COSE does: header members that neither
	// standard gives a meaning are ignored, nbf is optional, and a missing sub
	// or exp or a vc claim under VC Data Model 2.0 is a warning. Members that
	// would change what is verified or with which key stay forbidden. The
	// earlier URLs of the 1EdTech contexts are accepted as well.
	Interop bool
	// Extensions are the contexts a linked-data proof may use beside the
	// built-in ones.
	Extensions []badge.Extension
	// Types are the values that the typ of a JWS may have; it may also be
	// absent. Nil stands for JWT (OB 3.0 §8.2.3), vc+jwt and the names that
	// drafts of VC-JOSE-COSE gave it.
	Types []string
	// Domain and Challenge, where set, have to be those of the proof.
	Domain, Challenge string

	lost func(*ld.Error) // is told what Explain passes over
	base bool            // also a base proof of ecdsa-sd-2023, which is for its issuer and holder alone
}

// Proof is one proof found on a document, not yet judged. It is immutable.
type Proof struct {
	doc    *badge.Document
	object jsontext.Value // a linked-data proof; absent for a JWS
	path   string         // of object
	jws    badge.JWS
	value  proofValue
}

// proofValue is the member proofValue of a linked-data proof, decoded.
type proofValue struct {
	base      byte
	signature []byte
	err       error
}

// Find returns the proofs of a document: first the JWS, if the document is one,
// then the embedded proofs in their order. A document without proof gives
// none and no error.
func Find(d *badge.Document) ([]Proof, error) {
	var list []Proof
	if token, ok := d.JWS(); ok {
		list = append(list, Proof{doc: d, jws: token})
	}
	for v := range jsontext.Value(d.Body()).Member("proof").Each() {
		if v.Kind() != jsontext.Object {
			return nil, fail(codeProofFormat, v.Pointer(), "found a JSON %s, wanted a proof object", v.Kind())
		}
		if len(list) == maxProofs {
			return nil, fail(codeProofTooMany, "/proof", "more than %d proofs", maxProofs)
		}
		p := Proof{doc: d, object: v, path: v.Pointer()}
		p.value.base, p.value.signature, p.value.err = multiformat.Decode(p.member("proofValue"))
		list = append(list, p)
	}
	return list, nil
}

// embedded reports whether the proof is an object inside the credential.
func (p Proof) embedded() bool { return p.object.Exists() }

func (p Proof) member(name string) string { return p.object.Member(name).String() }

// header is the protected header of a token.
func (p Proof) header() jsontext.Value { return jsontext.Value(p.jws.Header) }

// Scheme returns the name of the scheme as the proof gives it: the algorithm
// of a JWS, the cryptosuite of a Data Integrity proof, else the type of the
// proof. It need not be a scheme that is known here.
func (p Proof) Scheme() Scheme {
	if !p.embedded() {
		return Scheme(p.header().Member("alg").String())
	}
	if p.member("type") == typeDataIntegrity {
		return Scheme(p.member("cryptosuite"))
	}
	return Scheme(p.member("type"))
}

// row finds the scheme in the table, with the error that an unknown one is.
func (p Proof) row() (scheme, error) {
	if !p.embedded() {
		row, ok := schemeNamed(p.Scheme())
		if !ok || row.transform != jose {
			return scheme{}, headerError(codeAlgNotAllowed, "the algorithm is %s, wanted RS256, PS256, ES256, ES384, ES512 or EdDSA", shown(p.header().Member("alg")))
		}
		return row, nil
	}
	typ, ok := p.object.Member("type").Text()
	if !ok {
		return scheme{}, fail(codeProofFormat, p.Path()+"/type", "the type of the proof is a JSON %s, wanted one string", p.object.Member("type").Kind())
	}
	suite := p.object.Member("cryptosuite")
	row, ok := schemeWhere(p.Scheme(), p.hasSize)
	wantType, wantSuite := row.typeAndSuite()
	if !ok || row.transform == jose || typ != wantType || suite.String() != wantSuite || suite.Exists() != (wantSuite != "") {
		return scheme{}, fail(codeSuiteUnknown, p.Path(), "the proof is of type %s with cryptosuite %s, neither made nor checked here", quoted(typ), quoted(suite.String()))
	}
	return row, nil
}

// hasSize reports whether the proof value is as long as the signatures of a
// scheme: it tells the curves of one suite apart.
func (p Proof) hasSize(s scheme) bool {
	return p.value.err == nil && len(p.value.signature) == s.size
}

// Path returns the JSON Pointer of an embedded proof, "" for a JWS.
func (p Proof) Path() string { return p.path }

// Method returns which key the proof claims: its verification method, or the
// kid of a JWS, which may be absent.
func (p Proof) Method() string {
	if !p.embedded() {
		return p.header().Member("kid").String()
	}
	return p.member("verificationMethod")
}

// Purpose returns the proof purpose, "" for a JWS, which has none.
func (p Proof) Purpose() string { return p.member("proofPurpose") }

// Created returns when the proof says it was made, as written.
func (p Proof) Created() badge.DateTime { return badge.DateTime(p.member("created")) }

// Expires returns until when the proof says it holds, as written.
func (p Proof) Expires() badge.DateTime { return badge.DateTime(p.member("expires")) }

// Domain returns for whom the proof was made, where it says so.
func (p Proof) Domain() string { return p.member("domain") }

// Challenge returns what the proof answers, where it says so.
func (p Proof) Challenge() string { return p.member("challenge") }

// EmbeddedKey returns the public key in the header of a JWS and whether there
// is one. Anybody can put any key there: it says which key to look for among
// those of the issuer, never whose key it is.
func (p Proof) EmbeddedKey() (key.Key, bool, error) {
	v := p.header().Member("jwk")
	if !v.Exists() {
		return key.Key{}, false, nil
	}
	k, err := key.ParseJWK([]byte(v.Raw()))
	if err != nil {
		return key.Key{}, true, inHeader(err)
	}
	return k, true, nil
}

// Validate says whether the proof is one that may be checked at all: its
// members, their form, its scheme and its purpose. It does no cryptography.
// The code proof.suite_unknown is an outcome of its own: such a proof is
// neither good nor bad, and another proof of the document may serve.
func (p Proof) Validate(o CheckOptions) error {
	if !p.embedded() {
		return p.validateHeader(o)
	}
	if _, err := p.row(); err != nil {
		return err
	}
	return p.validateObject(o)
}

// Verified is a proof that fits its document.
type Verified struct {
	Scheme   Scheme
	Contexts []Context // the contexts of the revision that verified; none for a JWS

	// Disclosed is what a selective disclosure shows, nil where the proof
	// covers the whole badge.
	Disclosed *Disclosed
}

// Verify judges the proof and verifies its signature with key. That it fits
// says nothing about whose key it is, about dates, claims or status. The
// error is an *Error, or that of an ended context.
func (p Proof) Verify(ctx context.Context, by key.Key, o CheckOptions) (Verified, error) {
	if err := p.Validate(o); err != nil {
		return Verified{}, err
	}
	row, err := p.row()
	if err != nil {
		return Verified{}, err
	}
	if err := row.fits(by); err != nil { // before the costlier work
		return Verified{}, at(p.Path(), err)
	}
	g, err := p.Transform(ctx, o)
	if err != nil {
		return Verified{}, err
	}
	return g.check(ctx, by)
}

// Transformed is a proof whose document means the same to every reader: nothing
// that it shows is left out of what was signed.
type Transformed struct {
	proof      Proof
	row        scheme
	options    CheckOptions
	signature  []byte
	disclosure disclosure // under ecdsa-sd-2023
	reading
}

// Transform computes what a linked-data proof signs, refusing every member that
// the canonical form would lose (codes "ld.…"). For a JWS, which signs its
// bytes, there is nothing to do.
func (p Proof) Transform(ctx context.Context, o CheckOptions) (Transformed, error) {
	row, err := p.row()
	if err != nil {
		return Transformed{}, err
	}
	g := Transformed{proof: p, row: row, options: o}
	if !p.embedded() {
		g.signature = []byte(p.jws.Signature)
		return g, ctx.Err()
	}
	g.signature = p.value.signature
	if g.row.transform == sd {
		if g.disclosure, err = readDisclosure(p.object.Member("proofValue")); err != nil {
			return Transformed{}, err
		}
		g.signature = g.disclosure.signature
	} else if p.value.err != nil {
		return Transformed{}, at(p.Path()+"/proofValue", p.value.err)
	}
	return g, g.read(ctx)
}

// Verify judges the proof and verifies the signature with key. Where a context was published in
// several revisions, older ones are tried after the newest.
func (g Transformed) Verify(ctx context.Context, by key.Key) (Verified, error) {
	if err := g.proof.Validate(g.options); err != nil {
		return Verified{}, err
	}
	return g.check(ctx, by)
}

func (g Transformed) check(ctx context.Context, by key.Key) (Verified, error) {
	if !g.proof.embedded() {
		err := g.row.verify(by, []byte(g.proof.jws.SigningInput), g.signature)
		if err != nil {
			return Verified{}, err
		}
		return Verified{Scheme: g.row.name}, nil
	}
	if err := g.settle(ctx, func() error { return g.verify(ctx, by) }); err != nil {
		return Verified{}, err
	}
	checked := Verified{Scheme: g.row.name, Contexts: slices.Clone(g.contexts)}
	if g.row.transform == sd {
		checked.Disclosed = g.division.disclosed(g.document)
	}
	return checked, nil
}

// verify checks the signatures under the revision of the contexts at hand.
func (g *Transformed) verify(ctx context.Context, by key.Key) error {
	err := g.row.verify(by, g.input(), g.signature)
	if err == nil && g.row.transform == sd {
		err = g.disclosure.verify(ctx, g.row, g.division)
	}
	return err
}

// settle finds the revision of the contexts under which a check of signatures
// is good, beginning with the one at hand. If there is none, the error is the
// first one.
func (g *Transformed) settle(ctx context.Context, check func() error) error {
	first := check()
	err := first
	for code := codeOf(err); code == codeSignature || code == codeDisclosureStatement; code = codeOf(err) {
		if g.advance(ctx) != nil {
			break
		}
		err = check()
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err != nil {
		return at(g.proof.Path(), first)
	}
	return nil
}
