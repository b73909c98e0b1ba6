package rules

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/internal/reftest"
	"github.com/stretchr/testify/require"
)

// faults are the errors, by file name, of the faulty reference samples. All
// other samples have no errors. In the eduCredentials samples a result refers
// to a description by an id that the achievement does not have.
var faults = map[string][]string{
	"simple-err-context.json": {"schema.required ", "schema.min_items /@context", "schema.enum /@context/0",
		"date.wrong_model /issuanceDate", "schema.required! /credentialSubject"},
	"simple-err-credential-subject-achievement-result-description-type.json": {"schema.enum /credentialSubject/achievement/resultDescription/2/type"},
	"simple-err-credential-subject-identifier-type.json": {"schema.enum /credentialSubject/identifier/0/type",
		"identity.hash /credentialSubject/identifier/0/identityHash"},
	"simple-err-credential-subject-profile-type.json": {"schema.enum /credentialSubject/source/type"},
	"simple-err-credential-subject-result-type.json": {"result.description /credentialSubject/result/0/resultDescription",
		"schema.contains /credentialSubject/result/1/type", "result.description /credentialSubject/result/1/resultDescription",
		"result.description /credentialSubject/result/2/resultDescription"},
	"simple-err-credential-subject-type.json":     {"schema.contains /credentialSubject/type"},
	"simple-err-evidence-type.json":               {"schema.enum /evidence/1/type"},
	"simple-err-issued.json":                      {"schema.required! /credentialSubject"},
	"simple-err-issuer-otheridentifier-type.json": {"schema.enum /issuer/otherIdentifier/1/type"},
	"simple-err-issuer-parentorg-type.json":       {"schema.contains /issuer/parentOrg/type"},
	"simple-err-issuer-type.json":                 {"schema.contains /issuer/type"},
	"simple-err-issuer.json":                      {"schema.required! ", "schema.required! /credentialSubject"},
	"simple-err-type.json":                        {"schema.contains /type", "schema.required /credentialSubject"},
	"simple-noproof.json":                         {"schema.required! /credentialSubject"},
	"simple.jwt":                                  {"schema.pattern /vc/@context/1", "schema.required! /vc/credentialSubject"},
	"theed_regular_full_ho.json":                  {"result.description /credentialSubject/result/0/resultDescription"},
	"theed_regular_full_mbo.json":                 {"result.description /credentialSubject/result/0/resultDescription"},
	"uvh_fvhz_regular_full.json":                  {"result.description /credentialSubject/result/0/resultDescription"},
}

// TestReferenceSamples compares the problems that Validate reports for every published sample.
func TestReferenceSamples(t *testing.T) {
	var files []string
	for _, pattern := range []string{"samples/1edtech/ob30/*.json", "samples/1edtech/ob30/*.jwt", "samples/1edtech/ob30/bit-string-list/*", "samples/1edtech/clr20/*.json", "samples/educredentials/*.json"} {
		found, err := filepath.Glob(filepath.Join(reftest.Dir(t), filepath.FromSlash(pattern)))
		require.NoError(t, err)
		require.NotEmpty(t, found, pattern)
		files = append(files, found...)
	}
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(name, func(t *testing.T) {
			relative, err := filepath.Rel(reftest.Dir(t), file)
			require.NoError(t, err)
			d, err := badge.Parse(reftest.Read(t, filepath.ToSlash(relative)))
			require.NoError(t, err)
			errors := slices.DeleteFunc(Validate(d), func(p badge.Problem) bool { return p.Severity == badge.SeverityWarning })
			require.Equal(t, faults[name], said(errors))
		})
	}
}
