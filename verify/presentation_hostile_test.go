package verify_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// TestPresentationsRefused: what is wrong with a presentation fails at its own
// stage, and its good badge stays genuine, with a holder who is not proven.
func TestPresentationsRefused(t *testing.T) {
	const before, after = -time.Hour, time.Hour
	stranger := func(w wallet) wallet {
		other := w
		other.key = w.world.Key("stranger", proof.EdDSARDFC2022)
		other.id = "did:key:" + publicKey(other.key).Multikey()
		other.method = other.id + "#" + publicKey(other.key).Multikey()
		return other
	}
	signs := func(edit func(w wallet, vp tree, o *proof.Options)) func(wallet, tree) []byte {
		return func(w wallet, b tree) []byte {
			vp, o := w.presents(b), w.answer()
			edit(w, vp, &o)
			return w.signs(vp, o)
		}
	}
	options := func(edit func(w wallet, o *proof.Options)) func(wallet, tree) []byte {
		return signs(func(w wallet, _ tree, o *proof.Options) { edit(w, o) })
	}
	token := func(edit func(header, claims tree)) func(wallet, tree) []byte {
		return func(w wallet, _ tree) []byte {
			return w.token("vp+jwt", w.presents(enveloped(w.t, w.world, w.id)), edit)
		}
	}
	claim := func(name string, value any) func(wallet, tree) []byte {
		return token(func(_, claims tree) { claims[name] = value })
	}
	noClaim := func(name string) func(wallet, tree) []byte {
		return token(func(_, claims tree) { delete(claims, name) })
	}
	for name, row := range map[string]struct {
		make  func(w wallet, b tree) []byte
		want  verify.Verdict
		stage verify.Stage
		code  string
	}{
		"PR-2 another challenge":     {options(func(_ wallet, o *proof.Options) { o.Challenge = "6a1f9d" }), no, verify.StageProof, "proof.challenge"},
		"PR-2 no challenge":          {options(func(_ wallet, o *proof.Options) { o.Challenge = "" }), no, verify.StageProof, "proof.challenge"},
		"PR-2 another domain":        {options(func(_ wallet, o *proof.Options) { o.Domain = "https://verifier.example.evil" }), no, verify.StageProof, "proof.domain"},
		"PR-2 a domain with a slash": {options(func(_ wallet, o *proof.Options) { o.Domain += "/" }), no, verify.StageProof, "proof.domain"},
		"PR-2 no domain":             {options(func(_ wallet, o *proof.Options) { o.Domain = "" }), no, verify.StageProof, "proof.domain"},
		"PR-2 purpose":               {options(func(_ wallet, o *proof.Options) { o.Authentication = false }), no, verify.StageProof, "proof.purpose"},
		"PR-2 in the future":         {options(func(w wallet, o *proof.Options) { o.Created = w.world.Now().Add(after) }), no, verify.StageProof, "proof.future"},
		"PR-2 too old":               {options(func(w wallet, o *proof.Options) { o.Created = w.world.Now().Add(before) }), no, verify.StageTime, "time.window"},
		"PR-2 expired": {options(func(w wallet, o *proof.Options) {
			o.Created, o.Expires = w.world.Now().Add(-time.Minute), w.world.Now().Add(-time.Second)
		}), no, verify.StageProof, "proof.lapsed"},
		"PR-2 not signed":       {func(w wallet, b tree) []byte { return marshal(w.presents(b)) }, no, verify.StageProof, "proof.missing"},
		"PR-2 the badge itself": {func(_ wallet, b tree) []byte { return marshal(b) }, unsure, verify.StageRecipient, "recipient.unproven"},
		"PR-2 another holder": {signs(func(_ wallet, vp tree, _ *proof.Options) { vp["holder"] = "did:example:learner" }),
			no, verify.StageBinding, "presentation.holder"},
		"PR-2 another holder as an object": {signs(func(_ wallet, vp tree, _ *proof.Options) { vp["holder"] = tree{"id": "did:example:learner"} }),
			no, verify.StageBinding, "presentation.holder"},
		"PR-2 key only for assertions": {func(w wallet, b tree) []byte {
			web := newWallet(w.t, w.world, "web", w.scheme)
			web.publishes("assertionMethod")
			return web.signs(dropped(web.presents(b), "holder"), web.answer())
		}, no, verify.StageBinding, "controller.not_allowed"},
		"signed by a stranger in the name of the holder": {func(w wallet, b tree) []byte {
			other := stranger(w)
			other.id, other.method = w.id, w.method
			vp, o := other.presents(b), other.answer()
			doc, err := badge.Parse(marshal(vp))
			require.NoError(w.t, err)
			made, err := proof.Sign(w.t.Context(), doc, w.scheme, key.Signer{Key: other.key, Method: other.method}, o)
			require.NoError(w.t, err)
			return made.Bytes()
		}, no, verify.StageSignature, "proof.signature"},
		"a badge put in afterwards": {func(w wallet, b tree) []byte {
			vp := parseTree(w.signs(w.presents(), w.answer()))
			vp["verifiableCredential"] = []any{b}
			return marshal(vp)
		}, no, verify.StageSignature, "proof.signature"},
		"a key that is not one of a DID": {func(w wallet, b tree) []byte {
			w.method = "https://learner.example/keys/1"
			return w.signs(dropped(w.presents(b), "holder"), w.answer())
		}, unsure, verify.StageKey, "presentation.method"},
		"a private key as a DID": {func(w wallet, b tree) []byte {
			secret := parseTree(publicKey(w.key).JWK())
			secret["d"] = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
			w.id = "did:jwk:" + b64(string(marshal(secret)))
			w.method = w.id + "#0"
			vp := w.presents(b)
			return w.token("vp+jwt", vp, func(header, _ tree) { header["kid"] = w.method })
		}, no, verify.StageKey, "key.private_exposed"},
		"PR-8 a member beside the badge": {func(w wallet, b tree) []byte {
			vp := parseTree(w.signs(w.presents(b), w.answer()))
			vp["note"] = "trust me"
			return marshal(vp)
		}, no, verify.StageContext, "ld.undefined_term"},
		"a badge as well": {func(w wallet, b tree) []byte {
			return marshal(withMember(w.presents(b), "type", []any{"VerifiablePresentation", "VerifiableCredential", "OpenBadgeCredential"}))
		}, no, verify.StageStructure, "presentation.format"},
		"no badge but a number": {func(w wallet, _ tree) []byte { return marshal(w.presents(7)) }, no, verify.StageStructure, "presentation.format"},
		"a holder that is a number": {func(w wallet, b tree) []byte {
			return marshal(withMember(w.presents(b), "holder", 7))
		}, no, verify.StageStructure, "presentation.format"},
		"contexts of no known version": {func(w wallet, b tree) []byte {
			return marshal(withMember(w.presents(b), "@context", []any{"https://www.w3.org/ns/credentials/v3"}))
		}, no, verify.StageProof, "proof.missing"},

		"token, another nonce":            {claim("nonce", "6a1f9d"), no, verify.StageProof, "proof.challenge"},
		"token, no nonce":                 {noClaim("nonce"), no, verify.StageProof, "proof.challenge"},
		"token, a nonce that is a number": {claim("nonce", 6), no, verify.StageProof, "proof.challenge"},
		"token, another audience":         {claim("aud", "https://other.example"), no, verify.StageProof, "proof.domain"},
		"token, no audience":              {noClaim("aud"), no, verify.StageProof, "proof.domain"},
		"token, expired":                  {claim("exp", 1_000_000), no, verify.StageProof, "proof.lapsed"},
		"token, not yet":                  {claim("nbf", 4_000_000_000), no, verify.StageProof, "proof.future"},
		"token, from the future":          {claim("iat", 4_000_000_000), no, verify.StageProof, "proof.future"},
		"token, too old":                  {claim("iat", 1_000_000), no, verify.StageTime, "time.window"},
		"token, a date in words":          {claim("exp", "tomorrow"), no, verify.StageProof, "presentation.format"},
		"token, another iss":              {claim("iss", "did:example:learner"), no, verify.StageBinding, "presentation.holder"},
		"token, another holder":           {claim("holder", "did:example:learner"), no, verify.StageBinding, "presentation.holder"},
		"token, a claim vp as well":       {claim("vp", tree{"type": "VerifiablePresentation"}), no, verify.StageProof, "presentation.format"},
		"token, a claim vc":               {claim("vc", tree{}), no, verify.StageProof, "presentation.format"},
		"token of another type":           {token(func(header, _ tree) { header["typ"] = "vc+jwt" }), no, verify.StageProof, "jws.typ"},
		"token, alg none":                 {token(func(header, _ tree) { header["alg"] = "none" }), no, verify.StageProof, "jws.alg_not_allowed"},
		"token in the wrong envelope": {func(w wallet, _ tree) []byte {
			return envelope(string(w.token("vp+jwt", w.presents(), nil)), nil)
		}, no, verify.StageDocument, "presentation.format"},
		"a badge in the envelope of a presentation": {func(w wallet, _ tree) []byte {
			e := enveloped(w.t, w.world, w.id)
			e["type"], e["id"] = "EnvelopedVerifiablePresentation", "data:application/vp+jwt,"+e["id"].(string)[len("data:application/vc+jwt,"):]
			return marshal(e)
		}, no, verify.StageDocument, "presentation.format"},
	} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			w := newWallet(t, world, "key", proof.EdDSARDFC2022)
			b := awarded(t, world, w.id, nil)
			text := row.make(w, b)
			r := shown(t, world, text, asked)
			require.Equal(t, row.want, r.Verdict(), r.String())
			_, is := found(r, row.stage, row.code)
			require.True(t, is, "%s\n%s", row.code, outline(r))
			require.Empty(t, r.Holder())
			for i := range r.Embedded() {
				if _, genuine := found(r.Embedded()[i].Report, verify.StageSignature, good); genuine {
					requireBadge(t, r, i, verify.Unknown, "recipient.unproven")
				}
			}
		})
	}
}

