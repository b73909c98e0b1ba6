package verify_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// issued is when the issuer signed the history of its keys in the rows below: after its
// key ended, and before the present.
const issued = over + 5*24*3600

// knowing passes a history of an issuer's keys that a federation signed.
func (s *scene) knowing(issuer string, entries ...any) {
	signer := key.Signer{Key: s.key("federation.example", proof.EdDSA), Method: "https://federation.example/keys#1"}
	claims := marshal(tree{"iss": issuer, "iat": issued, "keys": entries})
	token, err := proof.SignClaims(s.t.Context(), claims, "jwk-set+jwt", signer)
	require.NoError(s.t, err)
	h, err := proof.VerifyHistory(s.t.Context(), token.Bytes(), publicKey(signer.Key))
	require.NoError(s.t, err)
	s.config.Histories, s.histories = append(s.config.Histories, h), append(s.histories, claims)
}

// entry is the key of the hosted issuer, in a history.
func (s *scene) entry(members tree) tree {
	key := named(jwk(s.key(hostedHost, proof.EdDSA)), "k1")
	for name, value := range members {
		key[name] = value
	}
	return key
}

// left takes the key of the hosted issuer out of the key set, and passes a history
// that has it.
func left(members tree) func(*scene) []byte {
	return leaving(func(s *scene, _ *draft) { s.knowing(hosted, s.entry(members)) })
}

func leaving(next func(*scene, *draft)) func(*scene) []byte {
	return func(s *scene) []byte {
		j := s.hostedToken()
		s.publish(hostedSet, tree{"keys": []any{named(jwk(s.key("next.example", proof.EdDSA)), "k2")}})
		next(s, j)
		return j.text()
	}
}

var (
	supersededKey  = tree{"iat": 1700000000, "exp": present + 1000, "revoked": tree{"revoked_at": over, "reason": "superseded"}}
	compromisedKey = tree{"exp": present + 1000, "revoked": tree{"revoked_at": over, "reason": "compromised"}}
	lastingKey     = tree{"exp": present + 1000}
)

