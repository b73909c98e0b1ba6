package hosttest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"

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
	page, found, err := o.store.Load(ctx, o.name("lists/1"))
	if err != nil || !found {
		return nil, errors.Join(err, fmt.Errorf("the status list is there: %v", found))
	}
	d, err := badge.Parse(page.Body)
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
