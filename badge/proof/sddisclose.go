package proof

import (
	"cmp"
	"context"
	"path"
	"slices"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
)

// Selection lists the parts of a badge that its holder shows, as JSON Pointers
// into its text. The zero Selection shows only the mandatory parts.
type Selection struct {
	// Reveal names the parts to show beside the mandatory ones. The pointer ""
	// names the whole badge.
	Reveal []string
	// Withhold names parts to leave out of Reveal. Mandatory parts cannot be
	// withheld, nor can the id and the type of an object that is partly shown.
	Withhold []string
	// Extensions are the contexts that the badge uses beside the built-in ones.
	Extensions []badge.Extension
}

// Disclosed lists the parts that a selective disclosure shows, as JSON Pointers
// into its text. The holder withheld everything else; nobody can tell what that
// was.
type Disclosed struct {
	Mandatory []string `json:"mandatory"` // what the issuer requires in every disclosure
	Chosen    []string `json:"chosen"`    // what the holder could have withheld
	// Withholdable are the decisive members that are not wholly mandatory, such
	// as dates, status and achievement. An issuer who lets the holder withhold
	// these may have let the holder withhold others, which are not shown. In an
	// SD-JWT they are those that the holder may withhold here, because a digest
	// without a disclosure is where they are or would be. This package never makes
	// such a proof.
	Withholdable []string `json:"loose,omitempty"`
	// Undisclosed is how many digests of an SD-JWT have no disclosure: values that
	// the holder withholds, and decoys. Withheld has the objects and arrays with
	// such digests. Under ECDSASD2023 nobody can tell.
	Undisclosed int      `json:"undisclosed,omitempty"`
	Withheld    []string `json:"withheld,omitempty"`
}

// Disclose derives the badge that a holder shows from one that was signed with
// ECDSASD2023, or from an SD-JWT. It needs no key. It uses the first base proof of the badge and
// drops the other proofs, since they cover the whole badge. The text of the
// shown members stays as in d, numbers included. The error may be that of ctx.
//
// A holder who uses other software can withhold any single optional statement,
// for example the value of a result but not its description. Only mandatory
// parts cannot be withheld.
//
// Of an SD-JWT it keeps the disclosures that are needed to show the parts, and
// leaves out the others. A part that has no disclosure is shown with the smallest
// part around it that has one.
func Disclose(ctx context.Context, d *badge.Document, s Selection) (*badge.Document, error) {
	if err := cmp.Or(exists(d), ctx.Err()); err != nil {
		return nil, err
	}
	if token, ok := d.SDJWT(); ok {
		return s.ofToken(d, token)
	}
	w, err := findBase(d, s.Extensions)
	if err != nil {
		return nil, err
	}
	t, err := w.Transform(ctx)
	if err != nil {
		return nil, err
	}
	if err := t.settle(ctx, func() error { return t.verifyStatements(ctx) }); err != nil {
		return nil, err
	}
	pointers, err := s.pointers(jsontext.Value(d.Root()), t.disclosure.pointers)
	if err != nil {
		return nil, err
	}
	value, err := t.derive(ctx, pointers)
	if err != nil {
		return nil, err
	}
	parts, _, _ := jsontext.Select(jsontext.Value(d.Root()), pointers) // Disclose found the same pointers before
	shown, err := jsontext.Parse(parts.Append(nil, jsontext.Value(d.Root()), heads...))
	if err != nil {
		return nil, converted("", err)
	}
	text, err := spliceProof(shown, replacedValue(w.proof.object, value.text()))
	if err != nil {
		return nil, err
	}
	return derivedChecked(ctx, text, s)
}

// findBase returns the first base proof of a document.
func findBase(d *badge.Document, extensions []badge.Extension) (WellFormed, error) {
	if _, token := d.JWS(); token {
		return WellFormed{}, fail(codeDisclosureMissing, "", "a JWS cannot be disclosed in part")
	}
	proofs, err := Find(d)
	if err != nil {
		return WellFormed{}, err
	}
	for _, p := range proofs {
		if p.Scheme() != ECDSASD2023 {
			continue
		}
		if value, err := readDisclosure(p.object.Member("proofValue")); err == nil && value.base() {
			return p.Validate(CheckOptions{Extensions: extensions, base: true})
		}
	}
	return WellFormed{}, fail(codeDisclosureMissing, "", "the badge has no base proof of %s", ECDSASD2023)
}

// replacedValue returns the text of a proof object with another proofValue.
func replacedValue(proof jsontext.Value, value string) []byte {
	parts, _ := jsontext.Parse([]byte(proof.Raw())) // the object was parsed before
	return jsontext.ReplaceValue(parts.Member("proofValue"), quote(value))
}

// heads are the members that identify an object. They are shown with every part
// of it.
var heads = []string{"@context", "id", "type"}

