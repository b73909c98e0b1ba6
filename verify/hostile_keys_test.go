package verify_test

import (
	"bytes"
	"crypto/ed25519"
	"math/big"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
)

// published signs a token under a key of any form in the victim's document.
func published(key tree, alg string) func(*scene) []byte {
	return jwt(func(j *draft) {
		doc := j.document(victim)
		doc["verificationMethod"] = []any{tree{"id": victim + "#odd", "type": "JsonWebKey", "controller": victim, "publicKeyJwk": key}}
		doc["assertionMethod"] = []any{victim + "#odd"}
		j.publish(victimDoc, doc)
		j.header["kid"], j.header["alg"] = victim+"#odd", alg
	})
}

func rsaJWK(modulus *big.Int, exponent string) tree {
	return tree{"kty": "RSA", "n": b64(string(modulus.Bytes())), "e": exponent}
}

// ones is a number of that many bits, all of them set.
func ones(bits int) *big.Int {
	n := new(big.Int).Lsh(big.NewInt(1), uint(bits))
	return n.Sub(n, big.NewInt(1))
}

func ecJWK(crv string, x, y []byte) tree {
	return tree{"kty": "EC", "crv": crv, "x": b64(string(x)), "y": b64(string(y))}
}

func edJWK(x []byte) tree { return tree{"kty": "OKP", "crv": "Ed25519", "x": b64(string(x))} }

// anyMessage is the signature that fits every message under the neutral point.
func anyMessage(j *draft) {
	neutral := make([]byte, ed25519.PublicKeySize)
	neutral[0] = 1
	j.sign = func([]byte) []byte { return append(slices.Clone(neutral), make([]byte, 32)...) }
}

func neutralPoint() []byte {
	point := make([]byte, ed25519.PublicKeySize)
	point[0] = 1
	return point
}

// changed edits the victim's own key as it is published.
func changed(alg proof.Scheme, edit func(key tree)) func(*scene) []byte {
	return func(s *scene) []byte {
		j := s.newToken()
		j.by(victimHost, alg)
		key := jwk(j.key)
		edit(key)
		doc := s.document(victim)
		doc["verificationMethod"] = []any{tree{"id": victim + "#" + string(alg), "type": "JsonWebKey", "controller": victim, "publicKeyJwk": key}}
		doc["assertionMethod"] = []any{victim + "#" + string(alg)}
		s.publish(victimDoc, doc)
		return j.text()
	}
}

