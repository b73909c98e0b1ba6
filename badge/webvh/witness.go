package webvh

import (
	"bytes"
	"slices"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// witnesses shortens the chain to the entries that have the approvals that they
// need, and returns why the next one does not. An error that is not about the log
// is that of the caller's function.
//
// A first list of witnesses counts from its own entry, and any change of it after
// its entry (did:webvh 1.0, "DID Witnesses"): the witnesses in force must approve
// their replacement, or whoever holds an update key could get rid of them.
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
	file, err := parseApprovals(text)
	if err != nil {
		return nil, err
	}
	known := r.witnessKeys()
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

// Approve returns the file of witnesses (did-witness.json) with the approval of the
// last entry of a log by one more witness, whose key signs. Only approvals may be
// missing from the log. The caller decides whether the witness agrees. Source.Witnesses
// returns the file before; nil means that there is none.
//
// Of earlier approvals by that witness only the last one stays, which counts until
// the log is published. Those of another entry in the place of the last one stay,
// because another process may be about to publish it.
func Approve(s Source, sign Sign) ([]byte, error) {
	r := reading{source: s}
	if err := r.entries(); err != nil {
		return nil, err
	}
	if sign == nil {
		return nil, fail(codeProof, "no function that signs was passed in")
	}
	last := r.chain[len(r.chain)-1]
	made, err := sign([]byte(`{"versionId":` + string(quote(last.id)) + `}`))
	if err != nil {
		return nil, err
	}
	signed, err := jsontext.Parse(made)
	if err != nil {
		return nil, err
	}
	mine := slices.Collect(signed.Member("proof").Each())
	if len(mine) != 1 {
		return nil, fail(codeProof, "the approval has %d proofs, wanted one", len(mine))
	}
	if _, err := checkProof(made, mine[0], r.witnessKeys(), s.Check); err != nil {
		return nil, err
	}
	kept, err := r.othersApprovals(mine[0].Member("verificationMethod").String())
	if err != nil {
		return nil, err
	}
	kept = append(kept, []byte(`{"versionId":`+string(quote(last.id))+`,"proof":[`+mine[0].Raw()+`]}`))
	return slices.Concat([]byte("["), bytes.Join(kept, []byte(",")), []byte("]")), nil
}

// othersApprovals returns the approvals of the file before that still count, each as
// an entry: of the witness whose key has a name only the last one of an earlier
// entry.
func (r *reading) othersApprovals(name string) (kept [][]byte, err error) {
	if r.source.Witnesses == nil {
		return nil, nil
	}
	text, err := r.source.Witnesses()
	if err != nil || len(text) == 0 {
		return nil, err
	}
	file, err := parseApprovals(text)
	if err != nil {
		return nil, err
	}
	mine, latest := -1, 0
	for _, e := range file.Elements() {
		n := number(e.Member("versionId").String())
		if n < 1 || n > len(r.chain) {
			continue
		}
		known := r.chain[n-1].id == e.Member("versionId").String()
		if !known && n < len(r.chain) {
			continue
		}
		for p := range e.Member("proof").Each() {
			entry := []byte(`{"versionId":` + e.Member("versionId").Raw() + `,"proof":[` + p.Raw() + `]}`)
			switch own := known && p.Member("verificationMethod").String() == name; {
			case own && (n == len(r.chain) || n < latest):
			case own && mine >= 0:
				kept[mine], latest = entry, n
			case own:
				mine, latest = len(kept), n
				fallthrough
			default:
				kept = append(kept, entry)
			}
		}
	}
	return kept, nil
}

// witnessKeys returns the keys of all witnesses that the log has ever named.
func (r *reading) witnessKeys() (known []string) {
	for _, p := range r.force {
		if p.witnessed() {
			known = append(known, p.witness.keys...)
		}
	}
	return known
}

func parseApprovals(text []byte) (jsontext.Value, error) {
	if len(text) > maxLog {
		return jsontext.Value{}, fail(codeTooLarge, "the file of witnesses has %d bytes, wanted at most %d", len(text), maxLog)
	}
	file, err := jsontext.Parse(text)
	if err != nil || file.Kind() != jsontext.Array {
		return file, fail(codeInvalid, "the file of witnesses is not a JSON array: %s", badge.Quote(string(text[:min(len(text), 40)])))
	}
	return file, nil
}
