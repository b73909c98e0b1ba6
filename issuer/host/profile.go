package host

import (
	"context"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/issuer"
)

// addressOfID returns the address to which an id leads: that of the controller
// document for a did:web (did:web Method Specification §3.2), a URL itself, and ""
// for any other id.
func addressOfID(id string) string {
	name, ok := strings.CutPrefix(id, "did:web:")
	if !ok {
		if strings.HasPrefix(id, "https://") || strings.HasPrefix(id, "http://") {
			return id
		}
		return ""
	}
	return didAddress(name, "did.json")
}

// didAddress returns the address of a file of a DID with a host and a path.
func didAddress(location, file string) string {
	host, path, below := strings.Cut(location, ":")
	if !below {
		path = ".well-known"
	}
	return "https://" + strings.ReplaceAll(host, "%3A", ":") + "/" + strings.ReplaceAll(path, ":", "/") + "/" + file
}

// noteProfile notes the profile of a did:web issuer beside its controller document,
// which has only keys. Pages for people show the profile.
func (h *Host) noteProfile(ctx context.Context, address string, i *issuer.Issuer) error {
	name, err := h.nameOf(address)
	if err != nil {
		return err
	}
	profile, err := i.ProfileDocument()
	if err != nil {
		return err
	}
	return h.store.Change(ctx, profileNote(name), func(Page, bool) (Page, error) {
		return Page{Type: typeJSONLD, Body: profile.Bytes()}, nil
	})
}

// notedProfile returns the profile noted for the did:web whose controller document
// has a name, nil if there is none.
func (h *Host) notedProfile(ctx context.Context, name, id string) (*badge.Document, error) {
	note, found, err := h.store.Load(ctx, profileNote(name))
	if err != nil || !found {
		return nil, err
	}
	profile, err := badge.Parse(note.Body)
	if err != nil || profile.ID() != id {
		return nil, nil
	}
	return profile, nil
}

// profileNote is the name of the note with the profile of a did:web issuer.
func profileNote(name string) string { return "profile of " + name }
