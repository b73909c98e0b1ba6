package verify_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// ends is when the key of the victim ends in the rows below: after the badge was
// signed by its own account, and before the present.
const ends = "2026-09-15T00:00:00Z"

// seen has the badge proved to exist that many seconds after the key ended.
func seen(seconds int, next func(*scene) []byte) func(*scene) []byte {
	return func(s *scene) []byte {
		end, err := time.Parse(time.RFC3339, ends)
		require.NoError(s.t, err)
		s.config.SeenAt = end.Add(time.Duration(seconds) * time.Second)
		return next(s)
	}
}

// claiming accepts the dates of the signer.
func claiming(next func(*scene) []byte) func(*scene) []byte {
	return func(s *scene) []byte {
		s.config.ClaimedTime = true
		return next(s)
	}
}

// keyWith gives the victim's key dates, and the badge other claims; a claim that
// is nil is left out.
func keyWith(dates, claims tree) func(*scene) []byte {
	return func(s *scene) []byte {
		doc := s.document(victim)
		for name, date := range dates {
			at(doc, "/verificationMethod/1")[name] = date
		}
		s.publish(victimDoc, doc)
		j := s.newToken()
		for name, value := range claims {
			if j.claims[name] = value; value == nil {
				delete(j.claims, name)
			}
		}
		return j.text()
	}
}

// KH-4: by proof of time, by the account of the signer, and without either.
var keyDateRows = []hostile{
	{"KH-4/expired, seen a second before", seen(-1, inForce("expires", ends)), yes, good, victimHost},
	{"KH-4/expired, seen at that moment", seen(0, inForce("expires", ends)), unsure, "key.claimed_time", victimHost},
	{"KH-4/expired, seen a second after", seen(1, inForce("expires", ends)), unsure, "key.claimed_time", victimHost},
	{"KH-4/revoked, seen a second before", seen(-1, inForce("revoked", ends)), yes, good, victimHost},
	{"KH-4/revoked, seen at that moment", seen(0, inForce("revoked", ends)), no, "key.revoked", victimHost},
	{"KH-4/revoked, seen a second after", seen(1, inForce("revoked", ends)), no, "key.revoked", victimHost},
	{"KH-4/expired, claimed time accepted", claiming(inForce("expires", ends)), yes, good, victimHost},
	{"KH-4/revoked, claimed time accepted", claiming(inForce("revoked", ends)), no, "key.revoked", victimHost},
	{"KH-4/expired, claimed at that moment", claiming(keyWith(tree{"expires": ends}, tree{"iat": 1789430400})), no, "key.expired", victimHost},
	{"KH-4/expired, claimed a second before", claiming(keyWith(tree{"expires": ends}, tree{"iat": 1789430399})), yes, good, victimHost},
	{"KH-4/expired, claimed a second before and not accepted", keyWith(tree{"expires": ends}, tree{"iat": 1789430399}), unsure, "key.claimed_time", victimHost},
	{"KH-4/expired, iat outweighs the start of validity", claiming(keyWith(tree{"expires": ends}, tree{"iat": 1789430401})), no, "key.expired", victimHost},
	{"KH-4/expired, claimed as text", claiming(keyWith(tree{"expires": ends}, tree{"iat": "1789430399"})), no, "claims.date", victimHost},
	{"KH-4/expired and revoked later, seen a second before both", seen(-1, keyWith(tree{"expires": ends, "revoked": "2026-09-20T00:00:00Z"}, nil)), yes, good, victimHost},
	{"KH-4/expired and revoked later, seen between", seen(1, keyWith(tree{"expires": ends, "revoked": "2026-09-20T00:00:00Z"}, nil)), no, "key.revoked", victimHost},
	{"KH-4/revoked and expired later, seen between", seen(1, keyWith(tree{"expires": "2026-09-20T00:00:00Z", "revoked": ends}, nil)), no, "key.revoked", victimHost},
	{"KH-4/seen in the future", seen(60*24*3600, inForce("revoked", ends)), no, "key.revoked", victimHost},
	{"KH-4/missing, seen before it was removed", seen(-1, didDocument(func(s *scene, d tree) {
		d["verificationMethod"] = []any{method(victim+"#new", victim, s.key("new.example", proof.EdDSA))}
		d["assertionMethod"] = []any{victim + "#new"}
	})), no, "did.key_not_bound", victimHost},
	{"KH-4/signed by another, seen a second before", seen(-1, func(s *scene) []byte {
		inForce("expires", ends)(s)
		return jwt(func(j *draft) { j.key = s.key("attacker.example", proof.EdDSA) })(s)
	}), no, "proof.signature", victimHost},
	{"KH-4/signed by another, by its own account before", func(s *scene) []byte {
		inForce("expires", ends)(s)
		return jwt(func(j *draft) { j.key = s.key("attacker.example", proof.EdDSA) })(s)
	}, no, "proof.signature", victimHost},
	{"KH-4/embedded proof, created before", func(s *scene) []byte {
		doc := s.document(victim)
		at(doc, "/verificationMethod/0")["expires"] = ends
		s.publish(victimDoc, doc)
		return marshal(s.genuine())
	}, unsure, "key.claimed_time", victimHost},
}

