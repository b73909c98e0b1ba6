package verify

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/badge/tree"
)

// entryOptions accepts an index that is a number, as in the official samples;
// listOptions accepts known deviations of published lists. Both are reported.
var (
	entryOptions = status.Options{NumberIndex: true}
	listOptions  = status.Options{MissingMultibase: true, ShortList: true}
)

// status checks every status entry of a badge; the worst result counts.
func (q *inquiry) status(ctx context.Context) []Check {
	doc := q.presented
	entries, claim := doc.Body().Member("credentialStatus"), statusClaim(doc)
	none := !entries.Exists() || entries.Kind() == tree.Null // linked-data proofs refuse null before this
	switch {
	case !q.as.list && none && !claim.Exists() && q.loose("/credentialStatus") && q.v.cfg.StatusPolicy != StatusIgnored:
		return []Check{q.withheld(StageStatus, CodeStatusWithheld, "the holder can hide a status, and shows none")}
	case q.as.list || none && !claim.Exists(): // a list's own status could name another list, and so on without end
		return []Check{{Stage: StageStatus, Outcome: Skipped, Code: codeStatusNone, Message: "the badge has no status list"}}
	case q.v.cfg.StatusPolicy == StatusIgnored:
		return []Check{{Stage: StageStatus, Outcome: Skipped, Code: CodeStatusIgnored, Path: cmp.Or(claim.Pointer(), entries.Pointer()), Message: "status lists are ignored by Config.StatusPolicy"}}
	}
	var checks []Check
	if claim.Exists() {
		checks = q.claimed(ctx, doc.IssuerID(), claim)
	}
	if none {
		return checks
	}
	count := 0
	for e := range entries.Each() {
		if count++; count > maxStatuses {
			return append(checks, Check{Stage: StageStatus, Outcome: Unknown, Code: codeStatusCount, Path: e.Pointer(),
				Message: fmt.Sprintf("the badge has more than %d status entries", maxStatuses)})
		}
		if err := q.web.account.spend(workPart, 1); err != nil {
			return append(checks, failure(StageStatus, err))
		}
		checks = append(checks, q.entry(ctx, doc, e, claim)...)
	}
	if _, sd := doc.SDJWT(); sd && q.loose("/credentialStatus") {
		checks = append(checks, q.withheld(StageStatus, CodeStatusWithheld, "the holder can hide a part of the status"))
	}
	if count == 0 {
		return append(checks, Check{Stage: StageStatus, Outcome: Failed, Code: codeStatusEmpty, Path: entries.Pointer(), Message: "the list of status entries is empty"})
	}
	return checks
}

// statusClaim returns the claim by which a token names its status outside the
// credential (Token Status List §6.1), if there is one. Except in an SD-JWT VC,
// which defines the claim, a value that is not an object has another meaning.
func statusClaim(doc *badge.Document) tree.Value {
	claim := doc.Root().Member("status")
	if _, token := doc.JWS(); token && (claim.Kind() == tree.Object || doc.Version() == badge.SDJWTVC) {
		return claim
	}
	return tree.Value{}
}

// entry checks one status entry. The claim is that of the token around it.
func (q *inquiry) entry(ctx context.Context, doc *badge.Document, v, claim tree.Value) []Check {
	path := v.Pointer()
	entry, remarks, err := status.ParseEntry(v, entryOptions)
	if err != nil {
		return []Check{q.statusCheck(path, statusFault(err))}
	}
	var checks []Check
	for _, remark := range remarks {
		checks = append(checks, Check{Stage: StageStatus, Outcome: Warned, Code: remark.Code, Path: remark.Path, Message: remark.Message})
	}
	if entry.Type == status.TokenType && claim.Member("status_list").Exists() {
		return append(checks, q.repeats(entry, claim, path)...)
	}
	checks = append(checks, private(entry, path)...)
	var result status.Result
	switch entry.Type {
	case status.TokenType:
		return append(checks, q.tokenStatus(ctx, doc.IssuerID(), entry, path)...)
	case status.RevocationListEntry:
		result, err = q.revocation(ctx, doc, entry)
	default:
		var departures []Check
		result, departures, err = q.lookUp(ctx, doc, entry, path)
		checks = append(checks, departures...)
	}
	if err != nil {
		return append(checks, q.statusCheck(path, statusFault(err)))
	}
	return append(checks, resultCheck(path, result))
}

