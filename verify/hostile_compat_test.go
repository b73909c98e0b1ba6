package verify_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// compat plays a row under the compatibility profile.
func compat(make func(*scene) []byte) func(*scene) []byte {
	return func(s *scene) []byte {
		s.config.Compat = verify.Compat1EdTech
		return make(s)
	}
}

// inFragment is a badge in the name of a hosted issuer. The attacker's key follows the issuer's URL; edit changes what the issuer publishes.
func inFragment(edit func(s *scene, method string, doc tree)) func(*scene) []byte {
	return inVictimsName(func(s *scene, d, p tree) {
		s.config.Trust = verify.Issuers(hosted)
		name := hosted + "#" + publicKey(s.attackerKey()).Multikey()
		at(d, "/issuer")["id"], p["verificationMethod"] = hosted, name
		doc := tree{"id": hosted, "verificationMethod": []any{method(name, hosted, s.attackerKey())}, "assertionMethod": []any{name}}
		edit(s, name, doc)
		if len(doc) > 0 {
			s.publish(hosted, doc)
		}
	})
}

func silent(_ *scene, _ string, doc tree) { clear(doc) }

// brought is a token in the victim's name with the attacker's key in its
// header; edit says what the victim publishes.
func brought(issuer string, edit func(s *scene, doc tree)) func(*scene) []byte {
	return jwt(func(j *draft) {
		j.scene.config.Trust = verify.Issuers(issuer)
		at(j.claims, "/issuer")["id"], j.claims["iss"] = issuer, issuer
		j.key = j.scene.attackerKey()
		delete(j.header, "kid")
		j.header["jwk"] = jwk(j.key)
		delete(j.pages, victimDoc)
		doc := j.document(victim)
		edit(j.scene, doc)
		if len(doc) > 0 {
			j.publish(victimDoc, doc)
		}
	})
}

func silentDID(_ *scene, doc tree) { clear(doc) }

func unresolvable(s *scene, d, p tree) {
	s.config.Trust = verify.AnyIssuer()
	at(d, "/issuer")["id"] = "urn:uuid:5d1b1a1e-0b5c-4d0e-9f8a-222222222222"
	_, p["verificationMethod"] = didKey(s.attackerKey())
}

