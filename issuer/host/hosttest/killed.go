package hosttest

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/issuer/host"
)

// maxSteps bounds the operations of one office, so that a store that never
// finishes fails.
const maxSteps = 2000

// Killed tests that a store keeps what it confirmed if its process is killed
// before any of its operations. A process awards and revokes badges in the store
// and kills itself before its first operation, another one before its second,
// and so on until one reaches its end. After each, Killed opens the store and
// finds every confirmed change once, no part of a page, no status place that
// could be given to a second badge, and of a ChangeMany all pages or none, except
// in a host.Folder.
//
// open opens the store at a place that is empty at first. If before is not nil,
// the store calls it before each operation that changes what is stored, such as
// a write to a file or a statement of a database; calls may be concurrent. Call
// Killed first in a top-level test: it runs the test program again, for that
// test only.
func Killed(t *testing.T, place string, open func(place string, before func()) (host.Store, error)) {
	if at := os.Getenv(placeFlag); at != "" {
		n, _ := strconv.Atoi(os.Getenv(numberFlag))
		s, err := open(at, killer(int64(n)))
		if err == nil {
			err = office{n: n, store: s}.work(context.Background())
		}
		end(err)
	}
	for step := 1; ; step++ {
		if step > maxSteps {
			t.Fatalf("the process has not reached its end after %d operations", maxSteps)
		}
		said, err := say(again(t, place, numberFlag+"="+strconv.Itoa(step)))
		ended := slices.Contains(said, "end")
		if err != nil && !errors.Is(err, errKilled) {
			t.Fatalf("operation %d: %v", step, err)
		}
		if ended != (err == nil) {
			t.Fatalf("operation %d: the process said %q and ended with %v", step, said, err)
		}
		s, opening := open(place, nil)
		if opening != nil {
			t.Fatalf("operation %d: the store does not open: %v", step, opening)
		}
		if err := errors.Join(office{n: step, store: s}.check(t.Context(), said), closeStore(s)); err != nil {
			t.Fatalf("killed before operation %d, after %q: %v", step, said, err)
		}
		if ended {
			if step < 10 {
				t.Fatalf("the store announced %d operations, fewer than the changes", step-1)
			}
			return
		}
	}
}

// killer returns a function whose n-th call kills the process.
func killer(n int64) func() {
	return func() {
		if atomic.AddInt64(&n, -1) == 0 {
			kill()
		}
	}
}

func kill() {
	if self, err := os.FindProcess(os.Getpid()); err == nil {
		self.Kill()
	}
	select {} // until the signal arrives
}

func closeStore(s host.Store) error {
	if c, ok := s.(interface{ Close() error }); ok {
		return c.Close()
	}
	return nil
}

// office is one process that issues badges. Its pages are below a separate path,
// so that every office may use the same store.
type office struct {
	n     int
	store host.Store
	now   func() time.Time // the clock; nil for one that stands still
}

const awards, rounds = 3, 2

func (o office) name(path string) string { return fmt.Sprintf("/%d/%s", o.n, path) }

// open returns the host of an office and an issuer whose id is its key.
func (o office) open() (*host.Host, *issuer.Issuer, error) {
	h, err := host.New(host.Config{Base: fmt.Sprintf("https://badges.school.example/%d", o.n), Store: o.store})
	if err != nil {
		return nil, nil, err
	}
	secret := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	public, err := key.FromPublic(secret.Public())
	if err != nil {
		return nil, nil, err
	}
	id := public.DIDKey()
	now := o.now
	if now == nil {
		now = func() time.Time { return time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC) }
	}
	i, err := issuer.New(issuer.Config{
		Profile: badge.Profile{ID: id, Type: []string{"Profile"}, Name: "The School"},
		Proofs:  []issuer.Securing{{Scheme: proof.EdDSAJCS2022, Signer: key.Signer{Key: secret, Method: id + "#" + public.Multikey()}}},
		Now:     now,
	})
	return h, i, err
}

// work makes changes and prints each that is confirmed.
func (o office) work(ctx context.Context) error {
	h, i, err := o.open()
	if err != nil {
		return err
	}
	if err := h.PublishStatusList(ctx, i, h.URL("lists/1"), status.Revocation); err != nil {
		return err
	}
	fmt.Println("list")
	var made []*badge.Document
	for n := range awards {
		d, err := award(ctx, h, i, n)
		if err != nil {
			return err
		}
		made = append(made, d)
	}
	if _, err := h.PublishAll(ctx, slices.Values(made)); err != nil {
		return err
	}
	for _, d := range made {
		fmt.Printf("published %s %x\n", d.ID(), sha256.Sum256(d.Bytes()))
	}
	if err := h.Revoke(ctx, i, made[0].ID(), "cheated"); err != nil {
		return err
	}
	fmt.Println("revoked", made[0].Credential().CredentialStatus[0].StatusListIndex)
	return o.count(ctx)
}

func award(ctx context.Context, h *host.Host, i *issuer.Issuer, n int) (*badge.Document, error) {
	entry, err := h.AllocateStatus(ctx, i, h.URL("lists/1"))
	if err != nil {
		return nil, err
	}
	fmt.Println("place", entry.StatusListIndex)
	return i.Issue(ctx, badge.Credential{
		ID: h.URL(fmt.Sprint("badges/", n)), Name: "Welding", CredentialStatus: []badge.CredentialStatus{entry},
		Subject: badge.Subject{ID: "did:example:noor", Achievement: badge.Achievement{ID: h.URL("welding"), Name: "Welding",
			Description: "Welds steel.", Criteria: badge.Criteria{Narrative: "Weld a frame."}}},
	})
}

