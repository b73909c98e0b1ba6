package verify

import (
	"context"
	"iter"
	"runtime"

	"github.com/openbadges-go/openbadges/badge"
)

// Item is one badge of a batch.
type Item struct {
	Name      string           // the caller's own, for telling items apart
	Data      []byte           // JSON or a compact JWS
	Recipient *badge.Recipient // who presents it; nil if that is not asked
}

// VerifyAll judges a stream of badges on several workers and yields the
// reports in the order of the items. It reads only a few items ahead, so
// that memory stays bounded however long the stream is. One bad badge does
// not disturb the others. When ctx is done no further items are read.
func (v *Verifier) VerifyAll(ctx context.Context, items iter.Seq[Item]) iter.Seq2[Item, *Report] {
	return func(yield func(Item, *Report) bool) {
		workers := v.cfg.Workers
		if workers == 0 {
			workers = runtime.GOMAXPROCS(0)
		}
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		work, order := make(chan job), make(chan job, 2*workers)
		for range workers {
			go func() {
				for j := range work {
					j.report <- v.verify(ctx, j.item.Data, j.item.Recipient)
				}
			}()
		}
		go feed(ctx, items, work, order)
		for j := range order {
			if !yield(j.item, <-j.report) {
				return
			}
		}
	}
}

type job struct {
	item   Item
	report chan *Report
}

// feed hands every item to a worker and queues it for its place in the
// output. Every queued job has been handed to a worker.
func feed(ctx context.Context, items iter.Seq[Item], work, order chan job) {
	defer close(order)
	defer close(work)
	for item := range items {
		j := job{item, make(chan *Report, 1)}
		select {
		case work <- j:
		case <-ctx.Done():
			return
		}
		select {
		case order <- j:
		case <-ctx.Done():
			return
		}
	}
}
