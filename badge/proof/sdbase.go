package proof

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/multiformat"
	"github.com/openbadges-go/openbadges/badge/key"
)

// decisive are the members that decide whether, where, how long and for whom a
// badge counts. A holder who could withhold one could hide a revocation or an
// expiry. Without awardedDate, the badge would seem to be awarded when it became
// valid.
var decisive = []string{"issuer", "validFrom", "issuanceDate", "validUntil", "expirationDate", "credentialStatus", "credentialSchema",
	"refreshService", "termsOfUse", "partial", "awardedDate"}

// decisiveParts returns the members of a credential subject that say what was
// awarded and to whom. An identifier decides if the subject has no id.
func decisiveParts(subject jsontext.Value) []jsontext.Value {
	parts := []jsontext.Value{subject.Member("type"), subject.Member("achievement")}
	if !subject.Member("id").Exists() {
		parts = append(parts, subject.Member("identifier"))
	}
	return parts
}

// mandatory returns the pointers of a new base proof: those of the decisive
// members, those of the award and its recipient, and the caller's.
func mandatory(root jsontext.Value, wanted []string) ([]string, error) {
	var pointers []string
	add := func(v jsontext.Value) {
		if v.Exists() && !slices.Contains(pointers, v.Pointer()) {
			pointers = append(pointers, v.Pointer())
		}
	}
	for _, name := range decisive {
		add(root.Member(name))
	}
	for subject := range root.Member("credentialSubject").Each() {
		if !subject.Member("type").Exists() {
			add(subject)
			continue
		}
		for _, part := range decisiveParts(subject) {
			add(part)
		}
	}
	for _, pointer := range wanted {
		v, err := named(root, pointer)
		if err != nil {
			return nil, err
		}
		add(v)
	}
	if len(pointers) > maxMandatory {
		return nil, fail(codeDisclosurePointer, "", "there are %d mandatory pointers, at most %d are allowed", len(pointers), maxMandatory)
	}
	return pointers, nil
}

// named returns the pointers that a caller's pointer selects.
func named(root jsontext.Value, pointer string) (jsontext.Value, error) {
	v := root.At(pointer)
	first, _, _ := strings.Cut(strings.TrimPrefix(pointer, "/"), "/")
	switch {
	case len(pointer) > maxPointer, pointer == "", !v.Exists(), first == "proof", first == "@context":
		return v, fail(codeDisclosurePointer, "", "%s does not name a part of the badge that can be disclosed or withheld", quoted(pointer))
	}
	return v, nil
}

// baseProof is a base proof before it is signed.
type baseProof struct {
	disclosure
	own crypto.Signer // made for this proof and discarded after it
}

// newBaseProof generates the secrets of a base proof (§3.5.2).
func newBaseProof(root jsontext.Value, o Options) (*baseProof, error) {
	if len(o.PreviousProof) > 0 {
		return nil, fail(codeCannotSign, "", "previousProof is not allowed with %s", ECDSASD2023)
	}
	pointers, err := mandatory(root, o.Mandatory)
	if err != nil {
		return nil, err
	}
	own, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, because(err, codeSigner, "", "generating the key of the proof failed")
	}
	hmacKey := make([]byte, hmacSize)
	rand.Read(hmacKey) // never fails
	return baseProofWith(own, hmacKey, pointers)
}

func baseProofWith(own crypto.Signer, hmacKey []byte, pointers []string) (*baseProof, error) {
	public, err := key.FromPublic(own.Public())
	if err != nil {
		return nil, err
	}
	_, prefixed, err := multiformat.Decode(public.Multikey())
	if err != nil {
		return nil, err
	}
	return &baseProof{disclosure{publicKey: prefixed, hmacKey: hmacKey, pointers: pointers}, own}, nil
}

// value returns the proof value: the signature of the issuer, and one signature
// by the key of the proof for each optional statement (§3.6.1).
func (b *baseProof) value(ctx context.Context, row scheme, signature []byte, all division) (string, error) {
	d, free := b.disclosure, all.optional()
	if len(all.statements) > maxSigned {
		return "", fail(codeCannotSign, "", "the badge has %d statements, at most %d can be signed separately", len(all.statements), maxSigned)
	}
	d.signature = signature
	for _, s := range free {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		signed, err := row.sign(b.own, []byte(s.line))
		if err != nil {
			return "", because(err, codeSigner, "", "the key of the proof returned no signature")
		}
		d.signatures = append(d.signatures, signed)
	}
	return d.text(), nil
}
