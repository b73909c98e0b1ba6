package host

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"strconv"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/issuer"
)

// listPlaces is how many badges one status list serves: fewer would show
// which badge a verifier asks about (Bitstring Status List §6.1).
const listPlaces = 131072

// ErrListFull is the error of a status list without a free place, and of a
// revocation list that is too long to be read: use another address for the next
// list.
var ErrListFull = errors.New("host: the list is full")

// PublishStatusList publishes a status list of an issuer in which no badge is
// revoked or suspended yet; purpose is status.Revocation or status.Suspension.
// A list that is there already is signed anew, with what it says.
func (h *Host) PublishStatusList(ctx context.Context, i *issuer.Issuer, list, purpose string) error {
	return h.changeStatus(ctx, i, list, func(l *status.List) (*status.List, error) {
		if l != nil {
			return l, nil
		}
		return status.NewList(purpose, listPlaces, 1)
	})
}

// TakePlace hands out a place in a status list that no other badge has, for
// Credential.CredentialStatus. Places are handed out in random order, so that
// neighbours in the list say nothing about when a badge was issued.
func (h *Host) TakePlace(ctx context.Context, list, purpose string) (badge.CredentialStatus, error) {
	name, err := h.nameOf(list)
	if err != nil {
		return badge.CredentialStatus{}, err
	}
	place := -1
	err = h.store.Change(ctx, placesOf(name), func(old Page, found bool) (Page, error) {
		taken := old.Body
		switch {
		case !found:
			taken = make([]byte, listPlaces/8)
		case len(taken) != listPlaces/8: // starting anew would hand out places twice
			return Page{}, fmt.Errorf("host: the note of which places of %.64q are taken is damaged", list)
		}
		if place, err = freePlace(taken); err != nil {
			return Page{}, err
		}
		taken[place/8] |= 1 << (place % 8)
		return Page{Type: "application/octet-stream", Body: taken}, nil
	})
	if err != nil {
		return badge.CredentialStatus{}, err
	}
	index := strconv.Itoa(place)
	return badge.CredentialStatus{ID: list + "#" + index, Type: status.BitstringEntry, StatusPurpose: purpose,
		StatusListIndex: index, StatusListCredential: list}, nil
}

// placesOf names the note of which places of a list are taken. It does not
// start with a slash, so that no request leads there.
func placesOf(name string) string { return "places of " + name }

// freePlace returns a random place that is not taken.
func freePlace(taken []byte) (int, error) {
	start, err := rand.Int(rand.Reader, big.NewInt(listPlaces))
	if err != nil {
		return 0, err
	}
	for n := range listPlaces {
		place := (int(start.Int64()) + n) % listPlaces
		if taken[place/8]&(1<<(place%8)) == 0 {
			return place, nil
		}
	}
	return 0, ErrListFull
}

// SetStatus publishes a status list anew in which the badge with this entry
// has the given value: 1 for revoked or suspended, 0 for not.
func (h *Host) SetStatus(ctx context.Context, i *issuer.Issuer, entry badge.CredentialStatus, value uint8) error {
	index, err := strconv.ParseUint(entry.StatusListIndex, 10, 64)
	if err != nil {
		return fmt.Errorf("host: %.64q is no place in a status list", entry.StatusListIndex)
	}
	at := status.Entry{Type: entry.Type, List: entry.StatusListCredential, Purpose: entry.StatusPurpose, Index: index}
	return h.changeStatus(ctx, i, entry.StatusListCredential, func(l *status.List) (*status.List, error) {
		if l == nil {
			return nil, fmt.Errorf("%w: %.64q", ErrNotFound, entry.StatusListCredential)
		}
		return l, l.Set(at, value)
	})
}

// changeStatus publishes what change makes of a status list, which is nil
// where none has been published.
func (h *Host) changeStatus(ctx context.Context, i *issuer.Issuer, list string, change func(*status.List) (*status.List, error)) error {
	name, err := h.nameOf(list)
	if err != nil {
		return err
	}
	return h.store.Change(ctx, name, func(old Page, found bool) (Page, error) {
		var l *status.List
		if found {
			if l, err = readList(old.Body, i.ID()); err != nil {
				return Page{}, fmt.Errorf("host: the page at %.64q is no status list of this issuer: %w", list, err)
			}
		}
		if l, err = change(l); err != nil {
			return Page{}, err
		}
		signed, err := i.StatusList(ctx, list, l)
		if err != nil {
			return Page{}, err
		}
		return pageOf(signed), nil
	})
}

func readList(body []byte, issuerID string) (*status.List, error) {
	d, err := badge.Parse(body)
	if err != nil {
		return nil, err
	}
	if d.IssuerID() != issuerID {
		return nil, fmt.Errorf("it is signed by %.64q", d.IssuerID())
	}
	l, _, err := status.ParseList(d.Body().Member("credentialSubject"), status.Options{})
	return l, err
}
