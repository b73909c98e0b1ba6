package batch

import (
	"context"
	"iter"
	"runtime"
	"slices"
	"sync"
)

// lookAhead is the number of items per worker that are read before the oldest
// of them is yielded: enough to keep all workers busy beside one slow item, few
// enough to bound memory for a sequence of any length.
const lookAhead = 4

// Options configure Map. The zero value is ready to use.
type Options struct {
	// Workers is the number of items in work at a time. Zero or less means
	// one per available processor.
	Workers int
	// Progress receives the number of finished items: 1, 2, 3 and so on, each
	// once. Finished items may still wait to be yielded. Nil means no reports.
	Progress func(done int)
}

// Map yields every item with the result of work, in the order of the items.
//
// Only work runs on other goroutines, unless there is one worker, and all of them
// have ended when the loop over the result ends. The sequence, Progress and the body of the loop run on
// the goroutine of the loop, so they may share variables, and a panic in one of
// them is a panic of the loop. work must not panic.
//
// With several workers Map reads a few items per worker ahead, and yields what is finished before it
// asks for the next item. The loop blocks while your sequence blocks: make it
// return when ctx is done. When ctx is done, Map asks for no more items and
// yields those that it has read. The context of work is done when ctx is, and
// when the loop is left early; work should then return at once, because the
// loop waits for it. Without items or without work, Map yields nothing.
func Map[In, Out any](ctx context.Context, items iter.Seq[In], o Options, work func(context.Context, In) Out) iter.Seq2[In, Out] {
	return func(yield func(In, Out) bool) {
		if ctx.Err() != nil || items == nil || work == nil {
			return
		}
		workers := o.Workers
		if workers <= 0 {
			workers = runtime.GOMAXPROCS(0)
		}
		if workers == 1 {
			inline(ctx, items, o.Progress, work, yield)
			return
		}
		r := start(ctx, workers, o.Progress, work)
		defer r.end()
		for item := range items {
			r.add(item)
			if !r.yield(yield, lookAhead*workers-1) {
				return
			}
			if ctx.Err() != nil {
				break
			}
		}
		r.yield(yield, 0)
	}
}

// inline does the work of one worker on the goroutine of the loop, which costs
// less than handing each item over.
func inline[In, Out any](ctx context.Context, items iter.Seq[In], progress func(int), work func(context.Context, In) Out, yield func(In, Out) bool) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	done := 0
	for item := range items {
		out := work(ctx, item)
		if done++; progress != nil {
			progress(done)
		}
		if !yield(item, out) || ctx.Err() != nil {
			return
		}
	}
}

// run is one loop over a Map. Its channels have room for all jobs under way, so
// sending never blocks.
type run[In, Out any] struct {
	todo, done chan *job[In, Out]
	waiting    []*job[In, Out] // to be yielded, in order
	count      int             // finished jobs
	progress   func(int)
	end        func() // stops the workers and waits for them
}

type job[In, Out any] struct {
	in   In
	out  Out
	done bool // received by the loop
}

func start[In, Out any](ctx context.Context, workers int, progress func(int), work func(context.Context, In) Out) *run[In, Out] {
	ctx, cancel := context.WithCancel(ctx)
	r := &run[In, Out]{
		todo:     make(chan *job[In, Out], lookAhead*workers),
		done:     make(chan *job[In, Out], lookAhead*workers),
		progress: progress,
	}
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for j := range r.todo {
				j.out = work(ctx, j.in)
				r.done <- j
			}
		})
	}
	r.end = func() {
		cancel()
		close(r.todo)
		group.Wait()
	}
	return r
}

func (r *run[In, Out]) add(item In) {
	j := &job[In, Out]{in: item}
	r.waiting = append(r.waiting, j)
	r.todo <- j
}

// yield yields finished jobs in order until at most left items wait. It returns
// false if the loop is left.
func (r *run[In, Out]) yield(yield func(In, Out) bool, left int) bool {
	for {
		r.settle(len(r.waiting) > left)
		if len(r.waiting) == 0 || !r.waiting[0].done {
			return true
		}
		first := r.waiting[0]
		r.waiting = slices.Delete(r.waiting, 0, 1)
		if !yield(first.in, first.out) {
			return false
		}
	}
}

// settle receives all finished jobs. With wait it blocks until the next job in
// order is finished.
func (r *run[In, Out]) settle(wait bool) {
	for {
		if wait && !r.waiting[0].done {
			r.note(<-r.done)
			continue
		}
		select {
		case j := <-r.done:
			r.note(j)
		default:
			return
		}
	}
}

func (r *run[In, Out]) note(j *job[In, Out]) {
	j.done = true
	if r.count++; r.progress != nil {
		r.progress(r.count)
	}
}
