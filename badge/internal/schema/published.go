package schema

import (
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// published is a schema that 1EdTech publishes. The asterisk in its URL stands
// for the set, json or json-ld. The schema of an extension can refer to these
// URLs, and a credential can name one in credentialSchema.
type published struct {
	url   string
	class string
	any   bool // takes both data models
}

var publishedSchemas = []published{
	{url: vocabulary.PublishedSchemas + "*/ob_v3p0_achievementcredential_schema.json", class: "AchievementCredential"},
	{url: vocabulary.PublishedSchemas + "*/ob_v3p0_anyachievementcredential_schema.json", class: "AchievementCredential", any: true},
	{url: vocabulary.PublishedSchemas + "*/ob_v3p0_endorsementcredential_schema.json", class: "EndorsementCredential"},
	{url: vocabulary.PublishedSchemas + "*/ob_v3p0_anyendorsementcredential_schema.json", class: "EndorsementCredential", any: true},
	{url: vocabulary.PublishedSchemas + "*/ob_v3p0_profile_schema.json", class: "Profile"},
	{url: vocabulary.PublishedSchemasCLR + "*/clr_v2p0_clrcredential_schema.json", class: "ClrCredential"},
}

// Published reports whether a URL is that of a published schema, and whether the
// schema is of the json set, which does not allow a lone value in place of an
// array.
func Published(url string) (arrays, ok bool) {
	_, as, ok := findPublished(url)
	return as.arrays, ok
}

func findPublished(url string) (published, reading, bool) {
	for _, p := range publishedSchemas {
		prefix, suffix, _ := strings.Cut(p.url, "*")
		set, ok1 := strings.CutPrefix(url, prefix)
		set, ok2 := strings.CutSuffix(set, suffix)
		if ok1 && ok2 && (set == "json" || set == "json-ld") {
			return p, reading{arrays: set == "json", exact: true}, true
		}
	}
	return published{}, reading{}, false
}

// publishedDocument returns our schema for a published URL.
func publishedDocument(url string) (any, bool) {
	p, as, ok := findPublished(url)
	if !ok {
		return nil, false
	}
	g := newGenerator(as)
	root := reference(p.class)
	if p.any {
		root = g.byContext(g.class[p.class])
	}
	return g.document(url, root), true
}
