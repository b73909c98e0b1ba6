package host

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/issuer"
)

// listPlaces is the number of places in a status list. A shorter list shows
// which badge a verifier asks about (Bitstring Status List §6.1).
const listPlaces = 131072

// StatusChange sets the status of one badge.
type StatusChange struct {
	Entry badge.CredentialStatus // of the badge, as AllocateStatus returned it
	// Value is 1 for revoked or suspended, 0 for not suspended. In a list of
	// PublishTokenList it is status.TokenInvalid, status.TokenSuspended, or 0.
	Value uint8
	// Reason is kept by the host for Host.Reason. A status list has no room
	// for it, so verifiers do not see it.
	Reason string
}

// PublishStatusList publishes an empty status list of an issuer. The purpose is
// status.Revocation or status.Suspension. A list of the same purpose that is
// published already keeps its entries and is signed again.
func (h *Host) PublishStatusList(ctx context.Context, i *issuer.Issuer, list, purpose string) error {
	if _, err := h.nameOf(list); err != nil {
		return err
	}
	if err := knownPurpose(purpose); err != nil {
		return err
	}
	return h.changeStatus(ctx, i, list, func(l *statusList) error {
		if l.signed == nil {
			var err error
			l.list, err = status.NewList(purpose, listPlaces, 1)
			return err
		}
		if l.purpose != purpose {
			return fmt.Errorf("host: the status list at %.64q is for %q", list, l.purpose)
		}
		return nil
	})
}

func knownPurpose(purpose string) error {
	if purpose == status.Revocation || purpose == status.Suspension {
		return nil
	}
	nearest := status.Revocation
	if strings.HasPrefix(strings.ToLower(purpose), "s") {
		nearest = status.Suspension
	}
	return fmt.Errorf("host: the purpose of a status list is %.64q; did you mean %q?", purpose, nearest)
}

// AllocateStatus returns an entry in a published status list that no other
// badge has, for Credential.CredentialStatus; of a list of PublishTokenList, an
// Issuer writes it as a claim. It is noted as taken before it is
// returned: a badge that is then not issued wastes it.
func (h *Host) AllocateStatus(ctx context.Context, i *issuer.Issuer, list string) (badge.CredentialStatus, error) {
	all, err := h.AllocateStatuses(ctx, i, list, 1)
	if err != nil {
		return badge.CredentialStatus{}, err
	}
	return all[0], nil
}

// AllocateStatuses is AllocateStatus for n badges in one change of the Store.
// Entries come in random order, so that neighbours in a list say nothing about
// when a badge was issued.
//
// If a list is full, AllocateStatuses continues in the next one, which it
// publishes first: after …/lists/1 comes …/lists/2, after …/list comes …/list-2.
// The error is ErrNotFound if list is not published.
func (h *Host) AllocateStatuses(ctx context.Context, i *issuer.Issuer, list string, n int) ([]badge.CredentialStatus, error) {
	l, err := h.loadStatus(ctx, i, list)
	if err != nil {
		return nil, err
	}
	entries := make([]badge.CredentialStatus, 0, max(n, 0))
	for {
		places, err := h.takePlaces(ctx, list, n-len(entries))
		if err != nil {
			return nil, err
		}
		for _, place := range places {
			entries = append(entries, l.entry(list, place))
		}
		if len(entries) >= n {
			return entries, nil
		}
		list = nextList(list)
		switch next, err := h.loadStatus(ctx, i, list); {
		case errors.Is(err, ErrNotFound), err == nil && next.like(l) && next.token.Aggregation == "" && l.token.Aggregation != "":
			// The second is what a program leaves that is killed in publishNext.
			if err := h.publishNext(ctx, i, list, l); err != nil {
				return nil, err
			}
		case err != nil:
			return nil, err
		case !next.like(l):
			return nil, fmt.Errorf("host: the status list before %.64q is full, and this one is for %q", list, next.purpose)
		}
	}
}

// nextList returns the address of the list that follows a full one.
func nextList(list string) string {
	stem := strings.TrimRight(list, "0123456789")
	number, err := strconv.ParseUint(list[len(stem):], 10, 63)
	if err != nil || !strings.HasSuffix(stem, "/") && !strings.HasSuffix(stem, "-") {
		return list + "-2"
	}
	return stem + strconv.FormatUint(number+1, 10)
}

// StatusFrom returns a function for Config.Status of an Issuer: every badge gets
// an entry in a published list, or in one of those that follow it. Lists that
// are full are not looked at again, so the thousandth list is as fast as the first.
func (h *Host) StatusFrom(list string) func(ctx context.Context, by *issuer.Issuer, n int) ([]badge.CredentialStatus, error) {
	var last atomic.Pointer[string]
	last.Store(&list)
	return func(ctx context.Context, by *issuer.Issuer, n int) ([]badge.CredentialStatus, error) {
		entries, err := h.AllocateStatuses(ctx, by, *last.Load(), n)
		if len(entries) > 0 {
			list := entries[len(entries)-1].StatusListCredential
			last.Store(&list)
		}
		return entries, err
	}
}

