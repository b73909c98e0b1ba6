package host_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/issuer/host"
	"github.com/openbadges-go/openbadges/verify"
)

// counting counts the changes of each page.
type counting struct {
	host.Store
	changes map[string]int
}

func (c *counting) Change(ctx context.Context, name string, change func(host.Page, bool) (host.Page, error)) error {
	err := c.Store.Change(ctx, name, change)
	if err == nil {
		c.changes[name]++
	}
	return err
}

// office is a school with badges of Open Badges 3.0 at /1, /2 and so on, each
// with an entry in a list for a purpose.
func office(t *testing.T, store host.Store, purpose string, n int) (*host.Host, *issuer.Issuer, []*badge.Document) {
	h, err := host.New(host.Config{Base: base, Store: store})
	require.NoError(t, err)
	list := h.URL("lists/1")
	cfg := schoolConfig(school)
	cfg.Status = h.StatusFrom(list)
	i, err := issuer.New(cfg)
	require.NoError(t, err)
	require.NoError(t, h.PublishIssuer(t.Context(), i))
	require.NoError(t, h.PublishStatusList(t.Context(), i, list, purpose))
	var awarded []*badge.Document
	for k := range n {
		c := workshop()
		c.ID = h.URL(fmt.Sprint(k + 1))
		d, err := i.Issue(t.Context(), c)
		require.NoError(t, err)
		awarded = append(awarded, d)
	}
	done, err := h.PublishAll(t.Context(), slices.Values(awarded))
	require.NoError(t, err)
	require.Equal(t, n, done)
	return h, i, awarded
}

func requireCode(t *testing.T, h *host.Host, d *badge.Document, want string) {
	t.Helper()
	_, code := verdictOf(t, h, d)
	require.Equal(t, want, code)
}

// S-57: a badge with an entry is revoked in its list, again without effect, and
// with a reason that stays.
func TestRevokeSigned30(t *testing.T) {
	h, i, awarded := office(t, host.NewMemory(), status.Revocation, 2)
	id := awarded[0].ID()
	require.NoError(t, h.Revoke(t.Context(), i, id, "cheated"))
	requireCode(t, h, awarded[0], "status.revoked")
	requireCode(t, h, awarded[1], "signature.valid")
	list := pageAt(t, h, h.URL("lists/1"))
	require.NoError(t, h.Revoke(t.Context(), i, id, "cheated"))
	require.NoError(t, h.Revoke(t.Context(), i, id, ""))
	require.ErrorIs(t, h.Revoke(t.Context(), i, id, "lost"), host.ErrOtherReason)
	require.Equal(t, list, pageAt(t, h, h.URL("lists/1")), "nothing is signed again")
	reason, err := h.Reason(t.Context(), i, id)
	require.NoError(t, err)
	require.Equal(t, "cheated", reason)
	reason, err = h.Reason(t.Context(), i, awarded[1].ID())
	require.NoError(t, err)
	require.Empty(t, reason)
	answer, _ := ask(h, "GET", "/reasons%20of%20/lists/1")
	require.Equal(t, 404, answer.StatusCode)
}

func TestSuspend(t *testing.T) {
	h, i, awarded := office(t, host.NewMemory(), status.Suspension, 1)
	id := awarded[0].ID()
	require.NoError(t, h.Suspend(t.Context(), i, id, "under review"))
	requireCode(t, h, awarded[0], "status.suspended")
	reason, err := h.Reason(t.Context(), i, id)
	require.NoError(t, err)
	require.Equal(t, "under review", reason)
	require.NoError(t, h.Reinstate(t.Context(), i, id))
	requireCode(t, h, awarded[0], "signature.valid")
	reason, err = h.Reason(t.Context(), i, id)
	require.NoError(t, err)
	require.Empty(t, reason)
	require.ErrorIs(t, h.Revoke(t.Context(), i, id, ""), host.ErrNotRevocable)
	requireCode(t, h, awarded[0], "signature.valid")
}

