package verify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/openbadges-go/openbadges/badge"
)

// linked is a badge from before Open Badges 3.0 with what it names.
type linked struct {
	class      *badge.Document // nil for a document that names none
	profile    *badge.Document
	issuerPath string          // leads to the profile in the whole
	whole      *badge.Document // the badge with both inside
	warnings   []Check
}

// gather finds the class and the issuer of a badge: each as its own address
// gives it or, where it has none, as it stands inside the other.
func (q *inquiry) gather(ctx context.Context, doc *badge.Document) error {
	found, err := q.follow(ctx, doc)
	if err == nil {
		q.linked = found
	}
	return err
}

func (q *inquiry) follow(ctx context.Context, doc *badge.Document) (c linked, err error) {
	switch doc.Kind() {
	case badge.KindProfile:
		return linked{profile: doc, whole: doc}, nil
	case badge.KindCredential:
		if c.class, err = q.member(ctx, doc, "badge", FetchBadgeClass, badge.KindAchievement, &c); err != nil {
			return linked{}, err
		}
		if c.profile, err = q.member(ctx, c.class, "issuer", FetchProfile, badge.KindProfile, &c); err != nil {
			return linked{}, err
		}
		class, err := inlined(c.class, "/issuer", c.profile)
		if err != nil {
			return linked{}, err
		}
		c.issuerPath = "/badge/issuer"
		c.whole, err = inlined(doc, "/badge", class)
		return c, err
	}
	if c.profile, err = q.member(ctx, doc, "issuer", FetchProfile, badge.KindProfile, &c); err != nil {
		return linked{}, err
	}
	c.issuerPath = "/issuer"
	c.whole, err = inlined(doc, "/issuer", c.profile)
	return c, err
}

// inlined returns doc with another document in place of its URL.
func inlined(doc *badge.Document, pointer string, inner *badge.Document) (*badge.Document, error) {
	whole, err := doc.Inline(pointer, inner)
	if e := failed(nil); errors.As(err, &e) {
		return nil, no(e.Code(), e.Path(), "the badge with all that it names cannot be read: %s", e.Message())
	}
	return whole, err
}

// member returns the document that a member names by its address or holds.
// One that it holds and that has an address of its own is taken from there: a
// copy says nothing about what is published.
func (q *inquiry) member(ctx context.Context, doc *badge.Document, name string, kind FetchKind, want badge.Kind, c *linked) (*badge.Document, error) {
	v := doc.Body().Member(name)
	address := v.String()
	if address == "" {
		address = v.Member("id").String()
	}
	if _, err := q.web.address(address); err == nil {
		found, warnings, err := q.document20(ctx, kind, address, want)
		c.warnings = append(c.warnings, warnings...)
		return found, err
	}
	if !v.Member("type").Exists() || webLike(address) {
		return nil, no(CodeOriginAddress, v.Pointer(), "the %s is %s, wanted an https URL or an object without a URL", name, shown(address))
	}
	held, err := badge.Parse([]byte(v.Raw()))
	if err != nil || held.Kind() != want {
		return nil, no(codeOriginKind, v.Pointer(), "the %s is not of kind %s", name, want)
	}
	return held, nil
}

// published returns the document at an address, of a kind, with its own id.
func (q *inquiry) document20(ctx context.Context, kind FetchKind, address string, want badge.Kind) (*badge.Document, []Check, error) {
	if _, err := q.web.address(address); err != nil {
		return nil, nil, no(CodeOriginAddress, "", "the address is %s, wanted an https URL", shown(address))
	}
	p := q.page(ctx, kind, address)
	if p.err != nil {
		var f *fault
		if errors.As(p.err, &f) && f.code == CodeFetchGone && kind == FetchAssertion {
			doc, err := goneDocument(address, want, p.body)
			return doc, nil, err
		}
		return nil, nil, p.err
	}
	doc, err := badge.Parse(p.body)
	if err != nil {
		return nil, nil, notKnown(codeOriginUnread, "", "%s returned something that is not a badge document", shownURL(address))
	}
	if newer, _, err := badge.Upgrade(doc, address); err == nil {
		doc = newer
	}
	switch {
	case kind == FetchAssertion && doc.Revocation().Revoked && doc.ID() == address:
		return doc, nil, nil // nothing else has to be right any more
	case doc.Kind() != want || !doc.Version().Before3():
		return nil, nil, no(codeOriginKind, "", "found a document of kind %q of Open Badges %q at %s, wanted %q of 2.0", doc.Kind(), doc.Version(), shownURL(address), want)
	}
	warnings, err := q.ownID(doc, address, p.url)
	if err == nil {
		q.web.keep(address)
	}
	return doc, warnings, err
}

// ownID demands that a document has the address it was asked for as its id,
// or the one that the request ended at. A revocation list need not have one.
func (q *inquiry) ownID(doc *badge.Document, asked, answered string) ([]Check, error) {
	if doc.ID() == asked || doc.ID() == "" && doc.Kind() == badge.KindRevocationList {
		return nil, nil
	}
	differs := fmt.Sprintf("the document at %s has the id %s", shownURL(asked), shown(doc.ID()))
	if doc.ID() == answered || q.allows(AllowPageID) && (!webLike(doc.ID()) || q.sameHost(doc.ID(), asked)) {
		return []Check{{Stage: StageOrigin, Outcome: Warned, Code: CodeOriginID, Message: differs}}, nil
	}
	return nil, no(CodeOriginID, "", "%s", differs)
}

// sameHost reports whether two addresses are on one host, which may call its
// own pages what it likes.
func (q *inquiry) sameHost(one, two string) bool {
	a, errA := q.web.address(one)
	b, errB := q.web.address(two)
	return errA == nil && errB == nil && a.Host == b.Host
}

// goneDocument stands for a badge whose host says that there is nothing at its
// address any more. The host may have told why.
func goneDocument(address string, kind badge.Kind, told []byte) (*badge.Document, error) {
	gone := map[string]any{"@context": badge.ContextOB2, "type": "Assertion", "id": address, "revoked": true}
	if kind == badge.KindEndorsement {
		gone["type"] = "Endorsement"
	}
	if doc, err := badge.Parse(told); err == nil && doc.Revocation().Reason != "" {
		gone["revocationReason"] = doc.Revocation().Reason
	}
	text, err := json.Marshal(gone)
	if err != nil {
		return nil, err
	}
	return badge.Parse(text)
}
