package host_test

import (
	"bufio"
	"context"
	"fmt"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/issuer/host"
)

// SC-24: places in bulk are distinct.
func TestAllocateMany(t *testing.T) {
	h, i, _ := office(t, host.NewMemory(), status.Revocation, 0)
	entries, err := h.AllocateStatuses(t.Context(), i, h.URL("lists/1"), 10_000)
	require.NoError(t, err)
	seen := map[string]bool{}
	for _, e := range entries {
		seen[e.ID] = true
	}
	require.Len(t, seen, 10_000)
}

// SC-24: places are distinct for those who share a folder, too.
func TestAllocateManyTogether(t *testing.T) {
	path := t.TempDir()
	var given [2][]badge.CredentialStatus
	var group sync.WaitGroup
	h, i, _ := office(t, openFolder(t, path), status.Revocation, 0)
	other, _, err := officeIn(openFolder(t, path))
	require.NoError(t, err)
	for n, h := range []*host.Host{h, other} {
		group.Go(func() {
			for range 10 {
				entries, err := h.AllocateStatuses(t.Context(), i, h.URL("lists/1"), 500)
				assert.NoError(t, err)
				given[n] = append(given[n], entries...)
			}
		})
	}
	group.Wait()
	seen := map[string]bool{}
	for _, e := range append(given[0], given[1]...) {
		seen[e.ID] = true
	}
	require.Len(t, seen, 10_000)
}

// Badges are awarded in order: entry, signature and page. One that is refused,
// or that has no page here, does not keep the others.
func TestAwardAll(t *testing.T) {
	for name, store := range map[string]host.Store{"many": host.NewMemory(), "one by one": &counting{host.NewMemory(), map[string]int{}}} {
		h, i, _ := office(t, store, status.Revocation, 0)
		items := func(yield func(issuer.Item) bool) {
			for n := range 300 {
				c := workshop()
				c.ID = h.URL(fmt.Sprint("badges/", n))
				switch n {
				case 5:
					c.Subject.Achievement.Criteria = badge.Criteria{}
				case 7:
					c.ID = "https://elsewhere.example/7"
				}
				if !yield(issuer.Item{Ref: n, Credential: c}) {
					return
				}
			}
		}
		next := 0
		var entries []string
		for awarded, err := range h.AwardAll(t.Context(), i, items) {
			require.Equal(t, next, awarded.Ref, name)
			next++
			switch awarded.Ref {
			case 5:
				var invalid *issuer.InvalidError
				require.ErrorAs(t, err, &invalid)
			case 7:
				require.ErrorIs(t, err, host.ErrElsewhere)
			default:
				require.NoError(t, err)
				require.Equal(t, string(awarded.Document.Bytes()), pageAt(t, h, awarded.Document.ID()))
				entries = append(entries, awarded.Document.Credential().CredentialStatus[0].StatusListIndex)
			}
		}
		require.Equal(t, 300, next)
		slices.Sort(entries)
		require.Len(t, slices.Compact(entries), 298)
		require.NoError(t, h.Revoke(t.Context(), i, h.URL("badges/299"), ""))
		d, err := badge.Parse([]byte(pageAt(t, h, h.URL("badges/299"))))
		require.NoError(t, err)
		requireCode(t, h, d, "status.revoked")
		for range h.AwardAll(t.Context(), i, items) {
			break
		}
	}
	var h *host.Host
	for _, err := range h.AwardAll(t.Context(), nil, slices.Values([]issuer.Item{{}})) {
		require.Error(t, err)
	}
}

// pagesEnv is how many pages TestPublishAllKilled and BenchmarkPublishFolder publish,
// 3,000 without it.
const pagesEnv = "OPENBADGES_TEST_PAGES"

func pagesAsked(t testing.TB) int {
	total := 3000
	if text := os.Getenv(pagesEnv); text != "" {
		_, err := fmt.Sscan(text, &total)
		require.NoError(t, err)
	}
	return total
}

