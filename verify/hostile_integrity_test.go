package verify_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
)

// member adds a member to the badge after it was signed.
func member(pointer, name string, value any) func(*scene) []byte {
	return altered(func(d tree) { at(d, pointer)[name] = value })
}

// withContext adds a context after the badge was signed.
func withContext(entry any) func(*scene) []byte {
	return altered(func(d tree) { d["@context"] = append(d["@context"].([]any), entry) })
}

// evidence adds a piece of evidence with an id that processors pass over.
func evidence(id any) func(*scene) []byte {
	return member("", "evidence", []any{tree{"id": id, "type": []any{"Evidence"}, "name": "Doctorate"}})
}

const (
	achievement = "/credentialSubject/achievement"
	base        = "https://www.w3.org/ns/credentials/v2"
)

// contextRows ask nobody for a context, known or not (C-040, C-073).
var contextRows = []hostile{
	{"D00/genuine", altered(func(tree) {}), yes, good, victimHost},
	{"D01/root", member("", "foo", "x"), no, "ld.undefined_term", ""},
	{"D01/subject", member("/credentialSubject", "foo", "x"), no, "ld.undefined_term", ""},
	{"D01/achievement", member(achievement, "foo", "x"), no, "ld.undefined_term", ""},
	{"D01/issuer", member("/issuer", "foo", "x"), no, "ld.undefined_term", ""},
	{"D01/proof", member("/proof", "foo", "x"), no, "ld.undefined_term", ""},
	{"D02/Name", member("", "Name", "Doctorate"), no, "ld.undefined_term", ""},
	{"D02/ISSUER", member("", "ISSUER", attacker), no, "ld.undefined_term", ""},
	{"D02/long s", member("", "iſſuer", attacker), no, "ld.undefined_term", ""},
	{"D03/nulled at the root", altered(func(d tree) {
		d["@context"] = append(d["@context"].([]any), tree{"Name": nil})
		d["Name"] = "Doctorate"
	}), unsure, "ld.context_inline", ""},
	{"D03/nulled in the achievement", altered(func(d tree) {
		at(d, achievement)["@context"] = tree{"Name": nil}
		at(d, achievement)["Name"] = "Doctorate"
	}), no, "ld.context_nested", ""},
	{"D04/no host", evidence("https:///x"), no, "ld.unsafe_iri", ""},
	{"D04/zero address", evidence("https://0.0.0.0/"), no, "ld.unsafe_iri", ""},
	{"D04/hyphen", evidence("https://a-.example/"), no, "ld.unsafe_iri", ""},
	{"D04/emoji", evidence("https://😀.example/"), no, "ld.unsafe_iri", ""},
	{"D04/port", evidence("https://h:000443/"), no, "ld.unsafe_iri", ""},
	{"D04/escape", evidence("https://h/%zz"), no, "ld.unsafe_iri", ""},
	{"D04/space", evidence("https://ev il/"), no, "ld.unsafe_iri", ""},
	{"D05/word", evidence("phd"), no, "ld.relative_iri", ""},
	{"D05/upwards", evidence("../x"), no, "ld.relative_iri", ""},
	{"D05/empty", evidence(""), no, "ld.relative_iri", ""},
	{"D05/keyword", evidence("@evil"), no, "ld.relative_iri", ""},
	{"D05/type", altered(func(d tree) { d["type"] = append(d["type"].([]any), "Doctorate") }), no, "ld.undefined_type", ""},
	{"D06/2,100 characters", evidence("https://h.example/" + strings.Repeat("x", 2083)), no, "ld.unsafe_iri", ""},
	{"D07/bad predicate", member("", "https://ev il/name", "x"), no, "ld.compact_iri", ""},
	{"D07/blank predicate", member("", "_:name", "x"), no, "ld.compact_iri", ""},
	{"D08/bad language", member(achievement, "description", tree{"@value": "x", "@language": "xx bad!"}), no, "ld.keyword", ""},
	{"D08/language in a proof", member("/proof", "domain", tree{"@value": "x", "@language": "xx bad!"}), no, "proof.format", ""},
	{"D09/bad datatype", member(achievement, "description", tree{"@value": "x", "@type": "evil"}), no, "ld.keyword", ""},
	{"D09/where the schema is open", member("", "termsOfUse", tree{"type": "x", "id": tree{"@value": "x", "@type": "http://a b/"}}), no, "ld.undefined_type", ""},
	{"D10/unknown", withContext("https://canary.example/ctx"), unsure, "ld.context_unknown", ""},
	{"D10/http", altered(func(d tree) {
		d["@context"].([]any)[1] = strings.Replace(d["@context"].([]any)[1].(string), "https", "http", 1)
	}), unsure, "ld.context_unknown", ""},
	{"D10/slash", altered(func(d tree) { d["@context"].([]any)[0] = base + "/" }), unsure, "structure.version", victimHost},
	{"D10/query", altered(func(d tree) { d["@context"].([]any)[0] = base + "?x" }), unsure, "structure.version", victimHost},
	{"D10/upper case", altered(func(d tree) { d["@context"].([]any)[0] = "https://WWW.w3.org/ns/credentials/v2" }), unsure, "structure.version", victimHost},
	{"D10/http as a third", withContext("http://www.w3.org/ns/credentials/v2"), unsure, "ld.context_unknown", ""},
	{"D11/a supplied copy of a known context", func(s *scene) []byte {
		s.config.Extensions = shadow()
		return marshal(s.genuine())
	}, no, "ld.context_shadow", ""},
	{"D12/undefined terms", withContext("https://www.w3.org/ns/credentials/undefined-terms/v2"), unsure, "ld.context_unknown", ""},
	{"D12/vocab", withContext(tree{"@vocab": "https://x.example#"}), unsure, "ld.context_inline", ""},
	{"D13/null first", altered(func(d tree) { d["@context"] = append([]any{nil}, d["@context"].([]any)...) }), no, "structure.version", ""},
	{"D13/null last", withContext(nil), no, "ld.context_null", ""},
	{"D14/redefined", withContext(tree{"name": nil}), unsure, "ld.context_inline", ""},
	{"D14/nested", member(achievement, "@context", tree{"name": nil}), no, "ld.context_nested", ""},
	{"D14/propagate", member(achievement, "@context", tree{"@propagate": false, "name": nil}), no, "ld.context_nested", ""},
	{"D14/import", withContext(tree{"@import": "https://canary.example/ctx"}), unsure, "ld.context_inline", ""},
	{"D14/known context nested", member(achievement, "@context", base), no, "ld.context_nested", ""},
	{"D15/base", altered(func(d tree) {
		d["@context"] = append(d["@context"].([]any), tree{"@base": "urn:uuid:"})
		d["id"] = strings.TrimPrefix(badgeID, "urn:uuid:")
	}), unsure, "ld.context_inline", ""},
	{"D16/alias of a keyword", altered(func(d tree) {
		d["@context"] = append(d["@context"].([]any), tree{"subjectRef": "@id"})
		subject := at(d, "/credentialSubject")
		subject["subjectRef"] = subject["id"]
		delete(subject, "id")
	}), unsure, "ld.context_inline", ""},
	{"D17/alias of a term", altered(func(d tree) {
		d["@context"] = append(d["@context"].([]any), tree{"title": "https://schema.org/name"})
		d["title"] = d["name"]
		delete(d, "name")
	}), unsure, "ld.context_inline", ""},
	{"D18/nest", altered(func(d tree) {
		d["@nest"] = tree{"name": d["name"]}
		delete(d, "name")
	}), no, "ld.keyword", ""},
	{"D19/included", member("", "@included", []any{tree{"id": "urn:x:y", "type": "Achievement"}}), no, "ld.keyword", ""},
	{"D19/included empty", member("", "@included", []any{}), no, "ld.keyword", ""},
	{"D19/graph", member("", "@graph", []any{}), no, "ld.keyword", ""},
	{"D19/reverse", member("", "@reverse", tree{}), no, "ld.keyword", ""},
	{"D19/index", member(achievement, "@index", "x"), no, "ld.keyword", ""},
	{"D20/full IRI, same value", member("", "https://schema.org/name", "Bachelor"), no, "ld.compact_iri", ""},
	{"D20/full IRI, other value", member("", "https://schema.org/name", "Doctorate"), no, "ld.compact_iri", ""},
	{"D20/compact IRI", member("", "schema:name", "Doctorate"), no, "ld.compact_iri", ""},
	{"D21/order of a set", altered(func(d tree) { slices.Reverse(at(d, achievement)["tag"].([]any)) }), yes, good, victimHost},
	{"D21/order of a token's set", jwt(func(j *draft) {
		j.afterwards = func(text string) string {
			parts := strings.Split(text, ".")
			return parts[0] + "." + b64(strings.Replace(string(unb64(parts[1])), `"arts","law"`, `"law","arts"`, 1)) + "." + parts[2]
		}
	}), no, "proof.signature", victimHost},
	{"D21/several subjects", altered(func(d tree) { d["credentialSubject"] = []any{d["credentialSubject"], d["credentialSubject"]} }), no, "schema.type", ""},
	{"D22/moved within one node, which is reported", func(s *scene) []byte {
		doc := credential()
		at(doc, achievement)["creator"] = tree{"id": victim, "type": []any{"Profile"}, "url": "https://victim.example"}
		doc = parseTree(marshal(s.prove(doc, newProof(), s.key(victimHost, proof.EdDSARDFC2022))))
		issuer, creator := at(doc, "/issuer"), at(doc, achievement+"/creator")
		creator["name"] = issuer["name"]
		delete(issuer, "name")
		return marshal(doc)
	}, yes, good, victimHost},
	{"D23/repeated", altered(func(d tree) { at(d, achievement)["tag"] = []any{"arts", "arts", "law"} }), no, "ld.repeated_value", ""},
	{"D23/null beside", altered(func(d tree) { at(d, achievement)["tag"] = []any{nil, "arts", "law"} }), no, "ld.null", ""},
	{"D23/null", member("", "description", nil), yes, good, victimHost},
	{"D23/null where the schema is open", member("/credentialSubject", "foo", nil), no, "ld.undefined_term", ""},
	{"D23/empty", member("", "evidence", []any{}), yes, good, victimHost},
	{"D23/empty status", altered(func(d tree) { d["credentialStatus"] = []any{} }), no, "ld.empty", ""},
	{"D23/empty type", altered(func(d tree) { at(d, achievement)["type"] = []any{} }), no, "ld.empty", ""},
	{"D23/empty in a list", member("", "evidence", []any{[]any{}}), no, "ld.nested_array", ""},
	{"D23/empty object", member("", "image", tree{}), no, "proof.signature", victimHost},
	{"D24/name", altered(func(d tree) { d["name"] = tree{"@value": d["name"]} }), no, "ld.keyword", ""},
	{"D24/id", altered(func(d tree) { d["id"] = tree{"@id": d["id"]} }), no, "schema.type", ""},
	{"D24/type", altered(func(d tree) { d["@type"] = d["type"] }), no, "ld.keyword", ""},
	{"D25/another spelling", replaced(`"creditsAvailable":36`, `"creditsAvailable":3.60e1`), yes, good, victimHost},
	{"D25/2^53+1", replaced(`"creditsAvailable":36`, `"creditsAvailable":9007199254740993`), no, "ld.number_range", ""},
	{"D25/negative zero", replaced(`"creditsAvailable":36`, `"creditsAvailable":-0`), no, "ld.number_range", ""},
	{"D25/1e400", replaced(`"creditsAvailable":36`, `"creditsAvailable":1e400`), no, "json.number_range", ""},
	{"D25/text", replaced(`"creditsAvailable":36`, `"creditsAvailable":"3.6E1"`), no, "ld.ambiguous_literal", ""},
	{"D26/high", replaced(`"Bachelor","proof"`, `"\ud800","proof"`), no, "json.lone_surrogate", ""},
	{"D26/low", replaced(`"Bachelor","proof"`, `"\udfff","proof"`), no, "json.lone_surrogate", ""},
	{"D27/clique", evidenceOf(200, func(i int) tree { return tree{"id": fmt.Sprintf("_:b%d", i)} }), no, "ld.blank_node", ""},
	{"D27/400 equal blank nodes", evidenceOf(400, func(int) tree { return tree{"name": "x"} }), no, "proof.signature", victimHost},
	{"D27/5,000 equal blank nodes", evidenceOf(5000, func(int) tree { return tree{"name": "x"} }), no, "ld.limit", ""},
	{"D27/4,000 values", altered(func(d tree) {
		tags := []any{}
		for i := range 4000 {
			tags = append(tags, fmt.Sprint("t", i))
		}
		at(d, achievement)["tag"] = tags
	}), no, "proof.signature", victimHost},
	{"D28/blank id", evidence("_:c14n0"), no, "ld.blank_node", ""},
	{"D28/breaking out", evidence("_:x y> .\n<urn:a"), no, "ld.blank_node", ""},
	{"D28/subject", altered(func(d tree) { at(d, "/credentialSubject")["id"] = "_:b0" }), no, "ld.blank_node", ""},
	{"D29/control characters", signs(func(_ *scene, d, _ tree) { d["name"] = "a\u0000\b\f\u007f\u0085b" }), yes, good, victimHost},
	{"D29/another control character", func(s *scene) []byte {
		text := signs(func(_ *scene, d, _ tree) { d["name"] = "a\bb" })(s)
		return []byte(strings.Replace(string(text), `a\bb`, `a\fb`, 1))
	}, no, "proof.signature", victimHost},
}

