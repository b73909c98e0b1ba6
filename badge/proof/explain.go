package proof

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/ld"
)

// Explanation shows what one proof signs. Use it to find out why two programs
// disagree about a badge. It does not affect any verdict.
type Explanation struct {
	Scheme Scheme          // "" for a document without a proof
	Path   string          // JSON Pointer of an embedded proof
	Data   SignedData      // of an embedded proof
	Lost   []badge.Problem // what the canonical form would lose or confuse; Data then holds what a lenient reader signs
	Err    error           // why SignedData is empty

	// The parts of a JWS: the JSON texts of its header and claims, and the
	// bytes that are signed.
	Header, Claims, SigningInput []byte
}

// Explain shows what each proof of a document signs, in the order of [Find].
// For a document without proofs it shows only the canonical form. Explain
// verifies neither the proofs nor their members.
func Explain(ctx context.Context, d *badge.Document, o CheckOptions) ([]Explanation, error) {
	proofs, err := Find(d)
	if err != nil {
		return nil, err
	}
	var list []Explanation
	for _, p := range proofs {
		list = append(list, p.explain(ctx, o))
	}
	if len(list) == 0 {
		list = append(list, explainDocument(ctx, d, o))
	}
	return list, ctx.Err()
}

func (p Proof) explain(ctx context.Context, o CheckOptions) Explanation {
	e := Explanation{Scheme: p.Scheme(), Path: p.Path()}
	if !p.embedded() {
		e.Header, e.Claims = []byte(p.header().Source()), p.doc.JSON()
		e.SigningInput = []byte(p.jws.SigningInput)
		return e
	}
	t, err := p.transform(ctx, o)
	if err != nil {
		o.lost = e.lose
		t, err = p.transform(ctx, o)
	}
	if e.Err = err; err == nil {
		t.conversion.Lost = func(*ld.Error) {} // the first reading already reported what is lost
		e.Data = t.Data()
	}
	return e
}

// transform computes what an embedded proof signs, even if the proof is
// malformed.
func (p Proof) transform(ctx context.Context, o CheckOptions) (Transformed, error) {
	row, err := p.row(o)
	if err != nil {
		return Transformed{}, err
	}
	w, err := p.open(row, o)
	if err != nil {
		return Transformed{}, err
	}
	return w.transform(ctx)
}

// explainDocument shows a document as a linked-data proof would sign it.
func explainDocument(ctx context.Context, d *badge.Document, o CheckOptions) (e Explanation) {
	row, _ := schemeNamed(EdDSARDFC2022)
	o.lost = e.lose
	read, err := row.canonical(ctx, jsontext.Value(d.Body()), documentOptions(d, o), func(text []byte) {
		e.Data.Document, e.Data.DocumentHash = bytes.Clone(text), row.digest(text)
	})
	e.Err = err
	for _, u := range read.Used {
		e.Data.Contexts = append(e.Data.Contexts, Context(u))
	}
	return e
}

func (e *Explanation) lose(l *ld.Error) {
	e.Lost = append(e.Lost, badge.Problem{Code: l.Code, Path: l.Path, Message: l.Message})
}

// String returns the explanation for people, over many lines. It includes text
// of the document unescaped, which can contain control sequences of a terminal.
func (e Explanation) String() string {
	var out strings.Builder
	switch {
	case e.Scheme == "":
		out.WriteString("a document without a proof\n")
	case e.Path == "":
		fmt.Fprintf(&out, "a JWS, %s\n", quoted(string(e.Scheme)))
	default:
		fmt.Fprintf(&out, "the proof at %s, %s\n", e.Path, quoted(string(e.Scheme)))
	}
	if e.Err != nil {
		fmt.Fprintf(&out, "  cannot be read: %v\n", e.Err)
	}
	for _, l := range e.Lost {
		fmt.Fprintf(&out, "  not part of what is signed: %s, %s (%s)\n", l.Path, l.Message, l.Code)
	}
	for _, c := range e.Data.Contexts {
		fmt.Fprintf(&out, "  read with %s", c.URL)
		if c.Revision != "" {
			fmt.Fprintf(&out, ", revision %s", c.Revision)
		}
		fmt.Fprintf(&out, ", SHA-256 %s\n", c.SHA256)
	}
	for _, p := range e.parts() {
		if len(p.text) == 0 {
			continue
		}
		fmt.Fprintf(&out, "%s%s:\n", p.name, p.hashed())
		for line := range bytes.Lines(p.text) {
			fmt.Fprintf(&out, "  %s\n", bytes.TrimSuffix(line, []byte("\n")))
		}
	}
	return out.String()
}

