package issuer_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// Issue adds the contexts that schemes and types need, behind those that are
// there, and each only once.
func TestIssueAddsContexts(t *testing.T) {
	const suite, services = "https://w3id.org/security/suites/ed25519-2020/v1", "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
	own := badge.Extension{Type: "Medal", URL: "https://school.example/medal.json",
		Context: []byte(`{"@context":{"Medal":"https://school.example/vocabulary#Medal"}}`)}
	validator := func(c *badge.Credential) {
		c.CredentialSchema = []badge.CredentialSchema{{ID: "https://school.example/schema.json", Type: "1EdTechJsonSchemaValidator2019"}}
	}
	medal := func(c *badge.Credential) { c.Subject.Achievement.Type = []string{"Achievement", "Medal"} }
	urls := func(list ...string) (contexts []badge.Context) {
		for _, url := range append([]string{badge.ContextVC2, badge.ContextOB3}, list...) {
			contexts = append(contexts, badge.Context{URL: url})
		}
		return contexts
	}
	for name, c := range map[string]struct {
		scheme proof.Scheme
		edit   func(*badge.Credential)
		want   []badge.Context
	}{
		"nothing":     {proof.EdDSARDFC2022, func(*badge.Credential) {}, urls()},
		"scheme":      {proof.Ed25519Signature2020, func(*badge.Credential) {}, urls(suite)},
		"named":       {proof.Ed25519Signature2020, func(c *badge.Credential) { c.Context = urls(suite) }, urls(suite)},
		"only a rest": {proof.Ed25519Signature2020, func(c *badge.Credential) { c.Context = urls(services)[2:] }, urls(services, suite)},
		"type":        {proof.EdDSARDFC2022, validator, urls(services)},
		"token":       {proof.EdDSA, validator, urls(services)},
		"extension":   {proof.EdDSARDFC2022, medal, urls(own.URL)},
		"all":         {proof.Ed25519Signature2020, func(c *badge.Credential) { validator(c); medal(c); c.Context = urls(own.URL) }, urls(own.URL, suite, services)},
	} {
		t.Run("RE-31/"+name, func(t *testing.T) {
			w := verifytest.New(t)
			cfg := config(w, c.scheme)
			cfg.Extensions = []badge.Extension{own}
			d, err := issue(t.Context(), open(t, w, cfg), c.edit)
			require.NoError(t, err)
			require.Equal(t, c.want, d.Credential().Context)
		})
	}
	t.Run("RE-31/unknown type", func(t *testing.T) {
		w := verifytest.New(t)
		_, err := issue(t.Context(), open(t, w, config(w, proof.EdDSARDFC2022)), medal)
		require.Equal(t, []string{"ld.undefined_type"}, codes(err))
	})
}
