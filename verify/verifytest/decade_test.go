package verifytest_test

import (
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/archive"
	"github.com/openbadges-go/openbadges/verify/archive/timeproof"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// The addresses of a school that is gone ten years later.
const (
	assertionPage = "https://school.example/assertions/1"
	classPage     = "https://school.example/classes/1"
	profilePage   = "https://school.example/issuer"
	listPage      = "https://school.example/revoked"
	badgeID       = "urn:uuid:2f0d3c1a-6c2e-4b58-9f0f-8f6f6f1f2a10"
)

// When things happen in the life of a badge.
var (
	awardedAt    = time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)
	stolenAt     = awardedAt.AddDate(3, 0, 0) // the first key, after the change to the second
	rotatedAgain = awardedAt.AddDate(5, 0, 0) // to the third key
	sixYears     = awardedAt.AddDate(6, 0, 0) // the school is still there
	tenYears     = awardedAt.AddDate(10, 0, 0)
)

// historian is the party that keeps archives in these tests.
var historian = key.Signer{Key: ed25519.NewKeyFromSeed([]byte("a historian of badges: 32 bytes.")), Method: "did:web:historian.example#1"}

func keepers(t *testing.T) []key.Key {
	k, err := key.FromPublic(historian.Key.Public())
	require.NoError(t, err)
	return []key.Key{k}
}

type object = map[string]any

func text(t *testing.T, o object) []byte {
	out, err := json.Marshal(o)
	require.NoError(t, err)
	return out
}

// publishHosted puts an edubadge of Open Badges 2.0 on the web.
func publishHosted(t *testing.T, w *verifytest.World, name, mail string) []byte {
	assertion := text(t, object{"@context": badge.ContextOB2, "type": "Assertion", "id": assertionPage, "badge": classPage,
		"recipient": object{"type": "email", "hashed": false, "identity": mail}, "issuedOn": "2026-09-01T10:00:00Z", "verification": object{"type": "HostedBadge"}})
	w.Publish(assertionPage, assertion)
	w.Publish(classPage, text(t, object{"@context": badge.ContextOB2, "type": "BadgeClass", "id": classPage, "name": name, "description": "A class.",
		"image": classPage + "/image", "criteria": object{"narrative": "Do it."}, "issuer": profilePage}))
	w.Publish(profilePage, text(t, object{"@context": badge.ContextOB2, "type": "Issuer", "id": profilePage, "name": "The School",
		"url": "https://school.example", "email": "badges@school.example"}))
	return assertion
}

// publishList puts the list of revoked badges on the web.
func publishList(t *testing.T, w *verifytest.World, revoked ...string) {
	entries := []any{}
	for _, id := range revoked {
		entries = append(entries, object{"id": id})
	}
	w.Publish(listPage, text(t, object{"id": listPage, "issuer": did, "revokedCredential": entries}))
}

// signedWith returns a badge of the school, signed with a key of a name.
func signedWith(t *testing.T, w *verifytest.World, name, method, id string) *badge.Document {
	c := verifytest.Badge()
	c.ID, c.ValidFrom = id, badge.DateTimeOf(awardedAt.AddDate(0, -1, 0))
	c.Issuer = badge.Profile{ID: did, Type: []string{"Profile"}, Name: "The School"}
	c.CredentialStatus = []badge.CredentialStatus{{ID: listPage, Type: "1EdTechRevocationList"}}
	doc, err := badge.Build(badge.OB3, c)
	require.NoError(t, err)
	var o object
	require.NoError(t, json.Unmarshal(doc.Bytes(), &o))
	o["@context"] = append(o["@context"].([]any), "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json")
	doc, err = badge.Parse(text(t, o))
	require.NoError(t, err)
	by := key.Signer{Key: w.Key(name, proof.EdDSARDFC2022), Method: method}
	doc, err = proof.Sign(t.Context(), doc, proof.EdDSARDFC2022, by, proof.Options{Created: awardedAt.AddDate(0, -1, 0)})
	require.NoError(t, err)
	return doc
}

