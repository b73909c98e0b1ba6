package issuer_test

import (
	"context"
	"encoding/json"
	"errors"
	"regexp"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

func TestIssue(t *testing.T) {
	for _, c := range []struct {
		name    string
		schemes []proof.Scheme
		found   []proof.Scheme // the token first, as a reader meets it
	}{
		{"embedded", []proof.Scheme{proof.EdDSARDFC2022}, []proof.Scheme{proof.EdDSARDFC2022}},
		{"two embedded", []proof.Scheme{proof.EdDSARDFC2022, proof.EdDSARDFC2022}, []proof.Scheme{proof.EdDSARDFC2022, proof.EdDSARDFC2022}},
		{"RS256", []proof.Scheme{proof.RS256}, []proof.Scheme{proof.RS256}},
		{"PS256", []proof.Scheme{proof.PS256}, []proof.Scheme{proof.PS256}},
		{"ES256", []proof.Scheme{proof.ES256}, []proof.Scheme{proof.ES256}},
		{"ES384", []proof.Scheme{proof.ES384}, []proof.Scheme{proof.ES384}},
		{"EdDSA", []proof.Scheme{proof.EdDSA}, []proof.Scheme{proof.EdDSA}},
		{"embedded, then wrapped", []proof.Scheme{proof.EdDSARDFC2022, proof.RS256}, []proof.Scheme{proof.RS256, proof.EdDSARDFC2022}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := verifytest.New(t)
			d, err := issue(t.Context(), open(t, w, config(w, c.schemes...)), nil)
			require.NoError(t, err)
			require.Equal(t, c.found, schemesOf(t, d))

			strict := w.Config(verify.Issuers(school))
			strict.EveryProof = true
			v, err := verify.New(strict)
			require.NoError(t, err)
			report, err := v.Verify(t.Context(), d.Bytes())
			require.NoError(t, err, report)
			require.Equal(t, verify.BindingDIDWeb, report.Binding())
			require.Len(t, report.Proofs(), len(c.found))
		})
	}
}

// C-084: the claims repeat members of the credential, which stays as it is.
func TestClaims(t *testing.T) {
	w := verifytest.New(t)
	i := open(t, w, config(w, proof.ES256))
	for name, until := range map[string]badge.DateTime{"C-084/open": "", "C-084/ends": "2027-10-01T00:00:00+02:00"} {
		t.Run(name, func(t *testing.T) {
			d, err := issue(t.Context(), i, func(c *badge.Credential) { c.ID, c.ValidUntil = "urn:uuid:4a3b", until })
			require.NoError(t, err)
			m := members(t, d)
			require.Equal(t, `"`+school+`"`, string(m["iss"]))
			require.Equal(t, `"urn:uuid:4a3b"`, string(m["jti"]))
			require.Equal(t, `"`+learner+`"`, string(m["sub"]))
			require.Equal(t, "1790856000", string(m["nbf"]), "noon of 1 October 2026")
			exp, ends := m["exp"]
			require.Equal(t, until != "", ends)
			if ends {
				require.Equal(t, "1822341600", string(exp))
			}
			require.NotContains(t, m, "vc")
			require.Equal(t, `"2026-10-01T12:00:00Z"`, string(m["validFrom"]))
		})
	}
}

// C-085: a token repeats the id of the subject, so the subject needs an id.
func TestSubjectWithoutID(t *testing.T) {
	w := verifytest.New(t)
	cfg := config(w, proof.EdDSA)
	i := open(t, w, cfg)
	byAddress := func(c *badge.Credential) {
		c.Subject.ID = ""
		c.Subject.Identifier = []badge.IdentityObject{i.HashedIdentity(badge.IdentifierEmailAddress, address)}
	}
	t.Run("C-085", func(t *testing.T) {
		d, err := issue(t.Context(), i, byAddress)
		require.Nil(t, d)
		require.Equal(t, []string{"claims.missing"}, codes(err))
		require.ErrorContains(t, err, "AllowNoSubject")
	})
	t.Run("asked for", func(t *testing.T) {
		cfg.Proofs[0].AllowNoSubject = true
		d, err := issue(t.Context(), open(t, w, cfg), byAddress)
		require.NoError(t, err)
		require.NotContains(t, members(t, d), "sub")
		accepted(t, w, d.Bytes()) // by the strict verifier, with a warning
	})
	t.Run("embedded", func(t *testing.T) {
		d, err := issue(t.Context(), open(t, w, config(w, proof.EdDSARDFC2022)), byAddress)
		require.NoError(t, err)
		accepted(t, w, d.Bytes())
	})
	t.Run("nobody", func(t *testing.T) {
		_, err := issue(t.Context(), i, func(c *badge.Credential) { c.Subject.ID = "" })
		require.Contains(t, codes(err), "subject.unidentified")
	})
}

