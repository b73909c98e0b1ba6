// Package sdtext restores the claims of an SD-JWT (RFC 9901): it puts each
// disclosed value in the place of its digest.
//
// The result is a separate text, spliced from the payload and the disclosures
// with the spelling of their values. It verifies no signature.
package sdtext

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// Claims are the restored claims of a token.
type Claims struct {
	Root        jsontext.Value // the payload itself if it has no digests
	Hash        Hash
	Disclosures []*Disclosure // in the order of the token
	Undisclosed int           // digests without a disclosure: withheld values and decoys
	Withheld    []string      // JSON Pointers of the objects and arrays in Root that have such digests
}

// Restore returns the claims that a payload and disclosures state (RFC 9901
// §7.1). Every disclosure must belong to exactly one digest. Digests without a
// disclosure are counted and left out.
func Restore(payload jsontext.Value, texts []string) (*Claims, error) {
	hash, err := hashOf(payload)
	if err != nil {
		return nil, err
	}
	r := &restoring{claims: &Claims{Root: payload, Hash: hash}, byDigest: make(map[string]*Disclosure, len(texts)), seen: map[string]bool{}, withheld: map[string]bool{}}
	if err := r.read(texts); err != nil {
		return nil, err
	}
	if err := r.value(payload); err != nil {
		return nil, err
	}
	for i, d := range r.claims.Disclosures {
		if !d.placed {
			return nil, fail(codeUnreferenced, "", "disclosure %d belongs to no digest of the token", i+1)
		}
	}
	if r.changed {
		r.claims.Root, err = jsontext.Parse(r.out)
	}
	return r.claims, err
}

// restoring is the state of Restore.
type restoring struct {
	claims   *Claims
	byDigest map[string]*Disclosure
	seen     map[string]bool // digests
	withheld map[string]bool // pointers in claims.Withheld
	nested   int             // disclosures around the current value
	path     []string        // names and indexes that lead to it in the result
	out      []byte
	changed  bool // whether out differs from the payload by more than white space
}

// read decodes and hashes the disclosures.
func (r *restoring) read(texts []string) error {
	if len(texts) > MaxDisclosures {
		return fail(codeLimit, "", "the token has %d disclosures, wanted at most %d", len(texts), MaxDisclosures)
	}
	total := 0
	for i, text := range texts {
		if total += len(text); total > maxDisclosed {
			return fail(codeLimit, "", "the disclosures have more than %d bytes", maxDisclosed)
		}
		d, err := readDisclosure(text)
		if e, ok := errors.AsType[*jsontext.Error](err); ok {
			return e.At("").Within(fmt.Sprintf("disclosure %d", i+1))
		}
		digest := r.claims.Hash.Digest(text)
		if r.byDigest[digest] != nil {
			return fail(codeRepeated, "", "disclosure %d occurs twice", i+1)
		}
		r.byDigest[digest] = d
		r.claims.Disclosures = append(r.claims.Disclosures, d)
	}
	return nil
}

// pointer returns the pointer of the current value in the result.
func (r *restoring) pointer() string { return jsontext.Join("", r.path...) }

// value writes a value with everything that is disclosed in it.
func (r *restoring) value(v jsontext.Value) error {
	switch v.Kind() {
	case jsontext.Object:
		return r.object(v)
	case jsontext.Array:
		return r.array(v)
	}
	r.out = append(r.out, v.Raw()...)
	return nil
}

// object writes an object without its digests, and with the members disclosed
// in it at the end.
func (r *restoring) object(v jsontext.Value) error {
	r.out = append(r.out, '{')
	digests, first := jsontext.Value{}, true
	for name, m := range v.Members() {
		switch {
		case name == Digests:
			digests, r.changed = m, true
			continue
		case name == Algorithm && len(r.path) == 0:
			r.changed = true
			continue
		case name == Algorithm:
			return fail(codeReserved, r.pointer(), "an object inside the payload has the member %s", Algorithm)
		case name == Placeholder:
			return fail(codePlaceholder, r.pointer(), "an object outside of an array has the member %s", Placeholder)
		}
		if err := r.member(name, m, &first); err != nil {
			return err
		}
	}
	if digests.Exists() {
		if err := r.disclosed(v, digests, &first); err != nil {
			return err
		}
	}
	r.out = append(r.out, '}')
	return nil
}

