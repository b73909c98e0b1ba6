package rules

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"

	"github.com/openbadges-go/openbadges/badge/internal/reftest"
)

// minimal2 is a hosted badge with its class and its issuer inside and only
// required properties.
const minimal2 = `{
	"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "https://school.example/a",
	"recipient": {"type": "email", "hashed": false, "identity": "a@example.com"},
	"badge": {
		"type": "BadgeClass", "id": "https://school.example/b", "name": "Chess", "description": "Plays chess", "image": "https://school.example/b.png",
		"criteria": {"narrative": "Win a game"},
		"issuer": {"type": "Issuer", "id": "https://school.example/i", "name": "School", "url": "https://school.example", "email": "i@school.example"}
	},
	"verification": {"type": "HostedBadge"}, "issuedOn": "2024-01-01T00:00:00Z"
}`

// issuer2Text is its issuer alone.
const issuer2Text = `{"@context": "https://w3id.org/openbadges/v2", "type": "Issuer", "id": "https://school.example/i", "name": "School", "url": "https://school.example", "email": "i@school.example"}`

func rules20Cases() cases {
	const hash = "sha256$a2441d313d3d31514464ed6732d255df3391cbc85dd374d8a94b683248dcb7b8"
	set := func(pointer string, value any) edits { return edits{pointer: value} }
	return cases{text: minimal2, rows: []row{
		{id: "good"},
		{id: "C-137/alias", edit: edits{"/verification": absent{}, "/verify": raw(`{"type":"hosted"}`)}},
		{id: "C-137/signed", edit: edits{"/verification": raw(`{"type":"signed","creator":"https://school.example/k"}`), "/id": "urn:uuid:91537dba-56cb-11ec-bf63-0242ac130002"}},
		{id: "C-137/neither", edit: set("/verification", absent{}), want: []string{"schema.required "}},
		{id: "C-137/twice", edit: edits{"/verification": raw(`{"type":"HostedBadge"}`), "/verify": raw(`{"type":"HostedBadge"}`)}, want: []string{"verification.twice? /verify"}},
		{id: "C-137/both", edit: set("/verify", raw(`{"type":"hosted"}`)), want: []string{"verification.twice! /verify"}},
		{id: "C-137/no type", edit: set("/verification", raw(`{}`)), want: []string{"verification.type! /verification"}},
		{id: "C-137/two types", edit: set("/verification", raw(`{"type":["HostedBadge","signed"]}`)), want: []string{"verification.type! /verification"}},
		{id: "C-138/hosted nowhere", edit: set("/id", "urn:uuid:91537dba-56cb-11ec-bf63-0242ac130002"), want: []string{"verification.id /id"}},
		{id: "C-139/revoked", text: `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://school.example/a","revoked":true,"revocationReason":""}`},
		{id: "C-139/revoked without id", text: `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","revoked":true}`, want: []string{"schema.required "}},
		{id: "C-139/not revoked", text: `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://school.example/a","revoked":false}`,
			want: []string{"schema.required! ", "schema.required ", "schema.required ", "schema.required "}},
		{id: "C-139/neither", edit: set("/revoked", "true"), want: []string{"schema.type! /revoked"}},
		{id: "C-143/no name", edit: set("/badge/issuer/name", absent{}), want: []string{"issuer.incomplete /badge/issuer"}},
		{id: "C-143/no url", edit: set("/badge/issuer/url", nil), want: []string{"issuer.incomplete /badge/issuer"}},
		{id: "C-143/no email", edit: set("/badge/issuer/email", ""), want: []string{"issuer.incomplete /badge/issuer", "email.syntax? /badge/issuer/email"}},
		{id: "C-143/class with its issuer", text: `{"@context":"https://w3id.org/openbadges/v2","type":"BadgeClass","id":"https://school.example/b","name":"B","description":"D","image":"https://school.example/b.png","criteria":"https://school.example/c","issuer":` + issuer2Text + `}`,
			edit: set("/issuer/email", absent{}), want: []string{"issuer.incomplete /issuer"}},
		{id: "C-143/alone", text: issuer2Text, edit: set("/email", nil), want: []string{"issuer.incomplete "}},
		{id: "C-143/profile", text: issuer2Text, edit: edits{"/email": absent{}, "/type": "Profile"}, want: []string{"issuer.incomplete? "}},
		{id: "RE-8/empty description", edit: set("/badge/description", ""), want: []string{"schema.required /badge/description"}},
		{id: "C-144", edit: set("/expires", "2023-01-01T00:00:00Z"), want: []string{"date.order! /expires"}},
		{id: "C-145/assertion", edit: set("/image", "data:image/png;base64,AAAA"), want: []string{"image.data /image"}},
		{id: "C-145/assertion object", edit: set("/image", raw(`{"id":"data:image/png;base64,AAAA"}`)), want: []string{"image.data /image"}},
		{id: "C-145/class", edit: set("/badge/image", "data:image/png;base64,AAAA")},
		{id: "C-145/class in another format", edit: set("/badge/image", "data:image/gif;base64,AAAA"), want: []string{"image.data /badge/image"}},
		{id: "C-145/issuer", edit: set("/badge/issuer/image", "data:image/svg+xml;base64,AAAA")},
		{id: "no image", edit: set("/badge/image", absent{}), want: []string{"image.missing? /badge"}},
		{id: "C-148/no zone", edit: set("/issuedOn", "2024-01-01T00:00:00"), want: []string{"date.zone /issuedOn"}},
		{id: "C-148/no zone of the end", edit: set("/expires", "2030-01-01T00:00:00"), want: []string{"date.zone /expires"}},
		{id: "C-148/offset without colon", edit: set("/issuedOn", "2024-01-01T00:00:00+0800"), want: []string{"date.form? /issuedOn"}},
		{id: "C-148/basic form", edit: set("/issuedOn", "20240101T000000Z"), want: []string{"date.form? /issuedOn"}},
		{id: "C-148/small letters", edit: set("/expires", "2030-01-01t00:00:00z"), want: []string{"date.form? /expires"}},
		{id: "C-148/order in that form", edit: edits{"/issuedOn": "2024-01-01T00:00:00+0800", "/expires": "2023-12-31T15:00:00Z"}, want: []string{"date.order! /expires", "date.form? /issuedOn"}},
		{id: "C-148/number", edit: set("/issuedOn", 1403120715), want: []string{"schema.type! /issuedOn"}},
		{id: "C-148/date", edit: set("/expires", "2030-01-01"), want: []string{"schema.format! /expires"}},
		{id: "hash", edit: edits{"/recipient/hashed": true, "/recipient/identity": hash}},
		{id: "hash unmarked", edit: set("/recipient/identity", hash), want: []string{"identity.plain? /recipient/identity"}},
		{id: "plain marked as hash", edit: set("/recipient/hashed", true), want: []string{"identity.hash /recipient/identity"}},
		{id: "gotcha 1", edit: set("/recipient/type", "id")},
		{id: "gotcha 13/criteria", edit: set("/badge/criteria", raw(`{}`)), want: []string{"criteria.empty? /badge/criteria"}},
		{id: "gotcha 13/target", edit: set("/badge/alignment", raw(`[{"targetName":"n","targetUrl":null}]`)), want: []string{"alignment.no_target? /badge/alignment/0"}},
		{id: "gotcha 13/with a target", edit: set("/badge/alignment", raw(`[{"targetName":"n","targetUrl":"https://x.example/"}]`))},
		{id: "hash that is a number", edit: edits{"/recipient/hashed": true, "/recipient/identity": 7}, want: []string{"schema.type /recipient/identity"}},
		{id: "dates of an issuer", text: issuer2Text, edit: edits{"/issuedOn": "May", "/expires": "June"}},
		{id: "gotcha 14", edit: set("/evidence", raw(`[]`))},
		{id: "gotcha 12", edit: set("/updatedAt", "2021-09-22T15:39:24"), want: []string{"member.unknown? /updatedAt"}},
		{id: "own context", edit: edits{"/updatedAt": "2021", "/@context": raw(`["https://w3id.org/openbadges/v2",{"updatedAt":"https://x.example/#u"}]`)}},
		{id: "member of another vocabulary", edit: set("/x:y", 1)},
		{id: "linked class", edit: set("/badge", "https://school.example/b")},
		{id: "relative link", edit: set("/badge", "b"), want: []string{"uri.syntax /badge"}},
		{id: "relative id", edit: edits{"/id": "a"}, want: []string{"uri.syntax /id", "verification.id /id"}},
		{id: "no web address", edit: set("/badge/issuer/id", "did:web:school.example"), want: []string{"uri.not_ob2? /badge/issuer/id"}},
		{id: "script", edit: set("/evidence", raw(`{"id":"javascript:alert(1)"}`)), want: []string{"uri.not_ob2? /evidence/id", "uri.unsafe? /evidence/id"}},
		{id: "relative IRI", edit: set("/evidence", raw(`{"id":"x"}`)), want: []string{"uri.syntax? /evidence/id"}},
		{id: "link that is not a web address", edit: set("/badge", "did:web:school.example"), want: []string{"uri.not_ob2? /badge"}},
		{id: "blank node", edit: set("/evidence", raw(`{"id":"_:b0"}`))},
		{id: "telephone of E.164", edit: set("/badge/issuer/telephone", "+31201234567")},
		{id: "telephone", edit: set("/badge/issuer/telephone", "020-1234567"), want: []string{"telephone.syntax? /badge/issuer/telephone"}},
		{id: "address without scheme", edit: set("/badge/issuer/url", "school.example"), want: []string{"uri.syntax? /badge/issuer/url"}},
		{id: "profile verified like a badge", edit: set("/badge/issuer/verification", raw(`{"type":"HostedBadge"}`)), want: []string{"verification.type /badge/issuer/verification/type"}},
		{id: "profile verification", edit: set("/badge/issuer/verification", raw(`{"type":"VerificationObject","startsWith":"https://school.example"}`))},
		{id: "one id for two", edit: set("/badge/issuer/id", "https://school.example/b"), want: []string{"id.split? /badge", "id.split? /badge/issuer"}},
		{id: "both formats", edit: set("/@context", raw(`["https://w3id.org/openbadges/v2","https://www.w3.org/ns/credentials/v2"]`)), want: []string{"context.mixed! /@context"}},
		{id: "no context", edit: set("/@context", absent{}), want: []string{"schema.required "}},
		{id: "another type", edit: set("/type", "OtherAssertion"), want: []string{"schema.enum /type"}},
		{id: "revocation list", text: `{"@context":"https://w3id.org/openbadges/v2","type":"RevocationList","revokedAssertions":[]}`},
		{id: "revocation list without entries", text: `{"@context":"https://w3id.org/openbadges/v2","type":"RevocationList"}`, want: []string{"schema.required "}},
		{id: "key", text: `{"@context":"https://w3id.org/openbadges/v2","type":"CryptographicKey","id":"https://school.example/k","publicKeyPem":7}`, want: []string{"schema.type /publicKeyPem"}},
		{id: "endorsement", text: `{"@context":"https://w3id.org/openbadges/v2","type":"Endorsement","id":"https://school.example/e","claim":{"id":"https://school.example/b"},"issuer":"https://school.example/i","issuedOn":"2024-01-01T00:00Z","verification":{"type":"hosted"}}`},
		{id: "C-147/1.1", text: `{"@context":"https://w3id.org/openbadges/v1","type":"Assertion"}`, want: []string{"badge.version_old "}},
	}}
}

