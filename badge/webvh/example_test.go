package webvh_test

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/webvh"
)

// A school begins a log, replaces the key of its badges a year later, and finds
// the key that was in force in between.
func Example() {
	secret := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)) // keep yours secret
	public, _ := key.FromPublic(secret.Public())
	sign := func(document []byte) ([]byte, error) {
		doc, err := badge.Parse(document)
		if err != nil {
			return nil, err
		}
		name := public.Multikey()
		signed, err := proof.Sign(context.Background(), doc, proof.EdDSAJCS2022, key.Signer{Key: secret, Method: "did:key:" + name + "#" + name}, proof.Options{})
		if err != nil {
			return nil, err
		}
		return signed.Bytes(), nil
	}
	check := func(document []byte, by key.Key) error {
		return proof.VerifyObject(context.Background(), document, by, proof.CheckOptions{})
	}
	document := func(did, name string) []byte {
		return fmt.Appendf(nil, `{"@context":["https://www.w3.org/ns/did/v1"],"id":"%s","assertionMethod":[{"id":"#%s"}]}`, did, name)
	}
	s := webvh.Source{Now: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC), Check: check}
	log, did, err := webvh.Append(s, webvh.Change{Document: document("did:webvh:{SCID}:school.example", "key-2026"), UpdateKeys: []key.Key{public}}, sign)
	if err != nil {
		fmt.Println(err)
		return
	}
	s = webvh.Source{DID: did, Log: log, Now: s.Now.AddDate(1, 0, 0), Check: check}
	if s.Log, _, err = webvh.Append(s, webvh.Change{Document: document(did, "key-2027")}, sign); err != nil {
		fmt.Println(err)
		return
	}
	history, err := webvh.Read(s)
	if err != nil {
		fmt.Println(err)
		return
	}
	then, err := history.Query("versionTime=2027-03-01T00:00:00Z")
	fmt.Println(then.Number, then.Until.Format(time.DateOnly), err)
	// Output: 1 2027-09-01 <nil>
}
