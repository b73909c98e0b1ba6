package rules

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
)

func linkedResults(descriptions, results string) edits {
	return edits{achievementAt + "/resultDescription": raw(descriptions), subjectAt + "/result": raw(results)}
}

const (
	grade    = `{"id":"urn:d:grade","type":["ResultDescription"],"name":"Grade","resultType":"LetterGrade"}`
	ofStatus = `{"id":"urn:d:status","type":["ResultDescription"],"name":"Status","resultType":"Status"}`
	rubric   = `{"id":"urn:d:rubric","type":["ResultDescription"],"name":"Rubric","resultType":"RubricCriterionLevel",
		"rubricCriterionLevel":[{"id":"urn:l:1","type":["RubricCriterionLevel"],"name":"One"}]}`
	resultAt      = "/credentialSubject/result/0"
	descriptionAt = achievementAt + "/resultDescription/0"
)

// described is a result description with the members added.
func described(members string) edits {
	return edits{achievementAt + "/resultDescription": raw(`[` + strings.Replace(grade, "{", "{"+members+",", 1) + `]`)}
}

// resultRow is one result, linked to a description, with the members added.
func resultRow(link, members string) string {
	return `[{"type":["Result"],"resultDescription":"` + link + `"` + members + `}]`
}

func resultRulesCases() cases {
	all := `[` + grade + `,` + ofStatus + `,` + rubric + `]`
	return cases{rows: []row{
		{id: "C-023", edit: linkedResults(all, resultRow("urn:d:grade", `,"value":"A"`))},
		{id: "C-023/unlinked", edit: linkedResults(all, `[{"type":["Result"],"value":"A"}]`)},
		{id: "C-023/unknown", edit: linkedResults(all, resultRow("urn:d:other", "")), want: []string{"result.description " + resultAt + "/resultDescription"}},
		{id: "C-023/none", edit: edits{subjectAt + "/result": raw(resultRow("urn:d:grade", ""))}, want: []string{"result.description " + resultAt + "/resultDescription"}},
		{id: "C-024", edit: linkedResults(all, resultRow("urn:d:status", `,"status":"Failed"`))},
		{id: "C-024/missing", edit: linkedResults(all, resultRow("urn:d:status", "")), want: []string{"result.status_missing " + resultAt}},
		{id: "C-025", edit: linkedResults(all, resultRow("urn:d:rubric", `,"achievedLevel":"urn:l:1"`))},
		{id: "C-025/no level", edit: linkedResults(all, resultRow("urn:d:rubric", ``))},
		{id: "C-025/unknown", edit: linkedResults(all, resultRow("urn:d:rubric", `,"achievedLevel":"urn:l:2"`)), want: []string{"result.level " + resultAt + "/achievedLevel"}},
		{id: "C-025/of another description", edit: linkedResults(all, resultRow("urn:d:grade", `,"achievedLevel":"urn:l:1"`)), want: []string{"result.level? " + resultAt + "/achievedLevel"}},
		{id: "requiredLevel", edit: described(`"requiredLevel":"urn:l:1"`), want: []string{"result.level? " + descriptionAt + "/requiredLevel"}},
		{id: "allowed", edit: described(`"allowedValue":["B","A"],"requiredValue":"B"`)},
		{id: "not allowed", edit: described(`"allowedValue":["B","A"],"requiredValue":"C"`), want: []string{"result.required_value " + descriptionAt + "/requiredValue"}},
		{id: "within", edit: described(`"valueMin":"1","valueMax":"10","requiredValue":"5.5"`)},
		{id: "bound", edit: described(`"valueMin":"1.0","valueMax":"10","requiredValue":"1"`)},
		{id: "with a sign", edit: described(`"valueMin":"-1","valueMax":"+10","requiredValue":"+5"`)},
		{id: "below", edit: described(`"valueMin":"6","requiredValue":"5.5"`), want: []string{"result.required_value " + descriptionAt + "/requiredValue"}},
		{id: "above", edit: described(`"valueMax":"9","requiredValue":"10"`), want: []string{"result.required_value " + descriptionAt + "/requiredValue"}},
		{id: "below a bound below zero", edit: described(`"valueMin":"-5","requiredValue":"-6"`), want: []string{"result.required_value " + descriptionAt + "/requiredValue"}},
		{id: "incomparable", edit: described(`"valueMax":"A","requiredValue":"B"`), want: []string{"result.incomparable? " + descriptionAt + "/requiredValue"}},
		{id: "incomparable bound", edit: described(`"valueMax":"A","requiredValue":"7"`), want: []string{"result.incomparable? " + descriptionAt + "/requiredValue"}},
		{id: "N08", edit: described(`"valueMax":"1","requiredValue":"` + strings.Repeat("9", 100_000) + `"`), want: []string{"result.incomparable? " + descriptionAt + "/requiredValue"}},
		{id: "N08/exponent", edit: described(`"valueMax":"1","requiredValue":"1e999999999"`), want: []string{"result.incomparable? " + descriptionAt + "/requiredValue"}},
	}}
}