func issueRules20Cases() cases {
	return cases{issuing: true, text: minimal2, rows: []row{
		{id: "good"},
		{id: "gotcha 14", edit: edits{"/evidence": raw(`[]`)}},
		{id: "R11", edit: edits{"/recipient": raw(`{"type":"email","hashed":true,"identity":"md5$0123456789abcdef0123456789abcdef"}`)}, want: []string{"identity.unsalted? /recipient"}},
		{id: "C-148", edit: edits{"/issuedOn": "2024-01-01T00:00:00+0800"}, want: []string{"date.form /issuedOn"}},
		{id: "RE-43", edit: edits{"/recipient/identity": "Ada@school.example"}, want: []string{"identity.spelling? /recipient/identity"}},
	}}
}

// exampleExtension has a schema and a context.
var exampleExtension = badge.Extension{
	Type:    "extensions:ExampleExtension",
	URL:     "https://w3id.org/openbadges/extensions/exampleExtension/context.json",
	Context: []byte(`{"@context":{"exampleProperty":"http://schema.org/text"}}`),
	Schema:  []byte(`{"$schema":"http://json-schema.org/draft-04/schema#","type":"object","properties":{"exampleProperty":{"type":"string"}},"required":["exampleProperty"]}`),
}

func extensions20Cases() cases { // C-146
	with := func(typ, member string) edits {
		return edits{"/extensions:x": raw(`{"@context":"http://127.0.0.1:8000/context.json","type":["Extension","` + typ + `"],` + member + `}`)}
	}
	return cases{text: minimal2, extensions: []badge.Extension{exampleExtension}, rows: []row{
		{id: "C-146/good", edit: with("extensions:ExampleExtension", `"exampleProperty":"x"`)},
		{id: "C-146/by its IRI", edit: with("https://w3id.org/openbadges/extensions#ExampleExtension", `"exampleProperty":"x"`)},
		{id: "C-146/member by its IRI", edit: with("extensions:ExampleExtension", `"http://schema.org/text":"x"`)},
		{id: "C-146/member twice", edit: with("extensions:ExampleExtension", `"exampleProperty":"x","http://schema.org/text":7`)},
		{id: "C-146/invalid", edit: with("extensions:ExampleExtension", `"exampleProperty":7`), want: []string{"schema.type /extensions:x/exampleProperty"}},
		{id: "C-146/invalid by its IRI", edit: with("obi:extensions/#ExampleExtension", `"http://schema.org/text":7`), want: []string{"schema.type /extensions:x/exampleProperty"}},
		{id: "C-146/empty", edit: with("extensions:ExampleExtension", `"y":7`), want: []string{"schema.required /extensions:x"}},
		{id: "C-146/unknown", edit: with("extensions:Other", `"exampleProperty":7`), want: []string{"extension.unknown? /extensions:x"}},
		{id: "C-146/of another vocabulary", edit: with("https://x.example/#ExampleExtension", `"exampleProperty":7`), want: []string{"extension.unknown? /extensions:x"}},
	}}
}

