package verify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/openbadges-go/openbadges/badge"
)

// linked is a badge before Open Badges 3.0 with the documents that it names.
type linked struct {
	class      *badge.Document // nil for a document that names none
	profile    *badge.Document
	version    badge.Version   // the version that the profile was written in
	issuerPath string          // leads to the profile in the whole
	whole      *badge.Document // the badge with both inside
	warnings   []Check
}

// gather finds the class and the issuer of a badge of the given version: each
// from its own URL or, if it has none, embedded in the other.
func (q *inquiry) gather(ctx context.Context, doc *badge.Document, version badge.Version) error {
	found, err := q.follow(ctx, hostedBadge{doc: doc, version: version})
	if err == nil {
		q.linked = found
	}
	return err
}

func (q *inquiry) follow(ctx context.Context, from hostedBadge) (c linked, err error) {
	doc := from.doc
	switch doc.Kind() {
	case badge.KindProfile:
		return linked{profile: doc, version: from.version, whole: doc}, nil
	case badge.KindCredential:
		class, err := q.member(ctx, from, "badge", FetchBadgeClass, badge.KindAchievement, &c)
		if err != nil {
			return linked{}, err
		}
		profile, err := q.member(ctx, class, "issuer", FetchProfile, badge.KindProfile, &c)
		if err != nil {
			return linked{}, err
		}
		c.class, c.profile, c.version = class.doc, profile.doc, profile.version
		return q.joined(c, doc)
	}
	profile, err := q.member(ctx, from, "issuer", FetchProfile, badge.KindProfile, &c)
	if err != nil {
		return linked{}, err
	}
	c.profile, c.version, c.issuerPath = profile.doc, profile.version, "/issuer"
	c.whole, err = inlined(doc, "/issuer", c.profile)
	return c, err
}

// joined embeds the class and the issuer in the badge.
func (q *inquiry) joined(c linked, doc *badge.Document) (linked, error) {
	if c.profile.ID() == "" && c.version == badge.OB05 {
		return linked{}, notKnown(CodeOriginScope, "/badge/issuer", "the badge does not name the origin of its issuer")
	}
	class, err := inlined(c.class, "/issuer", c.profile)
	if err != nil {
		return linked{}, err
	}
	c.issuerPath = "/badge/issuer"
	c.whole, err = inlined(doc, "/badge", class)
	return c, err
}

// inlined returns doc with another document in place of its URL.
func inlined(doc *badge.Document, pointer string, inner *badge.Document) (*badge.Document, error) {
	whole, err := doc.Inline(pointer, inner)
	if e, ok := errors.AsType[failed](err); ok {
		return nil, no(e.Code(), e.Path(), "the badge with all documents that it names cannot be read: %s", e.Message())
	}
	return whole, err
}

// member returns the document that a member names by URL or embeds. An embedded
// one with a URL is fetched from there, since a copy does not prove what is
// published.
//
// In Open Badges 0.5 class and issuer exist only in the badge.
func (q *inquiry) member(ctx context.Context, from hostedBadge, name string, kind FetchKind, want badge.Kind, c *linked) (hostedBadge, error) {
	v := from.doc.Body().Member(name)
	address := v.String()
	if address == "" {
		address = v.Member("id").String()
	}
	inside := from.version == badge.OB05
	if !inside && q.hasAddress(address) {
		found, err := q.document20(ctx, kind, address, want)
		c.warnings = append(c.warnings, found.warnings...)
		return found, err
	}
	if !v.Member("type").Exists() || !inside && webLike(address) {
		return hostedBadge{}, q.noAddressError(v.Pointer(), name, address)
	}
	held, err := badge.Parse([]byte(v.Raw()))
	if err != nil || held.Kind() != want {
		return hostedBadge{}, no(codeOriginKind, v.Pointer(), "the %s is not of kind %s", name, want)
	}
	return hostedBadge{doc: held, version: from.version}, nil
}

// document20 returns the document at a URL. It must have the wanted kind and
// that URL as its id.
func (q *inquiry) document20(ctx context.Context, kind FetchKind, address string, want badge.Kind) (hostedBadge, error) {
	if !q.hasAddress(address) {
		return hostedBadge{}, q.noAddressError("", "address", address)
	}
	found, err := q.documentAt(ctx, kind, address, q.secured(address), want)
	if q.orPlain(address, err) {
		return q.documentAt(ctx, kind, address, address, want)
	}
	return found, err
}

