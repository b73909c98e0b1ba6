package verify_test

import (
	"crypto"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// rotating is a school that changes its keys.
type rotating struct {
	t     testing.TB
	world *verifytest.World
}

// named is a public key of the school.
func (r rotating) named(name string) key.Key {
	return publicKey(r.secret(name)).WithID(school + "#" + name)
}

func (r rotating) secret(name string) crypto.Signer { return r.world.Key(name, proof.EdDSARDFC2022) }

// issuer signs with a key and publishes its document, and returns what a reader
// finds there.
func (r rotating) issuer(name string, history []key.VerificationMethod) (*issuer.Issuer, []key.VerificationMethod) {
	by, err := issuer.New(issuer.Config{
		Profile: badge.Profile{ID: school, Type: []string{"Profile"}, Name: "The school"}, Now: r.world.Now, History: history,
		Proofs: []issuer.Securing{{Scheme: proof.EdDSARDFC2022, Signer: key.Signer{Key: r.secret(name), Method: school + "#" + name}}},
	})
	require.NoError(r.t, err)
	text, err := by.ControllerDocument()
	require.NoError(r.t, err)
	r.world.Publish("https://school.example/.well-known/did.json", text)
	doc, err := key.ParseControllerDocument(text)
	require.NoError(r.t, err)
	return by, doc.Methods()
}

// KH-6: after a change of keys new badges verify, old ones with proof of time, and
// after a theft only those that are older than it.
func TestRotation(t *testing.T) {
	r := rotating{t, verifytest.New(t)}
	begun := r.world.Now()
	days := func(n int) time.Time { return begun.AddDate(0, 0, n) }
	first, history := r.issuer("key-2026", nil)
	old := r.world.Issue(first, verifytest.Badge())
	judge := func(doc *badge.Document, seen time.Time) verify.Verdict {
		v := verifierWith(t, r.world, func(c *verify.Config) { c.SeenAt = seen })
		report, _ := v.Verify(t.Context(), doc.Bytes())
		return report.Verdict()
	}
	require.Equal(t, verify.Accepted, judge(old, time.Time{}))
	_, outlives := issuer.Outlives(history, old)
	require.False(t, outlives, "the key has no end")

	r.world.SetNow(days(100))
	history, err := issuer.Rotate(history, school+"#key-2026", r.named("key-2027"), r.world.Now(), 30*24*time.Hour)
	require.NoError(t, err)
	end, outlives := issuer.Outlives(history, old)
	require.True(t, outlives, "KH-6 the badge has no end and would be orphaned")
	require.True(t, days(130).Equal(end))
	second, history := r.issuer("key-2027", history)
	fresh := r.world.Issue(second, verifytest.Badge())
	require.Len(t, history, 2, "both are listed for assertions")
	require.Equal(t, verify.Accepted, judge(old, time.Time{}), "in the overlap")
	require.Equal(t, verify.Accepted, judge(fresh, time.Time{}))

	r.world.SetNow(days(131))
	require.Equal(t, verify.Inconclusive, judge(old, time.Time{}))
	require.Equal(t, verify.Accepted, judge(old, days(1)), "with proof of time")
	require.Equal(t, verify.Accepted, judge(fresh, time.Time{}))
	_, err = issuer.New(issuer.Config{
		Profile: badge.Profile{ID: school, Type: []string{"Profile"}, Name: "The school"}, Now: r.world.Now, History: history,
		Proofs: []issuer.Securing{{Scheme: proof.EdDSARDFC2022, Signer: key.Signer{Key: r.secret("key-2026"), Method: school + "#key-2026"}}},
	})
	require.ErrorContains(t, err, "ended at")
	_, err = issuer.New(issuer.Config{Version: badge.OB2, Now: r.world.Now, History: []key.VerificationMethod{{ID: "https://school.example/key", Key: r.named("key-2026"), Expires: "2030-01-01T00:00:00Z"}},
		Profile: badge.Profile{ID: "https://school.example/issuer", Type: []string{"Profile"}, Name: "The school", URL: "https://school.example", Email: "a@school.example"}})
	require.ErrorContains(t, err, "no dates of keys")

	history, err = issuer.Revoke(history, school+"#key-2026", days(50))
	require.NoError(t, err)
	_, history = r.issuer("key-2027", history)
	require.Equal(t, verify.Rejected, judge(old, time.Time{}))
	require.Equal(t, verify.Accepted, judge(old, days(50).Add(-time.Second)))
	require.Equal(t, verify.Rejected, judge(old, days(50)))
	require.Equal(t, verify.Accepted, judge(fresh, time.Time{}))
	again, err := issuer.Revoke(history, school+"#key-2026", days(60))
	require.NoError(t, err)
	require.Equal(t, history, again, "a date of revocation is never moved forward")
}

// KH-6: what a time line of keys refuses, and which documents outlive their keys.
func TestRotationRefused(t *testing.T) {
	r := rotating{t, verifytest.New(t)}
	now := r.world.Now()
	by, history := r.issuer("key-1", nil)
	for name, change := range map[string]func() ([]key.VerificationMethod, error){
		"KH-6 a key that is not there": func() ([]key.VerificationMethod, error) {
			return issuer.Rotate(history, school+"#x", r.named("key-2"), now, 0)
		},
		"KH-6 a name that was used": func() ([]key.VerificationMethod, error) {
			return issuer.Rotate(history, school+"#key-1", r.named("key-1"), now, 0)
		},
		"KH-6 a key without a name": func() ([]key.VerificationMethod, error) {
			return issuer.Rotate(history, school+"#key-1", r.named("key-2").WithID(""), now, 0)
		},
		"KH-6 an overlap below zero": func() ([]key.VerificationMethod, error) {
			return issuer.Rotate(history, school+"#key-1", r.named("key-2"), now, -1)
		},
		"KH-6 a theft of a key not there": func() ([]key.VerificationMethod, error) { return issuer.Revoke(history, school+"#x", now) },
		"KH-6 a key that has ended": func() ([]key.VerificationMethod, error) {
			once, err := issuer.Rotate(history, school+"#key-1", r.named("key-2"), now, 0)
			require.NoError(t, err)
			return issuer.Rotate(once, school+"#key-1", r.named("key-3"), now, 0)
		},
	} {
		got, err := change()
		require.Error(t, err, name)
		require.Nil(t, got, name)
	}
	rotated, err := issuer.Rotate(history, school+"#key-1", r.named("key-2"), now, 24*time.Hour)
	require.NoError(t, err)
	require.Empty(t, history[0].Expires, "what was passed in")
	for until, want := range map[badge.DateTime]bool{"": true, badge.DateTimeOf(now.Add(23 * time.Hour)): false, badge.DateTimeOf(now.Add(24 * time.Hour)): true} {
		c := verifytest.Badge()
		c.ValidUntil = until
		_, outlives := issuer.Outlives(rotated, r.world.Issue(by, c))
		require.Equal(t, want, outlives, until)
	}
	_, outlives := issuer.Outlives(nil, r.world.Issue(by, verifytest.Badge()))
	require.False(t, outlives, "a key that is not in the time line")
	_, outlives = issuer.Outlives(rotated, nil)
	require.False(t, outlives)
	set, err := by.KeySet()
	require.NoError(t, err)
	require.Contains(t, string(set), "key-1")
	second, _ := r.issuer("key-2", rotated)
	r.world.SetNow(now.AddDate(0, 0, 2))
	set, err = second.KeySet()
	require.NoError(t, err)
	require.NotContains(t, string(set), "key-1", "a set of JWKs has no dates")
}
