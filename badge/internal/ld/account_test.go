package ld

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const badgeID = "https://harbour.example/credentials/1"

func nodeOf(id string, types ...any) object {
	o := object{"id": id}
	if len(types) > 0 {
		o["type"] = types
	}
	return o
}

func join(o object, more object) object {
	maps.Copy(o, more)
	return o
}

// idOf returns the id of the object at a place.
type idOf func(place string) string

// shared gives the badge's id to the objects at these places.
func shared(places ...string) idOf {
	return func(place string) string {
		if slices.Contains(places, place) || slices.Contains(places, "*") {
			return badgeID
		}
		return "urn:place:" + place
	}
}

// places are the places where an object with the badge's id can be.
var places = []string{"refresh", "schema", "terms", "evidence", "status", "subject", "achievement", "related", "alignment", "creator",
	"source", "result", "description", "criteria", "issuer", "parent", "endorsed", "confidence", "resource", "render"}

// full is a badge with every decisive member and every object that can have an
// id, without the members that models adds.
func full(id idOf, contexts ...any) object {
	profile := func(place string) object { return join(nodeOf(id(place), "Profile"), object{"name": place}) }
	root := object{
		"@context": contexts, "id": badgeID, "type": []any{"VerifiableCredential", "OpenBadgeCredential"}, "name": "Lighthouse keeping",
		"validFrom": "2024-05-01T00:00:00Z", "validUntil": "2025-05-01T00:00:00Z",
		"issuer":           join(profile("issuer"), object{"parentOrg": profile("parent"), "otherIdentifier": []any{object{"type": "IdentifierEntry", "identifier": "1", "identifierType": "systemId"}}}),
		"credentialStatus": join(nodeOf(id("status"), "1EdTechRevocationList"), object{}),
		"refreshService":   nodeOf(id("refresh"), "1EdTechCredentialRefresh"),
		"credentialSchema": []any{nodeOf(id("schema"), "1EdTechJsonSchemaValidator2019")},
		"termsOfUse":       []any{object{"id": id("terms")}},
		"evidence":         []any{join(nodeOf(id("evidence"), "Evidence"), object{"narrative": "Log book"})},
		"credentialSubject": join(nodeOf(id("subject"), "AchievementSubject"), object{
			"role": "keeper", "licenseNumber": "7", "term": "2024", "creditsEarned": 2.5, "activityStartDate": "2024-01-01",
			"source":     profile("source"),
			"identifier": []any{object{"type": "IdentityObject", "hashed": false, "identityHash": "a@harbour.example", "identityType": "emailAddress"}},
			"result":     []any{join(nodeOf(id("result"), "Result"), object{"value": "A", "resultDescription": "urn:grade"})},
			"achievement": join(nodeOf(id("achievement"), "Achievement"), object{
				"name": "Keeper", "achievementType": "Badge", "fieldOfStudy": "light", "humanCode": "L1", "specialization": "sea", "creditsAvailable": 3.5,
				"criteria":          join(nodeOf(id("criteria")), object{"narrative": "Watch"}),
				"creator":           profile("creator"),
				"related":           []any{nodeOf(id("related"), "Related")},
				"alignment":         []any{join(nodeOf(id("alignment"), "Alignment"), object{"targetName": "Light", "targetUrl": "https://frame.example/"})},
				"resultDescription": []any{join(nodeOf(id("description"), "ResultDescription"), object{"name": "Grade", "resultType": "LetterGrade"})},
				"tag":               []any{"light", "sea"},
			}),
		}),
		"endorsement": []any{object{
			"@context": contexts, "id": "urn:endorsement", "type": []any{"VerifiableCredential", "EndorsementCredential"}, "issuer": nodeOf("https://board.example/", "Profile"),
			"validFrom":         "2024-06-01T00:00:00Z",
			"credentialSubject": join(nodeOf(id("endorsed"), "EndorsementSubject"), object{"endorsementComment": "Sound"}),
		}},
	}
	return root
}