// A challenge counts once, within its time, and only when everything else is
// good.
func TestChallenges(t *testing.T) {
	world := schoolWorld(t)
	w := newWallet(t, world, "key", proof.EdDSARDFC2022)
	text := w.signs(w.presents(awarded(t, world, w.id, nil)), w.answer())
	ask := func(edit func(*verify.Challenge)) verify.Challenge {
		c := asked
		edit(&c)
		return c
	}
	t.Run("PR-2 replay", func(t *testing.T) {
		left := map[string]bool{asked.Value: true}
		c := ask(func(c *verify.Challenge) {
			c.Spend = func(value string) bool {
				fresh := left[value]
				delete(left, value)
				return fresh
			}
		})
		forged := parseTree(text)
		forged["holder"] = "did:example:learner"
		require.Equal(t, no, shown(t, world, marshal(forged), c).Verdict())
		require.Len(t, left, 1, "a bad answer does not use up the challenge")
		require.Equal(t, yes, shown(t, world, text, c).Verdict())
		r := shown(t, world, text, c)
		require.Equal(t, no, r.Verdict())
		requireCheck(t, r, verify.StageRecipient, verify.Failed, "recipient.replayed")
		requireBadge(t, r, 0, verify.Unknown, "recipient.unproven")
		require.Empty(t, r.Holder())
	})
	for name, row := range map[string]struct {
		c       verify.Challenge
		want    verify.Verdict
		stage   verify.Stage
		outcome verify.Outcome
		code    string
	}{
		"the default window":          {asked, yes, verify.StageTime, verify.Passed, "time.valid"},
		"a window around now":         {ask(func(c *verify.Challenge) { c.NotBefore, c.NotAfter = world.Now(), world.Now() }), yes, verify.StageTime, verify.Passed, "time.valid"},
		"a window that is over":       {ask(func(c *verify.Challenge) { c.NotAfter = world.Now().Add(-time.Second) }), no, verify.StageTime, verify.Failed, "time.window"},
		"made before the window":      {ask(func(c *verify.Challenge) { c.NotBefore = world.Now().Add(61 * time.Second) }), no, verify.StageTime, verify.Failed, "time.window"},
		"made within the clock skew":  {ask(func(c *verify.Challenge) { c.NotBefore = world.Now().Add(59 * time.Second) }), yes, verify.StageTime, verify.Passed, "time.valid"},
		"PR-2 no challenge was given": {ask(func(c *verify.Challenge) { c.Value = "" }), unsure, verify.StageRecipient, verify.Unknown, "recipient.unproven"},
		"PR-2 no domain was given":    {ask(func(c *verify.Challenge) { c.Domain = "" }), unsure, verify.StageRecipient, verify.Unknown, "recipient.unproven"},
		"nothing was given":           {verify.Challenge{}, unsure, verify.StageRecipient, verify.Unknown, "recipient.unproven"},
	} {
		t.Run(name, func(t *testing.T) {
			r := shown(t, world, text, row.c)
			require.Equal(t, row.want, r.Verdict(), r.String())
			requireCheck(t, r, row.stage, row.outcome, row.code)
			require.Equal(t, row.want == yes, r.Holder() == w.id)
			if row.want != yes {
				requireBadge(t, r, 0, verify.Unknown, "recipient.unproven")
			}
		})
	}
}

