package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"slices"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/bake"
	"github.com/openbadges-go/openbadges/examples/quickstart/art"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/verify"
)

// The school of the samples, which does not exist, and its DID document.
const (
	sampleSchool = "did:web:hogeschool.example"
	samplePage   = "https://hogeschool.example/.well-known/did.json"
)

// sampleResults makes sample badges with a new key and verifies them, without the
// web: the result by the name of the sample.
func sampleResults() (map[string]result, error) {
	ctx := context.Background()
	_, secret, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	signer := issuer.Securing{Scheme: proof.EdDSARDFC2022, Signer: key.Signer{Key: secret, Method: sampleSchool + "#badges-1"}}
	profile := badge.Profile{ID: sampleSchool, Type: []string{"Profile"}, Name: "Hogeschool Voorbeeld", URL: "https://hogeschool.example"}
	day := 24 * time.Hour
	good, page, err := signedSample(ctx, issuer.Config{Profile: profile, Proofs: []issuer.Securing{signer}}, time.Now().Add(-30*day), "")
	if err != nil {
		return nil, err
	}
	made := time.Now().Add(-800 * day)
	expired, _, err := signedSample(ctx, issuer.Config{Profile: profile, Proofs: []issuer.Securing{signer}}, made, badge.DateTimeOf(made.Add(365*day)))
	if err != nil {
		return nil, err
	}
	verifier, err := verify.New(verify.Config{Trust: verify.Issuers(sampleSchool), Fetcher: verify.Pages{samplePage: {Body: page}}})
	if err != nil {
		return nil, err
	}
	c, found := &checker{options: newOptions(), verifier: verifier}, map[string]result{}
	for name, text := range map[string][]byte{"good": good, "expired": expired, "forged": bytes.ReplaceAll(good, []byte("Rapid Prototyping"), []byte("Master of Science"))} {
		var picture bytes.Buffer
		if err := bake.Embed(&picture, bytes.NewReader(art.Prototyping().PNG), bake.Payload{Slot: bake.OB3, Data: text}, bake.Options{}); err != nil {
			return nil, err
		}
		one := c.checkData(ctx, name+".png", picture.Bytes())
		one.picture = shownPicture(one.picture)
		found[name] = one
	}
	return found, nil
}

// signedSample returns a signed badge, and the page with the key of its issuer.
func signedSample(ctx context.Context, cfg issuer.Config, on time.Time, until badge.DateTime) (text, page []byte, err error) {
	cfg.Now = func() time.Time { return on }
	school, err := issuer.New(cfg)
	if err != nil {
		return nil, nil, err
	}
	doc, err := school.Issue(ctx, badge.Credential{
		Name: "Rapid Prototyping", ValidFrom: badge.DateTimeOf(on), ValidUntil: until,
		Subject: badge.Subject{
			Identifier: []badge.IdentityObject{school.HashedIdentity(badge.IdentifierEmailAddress, "noor@student.example")},
			Achievement: badge.Achievement{
				ID: "https://hogeschool.example/badges/rapid-prototyping", AchievementType: badge.AchievementTypeBadge, Name: "Rapid Prototyping",
				Description: "Took an idea to a working prototype in one workshop, with a laser cutter and a 3D printer.",
				Criteria:    badge.Criteria{Narrative: "Sketch a product, make it with at least two machines, and show what you changed after the first test."},
			},
		},
	})
	if err != nil {
		return nil, nil, err
	}
	page, err = school.ControllerDocument()
	return slices.Clone(doc.Bytes()), page, err
}
