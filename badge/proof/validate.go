package proof

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
	"github.com/openbadges-go/openbadges/badge/key"
)

// headerMembers are the only members that a JOSE header may have (OB 3.0
// §8.2.3). Other harmless members are departures.
var headerMembers = []string{"alg", "kid", "jwk", "typ"}

// headerForbidden are the members that change what is signed or name keys.
var headerForbidden = []string{"crit", "b64", "jku", "x5u", "x5c", "x5t", "x5t#S256", "enc", "zip"}

// tokenTypes are the accepted types of a badge token: that of OB 3.0 §8.2.3,
// and those of VC-JOSE-COSE and its drafts, which published badges use.
var tokenTypes = []string{"JWT", "vc+jwt", "vc+ld+jwt", "vc-ld+jwt", "vc+ld+json+jwt"}

// foreignTypes are types of tokens that are not credentials. If a host signs
// them for other purposes, they must not be accepted as badges (RFC 8725
// §3.11).
var foreignTypes = []string{"at+jwt", "dpop+jwt", "secevent+jwt", "logout+jwt"}

// headerError is an error about the JOSE header, which JSON Pointers into the
// document cannot reach.
func headerError(code, format string, args ...any) error {
	return fail(code, "", "JOSE header: "+format, args...)
}

// inHeader turns an error about a key into one about the JOSE header.
func inHeader(err error) error {
	var e *jsontext.Error
	if errors.As(err, &e) {
		return e.At("").Within("JOSE header")
	}
	return err
}

// validateHeader checks the JOSE header against the list of allowed members.
func (p Proof) validateHeader(o CheckOptions) (WellFormed, error) {
	if err := p.validateMembers(); err != nil {
		return WellFormed{}, err
	}
	row, err := p.row(o)
	if err != nil {
		return WellFormed{}, err
	}
	if err := p.validateType(o.Types); err != nil {
		return WellFormed{}, err
	}
	kid, jwk := p.header().Member("kid"), p.header().Member("jwk")
	_, keyless := p.doc.SDJWT() // RFC 9901 leaves it to the reader where the key is
	keyless = keyless || p.header().Member("typ").String() == typeKeyBinding
	switch {
	case !kid.Exists() && !jwk.Exists() && !keyless && !p.doc.Version().Before3(): // before 3.0 the badge names the key
		return WellFormed{}, headerError(codeJWSKeyMissing, "found neither kid nor jwk")
	case kid.Exists() && kid.Kind() != jsontext.String:
		return WellFormed{}, headerError(codeKeyID, "the key identifier is a JSON %s, wanted a string", kid.Kind())
	case kid.Exists():
		if err := key.ValidateID(kid.String()); err != nil {
			return WellFormed{}, inHeader(err)
		}
	}
	if _, _, err := p.EmbeddedKey(); err != nil {
		return WellFormed{}, err
	}
	w, err := p.open(row, o)
	return WellFormed{w}, err
}

// validateMembers refuses header members that change the meaning of the token,
// and names that some readers treat as such a member.
func (p Proof) validateMembers() error {
	header, typ := p.header(), p.header().Member("typ").String()
	if header.Member("crit").Exists() {
		return headerError(codeCritUnsupported, "found crit, wanted no extensions")
	}
	for name, value := range header.Members() {
		if slices.Contains(headerMembers, name) || name == "x5c" && typ == typeDCSDJWT { // a certificate, which names no key here
			continue
		}
		like := func(known string) bool { return vocabulary.Folded(name) == vocabulary.Folded(known) }
		switch {
		case slices.ContainsFunc(headerForbidden, like), slices.ContainsFunc(headerMembers, like):
			return headerError(codeHeaderNotAllowed, "found %s, wanted only alg, kid, jwk and typ", quoted(name))
		case name == "cty" && (value.Kind() != jsontext.String || strings.EqualFold(value.String(), "JWT")):
			return headerError(codeHeaderNotAllowed, "the content type is %s, wanted a credential", shown(value))
		case name == "cty" && contentTypes[typ] != "" && value.String() != contentTypes[typ]:
			return headerError(codeContentType, "the content type is %s, wanted %s for a token of the type %s", shown(value), contentTypes[typ], typ)
		}
	}
	return nil
}

