package issuer_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// row is a badge that must not be signed, and the code that says why.
type row struct {
	name string
	edit func(*badge.Credential)
	code string
}

// extra puts a member that has no field into a view.
func extra(to *map[string]json.RawMessage, name, value string) {
	*to = map[string]json.RawMessage{name: json.RawMessage(value)}
}

// atRoot puts a member beside those of the credential.
func atRoot(name, value string) func(*badge.Credential) {
	return func(c *badge.Credential) { extra(&c.Extra, name, value) }
}

// inAchievement puts a member beside those of the achievement.
func inAchievement(name, value string) func(*badge.Credential) {
	return func(c *badge.Credential) { extra(&c.Subject.Achievement.Extra, name, value) }
}

// named replaces the name of the achievement by some JSON.
func named(value string) func(*badge.Credential) {
	return func(c *badge.Credential) {
		c.Subject.Achievement.Name = ""
		extra(&c.Subject.Achievement.Extra, "name", value)
	}
}

// achievementID replaces the id of the achievement.
func achievementID(id string) func(*badge.Credential) {
	return func(c *badge.Credential) { c.Subject.Achievement.ID = id }
}

// withContext adds a context by address, or inline.
func withContext(text string) func(*badge.Credential) {
	return func(c *badge.Credential) {
		if strings.HasPrefix(text, "{") || text == "null" {
			c.Context = []badge.Context{{Map: json.RawMessage(text)}}
			return
		}
		c.Context = []badge.Context{{URL: text}}
	}
}

func number(text string) func(*badge.Credential) {
	return func(c *badge.Credential) { c.Subject.CreditsEarned = json.Number(text) }
}

func rows() []row {
	all := []row{
		{"D01/root", atRoot("foo", `"x"`), "ld.undefined_term"},
		{"D01/subject", func(c *badge.Credential) { extra(&c.Subject.Extra, "foo", `"x"`) }, "ld.undefined_term"},
		{"D01/achievement", inAchievement("foo", `"x"`), "ld.undefined_term"},
		{"D01/criteria", func(c *badge.Credential) { extra(&c.Subject.Achievement.Criteria.Extra, "foo", `"x"`) }, "ld.undefined_term"},
		{"D02/Name", atRoot("Name", `"Forged"`), "member.shadow"},
		{"D02/ISSUER", atRoot("ISSUER", `"did:web:evil.example"`), "member.shadow"},
		{"D02/long s", atRoot("iſſuer", `"did:web:evil.example"`), "member.shadow"},
		{"D03/root", withContext(`{"Name":null}`), "issue.empty"},
		{"D03/achievement", inAchievement("@context", `{"Name":null}`), "issue.empty"},
		{"D05/bare word", achievementID("phd"), "uri.syntax"},
		{"D05/path", achievementID("../x"), "uri.syntax"},
		{"D05/keyword", achievementID("@evil"), "uri.syntax"},
		{"D06", achievementID("https://school.example/" + strings.Repeat("a", 2083)), "uri.syntax"},
		{"D07/space", inAchievement("https://ev il/name", `"x"`), "ld.compact_iri"},
		{"D07/blank node", inAchievement("_:name", `"x"`), "ld.compact_iri"},
		{"D08", named(`{"@value":"x","@language":"xx bad!"}`), "schema.type"},
		{"D09/word", named(`{"@value":"x","@type":"evil"}`), "schema.type"},
		{"D09/space", named(`{"@value":"x","@type":"http://a b/"}`), "schema.type"},
		{"D10/unknown", withContext("https://canary.example/ctx"), "ld.context_unknown"},
		{"D10/http", withContext("http://www.w3.org/ns/credentials/v2"), "ld.context_unknown"},
		{"D10/slash", withContext("https://www.w3.org/ns/credentials/v2/"), "ld.context_unknown"},
		{"D10/query", withContext("https://www.w3.org/ns/credentials/v2?x"), "ld.context_unknown"},
		{"D10/host", withContext("https://WWW.w3.org/ns/credentials/v2"), "ld.context_unknown"},
		{"D12/address", withContext("https://www.w3.org/ns/credentials/undefined-terms/v2"), "ld.context_unknown"},
		{"D12/vocab", withContext(`{"@vocab":"https://x.example/#"}`), "ld.context_inline"},
		{"D13", withContext("null"), "issue.empty"},
		{"D14/term", inAchievement("@context", `{"name":null}`), "issue.empty"},
		{"D14/propagate", inAchievement("@context", `{"@propagate":false}`), "ld.keyword"},
		{"D14/import", inAchievement("@context", `{"@import":"https://www.w3.org/ns/credentials/v2"}`), "ld.keyword"},
		{"D14/protected", withContext(`{"name":"https://x.example/name"}`), "ld.context_inline"},
		{"D14/scoped", withContext(`{"t":{"@id":"https://x.example/t","@context":{"name":null}}}`), "issue.empty"},
		{"D15", withContext(`{"@base":"https://x.example/"}`), "ld.context_inline"},
		{"D16", withContext(`{"subjectRef":"@id"}`), "ld.context_inline"},
		{"D17", withContext(`{"title":"https://schema.org/name"}`), "ld.context_inline"},
		{"D18", inAchievement("@nest", `{"description":"x"}`), "ld.keyword"},
		{"D20/same", inAchievement("https://schema.org/name", `"Laser cutting"`), "ld.compact_iri"},
		{"D20/other", inAchievement("https://schema.org/name", `"Other"`), "ld.compact_iri"},
		{"D24", named(`{"@value":"Real"}`), "schema.type"},
		{"D25/beyond", number("9007199254740993"), "json.number_range"},
		{"D25/infinite", number("1e400"), "json.number_range"},
		{"D25/negative zero", number("-0"), "ld.number_range"},
		{"D26/lone", named(`"\ud800"`), "json.lone_surrogate"},
		{"D26/low", named(`"\udfff"`), "json.lone_surrogate"},
		{"D26/bytes", func(c *badge.Credential) { c.Name = "\xff" }, "json.utf8"},
	}
	for id, code := range map[string]string{
		"https:///x":          "uri.unsafe",
		"https://0.0.0.0/":    "ld.unsafe_iri",
		"https://a-.example/": "uri.unsafe",
		"https://😀.example/":  "ld.unsafe_iri",
		"https://h:000443/":   "ld.unsafe_iri",
		"https://h/%zz":       "uri.unsafe",
		"https://ev il/":      "uri.syntax",
	} {
		all = append(all, row{"D04/" + id, achievementID(id), code})
	}
	for _, keyword := range []string{"@included", "@graph", "@reverse", "@index"} {
		all = append(all, row{"D19/" + keyword + " empty", inAchievement(keyword, `{}`), "ld.keyword"},
			row{"D19/" + keyword, inAchievement(keyword, `{"id":"urn:x","type":["Achievement"]}`), "ld.keyword"})
	}
	return all
}

// Issue refuses a property that linked-data readers would ignore or read differently, under every scheme.
func TestHostileBadges(t *testing.T) {
	w := verifytest.New(t)
	for _, scheme := range []proof.Scheme{proof.EdDSARDFC2022, proof.EdDSA} {
		i := open(t, w, config(w, scheme))
		for _, r := range rows() {
			t.Run("W01/"+string(scheme)+"/"+r.name, func(t *testing.T) {
				d, err := issue(t.Context(), i, r.edit)
				require.Nil(t, d)
				require.Contains(t, codes(err), r.code, "%v", err)
			})
		}
	}
}