// models are the context lists of the test, with the members that each adds to a badge.
var models = []struct {
	name     string
	contexts []any
	more     func(root object, id idOf)
}{
	{"2.0 with 3.0.3", []any{urlCredentialsV2, urlOB303, obBase + "extensions.json"}, second},
	{"2.0 with 3.0.2", []any{urlCredentialsV2, obBase + "context-3.0.2.json", obBase + "extensions.json"}, second},
	{"1.1 with 3.0.3", []any{urlCredentialsV1, urlOB303, obBase + "extensions.json"}, first},
	{"1.1 with 3.0.2", []any{urlCredentialsV1, obBase + "context-3.0.2.json", obBase + "extensions.json"}, first},
	{"1.1 with 3.0.1", []any{urlCredentialsV1, obBase + "context-3.0.1.json", obBase + "extensions.json"}, first},
	{"1.1 with 3.0", []any{urlCredentialsV1, urlOB30, obBase + "extensions.json"}, first},
}

func second(root object, id idOf) {
	root["confidenceMethod"] = []any{object{"id": id("confidence")}}
	root["relatedResource"] = []any{object{"id": id("resource")}}
	root["renderMethod"] = []any{object{"id": id("render")}}
	if strings.Contains(textOf(root["@context"]), "3.0.3") {
		root["awardedDate"] = "2024-05-02T00:00:00Z"
	}
	root["credentialStatus"] = join(nodeOf(id("status"), "BitstringStatusListEntry"),
		object{"statusPurpose": "revocation", "statusListIndex": "7", "statusListCredential": "https://harbour.example/status"})
}

func first(root object, id idOf) {
	for new, old := range map[string]string{"validFrom": "issuanceDate", "validUntil": "expirationDate"} {
		root[old] = root[new]
		delete(root, new)
		inner := root["endorsement"].([]any)[0].(object)
		if inner[new] != nil {
			inner[old] = inner[new]
			delete(inner, new)
		}
	}
	root["holder"] = "did:example:holder"
	root["issued"] = "2024-05-01T00:00:00Z"
	if strings.Contains(textOf(root["@context"]), "3.0.1") {
		root["awardedDate"] = "2024-05-02T00:00:00Z"
	}
}

// TestMovesFail moves every member of every object to every other object of its
// id, in three ways. A move that does not change the signed form must fail,
// unless a reader finds the same.
func TestMovesFail(t *testing.T) {
	p := New()
	for i, model := range models {
		t.Run(model.name, func(t *testing.T) {
			same, failed := 0, map[string]int{}
			sharings := []idOf{shared("*")}
			if i == 0 {
				sharings = append(sharings, eachPlace()...)
			}
			for _, id := range sharings {
				genuine := full(id, model.contexts...)
				model.more(genuine, id)
				form, err := genuineForm(t, p, genuine)
				require.NoError(t, err)
				v := judged(t, p, form, genuine)
				require.NoError(t, v.err, "%s", v.text)
				require.Empty(t, v.warnings)
				want := view(genuine)
				eachMove(t, genuine, func(path, name, to string, way int, moved object) {
					v := judged(t, p, form, moved)
					if !v.same {
						return
					}
					same++
					if v.err == nil {
						if want != view(moved) {
							t.Fatalf("%s of %s to %s, way %d", name, path, to, way)
						}
						return
					}
					failed[v.err.(*Error).Code]++
				})
			}
			t.Log(same, failed)
			require.Greater(t, failed[codeElsewhere], 400)
		})
	}
}

func eachPlace() (list []idOf) {
	for _, place := range places {
		list = append(list, shared(place))
	}
	return list
}

