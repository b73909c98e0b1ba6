package verify_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// hostedKey changes how the key of a hosted issuer is published and named.
func hostedKey(kid string, edit func(s *scene, key tree)) func(*scene) []byte {
	return func(s *scene) []byte {
		j := s.hostedToken()
		j.header["kid"] = kid
		s.pages[hostedSet] = verify.Response{Status: 404}
		edit(s, jwk(j.key))
		return j.text()
	}
}

// inHostedSet publishes the key in the set of the host, with further members.
func inHostedSet(members tree) func(*scene, tree) {
	return func(s *scene, key tree) {
		for name, value := range members {
			key[name] = value
		}
		s.publish(hostedSet, tree{"keys": []any{named(key, "k1")}})
	}
}

// keyAt publishes the key at a URL of the host.
func keyAt(url string) func(*scene, tree) {
	return func(s *scene, key tree) { s.publish(url, key) }
}

// TestBinding holds how the key of an https issuer is tied to it, and what the
// least binding of the caller makes of that.
func TestBinding(t *testing.T) {
	const below, beside, other = hosted + "/keys/1", "https://hosted.example/tenant/b/key", "https://hosted.example/other"
	world := verifytest.New(t)
	for _, row := range []struct {
		name    string
		least   verify.Binding
		badge   func(*scene) []byte
		verdict verify.Verdict
		code    string // that a check has
		outcome verify.Outcome
		binding verify.Binding
	}{
		{"entry names the issuer", "", hostedKey("k1", inHostedSet(tree{"iss": hosted})), yes, "binding.good", verify.Passed, verify.BindingHosted},
		{"entry names the issuer, hosted wanted", verify.BindingHosted, hostedKey("k1", inHostedSet(tree{"iss": hosted})), yes, "binding.good", verify.Passed, verify.BindingHosted},
		{"entry names the issuer, did:web wanted", verify.BindingDIDWeb, hostedKey("k1", inHostedSet(tree{"iss": hosted})), no, "binding.too_weak", verify.Failed, verify.BindingHosted},
		{"S-39 entry names nobody", "", hostedKey("k1", inHostedSet(nil)), yes, "binding.origin", verify.Warned, verify.BindingOrigin},
		{"S-39 entry names nobody, hosted wanted", verify.BindingHosted, hostedKey("k1", inHostedSet(nil)), no, "binding.origin", verify.Failed, verify.BindingOrigin},
		{"S-40 entry names another issuer", "", hostedKey("k1", inHostedSet(tree{"iss": other})), no, "did.keys_issuer", verify.Failed, verify.BindingNone},
		{"S-38 kid of another tenant", "", hostedKey(other+"#k", func(s *scene, k tree) {
			s.publish(hostedSet, tree{"keys": []any{named(k, other+"#k")}})
			s.publish(other, tree{"id": other, "type": "Profile"})
		}), no, "did.key_not_bound", verify.Failed, verify.BindingNone},
		{"key below the issuer", "", hostedKey(below, keyAt(below)), yes, "binding.origin", verify.Warned, verify.BindingOrigin},
		{"key in another branch", "", hostedKey(beside, keyAt(beside)), unsure, "binding.origin", verify.Unknown, verify.BindingOrigin},
		{"key in another branch, origin wanted", verify.BindingOrigin, hostedKey(beside, keyAt(beside)), yes, "binding.origin", verify.Warned, verify.BindingOrigin},
		{"key in another branch, hosted wanted", verify.BindingHosted, hostedKey(beside, keyAt(beside)), no, "binding.origin", verify.Failed, verify.BindingOrigin},
		{"key in another branch, forged badge", "", hostedKey(beside, func(s *scene, _ tree) {
			s.publish(beside, jwk(s.key("attacker.example", proof.EdDSA)))
		}), no, "proof.signature", verify.Failed, verify.BindingOrigin},
		{"key on another port, nothing fetched", "", hostedKey("https://hosted.example:8443/k", func(*scene, tree) {}), no, "did.key_not_bound", verify.Failed, verify.BindingNone},
		{"plain name", "", hostedKey("k1", inHostedSet(nil)), yes, "did.kid_hint", verify.Warned, verify.BindingOrigin},
		{"full name", "", hostedKey(hostedSet+"#k1", inHostedSet(nil)), yes, "binding.origin", verify.Warned, verify.BindingOrigin},
		{"did:web, hosted wanted", verify.BindingHosted, func(s *scene) []byte { return s.newToken().text() }, yes, "binding.good", verify.Passed, verify.BindingDIDWeb},
		{"bare did:key", "", selfAsserted(func(did, _ string) (string, string) { return did, did }), yes, "did.kid_hint", verify.Warned, verify.BindingSelfAsserted},
		{"did:key, hosted wanted", verify.BindingHosted, selfAsserted(func(did, m string) (string, string) { return did, m }), no, "binding.too_weak", verify.Failed, verify.BindingSelfAsserted},
		{"did:web, fragment", "", keyNamed("#EdDSA"), yes, "did.kid_hint", verify.Warned, verify.BindingDIDWeb},
		{"did:web, method of another issuer", "", keyNamed(attacker + "#EdDSA"), no, "did.key_not_bound", verify.Failed, verify.BindingNone},
		{"did:web, one of several keys", "", keyNamed(victim), no, "did.key_not_bound", verify.Failed, verify.BindingNone},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newScene(t, world)
			s.config.Binding = row.least
			input := row.badge(s)
			v, err := verify.New(s.config)
			require.NoError(t, err)
			r, _ := v.Verify(t.Context(), input)
			require.Equal(t, row.verdict, r.Verdict(), "%v", r.Decisive())
			i := slices.IndexFunc(r.Checks(), func(c verify.Check) bool { return c.Code == row.code })
			require.GreaterOrEqual(t, i, 0, "%v", r.Checks())
			require.Equal(t, row.outcome, r.Checks()[i].Outcome)
			require.Equal(t, row.binding, r.Binding())
		})
	}
	s := newScene(t, world)
	for _, least := range []verify.Binding{verify.BindingNone, "web"} {
		s.config.Binding = least
		_, err := verify.New(s.config)
		require.Error(t, err)
	}
}

