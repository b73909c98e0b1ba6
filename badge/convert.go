package badge

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge/internal/jsontext"
	"github.com/openbadges-go/openbadges/badge/internal/vocabulary"
)

// Convert converts a credential, an endorsement, an achievement or a profile
// from Open Badges 2.0 to OB3, or from 3.0 to OB2. It also returns the values
// that are lost or written in another way, in the order of d.
//
// The result is unsigned. Everything in it has a new id: newID gets each old id and must
// return a new one; nil means NewID. The result refers to the document that it was made from:
// to an achievement as related, to a profile as another identifier or as related, to an
// Assertion as evidence (OB 3.0 Implementation Guide, "Migrating").
//
// Convert invents nothing. If the other version requires a property that d
// does not have, it is missing from the result, and rules.Validate reports it.
// If an Assertion only links to its BadgeClass, call [Inline] first. A result of
// Open Badges 2.0 has no verification; the issuer adds it. A revoked badge is an
// error.
func Convert(d *Document, to Version, newID func(old string) string) (*Document, []Change, error) {
	if d == nil {
		return nil, nil, errNoDocument()
	}
	if newID == nil {
		newID = func(string) string { return NewID() }
	}
	var made func(*conversion) (*Document, error)
	switch {
	case d.version == OB2 && to == OB3:
		made = (*conversion).to30
	case (d.version == OB3 || d.version == OB3VCDM1) && to == OB2:
		made = (*conversion).to20
	default:
		return nil, nil, fail(codeConvertVersion, "", "version %s cannot be converted to version %s", Quote(string(d.version)), Quote(string(to)))
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

// conversion is the conversion of one document.
type conversion struct {
	doc     *Document
	newID   func(string) string
	changes []Change
	err     error // the first
}

// empty reports whether the value at a path of the document says nothing, so that
// nothing is lost.
func (c *conversion) empty(path string) bool {
	switch text, _ := c.doc.At(path); string(text) {
	case `null`, `""`, `[]`, `{}`:
		return true
	}
	return false
}

// changed records a change of the property at path, relative to the body.
func (c *conversion) changed(code, path, format string, args ...any) {
	path = c.doc.body.Pointer() + path
	if code != codeConvertLost || !c.empty(path) {
		c.changes = append(c.changes, Change{code, path, fmt.Sprintf(format, args...)})
	}
}

// id returns the new id for an old one.
func (c *conversion) id(old string) string {
	if old == "" {
		return ""
	}
	id := c.newID(old)
	if (id == "" || id == old) && c.err == nil {
		c.err = fail(codeConvertID, "", "the new id of %s is %s, wanted a new one", Quote(old), Quote(id))
	}
	return id
}

// unknownKind is the error for a kind that the other version does not have.
func (c *conversion) unknownKind() error {
	return fail(codeConvertVersion, "", "a document of kind %s cannot be converted", Quote(string(c.doc.kind)))
}

// contexts records the contexts that are lost: all except the known ones.
func (c *conversion) contexts(list []Context, known func(Context) bool) {
	for i, x := range list {
		if known(x) {
			continue
		}
		path := "/@context"
		if c.doc.body.Member("@context").Kind() == jsontext.Array {
			path = fmt.Sprintf("%s/%d", path, i)
		}
		c.changed(codeConvertLost, path, "the terms of this context are lost")
	}
}

// endorsements drops endorsements, because their issuers signed them in the old
// version.
func (c *conversion) endorsements(list *[]*Document, path string) {
	if *list != nil {
		c.changed(codeConvertLost, path+"/endorsement", "the endorsement is lost; only its issuer can issue it again")
	}
	*list = nil
}

// extendedTypes are the types of identifiers of Open Badges 2.0 that 3.0 has
// only as extension terms (OB 3.0 §C.2).
var extendedTypes = map[IdentifierType]IdentifierType{"telephone": "ext:telephone", "url": "ext:url", "id": "ext:id"}

// is30Context reports whether a context is one of Open Badges 3.0.
func is30Context(x Context) bool {
	_, base := baseContexts[x.URL]
	return base || strings.HasPrefix(x.URL, vocabulary.ContextsOB3)
}