// Without a challenge nobody is proven; several audiences are a warning.
func TestPresentationsUnasked(t *testing.T) {
	world := schoolWorld(t)
	w := newWallet(t, world, "key", proof.EdDSARDFC2022)
	text := w.signs(w.presents(awarded(t, world, w.id, nil)), w.answer())
	bad := w.signs(w.presents(awarded(t, world, "did:example:learner", nil)), w.answer())
	t.Run("Verify asks for no challenge", func(t *testing.T) {
		r, err := verifierWith(t, world, nil).Verify(t.Context(), text)
		require.ErrorIs(t, err, verify.ErrInconclusive)
		requireCheck(t, r, verify.StageRecipient, verify.Unknown, "recipient.unproven")
		r, err = verifierWith(t, world, nil).Verify(t.Context(), bad)
		require.ErrorIs(t, err, verify.ErrInconclusive)
		requireBadge(t, r, 0, verify.Unknown, "recipient.unproven")
	})
	t.Run("several domains", func(t *testing.T) {
		r := shown(t, world, w.token("vp+jwt", w.presents(), func(_, claims tree) { claims["aud"] = []any{asked.Domain, "https://other.example"} }), asked)
		require.Equal(t, yes, r.Verdict(), r.String())
		requireCheck(t, r, verify.StageConformance, verify.Warned, "presentation.domains")
	})
}

