package host_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/rules"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/issuer/host"
	"github.com/openbadges-go/openbadges/verify"
)

const school = "did:web:badges.school.example"

func noon() time.Time { return time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC) }

func newSchool(id string) (*issuer.Issuer, error) { return issuer.New(schoolConfig(id)) }

func schoolConfig(id string) issuer.Config {
	return issuer.Config{
		Profile: badge.Profile{ID: id, Type: []string{"Profile"}, Name: "The School"},
		Proofs:  []issuer.Securing{{Scheme: proof.EdDSARDFC2022, Signer: key.Signer{Key: ed25519.NewKeyFromSeed(make([]byte, 32)), Method: id + "#1"}}},
		Now:     noon,
	}
}

// web is a verify.Fetcher that asks one handler, whatever the host.
type web struct{ http.Handler }

func (w web) Fetch(ctx context.Context, req verify.Request) (verify.Response, error) {
	recorder := httptest.NewRecorder()
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, req.URL, nil)
	r.Header.Set("Accept", "application/json")
	w.ServeHTTP(recorder, r)
	return verify.Response{Status: recorder.Code, ContentType: recorder.Header().Get("Content-Type"), Body: recorder.Body.Bytes()}, nil
}

func TestPublishIssuer(t *testing.T) {
	for _, row := range []struct{ base, id, controller, keys string }{
		{base, school, "/.well-known/did.json", "/.well-known/jwks.json"},
		{base, school + ":art:design", "/art/design/did.json", "/.well-known/jwks.json"},
		{base + ":8443", school + "%3A8443", "/.well-known/did.json", "/.well-known/jwks.json"},
		{base, base + "/issuer", "/issuer", "/.well-known/jwks.json"},
		{base + "/art", school + ":art", "/art/did.json", ""},
	} {
		h := newHost(t, row.base)
		i, err := newSchool(row.id)
		require.NoError(t, err)
		require.NoError(t, h.PublishIssuer(t.Context(), i), row.id)
		answer, body := ask(h, "GET", row.controller)
		require.Equal(t, 200, answer.StatusCode, row.id)
		doc, err := key.ParseControllerDocument([]byte(body))
		require.NoError(t, err)
		require.Equal(t, row.id, doc.ID())
		kind := map[bool]string{true: "application/did+ld+json", false: "application/ld+json"}[strings.HasPrefix(row.id, "did:")]
		require.Equal(t, kind, answer.Header.Get("Content-Type"))
		answer, _ = ask(h, "GET", row.controller, "Accept", kind)
		require.Equal(t, 200, answer.StatusCode, row.id)
		answer, body = ask(h, "GET", "/.well-known/jwks.json")
		if row.keys == "" {
			require.Equal(t, 404, answer.StatusCode)
			continue
		}
		require.Equal(t, "application/jwk-set+json", answer.Header.Get("Content-Type"))
		set, err := key.ParseJWKS([]byte(body))
		require.NoError(t, err)
		require.NotEmpty(t, set)
	}

	h := newHost(t, base)
	elsewhere, err := newSchool("did:web:other.example")
	require.NoError(t, err)
	require.ErrorIs(t, h.PublishIssuer(t.Context(), elsewhere), host.ErrElsewhere)
	secret, err := key.FromPublic(ed25519.NewKeyFromSeed(make([]byte, 32)).Public())
	require.NoError(t, err)
	byKey, err := issuer.New(issuer.Config{Profile: badge.Profile{ID: secret.DIDKey()}, Proofs: []issuer.Securing{{Scheme: proof.EdDSARDFC2022,
		Signer: key.Signer{Key: ed25519.NewKeyFromSeed(make([]byte, 32)), Method: secret.DIDKey() + "#" + secret.Multikey()}}}})
	require.NoError(t, err)
	require.NoError(t, h.PublishIssuer(t.Context(), byKey))
}

