package ld

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// attack is a change of the fixture and the refusal it must meet.
type attack struct {
	row    string
	change func(root map[string]any)
	code   string
	path   string
}

const atAchievement = "/credentialSubject/achievement"

func put(node func(map[string]any) map[string]any, name string, value any) func(map[string]any) {
	return func(root map[string]any) { node(root)[name] = value }
}

func top(root map[string]any) map[string]any { return root }

func proofOf(root map[string]any) map[string]any { return at(root, "proof") }

func nested(context any) func(map[string]any) {
	return put(achievement, "@context", context)
}

func rootContext(entries ...any) func(map[string]any) {
	return func(root map[string]any) {
		root["@context"] = append(root["@context"].([]any), entries...)
	}
}

func attacks() []attack {
	return slices.Concat(termAttacks(), contextAttacks(), shapeAttacks(), identifierAttacks())
}

func termAttacks() []attack {
	return []attack{
		{"D01", put(top, "foo", "x"), codeUndefinedTerm, "/foo"},
		{"D01", put(subject, "foo", "x"), codeUndefinedTerm, "/credentialSubject/foo"},
		{"D01", put(achievement, "foo", "x"), codeUndefinedTerm, atAchievement + "/foo"},
		{"D01", put(issuer, "foo", "x"), codeUndefinedTerm, "/issuer/foo"},
		{"D01", put(proofOf, "foo", "x"), codeUndefinedTerm, "/proof/foo"},
		{"D01", put(top, "a/b~c", "x"), codeUndefinedTerm, "/a~1b~0c"},
		{"D01", put(top, "", "x"), codeUndefinedTerm, "/"},
		{"D02", put(top, "Name", "Forged"), codeUndefinedTerm, "/Name"},
		{"D02", put(top, "ISSUER", "https://forged.example/"), codeUndefinedTerm, "/ISSUER"},
		{"D02", put(top, "iſſuer", "https://forged.example/"), codeUndefinedTerm, "/iſſuer"},
		{"D07", put(top, "https://ev il/name", "x"), codeCompactIRI, "/https:~1~1ev il~1name"},
		{"D07", put(top, "_:name", "x"), codeCompactIRI, "/_:name"},
		{"D18", put(achievement, "@nest", map[string]any{"name": "Keeper"}), codeKeyword, atAchievement + "/@nest"},
		{"D20", put(top, "https://schema.org/name", "Lighthouse keeping"), codeCompactIRI, "/https:~1~1schema.org~1name"},
		{"D20", put(top, "https://schema.org/name", "Other"), codeCompactIRI, "/https:~1~1schema.org~1name"},
		{"D20", put(top, "type", []any{"VerifiableCredential", "https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential"}), codeAliasedIRI, "/type/1"},
	}
}

func contextAttacks() []attack {
	return []attack{
		{"D03", rootContext(map[string]any{"Name": nil}), codeContextInline, "/@context/3"},
		{"D03", nested(map[string]any{"Name": nil}), codeContextNested, atAchievement + "/@context"},
		{"D10", rootContext("https://canary.example/ctx"), codeContextUnknown, "/@context/3"},
		{"D10", withContext("http://www.w3.org/ns/credentials/v2", urlOB303), codeContextUnknown, "/@context"},
		{"D10", withContext("https://other.example/base", urlCredentialsV2, urlOB303), codeContextOrder, "/@context"},
		{"D10", rootContext(urlOB303 + "/"), codeContextUnknown, "/@context/3"},
		{"D10", rootContext(urlOB303 + "?x"), codeContextUnknown, "/@context/3"},
		{"D10", rootContext(strings.Replace(urlOB303, "purl", "PURL", 1)), codeContextUnknown, "/@context/3"},
		{"D12", rootContext("https://www.w3.org/ns/credentials/undefined-terms/v2"), codeContextUnknown, "/@context/3"},
		{"D12", rootContext(map[string]any{"@vocab": "https://x.example/#"}), codeContextInline, "/@context/3"},
		{"D13", func(r map[string]any) { r["@context"] = append([]any{nil}, r["@context"].([]any)...) }, codeContextNull, "/@context/0"},
		{"D13", put(top, "@context", nil), codeContextNull, "/@context"},
		{"D14", nested(map[string]any{"name": nil}), codeContextNested, atAchievement + "/@context"},
		{"D14", nested(map[string]any{"@propagate": false}), codeContextNested, atAchievement + "/@context"},
		{"D14", nested(map[string]any{"@import": urlOB303}), codeContextNested, atAchievement + "/@context"},
		{"D14", rootContext(map[string]any{"issuer": map[string]any{"@id": "urn:i", "@context": map[string]any{}}}), codeContextInline, "/@context/3"},
		{"D14", nested(urlOB303), codeContextNested, atAchievement + "/@context"},
		{"D15", rootContext(map[string]any{"@base": "https://b.example/"}), codeContextInline, "/@context/3"},
		{"D16", rootContext(map[string]any{"subjectRef": "@id"}), codeContextInline, "/@context/3"},
		{"D17", rootContext(map[string]any{"title": "https://schema.org/name"}), codeContextInline, "/@context/3"},
	}
}

