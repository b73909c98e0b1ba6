package verify

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/status"
)

// lookUp asks a bit string list about the badge, and returns the departures of
// the list. A list may be a copy: if it gives another URL as its own, that URL
// is asked as well, and the worse answer counts.
func (q *inquiry) lookUp(ctx context.Context, doc *badge.Document, entry status.Entry, path string) (status.Result, []Check, error) {
	known, result, err := q.ask(ctx, doc.IssuerID(), entry.List, entry)
	if err != nil {
		return result, nil, err
	}
	departures := q.listDepartures(known, entry, path)
	if !known.elsewhere(entry.List) {
		return result, departures, nil
	}
	// The standard allows another id, so this is not a departure.
	departures = append(departures, Check{Stage: StageStatus, Outcome: Warned, Code: codeListElsewhere, Path: path,
		Message: fmt.Sprintf("the list at %s has the id %s", shownURL(entry.List), badge.Quote(known.id))})
	_, original, err := q.ask(ctx, doc.IssuerID(), known.id, entry)
	switch {
	case err == nil && (known.older || original.Value != 0):
		return original, departures, nil
	case known.older:
		return result, departures, rolledBack(entry.List)
	case err != nil && !statusFault(err).unknown:
		return result, departures, err
	}
	return result, departures, nil
}

// ask returns the list at a URL and its answer about an entry.
func (q *inquiry) ask(ctx context.Context, issuer, address string, entry status.Entry) (knownList, status.Result, error) {
	known, err := q.list(ctx, issuer, address, entry)
	if err != nil {
		return known, status.Result{}, err
	}
	result, err := known.bits.Lookup(entry)
	return known, result, err
}

// listDepartures returns the departures of a list from its standard.
func (q *inquiry) listDepartures(known knownList, entry status.Entry, path string) (checks []Check) {
	if n := known.bits.Entries(entry.Size); n < status.MinEntries {
		checks = append(checks, q.departure(status.CodeListLength, path,
			fmt.Sprintf("the status list has %s entries, fewer than the %s that the standard requires", thousands(n), thousands(status.MinEntries))))
	}
	for _, remark := range known.remarks {
		if remark.Code != status.CodeListLength {
			checks = append(checks, q.departure(remark.Code, path, remark.Message))
		}
	}
	return checks
}

