package verify_test

import (
	"bytes"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
)

// header forges the victim's token under another header, signed nevertheless
// with the victim's key: a reader that accepts it would accept the form.
func header(text string) func(*scene) []byte {
	return jwt(func(j *draft) { j.rawHeader = text })
}

// withHeader adds one member to the header of a token that is good otherwise.
func withHeader(name string, value any) func(*scene) []byte {
	return jwt(func(j *draft) { j.header[name] = value })
}

// afterwards edits the text of a good token.
func afterwards(edit func(text string) string) func(*scene) []byte {
	return jwt(func(j *draft) { j.afterwards = edit })
}

// part edits one of the three parts of a good token.
func part(n int, edit func(part string) string) func(*scene) []byte {
	return afterwards(func(text string) string {
		parts := strings.Split(text, ".")
		parts[n] = edit(parts[n])
		return strings.Join(parts, ".")
	})
}

// resigned edits the signature of the victim's token for an algorithm.
func resigned(alg proof.Scheme, edit func(signature []byte) []byte) func(*scene) []byte {
	return jwt(func(j *draft) {
		j.by(victimHost, alg)
		j.sign = func(input []byte) []byte { return edit(signJWS(j.key, alg, input)) }
	})
}

// symmetric signs with HMAC under what everybody knows of the victim's key.
func symmetric(secret func(key *rsa.PublicKey) []byte) func(*scene) []byte {
	return jwt(func(j *draft) {
		j.header["alg"], j.header["kid"] = "HS256", victim+"#PS256"
		j.sign = func(input []byte) []byte {
			mac := hmac.New(sha256.New, secret(j.scene.key(victimHost, proof.PS256).Public().(*rsa.PublicKey)))
			mac.Write(input)
			return mac.Sum(nil)
		}
	})
}

func publicPEM(key *rsa.PublicKey) []byte {
	der, _ := x509.MarshalPKIXPublicKey(key)
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
}

// spaced puts something into the middle of a text.
func spaced(with string) func(string) string {
	return func(part string) string { return part[:len(part)/2] + with + part[len(part)/2:] }
}

// loose sets bits at the end of base64 that decode to nothing. The length of
// the signature makes its last character carry four of them.
func loose(part string) string {
	last := part[len(part)-1]
	return part[:len(part)-1] + string(last+1)
}

// malleated is the other ECDSA signature under the same key: s becomes n-s.
func malleated(signature []byte) []byte {
	s := new(big.Int).SetBytes(signature[32:])
	s.Sub(elliptic.P256().Params().N, s)
	return slices.Concat(signature[:32], s.FillBytes(make([]byte, 32)))
}

func der(signature []byte) []byte {
	number := func(n []byte) []byte {
		if n[0] >= 0x80 {
			n = append([]byte{0}, n...)
		}
		return append([]byte{2, byte(len(n))}, n...)
	}
	body := slices.Concat(number(signature[:32]), number(signature[32:]))
	return append([]byte{0x30, byte(len(body))}, body...)
}

// raised adds the order of the group to S of an Ed25519 signature.
func raised(signature []byte) []byte {
	order, _ := new(big.Int).SetString("1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed", 16)
	s := slices.Clone(signature[32:])
	slices.Reverse(s)
	n := new(big.Int).SetBytes(s)
	s = n.Add(n, order).FillBytes(make([]byte, 32))
	slices.Reverse(s)
	return slices.Concat(signature[:32], s)
}

// byAttacker signs in the victim's name with the attacker's key.
func byAttacker(edit func(j *draft)) func(*scene) []byte {
	return jwt(func(j *draft) {
		j.key = j.scene.key("attacker.example", proof.EdDSA)
		edit(j)
	})
}