// KH-4: the report says what a key counts by, in its own check.
func TestKeyDatesInReport(t *testing.T) {
	world := verifytest.New(t)
	for name, row := range map[string]struct {
		make    func(*scene) []byte
		outcome verify.Outcome
		code    string
		says    string
	}{
		"KH-4 proved":  {seen(-1, inForce("revoked", ends)), verify.Passed, verify.CodeKeyPast, "proved to exist before, at 2026-09-14T23:59:59Z"},
		"KH-4 claimed": {inForce("expires", ends), verify.Unknown, verify.CodeKeyClaimedTime, "by its own account"},
		"KH-4 allowed": {claiming(inForce("expires", ends)), verify.Warned, verify.CodeKeyClaimedTime, "by its own account"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, world)
			input := row.make(s)
			v, err := verify.New(s.config)
			require.NoError(t, err)
			r, _ := v.Verify(t.Context(), input)
			requireCheck(t, r, verify.StageKey, row.outcome, row.code)
			c, _ := found(r, verify.StageKey, row.code)
			require.Contains(t, c.Message, row.says)
			requireCheck(t, r, verify.StageSignature, verify.Passed, verify.CodeSignatureValid)
		})
	}
}

// KH-4: what is fetched must have a key that is in force, whatever was proved of
// the badge, and whichever claims are accepted.
func TestProvedTimeIsOfTheBadge(t *testing.T) {
	world := schoolWorld(t)
	before := world.Now()
	publishList(t, world, "school.example", revocations, listCredential(t, revocations, "revocation"))
	doc := signed(t, world, edited(t, verifytest.Badge(), func(o object) { o["credentialStatus"] = entryAt(revocations, "revocation", "7") }))
	const address = "https://school.example/.well-known/did.json"
	page, err := world.Fetch(t.Context(), verify.Request{URL: address})
	require.NoError(t, err)
	keys := parseTree(page.Body)
	at(keys, "/verificationMethod/0")["expires"] = before.AddDate(0, 1, 0).Format(time.RFC3339)
	world.Publish(address, marshal(keys))
	world.SetNow(before.AddDate(0, 2, 0))
	for _, claimed := range []bool{false, true} {
		v := verifierWith(t, world, func(c *verify.Config) { c.SeenAt, c.ClaimedTime = before, claimed })
		r, err := v.Verify(t.Context(), doc.Bytes())
		require.ErrorIs(t, err, verify.ErrRejected)
		requireCheck(t, r, verify.StageKey, verify.Passed, verify.CodeKeyPast)
		requireCheck(t, r, verify.StageStatus, verify.Failed, "status.list_unaccepted")
	}
}
