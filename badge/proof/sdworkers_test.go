package proof

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

// SC-14: whatever the number of workers, the first bad statement is reported,
// and all before it have been checked.
func TestFirstNot(t *testing.T) {
	for _, workers := range []int{0, 1, 2, 16, 500} {
		for _, bad := range [][]int{nil, {0}, {299}, {7, 8, 9, 10, 250}, {250, 251}} {
			isBad := map[int]bool{}
			for _, i := range bad {
				isBad[i] = true
			}
			const n = 300
			var asked [n]atomic.Int32
			got := firstNot(n, workers, func(i int) bool {
				asked[i].Add(1)
				return !isBad[i]
			})
			want := n
			if len(bad) > 0 {
				want = bad[0]
			}
			require.Equal(t, want, got)
			for i := range min(want+1, n) {
				require.Equal(t, int32(1), asked[i].Load(), "statement %d", i)
			}
		}
	}
	require.Zero(t, firstNot(0, 4, func(int) bool { panic("there is nothing to ask") }))
}

// SC-14: the workers are at work at the same time, and no more than wanted.
func TestFirstNotWorkers(t *testing.T) {
	const workers = 3
	var all sync.WaitGroup
	all.Add(workers)
	var busy, most atomic.Int32
	require.Equal(t, workers, firstNot(workers, workers, func(int) bool {
		busy.Add(1)
		all.Done()
		all.Wait() // for the others: fewer workers would wait for ever
		return true
	}))
	busy.Store(0)
	firstNot(100, workers, func(int) bool {
		if now := busy.Add(1); now > most.Load() {
			most.Store(now)
		}
		busy.Add(-1)
		return true
	})
	require.LessOrEqual(t, most.Load(), int32(workers))
}
