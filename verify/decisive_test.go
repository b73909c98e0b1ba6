package verify_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// RE-7: where the structure fails, what can be answered offline is answered, and
// nothing is fetched.
func TestBadStructureIsNoExcuse(t *testing.T) {
	secret := ed25519.NewKeyFromSeed(slices.Repeat([]byte{9}, ed25519.SeedSize))
	id, method := didKey(secret)
	for _, scheme := range []proof.Scheme{proof.EdDSAJCS2022, proof.EdDSARDFC2022, proof.EdDSA} {
		world := schoolWorld(t)
		publishList(t, world, "school.example", revocations, listCredential(t, revocations, "revocation"))
		doc := edited(t, verifytest.Badge(), func(o object) {
			at(o, "/issuer")["id"] = id
			delete(subjectOf(o), "achievement")
			o["validUntil"] = "2026-09-15T00:00:00Z"
			o["credentialStatus"] = entryAt(revocations, "revocation", "7")
			o["endorsement"] = []any{nestedProof(t, world, "school.example", nil)}
		})
		good, err := proof.Sign(t.Context(), doc, scheme, key.Signer{Key: secret, Method: method}, proof.Options{Created: world.Now()})
		require.NoError(t, err)
		v := verifierWith(t, world, func(c *verify.Config) { c.Trust = verify.Issuers(id) })
		r, err := v.VerifyFor(t.Context(), good.Bytes(), badge.Recipient{ID: "did:example:somebody"})
		require.ErrorIs(t, err, verify.ErrRejected)
		requireCheck(t, r, verify.StageStructure, verify.Failed, "schema.required")
		requireCheck(t, r, verify.StageSignature, verify.Passed, "signature.valid")
		requireCheck(t, r, verify.StageTime, verify.Failed, "time.expired")
		requireCheck(t, r, verify.StageRecipient, verify.Failed, "recipient.mismatch")
		if scheme != proof.EdDSA {
			r, err = v.Verify(t.Context(), bytes.Replace(good.Bytes(), []byte("did:example:learner"), []byte("did:example:lernaer"), 1))
			require.ErrorIs(t, err, verify.ErrRejected)
			requireCheck(t, r, verify.StageStructure, verify.Failed, "schema.required")
			requireCheck(t, r, verify.StageSignature, verify.Failed, "proof.signature")
		}
		require.Zero(t, world.Hits(""))
	}
}

// RE-10: a malformed status entry is not an absent one, whatever the policy for
// lists that cannot be reached.
func TestMalformedEntryIsNotAbsent(t *testing.T) {
	for name, edit := range map[string]func(object){
		"index missing":      func(e object) { delete(e, "statusListIndex") },
		"index is a boolean": func(e object) { e["statusListIndex"] = true },
		"index is an array":  func(e object) { e["statusListIndex"] = []any{"7"} },
		"list missing":       func(e object) { delete(e, "statusListCredential") },
		"list is a number":   func(e object) { e["statusListCredential"] = 7 },
		"purpose missing":    func(e object) { delete(e, "statusPurpose") },
		"type missing":       func(e object) { delete(e, "type") },
		"size is a text":     func(e object) { e["statusSize"] = "1" },
	} {
		world := schoolWorld(t)
		publishList(t, world, "school.example", revocations, listCredential(t, revocations, "revocation"))
		entry := entryAt(revocations, "revocation", "7")
		edit(entry)
		data := badgeWithStatus(t, world, entry).Bytes()
		for _, policy := range []verify.StatusPolicy{verify.StatusRequired, verify.StatusIfReachable} {
			r, err := verifierWith(t, world, func(c *verify.Config) { c.StatusPolicy = policy }).Verify(t.Context(), data)
			require.ErrorIs(t, err, verify.ErrRejected, "%s: %s", name, outline(r))
			require.Contains(t, []string{"status.member", "status.index", "status.size", "status.syntax"}, r.Decisive().Code, name)
			require.Equal(t, verify.StageStatus, r.Decisive().Stage, name)
		}
		require.Zero(t, world.Hits(revocations), name)
	}
}

