package host

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/issuer"
)

// The media types of what is published (OB 3.0 §5.2, OB 2.0 "Hosted
// Verification").
const (
	typeJSON   = "application/json"
	typeJSONLD = "application/ld+json"
	typeVC     = "application/vc+ld+json"
	typeToken  = "text/plain"
	typeJWKS   = "application/jwk-set+json"
)

// Publish publishes a document at its own id, which has to be an address below
// the base: a badge, an achievement, a profile. A token is published as text,
// everything else as the JSON it is.
func (h *Host) Publish(ctx context.Context, d *badge.Document) error {
	return h.PublishPage(ctx, d.ID(), pageOf(d))
}

func pageOf(d *badge.Document) Page {
	if _, ok := d.JWS(); ok {
		return Page{Type: typeToken, Body: d.Bytes()}
	}
	if _, ok := d.At("/credentialSubject"); ok {
		return Page{Type: typeVC, Body: d.Bytes()}
	}
	return Page{Type: typeJSONLD, Body: d.Bytes()}
}

// PublishPicture publishes a PNG or SVG picture at an address below the base.
// A picture that is neither is refused.
func (h *Host) PublishPicture(ctx context.Context, address string, picture []byte) error {
	p := Page{Body: picture, Type: http.DetectContentType(picture)}
	if p.Type != "image/png" {
		if !strings.Contains(string(picture[:min(len(picture), 4096)]), "<svg") {
			return fmt.Errorf("host: the picture for %.64q is neither PNG nor SVG", address)
		}
		p.Type = "image/svg+xml"
	}
	return h.PublishPage(ctx, address, p)
}

// PublishIssuer publishes where verifiers look for the keys of an issuer: the
// controller document, at the address a did:web id stands for or at an https
// id itself, and below a base without a path also the JWK set at
// /.well-known/jwks.json. An issuer whose id is a key has nothing to publish.
// An issuer of Open Badges 2.0 has its profile at its id, each of its keys at
// theirs, and a revocation list if its profile names one. Publish again after
// every change of keys.
func (h *Host) PublishIssuer(ctx context.Context, i *issuer.Issuer) error {
	if i.Version() == badge.OB2 {
		return h.publishIssuer2(ctx, i)
	}
	address := controllerAddress(i.ID())
	if address == "" {
		return nil
	}
	doc, err := i.ControllerDocument()
	if err != nil {
		return err
	}
	if err := h.PublishPage(ctx, address, Page{Type: typeJSONLD, Body: doc}); err != nil || h.base.Path != "" {
		return err
	}
	set, err := i.KeySet()
	if err != nil {
		return err
	}
	return h.PublishPage(ctx, h.URL(".well-known/jwks.json"), Page{Type: typeJWKS, Body: set})
}

// publishIssuer2 publishes the profile last, when all that it names is there.
func (h *Host) publishIssuer2(ctx context.Context, i *issuer.Issuer) error {
	keys, err := i.KeyDocuments()
	if err != nil {
		return err
	}
	profile, err := i.ProfileDocument()
	if err != nil {
		return err
	}
	for _, key := range keys {
		if err := h.Publish(ctx, key); err != nil {
			return err
		}
	}
	if list := profile.Body().Member("revocationList").String(); list != "" {
		if err := h.PublishRevocationList(ctx, list, i.ID()); err != nil {
			return err
		}
	}
	return h.Publish(ctx, profile)
}

// controllerAddress returns where the controller document of an id belongs, ""
// for an id that is no address (did:web Method Specification §3.2).
func controllerAddress(id string) string {
	name, ok := strings.CutPrefix(id, "did:web:")
	if !ok {
		if strings.HasPrefix(id, "https://") || strings.HasPrefix(id, "http://") {
			return id
		}
		return ""
	}
	host, path, below := strings.Cut(name, ":")
	if !below {
		path = ".well-known"
	}
	return "https://" + strings.ReplaceAll(host, "%3A", ":") + "/" + strings.ReplaceAll(path, ":", "/") + "/did.json"
}
