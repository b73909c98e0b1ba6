package issuer_test

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"log"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/issuer"
)

// A fixed key and a fixed time make the examples come out the same each time.
var (
	secret = ed25519.NewKeyFromSeed([]byte("an example: thirty-two bytes key"))
	today  = time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)
)

func Example() {
	institution, err := issuer.New(issuer.Config{
		Profile: badge.Profile{ID: "did:web:school.example", Type: []string{"Profile"}, Name: "The School"},
		Proofs: []issuer.Securing{{
			Scheme: proof.EdDSARDFC2022,
			Signer: key.Signer{Key: secret, Method: "did:web:school.example#badges"},
		}},
		Now:   func() time.Time { return today },
		NewID: func() string { return "urn:uuid:0f0e0d0c-0b0a-4908-8706-050403020100" },
	})
	if err != nil {
		log.Fatal(err)
	}
	awarded, err := institution.Issue(context.Background(), badge.Credential{
		Name: "Rapid Prototyping",
		Subject: badge.Subject{
			ID: "did:example:noor",
			Achievement: badge.Achievement{
				ID:          "https://school.example/badges/prototyping",
				Name:        "Rapid Prototyping",
				Description: "Took an idea to a working prototype.",
				Criteria:    badge.Criteria{Narrative: "Make it, test it, and make it again."},
			},
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(awarded.ID(), "by", awarded.IssuerID())
	proofs, err := proof.Find(awarded)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(proofs[0].Scheme(), proofs[0].Method())
	// Output:
	// urn:uuid:0f0e0d0c-0b0a-4908-8706-050403020100 by did:web:school.example
	// eddsa-rdfc-2022 did:web:school.example#badges
}

// A hosted badge of Open Badges 2.0 is what its own address gives; package host
// publishes it there.
func ExampleIssuer_BadgeClass() {
	institution, err := issuer.New(issuer.Config{
		Version: badge.OB2,
		Profile: badge.Profile{ID: "https://school.example/issuer", Name: "The School", URL: "https://school.example", Email: "badges@school.example"},
		Now:     func() time.Time { return today },
	})
	if err != nil {
		log.Fatal(err)
	}
	class, err := institution.BadgeClass(badge.Achievement{
		ID:          "https://school.example/classes/prototyping",
		Name:        "Rapid Prototyping",
		Description: "Took an idea to a working prototype.",
		Image:       &badge.Image{ID: "https://school.example/classes/prototyping.png"},
		Criteria:    badge.Criteria{Narrative: "Make it, test it, and make it again."},
	})
	if err != nil {
		log.Fatal(err)
	}
	noor := institution.HashedIdentity("id", "6f1c2a34-9d0e-4b57-8a21-3c5d7e9f0b12") // an eduID
	awarded, err := institution.Issue(context.Background(), badge.Credential{
		ID: "https://school.example/assertions/1",
		Subject: badge.Subject{
			Identifier:  []badge.IdentityObject{noor},
			Achievement: badge.Achievement{ID: class.ID()}, // a link
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	how, _ := awarded.Verification()
	fmt.Println(awarded.ID(), "of", awarded.Credential().Subject.Achievement.ID, how.Type)
	// Output:
	// https://school.example/assertions/1 of https://school.example/classes/prototyping [HostedBadge]
}

func ExampleIssuer_StatusList() {
	institution, err := issuer.New(issuer.Config{
		Profile: badge.Profile{ID: "did:web:school.example", Type: []string{"Profile"}},
		Proofs:  []issuer.Securing{{Scheme: proof.EdDSA, Signer: key.Signer{Key: secret, Method: "did:web:school.example#badges"}}},
		Now:     func() time.Time { return today },
	})
	if err != nil {
		log.Fatal(err)
	}
	const address = "https://school.example/status/1"
	list, err := status.NewList(status.Revocation, 131072, 1)
	if err != nil {
		log.Fatal(err)
	}
	// The badge names this entry as its credentialStatus.
	entry := status.Entry{Type: status.BitstringEntry, List: address, Purpose: status.Revocation, Index: 23}
	if err := list.Set(entry, 1); err != nil {
		log.Fatal(err)
	}
	signed, err := institution.StatusList(context.Background(), address, list, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("publish at", signed.ID())
	// Output:
	// publish at https://school.example/status/1
}

func ExampleIssuer_HashedIdentity() {
	institution, err := issuer.New(issuer.Config{
		Profile: badge.Profile{ID: "did:web:school.example", Type: []string{"Profile"}},
		Proofs:  []issuer.Securing{{Scheme: proof.EdDSARDFC2022, Signer: key.Signer{Key: secret, Method: "did:web:school.example#badges"}}},
		NewSalt: func() [16]byte { return [16]byte{1, 2, 3} }, // without it, random
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(institution.HashedIdentity(badge.IdentifierEmailAddress, "noor@student.example").IdentityHash)
	// Output:
	// sha256$242f1752963579ffee855b0a1f86226f982158a09ae3206b660b1859f2060628
}
