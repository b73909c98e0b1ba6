package host

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/openbadges-go/openbadges/badge"
)

// PublishRevocationList publishes an empty revocation list of Open Badges 2.0,
// for the profile of the issuer to name. A list of that issuer that is published
// already keeps its entries.
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

// RevokeSigned adds a signed badge of Open Badges 2.0 to a published revocation
// list. Use it for badges that are not published; Revoke does the same for one
// that is.
func (h *Host) RevokeSigned(ctx context.Context, list, id, reason string) error {
	return h.revokeSigned(ctx, list, []string{id}, reason)
}

// revokeSigned adds badges to a revocation list in one change.
func (h *Host) revokeSigned(ctx context.Context, list string, ids []string, reason string) error {
	err := h.changeList(ctx, list, func(l *badge.RevocationList, found bool) error {
		if !found {
			return fmt.Errorf("%w: %.64q; publish it with PublishRevocationList", ErrNotFound, list)
		}
		changed := false
		for _, id := range ids {
			entry := badge.RevokedAssertion{ID: id, Revoked: new(true), Reason: reason}
			if old, revoked := l.Find(id, ""); revoked {
				if reason != "" && old.Reason != "" && old.Reason != reason {
					return fmt.Errorf("%w: %.64q", ErrOtherReason, old.Reason)
				}
				if reason == "" || reason == old.Reason {
					continue
				}
				l.Revoked = slices.DeleteFunc(l.Revoked, func(e badge.RevokedAssertion) bool { return e.ID == id })
			}
			l.Revoked = append(l.Revoked, entry)
			changed = true
		}
		if !changed {
			return errUnchanged
		}
		return nil
	})
	if errors.Is(err, errUnchanged) {
		return nil
	}
	return err
}

// changeList publishes what change makes of a revocation list. Other members of
// the list stay. A list that verifiers could not read is refused.
func (h *Host) changeList(ctx context.Context, list string, change func(l *badge.RevocationList, found bool) error) error {
	name, err := h.nameOf(list)
	if err != nil {
		return err
	}
	return h.store.Change(ctx, name, func(old Page, found bool) (Page, error) {
		var l badge.RevocationList
		if found {
			if l, err = readRevocationList(old.Body); err != nil {
				return Page{}, fmt.Errorf("host: the page at %.64q is not a revocation list: %w", list, err)
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
		return badge.RevocationList{}, fmt.Errorf("its kind is %q", d.Kind())
	}
	return d.RevocationList()
}