// RE-42: TestPinnedByKey holds that a pinned key counts whatever it is called, and that
// nothing is fetched for keys.
func TestPinnedByKey(t *testing.T) {
	world := verifytest.New(t)
	s := newScene(t, world)
	own := publicKey(s.key(victimHost, proof.EdDSA))
	var eight []key.Key
	for _, host := range []string{"a.example", "b.example", "c.example", "d.example", "e.example", "f.example", "g.example"} {
		eight = append(eight, publicKey(s.key(host, proof.EdDSA)).WithID(host))
	}
	for _, row := range []struct {
		name   string
		pinned map[string][]key.Key
		code   string
	}{
		{"short name", map[string][]key.Key{victim: {own.WithID("2026-key")}}, good},
		{"thumbprint", map[string][]key.Key{victim: {own.WithID(own.Thumbprint())}}, good},
		{"fragment", map[string][]key.Key{victim: {own.WithID("#EdDSA")}}, good},
		{"full name", map[string][]key.Key{victim: {own.WithID(tokenKey)}}, good},
		{"no name", map[string][]key.Key{victim: {own.WithID("")}}, good},
		{"name of another key", map[string][]key.Key{victim: {own.WithID(victim + "#other")}}, good},
		{"last of eight", map[string][]key.Key{victim: append(slices.Clone(eight), own.WithID("last"))}, good},
		{"other keys", map[string][]key.Key{victim: eight}, "key.not_pinned"},
		{"for another issuer", map[string][]key.Key{attacker: {own}, victim: eight[:1]}, "key.not_pinned"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newScene(t, world)
			s.config.Keys, s.config.Fetcher = row.pinned, nil
			input := s.newToken().text()
			v, err := verify.New(s.config)
			require.NoError(t, err)
			r, err := v.Verify(t.Context(), input)
			require.Equal(t, row.code, r.Decisive().Code)
			require.Equal(t, row.code == good, err == nil, "%v", err)
			if err == nil {
				require.Equal(t, verify.BindingPinned, r.Binding())
			}
		})
	}
}