// methodsOf is a DID document of the school with these keys: their names, and
// when they expired or were revoked.
func methodsOf(t *testing.T, w *verifytest.World, methods ...object) []byte {
	ids := []string{}
	list := []any{}
	for i, m := range methods {
		public, err := key.FromPublic(w.Key(m["name"].(string), proof.EdDSARDFC2022).Public())
		require.NoError(t, err)
		out := object{"id": fmt.Sprintf("%s#key-%d", did, i+1), "type": "Multikey", "controller": did, "publicKeyMultibase": public.Multikey()}
		for _, date := range []string{"expires", "revoked"} {
			if at, ok := m[date].(time.Time); ok {
				out[date] = at.Format(time.RFC3339)
			}
		}
		ids, list = append(ids, out["id"].(string)), append(list, out)
	}
	return text(t, object{"@context": []string{"https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"}, "id": did, "verificationMethod": list, "assertionMethod": ids})
}

// life is a badge with what was kept of it.
type life struct {
	data []byte
	kept *archive.Archive // nil: nothing was kept
	seen time.Time        // when it was proved to exist; zero: nobody proved it
}

// lived awards a badge, and archives it and has it stamped in the same hour.
func lived(t *testing.T, signed, archived, stamped bool, revoked string) life {
	w := verifytest.New(t)
	w.Publish(address, methodsOf(t, w, object{"name": "first"}))
	publishList(t, w)
	l := life{data: publishHosted(t, w, "Laser cutting", "noor@student.example")}
	trust := verify.Issuers(profilePage)
	if signed {
		l.data, trust = signedWith(t, w, "first", did+"#key-1", badgeID).Bytes(), verify.Issuers(did)
	}
	if revoked == "before" {
		publishList(t, w, badgeID)
		w.Answer(assertionPage, verify.Response{Status: 410, Body: text(t, object{"@context": badge.ContextOB2, "type": "Assertion", "id": assertionPage, "revoked": true})})
	}
	if stamped {
		l.seen = awardedAt
	}
	if !archived {
		return l
	}
	recorder, err := archive.NewRecorder(w.Config(trust))
	require.NoError(t, err)
	report, err := recorder.Verify(t.Context(), verify.Item{Data: l.data})
	require.Equal(t, revoked == "before", errors.Is(err, verify.ErrRejected), report)
	l.kept, err = recorder.Seal(nil)
	require.NoError(t, err)
	if stamped {
		statement, err := timeproof.Attest(t.Context(), l.kept.Manifest(), historian, awardedAt)
		require.NoError(t, err)
		l.kept, err = l.kept.WithProofs([]timeproof.Proof{statement})
		require.NoError(t, err)
	}
	return l
}

// takenOver is the web ten years later: the domain belongs to somebody else, who
// serves other keys and other badges, at the same addresses.
func takenOver(t *testing.T) *verifytest.World {
	w := verifytest.New(t)
	w.SetNow(tenYears)
	w.Publish(address, methodsOf(t, w, object{"name": "buyer"}))
	publishHosted(t, w, "Selling shoes", "sam@shop.example")
	publishList(t, w)
	return w
}

// outcomeOf verifies what is left of a badge: the verdict, the code and the level.
func outcomeOf(t *testing.T, l life, cfg verify.Config) string {
	cfg.Trust = verify.Issuers(did, profilePage)
	if l.kept == nil {
		cfg.SeenAt = l.seen
		v, err := verify.New(cfg)
		require.NoError(t, err)
		r, _ := v.Verify(t.Context(), l.data)
		for _, c := range r.Checks() {
			if c.Code == "origin.awarded" { // what the host publishes counts, not the copy
				require.Equal(t, verify.Warned, c.Outcome)
				return fmt.Sprintf("%s another badge", r.Verdict())
			}
		}
		return fmt.Sprintf("%s %s", r.Verdict(), r.Decisive().Code)
	}
	reopened, err := archive.Open(l.kept.Bytes())
	require.NoError(t, err)
	results, err := reopened.Check(t.Context(), archive.Policy{Config: cfg, Keepers: keepers(t)})
	require.NoError(t, err)
	r := results[0]
	code := ""
	if r.Err() != nil {
		code = " " + badge.CodeOf(r.Err())
	}
	require.Equal(t, r.Verdict() == archive.IsValid || r.Verdict() == archive.WasValid, r.Err() == nil)
	return fmt.Sprintf("%s%s %s", r.Verdict(), code, r.Level)
}

