package verify

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
)

// The documents of a hosted badge that can have full views.
const (
	viewBadge = iota
	viewClass
	viewProfile
	viewed // how many
)

// views adds to a hosted badge what only the full views of its documents have.
// They come from the same host, so they are confirmed like the rest, but what
// decides whether the badge counts comes from its own page alone.
func (q *inquiry) views(ctx context.Context) (checks []Check) {
	if q.closed || q.v.cfg.Views == nil || q.linked.class == nil {
		return nil
	}
	docs := [viewed]*badge.Document{q.published.doc, q.linked.class, q.linked.profile}
	kinds := [viewed]FetchKind{FetchAssertion, FetchBadgeClass, FetchProfile}
	var names []string
	for i := range docs {
		id := docs[i].ID()
		addresses := q.v.cfg.Views(id)
		for _, address := range addresses[:min(len(addresses), maxViews)] {
			added, err := q.view(ctx, &docs, i, kinds[i], address)
			if err != nil {
				c := failure(StageOrigin, err)
				c.Outcome, c.Message = Warned, "a full view was not used: "+c.Message
				checks = append(checks, c)
			}
			names = append(names, added...)
		}
	}
	if len(names) == 0 {
		return checks
	}
	found := q.linked
	found.class, found.profile = docs[viewClass], docs[viewProfile]
	found, err := q.joined(found, docs[viewBadge])
	if err != nil {
		return append(checks, Check{Stage: StageOrigin, Outcome: Warned, Code: codeOriginView, Message: "the full views were not used: " + err.Error()})
	}
	q.viewed = found.whole
	shownNames := names[:min(len(names), maxDifferences)]
	return append(checks, Check{Stage: StageOrigin, Outcome: Passed, Code: codeOriginHosted, Message: fmt.Sprintf(
		"the full views of the host confirm %d further properties: %s", len(names), strings.Join(shownNames, ", "))})
}

// view fetches one full view of document i and adds its further members to the
// documents. It returns the names of the members that are new.
func (q *inquiry) view(ctx context.Context, docs *[viewed]*badge.Document, i int, kind FetchKind, address string) ([]string, error) {
	bare := docs[i].ID()
	if !q.sameHost(address, bare) {
		return nil, notKnown(codeOriginView, "", "%s is not on the host of %s", shownURL(address), shownURL(bare))
	}
	p := q.page(ctx, kind, address)
	if p.err != nil {
		return nil, p.err
	}
	doc, err := badge.Parse(p.body)
	if err == nil && doc.Version() == badge.OB2 {
		doc, _, err = badge.Upgrade(doc, address) // as the published documents are read
	}
	if err != nil || doc.Version() != badge.OB2 {
		return nil, notKnown(codeOriginUnread, "", "%s returned something that is not a badge document", shownURL(address))
	}
	changed := *docs
	var names []string
	for pointer := ""; i < viewed; i++ {
		part := doc
		if pointer != "" {
			raw, _ := doc.At(pointer)
			if part, err = badge.Parse(raw); err != nil {
				break // a link, or nothing
			}
		}
		more, err := q.enrich(&changed[i], part, address)
		if err != nil {
			return nil, err
		}
		names = append(names, more...)
		pointer += [viewed]string{"/badge", "/issuer", ""}[i]
	}
	*docs = changed
	q.web.keep(address)
	return names, nil
}

// enrich adds to a document the members that only its view has. It is an error
// if the two disagree, or if the view has a member that decides.
func (q *inquiry) enrich(doc **badge.Document, view *badge.Document, address string) (names []string, err error) {
	text := bytes.TrimRight((*doc).JSON(), " \t\r\n")
	text = bytes.Clone(text[:len(text)-1])
	members := map[string]string{} // names by their pointers
	for name, m := range view.Body().Members() {
		members[m.Pointer()] = name
	}
	for d := range badge.Diff(*doc, view) {
		name, whole := members[d.Path]
		switch {
		case d.Two == nil:
		case d.Path == "/id" && (view.ID() == address || q.sameAddress(view.ID(), (*doc).ID())):
		case d.One != nil, !whole, slices.Contains(deciding, name):
			return nil, notKnown(codeOriginView, d.Path, "the view at %s differs from the published document in %s", shownURL(address), plain(strings.TrimPrefix(d.Path, "/")))
		default:
			quoted, err := json.Marshal(name)
			if err != nil {
				return nil, err
			}
			text = fmt.Appendf(text, ",%s:%s", quoted, d.Two)
			names = append(names, plain(name))
		}
	}
	if names == nil {
		return nil, nil
	}
	whole, err := badge.Parse(append(text, '}'))
	if err != nil {
		return nil, notKnown(codeOriginView, "", "the view at %s cannot be added to the published document", shownURL(address))
	}
	*doc = whole
	return names, nil
}

// deciding are the members of Open Badges 2.0 that decide whether a badge counts,
// to whom it was awarded and by whom.
var deciding = []string{"@context", "type", "id", "uid", "issuedOn", "expires", "recipient", "revoked", "revocationReason", "verification", "verify", "badge", "issuer", "endorsement", "revocationList", "publicKey"}