func shapeAttacks() []attack {
	list := []attack{
		{"D08", put(top, "name", map[string]any{"@value": "x", "@language": "xx bad!"}), codeKeyword, ""},
		{"D09", put(top, "name", map[string]any{"@value": "x", "@type": "evil"}), codeKeyword, ""},
		{"D23", put(achievement, "tag", []any{"light", "light"}), codeRepeatedValue, atAchievement + "/tag/1"},
		{"D23", put(achievement, "tag", []any{nil, "light"}), codeNull, atAchievement + "/tag/0"},
		{"D23", put(top, "credentialSubject", []any{}), codeEmpty, "/credentialSubject"},
		{"D23", put(top, "credentialStatus", []any{}), codeEmpty, "/credentialStatus"},
		{"D23", put(top, "issuer", []any{}), codeEmpty, "/issuer"},
		{"D23", put(top, "type", []any{}), codeEmpty, "/type"},
		{"D23", put(top, "@context", []any{}), codeContextInvalid, "/@context"},
		{"D23", put(top, "evidence", []any{[]any{}}), codeNestedArray, "/evidence/0"},
		{"D23", put(top, "evidence", []any{nil}), codeNull, "/evidence/0"},
		{"D23", put(achievement, "tag", nil), codeNull, atAchievement + "/tag"},
		{"D23", put(achievement, "tag", []any{[]any{"light"}}), codeNestedArray, atAchievement + "/tag/0"},
		{"D23", put(achievement, "type", []any{}), codeEmpty, atAchievement + "/type"},
		{"D23", put(top, "type", []any{"VerifiableCredential", "AchievementCredential", "OpenBadgeCredential"}), codeRepeatedValue, "/type/2"},
		{"D24", put(top, "name", map[string]any{"@value": "Lighthouse keeping"}), codeKeyword, ""},
		{"D28", put(achievement, "id", "_:x y> .\n<urn:a"), codeBlankNode, atAchievement + "/id"},
		{"D28", put(achievement, "id", "_:"+strings.Repeat("x", 1_000_000)), codeBlankNode, atAchievement + "/id"},
		{"D28", put(achievement, "id", "_:c14n0"), codeBlankNode, atAchievement + "/id"},
		{"D28", put(achievement, "criteria", "_:b0"), codeBlankNode, atAchievement + "/criteria"},
	}
	for _, key := range []string{"@included", "@graph", "@reverse", "@index", "@id", "@type", "@set", "@list", "@direction", "@none", "@unknown"} {
		list = append(list,
			attack{"D19", put(achievement, key, map[string]any{}), codeKeyword, atAchievement + "/" + key},
			attack{"D19", put(achievement, key, []any{map[string]any{"id": "urn:x"}}), codeKeyword, atAchievement + "/" + key},
		)
	}
	return list
}

