package verify

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/badge/tree"
)

// statusOptions tolerates what the official samples do: an index that is a
// number. It is reported.
var statusOptions = status.Options{NumberIndex: true}

// status judges every status entry of a badge; the worst counts.
func (q *inquiry) status(ctx context.Context) []Check {
	doc := q.presented
	entries, claim := doc.Body().Member("credentialStatus"), statusClaim(doc)
	switch {
	case q.as.list || !entries.Exists() && claim == "": // the status of a list is not asked, or that could go on for ever
		return []Check{{Stage: StageStatus, Outcome: Skipped, Code: codeStatusNone, Message: "the badge has no status list"}}
	case q.v.cfg.StatusPolicy == StatusIgnored:
		return []Check{{Stage: StageStatus, Outcome: Skipped, Code: CodeStatusIgnored, Path: cmp.Or(claim, entries.Pointer()), Message: "status lists are ignored by Config.StatusPolicy"}}
	}
	var checks []Check
	if claim != "" {
		checks = append(checks, q.statusCheck(claim, notKnown(status.CodeUnsupported, "", "the token uses a Token Status List, which is not supported")))
	}
	count := 0
	for e := range entries.Each() {
		if count++; count > maxStatuses {
			return append(checks, Check{Stage: StageStatus, Outcome: Failed, Code: codeStatusCount, Path: e.Pointer(),
				Message: fmt.Sprintf("the badge has more than %d status entries", maxStatuses)})
		}
		checks = append(checks, q.entry(ctx, doc, e)...)
	}
	if count == 0 && entries.Exists() {
		return append(checks, Check{Stage: StageStatus, Outcome: Failed, Code: codeStatusEmpty, Path: entries.Pointer(), Message: "the list of status entries is empty"})
	}
	return checks
}

// statusClaim leads to the claim by which a token names its status, outside
// of the credential ("status", Token Status List); "" if it has none.
func statusClaim(doc *badge.Document) string {
	claim := doc.Root().Member("status")
	if _, token := doc.JWS(); token && claim.Kind() == tree.Object {
		return claim.Pointer()
	}
	return ""
}

// entry judges one status entry.
func (q *inquiry) entry(ctx context.Context, doc *badge.Document, v tree.Value) []Check {
	path := v.Pointer()
	entry, remarks, err := status.ParseEntry(v, statusOptions)
	if err != nil {
		return []Check{q.statusCheck(path, statusFault(err))}
	}
	var checks []Check
	for _, remark := range remarks {
		checks = append(checks, Check{Stage: StageStatus, Outcome: Warned, Code: remark.Code, Path: remark.Path, Message: remark.Message})
	}
	if strings.Contains(entry.List, "?") {
		checks = append(checks, Check{Stage: StageStatus, Outcome: Warned, Code: codeStatusPrivacy, Path: path,
			Message: "the status list URL has a query, which can tell the issuer which badge is checked"})
	}
	var result status.Result
	if entry.Type == status.RevocationListEntry {
		result, err = q.revocation(ctx, doc, entry)
	} else {
		var elsewhere *fault
		if result, elsewhere, err = q.lookUp(ctx, doc, entry); elsewhere != nil {
			checks = append(checks, Check{Stage: StageStatus, Outcome: Warned, Code: elsewhere.code, Path: path, Message: elsewhere.message})
		}
	}
	if err != nil {
		return append(checks, q.statusCheck(path, statusFault(err)))
	}
	return append(checks, resultCheck(path, result))
}

// resultCheck says what the value in a list means for the badge.
func resultCheck(path string, r status.Result) Check {
	c := Check{Stage: StageStatus, Outcome: Passed, Code: CodeStatusClear, Path: path,
		Message: fmt.Sprintf("the badge is not in the list for %s", r.Purpose)}
	told := ""
	if r.Message != "" {
		told = ": " + shown(r.Message)
	}
	switch {
	case r.Purpose == status.Revocation && r.Value != 0:
		c.Outcome, c.Code, c.Message = Failed, CodeStatusRevoked, "the badge has been revoked"+told
	case r.Purpose == status.Suspension && r.Value != 0:
		c.Outcome, c.Code, c.Message = Failed, CodeStatusSuspended, "the badge has been suspended"+told
	case r.Purpose == status.Revocation, r.Purpose == status.Suspension:
	case r.Purpose == statusMessage || r.Purpose == statusRefresh:
		c.Code, c.Message = codeStatusSays, fmt.Sprintf("the list for %s has value %d%s", r.Purpose, r.Value, told)
	default:
		c.Outcome, c.Code = Unknown, codeStatusPurpose
		c.Message = fmt.Sprintf("the list has value %d for the unknown purpose %s", r.Value, shown(r.Purpose))
	}
	return c
}

// Purposes that inform and do not take validity away.
const (
	statusMessage = "message"
	statusRefresh = "refresh"
)

