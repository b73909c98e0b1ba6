package host

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/issuer"
)

// AddressError is the part of an error that concerns one page.
type AddressError struct {
	Address string // id of a badge, or address of a list
	Err     error
}

func (e *AddressError) Error() string {
	if e == nil {
		return "host: no error"
	}
	return fmt.Sprintf("%.200s: %v", e.Address, e.Err)
}

func (e *AddressError) Unwrap() error {
	if e == nil {
		return nil
	}
	return e.Err
}

// revocation is what a host answers for a revoked assertion (OB 2.0
// "Assertion").
type revocation struct {
	Context string `json:"@context"`
	ID      string `json:"id"`
	Type    string `json:"type"`
	Revoked bool   `json:"revoked"`
	Reason  string `json:"revocationReason,omitempty"`
}

// Revoke revokes the badge of an issuer that is published at id, in the way in
// which verifiers learn of it:
//
//   - a hosted badge of Open Badges 2.0: its address answers 410 with the
//     reason, and no longer shows the badge;
//   - a signed badge of 2.0: it is added to the revocation list of the issuer;
//   - a badge of 3.0: its entry in the status list is set, and the list is
//     signed and published again. A token may name its list in a claim.
//
// A badge without such a list is ErrNotRevocable, any other page ErrNotABadge,
// and neither changes. Revoking a badge again changes nothing; another reason
// is then ErrOtherReason.
func (h *Host) Revoke(ctx context.Context, i *issuer.Issuer, id, reason string) error {
	return h.RevokeAll(ctx, i, []string{id}, reason)
}

// RevokeAll is Revoke for many badges. Each list is changed, signed and
// published once. The error holds an *AddressError for each badge that was not
// revoked, or for the list of which none was; all others are revoked.
func (h *Host) RevokeAll(ctx context.Context, i *issuer.Issuer, ids []string, reason string) error {
	var hosted []*badge.Document
	var listed []string
	var entries []StatusChange
	var failed []error
	for id, found := range h.badgesAt(ctx, i, ids) {
		doc, err := found.doc, found.err
		switch {
		case err != nil:
		case found.gone:
			err = sameReason(doc.Revocation().Reason, reason)
		case signed20(doc):
			if i.RevocationList() == "" {
				err = fmt.Errorf("%w: the issuer has no revocation list", ErrNotRevocable)
				break
			}
			listed = append(listed, id)
		case doc.Version().Before3():
			hosted = append(hosted, doc)
		default:
			var own []StatusChange
			own, err = h.entriesFor(doc, status.Revocation, 1, reason)
			entries = append(entries, own...)
		}
		if err != nil {
			failed = append(failed, &AddressError{id, err})
		}
	}
	failed = append(failed, h.withdraw(ctx, hosted, reason)...)
	if len(listed) > 0 {
		if err := h.revokeSigned(ctx, i.RevocationList(), listed, reason); err != nil {
			failed = append(failed, &AddressError{i.RevocationList(), err})
		}
	}
	return errors.Join(append(failed, h.SetStatuses(ctx, i, entries))...)
}

// Suspend suspends the badge of Open Badges 3.0 that is published at id, until
// Reinstate. The badge needs an entry in a list for status.Suspension; without
// one the error is ErrNotRevocable.
func (h *Host) Suspend(ctx context.Context, i *issuer.Issuer, id, reason string) error {
	return h.setSuspension(ctx, i, id, 1, reason)
}

// Reinstate ends the suspension of the badge that is published at id.
func (h *Host) Reinstate(ctx context.Context, i *issuer.Issuer, id string) error {
	return h.setSuspension(ctx, i, id, 0, "")
}

func (h *Host) setSuspension(ctx context.Context, i *issuer.Issuer, id string, value uint8, reason string) error {
	at := h.badgeAt(ctx, i, id, h.loaded(ctx, nil))
	if at.err != nil {
		return &AddressError{id, at.err}
	}
	if at.gone {
		return &AddressError{id, fmt.Errorf("%w: it is revoked", ErrWithdrawn)}
	}
	entries, err := h.entriesFor(at.doc, status.Suspension, value, reason)
	if err != nil {
		return &AddressError{id, err}
	}
	return h.SetStatuses(ctx, i, entries)
}

// found is the badge of an issuer that is published at an id or, if gone, the
// notice of its revocation.
type found struct {
	doc  *badge.Document
	gone bool
	err  error
}

// badgesAt yields what is published at each of some ids, in their order.
func (h *Host) badgesAt(ctx context.Context, i *issuer.Issuer, ids []string) iter.Seq2[string, found] {
	return func(yield func(string, found) bool) {
		for batch := range slices.Chunk(ids, batchSize) {
			var names []string
			for _, id := range batch {
				if name, err := h.nameOf(id); err == nil {
					names = append(names, name)
				}
			}
			load := h.loaded(ctx, names)
			for _, id := range batch {
				if !yield(id, h.badgeAt(ctx, i, id, load)) {
					return
				}
			}
		}
	}
}