// evidenceOf adds that many pieces of evidence.
func evidenceOf(n int, make func(i int) tree) func(*scene) []byte {
	return altered(func(d tree) {
		list := []any{}
		for i := range n {
			e := tree{"type": []any{"Evidence"}}
			maps.Copy(e, make(i))
			list = append(list, e)
		}
		d["evidence"] = list
	})
}

// option has the victim sign a proof with an unusual option.
func option(name string, value any) func(*scene) []byte {
	return signs(func(_ *scene, _, p tree) {
		if p[name] = value; value == nil {
			delete(p, name)
		}
	})
}

// tampered edits the proof after it was made.
func tampered(name string, value any) func(*scene) []byte {
	return altered(func(d tree) {
		if at(d, "/proof")[name] = value; value == nil {
			delete(at(d, "/proof"), name)
		}
	})
}

// valued edits the proof value.
func valued(edit func(value string) string) func(*scene) []byte {
	return altered(func(d tree) { at(d, "/proof")["proofValue"] = edit(at(d, "/proof")["proofValue"].(string)) })
}

// multikey publishes the victim's key as a Multikey of odd bytes.
func multikey(text func(key []byte) string) func(*scene) []byte {
	return func(s *scene) []byte {
		doc := s.document(victim)
		key := unb64(jwk(s.key(victimHost, proof.EdDSARDFC2022))["x"].(string))
		doc["verificationMethod"] = []any{tree{"id": objectKey, "type": "Multikey", "controller": victim, "publicKeyMultibase": text(key)}}
		doc["assertionMethod"] = []any{objectKey}
		s.publish(victimDoc, doc)
		return marshal(s.genuine())
	}
}

