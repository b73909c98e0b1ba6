package host_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/webvh"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/issuer/host"
	"github.com/openbadges-go/openbadges/verify"
)

const (
	newLog      = "did:webvh:{SCID}:badges.school.example"
	logPath     = "/.well-known/did.jsonl"
	witnessPath = "/.well-known/did-witness.json"
)

func secretOf(n byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, ed25519.SeedSize))
}

func publicOf(t testing.TB, n byte) key.Key {
	k, err := key.FromPublic(secretOf(n).Public())
	require.NoError(t, err)
	return k
}

// loggedSchool is an issuer that signs with a key, by its number, with a time line.
func loggedSchool(t testing.TB, id, name string, n byte, history ...key.VerificationMethod) *issuer.Issuer {
	i, err := issuer.New(issuer.Config{
		Profile: badge.Profile{ID: id, Type: []string{"Profile"}, Name: "The School"},
		Proofs:  []issuer.Securing{{Scheme: proof.EdDSARDFC2022, Signer: key.Signer{Key: secretOf(n), Method: id + "#" + name}}},
		History: history, Now: noon,
	})
	require.NoError(t, err)
	return i
}

// clock is the clock of a host, which a test sets.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func loggedHost(t testing.TB, store host.Store) (*host.Host, *clock) {
	c := &clock{now: noon().AddDate(0, -1, 0)}
	h, err := host.New(host.Config{Base: base, Store: store, Now: c.Now})
	require.NoError(t, err)
	return h, c
}

// published reads the log of a host as a verifier does.
func published(t testing.TB, h *host.Host, id string) *webvh.Log {
	answer, text := ask(h, "GET", logPath, "Accept", "text/jsonl, application/json")
	require.Equal(t, 200, answer.StatusCode)
	require.Equal(t, "text/jsonl", answer.Header.Get("Content-Type"))
	l, err := webvh.Read(webvh.Source{DID: id, Log: []byte(text), Now: noon(), Check: func(document []byte, by key.Key) error {
		return proof.VerifyObject(t.Context(), document, by, proof.CheckOptions{})
	}, Witnesses: func() ([]byte, error) {
		_, text := ask(h, "GET", witnessPath)
		return []byte(text), nil
	}})
	require.NoError(t, err)
	_, err = l.Latest()
	require.NoError(t, err)
	return l
}

// KH-6: an issuer begins a log, changes its key and revokes the old one; each is a
// version. Another Host on the same folder answers verifiers: an old badge counts
// with proof that it is older, a new one by the new key.
func TestPublishLog(t *testing.T) {
	folder := t.TempDir()
	h, c := loggedHost(t, openFolder(t, folder))
	id, err := h.PublishLog(t.Context(), loggedSchool(t, newLog, "2026", 1), webvh.Change{UpdateKeys: []key.Key{publicOf(t, 9)}}, secretOf(9))
	require.NoError(t, err)
	require.Regexp(t, `^did:webvh:Qm[1-9A-Za-z]{44}:badges\.school\.example$`, id)
	first := loggedSchool(t, id, "2026", 1)
	same, err := h.PublishLog(t.Context(), first, webvh.Change{}, secretOf(9))
	require.NoError(t, err)
	require.Equal(t, id, same)
	require.Len(t, published(t, h, id).Versions(), 1, "nothing has changed")
	old, err := first.Issue(t.Context(), workshop())
	require.NoError(t, err)

	c.pass(24 * time.Hour)
	history := []key.VerificationMethod{{ID: id + "#2026", Controller: id, Key: publicOf(t, 1)}}
	history, err = issuer.Rotate(history, id+"#2026", publicOf(t, 2).WithID(id+"#2027"), c.Now(), time.Hour)
	require.NoError(t, err)
	second := loggedSchool(t, id, "2027", 2, history...)
	_, err = h.PublishLog(t.Context(), second, webvh.Change{}, secretOf(9))
	require.NoError(t, err)
	history, err = issuer.Revoke(history, id+"#2026", c.Now())
	require.NoError(t, err)
	second = loggedSchool(t, id, "2027", 2, history...)
	_, err = h.PublishLog(t.Context(), second, webvh.Change{}, secretOf(9))
	require.NoError(t, err, "within the same second")
	recent, err := second.Issue(t.Context(), workshop())
	require.NoError(t, err)

	list := published(t, h, id).Versions()
	require.Len(t, list, 3)
	require.Equal(t, c.Now(), list[1].Time)
	require.Equal(t, c.Now().Add(time.Second), list[2].Time)
	doc, err := key.ParseControllerDocument(list[2].Document)
	require.NoError(t, err)
	m, err := doc.Method(id + "#2026")
	require.NoError(t, err)
	require.NotEmpty(t, m.Revoked)

	other, _ := loggedHost(t, openFolder(t, folder))
	verdict := func(d *badge.Document, seen time.Time) string {
		v, err := verify.New(verify.Config{Trust: verify.Issuers(id), Fetcher: web{other}, Now: noon, SeenAt: seen})
		require.NoError(t, err)
		r, _ := v.Verify(t.Context(), d.Bytes())
		return string(r.Verdict()) + " " + r.Decisive().Code
	}
	require.Equal(t, "accepted signature.valid", verdict(recent, time.Time{}))
	require.Equal(t, "rejected key.revoked", verdict(old, time.Time{}))
	require.Equal(t, "accepted signature.valid", verdict(old, c.Now().Add(-time.Hour)))
}