// count counts in one page, and in several pages at once.
func (o office) count(ctx context.Context) error {
	for n := 1; n <= rounds; n++ {
		err := o.store.Change(ctx, o.name("count"), func(old host.Page, _ bool) (host.Page, error) {
			return host.Page{Type: "text/plain", Body: append(old.Body, 'x')}, nil
		})
		if err != nil {
			return err
		}
		fmt.Println("count", n)
	}
	many, ok := o.store.(host.ManyStore)
	for n := 1; ok && n <= rounds; n++ {
		err := many.ChangeMany(ctx, o.many(), func(old map[string]host.Page) (map[string]host.Page, error) {
			pages := map[string]host.Page{}
			for _, name := range o.many() {
				pages[name] = host.Page{Type: "text/plain", Body: append(old[name].Body, name...)}
			}
			return pages, nil
		})
		if err != nil {
			return err
		}
		fmt.Println("many", n)
	}
	return nil
}

func (o office) many() []string {
	return []string{o.name("many/1"), o.name("many/2"), o.name("many/3")}
}

// last returns the last number that was said after a word.
func last(said []string, word string) (n int) {
	for _, line := range said {
		if number, ok := strings.CutPrefix(line, word+" "); ok {
			n, _ = strconv.Atoi(number)
		}
	}
	return n
}

// check finds in the store what the process said.
func (o office) check(ctx context.Context, said []string) error {
	count, _, err := o.store.Load(ctx, o.name("count"))
	if n := last(said, "count"); err != nil || len(count.Body) < n || len(count.Body) > n+1 || strings.Trim(string(count.Body), "x") != "" {
		return fmt.Errorf("the counting page is %q after %d confirmed changes (%v)", count.Body, n, err)
	}
	if err := o.checkMany(ctx, last(said, "many")); err != nil {
		return err
	}
	for n := range awards {
		if err := o.checkBadge(ctx, n, said); err != nil {
			return err
		}
	}
	return o.checkPlaces(ctx, said)
}

// checkMany finds each page of a ChangeMany old or new, and all alike.
func (o office) checkMany(ctx context.Context, confirmed int) error {
	states := map[int]bool{}
	for _, name := range o.many() {
		p, _, err := o.store.Load(ctx, name)
		n := len(p.Body) / len(name)
		if err != nil || n < confirmed || n > confirmed+1 || string(p.Body) != strings.Repeat(name, n) {
			return fmt.Errorf("the page %s is %q after %d confirmed changes (%v)", name, p.Body, confirmed, err)
		}
		states[n] = true
	}
	if _, mixed := o.store.(*host.Folder); len(states) > 1 && !mixed {
		return errors.New("ChangeMany has changed some pages and not the others")
	}
	return nil
}

// checkBadge finds a badge as it was published, or nothing if that was not confirmed.
func (o office) checkBadge(ctx context.Context, n int, said []string) error {
	h, _, err := o.open()
	if err != nil {
		return err
	}
	id := h.URL(fmt.Sprint("badges/", n))
	p, found, err := o.store.Load(ctx, o.name(fmt.Sprint("badges/", n)))
	if err != nil {
		return err
	}
	confirmed := fmt.Sprintf("published %s %x", id, sha256.Sum256(p.Body))
	if known := slices.ContainsFunc(said, func(line string) bool { return strings.HasPrefix(line, "published "+id+" ") }); known && !slices.Contains(said, confirmed) {
		return fmt.Errorf("the badge %s was confirmed, and is not there (found: %v)", id, found)
	}
	if !found {
		return nil
	}
	if d, err := badge.Parse(p.Body); err != nil || d.ID() != id {
		return fmt.Errorf("a part of the badge %s is there (%v)", id, err)
	}
	return nil
}

// checkPlaces finds a revocation that was confirmed in the list, and every place
// taken that was given to a badge.
func (o office) checkPlaces(ctx context.Context, said []string) error {
	h, i, err := o.open()
	if err != nil {
		return err
	}
	if _, found, err := o.store.Load(ctx, o.name("lists/1")); err != nil || !found {
		if slices.Contains(said, "list") {
			return fmt.Errorf("the list was confirmed, and is not there (%v)", err)
		}
		return err
	}
	list, err := o.list(ctx)
	if err != nil {
		return err
	}
	var changes []host.StatusChange
	for _, line := range said {
		word, place, _ := strings.Cut(line, " ")
		index, err := strconv.ParseUint(place, 10, 64)
		switch {
		case err != nil:
		case word == "revoked":
			e := status.Entry{Type: status.BitstringEntry, List: h.URL("lists/1"), Purpose: status.Revocation, Index: index}
			if got, err := list.Lookup(e); err != nil || got.Value != 1 {
				return fmt.Errorf("the revocation of place %d was confirmed, and is not in the list (%v)", index, err)
			}
		case word == "place":
			changes = append(changes, host.StatusChange{Value: 1, Entry: badge.CredentialStatus{Type: status.BitstringEntry,
				StatusPurpose: status.Revocation, StatusListIndex: place, StatusListCredential: h.URL("lists/1")}})
		}
	}
	// ErrNotAllocated for a place that another badge could get.
	return h.SetStatuses(ctx, i, changes)
}