// statusCheck turns a fault into a check, as the policy weighs it.
func (q *inquiry) statusCheck(path string, f *fault) Check {
	c := Check{Stage: StageStatus, Outcome: Failed, Code: f.code, Path: path, Message: f.message, cause: f.cause}
	if f.unknown {
		c.Outcome = Unknown
		if q.v.cfg.StatusPolicy == StatusIfReachable {
			c.Outcome = Warned
		}
	}
	return c
}

// statusFault reads an error of this package or of package status. A type
// of status that is not understood leaves the question open.
func statusFault(err error) *fault {
	if f := (*fault)(nil); errors.As(err, &f) {
		return f
	}
	if e := failed(nil); errors.As(err, &e) {
		f := no(e.Code(), "", "%s", e.Message())
		f.unknown = e.Code() == status.CodeUnsupported
		return f
	}
	return notKnown(CodeVerifyInternal, "", "the status could not be judged")
}

// lookUp asks a bit string list about the badge. The fault is a remark.
func (q *inquiry) lookUp(ctx context.Context, doc *badge.Document, entry status.Entry) (status.Result, *fault, error) {
	known, err := q.list(ctx, doc.IssuerID(), entry.List)
	if err != nil {
		return status.Result{}, nil, err
	}
	result, err := known.list.Lookup(entry)
	return result, known.elsewhere(entry.List), err
}

// list returns the verified list at an address, from memory if it is fresh.
func (q *inquiry) list(ctx context.Context, issuer, address string) (cachedList, error) {
	if known, ok := q.v.lists.get(address, q.now); ok && q.believes(issuer, known.issuer) {
		return known, nil
	}
	body, err := q.fetch(ctx, FetchStatusList, address)
	if err != nil {
		return cachedList{}, err
	}
	doc, err := badge.Parse(body)
	if err != nil {
		return cachedList{}, notKnown(CodeStatusListUnreadable, "", "%s returned something that is not a status list", shownURL(address))
	}
	r := q.inquire(doc, role{kinds: []badge.Kind{badge.KindStatusList}, list: true,
		trust: func(id, path string) Check { return q.listTrust(issuer, id, path) }}).judge(ctx)
	if r.Verdict() != Accepted && ctx.Err() != nil {
		return cachedList{}, noAnswer(ctx, address, ctx.Err())
	}
	if r.Verdict() != Accepted {
		c := r.Decisive()
		f := no(CodeStatusListUnaccepted, "", "the status list was not accepted at stage %s: %s", c.Stage, c.Message)
		f.unknown = r.Verdict() == Inconclusive || !genuine[c.Stage]
		return cachedList{}, f
	}
	if _, several := doc.At("/credentialSubject/0"); several {
		return cachedList{}, no(CodeStatusListUnreadable, "", "the status list has several subjects")
	}
	list, _, err := status.ParseList(doc.Body().Member("credentialSubject"), status.Options{})
	if err != nil {
		return cachedList{}, err
	}
	known := newCachedList(doc, list, q.now)
	if elsewhere := known.elsewhere(address); elsewhere != nil && !q.allows(AllowListElsewhere) {
		return cachedList{}, elsewhere
	}
	if !q.v.lists.put(address, known) {
		return cachedList{}, no(codeListRollback, "", "the list at %s is older than one seen there before", shownURL(address))
	}
	q.web.keep(address)
	return known, nil
}

// believes reports whether a list by lister speaks for badges of issuer.
func (q *inquiry) believes(issuer, lister string) bool {
	return lister == issuer || slices.Contains(q.v.cfg.StatusIssuers, lister)
}

func (q *inquiry) listTrust(issuer, lister, path string) Check {
	c := Check{Stage: StageTrust, Outcome: Passed, Code: codeTrustListed, Path: path, Message: "the issuer of the list may speak about this badge"}
	if !q.believes(issuer, lister) {
		c.Outcome, c.Code = Failed, CodeTrustUnlisted
		c.Message = fmt.Sprintf("the issuer of the list is %s, the issuer of the badge %s; Config.StatusIssuers can allow this", shown(lister), shown(issuer))
	}
	return c
}

// revocation asks a 1EdTech revocation list. It carries no signature: what
// speaks for it is that the signed badge names its https address.
func (q *inquiry) revocation(ctx context.Context, doc *badge.Document, entry status.Entry) (status.Result, error) {
	if u, err := url.Parse(entry.List); err == nil {
		u.Fragment = ""
		entry.List = u.String()
	}
	body, err := q.fetch(ctx, FetchRevocationList, entry.List)
	if err != nil {
		return status.Result{}, err
	}
	text, err := badge.Parse(body)
	if err != nil {
		return status.Result{}, notKnown(CodeStatusListUnreadable, "", "%s returned something that is not a revocation list", shownURL(entry.List))
	}
	list, err := status.ParseRevocationList(text.Root())
	if err != nil {
		return status.Result{}, notKnown(CodeStatusListUnreadable, "", "%s returned something that is not a revocation list", shownURL(entry.List))
	}
	q.web.keep(entry.List)
	return list.Lookup(doc.IssuerID(), doc.ID())
}
