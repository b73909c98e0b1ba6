package proof

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/cost"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/ld"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
	"github.com/openbadges-go/openbadges/badge/key"
)

// CompatFlags is a set of deviations from the standards to accept, one bit
// each. Package verify has more of them.
type CompatFlags uint

// The deviations in what is signed.
const (
	// AllowContextAliases accepts earlier URLs of the 1EdTech contexts. Risk:
	// other software may find other terms at those URLs.
	AllowContextAliases CompatFlags = 1 << iota
	// AllowLooseClaims accepts a token without nbf, and turns three errors into
	// warnings: no sub, no exp, and a claim vc under VC Data Model 2.0. Risk:
	// readers of claims alone miss the recipient or the end of validity.
	AllowLooseClaims
	// AllowOtherHeaders ignores members of a JOSE header that neither standard
	// defines. Risk: software that defines them reads the token differently.
	// Members that change what is verified, or with which key, stay forbidden.
	AllowOtherHeaders
)

func (o CheckOptions) cost() cost.Meter { return o.Spend }

func (o CheckOptions) allows(f CompatFlags) bool { return o.Compat&f != 0 }

// CheckOptions adjusts what is accepted. The zero value is the strict reading
// of Open Badges 3.0.
type CheckOptions struct {
	// Compat is the set of accepted deviations. Flags that only package verify
	// declares have no effect here.
	Compat CompatFlags
	// Extensions are the contexts that a linked-data proof may use beside the
	// built-in ones. They are read for each proof.
	Extensions []badge.Extension
	// Contexts are the same, read once with ReadContexts. Then Extensions has no
	// effect.
	Contexts *Contexts
	// Types are the accepted values of typ in a JWS, which may also be missing.
	// Nil means JWT (OB 3.0 §8.2.3), vc+jwt and its names in drafts of
	// VC-JOSE-COSE; in an SD-JWT, where it may not be missing, it means vc+sd-jwt
	// (VC-JOSE-COSE) and dc+sd-jwt (SD-JWT VC).
	Types []string
	// Domain and Challenge, if set, must equal those of the proof.
	Domain, Challenge string
	// Workers is how many signatures of a selective disclosure, which has one for
	// each statement, are checked at a time. Zero means one per available
	// processor.
	Workers int
	// Authentication checks the proof of a holder over a presentation: its
	// purpose must be authentication. False means assertionMethod.
	Authentication bool
	// Spend, if not nil, is asked before each piece of work, in units of about a
	// microsecond, with the name of the work. Its error ends the check, which
	// returns an error that wraps it.
	Spend func(units int, doing string) error

	lost     func(*ld.Error) // collects what Explain ignores
	base     bool            // also accepts a base proof of ecdsa-sd-2023, which only its issuer and holder may read
	signing  bool            // the document is about to be signed
	lookedUp func(Scheme)    // called for each look-up in the table of schemes
}

// Proof is one proof of a document as [Find] returns it, with nothing verified.
// It is immutable.
type Proof struct {
	doc      *badge.Document
	object   jsontext.Value // a linked-data proof; unset for a JWS
	path     string         // of object
	jws      badge.JWS
	value    proofValue
	detached detachedJWS
	forms    *forms // shared by the proofs of one document; nil for a single proof
}

// proofValue is the member proofValue of a linked-data proof, decoded.
type proofValue struct {
	base      byte
	signature []byte
	err       error
}

// Find returns the proofs of a document: the JWS first, if the document is one,
// then the embedded proofs in their order. For a document without a proof it
// returns nothing and no error.
func Find(d *badge.Document) ([]Proof, error) {
	if err := exists(d); err != nil {
		return nil, err
	}
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
		if jws := v.Member("jws"); jws.Exists() {
			p.detached = readDetached(jws)
		}
		list = append(list, p)
	}
	if len(list) > 1 {
		shared := &forms{}
		for i := range list {
			list[i].forms = shared
		}
	}
	return list, nil
}

// embedded reports whether the proof is an object inside the credential.
func (p Proof) embedded() bool { return p.object.Exists() }

func (p Proof) member(name string) string { return p.object.Member(name).String() }

// header is the protected header of a token.
func (p Proof) header() jsontext.Value { return jsontext.Value(p.jws.Header) }

// Scheme returns the name of the scheme as written in the proof: the algorithm
// of a JWS, the cryptosuite of a Data Integrity proof, otherwise the type of
// the proof. This module may not support the scheme.
func (p Proof) Scheme() Scheme {
	if !p.embedded() {
		return Scheme(p.header().Member("alg").String())
	}
	if p.member("type") == typeDataIntegrity {
		return Scheme(p.member("cryptosuite"))
	}
	return Scheme(p.member("type"))
}