func identifierAttacks() []attack {
	var list []attack
	for _, id := range []string{"https:///x", "https://0.0.0.0/", "https://a-.example/", "https://😀.example/", "https://h:000443/", "https://h/%zz", "https://ev il/", "urn:a<b", "urn:a>b", "urn:a\"b", "urn:a{b", "urn:a|b", "urn:a^b", "urn:a\\b", "urn:a`b", "urn:a\u0000b", "urn:a\u007fb", "urn:a\u0085b"} {
		list = append(list, attack{"D04", put(achievement, "id", id), codeUnsafeIRI, atAchievement + "/id"})
	}
	list = append(list, attack{"D04", put(achievement, "criteria", "https://h/%zz"), codeUnsafeIRI, atAchievement + "/criteria"})
	for _, id := range []string{"phd", "../x", "", "@evil", "#x", "//host/x", ":x", "1a:b"} {
		list = append(list, attack{"D05", put(achievement, "id", id), codeRelativeIRI, atAchievement + "/id"})
	}
	list = append(list,
		attack{"D05", put(achievement, "type", []any{"Achievement", "Phd"}), codeUndefinedType, atAchievement + "/type/1"},
		attack{"D05", put(achievement, "type", "id"), codeUndefinedType, atAchievement + "/type"},
		attack{"D06", put(achievement, "id", "https://a.example/"+strings.Repeat("p", 2100)), codeUnsafeIRI, atAchievement + "/id"},
		attack{"D06", put(achievement, "id", "urn:x:"+strings.Repeat("p", 2100)), codeUnsafeIRI, atAchievement + "/id"},
	)
	return list
}

func TestThreats(t *testing.T) {
	for i, a := range attacks() {
		t.Run(fmt.Sprintf("%s/%d", a.row, i), func(t *testing.T) {
			_, err := canonical(t, edit(t, a.change), Options{})
			if a.path == "" { // the first of several keywords in a value object
				a.path = "/name/" + firstOf(a.row)
			}
			requireCode(t, err, a.code, a.path)
		})
	}
}

// firstOf is the keyword that comes first in the value objects above.
func firstOf(row string) string {
	return map[string]string{"D08": "@language", "D09": "@type", "D24": "@value"}[row]
}

func TestD11BytesOfOneTableAreTheBytesUsed(t *testing.T) {
	form, err := canonical(t, fixture, Options{})
	require.NoError(t, err)
	l := newLibrary()
	sum := l[urlOB303][0].sha256()
	l[urlOB303][0].context.put("Achievement", word(ob, "fieldOfStudy").ref())
	require.NotEqual(t, sum, digest(l[urlOB303][0].context.text()))
	again, err := canonical(t, fixture, Options{})
	require.NoError(t, err)
	require.Equal(t, form, again, "a changed table of one library shows nowhere else")
}

func TestD12VocabIsTheCallersDecision(t *testing.T) {
	const url = "https://extra.example/vocab"
	text := edit(t, func(root map[string]any) {
		rootContext(url)(root)
		root["rank"] = "gold"
	})
	o := Options{Extra: []Context{{url, []byte(`{"@context":{"@vocab":"https://extra.example/#"}}`)}}}
	form, err := canonical(t, text, o)
	require.NoError(t, err)
	require.Contains(t, form, `<https://extra.example/#rank> "gold"`)
	_, err = canonical(t, text, Options{})
	requireCode(t, err, codeContextUnknown, "/@context/3")
}

func TestD21OrderIsKeptInListsOnly(t *testing.T) {
	form, err := canonical(t, fixture, Options{})
	require.NoError(t, err)
	sets, err := canonical(t, edit(t, put(achievement, "tag", []any{"sea", "light"})), Options{})
	require.NoError(t, err)
	require.Equal(t, form, sets, "a set has no order")
	lists, err := canonical(t, edit(t, func(root map[string]any) {
		at(achievement(root), "resultDescription", 0)["allowedValue"] = []any{"B", "A", "B"}
	}), Options{})
	require.NoError(t, err)
	require.NotEqual(t, form, lists)
}

// Statements about one id may come from several places and merge, so readers
// must not derive meaning from places.
func TestD22ObjectsWithOneIDMerge(t *testing.T) {
	both := func(creator map[string]any) string {
		return edit(t, func(root map[string]any) { achievement(root)["creator"] = creator })
	}
	id := "https://harbour.example/profile"
	full, err := canonical(t, both(map[string]any{"id": id, "type": []any{"Profile"}, "name": "Harbour School"}), Options{})
	require.NoError(t, err)
	bare, err := canonical(t, both(map[string]any{"id": id}), Options{})
	require.NoError(t, err)
	require.Equal(t, full, bare)
}

