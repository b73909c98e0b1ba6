package main

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/bake"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/verify"
)

// The bodies of the next two functions are the code of the README.

func issueAndBake(ctx context.Context, secret crypto.Signer, prototyping badge.Achievement) error {
	school, err := issuer.New(issuer.Config{
		Profile: badge.Profile{ID: "did:web:school.example", Type: []string{"Profile"}, Name: "The School"},
		Proofs:  []issuer.Securing{{Scheme: proof.EdDSARDFC2022, Signer: key.Signer{Key: secret, Method: "did:web:school.example#badges"}}},
	})
	if err != nil {
		return err
	}
	noor := school.HashedIdentity(badge.IdentifierEmailAddress, "noor@student.example")
	awarded, err := school.Issue(ctx, badge.Credential{
		Name:    "Rapid Prototyping",
		Subject: badge.Subject{Identifier: []badge.IdentityObject{noor}, Achievement: prototyping},
	})
	if err != nil {
		return err
	}
	return bake.EmbedFile("noor.png", "prototyping.png", bake.Payload{Slot: bake.OB3, Data: awarded.Bytes()}, bake.Options{})
}

func extractAndVerify(ctx context.Context, picture *os.File, fetcher verify.Fetcher) error {
	payload, err := bake.Extract(picture, bake.Options{})
	if err != nil {
		return err
	}
	verifier, err := verify.New(verify.Config{
		Trust:   verify.Issuers("did:web:school.example"),
		Fetcher: fetcher, // reaches the issuer's domain for its keys; nil stays offline
	})
	if err != nil {
		return err
	}
	report, err := verifier.VerifyFor(ctx, payload.Data, badge.Recipient{Type: badge.IdentifierEmailAddress, Value: "noor@student.example"})
	fmt.Println(report) // who, what, to whom, how sure, and the answer to every question
	return err
}

func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	source, err := os.ReadFile("readme_test.go")
	require.NoError(t, err)
	blocks := strings.Split(string(readme), "```go\n")[1:]
	require.Len(t, blocks, 2)
	for _, block := range blocks {
		block, _, _ = strings.Cut(block, "```")
		indented := "\n\t" + strings.ReplaceAll(strings.TrimSpace(block), "\n", "\n\t") + "\n}\n"
		require.Contains(t, string(source), indented, "README.md shows code that is not the one below")
	}

	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("prototyping.png", picturePNG, 0o600))
	secret := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	require.NoError(t, issueAndBake(t.Context(), secret, workshop("", badge.IdentityObject{}).Subject.Achievement))

	school, err := issuer.New(issuer.Config{
		Profile: badge.Profile{ID: "did:web:school.example"},
		Proofs:  []issuer.Securing{{Scheme: proof.EdDSARDFC2022, Signer: key.Signer{Key: secret, Method: "did:web:school.example#badges"}}},
	})
	require.NoError(t, err)
	did, err := school.ControllerDocument()
	require.NoError(t, err)
	picture, err := os.Open("noor.png")
	require.NoError(t, err)
	defer picture.Close()
	require.NoError(t, extractAndVerify(t.Context(), picture, verify.Pages{"https://school.example/.well-known/did.json": {Body: did}}))
}
