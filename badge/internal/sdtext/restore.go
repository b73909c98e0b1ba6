// Package sdtext restores the claims of an SD-JWT (RFC 9901): it puts each
// disclosed value in the place of its digest.
//
// The result is a separate text, spliced from the payload and the disclosures
// with the spelling of their values. It verifies no signature.
package sdtext

import (
	"strconv"
	"strings"

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
	r := &restoring{claims: &Claims{Root: payload, Hash: hash}}
	if err := r.index(texts); err != nil {
		return nil, err
	}
	if !plain(payload) {
		r.out = make([]byte, 0, len(payload.Raw()))
		if err := r.inside(payload, ""); err != nil {
			return nil, err
		}
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
	claims  *Claims
	digests map[string]*Disclosure // those of disclosures, and those read so far of withheld values
	found   int                    // digests so far
	nested  int                    // disclosures around the current value
	out     []byte
	changed bool // whether out differs from the payload
}

// index decodes the disclosures and puts them under their digests.
func (r *restoring) index(texts []string) (err error) {
	if r.claims.Disclosures, err = readDisclosures(texts); err != nil {
		return err
	}
	var digests []byte
	for _, text := range texts {
		digests = r.claims.Hash.appendDigest(digests, text)
	}
	all := string(digests)
	r.digests = make(map[string]*Disclosure, len(texts))
	for i, d := range r.claims.Disclosures {
		size := len(all) / len(texts)
		digest := all[i*size : (i+1)*size]
		if r.digests[digest] != nil {
			return fail(codeRepeated, "", "disclosure %d occurs twice", i+1)
		}
		r.digests[digest] = d
	}
	return nil
}

// plain reports whether no member of a value can have a reserved name, in any
// spelling. A text that only looks like one is read as others are.
func plain(v jsontext.Value) bool {
	raw := v.Raw()
	return !strings.Contains(raw, Digests) && !strings.Contains(raw, Placeholder) && !strings.Contains(raw, `\u`)
}

// value writes a value below a pointer, with everything that is disclosed in it.
func (r *restoring) value(v jsontext.Value, at, token string) error {
	if plain(v) {
		r.out = append(r.out, v.Raw()...)
		return nil
	}
	return r.inside(v, jsontext.Join(at, token))
}

// inside writes the value at a pointer.
func (r *restoring) inside(v jsontext.Value, at string) error {
	switch v.Kind() {
	case jsontext.Object:
		return r.object(v, at)
	case jsontext.Array:
		return r.array(v, at)
	}
	r.out = append(r.out, v.Raw()...)
	return nil
}

// object writes an object without its digests, and with the members disclosed
// in it at the end.
func (r *restoring) object(v jsontext.Value, at string) error {
	r.out = append(r.out, '{')
	digests, first := jsontext.Value{}, true
	for name, m := range v.Members() {
		switch {
		case name == Digests:
			digests, r.changed = m, true
			continue
		case name == Algorithm && at == "":
			r.changed = true
			continue
		case name == Algorithm:
			return fail(codeReserved, at, "an object inside the payload has the member %s", Algorithm)
		case name == Placeholder:
			return fail(codePlaceholder, at, "an object outside of an array has the member %s", Placeholder)
		}
		r.name(name, &first)
		if err := r.value(m, at, name); err != nil {
			return err
		}
	}
	if digests.Exists() {
		if err := r.disclosed(v, digests, at, &first); err != nil {
			return err
		}
	}
	r.out = append(r.out, '}')
	return nil
}

// name writes the name of a member, and the comma and the colon around it.
func (r *restoring) name(name string, first *bool) {
	if !*first {
		r.out = append(r.out, ',')
	}
	*first = false
	r.out = append(append(r.out, quote(name)...), ':')
}

// disclosed writes the members of an object that its digests stand for.
func (r *restoring) disclosed(object, digests jsontext.Value, at string, first *bool) error {
	if digests.Kind() != jsontext.Array {
		return fail(codeDigests, at, "the member %s is a JSON %s, wanted an array of texts", Digests, digests.Kind())
	}
	names, withheld := map[string]bool{}, false
	for _, e := range digests.Elements() {
		d, err := r.lookUp(e, at, &withheld)
		switch {
		case err != nil:
			return err
		case d == nil:
			continue
		case !d.name.Exists():
			return fail(codePlace, at, "a disclosure without a name stands for a member")
		}
		name := d.name.String()
		if names[name] || object.Member(name).Exists() {
			return fail(codePresent, at, "a disclosure has the name %s, which is already there", jsontext.Excerpt(name))
		}
		names[name] = true
		r.name(name, first)
		if err := r.place(d, at, name); err != nil {
			return err
		}
	}
	return nil
}

// lookUp returns the disclosure of a digest in the value at a pointer, nil if
// there is none. The last argument says whether that value had such digests.
func (r *restoring) lookUp(v jsontext.Value, at string, withheld *bool) (*Disclosure, error) {
	digest, ok := v.Text()
	d, known := r.digests[digest]
	switch {
	case !ok:
		return nil, fail(codeDigests, at, "a digest is a JSON %s, wanted a text", v.Kind())
	case known && (d == nil || d.placed):
		return nil, fail(codeRepeated, at, "the digest %s occurs twice", jsontext.Excerpt(digest))
	case r.found == maxDigests:
		return nil, fail(codeLimit, at, "the token has more than %d digests", maxDigests)
	}
	if r.found++; known {
		d.placed = true
		return d, nil
	}
	r.digests[digest] = nil
	r.claims.Undisclosed++
	if !*withheld {
		*withheld = true
		r.claims.Withheld = append(r.claims.Withheld, at)
	}
	return nil, nil
}

// place writes the value of a disclosure below a pointer.
func (r *restoring) place(d *Disclosure, at, token string) error {
	if r.nested++; r.nested > maxNested {
		return fail(codeLimit, at, "disclosures are nested more than %d deep", maxNested)
	}
	d.Path = jsontext.Join(at, token)
	err := r.value(d.value, at, token)
	r.nested--
	return err
}

// array writes an array with the elements disclosed in it, and without those
// that are withheld.
func (r *restoring) array(v jsontext.Value, at string) error {
	r.out = append(r.out, '[')
	n, withheld := 0, false
	for _, e := range v.Elements() {
		d, err := r.element(e, at, &withheld)
		switch {
		case err != nil:
			return err
		case d == nil && e.Member(Placeholder).Exists():
			continue
		case n > 0:
			r.out = append(r.out, ',')
		}
		if token := strconv.Itoa(n); d != nil {
			err = r.place(d, at, token)
		} else {
			err = r.value(e, at, token)
		}
		if err != nil {
			return err
		}
		n++
	}
	r.out = append(r.out, ']')
	return nil
}

// element returns the disclosure that an element of an array stands for, nil if
// there is none.
func (r *restoring) element(e jsontext.Value, at string, withheld *bool) (*Disclosure, error) {
	digest := e.Member(Placeholder)
	if !digest.Exists() {
		return nil, nil
	}
	r.changed = true
	if e.Len() != 1 {
		return nil, fail(codePlaceholder, at, "an element with the member %s has %d members, wanted this one alone", Placeholder, e.Len())
	}
	d, err := r.lookUp(digest, at, withheld)
	if err == nil && d != nil && d.name.Exists() {
		err = fail(codePlace, at, "a disclosure with the name %s stands for an element of an array", jsontext.Excerpt(d.name.String()))
	}
	return d, err
}
