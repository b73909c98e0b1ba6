package issuer

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/status"
)

// How long a status list token is valid, and how long a verifier may use a copy,
// if its issuer does not say.
const (
	tokenLife = 24 * time.Hour
	tokenTTL  = 5 * time.Minute
)

// StatusToken signs a status list as the token that is published at its Subject
// (Token Status List §5.1), with the key of a token in Config.Proofs or else the
// first key there. Sign and publish it again after every change, and before it
// expires.
//
// StatusToken fills in the Issuer, and unless they are set a TTL of 5 minutes and
// an end a day after the time of issue. Issued is that of the token that this one
// replaces, zero for a new list: the new one is never dated before it, even if
// the clock was set back, because verifiers refuse an older list.
func (i *Issuer) StatusToken(ctx context.Context, t status.Token) (*badge.Document, error) {
	if err := i.ready(); err != nil {
		return nil, err
	}
	switch {
	case !i.standard.listsStatus:
		return nil, errors.New("issuer: status lists are of Open Badges 3.0, and this Issuer writes 2.0")
	case i.claims == nil:
		return nil, errors.New("issuer: a status list token needs a signer with a Method in Config.Proofs")
	}
	now := i.now().Truncate(time.Second)
	if t.Issuer = i.profile.ID; t.Issued.Before(now) {
		t.Issued = now
	}
	t.TTL = cmp.Or(t.TTL, tokenTTL)
	if t.Expires.IsZero() {
		t.Expires = t.Issued.Add(tokenLife)
	}
	if !t.Expires.After(now) {
		return nil, fmt.Errorf("issuer: the status list token expires at %s, wanted a time after %s", t.Expires.UTC().Format(time.RFC3339), now.UTC().Format(time.RFC3339))
	}
	claims, err := t.JSON()
	if err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	doc, err := i.claims(ctx, claims, status.TokenType)
	if err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	return doc, nil
}

// claimStatus takes the entry in a Token Status List out of a credential, and
// returns it as the claim status of the token that the badge becomes. A
// credential without one has no claim.
func (i *Issuer) claimStatus(c *badge.Credential) (json.RawMessage, error) {
	listed := func(e badge.CredentialStatus) bool { return e.Type == status.TokenType }
	at := slices.IndexFunc(c.CredentialStatus, listed)
	if at < 0 {
		return nil, nil
	}
	entry := c.CredentialStatus[at]
	c.CredentialStatus = slices.Delete(slices.Clone(c.CredentialStatus), at, at+1)
	switch {
	case !i.tokens:
		return nil, errors.New("issuer: an entry in a Token Status List is a claim: it needs a Securing with the scheme of a token")
	case slices.ContainsFunc(c.CredentialStatus, listed):
		return nil, errors.New("issuer: the credential has two entries in Token Status Lists, wanted one")
	}
	index, err := strconv.ParseUint(entry.StatusListIndex, 10, 64)
	if err != nil {
		return nil, fmt.Errorf("issuer: the status list index is %.64q, wanted a whole number from 0", entry.StatusListIndex)
	}
	claim, err := status.Entry{Type: status.TokenType, List: entry.StatusListCredential, Index: index}.Claim()
	if err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	return claim, nil
}