// KH-9: a key that left the set of its issuer, in a history that was passed.
var keyHistoryRows = []hostile{
	{"KH-9/no history", leaving(func(*scene, *draft) {}), no, "did.key_not_bound", hostedHost},
	{"KH-9/superseded, nothing proved", left(supersededKey), unsure, "key.claimed_time", hostedHost},
	{"KH-9/superseded, claimed time accepted", claiming(left(supersededKey)), yes, good, hostedHost},
	{"KH-9/superseded, seen a second before", seen(-1, left(supersededKey)), yes, good, hostedHost},
	{"KH-9/superseded, seen at that moment", seen(0, left(supersededKey)), unsure, "key.claimed_time", hostedHost},
	{"KH-9/expired, seen a second before", seen(-1, left(tree{"exp": over})), yes, good, hostedHost},
	{"KH-9/expired, seen at that moment", seen(0, left(tree{"exp": over})), unsure, "key.claimed_time", hostedHost},
	{"KH-9/compromised, nothing proved", left(compromisedKey), no, "key.revoked", hostedHost},
	{"KH-9/compromised, claimed time accepted", claiming(left(compromisedKey)), no, "key.revoked", hostedHost},
	{"KH-9/compromised, seen a second before", seen(-1, left(compromisedKey)), yes, good, hostedHost},
	{"KH-9/compromised, seen at that moment", seen(0, left(compromisedKey)), no, "key.revoked", hostedHost},
	{"KH-9/not ended when it was issued, nothing proved", left(lastingKey), no, "did.key_not_bound", hostedHost},
	{"KH-9/not ended when it was issued, seen before", seen(issued-over-1, left(lastingKey)), yes, good, hostedHost},
	{"KH-9/not ended when it was issued, seen at that moment", seen(issued-over, left(lastingKey)), no, "did.key_not_bound", hostedHost},
	{"KH-9/ended between then and now, seen between", seen(issued-over+1, left(tree{"exp": issued + 60})), no, "did.key_not_bound", hostedHost},
	{"KH-9/seen before it began", seen(-1, left(tree{"nbf": over, "exp": issued})), no, "key.not_yet_valid", hostedHost},
	{"KH-9/of another issuer", seen(-1, leaving(func(s *scene, _ *draft) {
		s.knowing("https://attacker.example/issuer", s.entry(supersededKey))
	})), no, "did.key_not_bound", hostedHost},
	{"KH-9/of another name", seen(-1, leaving(func(s *scene, j *draft) {
		s.knowing(hosted, s.entry(supersededKey))
		j.header["kid"] = "k9"
	})), no, "did.key_not_bound", hostedHost},
	{"KH-9/named by the key", seen(-1, leaving(func(s *scene, j *draft) {
		s.knowing(hosted, s.entry(supersededKey))
		delete(j.header, "kid")
		j.header["jwk"] = jwk(j.key)
	})), yes, good, hostedHost},
	{"KH-9/named by another key", seen(-1, leaving(func(s *scene, j *draft) {
		s.knowing(hosted, s.entry(supersededKey))
		delete(j.header, "kid")
		j.key = s.key("attacker.example", proof.EdDSA)
		j.header["jwk"] = jwk(j.key)
	})), no, "did.key_not_bound", hostedHost},
	{"KH-9/signed by another", seen(-1, leaving(func(s *scene, j *draft) {
		s.knowing(hosted, s.entry(supersededKey))
		j.key = s.key("attacker.example", proof.EdDSA)
	})), no, "proof.signature", hostedHost},
	{"KH-9/the name is used again", seen(-1, leaving(func(s *scene, _ *draft) {
		s.publish(hostedSet, tree{"keys": []any{named(jwk(s.key("next.example", proof.EdDSA)), "k1")}})
		s.knowing(hosted, s.entry(supersededKey))
	})), yes, good, hostedHost},
	{"KH-9/the name is used again, and the former key was compromised", leaving(func(s *scene, _ *draft) {
		s.publish(hostedSet, tree{"keys": []any{named(jwk(s.key("next.example", proof.EdDSA)), "k1")}})
		s.knowing(hosted, s.entry(compromisedKey))
	}), no, "key.revoked", hostedHost},
	{"KH-9/the name is used again, and the present key signed", leaving(func(s *scene, j *draft) {
		j.key = s.key("next.example", proof.EdDSA)
		s.publish(hostedSet, tree{"keys": []any{named(jwk(j.key), "k1")}})
		s.knowing(hosted, s.entry(compromisedKey))
	}), yes, good, hostedHost},
	{"KH-9/still published, and compromised", leaving(func(s *scene, _ *draft) {
		s.publish(hostedSet, s.hostedKeys())
		s.knowing(hosted, s.entry(compromisedKey))
	}), no, "key.revoked", hostedHost},
	{"KH-9/still published, and not ended", leaving(func(s *scene, _ *draft) {
		s.publish(hostedSet, s.hostedKeys())
		s.knowing(hosted, s.entry(lastingKey))
	}), yes, good, hostedHost},
	{"KH-9/two names, one of them compromised", seen(1, leaving(func(s *scene, _ *draft) {
		s.knowing(hosted, s.entry(tree{"exp": over + 1000}), named(s.entry(compromisedKey), "k2"))
	})), no, "key.revoked", hostedHost},
	{"KH-9/two histories, the later one says compromised", seen(1, leaving(func(s *scene, _ *draft) {
		s.knowing(hosted, s.entry(tree{"exp": over + 1000}))
		s.knowing(hosted, s.entry(compromisedKey))
	})), no, "key.revoked", hostedHost},
	{"KH-9/without an end", seen(-1, left(tree{})), no, "key.history_claims", hostedHost},
	{"KH-9/too weak", seen(-1, leaving(func(s *scene, _ *draft) {
		weak := named(edJWK(neutralPoint()), "k1")
		weak["exp"] = over
		s.knowing(hosted, weak)
	})), no, "key.weak", hostedHost},
	{"KH-9/the host is gone, seen before", seen(-1, leaving(func(s *scene, _ *draft) {
		s.config.Fetcher = nil
		s.knowing(hosted, s.entry(compromisedKey))
	})), yes, good, ""},
	{"KH-9/the host is gone, nothing proved", leaving(func(s *scene, _ *draft) {
		s.config.Fetcher = nil
		s.knowing(hosted, s.entry(lastingKey))
	}), unsure, "fetch.offline", ""},
	{"KH-9/the domain is somebody else's", seen(-1, didDocument(func(s *scene, d tree) {
		d["verificationMethod"] = []any{method(victim+"#new", victim, s.key("attacker.example", proof.EdDSA))}
		d["assertionMethod"] = []any{victim + "#new"}
		s.knowing(victim, s.victimEntry(supersededKey))
	})), yes, good, victimHost},
	{"KH-9/deactivated", seen(-1, didDocument(func(s *scene, d tree) {
		d["deactivated"] = true
		s.knowing(victim, s.victimEntry(supersededKey))
	})), no, "did.deactivated", victimHost},
	{"KH-9/pinned beside another", seen(-1, func(s *scene) []byte {
		s.config.Keys = map[string][]key.Key{victim: {publicKey(s.key("next.example", proof.EdDSA))}}
		s.knowing(victim, s.victimEntry(supersededKey))
		return s.newToken().text()
	}), yes, good, ""},
	{"KH-9/pinned beside another, compromised", func(s *scene) []byte {
		s.config.Keys = map[string][]key.Key{victim: {publicKey(s.key("next.example", proof.EdDSA)).WithID("next")}}
		s.knowing(victim, s.victimEntry(compromisedKey))
		return s.newToken().text()
	}, no, "key.revoked", ""},
	{"KH-9/pinned, and compromised", func(s *scene) []byte {
		s.config.Keys = map[string][]key.Key{victim: {publicKey(s.key(victimHost, proof.EdDSA))}}
		s.knowing(victim, s.victimEntry(compromisedKey))
		return s.newToken().text()
	}, no, "key.revoked", ""},
	{"KH-9/an allowance for a key in the header does not outweigh it", leaving(func(s *scene, j *draft) {
		s.config.Compat, s.config.Fetcher = verify.AllowHeaderKey, nil
		s.knowing(hosted, s.entry(compromisedKey))
		j.header["jwk"] = jwk(j.key)
	}), no, "key.revoked", ""},
}

