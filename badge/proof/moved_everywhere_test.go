package proof

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
)

// members are a JSON object that is about to be edited.
type members = map[string]any

var placeID = regexp.MustCompile(`"urn:at:([^"]+)"`)

// movable has every member that decides and is read from the credential itself, and every
// object that can have an id, "urn:at:" and its place.
const movable = `{
  "id": "urn:badge", "type": ["VerifiableCredential", "OpenBadgeCredential"], "name": "Teamwork",
  "validFrom": "2024-05-01T00:00:00Z", "validUntil": "2025-05-01T00:00:00Z",
  "issuer": {"id": "urn:at:issuer", "type": ["Profile"], "name": "School", "parentOrg": {"id": "urn:at:parent", "type": ["Profile"], "name": "Board"}},
  "credentialStatus": {"id": "urn:at:status", "type": "1EdTechRevocationList"},
  "refreshService": {"id": "urn:at:refresh", "type": "1EdTechCredentialRefresh"},
  "credentialSchema": [{"id": "urn:at:schema", "type": "1EdTechJsonSchemaValidator2019"}],
  "termsOfUse": [{"id": "urn:at:terms"}],
  "evidence": [{"id": "urn:at:evidence", "type": ["Evidence"], "narrative": "Log"}],
  "credentialSubject": {"id": "urn:at:subject", "type": ["AchievementSubject"], "role": "keeper",
    "source": {"id": "urn:at:source", "type": ["Profile"], "name": "Source"},
    "result": [{"id": "urn:at:result", "type": ["Result"], "value": "A", "resultDescription": "urn:grade"}],
    "achievement": {"id": "urn:at:achievement", "type": ["Achievement"], "name": "Teamwork", "description": "Works in a team",
      "criteria": {"id": "urn:at:criteria", "narrative": "Watch"},
      "creator": {"id": "urn:at:creator", "type": ["Profile"], "name": "Creator"},
      "related": [{"id": "urn:at:related", "type": ["Related"]}],
      "alignment": [{"id": "urn:at:alignment", "type": ["Alignment"], "targetName": "Light", "targetUrl": "https://frame.example/"}],
      "resultDescription": [{"id": "urn:at:description", "type": ["ResultDescription"], "name": "Grade", "resultType": "LetterGrade"}]}},
  "endorsement": [{
    "id": "urn:inner", "type": ["VerifiableCredential", "EndorsementCredential"], "validFrom": "2024-06-01T00:00:00Z", "validUntil": "2025-06-01T00:00:00Z",
    "issuer": {"id": "urn:at:endorser", "type": ["Profile"], "name": "Board"},
    "refreshService": {"id": "urn:at:refresh-inside", "type": "1EdTechCredentialRefresh"},
    "evidence": [{"id": "urn:at:evidence-inside", "type": ["Evidence"]}],
    "credentialSubject": {"id": "urn:at:endorsed", "type": ["EndorsementSubject"], "endorsementComment": "Sound"}}]}`

// movableModel is a way to write the badge: a data model, and for a record also a class.
type movableModel struct {
	name     string
	contexts []string
	edit     func(root members)
}

const (
	badgeContexts = "https://purl.imsglobal.org/spec/ob/v3p0/"
	suiteContexts = "https://w3id.org/security/"
)

func movableModels() []movableModel {
	two := func(root members) {
		root["awardedDate"] = "2024-05-02T00:00:00Z"
		for _, name := range []string{"confidenceMethod", "relatedResource", "renderMethod"} {
			root[name] = []any{members{"id": "urn:at:" + name}}
		}
	}
	one := func(root members) {
		for _, o := range []members{root, root["endorsement"].([]any)[0].(members)} {
			o["issuanceDate"], o["expirationDate"] = o["validFrom"], o["validUntil"]
			delete(o, "validFrom")
			delete(o, "validUntil")
		}
		root["issued"], root["holder"] = "2024-05-01T00:00:00Z", "did:example:holder"
	}
	record := func(root members) {
		inner := maps.Clone(root)
		for _, name := range []string{"endorsement", "credentialSchema", "termsOfUse"} {
			delete(inner, name)
		}
		inner["id"], inner["refreshService"] = "urn:inner", members{"id": "urn:at:refresh-inside", "type": "1EdTechCredentialRefresh"}
		inner["issuer"] = members{"id": "urn:at:issuer-inside", "type": []any{"Profile"}, "name": "Other"}
		inner["credentialStatus"] = members{"id": "urn:at:status-inside", "type": "1EdTechRevocationList"}
		inner["evidence"] = []any{members{"id": "urn:at:evidence-inside", "type": []any{"Evidence"}}}
		root["type"] = []any{"VerifiableCredential", "ClrCredential"}
		root["credentialSubject"] = members{"id": "urn:learner", "type": []any{"ClrSubject"}, "verifiableCredential": []any{inner}}
		root["partial"] = true
		delete(root, "endorsement")
	}
	return []movableModel{
		{"2.0", []string{badge.ContextVC2, badgeContexts + "context-3.0.3.json", badgeContexts + "extensions.json"}, two},
		{"1.1", []string{badge.ContextVC1, badgeContexts + "context-3.0.2.json", badgeContexts + "extensions.json"}, one},
		{"record", []string{badge.ContextVC2, "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json", badgeContexts + "context-3.0.3.json", badgeContexts + "extensions.json"}, record},
	}
}

// suiteContext is the context that defines the proof of a scheme, if the data model
// does not.
func suiteContext(model movableModel, row scheme) []string {
	switch {
	case row.name == Ed25519Signature2020:
		return []string{suiteContexts + "suites/ed25519-2020/v1"}
	case model.contexts[0] != badge.ContextVC1:
	case row.detached == "":
		return []string{suiteContexts + "data-integrity/v2"}
	case row.name == JsonWebSignature2020:
		return []string{suiteContexts + "suites/jws-2020/v1"}
	}
	return nil
}

