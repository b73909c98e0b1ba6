package verify_test

import (
	"maps"
	"strings"

	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
)

// claim sets one claim of a token that the victim signs.
func claim(name string, value any) func(*scene) []byte {
	return jwt(func(j *draft) { j.claims[name] = value })
}

// without takes one claim away.
func without(name string) func(*scene) []byte {
	return jwt(func(j *draft) { delete(j.claims, name) })
}

// literal writes one claim as it stands.
func literal(name, text string) func(*scene) []byte {
	return jwt(func(j *draft) {
		delete(j.claims, name)
		j.rawClaims = `{"` + name + `":` + text + `,` + string(marshal(j.claims))[1:]
	})
}

// payload gives the victim's token any payload.
func payload(edit func(text string) string) func(*scene) []byte {
	return jwt(func(j *draft) {
		if j.rawClaims = edit(string(marshal(j.claims))); j.rawClaims == "" {
			j.afterwards = func(text string) string {
				input := strings.Split(text, ".")[0] + ".."
				return input + b64(string(signJWS(j.key, proof.EdDSA, []byte(input[:len(input)-1]))))
			}
		}
	})
}

// legacy carries a credential of VC Data Model 1.1 in the claim vc.
func legacy(edit func(j *draft, vc tree)) func(*scene) []byte {
	return jwt(func(j *draft) {
		vc := credential()
		vc["@context"] = []any{"https://www.w3.org/2018/credentials/v1", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"}
		vc["issuanceDate"] = vc["validFrom"]
		delete(vc, "validFrom")
		j.claims = tree{"iss": victim, "jti": badgeID, "sub": "did:example:learner", "nbf": 1788220800, "vc": vc}
		edit(j, vc)
	})
}

// subject edits what the token says about the learner.
func subject(edit func(subject tree)) func(*scene) []byte {
	return jwt(func(j *draft) { edit(at(j.claims, "/credentialSubject")) })
}

var claimRows = []hostile{
	{"J31/iss of attacker", claim("iss", attacker), no, "claims.mismatch", ""},
	{"J31/issuer.id of victim, all else of attacker", jwt(func(j *draft) {
		j.publish("https://attacker.example/.well-known/did.json", j.document(attacker))
		j.by("attacker.example", proof.EdDSA)
		j.claims["iss"] = attacker
	}), no, "claims.mismatch", ""},
	{"J31/issuer.id of attacker", jwt(func(j *draft) {
		j.config.Trust = verify.AnyIssuer()
		at(j.claims, "/issuer")["id"] = attacker
	}), no, "claims.mismatch", ""},
	{"J31/issuer as text of attacker", jwt(func(j *draft) {
		j.config.Trust = verify.AnyIssuer()
		j.claims["issuer"] = attacker
	}), no, "claims.mismatch", ""},
	{"J31/issuer as text", claim("issuer", victim), yes, good, victimHost},
	{"J31/iss with a slash", claim("iss", victim+"/"), no, "claims.mismatch", ""},
	{"J31/iss in upper case", claim("iss", strings.ToUpper(victim)), no, "claims.mismatch", ""},
	{"J31/iss missing", without("iss"), yes, good, victimHost},
	{"J31/iss array", claim("iss", []any{victim}), no, "claims.mismatch", ""},
	{"J31/sub of another", claim("sub", "did:example:other"), no, "claims.mismatch", ""},
	{"J31/sub missing", without("sub"), yes, good, victimHost},
	{"J31/subject without id", subject(func(c tree) {
		delete(c, "id")
		c["identifier"] = []any{tree{"type": "IdentityObject", "hashed": false, "identityHash": "a@b.example", "identityType": "emailAddress"}}
	}), no, "claims.mismatch", ""},
	{"J31/jti of another", claim("jti", "urn:uuid:x"), no, "claims.mismatch", ""},
	{"J31/jti missing", without("jti"), yes, good, victimHost},
	{"J31/id missing", without("id"), yes, good, victimHost},
	{"J31/nbf a second early", claim("nbf", 1788220799), no, "claims.mismatch", ""},
	{"J31/nbf missing", without("nbf"), yes, good, victimHost},
	{"J31/validFrom a second early", claim("validFrom", "2026-08-31T23:59:59Z"), no, "claims.mismatch", ""},
	{"J31/validFrom with a fraction and an offset", claim("validFrom", "2026-09-01T02:00:00.75+02:00"), yes, good, victimHost},
	{"J31/exp alone", claim("exp", 1900000000), yes, good, victimHost},
	{"J31/exp past", claim("exp", 1788220801), no, "time.lapsed", victimHost},
	{"J31/validUntil and another exp", jwt(func(j *draft) { j.claims["validUntil"], j.claims["exp"] = "2030-01-01T00:00:00Z", 1900000000 }), no, "claims.mismatch", ""},
	{"J31/validUntil without exp", claim("validUntil", "2030-01-01T00:00:00Z"), yes, good, victimHost},
	{"J31/validUntil and exp", jwt(func(j *draft) { j.claims["validUntil"], j.claims["exp"] = "2030-01-01T00:00:00Z", 1893456000 }), yes, good, victimHost},
	{"J31/vc of the old model", legacy(func(*draft, tree) {}), yes, good, victimHost},
	{"J31/vc with another issuer", legacy(func(j *draft, vc tree) {
		j.config.Trust = verify.AnyIssuer()
		at(vc, "/issuer")["id"] = attacker
	}), no, "claims.mismatch", ""},
	{"J31/vc with another subject", legacy(func(_ *draft, vc tree) { at(vc, "/credentialSubject")["id"] = "did:example:other" }), no, "claims.mismatch", ""},
	{"J31/vc with another id", legacy(func(_ *draft, vc tree) { vc["id"] = "urn:uuid:x" }), no, "claims.mismatch", ""},
	{"J31/vc with another date", legacy(func(_ *draft, vc tree) { vc["issuanceDate"] = "2026-08-01T00:00:00Z" }), no, "claims.mismatch", ""},
	{"J31/vc beside a credential", legacy(func(j *draft, _ tree) { maps.Copy(j.claims, credential()) }), no, "jws.vc_ambiguous", ""},
	{"J31/vc beside an issuer", legacy(func(j *draft, _ tree) { j.claims["issuer"] = victim }), no, "jws.vc_ambiguous", ""},
	{"J31/vc of the new model", jwt(func(j *draft) {
		j.claims = tree{"iss": victim, "jti": badgeID, "sub": "did:example:learner", "nbf": 1788220800, "vc": credential()}
	}), yes, good, victimHost},
	{"J31/vc is not an object", claim("vc", "x"), no, "jws.vc_ambiguous", ""},
	{"J32/iss", literal("iss", `"`+attacker+`","iss":"`+victim+`"`), no, "json.duplicate_member", ""},
	{"J32/nested", literal("credentialSubject", `{"id":"did:example:other","id":"did:example:learner"}`), no, "json.duplicate_member", ""},
	{"J32/escaped", literal("iss", `"`+attacker+`","\u0069ss":"`+victim+`"`), no, "json.duplicate_member", ""},
	{"J32/Iss instead of iss", jwt(func(j *draft) { j.claims["Iss"] = victim; delete(j.claims, "iss") }), no, "member.shadow", ""},
	{"J33/text", claim("nbf", "1788220800"), no, "claims.date", ""},
	{"J33/fraction", literal("nbf", "1788220800.5"), no, "claims.mismatch", ""},
	{"J33/whole fraction", literal("nbf", "1788220800.0"), yes, good, victimHost},
	{"J33/negative", claim("nbf", -1), no, "claims.date", ""},
	{"J33/negative zero", literal("iat", "-0"), no, "claims.date", ""},
	{"J33/1e400", literal("exp", "1e400"), no, "json.number_range", ""},
	{"J33/2^63", literal("exp", "9223372036854775808"), no, "claims.date", ""},
	{"J33/2^53+1", literal("exp", "9007199254740993"), no, "claims.date", ""},
	{"J33/year 10000", literal("exp", "253402300800"), no, "claims.date", ""},
	{"J33/null", claim("exp", nil), no, "claims.date", ""},
	{"J33/array", claim("exp", []any{}), no, "claims.date", ""},
	{"J33/exponent", literal("exp", "1e9"), no, "claims.date", ""},
	{"J33/iat text", claim("iat", "now"), no, "claims.date", ""},
	{"J34/no exp", without("exp"), yes, good, victimHost},
	{"J34/exp before nbf", claim("exp", 1788220700), no, "claims.order", ""},
	{"J34/exp is nbf", claim("exp", 1788220800), no, "claims.order", ""},
	{"J34/iat in the future", claim("iat", 1900000000), no, "proof.future", ""},
	{"J34/iat within the skew", claim("iat", 1790856030), yes, good, victimHost},
	{"J34/nbf in the future", jwt(func(j *draft) { j.claims["validFrom"], j.claims["nbf"] = "2027-01-01T00:00:00Z", 1798761600 }), no, "time.not_yet_valid", victimHost},
	{"J35/two objects", payload(func(text string) string { return text + ` {"iss":"x"}` }), no, "json.trailing_data", ""},
	{"J35/array", payload(func(string) string { return "[]" }), no, "jws.payload", ""},
	{"J35/null", payload(func(string) string { return "null" }), no, "jws.payload", ""},
	{"J35/BOM", payload(func(text string) string { return "\ufeff" + text }), no, "json.bom", ""},
	{"J35/empty", payload(func(string) string { return "" }), no, "json.truncated", ""},
}

// text edits the text of the victim's embedded-proof badge so that it is no
// longer read, or read otherwise.
func text(edit func(text string) string) func(*scene) []byte {
	return func(s *scene) []byte { return []byte(edit(string(marshal(s.genuine())))) }
}

const nameMember = `"name":"Bachelor","proof"`

var jsonRows = []hostile{
	{"N01/root", replaced(nameMember, `"name":"Doctorate",`+nameMember), no, "json.duplicate_member", ""},
	{"N01/nested", replaced(`"criteria":`, `"criteria":{"narrative":"None."},"criteria":`), no, "json.duplicate_member", ""},
	{"N01/escaped", replaced(nameMember, `"na\u006de":"Doctorate",`+nameMember), no, "json.duplicate_member", ""},
	{"N02/case", replaced(nameMember, `"NAME":"Doctorate",`+nameMember), no, "ld.undefined_term", ""},
	{"N02/long s", replaced(`"issuer":`, `"iſſuer":"did:web:attacker.example","issuer":`), no, "ld.undefined_term", ""},
	{"N02/Kelvin", replaced(`"tag":`, `"Kelvin":"x","tag":`), no, "ld.undefined_term", ""},
	{"N03/stray byte", replaced(`"Bachelor","proof"`, "\"Bachelor\xff\",\"proof\""), no, "json.utf8", ""},
	{"N03/overlong", replaced(`"Bachelor","proof"`, "\"Bachelor\xc0\xaf\",\"proof\""), no, "json.utf8", ""},
	{"N03/surrogate as bytes", replaced(`"Bachelor","proof"`, "\"Bachelor\xed\xa0\x80\",\"proof\""), no, "json.utf8", ""},
	{"N04/high", replaced(`"Bachelor","proof"`, `"Bachelor\ud800","proof"`), no, "json.lone_surrogate", ""},
	{"N04/swapped", replaced(`"Bachelor","proof"`, `"Bachelor\udc00\ud800","proof"`), no, "json.lone_surrogate", ""},
	{"N05/UTF-8", text(func(t string) string { return "\ufeff" + t }), yes, good, victimHost},
	{"N05/two marks", text(func(t string) string { return "\ufeff\ufeff" + t }), no, "json.bom", ""},
	{"N05/UTF-16", text(func(t string) string { return "\xff\xfe" + strings.Join(strings.Split(t, ""), "\x00") + "\x00" }), no, "badge.format", ""},
	{"N06/two values", text(func(t string) string { return t + `{"a":2}` }), no, "json.trailing_data", ""},
	{"N06/a letter", text(func(t string) string { return t + `x` }), no, "json.trailing_data", ""},
	{"N06/white space", text(func(t string) string { return "\n " + t + "\r\n\t" }), yes, good, victimHost},
	{"N06/NUL", text(func(t string) string { return t + "\x00" }), no, "json.trailing_data", ""},
	{"N07/33", text(func(string) string { return strings.Repeat(`{"a":`, 33) + "1" + strings.Repeat("}", 33) }), no, "json.depth", ""},
	{"N07/a million", text(func(string) string { return `{"a":` + strings.Repeat("[", 1e6) }), no, "json.depth", ""},
	{"N08/10 MB of digits", text(func(string) string { return `{"a":` + strings.Repeat("9", 1e7) + "}" }), no, "json.too_large", ""},
	{"N08/1 MB of digits", text(func(string) string { return `{"a":` + strings.Repeat("9", 1e6) + "}" }), no, "json.number_length", ""},
	{"N09/2^53+1", replaced(`"creditsAvailable":36`, `"creditsAvailable":9007199254740993`), no, "ld.number_range", ""},
	{"N10/members", text(func(string) string { return `{` + strings.Repeat(`"a":1,`, 100) + `"b":` + wide(2000) + `}` }), no, "json.duplicate_member", ""},
	{"N10/members of one object", text(func(string) string { return wide(2000) }), no, "json.members", ""},
	{"N10/elements", text(func(string) string { return `{"a":[` + strings.Repeat("1,", 5000) + `1]}` }), no, "json.elements", ""},
	{"N10/tokens", text(func(string) string { return `{"a":[` + strings.Repeat(wide(900)+",", 120) + `1]}` }), no, "json.tokens", ""},
	{"N11/NUL in a name", replaced(nameMember, `"na\u0000me":1,`+nameMember), no, "json.control_in_name", ""},
	{"N11/NUL in an id", replaced(`"id":"`+badgeID+`"`, `"id":"`+badgeID+`\u0000"`), no, "ld.unsafe_iri", ""},
	{"N11/NUL in a text", replaced(`"Bachelor","proof"`, `"Bachelor\u0000","proof"`), no, "proof.signature", victimHost},
	{"N12/name", replaced(nameMember, `"`+strings.Repeat("n", 257)+`":1,`+nameMember), no, "json.name_length", ""},
	{"N12/string", replaced(`"Bachelor","proof"`, `"`+strings.Repeat("x", 1<<20+1)+`","proof"`), no, "json.string_length", ""},
	{"N13/issuer array", altered(func(d tree) { d["issuer"] = []any{d["issuer"]} }), no, "schema.type", ""},
	{"N13/issuer number", altered(func(d tree) { d["issuer"] = 1 }), no, "schema.type", ""},
	{"N13/type object", altered(func(d tree) { d["type"] = tree{} }), no, "structure.kind", ""},
	{"N13/subject text", altered(func(d tree) { d["credentialSubject"] = "did:example:learner" }), no, "schema.type", ""},
	{"N13/achievement text", altered(func(d tree) { at(d, "/credentialSubject")["achievement"] = "x" }), no, "schema.type", ""},
	{"N13/criteria text", altered(func(d tree) { at(d, "/credentialSubject/achievement")["criteria"] = "x" }), no, "ld.relative_iri", ""},
	{"N13/image number", altered(func(d tree) { d["image"] = 1 }), no, "proof.signature", victimHost},
	{"N13/validFrom number", altered(func(d tree) { d["validFrom"] = 1 }), no, "schema.type", ""},
	{"N14/__proto__", replaced(nameMember, `"__proto__":{"name":"x"},`+nameMember), no, "ld.undefined_term", ""},
	{"N15/HTML", text(func(string) string { return "<html></html>" }), no, "bake.unsupported_format", ""},
	{"N15/PNG", text(func(string) string { return "\x89PNG\r\n\x1a\n" }), no, "png.truncated", ""},
	{"N15/YAML", text(func(string) string { return "issuer: x" }), no, "badge.format", ""},
	{"N15/empty", text(func(string) string { return "" }), no, "badge.format", ""},
	{"N15/array", text(func(t string) string { return "[" + t + "]" }), no, "badge.format", ""},
	{"N15/JSON in a string", text(func(t string) string { return string(marshal(t)) }), no, "badge.format", ""},
	{"N16/control characters", text(func(string) string { return "\x1b[2J\r\n\u202e" }), no, "badge.format", ""},
}

// wide is an object of that many members.
func wide(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(map[bool]string{true: "{", false: ","}[i == 0] + `"m` + fmtRow(i) + `":1`)
	}
	return b.String() + "}"
}
