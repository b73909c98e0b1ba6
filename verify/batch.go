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
	Address   string           // what VerifyAt takes, in place of Data
	Recipient *badge.Recipient // who presents it; nil if that is not asked
}

// VerifyAll judges a stream of badges on Config.Workers workers and yields
// every item with its report, never nil, in the order of the items. One bad
// badge does not disturb the others; they share the status lists that the
// Verifier remembers.
//
// The items are read on the goroutine of the loop, a few per worker ahead of
// the reports, so that memory stays bounded however long the stream is. The
// loop blocks while items blocks; make items return when ctx is cancelled. A
// report holds its badge, a few times the size of the text: to keep memory
// small, keep verdicts and codes instead of reports.
//
// When ctx is done, no more items are read. Items that were read and not yet
// judged are reported as cancelled, so that each item gets its report. Leaving
// the loop early cancels the work in progress. All goroutines end with the
// loop.
func (v *Verifier) VerifyAll(ctx context.Context, items iter.Seq[Item]) iter.Seq2[Item, *Report] {
	var options batch.Options
	if v != nil {
		options = batch.Options{Workers: v.cfg.Workers, Progress: v.cfg.Progress}
	}
	return batch.Map(ctx, items, options, func(ctx context.Context, item Item) *Report {
		return v.verify(ctx, item)
	})
}
