package verify

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
)

// A document is read once, another text anew, one with a fault each time, and
// no more are remembered than the limit allows.
func TestControllersAreReadOnce(t *testing.T) {
	text := func(id string, padding int) []byte {
		return fmt.Appendf(nil, `{"id":"did:web:%s.example","x":"%s"}`, id, strings.Repeat("x", padding))
	}
	var c controllers
	first, err := c.parse(text("a", 1))
	require.NoError(t, err)
	again, err := c.parse(text("a", 1))
	require.NoError(t, err)
	require.Same(t, first, again)
	other, err := c.parse(text("a", 2))
	require.NoError(t, err)
	require.NotSame(t, first, other)
	for range 2 {
		doc, err := c.parse([]byte(`{"id":7}`))
		require.Equal(t, "controller.format", badge.CodeOf(err))
		require.Nil(t, doc)
	}
	require.Len(t, c.read, 2)

	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			for n := range 60 {
				id := fmt.Sprint("b", n+10*i)
				doc, err := c.parse(text(id, 10_000))
				if err != nil || doc.ID() != "did:web:"+id+".example" {
					t.Errorf("got %v and %v", doc, err)
				}
			}
		})
	}
	all.Wait()
	require.NotEmpty(t, c.read)
	require.LessOrEqual(t, len(c.read), maxControllers/10_000)
	require.LessOrEqual(t, c.size, maxControllers)
}
