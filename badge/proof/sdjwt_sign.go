package proof

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/sdtext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
	"github.com/openbadges-go/openbadges/badge/key"
)

// disclosing reports whether the new proof is an SD-JWT.
func (m making) disclosing() bool { return slices.Contains(sdTypes, m.options.Type) }

// withDigests adds the claim cnf to a payload, and replaces what the holder may
// withhold by digests.
func (m making) withDigests(payload []byte) ([]byte, []string, error) {
	claims, err := jsontext.Parse(payload)
	if err != nil {
		return nil, nil, err
	}
	for _, name := range []string{"iss", "vct"} {
		if m.options.Type == typeDCSDJWT && claims.Member(name).String() == "" {
			return nil, nil, fail(codeClaimMissing, jsontext.Join("", name), "an SD-JWT VC needs the claim %s", name)
		}
	}
	holder := m.options.Holder
	if holder.Type() == "" {
		holder = keyIn(cmp.Or(claims.At("/credentialSubject/id").String(), claims.Member("sub").String()))
	}
	if holder.Type() != "" && !claims.Member("cnf").Exists() {
		cnf := append([]byte(`{"jwk":`), holder.WithID("").JWK()...)
		if holder.ID() != "" {
			cnf = append(append(cnf, `,"kid":`...), quote(holder.ID())...)
		}
		if claims, err = jsontext.Parse(jsontext.InsertMember(claims, "cnf", append(cnf, '}'))); err != nil {
			return nil, nil, err
		}
	}
	pointers := m.options.Disclosable
	if pointers == nil {
		pointers = disclosableParts(claims, m.options.Type)
	}
	for _, p := range pointers {
		if err := concealable(claims, m.options.Type, p); err != nil {
			return nil, nil, err
		}
	}
	return sdtext.Conceal(claims, pointers, m.options.Decoys, rand.Reader)
}

// keyIn returns the key in a did:jwk or did:key, with its name; the zero Key for
// another text.
func keyIn(id string) (k key.Key) {
	if jwk, ok := strings.CutPrefix(id, "did:jwk:"); ok {
		if text, err := base64.RawURLEncoding.DecodeString(jwk); err == nil {
			k, _ = key.ParseJWK(text)
			return k.WithID(id + "#0")
		}
	}
	if text, ok := strings.CutPrefix(id, "did:key:"); ok {
		k, _ = key.ParseMultikey(text)
		return k.WithID(id + "#" + text)
	}
	return key.Key{}
}

// disclosableParts returns the pointers of what the holder of a new SD-JWT may
// withhold unless the caller says otherwise: of a badge identifiers and names of
// its recipient, results and evidence; of an SD-JWT VC all claims that are not
// registered.
func disclosableParts(claims jsontext.Value, typ string) (pointers []string) {
	if typ == typeDCSDJWT {
		for name := range claims.Members() {
			if !slices.Contains(vocabulary.RegisteredClaims(), name) && !slices.Contains(neverDisclosed, name) {
				pointers = append(pointers, jsontext.Join("", name))
			}
		}
		return pointers
	}
	for i := range claims.Member("evidence").Elements() {
		pointers = append(pointers, jsontext.Join("/evidence", strconv.Itoa(i)))
	}
	subject := claims.Member("credentialSubject")
	for _, name := range personal {
		if m := subject.Member(name); m.Exists() && concealable(claims, typ, m.Pointer()) == nil {
			pointers = append(pointers, m.Pointer())
		}
	}
	return pointers
}

// personal are the members of a recipient that are about the person.
var personal = []string{"identifier", "result", "name", "givenName", "familyName", "additionalName", "patronymicName", "honorificPrefix",
	"honorificSuffix", "familyNamePrefix", "dateOfBirth", "birthDate", "email", "phone", "address"}

