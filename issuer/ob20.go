package issuer

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"reflect"
	"slices"

	"github.com/openbadges-go/openbadges/badge"
)

// check20 refuses a Config that does not fit Open Badges 2.0.
func check20(cfg Config) error {
	switch _, named := cfg.Profile.Extra["publicKey"]; {
	case len(cfg.Proofs) > 1:
		return errors.New("issuer: Config.Proofs has several entries, Open Badges 2.0 allows one signature")
	case len(cfg.Proofs) == 1 && !cfg.Proofs[0].Scheme.Token():
		return fmt.Errorf("issuer: Config.Proofs[0]: the scheme is %.64q; badges of Open Badges 2.0 are signed as a JWS", cfg.Proofs[0].Scheme)
	case len(cfg.Proofs) == 0 && cfg.RevocationList != "":
		return errors.New("issuer: Config.RevocationList is for signed badges; hosted badges are revoked at their own URL")
	case cfg.Status != nil:
		return errors.New("issuer: Config.Status is for Open Badges 3.0; badges of 2.0 have no status entry")
	case named:
		return errors.New("issuer: Config.Profile.Extra has publicKey; keys belong in Config.Proofs and Config.Keys")
	}
	type field struct{ name, address string }
	fields := []field{{"Profile.ID", cfg.Profile.ID}}
	if cfg.RevocationList != "" {
		fields = append(fields, field{"RevocationList", cfg.RevocationList})
	}
	for n, p := range cfg.Proofs {
		fields = append(fields, field{fmt.Sprintf("Proofs[%d].Signer.Method", n), p.Signer.Method})
	}
	for n, key := range cfg.Keys {
		fields = append(fields, field{fmt.Sprintf("Keys[%d]", n), key.ID()})
	}
	for _, f := range fields {
		if _, err := addressOf(f.address); err != nil {
			return fmt.Errorf("issuer: Config.%s: %w", f.name, err)
		}
	}
	return nil
}

// addressOf reads the https URL of a page.
func addressOf(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.Fragment != "" {
		return nil, fmt.Errorf("found %.64q, wanted an https URL without a fragment", text)
	}
	return u, nil
}

// describe20 adds the keys and the revocation list to the profile, and validates
// it.
func describe20(i *Issuer, cfg Config) error {
	for _, p := range cfg.Proofs {
		i.creator = p.Signer.Method
	}
	p := &i.profile
	p.Type = append([]string{"Issuer"}, slices.DeleteFunc(slices.Clone(p.Type), func(t string) bool { return t == "Issuer" || t == "Profile" })...)
	p.Extra = maps.Clone(p.Extra)
	if p.Extra == nil {
		p.Extra = map[string]json.RawMessage{}
	}
	var keys []string
	for _, key := range i.keys {
		keys = append(keys, key.ID())
	}
	if keys != nil {
		list, _ := encode(keys, "") // strings always marshal
		p.Extra["publicKey"] = list
	}
	if cfg.RevocationList != "" {
		address, _ := encode(cfg.RevocationList, "") // a string always marshals
		p.Extra["revocationList"] = address
	}
	doc, err := i.ProfileDocument()
	if err != nil {
		return err
	}
	if said, _ := doc.Verification(); i.creator == "" && said.StartsWith == nil && said.AllowedOrigins == nil {
		own, _ := addressOf(p.ID) // check20 has read it
		i.origin = own.Host
	}
	return nil
}

// build20Credential writes a badge of Open Badges 2.0. A class with only an ID
// becomes a link; the linked class then names the issuer.
func build20Credential(i *Issuer, c badge.Credential) (*badge.Document, error) {
	if c.Issuer.ID != "" && c.Issuer.ID != i.profile.ID {
		return nil, i.foreign(c.Issuer.ID)
	}
	for _, name := range []string{"verification", "verify"} {
		if _, said := c.Extra[name]; said {
			return nil, &InvalidError{[]badge.Problem{{Code: codeVerification, Path: "/" + name,
				Message: "leave out verification; the Issuer sets it"}}}
		}
	}
	switch {
	case isLink(c.Subject.Achievement):
		c.Issuer = badge.Profile{}
	case c.Issuer.ID == "":
		c.Issuer = i.profile
	}
	c.Extra = maps.Clone(c.Extra)
	if c.Extra == nil {
		c.Extra = map[string]json.RawMessage{}
	}
	how := struct {
		Type    string `json:"type"`
		Creator string `json:"creator,omitempty"`
	}{Type: "HostedBadge"}
	if i.creator != "" {
		how.Type, how.Creator = "SignedBadge", i.creator
	}
	said, _ := encode(how, "") // strings always marshal
	c.Extra["verification"] = said
	doc, err := badge.Build(badge.OB2, c)
	if err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	return doc, nil
}

