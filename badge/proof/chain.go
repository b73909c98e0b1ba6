package proof

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// Previous returns the proofs of the document that this one names in
// previousProof, in document order. It returns none for an independent proof.
// This proof signs them along with the document (VC Data Integrity §2.1.2,
// §4.5). It counts only if each of them, and each that they name in turn, also
// verifies, with its own key. The error names a proof that is missing,
// ambiguous or part of a cycle.
func (p Proof) Previous() ([]Proof, error) {
	direct, err := p.named()
	if err != nil {
		return nil, err
	}
	reached := slices.Clone(direct)
	for i := 0; i < len(reached); i++ {
		if reached[i].Path() == p.Path() {
			return nil, fail(codePreviousCycle, p.Path()+"/previousProof", "the proof builds on itself")
		}
		further, err := reached[i].named()
		if err != nil {
			return nil, err
		}
		for _, q := range further {
			if !slices.ContainsFunc(reached, func(r Proof) bool { return r.Path() == q.Path() }) {
				reached = append(reached, q)
			}
		}
	}
	return direct, nil
}

// named returns the proofs that previousProof names.
func (p Proof) named() ([]Proof, error) {
	ids, err := p.previousIDs()
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	all, err := Find(p.doc)
	if err != nil {
		return nil, err
	}
	path := p.Path() + "/previousProof"
	var list []Proof
	found := map[string]bool{}
	for _, q := range all {
		id := q.member("id")
		switch {
		case id == "" || !slices.Contains(ids, id):
		case found[id]:
			return nil, fail(codePreviousAmbiguous, path, "two proofs have the id %s", quoted(id))
		default:
			found[id] = true
			list = append(list, q)
		}
	}
	for _, id := range ids {
		if !found[id] {
			return nil, fail(codePreviousUnknown, path, "no proof of the document has the id %s", quoted(id))
		}
	}
	return list, nil
}

// previousIDs reads the member previousProof: one id, or several different ids.
func (p Proof) previousIDs() ([]string, error) {
	v := p.object.Member("previousProof")
	if !v.Exists() {
		return nil, nil
	}
	var ids []string
	for e := range v.Each() {
		id := e.String()
		if id == "" || slices.Contains(ids, id) {
			return nil, fail(codeProofFormat, v.Pointer(), "previousProof is %s, wanted one id or several different ids", shown(v))
		}
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		return nil, fail(codeProofFormat, v.Pointer(), "the list of previous proofs is empty")
	}
	return ids, nil
}

// secured returns the credential as covered by a proof that names previous
// proofs: it contains those proofs and not the others.
func (p Proof) secured(previous []Proof) (jsontext.Value, error) {
	texts := make([]string, len(previous))
	for i, q := range previous {
		texts[i] = q.object.Raw()
	}
	body := jsontext.Value(p.doc.Body())
	root, err := jsontext.Parse(jsontext.ReplaceValue(body.Member("proof"), []byte("["+strings.Join(texts, ",")+"]")))
	if err != nil {
		return root, converted(body.Pointer(), err)
	}
	return root.At(body.Pointer()), nil
}

// replaced makes the path of an error about a secured credential point into the
// document.
func (p Proof) replaced(previous []Proof, err error) error {
	var e *jsontext.Error
	if !errors.As(err, &e) {
		return err
	}
	base := p.doc.Body().Pointer() + "/proof/"
	rest, ok := strings.CutPrefix(e.Path(), base)
	index, _, _ := strings.Cut(rest, "/")
	i, convErr := strconv.Atoi(index)
	if !ok || convErr != nil || i >= len(previous) {
		return err
	}
	return e.At(previous[i].Path() + strings.TrimPrefix(rest, index))
}