var keyRows = []hostile{
	{"J18/published", func(s *scene) []byte {
		j := s.newToken()
		anyMessage(j)
		published(edJWK(neutralPoint()), "EdDSA")(s)
		j.header["kid"] = victim + "#odd"
		return j.text()
	}, no, "key.weak", victimHost},
	{"J18/in the header", jwt(func(j *draft) { anyMessage(j); j.header["jwk"] = edJWK(neutralPoint()) }), no, "key.weak", ""},
	{"J18/not canonical", published(edJWK(append(bytes.Repeat([]byte{0xff}, 31), 0x7f)), "EdDSA"), no, "key.weak", victimHost},
	{"J20/512 bits", published(rsaJWK(ones(512), "AQAB"), "RS256"), no, "key.too_small", victimHost},
	{"J20/1024 bits", published(rsaJWK(ones(1024), "AQAB"), "RS256"), no, "key.too_small", victimHost},
	{"J20/2047 bits", published(rsaJWK(ones(2047), "AQAB"), "PS256"), no, "key.too_small", victimHost},
	{"J21/1", published(rsaJWK(ones(2048), "AQ"), "RS256"), no, "key.exponent", victimHost},
	{"J21/2", published(rsaJWK(ones(2048), "Ag"), "RS256"), no, "key.exponent", victimHost},
	{"J21/3", published(rsaJWK(ones(2048), "Aw"), "RS256"), no, "key.exponent", victimHost},
	{"J21/5 bytes", published(rsaJWK(ones(2048), "AQAAAAE"), "RS256"), no, "key.exponent", victimHost},
	{"J21/leading zero", published(rsaJWK(ones(2048), "AAEAAQ"), "RS256"), no, "key.member", victimHost},
	{"J22/16k", published(rsaJWK(ones(16<<10), "AQAB"), "RS256"), no, "key.too_large", victimHost},
	{"J22/64k", published(rsaJWK(ones(64<<10), "AQAB"), "RS256"), no, "key.too_large", victimHost},
	{"J22/256k", published(rsaJWK(ones(256<<10), "AQAB"), "RS256"), no, "key.too_large", victimHost},
	{"J22/256k in the header", withHeader("jwk", rsaJWK(ones(256<<10), "AQAB")), no, "jws.header_too_large", ""},
	{"J23/powers of 65537", published(rsaJWK(new(big.Int).Exp(big.NewInt(65537), big.NewInt(128), nil), "AQAB"), "RS256"), no, "key.weak", victimHost},
	{"J25/off curve", published(ecJWK("P-256", make([]byte, 32), append(make([]byte, 31), 1)), "ES256"), no, "key.not_on_curve", victimHost},
	{"J25/infinity", published(ecJWK("P-256", make([]byte, 32), make([]byte, 32)), "ES256"), no, "key.not_on_curve", victimHost},
	{"J25/31 bytes", published(ecJWK("P-256", make([]byte, 31), make([]byte, 32)), "ES256"), no, "key.member", victimHost},
	{"J25/33 bytes", published(ecJWK("P-256", make([]byte, 33), make([]byte, 32)), "ES256"), no, "key.member", victimHost},
	{"J25/4000 bytes", published(ecJWK("P-256", make([]byte, 4000), make([]byte, 32)), "ES256"), no, "key.member", victimHost},
	{"J26/P-224", published(ecJWK("P-224", make([]byte, 28), make([]byte, 28)), "ES256"), unsure, "key.unsupported", victimHost},
	{"J26/P-521", published(ecJWK("P-521", make([]byte, 66), make([]byte, 66)), "ES256"), no, "key.not_on_curve", victimHost},
	{"J26/X25519", published(tree{"kty": "OKP", "crv": "X25519", "x": b64(strings.Repeat("x", 32))}, "EdDSA"), unsure, "key.unsupported", victimHost},
	{"J26/Ed448", published(tree{"kty": "OKP", "crv": "Ed448", "x": b64(strings.Repeat("x", 57))}, "EdDSA"), unsure, "key.unsupported", victimHost},
	{"J26/oct", published(tree{"kty": "oct", "k": "AAAA"}, "EdDSA"), no, "key.private_exposed", victimHost},
	{"J37/use enc", changed(proof.EdDSA, func(k tree) { k["use"] = "enc" }), no, "key.use", victimHost},
	{"J37/key_ops encrypt", changed(proof.EdDSA, func(k tree) { k["key_ops"] = []any{"encrypt"} }), no, "key.use", victimHost},
	{"J37/key_ops empty", changed(proof.EdDSA, func(k tree) { k["key_ops"] = []any{} }), no, "key.use", victimHost},
	{"J37/alg of another scheme", changed(proof.PS256, func(k tree) { k["alg"] = "RS256" }), no, "key.alg", victimHost},
	{"J37/alg of another kind", changed(proof.EdDSA, func(k tree) { k["alg"] = "ES256" }), no, "key.alg", victimHost},
	{"J37/use sig", changed(proof.EdDSA, func(k tree) { k["use"], k["alg"] = "sig", "EdDSA" }), yes, good, victimHost},
	{"J38/published", changed(proof.EdDSA, func(k tree) { k["d"] = k["x"] }), no, "key.private_exposed", victimHost},
	{"J38/in the header", jwt(func(j *draft) {
		key := jwk(j.scene.key(victimHost, proof.EdDSA))
		key["d"] = key["x"]
		j.header["jwk"] = key
	}), no, "key.private_exposed", ""},
	{"J36/two keys of one kid", keySet(func(s *scene, set tree) {
		set["keys"] = append(set["keys"].([]any), named(edJWK(s.key("attacker.example", proof.EdDSA).Public().(ed25519.PublicKey)), "k1"))
	}), no, "key.ambiguous_set", hostedHost},
	{"J36/symmetric", keySet(func(_ *scene, set tree) {
		set["keys"] = append(set["keys"].([]any), tree{"kty": "oct", "k": "AAAA", "kid": "k2"})
	}), no, "key.ambiguous_set", hostedHost},
	{"J36/private", keySet(func(_ *scene, set tree) { set["keys"].([]any)[0].(tree)["d"] = "AAAA" }), no, "key.private_exposed", hostedHost},
	{"J39/65 keys", keySet(func(_ *scene, set tree) {
		set["keys"] = slices.Repeat([]any{tree{"kty": "EC"}}, 65)
	}), no, "key.too_many", hostedHost},
	{"J39/512 KiB", keySet(func(_ *scene, set tree) { set["pad"] = strings.Repeat("x", 512<<10) }), unsure, "fetch.too_large", hostedHost},
	{"J39/deep", keySet(func(s *scene, set tree) {
		s.publish(hostedSet, strings.Repeat(`{"keys":[`, 5000))
	}), no, "json.depth", hostedHost},
	{"J39/another issuer's", keySet(func(_ *scene, set tree) { set["iss"] = "https://attacker.example" }), no, "did.keys_issuer", hostedHost},
	{"J39/its own", keySet(func(_ *scene, set tree) { set["iss"] = hosted }), yes, good, hostedHost},
	{"J44/authentication only", purpose("authentication"), no, "controller.not_allowed", victimHost},
	{"J44/key agreement only", purpose("keyAgreement"), no, "controller.not_allowed", victimHost},
	{"J44/assertion", purpose("assertionMethod"), yes, good, victimHost},
}

