package ld

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/rdf"
	"github.com/stretchr/testify/require"
)

// reading returns the canonical form of a document and whether it is read with a
// warning.
func reading(t testing.TB, text string) (form string, warned bool, err error) {
	t.Helper()
	v := parse(t, text)
	result, err := New().ToRDF(context.Background(), v, Options{})
	if err != nil {
		return "", false, err
	}
	canonical, err := rdf.Canonicalize(context.Background(), result.Quads, rdf.Options{})
	return string(canonical.Text), len(result.Warnings) > 0, err
}

// edits are single changes of the fixture. Each must change the canonical form,
// give a warning or be refused: otherwise it could be made after signing.
func edits() map[string]string {
	type object = map[string]any
	list := map[string]string{}
	add := func(name string, change func(root object)) {
		var root object
		if json.Unmarshal([]byte(fixture), &root) == nil {
			change(root)
			text, _ := json.Marshal(root)
			list[name] = string(text)
		}
	}
	for i, a := range attacks() {
		add(fmt.Sprintf("attack %s/%d", a.row, i), a.change)
	}
	everyMember(func(path, name string, edit func(func(object)) func(object)) {
		list["drop "+path] = render(func(root object) { edit(func(p object) { delete(p, name) })(root) })
	})
	for _, change := range slices.Concat(valueEdits(), arrayEdits()) {
		list[change[0]] = strings.Replace(fixture, change[1], change[2], 1)
	}
	add("graph that keeps nothing", put(top, "proof", object{}))
	add("graph with only an id", put(top, "proof", object{"id": "urn:x"}))
	add("proof as text", put(top, "proof", "https://harbour.example/proof"))
	add("proof twice", put(top, "proof", []any{object{"type": "DataIntegrityProof"}, object{"type": "DataIntegrityProof"}}))
	add("JSON literal", put(top, "_sd", []any{1.0, 2.0}))
	add("JSON literal of a key", put(top, "cnf", object{"jwk": object{"kty": "OKP"}}))
	add("member of another class", put(issuer, "achievementType", "Degree"))
	add("second subject", func(r object) {
		r["credentialSubject"] = []any{r["credentialSubject"], object{"id": "did:example:other"}}
	})
	add("same subject again", func(r object) {
		r["credentialSubject"] = []any{r["credentialSubject"], object{"id": "did:example:keeper"}}
	})
	add("evidence by the same id", func(r object) {
		r["evidence"] = append(r["evidence"].([]any), object{"id": "https://harbour.example/evidence/1", "narrative": "Forged"})
	})
	add("evidence by the same id, bare", func(r object) { r["evidence"] = append(r["evidence"].([]any), "https://harbour.example/evidence/1") })
	return list
}

// valueEdits replace one value: a name, the text before and after.
func valueEdits() [][3]string {
	return [][3]string{
		{"integer beyond doubles", `"creditsAvailable": 3`, `"creditsAvailable": 9007199254740993`},
		{"integer next to it", `"creditsAvailable": 3`, `"creditsAvailable": 4`},
		{"number as text", `"creditsAvailable": 3`, `"creditsAvailable": "3"`},
		{"double as text", `"creditsEarned": 2.5`, `"creditsEarned": "2.5E0"`},
		{"double one digit on", `"creditsEarned": 2.5`, `"creditsEarned": 2.5000000000000001`},
		{"negative zero", `"creditsEarned": 2.5`, `"creditsEarned": -0`},
		{"latitude as text", `"latitude": 53`, `"latitude": "53"`},
		{"boolean as text", `"hashed": true`, `"hashed": "true"`},
		{"boolean turned", `"hashed": true`, `"hashed": false`},
		{"case of a value", `"Keeper"`, `"keeper"`},
		{"space at the end", `"Keeper"`, `"Keeper "`},
		{"combining form", `"Keeper"`, `"Keépér"`},
		{"control character", `"Keeper"`, `"Keeper\u0001"`},
		{"id as object", `"id": "did:example:keeper"`, `"id": {"id": "did:example:keeper"}`},
		{"id twice", `"id": "did:example:keeper"`, `"id": ["did:example:keeper"]`},
		{"id with a space", `"id": "did:example:keeper"`, `"id": "did:example:keeper "`},
		{"id in other case", `"id": "https://harbour.example/profile"`, `"id": "https://HARBOUR.example/profile"`},
		{"id with dots", `"id": "https://harbour.example/profile"`, `"id": "https://harbour.example/./profile"`},
		{"id with port", `"id": "https://harbour.example/profile"`, `"id": "https://harbour.example:443/profile"`},
		{"reference as object with a name", `"https://frame.example/light"`, `{"id":"https://frame.example/light","name":"x"}`},
		{"schema without context", `"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",`, ``},
		{"context of a later version", `context-3.0.3.json"`, `context-3.0.2.json"`},
	}
}

