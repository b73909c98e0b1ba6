package rules

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// minimal is a credential with only required properties.
const minimal = `{
	"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
	"id": "urn:uuid:91537dba-56cb-11ec-bf63-0242ac130002",
	"type": ["VerifiableCredential", "AchievementCredential"],
	"issuer": {"id": "https://school.example/issuer", "type": ["Profile"]},
	"validFrom": "2024-01-01T00:00:00Z",
	"credentialSubject": {
		"id": "did:example:student", "type": ["AchievementSubject"],
		"achievement": {
			"id": "https://school.example/achievement", "type": ["Achievement"], "name": "Chess", "description": "Plays chess",
			"criteria": {"narrative": "Win a game"}
		}
	}
}`

const minimalEndorsement = `{
	"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
	"id": "urn:uuid:91537dba-56cb-11ec-bf63-0242ac130003",
	"type": ["VerifiableCredential", "EndorsementCredential"],
	"name": "Endorsed",
	"issuer": "https://board.example",
	"validFrom": "2024-01-01T00:00:00Z",
	"credentialSubject": {"id": "https://school.example/issuer", "type": ["EndorsementSubject"]}
}`

// minimalVCDM1 is the minimal credential in the VC Data Model 1.1.
var minimalVCDM1 = strings.NewReplacer(
	badge.ContextVC2, badge.ContextVC1, `"validFrom"`, `"issuanceDate"`, `"id": "urn:uuid:91537dba-56cb-11ec-bf63-0242ac130002"`, `"id": "urn:uuid:1", "name": "Chess badge"`,
).Replace(minimal)

const (
	subjectAt     = "/credentialSubject"
	achievementAt = "/credentialSubject/achievement"
)

// absent drops a member when it is put in its place.
type absent struct{}

// edits are new values by JSON Pointer.
type edits map[string]any

// edited parses the text with the edits made.
func edited(t testing.TB, text string, changes edits) *badge.Document {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var root any
	require.NoError(t, decoder.Decode(&root))
	for pointer, value := range changes {
		if raw, ok := value.(json.RawMessage); ok {
			require.NoError(t, json.Unmarshal(raw, &value))
		}
		put(t, root, pointer, value)
	}
	data, err := json.Marshal(root)
	require.NoError(t, err)
	d, err := badge.Parse(data)
	require.NoError(t, err)
	return d
}

func put(t testing.TB, root any, pointer string, value any) {
	t.Helper()
	tokens := strings.Split(pointer, "/")[1:]
	for _, token := range tokens[:len(tokens)-1] {
		root = root.(map[string]any)[token]
	}
	object, ok := root.(map[string]any)
	require.True(t, ok, "%s leads to no object", pointer)
	name := tokens[len(tokens)-1]
	if value == (absent{}) {
		delete(object, name)
		return
	}
	object[name] = value
}

func raw(text string) json.RawMessage { return json.RawMessage(text) }

// said returns problems as "code path", with a ? after a warning's code.
func said(problems []badge.Problem) []string {
	var list []string
	for _, p := range problems {
		mark := ""
		if p.Severity == badge.SeverityWarning {
			mark = "?"
		}
		if p.Decides {
			mark = "!"
		}
		list = append(list, p.Code+mark+" "+p.Path)
	}
	return list
}

// row is one case of a table: a change of a credential, and the problems that
// it causes.
type row struct {
	id   string
	text string // minimal if empty
	mark bool   // write a byte order mark before the text
	edit edits
	want []string
}

// cases are rows that are validated in the same way.
type cases struct {
	text       string // of the rows without one; minimal if empty
	issuing    bool
	extensions []badge.Extension
	rows       []row
}

// document is the document of a row.
func (c cases) document(t *testing.T, r row) *badge.Document {
	d := edited(t, cmp.Or(r.text, c.text, minimal), r.edit)
	if r.mark {
		marked, err := badge.Parse(append([]byte("\xef\xbb\xbf"), d.JSON()...))
		require.NoError(t, err)
		return marked
	}
	return d
}