// concealable returns an error for a value that every reader needs. Between the
// other members of a credential without an end or a status a reader cannot tell
// whether one of these is withheld, so they cannot be concealed either.
func concealable(claims jsontext.Value, typ, pointer string) error {
	v := claims.At(pointer)
	needed := slices.Concat(neverDisclosed, vocabulary.RegisteredClaims(), []string{"_sd_alg"})
	if typ == typeDCSDJWT {
		needed = slices.DeleteFunc(needed, func(name string) bool { return name == "sub" || name == "iat" })
	} else {
		needed = slices.Concat(needed, notDisclosed, decisive, []string{"id", "proof"})
		for i := range claims.Member("credentialSubject").Each() {
			at := strings.TrimPrefix(i.Pointer(), "/")
			needed = append(needed, at+"/id", at+"/type", at+"/achievement/id", at+"/achievement/type", at+"/achievement/name")
			if !i.Member("id").Exists() {
				needed = append(needed, at+"/identifier")
			}
		}
	}
	switch {
	case pointer == "" || !v.Exists():
		return fail(codeDisclosurePointer, pointer, "the pointer names no member and no element")
	case slices.ContainsFunc(needed, func(name string) bool { return within("/"+name, pointer) || within(pointer, "/"+name) }):
		return fail(codeDisclosureMandatory, pointer, "every reader needs this, so it cannot be disclosed by choice")
	case typ == typeDCSDJWT || sdtext.Parent(pointer) != "":
		return nil
	}
	for _, name := range hideable {
		if !says(claims, name) {
			return fail(codeDisclosureMandatory, pointer, "the credential has no %s, so a reader could not tell what is withheld beside it", name)
		}
	}
	return nil
}

// ofToken returns the SD-JWT with the disclosures that its holder shows.
func (s Selection) ofToken(d *badge.Document, token badge.SDJWT) (*badge.Document, error) {
	if token.KeyBinding != "" {
		return nil, fail(codeDisclosureBound, "", "the token has a key binding, so that it is for one verifier; use the one from the issuer")
	}
	shown, err := s.disclosures(jsontext.Value(d.Root()), token.Disclosures)
	if err != nil {
		return nil, err
	}
	text, _, _ := strings.Cut(strings.Trim(string(d.Bytes()), " \t\r\n"), "~")
	result, err := badge.Parse([]byte(strings.Join(append([]string{text}, shown...), "~") + "~"))
	if err != nil {
		return nil, because(err, codeSelfCheck, "", "the disclosure cannot be read back")
	}
	return result, nil
}

// disclosures returns the disclosures to show: those of what is revealed, with
// those around it, without those of what is withheld.
func (s Selection) disclosures(root jsontext.Value, all []badge.Disclosure) (shown []string, err error) {
	for _, pointer := range slices.Concat(s.Reveal, s.Withhold) {
		if !root.At(pointer).Exists() {
			return nil, fail(codeDisclosurePointer, pointer, "the pointer names nothing in the badge")
		}
	}
	var withheld []string
	for _, pointer := range s.Withhold {
		inside, around := []string{}, ""
		for _, d := range all {
			switch {
			case within(d.Path, pointer):
				inside = append(inside, d.Path)
			case within(pointer, d.Path) && len(d.Path) > len(around):
				around = d.Path
			}
		}
		if len(inside) == 0 && around == "" {
			return nil, fail(codeDisclosureMandatory, pointer, "the issuer requires this in every disclosure")
		}
		if len(inside) == 0 {
			inside = []string{around}
		}
		withheld = append(withheld, inside...)
	}
	for _, d := range all {
		wanted := slices.ContainsFunc(s.Reveal, func(p string) bool { return within(d.Path, p) || within(p, d.Path) })
		if wanted && !slices.ContainsFunc(withheld, func(p string) bool { return within(d.Path, p) }) {
			shown = append(shown, d.Text)
		}
	}
	return shown, nil
}

