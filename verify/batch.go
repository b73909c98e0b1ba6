package verify

import (
	"context"
	"iter"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/batch"
)

// Item is one badge of a batch.
type Item struct {
	Ref       any              // yours, for telling items apart; VerifyAll only passes it on
	Data      []byte           // what Verify takes; it must not change until the report is there
	Recipient *badge.Recipient // who presents it; nil if that is not asked
}

// VerifyAll judges a stream of badges on Config.Workers workers and yields
// every item with its report, never nil, in the order of the items. One bad
// badge does not disturb the others; they share the status lists that the
// Verifier remembers.
//
// The items are read on the goroutine of the loop, a few per worker ahead of
// the reports, so that memory stays bounded however long the stream is. While
// it waits for an item, nothing is yielded and nothing ends: items that may
// wait for long have to heed ctx themselves. A report keeps the text of its
// badge and what was read of it, a few times the size of the badge: a caller
// who wants memory to stay small keeps verdicts and codes, not reports.
//
// When ctx is done, no more items are read, and those that were read and not
// yet judged are reported as cancelled: each item that was read gets its
// report. Leaving the loop early cancels what is under way. Either way every
// goroutine has ended when the loop has, and nothing waits for the network,
// as a Fetcher has to honour its context.
func (v *Verifier) VerifyAll(ctx context.Context, items iter.Seq[Item]) iter.Seq2[Item, *Report] {
	options := batch.Options{Workers: v.cfg.Workers, Progress: v.cfg.Progress}
	return batch.Map(ctx, items, options, func(ctx context.Context, item Item) *Report {
		return v.verify(ctx, item.Data, item.Recipient)
	})
}
