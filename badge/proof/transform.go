package proof

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"errors"
	"slices"
	"sync"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/cost"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/ld"
	"github.com/openbadges-go/openbadges/badge/internal/rdf"
)

// SignedData is what an embedded proof signs: the canonical forms of the
// document without its proofs and of the proof without its value, and their
// hashes. The suite decides the hash function and the canonical form: N-Quads
// for suites with rdfc in their name, JSON for those with jcs (VC Data
// Integrity EdDSA Cryptosuites §3.2, §3.3). Under ecdsa-sd-2023 Document has
// only the mandatory statements; the others are signed separately.
type SignedData struct {
	Document, Proof         []byte
	DocumentHash, ProofHash []byte
	Contexts                []Context
}

// Context is a JSON-LD context that a document uses.
type Context struct {
	URL      string
	Revision string // which of several published revisions; "" if there is only one
	SHA256   string // of the context as stored in this module
}

// processor holds the compiled contexts. It is built at first use and does not
// change.
var processor = sync.OnceValue(ld.New)

// texts are reusable buffers for canonical JSON.
var texts = sync.Pool{New: func() any { return new([]byte) }}

// reading says how to read the document of a proof, and keeps the results.
type reading struct {
	document   jsontext.Value // the document as the proof covers it
	conversion ld.Options
	revision   int // revision of the contexts to try next

	documentHash, proofHash []byte
	contexts                []Context
	warnings                []*ld.Error // of the document
	division                division    // under ecdsa-sd-2023
}

// read prepares the credential as the proof covers it and reads it for the
// first time.
func (t *Transformed) read(ctx context.Context) (err error) {
	p := t.proof
	t.reading = reading{document: jsontext.Value(p.doc.Body()), conversion: documentOptions(p.doc, t.options)}
	if len(t.previous) > 0 {
		if t.document, err = p.secured(t.previous); err != nil {
			return err
		}
		t.conversion.Omit = t.conversion.Omit[1:] // the proofs
	}
	return t.advance(ctx)
}

// advance moves to the next revision of the contexts under which the document
// loses nothing. If there is none, it returns the error of the first revision
// tried.
func (t *Transformed) advance(ctx context.Context) error {
	var first error
	for t.revision < t.revisions() {
		t.conversion.Revision = t.revision
		t.revision++
		err := t.options.cost().Spend(cost.Revision, 1)
		if err == nil {
			err = t.hash(ctx)
		}
		if err == nil {
			return nil
		}
		if first == nil {
			first = t.proof.replaced(t.previous, err)
		}
		if ctx.Err() != nil || cost.HasEnded(err) {
			return err
		}
	}
	if first == nil {
		first = fail(codeSignature, t.proof.Path(), "no further revision of the contexts")
	}
	return first
}

// revisions returns how many revisions to try. Usually the first one verifies,
// so the others are not loaded.
func (t *Transformed) revisions() int {
	if t.revision == 0 || t.row.transform == jcs {
		return 1
	}
	return processor().Revisions(t.document, t.conversion)
}

// hash reads the document and the proof and keeps only the hashes.
func (t *Transformed) hash(ctx context.Context) (err error) {
	read, err := t.hashDocument(ctx)
	if err != nil {
		return err
	}
	t.warnings = read.Warnings
	t.contexts, err = t.canonicalizeProof(ctx, read, func(proof []byte) { t.proofHash = t.row.digest(proof) })
	return err
}

// hashDocument reads the document, or finds what another proof read.
func (t *Transformed) hashDocument(ctx context.Context) (ld.Reading, error) {
	if t.row.transform == sd {
		return t.divided(ctx, t.document, t.conversion, func(document []byte) { t.documentHash = t.row.digest(document) })
	}
	f := t.form(ctx, func() (f form) {
		f.read, f.err = t.row.canonical(ctx, t.document, t.conversion, func(document []byte) { f.digest = t.row.digest(document) })
		return f
	})
	t.documentHash = f.digest
	return f.read, f.err
}

// input returns the bytes that are signed: the header of a detached JWS, the
// hash of the proof, the key of the proof if the suite has one, and the hash of
// the document.
func (t *Transformed) input() []byte {
	if t.row.detached != "" {
		return slices.Concat([]byte(t.proof.detached.header+"."), t.proofHash, t.documentHash)
	}
	return slices.Concat(t.proofHash, t.disclosure.publicKey, t.documentHash)
}

