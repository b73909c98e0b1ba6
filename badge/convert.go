package badge

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// Convert makes a document of version to, OB3 or OB2, that says what d says, a
// document of the other: a credential, an endorsement, an achievement or a
// profile. It returns what could not be carried over or is said otherwise,
// sorted by place in d.
//
// The result is a new document, not signed and published nowhere; nobody has
// said it yet. So everything in it gets an id of its own, from newID, which is
// given the old one and has to return another; and it refers to what it was
// made of: an achievement as related, a profile as another identifier or as
// related, an Assertion as evidence (OB 3.0 Implementation Guide, "Migrating").
//
// Nothing is invented: what the other version demands and d does not say is
// missing from the result, and rules.Validate finds it. An Assertion that only
// links to its BadgeClass says little; Inline puts the class in first. To
// Open Badges 2.0, Convert adds no verification, which is for who publishes the
// badge to say. A revoked badge is an error.
func Convert(d *Document, to Version, newID func(old string) string) (*Document, []Change, error) {
	var made func(*conversion) (*Document, error)
	switch {
	case d.version == OB2 && to == OB3:
		made = (*conversion).to30
	case (d.version == OB3 || d.version == OB3VCDM1) && to == OB2:
		made = (*conversion).to20
	default:
		return nil, nil, fail(codeConvertVersion, "", "found a document of version %s, which is not converted to version %s", quoted(string(d.version)), quoted(string(to)))
	}
	if d.Revocation().Revoked {
		return nil, nil, fail(codeConvertRevoked, d.body.Member("revoked").Pointer(), "the badge has been revoked")
	}
	c := &conversion{doc: d, newID: newID}
	converted, err := made(c)
	switch {
	case err != nil:
		return nil, nil, err
	case c.err != nil:
		return nil, nil, c.err
	}
	slices.SortStableFunc(c.changes, func(a, b Change) int { return cmp.Compare(a.Path, b.Path) })
	return converted, c.changes, nil
}

// conversion is one document on its way to the other version.
type conversion struct {
	doc     *Document
	newID   func(string) string
	changes []Change
	err     error // the first
}

// changed records what happened to a member, which path leads to from the body.
func (c *conversion) changed(code, path, format string, args ...any) {
	c.changes = append(c.changes, Change{code, c.doc.body.Pointer() + path, fmt.Sprintf(format, args...)})
}

// id returns the new id of what had an old one.
func (c *conversion) id(old string) string {
	if old == "" {
		return ""
	}
	id := c.newID(old)
	if (id == "" || id == old) && c.err == nil {
		c.err = fail(codeConvertID, "", "the new id of %s is %s, wanted another", quoted(old), quoted(id))
	}
	return id
}

// unknownKind is the error for a document that has no counterpart.
func (c *conversion) unknownKind() error {
	return fail(codeConvertVersion, "", "found a document of kind %s, which is not converted", quoted(string(c.doc.kind)))
}

// contexts names the contexts that go, but for those that known tells.
func (c *conversion) contexts(list []Context, known func(Context) bool) {
	for i, x := range list {
		if known(x) {
			continue
		}
		path := "/@context"
		if c.doc.body.Member("@context").Kind() == jsontext.Array {
			path = fmt.Sprintf("%s/%d", path, i)
		}
		c.changed(codeConvertLost, path, "the terms of another context are not carried over")
	}
}

// endorsements drops endorsements, which others have said and signed in the
// words of the old version.
func (c *conversion) endorsements(list *[]*Document, path string) {
	if *list != nil {
		c.changed(codeConvertLost, path+"/endorsement", "an endorsement is for its own issuer to say again")
	}
	*list = nil
}

// to20IdentityTypes are the kinds of identifier that Open Badges 3.0 has no term
// for, in the form that it has for others (OB 3.0 §C.2).
var to20IdentityTypes = map[IdentifierType]IdentifierType{"telephone": "ext:telephone", "url": "ext:url", "id": "ext:id"}

// is30Context tells the contexts of Open Badges 3.0.
func is30Context(x Context) bool {
	_, base := baseContexts[x.URL]
	return base || strings.HasPrefix(x.URL, vocabulary.ContextsOB3)
}
