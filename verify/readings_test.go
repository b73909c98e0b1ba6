package verify_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// readings are badges as their issuer signed them, and what they mean under
// three ways of signing: a proof over linked data, one over JSON, and a token.
// Each is the verdict and a code: of a rejected badge the one that decides, of
// another one that it has.
var readings = []struct {
	name             string
	edit             func(doc tree)
	rdfc, jcs, token string
}{
	{"nothing", func(tree) {}, "accepted", "accepted", "accepted"},

	{"RE-8/id null", placed("", "id", nil), "rejected ld.id", "accepted schema.type", "accepted schema.type"},
	{"RE-8/id []", placed("", "id", []any{}), "rejected schema.type", "rejected schema.type", "rejected schema.type"},
	{"RE-8/id empty", placed("", "id", ""), "rejected ld.relative_iri", "accepted uri.syntax", "accepted uri.syntax"},
	{"RE-8/issuer null", placed("", "issuer", nil), "rejected schema.required", "rejected schema.required", "rejected schema.required"},
	{"RE-8/issuer []", placed("", "issuer", []any{}), "rejected schema.type", "rejected schema.type", "rejected schema.type"},
	{"RE-8/issuer empty", placed("", "issuer", ""), "rejected schema.required", "rejected schema.required", "rejected schema.required"},
	{"RE-8/id of the issuer null", placed("/issuer", "id", nil), "rejected schema.required", "rejected schema.required", "rejected schema.required"},
	{"RE-8/id of the issuer []", placed("/issuer", "id", []any{}), "rejected schema.required", "rejected schema.required", "rejected schema.required"},
	{"RE-8/id of the issuer empty", placed("/issuer", "id", ""), "rejected schema.required", "rejected schema.required", "rejected schema.required"},
	{"RE-8/validFrom null", placed("", "validFrom", nil), "rejected ld.null", "accepted time.no_start", "accepted time.no_start"},
	{"RE-8/validFrom []", placed("", "validFrom", []any{}), "rejected schema.type", "rejected schema.type", "rejected schema.type"},
	{"RE-8/validFrom empty", placed("", "validFrom", ""), "rejected schema.format", "rejected schema.format", "rejected schema.format"},
	{"RE-8/validUntil null", placed("", "validUntil", nil), "rejected ld.null", "accepted schema.type", "accepted schema.type"},
	{"RE-8/validUntil []", placed("", "validUntil", []any{}), "rejected schema.type", "rejected schema.type", "rejected schema.type"},
	{"RE-8/validUntil empty", placed("", "validUntil", ""), "rejected schema.format", "rejected schema.format", "rejected schema.format"},
	{"RE-8/credentialStatus null", placed("", "credentialStatus", nil), "rejected ld.null", "accepted schema.type", "accepted schema.type"},
	{"RE-8/credentialStatus []", placed("", "credentialStatus", []any{}), "rejected ld.empty", "rejected status.empty", "rejected status.empty"},
	{"RE-8/credentialStatus empty", placed("", "credentialStatus", ""), "rejected ld.relative_iri", "rejected status.syntax", "rejected status.syntax"},
	{"RE-8/credentialSubject null", placed("", "credentialSubject", nil), "rejected schema.required", "rejected schema.required", "rejected schema.required"},
	{"RE-8/credentialSubject []", placed("", "credentialSubject", []any{}), "rejected schema.type", "rejected schema.type", "rejected schema.type"},
	{"RE-8/credentialSubject empty", placed("", "credentialSubject", ""), "rejected schema.type", "rejected schema.type", "rejected schema.type"},
	{"RE-8/id of the subject null", placed("/credentialSubject", "id", nil), "rejected ld.id", "accepted subject.unidentified", "accepted subject.unidentified"},
	{"RE-8/id of the subject []", placed("/credentialSubject", "id", []any{}), "rejected schema.type", "rejected schema.type", "rejected schema.type"},
	{"RE-8/id of the subject empty", placed("/credentialSubject", "id", ""), "rejected ld.relative_iri", "accepted subject.unidentified", "accepted subject.unidentified"},
	{"RE-8/achievement null", placed("/credentialSubject", "achievement", nil), "rejected schema.required", "rejected schema.required", "rejected schema.required"},
	{"RE-8/achievement []", placed("/credentialSubject", "achievement", []any{}), "rejected schema.type", "rejected schema.type", "rejected schema.type"},
	{"RE-8/refreshService []", placed("", "refreshService", []any{}), "rejected ld.empty", "accepted schema.type", "accepted schema.type"},
	{"RE-8/name null", placed("", "name", nil), "accepted ld.null", "accepted schema.type", "accepted schema.type"},
	{"RE-8/name []", placed("", "name", []any{}), "accepted ld.empty", "accepted schema.type", "accepted schema.type"},
	{"RE-8/evidence []", placed("", "evidence", []any{}), "accepted ld.empty", "accepted", "accepted"},
	{"RE-8/evidence [null]", placed("", "evidence", []any{nil}), "rejected ld.null", "rejected ld.null", "rejected ld.null"},
	{"RE-8/evidence [[]]", placed("", "evidence", []any{[]any{}}), "rejected ld.nested_array", "accepted schema.type", "accepted schema.type"},
	{"RE-49/null in a context", placed("", "@context", []any{badge.ContextVC2, badge.ContextOB3, nil}), "rejected ld.context_null", "rejected ld.context_null", "rejected ld.context_null"},

	{"RE-9/@id equal", func(d tree) { d["@id"] = d["id"] }, "rejected ld.keyword", "rejected ld.keyword", "rejected ld.keyword"},
	{"RE-9/@type differs", placed("/credentialSubject", "@type", "Profile"), "rejected ld.keyword", "rejected ld.keyword", "rejected ld.keyword"},
	{"RE-9/issuers one", func(d tree) { d["issuer"] = []any{d["issuer"]} }, "rejected schema.type", "rejected schema.type", "rejected schema.type"},
	{"RE-9/issuers two", func(d tree) { d["issuer"] = []any{d["issuer"], attacker} }, "rejected schema.type", "rejected schema.type", "rejected schema.type"},
	{"RE-9/subjects one", func(d tree) { d["credentialSubject"] = []any{d["credentialSubject"]} }, "rejected schema.type", "rejected schema.type", "rejected schema.type"},
	{"RE-9/achievements one", func(d tree) {
		at(d, "/credentialSubject")["achievement"] = []any{at(d, achievement)}
	}, "rejected schema.type", "rejected schema.type", "rejected schema.type"},
	{"RE-9/validFrom one", func(d tree) { d["validFrom"] = []any{d["validFrom"]} }, "rejected schema.type", "rejected schema.type", "rejected schema.type"},
	{"RE-9/validUntil two", placed("", "validUntil", []any{"2030-01-01T00:00:00Z", "2031-01-01T00:00:00Z"}), "rejected schema.type", "rejected schema.type", "rejected schema.type"},

	{"RE-21/1e21", credits("1e21"), "accepted", "accepted", "accepted"},
	{"RE-21/beyond 2^53", credits("9007199254740994"), "accepted", "accepted", "accepted"},
	{"RE-21/17 digits", credits("0.30000000000000004"), "accepted ld.number_range", "accepted", "accepted"},
	{"RE-21/20 digits", credits("0.10000000000000000555"), "accepted ld.number_range", "accepted json.number_range", "accepted json.number_range"},
	{"RE-21/no double", credits("9007199254740993"), "rejected ld.number_range", "rejected json.number_range", "rejected json.number_range"},
	{"RE-21/1E30", credits("1E30"), "rejected ld.number_range", "rejected json.number_range", "rejected json.number_range"},

	{"S-35/@graph", placed("", "@graph", []any{tree{"id": "urn:x"}}), "rejected ld.keyword", "rejected ld.keyword", "rejected ld.keyword"},
	{"S-35/@reverse deep in an unknown value", placed("", "note", tree{"a": []any{tree{"@reverse": tree{}}}}), "rejected ld.undefined_term", "rejected ld.keyword", "rejected ld.keyword"},
	{"S-35/@context in a part", placed(achievement, "@context", badge.ContextOB3), "rejected ld.context_nested", "rejected ld.keyword", "rejected ld.keyword"},
	{"S-36/ISSUER", placed("", "ISSUER", attacker), "rejected ld.undefined_term", "rejected member.shadow", "rejected member.shadow"},
	{"S-36/validuntil", placed("", "validuntil", "2020-01-01T00:00:00Z"), "rejected ld.undefined_term", "rejected member.shadow", "rejected member.shadow"},
	{"S-36/issuer and a space", placed("", "issuer ", attacker), "rejected ld.undefined_term", "rejected member.shadow", "rejected member.shadow"},
	{"S-36/zero width", placed("", "iss\u200buer", attacker), "rejected ld.undefined_term", "rejected member.shadow", "rejected member.shadow"},
	{"S-36/valid_until", placed("", "valid_until", "2020-01-01T00:00:00Z"), "rejected ld.undefined_term", "accepted member.shadow", "accepted member.shadow"},
	{"S-36/NAME", placed("", "NAME", "x"), "rejected ld.undefined_term", "accepted member.shadow", "accepted member.shadow"},
	{"RE-47/iss as a member", placed("", "iss", victim), "accepted member.shadow", "accepted member.shadow", "accepted"},
	{"RE-47/unknown member", placed("", "rank", "gold"), "rejected ld.undefined_term", "accepted ld.undefined_term", "accepted ld.undefined_term"},
	{"2.6/unknown context", placed("", "@context", []any{badge.ContextVC2, badge.ContextOB3, "https://other.example/c"}), "inconclusive ld.context_unknown", "accepted ld.context_unknown", "accepted ld.context_unknown"},
}