// SC-28: a process that is killed while it publishes many badges has kept all
// that it confirmed, and the next one publishes the rest.
func TestPublishAllKilled(t *testing.T) {
	total := pagesAsked(t)
	if folder := os.Getenv(faultFolder); folder != "" {
		f, err := host.OpenFolder(folder)
		require.NoError(t, err)
		h, err := host.New(host.Config{Base: base, Store: f})
		require.NoError(t, err)
		for n := 0; n < total; n += 300 {
			done, err := h.PublishAll(t.Context(), profiles(h, n, n+300))
			require.NoError(t, err)
			fmt.Println(n + done)
		}
		os.Exit(0)
	}
	for _, after := range []int{300, total / 600 * 300} {
		path := t.TempDir()
		child := again(t, path)
		out, err := child.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, child.Start())
		confirmed := 0
		for lines := bufio.NewScanner(out); lines.Scan(); {
			_, err := fmt.Sscan(lines.Text(), &confirmed)
			require.NoError(t, err)
			if confirmed == after {
				require.NoError(t, child.Process.Kill())
			}
		}
		require.Error(t, child.Wait())
		require.Less(t, confirmed, total)
		f := openFolder(t, path)
		h, err := host.New(host.Config{Base: base, Store: f})
		require.NoError(t, err)
		n := 0
		for d := range profiles(h, 0, total) {
			p, found, err := f.Load(t.Context(), fmt.Sprint("/", n))
			require.NoError(t, err)
			require.True(t, found || n >= confirmed, "%d of %d", n, confirmed)
			if found {
				require.Equal(t, string(d.Bytes()), string(p.Body))
			}
			n++
		}
		began := time.Now()
		done, err := h.PublishAll(t.Context(), profiles(h, confirmed, total))
		require.NoError(t, err)
		require.Equal(t, total-confirmed, done)
		t.Logf("SC-28: %d pages in %v", done, time.Since(began))
		require.Zero(t, unfinished(t, path))
	}
}

// profiles are documents with the ids /from to /to.
func profiles(h *host.Host, from, to int) iter.Seq[*badge.Document] {
	return func(yield func(*badge.Document) bool) {
		for n := from; n < to; n++ {
			d, err := badge.Parse(fmt.Appendf(nil, `{"id":%q,"type":["Profile"],"name":"%03000d"}`, h.URL(fmt.Sprint(n)), n))
			if err != nil || !yield(d) {
				return
			}
		}
	}
}

// SC-29: a page that cannot be changed keeps the others of its group from being
// changed, and the number that is returned says so.
func TestPublishAllRefused(t *testing.T) {
	for name, store := range map[string]host.Store{"memory": host.NewMemory(), "folder": openFolder(t, t.TempDir())} {
		h, err := host.New(host.Config{Base: base, Store: store})
		require.NoError(t, err)
		require.NoError(t, store.Change(t.Context(), "/1100", func(host.Page, bool) (host.Page, error) {
			return host.Page{Type: "text/plain", Gone: true}, nil
		}))
		done, err := h.PublishAll(t.Context(), profiles(h, 0, 1200))
		require.ErrorIs(t, err, host.ErrWithdrawn, name)
		for n := range 1200 {
			p, found, err := store.Load(t.Context(), fmt.Sprint("/", n))
			require.NoError(t, err)
			require.Equal(t, n < done, found && !p.Gone, "%s %d of %d", name, n, done)
		}
		require.Equal(t, 1024, done, name)
	}
}

func stores(b *testing.B, run func(b *testing.B, s host.Store)) {
	b.Run("memory", func(b *testing.B) { run(b, host.NewMemory()) })
	b.Run("folder", func(b *testing.B) {
		f, err := host.OpenFolder(b.TempDir())
		require.NoError(b, err)
		defer f.Close()
		run(b, f)
	})
}

// Places of 10,000 badges, and the floor: that of one.
func BenchmarkAllocateStatuses(b *testing.B) {
	stores(b, func(b *testing.B, s host.Store) {
		for _, n := range []int{1, 10_000} {
			b.Run(fmt.Sprint(n), func(b *testing.B) {
				h, i, err := officeIn(s)
				require.NoError(b, err)
				require.NoError(b, h.PublishStatusList(b.Context(), i, h.URL("lists/1"), status.Revocation))
				for given := n; b.Loop(); given += n {
					if given > 131072 { // the list is full
						given = n
						require.NoError(b, s.Change(b.Context(), "places of /lists/1", func(old host.Page, _ bool) (host.Page, error) {
							return host.Page{Type: old.Type, Body: make([]byte, len(old.Body))}, nil
						}))
					}
					entries, err := h.AllocateStatuses(b.Context(), i, h.URL("lists/1"), n)
					require.NoError(b, err)
					require.Len(b, entries, n)
				}
			})
		}
	})
}

