package proof

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
	"github.com/openbadges-go/openbadges/badge/key"
)

// Options says what a new proof contains. The zero value makes a proof with
// only what its standard requires.
type Options struct {
	// Created and Expires are written into a linked-data proof in whole
	// seconds; the zero time omits the member.
	Created, Expires time.Time
	// ID is the id of the new proof. Later proofs need it to name this one. ""
	// means none.
	ID string
	// PreviousProof has the ids of the document's proofs that the new one signs
	// along with the document.
	PreviousProof []string
	// Domain and Challenge are written into a linked-data proof unless empty.
	Domain, Challenge string
	// Authentication makes the proof of a holder over a presentation: its purpose
	// is authentication. False means assertionMethod.
	Authentication bool
	// Extensions are the contexts that the document uses beside the built-in
	// ones.
	Extensions []badge.Extension
	// Contexts are the same, read once with ReadContexts. Then Extensions has no
	// effect.
	Contexts *Contexts
	// Type is the typ of a JWS: "" for none, "JWT" (OB 3.0 §8.2.3) or
	// "vc+jwt" (VC-JOSE-COSE §3.1.1); or that of an SD-JWT: "vc+sd-jwt" around a
	// badge (VC-JOSE-COSE §3.2.1) or "dc+sd-jwt" around claims (SD-JWT VC).
	Type string
	// Disclosable has JSON Pointers to the parts that the holder of an SD-JWT may
	// withhold: members and elements of arrays, also inside each other. Nil means
	// the identifiers and names of the recipient, results and evidence of a badge,
	// and the claims of an SD-JWT VC that are not registered. Members that decide
	// are refused: issuer, dates, status, achievement and the like.
	Disclosable []string
	// Decoys is how many digests without a value are added to each object of an
	// SD-JWT in which something can be withheld, to hide how much that is.
	Decoys int
	// Holder is the key that must sign when an SD-JWT is shown, with its name. Zero
	// means the key in a did:key or did:jwk of the recipient; if the recipient has
	// none, nothing is written.
	Holder key.Key
	// EmbedKey puts the public key into the header of a JWS, beside kid.
	EmbedKey bool
	// Mandatory has JSON Pointers to parts that every disclosure of a badge
	// signed with ECDSASD2023 must show. The issuer, the validity, the status,
	// the achievement and other decisive parts are always mandatory. A pointer
	// must not lead into the member proof.
	Mandatory []string
	// AllowNoSubject signs a JWS without the claim sub if the credential
	// subject has no id. OB 3.0 §8.2.4 requires the claim, so readers may
	// refuse such a token; package verify warns.
	AllowNoSubject bool
	// Status is the claim status of a JWS, by which it names its entry in a Token
	// Status List (§6.1), as Entry.Claim of package status writes it. Nil means
	// none. A linked-data proof has no place for it.
	Status json.RawMessage
}

// Sign returns d with one more proof of the given scheme: either a JWS around
// its JSON text with the registered claims added, or a proof object inside it.
// The other bytes of the text stay the same. Sign refuses a document that could
// be misread under the scheme, a key that fails the import policy, and a
// signature that does not verify with the signer's public key. The error may be
// that of ctx.
//
// A badge of Open Badges 2.0 can only be wrapped in a JWS, without claims or
// kid: its verification must have the type SignedBadge and, as creator, the
// Method of the signer.
func Sign(ctx context.Context, d *badge.Document, s Scheme, by key.Signer, o Options) (*badge.Document, error) {
	if err := exists(d); err != nil {
		return nil, err
	}
	row, ok := schemeNamed(s)
	if !ok || row.former {
		return nil, fail(codeSchemeUnknown, "", "%s is not a scheme for new proofs", quoted(string(s)))
	}
	if err := signable(d, row, by); err != nil {
		return nil, err
	}
	public, err := publicOf(by)
	if err != nil {
		return nil, err
	}
	row, _ = schemeWhere(s, func(row scheme) bool { return row.key == public.Type() })
	if err := row.fits(public); err != nil {
		return nil, err
	}
	if by.Method != "" && !vocabulary.IsIdentifier(by.Method) {
		return nil, fail(codeProofMethod, "", "the verification method %s is not an absolute IRI", quoted(by.Method))
	}
	sign := signJWS
	if row.transform != jose {
		sign = signObject
	}
	if o.Status != nil && (row.transform != jose || d.Version() == badge.OB2) {
		return nil, fail(codeCannotSign, "", "a claim status needs a badge of Open Badges 3.0 signed as a JWS")
	}
	m := making{doc: d, row: row, by: by, public: public, options: o}
	if row.transform == sd {
		if m.base, err = newBaseProof(jsontext.Value(d.Root()), o); err != nil {
			return nil, err
		}
	}
	made, err := sign(ctx, m)
	if err != nil {
		return nil, err
	}
	return m.selfChecked(ctx, made)
}