// private warns of a list whose URL can name the badge.
func private(entry status.Entry, path string) []Check {
	if !strings.Contains(entry.List, "?") {
		return nil
	}
	return []Check{{Stage: StageStatus, Outcome: Warned, Code: codeStatusPrivacy, Path: path,
		Message: "the status list URL has a query, which can tell the issuer which badge is checked"}}
}

// resultCheck reports what the value in a list means for the badge.
func resultCheck(path string, r status.Result) Check {
	c := Check{Stage: StageStatus, Outcome: Passed, Code: CodeStatusClear, Path: path,
		Message: fmt.Sprintf("the badge is not in the list for %s", r.Purpose)}
	message := ""
	if r.Message != "" {
		message = ": " + badge.Quote(r.Message)
	}
	switch {
	case r.Purpose == status.Revocation && r.Value != 0:
		c.Outcome, c.Code, c.Message = Failed, CodeStatusRevoked, "the badge has been revoked"+message
	case r.Purpose == status.Suspension && r.Value != 0:
		c.Outcome, c.Code, c.Message = Failed, CodeStatusSuspended, "the badge has been suspended"+message
	case r.Purpose == status.Revocation, r.Purpose == status.Suspension:
	case r.Purpose == statusMessage || r.Purpose == statusRefresh:
		c.Code, c.Message = codeStatusSays, fmt.Sprintf("the list for %s has value %d%s", r.Purpose, r.Value, message)
	default:
		c.Outcome, c.Code = Unknown, codeStatusPurpose
		c.Message = fmt.Sprintf("the list has value %d for the unknown purpose %s", r.Value, badge.Quote(r.Purpose))
	}
	return c
}

// Purposes that inform and do not affect validity.
const (
	statusMessage = "message"
	statusRefresh = "refresh"
)

// statusCheck turns a fault into a check, according to the policy.
func (q *inquiry) statusCheck(path string, f *fault) Check {
	c := Check{Stage: StageStatus, Outcome: Failed, Code: f.code, Path: path, Message: f.message, cause: f.cause}
	if f.unknown {
		c.Outcome = Unknown
		if q.v.cfg.StatusPolicy == StatusIfReachable && f.code != CodeVerifyBudget {
			c.Outcome = Warned
		}
	}
	return c
}

// statusFault turns an error of this package or of package status into a fault.
// It is unknown for an unsupported type of status and for a list above the size
// limit.
func statusFault(err error) *fault {
	if f, ok := errors.AsType[*fault](err); ok {
		return f
	}
	if e, ok := errors.AsType[failed](err); ok {
		f := no(e.Code(), "", "%s", e.Message())
		f.unknown = e.Code() == status.CodeUnsupported || e.Code() == status.CodeTooLarge
		return f
	}
	return notKnown(CodeVerifyInternal, "", "the status could not be checked")
}

// revocation looks the badge up in a 1EdTech revocation list. The list has no
// signature; it counts because the signed badge names its https URL.
func (q *inquiry) revocation(ctx context.Context, doc *badge.Document, entry status.Entry) (status.Result, error) {
	if doc.ID() == "" {
		return status.Result{}, notKnown(codeStatusUnnamed, "", "the badge has no id, by which the revocation list lists badges")
	}
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
	if !q.believes(doc.IssuerID(), list.Issuer) {
		return status.Result{}, otherIssuer(doc.IssuerID(), list.Issuer)
	}
	return list.Lookup(list.Issuer, doc.ID())
}
