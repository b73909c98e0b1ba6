package verify

import (
	"context"
	"errors"
	"fmt"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/tree"
)

// recipient checks whether the badge was awarded to this recipient (OB 3.0
// §9.3), and to the holder who shows it.
func (q *inquiry) recipient(ctx context.Context) []Check {
	checks := q.awardedTo()
	token, _ := q.presented.SDJWT()
	bound := token.KeyBinding != ""
	if q.as.holder == nil && !bound {
		return checks
	}
	if checks[0].Code == CodeRecipientNotAsked {
		checks = nil
	}
	if bound {
		checks = append(checks, q.keyBinding(ctx))
	}
	if q.as.holder != nil && !(bound && q.as.asks != nil) {
		checks = append(checks, q.holds()...)
	}
	return checks
}

// awardedTo checks whether the badge was awarded to the recipient that the
// caller names.
func (q *inquiry) awardedTo() []Check {
	doc := q.judged()
	if q.as.who == nil && namesPlainly(doc) {
		return []Check{{Stage: StageRecipient, Outcome: Skipped, Code: CodeRecipientNotAsked, Message: "no recipient was given to compare"}}
	}
	path := recipientPath(doc, "")
	subject := doc.Credential().Subject
	unnamed := awards[doc.Kind()] && subject.ID == "" && len(subject.Identifier) == 0
	switch {
	case key.IsPrivate(subject.ID):
		return []Check{{Stage: StageRecipient, Outcome: Unknown, Code: codeKeyExposed, Path: path,
			Message: "the id of the recipient is a private key, so that whoever reads the badge can act in its name"}}
	case unnamed && q.hides(pathOf(doc, "credentialSubject")) && !namesSomebody(doc):
		c := q.withheld(StageRecipient, CodeRecipientWithheld, "the holder shows no recipient, and the badge may name one")
		if c.Path = path; q.as.who != nil {
			c.Outcome = Unknown
		}
		return []Check{c}
	case unnamed && namesSomebody(doc):
		return []Check{q.unreadableRecipient(path)}
	case unnamed && q.as.who == nil:
		return []Check{{Stage: StageRecipient, Outcome: Warned, Code: CodeRecipientUnnamed, Path: path, Message: unnamedMessage}}
	case unnamed:
		return []Check{{Stage: StageRecipient, Outcome: Unknown, Code: CodeRecipientUnnamed, Path: path, Message: unnamedMessage}}
	case q.as.who == nil:
		return []Check{{Stage: StageRecipient, Outcome: Skipped, Code: CodeRecipientNotAsked, Message: "no recipient was given to compare"}}
	}
	if err := q.web.account.spend(workIdentity, hashes(subject)); err != nil {
		return []Check{failure(StageRecipient, err)}
	}
	match, err := q.as.who.Match(subject)
	if err != nil {
		return []Check{unmatched(doc, err)}
	}
	if match.Index >= 0 {
		path = recipientPath(doc, fmt.Sprintf("/identifier/%d", match.Index))
	}
	checks := []Check{{Stage: StageRecipient, Outcome: Passed, Code: CodeRecipientMatch, Path: path, Message: "the badge was awarded to this recipient"}}
	warn := func(code, message string) {
		checks = append(checks, Check{Stage: StageRecipient, Outcome: Warned, Code: code, Path: path, Message: message})
	}
	if match.Algorithm == "md5" {
		warn(codeRecipientWeak, "the match rests on an MD5 hash, which can be forged")
	}
	if match.Folded {
		warn(codeRecipientFolded, "the value matches only when capital letters are read as small ones")
	}
	if match.Alias {
		warn(codeRecipientAlias, `the badge calls an e-mail address "email", the standard calls it "emailAddress"`)
	}
	return checks
}

// hashes returns how much is hashed to compare a recipient: identifiers, and
// KiB of their salts.
func hashes(s badge.Subject) (n int) {
	for _, i := range s.Identifier {
		n += 1 + len(i.Salt)/1024
	}
	return n
}

// recipientPath returns the pointer to a part of the credential subject. Before
// Open Badges 3.0 a badge has one recipient, and its parts have no pointers.
func recipientPath(doc *badge.Document, below string) string {
	switch {
	case doc.Version().Before3():
		return pathOf(doc, "recipient")
	case hasClaims(doc):
		return "/sub"
	}
	return pathOf(doc, "credentialSubject") + below
}

// awards lists the kinds of documents that award something to someone.
var awards = map[badge.Kind]bool{badge.KindCredential: true, badge.KindCLR: true}

const unnamedMessage = "the badge names no recipient: whoever has it can show it"

// namesPlainly reports whether a badge certainly names a recipient, without
// making its typed view, which costs as much as its signature.
func namesPlainly(doc *badge.Document) bool {
	subject := doc.Body().Member("credentialSubject")
	if id, ok := subject.Member("id").Text(); ok && id != "" {
		return !key.IsPrivate(id)
	}
	for e := range subject.Member("identifier").Each() {
		if e.Kind() == tree.Object {
			return true
		}
	}
	return false
}

// namesSomebody reports whether the badge has identifiers that the view cannot
// show, because they have another JSON type.
func namesSomebody(doc *badge.Document) bool {
	if doc.Version().Before3() {
		return false
	}
	for e := range doc.Body().Member("credentialSubject").Member("identifier").Each() {
		if e.Kind() != tree.Null {
			return true
		}
	}
	return false
}

func (q *inquiry) unreadableRecipient(path string) Check {
	c := Check{Stage: StageRecipient, Outcome: Warned, Code: CodeRecipientMalformed, Path: path, Message: "the badge names a recipient in a form that cannot be compared"}
	if q.as.who != nil {
		c.Outcome = Failed
	}
	return c
}

// unmatched turns an error of Match into a check. If the hash algorithm is
// unknown or the supplied recipient is invalid, the result stays unknown.
func unmatched(doc *badge.Document, err error) Check {
	c := Check{Stage: StageRecipient, Outcome: Failed, Code: CodeVerifyInternal, Path: recipientPath(doc, ""), Message: "the recipient could not be compared"}
	if e, ok := errors.AsType[failed](err); ok {
		c.Code, c.Path, c.Message = e.Code(), recipientPath(doc, e.Path()), e.Message()
	}
	if c.Code == CodeRecipientInvalid || c.Code == CodeRecipientUnsupportedHash {
		c.Outcome = Unknown
	}
	return c
}
