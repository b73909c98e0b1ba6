// Quickstart issues a badge for a workshop, signs it in both ways of Open Badges
// 3.0 (an embedded proof and a token), bakes it into pictures, and verifies them.
//
//	go run ./examples/quickstart
//
// It writes badge.png, badge.svg, badge.json and badge.jwt to the folder ./out,
// beside the documents that the institution publishes. Verify a picture again with
//
//	go run ./examples/openbadges verify -web out/web.json out/badge.png
package main

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	_ "embed"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/bake"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/verify"
)

// The pictures of the badge, without a badge in them.
var (
	//go:embed art/stadslab.png
	picturePNG []byte
	//go:embed art/stadslab.svg
	pictureSVG []byte
)

// The institution and the URL of its DID document.
const (
	school    = "did:web:hogeschool.example"
	schoolWeb = "https://hogeschool.example/.well-known/did.json"
)

// email is the address of the student. The badge shows only a salted hash of it.
const email = "noor@student.example"

func main() {
	log.SetFlags(0)
	out := flag.String("out", "out", "folder to write to")
	flag.Parse()
	if err := run(context.Background(), *out); err != nil {
		log.Fatal("quickstart: ", err)
	}
}

func run(ctx context.Context, out string) error {
	institution, signers, err := newInstitution()
	if err != nil {
		return err
	}
	wallet, err := newWallet()
	if err != nil {
		return err
	}
	student := institution.HashedIdentity(badge.IdentifierEmailAddress, email)
	embedded, err := institution.Issue(ctx, workshop(wallet, student))
	if err != nil {
		return err
	}
	token, err := proof.Sign(ctx, embedded, proof.RS256, signers.token, proof.Options{})
	if err != nil {
		return err
	}
	did, err := controllerDocument(signers)
	if err != nil {
		return err
	}
	if err := write(out, embedded, token, did); err != nil {
		return err
	}
	return check(ctx, out, did)
}

// signers are the two keys of the institution. In production they stay in a key
// management service, which provides the same crypto.Signer.
type signers struct{ embedded, token key.Signer }

func newInstitution() (*issuer.Issuer, signers, error) {
	_, edKey, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, signers{}, err
	}
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, signers{}, err
	}
	s := signers{
		embedded: key.Signer{Key: edKey, Method: school + "#badges-1"},
		token:    key.Signer{Key: rsaKey, Method: school + "#badges-2"},
	}
	i, err := issuer.New(issuer.Config{Profile: profile, Proofs: []issuer.Securing{{Scheme: proof.EdDSARDFC2022, Signer: s.embedded}}})
	return i, s, err
}

var profile = badge.Profile{
	ID:   school,
	Type: []string{"Profile"},
	Name: "Hogeschool Voorbeeld",
	URL:  "https://hogeschool.example",
}

// newWallet returns the DID of the student: a public key. The private key stays
// in the wallet of the student.
func newWallet() (did string, err error) {
	public, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return "", err
	}
	publicKey, err := key.FromPublic(public)
	return publicKey.DIDKey(), err
}

// workshop is the badge of a Stadslab workshop for one student, identified by the
// DID of a wallet and by a hashed e-mail address.
func workshop(wallet string, student badge.IdentityObject) badge.Credential {
	return badge.Credential{
		Name: "Stadslab: Rapid Prototyping",
		Subject: badge.Subject{
			ID:         wallet,
			Identifier: []badge.IdentityObject{student},
			Achievement: badge.Achievement{
				ID:              "https://hogeschool.example/badges/rapid-prototyping",
				AchievementType: badge.AchievementTypeBadge,
				Name:            "Rapid Prototyping",
				Description:     "Took an idea to a working prototype in one workshop at the Stadslab, with a laser cutter and a 3D printer.",
				Criteria:        badge.Criteria{Narrative: "Sketch a product, model it, make it with at least two machines of the lab, and show what you changed after the first test."},
				InLanguage:      "en",
				Tag:             []string{"prototyping", "laser cutting", "3D printing"},
			},
		},
	}
}

// controllerDocument returns the document that the institution publishes at
// schoolWeb, with both public keys.
func controllerDocument(s signers) ([]byte, error) {
	both, err := issuer.New(issuer.Config{Profile: profile, Proofs: []issuer.Securing{
		{Scheme: proof.EdDSARDFC2022, Signer: s.embedded},
		{Scheme: proof.RS256, Signer: s.token},
	}})
	if err != nil {
		return nil, err
	}
	return both.ControllerDocument()
}

// write writes the badge in all its forms.
func write(out string, embedded, token *badge.Document, did []byte) error {
	web, err := json.MarshalIndent(map[string]string{schoolWeb: "did.json"}, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	for _, f := range []struct {
		name  string
		data  []byte
		badge *badge.Document // baked into the picture
	}{
		{"badge.json", embedded.Bytes(), nil}, {"badge.jwt", token.Bytes(), nil},
		{"badge.png", picturePNG, embedded}, {"badge.svg", pictureSVG, token},
		{"did.json", did, nil}, {"web.json", web, nil},
	} {
		path := filepath.Join(out, f.name)
		if err := os.WriteFile(path, f.data, 0o644); err != nil {
			return err
		}
		if f.badge != nil {
			if err := bake.EmbedFile(path, path, bake.Payload{Slot: bake.OB3, Data: f.badge.Bytes()}, bake.Options{}); err != nil {
				return err
			}
		}
		fmt.Println("wrote", path)
	}
	return nil
}

// check does what another institution does with the pictures: it extracts the
// badge, verifies it, and asks whether it belongs to the student who shows it.
func check(ctx context.Context, out string, did []byte) error {
	verifier, err := verify.New(verify.Config{
		Trust:   verify.Issuers(school),
		Fetcher: verify.Pages{schoolWeb: {Body: did}}, // in place of the network
	})
	if err != nil {
		return err
	}
	for _, name := range []string{"badge.png", "badge.svg"} {
		picture, err := os.Open(filepath.Join(out, name))
		if err != nil {
			return err
		}
		payload, err := bake.Extract(picture, bake.Options{})
		picture.Close()
		if err != nil {
			return err
		}
		report, err := verifier.VerifyFor(ctx, payload.Data, badge.Recipient{Type: badge.IdentifierEmailAddress, Value: email})
		fmt.Printf("\n%s: %s", name, report)
		if err != nil {
			return err
		}
	}
	return nil
}
