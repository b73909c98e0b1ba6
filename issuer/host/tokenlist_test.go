package host_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/issuer/host"
	"github.com/openbadges-go/openbadges/verify"
)

// tokenWeb is web with the media types that package fetch asks for.
type tokenWeb struct{ http.Handler }

func (w tokenWeb) Fetch(ctx context.Context, req verify.Request) (verify.Response, error) {
	if req.Kind != verify.FetchListToken {
		return web(w).Fetch(ctx, req)
	}
	recorder := httptest.NewRecorder()
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, req.URL, nil)
	r.Header.Set("Accept", "application/statuslist+jwt")
	w.ServeHTTP(recorder, r)
	return verify.Response{Status: recorder.Code, ContentType: recorder.Header().Get("Content-Type"), Body: recorder.Body.Bytes()}, nil
}

// tokenOffice is a host with a Token Status List, and an issuer of tokens that
// takes its places there.
func tokenOffice(t *testing.T, store host.Store, bits int, edit func(*issuer.Config)) (*host.Host, *issuer.Issuer) {
	t.Helper()
	h, err := host.New(host.Config{Base: base, Store: store})
	require.NoError(t, err)
	cfg := schoolConfig(school)
	cfg.Proofs[0].Scheme = proof.EdDSA
	cfg.Status = h.StatusFrom(h.URL("tokens/1"))
	if edit != nil {
		edit(&cfg)
	}
	i, err := issuer.New(cfg)
	require.NoError(t, err)
	require.NoError(t, h.PublishIssuer(t.Context(), i))
	require.NoError(t, h.PublishTokenList(t.Context(), i, h.URL("tokens/1"), bits))
	return h, i
}

// awarded issues and publishes one badge.
func awarded(t *testing.T, h *host.Host, i *issuer.Issuer, name string) *badge.Document {
	t.Helper()
	c := workshop()
	c.ID = h.URL(name)
	d, err := i.Issue(t.Context(), c)
	require.NoError(t, err)
	require.NoError(t, h.Publish(t.Context(), d))
	return d
}

// requireTokenCode verifies a badge and compares the code of stage status.
func requireTokenCode(t *testing.T, h *host.Host, d *badge.Document, now func() time.Time, want string) {
	t.Helper()
	v, err := verify.New(verify.Config{Trust: verify.AnyIssuer(), Fetcher: tokenWeb{h}, Now: now})
	require.NoError(t, err)
	r, _ := v.Verify(t.Context(), d.Bytes())
	for _, c := range r.Checks() {
		if c.Stage == verify.StageStatus {
			require.Equal(t, want, c.Code, c.Message)
			require.Empty(t, r.Departures())
			return
		}
	}
	require.Fail(t, "no check of stage status")
}

// A badge is a token that names its place in a claim. It is revoked, suspended
// and reinstated like any other badge.
func TestTokenList(t *testing.T) {
	h, i := tokenOffice(t, host.NewMemory(), 2, nil)
	first, second := awarded(t, h, i, "1"), awarded(t, h, i, "2")
	require.Empty(t, first.Credential().CredentialStatus)
	entry, err := status.ParseClaim(first.Root().Member("status"))
	require.NoError(t, err)
	require.Equal(t, h.URL("tokens/1"), entry.List)
	requireTokenCode(t, h, first, noon, "status.clear")

	require.NoError(t, h.Suspend(t.Context(), i, first.ID(), "under review"))
	requireTokenCode(t, h, first, noon, "status.suspended")
	reason, err := h.Reason(t.Context(), i, first.ID())
	require.NoError(t, err)
	require.Equal(t, "under review", reason)
	require.NoError(t, h.Reinstate(t.Context(), i, first.ID()))
	requireTokenCode(t, h, first, noon, "status.clear")

	require.NoError(t, h.Revoke(t.Context(), i, first.ID(), "a mistake"))
	requireTokenCode(t, h, first, noon, "status.revoked")
	require.NoError(t, h.Revoke(t.Context(), i, first.ID(), "a mistake"))
	require.ErrorIs(t, h.Revoke(t.Context(), i, first.ID(), "another"), host.ErrOtherReason)
	require.ErrorIs(t, h.Reinstate(t.Context(), i, first.ID()), host.ErrPermanent)
	require.ErrorIs(t, h.Suspend(t.Context(), i, first.ID(), ""), host.ErrPermanent)
	requireTokenCode(t, h, first, noon, "status.revoked")
	requireTokenCode(t, h, second, noon, "status.clear")

	t.Run("revoked while suspended", func(t *testing.T) {
		require.NoError(t, h.Suspend(t.Context(), i, second.ID(), ""))
		require.NoError(t, h.Revoke(t.Context(), i, second.ID(), ""))
		requireTokenCode(t, h, second, noon, "status.revoked")
	})
}