func jsonOf(v any) string {
	text, _ := json.Marshal(v) // trees of JSON always marshal
	return string(text)
}

func objectOf(t *testing.T, text string) (o members) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(text), &o))
	return o
}

// objectsOf returns the objects with that id, from the root on.
func objectsOf(v any, id string) (found []members) {
	switch v := v.(type) {
	case members:
		if v["id"] == id {
			found = append(found, v)
		}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if name != "@context" && name != "proof" {
				found = append(found, objectsOf(v[name], id)...)
			}
		}
	case []any:
		for _, e := range v {
			found = append(found, objectsOf(e, id)...)
		}
	}
	return found
}

// ownMembers are the members of a credential that decide.
var ownMembers = strings.Fields(`validFrom validUntil issuanceDate expirationDate issued holder awardedDate issuer credentialStatus credentialSubject
	credentialSchema refreshService termsOfUse evidence confidenceMethod relatedResource renderMethod partial`)

// carriedAway moves a member of a credential to the other object of its id, which
// gets the types that define it. It returns "" if there is nothing to move.
func carriedAway(t *testing.T, text, credential, name string) string {
	root := objectOf(t, text)
	both := objectsOf(root, credential)
	require.Len(t, both, 2)
	if both[0]["issuer"] == nil {
		slices.Reverse(both)
	}
	from, to := both[0], both[1]
	if from[name] == nil || len(objectsOf(from[name], credential)) > 0 {
		return ""
	}
	to[name] = from[name]
	delete(from, name)
	own, ok := to["type"].([]any)
	if !ok && to["type"] != nil {
		own = []any{to["type"]}
	}
	to["type"], to["@context"] = append(slices.Clone(own), from["type"].([]any)...), root["@context"]
	return jsonOf(root)
}

// TestMovedEverywhere has the product of S-5: each member that decides, of the
// credential and of one inside it, to each other object of its id, in both data
// models and in a record, with and without a supplied context. The first suite has
// every move and the same signed statements; each other one, which differs in how it
// signs them, every fourth place in turn. The badge before the move is good.
func TestMovedEverywhere(t *testing.T) {
	supplied, err := ReadContexts(badge.Extension{URL: suppliedURL, Context: []byte(`{"@context":{"rank":"https://extra.example/#rank"}}`)})
	require.NoError(t, err)
	i := 0
	for _, row := range schemes {
		if row.transform != rdfc && row.transform != sd {
			continue
		}
		p := product{supplied: supplied, every: 4, next: i}
		if i++; i == 1 {
			p.every = 1
		} else if testing.Short() {
			break
		}
		for _, model := range movableModels() {
			t.Run(string(row.name)+" "+string(row.key)+" "+model.name, func(t *testing.T) {
				p.moves = 0
				root := objectOf(t, movable)
				model.edit(root)
				root["@context"] = append(slices.Clone(model.contexts), suiteContext(model, row)...)
				objectsOf(root, "urn:inner")[0]["@context"] = root["@context"]
				whole := jsonOf(root)
				for _, place := range placeID.FindAllString(whole, -1) {
					for _, id := range []string{"urn:badge", "urn:inner"} {
						if p.next++; p.next%p.every != 0 {
							continue
						}
						for _, genuine := range signedForms(t, strings.Replace(whole, place, `"`+id+`"`, 1), row) {
							p.movesFail(t, genuine, id)
						}
					}
				}
				t.Logf("%d moves", p.moves)
				require.Greater(t, p.moves*p.every, 200)
			})
		}
	}
}

const suppliedURL = "https://extra.example/c"

// product counts the moves of one suite, which has every n-th place.
type product struct {
	supplied           *Contexts
	every, next, moves int
}

// movesFail moves the members that decide.
func (p *product) movesFail(t *testing.T, genuine signedForm, id string) {
	t.Helper()
	general := genuine.options
	general.Contexts = p.supplied
	contexts := jsonOf(objectOf(t, genuine.text)["@context"])
	extended := func(s string) string {
		return strings.ReplaceAll(s, contexts, strings.TrimSuffix(contexts, "]")+`,"`+suppliedURL+`"]`)
	}
	require.NoError(t, checkFirst(genuine.text, genuine.public, genuine.options), genuine.text)
	require.NoError(t, checkFirst(extended(genuine.text), genuine.public, general), genuine.text)
	want := ""
	if p.every == 1 {
		want = statements(t, genuine.text)
	}
	for _, name := range ownMembers {
		moved := carriedAway(t, genuine.text, id, name)
		if moved == "" {
			continue
		}
		p.moves++
		if want != "" {
			require.Equal(t, want, statements(t, moved))
		}
		require.Equal(t, "ld.elsewhere", code(checkFirst(moved, genuine.public, genuine.options)), "%s: %s", name, moved)
		require.Equal(t, "ld.elsewhere", code(checkFirst(extended(moved), genuine.public, general)), "%s: %s", name, moved)
	}
}

// signedForm is a signed badge and how it is checked.
type signedForm struct {
	text    string
	public  key.Key
	options CheckOptions
}

// signedForms signs a badge: for selective disclosure as its holder gets it and as
// the holder shows it.
func signedForms(t *testing.T, text string, row scheme) []signedForm {
	d, public := signedAnyway(t, text, row)
	if row.transform != sd {
		return []signedForm{{string(d.Bytes()), public, CheckOptions{}}}
	}
	return []signedForm{{string(d.Bytes()), public, CheckOptions{base: true}},
		{string(disclosed(t, d, Selection{Reveal: []string{""}}).Bytes()), public, CheckOptions{}}}
}
