package verify_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
)

// of is a badge of an issuer with that identifier, before a caller who trusts
// anyone; the key is its #k.
func of(id string) func(*scene) []byte {
	return trusting(verify.AnyIssuer(), issuedAs(id, true))
}

// didDocument edits what the victim publishes.
func didDocument(edit func(s *scene, doc tree)) func(*scene) []byte {
	return func(s *scene) []byte {
		doc := s.document(victim)
		edit(s, doc)
		s.publish(victimDoc, doc)
		return s.newToken().text()
	}
}

// answer has the victim's host answer in some other way.
func answer(r verify.Response) func(*scene) []byte {
	return func(s *scene) []byte {
		if r.Body == nil {
			r.Body = marshal(s.document(victim))
		}
		s.pages[victimDoc] = r
		return s.newToken().text()
	}
}

// inForce gives the victim's key dates.
func inForce(name, date string) func(*scene) []byte {
	return didDocument(func(_ *scene, d tree) { at(d, "/verificationMethod/1")[name] = date })
}

// keyNamed has the victim's badge name its key in another way.
func keyNamed(name string) func(*scene) []byte { return withHeader("kid", name) }

// selfAsserted is a badge of an issuer whose identifier is the attacker's
// key, edited.
func selfAsserted(edit func(did, method string) (string, string)) func(*scene) []byte {
	return trusting(verify.AnyIssuer(), jwt(func(j *draft) {
		j.key = j.scene.key("attacker.example", proof.EdDSA)
		did, kid := edit(didKey(j.key))
		at(j.claims, "/issuer")["id"], j.claims["iss"], j.header["kid"] = did, did, kid
	}))
}

// didJWK is a badge of an issuer whose identifier is a JWK, written in any way.
func didJWK(text func(key tree) string, fragment string) func(*scene) []byte {
	return trusting(verify.AnyIssuer(), jwt(func(j *draft) {
		j.key = j.scene.key("attacker.example", proof.EdDSA)
		did := "did:jwk:" + text(jwk(j.key))
		at(j.claims, "/issuer")["id"], j.claims["iss"], j.header["kid"] = did, did, did+"#"+fragment
	}))
}

// lowOrder lists the encodings of points of small order, canonical or not.
var lowOrder = []string{
	"0100000000000000000000000000000000000000000000000000000000000000",
	"0100000000000000000000000000000000000000000000000000000000000080",
	"0000000000000000000000000000000000000000000000000000000000000000",
	"0000000000000000000000000000000000000000000000000000000000000080",
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
	"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
	"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
}

// didRows holds the table and the rows of one shape, written out.
var didRows = func() []hostile {
	rows := documentRows
	for i, text := range lowOrder {
		point, _ := hex.DecodeString(text)
		rows = append(rows, hostile{fmt.Sprintf("I16/low order %d", i), selfAsserted(func(string, string) (string, string) {
			multikey := base58(append([]byte{0xed, 0x01}, point...))
			return "did:key:" + multikey, "did:key:" + multikey + "#" + multikey
		}), no, "key.weak", ""})
	}
	for _, of := range []struct{ row, code, ids string }{
		{"I01", "did.bad_host", "did:web:localhost did:web:127.0.0.1 did:web:169.254.169.254 did:web:[ https://127.0.0.1/x https://localhost/x"},
		{"I03", "did.bad_host", "did:web:0177.0.0.1 did:web:2130706433 did:web:0x7f.1 did:web:0x7f000001 did:web:127.1 did:web:a.0x1 https://[::1]/ https://[::ffff:127.0.0.1]/"},
		{"I05", "did.syntax", "did:web:h.example:..:..:x did:web:h.example:%2e%2e did:web:h.example:a%2fb did:web:h.example::x did:web:h.example: did:web:h.example:. did:web:h.example:a/b did:web:h.example:a?b"},
		{"I06", "did.bad_host", "did:web:h.example%3a8443 did:web:h.example%253A8443"},
		{"I06", "did.syntax", "did:web:h.example%3A0 did:web:h.example%3A65536 did:web:h.example%3A000443 did:web:h.example%3A did:web:h.example%3A+1 did:web:h.example%3A80%3A80"},
		{"I07", "did.bad_host", "did:web:user%40evil.example did:web:a%23b.example did:web:a%3Fb.example did:web:a%5Cb.example did:web:a%00b.example did:web:user@evil.example did:web:a/b.example"},
		{"I08", "did.bad_host", "did:web:xn--a-.example did:web:xn--victim-.example did:web:h.example. did:web:H.example did:web:h..example did:web:-h.example did:web:ab--cd.example"},
		{"I18", "did.syntax", "did:web:h.example:a;service=x"},
	} {
		for id := range strings.FieldsSeq(of.ids) {
			rows = append(rows, hostile{of.row + "/" + id, issuerOnly(id), no, of.code, ""})
		}
	}
	return rows
}()