// validateType checks typ against the wanted types; nil means the default
// types. Some other credential types are reported as unsupported.
func (p Proof) validateType(types []string) error {
	typ := p.header().Member("typ")
	_, claims := p.doc.SDJWT()
	usual := types == nil
	switch {
	case usual && claims:
		types = sdTypes
	case usual:
		types = tokenTypes
	}
	switch {
	case !typ.Exists() && !claims || slices.Contains(types, typ.String()):
		return nil
	case usual && claims && slices.Contains(tokenTypes, typ.String()):
		return headerError(codeJWSType, "the token has disclosures and the type %s, wanted one of %q", shown(typ), types)
	case usual && typ.String() != "" && !slices.Contains(foreignTypes, strings.ToLower(typ.String())):
		return headerError(codeJWSTypeUnsupported, "tokens of the type %s are not understood here, so nothing is proved for or against the badge", shown(typ))
	}
	return headerError(codeJWSType, "the type is %s, wanted none or one of %q", shown(typ), types)
}

// unknownAlgorithm returns the error for an algorithm that is not in the table.
// Some are unsupported; none, symmetric and misspelt ones are refused.
func unknownAlgorithm(name, shown string) error {
	plain := name != "" && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-_.") == ""
	known := slices.ContainsFunc(schemes, func(s scheme) bool { return strings.EqualFold(name, string(s.name)) })
	if !plain || known || strings.EqualFold(name, "none") || strings.HasPrefix(strings.ToUpper(name), "HS") {
		return headerError(codeAlgNotAllowed, "the algorithm is %s, wanted RS256, PS256, ES256, ES384, ES512 or EdDSA", shown)
	}
	return headerError(codeAlgUnsupported, "the algorithm %s is not understood here, so nothing is proved for or against the badge", shown)
}

// validateObject checks the form of the members of a Data Integrity proof (VC
// Data Integrity §2.1, §4.5).
func (p Proof) validateObject(o CheckOptions) (WellFormed, error) {
	row, err := p.row(o)
	if err != nil {
		return WellFormed{}, err
	}
	if err := carriedAlone(p.doc); err != nil {
		return WellFormed{}, err
	}
	if _, err := p.Previous(); err != nil {
		return WellFormed{}, err
	}
	if err := p.validateClaims(row, o); err != nil {
		return WellFormed{}, err
	}
	if row.transform != sd && row.detached == "" {
		if err := p.validateValue(row); err != nil {
			return WellFormed{}, err
		}
	}
	w, err := p.open(row, o)
	if err == nil && row.transform == sd {
		err = w.validateDisclosure()
	}
	if err != nil {
		return WellFormed{}, err
	}
	return WellFormed{w}, nil
}

// validateClaims checks the statements of the proof about itself: purpose,
// method, dates, domain, challenge and context.
func (p Proof) validateClaims(row scheme, o CheckOptions) error {
	path := p.Path()
	if v, want := p.object.Member("proofPurpose"), purposeOf(o.Authentication); v.String() != want {
		return fail(codeProofPurpose, path+"/proofPurpose", "the purpose is %s, wanted %s", shown(v), want)
	}
	if _, err := jsontext.IRI(p.object.Member("verificationMethod"), path+"/verificationMethod", codeProofMethod); err != nil {
		return err
	}
	if err := p.validateDates(); err != nil {
		return err
	}
	if err := p.validateDomain(o.Domain); err != nil {
		return err
	}
	challenge := p.object.Member("challenge")
	switch {
	case challenge.Exists() && challenge.Kind() != jsontext.String:
		return fail(codeProofFormat, challenge.Pointer(), "found a JSON %s, wanted a string", challenge.Kind())
	case o.Challenge != "" && challenge.String() != o.Challenge:
		return fail(codeProofChallenge, path, "the challenge is %s, wanted %s", quoted(challenge.String()), quoted(o.Challenge))
	}
	// A proof over text may list only the first contexts of its document; the
	// others would then not be signed (VC Data Integrity EdDSA Cryptosuites
	// §3.3.2). A linked-data proof is read with its own contexts.
	if v := p.object.Member("@context"); row.transform == jcs && v.Exists() && !reflect.DeepEqual(v.Any(), jsontext.Value(p.doc.Body()).Member("@context").Any()) {
		return fail(codeProofContext, v.Pointer(), "the @context of the proof differs from that of its document")
	}
	return nil
}

