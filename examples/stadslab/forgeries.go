package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"path/filepath"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/bake"
	"github.com/openbadges-go/openbadges/issuer"
)

// forgery is a picture that must be rejected.
type forgery struct {
	submission
	trick string
	code  string // of the check that detects it
}

// forge makes three forgeries: from a signed badge, from a hosted badge of the
// same student, and by another student.
func forge(ctx context.Context, folder string, now func() time.Time, signed, hosted submission, forger student) ([]forgery, error) {
	edited := filepath.Join(folder, "edited.svg")
	if err := forgeValue(signed.picture, edited); err != nil {
		return nil, err
	}
	selfMade := filepath.Join(folder, "self-made.svg")
	if err := forgeIssuer(ctx, selfMade, now, forger); err != nil {
		return nil, err
	}
	return []forgery{
		{submission{signed.presenter, signed.eduID, edited}, "an edited value: the session is now called a degree", "proof.signature"},
		{submission{forger.name, forger.eduID, hosted.picture}, "another student's badge, that of " + hosted.presenter, "recipient.mismatch"},
		{submission{forger.name, forger.eduID, selfMade}, "a self-made issuer with the name " + institution, "trust.unlisted"},
	}, nil
}

// forgeValue changes the name in a signed badge.
func forgeValue(from, to string) error {
	payload, err := readPicture(from)
	if err != nil {
		return err
	}
	_, backpack := classes()
	degree := bytes.ReplaceAll(payload.Data, []byte(backpack.name), []byte("Master of Design"))
	if bytes.Equal(degree, payload.Data) {
		return errors.New("the badge does not contain the name to edit")
	}
	return writePicture(to, backpack.picture.SVG, bake.Payload{Slot: bake.OB3, Data: degree})
}

// forgeIssuer makes a badge that a student awards to themselves, with their own
// key and the name of the institution. The badge is valid and so is its
// signature.
func forgeIssuer(ctx context.Context, to string, now func() time.Time, forger student) error {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	publicKey, err := key.FromPublic(public)
	if err != nil {
		return err
	}
	self, err := issuer.New(issuer.Config{
		Profile: badge.Profile{ID: publicKey.DIDKey(), Type: []string{"Profile"}, Name: institution},
		Proofs:  []issuer.Securing{{Scheme: proof.EdDSARDFC2022, Signer: key.Signer{Key: private, Method: publicKey.DIDKey() + "#" + publicKey.Multikey()}}},
		Now:     now,
	})
	if err != nil {
		return err
	}
	_, backpack := classes()
	doc, err := self.Issue(ctx, badge.Credential{
		Name: backpack.name,
		Subject: badge.Subject{
			Identifier:  []badge.IdentityObject{self.HashedIdentity(eduIDTypes[bake.OB3], forger.eduID)},
			Achievement: badge.Achievement{ID: "https://hogeschool.example/classes/backpack", Name: backpack.name, Description: backpack.description, Criteria: badge.Criteria{Narrative: backpack.criteria}},
		},
	})
	if err != nil {
		return err
	}
	return writePicture(to, backpack.picture.SVG, bake.Payload{Slot: bake.OB3, Data: doc.Bytes()})
}