// arrayEdits change types, sets and lists.
func arrayEdits() [][3]string {
	return [][3]string{
		{"order of a list", `["A", "B", "B"]`, `["B", "A", "B"]`},
		{"repetition in a list", `["A", "B", "B"]`, `["A", "B"]`},
		{"empty list", `["A", "B", "B"]`, `[]`},
		{"null in a list", `["A", "B", "B"]`, `["A", null, "B", "B"]`},
		{"list in a list", `["A", "B", "B"]`, `["A", ["B"], "B"]`},
		{"repetition in a set", `["light", "sea"]`, `["light", "sea", "light"]`},
		{"null in a set", `["light", "sea"]`, `["light", "sea", null]`},
		{"set in a set", `["light", "sea"]`, `["light", ["sea"]]`},
		{"empty object in a set", `["light", "sea"]`, `["light", "sea", {}]`},
		{"type repeated", `"type": ["Achievement"]`, `"type": ["Achievement", "Achievement"]`},
		{"type added", `"type": ["Achievement"]`, `"type": ["Achievement", "Criteria"]`},
		{"type with another scope", `"type": ["Achievement"]`, `"type": ["Profile"]`},
		{"type in full", `"type": "Image"`, `"type": "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Image"`},
		{"purpose in full", `"proofPurpose": "assertionMethod"`, `"proofPurpose": "https://w3id.org/security#assertionMethod"`},
		{"purpose changed", `"proofPurpose": "assertionMethod"`, `"proofPurpose": "authentication"`},
		{"purpose undefined", `"proofPurpose": "assertionMethod"`, `"proofPurpose": "assertion"`},
		{"empty proof value", `"proofValue": "zSigned"`, `"proofValue": []`},
	}
}

// everyMember visits every member of the fixture.
func everyMember(visit func(path, name string, edit func(func(map[string]any)) func(map[string]any))) {
	var descend func(v any, path string, steps []any)
	descend = func(v any, path string, steps []any) {
		switch v := v.(type) {
		case map[string]any:
			for name, m := range v {
				visit(path+"/"+name, name, func(change func(map[string]any)) func(map[string]any) {
					return func(root map[string]any) { change(at(root, steps...)) }
				})
				descend(m, path+"/"+name, append(steps[:len(steps):len(steps)], name))
			}
		case []any:
			for i, e := range v {
				descend(e, fmt.Sprint(path, "/", i), append(steps[:len(steps):len(steps)], i))
			}
		}
	}
	var root any
	if json.Unmarshal([]byte(fixture), &root) == nil {
		descend(root, "", nil)
	}
}

func render(change func(map[string]any)) string {
	var root map[string]any
	if json.Unmarshal([]byte(fixture), &root) != nil {
		return ""
	}
	change(root)
	text, _ := json.Marshal(root)
	return string(text)
}