// part is a text that is signed.
type part struct {
	name       string
	text, hash []byte
}

func (e Explanation) parts() []part {
	parts := []part{
		{"document", e.Data.Document, e.Data.DocumentHash},
		{"proof options", e.Data.Proof, e.Data.ProofHash},
		{"header", e.Header, nil}, {"claims", e.Claims, nil},
	}
	if e.SigningInput != nil {
		sum := sha256.Sum256(e.SigningInput)
		parts = append(parts, part{"signing input", e.SigningInput, sum[:]})
	}
	return parts
}

// hashed appends the hash of a part.
func (p part) hashed() string {
	if p.hash == nil {
		return ""
	}
	return fmt.Sprintf(", SHA-%d %x", 8*len(p.hash), p.hash)
}

// Difference is the first difference between two explanations.
type Difference struct {
	Part string // "document", "proof options", "header", "claims" or "signing input"
	Path string // JSON Pointer, for texts that are JSON
	A, B string // the statement or JSON value of each; "" if missing
}

// Diff compares what two proofs sign and returns the first difference, and
// whether there is one. Labels of blank nodes are compared only if all other
// statements are equal, since the labels depend on the content.
func Diff(a, b Explanation) (Difference, bool) {
	theirs := b.parts()
	for i, ours := range a.parts() {
		if i >= len(theirs) {
			break
		}
		x, y := ours.text, theirs[i].text
		if bytes.Equal(x, y) {
			continue
		}
		d := Difference{Part: ours.name}
		v, err1 := jsontext.Parse(x)
		w, err2 := jsontext.Parse(y)
		if err1 == nil && err2 == nil {
			d.Path, d.A, d.B = differingValue(v, w)
		}
		if d.A == d.B { // not JSON, or different only in white space
			d.A, d.B = differingLine(string(x), string(y))
		}
		return d, true
	}
	return Difference{}, false
}

// differingValue returns the first value in which two trees differ.
func differingValue(v, w jsontext.Value) (path, a, b string) {
	if v.Kind() != w.Kind() || v.Kind() != jsontext.Object && v.Kind() != jsontext.Array {
		path = v.Pointer()
		if !v.Exists() {
			path = w.Pointer()
		}
		return path, v.Raw(), w.Raw()
	}
	pairs := func(yield func(x, y jsontext.Value) bool) {
		for name, x := range v.Members() {
			if !yield(x, w.Member(name)) {
				return
			}
		}
		for name, y := range w.Members() {
			if !v.Member(name).Exists() && !yield(jsontext.Value{}, y) {
				return
			}
		}
		others := slices.Collect(w.Each())
		for i, x := range v.Elements() {
			y := jsontext.Value{}
			if i < len(others) {
				y = others[i]
			}
			if !yield(x, y) {
				return
			}
		}
		for i, y := range w.Elements() {
			if i >= v.Len() && !yield(jsontext.Value{}, y) {
				return
			}
		}
	}
	for x, y := range pairs {
		if x.Raw() == y.Raw() {
			continue
		}
		if path, a, b := differingValue(x, y); a != b {
			return path, a, b
		}
	}
	return "", "", ""
}

// canonicalLabel is a blank node in canonical N-Quads.
var canonicalLabel = regexp.MustCompile(`_:c14n[0-9]+`)

// differingLine returns the first line of each text that the other lacks,
// ignoring the labels of blank nodes. If there is none, it returns the first
// lines that differ.
func differingLine(x, y string) (a, b string) {
	ours, theirs := slices.Collect(strings.Lines(x)), slices.Collect(strings.Lines(y))
	a, b = onlyIn(ours, theirs), onlyIn(theirs, ours)
	if a == "" && b == "" {
		for i := 0; i < min(len(ours), len(theirs)) && a == b; i++ {
			a, b = ours[i], theirs[i]
		}
	}
	return strings.TrimSuffix(a, "\n"), strings.TrimSuffix(b, "\n")
}

func onlyIn(lines, others []string) string {
	masked := func(line string) string { return canonicalLabel.ReplaceAllString(line, "_:") }
	left := map[string]int{}
	for _, line := range others {
		left[masked(line)]++
	}
	for _, line := range lines {
		if left[masked(line)]--; left[masked(line)] < 0 {
			return line
		}
	}
	return ""
}
