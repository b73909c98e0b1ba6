package host

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/issuer"
)

// Media types of published documents (OB 3.0 §5.2, OB 2.0 "Hosted
// Verification").
const (
	typeJSON   = "application/json"
	typeJSONLD = "application/ld+json"
	typeVC     = "application/vc+ld+json"
	typeToken  = "text/plain"
	typeDID    = "application/did+ld+json" // DID Core §6.3
	typeJWKS   = "application/jwk-set+json"
	typeHTML   = "text/html"

	typeListToken = "application/" + status.TokenType // Token Status List §8.1
)

// Publish publishes a document at its own id, which must be below the base: a
// badge, an achievement, a profile. A token is published as text, other
// documents as JSON. A badge whose status list belongs to this host and is not
// published is refused (ErrNotFound).
func (h *Host) Publish(ctx context.Context, d *badge.Document) error {
	_, err := h.PublishAll(ctx, slices.Values([]*badge.Document{d}))
	return err
}

// PublishAll is Publish for many documents. It stores them in groups, which is
// much faster with a ManyStore, and stops at the first document that fails. It
// returns the number of published documents, which are the first ones of the
// sequence. The rest can be published by another call.
func (h *Host) PublishAll(ctx context.Context, docs iter.Seq[*badge.Document]) (int, error) {
	if h == nil || h.base == nil {
		return 0, errNotNew
	}
	if docs == nil {
		return 0, nil
	}
	b := publication{host: h, lists: map[string]bool{}}
	for d := range docs {
		if err := b.add(ctx, d); err != nil {
			stored := b.store(ctx)
			return b.done, errors.Join(stored, err)
		}
	}
	err := b.store(ctx)
	return b.done, err
}

// publication is one call of PublishAll.
type publication struct {
	host  *Host
	names []string
	pages map[string]Page
	bytes int             // of the bodies of pages
	lists map[string]bool // status lists known to be published
	done  int
}

// add takes a document into the group, and stores a full group.
func (b *publication) add(ctx context.Context, d *badge.Document) error {
	if d == nil {
		return errors.New("host: the document is nil")
	}
	name, err := b.host.nameOf(d.ID())
	if err != nil {
		return err
	}
	p := pageOf(d)
	if err := checkPage(p); err != nil {
		return err
	}
	for _, e := range statusOf(d) {
		if err := b.listed(ctx, e.StatusListCredential); err != nil {
			return err
		}
	}
	if _, twice := b.pages[name]; twice || len(b.names) == batchSize || b.bytes >= batchBytes {
		if err := b.store(ctx); err != nil {
			return err
		}
	}
	if b.pages == nil {
		b.pages = map[string]Page{}
	}
	b.names, b.pages[name], b.bytes = append(b.names, name), p, b.bytes+len(p.Body)
	return nil
}

// listed refuses a status list of this host that is not published.
func (b *publication) listed(ctx context.Context, list string) error {
	name, err := b.host.nameOf(list)
	if err != nil || b.lists[list] {
		return nil // the list of another host is not our concern
	}
	_, found, err := b.host.store.Load(ctx, name)
	if err == nil && !found {
		err = fmt.Errorf("%w: the status list %.64q", ErrNotFound, list)
	}
	b.lists[list] = err == nil
	return err
}

func (b *publication) store(ctx context.Context) error {
	done, err := b.host.changeEach(ctx, b.names, func(name string, old Page) (Page, error) {
		if old.Gone {
			return Page{}, fmt.Errorf("%w: %.64q", ErrWithdrawn, name)
		}
		return b.pages[name], nil
	})
	b.done += done
	b.names, b.pages, b.bytes = nil, nil, 0
	return err
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
// Other content is refused.
func (h *Host) PublishPicture(ctx context.Context, address string, picture []byte) error {
	if _, err := h.nameOf(address); err != nil {
		return err
	}
	p := Page{Body: picture, Type: http.DetectContentType(picture)}
	if p.Type != "image/png" {
		if !strings.Contains(string(picture[:min(len(picture), 4096)]), "<svg") {
			return fmt.Errorf("host: the picture for %.64q is neither PNG nor SVG", address)
		}
		p.Type = "image/svg+xml"
	}
	return h.PublishPage(ctx, address, p)
}

// PublishIssuer publishes the documents in which verifiers look for the keys of
// an issuer. Call it again after every change of keys.
//
// For Open Badges 3.0 they are the controller document, at the address of a
// did:web id or at an https id itself, where a browser gets the page of the issuer,
// and, if the base has no path, the JWK set
// at /.well-known/jwks.json. An issuer whose id is a key publishes nothing, and one
// with a did:webvh uses [Host.PublishLog]. For
// 2.0 they are the profile at its id, each key at its own, and the revocation
// list that the profile names.
func (h *Host) PublishIssuer(ctx context.Context, i *issuer.Issuer) error {
	if i == nil {
		return errNoIssuer
	}
	if i.Version().Before3() {
		return h.publishIssuer20(ctx, i)
	}
	address := addressOfID(i.ID())
	switch {
	case webvhAddress(i.ID()) != "":
		return fmt.Errorf("host: the issuer %.64q has a log: use PublishLog", i.ID())
	case address == "":
		return nil
	}
	doc, err := i.ControllerDocument()
	if err != nil {
		return err
	}
	kind := typeJSONLD
	if address != i.ID() {
		kind = typeDID
		if err := h.noteProfile(ctx, address, i); err != nil {
			return err
		}
	}
	if err := h.PublishPage(ctx, address, Page{Type: kind, Body: doc}); err != nil || h.base.Path != "" {
		return err
	}
	set, err := i.KeySet()
	if err != nil {
		return err
	}
	return h.PublishPage(ctx, h.URL(".well-known/jwks.json"), Page{Type: typeJWKS, Body: set})
}

// publishIssuer20 publishes the profile last, after all that it names.
func (h *Host) publishIssuer20(ctx context.Context, i *issuer.Issuer) error {
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
	if list := i.RevocationList(); list != "" {
		if err := h.PublishRevocationList(ctx, list, i.ID()); err != nil {
			return err
		}
	}
	return h.Publish(ctx, profile)
}
