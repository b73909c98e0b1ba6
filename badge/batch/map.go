package batch

import (
	"context"
	"iter"
	"runtime"
	"slices"
	"sync"
)

// lookAhead is how many items per worker are read before the oldest of them
// is yielded: enough that no worker waits for one slow item, few enough that
// the length of the sequence does not show in memory.
const lookAhead = 4

// Options say how the work is done. The zero Options are good.
type Options struct {
	// Workers is how many items are worked on at a time. Zero or less means
	// one per available processor.
	Workers int
	// Progress is told how many items are done, in rising order and each
	// count once; some of them may still wait for their turn to be yielded.
	// Nil means that nobody is told.
	Progress func(done int)
}

// Map yields every item with what work makes of it, in the order of the
// items. Only work runs on other goroutines, which have all ended when the
// loop over the result ends, for whatever reason. The items, Progress and the
// body of the loop take turns on the goroutine of the loop, so that they may
// share variables, and a panic in any of them is one in the loop.
//
// A few items per worker are read ahead, never more. What is done is yielded
// before the next item is asked for; while the sequence waits for an item,
// nothing is yielded and nothing ends, so that a sequence that may wait for
// long has to heed ctx itself. When ctx is done, no more items are asked for, and the
// loop ends once it was given every item that was read. The context of work
// ends with ctx, or when the loop is left early. Then it should return at
// once, as nothing else is waited for. It must not panic.
func Map[In, Out any](ctx context.Context, items iter.Seq[In], o Options, work func(context.Context, In) Out) iter.Seq2[In, Out] {
	return func(yield func(In, Out) bool) {
		if ctx.Err() != nil {
			return
		}
		workers := o.Workers
		if workers <= 0 {
			workers = runtime.GOMAXPROCS(0)
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

// run is one loop over a Map. No more jobs are under way than its channels
// have room for, so that nobody ever waits to send.
type run[In, Out any] struct {
	todo, done chan *job[In, Out]
	waiting    []*job[In, Out] // to be yielded, in order
	count      int             // of jobs that are done
	progress   func(int)
	end        func() // ends the workers and waits for them
}

type job[In, Out any] struct {
	in   In
	out  Out
	done bool // seen by the loop
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

// yield hands out what is done, in order, until no more than left items wait.
// It returns false if the loop is left.
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

// settle takes note of all jobs that are done. If it has to, it waits for the
// one whose turn it is.
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