// SetStatus is SetStatuses for one badge.
func (h *Host) SetStatus(ctx context.Context, i *issuer.Issuer, entry badge.CredentialStatus, value uint8) error {
	return h.SetStatuses(ctx, i, []StatusChange{{Entry: entry, Value: value}})
}

// SetStatuses changes the status of badges. Each status list is signed and
// published once, whatever the number of its changes. A list changes as a whole
// or not at all; the error holds an *AddressError for each list that did not
// change.
//
// An entry that was not allocated, whose purpose or size is not that of the
// list, or whose list is another issuer's is refused, and so is the end of a
// revocation (ErrPermanent).
func (h *Host) SetStatuses(ctx context.Context, i *issuer.Issuer, changes []StatusChange) error {
	var lists []string
	byList := map[string][]*StatusChange{} // which are large
	for n := range changes {
		list := changes[n].Entry.StatusListCredential
		if byList[list] == nil {
			lists = append(lists, list)
		}
		byList[list] = append(byList[list], &changes[n])
	}
	var failed []error
	for _, list := range lists {
		if err := h.setStatuses(ctx, i, list, byList[list]); err != nil {
			failed = append(failed, &AddressError{list, err})
		}
	}
	return errors.Join(failed...)
}

// setStatuses changes entries of one list. It signs nothing if all of them have
// their values already.
func (h *Host) setStatuses(ctx context.Context, i *issuer.Issuer, list string, changes []*StatusChange) error {
	entries, err := h.allocated(ctx, list, changes)
	if err != nil {
		return err
	}
	reasons, err := h.loadReasons(ctx, list)
	if err != nil {
		return err
	}
	err = h.changeStatus(ctx, i, list, func(l *statusList) error {
		if l.signed == nil {
			return fmt.Errorf("%w: %.64q", ErrNotFound, list)
		}
		same := true
		for n, e := range entries {
			old, err := l.value(e)
			if err != nil {
				return err
			}
			if undone(e, old, changes[n].Value) {
				return fmt.Errorf("%w (place %d)", ErrPermanent, e.Index)
			}
			if said := reasons[e.Index]; old > 0 && changes[n].Value > 0 && changes[n].Reason != "" && said != "" && said != changes[n].Reason {
				return fmt.Errorf("%w: %.64q", ErrOtherReason, said)
			}
			if err := l.set(e, changes[n].Value); err != nil {
				return err
			}
			same = same && old == changes[n].Value
		}
		if same {
			return errUnchanged
		}
		return nil
	})
	if err != nil && !errors.Is(err, errUnchanged) {
		return err
	}
	if err := h.checkRevoked(ctx, i, list, entries, changes); err != nil {
		return err
	}
	return h.keepReasons(ctx, list, entries, changes)
}

var errUnchanged = errors.New("host: nothing to change")