func TestTokenListOfOneBit(t *testing.T) {
	h, i := tokenOffice(t, host.NewMemory(), 1, nil)
	d := awarded(t, h, i, "1")
	before := pageAt(t, h, h.URL("tokens/1"))
	require.ErrorIs(t, h.Suspend(t.Context(), i, d.ID(), ""), host.ErrNotRevocable)
	require.Equal(t, before, pageAt(t, h, h.URL("tokens/1")))
	require.NoError(t, h.Revoke(t.Context(), i, d.ID(), ""))
	requireTokenCode(t, h, d, noon, "status.revoked")
}

// A token is refused where it does not belong, and nothing is written.
func TestTokenListRefused(t *testing.T) {
	h, i := tokenOffice(t, host.NewMemory(), 1, nil)
	list := h.URL("tokens/1")
	require.NoError(t, h.PublishStatusList(t.Context(), i, h.URL("lists/1"), status.Revocation))
	for _, bits := range []int{-1, 0, 3, 4, 8} {
		require.ErrorContains(t, h.PublishTokenList(t.Context(), i, h.URL("tokens/9"), bits), "bits")
	}
	require.ErrorContains(t, h.PublishTokenList(t.Context(), i, list, 2), "1 bits")
	require.ErrorContains(t, h.PublishTokenList(t.Context(), i, h.URL("lists/1"), 1), status.Revocation)
	require.ErrorContains(t, h.PublishStatusList(t.Context(), i, list, status.Revocation), status.TokenType)
	require.ErrorContains(t, h.CloseTokenList(t.Context(), i, h.URL("lists/1"), noon()), "credential")
	require.ErrorIs(t, h.CloseTokenList(t.Context(), i, h.URL("tokens/9"), noon()), host.ErrNotFound)
	require.ErrorContains(t, h.CloseTokenList(t.Context(), i, list, noon()), "expires")
	require.ErrorIs(t, h.PublishTokenList(t.Context(), i, "https://evil.example/1", 1), host.ErrElsewhere)

	entry, err := h.AllocateStatus(t.Context(), i, list)
	require.NoError(t, err)
	before := pageAt(t, h, list)
	wrong := entry
	wrong.Type, wrong.StatusPurpose = status.BitstringEntry, status.Revocation
	require.ErrorContains(t, h.SetStatus(t.Context(), i, wrong, 1), "token")
	wrong = entry
	wrong.StatusListIndex = notAllocated(entry)
	require.ErrorIs(t, h.SetStatus(t.Context(), i, wrong, 1), host.ErrNotAllocated)
	require.Error(t, h.SetStatus(t.Context(), i, entry, 3))
	require.Equal(t, before, pageAt(t, h, list))

	t.Run("an issuer of linked-data proofs alone", func(t *testing.T) {
		linked, err := newSchool(school)
		require.NoError(t, err)
		c := workshop()
		c.CredentialStatus = []badge.CredentialStatus{entry}
		_, err = linked.Issue(t.Context(), c)
		require.ErrorContains(t, err, "scheme of a token")
	})
	t.Run("a badge whose list is not published", func(t *testing.T) {
		c := workshop()
		c.ID, c.CredentialStatus = h.URL("3"), []badge.CredentialStatus{entry}
		c.CredentialStatus[0].StatusListCredential = h.URL("tokens/7")
		d, err := i.Issue(t.Context(), c)
		require.NoError(t, err)
		require.ErrorIs(t, h.Publish(t.Context(), d), host.ErrNotFound)
	})
}

