package verify_test

import (
	"crypto/ed25519"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// transcript is a comprehensive learner record with n signed badges inside, all
// by one did:key.
func transcript(t testing.TB, scheme proof.Scheme, n int) *badge.Document {
	secret := ed25519.NewKeyFromSeed(slices.Repeat([]byte{7}, ed25519.SeedSize))
	id, method := didKey(secret)
	sign := func(s proof.Scheme, doc *badge.Document) *badge.Document {
		made, err := proof.Sign(t.Context(), doc, s, key.Signer{Key: secret, Method: method}, proof.Options{})
		require.NoError(t, err)
		return made
	}
	inner := make([]any, n)
	for i := range inner {
		doc := edited(t, verifytest.Badge(), func(o object) {
			o["id"] = fmt.Sprintf("urn:uuid:00000000-2222-4333-8444-%012d", i)
			at(o, "/issuer")["id"] = id
			at(o, "/credentialSubject")["id"] = "did:example:learner"
			at(o, "/credentialSubject/achievement")["id"] = fmt.Sprintf("https://school.example/achievements/%d", i)
		})
		inner[i] = fromJSON(t, sign(proof.EdDSARDFC2022, doc).JSON())
	}
	return sign(scheme, edited(t, verifytest.Badge(), func(o object) {
		o["@context"] = []any{badge.ContextVC2, "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json", badge.ContextOB3}
		o["type"] = []any{"VerifiableCredential", "ClrCredential"}
		o["id"] = "urn:uuid:00000000-1111-4333-8444-000000000000"
		at(o, "/issuer")["id"] = id
		o["credentialSubject"] = object{"id": "did:example:learner", "type": []any{"ClrSubject"}, "verifiableCredential": inner}
	}))
}

// RE-32: a transcript of two hundred badges is accepted whole, whatever the proof
// around it, and costs in proportion to them. With less work than that the rest
// is listed as not verified.
func TestLongTranscript(t *testing.T) {
	world := verifytest.New(t)
	v := verifierWith(t, world, func(c *verify.Config) { c.Trust = verify.AnyIssuer() })
	for _, scheme := range []proof.Scheme{proof.EdDSA, proof.EdDSAJCS2022, proof.EdDSARDFC2022} {
		half, r := verify.Spent(t.Context(), v, transcript(t, scheme, 100).Bytes())
		require.NoError(t, r.Err(), "%s: %s", scheme, outline(r))
		doc := transcript(t, scheme, 200)
		whole, r := verify.Spent(t.Context(), v, doc.Bytes())
		require.NoError(t, r.Err(), "%s: %s", scheme, outline(r))
		require.Len(t, r.Embedded(), 200)
		require.Less(t, float64(whole.Work)/float64(half.Work), 2.1, "%d and %d units", half.Work, whole.Work)
		t.Logf("%s: %d units", scheme, whole.Work)
		if scheme != proof.EdDSA {
			continue
		}
		less := verifierWith(t, world, func(c *verify.Config) {
			c.Trust, c.Budget.Work = verify.AnyIssuer(), whole.Work/2
		})
		r, err := less.Verify(t.Context(), doc.Bytes())
		require.ErrorIs(t, err, verify.ErrInconclusive)
		listed := 0
		for _, c := range r.Checks() {
			if c.Stage == verify.StageEndorsement && c.Outcome == verify.Unknown {
				require.Equal(t, "verify.budget", c.Code)
				listed++
			}
		}
		accepted := slices.IndexFunc(r.Embedded(), func(e verify.EmbeddedReport) bool { return e.Report.Verdict() != verify.Accepted })
		require.Greater(t, accepted, 50)
		require.Equal(t, 200, accepted+listed)
	}
}

// RE-32: the key of an issuer that is its own key is remembered for the next badge
// in a record only together with the issuer and the name of the key.
func TestRecordOfTwoIssuers(t *testing.T) {
	v := verifierWith(t, verifytest.New(t), func(c *verify.Config) { c.Trust = verify.AnyIssuer() })
	type school struct {
		secret     ed25519.PrivateKey
		id, method string
	}
	var a, b school
	for seed, s := range map[byte]*school{7: &a, 8: &b} {
		s.secret = ed25519.NewKeyFromSeed(slices.Repeat([]byte{seed}, ed25519.SeedSize))
		s.id, s.method = didKey(s.secret)
	}
	made := func(issuer string, secret ed25519.PrivateKey, method string, change func(o object)) *badge.Document {
		doc := edited(t, verifytest.Badge(), func(o object) {
			at(o, "/issuer")["id"] = issuer
			change(o)
		})
		doc, err := proof.Sign(t.Context(), doc, proof.EdDSARDFC2022, key.Signer{Key: secret, Method: method}, proof.Options{})
		require.NoError(t, err)
		return doc
	}
	rows := []struct {
		issuer string
		by     ed25519.PrivateKey
		method string
		code   string
	}{
		{a.id, a.secret, a.method, "signature.valid"},
		{a.id, a.secret, a.method, "signature.valid"},
		{b.id, b.secret, b.method, "signature.valid"},
		{a.id, b.secret, b.method, "did.key_not_bound"},
		{a.id, a.secret, a.method, "signature.valid"},
		{a.id, b.secret, a.method, "proof.signature"},
		{b.id, a.secret, a.method, "did.key_not_bound"},
		{b.id, b.secret, b.method, "signature.valid"},
	}
	var inner []any
	for i, row := range rows {
		inner = append(inner, fromJSON(t, made(row.issuer, row.by, row.method, func(o object) {
			o["id"] = fmt.Sprintf("urn:uuid:00000000-2222-4333-8444-%012d", i)
		}).JSON()))
	}
	record := made(a.id, a.secret, a.method, func(o object) {
		o["@context"] = []any{badge.ContextVC2, "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json", badge.ContextOB3}
		o["type"] = []any{"VerifiableCredential", "ClrCredential"}
		o["credentialSubject"] = object{"id": "did:example:learner", "type": []any{"ClrSubject"}, "verifiableCredential": inner}
	})
	r, err := v.Verify(t.Context(), record.Bytes())
	require.ErrorIs(t, err, verify.ErrRejected)
	require.Len(t, r.Embedded(), len(rows))
	for i, e := range r.Embedded() {
		require.Equal(t, rows[i].code, e.Report.Decisive().Code, "%d: %s", i, outline(e.Report))
	}
}
