package main

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/edubadges"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/bake"
	"github.com/openbadges-go/openbadges/issuer"
	"github.com/openbadges-go/openbadges/issuer/host"
)

const institution = "Hogeschool Voorbeeld"

// eduIDTypes are the identity types for an eduID: that of edubadges, and the
// closest one of Open Badges 3.0.
var eduIDTypes = map[bake.Slot]badge.IdentifierType{bake.OB2: "id", bake.OB3: badge.IdentifierAccountID}

// office awards the badges of the institution. It does not award again what it
// has already published.
type office struct {
	pages  *host.Folder
	host   *host.Host
	series []series
}

// series is one of the two formats in which every award is issued.
type series struct {
	title  string
	by     *issuer.Issuer
	path   string // URL path above its badges
	slot   bake.Slot
	ending string // file extension of its pictures
	write  func(*award) badge.Credential
}

// openOffice opens the office that keeps its data in a folder. It calls progress
// with the number of badges of a series that are issued.
func openOffice(folder, authority string, now func() time.Time, progress func(done int)) (*office, error) {
	pages, err := host.OpenFolder(filepath.Join(folder, "pages"))
	if err != nil {
		return nil, err
	}
	o := &office{pages: pages}
	if err := o.equip(folder, authority, now, progress); err != nil {
		return nil, errors.Join(err, pages.Close())
	}
	return o, nil
}

func (o *office) close() error { return o.pages.Close() }

// equip makes the host and the two issuers: one for hosted badges of Open Badges
// 2.0, one for signed badges of Open Badges 3.0.
func (o *office) equip(folder, authority string, now func() time.Time, progress func(done int)) error {
	secret, err := keyIn(filepath.Join(folder, "key.pem"))
	if err != nil {
		return err
	}
	if o.host, err = host.New(host.Config{Base: "https://" + authority, Store: o.pages}); err != nil {
		return err
	}
	hosting, err := issuer.New(issuer.Config{
		Version:    badge.OB2,
		Profile:    badge.Profile{ID: o.host.URL("issuer"), Name: institution, URL: "https://hogeschool.example", Email: "stadslab@hogeschool.example"},
		Extensions: edubadges.Extensions(), Now: now, Progress: progress,
	})
	if err != nil {
		return err
	}
	did := "did:web:" + strings.ReplaceAll(authority, ":", "%3A")
	signing, err := issuer.New(issuer.Config{
		Profile: badge.Profile{ID: did, Type: []string{"Profile"}, Name: institution, URL: "https://hogeschool.example"},
		Proofs:  []issuer.Securing{{Scheme: proof.EdDSARDFC2022, Signer: key.Signer{Key: secret, Method: did + "#badges"}}},
		Now:     now, Progress: progress,
	})
	if err != nil {
		return err
	}
	o.series = []series{
		{"hosted, Open Badges 2.0", hosting, "assertions", bake.OB2, ".png", o.hosted},
		{"signed, Open Badges 3.0", signing, "credentials", bake.OB3, ".svg", o.signed},
	}
	return nil
}

// keyIn returns the key of the institution and makes it if the file does not
// exist. In production, use a key management service.
func keyIn(path string) (crypto.Signer, error) {
	text, err := os.ReadFile(path)
	if err == nil {
		return key.ParsePrivate(text)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	_, secret, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(secret)
	if err != nil {
		return nil, err
	}
	return secret, os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600)
}

// publish publishes the issuer and the badge classes.
func (o *office) publish(ctx context.Context) error {
	page, found, err := o.pages.Load(ctx, "/issuer")
	if err != nil {
		return err
	}
	if doc, err := badge.Parse(page.Body); found && (err != nil || doc.ID() != o.host.URL("issuer")) {
		return fmt.Errorf("the folder belongs to another host than that of %s", o.host.URL("issuer"))
	}
	for _, s := range o.series {
		if err := o.host.PublishIssuer(ctx, s.by); err != nil {
			return err
		}
	}
	workshop, backpack := classes()
	for _, c := range []class{workshop, backpack} {
		a, err := c.hosted(o.classID(c), o.picture(c))
		if err != nil {
			return err
		}
		doc, err := o.series[0].by.BadgeClass(a)
		if err != nil {
			return err
		}
		if err := errors.Join(o.host.PublishPicture(ctx, o.picture(c), c.picture.PNG), o.host.Publish(ctx, doc)); err != nil {
			return err
		}
	}
	return nil
}

func (o *office) classID(c class) string { return o.host.URL("classes/" + c.slug) }
func (o *office) picture(c class) string { return o.host.URL("classes/" + c.slug + ".png") }

// hosted returns an award for Open Badges 2.0, with a link to its class.
func (o *office) hosted(a *award) badge.Credential {
	return badge.Credential{
		ID:       o.host.URL("assertions/" + a.entity()),
		Evidence: a.evidence(),
		Subject: badge.Subject{
			Identifier:  []badge.IdentityObject{o.series[0].by.HashedIdentity(eduIDTypes[bake.OB2], a.student.eduID)},
			Achievement: badge.Achievement{ID: o.classID(a.class)},
		},
	}
}

// signed returns an award for Open Badges 3.0, with its class.
func (o *office) signed(a *award) badge.Credential {
	return badge.Credential{
		ID:       o.host.URL("credentials/" + a.entity()),
		Name:     "Stadslab: " + a.class.achievement.Name,
		Evidence: a.evidence(),
		Subject: badge.Subject{
			Identifier:  []badge.IdentityObject{o.series[1].by.HashedIdentity(eduIDTypes[bake.OB3], a.student.eduID)},
			Achievement: a.class.signed(o.classID(a.class), o.picture(a.class)),
		},
	}
}

// missing returns the awards that are not yet published in a series.
func (o *office) missing(ctx context.Context, s series, awards []*award) (missing []*award, err error) {
	for _, a := range awards {
		_, found, err := o.pages.Load(ctx, "/"+s.path+"/"+a.entity())
		if err != nil {
			return nil, err
		}
		if !found {
			missing = append(missing, a)
		}
	}
	return missing, nil
}

// issue issues and publishes the badges of a series. It records a failure in the
// award.
func (o *office) issue(ctx context.Context, s series, awards []*award) {
	for issued, err := range s.by.IssueAll(ctx, func(yield func(issuer.Item) bool) {
		for _, a := range awards {
			if !yield(issuer.Item{Ref: a, Credential: s.write(a)}) {
				return
			}
		}
	}) {
		a := issued.Ref.(*award)
		if err == nil {
			err = o.host.Publish(ctx, issued.Document)
		}
		if err != nil {
			a.err = err
			continue
		}
		a.made++
	}
}

// bake writes the published badges of an award as pictures into the folder of the
// student and returns their paths.
func (o *office) bake(ctx context.Context, pictures string, a *award) (paths []string, err error) {
	for _, s := range o.series {
		page, found, err := o.pages.Load(ctx, "/"+s.path+"/"+a.entity())
		if err != nil {
			return nil, err
		}
		if !found || page.Gone {
			continue
		}
		picture := a.class.picture.PNG
		if s.ending == ".svg" {
			picture = a.class.picture.SVG
		}
		path := filepath.Join(pictures, a.student.folder(), a.class.slug+s.ending)
		if err := writePicture(path, picture, bake.Payload{Slot: s.slot, Data: page.Body}); err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	return paths, nil
}