// TestPresentedBadges: each badge has a report, and all count.
func TestPresentedBadges(t *testing.T) {
	type want struct {
		outcome verify.Outcome
		code    string
	}
	proven, foreign, open := want{verify.Passed, "recipient.holder"}, want{verify.Failed, "recipient.not_holder"}, want{verify.Unknown, "recipient.no_did"}
	salted, plain := true, false
	for name, row := range map[string]struct {
		badges  func(world *verifytest.World, w wallet) []any
		verdict verify.Verdict
		code    string
		each    []want
	}{
		"PR-3 the badge of a stranger": {func(world *verifytest.World, _ wallet) []any {
			return []any{awarded(t, world, "did:example:learner", nil)}
		}, no, "presentation.refused", []want{foreign}},
		"one good, one foreign": {func(world *verifytest.World, w wallet) []any {
			return []any{awarded(t, world, w.id, nil), awarded(t, world, "did:example:learner", nil)}
		}, no, "presentation.refused", []want{proven, foreign}},
		"a key of the holder as the recipient": {func(world *verifytest.World, w wallet) []any {
			return []any{awarded(t, world, w.method, nil)}
		}, yes, good, []want{proven}},
		"a DID that starts like the holder's": {func(world *verifytest.World, w wallet) []any {
			return []any{awarded(t, world, w.id+"x", nil)}
		}, no, "presentation.refused", []want{foreign}},
		"PR-4 no recipient": {func(world *verifytest.World, _ wallet) []any {
			return []any{awarded(t, world, "", func(o object) { delete(at(o, "/credentialSubject"), "id") })}
		}, unsure, "presentation.open", []want{open}},
		"PR-4 a hashed address": {func(world *verifytest.World, _ wallet) []any {
			return []any{awarded(t, world, "", func(o object) {
				s := at(o, "/credentialSubject")
				delete(s, "id")
				s["identifier"] = []any{object{"type": "IdentityObject", "hashed": salted, "identityHash": "sha256$aa", "identityType": "emailAddress"}}
			})}
		}, unsure, "presentation.open", []want{open}},
		"PR-4 an address": {func(world *verifytest.World, _ wallet) []any {
			return []any{awarded(t, world, "", func(o object) {
				s := at(o, "/credentialSubject")
				delete(s, "id")
				s["identifier"] = []any{object{"type": "IdentityObject", "hashed": plain, "identityHash": "a@school.example", "identityType": "emailAddress"}}
			})}
		}, unsure, "presentation.open", []want{open}},
		"PR-4 a URL": {func(world *verifytest.World, _ wallet) []any {
			return []any{awarded(t, world, "https://learner.example/me", nil)}
		}, unsure, "presentation.open", []want{open}},
		"PR-5 one tampered": {func(world *verifytest.World, w wallet) []any {
			bad := awarded(t, world, w.id, nil)
			bad["name"] = "Nobel Prize"
			return []any{awarded(t, world, w.id, nil), bad}
		}, no, "presentation.refused", []want{proven, proven}},
		"PR-6 a token that is not signed": {func(world *verifytest.World, w wallet) []any {
			return []any{parseTree(envelope(b64(`{"alg":"none"}`)+"."+b64(string(marshal(awarded(t, world, w.id, nil))))+".", nil))}
		}, no, "presentation.refused", []want{proven}},
		"a badge without a proof": {func(world *verifytest.World, w wallet) []any {
			return []any{dropped(awarded(t, world, w.id, nil), "proof")}
		}, no, "presentation.refused", []want{proven}},
		"an expired badge": {func(world *verifytest.World, w wallet) []any {
			return []any{awarded(t, world, w.id, func(o object) { o["validUntil"] = "2026-09-02T00:00:00Z" })}
		}, no, "presentation.refused", []want{proven}},
		"the key in cnf": {func(world *verifytest.World, w wallet) []any {
			return []any{cnfBadge(t, world, tree{"jwk": jwk(w.key)})}
		}, yes, good, []want{proven}},
		"the name of the key in cnf": {func(world *verifytest.World, w wallet) []any {
			return []any{cnfBadge(t, world, tree{"kid": w.method})}
		}, yes, good, []want{proven}},
		"another key in cnf": {func(world *verifytest.World, w wallet) []any {
			return []any{cnfBadge(t, world, tree{"jwk": jwk(w.world.Key("stranger", proof.EdDSA))})}
		}, no, "presentation.refused", []want{foreign}},
		"no badge": {func(*verifytest.World, wallet) []any { return nil }, yes, good, nil},
	} {
		t.Run(name, func(t *testing.T) {
			world := schoolWorld(t)
			w := newWallet(t, world, "key", proof.EdDSAJCS2022)
			r := shown(t, world, w.signs(w.presents(row.badges(world, w)...), w.answer()), asked)
			require.Equal(t, row.verdict, r.Verdict(), r.String())
			require.Equal(t, row.code, r.Decisive().Code, r.String())
			require.Equal(t, w.id, r.Holder(), "the holder is proven whatever the badges are")
			require.Len(t, r.Embedded(), len(row.each))
			for i, each := range row.each {
				requireBadge(t, r, i, each.outcome, each.code)
			}
		})
	}
}

