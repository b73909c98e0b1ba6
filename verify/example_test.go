package verify_test

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
)

// A school whose id is its key needs no network to be verified.
func ExampleVerifier_VerifyFor() {
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
		Name: "Rapid Prototyping",
		Subject: badge.Subject{
			Identifier: []badge.IdentityObject{office.HashedIdentity(badge.IdentifierEmailAddress, "noor@student.example")},
			Achievement: badge.Achievement{
				ID: "https://school.example/badges/prototyping", Name: "Rapid Prototyping",
				Description: "Took an idea to a working prototype.", Criteria: badge.Criteria{Narrative: "Make it, test it, change it."},
			},
		},
	})
	if err != nil {
		log.Fatal(err)
	}

	verifier, err := verify.New(verify.Config{Trust: verify.Issuers(school), Now: noon})
	if err != nil {
		log.Fatal(err)
	}
	report, err := verifier.VerifyFor(context.Background(), awarded.Bytes(),
		badge.Recipient{Type: badge.IdentifierEmailAddress, Value: "noor@student.example"})
	fmt.Println(report.Verdict(), err, report.Binding())
	if credential, ok := report.Verified(); ok {
		fmt.Println(credential.Subject.Achievement.Name, "from", credential.Issuer.Name)
	}

	report, _ = verifier.VerifyFor(context.Background(), awarded.Bytes(),
		badge.Recipient{Type: badge.IdentifierEmailAddress, Value: "somebody@else.example"})
	fmt.Println(report.Verdict(), report.Decisive().Code)
	// Output:
	// accepted <nil> self-asserted
	// Rapid Prototyping from The School
	// rejected recipient.mismatch
}
