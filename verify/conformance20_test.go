package verify_test

import (
	"maps"
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/verify"
)

// sampleOutcomes20 are the outcomes for the official samples of Open Badges
// 2.0: strict, and with Compat1EdTech.
var sampleOutcomes20 = map[string][2]string{
	"ob20/basic-assertion.json":                                                   {"accepted origin.hosted", "accepted origin.hosted"},
	"ob20/simple-badge.png":                                                       {"accepted origin.hosted", "accepted origin.hosted"},
	"ob20/assets/badgeclass1.json":                                                {"rejected structure.kind", "accepted origin.hosted"},
	"ob20/basic-assertion-invalid-context.json":                                   {"rejected schema.required", "rejected schema.required"},
	"ob20/basic-assertion-invalid-type.json":                                      {"rejected structure.kind", "rejected structure.kind"},
	"ob20/simple.jwt":                                                             {"accepted signature.valid", "accepted signature.valid"},
	"ob20/simple-not-revoked.jwt":                                                 {"accepted signature.valid", "accepted signature.valid"},
	"ob20/simple-revoked.jwt":                                                     {"rejected status.revoked", "rejected status.revoked"},
	"ob20/assets/badge-with-data-image.json":                                      {"rejected structure.kind", "accepted origin.hosted"},
	"ob20/assertion-with-data-image.json":                                         {"rejected image.data", "rejected image.data"},
	"ob20/assets/badgeclass-with-complex-image.json":                              {"rejected structure.kind", "accepted origin.hosted"},
	"ob20/assertion-with-endorsements.json":                                       {"accepted origin.hosted", "accepted origin.hosted"},
	"ob20/basic-assertion-no-public-key.json":                                     {"accepted origin.hosted", "accepted origin.hosted"},
	"ob20/issuer-compact-iri-validation.json":                                     {"rejected structure.kind", "accepted origin.hosted"},
	"ob20/rdf-validation/valid-badge-class.json":                                  {"rejected structure.kind", "rejected origin.scope"},
	"ob20/rdf-validation/valid-issuer-extension.json":                             {"rejected structure.kind", "accepted origin.hosted"},
	"ob20/rdf-validation/valid-alignment-object.json":                             {"rejected structure.kind", "rejected structure.kind"},
	"ob20/rdf-validation/valid-cool-class.json":                                   {"rejected structure.kind", "rejected structure.kind"},
	"ob20/rdf-validation/valid-badge-class-empty-criteria-type.json":              {"rejected structure.kind", "rejected origin.scope"},
	"ob20/rdf-validation/invalid-empty-type.json":                                 {"rejected structure.kind", "rejected structure.kind"},
	"ob20/rdf-validation/invalid-class.json":                                      {"rejected structure.kind", "rejected structure.kind"},
	"ob20/rdf-validation/invalid-one-invalid-class.json":                          {"rejected structure.kind", "rejected issuer.incomplete"},
	"ob20/rdf-validation/badge-class-invalid-issuer-type.json":                    {"rejected structure.kind", "rejected origin.kind"},
	"ob20/basic-assertion-with-allowed-origins.json":                              {"rejected origin.id", "accepted origin.hosted"},
	"ob20/basic-assertion-with-allowed-origins-valid-starts-with.json":            {"rejected origin.id", "accepted origin.hosted"},
	"ob20/basic-assertion-with-allowed-origins-invalid-starts-with.json":          {"rejected origin.id", "rejected origin.scope"},
	"ob20/basic-assertion-with-allowed-origins-valid-multiple-starts-with.json":   {"rejected origin.id", "accepted origin.hosted"},
	"ob20/basic-assertion-with-allowed-origins-invalid-multiple-starts-with.json": {"rejected origin.id", "rejected origin.scope"},
	"ob20/basic-assertion-expired.json":                                           {"rejected time.expired", "rejected time.expired"},
	"ob20/basic-assertion-expired-before-issued.json":                             {"rejected date.order", "rejected date.order"},
	"ob20/basic-assertion-in-future.json":                                         {"rejected time.not_yet_valid", "rejected time.not_yet_valid"},
	"ob20/basic-assertion-with-language.json":                                     {"accepted origin.hosted", "accepted origin.hosted"},
	"ob20/assertion-with-extension-node-basic.json":                               {"inconclusive origin.plain_http", "accepted origin.hosted"},
	"ob20/assertion-with-multiple-extensions.json":                                {"inconclusive origin.plain_http", "accepted origin.hosted"},
	"ob20/assertion-with-extension-node-invalid.json":                             {"inconclusive origin.plain_http", "accepted origin.hosted"},
	"ob20/warning-with-redirection.json":                                          {"inconclusive origin.plain_http", "accepted origin.hosted"},
	"ob20/warning-issuer-non-http.json":                                           {"rejected origin.id", "accepted origin.hosted"},
}

// sampleExceptions20 are the samples on which Compat1EdTech and the public
// 1EdTech validator disagree, and why.
var sampleExceptions20 = map[string]string{
	"ob20/rdf-validation/valid-badge-class.json":                     "its issuer is on another host, and does not say that it answers for this one (C-140)",
	"ob20/rdf-validation/valid-badge-class-empty-criteria-type.json": "the same",
	"ob20/rdf-validation/valid-alignment-object.json":                "an alignment is part of a badge and not a badge",
	"ob20/rdf-validation/valid-cool-class.json":                      "a document of somebody's own type is not a badge",
	"ob20/assertion-with-extension-node-invalid.json":                "the extension is written in expanded words, and under a type that no context defines; it is kept and reported as unknown",
}

func TestOfficialSamples20(t *testing.T) {
	pages := verify.Pages{}
	var rows []sampleRow
	for line := range strings.Lines(string(reference(t, "samples", "1edtech", "cases.tsv"))) {
		f := strings.Split(line, "\t")
		switch {
		case f[1] != "ob20" || f[2] == "unused":
			continue
		case f[2] != "asset":
			rows = append(rows, sampleRow{f[0], f[2]})
		}
		if strings.HasPrefix(f[0], "ob20/assets/") {
			text := reference(t, "samples", "1edtech", f[0])
			for _, origin := range []string{"http://example.org/", "https://example.org/", "http://example.com/"} {
				pages[origin+path.Base(f[0])] = verify.Response{Body: text}
			}
		}
	}
	require.Len(t, rows, len(sampleOutcomes20))
	for _, row := range rows {
		t.Run(row.path, func(t *testing.T) {
			text := sampleText(t, row.path)
			web := maps.Clone(pages)
			if d, err := badge.Parse(text); err == nil {
				web[d.ID()] = verify.Response{Body: text} // the samples share their ids
			}
			want := sampleOutcomes20[row.path]
			require.Equal(t, want[0], judgeSample(t, text, verify.Strict, web), "strict")
			require.Equal(t, want[1], judgeSample(t, text, verify.Compat1EdTech, web), "compat")
			_, excepted := sampleExceptions20[row.path]
			agrees := strings.HasPrefix(want[1], string(sampleVerdicts[row.expected])+" ")
			require.Equal(t, excepted, !agrees, "the official validator says %q", row.expected)
		})
	}
}
