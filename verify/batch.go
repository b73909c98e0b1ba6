package verify

import (
	"context"
	"iter"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/batch"
)

// Item is one badge of a batch.
type Item struct {
	Ref       any              // yours, to identify items; VerifyAll returns it unchanged
	Data      []byte           // what Verify takes; do not change it before the report is there
	Address   string           // what VerifyAt takes, instead of Data
	Recipient *badge.Recipient // who presents the badge; nil means do not compare
	Challenge *Challenge       // what the holder must have signed, as for VerifyPresentation; nil means that nobody was asked
}

// challenge returns the challenge of a presentation.
func (i Item) challenge() *Challenge {
	if i.Challenge == nil {
		return &Challenge{}
	}
	return i.Challenge
}

// VerifyAll verifies a stream of badges on Config.Workers workers. It yields
// every item with its report, which is never nil, in the order of the items.
// One bad badge does not affect the others. All items share the status lists
// that the Verifier remembers.
//
// The goroutine of the loop reads the items, a few per worker ahead of the
// reports, so memory stays bounded for any length of the stream. The loop
// blocks while items blocks; make items return when ctx is cancelled. A report
// holds its badge, a few times the size of the text. To save memory, keep
// verdicts and codes instead of reports.
//
// When ctx is done, VerifyAll reads no more items. Items that it has read and
// not verified are reported as cancelled, so each item gets its report. Leaving
// the loop early cancels the work in progress. All goroutines end with the
// loop.
func (v *Verifier) VerifyAll(ctx context.Context, items iter.Seq[Item]) iter.Seq2[Item, *Report] {
	var options batch.Options
	if v != nil {
		options = batch.Options{Workers: v.cfg.Workers, Progress: v.cfg.Progress}
	}
	return batch.Map(ctx, items, options, func(ctx context.Context, item Item) *Report {
		return v.verify(ctx, item, 1)
	})
}