// judge applies the rules of the table to the document of a row.
func (c cases) judge(t *testing.T, r row, rules table) []badge.Problem {
	d := c.document(t, r)
	return judge(d, d.Kind(), c.extensions, c.issuing, rules)
}

// allCases are the tables of this package's tests.
var allCases = map[string]func() cases{
	"Status":          statusCases,
	"StatusReading":   statusReadingCases,
	"Extensions":      extensionCases,
	"Contexts":        contextsCases,
	"RequiredMembers": requiredMembersCases,
	"Shapes":          shapesCases,
	"Values":          valuesCases,
	"Kinds":           kindsCases,
	"ResultRules":     resultRulesCases,
	"DateRules":       dateRulesCases,
	"IdentityRules":   identityRulesCases,
	"URIRules":        uRIRulesCases,
	"Words":           wordsCases,
	"OtherRules":      otherRulesCases,
	"Split":           splitCases,
	"IssueSplit":      issueSplitCases,
	"IssueRules":      issueRulesCases,
	"Rules20":         rules20Cases,
	"IssueRules20":    issueRules20Cases,
	"Extensions20":    extensions20Cases,
}

func TestRules(t *testing.T) {
	for name, list := range allCases {
		t.Run(name, func(t *testing.T) {
			c := list()
			for _, r := range c.rows {
				t.Run(r.id, func(t *testing.T) {
					problems := c.judge(t, r, allRules())
					require.Equal(t, r.want, said(problems))
					for _, p := range problems {
						require.NotEmpty(t, p.Message)
						require.LessOrEqual(t, len(p.Message), 700)
					}
				})
			}
		})
	}
}

// TestEveryRuleCounts: without any one of the rules, a case fails.
func TestEveryRuleCounts(t *testing.T) {
	all := rows()
	for i, off := range all {
		t.Run(fmt.Sprintf("%s %v", off.code, off.of), func(t *testing.T) {
			without := tableOf(slices.Delete(slices.Clone(all), i, i+1))
			for _, list := range allCases {
				c := list()
				for _, r := range c.rows {
					concerned := slices.ContainsFunc(r.want, func(w string) bool { return strings.HasPrefix(w, off.code) })
					if concerned && !slices.Equal(r.want, said(c.judge(t, r, without))) {
						return
					}
				}
			}
			t.Error("no case fails without this rule")
		})
	}
}

const (
	identity = `[{"type":"IdentityObject","hashed":false,"identityHash":"a@example.com","identityType":"emailAddress"}]`
)

func contextsCases() cases {
	contexts := func(c ...any) edits { return edits{"/@context": c} }
	ob := any(badge.ContextOB3)
	vc := any(badge.ContextVC2)
	return cases{rows: []row{
		{id: "C-001"},
		{id: "N05", mark: true, want: []string{"json.bom? "}},
		{id: "C-002/absent", edit: edits{"/@context": absent{}}, want: []string{"schema.required "}},
		{id: "C-002/string", edit: edits{"/@context": badge.ContextVC2}, want: []string{"schema.type /@context"}},
		{id: "C-002/one", edit: contexts(vc), want: []string{"schema.min_items /@context"}},
		{id: "C-002/order", edit: contexts(ob, vc), want: []string{"schema.enum /@context/0", "schema.pattern /@context/1"}},
		{id: "C-003", edit: contexts(vc, "https://x.example/context.json"), want: []string{"schema.pattern /@context/1"}},
		{id: "C-003/suffix", edit: contexts(vc, badge.ContextOB3+"?x"), want: []string{"schema.pattern /@context/1"}},
		{id: "C-004/extra", edit: contexts(vc, ob, "https://x.example", map[string]any{"x": "urn:x"})},
		{id: "C-004/late", edit: contexts(vc, "https://x.example", ob), want: []string{"schema.pattern /@context/1"}},
		{id: "C-004/number", edit: contexts(vc, ob, 1), want: []string{"schema.type /@context/2"}},
	}}
}

