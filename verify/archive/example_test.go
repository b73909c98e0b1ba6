package archive_test

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"log"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/archive"
	"github.com/openbadges-go/openbadges/verify/archive/timeproof"
)

// A keeper archives a badge and signs the archive. A year later the issuer's host
// is gone, and the archive still shows that the badge was valid.
func Example() {
	ctx := context.Background()
	now := time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)
	cfg := verify.Config{Trust: verify.Issuers("did:web:school.example"), Now: func() time.Time { return now }}
	keeper := key.Signer{Key: ed25519.NewKeyFromSeed([]byte("a keeper of archives: 32 bytes..")), Method: "did:web:keeper.example#2026"}

	awarded, web := awardedBadge(ctx, cfg.Now)
	cfg.Fetcher = web
	recorder, err := archive.NewRecorder(cfg)
	must(err)
	_, err = recorder.Verify(ctx, verify.Item{Data: awarded})
	must(err)
	kept, err := recorder.Seal(nil)
	must(err)
	statement, err := timeproof.Attest(ctx, kept.Manifest(), keeper, now)
	must(err)
	kept, err = kept.WithProofs([]timeproof.Proof{statement})
	must(err)
	file := kept.Bytes()

	now, cfg.Fetcher = now.AddDate(1, 0, 0), nil
	trusted, err := key.FromPublic(keeper.Key.Public())
	must(err)
	kept, err = archive.Open(file)
	must(err)
	results, err := kept.Check(ctx, archive.Policy{Config: cfg, Keepers: []key.Key{trusted}})
	must(err)
	fmt.Println(results[0].Verdict(), results[0].Level, results[0].Err())
	fmt.Println(results[0].Was.Message)
	fmt.Println(results[0].Is.Message)
	// Output:
	// was_valid A <nil>
	// on 2026-10-01 12:00:00 UTC the badge was valid: the signature is valid
	// what the issuer publishes has not been asked for since 2026-10-01 12:00:00 UTC
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// awardedBadge returns a signed badge and the web of its issuer.
func awardedBadge(ctx context.Context, clock func() time.Time) ([]byte, verify.Pages) {
	school, err := issuer.New(issuer.Config{Now: clock,
		Profile: badge.Profile{ID: "did:web:school.example", Type: []string{"Profile"}, Name: "The School"},
		Proofs: []issuer.Securing{{Scheme: proof.EdDSARDFC2022, Signer: key.Signer{
			Key: ed25519.NewKeyFromSeed([]byte("an example: thirty-two bytes key")), Method: "did:web:school.example#badges"}}}})
	must(err)
	awarded, err := school.Issue(ctx, badge.Credential{Subject: badge.Subject{ID: "did:example:noor", Achievement: badge.Achievement{
		ID: "https://school.example/badges/prototyping", Name: "Prototyping", Description: "Took an idea to a working prototype.",
		Criteria: badge.Criteria{Narrative: "Make it, test it, and make it again."}}}})
	must(err)
	document, err := school.ControllerDocument()
	must(err)
	return awarded.Bytes(), verify.Pages{"https://school.example/.well-known/did.json": {Body: document}}
}