// findable refuses a badge that verifiers could not look up, or would not accept
// from this issuer. Unless its profile names other origins, hosted badges and
// their classes are on its own origin (OB 2.0 "VerificationObject").
func findable(_ context.Context, i *Issuer, doc *badge.Document) error {
	class := doc.Credential().Subject.Achievement
	for _, at := range []struct {
		path, id string
		needed   bool
	}{{"/id", doc.ID(), i.creator == ""}, {"/badge", class.ID, isLink(class)}} {
		u, err := addressOf(at.id)
		if err != nil && !at.needed {
			continue // it is embedded, and nobody looks it up
		}
		if err == nil && i.origin != "" && u.Host != i.origin {
			err = fmt.Errorf("the URL %.64q is not on the origin %.64q of the issuer", at.id, i.origin)
		}
		if err != nil {
			return &InvalidError{[]badge.Problem{{Code: codeScope, Path: at.path, Message: err.Error()}}}
		}
	}
	return nil
}

// isLink reports whether an achievement has only an ID.
func isLink(a badge.Achievement) bool {
	return a.ID != "" && reflect.DeepEqual(a, badge.Achievement{ID: a.ID})
}

// ProfileDocument returns the profile of an issuer. One of Open Badges 2.0 has the
// URLs of its keys and of its revocation list, and the issuer publishes it at its
// id. In 3.0 the document at an https id is that of ControllerDocument.
func (i *Issuer) ProfileDocument() (*badge.Document, error) {
	if err := i.ready(); err != nil {
		return nil, err
	}
	version := badge.OB3
	if i.Version().Before3() {
		version = badge.OB2
	}
	return i.judged(badge.BuildProfile(version, i.profile))
}

// BadgeClass returns the document that an issuer publishes at the id of an
// achievement: a BadgeClass in Open Badges 2.0, to which badges can link, and an
// Achievement with its contexts in 3.0. In 2.0 an achievement without creator
// gets a link to the issuer. An achievement that does not follow the standard, or
// that names another creator, is an *InvalidError.
func (i *Issuer) BadgeClass(a badge.Achievement) (*badge.Document, error) {
	if err := i.ready(); err != nil {
		return nil, err
	}
	if a.Creator != nil && a.Creator.ID != i.profile.ID {
		return nil, i.foreign(a.Creator.ID)
	}
	return i.judged(i.standard.achievement(i, a))
}

// build20Achievement writes a BadgeClass.
func build20Achievement(i *Issuer, a badge.Achievement) (*badge.Document, error) {
	if a.Creator == nil {
		a.Creator = &badge.Profile{ID: i.profile.ID}
	}
	return badge.BuildAchievement(badge.OB2, a)
}

// KeyDocuments returns the keys of Config.Proofs and Config.Keys as documents
// that an issuer of Open Badges 2.0 publishes, each at its id (OB 2.0
// "CryptographicKey").
func (i *Issuer) KeyDocuments() ([]*badge.Document, error) {
	if err := i.only2(); err != nil {
		return nil, err
	}
	var all []*badge.Document
	for _, key := range i.keys {
		der, err := x509.MarshalPKIXPublicKey(key.Public())
		if err != nil {
			return nil, fmt.Errorf("issuer: %w", err)
		}
		text, err := badge.CryptographicKey{
			Context: []badge.Context{{URL: badge.ContextOB2}}, ID: key.ID(), Type: []string{"CryptographicKey"}, Owner: i.profile.ID,
			PublicKeyPem: string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})),
		}.MarshalJSON()
		if err != nil {
			return nil, fmt.Errorf("issuer: %w", err)
		}
		doc, err := i.judged(badge.Parse(text))
		if err != nil {
			return nil, err
		}
		all = append(all, doc)
	}
	return all, nil
}

// judged returns a built document if it follows the standard.
func (i *Issuer) judged(doc *badge.Document, err error) (*badge.Document, error) {
	if err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	if err := i.wellFormed(doc); err != nil {
		return nil, err
	}
	return doc, nil
}

func (i *Issuer) only2() error {
	if err := i.ready(); err != nil {
		return err
	}
	if i.standard.listsStatus {
		return errors.New("issuer: this is a document of Open Badges 2.0; an issuer of 3.0 publishes its ControllerDocument")
	}
	return nil
}
