package verify

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/rules"
)

// pages20 maps each kind of document before Open Badges 3.0 to the kind of
// request for its URL. Documents of other kinds are not verified alone.
var pages20 = map[badge.Kind]FetchKind{
	badge.KindCredential: FetchAssertion, badge.KindEndorsement: FetchAssertion,
	badge.KindAchievement: FetchBadgeClass, badge.KindProfile: FetchProfile,
}

// upgrade converts a document to Open Badges 2.0.
func (q *inquiry) upgrade(context.Context) []Check {
	doc, changes, err := badge.Upgrade(q.presented, q.as.at)
	switch code := badge.CodeOf(err); {
	case code == codeUpgradeID:
		return []Check{{Stage: StageOrigin, Outcome: Unknown, Code: CodeOriginAddress,
			Message: "the badge has no URL; use VerifyAt with the URL it is published at"}}
	case err != nil:
		return []Check{{Stage: StageDocument, Outcome: Failed, Code: code, Path: badge.PathOf(err), Message: "the badge is ambiguous: " + err.Error()}}
	}
	q.upgraded = doc
	if isToken(q.presented) {
		q.noteReadings(FetchAssertion, changes)
	}
	changed := 0
	for _, c := range changes {
		if strings.HasPrefix(c.Code, "upgrade.") && c.Code != codeUpgradeMissing && c.Code != codeUpgradeUnread {
			changed++
		}
	}
	if changed == 0 || q.presented.Version() == badge.OB2 {
		return nil
	}
	return []Check{{Stage: StageDocument, Outcome: Warned, Code: codeUpgraded, Message: fmt.Sprintf(
		"read as Open Badges 2.0, with %d changes to a document of %s", changed, q.presented.Version())}}
}

// Codes of badge.Upgrade.
const (
	codeUpgradeID      = "upgrade.id"
	codeUpgradeMissing = "upgrade.missing"
	codeUpgradeUnread  = "upgrade.unread"
)

// validate checks a document against the rules of its standard. Before Open
// Badges 2.0 an issuer needs no e-mail address.
func (q *inquiry) validate(doc *badge.Document) []badge.Problem {
	list := rules.Validate(doc, q.v.cfg.Extensions...)
	if q.linked.version != badge.OB2 {
		said := q.linked.profile.Body() // empty without a profile
		if said.Member("name").String() != "" && said.Member("url").String() != "" {
			list = slices.DeleteFunc(list, func(p badge.Problem) bool { return p.Code == codeIssuerIncomplete })
		}
	}
	if v := q.presented.Version(); v.Before3() && v != badge.OB2 && q.presented.ID() == "" { // an id that Upgrade made
		list = slices.DeleteFunc(list, func(p badge.Problem) bool { return p.Path == pathOf(doc, "id") && p.Path != "" })
	}
	return append(list, q.readings...)
}

const codeIssuerIncomplete = "issuer.incomplete"

// kind20 refuses documents of kinds that are not verified alone.
func (q *inquiry) kind20(context.Context) []Check {
	if kind := q.presented.Kind(); !slices.Contains(q.as.kinds, kind) || pages20[kind] == "" {
		return []Check{{Stage: StageStructure, Outcome: Failed, Code: codeKind, Path: pathOf(q.presented, "type"),
			Message: q.notWanted(q.presented)}}
	}
	return nil
}

// saysHosted refuses a badge that declares itself signed and has no signature.
func (q *inquiry) saysHosted(context.Context) []Check {
	if how, _ := q.upgraded.Verification(); how.Signed() {
		return []Check{{Stage: StageProof, Outcome: Failed, Code: CodeProofMissing, Path: pathOf(q.presented, "verification"),
			Message: "the badge declares that it is signed, but its signature is missing"}}
	}
	return nil
}

// hostedBadge is a badge as its own URL returns it.
type hostedBadge struct {
	doc      *badge.Document // converted to Open Badges 2.0
	version  badge.Version   // the version it was written in
	warnings []Check
}