// signable returns an error for a document that cannot be signed here. A badge
// of Open Badges 2.0 is wrapped in a token and must name its key (OB 2.0
// "SignedBadge").
func signable(d *badge.Document, row scheme, by key.Signer) error {
	for _, id := range []string{d.ID(), d.IssuerID(), d.SubjectID(), by.Method} {
		if key.IsPrivate(id) {
			return fail(codeKeyExposed, "", "%s is a private key, wanted a public one", quoted(id))
		}
	}
	_, token := d.JWS()
	how, _ := d.Verification()
	switch v := d.Version(); {
	case token || v == badge.OB3VCDM1 || v.Before3() && v != badge.OB2:
		return fail(codeCannotSign, "", "cannot sign a JWS, a credential of VC Data Model 1.1, or a badge older than Open Badges 2.0")
	case v != badge.OB2:
		return nil
	case row.transform != jose:
		return fail(codeCannotSign, "", "a badge of Open Badges 2.0 can only be signed as a JWS, not with %s", row.name)
	case !how.Signed() || how.Hosted():
		return fail(codeCannotSign, "/verification", "the type of verification is not SignedBadge")
	case how.Creator != by.Method:
		return fail(codeCannotSign, "/verification/creator", "the creator is %s; the Method of the signer is %s", quoted(how.Creator), quoted(by.Method))
	}
	return nil
}

// publicOf returns the public key of a signer.
func publicOf(s key.Signer) (k key.Key, err error) {
	if s.Key == nil {
		return key.Key{}, fail(codeSigner, "", "Signer.Key is nil")
	}
	defer func() { // a nil key of the standard library panics
		if recover() != nil {
			k, err = key.Key{}, fail(codeSigner, "", "Signer.Key has no public key")
		}
	}()
	return key.FromPublic(s.Key.Public())
}

// making holds the arguments and results of one call of Sign.
type making struct {
	doc     *badge.Document
	row     scheme
	by      key.Signer
	public  key.Key
	options Options
	base    *baseProof // under ecdsa-sd-2023
}

// signature calls the signer on input.
func (m making) signature(input []byte) ([]byte, error) {
	signature, err := m.row.sign(m.by.Key, input)
	if err != nil {
		return nil, because(err, codeSigner, "", "the signer returned no signature")
	}
	return signature, nil
}

// signJWS wraps the document (OB 3.0 §8.2.5). A document of Open Badges 2.0 is
// the payload, unchanged.
func signJWS(ctx context.Context, m making) (made, error) {
	payload := m.doc.JSON()
	if m.doc.Version() != badge.OB2 && m.options.Type != typeDCSDJWT {
		var err error
		if payload, err = withClaims(m.doc, m.options); err != nil {
			return made{}, err
		}
	}
	header, err := m.header()
	if err != nil {
		return made{}, err
	}
	if !m.disclosing() {
		token, err := m.token(ctx, header, payload)
		return made{text: token}, err
	}
	payload, disclosures, err := m.withDigests(payload)
	if err != nil {
		return made{}, err
	}
	token, err := m.token(ctx, header, payload)
	if err != nil {
		return made{}, err
	}
	return made{text: []byte(strings.Join(append([]string{string(token)}, disclosures...), "~") + "~")}, nil
}

// token returns a compact JWS.
func (m making) token(ctx context.Context, header, payload []byte) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	token := multiformat.EncodeBase64URL(header) + "." + multiformat.EncodeBase64URL(payload)
	signature, err := m.signature([]byte(token))
	if err != nil {
		return nil, err
	}
	return []byte(token + "." + multiformat.EncodeBase64URL(signature)), nil
}