// The id of an https issuer leads to its profile and its keys, and an achievement
// to a separate document.
func TestPublishIssuerAtURL(t *testing.T) {
	h := newHost(t, base)
	i, err := newSchool(h.URL("issuer"))
	require.NoError(t, err)
	require.NoError(t, h.PublishIssuer(t.Context(), i))
	d, err := i.Issue(t.Context(), workshop())
	require.NoError(t, err)
	requireCode(t, h, d, "signature.valid")
	page, err := badge.Parse([]byte(pageAt(t, h, i.ID())))
	require.NoError(t, err)
	require.Equal(t, badge.KindProfile, page.Kind())
	require.Equal(t, badge.OB3, page.Version())
	require.Equal(t, "The School", page.Profile().Name)
	for _, p := range rules.ForIssue(page) {
		require.NotEqual(t, badge.SeverityError, p.Severity, p)
	}
	achievement, err := i.BadgeClass(workshop().Subject.Achievement)
	require.NoError(t, err)
	require.NoError(t, h.Publish(t.Context(), achievement))
	page, err = badge.Parse([]byte(pageAt(t, h, achievement.ID())))
	require.NoError(t, err)
	require.Equal(t, badge.KindAchievement, page.Kind())
	require.Equal(t, badge.OB3, page.Version())
}

// An issuer of Open Badges 2.0 has its profile at its id, and at their own
// addresses what the profile names.
func TestPublishIssuer20(t *testing.T) {
	h := newHost(t, base)
	i, err := school2(h, true)
	require.NoError(t, err)
	require.NoError(t, h.PublishIssuer(t.Context(), i))
	for path, kind := range map[string]badge.Kind{"/issuer": badge.KindProfile, "/keys/1": badge.KindKey, "/revoked": badge.KindRevocationList} {
		answer, body := ask(h, "GET", path)
		require.Equal(t, 200, answer.StatusCode, path)
		require.Equal(t, "application/ld+json", answer.Header.Get("Content-Type"))
		d, err := badge.Parse([]byte(body))
		require.NoError(t, err)
		require.Equal(t, kind, d.Kind())
		require.Equal(t, base+path, d.ID())
	}
	answer, _ := ask(h, "GET", "/.well-known/jwks.json")
	require.Equal(t, 404, answer.StatusCode)

	require.NoError(t, h.RevokeSigned(t.Context(), h.URL("revoked"), "urn:uuid:x", "cheated"))
	require.NoError(t, h.PublishIssuer(t.Context(), i))
	_, body := ask(h, "GET", "/revoked")
	require.Contains(t, body, "cheated", "publishing again forgets nothing")

	hosted, err := school2(h, false)
	require.NoError(t, err)
	require.NoError(t, h.PublishIssuer(t.Context(), hosted))
	elsewhere := newHost(t, "https://other.example")
	require.ErrorIs(t, elsewhere.PublishIssuer(t.Context(), i), host.ErrElsewhere)
	answer, _ = ask(elsewhere, "GET", "/issuer")
	require.Equal(t, 404, answer.StatusCode)
}

