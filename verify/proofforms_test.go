package verify_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// Unusual forms of members of a proof are warnings under every policy, unless the
// signature does not cover them or they decide.
func TestProofForms(t *testing.T) {
	world := verifytest.New(t)
	for name, c := range map[string]struct {
		member    string
		value     any
		rdfc, jcs string // "" for a warning
	}{
		"D35/relative id":           {"id", "#p", "ld.relative_iri", ""},
		"D38/domains":               {"domain", []any{"a.example", "b.example"}, "", ""},
		"D38/no domain":             {"domain", []any{}, "proof.format", "proof.format"},
		"D38/domain of two kinds":   {"domain", []any{"a.example", 1}, "proof.format", "proof.format"},
		"D39/created without zone":  {"created", "2026-09-01T00:00:00", "", ""},
		"D39/without zone, later":   {"created", "2026-12-01T00:00:00", "proof.future", "proof.future"},
		"D39/created at 24:00":      {"created", "2026-08-31T24:00:00Z", "", ""},
		"D39/expires without zone":  {"expires", "2030-01-01T00:00:00", "proof.date", "proof.date"},
		"D39/expires at 24:00":      {"expires", "2030-01-01T24:00:00Z", "", ""},
		"D39/expired at 24:00":      {"expires", "2026-09-02T24:00:00Z", "proof.lapsed", "proof.lapsed"},
		"D39/created in a fraction": {"created", "2026-08-31T24:00:00.5Z", "proof.date", "proof.date"},
	} {
		for suite, want := range map[string]string{"eddsa-rdfc-2022": c.rdfc, "eddsa-jcs-2022": c.jcs} {
			t.Run(name+"/"+suite, func(t *testing.T) {
				s := newScene(t, world)
				p := newProof()
				p["cryptosuite"], p[c.member] = suite, c.value
				text := marshal(s.prove(credential(), p, s.key(victimHost, proof.EdDSARDFC2022)))
				config := s.config
				config.Conformance = verify.ConformanceRequired
				if want != "" {
					config.Conformance = verify.ConformanceReported
				}
				verifier, err := verify.New(config)
				require.NoError(t, err)
				report, err := verifier.Verify(t.Context(), text)
				if want != "" {
					require.ErrorIs(t, err, verify.ErrRejected)
					require.Equal(t, want, report.Decisive().Code, codesOf(report))
					return
				}
				require.NoError(t, err, codesOf(report))
				require.True(t, slices.ContainsFunc(report.Checks(), func(k verify.Check) bool {
					return k.Code == "proof.form" && k.Path == "/proof/"+c.member && k.Outcome == verify.Warned
				}), codesOf(report))
			})
		}
	}
}
