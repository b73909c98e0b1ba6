package proof

import (
	"bytes"
	"context"
	"slices"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/key"
)

// made is a signed text.
type made struct {
	text []byte

	// Of an embedded proof: the proof without its value, and what it signs.
	config jsontext.Value
	signed reading
}

// selfChecked reads the signed text back and verifies its newest proof. What an
// embedded proof signs is not computed again: if the document is the one that was
// signed, with one more proof, which is the one that was made, it is the same.
func (m making) selfChecked(ctx context.Context, text made) (*badge.Document, error) {
	o := CheckOptions{Extensions: m.options.Extensions, Contexts: m.options.Contexts, Authentication: m.options.Authentication, base: true}
	if !text.config.Exists() {
		return selfChecked(ctx, text.text, m.public, o)
	}
	return readBack(text.text, func(d *badge.Document, proofs []Proof) error { return m.verify(ctx, text, d, proofs, o) })
}

// selfChecked reads a token back and verifies it.
func selfChecked(ctx context.Context, text []byte, public key.Key, o CheckOptions) (*badge.Document, error) {
	return readBack(text, func(_ *badge.Document, proofs []Proof) error {
		_, err := proofs[0].Verify(ctx, public, o)
		return err
	})
}

// readBack reads a signed text and checks its proofs.
func readBack(text []byte, check func(*badge.Document, []Proof) error) (*badge.Document, error) {
	d, err := badge.Parse(text)
	if err != nil {
		return nil, because(err, codeSelfCheck, "", "the signed document cannot be read back")
	}
	proofs, err := Find(d)
	if err != nil {
		return nil, err
	}
	err = check(d, proofs)
	if code := badge.CodeOf(err); code == codeSignature || code == codeProofValue {
		return nil, because(err, codeSelfCheck, "", "the signature does not verify with the public key of the signer")
	}
	if err != nil {
		return nil, err
	}
	return d, nil
}

// verify verifies the last proof of the signed document over what was signed.
func (m making) verify(ctx context.Context, text made, d *badge.Document, proofs []Proof, o CheckOptions) error {
	before, after := jsontext.Value(m.doc.Root()), jsontext.Value(d.Root())
	if !sameApartFromProof(before, after) || !oneMore(before.Member("proof"), after.Member("proof"), text.config) {
		return fail(codeSelfCheck, "", "the signed document is not the one to sign with one more proof")
	}
	w, err := proofs[len(proofs)-1].Validate(o)
	if err != nil {
		return err
	}
	if m.base != nil && !w.disclosure.divides(m.base.disclosure) {
		return fail(codeSelfCheck, "", "the base proof cannot be read back")
	}
	t := Transformed{opened: w.opened, reading: text.signed}
	return jsontext.Inside(w.proof.Path(), t.verify(ctx, m.public))
}

// divides reports whether two base proofs divide a document in the same way.
func (d disclosure) divides(other disclosure) bool {
	return bytes.Equal(d.publicKey, other.publicKey) && bytes.Equal(d.hmacKey, other.hmacKey) && slices.Equal(d.pointers, other.pointers)
}

// sameApartFromProof reports whether two objects have the same members, in text
// and order, whatever their proofs.
func sameApartFromProof(a, b jsontext.Value) bool {
	members := func(v jsontext.Value) []string {
		list := make([]string, 0, 2*v.Len())
		for name, m := range v.Members() {
			if name != "proof" {
				list = append(list, name, m.Raw())
			}
		}
		return list
	}
	return a.Kind() == b.Kind() && slices.Equal(members(a), members(b))
}

// oneMore reports whether new proofs are the old ones and a last one, which is
// the config with a proofValue as its last member.
func oneMore(before, after, config jsontext.Value) bool {
	var list []jsontext.Value
	for v := range after.Each() {
		list = append(list, v)
	}
	if len(list) == 0 {
		return false
	}
	i := 0
	for v := range before.Each() {
		if i == len(list)-1 || v.Raw() != list[i].Raw() {
			return false
		}
		i++
	}
	var value jsontext.Value
	for name, m := range list[i].Members() {
		value = m
		if name != "proofValue" {
			value = jsontext.Value{}
		}
	}
	made := jsontext.InsertMember(config, "proofValue", []byte(value.Raw()))
	return i == len(list)-1 && value.Exists() && string(made) == list[i].Raw()
}