// purposeOf returns the purpose of a proof by a holder or by an issuer.
func purposeOf(authentication bool) string {
	if authentication {
		return "authentication"
	}
	return "assertionMethod"
}

// validateDomain checks the domains of the proof: a string or several (VC Data
// Integrity §2.1). The expected one must be among them.
func (p Proof) validateDomain(want string) error {
	v := p.object.Member("domain")
	if v.Kind() == jsontext.Array && v.Len() == 0 {
		return fail(codeProofFormat, v.Pointer(), "the list of domains is empty")
	}
	for e := range v.Each() {
		if e.Kind() != jsontext.String {
			return fail(codeProofFormat, e.Pointer(), "found a JSON %s, wanted a string", e.Kind())
		}
	}
	if want != "" && !v.Holds(want) {
		return fail(codeProofDomain, p.Path(), "the domain is %s, wanted %s", shown(v), quoted(want))
	}
	return nil
}

func (p Proof) validateDates() error {
	created, expires := p.object.Member("created"), p.object.Member("expires")
	for _, v := range []jsontext.Value{created, expires} {
		if _, err := readTime(v, v == created); v.Exists() && err != nil {
			return fail(codeProofDate, v.Pointer(), "%s is not a date and time with time zone", quoted(v.String()))
		}
	}
	if created.Exists() && expires.Exists() && !p.Expires().After(p.Created()) {
		return fail(codeProofOrder, expires.Pointer(), "expires is %s, wanted a time after created, %s", quoted(expires.String()), quoted(created.String()))
	}
	return nil
}

// validateValue requires the only valid encoding of a signature of exactly the
// length of the scheme.
func (p Proof) validateValue(row scheme) error {
	path := p.Path() + "/proofValue"
	switch v := p.object.Member("proofValue"); {
	case v.Kind() != jsontext.String:
		return fail(codeProofValue, path, "the proof value is a JSON %s, wanted a string", v.Kind())
	case p.value.err != nil:
		return fail(codeProofValue, path, "the proof value cannot be read: %v", p.value.err)
	case p.value.base != multiformat.Base58BTC:
		return fail(codeProofValue, path, "the proof value starts with %q, wanted z for base58btc", p.value.base)
	case len(p.value.signature) != row.size:
		return fail(codeProofValue, path, "the proof value has %d bytes; %s needs %d", len(p.value.signature), row.name, row.size)
	}
	return nil
}

// validateDisclosure requires a derived proof. A base proof holds the secret
// that prevents guessing withheld statements, and reveals what its holder may
// want to withhold.
func (w opened) validateDisclosure() error {
	p := w.proof
	switch previous := p.object.Member("previousProof"); {
	case previous.Exists():
		return fail(codeProofFormat, previous.Pointer(), "previousProof is not allowed with %s", ECDSASD2023)
	case w.disclosure.base() && !w.options.base:
		return fail(codeDisclosureBase, p.Path(), "this is a base proof, for the holder only; verify a disclosure made from it")
	}
	_, err := w.disclosure.key()
	return jsontext.Inside(p.Path()+"/proofValue", err)
}

// readTime reads a time of a proof. Without a zone it is UTC (VC Data Integrity
// §2.1), which is accepted only where the zone cannot prolong the proof.
func readTime(v jsontext.Value, zoneless bool) (time.Time, error) {
	t, err := vocabulary.ParseProofTime(v.String())
	if zoneless && errors.Is(err, vocabulary.ErrNoZone) {
		err = nil
	}
	if err != nil {
		return time.Time{}, err
	}
	return t, nil
}