// publish fetches a hosted badge from its own URL. Only the answer counts; the
// supplied copy is used only to find the URL (OB 2.0 "Hosted Verification").
func (q *inquiry) publish(ctx context.Context) []Check {
	kind := q.presented.Kind()
	if q.upgraded.ID() == "" {
		return []Check{{Stage: StageOrigin, Outcome: Unknown, Code: CodeOriginAddress,
			Message: "the badge has no URL; use VerifyAt with the URL it is published at"}}
	}
	found, err := q.document20(ctx, pages20[kind], q.upgraded.ID(), kind)
	if err != nil {
		c := originFailure(err, pathOf(q.upgraded, "id"))
		if c.Code == CodeFetchOffline {
			c.Message = "the badge is hosted: what counts is what its host says, and the host was not asked"
		}
		return []Check{c}
	}
	q.published = found
	doc := found.doc
	if gone := doc.Revocation(); gone.Revoked {
		return []Check{{Stage: StageOrigin, Outcome: Passed, Code: codeOriginHosted, Message: "the badge was fetched from its own URL"},
			revokedCheck(doc, gone.Reason)}
	}
	if how, _ := doc.Verification(); how.Signed() {
		return []Check{{Stage: StageOrigin, Outcome: Failed, Code: codeTransport, Path: pathOf(doc, "verification"),
			Message: "the published badge declares that it is signed; verify the signed token instead"}}
	}
	return nil
}

// linkHosted finds the class and the issuer of a hosted badge.
func (q *inquiry) linkHosted(ctx context.Context) []Check {
	if err := q.gather(ctx, q.published.doc, q.published.version); err != nil {
		return []Check{originFailure(err, "")}
	}
	var checks []Check
	if id := q.upgraded.ID(); q.as.at != "" && !q.sameAddress(q.as.at, id) {
		checks = append(checks, Check{Stage: StageOrigin, Outcome: Warned, Code: CodeOriginID, Path: pathOf(q.linked.whole, "id"),
			Message: fmt.Sprintf("%s returns a badge whose id is %s", shownURL(q.as.at), badge.Quote(id))})
	}
	return append(append(checks, q.published.warnings...), q.linked.warnings...)
}

// unsigned answers the stages about proofs.
func (q *inquiry) unsigned(context.Context) (checks []Check) {
	for _, stage := range atProofs {
		if k := (keys{binding: q.binding()}); stage == StageBinding && k.binding.weakerThan(q.v.cfg.Binding) {
			checks = append(checks, q.bindingCheck(k))
			continue
		}
		checks = append(checks, Check{Stage: stage, Outcome: Skipped, Code: codeOriginHosted,
			Message: "not signed: the badge was fetched from its own URL"})
	}
	return checks
}

// notRevoked reports that publish found no revocation.
func (q *inquiry) notRevoked(context.Context) []Check {
	return []Check{{Stage: StageStatus, Outcome: Passed, Code: CodeStatusClear, Message: "the host has not revoked the badge"}}
}

// scope checks whether the issuer is responsible for the URLs of badge and
// class, and reports where the supplied copy differs.
func (q *inquiry) scope(context.Context) []Check {
	checks := q.inScope(q.linked.profile, scoped{"id", q.published.doc}, scoped{"badge", q.linked.class})
	return append(checks, q.differences(q.upgraded, q.judged())...)
}

// unconfirmed checks an issuer whose id cannot be confirmed.
// AllowIssuerWithoutURL accepts it, but no list of issuers names it.
func unconfirmed(trust func(id, path string) Check) func(id, path string) Check {
	return func(id, path string) Check {
		c := trust("", path)
		c.Message = badge.Quote(id) + " is not an https URL, so the identity of the issuer is unconfirmed; only AnyIssuer accepts it"
		return c
	}
}

// revokedCheck reports that the issuer's host has revoked a badge.
func revokedCheck(doc *badge.Document, reason string) Check {
	c := Check{Stage: StageStatus, Outcome: Failed, Code: CodeStatusRevoked, Path: pathOf(doc, "revoked"), Message: "the badge has been revoked"}
	if reason != "" {
		c.Message += ": " + badge.Quote(reason)
	}
	return c
}