// S-57: what is not a badge of the issuer stays as it is, and so does a badge
// that has no list here.
func TestRevokeRefuses(t *testing.T) {
	ctx := t.Context()
	h, i, awarded := office(t, host.NewMemory(), status.Revocation, 1)
	hosting, err := school2(h, false)
	require.NoError(t, err)
	signing, err := school2(h, true)
	require.NoError(t, err)
	require.NoError(t, h.PublishIssuer(ctx, signing))
	class, err := hosting.BadgeClass(workshop2(h, hosting, "").Subject.Achievement)
	require.NoError(t, err)
	require.NoError(t, h.Publish(ctx, class))
	require.NoError(t, h.PublishPicture(ctx, h.URL("picture"), []byte("\x89PNG\r\n\x1a\n…")))
	other, err := newSchool("did:web:other.example")
	require.NoError(t, err)
	publish := func(by *issuer.Issuer, c badge.Credential) string {
		d, err := by.Issue(ctx, c)
		require.NoError(t, err)
		require.NoError(t, h.Publish(ctx, d))
		return d.ID()
	}
	plain, err := newSchool(school)
	require.NoError(t, err)
	bare, elsewhere, onlySuspension := workshop(), workshop(), workshop()
	bare.ID, elsewhere.ID, onlySuspension.ID = h.URL("bare"), h.URL("elsewhere"), h.URL("suspension-only")
	entry := awarded[0].Credential().CredentialStatus[0]
	entry.StatusListCredential, entry.ID = "https://lists.example/1", "https://lists.example/1#1"
	elsewhere.CredentialStatus = []badge.CredentialStatus{entry}
	require.NoError(t, h.PublishStatusList(ctx, i, h.URL("suspended"), status.Suspension))
	suspension, err := h.AllocateStatus(ctx, i, h.URL("suspended"))
	require.NoError(t, err)
	onlySuspension.CredentialStatus = []badge.CredentialStatus{suspension}
	theirs := workshop()
	theirs.ID = h.URL("theirs")
	cfg := config2(h, true)
	cfg.RevocationList = ""
	noList, err := issuer.New(cfg)
	require.NoError(t, err)

	for id, row := range map[string]struct {
		by   *issuer.Issuer
		want error
	}{
		publish(plain, bare):       {i, host.ErrNotRevocable},
		publish(i, elsewhere):      {i, host.ErrNotRevocable},
		publish(i, onlySuspension): {i, host.ErrNotRevocable},
		publish(other, theirs):     {i, host.ErrNotABadge},
		publish(noList, workshop2(h, noList, h.URL("signed20"))): {noList, host.ErrNotRevocable},
		class.ID():                    {hosting, host.ErrNotABadge},
		hosting.ID():                  {hosting, host.ErrNotABadge},
		h.URL("keys/1"):               {hosting, host.ErrNotABadge},
		h.URL("revoked"):              {signing, host.ErrNotABadge},
		h.URL("picture"):              {i, host.ErrNotABadge},
		h.URL("lists/1"):              {i, host.ErrNotABadge},
		h.URL("nothing"):              {i, host.ErrNotFound},
		"https://evil.example/1":      {i, host.ErrElsewhere},
		h.URL(".well-known/did.json"): {i, host.ErrNotABadge},
	} {
		before := pageAt(t, h, id)
		require.ErrorIs(t, h.Revoke(ctx, row.by, id, "x"), row.want, "S-57 %s", id)
		require.Equal(t, before, pageAt(t, h, id), "S-57 %s", id)
	}
	require.ErrorIs(t, h.Suspend(ctx, i, h.URL("bare"), ""), host.ErrNotRevocable)
	require.Error(t, h.Revoke(ctx, nil, h.URL("bare"), ""))
}

// A badge of Open Badges 2.0 that names its issuer in its class only.
func TestRevokeLinkedClass(t *testing.T) {
	h := newHost(t, base)
	i, err := school2(h, false)
	require.NoError(t, err)
	full := workshop2(h, i, h.URL("assertions/1"))
	class, err := i.BadgeClass(full.Subject.Achievement)
	require.NoError(t, err)
	full.Subject.Achievement = badge.Achievement{ID: class.ID()}
	d, err := i.Issue(t.Context(), full)
	require.NoError(t, err)
	require.NoError(t, h.Publish(t.Context(), d))
	require.ErrorIs(t, h.Revoke(t.Context(), i, d.ID(), ""), host.ErrNotABadge, "whose it is cannot be known")
	require.NoError(t, h.Publish(t.Context(), class))
	require.NoError(t, h.Revoke(t.Context(), i, d.ID(), ""))
	answer, _ := ask(h, "GET", "/assertions/1")
	require.Equal(t, 410, answer.StatusCode)
}

// SC-26: many badges over several lists are revoked with one signature a list;
// one that cannot be does not keep the others.
func TestRevokeAll(t *testing.T) {
	store := &counting{host.NewMemory(), map[string]int{}}
	h, i, awarded := office(t, store, status.Revocation, 20)
	clear(store.changes)
	var ids []string
	for _, d := range awarded[:15] {
		ids = append(ids, d.ID())
	}
	require.NoError(t, h.PublishStatusList(t.Context(), i, h.URL("other"), status.Revocation))
	second, err := h.AllocateStatus(t.Context(), i, h.URL("other"))
	require.NoError(t, err)
	c := workshop()
	c.ID, c.CredentialStatus = h.URL("another"), []badge.CredentialStatus{second}
	another, err := i.Issue(t.Context(), c)
	require.NoError(t, err)
	require.NoError(t, h.Publish(t.Context(), another))
	clear(store.changes)
	err = h.RevokeAll(t.Context(), i, append([]string{h.URL("nothing"), another.ID()}, ids...), "a batch")
	require.ErrorIs(t, err, host.ErrNotFound)
	var failed *host.AddressError
	require.ErrorAs(t, err, &failed)
	require.Equal(t, h.URL("nothing"), failed.Address)
	require.Equal(t, map[string]int{"/lists/1": 1, "/other": 1, "reasons of /lists/1": 1, "reasons of /other": 1}, store.changes)
	for n, d := range append(awarded, another) {
		want := "status.revoked"
		if n >= 15 && n < 20 {
			want = "signature.valid"
		}
		requireCode(t, h, d, want)
	}
}