// header returns the JOSE header: only alg, kid, jwk and typ, and the cty of an
// SD-JWT. A badge of Open
// Badges 2.0 names its key in its text, and its readers do not know kid.
func (m making) header() ([]byte, error) {
	typ := m.options.Type
	if typ != "" && !slices.Contains(tokenTypes, typ) && !m.disclosing() {
		return nil, fail(codeJWSType, "", "the type is %s, wanted JWT, vc+jwt, vc+sd-jwt or dc+sd-jwt", quoted(typ))
	}
	if m.by.Method != "" {
		if err := key.ValidateID(m.by.Method); err != nil {
			return nil, err
		}
	}
	out := append([]byte(`{"alg":`), quote(string(m.row.name))...)
	itself := m.doc.Version() == badge.OB2
	if m.by.Method != "" && !itself {
		out = append(append(out, `,"kid":`...), quote(m.by.Method)...)
	}
	if m.by.Method == "" && !itself || m.options.EmbedKey {
		out = append(append(out, `,"jwk":`...), m.public.WithID("").JWK()...)
	}
	if m.options.Type != "" {
		out = append(append(out, `,"typ":`...), quote(m.options.Type)...)
	}
	if typ == typeVCSDJWT {
		out = append(out, `,"cty":"vc"`...)
	}
	return append(out, '}'), nil
}

// withClaims returns the text of the document with the registered claims added
// after its members. Each claim is the source text of the member that it
// repeats.
func withClaims(d *badge.Document, o Options) ([]byte, error) {
	root := jsontext.Value(d.Root())
	for _, name := range append([]string{"vc"}, vocabulary.RegisteredClaims()...) {
		if root.Member(name).Exists() {
			return nil, fail(codeClaimPresent, "/"+name, "the document already has the member %q", name)
		}
	}
	issuer, subject := idValue(root.Member("issuer")), idValue(root.Member("credentialSubject"))
	from, until := d.Period()
	var claims []byte
	for _, c := range []struct {
		name, path string
		value      jsontext.Value
		optional   bool
		date       bool
	}{
		{name: "iss", path: "/issuer/id", value: issuer},
		{name: "jti", path: "/id", value: root.Member("id")},
		{name: "nbf", path: "/validFrom", value: jsontext.Value(from), date: true},
		{name: "sub", path: "/credentialSubject/id", value: subject, optional: o.AllowNoSubject || o.Type == typeVCSDJWT},
		{name: "exp", path: "/validUntil", value: jsontext.Value(until), date: true, optional: true},
	} {
		if !c.value.Exists() && c.optional {
			continue
		}
		if c.name == "sub" && c.value.String() == "" {
			return nil, fail(codeClaimMissing, c.path, "the credentialSubject has no id for the claim sub; set AllowNoSubject to sign without the claim")
		}
		if c.value.String() == "" {
			return nil, fail(codeClaimMissing, c.path, "the claim %s needs a string at %s, found a JSON %s", c.name, c.path, c.value.Kind())
		}
		raw := c.value.Raw()
		if c.date {
			t, err := badge.DateTime(c.value.String()).Time()
			if err != nil || t.Unix() < 0 {
				return nil, fail(codeClaimDate, c.path, "%s is not a date and time since 1970 with time zone", quoted(c.value.String()))
			}
			raw = strconv.FormatInt(t.Unix(), 10)
		}
		claims = append(append(claims, `,"`+c.name+`":`...), raw...)
	}
	if o.Status != nil {
		status, err := jsontext.Parse(o.Status)
		if err != nil || !status.Member(vocabulary.StatusClaimList).Exists() || root.Member(vocabulary.StatusClaim).Exists() {
			return nil, fail(codeCannotSign, "", "the claim status is not one of a Token Status List, or the document has a member of that name")
		}
		claims = append(append(claims, `,"`+vocabulary.StatusClaim+`":`...), status.Raw()...)
	}
	return spliceMembers(root, claims), nil
}

// spliceMembers adds members, each with a comma in front, at the end of a
// non-empty object.
func spliceMembers(object jsontext.Value, members []byte) []byte {
	var last jsontext.Value
	for _, m := range object.Members() {
		last = m
	}
	return jsontext.ReplaceValue(last, append([]byte(last.Raw()), members...))
}

// idValue returns the id of a member that is an IRI or an object with one.
func idValue(v jsontext.Value) jsontext.Value {
	if v.Kind() == jsontext.Object {
		return v.Member("id")
	}
	return v
}

// signObject adds a Data Integrity proof (VC Data Integrity §4.3). Existing
// proofs stay.
func signObject(ctx context.Context, m making) (made, error) {
	if m.by.Method == "" {
		return made{}, fail(codeProofMethod, "", "Signer.Method is empty; an embedded proof needs it")
	}
	if err := m.checkID(); err != nil {
		return made{}, err
	}
	config, err := jsontext.Parse(m.config())
	if err != nil {
		return made{}, fail(codeCannotSign, "", "the options of the proof are too long")
	}
	t, err := m.transform(ctx, config)
	if err != nil {
		return made{}, err
	}
	signature, err := m.signature(t.input())
	if err != nil {
		return made{}, err
	}
	value := multiformat.EncodeBase58(signature)
	if m.base != nil {
		if value, err = m.base.value(ctx, m.row, signature, t.division); err != nil {
			return made{}, err
		}
	}
	proof := jsontext.InsertMember(config, "proofValue", quote(value))
	text, err := spliceProof(jsontext.Value(m.doc.Root()), proof)
	return made{text, config, t.reading}, err
}

