package issuer_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/sha256"
	"fmt"
	"log"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/verify"
)

// A signed badge of Open Badges 2.0 names its key, which the issuer publishes
// beside its profile.
func ExampleIssuer_KeyDocuments() {
	seed := sha256.Sum256([]byte("an example"))
	secret, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), seed[:])
	if err != nil {
		log.Fatal(err)
	}
	institution, err := issuer.New(issuer.Config{
		Version:        badge.OB2,
		Profile:        badge.Profile{ID: "https://school.example/issuer", Name: "The School", URL: "https://school.example", Email: "badges@school.example"},
		Proofs:         []issuer.Securing{{Scheme: proof.ES256, Signer: key.Signer{Key: secret, Method: "https://school.example/keys/1"}}},
		RevocationList: "https://school.example/revoked",
		Now:            func() time.Time { return today },
		NewID:          func() string { return "urn:uuid:0f0e0d0c-0b0a-4908-8706-050403020100" },
	})
	if err != nil {
		log.Fatal(err)
	}
	awarded, err := institution.Issue(context.Background(), badge.Credential{Subject: badge.Subject{
		Identifier: []badge.IdentityObject{institution.HashedIdentity("email", "noor@student.example")},
		Achievement: badge.Achievement{
			ID: "https://school.example/classes/prototyping", Name: "Rapid Prototyping",
			Description: "Took an idea to a working prototype.",
			Image:       &badge.Image{ID: "https://school.example/classes/prototyping.png"},
			Criteria:    badge.Criteria{Narrative: "Make it, test it, and make it again."},
		},
	}})
	if err != nil {
		log.Fatal(err)
	}
	how, _ := awarded.Verification()
	fmt.Println(how.Type, "with", how.Creator)

	profile, err := institution.ProfileDocument()
	if err != nil {
		log.Fatal(err)
	}
	keys, err := institution.KeyDocuments()
	if err != nil {
		log.Fatal(err)
	}
	for _, d := range append(keys, profile) {
		fmt.Println("publish", d.ID())
	}
	// Output:
	// [SignedBadge] with https://school.example/keys/1
	// publish https://school.example/keys/1
	// publish https://school.example/issuer
}

// An organisation endorses an achievement. The school puts the endorsement into
// its badges, and a verifier judges both.
func Example_endorsement() {
	ctx := context.Background()
	newIssuer := func(domain string, seed byte) *issuer.Issuer {
		secret := ed25519.NewKeyFromSeed(append(make([]byte, 31), seed))
		i, err := issuer.New(issuer.Config{
			Profile: badge.Profile{ID: "did:web:" + domain, Type: []string{"Profile"}, Name: domain},
			Proofs:  []issuer.Securing{{Scheme: proof.EdDSARDFC2022, Signer: key.Signer{Key: secret, Method: "did:web:" + domain + "#1"}}},
			Now:     func() time.Time { return today },
		})
		if err != nil {
			log.Fatal(err)
		}
		return i
	}
	school, endorser := newIssuer("school.example", 1), newIssuer("guild.example", 2)
	prototyping := badge.Achievement{
		ID: "https://school.example/badges/prototyping", Name: "Rapid Prototyping",
		Description: "Took an idea to a working prototype.", Criteria: badge.Criteria{Narrative: "Make it, test it, and make it again."},
	}
	endorsement, err := endorser.Issue(ctx, badge.Credential{
		Type: []string{"EndorsementCredential"}, Name: "Recognised by the guild",
		Subject: badge.Subject{ID: prototyping.ID, Type: []string{"EndorsementSubject"}, EndorsementComment: "Prepares for work in a workshop."},
	})
	if err != nil {
		log.Fatal(err)
	}
	prototyping.Endorsement = []*badge.Document{endorsement}
	awarded, err := school.Issue(ctx, badge.Credential{
		Name: "Rapid Prototyping", Subject: badge.Subject{ID: "did:example:noor", Achievement: prototyping}})
	if err != nil {
		log.Fatal(err)
	}

	web := verify.Pages{}
	for domain, i := range map[string]*issuer.Issuer{"school.example": school, "guild.example": endorser} {
		document, err := i.ControllerDocument()
		if err != nil {
			log.Fatal(err)
		}
		web["https://"+domain+"/.well-known/did.json"] = verify.Response{Body: document}
	}
	verifier, err := verify.New(verify.Config{Trust: verify.Issuers(school.ID(), endorser.ID()), Fetcher: web, Now: func() time.Time { return today }})
	if err != nil {
		log.Fatal(err)
	}
	report, err := verifier.Verify(ctx, awarded.Bytes())
	fmt.Println(report.Verdict(), err)
	for _, check := range report.Checks() {
		if check.Stage == verify.StageEndorsement {
			fmt.Println(check.Code, check.Path)
		}
	}
	// Output:
	// accepted <nil>
	// endorsement.good /credentialSubject/achievement/endorsement/0
}
