package verify_test

import "strings"

// dated gives the key of a hosted issuer members of OpenID Federation, in the key set
// of its host.
func dated(members tree) func(*scene) []byte {
	return keySet(func(_ *scene, set tree) {
		for name, value := range members {
			set["keys"].([]any)[0].(tree)[name] = value
		}
	})
}

// over is the NumericDate of ends; the present is 2026-10-01T12:00:00Z.
const (
	over    = 1789430400
	present = 1790856000
)

func revokedFor(reason any) tree {
	return tree{"revoked": tree{"revoked_at": over, "reason": reason}}
}

// KH-8: a key set that says when its keys begin and end.
var setDateRows = []hostile{
	{"KH-8/ends later", dated(tree{"iat": over, "nbf": over, "exp": present + 1}), yes, good, hostedHost},
	{"KH-8/ends now", dated(tree{"exp": present}), unsure, "key.claimed_time", hostedHost},
	{"KH-8/ended, seen a second before", seen(-1, dated(tree{"exp": over})), yes, good, hostedHost},
	{"KH-8/ended, seen at that moment", seen(0, dated(tree{"exp": over})), unsure, "key.claimed_time", hostedHost},
	{"KH-8/ended before the badge says that it was made", dated(tree{"exp": 1000000000}), no, "key.expired", hostedHost},
	{"KH-8/ended, and the same key of another name did not", keySet(func(_ *scene, set tree) {
		first := set["keys"].([]any)[0].(tree)
		second := tree{}
		for name, value := range first {
			second[name] = value
		}
		first["exp"], second["kid"] = over, "k2"
		set["keys"] = []any{first, second}
	}), unsure, "key.claimed_time", hostedHost},
	{"KH-8/begins in a minute", dated(tree{"nbf": present + 60}), yes, good, hostedHost},
	{"KH-8/begins later", dated(tree{"nbf": present + 61}), no, "key.not_yet_valid", hostedHost},
	{"KH-8/seen a second before it began", seen(-1, dated(tree{"nbf": over})), no, "key.not_yet_valid", hostedHost},
	{"KH-8/seen when it began", seen(0, dated(tree{"nbf": over})), yes, good, hostedHost},
	{"KH-8/listed again since", seen(0, dated(tree{"iat": present - 1})), yes, good, hostedHost},
	{"KH-8/superseded, nothing proved", dated(revokedFor("superseded")), unsure, "key.claimed_time", hostedHost},
	{"KH-8/superseded, claimed time accepted", claiming(dated(revokedFor("superseded"))), yes, good, hostedHost},
	{"KH-8/compromised, claimed time accepted", claiming(dated(revokedFor("compromised"))), no, "key.revoked", hostedHost},
	{"KH-8/compromised, seen a second before", seen(-1, dated(revokedFor("compromised"))), yes, good, hostedHost},
	{"KH-8/compromised, seen at that moment", seen(0, dated(revokedFor("compromised"))), no, "key.revoked", hostedHost},
	{"KH-8/unspecified", dated(revokedFor("unspecified")), no, "key.revoked", hostedHost},
	{"KH-8/a reason that is not known", dated(revokedFor("lost")), no, "key.revoked", hostedHost},
	{"KH-8/no reason", dated(tree{"revoked": tree{"revoked_at": over}}), no, "key.revoked", hostedHost},
	{"KH-8/superseded, and ended before", seen(-1, dated(tree{"exp": over - 1, "revoked": tree{"revoked_at": over, "reason": "superseded"}})), unsure, "key.claimed_time", hostedHost},
	{"KH-8/a reason that is no text", dated(revokedFor(1)), unsure, "key.dates", hostedHost},
	{"KH-8/revoked is a boolean", dated(tree{"revoked": true}), unsure, "key.dates", hostedHost},
	{"KH-8/revoked without a date", dated(tree{"revoked": tree{"reason": "superseded"}}), unsure, "key.dates", hostedHost},
	{"KH-8/exp is a text", dated(tree{"exp": "2030-01-01T00:00:00Z"}), unsure, "key.dates", hostedHost},
	{"KH-8/exp is null", dated(tree{"exp": nil}), unsure, "key.dates", hostedHost},
	{"KH-8/exp beyond the year 9999", dated(tree{"exp": 253402300800}), unsure, "key.dates", hostedHost},
	{"KH-8/nbf is negative", dated(tree{"nbf": -1}), unsure, "key.dates", hostedHost},
	{"KH-8/ends before it was listed", dated(tree{"iat": present, "exp": over}), unsure, "key.dates", hostedHost},
	{"KH-8/ends as it begins", dated(tree{"nbf": over, "exp": over}), unsure, "key.dates", hostedHost},
	{"KH-8/revoked before it begins", dated(tree{"nbf": present, "revoked": tree{"revoked_at": over, "reason": "superseded"}}), unsure, "key.dates", hostedHost},
	{"KH-8/a private key outweighs its dates", dated(tree{"exp": "x", "d": "AAAA"}), no, "key.private_exposed", hostedHost},
	{"KH-8/in a DID document", didDocument(func(_ *scene, d tree) {
		at(d, "/verificationMethod/1/publicKeyJwk")["exp"] = over
	}), unsure, "key.claimed_time", victimHost},
	{"KH-8/in a DID document, that ends it earlier", seen(0, didDocument(func(_ *scene, d tree) {
		at(d, "/verificationMethod/1")["expires"] = ends
		at(d, "/verificationMethod/1/publicKeyJwk")["exp"] = over + 60
	})), unsure, "key.claimed_time", victimHost},
	{"KH-8/in a DID document, unreadable", didDocument(func(_ *scene, d tree) {
		at(d, "/verificationMethod/1/publicKeyJwk")["exp"] = strings.Repeat("9", 400)
	}), unsure, "key.dates", victimHost},
}
