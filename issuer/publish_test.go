package issuer_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

func TestControllerDocument(t *testing.T) {
	w := verifytest.New(t)
	i := open(t, w, config(w, proof.EdDSARDFC2022, proof.RS256))
	text, err := i.ControllerDocument()
	require.NoError(t, err)
	var document struct {
		ID                 string
		AssertionMethod    []string
		VerificationMethod []struct {
			ID, Type, Controller, PublicKeyMultibase string
			PublicKeyJwk                             map[string]string
		}
	}
	require.NoError(t, json.Unmarshal(text, &document))
	require.Equal(t, school, document.ID)
	require.Equal(t, []string{school + "#eddsa-rdfc-2022", school + "#RS256"}, document.AssertionMethod)
	multikey, jwk := document.VerificationMethod[0], document.VerificationMethod[1]
	require.Equal(t, "Multikey", multikey.Type)
	require.Equal(t, school, multikey.Controller)
	require.Equal(t, keyOf(t, w.Key(school, proof.EdDSARDFC2022)).Multikey(), multikey.PublicKeyMultibase)
	require.Equal(t, "JsonWebKey", jwk.Type)
	require.Equal(t, "RSA", jwk.PublicKeyJwk["kty"])
	require.Empty(t, jwk.PublicKeyJwk["d"])
}

// Keys of every kind are found by a verifier in what the issuer publishes.
func TestPublishedKeysVerify(t *testing.T) {
	for _, scheme := range []proof.Scheme{proof.EdDSARDFC2022, proof.ES256, proof.ES384, proof.RS256} {
		t.Run(string(scheme), func(t *testing.T) {
			w := verifytest.New(t)
			d, err := issue(t.Context(), open(t, w, config(w, scheme)), nil)
			require.NoError(t, err)
			require.Equal(t, verify.BindingDIDWeb, accepted(t, w, d.Bytes()).Binding())
		})
	}
}

// A badge that was signed before a change of keys still verifies, as long as
// the old key is published.
func TestChangeOfKeys(t *testing.T) {
	w := verifytest.New(t)
	before := config(w, proof.ES256)
	old, err := issue(t.Context(), open(t, w, before), nil)
	require.NoError(t, err)
	after := config(w, proof.EdDSARDFC2022)
	open(t, w, after)
	report, err := w.Verifier(verify.Issuers(school)).Verify(t.Context(), old.Bytes())
	require.ErrorIs(t, err, verify.ErrRejected)
	require.Equal(t, "did.key_not_bound", report.Decisive().Code)

	after.Keys = []key.Key{keyOf(t, before.Proofs[0].Signer.Key).WithID(before.Proofs[0].Signer.Method)}
	open(t, w, after)
	accepted(t, w, old.Bytes())
}

// An issuer whose id is its key publishes nothing.
func TestSelfAssertedIssuer(t *testing.T) {
	w := verifytest.New(t)
	secret := w.Key("self", proof.EdDSA)
	id := keyOf(t, secret).DIDKey()
	i, err := issuer.New(issuer.Config{
		Profile: badge.Profile{ID: id, Type: []string{"Profile"}}, Now: w.Now,
		Proofs: []issuer.Securing{{Scheme: proof.EdDSARDFC2022, Signer: key.Signer{Key: secret, Method: id + "#" + id[len("did:key:"):]}}},
	})
	require.NoError(t, err)
	d, err := issue(t.Context(), i, nil)
	require.NoError(t, err)
	report, err := w.Verifier(verify.Issuers(id)).Verify(t.Context(), d.Bytes())
	require.NoError(t, err, report)
	require.Equal(t, verify.BindingSelfAsserted, report.Binding())
	require.Zero(t, w.Hits(""))
}

func TestRevocation(t *testing.T) {
	const listAt = "https://school.example/status?list=1&of=2"
	for _, scheme := range []proof.Scheme{proof.EdDSARDFC2022, proof.ES256} {
		for purpose, code := range map[string]string{status.Revocation: "status.revoked", status.Suspension: "status.suspended"} {
			t.Run(string(scheme)+"/"+purpose, func(t *testing.T) {
				w := verifytest.New(t)
				i := open(t, w, config(w, scheme))
				list, err := status.NewList(purpose, 131072, 1)
				require.NoError(t, err)
				entry := status.Entry{Type: status.BitstringEntry, List: listAt, Purpose: purpose, Index: 94567}
				d, err := issue(t.Context(), i, func(c *badge.Credential) {
					c.CredentialStatus = []badge.CredentialStatus{{ID: listAt + "#94567", Type: entry.Type,
						StatusPurpose: purpose, StatusListIndex: "94567", StatusListCredential: listAt}}
				})
				require.NoError(t, err)
				v := w.Verifier(verify.Issuers(school))
				_, err = v.Verify(t.Context(), d.Bytes())
				require.ErrorIs(t, err, verify.ErrInconclusive, "the list is not there yet")

				publish(t, w, i, listAt, list)
				accepted(t, w, d.Bytes())
				require.NoError(t, list.Set(entry, 1))
				w.SetNow(w.Now().Add(time.Hour))
				publish(t, w, i, listAt, list)
				report, err := w.Verifier(verify.Issuers(school)).Verify(t.Context(), d.Bytes())
				require.ErrorIs(t, err, verify.ErrRejected)
				require.Equal(t, code, report.Decisive().Code)
			})
		}
	}
}

func publish(t *testing.T, w *verifytest.World, i *issuer.Issuer, url string, list *status.List) {
	t.Helper()
	signed, err := i.StatusList(t.Context(), url, list, nil)
	require.NoError(t, err)
	require.Equal(t, badge.KindStatusList, signed.Kind())
	require.Equal(t, url, signed.ID())
	w.Publish(url, signed.Bytes())
}

func TestStatusListAtBadAddress(t *testing.T) {
	w := verifytest.New(t)
	list, err := status.NewList(status.Revocation, 131072, 1)
	require.NoError(t, err)
	d, err := open(t, w, config(w, proof.EdDSA)).StatusList(t.Context(), "no address", list, nil)
	require.Nil(t, d)
	require.Contains(t, codes(err), "uri.syntax")
}