// RE-15: Compat1EdTech accepts everything that Strict accepts.
func TestCompatOnlyWidens(t *testing.T) {
	accepted := 0
	for _, c := range vectorCases(t) {
		if c.config.Compat != verify.Strict {
			continue
		}
		if c.judge(t).Verdict != verify.Accepted {
			continue
		}
		accepted++
		c.config.Compat = verify.Compat1EdTech
		require.Equal(t, verify.Accepted, c.judge(t).Verdict, c.name)
	}
	require.Greater(t, accepted, 50)
}

// RE-25: the proof in a vc claim that leaves members to the claims covers what is
// written there, and the claims add nothing to it.
func TestProofInLeanClaim(t *testing.T) {
	lean := func(edit func(j *draft, vc tree)) func(*scene) []byte {
		return legacy(func(j *draft, vc tree) {
			delete(vc, "id")
			p := newProof()
			vc["@context"] = append(vc["@context"].([]any), "https://w3id.org/security/data-integrity/v2")
			j.claims["vc"] = j.prove(vc, p, j.scene.key(victimHost, proof.EdDSARDFC2022))
			edit(j, vc)
		})
	}
	for name, row := range map[string]struct {
		edit func(j *draft, vc tree)
		want verify.Verdict
		code string
	}{
		"as written":       {func(*draft, tree) {}, verify.Accepted, "signature.valid"},
		"a member changed": {func(_ *draft, vc tree) { vc["name"] = "Master" }, verify.Rejected, "proof.signature"},
		"a member added":   {func(_ *draft, vc tree) { vc["id"] = badgeID }, verify.Rejected, "proof.signature"},
		"another claim":    {func(j *draft, _ tree) { j.claims["sub"] = "did:example:other" }, verify.Rejected, "claims.mismatch"},
		"another key": {func(j *draft, vc tree) {
			p := newProof()
			delete(vc, "proof")
			j.prove(vc, p, j.scene.key("attacker.example", proof.EdDSARDFC2022))
		}, verify.Rejected, "proof.signature"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, verifytest.New(t))
			text := lean(row.edit)(s)
			s.config.EveryProof = true
			v, err := verify.New(s.config)
			require.NoError(t, err)
			r, _ := v.Verify(t.Context(), text)
			require.Equal(t, row.want, r.Verdict(), outline(r))
			require.Equal(t, row.code, r.Decisive().Code, outline(r))
		})
	}
}

// unreachable is an error of a Fetcher's own.
type unreachable struct{ host string }

func (u *unreachable) Error() string { return u.host }

// RE-44: the cause is found by errors.Is and errors.As.
func TestCauseIsInTheChain(t *testing.T) {
	world := schoolWorld(t)
	data := signed(t, world, edited(t, verifytest.Badge(), nil)).Bytes()
	failing := func(f func(ctx context.Context) error) *verify.Verifier {
		return verifierWith(t, world, func(c *verify.Config) {
			c.Fetcher = fetcherFunc(func(ctx context.Context, _ verify.Request) (verify.Response, error) { return verify.Response{}, f(ctx) })
		})
	}
	_, err := failing(func(context.Context) error { return fmt.Errorf("outer: %w", &unreachable{"a.example"}) }).Verify(t.Context(), data)
	var own *unreachable
	require.ErrorIs(t, err, verify.ErrInconclusive)
	require.True(t, errors.As(err, &own))
	require.Equal(t, "a.example", own.host)

	_, err = failing(func(context.Context) error { return verify.NewFetchError("fetch.tls", "no") }).Verify(t.Context(), data)
	var coded badge.Failure
	require.True(t, errors.As(err, &coded))
	require.Equal(t, "fetch.tls", coded.Code())

	ctx, cancel := context.WithTimeout(t.Context(), 0)
	defer cancel()
	_, err = failing(func(ctx context.Context) error { return ctx.Err() }).Verify(ctx, data)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.ErrorIs(t, err, verify.ErrInconclusive)
	require.Equal(t, "verify.cancelled", badge.CodeOf(err))
}