func TestRecipients(t *testing.T) {
	w := verifytest.New(t)
	i := open(t, w, config(w, proof.EdDSARDFC2022))
	plain := badge.IdentityObject{Type: "IdentityObject", IdentityType: badge.IdentifierEmailAddress, Hashed: new(false), IdentityHash: address}
	byAddress := badge.Recipient{Type: badge.IdentifierEmailAddress, Value: address}
	for _, c := range []struct {
		name    string
		id      string
		objects []badge.IdentityObject
		who     badge.Recipient
	}{
		{"DID", learner, nil, badge.Recipient{ID: learner}},
		{"hashed", "", []badge.IdentityObject{i.HashedIdentity(badge.IdentifierEmailAddress, address)}, byAddress},
		{"plain", "", []badge.IdentityObject{plain}, byAddress},
		{"both", learner, []badge.IdentityObject{i.HashedIdentity(badge.IdentifierEmailAddress, address)}, byAddress},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := issue(t.Context(), i, func(b *badge.Credential) { b.Subject.ID, b.Subject.Identifier = c.id, c.objects })
			require.NoError(t, err)
			v := w.Verifier(verify.Issuers(school))
			report, err := v.VerifyFor(t.Context(), d.Bytes(), c.who)
			require.NoError(t, err, report)
			_, err = v.VerifyFor(t.Context(), d.Bytes(), badge.Recipient{ID: "did:example:someone-else"})
			require.ErrorIs(t, err, verify.ErrRejected)
		})
	}
}

func TestGenerated(t *testing.T) {
	w := verifytest.New(t)
	t.Run("by hooks", func(t *testing.T) {
		cfg := config(w, proof.EdDSARDFC2022)
		cfg.NewID = func() string { return "urn:example:1" }
		cfg.NewSalt = func() [16]byte { return [16]byte{0: 1, 15: 2} }
		i := open(t, w, cfg)
		d, err := issue(t.Context(), i, nil)
		require.NoError(t, err)
		require.Equal(t, "urn:example:1", d.ID())
		require.Equal(t, "01000000000000000000000000000002", i.HashedIdentity(badge.IdentifierEmailAddress, address).Salt)
	})
	t.Run("at random", func(t *testing.T) {
		i := open(t, w, config(w, proof.EdDSARDFC2022))
		seen := map[string]bool{}
		for range 4 {
			d, err := issue(t.Context(), i, nil)
			require.NoError(t, err)
			require.Regexp(t, regexp.MustCompile(`^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`), d.ID())
			salt := i.HashedIdentity(badge.IdentifierEmailAddress, address).Salt
			require.Len(t, salt, 32)
			require.False(t, seen[d.ID()] || seen[salt])
			seen[d.ID()], seen[salt] = true, true
		}
	})
	t.Run("by default clock", func(t *testing.T) {
		cfg := config(w, proof.EdDSARDFC2022)
		cfg.Now = nil
		d, err := issue(t.Context(), open(t, w, cfg), nil)
		require.NoError(t, err)
		from, err := d.Credential().ValidFrom.Time()
		require.NoError(t, err)
		require.Zero(t, from.Nanosecond())
		created, err := d.Credential().Proof[0].Created.Time()
		require.NoError(t, err)
		require.Equal(t, from, created)
	})
	t.Run("only where empty", func(t *testing.T) {
		own := badge.Profile{ID: school, Type: []string{"Profile"}, Name: "The School, a department"}
		d, err := issue(t.Context(), open(t, w, config(w, proof.EdDSARDFC2022)), func(c *badge.Credential) {
			c.ID, c.ValidFrom, c.Issuer = "urn:example:2", "2026-01-02T03:04:05.5Z", own
		})
		require.NoError(t, err)
		c := d.Credential()
		require.Equal(t, "urn:example:2", c.ID)
		require.Equal(t, badge.DateTime("2026-01-02T03:04:05.5Z"), c.ValidFrom)
		require.Equal(t, own.Name, c.Issuer.Name)
	})
}

func TestInvalid(t *testing.T) {
	w := verifytest.New(t)
	i := open(t, w, config(w, proof.EdDSARDFC2022))
	for _, c := range []struct {
		name string
		edit func(*badge.Credential)
		want []string
	}{
		{"two problems", func(c *badge.Credential) {
			c.Subject.Achievement.Name, c.Subject.Achievement.Description = "", ""
		}, []string{"schema.required", "schema.required"}},
		{"no criteria", func(c *badge.Credential) { c.Subject.Achievement.Criteria = badge.Criteria{} }, []string{"schema.required"}},
		{"ends before it starts", func(c *badge.Credential) { c.ValidUntil = "2020-01-01T00:00:00Z" }, []string{"date.order"}},
		{"C-022", func(c *badge.Credential) { c.Subject.Achievement.AchievementType = "xext:a b" }, []string{"issue.term"}},
		{"C-022 second line", func(c *badge.Credential) { c.Subject.Achievement.AchievementType = "ext:a\next:b" }, []string{"issue.term"}},
		{"someone else's badge", func(c *badge.Credential) {
			c.Issuer = badge.Profile{ID: "did:web:other.example", Type: []string{"Profile"}}
		},
			[]string{"issuer.foreign"}},
		{"signed already", func(c *badge.Credential) { c.Proof = []badge.ProofView{{Type: "DataIntegrityProof"}} }, []string{"badge.build_signed"}},
		{"version 1.1", func(c *badge.Credential) { c.Context = []badge.Context{{URL: badge.ContextVC1}} }, []string{"badge.version_read"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := issue(t.Context(), i, c.edit)
			require.Nil(t, d)
			require.Equal(t, c.want, codes(err))
		})
	}
}