// Data returns what is signed. It is the zero SignedData for a JWS.
func (t Transformed) Data() SignedData {
	if !t.proof.embedded() {
		return SignedData{}
	}
	var d SignedData
	contexts, err := t.canonicalize(context.Background(),
		func(document []byte) { d.Document = bytes.Clone(document) },
		func(proof []byte) { d.Proof = bytes.Clone(proof) })
	if err != nil { // Transform succeeded on the same input
		return SignedData{}
	}
	d.DocumentHash, d.ProofHash, d.Contexts = bytes.Clone(t.documentHash), bytes.Clone(t.proofHash), contexts
	return d
}

// Warnings reports statements in places where readers do not expect them. They
// are signed, and this package does not judge them.
func (t Transformed) Warnings() []badge.Problem {
	var list []badge.Problem
	for _, w := range t.warnings {
		list = append(list, badge.Problem{Code: w.Code, Path: w.Path, Message: w.Message, Severity: badge.SeverityWarning})
	}
	return list
}

// canonicalize passes the canonical forms of the document and of the proof to
// use, which must not keep them, and returns the contexts of both. A proof is
// read with its own contexts if it has any, else with those of its document.
func (t *Transformed) canonicalize(ctx context.Context, document, proof func(text []byte)) ([]Context, error) {
	o, canonical := t.conversion, t.row.canonical
	if t.row.transform == sd {
		canonical = t.divided
	}
	read, err := canonical(ctx, t.document, o, document)
	if err != nil {
		return nil, err
	}
	return t.canonicalizeProof(ctx, read, proof)
}

// valueMembers are the members that hold the signature: proofValue, or jws if it
// is detached.
var valueMembers = []string{"proofValue", "jws"}

// canonicalizeProof passes the canonical form of the proof to use, and returns
// its contexts and those of the document.
func (t *Transformed) canonicalizeProof(ctx context.Context, read ld.Reading, use func(text []byte)) ([]Context, error) {
	o := t.conversion
	o.Omit, o.Part = valueMembers[:1], true
	if t.row.detached != "" {
		o.Omit = valueMembers[1:]
	}
	if !t.proof.object.Member("@context").Exists() {
		o.Context = t.document.Member("@context")
	}
	more, err := t.row.canonical(ctx, t.proof.object, o, use)
	if err != nil {
		return nil, err
	}
	contexts := make([]Context, 0, len(read.Used)+len(more.Used))
	for _, used := range [][]ld.Used{read.Used, more.Used} {
		for _, u := range used {
			if c := Context(u); !slices.Contains(contexts, c) {
				contexts = append(contexts, c)
			}
		}
	}
	slices.SortFunc(contexts, func(a, b Context) int {
		return cmp.Or(cmp.Compare(a.URL, b.URL), cmp.Compare(a.Revision, b.Revision))
	})
	return contexts, nil
}

// digest hashes with the function of the suite.
func (s scheme) digest(text []byte) []byte {
	if s.hash == rdf.SHA384 {
		sum := sha512.Sum384(text)
		return sum[:]
	}
	sum := sha256.Sum256(text)
	return sum[:]
}

// canonical passes the canonical form of one tree to use.
func (s scheme) canonical(ctx context.Context, v jsontext.Value, o ld.Options, use func(text []byte)) (read ld.Reading, err error) {
	if s.transform == jcs {
		err = o.Cost.SpendText(cost.Canonical, len(v.Raw()))
		if err == nil {
			err = canonicalJSON(v, o.Omit, use)
		}
	} else {
		read, err = processor().Canonicalize(ctx, v, o, rdf.Options{Hash: s.hash, Cost: o.Cost}, use)
	}
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return ld.Reading{}, converted(v.Pointer(), err)
	}
	return read, nil
}

func canonicalJSON(v jsontext.Value, omit []string, use func(text []byte)) error {
	buffer := texts.Get().(*[]byte)
	defer texts.Put(buffer)
	text, err := jsontext.AppendCanonical((*buffer)[:0], v, omit...)
	if err != nil {
		return err
	}
	*buffer = text
	use(text)
	return nil
}

// converted turns errors of the inner packages into errors of this package.
// Their pointers start at the value that was read.
func converted(path string, err error) error {
	var l *ld.Error
	var r *rdf.Error
	switch {
	case errors.As(err, &l):
		return jsontext.NewError(l.Code, l.Path, "%s", l.Message).Because(l.Err)
	case errors.As(err, &r):
		return jsontext.NewError(r.Code, path, "%s", r.Message).Because(r.Unwrap())
	}
	return err
}

func extra(extensions []badge.Extension) []ld.Context {
	var list []ld.Context
	for _, e := range extensions {
		if len(e.Context) > 0 {
			list = append(list, ld.Context{URL: e.URL, JSON: e.Context})
		}
	}
	return list
}