var joseRows = []hostile{
	{"J00/genuine token", jwt(func(*draft) {}), yes, good, victimHost},
	{"J00/genuine ES256", jwt(func(j *draft) { j.by(victimHost, proof.ES256) }), yes, good, victimHost},
	{"J00/genuine ES384", jwt(func(j *draft) { j.by(victimHost, proof.ES384) }), yes, good, victimHost},
	{"J00/genuine PS256", jwt(func(j *draft) { j.by(victimHost, proof.PS256) }), yes, good, victimHost},
	{"J00/another key", byAttacker(func(*draft) {}), no, "proof.signature", victimHost},
	{"J00/payload swapped", part(1, func(p string) string {
		return b64(strings.Replace(string(unb64(p)), "Bachelor", "Doctorat", 1))
	}), no, "proof.signature", victimHost},
	{"J01/none", afterwards(func(string) string { return b64(`{"alg":"none"}`) + "." + b64(`{"a":1}`) + "." }), no, "structure.kind", ""},
	{"J01/none with credential", jwt(func(j *draft) { j.header["alg"] = "none"; j.sign = func([]byte) []byte { return nil } }), no, "jws.alg_not_allowed", ""},
	{"J01/None", withHeader("alg", "None"), no, "jws.alg_not_allowed", ""},
	{"J01/NONE", withHeader("alg", "NONE"), no, "jws.alg_not_allowed", ""},
	{"J01/nOnE", withHeader("alg", "nOnE"), no, "jws.alg_not_allowed", ""},
	{"J01/space", withHeader("alg", "none "), no, "jws.alg_not_allowed", ""},
	{"J01/NUL", withHeader("alg", "none\x00"), no, "jws.alg_not_allowed", ""},
	{"J02/PEM", symmetric(publicPEM), no, "jws.alg_not_allowed", ""},
	{"J02/PEM without newline", symmetric(func(k *rsa.PublicKey) []byte { return bytes.TrimSpace(publicPEM(k)) }), no, "jws.alg_not_allowed", ""},
	{"J02/DER", symmetric(func(k *rsa.PublicKey) []byte { d, _ := x509.MarshalPKIXPublicKey(k); return d }), no, "jws.alg_not_allowed", ""},
	{"J02/modulus", symmetric(func(k *rsa.PublicKey) []byte { return k.N.Bytes() }), no, "jws.alg_not_allowed", ""},
	{"J02/JWK", symmetric(func(k *rsa.PublicKey) []byte { p, _ := key.FromPublic(k); return p.JWK() }), no, "jws.alg_not_allowed", ""},
	{"J03/jwk of attacker", byAttacker(func(j *draft) {
		delete(j.header, "kid")
		j.header["jwk"], j.header["typ"] = jwk(j.key), "JWT"
	}), no, "did.key_not_bound", victimHost},
	{"J03/jwk of attacker, kid of victim", byAttacker(func(j *draft) { j.header["jwk"] = jwk(j.key) }), no, "proof.signature", victimHost},
	{"J03/jwk of attacker, pinned keys", byAttacker(func(j *draft) {
		delete(j.header, "kid")
		j.header["jwk"] = jwk(j.key)
		j.config.Keys = map[string][]key.Key{victim: {publicKey(j.scene.key(victimHost, proof.EdDSA))}}
	}), no, "key.not_pinned", ""},
	{"J03/jwk of victim", jwt(func(j *draft) {
		delete(j.header, "kid")
		j.header["jwk"] = jwk(j.scene.key(victimHost, proof.EdDSA))
	}), yes, good, victimHost},
	{"J04/kid elsewhere", byAttacker(func(j *draft) { j.header["kid"] = "https://canary.example/keys#1" }), no, "did.key_not_bound", ""},
	{"J04/kid is did:key", byAttacker(func(j *draft) {
		did := publicKey(j.key).DIDKey()
		j.header["kid"] = did + "#" + strings.TrimPrefix(did, "did:key:")
	}), no, "did.key_not_bound", ""},
	{"J04/kid of attacker's did:web", byAttacker(func(j *draft) {
		j.publish("https://attacker.example/.well-known/did.json", j.document(attacker))
		j.header["kid"] = attacker + "#EdDSA"
	}), no, "did.key_not_bound", ""},
	{"J05/jku", withHeader("jku", "http://127.0.0.1:1/x"), no, "jws.header_not_allowed", ""},
	{"J05/x5u", withHeader("x5u", "file:///etc/passwd"), no, "jws.header_not_allowed", ""},
	{"J06/x5c", withHeader("x5c", []any{"MIIB"}), no, "jws.header_not_allowed", ""},
	{"J06/x5t", withHeader("x5t#S256", "abc"), no, "jws.header_not_allowed", ""},
	{"J07/path", withHeader("kid", "../../../../dev/null"), no, "did.key_not_bound", victimHost},
	{"J07/SQL", withHeader("kid", "' OR 1=1--"), no, "did.syntax", ""},
	{"J07/CRLF", withHeader("kid", "a\r\nGET /"), no, "key.id", ""},
	{"J07/NUL", withHeader("kid", "\x00"), no, "key.id", ""},
	{"J07/1 MB", withHeader("kid", strings.Repeat("k", 1<<20-1)), no, "jws.header_too_large", ""},
	{"J07/513 bytes", withHeader("kid", strings.Repeat("k", 513)), no, "key.id", ""},
	{"J07/object", withHeader("kid", tree{"$ne": 1}), no, "key.id", ""},
	{"J07/empty", withHeader("kid", ""), no, "key.id", ""},
	{"J08/crit unknown", header(`{"alg":"EdDSA","kid":"` + tokenKey + `","crit":["http://x/y"],"http://x/y":1}`), no, "jws.crit_unsupported", ""},
	{"J08/crit empty", withHeader("crit", []any{}), no, "jws.crit_unsupported", ""},
	{"J08/crit registered", withHeader("crit", []any{"alg"}), no, "jws.crit_unsupported", ""},
	{"J08/crit absent", withHeader("crit", []any{"zz"}), no, "jws.crit_unsupported", ""},
	{"J08/crit string", withHeader("crit", "b64"), no, "jws.crit_unsupported", ""},
	{"J08/crit null", withHeader("crit", nil), no, "jws.crit_unsupported", ""},
	{"J09/b64 false", withHeader("b64", false), no, "jws.header_not_allowed", ""},
	{"J09/b64 false and crit", jwt(func(j *draft) { j.header["b64"], j.header["crit"] = false, []any{"b64"} }), no, "jws.crit_unsupported", ""},
	{"J10/none first", header(`{"alg":"none","alg":"EdDSA","kid":"` + tokenKey + `"}`), no, "json.duplicate_member", ""},
	{"J10/none last", header(`{"alg":"EdDSA","alg":"none","kid":"` + tokenKey + `"}`), no, "json.duplicate_member", ""},
	{"J10/kid", header(`{"alg":"EdDSA","kid":"a","kid":"` + tokenKey + `"}`), no, "json.duplicate_member", ""},
	{"J10/escaped", header(`{"alg":"EdDSA","\u0061lg":"none","kid":"` + tokenKey + `"}`), no, "json.duplicate_member", ""},
	{"J11/empty", header(`{}`), no, "jws.alg_not_allowed", ""},
	{"J11/Alg", header(`{"Alg":"EdDSA","kid":"` + tokenKey + `"}`), no, "jws.header_not_allowed", ""},
	{"J11/ALG beside alg", withHeader("ALG", "none"), no, "jws.header_not_allowed", ""},
	{"J11/array", withHeader("alg", []any{"EdDSA"}), no, "jws.alg_not_allowed", ""},
	{"J11/null", withHeader("alg", nil), no, "jws.alg_not_allowed", ""},
	{"J12/es256", withHeader("alg", "es256"), no, "jws.alg_not_allowed", ""},
	{"J12/EDDSA", withHeader("alg", "EDDSA"), no, "jws.alg_not_allowed", ""},
	{"J12/unknown", withHeader("alg", "ES999"), unsure, "jws.alg_unsupported", ""},
	{"J12/unknown, with another claim", jwt(func(j *draft) { j.header["alg"], j.claims["sub"] = "ES999", "did:example:other" }), no, "claims.mismatch", ""},
	{"J12/a scheme that is not an algorithm", withHeader("alg", "eddsa-rdfc-2022"), no, "jws.alg_not_allowed", ""},
	{"J13/ES256 under P-384", jwt(func(j *draft) {
		j.by(victimHost, proof.ES384)
		j.header["alg"] = "ES256"
	}), no, "proof.key_type", victimHost},
	{"J13/ES256 under Ed25519", withHeader("alg", "ES256"), no, "proof.key_type", victimHost},
	{"J14/zeros", resigned(proof.ES256, func(s []byte) []byte { return make([]byte, 64) }), no, "proof.signature", victimHost},
	{"J14/r is n", resigned(proof.ES256, func(s []byte) []byte { return append(elliptic.P256().Params().N.Bytes(), s[32:]...) }), no, "proof.signature", victimHost},
	{"J14/s is n", resigned(proof.ES256, func(s []byte) []byte { return append(s[:32], elliptic.P256().Params().N.Bytes()...) }), no, "proof.signature", victimHost},
	{"J15/DER", resigned(proof.ES256, der), no, "proof.signature", victimHost},
	{"J15/63 bytes", resigned(proof.ES256, func(s []byte) []byte { return s[:63] }), no, "proof.signature", victimHost},
	{"J15/65 bytes", resigned(proof.ES256, func(s []byte) []byte { return append(s, 0) }), no, "proof.signature", victimHost},
	{"J15/leading zeros", resigned(proof.ES256, func(s []byte) []byte {
		return slices.Concat(make([]byte, 32), s[:32], make([]byte, 32), s[32:])
	}), no, "proof.signature", victimHost},
	{"J16/other s", resigned(proof.ES256, malleated), yes, good, victimHost},
	{"J17/padding", afterwards(func(text string) string { return text + "==" }), no, "jws.base64", ""},
	{"J17/alphabet", part(1, func(p string) string { return strings.Replace(p, p[40:41], "+", 1) }), no, "jws.base64", ""},
	{"J17/loose bits", part(2, loose), no, "jws.base64", ""},
	{"J17/CRLF in header", part(0, spaced("\r\n")), no, "jws.base64", ""},
	{"J17/LF in payload", part(1, spaced("\n")), no, "jws.base64", ""},
	{"J17/LF in signature", part(2, spaced("\n")), no, "jws.base64", ""},
	{"J17/LF after header", part(0, func(p string) string { return p + "\n" }), no, "jws.base64", ""},
	{"J17/space around the token", afterwards(func(text string) string { return " " + text + "\r\n" }), yes, good, victimHost},
	{"J19/S raised", resigned(proof.EdDSA, raised), no, "proof.signature", victimHost},
	{"J19/bad R", resigned(proof.EdDSA, func(s []byte) []byte { return slices.Concat(bytes.Repeat([]byte{0xff}, 32), s[32:]) }), no, "proof.signature", victimHost},
	{"J24/salt of 20", salted(20), no, "proof.signature", victimHost},
	{"J24/no salt", salted(0), no, "proof.signature", victimHost},
	{"J24/longest salt", salted(rsa.PSSSaltLengthAuto), no, "proof.signature", victimHost},
	{"J27/JWE", afterwards(func(string) string { return "eyJhbGciOiJkaXIifQ..aaaa.aaaa.aaaa" }), no, "jws.parts", ""},
	{"J28/flattened", general(`{"protected":%h,"payload":%p,"signature":%s}`), no, "structure.kind", ""},
	{"J28/general", general(`{"payload":%p,"signatures":[{"protected":%h,"signature":"AA"},{"protected":%h,"signature":%s}]}`), no, "structure.kind", ""},
	{"J28/two payloads", general(`{"payload":%p,"payload":%p,"protected":%h,"signature":%s}`), no, "json.duplicate_member", ""},
	{"J29/10 MB of dots", afterwards(func(string) string { return strings.Repeat(".", 10<<20) }), no, "json.too_large", ""},
	{"J29/dots within the limit", afterwards(func(string) string { return strings.Repeat(".", 2<<20) }), no, "jws.parts", ""},
	{"J29/four parts", afterwards(func(text string) string { return text + "." }), no, "jws.parts", ""},
	{"J29/two parts", afterwards(func(text string) string { return text[:strings.LastIndex(text, ".")] }), no, "jws.parts", ""},
	{"J29/empty header", part(0, func(string) string { return "" }), no, "json.truncated", ""},
	{"J30/typ of DPoP", withHeader("typ", "dpop+jwt"), no, "jws.typ", ""},
	{"J30/typ of OAuth", withHeader("typ", "at+jwt"), no, "jws.typ", ""},
	{"J30/typ array", withHeader("typ", []any{"JWT"}), no, "jws.typ", ""},
	{"J30/typ JWT", withHeader("typ", "JWT"), yes, good, victimHost},
	{"J30/typ vc+jwt", withHeader("typ", "vc+jwt"), yes, good, victimHost},
	{"J30/cty", withHeader("cty", "JWT"), no, "jws.header_not_allowed", ""},
	{"J30/token in a token", jwt(func(j *draft) { j.rawClaims = string(j.scene.newToken().text()) }), no, "json.syntax", ""},
	{"J30/token in a string", jwt(func(j *draft) { j.rawClaims = `"` + string(j.scene.newToken().text()) + `"` }), no, "jws.payload", ""},
	{"J30/presentation", jwt(func(j *draft) {
		j.claims = tree{"@context": []any{"https://www.w3.org/ns/credentials/v2"}, "type": []any{"VerifiablePresentation"},
			"iss": victim, "verifiableCredential": []any{j.scene.genuine()}}
	}), no, "controller.not_allowed", victimHost},
	{"J40/disclosure", afterwards(func(text string) string { return text + "~WyJ4Il0~" }), no, "sdjwt.disclosure", ""},
	{"J41/enveloped", jwt(func(j *draft) {
		j.afterwards = func(text string) string {
			return string(marshal(tree{"@context": []any{"https://www.w3.org/ns/credentials/v2"}, "type": []any{"EnvelopedVerifiableCredential"},
				"id": "data:application/vc+jwt," + text, "name": "Doctorate"}))
		}
	}), yes, good, victimHost},
	{"J41/enveloped and more", jwt(func(j *draft) {
		j.afterwards = func(text string) string {
			doc := credential()
			doc["type"] = []any{"VerifiableCredential", "AchievementCredential", "EnvelopedVerifiableCredential"}
			doc["id"] = "data:application/vc+jwt," + text
			return string(marshal(doc))
		}
	}), no, "envelope.format", ""},
}

// salted signs PS256 with another length of salt than that of the hash.
func salted(length int) func(*scene) []byte {
	return jwt(func(j *draft) {
		j.by(victimHost, proof.PS256)
		j.sign = func(input []byte) []byte {
			digest := sha256.Sum256(input)
			signature, _ := rsa.SignPSS(noRandomness{}, j.key.(*rsa.PrivateKey), 5, digest[:], &rsa.PSSOptions{SaltLength: length})
			return signature
		}
	})
}

// general writes a good token in a JSON serialization (RFC 7515 §7.2).
func general(form string) func(*scene) []byte {
	return afterwards(func(text string) string {
		parts := strings.Split(text, ".")
		return strings.NewReplacer("%h", `"`+parts[0]+`"`, "%p", `"`+parts[1]+`"`, "%s", `"`+parts[2]+`"`).Replace(form)
	})
}
