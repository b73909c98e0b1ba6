package issuer_test

import (
	"context"
	"crypto"
	"encoding/json"
	"errors"
	"testing"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
	"github.com/stretchr/testify/require"
)

const (
	school  = "did:web:school.example"
	learner = "did:example:learner"
	address = "noor@student.example"
)

// config is that of an issuer in a world, with one key for each scheme.
func config(w *verifytest.World, schemes ...proof.Scheme) issuer.Config {
	cfg := issuer.Config{
		Profile: badge.Profile{ID: school, Type: []string{"Profile"}, Name: "The School"},
		Now:     w.Now,
	}
	for _, s := range schemes {
		cfg.Proofs = append(cfg.Proofs, issuer.Securing{Scheme: s, Signer: key.Signer{Key: w.Key(school, s), Method: school + "#" + string(s)}})
	}
	return cfg
}

// open makes the issuer and publishes its keys.
func open(t *testing.T, w *verifytest.World, cfg issuer.Config) *issuer.Issuer {
	t.Helper()
	i, err := issuer.New(cfg)
	require.NoError(t, err)
	document, err := i.ControllerDocument()
	require.NoError(t, err)
	w.Publish("https://school.example/.well-known/did.json", document)
	return i
}

// codes returns the codes of an error, those of an *InvalidError in order.
func codes(err error) []string {
	var list []string
	var invalid *issuer.InvalidError
	switch {
	case errors.As(err, &invalid):
		for _, p := range invalid.Problems {
			list = append(list, p.Code)
		}
	case badge.CodeOf(err) != "":
		list = append(list, badge.CodeOf(err))
	}
	return list
}

// accepted verifies a badge and returns the report.
func accepted(t *testing.T, w *verifytest.World, data []byte) *verify.Report {
	t.Helper()
	report, err := w.Verifier(verify.Issuers(school)).Verify(t.Context(), data)
	require.NoError(t, err, report)
	return report
}

// schemesOf returns the schemes of the proofs on a document.
func schemesOf(t *testing.T, d *badge.Document) []proof.Scheme {
	t.Helper()
	proofs, err := proof.Find(d)
	require.NoError(t, err)
	var list []proof.Scheme
	for _, p := range proofs {
		list = append(list, p.Scheme())
	}
	return list
}

// members returns the names of the members of the JSON text of a document.
func members(t *testing.T, d *badge.Document) map[string]json.RawMessage {
	t.Helper()
	all := map[string]json.RawMessage{}
	require.NoError(t, json.Unmarshal(d.JSON(), &all))
	return all
}

// twoFaced is a signer whose public key is not that of its signatures.
type twoFaced struct {
	crypto.Signer
	shown crypto.PublicKey
}

func (s twoFaced) Public() crypto.PublicKey { return s.shown }

func issue(ctx context.Context, i *issuer.Issuer, edit func(*badge.Credential)) (*badge.Document, error) {
	c := verifytest.Badge()
	if edit != nil {
		edit(&c)
	}
	return i.Issue(ctx, c)
}
