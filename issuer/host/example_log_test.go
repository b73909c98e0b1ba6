package host_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"fmt"
	"log"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/webvh"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/issuer/host"
	"github.com/openbadges-go/openbadges/verify"
)

// A school publishes its keys in the log of a did:webvh, awards a badge, and changes
// the key of its badges a month later. The badge still verifies for whoever can prove
// that it is older, because the log has the old key in its first version.
func ExampleHost_PublishLog() {
	ctx, now := context.Background(), time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)
	h, err := host.New(host.Config{Base: "https://badges.school.example", Store: host.NewMemory(), Now: func() time.Time { return now }})
	if err != nil {
		log.Fatal(err)
	}
	secret := func(n byte) ed25519.PrivateKey { // keep yours secret
		return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, ed25519.SeedSize))
	}
	public := func(n byte, id string) key.Key {
		k, _ := key.FromPublic(secret(n).Public())
		return k.WithID(id)
	}
	school := func(id, name string, n byte, history ...key.VerificationMethod) *issuer.Issuer {
		i, err := issuer.New(issuer.Config{
			Profile: badge.Profile{ID: id, Type: []string{"Profile"}, Name: "The School"}, History: history, Now: func() time.Time { return now },
			Proofs: []issuer.Securing{{Scheme: proof.EdDSARDFC2022, Signer: key.Signer{Key: secret(n), Method: id + "#" + name}}},
		})
		if err != nil {
			log.Fatal(err)
		}
		return i
	}
	// The key that changes the DID is not one that signs badges.
	first := webvh.Change{UpdateKeys: []key.Key{public(9, "")}}
	id, err := h.PublishLog(ctx, school("did:webvh:{SCID}:badges.school.example", "2026", 1), first, secret(9))
	if err != nil {
		log.Fatal(err)
	}
	awarded, err := school(id, "2026", 1).Issue(ctx, workshop())
	if err != nil {
		log.Fatal(err)
	}
	seen := now.AddDate(0, 0, 7)

	now = now.AddDate(0, 1, 0)
	history := []key.VerificationMethod{{ID: id + "#2026", Controller: id, Key: public(1, id+"#2026")}}
	history, err = issuer.Rotate(history, id+"#2026", public(2, id+"#2027"), now, 0)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := h.PublishLog(ctx, school(id, "2027", 2, history...), webvh.Change{}, secret(9)); err != nil {
		log.Fatal(err)
	}

	now = now.AddDate(0, 0, 1)
	for _, proved := range []time.Time{{}, seen} {
		verifier, err := verify.New(verify.Config{Trust: verify.Issuers(id), Fetcher: web{h}, SeenAt: proved, Now: func() time.Time { return now }})
		if err != nil {
			log.Fatal(err)
		}
		report, _ := verifier.Verify(ctx, awarded.Bytes())
		fmt.Println(report.Verdict(), report.Decisive().Code)
	}
	// Output:
	// inconclusive key.claimed_time
	// accepted signature.valid
}