func eachMove(t testing.TB, genuine object, try func(path, name, to string, way int, moved object)) {
	for i, from := range identifiedIn(genuine, "") {
		for j, to := range identifiedIn(genuine, "") {
			if i == j || from.object["id"] != to.object["id"] {
				continue
			}
			for _, name := range slices.Sorted(maps.Keys(from.object)) {
				for way := range ways {
					moved := cloned(t, genuine)
					all := identifiedIn(moved, "")
					if !strings.HasPrefix(to.path+"/", from.path+"/"+name+"/") && move(all[i].object, all[j].object, moved["@context"], way, name) {
						try(from.path, name, to.path, way, moved)
					}
				}
			}
		}
	}
}

// inner returns the endorsement of a document.
func inner(root object) object { return root["endorsement"].([]any)[0].(object) }

// TestPlaces has one row for each rule.
func TestPlaces(t *testing.T) {
	contexts := models[0].contexts
	for _, row := range []struct {
		name       string
		change     func(root object)
		code, path string // of the failure
		warning    string // else, the code of one
	}{
		{"genuine", func(object) {}, "", "", ""},
		{"S-8 type in another object", func(root object) { addTypes(at(root, "refreshService"), contexts, "VerifiableCredential") }, codeCredentialPlace, "/refreshService/type/1", ""},
		{"S-8 class in another object", func(root object) { addTypes(at(root, "refreshService"), contexts, "OpenBadgeCredential") }, "", "", ""},
		{"S-8 class in another object alone", func(root object) {
			addTypes(at(root, "refreshService"), contexts, "OpenBadgeCredential")
			root["type"] = "VerifiableCredential"
		}, codeCredentialPlace, "/refreshService/type/1", ""},
		{"S-9 another credential in the evidence", func(root object) {
			other := cloned(t, inner(root))
			other["id"], other["type"] = "urn:other", []any{"VerifiableCredential", "OpenBadgeCredential"}
			other["credentialSubject"] = object{"id": "did:example:other", "type": "AchievementSubject", "role": "keeper"}
			root["evidence"] = []any{other}
		}, "", "", codeCredentialPlace},
		{"S-9 about the learner", func(root object) {
			other := cloned(t, inner(root))
			other["id"], other["type"] = "urn:other", []any{"VerifiableCredential", "OpenBadgeCredential"}
			other["credentialSubject"] = object{"id": "urn:place:subject", "type": "AchievementSubject", "role": "captain"}
			root["evidence"] = []any{other}
		}, codeElsewhere, "/evidence/0/credentialSubject/role", ""},
		{"S-10 two endorsements of one id", func(root object) {
			other := cloned(t, inner(root))
			other["validFrom"] = "2024-07-01T00:00:00Z"
			at(root, "issuer")["endorsement"] = []any{other}
		}, codeSameID, "/issuer/endorsement/0", ""},
		{"S-10 an endorsement of the badge's id", func(root object) { inner(root)["id"] = badgeID }, codeSameID, "/endorsement/0", ""},
		{"S-10 the same endorsement twice", func(root object) {
			other := cloned(t, inner(root))
			types := list(other["type"])
			slices.Reverse(types)
			at(root, "issuer")["endorsement"] = []any{other}
		}, "", "", ""},
		{"S-14 two issuers", func(root object) { root["issuer"] = []any{root["issuer"], "https://other.example/"} }, codeUnread, "/issuer", ""},
		{"S-16 subject without an object", func(root object) { root["credentialSubject"] = "did:example:learner" }, codeNotObject, "/credentialSubject", ""},
		{"status without an object", func(root object) { root["credentialStatus"] = "urn:status" }, codeNotObject, "/credentialStatus", ""},
		{"S-16 role in the issuer", func(root object) {
			addTypes(at(root, "issuer"), contexts, "AchievementSubject")
			at(root, "issuer")["role"] = "keeper"
		}, "", "", codeStray},
		{"S-17 one entry in two credentials", func(root object) {
			entry := cloned(t, at(root, "credentialStatus"))
			entry["statusListIndex"] = "8"
			inner(root)["credentialStatus"] = entry
		}, codeSameID, "/endorsement/0/credentialStatus", ""},
		{"S-17 the same entry in two credentials", func(root object) { inner(root)["credentialStatus"] = root["credentialStatus"] }, "", "", ""},
		{"S-17 two entries of one id", func(root object) {
			entry := cloned(t, at(root, "credentialStatus"))
			entry["statusListIndex"] = "8"
			root["credentialStatus"] = []any{root["credentialStatus"], entry}
		}, codeRepeatedValue, "/credentialStatus/1", ""},
		{"result description of another kind, with one home", func(root object) {
			at(root, "credentialSubject", "result", 0)["resultDescription"] = object{"id": "urn:grade"}
		}, "", "", ""},
		{"the same, where the node has another part", func(root object) {
			at(root, "credentialSubject", "result", 0)["resultDescription"] = object{"id": "urn:grade"}
			at(root, "credentialSubject", "result", 0)["id"] = "urn:place:achievement"
		}, codeElsewhere, "/credentialSubject/result/0/resultDescription", ""},
		{"null that decides", func(root object) { root["awardedDate"] = nil }, codeNull, "/awardedDate", ""},
		{"null that does not", func(root object) { root["name"] = nil }, "", "", codeNull},
		{"null in an array", func(root object) { root["evidence"] = []any{nil} }, codeNull, "/evidence/0", ""},
		{"decisive null in a part", func(root object) { at(root, "credentialSubject")["result"] = nil }, codeNull, "/credentialSubject/result", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			root := full(shared("refresh"), contexts...)
			second(root, shared("refresh"))
			row.change(root)
			result, err := New().ToRDF(t.Context(), parse(t, textOf(root)), Options{})
			if row.code != "" {
				requireCode(t, err, row.code, row.path)
				return
			}
			require.NoError(t, err)
			if row.warning == "" {
				require.Empty(t, result.Warnings)
				return
			}
			require.NotEmpty(t, result.Warnings)
			require.Equal(t, row.warning, result.Warnings[0].Code)
		})
	}
}