// row finds the scheme in the table.
func (p Proof) row(o CheckOptions) (scheme, error) {
	if o.lookedUp != nil {
		o.lookedUp(p.Scheme())
	}
	if !p.embedded() {
		row, ok := schemeNamed(p.Scheme())
		if !ok || row.transform != jose {
			return scheme{}, unknownAlgorithm(p.header().Member("alg").String(), shown(p.header().Member("alg")))
		}
		return row, nil
	}
	typ, ok := p.object.Member("type").Text()
	if !ok {
		return scheme{}, fail(codeProofFormat, p.Path()+"/type", "the type of the proof is a JSON %s, wanted one string", p.object.Member("type").Kind())
	}
	suite := p.object.Member("cryptosuite")
	switch _, text := suite.Text(); {
	case typ == typeDataIntegrity && !suite.Exists():
		return scheme{}, fail(codeProofFormat, p.Path(), "found no cryptosuite, which a proof of this type must have")
	case suite.Exists() && !text: // linked data signs a list of one like the text
		return scheme{}, fail(codeProofFormat, p.Path()+"/cryptosuite", "the cryptosuite is a JSON %s, wanted one string", suite.Kind())
	}
	row, ok := schemeWhere(p.Scheme(), p.suits)
	wantType, wantSuite := row.typeAndSuite()
	if !ok || row.transform == jose || typ != wantType || suite.String() != wantSuite || suite.Exists() != (wantSuite != "") {
		return scheme{}, fail(codeSuiteUnknown, p.Path(), "the proof has the type %s and the cryptosuite %s, not understood here, so it proves nothing for or against the badge", quoted(typ), quoted(suite.String()))
	}
	return row, nil
}

// Path returns the JSON Pointer of an embedded proof, "" for a JWS.
func (p Proof) Path() string { return p.path }

// Method returns the name of the key: the verification method of an embedded
// proof, or the kid of a JWS, which may be empty.
func (p Proof) Method() string {
	if !p.embedded() {
		return p.header().Member("kid").String()
	}
	return p.member("verificationMethod")
}

// Purpose returns the proof purpose. It is "" for a JWS.
func (p Proof) Purpose() string { return p.member("proofPurpose") }

// Created returns the time of the member created, which is UTC if it names no
// zone. The zero time means that there is none, or that it is unreadable.
func (p Proof) Created() time.Time {
	created, _ := readTime(p.object.Member("created"), true)
	return created
}

// Expires returns the time of the member expires. The zero time means that there
// is none, or that it is unreadable.
func (p Proof) Expires() time.Time {
	expires, _ := readTime(p.object.Member("expires"), false)
	return expires
}

// Domain returns the member domain, which names the intended recipient of the
// proof; "" if it names several.
func (p Proof) Domain() string { return p.member("domain") }

// Challenge returns the member challenge, which the proof answers.
func (p Proof) Challenge() string { return p.member("challenge") }

// EmbeddedKey returns the public key in the header of a JWS and whether there
// is one. Anyone can put any key there, so use it only to select among the keys
// of the issuer.
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

// Verify checks the members of the proof, and its signature with a key. Success
// does not tell whose key it is, and says nothing about dates, claims or
// status. The error may be that of ctx. To try several keys, use Validate and
// the value it returns.
func (p Proof) Verify(ctx context.Context, by key.Key, o CheckOptions) (Verified, error) {
	w, err := p.Validate(o)
	if err != nil {
		return Verified{}, err
	}
	if err := w.row.fits(by); err != nil { // before the costlier work
		return Verified{}, jsontext.Inside(p.Path(), err)
	}
	t, err := w.Transform(ctx)
	if err != nil {
		return Verified{}, err
	}
	return t.Verify(ctx, by)
}

// WellFormed is a proof whose members have the right form, with a known scheme,
// the right purpose and a proof value of the right length. [Proof.Validate]
// returns it.
type WellFormed struct{ opened }

// Format prints scheme and place under every verb, not the document.
func (p Proof) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "proof %q at %q", p.Scheme(), p.path) }

// Format prints scheme and place under every verb, not the document.
func (o opened) Format(f fmt.State, verb rune) { o.proof.Format(f, verb) }

// opened is a proof with its parsed parts.
type opened struct {
	proof      Proof
	row        scheme
	options    CheckOptions
	previous   []Proof // the proofs that previousProof names
	signature  []byte
	disclosure disclosure // under ecdsa-sd-2023
}