// A verifier elsewhere finds the keys and a status that changes.
func TestStatusList(t *testing.T) {
	ctx := t.Context()
	h := newHost(t, base)
	i, err := newSchool(school)
	require.NoError(t, err)
	require.NoError(t, h.PublishIssuer(ctx, i))
	list := h.URL("status/1")
	_, err = h.AllocateStatus(ctx, i, list)
	require.ErrorIs(t, err, host.ErrNotFound)
	require.ErrorContains(t, h.PublishStatusList(ctx, i, list, "revoked"), `"revocation"`)
	require.ErrorContains(t, h.PublishStatusList(ctx, i, list, "Suspend"), `"suspension"`)
	require.NoError(t, h.PublishStatusList(ctx, i, list, status.Revocation))
	require.ErrorContains(t, h.PublishStatusList(ctx, i, list, status.Suspension), status.Revocation)
	entry, err := h.AllocateStatus(ctx, i, list)
	require.NoError(t, err)

	c := workshop()
	c.CredentialStatus = []badge.CredentialStatus{entry}
	awarded, err := i.Issue(ctx, c)
	require.NoError(t, err)
	verdict := func() (verify.Verdict, string) {
		v, err := verify.New(verify.Config{Trust: verify.Issuers(school), Fetcher: web{h}, Now: noon})
		require.NoError(t, err)
		r, _ := v.Verify(ctx, awarded.Bytes())
		return r.Verdict(), r.Decisive().Code
	}
	v, _ := verdict()
	require.Equal(t, verify.Accepted, v)
	require.NoError(t, h.SetStatus(ctx, i, entry, 1))
	require.NoError(t, h.PublishStatusList(ctx, i, list, status.Revocation), "publishing again forgets nothing")
	v, code := verdict()
	require.Equal(t, verify.Rejected, v)
	require.Equal(t, "status.revoked", code)
	before := pageAt(t, h, list)
	require.ErrorIs(t, h.SetStatus(ctx, i, entry, 0), host.ErrPermanent)
	for name, edit := range map[string]func(*badge.CredentialStatus){
		"purpose":       func(e *badge.CredentialStatus) { e.StatusPurpose = status.Suspension },
		"index":         func(e *badge.CredentialStatus) { e.StatusListIndex = "x" },
		"beyond":        func(e *badge.CredentialStatus) { e.StatusListIndex = "131072" },
		"not allocated": func(e *badge.CredentialStatus) { e.StatusListIndex = notAllocated(entry) },
		"size":          func(e *badge.CredentialStatus) { e.StatusSize = "2" },
		"type":          func(e *badge.CredentialStatus) { e.Type = status.List2021Entry },
		"list":          func(e *badge.CredentialStatus) { e.StatusListCredential += "0" },
	} {
		other := entry
		edit(&other)
		require.Error(t, h.SetStatus(ctx, i, other, 1), "S-58 %s", name)
		require.Error(t, h.SetStatuses(ctx, i, []host.StatusChange{{Entry: entry, Value: 1}, {Entry: other, Value: 1}}), "S-58 %s", name)
	}
	require.Error(t, h.SetStatus(ctx, i, entry, 2))
	require.Equal(t, before, pageAt(t, h, list), "S-58: nothing is written")
	require.NoError(t, h.PublishPage(ctx, list, host.Page{Type: "text/plain", Body: []byte("{}")}))
	require.ErrorContains(t, h.SetStatus(ctx, i, entry, 1), "not a status list")
}

func pageAt(t *testing.T, h *host.Host, address string) string {
	r, err := http.NewRequest("GET", address, nil)
	require.NoError(t, err)
	_, body := ask(h, "GET", r.URL.Path)
	return body
}

// notAllocated is the index beside that of an entry.
func notAllocated(e badge.CredentialStatus) string {
	index, _ := strconv.Atoi(e.StatusListIndex)
	return strconv.Itoa(index ^ 1)
}

func TestAllocateStatus(t *testing.T) {
	h := newHost(t, base)
	i, err := newSchool(school)
	require.NoError(t, err)
	require.NoError(t, h.PublishStatusList(t.Context(), i, h.URL("s"), status.Revocation))
	require.NoError(t, h.PublishStatusList(t.Context(), i, h.URL("t"), status.Suspension))
	seen := map[string]bool{}
	ascending, last := true, -1
	for range 200 {
		e, err := h.AllocateStatus(t.Context(), i, h.URL("s"))
		require.NoError(t, err)
		require.False(t, seen[e.StatusListIndex], "two badges got one place")
		seen[e.StatusListIndex] = true
		index, err := strconv.Atoi(e.StatusListIndex)
		require.NoError(t, err)
		ascending, last = ascending && last < index, index
		require.Equal(t, h.URL("s")+"#"+e.StatusListIndex, e.ID)
		require.Equal(t, status.Revocation, e.StatusPurpose)
	}
	require.False(t, ascending, "places come in order")
	other, err := h.AllocateStatus(t.Context(), i, h.URL("t"))
	require.NoError(t, err)
	require.Equal(t, []string{h.URL("t"), status.Suspension}, []string{other.StatusListCredential, other.StatusPurpose})
	_, err = h.AllocateStatus(t.Context(), i, "https://evil.example/s")
	require.ErrorIs(t, err, host.ErrElsewhere)
	for _, n := range []int{0, -1} {
		none, err := h.AllocateStatuses(t.Context(), i, h.URL("s"), n)
		require.NoError(t, err)
		require.Empty(t, none)
	}
}

