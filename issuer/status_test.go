package issuer_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// register gives out the places of a list in order.
type register struct {
	calls, given int
	err          error
}

func (r *register) entries(_ context.Context, _ *issuer.Issuer, n int) (all []badge.CredentialStatus, err error) {
	r.calls++
	for range n {
		index := fmt.Sprint(r.given)
		r.given++
		all = append(all, badge.CredentialStatus{ID: "https://school.example/list#" + index, Type: status.BitstringEntry,
			StatusPurpose: status.Revocation, StatusListIndex: index, StatusListCredential: "https://school.example/list"})
	}
	return all, r.err
}

// SC-30: every badge has its own place, few places are wasted, and a credential with an entry keeps it.
func TestIssueAllStatus(t *testing.T) {
	w := verifytest.New(t)
	cfg := config(w, proof.EdDSA)
	r := &register{}
	cfg.Status, cfg.Workers = r.entries, 2
	i := open(t, w, cfg)
	asked, issued := 0, 0
	own, _ := (&register{given: 100_000}).entries(t.Context(), i, 1)
	var seen []string
	items := class(200, &asked, func(n int, c *badge.Credential) {
		switch n {
		case 50:
			c.CredentialStatus = own
		case 51:
			c.Subject.Achievement.Criteria = badge.Criteria{}
		}
	})
	for made, err := range i.IssueAll(t.Context(), items) {
		if made.Ref == 51 {
			require.Error(t, err)
			continue
		}
		require.NoError(t, err)
		issued++
		seen = append(seen, made.Document.Credential().CredentialStatus[0].StatusListIndex)
		require.Equal(t, made.Ref == 50, len(made.Item.Credential.CredentialStatus) == 1, "the item is as it was")
	}
	require.Equal(t, 199, issued)
	require.Contains(t, seen, "100000")
	slices.Sort(seen)
	require.Len(t, slices.Compact(seen), 199)
	require.LessOrEqual(t, r.given, 199+200/8, "few places are wasted")
	require.Less(t, r.calls, 50)
}

// Without a place there is no badge.
func TestStatusFails(t *testing.T) {
	w := verifytest.New(t)
	full := errors.New("the list is full")
	for name, give := range map[string]func(context.Context, *issuer.Issuer, int) ([]badge.CredentialStatus, error){
		"error": (&register{err: full}).entries,
		"none":  func(context.Context, *issuer.Issuer, int) ([]badge.CredentialStatus, error) { return nil, nil },
	} {
		cfg := config(w, proof.EdDSA)
		cfg.Status = give
		i := open(t, w, cfg)
		d, err := i.Issue(t.Context(), verifytest.Badge())
		require.Nil(t, d)
		require.Equal(t, name == "error", errors.Is(err, full))
		require.Error(t, err)
		asked := 0
		for made, err := range i.IssueAll(t.Context(), class(3, &asked, nil)) {
			require.Nil(t, made.Document)
			require.Error(t, err, name)
		}
		require.Equal(t, 3, asked)
	}
}

// A nil or zero Issuer answers with an error, and never panics.
func TestZeroIssuer(t *testing.T) {
	for _, i := range []*issuer.Issuer{nil, {}} {
		require.Empty(t, i.ID())
		require.Empty(t, i.Version())
		require.Empty(t, i.RevocationList())
		require.NotEmpty(t, i.HashedIdentity(badge.IdentifierEmailAddress, address).IdentityHash)
		_, issue := i.Issue(t.Context(), verifytest.Badge())
		_, profile := i.ProfileDocument()
		_, class := i.BadgeClass(badge.Achievement{})
		_, keys := i.KeyDocuments()
		_, controller := i.ControllerDocument()
		_, set := i.KeySet()
		_, list := i.StatusList(t.Context(), "https://school.example/list", nil, nil)
		for n, err := range []error{issue, profile, class, keys, controller, set, list} {
			require.Error(t, err, n)
		}
		for _, err := range i.IssueAll(t.Context(), slices.Values([]issuer.Item{{}})) {
			require.Error(t, err)
		}
		for range i.IssueAll(t.Context(), nil) {
			require.Fail(t, "an item of no sequence")
		}
	}
	w := verifytest.New(t)
	_, err := open(t, w, config(w, proof.EdDSA)).StatusList(t.Context(), "https://school.example/list", nil, nil)
	require.Error(t, err)
}