// transform computes what the new proof signs.
func (m making) transform(ctx context.Context, config jsontext.Value) (Transformed, error) {
	w := opened{proof: Proof{doc: m.doc, object: config}, row: m.row, options: CheckOptions{Extensions: m.options.Extensions, Contexts: m.options.Contexts, signing: true}}
	if m.base != nil {
		w.disclosure = m.base.disclosure
	}
	var err error
	if w.previous, err = w.proof.Previous(); err != nil {
		return Transformed{}, err
	}
	return w.transform(ctx)
}

// checkID requires an id that no other proof of the document has.
func (m making) checkID() error {
	if m.options.ID == "" {
		return nil
	}
	if !vocabulary.IsIdentifier(m.options.ID) {
		return fail(codeProofID, "", "the id %s is not an absolute IRI", quoted(m.options.ID))
	}
	for v := range jsontext.Value(m.doc.Root()).Member("proof").Each() {
		if v.Member("id").String() == m.options.ID {
			return fail(codeProofID, v.Pointer(), "another proof of the document has the id %s", quoted(m.options.ID))
		}
	}
	return nil
}

// config returns the proof without its value.
func (m making) config() []byte {
	typ, suite := m.row.typeAndSuite()
	members := []member{{"type", typ}}
	for _, text := range []member{{"cryptosuite", suite}, {"id", m.options.ID}} {
		if text.value != "" {
			members = append(members, text)
		}
	}
	for _, date := range []struct {
		name string
		t    time.Time
	}{{"created", m.options.Created}, {"expires", m.options.Expires}} {
		if !date.t.IsZero() {
			members = append(members, member{date.name, date.t.UTC().Truncate(time.Second).Format(time.RFC3339)})
		}
	}
	members = append(members, member{"verificationMethod", m.by.Method}, member{"proofPurpose", purposeOf(m.options.Authentication)})
	for _, text := range []member{{"domain", m.options.Domain}, {"challenge", m.options.Challenge}} {
		if text.value != "" {
			members = append(members, text)
		}
	}
	out := object(members)
	if len(m.options.PreviousProof) > 0 {
		list, _ := json.Marshal(m.options.PreviousProof) // marshalling a string cannot fail
		out = withMember(out, "previousProof", list)
	}
	if own := jsontext.Value(m.doc.Root()).Member("@context"); m.row.transform == jcs && own.Exists() {
		out = withMember(out, "@context", []byte(own.Raw()))
	}
	return out
}

// spliceProof puts a proof into a document, always as an element of an array:
// both sets of official schemas accept that form.
func spliceProof(root jsontext.Value, proof []byte) ([]byte, error) {
	old := root.Member("proof")
	switch old.Kind() {
	case jsontext.Absent:
		return jsontext.InsertMember(root, "proof", slices.Concat([]byte{'['}, proof, []byte{']'})), nil
	case jsontext.Array:
		return jsontext.InsertElement(old, proof), nil
	case jsontext.Object:
		return jsontext.ReplaceValue(old, []byte(strings.Join([]string{"[", old.Raw(), ",", string(proof), "]"}, ""))), nil
	}
	return nil, fail(codeProofFormat, "/proof", "the member proof is a JSON %s, wanted a proof object or an array", old.Kind())
}

// member is the name and value of a JSON member.
type member struct{ name, value string }

// object returns members as a JSON object without white space.
func object(members []member) []byte {
	size := len(`{}`)
	for _, m := range members {
		size += len(m.name) + len(m.value) + len(`"":"",`)
	}
	out := append(make([]byte, 0, size), '{')
	for i, m := range members {
		if i > 0 {
			out = append(out, ',')
		}
		out = jsontext.AppendQuoted(append(jsontext.AppendQuoted(out, m.name), ':'), m.value)
	}
	return append(out, '}')
}

// withMember adds a member at the end of an object without white space.
func withMember(object []byte, name string, raw []byte) []byte {
	return slices.Concat(object[:len(object)-1], []byte{','}, quote(name), []byte{':'}, raw, []byte{'}'})
}

// quote returns s as a JSON string.
func quote(s string) []byte { return jsontext.AppendQuoted(nil, s) }