// A page that cannot be read keeps only its own badge from being revoked.
func TestRevokeAllDamaged(t *testing.T) {
	path := t.TempDir()
	h, i, awarded := office(t, openFolder(t, path), status.Revocation, 5)
	ids := make([]string, len(awarded))
	for n, d := range awarded {
		ids[n] = d.ID()
	}
	name := sha256.Sum256([]byte(strings.TrimPrefix(ids[2], base)))
	require.NoError(t, os.WriteFile(filepath.Join(path, hex.EncodeToString(name[:])), []byte("damaged"), 0o600))
	err := h.RevokeAll(t.Context(), i, ids, "")
	var failed *host.AddressError
	require.ErrorAs(t, err, &failed)
	require.Equal(t, ids[2], failed.Address)
	for n, d := range awarded {
		if n != 2 {
			requireCode(t, h, d, "status.revoked")
		}
	}
}

// failing is a store of which one page cannot be changed.
type failing struct {
	host.Store
	name string
}

func (f failing) Change(ctx context.Context, name string, change func(host.Page, bool) (host.Page, error)) error {
	if name == f.name {
		return context.DeadlineExceeded
	}
	return f.Store.Change(ctx, name, change)
}

// SC-27: a list that cannot be stored does not keep the others, and the error
// names it.
func TestSetStatusesOneListFails(t *testing.T) {
	store := host.NewMemory()
	h, i, awarded := office(t, store, status.Revocation, 1)
	require.NoError(t, h.PublishStatusList(t.Context(), i, h.URL("other"), status.Revocation))
	other, err := h.AllocateStatus(t.Context(), i, h.URL("other"))
	require.NoError(t, err)
	broken, err := host.New(host.Config{Base: base, Store: failing{store, "/other"}})
	require.NoError(t, err)
	err = broken.SetStatuses(t.Context(), i, []host.StatusChange{{Entry: other, Value: 1}, {Entry: awarded[0].Credential().CredentialStatus[0], Value: 1}})
	var failed *host.AddressError
	require.ErrorAs(t, err, &failed)
	require.Equal(t, h.URL("other"), failed.Address)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	requireCode(t, h, awarded[0], "status.revoked")
}

// Each hosted badge that cannot be revoked is named.
func TestRevokeHostedFails(t *testing.T) {
	store := host.NewMemory()
	h, err := host.New(host.Config{Base: base, Store: failing{store, "/assertions/2"}})
	require.NoError(t, err)
	whole, err := host.New(host.Config{Base: base, Store: store})
	require.NoError(t, err)
	i, err := school2(h, false)
	require.NoError(t, err)
	var ids []string
	for n := range 3 {
		d, err := i.Issue(t.Context(), workshop2(h, i, h.URL(fmt.Sprint("assertions/", n+1))))
		require.NoError(t, err)
		require.NoError(t, whole.Publish(t.Context(), d))
		ids = append(ids, d.ID())
	}
	err = h.RevokeAll(t.Context(), i, ids, "")
	require.ErrorIs(t, err, context.DeadlineExceeded)
	for n, want := range []int{410, 200, 200} {
		answer, _ := ask(h, "GET", fmt.Sprint("/assertions/", n+1))
		require.Equal(t, want, answer.StatusCode)
		require.Equal(t, want == 200, strings.Contains(err.Error(), ids[n]))
	}
}

// S-58: no badge is published against a list that is not.
func TestPublishUnlisted(t *testing.T) {
	h, i, awarded := office(t, host.NewMemory(), status.Revocation, 1)
	c := workshop()
	c.ID = h.URL("unlisted")
	entry := awarded[0].Credential().CredentialStatus[0]
	entry.StatusListCredential, entry.ID = h.URL("unpublished"), h.URL("unpublished#1")
	c.CredentialStatus = []badge.CredentialStatus{entry}
	d, err := i.Issue(t.Context(), c)
	require.NoError(t, err)
	done, err := h.PublishAll(t.Context(), slices.Values([]*badge.Document{awarded[0], d, awarded[0]}))
	require.ErrorIs(t, err, host.ErrNotFound)
	require.Equal(t, 1, done)
	answer, _ := ask(h, "GET", "/unlisted")
	require.Equal(t, 404, answer.StatusCode)
}