// KH-6: of many changes at the same time none is lost.
func TestPublishLogTogether(t *testing.T) {
	for name, store := range map[string]host.Store{"memory": host.NewMemory(), "folder": openFolder(t, t.TempDir())} {
		h, c := loggedHost(t, store)
		id, err := h.PublishLog(t.Context(), loggedSchool(t, newLog, "2026", 1), webvh.Change{UpdateKeys: []key.Key{publicOf(t, 9)}}, secretOf(9))
		require.NoError(t, err)
		c.pass(time.Hour)
		i := loggedSchool(t, id, "2026", 1)
		var wg sync.WaitGroup
		for n := range 8 {
			wg.Go(func() {
				_, err := h.PublishLog(t.Context(), i, webvh.Change{TTL: time.Duration(n+1) * time.Minute}, secretOf(9))
				require.NoError(t, err)
			})
		}
		wg.Wait()
		seen := map[time.Duration]bool{}
		for _, v := range published(t, h, id).Versions() {
			seen[v.TTL] = true
		}
		require.Len(t, seen, 9, name)
	}
}

// order is a Store that notes what is changed, and fails at one name.
type order struct {
	host.Store
	names []string
	fail  string
	meant func() // called before a change
}

var errFull = errors.New("the disk is full")

func (o *order) Change(ctx context.Context, name string, change func(host.Page, bool) (host.Page, error)) error {
	if o.meant != nil {
		meant := o.meant
		o.meant = nil
		meant()
	}
	if name == o.fail {
		return errFull
	}
	o.names = append(o.names, name)
	return o.Store.Change(ctx, name, change)
}

// KH-6: the file of witnesses is published before the log that needs it. If the log
// is not, the old one still counts with the new file. A change that comes too late is
// an error.
func TestPublishLogWithWitnesses(t *testing.T) {
	s := &order{Store: host.NewMemory()}
	h, c := loggedHost(t, s)
	approved := func(by ...byte) func(webvh.Source) ([]byte, error) {
		return func(s webvh.Source) (file []byte, err error) {
			for _, n := range by {
				if file, err = webvh.Approve(s, approval(t, n)); err != nil {
					return nil, err
				}
				s.Witnesses = func() ([]byte, error) { return file, nil }
			}
			return file, nil
		}
	}
	first := webvh.Change{UpdateKeys: []key.Key{publicOf(t, 9)}, Witnesses: []key.Key{publicOf(t, 3), publicOf(t, 4)}, Threshold: 2, Approvals: approved(3, 4)}
	id, err := h.PublishLog(t.Context(), loggedSchool(t, newLog, "2026", 1), first, secretOf(9))
	require.NoError(t, err)
	require.Equal(t, []string{witnessPath, logPath}, s.names)
	require.Len(t, published(t, h, id).Versions(), 1)
	i, again := loggedSchool(t, id, "2027", 2), webvh.Change{Approvals: approved(3, 4)}
	c.pass(time.Hour)

	_, err = h.PublishLog(t.Context(), i, webvh.Change{}, secretOf(9))
	require.Equal(t, "webvh.invalid_did", badge.CodeOf(err), "approved by nobody")
	_, err = h.PublishLog(t.Context(), i, webvh.Change{Approvals: approved(3)}, secretOf(9))
	require.Equal(t, "webvh.invalid_did", badge.CodeOf(err), "approved by one")
	s.fail = logPath
	_, err = h.PublishLog(t.Context(), i, again, secretOf(9))
	require.ErrorIs(t, err, errFull)
	require.Len(t, published(t, h, id).Versions(), 1, "the old log with the new file")
	s.fail = ""
	s.meant = func() {
		_, err := h.PublishLog(t.Context(), i, again, secretOf(9))
		require.NoError(t, err)
	}
	_, err = h.PublishLog(t.Context(), loggedSchool(t, id, "2028", 5), again, secretOf(9))
	require.ErrorIs(t, err, host.ErrBusy)
	require.Len(t, published(t, h, id).Versions(), 2)
	_, err = h.PublishLog(t.Context(), loggedSchool(t, id, "2028", 5), again, secretOf(9))
	require.NoError(t, err)
	require.Len(t, published(t, h, id).Versions(), 3)
}

