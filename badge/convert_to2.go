package badge

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// to20 makes a document of Open Badges 2.0.
func (c *conversion) to20() (*Document, error) {
	switch c.doc.kind {
	case KindCredential:
		return c.to20Assertion()
	case KindEndorsement:
		return c.to20Endorsement()
	case KindAchievement:
		a := c.doc.Achievement()
		delete(a.Extra, "@context") // replaced, not lost
		c.leave("BadgeClass", &a, nil)
		c.to20Achievement(&a, "")
		c.to20Issuer(a.Creator, "/creator")
		a.Extra = with20Context(a.Extra)
		return encode20("BadgeClass", a)
	case KindProfile:
		p := c.doc.Profile()
		delete(p.Extra, "@context")
		c.leave("Profile", &p, nil)
		c.to20Issuer(&p, "")
		p.Extra = with20Context(p.Extra)
		return encode20("Profile", p)
	}
	return nil, c.unknownKind()
}

func (c *conversion) to20Assertion() (*Document, error) {
	v := c.to20Credential()
	if v.AwardedDate == v.ValidFrom {
		v.AwardedDate = ""
	}
	var recipient string
	v.Subject.Identifier, recipient = c.to20Recipient(v.Subject.Identifier)
	if v.sinkIssuer() != nil {
		c.changed(codeConvertLost, sunkIssuer, "Open Badges 2.0 has only the issuer")
		issuer := v.Issuer
		v.Subject.Achievement.Creator, v.Issuer = &issuer, Profile{}
	}
	c.leave("Assertion", &v, func(path string) string {
		if rest, sunk := strings.CutPrefix(path, sunkIssuer); sunk {
			return "/issuer" + rest
		}
		if rest, kept := strings.CutPrefix(path, "/credentialSubject/identifier/0"); kept {
			return recipient + rest
		}
		return path
	})
	c.to20Achievement(&v.Subject.Achievement, "/credentialSubject/achievement")
	c.to20Issuer(v.Subject.Achievement.Creator, "/issuer")
	return c.write20("Assertion", v, "AchievementCredential")
}

func (c *conversion) to20Endorsement() (*Document, error) {
	v := c.to20Credential()
	if v.AwardedDate == v.ValidFrom {
		v.AwardedDate = ""
	}
	c.leave("Endorsement", &v, nil)
	c.to20Issuer(&v.Issuer, "/issuer")
	return c.write20("Endorsement", v, "EndorsementCredential")
}

// to20Credential returns the view without contexts, proof and endorsements.
func (c *conversion) to20Credential() Credential {
	v := c.doc.Credential()
	c.contexts(v.Context, is30Context)
	v.Context, v.Proof = nil, nil
	c.endorsements(&v.Endorsement, "")
	return v
}

// write20 gives a credential its new id and a link to the old one.
func (c *conversion) write20(class string, v Credential, was string) (*Document, error) {
	v.Extra = linkBack(v.ID, was)
	v.ID = c.id(v.ID)
	v.Context = []Context{{URL: ContextOB2}}
	return encode20(class, v)
}

// to20Recipient returns the identifier that becomes the recipient of an
// Assertion, the first of a type that Open Badges 2.0 has, and its path.
func (c *conversion) to20Recipient(list []IdentityObject) (kept []IdentityObject, at string) {
	for i, o := range list {
		path := "/credentialSubject/identifier"
		if c.doc.body.At(path).Kind() == jsontext.Array {
			path = fmt.Sprintf("%s/%d", path, i)
		}
		typ := o.IdentityType
		for theirs, ours := range extendedTypes {
			if typ == ours {
				typ = theirs
			}
		}
		_, term := extendedTypes[typ]
		switch {
		case !term && typ != IdentifierEmailAddress && typ != aliasEmail:
			c.changed(codeConvertLost, path, "Open Badges 2.0 has no identifier type %s", Quote(string(o.IdentityType)))
		case kept != nil:
			c.changed(codeConvertLost, path, "an Assertion of Open Badges 2.0 has only one recipient")
		default:
			if typ == aliasEmail {
				typ = IdentifierEmailAddress
			}
			o.IdentityType = typ
			kept, at = []IdentityObject{o}, path
		}
	}
	return kept, at
}

// leave removes the values from *dst for which Open Badges 2.0 has no property.
// Where maps a path in *dst to the path in the document.
func (c *conversion) leave(class string, dst any, where func(string) string) {
	paths := views20().Unsaid(class, dst)
	for _, stray := range views20().Strip(class, dst, jsontext.Value{}) {
		paths = append(paths, stray.Path)
	}
	for _, path := range paths {
		if where != nil {
			path = where(path)
		}
		c.changed(codeConvertLost, path, "Open Badges 2.0 has no such property")
	}
}

func (c *conversion) to20Achievement(a *Achievement, path string) {
	old := a.ID
	a.ID = c.id(old)
	c.endorsements(&a.Endorsement, path)
	if old != "" {
		a.Related = append(slices.Clone(a.Related), Related{ID: old, Type: []string{vocabulary.NamespaceOB3 + "Achievement"}})
	}
}

func (c *conversion) to20Issuer(p *Profile, path string) {
	if p == nil {
		return
	}
	c.endorsements(&p.Endorsement, path)
	p.Extra = linkBack(p.ID, "Profile")
	p.ID = c.id(p.ID)
}

// linkBack relates a new object to the old one.
func linkBack(old, class string) map[string]json.RawMessage {
	if old == "" {
		return nil
	}
	id, err := jsontext.Quote(old)
	if err != nil {
		return nil // cannot happen: the text was parsed
	}
	return map[string]json.RawMessage{"related": json.RawMessage(fmt.Sprintf(`{"id":%s,"type":%q}`, id, vocabulary.NamespaceOB3+class))}
}
