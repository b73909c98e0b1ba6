package verify

import (
	"bytes"
	"context"
	"fmt"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/proof"
)

// saysSigned refuses a token whose payload is not the badge, or whose badge
// does not declare that it is signed.
func (q *inquiry) saysSigned(context.Context) []Check {
	if claim := q.presented.Body().Pointer(); claim != "" {
		return []Check{{Stage: StageProof, Outcome: Failed, Code: codeTransport, Path: claim,
			Message: "the badge is in a claim of a token, wanted a token whose payload is the badge"}}
	}
	if how, _ := q.upgraded.Verification(); !how.Signed() {
		return []Check{{Stage: StageProof, Outcome: Failed, Code: codeTransport, Path: pathOf(q.upgraded, "verification"),
			Message: "the badge is a token, and its verification type is not signed"}}
	}
	return nil
}

// linkSigned finds the class and the issuer of a signed badge.
func (q *inquiry) linkSigned(ctx context.Context) []Check {
	if err := q.gather(ctx, q.upgraded, q.presented.Version()); err != nil {
		f := failure(StageKey, err)
		f.Message = "the issuer's keys were not found: " + f.Message
		return []Check{f}
	}
	return q.linked.warnings
}

// proofsByProfile verifies the signature only with the keys in the issuer's own
// profile (OB 2.0 "Signed Verification"). A badge before Open Badges 2.0 names
// the URL of its key (OB 1.1 "VerificationObject").
func (q *inquiry) proofsByProfile(ctx context.Context) []Check {
	how, _ := q.upgraded.Verification()
	return q.judgeProofs(ctx, func(ctx context.Context, _ proof.Proof) (keys, error) {
		if older := q.presented.Version() != badge.OB2; older && how.Creator == "" && how.URL != "" {
			return q.keyAt(ctx, q.linked.profile, how.URL)
		}
		return q.profileKeys(ctx, q.linked.profile, how.Creator)
	})
}

// profileKeys returns the keys that a profile lists and that name it as their
// owner. If the badge names a key, only that one is returned.
func (q *inquiry) profileKeys(ctx context.Context, profile *badge.Document, creator string) (keys, error) {
	if known, found, err := q.withoutSearch(profile.ID(), creator); found {
		return known, err
	}
	found := keys{binding: BindingHosted}
	var first error
	named := 0
	for _, k := range profile.PublicKeys() {
		if creator != "" && k.ID != creator {
			continue
		}
		if named++; named > maxKeys {
			break
		}
		public, err := q.profileKey(ctx, profile.ID(), k)
		if err == nil {
			found.candidates = append(found.candidates, candidate{Key: public})
		} else if first == nil {
			first = err
		}
	}
	switch {
	case named == 0:
		return keys{}, &fault{stage: StageBinding, code: CodeKeyUnnamed, message: fmt.Sprintf(
			"the issuer's profile does not list the key of the badge, %s", badge.Quote(creator))}
	case len(found.candidates) == 0:
		return keys{}, first
	}
	return found, nil
}

// withoutSearch returns the pinned keys of an issuer, or the error for an issuer
// without a URL. Otherwise found is false.
func (q *inquiry) withoutSearch(issuer, method string) (known keys, found bool, err error) {
	pinned, found := q.v.cfg.Keys[issuer]
	switch {
	case found:
		known, err = pinnedKeys(pinned, issuer, method, key.Key{}, false)
		return known, true, err
	case !q.hasAddress(issuer):
		return keys{}, true, &fault{stage: StageBinding, code: CodeBindingNotBound,
			message: "the issuer id is not an https URL, so its profile proves nothing: " + badge.Quote(issuer)}
	}
	return keys{}, false, nil
}

// keyAt returns the key at the URL that a badge names, which must be on the
// origin of the issuer's profile and within its scope.
func (q *inquiry) keyAt(ctx context.Context, profile *badge.Document, address string) (keys, error) {
	if known, found, err := q.withoutSearch(profile.ID(), address); found {
		return known, err
	}
	known, err := q.keyOn(ctx, profile, address, q.secured(address))
	if q.orPlain(address, err) {
		return q.keyOn(ctx, profile, address, address)
	}
	return known, err
}