func TestServeTokenList(t *testing.T) {
	h, _ := tokenOffice(t, host.NewMemory(), 1, nil)
	answer, body := ask(h, "GET", "/tokens/1", "Accept", "application/statuslist+jwt")
	require.Equal(t, 200, answer.StatusCode)
	require.Equal(t, "application/statuslist+jwt", answer.Header.Get("Content-Type"))
	require.Equal(t, "max-age=300", answer.Header.Get("Cache-Control"))
	require.Equal(t, "*", answer.Header.Get("Access-Control-Allow-Origin"))
	d, err := badge.Parse([]byte(body))
	require.NoError(t, err)
	claims, remarks, err := status.ParseToken(d.Root(), 0)
	require.NoError(t, err)
	require.Empty(t, remarks)
	require.Equal(t, []any{h.URL("tokens/1"), school, noon(), noon().Add(24 * time.Hour), 5 * time.Minute, uint64(131072)},
		[]any{claims.Subject, claims.Issuer, claims.Issued, claims.Expires, claims.TTL, claims.List.Entries()})

	again, _ := ask(h, "GET", "/tokens/1", "If-None-Match", answer.Header.Get("ETag"))
	require.Equal(t, 304, again.StatusCode)
	then, _ := ask(h, "GET", "/tokens/1?time=1790000000")
	require.Equal(t, 501, then.StatusCode, "the past is not kept")
}

// A list is signed again before it expires, and once for all when the issuer
// stops.
func TestTokenListRenewed(t *testing.T) {
	now := noon()
	clock := func() time.Time { return now }
	h, i := tokenOffice(t, host.NewMemory(), 1, func(cfg *issuer.Config) { cfg.Now = clock })
	d := awarded(t, h, i, "1")
	requireTokenCode(t, h, d, clock, "status.clear")
	now = now.Add(24 * time.Hour)
	requireTokenCode(t, h, d, clock, "status.token_expired")
	require.NoError(t, h.PublishTokenList(t.Context(), i, h.URL("tokens/1"), 1))
	requireTokenCode(t, h, d, clock, "status.clear")

	now = now.Add(-time.Hour) // a clock that was set back dates no list before the last
	require.NoError(t, h.PublishTokenList(t.Context(), i, h.URL("tokens/1"), 1))
	p, err := badge.Parse([]byte(pageAt(t, h, h.URL("tokens/1"))))
	require.NoError(t, err)
	require.Equal(t, fmt.Sprint(now.Add(time.Hour).Unix()), p.Root().Member("iat").Raw())

	require.NoError(t, h.CloseTokenList(t.Context(), i, h.URL("tokens/1"), now.AddDate(30, 0, 0)))
	now = now.AddDate(29, 0, 0)
	requireTokenCode(t, h, d, clock, "status.clear")
}

// A full list is followed by one with as many bits.
func TestNextTokenList(t *testing.T) {
	store := host.NewMemory()
	h, i := tokenOffice(t, store, 2, nil)
	_, err := h.AllocateStatuses(t.Context(), i, h.URL("tokens/1"), 131072)
	require.NoError(t, err)
	d := awarded(t, h, i, "1")
	entry, err := status.ParseClaim(d.Root().Member("status"))
	require.NoError(t, err)
	require.Equal(t, h.URL("tokens/2"), entry.List)
	require.NoError(t, h.Suspend(t.Context(), i, d.ID(), ""))
	requireTokenCode(t, h, d, noon, "status.suspended")
}