// TestTenYearsOn verifies each badge ten years later: with only what was kept, and
// asking whoever has the domain now. The key was changed twice since, and the
// first one was stolen.
func TestTenYearsOn(t *testing.T) {
	const (
		signed, hosted    = true, false
		archived, stamped = true, true
		no                = false
	)
	rows := []struct {
		signed, archived, stamped bool
		revoked                   string // "" for never; before or after the archive
		alone, asked              string // verdict, code and level
	}{
		{signed, no, no, "", "inconclusive fetch.offline", "rejected proof.signature"},
		{signed, no, no, "before", "inconclusive fetch.offline", "rejected proof.signature"},
		{signed, no, no, "after", "inconclusive fetch.offline", "rejected proof.signature"},
		{signed, no, stamped, "", "inconclusive fetch.offline", "rejected proof.signature"},
		{signed, no, stamped, "before", "inconclusive fetch.offline", "rejected proof.signature"},
		{signed, no, stamped, "after", "inconclusive fetch.offline", "rejected proof.signature"},
		{signed, archived, no, "", "inconclusive archive.undated D", "rejected archive.lapsed D"},
		{signed, archived, no, "before", "inconclusive archive.undated D", "rejected archive.lapsed D"},
		{signed, archived, no, "after", "inconclusive archive.undated D", "rejected archive.lapsed D"},
		{signed, archived, stamped, "", "was_valid A", "was_valid A"},
		{signed, archived, stamped, "before", "rejected archive.not_valid A", "rejected archive.not_valid A"},
		{signed, archived, stamped, "after", "was_valid A", "was_valid A"},
		{hosted, no, no, "", "inconclusive fetch.offline", "accepted another badge"},
		{hosted, no, no, "before", "inconclusive fetch.offline", "accepted another badge"},
		{hosted, no, no, "after", "inconclusive fetch.offline", "accepted another badge"},
		{hosted, no, stamped, "", "inconclusive fetch.offline", "accepted another badge"},
		{hosted, no, stamped, "before", "inconclusive fetch.offline", "accepted another badge"},
		{hosted, no, stamped, "after", "inconclusive fetch.offline", "accepted another badge"},
		{hosted, archived, no, "", "inconclusive archive.undated D", "inconclusive archive.undated D"},
		{hosted, archived, no, "before", "inconclusive archive.undated D", "inconclusive archive.undated D"},
		{hosted, archived, no, "after", "inconclusive archive.undated D", "inconclusive archive.undated D"},
		{hosted, archived, stamped, "", "was_valid C", "was_valid C"},
		{hosted, archived, stamped, "before", "rejected archive.not_valid C", "rejected archive.not_valid C"},
		{hosted, archived, stamped, "after", "was_valid C", "was_valid C"},
	}
	require.Len(t, rows, 24)
	w := takenOver(t)
	for _, row := range rows {
		t.Run(fmt.Sprintf("AR-13 signed %t, archived %t, stamped %t, revoked %q", row.signed, row.archived, row.stamped, row.revoked), func(t *testing.T) {
			l := lived(t, row.signed, row.archived, row.stamped, row.revoked)
			alone := w.Config(verify.AnyIssuer())
			alone.Fetcher = nil
			require.Equal(t, row.alone, outcomeOf(t, l, alone))
			require.Equal(t, row.asked, outcomeOf(t, l, w.Config(verify.AnyIssuer())))
		})
	}
}

// rotated is the web six years later: the school is still there and lists its
// three keys, with what became of them.
func rotated(t *testing.T) *verifytest.World {
	w := verifytest.New(t)
	w.SetNow(sixYears)
	w.Publish(address, methodsOf(t, w, object{"name": "first", "revoked": stolenAt}, object{"name": "second", "expires": rotatedAgain}, object{"name": "third"}))
	publishList(t, w)
	publishHosted(t, w, "Laser cutting", "noor@student.example")
	return w
}

