package host

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/issuer"
)

// PublishTokenList publishes an empty Token Status List of an issuer, whose
// badges are tokens. Entries have 1 bit, which suffices to revoke, or 2 bits for a
// list that can also suspend.
//
// A list that is published already keeps its entries and is signed again. Its
// token expires after a day: call PublishTokenList at least twice a day, until
// CloseTokenList.
func (h *Host) PublishTokenList(ctx context.Context, i *issuer.Issuer, list string, bits int) error {
	return h.changeStatus(ctx, i, list, func(l *statusList) error {
		switch {
		case bits != 1 && bits != 2:
			return fmt.Errorf("host: the entries of the status list have %d bits, wanted 1, or 2 for a list that can suspend", bits)
		case l.signed == nil:
			l.token.Subject, l.purpose = list, status.TokenType
			var err error
			l.token.List, err = status.NewTokenList(listPlaces, bits)
			return err
		case l.token.List.Bits() != bits:
			return fmt.Errorf("host: the status list at %.64q is for %q and has entries of %d bits", list, l.purpose, max(l.token.List.Bits(), 1))
		}
		return nil
	})
}

// CloseTokenList signs a published Token Status List for the last time: an issuer
// that stops leaves a list that is valid until the given time. A later change of
// the list signs it for a day again.
func (h *Host) CloseTokenList(ctx context.Context, i *issuer.Issuer, list string, until time.Time) error {
	return h.changeStatus(ctx, i, list, func(l *statusList) error {
		switch {
		case l.signed == nil:
			return fmt.Errorf("%w: %.64q", ErrNotFound, list)
		case l.token.List == nil:
			return fmt.Errorf("host: the status list at %.64q is a credential, which does not expire", list)
		}
		l.token.Expires = until
		return nil
	})
}

// PublishAggregation publishes an aggregation of Token Status Lists of an issuer
// (Token Status List §9), from which a verifier fetches all of them at once, so
// that the host does not learn which badge it verifies. The lists must be
// published. They join those that the aggregation has, and are signed again with
// its address; a list that later continues one of them joins them. An aggregation
// has at most 1,000 lists, which is what verifiers read; a list that continues one
// of a full aggregation joins the next, …/tokens-2 after …/tokens.
func (h *Host) PublishAggregation(ctx context.Context, i *issuer.Issuer, address string, lists ...string) error {
	name, err := h.nameOf(address)
	if err != nil {
		return err
	}
	for _, list := range lists {
		l, err := h.loadStatus(ctx, i, list)
		switch {
		case err != nil:
			return err
		case l.token.List == nil:
			return fmt.Errorf("host: the status list at %.64q is a credential, wanted a token for an aggregation", list)
		}
	}
	if err := h.store.Change(ctx, name, func(old Page, found bool) (Page, error) { return aggregate(old, found, lists) }); err != nil {
		return err
	}
	for _, list := range lists {
		err := h.changeStatus(ctx, i, list, func(l *statusList) error {
			l.token.Aggregation = address
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// aggregate adds lists to the page of an aggregation.
func aggregate(old Page, found bool, lists []string) (Page, error) {
	var all []string
	if found {
		var err error
		if all, err = status.ParseAggregation(old.Body); err != nil {
			return Page{}, fmt.Errorf("host: the page is not an aggregation of status lists: %w", err)
		}
	}
	for _, list := range lists {
		if !slices.Contains(all, list) {
			all = append(all, list)
		}
	}
	if len(all) > maxAggregated {
		return Page{}, fmt.Errorf("%w: it would have %d lists, wanted at most %d", errFullAggregation, len(all), maxAggregated)
	}
	body, err := status.WriteAggregation(all)
	return Page{Type: typeJSON, Body: body}, err
}

var errFullAggregation = errors.New("host: the aggregation of status lists is full")

// publishNext publishes the list that continues a full one. It joins the
// aggregation of that one, or the first that follows and has room.
func (h *Host) publishNext(ctx context.Context, i *issuer.Issuer, list string, full statusList) error {
	if bits := full.token.List.Bits(); bits > 0 {
		err := h.PublishTokenList(ctx, i, list, bits)
		if err != nil || full.token.Aggregation == "" {
			return err
		}
		all := full.token.Aggregation
		for err = h.PublishAggregation(ctx, i, all, list); errors.Is(err, errFullAggregation); {
			all = nextList(all)
			err = h.PublishAggregation(ctx, i, all, list)
		}
		return err
	}
	return h.PublishStatusList(ctx, i, list, full.purpose)
}

// statusOf returns the status entries of a badge: those of the credential, and
// that of its claim if it is a token.
func statusOf(doc *badge.Document) (entries []badge.CredentialStatus) {
	if _, has := doc.At("/credentialStatus"); has {
		entries = doc.Credential().CredentialStatus
	}
	if _, token := doc.JWS(); token {
		if e, err := status.ParseClaim(doc.Root().Member("status")); err == nil {
			entries = append(entries, badge.CredentialStatus{Type: status.TokenType,
				StatusListIndex: strconv.FormatUint(e.Index, 10), StatusListCredential: e.List})
		}
	}
	return entries
}
