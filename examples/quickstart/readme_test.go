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
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/bake"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/verify"
	"github.com/openbadges-go/openbadges/verify/fetch"
)

// The bodies of the next four functions are the code of the README.

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

func verifyOnline(ctx context.Context, picture []byte) error {
	client, err := fetch.New(fetch.Config{}) // https, public addresses only
	if err != nil {
		return err
	}
	verifier, err := verify.New(verify.Config{Trust: verify.Issuers("did:web:school.example"), Fetcher: client})
	if err != nil {
		return err
	}
	report, err := verifier.VerifyFor(ctx, picture, badge.Recipient{Type: badge.IdentifierEmailAddress, Value: "noor@student.example"})
	if credential, ok := report.Verified(); ok {
		fmt.Println(credential.Subject.Achievement.Name, "by", credential.Issuer.Name)
	}
	return err // nil means accepted
}

func verifyPinned(ctx context.Context, picture, keysOfSchool []byte) error {
	keys, err := key.Parse(keysOfSchool) // a JWK, a JWK set, PEM or a Multikey
	if err != nil {
		return err
	}
	verifier, err := verify.New(verify.Config{
		Trust: verify.Issuers("did:web:school.example"),
		Keys:  map[string][]key.Key{"did:web:school.example": keys},
	})
	if err != nil {
		return err
	}
	report, err := verifier.Verify(ctx, picture)
	fmt.Println(report)
	return err
}

func verifyEdubadge(ctx context.Context, client verify.Fetcher, shared, department string) error {
	page, err := edubadges.Locate(shared, edubadges.Deployments()) // the URL that a student shares
	if err != nil {
		return err
	}
	verifier, err := verify.New(verify.Config{
		Trust: verify.Issuers(department), Fetcher: client, Extensions: edubadges.Extensions(),
		Views: edubadges.Views, LocalTime: edubadges.LocalTime,
	})
	if err != nil {
		return err
	}
	report, err := verifier.VerifyAt(ctx, page.URL())
	if err != nil {
		return err // not accepted: the report says why
	}
	award := edubadges.Read(report.Document())
	fmt.Println(award.Value(edubadges.FieldName).Text, "by", award.Value(edubadges.FieldAwardedBy).Text)
	for _, remark := range edubadges.Check(award, edubadges.HBO) {
		fmt.Println(remark.Dutch) // or remark.Message, in English
	}
	return nil
}

func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	source, err := os.ReadFile("readme_test.go")
	require.NoError(t, err)
	blocks := strings.Split(string(readme), "```go\n")[1:]
	require.Len(t, blocks, 4)
	for _, block := range blocks {
		block, _, _ = strings.Cut(block, "```")
		indented := "\n\t" + strings.ReplaceAll(strings.TrimSpace(block), "\n", "\n\t") + "\n}\n"
		require.Contains(t, string(source), indented, "README.md shows code that is not the one below")
	}

	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("prototyping.png", picturePNG, 0o600))
	secret := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	require.NoError(t, issueAndBake(t.Context(), secret, workshop("", badge.IdentityObject{}).Subject.Achievement))

	picture, err := os.ReadFile("noor.png")
	require.NoError(t, err)
	public, err := key.FromPublic(secret.Public())
	require.NoError(t, err)
	require.NoError(t, verifyPinned(t.Context(), picture, public.JWK()))
	ended, cancel := context.WithCancel(t.Context())
	cancel() // nothing is asked on the web
	require.ErrorIs(t, verifyOnline(ended, picture), verify.ErrInconclusive)
	const shared = "https://www.edubadges.nl/public/assertions/a41jSgmsSh6Sa1xcVUku5Q"
	require.ErrorIs(t, verifyEdubadge(t.Context(), nil, shared, "https://api.edubadges.nl/public/issuers/lQ67BQQQS-eBx5syJGpazg"), verify.ErrInconclusive, "without a web")
	const page = "https://api.edubadges.nl/public/"
	web := verify.Pages{}
	for address, members := range map[string]string{
		"assertions/a41jSgmsSh6Sa1xcVUku5Q": `"type":"Assertion","badge":"` + page + `badges/EqLuTedxSEaQneSmWWlF4g","verification":{"type":"HostedBadge"},"issuedOn":"2026-05-01T10:20:30Z","recipient":{"type":"id","hashed":false,"identity":"x"}`,
		"badges/EqLuTedxSEaQneSmWWlF4g":     `"type":"BadgeClass","name":"Solderen","description":"d","image":"` + page + `i","criteria":{"narrative":"c"},"issuer":"` + page + `issuers/lQ67BQQQS-eBx5syJGpazg"`,
		"issuers/lQ67BQQQS-eBx5syJGpazg":    `"type":"Issuer","name":"Stadslab","url":"https://school.example","email":"a@school.example"`,
	} {
		web[page+address] = verify.Response{Body: []byte(`{"@context":"https://w3id.org/openbadges/v2","id":"` + page + address + `",` + members + `}`)}
	}
	require.NoError(t, verifyEdubadge(t.Context(), web, shared, page+"issuers/lQ67BQQQS-eBx5syJGpazg"))
}
