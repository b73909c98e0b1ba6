package verify_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

// fetcherFunc is a Fetcher that is one function.
type fetcherFunc func(context.Context, verify.Request) (verify.Response, error)

func (f fetcherFunc) Fetch(ctx context.Context, req verify.Request) (verify.Response, error) {
	return f(ctx, req)
}

// The code and sentence of a Fetcher reach the report if it vouches for them.
func TestFetchErrors(t *testing.T) {
	world := schoolWorld(t)
	doc := signed(t, world, edited(t, verifytest.Badge(), nil))
	for _, c := range []struct {
		name, code, message string
		err                 error
	}{
		{"vouched for", "fetch.tls", "no certificate holds", verify.NewFetchError("fetch.tls", "no certificate holds")},
		{"vouched for and wrapped", "fetch.tls", "no certificate holds", fmt.Errorf("outer: %w", verify.NewFetchError("fetch.tls", "no certificate holds"))},
		{"any other", "fetch.failed", `"` + schoolDoc + `" could not be reached`, errors.New("GET https://school.example/?token=secret")},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := verifierWith(t, world, func(cfg *verify.Config) {
				cfg.Fetcher = fetcherFunc(func(context.Context, verify.Request) (verify.Response, error) { return verify.Response{}, c.err })
			})
			r, err := v.Verify(t.Context(), doc.Bytes())
			require.ErrorIs(t, err, verify.ErrInconclusive)
			requireCheck(t, r, verify.StageKey, verify.Unknown, c.code)
			check, _ := found(r, verify.StageKey, c.code)
			require.Equal(t, c.message, check.Message)
			require.NotContains(t, r.String(), "secret")
		})
	}
}

// A host that never answers costs a verification 30 s, and no more.
func TestFetchTime(t *testing.T) {
	world := schoolWorld(t)
	doc := signed(t, world, edited(t, verifytest.Badge(), nil))
	v := verifierWith(t, world, func(cfg *verify.Config) {
		cfg.Fetcher = fetcherFunc(func(ctx context.Context, _ verify.Request) (verify.Response, error) {
			<-ctx.Done()
			return verify.Response{}, ctx.Err()
		})
	})
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		r, err := v.Verify(t.Context(), doc.Bytes())
		require.ErrorIs(t, err, verify.ErrInconclusive)
		requireCheck(t, r, verify.StageKey, verify.Unknown, "fetch.timeout")
		require.Equal(t, 30*time.Second, time.Since(start))

		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		r, err = v.Verify(ctx, doc.Bytes())
		require.ErrorIs(t, err, verify.ErrInconclusive)
		requireCheck(t, r, verify.StageKey, verify.Unknown, "verify.cancelled")
	})
}

// H25: the Fetcher caches only usable answers. A status list is requested fresh.
func TestFetchKeep(t *testing.T) {
	world := schoolWorld(t)
	publishList(t, world, "school.example", revocations, listCredential(t, revocations, "revocation"))
	doc := badgeWithStatus(t, world, entryAt(revocations, "revocation", "23"))
	kept, asked := map[string]bool{}, map[string]verify.Request{}
	v := func() *verify.Verifier {
		return verifierWith(t, world, func(cfg *verify.Config) {
			cfg.Fetcher = fetcherFunc(func(ctx context.Context, req verify.Request) (verify.Response, error) {
				asked[req.URL] = req
				r, err := world.Fetch(ctx, req)
				r.Keep = func() { kept[req.URL] = true }
				return r, err
			})
		})
	}
	_, err := v().Verify(t.Context(), doc.Bytes())
	require.NoError(t, err)
	require.Equal(t, map[string]bool{schoolDoc: true, revocations: true}, kept)
	require.Equal(t, map[string]verify.Request{
		schoolDoc:   {Kind: verify.FetchController, URL: schoolDoc},
		revocations: {Kind: verify.FetchStatusList, URL: revocations, Fresh: true},
	}, asked)

	clear(kept)
	unreadable := listCredential(t, revocations, "revocation")
	encoded("x")(unreadable)
	publishList(t, world, "school.example", revocations, unreadable)
	_, err = v().Verify(t.Context(), doc.Bytes())
	require.ErrorIs(t, err, verify.ErrRejected)
	require.Equal(t, map[string]bool{schoolDoc: true}, kept, "a list that cannot be read")

	clear(kept)
	world.Publish(schoolDoc, []byte(`{"id":"did:web:school.example"}`))
	_, err = v().Verify(t.Context(), doc.Bytes())
	require.ErrorIs(t, err, verify.ErrRejected)
	require.Empty(t, kept, "a document without the key makes no sense")
}

// H23: one verification causes 20 requests at most, however many are wanted.
func TestFetchLimit(t *testing.T) {
	world := schoolWorld(t)
	var endorsements []any
	for i := range 20 {
		host := fmt.Sprintf("e%d.example", i)
		doc, err := badge.Parse(toJSON(t, object{
			"@context": []string{badge.ContextVC2, badge.ContextOB3}, "id": "https://" + host + "/1",
			"type": []string{"VerifiableCredential", "EndorsementCredential"}, "name": "Well done",
			"issuer": object{"id": "did:web:" + host, "type": []string{"Profile"}}, "validFrom": "2026-09-01T00:00:00Z",
			"credentialSubject": object{"id": badgeID, "type": []string{"EndorsementSubject"}},
		}))
		require.NoError(t, err)
		endorsements = append(endorsements, fromJSON(t, signedBy(t, world, host, proof.EdDSARDFC2022, doc).JSON()))
	}
	doc := tokenBy(t, world, "school.example", edited(t, verifytest.Badge(), func(o object) {
		o["id"], o["endorsement"] = badgeID, endorsements
	}))
	r, err := world.Verifier(verify.AnyIssuer()).Verify(t.Context(), doc.Bytes())
	require.ErrorIs(t, err, verify.ErrInconclusive, "%s", r)
	require.Equal(t, 20, world.Hits(""))
	requireCheck(t, r.Embedded()[19].Report, verify.StageKey, verify.Unknown, "verify.budget")
	requireCheck(t, r, verify.StageEndorsement, verify.Unknown, "verify.budget")

	config := world.Config(verify.AnyIssuer())
	config.Budget.Requests = 21
	v, err := verify.New(config)
	require.NoError(t, err)
	r, err = v.Verify(t.Context(), doc.Bytes())
	require.NoError(t, err, "%s", r)
}

func TestFetchKindMaxBytes(t *testing.T) {
	require.Equal(t, 256<<10, verify.FetchController.MaxBytes())
	require.Equal(t, 1<<20, verify.FetchAssertion.MaxBytes())
	require.Equal(t, 2<<20, verify.FetchStatusList.MaxBytes())
	require.Zero(t, verify.FetchKind("image").MaxBytes(), "H24")
}