// SC-25: a list that is full is followed by another one, which is published
// before an entry names it.
func TestNextList(t *testing.T) {
	for first, second := range map[string]string{"lists/1": "lists/2", "lists/9": "lists/10", "lists-9": "lists-10", "s": "s-2", "s2": "s2-2"} {
		var store host.Store = host.NewMemory()
		if first == "s" {
			store = openFolder(t, t.TempDir())
		}
		h, err := host.New(host.Config{Base: base, Store: store})
		require.NoError(t, err)
		i, err := newSchool(school)
		require.NoError(t, err)
		require.NoError(t, h.PublishIssuer(t.Context(), i))
		require.NoError(t, h.PublishStatusList(t.Context(), i, h.URL(first), status.Suspension))
		taken := bytes.Repeat([]byte{0xff}, 131072/8)
		taken[77] = 0xef
		require.NoError(t, store.Change(t.Context(), "places of /"+first, func(host.Page, bool) (host.Page, error) { return host.Page{Body: taken}, nil }))
		entries, err := h.AllocateStatuses(t.Context(), i, h.URL(first), 3)
		require.NoError(t, err)
		require.Len(t, entries, 3)
		require.Equal(t, []string{h.URL(first), fmt.Sprint(77*8 + 4)}, []string{entries[0].StatusListCredential, entries[0].StatusListIndex})
		for _, e := range entries[1:] {
			require.Equal(t, h.URL(second), e.StatusListCredential)
			require.Equal(t, status.Suspension, e.StatusPurpose)
		}
		require.NoError(t, h.SetStatuses(t.Context(), i, []host.StatusChange{{Entry: entries[0], Value: 1}, {Entry: entries[2], Value: 1}}))
		for n, want := range []string{"status.suspended", "signature.valid", "status.suspended"} {
			c := workshop()
			c.CredentialStatus = entries[n : n+1]
			awarded, err := i.Issue(t.Context(), c)
			require.NoError(t, err)
			_, code := verdictOf(t, h, awarded)
			require.Equal(t, want, code)
		}
	}
}

// SC-25: an issuer does not look at full lists again, of which there may be many.
func TestFullListsAreLeft(t *testing.T) {
	store := &unreadable{Store: host.NewMemory()}
	h, i, _ := office(t, store, status.Revocation, 0)
	require.NoError(t, store.Change(t.Context(), "places of /lists/1", func(host.Page, bool) (host.Page, error) {
		return host.Page{Body: bytes.Repeat([]byte{0xff}, 131072/8)}, nil
	}))
	allocate := h.StatusFrom(h.URL("lists/1"))
	for range 3 {
		entries, err := allocate(t.Context(), i, 2)
		require.NoError(t, err)
		require.Len(t, entries, 2)
		require.Equal(t, h.URL("lists/2"), entries[1].StatusListCredential)
		store.name = "/lists/1"
	}
	_, err := h.AllocateStatuses(t.Context(), i, h.URL("lists/1"), 1)
	require.ErrorIs(t, err, errUnreadable)
}

// unreadable is a store in which one page cannot be read.
type unreadable struct {
	host.Store
	name string
}

var errUnreadable = errors.New("unreadable")

func (u *unreadable) Load(ctx context.Context, name string) (host.Page, bool, error) {
	if name == u.name {
		return host.Page{}, false, errUnreadable
	}
	return u.Store.Load(ctx, name)
}

// verdictOf is the verdict of a verifier elsewhere, with its decisive code.
func verdictOf(t *testing.T, h *host.Host, d *badge.Document) (verify.Verdict, string) {
	t.Helper()
	v, err := verify.New(verify.Config{Trust: verify.AnyIssuer(), Fetcher: web{h}, Now: noon})
	require.NoError(t, err)
	r, _ := v.Verify(t.Context(), d.Bytes())
	return r.Verdict(), r.Decisive().Code
}

func workshop() badge.Credential {
	return badge.Credential{
		Name: "Rapid Prototyping",
		Subject: badge.Subject{ID: "did:example:noor", Achievement: badge.Achievement{
			ID: base + "/badges/prototyping", Name: "Rapid Prototyping",
			Description: "Took an idea to a working prototype.", Criteria: badge.Criteria{Narrative: "Make it, test it, change it."},
		}},
	}
}

