package host

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
)

const contextOB2 = "https://w3id.org/openbadges/v2"

// revocation is what is left of a revoked assertion, at its own address or in
// a list (OB 2.0 "Assertion", "RevocationList").
type revocation struct {
	Context string `json:"@context,omitempty"`
	ID      string `json:"id"`
	Type    string `json:"type,omitempty"`
	Revoked bool   `json:"revoked"`
	Reason  string `json:"revocationReason,omitempty"`
}

// revocationList says which signed badges of an issuer count no longer.
type revocationList struct {
	Context string       `json:"@context"`
	ID      string       `json:"id"`
	Type    string       `json:"type"`
	Issuer  string       `json:"issuer"`
	Entries []revocation `json:"revokedAssertions"`
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
		body, err := json.Marshal(revocation{Context: contextOB2, ID: id, Type: "Assertion", Revoked: true, Reason: reason})
		return Page{Type: typeJSONLD, Body: body, Gone: true}, err
	})
}

// PublishRevocationList publishes an empty list of revoked signed badges of
// Open Badges 2.0, to be named in the profile of the issuer. A list that is
// there already stays as it is.
func (h *Host) PublishRevocationList(ctx context.Context, list, issuerID string) error {
	return h.changeList(ctx, list, func(l *revocationList, found bool) error {
		if !found {
			*l = revocationList{Context: contextOB2, ID: list, Type: "RevocationList", Issuer: issuerID, Entries: []revocation{}}
		}
		return nil
	})
}

// RevokeSigned adds a signed badge of Open Badges 2.0 to a revocation list, or
// gives another reason where it is there already.
func (h *Host) RevokeSigned(ctx context.Context, list, id, reason string) error {
	return h.changeList(ctx, list, func(l *revocationList, found bool) error {
		if !found {
			return fmt.Errorf("%w: %.64q", ErrNotFound, list)
		}
		entry := revocation{ID: id, Revoked: true, Reason: reason}
		if i := slices.IndexFunc(l.Entries, func(e revocation) bool { return e.ID == id }); i >= 0 {
			l.Entries[i] = entry
			return nil
		}
		l.Entries = append(l.Entries, entry)
		return nil
	})
}

func (h *Host) changeList(ctx context.Context, list string, change func(l *revocationList, found bool) error) error {
	name, err := h.nameOf(list)
	if err != nil {
		return err
	}
	return h.store.Change(ctx, name, func(old Page, found bool) (Page, error) {
		var l revocationList
		if found {
			if err := json.Unmarshal(old.Body, &l); err != nil || l.Type != "RevocationList" {
				return Page{}, fmt.Errorf("host: the page at %.64q is no revocation list", list)
			}
		}
		if err := change(&l, found); err != nil {
			return Page{}, err
		}
		body, err := json.Marshal(l)
		return Page{Type: typeJSONLD, Body: body}, err
	})
}
