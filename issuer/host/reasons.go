package host

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/issuer"
)

// reasonsOf names the note of the reasons of a status list, by index.
func reasonsOf(name string) string { return "reasons of " + name }

func (h *Host) loadReasons(ctx context.Context, list string) (map[uint64]string, error) {
	name, err := h.nameOf(list)
	if err != nil {
		return nil, err
	}
	note, found, err := h.store.Load(ctx, reasonsOf(name))
	if err != nil || !found {
		return nil, err
	}
	return readReasons(note)
}

func readReasons(note Page) (reasons map[uint64]string, err error) {
	if err := json.Unmarshal(note.Body, &reasons); err != nil {
		return nil, fmt.Errorf("host: the note of reasons is damaged: %w", err)
	}
	return reasons, nil
}

// keepReasons notes the reasons of changes, and drops those of suspensions that
// have ended.
func (h *Host) keepReasons(ctx context.Context, list string, entries []status.Entry, changes []*StatusChange) error {
	name, err := h.nameOf(list)
	if err != nil {
		return err
	}
	err = h.store.Change(ctx, reasonsOf(name), func(old Page, found bool) (Page, error) {
		reasons := map[uint64]string{}
		if found {
			var err error
			if reasons, err = readReasons(old); err != nil {
				return Page{}, err
			}
		}
		changed := false
		for n, e := range entries {
			said, noted := reasons[e.Index]
			switch reason := changes[n].Reason; {
			case changes[n].Value == 0 && noted:
				delete(reasons, e.Index)
				changed = true
			case changes[n].Value != 0 && reason != "" && reason != said:
				reasons[e.Index] = reason
				changed = true
			}
		}
		if !changed {
			return Page{}, errUnchanged
		}
		body, err := json.Marshal(reasons)
		return Page{Type: typeJSON, Body: body}, err
	})
	if errors.Is(err, errUnchanged) {
		return nil
	}
	return err
}

// Reason returns the reason for which the badge at id is revoked or suspended,
// "" if none was given.
func (h *Host) Reason(ctx context.Context, i *issuer.Issuer, id string) (string, error) {
	at := h.badgeAt(ctx, i, id, h.loaded(ctx, nil))
	if at.err != nil {
		return "", at.err
	}
	if at.gone {
		return at.doc.Revocation().Reason, nil
	}
	if list := i.RevocationList(); list != "" && signed20(at.doc) {
		return h.listedReason(ctx, list, id)
	}
	for _, entry := range statusOf(at.doc) {
		e, err := entryOf(entry)
		if err != nil {
			continue // an entry of another kind has no reason here
		}
		reasons, err := h.loadReasons(ctx, e.List)
		if err != nil && !errors.Is(err, ErrElsewhere) {
			return "", err
		}
		if said := reasons[e.Index]; said != "" {
			return said, nil
		}
	}
	return "", nil
}

func (h *Host) listedReason(ctx context.Context, list, id string) (string, error) {
	name, err := h.nameOf(list)
	if err != nil {
		return "", err
	}
	page, found, err := h.store.Load(ctx, name)
	if err != nil || !found {
		return "", err
	}
	l, err := readRevocationList(page.Body)
	if err != nil {
		return "", err
	}
	entry, _ := l.Find(id, "")
	return entry.Reason, nil
}