func requiredMembersCases() cases {
	return cases{rows: []row{
		{id: "C-005", edit: edits{"/type": []any{"VerifiableCredential", "OpenBadgeCredential"}}},
		{id: "C-006/no vc", edit: edits{"/type": []any{"OpenBadgeCredential"}}, want: []string{"schema.contains /type"}},
		{id: "C-006/no badge", edit: edits{"/type": []any{"VerifiableCredential"}}, want: []string{"schema.contains /type"}},
		{id: "C-006/neither", edit: edits{"/type": []any{"X"}}, want: []string{"schema.contains /type", "schema.contains /type"}},
		{id: "C-007/id", edit: edits{"/id": absent{}}, want: []string{"schema.required "}},
		{id: "C-007/issuer", edit: edits{"/issuer": absent{}}, want: []string{"schema.required! "}},
		{id: "C-007/validFrom", edit: edits{"/validFrom": absent{}}, want: []string{"schema.required "}},
		{id: "C-007/credentialSubject", edit: edits{"/credentialSubject": absent{}}, want: []string{"schema.required! "}},
		{id: "C-007/all", edit: edits{"/id": absent{}, "/issuer": absent{}, "/validFrom": absent{}}, want: []string{"schema.required ", "schema.required! ", "schema.required "}},
		{id: "C-007/issuer without id", edit: edits{"/issuer": raw(`{"type":["Profile"],"name":"X"}`)}, want: []string{"schema.required! /issuer"}},
		{id: "C-007/empty issuer", edit: edits{"/issuer": ""}, want: []string{"schema.required! ", "uri.syntax! /issuer"}},
		{id: "C-007/achievement", edit: edits{achievementAt: absent{}}, want: []string{"schema.required! /credentialSubject"}},
		{id: "N13/subject id", edit: edits{subjectAt + "/id": 1}, want: []string{"subject.unidentified /credentialSubject", "schema.type! /credentialSubject/id"}},
		{id: "N13/id", edit: edits{"/id": raw(`["urn:a:b"]`)}, want: []string{"schema.type! /id"}},
		{id: "N13/issuer", edit: edits{"/issuer": true}, want: []string{"schema.type! /issuer"}},
		{id: "days in the wrong order", edit: edits{"/validFrom": "2026-10-02", "/validUntil": "2026-10-01"}, want: []string{"schema.format! /validFrom", "schema.format! /validUntil"}},
		{id: "N13/end", edit: edits{"/validUntil": 1893456000}, want: []string{"schema.type! /validUntil"}},
		{id: "N13/achievement", edit: edits{achievementAt: raw(`[]`)}, want: []string{"schema.type! /credentialSubject/achievement"}},
		{id: "C-008", text: minimalVCDM1},
		{id: "C-008/no name", text: minimalVCDM1, edit: edits{"/name": absent{}}, want: []string{"schema.required "}},
		{id: "C-009", edit: edits{subjectAt + "/id": absent{}}, want: []string{"subject.unidentified /credentialSubject"}},
		{id: "C-009/empty", edit: edits{subjectAt + "/id": absent{}, subjectAt + "/identifier": []any{}}, want: []string{"subject.unidentified /credentialSubject"}},
		{id: "C-010", edit: edits{subjectAt + "/id": absent{}, subjectAt + "/identifier": raw(identity)}},
		{id: "C-011/id", edit: edits{achievementAt + "/id": absent{}}, want: []string{"schema.required " + achievementAt}},
		{id: "C-011/type", edit: edits{achievementAt + "/type": absent{}}, want: []string{"schema.required " + achievementAt}},
		{id: "C-011/name", edit: edits{achievementAt + "/name": absent{}}, want: []string{"schema.required " + achievementAt}},
		{id: "C-011/description", edit: edits{achievementAt + "/description": absent{}}, want: []string{"schema.required " + achievementAt}},
		{id: "C-011/criteria", edit: edits{achievementAt + "/criteria": absent{}}, want: []string{"schema.required " + achievementAt}},
	}}
}