func dateRulesCases() cases {
	from := func(s string) edits { return edits{"/validFrom": s} }
	format := []string{"schema.format! /validFrom"}
	activity := func(start, end string) edits {
		return edits{subjectAt + "/activityStartDate": start, subjectAt + "/activityEndDate": end}
	}
	return cases{rows: []row{
		{id: "C-030/Z", edit: from("2021-09-07T02:09:59Z")},
		{id: "C-030/offset", edit: from("2021-09-07T02:09:59+02:00")},
		{id: "C-030/awardedDate", edit: edits{"/awardedDate": "2021-09-07T02:09:59"}, want: []string{"schema.format /awardedDate"}},
		{id: "C-030/validUntil", edit: edits{"/validUntil": "2031-09-07T02:09:59"}, want: []string{"schema.format! /validUntil"}},
		{id: "T01", edit: from("2020-01-01T00:00:00"), want: format},
		{id: "T01/legacy", text: minimalVCDM1, edit: edits{"/issuanceDate": "2020-01-01T00:00:00"}, want: []string{"date.zone? /issuanceDate"}},
		{id: "T02/width", edit: from("2020-01-01T0:00:00Z"), want: format},
		{id: "T02/comma", edit: from("2020-01-01T00:00:00,5Z"), want: format},
		{id: "T02/offset hours", edit: from("2020-01-01T00:00:00+24:00"), want: format},
		{id: "T02/offset minutes", edit: from("2020-01-01T00:00:00+01:60"), want: format},
		{id: "T03", edit: from("2016-12-31T23:59:60Z")},
		{id: "T03/no leap", edit: from("2016-12-31T12:59:60Z"), want: format},
		{id: "T04/24h", edit: from("2020-01-01T24:00:00Z"), want: format},
		{id: "T04/30 February", edit: from("2020-02-30T00:00:00Z"), want: format},
		{id: "T04/year 0", edit: from("0000-01-01T00:00:00Z"), want: format},
		{id: "T04/negative", edit: from("-0001-01-01T00:00:00Z"), want: format},
		{id: "T04/five digits", edit: from("12020-01-01T00:00:00Z"), want: format},
		{id: "T05/-00:00", edit: from("2020-01-01T00:00:00-00:00")},
		{id: "T05/t", edit: from("2020-01-01t00:00:00Z"), want: format},
		{id: "T05/z", edit: from("2020-01-01T00:00:00z"), want: format},
		{id: "T06", edit: from("2020-01-01T00:00:00.123456789012Z"), want: format},
		{id: "C-031", edit: edits{"/validUntil": "2024-01-01T00:00:00Z"}},
		{id: "T08", edit: edits{"/validUntil": "2023-12-31T23:59:59Z"}, want: []string{"date.order! /validUntil"}},
		{id: "T08/a form of 2.0", edit: edits{"/validUntil": "2023-12-31T23:59Z"}, want: []string{"schema.format! /validUntil"}},
		{id: "T08/offset", edit: edits{"/validUntil": "2024-01-01T01:00:00+02:00"}, want: []string{"date.order! /validUntil"}},
		{id: "T08/legacy", text: minimalVCDM1, edit: edits{"/expirationDate": "2023-01-01T00:00:00Z"}, want: []string{"date.order! /expirationDate"}},
		{id: "T09", edit: edits{"/expirationDate": "2030-01-01T00:00:00Z"}, want: []string{"date.wrong_model /expirationDate"}},
		{id: "T09/both", edit: edits{"/validUntil": "2031-01-01T00:00:00Z", "/expirationDate": "2030-01-01T00:00:00Z"}, want: []string{"date.wrong_model! /expirationDate"}},
		{id: "T09/another start", edit: edits{"/issuanceDate": "2024-01-02T00:00:00Z"}, want: []string{"date.wrong_model! /issuanceDate"}},
		{id: "T09/start", edit: edits{"/issuanceDate": "2024-01-01T00:00:00Z"}, want: []string{"date.wrong_model? /issuanceDate"}},
		{id: "T09/same", edit: edits{"/validUntil": "2030-01-01T00:00:00Z", "/expirationDate": "2030-01-01T01:00:00+01:00"}, want: []string{"date.wrong_model? /expirationDate"}},
		{id: "T09/unreadable", edit: edits{"/expirationDate": "soon"}, want: []string{"date.wrong_model! /expirationDate"}},
		{id: "T09/legacy", text: minimalVCDM1, edit: edits{"/validUntil": "2030-01-01T00:00:00Z"}, want: []string{"date.wrong_model /validUntil"}},
		{id: "Q-15", edit: activity("2020-01-01T00:00:00", "2020-01-02T00:00:00Z"), want: []string{"date.zone? /credentialSubject/activityStartDate"}},
		{id: "Q-15/order", edit: activity("2020-01-02T00:00:00Z", "2020-01-01T00:00:00Z"), want: []string{"date.activity_order? /credentialSubject/activityEndDate"}},
		{id: "Q-15/date alone", edit: activity("2020-01-02", "2020-01-03"), want: []string{"schema.format /credentialSubject/activityEndDate", "schema.format /credentialSubject/activityStartDate"}},
	}}
}