// approval signs as the witness of a number.
func approval(t testing.TB, n byte) webvh.Sign {
	return func(document []byte) ([]byte, error) {
		d, err := badge.Parse(document)
		require.NoError(t, err)
		k := publicOf(t, n)
		made, err := proof.Sign(t.Context(), d, proof.EdDSAJCS2022, key.Signer{Key: secretOf(n), Method: k.DIDKey() + "#" + k.Multikey()}, proof.Options{})
		if err != nil {
			return nil, err
		}
		return made.Bytes(), nil
	}
}

func TestPublishLogRefuses(t *testing.T) {
	h, c := loggedHost(t, host.NewMemory())
	keys := webvh.Change{UpdateKeys: []key.Key{publicOf(t, 9)}}
	publish := func(id string, c webvh.Change, by byte) error {
		_, err := h.PublishLog(t.Context(), loggedSchool(t, id, "2026", 1), c, secretOf(by))
		return err
	}
	require.ErrorContains(t, publish(school, keys, 9), "did:webvh")
	require.ErrorIs(t, publish("did:webvh:{SCID}:other.example", keys, 9), host.ErrElsewhere)
	require.Equal(t, "webvh.invalid_parameters", badge.CodeOf(publish(newLog, webvh.Change{}, 9)))
	require.Equal(t, "webvh.invalid_proof", badge.CodeOf(publish(newLog, keys, 8)))
	require.Equal(t, "webvh.invalid_did", badge.CodeOf(publish("did:webvh:Qm"+strings.Repeat("1", 44)+":badges.school.example", keys, 9)))
	answer, _ := ask(h, "GET", logPath)
	require.Equal(t, 404, answer.StatusCode)
	id, err := h.PublishLog(t.Context(), loggedSchool(t, newLog, "2026", 1), keys, secretOf(9))
	require.NoError(t, err)
	require.Equal(t, "webvh.invalid_did", badge.CodeOf(publish(newLog, keys, 9)), "the host has a log")
	require.Equal(t, "webvh.invalid_proof", badge.CodeOf(publish(id, webvh.Change{TTL: time.Hour}, 8)))
	c.pass(-time.Hour)
	require.Equal(t, "webvh.invalid_did", badge.CodeOf(publish(id, webvh.Change{TTL: time.Hour}, 9)), "the clock was set back")
	require.Len(t, published(t, h, id).Versions(), 1)

	require.ErrorContains(t, h.PublishIssuer(t.Context(), loggedSchool(t, id, "2026", 1)), "PublishLog")
	_, err = h.PublishLog(t.Context(), loggedSchool(t, id, "2026", 1), keys, nil)
	require.Error(t, err)
	_, err = h.PublishLog(t.Context(), nil, keys, secretOf(9))
	require.Error(t, err)
	_, err = (*host.Host)(nil).PublishLog(t.Context(), loggedSchool(t, id, "2026", 1), keys, secretOf(9))
	require.Error(t, err)
	b, err := host.New(host.Config{Base: base + "/art", Store: host.NewMemory()})
	require.NoError(t, err)
	_, err = b.PublishLog(t.Context(), loggedSchool(t, newLog+":art", "2026", 1), keys, secretOf(9))
	require.NoError(t, err)
	answer, _ = ask(b, "GET", "/art/did.jsonl")
	require.Equal(t, 200, answer.StatusCode)
}