func shapesCases() cases {
	return cases{rows: []row{
		{id: "C-012/image", edit: edits{"/image": raw(`{"id":"urn:i","type":"Image","x":1}`)}, want: []string{"schema.additional_properties /image/x"}},
		{id: "C-012/entry", edit: edits{"/issuer/otherIdentifier": raw(`[{"type":"IdentifierEntry","identifier":"1","identifierType":"name","x":1}]`)},
			want: []string{"schema.additional_properties /issuer/otherIdentifier/0/x"}},
		{id: "C-012/identity", edit: edits{subjectAt + "/identifier": raw(strings.Replace(identity, `{`, `{"x":1,`, 1))},
			want: []string{"schema.additional_properties /credentialSubject/identifier/0/x"}},
		{id: "C-013", edit: edits{"/x": 1, "/issuer/x": nil, achievementAt + "/x": raw(`[]`), subjectAt + "/result": raw(`[{"type":["Result"],"x":1}]`), "/evidence": raw(`[{"type":["Evidence"],"x":1}]`)}},
		{id: "C-014/subject", edit: edits{"/credentialSubject": raw(`[{}]`)}, want: []string{"schema.type! /credentialSubject"}},
		{id: "C-014/criteria", edit: edits{achievementAt + "/criteria": "https://x.example"}, want: []string{"schema.type " + achievementAt + "/criteria"}},
		{id: "C-014/image", edit: edits{"/image": "https://x.example"}, want: []string{"schema.type /image"}},
		{id: "C-015/json-ld", edit: edits{subjectAt + "/type": "AchievementSubject", "/issuer/type": "Profile", achievementAt + "/type": "Achievement"}},
		{id: "C-015/json", edit: edits{"/issuer/type": "Profile", "/credentialSchema": raw(`[{"id":"https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json","type":"1EdTechJsonSchemaValidator2019"}]`)},
			want: []string{"schema.json_set? /issuer/type"}},
		{id: "RE-17/one for each name", edit: edits{"/issuer/type": "Profile", achievementAt + "/type": "Achievement", achievementAt + "/tag": "chess", "/credentialSchema": raw(`[{"id":"https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json","type":"1EdTechJsonSchemaValidator2019"}]`)},
			want: []string{"schema.type " + achievementAt + "/tag", "schema.json_set? " + achievementAt + "/type"}},
		{id: "RE-17/another fault in the same place", edit: edits{"/issuer/type": "School", "/credentialSchema": raw(`[{"id":"https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json","type":"1EdTechJsonSchemaValidator2019"}]`)},
			want: []string{"schema.enum /issuer/type", "schema.json_set? /issuer/type"}},
		{id: "RE-17/other rules stay", edit: edits{"/issuer/type": 1, "/name": raw("[]"), "/credentialSchema": raw(`[{"id":"https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json","type":"1EdTechJsonSchemaValidator2019"}]`)},
			want: []string{"schema.type /issuer/type", "schema.type /name"}},
		{id: "C-015/json, another validator", edit: edits{"/issuer/type": "Profile", "/credentialSchema": raw(`[{"id":"https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json","type":"Other"}]`)},
			want: []string{"schema.not_applied? /credentialSchema/0"}},
		{id: "C-015/named json-ld", edit: edits{"/issuer/type": "Profile", "/credentialSchema": raw(`{"id":"https://purl.imsglobal.org/spec/ob/v3p0/schema/json-ld/ob_v3p0_achievementcredential_schema.json","type":"1EdTechJsonSchemaValidator2019"}`)}},
		{id: "C-016/objects", edit: edits{"/proof": raw(`{"type":"X"}`), "/credentialSchema": raw(`{"id":"urn:s","type":"X"}`), "/termsOfUse": raw(`{"type":"X"}`)}, want: []string{"schema.not_applied? /credentialSchema"}},
		{id: "C-016/arrays", edit: edits{"/proof": raw(`[{"type":"X"}]`), "/credentialSchema": raw(`[{"id":"urn:s","type":"X"}]`), "/termsOfUse": raw(`[{"type":"X"}]`)}, want: []string{"schema.not_applied? /credentialSchema/0"}},
		{id: "C-017/evidence", edit: edits{"/evidence": raw(`{"type":"Evidence"}`)}, want: []string{"schema.type /evidence"}},
		{id: "C-017/endorsement", edit: edits{"/endorsement": raw(minimalEndorsement)}, want: []string{"schema.type /endorsement"}},
	}}
}

