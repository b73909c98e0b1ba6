package verify_test

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"iter"
	"log"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/verifytest"
)

func ExampleVerifier_VerifyAll() {
	noon := func() time.Time { return time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC) }
	secret := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)) // an example: real keys are secret
	public, err := key.FromPublic(secret.Public())
	if err != nil {
		log.Fatal(err)
	}
	school := public.DIDKey()
	office, err := issuer.New(issuer.Config{
		Profile: badge.Profile{ID: school, Type: []string{"Profile"}, Name: "The School"},
		Proofs:  []issuer.Securing{{Scheme: proof.EdDSARDFC2022, Signer: key.Signer{Key: secret, Method: school + "#" + public.Multikey()}}},
		Now:     noon,
	})
	if err != nil {
		log.Fatal(err)
	}
	awarded, err := office.Issue(context.Background(), badge.Credential{
		Name: "Welding",
		Subject: badge.Subject{ID: "did:example:noor", Achievement: badge.Achievement{
			ID: "https://school.example/badges/welding", Name: "Welding",
			Description: "Joins two parts for good.", Criteria: badge.Criteria{Narrative: "Make a joint that holds."},
		}},
	})
	if err != nil {
		log.Fatal(err)
	}
	forged := strings.Replace(string(awarded.Bytes()), "noor", "sam", 1)

	verifier, err := verify.New(verify.Config{Trust: verify.Issuers(school), Now: noon})
	if err != nil {
		log.Fatal(err)
	}
	items := slices.Values([]verify.Item{
		{Ref: "noor.json", Data: awarded.Bytes()},
		{Ref: "sam.json", Data: []byte(forged)},
		{Ref: "notes.txt", Data: []byte("buy solder")},
	})
	for item, report := range verifier.VerifyAll(context.Background(), items) {
		fmt.Println(item.Ref, report.Verdict(), report.Decisive().Code)
	}
	// Output:
	// noor.json accepted signature.valid
	// sam.json rejected proof.signature
	// notes.txt rejected badge.format
}

// stream yields n items by a function of their place, and counts what was
// asked for.
func stream(n int, asked *int, data func(i int) []byte) iter.Seq[verify.Item] {
	return func(yield func(verify.Item) bool) {
		for i := range n {
			*asked++
			if !yield(verify.Item{Ref: fmt.Sprint(i), Data: data(i)}) {
				return
			}
		}
	}
}

// hanging is a Fetcher whose host never answers.
var hanging = fetcherFunc(func(ctx context.Context, _ verify.Request) (verify.Response, error) {
	<-ctx.Done()
	return verify.Response{}, ctx.Err()
})

// Bad badges of every sort, W15 those that a Fetcher panics over among them,
// leave the others alone. The order is kept, few items are read ahead, and a
// status list is asked for once per worker at most.
func TestVerifyAll(t *testing.T) {
	const workers = 3
	world := schoolWorld(t)
	publishList(t, world, "school.example", revocations, listCredential(t, revocations, "revocation", 24))
	fine := badgeWithStatus(t, world, entryAt(revocations, "revocation", "23")).Bytes()
	kinds := []struct {
		data []byte
		code string
	}{
		{fine, "signature.valid"},
		{badgeWithStatus(t, world, entryAt(revocations, "revocation", "24")).Bytes(), "status.revoked"},
		{fine[:len(fine)-2], "proof.signature"},
		{[]byte(`{"@context":`), "json.truncated"},
		{nil, "badge.format"},
		{badgeWithStatus(t, world, entryAt("https://school.example/broken", "revocation", "1")).Bytes(), "verify.internal"},
	}
	var reported []int
	v := verifierWith(t, world, func(c *verify.Config) {
		c.Workers, c.Progress = workers, func(n int) { reported = append(reported, n) }
		c.Fetcher = fetcherFunc(func(ctx context.Context, r verify.Request) (verify.Response, error) {
			if r.URL == "https://school.example/broken" {
				panic("broken")
			}
			return world.Fetch(ctx, r)
		})
	})
	asked, next := 0, 0
	for item, report := range v.VerifyAll(t.Context(), stream(120, &asked, func(i int) []byte { return kinds[i%len(kinds)].data })) {
		require.Equal(t, fmt.Sprint(next), item.Ref)
		require.Equal(t, kinds[next%len(kinds)].code, report.Decisive().Code, outline(report))
		next++
		require.LessOrEqual(t, asked, next+4*workers)
	}
	require.Equal(t, 120, next)
	require.Len(t, reported, 120)
	require.True(t, slices.IsSorted(reported))
	require.LessOrEqual(t, world.Hits(revocations), workers)
}

// Each item is judged for the one who presents it.
func TestVerifyAllRecipients(t *testing.T) {
	world := schoolWorld(t)
	data := signed(t, world, edited(t, verifytest.Badge(), nil)).Bytes()
	items := []verify.Item{
		{Data: data},
		{Data: data, Recipient: &badge.Recipient{ID: "did:example:learner"}},
		{Data: data, Recipient: &badge.Recipient{ID: "did:example:other"}},
	}
	var verdicts []verify.Verdict
	for _, r := range verifierWith(t, world, nil).VerifyAll(t.Context(), slices.Values(items)) {
		verdicts = append(verdicts, r.Verdict())
	}
	require.Equal(t, []verify.Verdict{verify.Accepted, verify.Accepted, verify.Rejected}, verdicts)
}

// W14: a batch ends as soon as its context does or its loop is left, while no
// host answers. Each item that was read has its report. That synctest.Test
// returns shows that no goroutine is left.
func TestVerifyAllEnds(t *testing.T) {
	world := schoolWorld(t)
	data := signed(t, world, edited(t, verifytest.Badge(), nil)).Bytes()
	offline := []byte("[]")
	v := verifierWith(t, world, func(c *verify.Config) { c.Workers, c.Fetcher = 2, hanging })
	t.Run("W14 cancelled", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			start, asked, yielded := time.Now(), 0, 0
			for _, r := range v.VerifyAll(ctx, stream(100, &asked, func(int) []byte { return data })) {
				require.Equal(t, "verify.cancelled", r.Decisive().Code)
				require.ErrorIs(t, r.Err(), verify.ErrInconclusive)
				yielded++
			}
			require.Equal(t, time.Second, time.Since(start))
			require.Equal(t, 8, asked)
			require.Equal(t, asked, yielded)
		})
	})
	t.Run("W14 left", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			start, asked := time.Now(), 0
			items := stream(100, &asked, func(i int) []byte { return [][]byte{offline, data}[min(i, 1)] })
			for _, r := range v.VerifyAll(t.Context(), items) {
				require.Equal(t, "badge.format", r.Decisive().Code)
				break
			}
			require.Zero(t, time.Since(start), "nobody waits for the host")
		})
	})
}