// No two badges share a place, whoever issues them, and none gets the place that
// was taken for a badge whose signature never came.
func TestTokenPlaces(t *testing.T) {
	path := t.TempDir()
	h, i := tokenOffice(t, openFolder(t, path), 1, nil)
	var mu sync.Mutex
	places := map[uint64]int{}
	note := func(d *badge.Document) {
		e, err := status.ParseClaim(d.Root().Member("status"))
		assert.NoError(t, err)
		mu.Lock()
		defer mu.Unlock()
		places[e.Index]++
	}
	t.Run("TS-9 64 issue at once", func(t *testing.T) {
		var group sync.WaitGroup
		for range 64 {
			group.Go(func() {
				for range 3 {
					d, err := i.Issue(t.Context(), workshop())
					if assert.NoError(t, err) {
						note(d)
					}
				}
			})
		}
		group.Wait()
		require.Len(t, places, 3*64)
	})
	t.Run("TS-9 a crash between place and signature", func(t *testing.T) {
		crash := errors.New("the machine stopped")
		var taken []badge.CredentialStatus
		cfg := schoolConfig(school)
		cfg.Proofs[0].Scheme = proof.EdDSA
		cfg.Status = func(ctx context.Context, by *issuer.Issuer, n int) ([]badge.CredentialStatus, error) {
			entries, err := h.AllocateStatuses(ctx, by, h.URL("tokens/1"), n)
			taken = append(taken, entries...)
			return nil, errors.Join(err, crash)
		}
		crashing, err := issuer.New(cfg)
		require.NoError(t, err)
		_, err = crashing.Issue(t.Context(), workshop())
		require.ErrorIs(t, err, crash)
		require.Len(t, taken, 1)

		again, err := host.New(host.Config{Base: base, Store: openFolder(t, path)}) // after a restart
		require.NoError(t, err)
		rest, err := again.AllocateStatuses(t.Context(), i, h.URL("tokens/1"), 131072-len(places)-1)
		require.NoError(t, err)
		seen := map[string]bool{taken[0].StatusListIndex: true}
		for index := range places {
			seen[fmt.Sprint(index)] = true
		}
		for _, e := range rest {
			require.Equal(t, h.URL("tokens/1"), e.StatusListCredential)
			require.False(t, seen[e.StatusListIndex], "two badges got the place %s", e.StatusListIndex)
			seen[e.StatusListIndex] = true
		}
		require.Len(t, seen, 131072)
	})
}

// The lists of an aggregation name it, also the one that continues a full list,
// and a verifier fetches them all.
func TestAggregation(t *testing.T) {
	h, i := tokenOffice(t, host.NewMemory(), 1, nil)
	first, all := h.URL("tokens/1"), h.URL("tokens")
	require.NoError(t, h.PublishTokenList(t.Context(), i, h.URL("suspensions"), 2))
	require.NoError(t, h.PublishAggregation(t.Context(), i, all, first))
	require.NoError(t, h.PublishAggregation(t.Context(), i, all, first, h.URL("suspensions")))
	_, err := h.AllocateStatuses(t.Context(), i, first, 131072+1)
	require.NoError(t, err)

	lists, err := status.ParseAggregation([]byte(pageAt(t, h, all)))
	require.NoError(t, err)
	require.Equal(t, []string{first, h.URL("suspensions"), h.URL("tokens/2")}, lists)
	for _, list := range lists {
		d, err := badge.Parse([]byte(pageAt(t, h, list)))
		require.NoError(t, err)
		token, _, err := status.ParseToken(d.Root(), 0)
		require.NoError(t, err)
		require.Equal(t, all, token.Aggregation)
	}
	v, err := verify.New(verify.Config{Trust: verify.AnyIssuer(), Fetcher: tokenWeb{h}, Now: noon})
	require.NoError(t, err)
	known, err := v.FetchStatusLists(t.Context(), i.ID(), all)
	require.NoError(t, err)
	require.Equal(t, 3, known)
}

// An aggregation has only published token lists, and replaces no other page.
func TestAggregationRefused(t *testing.T) {
	h, i := tokenOffice(t, host.NewMemory(), 1, nil)
	first := h.URL("tokens/1")
	require.NoError(t, h.PublishStatusList(t.Context(), i, h.URL("lists/1"), status.Revocation))
	before := pageAt(t, h, first)
	require.ErrorContains(t, h.PublishAggregation(t.Context(), i, h.URL("tokens"), first, h.URL("lists/1")), "credential")
	require.ErrorIs(t, h.PublishAggregation(t.Context(), i, h.URL("tokens"), h.URL("tokens/9")), host.ErrNotFound)
	require.ErrorIs(t, h.PublishAggregation(t.Context(), i, "https://other.example/tokens", first), host.ErrElsewhere)
	require.ErrorContains(t, h.PublishAggregation(t.Context(), i, first, first), "aggregation")
	require.Equal(t, before, pageAt(t, h, first))
}
