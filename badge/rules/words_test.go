package rules

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
)

// literal is a number as it is written.
func literal(text string) json.Number { return json.Number(text) }

// wordsCases are names and values in which readers differ.
func wordsCases() cases {
	endorsement := json.RawMessage(`[` + minimalEndorsement + `]`)
	list := cases{rows: []row{
		{id: "S-35/graph", edit: edits{"/@graph": []any{}}, want: []string{"ld.keyword! /@graph"}},
		{id: "S-35/id", edit: edits{achievementAt + "/@id": "urn:x"}, want: []string{"ld.keyword! " + achievementAt + "/@id"}},
		{id: "S-35/type", edit: edits{subjectAt + "/@type": "AchievementSubject"}, want: []string{"ld.keyword! " + subjectAt + "/@type"}},
		{id: "S-35/reverse in an unknown value", edit: edits{"/note": raw(`[{"deep":[{"@reverse":{}}]}]`)}, want: []string{"ld.keyword! /note/0/deep/0/@reverse"}},
		{id: "S-35/not a keyword", edit: edits{"/@unknown": 1}, want: []string{"ld.keyword! /@unknown"}},
		{id: "S-35/context in a part", edit: edits{achievementAt + "/@context": "https://x.example"}, want: []string{"ld.keyword! " + achievementAt + "/@context"}},
		{id: "S-35/context in a proof", edit: edits{"/proof": raw(`[{"type":"DataIntegrityProof","created":"2024-01-01T00:00:00Z","proofPurpose":"assertionMethod","verificationMethod":"https://a.example#1","cryptosuite":"eddsa-jcs-2022","@context":["https://x.example"]}]`)}},
		{id: "S-35/context in a credential", edit: edits{"/endorsement": endorsement}},
		{id: "RE-49/null in a context", edit: edits{"/@context": raw(`["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",null]`)},
			want: []string{"ld.context_null! /@context/2", "ld.null! /@context/2", "schema.type /@context/2"}},
		{id: "RE-49/null as a context", edit: edits{achievementAt + "/@context": nil}, want: []string{"ld.context_null! " + achievementAt + "/@context", "ld.keyword! " + achievementAt + "/@context"}},
		{id: "RE-49/null in an array", edit: edits{"/note": raw(`[null]`)}, want: []string{"ld.null! /note/0"}},
		{id: "RE-21/exact", edit: edits{"/a": literal("1e21"), "/b": literal("9007199254740994"), "/c": literal("0.30000000000000004")}},
		{id: "RE-21/lost", edit: edits{"/a": literal("9007199254740993"), "/b": literal("1E30")}, want: []string{"json.number_range! /a", "json.number_range! /b"}},
		{id: "RE-21/rounded", edit: edits{achievementAt + "/creditsAvailable": literal("0.1000000000000000055")}, want: []string{"json.number_range? " + achievementAt + "/creditsAvailable"}},
		{id: "RE-47/other", edit: edits{"/NAME": "x"}, want: []string{"member.shadow? /NAME"}},
		{id: "RE-47/claims", edit: edits{"/iss": "https://x.example", "/sub": "urn:x", "/exp": 1, "/vc": raw("{}")},
			want: []string{"member.shadow? /exp", "member.shadow? /iss", "member.shadow? /sub", "member.shadow? /vc"}},
		{id: "RE-47/nothing like it", edit: edits{"/issued": "x", "/validuntilthen": "x", "/note": raw(`{"ISSUER":1}`)}},
	}}
	for _, name := range []string{"ISSUER", "Issuer", " issuer", "issuer ", "iss\u200buer", "i\u017fsuer", "\u2060issuer", "validuntil", "credentialstatus", "ID", "Type"} {
		list.rows = append(list.rows, row{id: "RE-47/" + name, edit: edits{"/" + name: "x"}, want: []string{"member.shadow! /" + name}})
	}
	for _, name := range []string{"valid_until", "_id", "valid-from", "Credential_Subject"} {
		list.rows = append(list.rows, row{id: "RE-47/" + name, edit: edits{"/" + name: "x"}, want: []string{"member.shadow? /" + name}})
	}
	return list
}

// Nothing that is warned of is issued.
func TestWordsAreNotIssued(t *testing.T) {
	for _, r := range wordsCases().rows {
		for _, want := range r.want {
			code, _, _ := strings.Cut(want, " ")
			issuing := said(cases{issuing: true}.judge(t, r, allRules()))
			require.Contains(t, issuing, strings.TrimRight(code, "!?")+want[len(code):], r.id)
		}
	}
}

// RE-11: whatever departs from the standard, or decides, is refused when issuing.
// The verification of a badge of 2.0 is left out: the issuer writes it, with the
// id and the revocation that go with it.
func TestDeparturesAreNotIssued(t *testing.T) {
	departures := 0
	for _, list := range allCases {
		c := list()
		if c.issuing {
			continue
		}
		for _, r := range c.rows {
			as := c
			as.issuing = true
			issuing := as.judge(t, r, allRules())
			for _, p := range c.judge(t, r, allRules()) {
				if p.Severity != failure.severity() || slices.ContainsFunc([]string{"C-137", "C-138", "C-139"}, func(id string) bool { return strings.HasPrefix(r.id, id) }) {
					continue
				}
				departures++
				assert.True(t, slices.ContainsFunc(issuing, func(q badge.Problem) bool {
					return q.Code == p.Code && q.Path == p.Path && q.Severity == failure.severity()
				}), "%s: %s at %s: %v", r.id, p.Code, p.Path, said(issuing))
			}
		}
	}
	require.Greater(t, departures, 150)
}