// victimEntry is the key of the victim, in a history.
func (s *scene) victimEntry(members tree) tree {
	key := named(jwk(s.key(victimHost, proof.EdDSA)), tokenKey)
	for name, value := range members {
		key[name] = value
	}
	return key
}

// KH-9: the report says that the key is a former one, and by which word.
func TestKeyHistoryInReport(t *testing.T) {
	s := newScene(t, verifytest.New(t))
	input := seen(-1, left(supersededKey))(s)
	v, err := verify.New(s.config)
	require.NoError(t, err)
	s.config.Histories[0].Methods[0] = key.VerificationMethod{} // the Verifier has a copy
	r, err := v.Verify(t.Context(), input)
	require.NoError(t, err)
	requireCheck(t, r, verify.StageKey, verify.Passed, verify.CodeKeyPast)
	requireCheck(t, r, verify.StageKey, verify.Passed, "key.history")
	requireCheck(t, r, verify.StageBinding, verify.Passed, "binding.good")
	require.Equal(t, verify.BindingPinned, r.Binding())
	c, _ := found(r, verify.StageBinding, "binding.good")
	require.Contains(t, c.Message, "Config.Histories")
}

// KH-9: a history that is about nobody or no time is refused.
func TestHistoriesOfNobody(t *testing.T) {
	for name, h := range map[string]key.History{
		"KH-9 no issuer": {Issued: time.Unix(issued, 0)},
		"KH-9 a name":    {Issuer: "School", Issued: time.Unix(issued, 0)},
		"KH-9 no time":   {Issuer: hosted},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := verify.New(verify.Config{Trust: verify.AnyIssuer(), Histories: []key.History{h}})
			require.ErrorContains(t, err, "Config.Histories")
		})
	}
}
