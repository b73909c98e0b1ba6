package archive_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/archive"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// dated is a Fetcher whose answers have headers and an age.
type dated struct {
	verify.Fetcher
	header map[string]string
	age    time.Duration
}

func (d dated) Fetch(ctx context.Context, req verify.Request) (verify.Response, error) {
	r, err := d.Fetcher.Fetch(ctx, req)
	r.Header, r.Age = d.header, d.age
	return r, err
}

// An archive has the headers that tell about the age of an answer. An answer of a
// cache is as old as the host gave it, also for a keeper.
func TestHeaders(t *testing.T) {
	t.Run("AR-2 kept as they were", func(t *testing.T) {
		w := verifytest.New(t)
		cfg, item := hostedBadge(t, w)
		header := map[string]string{"etag": `"1"`, "date": "Thu, 01 Oct 2026 12:00:00 GMT", "Server": "x", "last-modified": "a\nb", "expires": "", "age": strings.Repeat("1", 257)}
		cfg.Fetcher = dated{cfg.Fetcher, header, 0}
		kept := record(t, cfg, item)
		for _, a := range kept.Badges()[0].Answers {
			require.Equal(t, map[string]string{"etag": `"1"`, "date": "Thu, 01 Oct 2026 12:00:00 GMT"}, a.Headers)
			require.Equal(t, w.Now(), a.Ended)
			a.Headers["etag"] = "changed"
		}
		require.Equal(t, `"1"`, kept.Badges()[0].Answers[0].Headers["etag"])
	})
	t.Run("too many", func(t *testing.T) {
		w := verifytest.New(t)
		cfg, item := hostedBadge(t, w)
		header := map[string]string{}
		for _, c := range "abcdefghi" {
			header[string(c)] = "1"
		}
		cfg.Fetcher = dated{cfg.Fetcher, header, 0}
		require.Nil(t, record(t, cfg, item).Badges()[0].Answers[0].Headers)
	})
	t.Run("an answer of a cache is not new, whatever a keeper signs", func(t *testing.T) {
		for age, level := range map[time.Duration]archive.Level{24 * time.Hour: archive.LevelWitnessed, 24*time.Hour + time.Second: archive.LevelCopy} {
			w := verifytest.New(t)
			cfg, item := hostedBadge(t, w)
			cfg.Fetcher = dated{cfg.Fetcher, nil, age}
			kept := attested(t, record(t, cfg, item), w.Now())
			require.Equal(t, w.Now().Add(-age), kept.Badges()[0].Answers[0].Started)
			cfg.Fetcher = nil
			require.Equal(t, level, checked(t, kept, archive.Policy{Config: cfg, Keepers: keepers(t)}).Level, age)
		}
	})
	t.Run("AR-3 headers that no Recorder writes", func(t *testing.T) {
		w := verifytest.New(t)
		cfg, item := hostedBadge(t, w)
		cfg.Fetcher = dated{cfg.Fetcher, map[string]string{"etag": "abc"}, 0}
		data := record(t, cfg, item).Bytes()
		for _, other := range []string{`{"ETag":"abc"}`, `{"etag":""}`, `{"etag":"\n"}`, `{"etag":"é"}`, `{}`, `null`, `{"etag":"` + strings.Repeat("a", 257) + `"}`, `{"etag":"abc","date":"x"}`} {
			changed := entries(t, data)
			for i, f := range changed {
				if f.name == "manifest.json" {
					changed[i].body = bytes.Replace(f.body, []byte(`{"etag":"abc"}`), []byte(other), 1)
					require.NotEqual(t, f.body, changed[i].body)
				}
			}
			_, err := archive.Open(zipped(changed))
			require.Equal(t, archive.CodeManifest, badge.CodeOf(err), other)
		}
	})
}

// Every entry of an archive of each kind is changed in every way. The file is
// refused; only a proof can be taken away, and with it goes what it proved.
func TestMutatedEntries(t *testing.T) {
	for _, k := range kinds {
		w := verifytest.New(t)
		cfg, item := k.set(t, w)
		cfg.Fetcher = dated{cfg.Fetcher, map[string]string{"etag": `"1"`}, 0}
		kept := attested(t, record(t, cfg, item), w.Now())
		cfg.Fetcher = nil
		p := archive.Policy{Config: cfg, Keepers: keepers(t)}
		require.NoError(t, checked(t, kept, p).Err())
		w.SetNow(w.Now().Add(time.Hour))
		files := entries(t, kept.Bytes())
		for i, f := range files {
			without := slices.Delete(slices.Clone(files), i, i+1)
			to := func(name string, body []byte) []byte { return zipped(sorted(without, entry{name, body})) }
			next := (i + 1) % len(files)
			exchanged := slices.Clone(files)
			exchanged[i].body, exchanged[next].body = exchanged[next].body, exchanged[i].body
			for name, data := range map[string][]byte{
				"dropped":                   zipped(without),
				"doubled":                   zipped(sorted(files, f)),
				"doubled, and empty":        zipped(sorted(files, entry{f.name, nil})),
				"empty":                     to(f.name, nil),
				"shortened":                 to(f.name, f.body[:len(f.body)-1]),
				"extended":                  to(f.name, append(slices.Clone(f.body), '\n')),
				"its first byte changed":    to(f.name, append([]byte{f.body[0] ^ 1}, f.body[1:]...)),
				"its last byte changed":     to(f.name, append(slices.Clone(f.body[:len(f.body)-1]), f.body[len(f.body)-1]^1)),
				"renamed to its digest":     to("objects/"+digestOf(string(f.body)), f.body),
				"renamed to another digest": to("objects/"+digestOf("another"), f.body),
				"renamed in upper case":     to(strings.ToUpper(f.name), f.body),
				"renamed to another proof":  to("proofs/01-00.jws", f.body),
				"renamed to a folder":       to(f.name+"/", f.body),
				"last":                      zipped(append(slices.Clone(without), f)),
				"first":                     zipped(append([]entry{f}, without...)),
				"exchanged with the next":   zipped(exchanged),
			} {
				t.Run(fmt.Sprintf("AR-3 AR-4 %s: %s %s", k.name, f.name, name), func(t *testing.T) {
					a, err := archive.Open(data)
					if err != nil {
						require.True(t, strings.HasPrefix(badge.CodeOf(err), "archive."), err)
						return
					}
					if bytes.Equal(data, kept.Bytes()) {
						return // the entry is at that place
					}
					require.True(t, strings.HasPrefix(f.name, "proofs/"), "only proofs are beside the manifest")
					got := checked(t, a, p)
					require.ErrorIs(t, got.Err(), verify.ErrInconclusive, got.String())
					require.Equal(t, archive.LevelCopy, got.Level)
					require.Equal(t, archive.CodeUndated, got.Was.Code)
				})
			}
		}
	}
}