// checkRevoked reads what is published and looks the revocations up.
func (h *Host) checkRevoked(ctx context.Context, i *issuer.Issuer, list string, entries []status.Entry, changes []*StatusChange) error {
	l, err := h.loadStatus(ctx, i, list)
	if err != nil {
		return err
	}
	for n, e := range entries {
		got, err := l.value(e)
		if err == nil && undone(e, changes[n].Value, got) {
			err = fmt.Errorf("host: the store returned nil, and the place %d of %.64q is not set", e.Index, list)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// allocated reads the entries of changes in one list, all of them allocated.
func (h *Host) allocated(ctx context.Context, list string, changes []*StatusChange) ([]status.Entry, error) {
	name, err := h.nameOf(list)
	if err != nil {
		return nil, err
	}
	note, found, err := h.store.Load(ctx, placesOf(name))
	if err != nil {
		return nil, err
	}
	if found && len(note.Body) != listPlaces/8 {
		return nil, damaged(list)
	}
	entries := make([]status.Entry, 0, len(changes))
	for _, c := range changes {
		e, err := entryOf(c.Entry)
		if err != nil {
			return nil, err
		}
		if !found || e.Index >= listPlaces || note.Body[e.Index/8]&(1<<(e.Index%8)) == 0 {
			return nil, fmt.Errorf("%w: %d", ErrNotAllocated, e.Index)
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// entryOf reads a status entry of one bit.
func entryOf(c badge.CredentialStatus) (status.Entry, error) {
	index, err := strconv.ParseUint(c.StatusListIndex, 10, 64)
	if err != nil {
		return status.Entry{}, fmt.Errorf("host: the status list index is %.64q, wanted a whole number from 0", c.StatusListIndex)
	}
	if c.StatusSize != "" && c.StatusSize != "1" {
		return status.Entry{}, fmt.Errorf("host: the status size is %.64q; lists of a Host have 1", c.StatusSize)
	}
	return status.Entry{Type: c.Type, List: c.StatusListCredential, Purpose: c.StatusPurpose, Index: index}, nil
}

// undone reports whether a change of values ends a revocation.
func undone(e status.Entry, was, is uint8) bool {
	if e.Type == status.TokenType {
		return was == status.TokenInvalid && is != status.TokenInvalid
	}
	return e.Purpose == status.Revocation && is < was
}

// statusList is a published status list: a credential with a list, or a token.
type statusList struct {
	list    *status.List
	token   status.Token    // its List is nil for a credential
	purpose string          // status.TokenType for a token
	signed  *badge.Document // nil if none is published
}

// like reports whether a list can continue another.
func (l statusList) like(other statusList) bool {
	return l.purpose == other.purpose && l.token.List.Bits() == other.token.List.Bits()
}

// entry returns the entry for a place in the list.
func (l statusList) entry(list string, place int) badge.CredentialStatus {
	id := list + "#" + strconv.Itoa(place)
	e := badge.CredentialStatus{Type: status.TokenType, StatusListIndex: id[len(list)+1:], StatusListCredential: list}
	if l.token.List == nil {
		e.ID, e.Type, e.StatusPurpose = id, status.BitstringEntry, l.purpose
	}
	return e
}

// value returns the value of an entry.
func (l statusList) value(e status.Entry) (uint8, error) {
	if l.token.List == nil {
		result, err := l.list.Lookup(e)
		return result.Value, err
	}
	if e.Type != status.TokenType {
		return 0, fmt.Errorf("host: the status list is a token, and the entry has the type %.64q", e.Type)
	}
	return l.token.List.Lookup(e.Index)
}

// set changes the value of an entry of which value returned the old one.
func (l statusList) set(e status.Entry, value uint8) error {
	switch {
	case l.token.List == nil:
		return l.list.Set(e, value)
	case value == status.TokenSuspended && l.token.List.Bits() == 1:
		return fmt.Errorf("%w: the entries of its list have one bit, so it has no suspension", ErrNotRevocable)
	}
	return l.token.List.Set(e.Index, value)
}

// sign returns the page of the list.
func (l statusList) sign(ctx context.Context, i *issuer.Issuer, list string) (Page, error) {
	if l.token.List == nil {
		signed, err := i.StatusList(ctx, list, l.list, l.signed)
		if err != nil {
			return Page{}, err
		}
		return pageOf(signed), nil
	}
	signed, err := i.StatusToken(ctx, l.token)
	if err != nil {
		return Page{}, err
	}
	return Page{Type: typeListToken, Body: signed.Bytes()}, nil
}

// loadStatus reads a published status list of an issuer.
func (h *Host) loadStatus(ctx context.Context, i *issuer.Issuer, list string) (statusList, error) {
	name, err := h.nameOf(list)
	if err != nil {
		return statusList{}, err
	}
	if i == nil {
		return statusList{}, errNoIssuer
	}
	page, found, err := h.store.Load(ctx, name)
	switch {
	case err != nil:
		return statusList{}, err
	case !found:
		return statusList{}, fmt.Errorf("%w: %.64q; publish it with PublishStatusList", ErrNotFound, list)
	}
	return readList(page.Body, list, i.ID())
}

// changeStatus publishes what change makes of a status list.
func (h *Host) changeStatus(ctx context.Context, i *issuer.Issuer, list string, change func(*statusList) error) error {
	name, err := h.nameOf(list)
	if err != nil {
		return err
	}
	if i == nil {
		return errNoIssuer
	}
	return h.store.Change(ctx, name, func(old Page, found bool) (Page, error) {
		var l statusList
		if found {
			if l, err = readList(old.Body, list, i.ID()); err != nil {
				return Page{}, err
			}
			l.token.Expires = time.Time{} // the new token gets a new end
		}
		if err := change(&l); err != nil {
			return Page{}, err
		}
		return l.sign(ctx, i, list)
	})
}

func readList(body []byte, list, issuerID string) (l statusList, err error) {
	wrong := func(why any) (statusList, error) {
		return statusList{}, fmt.Errorf("host: the page at %.64q is not a status list of %.64q: %v", list, issuerID, why)
	}
	if l.signed, err = badge.Parse(body); err != nil {
		return wrong(err)
	}
	if token, _ := l.signed.JWS(); token.Header.Member("typ").String() == status.TokenType {
		if l.token, _, err = status.ParseToken(l.signed.Root(), 0); err != nil {
			return wrong(err)
		}
		if l.purpose = status.TokenType; l.token.Issuer != issuerID || l.token.Subject != list {
			return wrong(fmt.Sprintf("it is that of %.64q by %.64q", l.token.Subject, l.token.Issuer))
		}
		return l, nil
	}
	if by := l.signed.IssuerID(); by != issuerID {
		return wrong(fmt.Sprintf("its issuer is %.64q", by))
	}
	subject := l.signed.Body().Member("credentialSubject")
	if l.list, _, err = status.ParseList(subject, status.Options{}); err != nil {
		return wrong(err)
	}
	l.purpose = subject.Member("statusPurpose").String()
	return l, nil
}
