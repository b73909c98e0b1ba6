package did

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// KH-7: a kept log counts for as long as its ttl says, an hour if it says nothing,
// and then the host is asked.
func TestKeptLogs(t *testing.T) {
	const address = "https://school.example/.well-known/did.jsonl"
	id, log := historyOf(t, "school.example", false, listing("k1", keyOf(t, 1)), listing("k2", keyOf(t, 2)))
	older := log[:strings.IndexByte(log, '\n')+1]
	for _, row := range []struct {
		name string
		kept string
		age  time.Duration
		key  string
		asks bool
	}{
		{"KH-7 within the hour", older, time.Hour, "k1", false},
		{"KH-7 after the hour", older, time.Hour + 1, "k2", true},
		{"KH-7 a kept one that is not good", "{}", time.Second, "k2", true},
		{"KH-7 nothing kept", "", 0, "k2", true},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := &web{pages: map[string]string{address: log}, kept: map[string]string{address: row.kept}, age: row.age}
			if row.kept == "" {
				w.kept = nil
			}
			found, err := w.resolver().Find(t.Context(), id, id+"#"+row.key)
			require.NoError(t, err)
			require.Equal(t, id+"#"+row.key, found.Method.ID)
			require.Equal(t, row.asks, len(w.asked) == 1)
			require.Equal(t, []string{address}, found.Fetched[:1])
		})
	}
}
