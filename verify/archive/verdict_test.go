package archive_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/archive"
	"github.com/openbadges-go/openbadges/verify/archive/timeproof"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

func TestBareCopies(t *testing.T) {
	t.Run("AR-6 a forged edubadge in an archive that nobody vouches for", func(t *testing.T) {
		forger := verifytest.New(t) // whose web says whatever the forger wants
		cfg, item := hostedBadge(t, forger)
		kept := record(t, cfg, item)
		cfg.Fetcher = nil
		got := checked(t, kept, archive.Policy{Config: cfg})
		require.ErrorIs(t, got.Err(), verify.ErrInconclusive)
		require.Equal(t, archive.CodeUndated, badge.CodeOf(got.Err()))
		require.Equal(t, archive.LevelCopy, got.Level)
		require.Contains(t, got.String(), "bare copy")
		require.NotContains(t, strings.ToLower(got.String()), "genuine")
	})
	t.Run("AR-6 the same with a time stamp's worth of time: a witness of time is not a keeper", func(t *testing.T) {
		w := verifytest.New(t)
		cfg, item := hostedBadge(t, w)
		kept := attested(t, record(t, cfg, item), w.Now())
		cfg.Fetcher = nil
		got := checked(t, kept, archive.Policy{Config: cfg, Time: timeproof.Policy{Witnesses: keepers(t)}})
		require.ErrorIs(t, got.Err(), verify.ErrInconclusive)
		require.Equal(t, archive.LevelCopy, got.Level)
		require.Equal(t, w.Now(), got.Seen.Time)
		require.Equal(t, archive.CodeUncertain, got.Was.Code)
		require.Equal(t, archive.CodeUnvouched, got.Then.Decisive().Code)
	})
}

// A list that says nothing about its time proves nothing about any.
func TestUndatedLists(t *testing.T) {
	t.Run("a status list of any age, in an archive that is only stamped", func(t *testing.T) {
		w := verifytest.New(t)
		by := w.Issuer("school.example", proof.EdDSARDFC2022)
		bits, err := status.NewList(status.Revocation, 131072, 1)
		require.NoError(t, err)
		k, err := key.FromPublic(w.Key("school.example", proof.EdDSARDFC2022).Public())
		require.NoError(t, err)
		c := verifytest.Badge()
		c.CredentialStatus = []badge.CredentialStatus{{ID: list + "#7", Type: "BitstringStatusListEntry", StatusPurpose: "revocation", StatusListIndex: "7", StatusListCredential: list}}
		item := verify.Item{Data: w.Issue(by, c).Bytes()}
		made, err := by.StatusList(t.Context(), list, bits, nil)
		require.NoError(t, err)
		w.Publish(list, made.Bytes())
		dated, item20 := claimsToken(t, verifytest.New(t)) // whose list has an end
		pinned, err := key.FromPublic(w.Key("school.example", proof.EdDSA).Public())
		require.NoError(t, err)
		for _, row := range []struct {
			name  string
			cfg   verify.Config
			item  verify.Item
			key   key.Key
			after time.Duration
			want  archive.Verdict
			code  string
		}{
			{"new", w.Config(verify.Issuers(school)), item, k, time.Hour, archive.WasValid, verify.CodeSignatureValid},
			{"old", w.Config(verify.Issuers(school)), item, k, 25 * time.Hour, archive.Inconclusive, archive.CodeUnvouched},
			{"with an end", dated, item20, pinned, 23 * time.Hour, archive.WasValid, verify.CodeSignatureValid},
			{"ended", dated, item20, pinned, 25 * time.Hour, archive.Inconclusive, "status.token_expired"},
		} {
			row.cfg.Keys = map[string][]key.Key{school: {row.key}}
			stamped := attested(t, record(t, row.cfg, row.item), w.Now().Add(row.after))
			row.cfg.Fetcher, row.cfg.Now = nil, func() time.Time { return w.Now().AddDate(1, 0, 0) }
			got := checked(t, stamped, archive.Policy{Config: row.cfg, Time: timeproof.Policy{Witnesses: keepers(t)}})
			require.Equal(t, row.want, got.Verdict(), "%s: %s", row.name, got)
			require.Equal(t, row.code, got.Then.Decisive().Code, "%s: %s", row.name, got)
		}
	})
}