// TestPresentationsDepart: what the versions of the data model ask beside what
// decides.
func TestPresentationsDepart(t *testing.T) {
	world := schoolWorld(t)
	w := newWallet(t, world, "key", proof.EdDSARDFC2022)
	_, bare, _ := strings.Cut(enveloped(t, world, w.id)["id"].(string), ",")
	for name, row := range map[string]struct {
		text []byte
		code string
	}{
		"a token without its envelope":  {w.token("vp+jwt", w.presents(bare), nil), "presentation.bare"},
		"in a token a signed object":    {w.token("vp+jwt", w.presents(awarded(t, world, w.id, nil)), nil), "presentation.bare"},
		"version 1.1 without any badge": {w.token("JWT", tree{"@context": badge.ContextVC1, "type": "VerifiablePresentation"}, nil), "presentation.empty"},
	} {
		t.Run(name, func(t *testing.T) {
			r := shown(t, world, row.text, asked)
			require.Equal(t, yes, r.Verdict(), r.String())
			requireCheck(t, r, verify.StageConformance, verify.Warned, row.code)
			require.Len(t, r.Departures(), 1)
		})
	}
}

// cnfBadge is a token of the school for somebody else, who may show it with a
// key.
func cnfBadge(t *testing.T, world *verifytest.World, cnf tree) tree {
	made, err := proof.Sign(t.Context(), edited(t, verifytest.Badge(), func(o object) { o["cnf"] = cnf }),
		proof.EdDSA, key.Signer{Key: world.Key("school.example", proof.EdDSARDFC2022), Method: school + "#key-1"}, proof.Options{Type: "vc+jwt"})
	require.NoError(t, err)
	return parseTree(envelope(string(made.Bytes()), nil))
}