// compatRows are forgeries that bring their own key. Under the compatibility
// profile such a key counts only where the issuer could not be asked.
var compatRows = []hostile{
	{"C-074/key in the fragment, silent host", inFragment(silent), no, "binding.not_bound", hostedHost},
	{"C-074/key in the fragment, offline", inFragment(func(s *scene, _ string, _ tree) { s.config.Fetcher = nil }), no, "binding.not_bound", ""},
	{"C-074/key in the fragment, published", inFragment(func(*scene, string, tree) {}), yes, good, hostedHost},
	{"C-074/key in the fragment, another published", inFragment(func(_ *scene, _ string, d tree) { at(d, "/verificationMethod/0")["id"] = hosted + "#k" }), no, "binding.not_bound", hostedHost},
	{"C-094/key in the header, silent host", brought(hosted, silentDID), no, "binding.not_bound", hostedHost},
	{"C-094/key in the header, silent DID", brought(victim, silentDID), unsure, "fetch.failed", victimHost},
	{"Q-11/silent host", compat(inFragment(silent)), yes, good, hostedHost},
	{"Q-11/offline", compat(inFragment(func(s *scene, _ string, _ tree) { s.config.Fetcher = nil })), yes, good, ""},
	{"Q-11/profile without keys", compat(inFragment(func(_ *scene, _ string, d tree) { delete(d, "verificationMethod"); delete(d, "assertionMethod") })), yes, good, hostedHost},
	{"Q-11/another key published", compat(inFragment(func(_ *scene, _ string, d tree) { at(d, "/verificationMethod/0")["id"] = hosted + "#k" })), no, "binding.not_bound", hostedHost},
	{"Q-11/another key in the set", compat(inFragment(func(s *scene, _ string, d tree) {
		clear(d)
		s.publish(hosted, tree{"id": hosted})
		s.publish(hostedSet, s.hostedKeys())
	})), no, "did.key_not_bound", hostedHost},
	{"Q-11/deactivated", compat(inFragment(func(_ *scene, _ string, d tree) { d["deactivated"] = true })), no, "did.deactivated", hostedHost},
	{"Q-11/published for another purpose", compat(inFragment(func(_ *scene, _ string, d tree) {
		d["authentication"] = d["assertionMethod"]
		delete(d, "assertionMethod")
	})), no, "controller.not_allowed", hostedHost},
	{"Q-11/revoked", compat(inFragment(func(_ *scene, _ string, d tree) { at(d, "/verificationMethod/0")["revoked"] = "2026-09-15T00:00:00Z" })), no, "key.revoked", hostedHost},
	{"Q-11/controlled by another", compat(inFragment(func(_ *scene, _ string, d tree) { at(d, "/verificationMethod/0")["controller"] = attacker })), no, "did.controller_mismatch", hostedHost},
	{"Q-11/document of another", compat(inFragment(func(s *scene, _ string, d tree) { d["id"] = attacker; s.publish(hostedSet, tree{"keys": []any{}}) })), no, "did.key_not_bound", hostedHost},
	{"Q-11/did:key of an https issuer", compat(inVictimsName(func(s *scene, d, p tree) {
		s.config.Trust = verify.Issuers(hosted)
		at(d, "/issuer")["id"] = hosted
		_, p["verificationMethod"] = didKey(s.attackerKey())
	})), no, "did.key_not_bound", ""},
	{"Q-11/did:key of an issuer without keys", compat(inVictimsName(unresolvable)), yes, good, ""},
	{"Q-11/did:key for a did:web", compat(inVictimsName(func(s *scene, _, p tree) { _, p["verificationMethod"] = didKey(s.attackerKey()) })), no, "did.key_not_bound", ""},
	{"Q-11/header, silent DID", compat(brought(victim, silentDID)), yes, good, victimHost},
	{"Q-11/header, silent host", compat(brought(hosted, silentDID)), yes, good, hostedHost},
	{"Q-11/header, not in the DID document", compat(brought(victim, func(*scene, tree) {})), no, "did.key_not_bound", victimHost},
	{"Q-11/header, deactivated DID", compat(brought(victim, func(_ *scene, d tree) { d["deactivated"] = true })), no, "did.deactivated", victimHost},
	{"Q-11/header, for another purpose", compat(brought(victim, func(s *scene, d tree) {
		d["verificationMethod"], d["authentication"] = []any{method(victim+"#a", victim, s.attackerKey())}, []any{victim + "#a"}
		delete(d, "assertionMethod")
	})), no, "controller.not_allowed", victimHost},
	{"Q-11/key in the fragment, altered", compat(func(s *scene) []byte {
		doc := parseTree(inFragment(silent)(s))
		doc["name"] = "Doctorate"
		return marshal(doc)
	}), no, "proof.signature", hostedHost},
}

// The report states that the key is not bound. After a caller gave up, it reports
// that and does not reject the badge.
func TestKeyBroughtAlong(t *testing.T) {
	world := verifytest.New(t)
	for name, row := range map[string]struct {
		make   func(*scene) []byte
		status verify.Outcome
	}{
		"Q-11 compatibility": {compat(inFragment(silent)), verify.Warned},
		"C-074 strict":       {inFragment(silent), verify.Failed},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, world)
			input := row.make(s)
			v, err := verify.New(s.config)
			require.NoError(t, err)
			r, _ := v.Verify(t.Context(), input)
			requireCheck(t, r, verify.StageBinding, row.status, "binding.not_bound")
			require.Equal(t, verify.BindingNone, r.Binding())

			ctx, cancel := context.WithCancel(t.Context())
			s = newScene(t, world)
			input = row.make(s)
			s.config.Fetcher = cancelling{cancel}
			v, err = verify.New(s.config)
			require.NoError(t, err)
			r, _ = v.Verify(ctx, input)
			require.Equal(t, "inconclusive verify.cancelled", string(r.Verdict())+" "+r.Decisive().Code)
		})
	}
}

// cancelling is a web that makes the caller give up.
type cancelling struct{ cancel func() }

func (c cancelling) Fetch(ctx context.Context, _ verify.Request) (verify.Response, error) {
	c.cancel()
	return verify.Response{}, ctx.Err()
}