// A status list is never dated before the one that it replaces.
func TestClockSetBack(t *testing.T) {
	now, later := noon(), noon()
	cfg := schoolConfig(school)
	cfg.Now = func() time.Time { return now }
	i, err := issuer.New(cfg)
	require.NoError(t, err)
	h := newHost(t, base)
	require.NoError(t, h.PublishIssuer(t.Context(), i))
	list := h.URL("status")
	require.NoError(t, h.PublishStatusList(t.Context(), i, list, status.Revocation))
	entry, err := h.AllocateStatus(t.Context(), i, list)
	require.NoError(t, err)
	c := workshop()
	c.CredentialStatus = []badge.CredentialStatus{entry}
	d, err := i.Issue(t.Context(), c)
	require.NoError(t, err)
	v, err := verify.New(verify.Config{Trust: verify.AnyIssuer(), Fetcher: web{h}, Now: func() time.Time { return later }})
	require.NoError(t, err)
	_, err = v.Verify(t.Context(), d.Bytes())
	require.NoError(t, err)
	now, later = now.Add(-time.Hour), later.Add(2*24*time.Hour)
	require.NoError(t, h.SetStatus(t.Context(), i, entry, 1))
	require.Contains(t, pageAt(t, h, list), `"validFrom":"2026-10-01T12:00:00Z"`)
	r, _ := v.Verify(t.Context(), d.Bytes())
	require.Equal(t, verify.Rejected, r.Verdict())
}

// Every method of a nil or zero value returns an error and does not panic.
func TestZeroValues(t *testing.T) {
	ctx := t.Context()
	i, err := newSchool(school)
	require.NoError(t, err)
	for _, h := range []*host.Host{nil, {}} {
		require.Empty(t, h.URL("x"))
		for n, err := range []error{
			h.Publish(ctx, nil), h.PublishPage(ctx, "https://a.example/1", host.Page{}), h.PublishIssuer(ctx, nil), h.PublishIssuer(ctx, i),
			h.PublishPicture(ctx, "https://a.example/1", nil), h.PublishStatusList(ctx, i, "https://a.example/1", status.Revocation),
			h.PublishRevocationList(ctx, "https://a.example/1", "x"), h.RevokeSigned(ctx, "https://a.example/1", "x", ""),
			h.Revoke(ctx, i, "https://a.example/1", ""), h.Suspend(ctx, i, "https://a.example/1", ""), h.Reinstate(ctx, i, "https://a.example/1"),
			h.SetStatus(ctx, i, badge.CredentialStatus{}, 1),
		} {
			require.Error(t, err, n)
		}
		_, err := h.AllocateStatus(ctx, i, "https://a.example/1")
		require.Error(t, err)
		_, err = h.Reason(ctx, i, "https://a.example/1")
		require.Error(t, err)
		_, err = h.StatusFrom("https://a.example/1")(ctx, i, 1)
		require.Error(t, err)
		answer, _ := ask(h, "GET", "/")
		require.Equal(t, 503, answer.StatusCode)
	}
	h := newHost(t, base)
	require.Error(t, h.Publish(ctx, nil))
	require.Error(t, h.PublishIssuer(ctx, nil))
	require.Error(t, h.PublishStatusList(ctx, nil, h.URL("s"), status.Revocation))
	_, err = h.AllocateStatus(ctx, nil, h.URL("s"))
	require.Error(t, err)
	_, err = h.Reason(ctx, nil, h.URL("s"))
	require.Error(t, err)
	for _, f := range []*host.Folder{nil, {}} {
		_, _, err := f.Load(ctx, "/")
		require.Error(t, err)
		require.Error(t, f.Change(ctx, "/", nil))
		require.NoError(t, f.Close())
	}
	var m host.Memory
	write(t, &m, "/a", "text/plain", "x")
	var none *host.Memory
	_, _, err = none.Load(ctx, "/")
	require.Error(t, err)
	require.Error(t, none.Change(ctx, "/", nil))
}

func TestCodes(t *testing.T) {
	for code, err := range map[string]error{
		"host.elsewhere": host.ErrElsewhere, "host.not_found": host.ErrNotFound, "host.withdrawn": host.ErrWithdrawn, "host.busy": host.ErrBusy, "host.other_reason": host.ErrOtherReason,
		"host.not_a_badge": host.ErrNotABadge, "host.not_revocable": host.ErrNotRevocable, "host.list_full": host.ErrListFull, "host.permanent": host.ErrPermanent,
		"host.not_allocated": host.ErrNotAllocated,
	} {
		require.Equal(t, code, badge.CodeOf(&host.AddressError{"https://school.example/1", fmt.Errorf("%w: more", err)}))
	}
}