// inContainer replaces the proof as a whole.
func inContainer(edit func(proof any) any) func(*scene) []byte {
	return altered(func(d tree) { d["proof"] = edit(d["proof"]) })
}

var integrityRows = []hostile{
	{"D30/authentication", option("proofPurpose", "authentication"), no, "proof.purpose", ""},
	{"D30/changed", tampered("proofPurpose", "authentication"), no, "proof.purpose", ""},
	{"D30/array", option("proofPurpose", []any{"assertionMethod", "authentication"}), no, "proof.purpose", ""},
	{"D30/missing", option("proofPurpose", nil), no, "proof.purpose", ""},
	{"D32/relative", tampered("verificationMethod", "#eddsa-rdfc-2022"), no, "proof.method", ""},
	{"D32/object", tampered("verificationMethod", tree{"id": objectKey, "type": "Multikey"}), no, "proof.method", ""},
	{"D32/array", tampered("verificationMethod", []any{objectKey}), no, "proof.method", ""},
	{"D32/missing", tampered("verificationMethod", nil), no, "proof.method", ""},
	{"D32/another DID", tampered("verificationMethod", attacker+"#eddsa-rdfc-2022"), no, "did.key_not_bound", ""},
	{"D32/no fragment", option("verificationMethod", victim), no, "did.key_not_bound", victimHost},
	{"D33/P-256 key", option("verificationMethod", victim+"#ES256"), no, "proof.key_type", victimHost},
	{"D33/unknown suite", tampered("cryptosuite", "eddsa-rdf-2022"), unsure, "proof.suite_unknown", ""},
	{"D33/ecdsa suite", tampered("cryptosuite", "ecdsa-rdfc-2019"), no, "proof.key_type", victimHost},
	{"D33/no suite", tampered("cryptosuite", nil), no, "proof.format", ""},
	{"D33/suite in a list", tampered("cryptosuite", []any{"eddsa-rdfc-2022"}), no, "proof.format", ""},
	{"D33/older name", tampered("cryptosuite", "eddsa-2022"), no, "proof.signature", victimHost},
	{"D33/type of 2018", tampered("type", "Ed25519Signature2018"), unsure, "proof.suite_unknown", ""},
	{"D33/type of 2020", altered(func(d tree) { at(d, "/proof")["type"] = "Ed25519Signature2020"; delete(at(d, "/proof"), "cryptosuite") }), no, "ld.undefined_type", ""},
	{"D33/two types", tampered("type", []any{"DataIntegrityProof", "x"}), no, "proof.format", ""},
	{"D34/missing", altered(func(d tree) { delete(d, "proof") }), no, "proof.missing", ""},
	{"D34/empty array", inContainer(func(any) any { return []any{} }), no, "proof.missing", ""},
	{"D34/null", inContainer(func(any) any { return nil }), no, "proof.format", ""},
	{"D34/empty object", inContainer(func(any) any { return tree{} }), no, "proof.format", ""},
	{"D34/text", inContainer(func(any) any { return "x" }), no, "proof.format", ""},
	{"D34/nested array", inContainer(func(p any) any { return []any{[]any{p}} }), no, "proof.format", ""},
	{"D34/8 proofs", inContainer(func(p any) any { return slices.Repeat([]any{p}, 8) }), yes, good, victimHost},
	{"D34/9 proofs", inContainer(func(p any) any { return slices.Repeat([]any{p}, 9) }), unsure, "proof.too_many", ""},
	{"D34/100,000 proofs", text(func(t string) string {
		return strings.Replace(t, `"proof":{`, `"proof":[`+strings.Repeat("{},", 100_000)+`{`, 1)
	}), no, "json.elements", ""},
	{"D34/one good and one bad", inContainer(func(p any) any {
		bad := maps.Clone(p.(tree))
		bad["created"] = "2026-09-01T00:00:01Z"
		return []any{bad, p}
	}), yes, good, victimHost},
	{"D35/unknown", tampered("previousProof", "urn:uuid:none"), no, "proof.previous_unknown", ""},
	{"D35/unknown in an array", tampered("previousProof", []any{"urn:uuid:none"}), no, "proof.previous_unknown", ""},
	{"D35/itself", altered(func(d tree) { maps.Copy(at(d, "/proof"), tree{"id": "urn:uuid:a", "previousProof": "urn:uuid:a"}) }), no, "proof.previous_cycle", ""},
	{"D36/unsigned option", tampered("expirez", "2099-01-01T00:00:00Z"), no, "ld.undefined_term", ""},
	{"D36/empty option", tampered("domain", []any{}), no, "proof.format", ""},
	{"D37/another context", tampered("@context", []any{base}), yes, good, victimHost},
	{"D37/a known context as text", tampered("@context", base), yes, good, victimHost},
	{"D37/unknown context", tampered("@context", "https://other.example/proofs"), unsure, "ld.context_unknown", ""},
	{"D37/context written out", tampered("@context", []any{base, tree{"until": "https://w3id.org/security#expiration"}}), unsure, "ld.context_inline", ""},
	{"D37/null", member("/proof", "@context", nil), no, "ld.context_null", ""},
	{"D37/context without the type", tampered("@context", badge.ContextOB3), no, "ld.undefined_type", ""},
	{"D38/domain", option("domain", "other.example"), yes, good, victimHost},
	{"D38/domain array", option("domain", []any{"a.example", "b.example"}), yes, good, victimHost},
	{"D38/domain added", tampered("domain", "other.example"), no, "proof.signature", victimHost},
	{"D38/challenge added", tampered("challenge", "x"), no, "proof.signature", victimHost},
	{"D39/created in the future", option("created", "2027-01-01T00:00:00Z"), no, "proof.future", ""},
	{"D39/created within the skew", option("created", "2026-10-01T12:00:30Z"), yes, good, victimHost},
	{"D39/created without zone", option("created", "2026-09-01T00:00:00"), yes, good, victimHost},
	{"D39/created without zone in the future", option("created", "2026-10-01T12:01:30"), no, "proof.future", ""},
	{"D39/created at 24:00 in the future", option("created", "2026-10-01T24:00:00Z"), no, "proof.future", ""},
	{"D39/created at 24:00", option("created", "2026-09-30T24:00:00Z"), yes, good, victimHost},
	{"D39/expires without zone", option("expires", "2027-09-02T00:00:00"), no, "proof.date", ""},
	{"D39/expired at 24:00", option("expires", "2026-09-30T24:00:00Z"), no, "proof.lapsed", ""},
	{"D39/expires at 24:00", option("expires", "2026-10-01T24:00:00Z"), yes, good, victimHost},
	{"D39/created array", option("created", []any{"2026-09-01T00:00:00Z"}), no, "proof.date", ""},
	{"D39/created missing", option("created", nil), yes, good, victimHost},
	{"D39/created taken away", tampered("created", nil), no, "proof.signature", victimHost},
	{"D39/expired", option("expires", "2026-09-02T00:00:00Z"), no, "proof.lapsed", ""},
	{"D39/expires before created", option("expires", "2026-08-01T00:00:00Z"), no, "proof.date_order", ""},
	{"D39/expires to come", option("expires", "2027-09-02T00:00:00Z"), yes, good, victimHost},
	{"D39/expires put off", func(s *scene) []byte {
		text := option("expires", "2026-09-02T00:00:00Z")(s)
		return []byte(strings.Replace(string(text), "2026-09-02", "2027-09-02", 1))
	}, no, "proof.signature", victimHost},
	{"D40/empty", valued(func(string) string { return "" }), no, "proof.value", ""},
	{"D40/base64url", valued(func(string) string { return "u" + b64(strings.Repeat("x", 64)) }), no, "proof.value", ""},
	{"D40/no prefix", valued(func(v string) string { return v[1:] }), no, "proof.value", ""},
	{"D40/1 MB", valued(func(string) string { return "z" + strings.Repeat("2", 1<<20-1) }), no, "proof.value", ""},
	{"D40/leading zeros", valued(func(v string) string { return "z1" + v[1:] }), no, "proof.value", ""},
	{"D40/63 bytes", valued(func(string) string { return base58([]byte(strings.Repeat("x", 63))) }), no, "proof.value", ""},
	{"D40/65 bytes", valued(func(string) string { return base58([]byte(strings.Repeat("x", 65))) }), no, "proof.value", ""},
	{"D40/alphabet", valued(func(v string) string { return "z0" + v[2:] }), no, "proof.value", ""},
	{"D40/array", tampered("proofValue", []any{"z1"}), no, "proof.value", ""},
	{"D40/missing", tampered("proofValue", nil), no, "proof.value", ""},
	{"D41/as it is", multikey(func(k []byte) string { return base58(append([]byte{0xed, 0x01}, k...)) }), yes, good, victimHost},
	{"D41/x25519", multikey(func(k []byte) string { return base58(append([]byte{0xec, 0x01}, k...)) }), unsure, "key.unsupported", victimHost},
	{"D41/private", multikey(func(k []byte) string { return base58(append([]byte{0x80, 0x26}, k...)) }), no, "key.private_exposed", victimHost},
	{"D41/long varint", multikey(func(k []byte) string { return base58(append([]byte{0xed, 0x81, 0x00}, k...)) }), no, "multicodec.varint", victimHost},
	{"D41/33 bytes", multikey(func(k []byte) string { return base58(append([]byte{0xed, 0x01, 0}, k...)) }), no, "multicodec.length", victimHost},
	{"D41/base64url", multikey(func(k []byte) string { return "u" + b64("\xed\x01"+string(k)) }), no, "multibase.prefix", victimHost},
	{"D42/transplanted", func(s *scene) []byte {
		other := credential()
		other["name"], other["id"] = "Doctorate", "urn:uuid:other"
		other["proof"] = s.genuine()["proof"]
		return marshal(other)
	}, no, "proof.signature", victimHost},
	{"D43/array", text(func(t string) string { return "[" + t + "," + t + "]" }), no, "badge.format", ""},
	{"D43/graph", func(s *scene) []byte {
		return marshal(tree{"@context": credential()["@context"], "@graph": []any{s.genuine()}})
	}, no, "structure.kind", ""},
	{"D43/presentation", func(s *scene) []byte {
		return marshal(tree{"@context": []any{base}, "type": []any{"VerifiablePresentation"}, "name": "Doctorate",
			"verifiableCredential": []any{s.genuine()}})
	}, no, "proof.missing", victimHost},
	{"D43/a genuine badge inside a forged one", func(s *scene) []byte {
		outer := credential()
		outer["name"], outer["verifiableCredential"] = "Doctorate", []any{s.genuine()}
		return marshal(outer)
	}, no, "proof.missing", ""},
	{"D46/schema of the credential", jwt(func(j *draft) {
		j.claims["credentialSchema"] = []any{tree{"id": "https://canary.example/anything.json", "type": "1EdTechJsonSchemaValidator2019"}}
	}), yes, good, victimHost},
	{"D46/schema beside a broken badge", jwt(func(j *draft) {
		j.claims["credentialSchema"] = []any{tree{"id": "https://canary.example/anything.json", "type": "1EdTechJsonSchemaValidator2019"}}
		delete(at(j.claims, achievement), "criteria")
	}), yes, good, victimHost},
}
