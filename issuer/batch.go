package issuer

import (
	"context"
	"fmt"
	"iter"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/batch"
)

// Item is one badge of a batch to issue.
type Item struct {
	Ref        any // the caller's own, such as the row of a table; it comes back with the badge
	Credential badge.Credential
}

// Issued is an item with the badge that was issued for it.
type Issued struct {
	Item
	Document *badge.Document // nil if there is an error
}

// IssueAll issues a sequence of badges on Config.Workers workers and yields
// every item with its document or the error of Issue, in the order of the items.
// An item that is refused does not affect the others, and neither does a signer
// that panics.
//
// IssueAll reads the items on the goroutine of the loop, a few per worker ahead
// of the documents, so memory stays bounded for a sequence of any length. The
// loop blocks while your sequence blocks: make it return when ctx is done.
//
// When ctx is done, IssueAll reads no more items, and yields those that were
// read and not yet signed with the error of ctx. Leaving the loop early cancels
// what is under way; a few badges may have been signed that are never yielded.
func (i *Issuer) IssueAll(ctx context.Context, items iter.Seq[Item]) iter.Seq2[Issued, error] {
	type outcome struct {
		document *badge.Document
		err      error
	}
	if i == nil {
		i = &Issuer{} // which issues nothing
	}
	options := batch.Options{Workers: i.workers, Progress: i.progress}
	made := batch.Map(ctx, i.withStatus(ctx, items), options, func(ctx context.Context, item allocated) (o outcome) {
		defer func() {
			if recover() != nil {
				o = outcome{err: fmt.Errorf("issuer: %w", faulted{})}
			}
		}()
		if item.err != nil {
			return outcome{err: item.err}
		}
		c := item.Credential
		if item.status != nil {
			c.CredentialStatus = []badge.CredentialStatus{*item.status}
		}
		o.document, o.err = i.Issue(ctx, c)
		return o
	})
	return func(yield func(Issued, error) bool) {
		for item, o := range made {
			if !yield(Issued{item.Item, o.document}, o.err) {
				return
			}
		}
	}
}

// allocated is an item with its entry in a status list.
type allocated struct {
	Item
	status *badge.CredentialStatus
	err    error
}

// maxAhead is the number of status entries that IssueAll takes at a time.
const maxAhead = 256

// withStatus takes status entries for items. It takes few at first and then up
// to an eighth of those used so far, so that a batch wastes few at its end.
func (i *Issuer) withStatus(ctx context.Context, items iter.Seq[Item]) iter.Seq[allocated] {
	return func(yield func(allocated) bool) {
		var ahead []badge.CredentialStatus
		used := 0
		if items == nil {
			return
		}
		for item := range items {
			a := allocated{Item: item}
			if i.status != nil && len(item.Credential.CredentialStatus) == 0 {
				if len(ahead) == 0 {
					ahead, a.err = i.allocate(ctx, min(max(used/8, 1), maxAhead))
				}
				if a.err == nil {
					a.status, ahead = &ahead[0], ahead[1:]
					used++
				}
			}
			if !yield(a) {
				return
			}
		}
	}
}