// issuerOnly is a badge whose issuer has any id at all.
func issuerOnly(id string) func(*scene) []byte { return of(id) }

var documentRows = []hostile{
	{"I01/metadata service", of("did:web:metadata.google.internal"), unsure, "fetch.failed", "metadata.google.internal"},
	{"I01/IPv6", of("did:web:[::1]"), no, "did.bad_host", ""},
	{"I04/answered elsewhere", answer(verify.Response{URL: "https://attacker.example/.well-known/did.json"}), unsure, "fetch.redirect", victimHost},
	{"I04/answered over http", answer(verify.Response{URL: "http://victim.example/.well-known/did.json"}), unsure, "fetch.redirect", victimHost},
	{"I04/answered from a file", answer(verify.Response{URL: "file:///etc/passwd"}), unsure, "fetch.redirect", victimHost},
	{"I04/answered by a port", answer(verify.Response{URL: "https://victim.example:8443/.well-known/did.json"}), unsure, "fetch.redirect", victimHost},
	{"I04/answered with user information", answer(verify.Response{URL: "https://user@victim.example/.well-known/did.json"}), unsure, "fetch.redirect", victimHost},
	{"I04/same origin", answer(verify.Response{URL: "https://victim.example/did.json"}), yes, good, victimHost},
	{"I04/302 not followed", answer(verify.Response{Status: 302}), unsure, "fetch.status", victimHost},
	{"I06/port", func(s *scene) []byte {
		s.publish("https://victim.example:8443/.well-known/did.json", s.document("did:web:victim.example%3A8443"))
		return of("did:web:victim.example%3A8443")(s)
	}, no, "did.key_not_bound", "victim.example:8443"},
	{"I06/path instead of port", of("did:web:victim.example:8443"), unsure, "fetch.failed", victimHost},
	{"I09/another id", didDocument(func(_ *scene, d tree) { d["id"] = attacker }), no, "did.document_id", victimHost},
	{"I09/upper case", didDocument(func(_ *scene, d tree) { d["id"] = "did:web:VICTIM.example" }), no, "did.document_id", victimHost},
	{"I09/array", didDocument(func(_ *scene, d tree) { d["id"] = []any{victim} }), no, "controller.format", victimHost},
	{"I09/missing", didDocument(func(_ *scene, d tree) { delete(d, "id") }), no, "controller.format", victimHost},
	{"I09/the victim's document at the attacker's host", trusting(verify.AnyIssuer(), func(s *scene) []byte {
		s.publish("https://attacker.example/.well-known/did.json", s.document(victim))
		j := s.newToken()
		at(j.claims, "/issuer")["id"], j.claims["iss"] = attacker, attacker
		j.header["kid"], j.key = attacker+"#EdDSA", s.key(victimHost, proof.EdDSA)
		return j.text()
	}), no, "did.document_id", "attacker.example"},
	{"I10/another controller", didDocument(func(_ *scene, d tree) { at(d, "/verificationMethod/1")["controller"] = attacker }), no, "did.controller_mismatch", victimHost},
	{"I10/controllers", didDocument(func(_ *scene, d tree) { at(d, "/verificationMethod/1")["controller"] = []any{victim, attacker} }), no, "controller.method_format", victimHost},
	{"I10/no controller", didDocument(func(_ *scene, d tree) { delete(at(d, "/verificationMethod/1"), "controller") }), no, "did.controller_mismatch", victimHost},
	{"I11/listed nowhere", didDocument(func(_ *scene, d tree) { d["assertionMethod"] = []any{objectKey} }), no, "controller.not_allowed", victimHost},
	{"I11/no list", didDocument(func(_ *scene, d tree) { delete(d, "assertionMethod") }), no, "controller.not_allowed", victimHost},
	{"I11/listed and not there", didDocument(func(_ *scene, d tree) { d["verificationMethod"] = []any{} }), no, "did.key_not_bound", victimHost},
	{"I11/embedded", didDocument(func(_ *scene, d tree) {
		d["assertionMethod"] = d["verificationMethod"]
		delete(d, "verificationMethod")
	}), yes, good, victimHost},
	{"I12/two of one id", didDocument(func(s *scene, d tree) {
		d["verificationMethod"] = append(d["verificationMethod"].([]any), method(tokenKey, victim, s.key("attacker.example", proof.EdDSA)))
	}), no, "controller.duplicate", victimHost},
	{"I12/one of them relative", didDocument(func(s *scene, d tree) {
		d["verificationMethod"] = append(d["verificationMethod"].([]any), method("#EdDSA", victim, s.key("attacker.example", proof.EdDSA)))
	}), no, "controller.duplicate", victimHost},
	{"I12/relative", didDocument(func(s *scene, d tree) {
		d["verificationMethod"] = []any{method("#EdDSA", victim, s.key(victimHost, proof.EdDSA))}
		d["assertionMethod"] = []any{"#EdDSA"}
	}), yes, good, victimHost},
	{"I12/method of another DID", didDocument(func(s *scene, d tree) {
		d["verificationMethod"] = []any{method(attacker+"#EdDSA", victim, s.key(victimHost, proof.EdDSA))}
		d["assertionMethod"] = []any{attacker + "#EdDSA"}
	}), no, "did.key_not_bound", victimHost},
	{"I13/deactivated", didDocument(func(_ *scene, d tree) { d["deactivated"] = true }), no, "did.deactivated", victimHost},
	{"I13/deactivated as text", didDocument(func(_ *scene, d tree) { d["deactivated"] = "false" }), no, "controller.format", victimHost},
	{"I13/revoked", inForce("revoked", "2026-09-15T00:00:00Z"), no, "key.revoked", victimHost},
	{"I13/revoked some day", inForce("revoked", "2027-09-15T00:00:00Z"), yes, good, victimHost},
	{"I13/expired", inForce("expires", "2026-09-15T00:00:00Z"), unsure, "key.claimed_time", victimHost},
	{"I13/expires this instant", inForce("expires", "2026-10-01T12:00:00Z"), unsure, "key.claimed_time", victimHost},
	{"I13/expires without zone", inForce("expires", "2027-10-01T12:00:00"), no, "controller.method_format", victimHost},
	{"I14/HTML", answer(verify.Response{Body: []byte("<html>"), ContentType: "text/html"}), no, "json.syntax", victimHost},
	{"I14/empty", answer(verify.Response{Body: []byte{}}), no, "json.truncated", victimHost},
	{"I14/large", answer(verify.Response{Body: bytes.Repeat([]byte(" "), 256<<10+1)}), unsure, "fetch.too_large", victimHost},
	{"I14/deep", answer(verify.Response{Body: bytes.Repeat([]byte(`{"a":`), 100)}), no, "json.depth", victimHost},
	{"I14/array", answer(verify.Response{Body: []byte("[]")}), no, "key.format", victimHost},
	{"I14/404", answer(verify.Response{Status: 404}), unsure, "fetch.not_found", victimHost},
	{"I14/410", answer(verify.Response{Status: 410}), unsure, "fetch.gone", victimHost},
	{"I14/206", answer(verify.Response{Status: 206}), unsure, "fetch.status", victimHost},
	{"I14/no answer", func(s *scene) []byte { delete(s.pages, victimDoc); return s.newToken().text() }, unsure, "fetch.failed", victimHost},
	{"I14/offline", func(s *scene) []byte { s.config.Fetcher = nil; return s.newToken().text() }, unsure, "fetch.offline", ""},
	{"I15/as it is", selfAsserted(func(did, m string) (string, string) { return did, m }), yes, good, ""},
	{"I15/fragment of another key", selfAsserted(func(did, m string) (string, string) { return did, did + "#z6MkOther" }), no, "did.fragment", ""},
	{"I15/no fragment", selfAsserted(func(did, m string) (string, string) { return did, did }), yes, good, ""},
	{"I15/relative fragment", selfAsserted(func(did, m string) (string, string) { return did, m[len(did):] }), yes, good, ""},
	{"I15/leading 1", selfAsserted(func(did, m string) (string, string) {
		return strings.Replace(did, "key:z", "key:z1", 1), strings.Replace(m, "key:z", "key:z1", 1)
	}), no, "multicodec.unknown", ""},
	{"I15/alphabet", selfAsserted(func(did, m string) (string, string) { return did[:len(did)-1] + "0", m }), no, "multibase.alphabet", ""},
	{"I15/base64", selfAsserted(func(did, m string) (string, string) { return "did:key:m" + did[9:], m }), no, "multibase.prefix", ""},
	{"I15/empty", selfAsserted(func(did, m string) (string, string) { return "did:key:z", "did:key:z#z" }), no, "multicodec.unknown", ""},
	{"I15/victim's method", selfAsserted(func(did, m string) (string, string) { return did, tokenKey }), no, "did.key_not_bound", ""},
	{"I16/no such point", selfAsserted(func(string, string) (string, string) {
		multikey := base58(append([]byte{0x80, 0x24, 0x02}, bytes.Repeat([]byte{0xff}, 32)...))
		return "did:key:" + multikey, "did:key:" + multikey + "#" + multikey
	}), no, "key.not_on_curve", ""},
	{"I17/as it is", didJWK(func(k tree) string { return b64(string(marshal(k))) }, "0"), yes, good, ""},
	{"I17/private", didJWK(func(k tree) string { k["d"] = k["x"]; return b64(string(marshal(k))) }, "0"), no, "key.private_exposed", ""},
	{"I17/padded", didJWK(func(k tree) string { return b64(string(marshal(k))+" ") + "=" }, "0"), no, "did.syntax", ""},
	{"I17/duplicate", didJWK(func(k tree) string { return b64(`{"kty":"OKP",` + string(marshal(k))[1:]) }, "0"), no, "json.duplicate_member", ""},
	{"I17/300 KB", didJWK(func(k tree) string { return strings.Repeat("A", 300<<10) }, "0"), no, "jws.header_too_large", ""},
	{"I17/5 KB", didJWK(func(k tree) string { return strings.Repeat("A", 5<<10) }, "0"), no, "uri.syntax", ""},
	{"I17/fragment", didJWK(func(k tree) string { return b64(string(marshal(k))) }, "1"), no, "did.fragment", ""},
	{"I17/a set", didJWK(func(k tree) string { return b64(string(marshal(tree{"keys": []any{k}}))) }, "0"), no, "did.syntax", ""},
	{"I18/version", keyNamed(victim + "?versionTime=2020-01-01T00:00:00Z#EdDSA"), no, "did.key_not_bound", ""},
	{"I18/service", keyNamed(victim + ";service=x#EdDSA"), no, "did.key_not_bound", ""},
	{"I18/relativeRef", keyNamed(victim + "?relativeRef=/x#EdDSA"), no, "did.key_not_bound", ""},
	{"I18/path", keyNamed(victim + "/x#EdDSA"), no, "did.key_not_bound", ""},
	{"I19/rotated", didDocument(func(s *scene, d tree) {
		d["verificationMethod"] = []any{method(victim+"#new", victim, s.key("new.example", proof.EdDSA))}
		d["assertionMethod"] = []any{victim + "#new"}
	}), no, "did.key_not_bound", victimHost},
	{"I19/rotated under the same name", didDocument(func(s *scene, d tree) {
		d["verificationMethod"] = []any{method(tokenKey, victim, s.key("new.example", proof.EdDSA))}
		d["assertionMethod"] = []any{tokenKey}
	}), no, "proof.signature", victimHost},
	{"I20/alsoKnownAs", func(s *scene) []byte {
		doc := s.document(attacker)
		doc["alsoKnownAs"], doc["equivalentId"] = []any{victim}, []any{victim}
		s.publish("https://attacker.example/.well-known/did.json", doc)
		j := s.newToken()
		j.by("attacker.example", proof.EdDSA)
		return j.text()
	}, no, "did.key_not_bound", ""},
	{"I20/alsoKnownAs of the issuer", func(s *scene) []byte {
		doc := s.document(attacker)
		doc["alsoKnownAs"] = []any{victim}
		s.publish("https://attacker.example/.well-known/did.json", doc)
		j := s.newToken()
		j.by("attacker.example", proof.EdDSA)
		at(j.claims, "/issuer")["id"], j.claims["iss"] = attacker, attacker
		return j.text()
	}, no, "trust.unlisted", ""},
	{"I22/DID", of("DID:web:victim.example"), unsure, "did.method_unsupported", ""},
	{"I22/Web", of("did:Web:victim.example"), unsure, "did.method_unsupported", ""},
	{"I22/example", of("did:example:victim"), unsure, "did.method_unsupported", ""},
	{"I22/http", of("http://victim.example"), unsure, "did.method_unsupported", ""},
	{"I22/file", of("file:///etc/passwd"), unsure, "did.method_unsupported", ""},
	{"I22/urn", of("urn:uuid:9f8a"), unsure, "did.method_unsupported", ""},
}
