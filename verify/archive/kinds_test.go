package archive_test

import (
	"crypto/ed25519"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/archive"
	"github.com/openbadges-go/openbadges/verify/archive/timeproof"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// keeper is the party that signs the archives of these tests.
var keeper = key.Signer{Key: ed25519.NewKeyFromSeed([]byte("a keeper of archives: 32 bytes..")), Method: "did:web:keeper.example#2026"}

// keepers returns the key of the keeper, to be trusted.
func keepers(t testing.TB) []key.Key {
	k, err := key.FromPublic(keeper.Key.Public())
	require.NoError(t, err)
	return []key.Key{k}
}

// attested returns an archive with a statement of the keeper.
func attested(t testing.TB, a *archive.Archive, at time.Time) *archive.Archive {
	t.Helper()
	statement, err := timeproof.Attest(t.Context(), a.Manifest(), keeper, at)
	require.NoError(t, err)
	out, err := a.WithProofs([]timeproof.Proof{statement})
	require.NoError(t, err)
	reopened, err := archive.Open(out.Bytes())
	require.NoError(t, err)
	require.Equal(t, out.Bytes(), reopened.Bytes())
	return reopened
}

// kind is a kind of badge in a world, as it is verified online.
type kind struct {
	name  string
	level archive.Level
	set   func(t testing.TB, w *verifytest.World) (verify.Config, verify.Item)
}

const (
	platform = "https://www.edubadges.nl"
	hosted   = platform + "/public/assertions/AAAAAAAAAAAAAAAAAAAAAA"
	class    = platform + "/public/badges/BBBBBBBBBBBBBBBBBBBBBB"
	profile  = platform + "/public/issuers/CCCCCCCCCCCCCCCCCCCCCC"
	list     = "https://school.example/tokens/1"
	refresh  = "https://school.example/refresh/1"
)

type object = map[string]any

func text(t testing.TB, o object) []byte {
	out, err := json.Marshal(o)
	require.NoError(t, err)
	return out
}

// hostedBadge publishes an edubadge and its views.
func hostedBadge(t testing.TB, w *verifytest.World) (verify.Config, verify.Item) {
	assertion := object{"@context": badge.ContextOB2, "type": "Assertion", "id": hosted, "badge": class,
		"recipient": object{"type": "email", "hashed": false, "identity": "noor@student.example"}, "issuedOn": "2026-09-01T10:00:00Z", "verification": object{"type": "HostedBadge"}}
	of := object{"@context": badge.ContextOB2, "type": "BadgeClass", "id": class, "name": "Soldering", "description": "Solders.",
		"image": class + "/image", "criteria": object{"narrative": "Solder."}, "issuer": profile}
	by := object{"@context": badge.ContextOB2, "type": "Issuer", "id": profile, "name": "The School", "url": "https://school.example", "email": "badges@school.example"}
	for id, o := range map[string]object{hosted: assertion, class: of, profile: by} {
		w.Publish(id, text(t, o))
		for _, view := range edubadges.Views(id) {
			w.Publish(view, text(t, o))
		}
	}
	cfg := w.Config(verify.Issuers(profile))
	cfg.Views = edubadges.Views
	return cfg, verify.Item{Data: text(t, assertion)}
}

// signed20 publishes what a signed badge of Open Badges 2.0 names.
func signed20(t testing.TB, w *verifytest.World) (verify.Config, verify.Item) {
	const id, keyID, revocations = "https://school.example/issuer", "https://school.example/keys/1", "https://school.example/revoked"
	by, err := issuer.New(issuer.Config{Version: badge.OB2, Now: w.Now, RevocationList: revocations,
		Profile: badge.Profile{ID: id, Name: "The School", URL: "https://school.example", Email: "badges@school.example"},
		Proofs:  []issuer.Securing{{Scheme: proof.RS256, Signer: key.Signer{Key: w.Key("school.example", proof.RS256), Method: keyID}}}})
	require.NoError(t, err)
	c := verifytest.Badge()
	c.Name, c.Subject.ID = "", ""
	plain := false
	c.Subject.Identifier = []badge.IdentityObject{{Type: "IdentityObject", IdentityType: "emailAddress", Hashed: &plain, IdentityHash: "noor@student.example"}}
	c.Subject.Achievement.Image = &badge.Image{ID: "https://school.example/image.png"}
	doc := w.Issue(by, c)
	made, err := by.ProfileDocument()
	require.NoError(t, err)
	w.Publish(id, made.Bytes())
	of, err := by.BadgeClass(c.Subject.Achievement)
	require.NoError(t, err)
	w.Publish(c.Subject.Achievement.ID, of.Bytes())
	keys, err := by.KeyDocuments()
	require.NoError(t, err)
	w.Publish(keyID, keys[0].Bytes())
	w.Publish(revocations, text(t, object{"@context": badge.ContextOB2, "type": "RevocationList", "id": revocations, "issuer": id, "revokedAssertions": []any{}}))
	return w.Config(verify.Issuers(id)), verify.Item{Data: doc.Bytes()}
}

// withList is a badge with a status list, on the web of an office.
func withList(_ testing.TB, w *verifytest.World) (verify.Config, verify.Item) {
	office := w.Office(badge.OB3)
	doc := office.Award(verifytest.Badge())
	return verify.Config{Trust: verify.Issuers(office.Issuer.ID()), Fetcher: office.Client, Now: w.Now}, verify.Item{Data: doc.Bytes()}
}

// token is a badge as a JWT.
func token(_ testing.TB, w *verifytest.World) (verify.Config, verify.Item) {
	doc := w.Issue(w.Issuer("school.example", proof.EdDSA), verifytest.Badge())
	return w.Config(verify.Issuers(school)), verify.Item{Data: doc.Bytes()}
}

// claimsToken is an SD-JWT VC with a status list token.
func claimsToken(t testing.TB, w *verifytest.World) (verify.Config, verify.Item) {
	by := w.Issuer("school.example", proof.EdDSA)
	bits, err := status.NewTokenList(131072, 1)
	require.NoError(t, err)
	made, err := by.StatusToken(t.Context(), status.Token{Subject: list, List: bits, TTL: time.Hour, Expires: w.Now().Add(24 * time.Hour)})
	require.NoError(t, err)
	w.Publish(list, made.Bytes())
	doc, err := badge.Parse(text(t, object{"iss": school, "vct": "urn:example:microcredential", "nbf": 1767225600, "title": "Drawing", "sub": "did:example:learner",
		"status": object{"status_list": object{"idx": 7, "uri": list}}}))
	require.NoError(t, err)
	signed, err := proof.Sign(t.Context(), doc, proof.EdDSA, key.Signer{Key: w.Key("school.example", proof.EdDSA), Method: school + "#key-1"}, proof.Options{Type: "dc+sd-jwt"})
	require.NoError(t, err)
	return w.Config(verify.Issuers(school)), verify.Item{Data: signed.Bytes()}
}

// refreshed is a badge whose refresh service has a newer one.
func refreshed(_ testing.TB, w *verifytest.World) (verify.Config, verify.Item) {
	by := w.Issuer("school.example", proof.EdDSARDFC2022)
	c := verifytest.Badge()
	c.ID = "urn:uuid:aaaaaaaa-2222-4333-8444-555555555555"
	c.ValidFrom, c.RefreshService = "2026-09-01T00:00:00Z", &badge.RefreshService{ID: refresh, Type: "1EdTechCredentialRefresh"}
	old := w.Issue(by, c)
	c.ValidFrom, c.Name = "2026-09-15T00:00:00Z", "Renewed"
	w.Publish(refresh, w.Issue(by, c).Bytes())
	cfg := w.Config(verify.Issuers(school))
	cfg.Refresh = true
	return cfg, verify.Item{Data: old.Bytes()}
}

// kinds are the kinds of what is archived.
var kinds = []kind{
	{"a hosted edubadge of 2.0", archive.LevelWitnessed, hostedBadge},
	{"a signed badge of 2.0", archive.LevelSigned, signed20},
	{"a signed badge with a status list", archive.LevelSigned, withList},
	{"a badge as a JWT", archive.LevelSigned, token},
	{"an SD-JWT VC with a status list token", archive.LevelSigned, claimsToken},
	{"a refreshed badge", archive.LevelSigned, refreshed},
	{"a presentation", archive.LevelSigned, shown},
}

func TestKinds(t *testing.T) {
	for _, k := range kinds {
		t.Run("AR-1 AR-5 "+k.name, func(t *testing.T) {
			w := verifytest.New(t)
			cfg, item := k.set(t, w)
			kept := attested(t, record(t, cfg, item), w.Now())
			cfg.Fetcher = nil
			p := archive.Policy{Config: cfg, Keepers: keepers(t)}
			w.SetNow(w.Now().AddDate(1, 0, 0))

			got := checked(t, kept, p)
			require.NoError(t, got.Err(), got.String())
			require.Equal(t, k.level, got.Level)
			require.Equal(t, archive.WasValid, got.Verdict(), got.String())
			require.Equal(t, archive.CodeWasValid, got.Was.Code)
			require.Equal(t, timeproof.Statement, got.Seen.Kind)
			require.Equal(t, item.Data, got.Badge.Data)
			then, err := got.Then.MarshalJSON()
			require.NoError(t, err)
			require.Equal(t, string(got.Badge.Report), string(then))

			w.SetNow(kept.Created().Add(time.Hour))
			p.Keepers = nil
			got = checked(t, kept, p)
			require.ErrorIs(t, got.Err(), verify.ErrInconclusive, got.String())
			require.Equal(t, archive.LevelCopy, got.Level)
			require.Equal(t, archive.CodeUndated, badge.CodeOf(got.Err()))
			open := got.Now
			for _, in := range got.Now.Embedded() {
				open = in.Report
			}
			require.Equal(t, archive.CodeUnvouched, open.Decisive().Code)
		})
		t.Run("AR-2 "+k.name, func(t *testing.T) {
			w := verifytest.New(t)
			cfg, item := k.set(t, w)
			one, two := record(t, cfg, item), record(t, cfg, item)
			require.Equal(t, one.Bytes(), two.Bytes())
			var last string
			for _, f := range unzipped(t, one.Bytes()).File {
				require.Less(t, last, f.Name)
				last = f.Name
			}
		})
	}
}

// The predecessor and what the refresh service answered are both in the archive.
func TestRefreshedIsKept(t *testing.T) {
	t.Run("RF-4 both badges are kept", func(t *testing.T) {
		w := verifytest.New(t)
		cfg, item := refreshed(t, w)
		got := record(t, cfg, item).Badges()[0]
		require.Equal(t, item.Data, got.Data)
		kinds := map[verify.FetchKind]string{}
		for _, a := range got.Answers {
			kinds[a.Kind] = a.URL
		}
		require.Equal(t, map[verify.FetchKind]string{verify.FetchRefresh: refresh, verify.FetchController: "https://school.example/.well-known/did.json"}, kinds)
	})
}

// An archive of a class has what badges share once.
func TestClass(t *testing.T) {
	t.Run("AR-12 1,000 badges of one class", func(t *testing.T) {
		w := verifytest.New(t)
		by := w.Issuer("school.example", proof.EdDSARDFC2022)
		recorder, err := archive.NewRecorder(w.Config(verify.Issuers(school)))
		require.NoError(t, err)
		for range 1000 {
			_, err := recorder.Verify(t.Context(), verify.Item{Data: w.Issue(by, verifytest.Badge()).Bytes()})
			require.NoError(t, err)
		}
		kept, err := recorder.Seal(nil)
		require.NoError(t, err)
		require.Equal(t, 1, w.Hits(""))
		files := entries(t, kept.Bytes())
		require.Len(t, files, 2+1000+1000+1, "the page, the manifest, badges, reports and one DID document")
		bodies := map[string]int{}
		for _, f := range files {
			bodies[string(f.body)]++
		}
		require.Len(t, bodies, len(files))
		results, err := attested(t, kept, w.Now()).Check(t.Context(), archive.Policy{Config: offline(w, verify.Issuers(school)), Keepers: keepers(t)})
		require.NoError(t, err)
		require.Len(t, results, 1000)
		for _, r := range results {
			require.NoError(t, r.Err(), r.String())
		}
	})
}
