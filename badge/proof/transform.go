package proof

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"errors"
	"slices"
	"sync"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/ld"
	"github.com/openbadges-go/openbadges/badge/internal/rdf"
)

// Transform is what a proof inside a document signs: the canonical forms of
// the document without its proofs and of the proof without its value, and
// their hashes with the function of the suite. The canonical form is N-Quads
// under the suites with rdfc in their name, JSON under those with jcs
// (VC Data Integrity EdDSA Cryptosuites §3.2, §3.3).
type Transform struct {
	Document, Proof         []byte
	DocumentHash, ProofHash []byte
	Contexts                []Context
}

// Context is a JSON-LD context that gave a document its meaning.
type Context struct {
	URL      string
	Revision string // which of several published revisions, "" where there is one
	SHA256   string // of the context as this module holds it
}

// input returns the bytes that are signed: the hash of the proof first.
func (t Transform) input() []byte { return slices.Concat(t.ProofHash, t.DocumentHash) }

func (t Transform) clone() Transform {
	return Transform{
		Document: bytes.Clone(t.Document), Proof: bytes.Clone(t.Proof),
		DocumentHash: bytes.Clone(t.DocumentHash), ProofHash: bytes.Clone(t.ProofHash),
		Contexts: slices.Clone(t.Contexts),
	}
}

// processor holds the compiled contexts. It is built at first use and never
// changes.
var processor = sync.OnceValue(ld.New)

// registered are the claims that a JWS adds to the credential it wraps (OB 3.0
// §8.2.4). A proof embedded before the wrapping does not cover them.
var registered = []string{"iss", "jti", "nbf", "sub", "exp", "iat", "aud"}

// advance moves to the next revision of the contexts under which the document
// loses nothing. If there is none, the error is that of the first one tried.
func (g *Guarded) advance(ctx context.Context) error {
	document, options := g.proof.doc.Body(), documentOptions(g.proof.doc, g.options)
	previous, err := g.proof.Previous()
	if err != nil {
		return err
	}
	if len(previous) > 0 {
		if document, err = g.proof.secured(previous); err != nil {
			return err
		}
		options.Omit = slices.DeleteFunc(options.Omit, func(name string) bool { return name == "proof" })
	}
	var first error
	revisions := 1
	if g.row.form != jcs {
		revisions = processor().Revisions(document, options)
	}
	for g.revision < revisions {
		options.Revision = g.revision
		g.revision++
		t, err := g.row.transform(ctx, document, g.proof.object, options)
		if err == nil {
			g.transform = t
			return nil
		}
		if first == nil {
			first = g.proof.replaced(previous, err)
		}
		if ctx.Err() != nil {
			break
		}
	}
	if first == nil {
		first = fail(codeSignature, g.proof.Path(), "no further revision of the contexts")
	}
	return first
}

// transform canonicalizes and hashes a document and a proof. A proof is read
// with the contexts of its document.
func (s scheme) transform(ctx context.Context, document, proof jsontext.Value, o ld.Options) (t Transform, err error) {
	used := map[Context]bool{}
	if t.Document, err = s.canonical(ctx, document, o, used); err != nil {
		return Transform{}, err
	}
	o.Omit, o.Context = []string{"proofValue"}, document.Member("@context")
	if t.Proof, err = s.canonical(ctx, proof, o, used); err != nil {
		return Transform{}, err
	}
	t.DocumentHash, t.ProofHash = s.digest(t.Document), s.digest(t.Proof)
	for c := range used {
		t.Contexts = append(t.Contexts, c)
	}
	slices.SortFunc(t.Contexts, func(a, b Context) int {
		return bytes.Compare([]byte(a.URL+" "+a.Revision), []byte(b.URL+" "+b.Revision))
	})
	return t, nil
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

// canonical returns the canonical form of one tree.
func (s scheme) canonical(ctx context.Context, v jsontext.Value, o ld.Options, used map[Context]bool) ([]byte, error) {
	if s.form == jcs {
		text, err := jsontext.AppendCanonical(nil, v, o.Omit...)
		if err != nil {
			return nil, converted(v.Pointer(), err)
		}
		return text, ctx.Err()
	}
	result, err := processor().ToRDF(ctx, v, o)
	if err != nil {
		return nil, converted(v.Pointer(), err)
	}
	form, err := rdf.Canonicalize(ctx, result.Quads, rdf.Options{Hash: s.hash})
	if err != nil {
		return nil, converted(v.Pointer(), err)
	}
	for _, u := range result.Used {
		used[Context{URL: u.URL, Revision: u.Revision, SHA256: u.SHA256}] = true
	}
	return form.Text, nil
}

// converted carries errors of the inner packages over. Their pointers start
// at the value that was handed in.
func converted(path string, err error) error {
	var l *ld.Error
	var r *rdf.Error
	var j *jsontext.Error
	switch {
	case errors.As(err, &j):
		return &Error{Code: j.Code, Path: j.Path, Message: j.Message}
	case errors.As(err, &l):
		return &Error{Code: l.Code, Path: l.Path, Message: l.Message, Err: l.Err}
	case errors.As(err, &r):
		return &Error{Code: r.Code, Path: path, Message: r.Message, Err: err}
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