// TestSigning: a member that a holder could move, or a verifier would warn of,
// is not signed (S-26).
func TestSigning(t *testing.T) {
	contexts := models[0].contexts
	for _, row := range []struct {
		name       string
		places     []string // that share the badge's id
		change     func(root object)
		code, path string
	}{
		{"nothing shared", nil, func(object) {}, "", ""},
		{"refresh service", []string{"refresh"}, func(object) {}, codeSharedID, "/refreshService"},
		{"evidence", []string{"evidence"}, func(object) {}, codeSharedID, "/evidence/0"},
		{"reference alone", []string{"terms"}, func(object) {}, "", ""},
		{"endorsed", []string{"endorsed"}, func(object) {}, "", ""},
		{"endorsed with more", []string{"endorsed"}, func(root object) { at(inner(root), "credentialSubject")["name"] = "Lighthouse keeping" },
			codeSharedID, "/endorsement/0/credentialSubject"},
		{"stray", nil, func(root object) {
			addTypes(at(root, "issuer"), contexts, "AchievementSubject")
			at(root, "issuer")["role"] = "keeper"
		}, codeStray, "/issuer/role"},
		{"null", nil, func(root object) { root["name"] = nil }, codeNull, "/name"},
	} {
		t.Run(row.name, func(t *testing.T) {
			root := full(shared(row.places...), contexts...)
			second(root, shared(row.places...))
			row.change(root)
			_, err := New().ToRDF(t.Context(), parse(t, textOf(root)), Options{Signing: true})
			if row.code == "" {
				require.NoError(t, err)
				return
			}
			requireCode(t, err, row.code, row.path)
			_, err = New().ToRDF(t.Context(), parse(t, textOf(root)), Options{})
			require.NoError(t, err, "it verifies")
		})
	}
}