// A statement counts for the archive that it names, and for answers that were new.
func TestStatements(t *testing.T) {
	t.Run("a keeper who signs old answers, or answers of the future, confirms no host", func(t *testing.T) {
		w := verifytest.New(t)
		cfg, item := hostedBadge(t, w)
		kept := record(t, cfg, item)
		cfg.Fetcher = nil
		made := w.Now()
		w.SetNow(made.AddDate(1, 0, 0))
		for at, level := range map[time.Time]archive.Level{
			made.Add(24 * time.Hour): archive.LevelWitnessed, made.Add(25 * time.Hour): archive.LevelCopy, made.Add(-2 * time.Minute): archive.LevelCopy,
		} {
			got := checked(t, attested(t, kept, at), archive.Policy{Config: cfg, Keepers: keepers(t)})
			require.Equal(t, level, got.Level, at)
			require.Equal(t, at, got.Seen.Time)
		}
	})
	t.Run("a statement about another archive", func(t *testing.T) {
		w := verifytest.New(t)
		cfg, item := hostedBadge(t, w)
		kept := record(t, cfg, item)
		w.SetNow(w.Now().Add(time.Second))
		other := attested(t, record(t, cfg, item), w.Now())
		moved, err := kept.WithProofs(other.Proofs()...)
		require.NoError(t, err)
		got := checked(t, moved, archive.Policy{Config: cfg, Keepers: keepers(t)})
		require.Equal(t, archive.LevelFetched, got.Level, "the host still confirms the badge")
		require.Equal(t, archive.CodeUndated, got.Was.Code)
		require.Contains(t, got.Was.Message, "other data")
	})
}

func TestToday(t *testing.T) {
	t.Run("AR-11 revoked after capture", func(t *testing.T) {
		w := verifytest.New(t)
		office := w.Office(badge.OB3)
		doc := office.Award(verifytest.Badge())
		cfg := verify.Config{Trust: verify.Issuers(office.Issuer.ID()), Fetcher: office.Client, Now: w.Now}
		made := w.Now()
		kept := attested(t, record(t, cfg, verify.Item{Data: doc.Bytes()}), made)
		w.SetNow(made.AddDate(0, 1, 0))
		require.NoError(t, office.Host.Revoke(t.Context(), office.Issuer, doc.ID(), "a mistake"))

		alone := cfg
		alone.Fetcher = nil
		got := checked(t, kept, archive.Policy{Config: alone, Keepers: keepers(t)})
		require.NoError(t, got.Err(), got.String())
		require.Equal(t, archive.WasValid, got.Verdict())
		require.Equal(t, archive.CodeSince, got.Is.Code)

		got = checked(t, kept, archive.Policy{Config: cfg, Keepers: keepers(t)})
		require.ErrorIs(t, got.Err(), verify.ErrRejected)
		require.Equal(t, archive.CodeRevoked, badge.CodeOf(got.Err()))
		require.Equal(t, archive.Rejected, got.Verdict())
		require.Equal(t, archive.CodeWasValid, got.Was.Code, "the archive still answers the other question")
	})
	t.Run("AR-11 a hosted badge that its host has removed", func(t *testing.T) {
		w := verifytest.New(t)
		cfg, item := hostedBadge(t, w)
		kept := attested(t, record(t, cfg, item), w.Now())
		for _, at := range append(edubadges.Views(hosted), hosted) {
			w.Answer(at, verify.Response{Status: 410})
		}
		got := checked(t, kept, archive.Policy{Config: cfg, Keepers: keepers(t)})
		require.ErrorIs(t, got.Err(), verify.ErrRejected, got.String())
		require.Equal(t, archive.CodeRevoked, badge.CodeOf(got.Err()))
	})
	t.Run("expired since: was valid, and is not", func(t *testing.T) {
		w := verifytest.New(t)
		c := verifytest.Badge()
		c.ValidUntil = "2026-12-31T00:00:00Z"
		doc := w.Issue(w.Issuer("school.example", proof.EdDSARDFC2022), c)
		kept := attested(t, record(t, w.Config(verify.Issuers(school)), verify.Item{Data: doc.Bytes()}), w.Now())
		w.SetNow(w.Now().AddDate(1, 0, 0))
		got := checked(t, kept, archive.Policy{Config: offline(w, verify.Issuers(school)), Keepers: keepers(t)})
		require.Equal(t, archive.WasValid, got.Verdict())
		require.Equal(t, archive.CodeLapsed, got.Is.Code)
		require.Equal(t, verify.CodeTimeExpired, got.Now.Decisive().Code)
	})
	t.Run("not valid at the proved time", func(t *testing.T) {
		w := verifytest.New(t)
		doc := w.Issue(w.Issuer("school.example", proof.EdDSARDFC2022), verifytest.Badge())
		kept := attested(t, record(t, w.Config(verify.Issuers(school)), verify.Item{Data: doc.Bytes()}), w.Now())
		got := checked(t, kept, archive.Policy{Config: offline(w, verify.Issuers("did:web:other.example")), Keepers: keepers(t)})
		require.ErrorIs(t, got.Err(), verify.ErrRejected)
		require.Equal(t, archive.CodeNotValid, badge.CodeOf(got.Err()))
	})
}