// badgeAt returns what is published at an id.
func (h *Host) badgeAt(ctx context.Context, i *issuer.Issuer, id string, load func(name string) (Page, bool, error)) found {
	name, err := h.nameOf(id)
	if err == nil && i == nil {
		err = errNoIssuer
	}
	if err != nil {
		return found{err: err}
	}
	page, ok, err := load(name)
	if err == nil && !ok {
		err = fmt.Errorf("%w: %.64q", ErrNotFound, id)
	}
	if err != nil {
		return found{err: err}
	}
	doc, err := badge.Parse(page.Body)
	if err != nil {
		return found{err: fmt.Errorf("%w: it is not a badge document", ErrNotABadge)}
	}
	if page.Gone {
		return found{doc: doc, gone: true}
	}
	if kind := doc.Kind(); !slices.Contains(badges, kind) || doc.ID() != id {
		return found{err: fmt.Errorf("%w: it is a document of kind %q with the id %.64q", ErrNotABadge, kind, doc.ID())}
	}
	by, err := h.issuerOf(ctx, doc)
	if err == nil && by != i.ID() {
		err = fmt.Errorf("%w: its issuer is %.64q, not %.64q", ErrNotABadge, by, i.ID())
	}
	return found{doc: doc, err: err}
}

// badges are the kinds of documents that can be revoked.
var badges = []badge.Kind{badge.KindCredential, badge.KindEndorsement, badge.KindCLR}

// issuerOf returns the issuer of a badge. One of Open Badges 2.0 may name it in
// its class only.
func (h *Host) issuerOf(ctx context.Context, doc *badge.Document) (string, error) {
	if id := doc.IssuerID(); id != "" {
		return id, nil
	}
	name, err := h.nameOf(doc.Credential().Subject.Achievement.ID)
	if err != nil {
		return "", fmt.Errorf("host: the class of the badge, which names the issuer: %w", err)
	}
	page, found, err := h.store.Load(ctx, name)
	if err != nil || !found {
		return "", err
	}
	class, err := badge.Parse(page.Body)
	if err != nil {
		return "", fmt.Errorf("host: the class of the badge: %w", err)
	}
	if creator := class.Achievement().Creator; creator != nil {
		return creator.ID, nil
	}
	return "", nil
}

// signed20 reports whether a badge of Open Badges 2.0 or before is signed.
func signed20(doc *badge.Document) bool {
	_, token := doc.JWS()
	how, _ := doc.Verification()
	return doc.Version().Before3() && (token || how.Signed())
}

// sameReason refuses another reason than the first one.
func sameReason(first, now string) error {
	if now == "" || now == first {
		return nil
	}
	return fmt.Errorf("%w: %.64q", ErrOtherReason, first)
}

// entriesFor returns the changes that set the status of a badge in the lists of
// this host.
func (h *Host) entriesFor(doc *badge.Document, purpose string, value uint8, reason string) ([]StatusChange, error) {
	var own []StatusChange
	var elsewhere []string
	for _, e := range statusOf(doc) {
		value := value
		switch {
		case e.Type == status.TokenType && purpose == status.Suspension && value > 0:
			value = status.TokenSuspended
		case e.Type != status.TokenType && e.StatusPurpose != purpose:
			continue
		}
		if _, err := h.nameOf(e.StatusListCredential); err != nil {
			elsewhere = append(elsewhere, fmt.Sprintf("%.64q", e.StatusListCredential))
			continue
		}
		own = append(own, StatusChange{Entry: e, Value: value, Reason: reason})
	}
	switch {
	case len(own) > 0:
		return own, nil
	case len(elsewhere) > 0:
		return nil, fmt.Errorf("%w: its list for %s is %s, which another host publishes", ErrNotRevocable, purpose, strings.Join(elsewhere, ", "))
	}
	return nil, fmt.Errorf("%w: it has no status entry for %s", ErrNotRevocable, purpose)
}

// withdraw puts notices of revocation in place of hosted badges, and returns an
// error for each that stays.
func (h *Host) withdraw(ctx context.Context, docs []*badge.Document, reason string) (failed []error) {
	notices := map[string]Page{}
	var names []string
	for _, doc := range docs {
		kind := "Assertion"
		if doc.Kind() == badge.KindEndorsement {
			kind = "Endorsement"
		}
		body, err := json.Marshal(revocation{Context: badge.ContextOB2, ID: doc.ID(), Type: kind, Revoked: true, Reason: reason})
		if err != nil {
			return []error{&AddressError{doc.ID(), fmt.Errorf("host: %w", err)}}
		}
		name, _ := h.nameOf(doc.ID()) // badgeAt has loaded the page
		notices[name] = Page{Type: typeJSONLD, Body: body, Gone: true}
		names = append(names, name)
	}
	done, err := h.changeEach(ctx, names, func(name string, old Page) (Page, error) {
		if old.Gone {
			return old, nil // another process was faster
		}
		return notices[name], nil
	})
	if err != nil {
		for _, doc := range docs[done:] {
			failed = append(failed, &AddressError{doc.ID(), err})
		}
	}
	return failed
}
