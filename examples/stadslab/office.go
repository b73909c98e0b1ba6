package main

import (
	"cmp"
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
	"slices"
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

// eduIDTypes are the identity types of an eduID: that of edubadges, and the one that
// edubadges.Convert makes of it.
var eduIDTypes = map[bake.Slot]badge.IdentifierType{bake.OB2: "id", bake.OB3: "ext:id"}

// office awards the badges of the institution. It does not award again what it
// has already published.
type office struct {
	pages  *host.Folder
	host   *host.Host
	series []series
	// changed returns the issuer of signed badges with the next key. The first one
	// has expired at a time.
	changed func(at time.Time) (*issuer.Issuer, error)
	// documents are what the institution publishes about its badges, and the full
	// views of it: the class first, then the issuer.
	documents map[string][]*badge.Document
}

// series is one of the two formats in which every award is issued.
type series struct {
	title  string
	by     *issuer.Issuer
	path   string // URL path above its badges
	slot   bake.Slot
	ending string // file extension of its pictures
	write  func(context.Context, *award) (badge.Credential, error)
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
	if o.host, err = host.New(host.Config{Base: "https://" + authority, Store: o.pages, Now: now}); err != nil {
		return err
	}
	if err := o.build(); err != nil {
		return err
	}
	department := o.documents[issuerPath][0].Profile()
	hosting, err := issuer.New(issuer.Config{
		Version:    badge.OB2,
		Profile:    badge.Profile{ID: department.ID, Name: department.Name, URL: department.URL, Email: department.Email},
		Extensions: edubadges.Extensions(), Now: now, Progress: progress,
	})
	if err != nil {
		return err
	}
	did := "did:web:" + strings.ReplaceAll(authority, ":", "%3A")
	signingWith := func(secret crypto.Signer, name string, history []key.VerificationMethod) (*issuer.Issuer, error) {
		return issuer.New(issuer.Config{
			History: history,
			Profile: badge.Profile{ID: did, Type: []string{"Profile"}, Name: institution, URL: "https://hogeschool.example"},
			Proofs:  []issuer.Securing{{Scheme: proof.EdDSARDFC2022, Signer: key.Signer{Key: secret, Method: did + name}}},
			// The profile of eduCredentials, with the context that it publishes repaired.
			Extensions: edubadges.Educredentials(), Now: now, Progress: progress,
		})
	}
	signing, err := signingWith(secret, "#badges", nil)
	if err != nil {
		return err
	}
	o.changed = func(at time.Time) (*issuer.Issuer, error) {
		secondSecret, err := keyIn(filepath.Join(folder, "next-key.pem"))
		if err != nil {
			return nil, err
		}
		first, firstErr := key.FromPublic(secret.Public())
		second, secondErr := key.FromPublic(secondSecret.Public())
		if err := errors.Join(firstErr, secondErr); err != nil {
			return nil, err
		}
		history, err := issuer.Rotate([]key.VerificationMethod{{ID: did + "#badges", Controller: did, Key: first}}, did+"#badges", second.WithID(did+"#badges-next"), at, 0)
		if err != nil {
			return nil, err
		}
		return signingWith(secondSecret, "#badges-next", history)
	}
	o.series = []series{
		{"hosted edubadges", hosting, "assertions", bake.OB2, ".png", o.hosted},
		{"signed eduCredentials", signing, "credentials", bake.OB3, ".svg", o.signed},
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

// issuerPath is where the department is published.
const issuerPath = "issuer"

// build makes the documents of the department and of the classes.
func (o *office) build() error {
	bare, full, err := buildIssuer(o.host.URL(issuerPath))
	if err != nil {
		return err
	}
	o.documents = map[string][]*badge.Document{issuerPath: {bare, full}}
	workshop, backpack := classes()
	for _, c := range []class{workshop, backpack} {
		bare, full, err := c.build(o.classID(c), o.picture(c), o.host.URL(issuerPath))
		if err != nil {
			return err
		}
		o.documents[c.slug] = []*badge.Document{bare, full}
	}
	return nil
}

// about returns all documents about the class of an award.
func (o *office) about(a *award) []*badge.Document {
	return slices.Concat(o.documents[a.class.slug], o.documents[issuerPath])
}

// publish publishes the issuers and the badge classes.
func (o *office) publish(ctx context.Context) error {
	page, found, err := o.pages.Load(ctx, "/"+issuerPath)
	if err != nil {
		return err
	}
	if doc, err := badge.Parse(page.Body); found && (err != nil || doc.ID() != o.host.URL(issuerPath)) {
		return fmt.Errorf("the folder belongs to another host than that of %s", o.host.URL(issuerPath))
	}
	err = errors.Join(o.host.Publish(ctx, o.documents[issuerPath][0]), o.host.PublishIssuer(ctx, o.series[1].by))
	workshop, backpack := classes()
	for _, c := range []class{workshop, backpack} {
		err = errors.Join(err, o.host.PublishPicture(ctx, o.picture(c), c.picture.PNG), o.host.Publish(ctx, o.documents[c.slug][0]))
	}
	return err
}

// changeKey publishes the next key. The one that signed the badges stays listed, and
// expires at a time.
func (o *office) changeKey(ctx context.Context, at time.Time) error {
	next, err := o.changed(at)
	if err != nil {
		return err
	}
	return o.host.PublishIssuer(ctx, next)
}

func (o *office) classID(c class) string { return o.host.URL("classes/" + c.slug) }
func (o *office) picture(c class) string { return o.host.URL("classes/" + c.slug + ".png") }

// hosted returns an award as an edubadge, with a link to its class.
func (o *office) hosted(_ context.Context, a *award) (badge.Credential, error) {
	return badge.Credential{
		ID:       o.host.URL("assertions/" + a.entity()),
		Evidence: a.evidence(),
		Subject: badge.Subject{
			Identifier:  []badge.IdentityObject{o.series[0].by.HashedIdentity(eduIDTypes[bake.OB2], a.student.eduID)},
			Achievement: badge.Achievement{ID: o.classID(a.class)},
		},
	}, nil
}

// published returns the hosted edubadge of an award.
func (o *office) published(ctx context.Context, a *award) (*badge.Document, error) {
	page, found, err := o.pages.Load(ctx, "/assertions/"+a.entity())
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, errors.New("its edubadge is not published")
	}
	return badge.Parse(page.Body)
}

// conversion has the ids of converted badges and the choices that the profile of
// eduCredentials leaves to the institution.
func (o *office) conversion(a *award) edubadges.Conversion {
	ids := map[string]string{
		o.host.URL("assertions/" + a.entity()): o.host.URL("credentials/" + a.entity()),
		o.classID(a.class):                     o.classID(a.class) + "#v3p0",
		o.host.URL(issuerPath):                 o.series[1].by.ID(),
	}
	return edubadges.Conversion{
		NewID:  func(old string) string { return ids[old] },
		Choose: map[edubadges.Field]string{edubadges.FieldGrade: "Completed", edubadges.FieldLearningOutcome: "alignment"},
	}
}

// signed converts the edubadge of an award to the profile of eduCredentials.
func (o *office) signed(ctx context.Context, a *award) (badge.Credential, error) {
	doc, err := o.published(ctx, a)
	if err != nil {
		return badge.Credential{}, err
	}
	made, _, err := edubadges.Convert(doc, o.conversion(a), o.about(a)...)
	if err != nil {
		return badge.Credential{}, err
	}
	return made.Credential(), nil
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
			c, err := s.write(ctx, a)
			if err != nil {
				a.err = cmp.Or(a.err, err)
				continue
			}
			if !yield(issuer.Item{Ref: a, Credential: c}) {
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