// placed puts a member into an object of a badge.
func placed(pointer, name string, value any) func(tree) {
	return func(doc tree) { at(doc, pointer)[name] = value }
}

// credits gives the achievement credits, as written.
func credits(literal string) func(tree) {
	return placed(achievement, "creditsAvailable", json.Number(literal))
}

func TestReadings(t *testing.T) {
	world := verifytest.New(t)
	signed := map[string]func(s *scene, doc tree) []byte{
		"rdfc": func(s *scene, doc tree) []byte {
			return marshal(s.prove(doc, newProof(), s.key(victimHost, proof.EdDSARDFC2022)))
		},
		"jcs": func(s *scene, doc tree) []byte {
			p := newProof()
			p["cryptosuite"] = "eddsa-jcs-2022"
			return marshal(s.prove(doc, p, s.key(victimHost, proof.EdDSARDFC2022)))
		},
		"token": func(s *scene, doc tree) []byte {
			j := s.newToken()
			j.header["typ"], j.claims = "vc+jwt", doc
			return j.text()
		},
	}
	// Text that cannot be signed here is edited afterwards.
	unsigned := []string{"RE-49/null in a context", "RE-21/no double", "RE-21/1E30", "2.6/unknown context"}
	for _, r := range readings {
		for way, want := range map[string]string{"rdfc": r.rdfc, "jcs": r.jcs, "token": r.token} {
			t.Run(r.name+"/"+way, func(t *testing.T) {
				s := newScene(t, world)
				doc := credential()
				if r.edit(doc); way != "token" && slices.Contains(unsigned, r.name) && !(way == "jcs" && strings.HasPrefix(r.name, "2.6")) {
					doc = parseTree(signed[way](s, credential()))
					r.edit(doc)
				}
				text := marshal(doc)
				if doc["proof"] == nil {
					text = signed[way](s, doc)
				}
				for _, required := range []bool{false, true} {
					config := s.config
					if required {
						config.Conformance = verify.ConformanceRequired
					}
					verifier, err := verify.New(config)
					require.NoError(t, err)
					report, _ := verifier.Verify(t.Context(), text)
					verdict, code, _ := strings.Cut(want, " ")
					if required && verdict == "accepted" {
						require.NotEqual(t, len(report.Departures()) > 0, report.Verdict() == verify.Accepted, "a departure is rejected")
						continue
					}
					decisive := report.Decisive()
					require.Equal(t, verdict, string(report.Verdict()), "%s at %s %s: %s", decisive.Code, decisive.Stage, decisive.Path, decisive.Message)
					if verdict == "rejected" && !required {
						require.Equal(t, code, decisive.Code, decisive.Message)
					} else if code != "" {
						require.True(t, slices.ContainsFunc(report.Checks(), func(c verify.Check) bool { return c.Code == code }), codesOf(report))
					}
				}
			})
		}
	}
}
