package host

import (
	"context"
	"fmt"
)

// SetPublic makes a published page private or public again. A private page is
// answered with 404, as if it had never been published, also after its badge is
// revoked; public again, it has the same bytes, or says that it is revoked. A page
// that is not published is ErrNotFound.
func (h *Host) SetPublic(ctx context.Context, address string, public bool) error {
	name, err := h.nameOf(address)
	if err != nil {
		return err
	}
	if _, found, err := h.store.Load(ctx, name); err != nil || !found {
		if err == nil {
			err = fmt.Errorf("%w: %.64q", ErrNotFound, address)
		}
		return err
	}
	return h.store.Change(ctx, privateNote(name), func(Page, bool) (Page, error) {
		return Page{Type: "text/plain", Gone: public}, nil
	})
}

// isPrivate reports whether a page is private.
func (h *Host) isPrivate(ctx context.Context, name string) (bool, error) {
	note, found, err := h.store.Load(ctx, privateNote(name))
	return found && !note.Gone, err
}

// privateNote is the name of the note that a page is private. It is kept beside
// the page, so that publishing and revoking do not change it.
func privateNote(name string) string { return "private page " + name }