func TestTodayAndThen(t *testing.T) {
	t.Run("KH-5 the issuer has removed the key since", func(t *testing.T) {
		w := verifytest.New(t)
		doc := w.Issue(w.Issuer("school.example", proof.EdDSARDFC2022), verifytest.Badge())
		kept := attested(t, record(t, w.Config(verify.Issuers(school)), verify.Item{Data: doc.Bytes()}), w.Now())
		made := w.Now()
		w.SetNow(made.AddDate(1, 0, 0))
		w.Issuer("school.example", proof.ECDSARDFC2019)
		got := checked(t, kept, archive.Policy{Config: w.Config(verify.Issuers(school)), Keepers: keepers(t)})
		require.Equal(t, archive.WasValid, got.Verdict(), got.String())
		require.Equal(t, made, got.Seen.Time)
		require.Equal(t, archive.CodeSince, got.Is.Code)
		require.NotEqual(t, verify.Accepted, got.Online.Verdict())
	})
	t.Run("the host publishes another text since", func(t *testing.T) {
		w := verifytest.New(t)
		cfg, item := hostedBadge(t, w)
		kept := attested(t, record(t, cfg, item), w.Now())
		p := archive.Policy{Config: cfg, Keepers: keepers(t)}
		got := checked(t, kept, p)
		require.Equal(t, archive.CodeIsValid, got.Is.Code, got.String())
		for _, row := range []struct {
			name, code string
			verdict    archive.Verdict
		}{{"Soldering", archive.CodeChanged, archive.IsValid}, {"Welding", archive.CodeReplaced, archive.WasValid}} {
			for _, at := range append(edubadges.Views(class), class) {
				w.Publish(at, text(t, object{"@context": badge.ContextOB2, "type": "BadgeClass", "id": class, "name": row.name, "description": "Works with metal.",
					"image": class + "/image", "criteria": object{"narrative": "Work."}, "issuer": profile}))
			}
			got = checked(t, kept, p)
			require.NoError(t, got.Err())
			require.Equal(t, row.code, got.Is.Code, got.String())
			require.Equal(t, row.verdict, got.Verdict())
		}
	})
	t.Run("another recipient", func(t *testing.T) {
		w := verifytest.New(t)
		cfg, item := token(t, w)
		kept := attested(t, record(t, cfg, item), w.Now())
		cfg.Fetcher = nil
		for who, code := range map[string]string{"did:example:learner": archive.CodeWasValid, "did:example:thief": archive.CodeNotValid} {
			got := checked(t, kept, archive.Policy{Config: cfg, Keepers: keepers(t), Recipient: &badge.Recipient{ID: who}})
			require.Equal(t, code, got.Was.Code, got.String())
		}
	})
	t.Run("another owner of the domain does not undo what was", func(t *testing.T) {
		w := verifytest.New(t)
		doc := w.Issue(w.Issuer("school.example", proof.EdDSARDFC2022), verifytest.Badge())
		kept := attested(t, record(t, w.Config(verify.Issuers(school)), verify.Item{Data: doc.Bytes()}), w.Now())
		later := verifytest.New(t)
		later.SetNow(w.Now().AddDate(10, 0, 0))
		later.Issuer("school.example", proof.ECDSARDFC2019)
		got := checked(t, kept, archive.Policy{Config: later.Config(verify.Issuers(school)), Keepers: keepers(t)})
		require.Equal(t, archive.WasValid, got.Verdict(), got.String())
		require.Equal(t, archive.LevelSigned, got.Level)
		require.Equal(t, archive.CodeSince, got.Is.Code)
		require.NotEqual(t, verify.Accepted, got.Online.Verdict())
	})
}

