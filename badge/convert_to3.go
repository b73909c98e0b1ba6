package badge

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// to30 makes a document of Open Badges 3.0.
func (c *conversion) to30() (*Document, error) {
	switch c.doc.kind {
	case KindCredential, KindEndorsement:
		return c.to30Credential()
	case KindAchievement:
		var a Achievement
		c.read("BadgeClass", &a)
		c.to30Achievement(&a, "")
		if a.Creator != nil {
			c.to30Issuer(a.Creator, "/issuer")
		}
		return build30Achievement(a)
	case KindProfile:
		var p Profile
		c.read("Profile", &p)
		c.to30Issuer(&p, "")
		return build30Profile(p)
	}
	return nil, c.unknownKind()
}

// read reads the values into *dst for which Open Badges 3.0 has properties.
func (c *conversion) read(class string, dst any) {
	views20().Decode(class, c.doc.body, dst)
	for _, stray := range views20().Strip(class, dst, c.doc.body) {
		if stray.Name != "@context" || class == "Assertion" || class == "Endorsement" {
			if at := stray.From.Pointer(); !c.empty(at) {
				c.changes = append(c.changes, Change{codeConvertLost, at, whyLost(stray)})
			}
		}
	}
}

// whyLost returns why a property of Open Badges 2.0 is lost.
func whyLost(stray jsontext.Stray) string {
	if stray.From.Member("type").Holds("Extension") {
		return "Open Badges 3.0 does not have the extensions of Open Badges 2.0"
	}
	for _, class := range classes20() {
		for _, p := range class.Properties {
			switch {
			case class.name != stray.Class || p.Name != stray.Name:
			case p.Lost != "":
				return p.Lost
			case p.OB3 != "":
				return fmt.Sprintf("its value does not fit the property %s of Open Badges 3.0", p.OB3)
			}
		}
	}
	return vocabulary.LostTerm
}

func (c *conversion) to30Credential() (*Document, error) {
	var v Credential
	class := class20(c.doc.kind)
	c.read(class, &v)
	c.contexts(v.Context, is20Context)
	v.Context = nil
	liftIssuer(&v)
	old := v.ID
	v.ID = c.id(old)
	v.AwardedDate = v.ValidFrom
	c.endorsements(&v.Endorsement, "")
	if class == "Endorsement" {
		v.Type = append(v.Type, "EndorsementCredential")
		c.changed(codeConvertLost, "/id", "the id is new, and an EndorsementCredential has no property for the old one")
		c.to30Issuer(&v.Issuer, "/issuer")
		return build30(v)
	}
	for i := range v.Subject.Identifier {
		o := &v.Subject.Identifier[i]
		if ours, another := extendedTypes[o.IdentityType]; another {
			c.changed(codeConvertValue, "/recipient/type", "the identifier type %s becomes %s", Quote(string(o.IdentityType)), ours)
			o.IdentityType = ours
		}
	}
	if reflect.DeepEqual(v.Subject.Achievement, Achievement{ID: v.Subject.Achievement.ID}) {
		c.changed(codeConvertLinked, "/badge", "the badge class is only linked to, so its properties are missing")
	}
	c.to30Achievement(&v.Subject.Achievement, "/badge")
	c.to30Issuer(&v.Issuer, "/badge/issuer")
	if old != "" {
		v.Evidence = append(v.Evidence, Evidence{ID: old, Type: []string{"Evidence", vocabulary.NamespaceOB2 + "Assertion"}})
	}
	return build30(v)
}

func (c *conversion) to30Achievement(a *Achievement, path string) {
	old := a.ID
	a.ID = c.id(old)
	c.endorsements(&a.Endorsement, path)
	if old != "" {
		a.Related = append(slices.Clone(a.Related), Related{ID: old, Type: []string{"Related", vocabulary.NamespaceOB2 + "BadgeClass"}})
	}
}

// to30Issuer gives a profile a new id and keeps the old one as another
// identifier.
func (c *conversion) to30Issuer(p *Profile, path string) {
	old := p.ID
	p.ID = c.id(old)
	c.endorsements(&p.Endorsement, path)
	if old != "" {
		p.OtherIdentifier = append(p.OtherIdentifier, IdentifierEntry{Identifier: old, IdentifierType: IdentifierIdentifier})
	}
}