// Bind returns an SD-JWT with a key binding JWT (RFC 9901 §4.3): its holder signs
// the disclosures that it shows, for one verifier. Options.Challenge and
// Options.Domain are what the verifier sent, both required, and Options.Created is
// the time of signing. The key must be the one that the claim cnf of the token
// names.
func Bind(ctx context.Context, d *badge.Document, s Scheme, by key.Signer, o Options) (*badge.Document, error) {
	if err := cmp.Or(exists(d), ctx.Err()); err != nil {
		return nil, err
	}
	token, ok := d.SDJWT()
	switch {
	case !ok || token.Presented == "":
		return nil, fail(codeDisclosureMissing, "", "the document is not an SD-JWT")
	case token.KeyBinding != "":
		return nil, fail(codeDisclosureBound, "", "the token already has a key binding")
	case o.Challenge == "" || o.Domain == "" || o.Created.IsZero():
		return nil, fail(codeKeyBinding, "", "a key binding needs Challenge, Domain and Created")
	}
	row, ok := schemeNamed(s)
	if !ok || row.former || row.transform != jose {
		return nil, fail(codeSchemeUnknown, "", "%s is not a scheme for new tokens", quoted(string(s)))
	}
	public, err := publicOf(by)
	if err != nil {
		return nil, err
	}
	if err := row.fits(public); err != nil {
		return nil, err
	}
	header := object([]member{{"alg", string(row.name)}, {"typ", typeKeyBinding}})
	claims := object([]member{{"aud", o.Domain}, {"nonce", o.Challenge}, {"sd_hash", token.Digest(token.Presented)}})
	claims = withMember(claims, "iat", strconv.AppendInt(nil, o.Created.Unix(), 10))
	binding, err := making{row: row, by: by, public: public}.token(ctx, header, claims)
	if err != nil {
		return nil, err
	}
	bound, err := badge.Parse([]byte(token.Presented + string(binding)))
	if err != nil {
		return nil, because(err, codeSelfCheck, "", "the key binding cannot be read back")
	}
	if _, err = CheckBinding(ctx, bound, public, CheckOptions{Challenge: o.Challenge, Domain: o.Domain}); err != nil {
		return nil, because(err, codeSelfCheck, "", "the key binding does not verify with the public key of the signer")
	}
	return bound, nil
}

// CheckBinding checks the key binding JWT of an SD-JWT with the key of its holder
// (RFC 9901 §7.3), and returns when it was signed, by its own account. Challenge
// and Domain of the options must be its nonce and its audience, unless they are
// empty. It does not check the token itself or compare the date with the clock.
func CheckBinding(ctx context.Context, d *badge.Document, by key.Key, o CheckOptions) (time.Time, error) {
	if err := cmp.Or(exists(d), ctx.Err()); err != nil {
		return time.Time{}, err
	}
	token, _ := d.SDJWT()
	if token.KeyBinding == "" {
		return time.Time{}, fail(codeKeyBinding, "", "the document has no key binding")
	}
	binding, err := badge.Parse([]byte(token.KeyBinding))
	if e, ok := errors.AsType[*jsontext.Error](err); ok {
		return time.Time{}, e.At("").Within("key binding")
	}
	jws, _ := binding.JWS()
	if typ := jws.Header.Member("typ"); typ.String() != typeKeyBinding {
		return time.Time{}, fail(codeKeyBinding, "", "the type of the key binding is %s, wanted %s", shown(jsontext.Value(typ)), typeKeyBinding)
	}
	proofs, err := Find(binding)
	if err != nil {
		return time.Time{}, err
	}
	if _, err := proofs[0].Verify(ctx, by, CheckOptions{Types: []string{typeKeyBinding}, Spend: o.Spend}); err != nil {
		return time.Time{}, err
	}
	claims := jsontext.Value(binding.Root())
	made, err := badge.InstantOf(binding.Root().Member("iat"))
	switch nonce, aud := claims.Member("nonce"), claims.Member("aud"); {
	case claims.Member("sd_hash").String() != token.Digest(token.Presented):
		return time.Time{}, fail(codeKeyBindingHash, "", "the key binding was made for another token or for other disclosures")
	case err != nil || claims.Member("iat").Kind() != jsontext.Number:
		return time.Time{}, fail(codeKeyBinding, "", "the time of the key binding is %s, wanted a number of seconds", shown(claims.Member("iat")))
	case nonce.Kind() != jsontext.String || o.Challenge != "" && nonce.String() != o.Challenge:
		return time.Time{}, fail(codeProofChallenge, "", "the nonce of the key binding is %s, wanted %s", shown(nonce), quoted(o.Challenge))
	case aud.Kind() != jsontext.String || o.Domain != "" && aud.String() != o.Domain:
		return time.Time{}, fail(codeProofDomain, "", "the audience of the key binding is %s, wanted %s", shown(aud), quoted(o.Domain))
	}
	return made, nil
}
