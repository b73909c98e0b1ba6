package verify_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// RE-45: a message says what was found and what was wanted.
func TestMessages(t *testing.T) {
	edited := func(edit func(p tree)) func(s *scene) (*verify.Report, error) {
		return func(s *scene) (*verify.Report, error) {
			doc := s.genuine()
			edit(doc["proof"].(tree))
			v, err := verify.New(s.config)
			require.NoError(s.t, err)
			return v.Verify(s.t.Context(), marshal(doc))
		}
	}
	for name, row := range map[string]struct {
		judge func(s *scene) (*verify.Report, error)
		want  error
		code  string
		says  []string
	}{
		"signature": {edited(func(tree) {}), nil, "signature.valid", []string{"signature"}},
		"hosted and offline": {func(s *scene) (*verify.Report, error) {
			r := judge20(s.t, newSite(s.t).text(s.t, assertion1), nil, verify.Config{})
			return r, r.Err()
		}, verify.ErrInconclusive, "fetch.offline", []string{"hosted", "its host says", "not asked"}},
		"method without fragment": {edited(func(p tree) { p["verificationMethod"] = victim }), verify.ErrRejected, "did.key_not_bound",
			[]string{`"` + victim + `"`, "without a key", "lists 5"}},
		"suite": {edited(func(p tree) { p["cryptosuite"] = "bbs-2023" }), verify.ErrInconclusive, "proof.suite_unknown",
			[]string{"bbs-2023", "not understood", "for or against"}},
		"algorithm": {func(s *scene) (*verify.Report, error) {
			v, err := verify.New(s.config)
			require.NoError(s.t, err)
			token := s.newToken()
			token.header["alg"] = "RS384"
			return v.Verify(s.t.Context(), token.text())
		}, verify.ErrInconclusive, "jws.alg_unsupported", []string{"RS384", "not understood", "for or against"}},
		"key on another host": {func(s *scene) (*verify.Report, error) {
			old := newOldSigned(s.t)
			old.badge["verify"] = map[string]any{"type": "signed", "url": "https://evil.example/public-key"}
			r := old.judge(s.t)
			return r, r.Err()
		}, verify.ErrRejected, "key.unnamed", []string{"https://evil.example/public-key", "not on the host of its issuer"}},
		"hash of another": {func(s *scene) (*verify.Report, error) {
			doc := credential()
			at(doc, "/credentialSubject")["identifier"] = []any{tree{"type": "IdentityObject", "hashed": true,
				"identityHash": "sha256$" + strings.Repeat("0", 64), "identityType": "emailAddress"}}
			v, err := verify.New(s.config)
			require.NoError(s.t, err)
			return v.VerifyFor(s.t.Context(), marshal(s.prove(doc, newProof(), s.key(victimHost, proof.EdDSARDFC2022))),
				badge.Recipient{Type: badge.IdentifierEmailAddress, Value: "noor@student.example"})
		}, verify.ErrRejected, "recipient.mismatch", []string{"another recipient", "hash is not that"}},
		"no class of a badge": {func(s *scene) (*verify.Report, error) {
			r := judge20(s.t, []byte(`{"@context":"https://w3id.org/openbadges/v2","type":"Thing","id":"https://school.example/1"}`), nil, verify.Config{})
			return r, r.Err()
		}, verify.ErrRejected, "structure.kind", []string{"no type makes the document a badge", "Thing"}},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := row.judge(newScene(t, verifytest.New(t)))
			require.ErrorIs(t, err, row.want)
			require.Equal(t, row.code, r.Decisive().Code, outline(r))
			for _, text := range row.says {
				require.Contains(t, r.Decisive().Message, text)
			}
		})
	}
}

// A separate line has the suite and the revisions of the contexts, and
// a departure begins with the property and ends with the section.
func TestReportDetails(t *testing.T) { // RE-45
	s := newScene(t, verifytest.New(t))
	doc := credential()
	doc["issuer"] = tree{"id": victim, "type": []any{"Profile"}, "image": "https://victim.example/logo.png"}
	v, err := verify.New(s.config)
	require.NoError(t, err)
	r, err := v.Verify(t.Context(), marshal(s.prove(doc, newProof(), s.key(victimHost, "eddsa-rdfc-2022"))))
	require.NoError(t, err, outline(r))
	requireCheck(t, r, verify.StageConformance, verify.Warned, "schema.type")
	require.NotContains(t, r.Decisive().Message, "eddsa")
	require.Regexp(t, `(?m)^  signed   eddsa-rdfc-2022, revision \S+ of https://\S+$`, r.String())
	require.Regexp(t, `(?m)^  departure issuer\.image: found "https://victim.example/logo.png", wanted .* \(OB 3\.0 §E\)$`, r.String())
}
