package issuer

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/status"
)

// controller is a controller document (Controlled Identifiers §2).
type controller struct {
	Context            []string `json:"@context"`
	ID                 string   `json:"id"`
	VerificationMethod []method `json:"verificationMethod,omitempty"`
	AssertionMethod    []string `json:"assertionMethod,omitempty"`
}

// method is one verification method of a controller document.
type method struct {
	ID                 string          `json:"id"`
	Type               string          `json:"type"`
	Controller         string          `json:"controller"`
	PublicKeyMultibase string          `json:"publicKeyMultibase,omitempty"`
	PublicKeyJWK       json.RawMessage `json:"publicKeyJwk,omitempty"`
	Expires            badge.DateTime  `json:"expires,omitempty"`
	Revoked            badge.DateTime  `json:"revoked,omitempty"`
}

// ControllerDocument returns the document in which verifiers find the keys of an
// issuer of Open Badges 3.0 (Controlled Identifiers §2). Publish it at the id of
// the issuer: did.json for a did:web id. It holds the keys of Config.Proofs,
// Config.Keys and Config.History, the last with their dates, RSA keys as JSON Web Keys and all others as Multikeys. At an https
// id it is the profile of the issuer as well.
func (i *Issuer) ControllerDocument() ([]byte, error) {
	if err := i.ready(); err != nil {
		return nil, err
	}
	doc := controller{ID: i.profile.ID, Context: []string{
		"https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1", "https://w3id.org/security/jwk/v1"}}
	for _, key := range i.keys {
		m := methodOf(key, i.profile.ID)
		m.Expires, m.Revoked = i.dates[key.ID()].Expires, i.dates[key.ID()].Revoked
		doc.VerificationMethod = append(doc.VerificationMethod, m)
		doc.AssertionMethod = append(doc.AssertionMethod, key.ID())
	}
	text, err := encode(doc, "  ")
	if err == nil && !isDID(i.profile.ID) {
		text, err = i.withProfile(doc)
	}
	if err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	return text, nil
}

// withProfile returns a controller document that has the members of the profile,
// too.
func (i *Issuer) withProfile(doc controller) ([]byte, error) {
	profile, err := badge.BuildProfile(badge.OB3, i.profile)
	if err != nil {
		return nil, err
	}
	members := map[string]json.RawMessage{}
	if err := json.Unmarshal(profile.JSON(), &members); err != nil {
		return nil, err
	}
	doc.Context = append(doc.Context, badge.ContextVC2, badge.ContextOB3)
	own, err := encode(doc, "")
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(own, &members); err != nil { // the members of the document replace those of the profile
		return nil, err
	}
	return encode(members, "  ")
}

// KeySet returns the keys of the controller document as a JWK set (RFC 7517 §5).
// An issuer with an https id publishes it at /.well-known/jwks.json (OB 3.0
// §8.5). The kid of a key is its verification method. A key that has ended is left
// out: its dates are in the controller document.
func (i *Issuer) KeySet() ([]byte, error) {
	if err := i.ready(); err != nil {
		return nil, err
	}
	set := struct {
		Keys []json.RawMessage `json:"keys"`
	}{Keys: []json.RawMessage{}}
	now := i.now()
	for _, key := range i.keys {
		if end, ends := endOf(i.dates[key.ID()]); ends && !now.Before(end) {
			continue // a JWK has no date that readers know
		}
		set.Keys = append(set.Keys, key.JWK())
	}
	text, err := encode(set, "  ")
	if err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	return text, nil
}

func methodOf(public key.Key, controller string) method {
	m := method{ID: public.ID(), Type: "Multikey", Controller: controller, PublicKeyMultibase: public.Multikey()}
	if m.PublicKeyMultibase == "" {
		m.Type, m.PublicKeyJWK = "JsonWebKey", public.JWK()
	}
	return m
}

// statusList is a status list credential (Bitstring Status List §2.2).
type statusList struct {
	Context   []string        `json:"@context"`
	ID        string          `json:"id"`
	Type      []string        `json:"type"`
	Issuer    string          `json:"issuer"`
	ValidFrom badge.DateTime  `json:"validFrom"`
	Subject   json.RawMessage `json:"credentialSubject"`
}

// StatusList signs a status list as the credential that is published at url,
// which is also its id. Sign and publish the list again after every change.
// previous is the credential that the new one replaces, nil for a new list. The
// new one is never dated before it, even if the clock was set back: verifiers
// refuse an older list.
func (i *Issuer) StatusList(ctx context.Context, url string, list *status.List, previous *badge.Document) (*badge.Document, error) {
	if err := i.ready(); err != nil {
		return nil, err
	}
	if !i.standard.listsStatus {
		return nil, errors.New("issuer: status lists are of Open Badges 3.0, and this Issuer writes 2.0")
	}
	if list == nil {
		return nil, errors.New("issuer: the status list is nil")
	}
	subject, err := list.Subject(url + "#list")
	if err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	now := i.now().Truncate(time.Second)
	validFrom := badge.DateTimeOf(now)
	if previous != nil {
		before := badge.DateTime(stringOf(previous, "/validFrom"))
		if t, err := before.Time(); err == nil && t.After(now) {
			validFrom = before
		}
	}
	text, err := encode(statusList{
		Context: []string{badge.ContextVC2}, ID: url, Type: []string{"VerifiableCredential", "BitstringStatusListCredential"},
		Issuer: i.profile.ID, ValidFrom: validFrom, Subject: subject}, "")
	if err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	doc, err := badge.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	return i.secure(ctx, doc, making{created: now})
}

// stringOf returns the string at a JSON Pointer, "" if there is none.
func stringOf(d *badge.Document, pointer string) (text string) {
	if raw, ok := d.At(pointer); ok && json.Unmarshal(raw, &text) != nil {
		return ""
	}
	return text
}

// encode writes JSON without HTML escapes.
func encode(v any, indent string) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	err := e.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}