// A school publishes its keys, a status list and a badge, and revokes the badge.
func Example() {
	ctx := context.Background()
	h, err := host.New(host.Config{Base: "https://badges.school.example", Store: host.NewMemory()})
	if err != nil {
		panic(err)
	}
	school, err := newSchool("did:web:badges.school.example")
	if err != nil {
		panic(err)
	}
	list := h.URL("status/2026")
	if err := h.PublishStatusList(ctx, school, list, status.Revocation); err != nil {
		panic(err)
	}
	place, err := h.AllocateStatus(ctx, school, list)
	if err != nil {
		panic(err)
	}
	c := workshop()
	c.ID, c.CredentialStatus = h.URL("badges/1"), []badge.CredentialStatus{place}
	awarded, err := school.Issue(ctx, c)
	if err != nil {
		panic(err)
	}
	for _, err := range []error{h.PublishIssuer(ctx, school), h.Publish(ctx, awarded)} {
		if err != nil {
			panic(err)
		}
	}
	answer, _ := ask(h, http.MethodGet, "/badges/1") // in place of http.ListenAndServeTLS
	fmt.Println(answer.StatusCode, answer.Header.Get("Content-Type"))

	if err := h.Revoke(ctx, school, awarded.ID(), "found to be a mistake"); err != nil {
		panic(err)
	}
	verifier, err := verify.New(verify.Config{Trust: verify.Issuers(school.ID()), Fetcher: web{h}, Now: noon})
	if err != nil {
		panic(err)
	}
	report, _ := verifier.Verify(ctx, awarded.Bytes())
	fmt.Println(report.Verdict(), report.Decisive().Code)
	// Output:
	// 200 application/vc+ld+json
	// rejected status.revoked
}

// A list is signed by one issuer, and no place is returned twice.
func TestStatusListOfOthers(t *testing.T) {
	store := host.NewMemory()
	h, err := host.New(host.Config{Base: base, Store: store})
	require.NoError(t, err)
	i, err := newSchool(school)
	require.NoError(t, err)
	other, err := newSchool("did:web:other.example")
	require.NoError(t, err)
	list := h.URL("status/1")
	require.NoError(t, h.PublishStatusList(t.Context(), i, list, status.Revocation))
	require.ErrorContains(t, h.PublishStatusList(t.Context(), other, list, status.Revocation), school)
	entry, err := h.AllocateStatus(t.Context(), i, list)
	require.NoError(t, err)
	_, err = h.AllocateStatus(t.Context(), other, list)
	require.ErrorContains(t, err, school)
	require.ErrorContains(t, h.SetStatus(t.Context(), other, entry, 1), school)
	require.NoError(t, store.Change(t.Context(), "places of /status/1", func(old host.Page, found bool) (host.Page, error) {
		require.True(t, found)
		old.Body = old.Body[1:]
		return old, nil
	}))
	_, err = h.AllocateStatus(t.Context(), i, list)
	require.ErrorContains(t, err, "damaged")
	require.ErrorContains(t, h.SetStatus(t.Context(), i, entry, 1), "damaged")
}

// Two hosts on one store return no place twice and lose no revocation.
func TestHostsOnOneStore(t *testing.T) {
	store := host.NewMemory()
	i, err := newSchool(school)
	require.NoError(t, err)
	list := base + "/status/1"
	var hosts [2]*host.Host
	for n := range hosts {
		hosts[n], err = host.New(host.Config{Base: base, Store: store})
		require.NoError(t, err)
	}
	require.NoError(t, hosts[0].PublishStatusList(t.Context(), i, list, status.Revocation))
	var entries [16]badge.CredentialStatus
	var wg sync.WaitGroup
	for n := range entries {
		wg.Go(func() {
			h := hosts[n%2]
			var taken, set error
			entries[n], taken = h.AllocateStatus(t.Context(), i, list)
			set = h.SetStatus(t.Context(), i, entries[n], 1)
			assert.NoError(t, errors.Join(taken, set))
		})
	}
	wg.Wait()
	_, body := ask(hosts[0], "GET", "/status/1")
	d, err := badge.Parse([]byte(body))
	require.NoError(t, err)
	published, _, err := status.ParseList(d.Body().Member("credentialSubject"), status.Options{})
	require.NoError(t, err)
	seen := map[string]bool{}
	for _, e := range entries {
		require.False(t, seen[e.StatusListIndex])
		seen[e.StatusListIndex] = true
		index, err := strconv.ParseUint(e.StatusListIndex, 10, 64)
		require.NoError(t, err)
		result, err := published.Lookup(status.Entry{Type: e.Type, List: list, Purpose: e.StatusPurpose, Index: index})
		require.NoError(t, err)
		require.EqualValues(t, 1, result.Value)
	}
}