// thousands writes a number with commas.
func thousands(n uint64) string {
	text := strconv.FormatUint(n, 10)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// listAnswer is what one verification knows about a list.
type listAnswer struct {
	known knownList
	err   error
}

// list returns the verified list at a URL with its bits: from this
// verification, from the cache if it is fresh, or fetched.
func (q *inquiry) list(ctx context.Context, issuer, address string, entry status.Entry) (knownList, error) {
	options := listOptions
	options.For, options.MaxBytes = &entry, max(q.web.account.left.Inflated, 1)
	answer, ok := q.web.lists[address]
	if !ok {
		answer.known, ok = q.v.lists.get(address, q.now)
	}
	switch {
	case ok && !q.believes(issuer, answer.known.issuer):
		return knownList{}, otherIssuer(issuer, answer.known.issuer)
	case ok && answer.err == nil:
		if answer.known.bits == nil {
			answer.known, answer.err = answer.known.inflated(options)
			answer.err = q.inflated(answer.known.bytes(), maxInflated, answer.err)
		}
	case !ok:
		answer.known, answer.err = q.readList(ctx, issuer, address, options)
	}
	_, aboutList := errors.AsType[*fault](answer.err) // any other error is about this entry
	if answer.err == nil || aboutList && answer.known.issuer != "" && ctx.Err() == nil {
		q.web.lists[address] = answer
	}
	return answer.known, answer.err
}

// readList fetches and verifies the list at a URL. With an error it also
// returns the issuer of a list that was verified.
func (q *inquiry) readList(ctx context.Context, issuer, address string, options status.Options) (knownList, error) {
	body, err := q.fetch(ctx, FetchStatusList, address)
	if err != nil {
		return knownList{}, err
	}
	doc, err := badge.Parse(body)
	if err != nil {
		return knownList{}, notKnown(CodeStatusListUnreadable, "", "%s returned something that is not a status list", shownURL(address))
	}
	if by := doc.IssuerID(); by != "" && !q.believes(issuer, by) {
		return knownList{}, otherIssuer(issuer, by)
	}
	judged := knownList{issuer: doc.IssuerID()}
	r := q.inquire(form{doc: doc}, role{kinds: []badge.Kind{badge.KindStatusList}, list: true, trust: believed}).judge(ctx)
	if spent := q.web.account.share.spent; spent != nil {
		return judged, spent
	}
	if err := listFault(ctx, address, r); err != nil {
		return judged, err
	}
	if _, several := doc.At("/credentialSubject/0"); several {
		return judged, no(CodeStatusListUnreadable, "", "the status list has several subjects")
	}
	bits, remarks, err := status.ParseList(doc.Body().Member("credentialSubject"), options)
	if err = q.inflated(int(bits.Entries(8)), maxInflated, err); err != nil {
		return judged, err
	}
	known := newKnownList(doc, bits, remarks, q.now)
	if departures := r.Departures(); len(departures) > 0 {
		known.remarks = append(known.remarks, departs(departures))
	}
	known, ok := q.v.lists.put(address, known, q.now)
	if !ok {
		return judged, rolledBack(address)
	}
	q.web.keep(address)
	return known, nil
}

// departs sums up the departures of a list as a document.
func departs(departures []Check) badge.Problem {
	return badge.Problem{Code: codeListDeparts, Message: fmt.Sprintf("the status list departs from its standard %d times, first at %s: %s",
		len(departures), cmp.Or(departures[0].Path, "its top"), departures[0].Message)}
}

// inflated asks for a list of that size that was just inflated. A list that is
// longer than what is left and not longer than any may be is one that the budget
// refuses.
func (q *inquiry) inflated(size, most int, err error) error {
	a := q.web.account
	switch {
	case err == nil:
		return cmp.Or(a.inflated(size), a.spendText(workInflate, size))
	case badge.CodeOf(err) == status.CodeTooLarge && a.left.Inflated < most:
		return a.inflated(most)
	}
	return err
}

// listFault reports why a list does not count, from its report.
func listFault(ctx context.Context, address string, r *Report) error {
	switch {
	case r.Verdict() == Accepted:
		return nil
	case ctx.Err() != nil:
		return noAnswer(ctx, address, ctx.Err())
	}
	c := r.Decisive()
	if (c.Code == CodeTimeExpired || c.Code == CodeTimeLapsed) && r.Verdict() == Rejected {
		return notKnown(codeListExpired, "", "the status list at %s has expired: %s", shownURL(address), c.Message)
	}
	f := no(CodeStatusListUnaccepted, "", "the status list was not accepted at stage %s: %s", c.Stage, c.Message)
	f.unknown = r.Verdict() == Inconclusive || !genuine[c.Stage]
	return f
}

// believes reports whether a list of one issuer counts for badges of another.
func (q *inquiry) believes(issuer, lister string) bool {
	return lister == issuer || slices.Contains(q.v.cfg.StatusIssuers[issuer], lister)
}

// believed is the trust check of a list whose issuer was already checked.
func believed(_, path string) Check {
	return Check{Stage: StageTrust, Outcome: Passed, Code: codeTrustListed, Path: path, Message: "lists of this issuer count for the badge"}
}

func otherIssuer(issuer, lister string) *fault {
	return notKnown(codeListIssuer, "", "the issuer of the list is %s, the issuer of the badge %s; Config.StatusIssuers can allow this", badge.Quote(lister), badge.Quote(issuer))
}

func rolledBack(address string) *fault {
	return no(codeListRollback, "", "the list at %s is older than one seen before", shownURL(address))
}
