package main

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/issuer/host"
	"github.com/openbadges-go/openbadges/verify"
)

// office is a folder in which issue keeps what it made: the published pages in
// the folder pages, the pictures for the recipients, and a table of both.
type office struct {
	folder string
	pages  *host.Folder
	host   *host.Host
	settings
}

// settings are kept among the pages, where no request reaches them.
type settings struct {
	Base    string          `json:"base"`
	Secret  string          `json:"secret"` // makes the addresses of badges, so that nobody can guess them
	Profile json.RawMessage `json:"profile"`
	Keys    []publicKey     `json:"keys"` // with which badges were signed
}

type publicKey struct {
	ID  string          `json:"id"`
	JWK json.RawMessage `json:"jwk"`
}

const (
	settingsPage = "office/settings"
	tableName    = "awards.csv"
)

// openOffice opens the folder that issue made.
func openOffice(ctx context.Context, folder string) (*office, error) {
	if info, err := os.Stat(filepath.Join(folder, "pages")); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("%s is not a folder that issue made: it has no folder pages", badge.Quote(folder))
	}
	o := &office{folder: folder}
	var err error
	if o.pages, err = host.OpenFolder(filepath.Join(folder, "pages")); err != nil {
		return nil, err
	}
	page, found, err := o.pages.Load(ctx, settingsPage)
	if err == nil && !found {
		err = fmt.Errorf("%s is not a folder that issue made: its pages have no settings", badge.Quote(folder))
	}
	if err == nil {
		err = json.Unmarshal(page.Body, &o.settings)
	}
	if err == nil {
		o.host, err = host.New(host.Config{Base: o.Base, Store: o.pages})
	}
	if err != nil {
		return nil, errors.Join(err, o.pages.Close())
	}
	return o, nil
}

// makeOffice opens the folder for issuing, and makes it if it does not exist.
func makeOffice(ctx context.Context, folder, base string, profile badge.Profile, public key.Key) (*office, error) {
	pages, err := host.OpenFolder(filepath.Join(folder, "pages"))
	if err != nil {
		return nil, err
	}
	var now settings
	err = pages.Change(ctx, settingsPage, func(old host.Page, found bool) (host.Page, error) {
		now = settings{Base: base, Secret: rand.Text()}
		if found {
			if err := json.Unmarshal(old.Body, &now); err != nil {
				return old, err
			}
		}
		if err := now.update(base, profile, public); err != nil {
			return old, err
		}
		body, err := json.Marshal(now)
		return host.Page{Type: "application/json", Body: body}, err
	})
	if err := errors.Join(err, pages.Close()); err != nil {
		return nil, err
	}
	return openOffice(ctx, folder)
}

// update adds the key and the profile of this run.
func (s *settings) update(base string, profile badge.Profile, public key.Key) error {
	if base != "" && base != s.Base {
		return fmt.Errorf("the folder publishes at %s, and -base is %s", badge.Quote(s.Base), badge.Quote(base))
	}
	if s.Base == "" {
		return misuse("-base is missing, wanted the address where the badges will be published, such as https://badges.school.example")
	}
	if profile.ID == "" {
		id, err := didOf(s.Base)
		if err != nil {
			return err
		}
		profile.ID = id
	}
	if old, err := s.profile(); err == nil && s.Profile != nil && old.ID != profile.ID {
		return fmt.Errorf("the folder is that of the issuer %s, and -issuer names %s", badge.Quote(old.ID), badge.Quote(profile.ID))
	}
	text, err := json.Marshal(profile)
	if err != nil {
		return err
	}
	s.Profile = text
	if id := methodOf(profile.ID, public); !slices.ContainsFunc(s.Keys, func(k publicKey) bool { return k.ID == id }) {
		s.Keys = append(s.Keys, publicKey{id, public.JWK()})
	}
	return nil
}

func (s *settings) profile() (p badge.Profile, err error) {
	err = json.Unmarshal(s.Profile, &p)
	return p, err
}

// didOf returns the did:web of an address.
func didOf(base string) (string, error) {
	u, err := url.Parse(base)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return "", misuse("-base is %s, wanted an address such as https://badges.school.example", badge.Quote(base))
	}
	parts := []string{"did:web", strings.ReplaceAll(u.Host, ":", "%3A")}
	for part := range strings.SplitSeq(strings.Trim(u.EscapedPath(), "/"), "/") {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ":"), nil
}

// methodOf returns the id of a key of an issuer.
func methodOf(id string, public key.Key) string { return id + "#" + public.Thumbprint()[:12] }

// schemes are the ways of signing, by the type of the key.
var schemes = map[string]proof.Scheme{"Ed25519": proof.EdDSARDFC2022, "P-256": proof.ECDSARDFC2019, "P-384": proof.ECDSARDFC2019}

// issuer returns the issuer that signs with a key.
func (o *office) issuer(secret signingKey, progress func(done int)) (*issuer.Issuer, error) {
	profile, err := o.profile()
	if err != nil {
		return nil, err
	}
	method := methodOf(profile.ID, secret.public)
	var others []key.Key
	known := false
	for _, k := range o.Keys {
		public, err := key.ParseJWK(k.JWK)
		if err != nil {
			return nil, err
		}
		if known = known || k.ID == method; k.ID != method {
			others = append(others, public.WithID(k.ID))
		}
	}
	if !known {
		return nil, errors.New("the key is not one with which the badges of this folder were signed")
	}
	return issuer.New(issuer.Config{
		Profile:  profile,
		Proofs:   []issuer.Securing{{Scheme: schemes[secret.public.Type()], Signer: key.Signer{Key: secret.signer, Method: method}}},
		Keys:     others,
		Status:   o.host.StatusFrom(o.list()),
		Progress: progress,
	})
}

// list is the address of the first status list.
func (o *office) list() string { return o.host.URL("lists/1") }

// publish publishes the issuer and its status list.
func (o *office) publish(ctx context.Context, by *issuer.Issuer) error {
	if err := o.host.PublishIssuer(ctx, by); err != nil {
		return err
	}
	return o.host.PublishStatusList(ctx, by, o.list(), status.Revocation)
}

// entity returns the last part of the address of a badge: the same for the same
// class and recipient, so that nothing is awarded twice.
func (o *office) entity(class string, r recipient) string {
	mac := hmac.New(sha256.New, []byte(o.Secret))
	mac.Write([]byte(class + "\x00" + r.who()))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

func (o *office) close() error { return o.pages.Close() }

// published returns the badge at an address, if it is published.
func (o *office) published(ctx context.Context, address string) (host.Page, bool, error) {
	path, err := pathOf(address)
	if err != nil {
		return host.Page{}, false, err
	}
	return o.pages.Load(ctx, path)
}

// pathOf returns the name of the page at an address.
func pathOf(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	return u.EscapedPath(), nil
}

// Fetch implements verify.Fetcher with the pages of the folder, as the host will
// publish them.
func (o *office) Fetch(ctx context.Context, req verify.Request) (verify.Response, error) {
	if !o.has(req.URL) {
		return verify.Pages{}.Fetch(ctx, req)
	}
	page, found, err := o.published(ctx, req.URL)
	if err != nil || !found {
		return verify.Response{Status: 404}, err
	}
	answer := verify.Response{Status: 200, ContentType: page.Type, Body: page.Body}
	if page.Gone {
		answer.Status = 410
	}
	return answer, nil
}

// has reports whether an address is below that of the folder.
func (o *office) has(address string) bool {
	return strings.HasPrefix(address, strings.TrimSuffix(o.Base, "/")+"/")
}