// documentAt is document20 for the URL to request.
func (q *inquiry) documentAt(ctx context.Context, kind FetchKind, address, asked string, want badge.Kind) (hostedBadge, error) {
	p := q.page(ctx, kind, asked)
	if p.err != nil {
		var f *fault
		if errors.As(p.err, &f) && f.code == CodeFetchGone && kind == FetchAssertion && asked == address {
			doc, err := goneDocument(address, want, p.body)
			return hostedBadge{doc: doc, version: badge.OB2}, err
		}
		return hostedBadge{}, q.unanswered(address, asked, p.err)
	}
	doc, version, err := q.read20(kind, p.body, address)
	if err != nil {
		return hostedBadge{}, q.unanswered(address, asked, err)
	}
	found := hostedBadge{doc: doc, version: version}
	switch {
	case kind == FetchAssertion && doc.Revocation().Revoked && q.sameAddress(doc.ID(), address):
		return found, nil // a revoked badge needs no further check
	case want == badge.KindRevocationList && q.linked.version != badge.OB2 && doc.Kind() == badge.KindOther:
		return found, nil // before Open Badges 2.0 a list only maps uids to reasons
	case doc.Kind() != want || !doc.Version().Before3():
		return hostedBadge{}, q.unanswered(address, asked,
			no(codeOriginKind, "", "found a document of kind %q of Open Badges %q at %s, wanted %q of 2.0", doc.Kind(), doc.Version(), shownURL(address), want))
	}
	found.warnings, err = q.ownID(doc, address, asked, p.url)
	if err == nil {
		q.web.keep(asked)
	}
	return found, err
}

// read20 reads a page, converts it to Open Badges 2.0, and returns its original
// version. A picture at the URL of a badge counts as the badge that is baked
// into it, if that has this URL as its id.
func (q *inquiry) read20(kind FetchKind, body []byte, address string) (*badge.Document, badge.Version, error) {
	unread := notKnown(codeOriginUnread, "", "%s returned something that is not a badge document", shownURL(address))
	doc, err := badge.Parse(body)
	picture := err != nil && kind == FetchAssertion
	if picture {
		var baked form
		baked, err = unbake(body)
		doc = baked.doc
	}
	if err != nil {
		return nil, "", unread
	}
	version := doc.Version()
	upgraded, changes, err := badge.Upgrade(doc, address)
	switch code := badge.CodeOf(err); {
	case picture && (err != nil || isToken(doc) || !version.Before3() || !q.sameAddress(upgraded.ID(), address)):
		return nil, "", unread
	case err != nil && code != codeUpgradeID:
		return nil, "", no(code, badge.PathOf(err), "the document at %s is ambiguous: %v", shownURL(address), err)
	case err == nil:
		q.noteReadings(kind, changes)
		doc = upgraded
	}
	return doc, version, nil
}

func isToken(doc *badge.Document) bool {
	_, token := doc.JWS()
	return token
}

// ownID requires that a document has the requested or the final URL as its id.
// A revocation list needs no id.
func (q *inquiry) ownID(doc *badge.Document, address, asked, answered string) ([]Check, error) {
	id := doc.ID()
	switch {
	case id == address && id == asked, id == "" && doc.Kind() == badge.KindRevocationList:
		return nil, nil
	case q.sameAddress(id, address) && q.secured(asked) == asked:
		return []Check{movedCheck(address, id)}, nil
	case asked != address:
		return nil, q.unanswered(address, asked, no(CodeOriginID, "", "the document at %s has the id %s", shownURL(asked), badge.Quote(id)))
	}
	differs := fmt.Sprintf("the document at %s has the id %s", shownURL(asked), badge.Quote(id))
	if id == answered || q.allows(AllowPageID) && (!webLike(id) || q.sameHost(id, address)) {
		return []Check{{Stage: StageOrigin, Outcome: Warned, Code: CodeOriginID, Message: differs}}, nil
	}
	return nil, no(CodeOriginID, "", "%s", differs)
}

// sameHost reports whether two URLs are on one host, which may give its own
// pages any id.
func (q *inquiry) sameHost(one, two string) bool {
	a, errA := q.web.address(one)
	b, errB := q.web.address(two)
	return errA == nil && errB == nil && a.Host == b.Host
}

// goneDocument stands for a badge whose host returned 410. The answer may have
// included the reason.
func goneDocument(address string, kind badge.Kind, body []byte) (*badge.Document, error) {
	gone := map[string]any{"@context": badge.ContextOB2, "type": "Assertion", "id": address, "revoked": true}
	if kind == badge.KindEndorsement {
		gone["type"] = "Endorsement"
	}
	if doc, err := badge.Parse(body); err == nil && doc.Revocation().Reason != "" {
		gone["revocationReason"] = doc.Revocation().Reason
	}
	text, err := json.Marshal(gone)
	if err != nil {
		return nil, err
	}
	return badge.Parse(text)
}