func valuesCases() cases {
	return cases{rows: []row{
		{id: "C-019", edit: edits{subjectAt + "/creditsEarned": "3"}, want: []string{"schema.type /credentialSubject/creditsEarned"}},
		{id: "C-019/result", edit: edits{subjectAt + "/result": raw(`[{"type":["Result"],"value":3}]`)}, want: []string{"schema.type /credentialSubject/result/0/value"}},
		{id: "C-020", edit: edits{subjectAt + "/result": raw(`[{"type":["Result"],"status":"Passed"}]`)}, want: []string{"schema.enum /credentialSubject/result/0/status"}},
		{id: "C-021/own term", edit: edits{achievementAt + "/achievementType": "ext:MyTerm", "/issuer/otherIdentifier": raw(`[{"type":"IdentifierEntry","identifier":"1","identifierType":"ext:x"}]`)}},
		{id: "C-021/bare term", edit: edits{achievementAt + "/achievementType": "MyTerm"}, want: []string{"schema.enum " + achievementAt + "/achievementType"}},
		{id: "C-021/not anchored", edit: edits{achievementAt + "/achievementType": "see ext:MyTerm!"}},
		{id: "C-026/geo", edit: edits{"/issuer/address": raw(`{"type":["Address"],"geo":{"type":"GeoCoordinates","latitude":1}}`)}, want: []string{"schema.required /issuer/address/geo"}},
		{id: "C-026/address", edit: edits{"/issuer/address": raw(`{"addressCountry":"NL"}`)}, want: []string{"schema.required /issuer/address"}},
		{id: "C-027", edit: edits{achievementAt + "/alignment": raw(`[{"type":["Alignment"]}]`)}, want: []string{"schema.required " + achievementAt + "/alignment/0", "schema.required " + achievementAt + "/alignment/0"}},
		{id: "C-028", text: minimalEndorsement},
		{id: "C-028/name", text: minimalEndorsement, edit: edits{"/name": absent{}}, want: []string{"schema.required "}},
		{id: "C-028/subject id", text: minimalEndorsement, edit: edits{"/credentialSubject/id": absent{}}, want: []string{"schema.required /credentialSubject"}},
		{id: "C-029/uri", edit: edits{"/issuer": "https://school.example/issuer"}},
		{id: "C-029/no id", edit: edits{"/issuer/id": absent{}}, want: []string{"schema.required! /issuer"}},
		{id: "C-029/legacy uri", text: minimalVCDM1, edit: edits{"/issuer": "https://school.example/issuer"}, want: []string{"schema.type /issuer"}},
		{id: "C-032", edit: edits{achievementAt + "/inLanguage": "nl-NL"}},
		{id: "C-032/script", edit: edits{achievementAt + "/inLanguage": "zh-Hans-CN"}},
		{id: "C-032/upper", edit: edits{achievementAt + "/inLanguage": "NL"}, want: []string{"schema.pattern " + achievementAt + "/inLanguage"}},
		{id: "C-032/word", edit: edits{achievementAt + "/inLanguage": "english"}, want: []string{"schema.pattern " + achievementAt + "/inLanguage"}},
		{id: "C-033", edit: edits{"/endorsementJwt": []any{"a.b.c", "a..c", "a.b"}}, want: []string{"schema.pattern /endorsementJwt/2"}},
		{id: "C-034/context", text: minimalVCDM1, edit: edits{"/@context": []any{badge.ContextVC1}}, want: []string{"schema.min_items /@context"}},
		{id: "C-036/date", edit: edits{subjectAt + "/source": raw(`{"id":"urn:p","type":["Profile"],"dateOfBirth":"2020-02-30"}`)}, want: []string{"schema.format /credentialSubject/source/dateOfBirth"}},
		{id: "C-121", edit: edits{achievementAt + "/type": []any{"Achievement", "ext:Course"}}},
		{id: "Q-8/array", edit: edits{"/credentialStatus": raw(`[{"id":"https://x.example/1","type":"X"},{"id":"https://x.example/2","type":"X"}]`)}, want: []string{"status.many? /credentialStatus"}},
		{id: "Q-8/no id", edit: edits{"/credentialStatus": raw(`{"type":"X"}`)}, want: []string{"status.no_id? /credentialStatus"}},
		{id: "Q-22", edit: edits{subjectAt + "/identifier": raw(strings.Replace(identity, "emailAddress", "email", 1))}, want: []string{"identity.type_alias? /credentialSubject/identifier/0/identityType"}},
		{id: "Q-35", edit: edits{"/endorsement": raw(`[` + strings.NewReplacer(badge.ContextVC2, badge.ContextVC1, "validFrom", "issuanceDate", `"https://board.example"`, `{"id":"https://board.example","type":"Profile"}`).Replace(minimalEndorsement) + `]`)}},
		{id: "an endorsement's own error", edit: edits{"/endorsement": raw(`[` + strings.Replace(minimalEndorsement, `"name"`, `"label"`, 1) + `]`)}, want: []string{"schema.required /endorsement/0"}},
	}}
}