func identityRulesCases() cases {
	hash := "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
	identity := func(hashed any, value string) edits {
		return edits{subjectAt + "/identifier": []any{map[string]any{
			"type": "IdentityObject", "hashed": hashed, "identityHash": value, "identityType": "emailAddress", "salt": "Kosher",
		}}}
	}
	at := " /credentialSubject/identifier/0/identityHash"
	malformed := []string{"identity.hash" + at}
	return cases{rows: []row{
		{id: "C-113", edit: identity(true, hash)},
		{id: "C-113/hashed as a text", edit: identity("false", hash), want: []string{"schema.type " + subjectAt + "/identifier/0/hashed"}},
		{id: "C-113/md5", edit: identity(true, "md5$0123456789abcdef0123456789ABCDEF")},
		{id: "C-113/upper digits", edit: identity(true, "sha256$"+strings.ToUpper(hash[7:]))},
		{id: "C-113/no prefix", edit: identity(true, hash[7:]), want: malformed},
		{id: "C-113/plain", edit: identity(true, "a@example.com"), want: malformed},
		{id: "R05/upper prefix", edit: identity(true, strings.ToUpper(hash)), want: malformed},
		{id: "R05/sha1", edit: identity(true, "sha1$0123456789abcdef0123456789abcdef01234567"), want: malformed},
		{id: "R05/double dollar", edit: identity(true, "sha256$$"+hash[7:]), want: malformed},
		{id: "R05/short", edit: identity(true, hash[:70]), want: malformed},
		{id: "R05/line end", edit: identity(true, hash+"\n"), want: malformed},
		{id: "R08", edit: identity("false", "a@example.com"), want: []string{"schema.type /credentialSubject/identifier/0/hashed"}},
		{id: "R08/number", edit: identity(0, "a@example.com"), want: []string{"schema.type /credentialSubject/identifier/0/hashed"}},
		{id: "plain", edit: identity(false, "a@example.com")},
		{id: "hash called plain", edit: identity(false, hash), want: []string{"identity.plain?" + at}},
	}}
}

// privateDID is a did:jwk of {"d":""}.
const privateDID = "did:jwk:eyJkIjoiIn0"