func TestD25Numbers(t *testing.T) {
	credits := func(literal string) string {
		return strings.Replace(fixture, `"creditsEarned": 2.5`, `"creditsEarned": `+literal, 1)
	}
	for _, literal := range []string{"9007199254740993", "-9007199254740993", "12345678901234567891", "-0", "-0.0", "1e30"} {
		t.Run(literal, func(t *testing.T) {
			_, err := canonical(t, credits(literal), Options{})
			requireCode(t, err, codeNumberRange, "/credentialSubject/creditsEarned")
		})
	}
	for literal, want := range map[string]string{
		"9007199254740991": "9007199254740991", "-9007199254740991": "-9007199254740991", "3.0": "3", "3": "3", "30e-1": "3",
		"2.5": "2.5E0", "0.1": "1.0E-1", "9.95": "9.949999999999999E0", "1.5e-307": "1.5E-307", "0": "0", "0.0": "0",
		"-1.5": "-1.5E0", "1e3": "1000", "1.25e-7": "1.25E-7", "9007199254740992": "9007199254740992", "1e21": "1.0E21", "5e-324": "4.940656458412465E-324",
	} {
		t.Run(literal, func(t *testing.T) {
			form, err := canonical(t, credits(literal), Options{})
			require.NoError(t, err)
			require.Contains(t, form, `#creditsEarned> "`+want+`"^^<https://www.w3.org/2001/XMLSchema#float> .`)
		})
	}
	_, err := canonical(t, credits(`"2.5E0"`), Options{})
	requireCode(t, err, codeAmbiguousLiteral, "/credentialSubject/creditsEarned")
	_, err = canonical(t, strings.Replace(fixture, `"hashed": false`, `"hashed": "false"`, 1), Options{})
	requireCode(t, err, codeAmbiguousLiteral, "/credentialSubject/identifier/0/hashed")
}

// An empty list says nothing, so that anybody can add or remove one.
func TestD23EmptyArraysSayNothing(t *testing.T) {
	form, err := canonical(t, fixture, Options{})
	require.NoError(t, err)
	empty := edit(t, func(root map[string]any) {
		root["termsOfUse"] = []any{}
		achievement(root)["related"] = []any{}
		issuer(root)["endorsement"] = []any{}
	})
	got, warned, err := reading(t, empty)
	require.NoError(t, err)
	require.Equal(t, form, got)
	require.True(t, warned)
	result, err := New().ToRDF(context.Background(), parse(t, empty), Options{})
	require.NoError(t, err)
	require.Len(t, result.Warnings, 3)
	requireCode(t, result.Warnings[0], codeEmpty, atAchievement+"/related")
	_, err = canonical(t, empty, Options{Signing: true})
	requireCode(t, err, codeEmpty, atAchievement+"/related")

	const url = "https://extra.example/"
	general, err := canonical(t, edit(t, func(root map[string]any) {
		rootContext(url)(root)
		root["termsOfUse"] = []any{}
	}), Options{Extra: []Context{{url, []byte(`{"@context":{}}`)}}})
	require.NoError(t, err)
	require.Equal(t, form, general, "both ways of conversion agree")
}

func TestD26SurrogatesNeverArrive(t *testing.T) {
	for _, s := range []string{`\ud800`, `\udfff`} {
		_, err := canonical(t, strings.Replace(fixture, "Lighthouse", s, 1), Options{})
		require.Error(t, err)
	}
	form, err := canonical(t, strings.Replace(fixture, "Lighthouse", `\ufffd`, 1), Options{})
	require.NoError(t, err)
	require.Contains(t, form, "\ufffd keeping")
}

func TestD29ControlCharactersAreEscaped(t *testing.T) {
	for c := range 0x20 {
		form, err := canonical(t, strings.Replace(fixture, "Lighthouse", fmt.Sprintf(`\u%04x`, c), 1), Options{})
		require.NoError(t, err)
		require.NotContains(t, strings.ReplaceAll(form, "\n", ""), string(rune(c)))
	}
	form, err := canonical(t, strings.Replace(fixture, "Lighthouse", `\u007f`, 1), Options{})
	require.NoError(t, err)
	require.NotContains(t, form, "\x7f")
}

func TestD36ProofOptionsAreGuarded(t *testing.T) {
	root := parse(t, fixture)
	o := Options{Omit: []string{"proofValue"}, Context: root.Member("@context")}
	form, err := canonicalValue(t, root.Member("proof"), o)
	require.NoError(t, err)
	require.Equal(t, 5, strings.Count(form, "\n"))
	require.NotContains(t, form, "zSigned")

	root = parse(t, edit(t, put(proofOf, "expirez", "2030-01-01T00:00:00Z")))
	o.Context = root.Member("@context")
	_, err = canonicalValue(t, root.Member("proof"), o)
	requireCode(t, err, codeUndefinedTerm, "/proof/expirez")
}