func kindsCases() cases {
	return cases{rows: []row{
		{id: "profile", text: `{"id":"https://x.example","type":"Profile"}`},
		{id: "profile without id", text: `{"type":"Profile"}`, want: []string{"schema.required "}},
		{id: "achievement", text: `{"type":"Achievement","id":"x","name":"n","description":"d","criteria":{}}`, want: []string{"criteria.empty? /criteria", "uri.syntax /id"}},
		{id: "other", text: `{"a":1}`, want: []string{"schema.required ", "schema.required! ", "schema.required ", "schema.required! ", "schema.required ", "schema.required "}},
		{id: "two kinds", edit: edits{"/type": []any{"VerifiableCredential", "AchievementCredential", "EndorsementCredential"}}, want: []string{"badge.kind! /type"}},
		{id: "two kinds, under the other name", edit: edits{"/type": []any{"VerifiableCredential", "OpenBadgeCredential", "EndorsementCredential"}}, want: []string{"badge.kind! /type"}},
		{id: "two names of one kind", edit: edits{"/type": []any{"VerifiableCredential", "AchievementCredential", "OpenBadgeCredential"}}},
		{id: "status list", text: `{"@context":["https://www.w3.org/ns/credentials/v2"],"id":"https://x.example/1","type":["VerifiableCredential","BitstringStatusListCredential"],
			"issuer":"https://x.example","credentialSubject":{"type":"BitstringStatusList","statusPurpose":["revocation"],"encodedList":1}}`, want: []string{"schema.type /credentialSubject/encodedList"}},
		{id: "C-160", text: `{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json","https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"],
			"id":"urn:c","type":["VerifiableCredential","ClrCredential"],"name":"n","issuer":"https://x.example","validFrom":"2024-01-01T00:00:00Z",
			"credentialSubject":{"type":"ClrSubject","verifiableCredential":[]}}`,
			want: []string{"schema.pattern /@context/1", "schema.pattern /@context/2", "subject.unidentified /credentialSubject", "schema.min_items /credentialSubject/verifiableCredential"}},
	}}
}

// Each credential of a transcript has its own descriptions of results.
func TestResultsOfTwoCredentials(t *testing.T) {
	part := func(id, descriptions, link, value string) string {
		changes := linkedResults(`[`+descriptions+`]`, resultRow(link, value))
		changes["/id"] = id
		return string(edited(t, minimal, changes).JSON())
	}
	text := `{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
		"id":"urn:c","type":["VerifiableCredential","ClrCredential"],"name":"n","issuer":"https://x.example","validFrom":"2024-01-01T00:00:00Z",
		"credentialSubject":{"id":"did:example:student","type":["ClrSubject"],"verifiableCredential":[` +
		part("urn:uuid:1", grade, "urn:d:grade", `,"value":"A"`) + `,` + part("urn:uuid:2", rubric, "urn:d:rubric", `,"achievedLevel":"urn:l:1"`) + `]}}`
	for _, p := range Validate(edited(t, text, nil)) {
		require.False(t, strings.HasPrefix(p.Code, "result."), "%v", p)
	}
}