// keyOn is keyAt for the URL to request.
func (q *inquiry) keyOn(ctx context.Context, profile *badge.Document, address, asked string) (keys, error) {
	if err := q.onOrigin(profile, asked); err != nil {
		return keys{}, err
	}
	p := q.page(ctx, FetchKey, asked)
	if p.err != nil {
		return keys{}, q.unanswered(address, asked, p.err)
	}
	if err := q.onOrigin(profile, p.url); err != nil {
		return keys{}, err
	}
	text := p.body
	if doc, err := badge.Parse(text); err == nil && !isToken(doc) {
		k := doc.CryptographicKey()
		if k.Owner != "" && !q.sameAddress(k.Owner, profile.ID()) {
			return keys{}, wrongOwner(address, k.Owner, profile.ID())
		}
		text = []byte(k.PublicKeyPem)
	}
	if !bytes.Contains(text, []byte("-----BEGIN")) {
		return keys{}, q.unanswered(address, asked, notKnown(codeOriginUnread, "", "%s returned something that is not a key", shownURL(asked)))
	}
	list, err := key.Parse(text)
	switch {
	case err != nil:
		return keys{}, keyFault(err)
	case len(list) != 1:
		return keys{}, &fault{stage: StageBinding, code: CodeKeyUnnamed,
			message: fmt.Sprintf("%s has %d keys, wanted the one that signed the badge", shownURL(asked), len(list))}
	}
	q.web.keep(asked)
	return keys{candidates: []candidate{{Key: list[0].WithID(address)}}, binding: BindingHosted}, nil
}

// onOrigin refuses the URL of a key for which the issuer is not responsible.
func (q *inquiry) onOrigin(profile *badge.Document, address string) error {
	rule, err := q.scopeOf(profile)
	if err != nil {
		return err
	}
	own, errOwn := q.web.address(q.secured(profile.ID()))
	u, errKey := q.web.address(address)
	if errOwn == nil && errKey == nil && rule.sameOrigin(own, u) && rule.covers(u) {
		return nil
	}
	return &fault{stage: StageBinding, code: CodeKeyUnnamed, message: fmt.Sprintf(
		"the key of the badge is at %s, which is not on the host of its issuer %s", shownURL(address), badge.Quote(profile.ID()))}
}

func wrongOwner(id, owner, want string) *fault {
	return &fault{stage: StageBinding, code: codeKeyOwner,
		message: fmt.Sprintf("the owner of the key %s is %s, wanted %s", badge.Quote(id), badge.Quote(owner), badge.Quote(want))}
}

// profileKey returns one key of a profile, from its URL if the profile has only
// that.
func (q *inquiry) profileKey(ctx context.Context, owner string, k badge.CryptographicKey) (key.Key, error) {
	if k.PublicKeyPem == "" {
		page, err := q.document20(ctx, FetchKey, k.ID, badge.KindKey)
		if err != nil {
			return key.Key{}, err
		}
		k = page.doc.CryptographicKey()
	}
	if k.Owner != owner {
		return key.Key{}, wrongOwner(k.ID, k.Owner, owner)
	}
	list, err := key.Parse([]byte(k.PublicKeyPem))
	if err != nil {
		return key.Key{}, keyFault(err)
	}
	return list[0].WithID(k.ID), nil
}

// revocation20 looks for a signed badge in the revocation list of its issuer.
func (q *inquiry) revocation20(ctx context.Context) []Check {
	return []Check{q.revokedSigned(ctx, q.upgraded, q.linked.profile)}
}

func (q *inquiry) revokedSigned(ctx context.Context, doc, profile *badge.Document) Check {
	said := profile.Body().Member("revocationList")
	address := said.String()
	switch own := doc.Revocation(); {
	case own.Revoked:
		return revokedCheck(doc, own.Reason)
	case !said.Exists():
		return Check{Stage: StageStatus, Outcome: Skipped, Code: codeStatusNone, Message: "the issuer has no revocation list"}
	case q.v.cfg.StatusPolicy == StatusIgnored:
		return Check{Stage: StageStatus, Outcome: Skipped, Code: CodeStatusIgnored, Message: "revocation lists are ignored by Config.StatusPolicy"}
	}
	const path = "/badge/issuer/revocationList"
	page, err := q.document20(ctx, FetchRevocationList, address, badge.KindRevocationList)
	if err != nil { // a page that is not a list of this issuer decides nothing
		f := statusFault(err)
		f.unknown = true
		return q.statusCheck(path, f)
	}
	list, err := page.doc.RevocationList()
	switch {
	case err != nil:
		return q.statusCheck(path, notKnown(CodeStatusListUnreadable, "", "the revocation list cannot be read: %v", err))
	case list.Issuer != "" && list.Issuer != profile.ID():
		return q.statusCheck(path, notKnown(codeListElsewhere, "", "the issuer of the revocation list is %s", badge.Quote(list.Issuer)))
	}
	if entry, found := list.Find(doc.ID(), doc.Body().Member("uid").String()); found {
		return revokedCheck(doc, entry.Reason)
	}
	return Check{Stage: StageStatus, Outcome: Passed, Code: CodeStatusClear, Path: path, Message: "the badge is not in the issuer's revocation list"}
}