// Validate checks the members of the proof, its scheme and its purpose. It does
// no cryptography. The code proof.suite_unknown means that the proof can be
// neither accepted nor rejected; another proof of the document may serve.
func (p Proof) Validate(o CheckOptions) (WellFormed, error) {
	if p.doc == nil {
		return WellFormed{}, fail(codeZero, "", "the Proof is the zero value; use one that Find returned")
	}
	if p.embedded() {
		return p.validateObject(o)
	}
	return p.validateHeader(o)
}

// open reads the signature of the proof.
func (p Proof) open(row scheme, o CheckOptions) (w opened, err error) {
	w = opened{proof: p, row: row, options: o}
	if !p.embedded() {
		w.signature = []byte(p.jws.Signature)
		return w, nil
	}
	if w.previous, err = p.Previous(); err != nil {
		return w, err
	}
	if row.detached != "" {
		w.signature = p.detached.signature
		return w, p.validateDetached(row)
	}
	if row.transform != sd {
		w.signature, err = p.value.signature, jsontext.Inside(p.Path()+"/proofValue", p.value.err)
		return w, err
	}
	w.disclosure, err = readDisclosure(p.object.Member("proofValue"))
	w.signature = w.disclosure.signature
	return w, err
}

// Transform computes what a linked-data proof signs. It returns an error for
// each member that the canonical form would lose (codes "ld.…"). A JWS signs
// its bytes, so it needs no transformation.
func (w WellFormed) Transform(ctx context.Context) (Transformed, error) {
	if w.proof.doc == nil {
		return Transformed{}, fail(codeZero, "", "the WellFormed is the zero value; use one that Proof.Validate returned")
	}
	return w.transform(ctx)
}

func (w opened) transform(ctx context.Context) (Transformed, error) {
	t := Transformed{opened: w}
	if !w.proof.embedded() {
		return t, ctx.Err()
	}
	return t, t.read(ctx)
}

// Transformed is a proof that covers every member of its document.
// [WellFormed.Transform] returns it.
type Transformed struct {
	opened
	reading
}

// Verified is a proof whose signature fits the document and a key.
type Verified struct {
	Scheme   Scheme
	Contexts []Context // the contexts of the revision that verified; empty for a JWS

	// Disclosed lists what a selective disclosure shows. It is nil if the proof
	// covers the whole badge.
	Disclosed *Disclosed
}

// Verify verifies the signature with a key. If a context was published in
// several revisions, it tries the newest first.
func (t Transformed) Verify(ctx context.Context, by key.Key) (Verified, error) {
	if t.proof.doc == nil {
		return Verified{}, fail(codeZero, "", "the Transformed is the zero value; use one that WellFormed.Transform returned")
	}
	if !t.proof.embedded() {
		if err := t.check(by, []byte(t.proof.jws.SigningInput), t.signature); err != nil {
			return Verified{}, err
		}
		return Verified{Scheme: t.row.name, Disclosed: disclosedClaims(t.proof.doc)}, nil
	}
	if err := t.settle(ctx, func() error { return t.verify(ctx, by) }); err != nil {
		return Verified{}, err
	}
	verified := Verified{Scheme: t.row.name, Contexts: slices.Clone(t.contexts)}
	if t.row.transform == sd {
		verified.Disclosed = t.division.disclosed(t.document)
	}
	return verified, nil
}

// verify checks the signatures under the current revision of the contexts.
func (t *Transformed) verify(ctx context.Context, by key.Key) error {
	err := t.check(by, t.input(), t.signature)
	if err == nil && t.row.transform == sd {
		err = t.verifyStatements(ctx)
	}
	return err
}

// check verifies a signature of the proof, if the caller allows the work.
func (w opened) check(by key.Key, input, signature []byte) error {
	if err := w.row.fits(by); err != nil {
		return err
	}
	work, n := signatureWork(by)
	if err := cmp.Or(w.options.cost().SpendText(cost.Hashed, len(input)), w.options.cost().Spend(work, n)); err != nil {
		return err
	}
	return w.row.verify(by, input, signature)
}

// settle finds the revision of the contexts under which the signatures verify,
// starting with the current one. If there is none, it returns the first error.
func (t *Transformed) settle(ctx context.Context, check func() error) error {
	first := check()
	err := first
	for code := badge.CodeOf(err); code == codeSignature || code == codeDisclosureStatement; code = badge.CodeOf(err) {
		if err = t.advance(ctx); err != nil {
			break
		}
		err = check()
	}
	if ended := ctx.Err(); ended != nil {
		return ended
	}
	if cost.HasEnded(err) {
		return err
	}
	if err != nil {
		return jsontext.Inside(t.proof.Path(), first)
	}
	return nil
}