// A short name in cnf is not the key that a holder with a pinned key gives the
// same name.
func TestShortNameInCnf(t *testing.T) {
	world := schoolWorld(t)
	w := newWallet(t, world, "key", proof.EdDSARDFC2022)
	for kid, code := range map[string]string{w.method: "recipient.holder", "phone": "recipient.not_holder"} {
		text := w.token("vp+jwt", w.presents(cnfBadge(t, world, tree{"kid": kid})), func(header, _ tree) { header["kid"] = kid })
		v := verifierWith(t, world, func(c *verify.Config) { c.Keys = map[string][]key.Key{w.id: {publicKey(w.key)}} })
		r, err := v.VerifyPresentation(t.Context(), text, asked)
		require.Equal(t, w.id, r.Holder(), r.String())
		require.Equal(t, kid == w.method, err == nil, r.String())
		_, is := found(r.Embedded()[0].Report, verify.StageRecipient, code)
		require.True(t, is, outline(r.Embedded()[0].Report))
	}
}

// PR-10: what is too much ends in a named limit.
func TestPresentationLimits(t *testing.T) {
	world := schoolWorld(t)
	w := newWallet(t, world, "key", proof.EdDSAJCS2022)
	one := awarded(t, world, w.id, nil)
	many := func(n int) []byte {
		list := make([]any, n)
		for i := range list {
			list[i] = one
		}
		return w.signs(w.presents(list...), w.answer())
	}
	t.Run("PR-10 200 badges", func(t *testing.T) {
		r := shown(t, world, many(200), asked)
		require.Equal(t, yes, r.Verdict(), r.Decisive())
		require.Len(t, r.Embedded(), 200)
	})
	t.Run("PR-10 a thousand badges", func(t *testing.T) {
		r := shown(t, world, many(1000), asked)
		require.Equal(t, unsure, r.Verdict())
		requireCheck(t, r, verify.StageEndorsement, verify.Unknown, "presentation.left")
		require.LessOrEqual(t, len(r.Embedded()), 500)
	})
	t.Run("PR-10 10 MB", func(t *testing.T) {
		one["name"] = fmt.Sprintf("%010000000d", 1)
		r := shown(t, world, marshal(w.presents(one)), asked)
		require.Equal(t, no, r.Verdict())
		requireCheck(t, r, verify.StageDocument, verify.Failed, "json.too_large")
	})
	t.Run("PR-10 nested", func(t *testing.T) {
		inner := parseTree(w.signs(w.presents(awarded(t, world, w.id, nil)), w.answer()))
		r := shown(t, world, w.signs(w.presents(inner), w.answer()), asked)
		require.Equal(t, unsure, r.Verdict(), r.String())
		require.Len(t, r.Embedded(), 1)
		requireCheck(t, r.Embedded()[0].Report, verify.StageDocument, verify.Unknown, "document.presentation")
		for range 40 {
			inner = w.presents(inner)
		}
		r = shown(t, world, marshal(inner), asked)
		requireCheck(t, r, verify.StageDocument, verify.Failed, "json.depth")
	})
}
