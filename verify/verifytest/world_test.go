package verifytest_test

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

const (
	did     = "did:web:school.example"
	address = "https://school.example/.well-known/did.json"
)

// The clock stands still until it is moved, and issuers and verifiers of one
// world look at the same one.
func TestClock(t *testing.T) {
	world := verifytest.New(t)
	noon := time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)
	require.Equal(t, noon, world.Now())
	require.Equal(t, noon, world.Now())

	later := noon.AddDate(1, 0, 0)
	world.SetNow(later)
	school := world.Issuer("school.example", proof.EdDSARDFC2022)
	awarded := world.Issue(school, verifytest.Badge())
	require.Equal(t, "2027-10-01T12:00:00Z", string(awarded.Credential().ValidFrom))

	verifier := world.Verifier(verify.Issuers(did))
	r, err := verifier.Verify(t.Context(), awarded.Bytes())
	require.NoError(t, err)
	require.Equal(t, later, r.At())
	world.SetNow(noon)
	r, err = verifier.Verify(t.Context(), awarded.Bytes())
	require.ErrorIs(t, err, verify.ErrRejected)
	require.Equal(t, noon, r.At())
}

// The web returns published pages and configured answers, and counts requests.
func TestWeb(t *testing.T) {
	world := verifytest.New(t)
	get := func(url string) (verify.Response, error) {
		return world.Fetch(t.Context(), verify.Request{Kind: verify.FetchController, URL: url})
	}
	_, err := get(address)
	require.Error(t, err)
	world.Publish(address, []byte("first"))
	world.Answer("https://school.example/gone", verify.Response{Status: 410, Body: []byte("gone")})
	r, err := get(address)
	require.NoError(t, err)
	require.Equal(t, verify.Response{Status: 200, Body: []byte("first")}, r)
	world.Publish(address, []byte("second"))
	r, err = get(address)
	require.NoError(t, err)
	require.Equal(t, "second", string(r.Body))
	r, err = get("https://school.example/gone")
	require.NoError(t, err)
	require.Equal(t, 410, r.Status)
	require.Equal(t, 3, world.Hits(address))
	require.Equal(t, 4, world.Hits(""))
	require.Zero(t, world.Hits("https://school.example/other"))

	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, _ = get(address)
			world.Publish(address, []byte("third"))
			world.SetNow(world.Now())
		})
	}
	all.Wait()
	require.Equal(t, 11, world.Hits(address))
}

// An issuer publishes every key it secures badges with, and a key has one name
// in all worlds.
func TestIssuer(t *testing.T) {
	schemes := []proof.Scheme{proof.EdDSARDFC2022, proof.EdDSA, proof.ES256, proof.ES384, proof.PS256}
	for _, scheme := range schemes {
		t.Run(string(scheme), func(t *testing.T) {
			world := verifytest.New(t)
			awarded := world.Issue(world.Issuer("school.example", scheme), verifytest.Badge())
			r, err := world.Verifier(verify.Issuers(did)).Verify(t.Context(), awarded.Bytes())
			require.NoError(t, err)
			require.Equal(t, verify.BindingDIDWeb, r.Binding())
			require.Equal(t, 1, world.Hits(address))

			same := world.Key("school.example", scheme)
			require.Equal(t, same, world.Key("school.example", scheme), "one key in one world")
			require.NotEqual(t, same, world.Key("attacker.example", scheme))
			elsewhere := verifytest.New(t).Key("school.example", scheme)
			switch scheme {
			case proof.PS256:
				require.IsType(t, &rsa.PrivateKey{}, same)
			case proof.ES256, proof.ES384:
				require.IsType(t, &ecdsa.PrivateKey{}, same)
				require.Equal(t, same, elsewhere)
			default:
				require.IsType(t, ed25519.PrivateKey{}, same)
				require.Equal(t, same, elsewhere)
			}
		})
	}
}

// The page of an issuer can be taken over: then its badges verify no more.
func TestTakenOver(t *testing.T) {
	world := verifytest.New(t)
	awarded := world.Issue(world.Issuer("school.example", proof.EdDSARDFC2022), verifytest.Badge())
	world.Publish(address, []byte(`{"id":"did:web:attacker.example"}`))
	r, err := world.Verifier(verify.Issuers(did)).Verify(t.Context(), awarded.Bytes())
	require.ErrorIs(t, err, verify.ErrRejected)
	require.Equal(t, "did.document_id", r.Decisive().Code)
}