// pointers returns the pointers to everything that is shown.
func (s Selection) pointers(root jsontext.Value, mandatory []string) ([]string, error) {
	var withheld []jsontext.Value
	for _, pointer := range s.Withhold {
		v, err := named(root, pointer)
		if err != nil {
			return nil, err
		}
		if slices.Contains(heads, path.Base(pointer)) {
			return nil, fail(codeDisclosurePointer, pointer, "id and type can only be withheld with their whole object")
		}
		for _, m := range mandatory {
			if at := root.At(m); at.Encloses(v) || v.Encloses(at) {
				return nil, fail(codeDisclosureMandatory, pointer, "the issuer requires %s in every disclosure", quoted(m))
			}
		}
		withheld = append(withheld, v)
	}
	pointers := slices.Clone(mandatory)
	for _, pointer := range s.Reveal {
		v := root
		if pointer != "" {
			var err error
			if v, err = named(root, pointer); err != nil {
				return nil, err
			}
		}
		pointers = reveal(pointers, v, withheld)
	}
	return pointers, nil
}

// reveal appends the pointers to a value, or to its parts if some of them are
// withheld.
func reveal(pointers []string, v jsontext.Value, withheld []jsontext.Value) []string {
	switch {
	case slices.ContainsFunc(withheld, func(w jsontext.Value) bool { return w.Encloses(v) }):
		return pointers
	case v.Pointer() != "" && !slices.ContainsFunc(withheld, v.Encloses):
		return append(pointers, v.Pointer())
	}
	for name, m := range v.Members() {
		if v.Pointer() != "" || name != "@context" && name != "proof" {
			pointers = reveal(pointers, m, withheld)
		}
	}
	for _, e := range v.Elements() {
		pointers = reveal(pointers, e, withheld)
	}
	return pointers
}

// derive makes the proof value of the disclosure that the pointers select (VC
// Data Integrity ECDSA Cryptosuites §3.5.6).
func (t *Transformed) derive(ctx context.Context, pointers []string) (disclosure, error) {
	shown, quads, err := t.division.selected(ctx, t.document, t.conversion, pointers)
	if err != nil {
		return disclosure{}, err
	}
	canonical, err := canonicalLabels(ctx, t.document, quads, t.conversion.Cost)
	if err != nil {
		return disclosure{}, err
	}
	d := disclosure{signature: t.signature, publicKey: t.disclosure.publicKey, labels: make([][]byte, len(canonical))}
	for node, name := range canonical {
		d.labels[labelNumber(name)] = t.division.labels[node]
	}
	signatures, position := t.disclosure.signatures, 0
	for i, s := range t.division.statements {
		switch {
		case s.mandatory:
			d.mandatory = append(d.mandatory, position)
		case shown[i]:
			d.signatures = append(d.signatures, signatures[0])
			fallthrough
		default:
			signatures = signatures[1:]
		}
		if shown[i] {
			position++
		}
	}
	return d, nil
}

// derivedChecked reads a disclosure back and checks that its statements are
// statements of the badge.
func derivedChecked(ctx context.Context, text []byte, s Selection) (*badge.Document, error) {
	d, err := badge.Parse(text)
	if err != nil {
		return nil, because(err, codeSelfCheck, "", "the disclosure cannot be read back")
	}
	proofs, err := Find(d)
	if err != nil {
		return nil, err
	}
	w, err := proofs[0].Validate(CheckOptions{Extensions: s.Extensions})
	if err != nil {
		return nil, because(err, codeSelfCheck, "", "the disclosure is not well-formed")
	}
	t, err := w.Transform(ctx)
	if err == nil {
		err = t.settle(ctx, func() error { return t.verifyStatements(ctx) })
	}
	if err != nil && ctx.Err() == nil {
		return nil, because(err, codeSelfCheck, "", "the statements of the disclosure differ from those of the badge")
	}
	return d, err
}

// disclosed separates the mandatory parts of a document from the chosen ones.
func (all division) disclosed(root jsontext.Value) *Disclosed {
	d := &Disclosed{Mandatory: []string{}, Chosen: []string{}}
	d.add(root, all.statements)
	var parts []jsontext.Value
	for _, name := range decisive {
		parts = append(parts, root.Member(name))
	}
	for subject := range root.Member("credentialSubject").Each() {
		parts = append(parts, decisiveParts(subject)...)
	}
	for _, v := range parts {
		free := func(s signedStatement) bool { return !s.mandatory && slices.ContainsFunc(s.places, v.Encloses) }
		if v.Exists() && slices.ContainsFunc(all.statements, free) {
			d.Withholdable = append(d.Withholdable, v.Pointer())
		}
	}
	return d
}

func (d *Disclosed) add(v jsontext.Value, list []signedStatement) {
	mandatory, chosen := false, false
	for _, s := range list {
		if slices.ContainsFunc(s.places, v.Encloses) {
			mandatory, chosen = mandatory || s.mandatory, chosen || !s.mandatory
		}
	}
	switch {
	case mandatory && chosen:
		for _, m := range v.Members() {
			d.add(m, list)
		}
		for _, e := range v.Elements() {
			d.add(e, list)
		}
	case mandatory:
		d.Mandatory = append(d.Mandatory, v.Pointer())
	case chosen:
		d.Chosen = append(d.Chosen, v.Pointer())
	}
}