func TestNoEditGoesUnnoticed(t *testing.T) {
	form, err := canonical(t, fixture, Options{})
	require.NoError(t, err)
	all := edits()
	require.Greater(t, len(all), 120)
	refused := 0
	for name, text := range all {
		t.Run(name, func(t *testing.T) {
			require.NotEqual(t, fixture, text, "the edit changes something")
			got, warned, err := reading(t, text)
			if err != nil {
				refused++
				return
			}
			require.True(t, got != form || warned)
		})
	}
	t.Logf("%d edits: %d refused, the others show", len(all), refused)
}

// A member in another position, or under another name, changes the canonical form too.
func TestNoMovedMemberGoesUnnoticed(t *testing.T) {
	form, err := canonical(t, fixture, Options{})
	require.NoError(t, err)
	everyMember(func(path, name string, edit func(func(map[string]any)) func(map[string]any)) {
		if name == "@context" {
			return
		}
		for _, other := range []string{strings.ToUpper(name), name + " ", name + "\u0000", strings.ToUpper(name[:1]) + name[1:], "x:" + name, "@" + name} {
			if other == name {
				continue
			}
			text := render(edit(func(p map[string]any) { p[other] = p[name] }))
			got, err := canonical(t, text, Options{})
			require.True(t, err != nil || got != form, "%s as %q", path, other)
		}
	})
}

// FuzzNoDrop inserts a member or an element somewhere: the canonical form
// changes or the document is refused.
func FuzzNoDrop(f *testing.F) {
	for _, value := range []string{`"x"`, `null`, `[]`, `{}`, `3`, `-0`, `1e21`, `true`, `"urn:x"`, `{"id":"urn:x"}`, `{"type":"Image"}`, `["x","x"]`, `[[1]]`, `{"@value":"x"}`, `"https://w3id.org/security#proof"`} {
		for place, name := range []string{"name", "Name", "image", "type", "id", "tag", "proof", "hashed", "@type", "xsd:x", "evidence", "endorsementJwt", "description", "alignment", "related"} {
			f.Add(uint16(place*7+len(value)), name, value)
		}
	}
	f.Add(uint16(42), "\x11", "0")
	form, err := canonical(f, fixture, Options{})
	require.NoError(f, err)
	var places []func(func(map[string]any)) func(map[string]any)
	everyMember(func(_, name string, edit func(func(map[string]any)) func(map[string]any)) {
		places = append(places, edit)
	})
	f.Fuzz(func(t *testing.T, place uint16, name, value string) {
		var inserted any
		if name == "@context" || json.Unmarshal([]byte(value), &inserted) != nil {
			return // the list of contexts is not signed; the meaning of the members is
		}
		fresh := false
		text := render(places[int(place)%len(places)](func(p map[string]any) {
			old, has := p[name]
			p[name] = inserted
			fresh = (has || inserted != nil) && !sameMeaning(old, inserted) // all readers treat null as missing
		}))
		if _, err := jsontext.Parse([]byte(text)); err != nil {
			return // such as a name with a control character
		}
		got, warned, err := reading(t, text)
		if fresh && err == nil {
			require.True(t, got != form || warned, text)
		}
	})
}

// sameMeaning reports whether two values differ only in forms that the standard
// treats as equal: one value or an array of it, the order of a set, a reference
// as text or as an object, the two names of the credential's type.
func sameMeaning(a, b any) bool {
	return normal(a) == normal(b)
}

func normal(v any) string {
	if list, ok := v.([]any); ok && len(list) == 1 {
		return normal(list[0])
	}
	if list, ok := v.([]any); ok {
		parts := map[string]bool{}
		for _, e := range list {
			parts[normal(e)] = true
		}
		text, _ := json.Marshal(parts)
		return string(text)
	}
	if m, ok := v.(map[string]any); ok && len(m) == 1 && m["id"] != nil {
		return normal(m["id"])
	}
	if v == "OpenBadgeCredential" {
		v = "AchievementCredential"
	}
	text, _ := json.Marshal(v)
	return string(text)
}