const (
	hosted     = "https://hosted.example/issuer"
	hostedHost = "hosted.example"
	hostedSet  = "https://hosted.example/.well-known/jwks.json"
)

func named(key tree, kid string) tree {
	key["kid"] = kid
	return key
}

// hostedToken is a token of an https issuer, whose keys are a set of its host.
func (s *scene) hostedToken() *draft {
	j := s.newToken()
	s.config.Trust = verify.Issuers(victim, hosted)
	at(j.claims, "/issuer")["id"], j.claims["iss"] = hosted, hosted
	j.header["kid"] = "k1"
	j.key = s.key(hostedHost, proof.EdDSA)
	s.publish(hosted, tree{"id": hosted, "type": []any{"Profile"}, "name": "Hosted"})
	s.publish(hostedSet, s.hostedKeys())
	return j
}

func (s *scene) hostedKeys() tree {
	return tree{"keys": []any{named(jwk(s.key(hostedHost, proof.EdDSA)), "k1")}}
}

// keySet edits the key set of a hosted issuer.
func keySet(edit func(s *scene, set tree)) func(*scene) []byte {
	return func(s *scene) []byte {
		j := s.hostedToken()
		set := s.hostedKeys()
		s.publish(hostedSet, "")
		edit(s, set)
		if len(s.pages[hostedSet].Body) == 0 {
			s.publish(hostedSet, set)
		}
		return j.text()
	}
}

// purpose lists the victim's key for one purpose alone.
func purpose(name string) func(*scene) []byte {
	return jwt(func(j *draft) {
		doc := j.document(victim)
		doc[name] = doc["assertionMethod"]
		if name != "assertionMethod" {
			delete(doc, "assertionMethod")
		}
		j.publish(victimDoc, doc)
	})
}