func uRIRulesCases() cases {
	web := func(url string) edits {
		return edits{achievementAt + "/alignment": []any{map[string]any{"type": []any{"Alignment"}, "targetName": "n", "targetUrl": url}}}
	}
	at := " " + achievementAt + "/alignment/0/targetUrl"
	return cases{rows: []row{
		{id: "credential", edit: edits{"/id": "3527"}, want: []string{"uri.syntax /id"}},
		{id: "credential, space", edit: edits{"/id": "urn:x y"}, want: []string{"uri.syntax /id"}},
		{id: "N11", edit: edits{"/id": "urn:x\x00"}, want: []string{"uri.syntax /id"}},
		{id: "D28", edit: edits{"/id": "_:b0"}, want: []string{"uri.syntax /id"}},
		{id: "D06", edit: edits{"/id": "https://x.example/" + strings.Repeat("x", 2048)}, want: []string{"uri.syntax /id"}},
		{id: "type of numbers", edit: edits{"/type": []any{"VerifiableCredential", "AchievementCredential", 1}}, want: []string{"schema.type! /type/2"}},
		{id: "issuer", edit: edits{"/issuer/id": "//school.example"}, want: []string{"uri.syntax! /issuer/id"}},
		{id: "issuer as URI", edit: edits{"/issuer": "school"}, want: []string{"uri.syntax! /issuer"}},
		{id: "subject", edit: edits{subjectAt + "/id": "a@example.com"}, want: []string{"uri.syntax /credentialSubject/id"}},
		{id: "achievement", edit: edits{achievementAt + "/id": "/a"}, want: []string{"uri.syntax " + achievementAt + "/id"}},
		{id: "criteria", edit: edits{achievementAt + "/criteria/id": "criteria.html"}, want: []string{"uri.syntax? " + achievementAt + "/criteria/id"}},
		{id: "private key", edit: edits{subjectAt + "/id": privateDID}, want: []string{"key.private_exposed? /credentialSubject/id"}},
		{id: "private key, issuer as URI", edit: edits{"/issuer": privateDID}, want: []string{"key.private_exposed? /issuer"}},
		{id: "public key", edit: edits{subjectAt + "/id": "did:jwk:eyJrdHkiOiJPS1AifQ"}},
		{id: "data", edit: edits{"/image": map[string]any{"id": "data:image/png;base64," + strings.Repeat("A", 4096), "type": "Image"}}},
		{id: "international", edit: edits{"/issuer/url": "https://schoöl.example/é"}},
		{id: "C06/javascript", edit: web("javascript:alert(1)"), want: []string{"uri.unsafe?" + at}},
		{id: "C06/data", edit: web("data:text/html,x"), want: []string{"uri.unsafe?" + at}},
		{id: "C06/userinfo", edit: web("https://u@evil/"), want: []string{"uri.unsafe?" + at}},
		{id: "C06/no host", edit: web("https:///x"), want: []string{"uri.unsafe?" + at}},
		{id: "C06/hyphen", edit: web("https://a-.example/"), want: []string{"uri.unsafe?" + at}},
		{id: "C06/relative", edit: web("x.example"), want: []string{"uri.syntax?" + at}},
		{id: "C06/userinfo, profile", edit: edits{"/issuer/url": "https://u@evil/"}, want: []string{"uri.unsafe? /issuer/url"}},
		{id: "C06/address literal", edit: web("https://[2001:db8::1]/")},
		{id: "C06/profile", edit: edits{"/issuer/url": "JavaScript:alert(1)"}, want: []string{"uri.unsafe? /issuer/url"}},
		{id: "C06/fine", edit: web("https://x.example:8443/a?b#c")},
	}}
}

// secured adds a proof.
func secured(members string) edits {
	return edits{"/proof": raw(`{"type":"DataIntegrityProof",` + members + `}`)}
}

func otherRulesCases() cases {
	return cases{rows: []row{
		{id: "D38/domains", edit: secured(`"domain":["a.example","b.example"]`), want: []string{"proof.form? /proof/domain"}},
		{id: "D38/one domain in a list", edit: secured(`"domain":["a.example"]`), want: []string{"proof.form? /proof/domain"}},
		{id: "D38/no domain", edit: secured(`"domain":[]`), want: []string{"schema.type /proof/domain"}},
		{id: "D38/domain a number", edit: secured(`"domain":1`), want: []string{"schema.type /proof/domain"}},
		{id: "D39/created without zone", edit: edits{"/proof": raw(`[{"type":"DataIntegrityProof","created":"2024-01-01T00:00:00"}]`)}, want: []string{"proof.form? /proof/0/created"}},
		{id: "D39/created at 24:00", edit: secured(`"created":"2024-01-01T24:00:00Z"`), want: []string{"proof.form? /proof/created"}},
		{id: "D39/created in minutes", edit: secured(`"created":"2024-01-01T00:00Z"`), want: []string{"schema.format /proof/created"}},
		{id: "D39/expires at 24:00", edit: secured(`"expires":"2034-01-01T24:00:00Z"`), want: []string{"proof.form? /proof/expires"}},
		{id: "D35/relative id", edit: secured(`"id":"#p"`), want: []string{"proof.form? /proof/id"}},
		{id: "C-037/narrative", edit: edits{achievementAt + "/criteria": raw(`{"narrative":"x"}`)}},
		{id: "C-037/id", edit: edits{achievementAt + "/criteria": raw(`{"id":"https://x.example"}`)}},
		{id: "C-037/neither", edit: edits{achievementAt + "/criteria": raw(`{}`)}, want: []string{"criteria.empty? " + achievementAt + "/criteria"}},
		{id: "C-037/empty", edit: edits{achievementAt + "/criteria": raw(`{"narrative":""}`)}, want: []string{"criteria.empty? " + achievementAt + "/criteria"}},
	}}
}

