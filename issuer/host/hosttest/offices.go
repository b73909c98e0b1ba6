package hosttest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/issuer/host"
)

// officeFlag makes a child process of Processes an office.
const officeFlag = "OPENBADGES_HOSTTEST_OFFICE"

// Each office takes placesEach places in groups, and revokes the first one of a
// group alone and half of the group together.
const groups, placesEach = 8, 160

// offices runs two processes that take places and revoke in one status list.
func offices(t *testing.T, place string, open func(string) (host.Store, error)) {
	var group sync.WaitGroup
	var said [2][]string
	for n := range said {
		group.Go(func() {
			var err error
			if said[n], err = say(again(t, place, officeFlag+"=1")); err != nil {
				t.Errorf("office %d: %v", n, err)
			}
		})
	}
	group.Wait()
	taken, revoked := map[string]bool{}, map[string]bool{}
	for _, line := range append(said[0], said[1]...) {
		word, place, _ := strings.Cut(line, " ")
		switch {
		case word == "place" && taken[place]:
			t.Errorf("the place %s was given to two badges", place)
		case word == "place":
			taken[place] = true
		case word == "revoked":
			revoked[place] = true
		}
	}
	if len(taken) != 2*placesEach || len(revoked) != placesEach {
		t.Errorf("%d places and %d revocations were confirmed, wanted %d and %d", len(taken), len(revoked), 2*placesEach, placesEach)
	}
	o := office{store: reopened(t, place, open)}
	list, err := o.list(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for place := range taken {
		index, err := strconv.ParseUint(place, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		got, err := list.Lookup(status.Entry{Type: status.BitstringEntry, Purpose: status.Revocation, Index: index})
		if err != nil || got.Value == 1 != revoked[place] {
			t.Errorf("place %s: the list has %d (%v), and its revocation was confirmed: %v", place, got.Value, err, revoked[place])
		}
	}
}

// list reads the status list that is published.
func (o office) list(ctx context.Context) (*status.List, error) {
	d, err := o.document(ctx, fmt.Sprintf("https://badges.school.example/%d/lists/1", o.n))
	if err != nil {
		return nil, err
	}
	list, _, err := status.ParseList(d.Body().Member("credentialSubject"), status.Options{})
	return list, err
}

// runOffice is one of the processes.
func runOffice(s host.Store) error {
	ctx := context.Background()
	h, i, err := office{store: s}.open()
	if err != nil {
		return err
	}
	if err := h.PublishStatusList(ctx, i, h.URL("lists/1"), status.Revocation); err != nil {
		return err
	}
	for range groups {
		entries, err := h.AllocateStatuses(ctx, i, h.URL("lists/1"), placesEach/groups)
		if err != nil {
			return err
		}
		for _, e := range entries {
			fmt.Println("place", e.StatusListIndex)
		}
		var changes []host.StatusChange
		for _, e := range entries[:len(entries)/2] {
			changes = append(changes, host.StatusChange{Entry: e, Value: 1, Reason: "a mistake"})
		}
		if err := errors.Join(h.SetStatus(ctx, i, changes[0].Entry, 1), h.SetStatuses(ctx, i, changes[1:])); err != nil {
			return err
		}
		for _, c := range changes {
			fmt.Println("revoked", c.Entry.StatusListIndex)
		}
	}
	return nil
}

// setBack tests that no list gets an older date than the one that is published, and
// that no change is lost, if the clock is set back or two changes are in the same
// second.
func setBack(t *testing.T, store host.Store, reopen func(t *testing.T) host.Store) {
	now := time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)
	o := office{n: -1, store: store, now: func() time.Time { return now }}
	h, i, err := o.open()
	if err != nil {
		t.Fatal(err)
	}
	lists := map[string]string{h.URL("lists/1"): "validFrom", h.URL("tokens/1"): "iat"}
	if err := errors.Join(h.PublishStatusList(t.Context(), i, h.URL("lists/1"), status.Suspension), h.PublishTokenList(t.Context(), i, h.URL("tokens/1"), 2)); err != nil {
		t.Fatal(err)
	}
	for list, dated := range lists {
		entries, err := h.AllocateStatuses(t.Context(), i, list, 3)
		if err != nil {
			t.Fatal(err)
		}
		first := dateOf(t, o, list, dated)
		for n, passed := range []time.Duration{-48 * time.Hour, 0, 0} {
			now = now.Add(passed)
			if err := h.SetStatus(t.Context(), i, entries[n], 1); err != nil {
				t.Errorf("%s after %v: %v", list, passed, err)
			}
			if at := dateOf(t, o, list, dated); at != first {
				t.Errorf("%s after %v is dated %s, and the list before it %s", list, passed, at, first)
			}
		}
		now = now.Add(48 * time.Hour)
		o.store = reopen(t)
		for _, e := range entries {
			index, err := strconv.ParseUint(e.StatusListIndex, 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			if value, err := o.valueOf(t.Context(), list, index); err != nil || value != 1 {
				t.Errorf("%s: the place %d has %d (%v), wanted 1", list, index, value, err)
			}
		}
	}
}

// dateOf returns the member of a list that says when it was signed.
func dateOf(t *testing.T, o office, list, member string) string {
	t.Helper()
	d, err := o.document(t.Context(), list)
	if err != nil {
		t.Fatal(err)
	}
	at := d.Root().Member(member).Raw()
	if at == "" {
		t.Fatalf("%s has no %s", list, member)
	}
	return at
}

// document reads what is published at an address.
func (o office) document(ctx context.Context, address string) (*badge.Document, error) {
	page, found, err := o.store.Load(ctx, strings.TrimPrefix(address, "https://badges.school.example"))
	if err != nil || !found {
		return nil, errors.Join(err, fmt.Errorf("%s is there: %v", address, found))
	}
	return badge.Parse(page.Body)
}

// valueOf reads the value of a place in a list, which may be a token.
func (o office) valueOf(ctx context.Context, list string, index uint64) (uint8, error) {
	d, err := o.document(ctx, list)
	if err != nil {
		return 0, err
	}
	if _, token := d.JWS(); token {
		parsed, _, err := status.ParseToken(d.Root(), 0)
		if err != nil {
			return 0, err
		}
		return parsed.List.Lookup(index)
	}
	parsed, _, err := status.ParseList(d.Body().Member("credentialSubject"), status.Options{})
	if err != nil {
		return 0, err
	}
	got, err := parsed.Lookup(status.Entry{Type: status.BitstringEntry, Purpose: status.Suspension, Index: index})
	return got.Value, err
}
