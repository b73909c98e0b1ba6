package issuer

import (
	"context"
	"fmt"
	"iter"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/batch"
	"github.com/openbadges-go/openbadges/badge/proof"
)

// Item is one badge of a batch that is to be issued.
type Item struct {
	Ref        any // the caller's own, such as the row of a table; it comes back with the badge
	Credential badge.Credential
}

// Issued is an item and the badge that was made of it.
type Issued struct {
	Item
	Document *badge.Document // nil if there is an error
}

// IssueAll issues a stream of badges on Config.Workers workers and yields
// every item with its document or the error of Issue, in the order of the
// items. One bad credential does not disturb the others, and neither does a
// signer that panics: that is a *proof.Error for its item.
//
// The items are read on the goroutine of the loop, a few per worker ahead of
// the documents, so that memory stays bounded however long the stream is.
// While it waits for an item, nothing is yielded and nothing ends: items that
// may wait for long have to heed ctx themselves.
//
// When ctx is done, no more items are read, and those that were read and not
// yet signed come with the error of ctx: each item that was read is yielded.
// Leaving the loop early cancels what is under way, and a few badges may have
// been signed that are never yielded. Either way every goroutine has ended
// when the loop has; a signature that a signer is at work on is waited for.
func (i *Issuer) IssueAll(ctx context.Context, items iter.Seq[Item]) iter.Seq2[Issued, error] {
	type outcome struct {
		document *badge.Document
		err      error
	}
	options := batch.Options{Workers: i.workers, Progress: i.progress}
	made := batch.Map(ctx, items, options, func(ctx context.Context, item Item) (o outcome) {
		defer func() {
			if recover() != nil {
				o = outcome{err: fmt.Errorf("issuer: %w", &proof.Error{Code: codeInternal, Message: "issuing broke off by a fault, of the signer perhaps"})}
			}
		}()
		o.document, o.err = i.Issue(ctx, item.Credential)
		return o
	})
	return func(yield func(Issued, error) bool) {
		for item, o := range made {
			if !yield(Issued{item, o.document}, o.err) {
				return
			}
		}
	}
}
