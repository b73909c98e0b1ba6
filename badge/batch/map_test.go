package batch_test

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/batch"
)

func Example() {
	words := slices.Values([]string{"laser cutting", "welding", "glazing"})
	length := func(_ context.Context, word string) int { return len(word) }
	for word, n := range batch.Map(context.Background(), words, batch.Options{}, length) {
		fmt.Println(word, n)
	}
	// Output:
	// laser cutting 13
	// welding 7
	// glazing 7
}

// numbers yields 0, 1, 2 and so on up to n, and counts the items that were requested.
func numbers(n int, asked *int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			*asked++
			if !yield(i) {
				return
			}
		}
	}
}

// sleeper works an hour on every third item, unless its context ends, and a
// second on any other.
func sleeper(ctx context.Context, i int) string {
	d := time.Second
	if i%3 == 0 {
		d = time.Hour
	}
	select {
	case <-time.After(d):
		return fmt.Sprint(i)
	case <-ctx.Done():
		return fmt.Sprint(i, " cancelled")
	}
}

// Map yields every item, in order, for any duration of work. At most Workers
// items are in work at a time, and only a few are read ahead. synctest.Test
// returns only if no goroutine is left.
func TestOrder(t *testing.T) {
	for _, workers := range []int{1, 2, 7} {
		for _, count := range []int{0, 1, 2, 100} {
			synctest.Test(t, func(t *testing.T) {
				asked, next := 0, 0
				var busy atomic.Int32
				work := func(ctx context.Context, i int) string {
					require.LessOrEqual(t, int(busy.Add(1)), workers)
					defer busy.Add(-1)
					return sleeper(ctx, i)
				}
				for i, text := range batch.Map(t.Context(), numbers(count, &asked), batch.Options{Workers: workers}, work) {
					require.Equal(t, next, i)
					require.Equal(t, fmt.Sprint(i), text)
					next++
					require.LessOrEqual(t, asked, next+4*workers)
				}
				require.Equal(t, count, next)
			})
		}
	}
}

// A sequence may be looped over again.
func TestAgain(t *testing.T) {
	double := func(_ context.Context, i int) int { return 2 * i }
	all := batch.Map(t.Context(), slices.Values([]int{1, 2, 3}), batch.Options{}, double)
	for range 2 {
		sum := 0
		for _, n := range all {
			sum += n
		}
		require.Equal(t, 12, sum)
	}
}

// Progress counts finished items while the first item delays the others.
func TestProgress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		var reported, yielded []int
		o := batch.Options{Workers: 2, Progress: func(done int) { reported = append(reported, done) }}
		for i := range batch.Map(t.Context(), numbers(6, &asked), o, sleeper) {
			if i == 0 {
				require.Equal(t, []int{1, 2, 3}, reported, "items 1 and 2 were done before")
			}
			yielded = append(yielded, i)
		}
		require.Equal(t, []int{1, 2, 3, 4, 5, 6}, reported)
		require.Equal(t, []int{0, 1, 2, 3, 4, 5}, yielded)
	})
}

// Finished items are yielded before the next item is requested.
func TestPrompt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		yielded := 0
		items := func(yield func(int) bool) {
			for i := range 3 {
				require.GreaterOrEqual(t, yielded, i-1, "what was done when item %d was asked for", i)
				if !yield(i) {
					return
				}
				synctest.Wait()
			}
		}
		for range batch.Map(t.Context(), items, batch.Options{}, func(context.Context, int) int { return 0 }) {
			yielded++
		}
		require.Equal(t, 3, yielded)
	})
}

// Leaving the loop cancels the work in progress, and no goroutine is left.
func TestBreak(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start, asked := time.Now(), 0
		for i := range batch.Map(t.Context(), numbers(100, &asked), batch.Options{Workers: 2}, sleeper) {
			if i == 0 {
				break
			}
		}
		require.Equal(t, time.Hour, time.Since(start), "the next item would take another")
		require.LessOrEqual(t, asked, 8)
	})
}

// When the context is done, the items that were read are yielded, and no others.
func TestCancel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		start, asked, next := time.Now(), 0, 0
		for i, text := range batch.Map(ctx, numbers(100, &asked), batch.Options{Workers: 2}, sleeper) {
			require.Equal(t, next, i)
			if i == 0 {
				require.Equal(t, "0 cancelled", text)
			}
			next++
		}
		require.Equal(t, time.Minute, time.Since(start))
		require.Equal(t, 8, asked)
		require.Equal(t, asked, next, "each item that was read comes out")

		for range batch.Map(ctx, numbers(100, &asked), batch.Options{}, sleeper) {
			require.Fail(t, "the context was done before")
		}
		require.Equal(t, 8, asked, "nothing was asked for")
	})
}

// An item that is received while the context ends is not lost.
func TestCancelWhileReading(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	items := func(yield func(int) bool) {
		cancel()
		require.False(t, yield(7), "no more are wanted")
	}
	var seen []int
	for i := range batch.Map(ctx, items, batch.Options{}, sleeper) {
		seen = append(seen, i)
	}
	require.Equal(t, []int{7}, seen)
}

// A panic of the caller's reaches the caller, and no goroutine is left.
func TestPanics(t *testing.T) {
	asked := 0
	broken := func(yield func(int) bool) {
		for i := range numbers(5, &asked) {
			yield(i)
		}
		panic("broken")
	}
	for name, loop := range map[string]func(context.Context){
		"items": func(ctx context.Context) {
			for range batch.Map(ctx, broken, batch.Options{Workers: 2}, sleeper) {
				continue
			}
		},
		"body": func(ctx context.Context) {
			for range batch.Map(ctx, numbers(100, &asked), batch.Options{}, sleeper) {
				panic("broken")
			}
		},
		"progress": func(ctx context.Context) {
			o := batch.Options{Progress: func(int) { panic("broken") }}
			for range batch.Map(ctx, numbers(100, &asked), o, sleeper) {
				continue
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				require.PanicsWithValue(t, "broken", func() { loop(t.Context()) })
			})
		})
	}
}

func TestNil(t *testing.T) {
	for range batch.Map(t.Context(), nil, batch.Options{}, func(context.Context, int) int { return 0 }) {
		require.Fail(t, "an item of no sequence")
	}
	for range batch.Map[int, int](t.Context(), slices.Values([]int{1}), batch.Options{}, nil) {
		require.Fail(t, "a result of no work")
	}
}

// TestOneWorker has SC-15: one worker works on the goroutine of the loop, item
// by item, with nothing read ahead.
func TestOneWorker(t *testing.T) {
	var steps []string
	say := func(what string, i int) { steps = append(steps, fmt.Sprint(what, i)) }
	items := func(yield func(int) bool) {
		for i := range 3 {
			say("read", i)
			if !yield(i) {
				return
			}
		}
	}
	o := batch.Options{Workers: 1, Progress: func(done int) { say("done", done-1) }}
	for i, out := range batch.Map(t.Context(), items, o, func(_ context.Context, i int) int { say("work", i); return -i }) {
		require.Equal(t, -i, out)
		say("yield", i)
	}
	var want []string
	for i := range 3 {
		want = append(want, fmt.Sprint("read", i), fmt.Sprint("work", i), fmt.Sprint("done", i), fmt.Sprint("yield", i))
	}
	require.Equal(t, want, steps)
}