// SC-30: badges whose places are taken for them, and the floor: badges that have
// an entry already.
func BenchmarkIssueWithStatus(b *testing.B) {
	h, _, err := officeIn(host.NewMemory())
	require.NoError(b, err)
	cfg := schoolConfig(school)
	cfg.Workers = 1
	bare, err := issuer.New(cfg)
	require.NoError(b, err)
	require.NoError(b, h.PublishStatusList(b.Context(), bare, h.URL("lists/1"), status.Revocation))
	entries, err := h.AllocateStatuses(b.Context(), bare, h.URL("lists/1"), 1)
	require.NoError(b, err)
	cfg.Status = h.StatusFrom(h.URL("lists/1"))
	placing, err := issuer.New(cfg)
	require.NoError(b, err)
	for name, i := range map[string]*issuer.Issuer{"ours": placing, "floor": bare} {
		b.Run(name, func(b *testing.B) {
			items := func(yield func(issuer.Item) bool) {
				c := workshop()
				if i == bare {
					c.CredentialStatus = entries
				}
				for b.Loop() {
					if !yield(issuer.Item{Credential: c}) {
						return
					}
				}
			}
			for _, err := range i.IssueAll(b.Context(), items) {
				require.NoError(b, err)
			}
		})
	}
}

// 10,000 changes of three lists, and the floor: one change of one list.
func BenchmarkSetStatuses(b *testing.B) {
	stores(b, func(b *testing.B, s host.Store) {
		h, i, err := officeIn(s)
		require.NoError(b, err)
		require.NoError(b, h.PublishStatusList(b.Context(), i, h.URL("lists/1"), status.Suspension))
		entries, err := h.AllocateStatuses(b.Context(), i, h.URL("lists/1"), 300_000)
		require.NoError(b, err)
		for _, n := range []int{1, 10_000} {
			b.Run(fmt.Sprint(n), func(b *testing.B) {
				changes := make([]host.StatusChange, n)
				value := uint8(0)
				for b.Loop() {
					value = 1 - value
					for n := range changes { // over three lists
						changes[n] = host.StatusChange{Entry: entries[30*n], Value: value}
					}
					require.NoError(b, h.SetStatuses(b.Context(), i, changes))
				}
			})
		}
	})
}

// pagesTogether is the number of pages that the benchmark of PublishAll publishes.
const pagesTogether = 1024

// BenchmarkPublishAll publishes new pages in an empty store.
func BenchmarkPublishAll(b *testing.B) {
	h, _, err := officeIn(host.NewMemory())
	require.NoError(b, err)
	docs := slices.Collect(profiles(h, 0, pagesTogether))
	publish := func(b *testing.B, s host.Store) {
		h, _, err := officeIn(s)
		require.NoError(b, err)
		n, err := h.PublishAll(context.Background(), slices.Values(docs))
		require.NoError(b, err)
		require.Equal(b, pagesTogether, n)
	}
	b.Run("memory", func(b *testing.B) {
		for b.Loop() {
			publish(b, host.NewMemory())
		}
		perPage(b)
	})
	b.Run("folder", func(b *testing.B) {
		path := removedElsewhere(b)
		for n := 0; b.Loop(); n++ {
			f, err := host.OpenFolder(filepath.Join(path, fmt.Sprint(n)))
			require.NoError(b, err)
			publish(b, f)
			require.NoError(b, f.Close())
		}
		perPage(b)
	})
}

// perPage reports the time of a page by the clock.
func perPage(b *testing.B) {
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*pagesTogether), "µs/page")
}

// removedElsewhere returns a folder that another process removes, since removing
// files costs as much as making them.
func removedElsewhere(b *testing.B) string {
	path, err := os.MkdirTemp("", "pages")
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, exec.Command("rm", "-rf", path).Start()) })
	return path
}
