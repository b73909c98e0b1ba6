package proof

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"slices"
	"sync"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/ld"
	"github.com/openbadges-go/openbadges/badge/internal/rdf"
)

// Transform is what a linked-data proof signs: the canonical forms of the
// document without its proofs and of the proof without its value, as N-Quads
// (VC Data Integrity EdDSA Cryptosuites §3.2), and their SHA-256 hashes.
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
	var first error
	for revisions := processor().Revisions(document, options); g.revision < revisions; {
		options.Revision = g.revision
		g.revision++
		t, err := transform(ctx, document, g.proof.object, options)
		if err == nil {
			g.transform = t
			return nil
		}
		if first == nil {
			first = err
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
func transform(ctx context.Context, document, proof jsontext.Value, o ld.Options) (t Transform, err error) {
	used := map[Context]bool{}
	if t.Document, err = canonical(ctx, document, o, used); err != nil {
		return Transform{}, err
	}
	o.Omit, o.Context = []string{"proofValue"}, document.Member("@context")
	if t.Proof, err = canonical(ctx, proof, o, used); err != nil {
		return Transform{}, err
	}
	documentHash, proofHash := sha256.Sum256(t.Document), sha256.Sum256(t.Proof)
	t.DocumentHash, t.ProofHash = documentHash[:], proofHash[:]
	for c := range used {
		t.Contexts = append(t.Contexts, c)
	}
	slices.SortFunc(t.Contexts, func(a, b Context) int {
		return bytes.Compare([]byte(a.URL+" "+a.Revision), []byte(b.URL+" "+b.Revision))
	})
	return t, nil
}

// canonical returns the canonical N-Quads of one tree.
func canonical(ctx context.Context, v jsontext.Value, o ld.Options, used map[Context]bool) ([]byte, error) {
	result, err := processor().ToRDF(ctx, v, o)
	if err != nil {
		return nil, converted(v.Pointer(), err)
	}
	form, err := rdf.Canonicalize(ctx, result.Quads, rdf.Options{Hash: rdf.SHA256})
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
	switch {
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
