package proof

import (
	"context"
	"crypto/sha256"
	"sync"

	"github.com/openbadges-go/openbadges/badge/internal/cost"
	"github.com/openbadges-go/openbadges/badge/internal/ld"
	"github.com/openbadges-go/openbadges/badge/internal/rdf"
)

// forms keeps what the proofs of one document have in common: its canonical
// form under each revision of the contexts. It is safe for concurrent use.
type forms struct {
	mu   sync.Mutex
	list []form // the newest last
}

// formKey says which form of the document it is. Two with the same key are
// equal.
type formKey struct {
	transform transform
	hash      rdf.Hash
	revision  int
	aliases   bool
	contexts  [sha256.Size]byte // hash of the supplied contexts
}

// form is the result of reading a document once.
type form struct {
	key    formKey
	read   ld.Reading
	digest []byte            // hash of the canonical form, except under ecdsa-sd-2023
	result ld.Result         // under ecdsa-sd-2023
	labels map[string]string // under ecdsa-sd-2023: the issued identifier map
	err    error
}

// find returns the form with a key, or makes it. A form that the caller ended is
// not kept.
func (f *forms) find(ctx context.Context, key formKey, read func() form) form {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, known := range f.list {
		if known.key == key {
			return known
		}
	}
	made := read()
	made.key = key
	if ctx.Err() != nil || cost.HasEnded(made.err) {
		return made
	}
	if len(f.list) == maxForms {
		f.list = append(f.list[:0], f.list[1:]...)
	}
	f.list = append(f.list, made)
	return made
}

// form returns a form of the document from those that its proofs have in common.
// A proof that builds on others covers another document, and what is only
// explained or about to be signed is read anew.
func (t *Transformed) form(ctx context.Context, read func() form) form {
	o := t.conversion
	if t.proof.forms == nil || len(t.previous) > 0 || o.Lost != nil || o.Signing {
		return read()
	}
	key := formKey{transform: t.row.transform, hash: t.row.hash, aliases: o.Aliases}
	if t.row.transform != jcs {
		key.revision, key.contexts = o.Revision, o.Supplied()
	}
	return t.proof.forms.find(ctx, key, read)
}