// TestTokenPaths: problems of a VC Data Model 1.1 token point into its payload.
func TestTokenPaths(t *testing.T) {
	legacy := edited(t, minimalVCDM1, edits{"/name": 1})
	token := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"ES256"}`)) + "." +
		base64.RawURLEncoding.EncodeToString([]byte(`{"iss":"x","vc":`+string(legacy.JSON())+`}`)) + ".AAAA"
	d, err := badge.Parse([]byte(token))
	require.NoError(t, err)
	require.Equal(t, []string{"schema.type /vc/name"}, said(Validate(d)))
}

// TestOrder: problems come in the order of the document.
func TestOrder(t *testing.T) {
	text := strings.Replace(minimal, `"name": "Chess"`, `"name": 1, "achievementType": "x"`, 1)
	text = strings.Replace(text, `"validFrom": "2024-01-01T00:00:00Z"`, `"validFrom": "2024"`, 1)
	d, err := badge.Parse([]byte(text))
	require.NoError(t, err)
	require.Equal(t, []string{"schema.format! /validFrom", "schema.type " + achievementAt + "/name", "schema.enum " + achievementAt + "/achievementType"}, said(Validate(d)))
}

// timeInvestment is an extension with a schema and a repaired context.
var timeInvestment = badge.Extension{
	Type: "TimeInvestment", URL: "https://x.example/schema.json", Context: []byte(`{"@context":{}}`), Repaired: "a term was added",
	Schema: []byte(`{"required":["hours"],"properties":{"hours":{"type":"integer","minimum":1}}}`),
}

func extensionCases() cases { // C-119
	const at = achievementAt + "/investment"
	with := func(value any) edits {
		return edits{at: map[string]any{"type": []any{"Extension", "TimeInvestment"}, "hours": value}}
	}
	named := func(url, typ string) edits {
		return edits{"/credentialSchema": []any{map[string]any{"id": url, "type": typ}}}
	}
	return cases{extensions: []badge.Extension{timeInvestment}, rows: []row{
		{id: "good", edit: with(3)},
		{id: "type", edit: with("3"), want: []string{"schema.type " + at + "/hours"}},
		{id: "other keyword", edit: with(0), want: []string{"schema.other " + at + "/hours"}},
		{id: "inside something unknown", edit: edits{"/x": raw(`[{"type":"TimeInvestment"}]`)}, want: []string{"schema.required /x/0"}},
		{id: "in the place of a text", edit: edits{achievementAt + "/name": raw(`{"type":"TimeInvestment"}`)},
			want: []string{"schema.required " + achievementAt + "/name", "schema.type " + achievementAt + "/name"}},
		{id: "another type", edit: edits{at: raw(`{"type":["Extension","Other"]}`)}},
		{id: "named by the document", edit: named(timeInvestment.URL, vocabulary.SchemaValidator), want: []string{"schema.required ", "extension.repaired? /credentialSchema/0/id"}},
		{id: "named with another type", edit: named(timeInvestment.URL, "Other"), want: []string{"schema.not_applied? /credentialSchema/0", "extension.repaired? /credentialSchema/0/id"}},
		{id: "not supplied", edit: named("https://x.example/other.json", vocabulary.SchemaValidator), want: []string{"schema.not_applied? /credentialSchema/0"}},
		{id: "published", edit: named("https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json", vocabulary.SchemaValidator)},
		{id: "repaired context", edit: edits{"/@context": []any{badge.ContextVC2, badge.ContextOB3, timeInvestment.URL}}, want: []string{"extension.repaired? /@context/2"}},
	}}
}

// TestUnusableSchema: a schema that cannot be applied is reported, and no file or URL is opened.
func TestUnusableSchema(t *testing.T) {
	at := achievementAt + "/investment"
	d := edited(t, minimal, edits{at: map[string]any{"type": "TimeInvestment"}})
	bomb := badge.Extension{Type: "TimeInvestment", Schema: []byte(`{"$ref":"file:///etc/hostname"}`)}
	require.Equal(t, []string{"schema.reference " + at}, said(Validate(d, bomb)))
	require.Empty(t, Validate(d, badge.Extension{Type: "TimeInvestment"}), "no schema")

	// One without a type applies to the documents that name it, and to no object.
	untyped := badge.Extension{URL: timeInvestment.URL, Schema: []byte("1")}
	d = edited(t, minimal, edits{"/credentialSchema": raw(`[{"id":"` + untyped.URL + `","type":"` + vocabulary.SchemaValidator + `"}]`)})
	require.Equal(t, []string{"schema.unusable "}, said(Validate(d, untyped)))
	d = edited(t, minimal2, edits{"/extensions:x": raw(`{"type":["Extension","extensions:"]}`)})
	require.Equal(t, []string{"extension.unknown? /extensions:x"}, said(Validate(d, untyped)))
}

// TestValidateAs: the wanted kind decides, not the type of the document.
func TestValidateAs(t *testing.T) {
	achievement := `{"id":"https://x.example/a","type":["Achievment"],"name":"n","description":"d","criteria":{"narrative":"x"}}`
	for _, r := range []struct {
		id, text string
		kind     badge.Kind
		want     []string
	}{
		{"misspelt", achievement, badge.KindAchievement, []string{"schema.contains /type"}},
		{"good", strings.Replace(achievement, "Achievment", "Achievement", 1), badge.KindAchievement, nil},
		{"another kind", strings.Replace(achievement, "Achievment", "Achievement", 1), badge.KindProfile, []string{"schema.contains /type"}},
		{"2.0", issuer2Text, badge.KindAchievement, []string{"image.missing? ", "schema.required ", "schema.required ", "schema.required ", "schema.enum /type"}},
		{"no such kind", minimal, badge.KindKey, []string{"badge.kind "}},
	} {
		t.Run(r.id, func(t *testing.T) {
			d, err := badge.Parse([]byte(r.text))
			require.NoError(t, err)
			require.Equal(t, r.want, said(ValidateAs(d, r.kind)))
		})
	}
}

// TestAll: every rule has a code, a section and a severity on at least one side.
func TestAll(t *testing.T) {
	n, decisive := 0, 0
	for r := range All() {
		n++
		if r.Decides {
			decisive++
			require.Equal(t, failure.severity(), r.Reading, r.Code)
		}
		require.NotEmpty(t, r.Code)
		require.NotEmpty(t, r.Section, r.Code)
		require.NotEqual(t, badge.SeverityNone, r.Issuing, "what is asked when reading is asked when issuing")
		require.LessOrEqual(t, r.Issuing, r.Reading, "issuing is at least as strict")
	}
	require.Len(t, rows(), n)
	require.Positive(t, decisive)
	for range All() {
		break
	}
}

// TestWalkedOnce: no value is visited twice, neither in Validate nor in ForIssue.
func TestWalkedOnce(t *testing.T) {
	d := edited(t, minimal, edits{"/endorsement": raw(`[` + minimalEndorsement + `]`), "/x": raw(`{"a":[{"type":"TimeInvestment"}]}`)})
	for _, issuing := range []bool{false, true} {
		seen := map[string]int{}
		count := func(_ *finder, v jsontext.Value) { seen[v.Pointer()]++ }
		judge(d, d.Kind(), []badge.Extension{timeInvestment}, issuing, tableOf([]rule{{"x", []string{anyObject, anyUnknown}, warning, warning, "", count}}))
		for _, at := range []string{"", "/issuer", "/endorsement/0", "/endorsement/0/credentialSubject", achievementAt, "/x", "/x/a/0", "/x/a/0/type", "/@context"} {
			require.Contains(t, seen, at)
		}
		for at, n := range seen {
			require.Equal(t, 1, n, at)
		}
	}
}
