package archive_test

import (
	"crypto"
	"encoding/base64"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/presentation"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/archive"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// wallet returns the key of a holder, and the DID that it is.
func wallet(t testing.TB, w *verifytest.World) (key.Signer, string) {
	secret := w.Key("learner", proof.EdDSARDFC2022)
	public, err := key.FromPublic(secret.Public())
	require.NoError(t, err)
	did := "did:key:" + public.Multikey()
	return key.Signer{Key: secret, Method: did + "#" + public.Multikey()}, did
}

// presents returns a presentation of a badge by its recipient, with the challenge
// that it answers. The badge may be that of an edit.
func presents(t testing.TB, w *verifytest.World, outer, inner proof.Scheme, o presentation.Options, edit func(*badge.Credential)) (verify.Config, verify.Item) {
	holder, did := wallet(t, w)
	c := verifytest.Badge()
	if c.Subject.ID = did; edit != nil {
		edit(&c)
	}
	o.Challenge, o.Domain, o.Channel, o.Scheme, o.Created = "6a1f9c", "https://verifier.example", "https://verifier.example/answer", outer, w.Now()
	made, err := presentation.Make(t.Context(), []*badge.Document{w.Issue(w.Issuer("school.example", inner), c)}, holder, o)
	require.NoError(t, err)
	return w.Config(verify.Issuers(school)), verify.Item{Data: made.Bytes(), Challenge: &verify.Challenge{Value: o.Challenge, Domain: o.Domain}}
}

// shown is a presentation with a badge that has its own proof.
func shown(t testing.TB, w *verifytest.World) (verify.Config, verify.Item) {
	return presents(t, w, proof.EdDSARDFC2022, proof.EdDSARDFC2022, presentation.Options{}, nil)
}

// shownToken is a presentation that is a token, with a badge that is one.
func shownToken(t testing.TB, w *verifytest.World) (verify.Config, verify.Item) {
	return presents(t, w, proof.EdDSA, proof.EdDSA, presentation.Options{Expires: w.Now().Add(5 * time.Minute)}, nil)
}

// The level and the answers for a presentation are those of the badges in it: the
// key of the holder, who is its own DID, says nothing about the school.
func TestPresentations(t *testing.T) {
	w := verifytest.New(t)
	public, err := key.FromPublic(w.Key("school.example", proof.EdDSARDFC2022).Public())
	require.NoError(t, err)
	pinned := map[string][]key.Key{school: {public}}
	for name, row := range map[string]struct {
		set     func(testing.TB, *verifytest.World) (verify.Config, verify.Item)
		days    int // until the check
		keys    map[string][]key.Key
		keepers []key.Key
		level   archive.Level
		verdict archive.Verdict
		was, is string
	}{
		"AR-1 key of the school on the web, a keeper":                                     {shown, 365, nil, keepers(t), archive.LevelSigned, archive.WasValid, archive.CodeWasValid, archive.CodeLapsed},
		"AR-1 key of the school on the web, nobody":                                       {shown, 0, nil, nil, archive.LevelCopy, archive.Inconclusive, archive.CodeUndated, archive.CodeSince},
		"AR-6 key of the school pinned, and anybody can have written down what was asked": {shown, 0, pinned, nil, archive.LevelSigned, archive.Inconclusive, archive.CodeUndated, archive.CodeSince},
		"AR-1 the same, and a keeper":                                                     {shown, 365, pinned, keepers(t), archive.LevelSigned, archive.WasValid, archive.CodeWasValid, archive.CodeLapsed},
		"AR-1 tokens, and a keeper":                                                       {shownToken, 365, nil, keepers(t), archive.LevelSigned, archive.WasValid, archive.CodeWasValid, archive.CodeLapsed},
		"AR-1 tokens, and nobody":                                                         {shownToken, 365, nil, nil, archive.LevelCopy, archive.Rejected, archive.CodeUndated, archive.CodeLapsed},
	} {
		t.Run(name, func(t *testing.T) {
			w := verifytest.New(t)
			cfg, item := row.set(t, w)
			kept := attested(t, record(t, cfg, item), w.Now())
			cfg.Fetcher, cfg.Keys, cfg.Now = nil, row.keys, func() time.Time { return w.Now().AddDate(0, 0, row.days) }
			got := checked(t, kept, archive.Policy{Config: cfg, Keepers: row.keepers})
			require.Equal(t, row.level, got.Level, got.String())
			require.Equal(t, row.verdict, got.Verdict(), got.String())
			require.Equal(t, row.was, got.Was.Code)
			require.Equal(t, row.is, got.Is.Code)
		})
	}
}

// A revocation and a challenge count as they do online.
func TestPresentationsLater(t *testing.T) {
	t.Run("AR-11 a badge of a presentation that was revoked since", func(t *testing.T) {
		w := verifytest.New(t)
		office := w.Office(badge.OB3)
		holder, did := wallet(t, w)
		c := verifytest.Badge()
		c.Subject.ID = did
		doc := office.Award(c)
		made, err := presentation.Make(t.Context(), []*badge.Document{doc}, holder, presentation.Options{Challenge: "6a1f9c", Domain: "verifier.example",
			Channel: "https://verifier.example/answer", Scheme: proof.EdDSARDFC2022, Created: w.Now()})
		require.NoError(t, err)
		cfg := verify.Config{Trust: verify.Issuers(office.Issuer.ID()), Fetcher: office.Client, Now: w.Now}
		kept := attested(t, record(t, cfg, verify.Item{Data: made.Bytes(), Challenge: &verify.Challenge{Value: "6a1f9c", Domain: "verifier.example"}}), w.Now())
		w.SetNow(w.Now().AddDate(0, 1, 0))
		require.NoError(t, office.Host.Revoke(t.Context(), office.Issuer, doc.ID(), "a mistake"))
		alone := cfg
		alone.Fetcher = nil
		got := checked(t, kept, archive.Policy{Config: alone, Keepers: keepers(t)})
		require.Equal(t, archive.WasValid, got.Verdict(), got.String())
		require.Equal(t, archive.CodeLapsed, got.Is.Code)
		got = checked(t, kept, archive.Policy{Config: cfg, Keepers: keepers(t)})
		require.Equal(t, archive.CodeRevoked, badge.CodeOf(got.Err()), got.String())
		require.Equal(t, archive.Rejected, got.Verdict())
	})
	t.Run("the challenge is part of what was kept", func(t *testing.T) {
		w := verifytest.New(t)
		cfg, item := shown(t, w)
		item.Challenge.Value = "another"
		recorder, err := archive.NewRecorder(cfg)
		require.NoError(t, err)
		_, err = recorder.Verify(t.Context(), item)
		require.ErrorIs(t, err, verify.ErrRejected)
		kept, err := recorder.Seal(nil)
		require.NoError(t, err)
		cfg.Fetcher = nil
		got := checked(t, attested(t, kept, w.Now()), archive.Policy{Config: cfg, Keepers: keepers(t)})
		require.Equal(t, archive.CodeNotValid, badge.CodeOf(got.Err()), got.String())
		require.Equal(t, "proof.challenge", got.Then.Decisive().Code)
	})
}

// An answer to a challenge counts if it came in time.
func TestChallenges(t *testing.T) {
	t.Run("an answer that came in time counts when its archive is proved, and a late one does not", func(t *testing.T) {
		for _, row := range []struct {
			recorded, proved time.Duration // after the answer
			want             archive.Verdict
			code             string
		}{
			{time.Minute, 2 * time.Minute, archive.WasValid, archive.CodeWasValid},
			{5 * time.Minute, 23 * time.Hour, archive.WasValid, archive.CodeWasValid},
			{5*time.Minute + time.Second, 6 * time.Minute, archive.Rejected, archive.CodeNotValid},
		} {
			w := verifytest.New(t)
			cfg, item := shown(t, w)
			item.Challenge.NotBefore, item.Challenge.NotAfter = w.Now(), w.Now().Add(5*time.Minute)
			sent := w.Now()
			w.SetNow(sent.Add(row.recorded))
			recorder, err := archive.NewRecorder(cfg)
			require.NoError(t, err)
			_, err = recorder.Verify(t.Context(), item)
			require.Equal(t, row.want == archive.Rejected, err != nil)
			kept, err := recorder.Seal(nil)
			require.NoError(t, err)
			w.SetNow(sent.AddDate(1, 0, 0))
			cfg.Fetcher = nil
			got := checked(t, attested(t, kept, sent.Add(row.proved)), archive.Policy{Config: cfg, Keepers: keepers(t)})
			require.Equal(t, row.want, got.Verdict(), got.String())
			require.Equal(t, row.code, got.Was.Code)
		}
	})
}

// A badge in a presentation that is a token ends like one that is beside it.
func TestEndsInside(t *testing.T) {
	t.Run("AR-11 a token in a list of tokens, as VCDM 1.1 has them", func(t *testing.T) {
		w := verifytest.New(t)
		holder, did := wallet(t, w)
		c := verifytest.Badge()
		c.Subject.ID, c.ValidUntil = did, badge.DateTimeOf(w.Now().Add(time.Hour))
		inner := w.Issue(w.Issuer("school.example", proof.EdDSA), c)
		claims := object{"iss": did, "nonce": "6a1f9c", "aud": "verifier.example", "iat": w.Now().Unix(), "exp": w.Now().Add(48 * time.Hour).Unix(),
			"vp": object{"@context": []string{badge.ContextVC1}, "type": []string{"VerifiablePresentation"}, "verifiableCredential": []string{string(inner.Bytes())}}}
		b64 := base64.RawURLEncoding.EncodeToString
		input := b64(text(t, object{"alg": "EdDSA", "typ": "JWT", "kid": holder.Method})) + "." + b64(text(t, claims))
		signature, err := holder.Key.Sign(nil, []byte(input), crypto.Hash(0))
		require.NoError(t, err)
		made := []byte(input + "." + b64(signature))
		cfg := w.Config(verify.Issuers(school))
		kept := attested(t, record(t, cfg, verify.Item{Data: made, Challenge: &verify.Challenge{Value: "6a1f9c", Domain: "verifier.example"}}), w.Now())
		public, err := key.FromPublic(w.Key("school.example", proof.EdDSA).Public())
		require.NoError(t, err)
		cfg.Fetcher, cfg.Keys = nil, map[string][]key.Key{school: {public}}
		for after, code := range map[time.Duration]string{time.Minute: archive.CodeIsValid, 2 * time.Hour: archive.CodeLapsed} {
			cfg.Now = func() time.Time { return w.Now().Add(after) }
			got := checked(t, kept, archive.Policy{Config: cfg, Keepers: keepers(t)})
			require.Equal(t, code, got.Is.Code, got.String())
		}
	})
}