// TestSixYearsOn verifies badges while their issuer is there and has changed its
// key twice. The thief of the first key signs a badge with an old date.
func TestSixYearsOn(t *testing.T) {
	w := rotated(t)
	forged := func(archivedAt, stampedAt time.Time) life {
		then := rotated(t)
		l := life{data: signedWith(t, then, "first", did+"#key-1", "urn:uuid:forged").Bytes(), seen: stampedAt}
		if archivedAt.IsZero() {
			return l
		}
		then.SetNow(archivedAt)
		then.Publish(address, methodsOf(t, then, object{"name": "first"})) // as the thief remembers it
		recorder, err := archive.NewRecorder(then.Config(verify.Issuers(did)))
		require.NoError(t, err)
		_, err = recorder.Verify(t.Context(), verify.Item{Data: l.data})
		require.NoError(t, err)
		l.kept, err = recorder.Seal(nil)
		require.NoError(t, err)
		return l
	}
	month := stolenAt.AddDate(0, 1, 0)
	for name, row := range map[string]struct {
		life life
		want string
	}{
		"AR-13 signed with the first key, no proof of time": {lived(t, true, false, false, ""), "rejected key.revoked"},
		"AR-13 signed with the first key, seen in time":     {lived(t, true, false, true, ""), "accepted signature.valid"},
		"AR-13 archived in time, not stamped":               {lived(t, true, true, false, ""), "rejected archive.lapsed D"},
		"AR-13 archived and stamped in time":                {lived(t, true, true, true, ""), "is_valid A"},
		"AR-13 hosted":                                      {lived(t, false, false, false, ""), "accepted origin.hosted"},
		"AR-13 hosted and archived":                         {lived(t, false, true, false, ""), "is_valid B"},
		"AR-13 by the thief, with an old date":              {forged(time.Time{}, time.Time{}), "rejected key.revoked"},
		"AR-13 by the thief, seen when it was made":         {forged(time.Time{}, month), "rejected key.revoked"},
		"AR-13 by the thief, in an archive of the thief":    {forged(awardedAt, time.Time{}), "rejected archive.lapsed D"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, row.want, outcomeOf(t, row.life, w.Config(verify.AnyIssuer())))
		})
	}
}

// TestHistoryTenYearsOn verifies badges of which nothing was kept, ten years later and
// with the domain sold, by what the school signed about its former keys.
func TestHistoryTenYearsOn(t *testing.T) {
	w := takenOver(t)
	first, err := key.FromPublic(w.Key("first", proof.EdDSARDFC2022).Public())
	require.NoError(t, err)
	for name, row := range map[string]struct {
		reason  string
		stamped bool
		want    string
	}{
		"AR-13 KH-9 superseded, seen in time":             {"superseded", true, "accepted signature.valid"},
		"AR-13 KH-9 superseded, no proof of time":         {"superseded", false, "inconclusive key.claimed_time"},
		"AR-13 KH-9 the first one stolen, seen in time":   {"compromised", true, "accepted signature.valid"},
		"AR-13 KH-9 the first one stolen, nothing proved": {"compromised", false, "rejected key.revoked"},
	} {
		t.Run(name, func(t *testing.T) {
			claims := fmt.Appendf(nil, `{"iss":%q,"iat":%d,"keys":[%s,"kid":"key-1","exp":%d,"revoked":{"revoked_at":%d,"reason":%q}}]}`,
				did, rotatedAgain.Unix(), first.JWK()[:len(first.JWK())-1], sixYears.Unix(), stolenAt.Unix(), row.reason)
			token, err := proof.SignClaims(t.Context(), claims, "jwk-set+jwt", historian)
			require.NoError(t, err)
			h, err := proof.VerifyHistory(t.Context(), token.Bytes(), keepers(t)...)
			require.NoError(t, err)
			cfg := w.Config(verify.AnyIssuer())
			cfg.Histories, cfg.StatusPolicy = []key.History{h}, verify.StatusIgnored // the list is lost
			for _, cfg.Fetcher = range []verify.Fetcher{nil, w} {
				require.Equal(t, row.want, outcomeOf(t, lived(t, true, false, row.stamped, ""), cfg))
			}
		})
	}
}