// errors20 lists the official documents with a wrong structure. The others have
// only warnings. The test does not check whether they are genuine.
var errors20 = map[string]string{
	"ob20/assertion-with-data-image.json":                "image.data",
	"ob20/basic-assertion-invalid-context.json":          "schema.",
	"ob20/basic-assertion-invalid-type.json":             "schema.enum",
	"ob20/basic-assertion-expired-before-issued.json":    "date.order",
	"ob20/rdf-validation/invalid-class.json":             "schema.enum",
	"ob20/rdf-validation/invalid-empty-type.json":        "schema.",
	"ob20/rdf-validation/invalid-one-invalid-class.json": "issuer.incomplete",
	"ob20/assertion-with-extension-node-invalid.json":    "schema.type",
	"ob20/rdf-validation/valid-alignment-object.json":    "schema.", // not a separate document
	"ob20/rdf-validation/valid-cool-class.json":          "schema.", // the same
	"ob20/assets/badgecriteria.json":                     "schema.", // the same
	"ob20/assets/criteria-no-type.json":                  "schema.", // the same
	"ob20/assets/issuer-invalid-type.json":               "schema.",
}

// TestConformance20 judges the structure of the official documents.
func TestConformance20(t *testing.T) {
	judged := 0
	for line := range strings.Lines(string(reftest.Read(t, "samples/1edtech/cases.tsv"))) {
		name, _, _ := strings.Cut(line, "\t")
		if !strings.HasPrefix(name, "ob20/") || !strings.HasSuffix(name, ".json") && !strings.HasSuffix(name, ".jwt") {
			continue
		}
		d, err := badge.Parse(reftest.Read(t, "samples/1edtech/"+name))
		if err != nil {
			continue // two files are not JSON; see TestSamples20
		}
		judged++
		t.Run(name, func(t *testing.T) {
			want := errors20[name]
			found := false
			for _, p := range Validate(d, exampleExtension) {
				if p.Severity == badge.SeverityError {
					require.NotEmpty(t, want, "%s %s: %s", p.Code, p.Path, p.Message)
					found = found || strings.HasPrefix(p.Code, want)
				}
			}
			require.Equal(t, want != "", found)
		})
	}
	require.Greater(t, judged, 60)
}

// N05: a byte order mark is a warning in reading and an error in issuing.
func TestByteOrderMark(t *testing.T) {
	for _, text := range []string{minimal, minimal2} {
		d, err := badge.Parse([]byte("\ufeff" + text))
		require.NoError(t, err)
		require.Equal(t, []string{"json.bom warning"}, withSeverity(Validate(d)))
		require.Contains(t, withSeverity(ForIssue(d)), "json.bom error")
	}
}

func withSeverity(problems []badge.Problem) (all []string) {
	for _, p := range problems {
		all = append(all, p.Code+" "+p.Severity.String())
	}
	return all
}
