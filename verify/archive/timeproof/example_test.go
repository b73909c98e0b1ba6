package timeproof_test

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"time"

	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/verify/archive/timeproof"
)

// Another institution says that it saw an archive, and somebody who knows its
// key checks that later.
func Example() {
	manifest := []byte(`{"format": "example"}`)
	library := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)) // an example: make keys at random
	ctx := context.Background()

	witness := key.Signer{Key: library, Method: "did:web:library.example#2026"}
	proof, err := timeproof.Attest(ctx, manifest, witness, time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC))
	if err != nil {
		fmt.Println(err)
		return
	}

	public, err := key.FromPublic(library.Public())
	if err != nil {
		fmt.Println(err)
		return
	}
	policy := timeproof.Policy{Witnesses: []key.Key{public.WithID("did:web:library.example#2026")}}
	later := time.Date(2036, 11, 30, 12, 0, 0, 0, time.UTC)
	seen, err := timeproof.Check(ctx, manifest, []timeproof.Proof{proof}, policy, later)
	fmt.Println(seen.Time.Format(time.DateOnly), seen.By, err)

	_, err = timeproof.Check(ctx, []byte(`{"format": "changed"}`), []timeproof.Proof{proof}, policy, later)
	fmt.Println(err)
	// Output:
	// 2026-11-30 did:web:library.example#2026 <nil>
	// timeproof.imprint: the statement is about other data
}