func TestRedact(t *testing.T) {
	w := verifytest.New(t)
	cfg, item := hostedBadge(t, w)
	kept := attested(t, record(t, cfg, item), w.Now())
	cfg.Fetcher = nil
	p := archive.Policy{Config: cfg, Keepers: keepers(t)}
	t.Run("AR-10 an answer that the check needs", func(t *testing.T) {
		var digest string
		for _, a := range kept.Badges()[0].Answers {
			if a.URL == class {
				digest = a.Digest
			}
		}
		less, err := kept.Redact(digest)
		require.NoError(t, err)
		less, err = archive.Open(less.Bytes())
		require.NoError(t, err)
		require.Equal(t, kept.Manifest(), less.Manifest())
		_, there := less.Object(digest)
		require.False(t, there)
		got := checked(t, less, p)
		require.ErrorIs(t, got.Err(), verify.ErrInconclusive)
		require.Equal(t, archive.LevelCopy, got.Level)
		require.Equal(t, archive.CodeRedacted, got.Then.Decisive().Code)
		require.Equal(t, w.Now(), got.Seen.Time, "the proof still holds")
	})
	t.Run("AR-10 what only people read", func(t *testing.T) {
		b := kept.Badges()[0]
		less, err := kept.Redact(digestOf(string(b.Report)), digestOf(string(kept.Page())))
		require.NoError(t, err)
		require.Nil(t, less.Page())
		require.Nil(t, less.Badges()[0].Report)
		less, err = archive.Open(less.Bytes())
		require.NoError(t, err)
		require.Equal(t, archive.LevelWitnessed, checked(t, less, p).Level)
	})
	t.Run("AR-10 the badge", func(t *testing.T) {
		less, err := kept.Redact(digestOf(string(item.Data)))
		require.NoError(t, err)
		got := checked(t, less, p)
		require.ErrorIs(t, got.Err(), verify.ErrInconclusive)
		require.Equal(t, archive.CodeUnread, badge.CodeOf(got.Err()))
		require.Equal(t, archive.LevelCopy, got.Level)
	})
	t.Run("bytes that are not there", func(t *testing.T) {
		_, err := kept.Redact(digestOf("nothing"))
		require.Equal(t, archive.CodeObjectGone, badge.CodeOf(err))
	})
}

// gone is a Fetcher without a network.
type gone struct{}

func (gone) Fetch(context.Context, verify.Request) (verify.Response, error) {
	return verify.Response{}, errors.New("no network")
}

func TestWhatIsMissing(t *testing.T) {
	t.Run("AR-5 a URL that was not asked for", func(t *testing.T) {
		w := verifytest.New(t)
		cfg, item := withList(t, w)
		ignoring := cfg
		ignoring.StatusPolicy = verify.StatusIgnored
		kept := attested(t, record(t, ignoring, item), w.Now())
		cfg.Fetcher = nil
		got := checked(t, kept, archive.Policy{Config: cfg, Keepers: keepers(t)})
		require.ErrorIs(t, got.Err(), verify.ErrInconclusive)
		require.Equal(t, archive.CodeAbsent, got.Then.Decisive().Code)
		require.Equal(t, archive.LevelCopy, got.Level)
	})
	t.Run("a host that did not answer", func(t *testing.T) {
		w, _, doc := signedBadge(t)
		cfg := w.Config(verify.Issuers(school))
		cfg.Fetcher = gone{}
		recorder, err := archive.NewRecorder(cfg)
		require.NoError(t, err)
		_, err = recorder.Verify(t.Context(), verify.Item{Data: doc.Bytes()})
		require.ErrorIs(t, err, verify.ErrInconclusive)
		kept, err := recorder.Seal(nil)
		require.NoError(t, err)
		require.Equal(t, archive.CodeNoAnswer, kept.Badges()[0].Answers[0].Failure)
		got := checked(t, kept, archive.Policy{Config: cfg})
		require.Equal(t, archive.CodeNoAnswer, got.Now.Decisive().Code)
	})
	t.Run("no configuration", func(t *testing.T) {
		_, err := archive.NewRecorder(verify.Config{})
		require.Equal(t, archive.CodeConfig, badge.CodeOf(err))
		w, _, doc := signedBadge(t)
		_, err = record(t, w.Config(verify.Issuers(school)), verify.Item{Data: doc.Bytes()}).Check(t.Context(), archive.Policy{})
		require.Equal(t, archive.CodeConfig, badge.CodeOf(err))
	})
	t.Run("nothing recorded", func(t *testing.T) {
		recorder, err := archive.NewRecorder(verify.Config{Trust: verify.AnyIssuer()})
		require.NoError(t, err)
		_, err = recorder.Seal(nil)
		require.Equal(t, archive.CodeSeal, badge.CodeOf(err))
	})
	t.Run("a renewal names what it renews", func(t *testing.T) {
		w, _, doc := signedBadge(t)
		recorder, err := archive.NewRecorder(w.Config(verify.Issuers(school)))
		require.NoError(t, err)
		_, err = recorder.Verify(t.Context(), verify.Item{Data: doc.Bytes()})
		require.NoError(t, err)
		first, err := recorder.Seal(nil)
		require.NoError(t, err)
		second, err := recorder.Seal(first)
		require.NoError(t, err)
		require.Empty(t, first.Parent())
		require.Equal(t, digestOf(string(first.Manifest())), second.Parent())
	})
}
