package host

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/openbadges-go/openbadges/badge"
)

// revocation is what is left of a revoked assertion (OB 2.0 "Assertion").
type revocation struct {
	Context string `json:"@context"`
	ID      string `json:"id"`
	Type    string `json:"type"`
	Revoked bool   `json:"revoked"`
	Reason  string `json:"revocationReason,omitempty"`
}

// Revoke says at the address of a hosted badge that it counts no longer, and
// why. The badge itself is not shown any more, and its address answers 410. The
// error is ErrNotFound where no badge has been published.
func (h *Host) Revoke(ctx context.Context, id, reason string) error {
	name, err := h.nameOf(id)
	if err != nil {
		return err
	}
	return h.store.Change(ctx, name, func(_ Page, found bool) (Page, error) {
		if !found {
			return Page{}, fmt.Errorf("%w: %.64q", ErrNotFound, id)
		}
		body, err := json.Marshal(revocation{Context: badge.ContextOB2, ID: id, Type: "Assertion", Revoked: true, Reason: reason})
		return Page{Type: typeJSONLD, Body: body, Gone: true}, err
	})
}

// PublishRevocationList publishes an empty list of revoked signed badges of
// Open Badges 2.0, to be named in the profile of the issuer. A list of that
// issuer that is there already keeps its entries.
func (h *Host) PublishRevocationList(ctx context.Context, list, issuerID string) error {
	return h.changeList(ctx, list, func(l *badge.RevocationList, found bool) error {
		if !found {
			*l = badge.RevocationList{Context: []badge.Context{{URL: badge.ContextOB2}}, ID: list, Type: []string{"RevocationList"}, Issuer: issuerID, Revoked: []badge.RevokedAssertion{}}
		}
		if l.Issuer != issuerID {
			return fmt.Errorf("host: the revocation list at %.64q is that of %.64q", list, l.Issuer)
		}
		return nil
	})
}

// RevokeSigned adds a signed badge of Open Badges 2.0 to a revocation list, or
// gives another reason where it is there already.
func (h *Host) RevokeSigned(ctx context.Context, list, id, reason string) error {
	return h.changeList(ctx, list, func(l *badge.RevocationList, found bool) error {
		if !found {
			return fmt.Errorf("%w: %.64q", ErrNotFound, list)
		}
		entry := badge.RevokedAssertion{ID: id, Revoked: new(true), Reason: reason}
		if i := slices.IndexFunc(l.Revoked, func(e badge.RevokedAssertion) bool { return e.ID == id }); i >= 0 {
			l.Revoked[i] = entry
			return nil
		}
		l.Revoked = append(l.Revoked, entry)
		return nil
	})
}

// changeList publishes what change makes of a revocation list. What the list
// has beside that stays, and a list that no verifier would read is refused.
func (h *Host) changeList(ctx context.Context, list string, change func(l *badge.RevocationList, found bool) error) error {
	name, err := h.nameOf(list)
	if err != nil {
		return err
	}
	return h.store.Change(ctx, name, func(old Page, found bool) (Page, error) {
		var l badge.RevocationList
		if found {
			if l, err = readRevocationList(old.Body); err != nil {
				return Page{}, fmt.Errorf("host: the page at %.64q is no revocation list: %w", list, err)
			}
		}
		if err := change(&l, found); err != nil {
			return Page{}, err
		}
		body, err := json.Marshal(l)
		if err != nil {
			return Page{}, fmt.Errorf("host: %w", err)
		}
		if _, err := readRevocationList(body); err != nil {
			return Page{}, fmt.Errorf("%w: %w", ErrListFull, err)
		}
		return Page{Type: typeJSONLD, Body: body}, nil
	})
}

func readRevocationList(body []byte) (badge.RevocationList, error) {
	d, err := badge.Parse(body)
	if err != nil {
		return badge.RevocationList{}, err
	}
	if d.Kind() != badge.KindRevocationList {
		return badge.RevocationList{}, fmt.Errorf("it is of kind %q", d.Kind())
	}
	return d.RevocationList()
}
