package issuer

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/status"
)

// method is one verification method of a controller document.
type method struct {
	ID                 string          `json:"id"`
	Type               string          `json:"type"`
	Controller         string          `json:"controller"`
	PublicKeyMultibase string          `json:"publicKeyMultibase,omitempty"`
	PublicKeyJWK       json.RawMessage `json:"publicKeyJwk,omitempty"`
}

// ControllerDocument returns what the issuer publishes at its id, so that
// verifiers find its keys (Controlled Identifiers §2): did.json for a did:web
// issuer. Keys without a method URI are left out.
func (i *Issuer) ControllerDocument() ([]byte, error) {
	doc := struct {
		Context            []string `json:"@context"`
		ID                 string   `json:"id"`
		VerificationMethod []method `json:"verificationMethod"`
		AssertionMethod    []string `json:"assertionMethod"`
	}{Context: []string{"https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1", "https://w3id.org/security/jwk/v1"}, ID: i.cfg.Profile.ID}
	seen := map[string]bool{}
	for _, p := range i.cfg.Proofs {
		if p.Signer.Method == "" || seen[p.Signer.Method] {
			continue
		}
		seen[p.Signer.Method] = true
		key, err := proof.KeyOf(p.Signer.Key.Public())
		if err != nil {
			return nil, fmt.Errorf("issuer: %w", err)
		}
		m := method{ID: p.Signer.Method, Controller: i.cfg.Profile.ID, Type: "Multikey", PublicKeyMultibase: key.Multikey()}
		if m.PublicKeyMultibase == "" {
			m.Type, m.PublicKeyJWK = "JsonWebKey", key.JWK()
		}
		doc.VerificationMethod = append(doc.VerificationMethod, m)
		doc.AssertionMethod = append(doc.AssertionMethod, m.ID)
	}
	return json.MarshalIndent(doc, "", "  ")
}

// StatusList signs a status list as the credential that is published at url,
// which is also its id (Bitstring Status List §2.2).
func (i *Issuer) StatusList(ctx context.Context, url string, list *status.List) (*badge.Document, error) {
	subject, err := list.Subject(url + "#list")
	if err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	now := i.cfg.Now()
	text, err := json.Marshal(struct {
		Context   []string        `json:"@context"`
		ID        string          `json:"id"`
		Type      []string        `json:"type"`
		Issuer    string          `json:"issuer"`
		ValidFrom badge.DateTime  `json:"validFrom"`
		Subject   json.RawMessage `json:"credentialSubject"`
	}{[]string{badge.ContextVC2}, url, []string{"VerifiableCredential", "BitstringStatusListCredential"}, i.cfg.Profile.ID, badge.DateTimeOf(now), subject})
	if err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	doc, err := badge.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	return i.secure(ctx, doc, now)
}
