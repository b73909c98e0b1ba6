package webvh

import (
	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// witnesses shortens the chain to the entries that have the approvals that they
// need, and returns why the next one does not. An error that is not about the log
// is that of the caller's function.
//
// A first list of witnesses counts from its own entry, and any change of it after
// its entry: the witnesses in force must approve their replacement.
func (r *reading) witnesses() (bad, err error) {
	var last map[string]int
	for i := range r.chain {
		need := r.force[i].witness
		if i > 0 && r.force[i-1].witnessed() {
			need = r.force[i-1].witness
		}
		if need == nil || need.threshold == 0 {
			continue
		}
		if last == nil {
			if last, err = r.approvals(); err != nil {
				return nil, err
			}
		}
		n := 0
		for _, k := range need.keys {
			if last[k] > i {
				n++
			}
		}
		if n < need.threshold {
			r.chain, r.force = r.chain[:i], r.force[:i]
			return at(i+1, fail(codeInvalid, "the entry has the approval of %d witnesses, wanted %d", n, need.threshold)), nil
		}
	}
	return nil, nil
}

// approvals returns the number of the latest entry of the chain that each witness
// has signed. A proof that is not good, or about another log, approves nothing.
func (r *reading) approvals() (map[string]int, error) {
	last := map[string]int{}
	if r.source.Witnesses == nil {
		return last, nil
	}
	text, err := r.source.Witnesses()
	if err != nil || len(text) == 0 {
		return last, err
	}
	if len(text) > maxLog {
		return nil, fail(codeTooLarge, "the file of witnesses has %d bytes, wanted at most %d", len(text), maxLog)
	}
	file, err := jsontext.Parse(text)
	if err != nil || file.Kind() != jsontext.Array {
		return nil, fail(codeInvalid, "the file of witnesses is not a JSON array: %s", badge.Quote(string(text[:min(len(text), 40)])))
	}
	var known []string // the keys of all witnesses
	for _, p := range r.force {
		if p.witnessed() {
			known = append(known, p.witness.keys...)
		}
	}
	n := 0
	for _, e := range file.Elements() {
		id := e.Member("versionId")
		i := number(id.String())
		if i < 1 || i > len(r.chain) || r.chain[i-1].id != id.String() {
			continue
		}
		for p := range e.Member("proof").Each() {
			if n++; n > maxApprovals {
				return nil, fail(codeTooLarge, "the file of witnesses has more than %d proofs", maxApprovals)
			}
			document := []byte(`{"versionId":` + id.Raw() + `,"proof":` + p.Raw() + `}`)
			if k, err := checkProof(document, p, known, r.source.Check); err == nil {
				last[k] = max(last[k], i)
			}
		}
	}
	return last, nil
}