func issueRulesCases() cases {
	named := strings.Replace(minimal, `"validFrom"`, `"name": "Chess badge", "validFrom"`, 1)
	at := " " + subjectAt + "/identifier/0/identityHash"
	plain := func(typ, value string) edits {
		return edits{subjectAt + "/identifier": []any{map[string]any{"type": "IdentityObject", "hashed": false, "identityType": typ, "identityHash": value}}}
	}
	image := func(id string) edits { return edits{"/image": map[string]any{"id": id, "type": "Image"}} }
	return cases{issuing: true, rows: []row{
		{id: "good", text: named},
		{id: "Q-17", want: []string{"issue.name? "}},
		{id: "Q-18", text: named, edit: edits{"/@context": []any{badge.ContextVC2, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"}}, want: []string{"issue.context /@context/1"}},
		{id: "C-003", text: named, edit: edits{"/@context": []any{"https://x.example/v9", badge.ContextOB3}}, want: []string{"badge.version_unknown ", "schema.enum /@context/0"}},
		{id: "C-015/json", text: named, edit: edits{"/issuer/type": "Profile", "/credentialSchema": raw(`[{"id":"https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json","type":"1EdTechJsonSchemaValidator2019"}]`)},
			want: []string{"schema.json_set /issuer/type"}},
		{id: "VCDM 1.1", text: minimalVCDM1, want: []string{"badge.version_read "}},
		{id: "C-018/null", text: named, edit: edits{"/x": nil}, want: []string{"issue.empty /x"}},
		{id: "C-018/empty array", text: named, edit: edits{"/evidence": []any{}}, want: []string{"issue.empty /evidence"}},
		{id: "C-022", text: named, edit: edits{achievementAt + "/achievementType": "ext:My Term"}, want: []string{"issue.term " + achievementAt + "/achievementType"}},
		{id: "C-022/prefix", text: named, edit: edits{achievementAt + "/achievementType": "xext:a"}, want: []string{"issue.term " + achievementAt + "/achievementType"}},
		{id: "C-022/hyphen", text: named, edit: edits{achievementAt + "/achievementType": "ext:My-Term_1.0"}},
		{id: "C-037", text: named, edit: edits{achievementAt + "/criteria": raw(`{}`)}, want: []string{"criteria.empty " + achievementAt + "/criteria"}},
		{id: "Q-8", text: named, edit: edits{"/credentialStatus": raw(`[{"type":"X"}]`)}, want: []string{"status.many /credentialStatus", "status.no_id /credentialStatus/0"}},
		{id: "Q-40", text: named, edit: image("data:image/png;base64,AAAA")},
		{id: "image at https", text: named, edit: image("https://x.example/i.png")},
		{id: "image without id", text: named, edit: edits{"/image": raw(`{"type":"Image"}`)}, want: []string{"schema.required /image"}},
		{id: "image at http", text: named, edit: image("http://x.example/i.png"), want: []string{"issue.image /image/id"}},
		{id: "R11", text: named, edit: edits{subjectAt + "/identifier": raw(`[{"type":"IdentityObject","hashed":true,"identityType":"emailAddress","identityHash":"md5$0123456789abcdef0123456789abcdef"}]`)},
			want: []string{"identity.unsalted? /credentialSubject/identifier/0"}},
		{id: "RE-43/capitals", text: named, edit: plain("emailAddress", "Ada@School.example"), want: []string{"identity.spelling?" + at}},
		{id: "RE-43/space", text: named, edit: plain("emailAddress", " ada@school.example"), want: []string{"identity.spelling?" + at}},
		{id: "RE-43/lower case", text: named, edit: plain("emailAddress", "ada@school.example")},
		{id: "D38/domains", text: named, edit: secured(`"domain":["a.example","b.example"]`), want: []string{"proof.form /proof/domain", "schema.type /proof/domain"}},
		{id: "RE-43/name", text: named, edit: plain("name", "Ada Lovelace")},
		{id: "relative criteria", text: named, edit: edits{achievementAt + "/criteria/id": "x"}, want: []string{"uri.syntax " + achievementAt + "/criteria/id"}},
		{id: "an endorsement is not ours", text: named, edit: edits{"/endorsement": raw(`[` + strings.NewReplacer(badge.ContextOB3, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
			`"type": ["EndorsementSubject"]`, `"type": "EndorsementSubject", "x": null`).Replace(minimalEndorsement) + `]`)}},
	}}
}

// TestTypeFlips is N13: no type in any place makes Validate panic.
func TestTypeFlips(t *testing.T) {
	rich := edited(t, minimal, edits{
		"/image": raw(`{"id":"https://x.example","type":"Image"}`), "/endorsement": raw(`[` + minimalEndorsement + `]`),
		"/credentialStatus": raw(`{"id":"https://x.example","type":"X"}`), "/validUntil": "2030-01-01T00:00:00Z",
		achievementAt + "/resultDescription": raw(`[` + rubric + `]`), subjectAt + "/result": raw(resultRow("urn:d:rubric", `,"achievedLevel":"urn:l:1"`)),
		subjectAt + "/identifier": raw(`[{"type":"IdentityObject","hashed":false,"identityHash":"a@example.com","identityType":"emailAddress"}]`),
	})
	require.Empty(t, Validate(rich))
	flips := []string{`null`, `true`, `7`, `""`, `"x"`, `[]`, `[null]`, `[[]]`, `{}`, `{"id":null}`, `{"id":7,"type":{}}`, `[{"id":[],"type":7,"identityHash":[],"hashed":{}}]`}
	var root any
	require.NoError(t, json.Unmarshal(rich.JSON(), &root))
	tried := 0
	var visit func(v any, set func(any))
	visit = func(v any, set func(any)) {
		for _, flip := range flips {
			set(json.RawMessage(flip))
			data, err := json.Marshal(root)
			require.NoError(t, err)
			d, err := badge.Parse(data)
			if err == nil {
				ForIssue(d)
				Validate(d)
				tried++
			}
		}
		set(v)
		switch v := v.(type) {
		case map[string]any:
			for name, member := range v {
				visit(member, func(r any) { v[name] = r })
			}
		case []any:
			for i, element := range v {
				visit(element, func(r any) { v[i] = r })
			}
		}
	}
	visit(root, func(r any) { root = r })
	require.Greater(t, tried, 800)
}

// TestManyProblems: warnings do not displace errors, nor errors warnings, and
// both lists are limited.
func TestManyProblems(t *testing.T) {
	relative := make([]any, 1000)
	for i := range relative {
		relative[i] = map[string]any{"type": "Related", "id": "x"}
	}
	d := edited(t, minimal, edits{achievementAt + "/related": relative, "/validUntil": "2000-01-01T00:00:00Z"})
	var errors, warnings int
	for _, p := range Validate(d) {
		if p.Severity == badge.SeverityError {
			errors++
			continue
		}
		warnings++
	}
	require.Equal(t, "error", badge.SeverityError.String())
	require.Equal(t, "warning", badge.SeverityWarning.String())
	require.Equal(t, 1, errors)
	require.Equal(t, 100, warnings, "maxProblems")
}

// statusCases are malformed status entries, and good ones.
func statusCases() cases {
	entry := func(members string) edits {
		return edits{"/credentialStatus": raw(`{"id":"https://x.example/1#7","type":"BitstringStatusListEntry"` + members + `}`)}
	}
	const list, purpose, index = `,"statusListCredential":"https://x.example/1"`, `,"statusPurpose":"revocation"`, `,"statusListIndex":"7"`
	at := func(code, member string) []string { return []string{code + " /credentialStatus" + member} }
	return cases{issuing: true, text: strings.Replace(minimal, `"validFrom"`, `"name": "Chess badge", "validFrom"`, 1), rows: []row{
		{id: "good", edit: entry(list + purpose + index)},
		{id: "two bits", edit: entry(list + purpose + index + `,"statusSize":2,"statusMessage":[{"status":"0x0","message":"a"},{"status":"0x1","message":"b"},{"status":"0x2","message":"c"},{"status":"0x3","message":"d"}]`)},
		{id: "no index", edit: entry(list + purpose), want: at("status.member", "")},
		{id: "no list", edit: entry(purpose + index), want: at("status.member", "")},
		{id: "no purpose", edit: entry(list + index), want: at("status.member", "")},
		{id: "sign", edit: entry(list + purpose + `,"statusListIndex":"-1"`), want: at("status.index", "/statusListIndex")},
		{id: "leading zero", edit: entry(list + purpose + `,"statusListIndex":"01"`), want: at("status.index", "/statusListIndex")},
		{id: "words", edit: entry(list + purpose + `,"statusListIndex":"minus one"`), want: at("status.index", "/statusListIndex")},
		{id: "number", edit: entry(list + purpose + `,"statusListIndex":7`), want: at("status.index", "/statusListIndex")},
		{id: "beyond any list", edit: entry(list + purpose + `,"statusListIndex":"99999999999999999999"`), want: at("status.range", "/statusListIndex")},
		{id: "size 0", edit: entry(list + purpose + index + `,"statusSize":0`), want: at("status.size", "/statusSize")},
		{id: "size 9", edit: entry(list + purpose + index + `,"statusSize":9`), want: at("status.size", "/statusSize")},
		{id: "size 2 without messages", edit: entry(list + purpose + index + `,"statusSize":2`), want: at("status.message", "")},
		{id: "id of the list", edit: edits{"/credentialStatus": raw(`{"id":"https://x.example/1","type":"BitstringStatusListEntry"` + list + purpose + index + `}`)}, want: at("status.entry_id", "/id")},
		{id: "purpose", edit: entry(list + index + `,"statusPurpose":"x"`), want: at("status.purpose_unknown", "/statusPurpose")},
		{id: "list without id", edit: edits{"/credentialStatus": raw(`{"type":"1EdTechRevocationList"}`)}, want: []string{"status.member /credentialStatus", "status.no_id /credentialStatus"}},
		{id: "unknown type", edit: edits{"/credentialStatus": raw(`{"id":"https://x.example/1","type":"X"}`)}},
	}}
}

// statusReadingCases: in a received document a malformed entry is a warning;
// verification fails it at the stage that reads it.
func statusReadingCases() cases {
	entry := func(members string) edits {
		return edits{"/credentialStatus": raw(`{"id":"https://x.example/1#7","type":"BitstringStatusListEntry","statusPurpose":"revocation"` + members + `}`)}
	}
	return cases{rows: []row{
		{id: "no index", edit: entry(`,"statusListCredential":"https://x.example/1"`), want: []string{"status.member? /credentialStatus"}},
		{id: "number", edit: entry(`,"statusListCredential":"https://x.example/1","statusListIndex":7`), want: []string{"status.index? /credentialStatus/statusListIndex"}},
		{id: "id of the list", edit: edits{"/credentialStatus": raw(`{"id":"https://x.example/1","type":"BitstringStatusListEntry","statusPurpose":"x","statusListCredential":"https://x.example/1","statusListIndex":"7"}`)}},
	}}
}

// The schema of an extension is for values of its type.
func TestExtensionOfAnotherType(t *testing.T) {
	rooms := badge.Extension{Type: "Laboratory", URL: "https://x.example/laboratory.json", Schema: []byte(`{"required":["rooms"]}`)}
	c := cases{extensions: []badge.Extension{timeInvestment, rooms}}
	r := row{edit: edits{achievementAt + "/investment": raw(`{"type":["Extension","TimeInvestment"],"hours":3}`)}}
	require.Empty(t, c.judge(t, r, allRules()))
	r.edit = edits{achievementAt + "/place": raw(`{"type":["Extension","Laboratory"]}`)}
	require.Equal(t, []string{"schema.required " + achievementAt + "/place"}, said(c.judge(t, r, allRules())))
}

// A decimal number has digits, one sign and one point.
func TestDecimal(t *testing.T) {
	for text, want := range map[string]bool{
		"3.5": true, "-3": true, "+0.50": true, "9": true, "0": true,
		"": false, "1/3": false, "1e3": false, "0x1f": false, "1_000": false, "3,5": false, ":": false, "/": false, "--1": false,
	} {
		_, ok := decimal(text)
		require.Equal(t, want, ok, text)
	}
}