// W04: what looks like a claim is a member like any other, and a member that
// is a claim is refused.
func TestClaimInjection(t *testing.T) {
	w := verifytest.New(t)
	i := open(t, w, config(w, proof.EdDSA))
	for name, want := range map[string]string{
		`x":0,"admin`: "ld.compact_iri",
		`x","admin`:   "ld.undefined_term",
		"iss":         "member.shadow",
		"sub":         "member.shadow",
		"exp":         "member.shadow",
		"vc":          "member.shadow",
	} {
		t.Run("W04/"+name, func(t *testing.T) {
			_, err := issue(t.Context(), i, atRoot(name, `"urn:example:x"`))
			require.Equal(t, []string{want}, codes(err))
		})
	}
	t.Run("W04/text of a claim", func(t *testing.T) {
		d, err := issue(t.Context(), i, func(c *badge.Credential) { c.ID = `urn:example:x","admin":"true` })
		require.Nil(t, d)
		require.Contains(t, codes(err), "uri.syntax")
	})
}

func TestEndorsement(t *testing.T) {
	w := verifytest.New(t)
	i := open(t, w, config(w, proof.EdDSARDFC2022))
	subject := verifytest.Badge().Subject.Achievement.ID
	endorsement, err := i.Issue(t.Context(), badge.Credential{
		Type: []string{"EndorsementCredential"}, Name: "A good achievement",
		Subject: badge.Subject{ID: subject, EndorsementComment: "We ask for it."},
	})
	require.NoError(t, err)
	require.Equal(t, badge.KindEndorsement, endorsement.Kind())
	accepted(t, w, endorsement.Bytes())

	d, err := issue(t.Context(), i, func(c *badge.Credential) { c.Subject.Achievement.Endorsement = []*badge.Document{endorsement} })
	require.NoError(t, err)
	report := accepted(t, w, d.Bytes())
	require.Len(t, report.Embedded(), 1)
	require.Equal(t, verify.Accepted, report.Embedded()[0].Report.Verdict())
}

// W13, W12: one Issuer serves many at a time, and nothing is shared between
// two of them.
func TestConcurrentUse(t *testing.T) {
	w := verifytest.New(t)
	c := verifytest.Badge()
	before, err := json.Marshal(c)
	require.NoError(t, err)
	var wait sync.WaitGroup
	for _, i := range []*issuer.Issuer{open(t, w, config(w, proof.EdDSARDFC2022)), open(t, w, config(w, proof.EdDSA))} {
		for range 4 {
			wait.Go(func() {
				if _, err := i.Issue(t.Context(), c); err != nil {
					t.Error(err)
				}
			})
		}
	}
	wait.Wait()
	after, err := json.Marshal(c)
	require.NoError(t, err)
	require.Equal(t, string(before), string(after), "the caller's credential")
}

func TestCancelled(t *testing.T) {
	w := verifytest.New(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, scheme := range []proof.Scheme{proof.EdDSARDFC2022, proof.EdDSA} {
		_, err := issue(ctx, open(t, w, config(w, scheme)), nil)
		require.True(t, errors.Is(err, context.Canceled), "%s: %v", scheme, err)
	}
}

func TestExtension(t *testing.T) {
	w := verifytest.New(t)
	const address = "https://school.example/contexts/lab.json"
	lab := badge.Extension{URL: address, Context: []byte(`{"@context":{"@protected":true,"machine":"https://school.example/vocab#machine"}}`)}
	edit := func(c *badge.Credential) {
		c.Context = []badge.Context{{URL: address}}
		extra(&c.Extra, "machine", `"laser"`)
	}
	cfg := config(w, proof.EdDSARDFC2022)
	_, err := issue(t.Context(), open(t, w, cfg), edit)
	require.Equal(t, []string{"ld.context_unknown"}, codes(err))

	cfg.Extensions = []badge.Extension{lab}
	d, err := issue(t.Context(), open(t, w, cfg), edit)
	require.NoError(t, err)
	reader := w.Config(verify.Issuers(school))
	reader.Extensions = cfg.Extensions
	v, err := verify.New(reader)
	require.NoError(t, err)
	report, err := v.Verify(t.Context(), d.Bytes())
	require.NoError(t, err, report)
}