// member writes a member of an object.
func (r *restoring) member(name string, v jsontext.Value, first *bool) error {
	if !*first {
		r.out = append(r.out, ',')
	}
	*first = false
	r.out = append(append(r.out, quote(name)...), ':')
	return r.at(name, v)
}

// at writes a value below the current one.
func (r *restoring) at(token string, v jsontext.Value) error {
	r.path = append(r.path, token)
	err := r.value(v)
	r.path = r.path[:len(r.path)-1]
	return err
}

// disclosed writes the members of an object that its digests stand for.
func (r *restoring) disclosed(object, digests jsontext.Value, first *bool) error {
	if digests.Kind() != jsontext.Array {
		return fail(codeDigests, r.pointer(), "the member %s is a JSON %s, wanted an array of texts", Digests, digests.Kind())
	}
	names := map[string]bool{}
	for _, e := range digests.Elements() {
		d, err := r.lookUp(e)
		switch {
		case err != nil:
			return err
		case d == nil:
			continue
		case !d.name.Exists():
			return fail(codePlace, r.pointer(), "a disclosure without a name stands for a member")
		}
		name := d.name.String()
		if names[name] || object.Member(name).Exists() {
			return fail(codePresent, r.pointer(), "a disclosure has the name %s, which is already there", jsontext.Excerpt(name))
		}
		names[name] = true
		if err := r.place(d, name, func() error { return r.member(name, d.value, first) }); err != nil {
			return err
		}
	}
	return nil
}

// lookUp returns the disclosure of a digest, nil if there is none.
func (r *restoring) lookUp(v jsontext.Value) (*Disclosure, error) {
	digest, ok := v.Text()
	switch {
	case !ok:
		return nil, fail(codeDigests, r.pointer(), "a digest is a JSON %s, wanted a text", v.Kind())
	case r.seen[digest]:
		return nil, fail(codeRepeated, r.pointer(), "the digest %s occurs twice", jsontext.Excerpt(digest))
	case len(r.seen) == maxDigests:
		return nil, fail(codeLimit, r.pointer(), "the token has more than %d digests", maxDigests)
	}
	r.seen[digest] = true
	d := r.byDigest[digest]
	if d == nil {
		r.claims.Undisclosed++
		if at := r.pointer(); !r.withheld[at] {
			r.withheld[at] = true
			r.claims.Withheld = append(r.claims.Withheld, at)
		}
	}
	return d, nil
}

// place writes a disclosed value and keeps its pointer.
func (r *restoring) place(d *Disclosure, token string, write func() error) error {
	if r.nested++; r.nested > maxNested {
		return fail(codeLimit, r.pointer(), "disclosures are nested more than %d deep", maxNested)
	}
	d.placed, d.Path = true, jsontext.Join(r.pointer(), token)
	err := write()
	r.nested--
	return err
}

// array writes an array with the elements disclosed in it, and without those
// that are withheld.
func (r *restoring) array(v jsontext.Value) error {
	r.out = append(r.out, '[')
	n := 0
	for _, e := range v.Elements() {
		write := func(e jsontext.Value) error {
			if n > 0 {
				r.out = append(r.out, ',')
			}
			return r.at(strconv.Itoa(n), e)
		}
		digest := e.Member(Placeholder)
		if !digest.Exists() {
			if err := write(e); err != nil {
				return err
			}
			n++
			continue
		}
		r.changed = true
		if e.Len() != 1 {
			return fail(codePlaceholder, r.pointer(), "an element with the member %s has %d members, wanted this one alone", Placeholder, e.Len())
		}
		d, err := r.lookUp(digest)
		switch {
		case err != nil:
			return err
		case d == nil:
			continue
		case d.name.Exists():
			return fail(codePlace, r.pointer(), "a disclosure with the name %s stands for an element of an array", jsontext.Excerpt(d.name.String()))
		}
		if err := r.place(d, strconv.Itoa(n), func() error { return write(d.value) }); err != nil {
			return err
		}
		n++
	}
	r.out = append(r.out, ']')
	return nil
}
