package verify

import (
	"context"
	"errors"
	"fmt"

	"github.com/openbadges-go/openbadges/badge"
)

// recipient judges whether the badge was awarded to this recipient
// (OB 3.0 §9.3).
func (q *inquiry) recipient(context.Context) []Check {
	if q.as.who == nil {
		return []Check{{Stage: StageRecipient, Outcome: Skipped, Code: CodeRecipientNotAsked, Message: "no recipient was given to compare"}}
	}
	doc := q.judged()
	path := recipientPath(doc, "")
	match, err := q.as.who.Match(doc.Credential().Subject)
	if err != nil {
		c := Check{Stage: StageRecipient, Outcome: Failed, Code: CodeVerifyInternal, Path: path, Message: "the recipient could not be compared"}
		if e := failed(nil); errors.As(err, &e) {
			c.Code, c.Path, c.Message = e.Code(), recipientPath(doc, e.Path()), "the badge was not awarded to this recipient: "+e.Message()
		}
		return []Check{c}
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
		warn(codeRecipientFolded, "the badge names the e-mail address in lower case")
	}
	if match.Alias {
		warn(codeRecipientAlias, `the badge calls an e-mail address "email", the standard "emailAddress"`)
	}
	return checks
}

// recipientPath leads to a part of the credential subject. Before Open Badges
// 3.0 a badge has one recipient, and nothing below it counts.
func recipientPath(doc *badge.Document, below string) string {
	if doc.Version().Before3() {
		return pathOf(doc, "recipient")
	}
	return pathOf(doc, "credentialSubject") + below
}
