package verify_test

import (
	"crypto"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// shadow supplies a context under the URL of a known one.
func shadow() []badge.Extension {
	return []badge.Extension{{URL: base, Context: []byte(`{"@context":{"@vocab":"https://x.example#"}}`)}}
}

// attackerKey signs embedded proofs of the attacker.
func (s *scene) attackerKey() crypto.Signer { return s.key("attacker.example", proof.EdDSARDFC2022) }

// didKey returns a key as a DID and as its verification method.
func didKey(key crypto.Signer) (did, method string) {
	did = publicKey(key).DIDKey()
	return did, did + "#" + strings.TrimPrefix(did, "did:key:")
}

// inVictimsName has the attacker sign a badge that names the victim.
func inVictimsName(edit func(s *scene, doc, p tree)) func(*scene) []byte {
	return func(s *scene) []byte {
		doc, p := credential(), newProof()
		edit(s, doc, p)
		return marshal(s.prove(doc, p, s.attackerKey()))
	}
}

// wrapped puts a genuine badge with its embedded proof into a token of the
// attacker's.
func wrapped(edit func(j *draft)) func(*scene) []byte {
	return func(s *scene) []byte {
		j := s.newToken()
		j.claims["proof"] = parseTree(marshal(s.genuine()))["proof"]
		j.key = s.key("attacker.example", proof.EdDSA)
		edit(j)
		return j.text()
	}
}

// every asks for every proof to be good.
func every(make func(*scene) []byte) func(*scene) []byte {
	return func(s *scene) []byte {
		s.config.EveryProof = true
		return make(s)
	}
}

// twoProofs puts the attacker's proof beside the victim's, on either side.
func twoProofs(first bool, method func(s *scene) string) func(*scene) []byte {
	return func(s *scene) []byte {
		p := newProof()
		p["verificationMethod"] = method(s)
		doc := s.genuine()
		own := doc["proof"]
		delete(doc, "proof")
		proofs := []any{own, s.prove(doc, p, s.attackerKey())["proof"]}
		if first {
			slices.Reverse(proofs)
		}
		doc["proof"] = proofs
		return marshal(doc)
	}
}

func attackersMethod(s *scene) string { _, m := didKey(s.attackerKey()); return m }

func victimsMethod(*scene) string { return objectKey }

// trusting plays a row before a caller with another list of issuers.
func trusting(trust verify.Trust, make func(*scene) []byte) func(*scene) []byte {
	return func(s *scene) []byte {
		s.config.Trust = trust
		return make(s)
	}
}

// issuedAs is a badge that the attacker signs under an id that the attacker made,
// with the victim's name on it.
func issuedAs(id string, object bool) func(*scene) []byte {
	return jwt(func(j *draft) {
		j.key = j.scene.key("attacker.example", proof.EdDSA)
		at(j.claims, "/issuer")["id"], j.claims["iss"] = id, id
		if !object {
			j.claims["issuer"] = id
		}
		j.header["kid"] = id + "#k"
	})
}

// tenant plays the account of an attacker on the host of a hosted issuer.
func tenant(edit func(s *scene, j *draft)) func(*scene) []byte {
	return func(s *scene) []byte {
		j := s.hostedToken()
		j.key = s.key("attacker.example", proof.EdDSA)
		edit(s, j)
		return j.text()
	}
}

const tenantKey = "https://hosted.example/tenant/key"

var bindingRows = []hostile{
	{"D31/did:key of the attacker", inVictimsName(func(s *scene, _, p tree) { _, p["verificationMethod"] = didKey(s.attackerKey()) }), no, "did.key_not_bound", ""},
	{"D31/did:web of the attacker", inVictimsName(func(s *scene, _, p tree) {
		s.publish("https://attacker.example/.well-known/did.json", s.document(attacker))
		p["verificationMethod"] = attacker + "#eddsa-rdfc-2022"
	}), no, "did.key_not_bound", ""},
	{"D31/key in the fragment", inVictimsName(func(s *scene, _, p tree) {
		p["verificationMethod"] = victim + "#" + publicKey(s.attackerKey()).Multikey()
	}), no, "did.key_not_bound", victimHost},
	{"D31/key in the fragment of an https issuer", inVictimsName(func(s *scene, d, p tree) {
		s.hostedToken()
		at(d, "/issuer")["id"] = hosted
		p["verificationMethod"] = hosted + "#" + publicKey(s.attackerKey()).Multikey()
	}), no, "did.key_not_bound", hostedHost},
	{"D31/victim's method", inVictimsName(func(*scene, tree, tree) {}), no, "proof.signature", victimHost},
	{"D31/did:key issuer with the victim's name", inVictimsName(func(s *scene, d, p tree) {
		at(d, "/issuer")["id"], p["verificationMethod"] = didKey(s.attackerKey())
	}), no, "trust.unlisted", ""},
	{"D31/did:key issuer before a caller who trusts anyone", trusting(verify.AnyIssuer(), inVictimsName(func(s *scene, d, p tree) {
		at(d, "/issuer")["id"], p["verificationMethod"] = didKey(s.attackerKey())
	})), yes, good, ""},
	{"D31/urn issuer and a did:key", trusting(verify.AnyIssuer(), inVictimsName(func(s *scene, d, p tree) {
		at(d, "/issuer")["id"] = "urn:uuid:5d1b1a1e-0b5c-4d0e-9f8a-222222222222"
		_, p["verificationMethod"] = didKey(s.attackerKey())
	})), unsure, "did.method_unsupported", ""},
	{"D31/issuer with two ids", replaced(`"issuer":{"id":"`+victim+`"`, `"issuer":{"id":"`+attacker+`","id":"`+victim+`"`), no, "json.duplicate_member", ""},
	{"D31/issuer with an id and an @id", member("/issuer", "@id", attacker), no, "ld.keyword", ""},
	{"D31/issuer replaced by text", altered(func(d tree) { d["issuer"] = attacker }), no, "did.key_not_bound", ""},
	{"D31/issuer cut down to its id", altered(func(d tree) { d["issuer"] = victim }), no, "proof.signature", victimHost},
	{"D31/final dot", issuedAs("did:web:victim.example.", true), no, "did.bad_host", ""},
	{"D31/final dot, anyone", trusting(verify.AnyIssuer(), issuedAs("did:web:victim.example.", false)), no, "did.bad_host", ""},
	{"D31/upper case", issuedAs("did:web:Victim.example", false), no, "did.bad_host", ""},
	{"D31/upper case, anyone", trusting(verify.AnyIssuer(), issuedAs("did:web:Victim.example", true)), no, "did.bad_host", ""},
	{"D31/Cyrillic", issuedAs("did:web:vіctim.example", true), no, "did.syntax", ""},
	{"D31/full width", issuedAs("did:web:ｖictim.example", true), no, "did.syntax", ""},
	{"D31/zero width", issuedAs("did:web:victim\u200b.example", false), no, "did.syntax", ""},
	{"D31/escaped", issuedAs("did:web:victim%2Eexample", true), no, "did.bad_host", ""},
	{"D31/white space", issuedAs(" "+victim, true), no, "uri.syntax", ""},
	{"D31/path below", issuedAs(victim+":evil", true), no, "trust.unlisted", ""},
	{"D31/https for did:web", issuedAs("https://victim.example", true), no, "trust.unlisted", ""},
	{"D31/tenant's key beside", tenant(func(s *scene, j *draft) {
		j.header["kid"] = tenantKey
		s.publish(tenantKey, named(jwk(j.key), "k1"))
	}), unsure, "binding.origin", hostedHost},
	{"D31/tenant's controller document", tenant(func(s *scene, j *draft) {
		j.header["kid"] = tenantKey + "#1"
		s.publish(tenantKey, tree{"id": tenantKey, "verificationMethod": []any{method(tenantKey+"#1", hosted, j.key)}, "assertionMethod": []any{tenantKey + "#1"}})
	}), no, "did.key_not_bound", hostedHost},
	{"D31/tenant's key in the issuer's document", tenant(func(s *scene, j *draft) {
		j.header["kid"] = tenantKey
		s.publish(hosted, tree{"id": hosted, "verificationMethod": []any{method(tenantKey, "https://hosted.example/tenant", j.key)}, "assertionMethod": []any{tenantKey}})
	}), no, "did.controller_mismatch", hostedHost},
	{"D31/tenant's key in the host's set", tenant(func(s *scene, j *draft) {
		j.header["kid"] = "evil"
		s.publish(hosted, tree{"id": hosted, "verificationMethod": []any{method(hosted+"#1", hosted, s.key(hostedHost, proof.EdDSA))}, "assertionMethod": []any{hosted + "#1"}})
		s.publish(hostedSet, tree{"keys": []any{named(jwk(j.key), "evil")}})
	}), yes, good, hostedHost},
	{"D34/attacker's proof behind", twoProofs(false, attackersMethod), yes, good, victimHost},
	{"D34/attacker's proof in front", twoProofs(true, attackersMethod), yes, good, victimHost},
	{"D34/attacker's proof in front, in victim's name", twoProofs(true, victimsMethod), yes, good, victimHost},
	{"D34/attacker's proof and every proof", every(twoProofs(false, attackersMethod)), no, "did.key_not_bound", victimHost},
	{"D34/attacker's proof in front and every proof", every(twoProofs(true, victimsMethod)), no, "proof.signature", victimHost},
	{"D34/attacker's proof and an altered badge", func(s *scene) []byte {
		doc := parseTree(twoProofs(true, attackersMethod)(s))
		doc["name"] = "Doctorate"
		return marshal(doc)
	}, no, "proof.signature", victimHost},
	{"D34/wrapped unaltered", wrapped(func(*draft) {}), no, "proof.signature", victimHost},
	{"D34/wrapped and every proof", every(wrapped(func(*draft) {})), no, "proof.signature", victimHost},
	{"D34/wrapped without a signature", wrapped(func(j *draft) { j.header["alg"] = "none" }), no, "jws.alg_not_allowed", ""},
	{"D34/wrapped under an unknown algorithm", wrapped(func(j *draft) { j.header["alg"] = "ES999" }), unsure, "jws.alg_unsupported", ""},
	{"D34/wrapped, name altered", wrapped(func(j *draft) { j.claims["name"] = "Doctorate" }), no, "proof.signature", victimHost},
	{"D34/wrapped, member removed", wrapped(func(j *draft) { delete(j.claims, "name") }), no, "proof.signature", victimHost},
	{"D34/wrapped, undefined member", wrapped(func(j *draft) { j.claims["rank"] = "gold" }), no, "proof.signature", victimHost},
	{"D34/wrapped, another claim", wrapped(func(j *draft) { j.claims["sub"] = "did:example:other" }), no, "claims.mismatch", ""},
	{"D34/wrapped, nested claim", wrapped(func(j *draft) { at(j.claims, "/credentialSubject")["sub"] = "did:example:other" }), no, "proof.signature", victimHost},
	{"D34/wrapped in vc", wrapped(inVC(tree{})), no, "proof.signature", victimHost},
	{"D34/wrapped in vc beside a forged badge", wrapped(inVC(tree{"name": "Doctorate", "credentialSubject": tree{"id": "did:example:other"}})), no, "jws.vc_ambiguous", ""},
	{"D34/wrapped in vc beside a note", wrapped(inVC(tree{"note": "Doctorate"})), no, "proof.signature", victimHost},
	{"D34/claims inside vc", wrapped(func(j *draft) {
		inVC(tree{})(j)
		at(j.claims, "/vc")["sub"] = "did:example:other"
	}), no, "proof.signature", victimHost},
	{"D44/genuine", endorsed(func(*scene, tree) {}), yes, good, "endorser.example victim.example"},
	{"D44/genuine token", endorsedByToken(func(*draft) {}), yes, good, "endorser.example victim.example"},
	{"D44/no proof", endorsed(func(_ *scene, e tree) { delete(e, "proof") }), no, "endorsement.not_genuine", victimHost},
	{"D44/altered", endorsed(func(_ *scene, e tree) { at(e, "/credentialSubject")["endorsementComment"] = "The best." }), no, "endorsement.not_genuine", "endorser.example victim.example"},
	{"D44/about another", endorsed(func(s *scene, e tree) {
		delete(e, "proof")
		at(e, "/credentialSubject")["id"] = "https://victim.example/achievements/other"
		maps.Copy(e, s.endorse(e))
	}), yes, good, "endorser.example victim.example"},
	{"D44/signed by the attacker", endorsed(func(s *scene, e tree) {
		delete(e, "proof")
		p := newProof()
		_, p["verificationMethod"] = didKey(s.attackerKey())
		s.prove(e, p, s.attackerKey())
	}), no, "endorsement.not_genuine", victimHost},
	{"D44/swapped token", endorsedByToken(func(j *draft) { j.claims["jti"] = "urn:uuid:x" }), no, "endorsement.not_genuine", victimHost},
	{"D44/token of the attacker", endorsedByToken(func(j *draft) { j.key = j.scene.key("attacker.example", proof.EdDSA) }), no, "endorsement.not_genuine", "endorser.example victim.example"},
	{"D44/a badge as an endorsement", endorsed(func(s *scene, e tree) {
		other := credential()
		other["id"] = "urn:uuid:another-badge"
		clear(e)
		maps.Copy(e, s.prove(other, newProof(), s.key(victimHost, proof.EdDSARDFC2022)))
	}), no, "endorsement.not_genuine", victimHost},
	{"D44/by the learner", endorsed(func(s *scene, e tree) {
		delete(e, "proof")
		p := newProof()
		e["issuer"], p["verificationMethod"] = didKey(s.attackerKey())
		s.prove(e, p, s.attackerKey())
	}), yes, good, victimHost},
	{"D44/swapped in a signed badge", func(s *scene) []byte {
		doc := parseTree(endorsed(func(*scene, tree) {})(s))
		other := s.endorsement()
		other["id"] = "urn:uuid:other"
		at(doc, achievement)["endorsement"] = []any{s.endorse(other)}
		return marshal(doc)
	}, no, "proof.signature", victimHost},
	{"D44/21 endorsements", jwt(func(j *draft) {
		list := []any{}
		for range 21 {
			list = append(list, string(j.newToken().text()))
		}
		j.claims["endorsementJwt"] = list
	}), no, "endorsement.not_genuine", victimHost},
}

// inVC moves the credential of a token into its claim vc, and puts something
// else beside it.
func inVC(beside tree) func(j *draft) {
	return func(j *draft) {
		vc := j.claims
		j.claims = maps.Clone(beside)
		for _, name := range []string{"iss", "sub", "jti", "nbf"} {
			j.claims[name] = vc[name]
			delete(vc, name)
		}
		j.claims["vc"] = vc
	}
}

const endorser = "did:web:endorser.example"

// endorsement is what an endorser says about the achievement.
func (s *scene) endorsement() tree {
	doc := credential()
	doc["id"], doc["type"], doc["name"] = "urn:uuid:endorsement", []any{"VerifiableCredential", "EndorsementCredential"}, "Endorsement"
	at(doc, "/issuer")["id"] = endorser
	doc["credentialSubject"] = tree{"id": "https://victim.example/achievements/ba", "type": []any{"EndorsementSubject"}, "endorsementComment": "Good."}
	s.publish("https://endorser.example/.well-known/did.json", s.document(endorser))
	return doc
}

func (s *scene) endorse(doc tree) tree {
	p := newProof()
	p["verificationMethod"] = endorser + "#eddsa-rdfc-2022"
	return s.prove(doc, p, s.key("endorser.example", proof.EdDSARDFC2022))
}

// endorsed is a badge, signed by the victim, with an endorsement in it.
func endorsed(edit func(s *scene, endorsement tree)) func(*scene) []byte {
	return func(s *scene) []byte {
		e := parseTree(marshal(s.endorse(s.endorsement())))
		edit(s, e)
		doc := credential()
		at(doc, achievement)["endorsement"] = []any{e}
		return marshal(s.prove(doc, newProof(), s.key(victimHost, proof.EdDSARDFC2022)))
	}
}

func endorsedByToken(edit func(j *draft)) func(*scene) []byte {
	return func(s *scene) []byte {
		j := s.newToken()
		j.claims = s.endorsement()
		maps.Copy(j.claims, tree{"iss": endorser, "jti": j.claims["id"], "sub": "https://victim.example/achievements/ba", "nbf": 1788220800})
		j.header["kid"] = endorser + "#EdDSA"
		j.key = s.key("endorser.example", proof.EdDSA)
		edit(j)
		doc := credential()
		at(doc, achievement)["endorsementJwt"] = []any{string(j.text())}
		return marshal(s.prove(doc, newProof(), s.key(victimHost, proof.EdDSARDFC2022)))
	}
}

const refreshAddress = "https://victim.example/refresh"

// TestHostileRefresh plays D45: whatever a refresh service answers, only a
// genuine newer state of the same badge replaces the supplied one, which has been revoked.
func TestHostileRefresh(t *testing.T) {
	world := verifytest.New(t)
	for _, row := range []struct {
		name   string
		answer func(j *draft)
		code   string
	}{
		{"D45/genuine", func(*draft) {}, ""},
		{"D45/signed by the attacker", func(j *draft) { j.key = j.scene.key("attacker.example", proof.EdDSA) }, "refresh.failed"},
		{"D45/of another issuer", func(j *draft) {
			j.key = j.scene.key("attacker.example", proof.EdDSA)
			did, kid := didKey(j.key)
			at(j.claims, "/issuer")["id"], j.claims["iss"], j.header["kid"] = did, did, kid
		}, "refresh.other"},
		{"D45/another id", func(j *draft) { j.claims["id"], j.claims["jti"] = "urn:uuid:other", "urn:uuid:other" }, "refresh.other"},
		{"D45/another learner", func(j *draft) {
			at(j.claims, "/credentialSubject")["id"], j.claims["sub"] = "did:example:other", "did:example:other"
		}, "refresh.other"},
		{"D45/older", func(j *draft) { j.claims["validFrom"], j.claims["nbf"] = "2026-08-01T00:00:00Z", 1785542400 }, "refresh.older"},
		{"D45/another kind", func(j *draft) {
			j.claims["type"] = []any{"VerifiableCredential", "EndorsementCredential"}
			j.claims["credentialSubject"] = tree{"id": "did:example:learner", "type": []any{"EndorsementSubject"}}
		}, "refresh.other"},
		{"D45/no badge", func(j *draft) { j.afterwards = func(string) string { return "<html>" } }, "refresh.failed"},
		{"D45/unsigned", func(j *draft) { j.afterwards = func(string) string { return string(marshal(j.claims)) } }, "refresh.failed"},
		{"D45/broken structure", func(j *draft) { delete(at(j.claims, achievement), "criteria") }, "refresh.failed"},
		{"D45/issuer not trusted", func(j *draft) { at(j.claims, "/issuer")["id"] = victim + " " }, "refresh.other"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newScene(t, world)
			s.config.Refresh, s.config.StatusPolicy = true, verify.StatusIfReachable
			s.publish("https://victim.example/list", tree{"id": "https://victim.example/list", "issuer": victim, "revokedCredentials": []any{tree{"id": badgeID}}})
			s.publish("https://victim.example/next", tree{"id": "https://victim.example/next", "issuer": victim, "revokedCredentials": []any{}})
			old, fresh := s.newToken(), s.newToken()
			old.claims["refreshService"] = tree{"id": refreshAddress, "type": "1EdTechCredentialRefresh"}
			old.claims["credentialStatus"] = tree{"id": "https://victim.example/list#1", "type": "1EdTechRevocationList"}
			fresh.claims["validFrom"], fresh.claims["nbf"] = "2026-09-02T00:00:00Z", 1788307200
			fresh.claims["credentialStatus"] = tree{"id": "https://victim.example/next#1", "type": "1EdTechRevocationList"}
			row.answer(fresh)
			s.publish(refreshAddress, string(fresh.text()))
			input := old.text()
			verifier, err := verify.New(s.config)
			require.NoError(t, err)
			report, err := verifier.Verify(t.Context(), input)
			require.Equal(t, row.code == "", err == nil, "%v", err)
			if row.code == "" {
				require.NotEqual(t, input, report.Document().Bytes())
				return
			}
			require.Equal(t, "status.revoked", report.Decisive().Code)
			require.Equal(t, input, report.Document().Bytes())
			requireCheck(t, report, verify.StageStatus, verify.Warned, row.code)
		})
	}
}
