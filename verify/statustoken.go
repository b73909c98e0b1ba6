package verify

import (
	"context"
	"fmt"
	"mime"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/proof"
	"github.com/openbadges-go/openbadges/badge/status"
	"github.com/openbadges-go/openbadges/badge/tree"
)

// claimed checks the claim status of a token of an issuer (Token Status List
// §6.1). A mechanism that is not known leaves the status open; the first one is
// reported.
func (q *inquiry) claimed(ctx context.Context, issuer string, claim tree.Value) (checks []Check) {
	for name, v := range claim.Members() {
		if name != "status_list" {
			checks = append(checks, q.statusCheck(v.Pointer(), notKnown(status.CodeUnsupported, "", "the status mechanism %s is not supported", badge.Quote(name))))
			break
		}
	}
	entry, err := status.ParseClaim(claim)
	switch {
	case err == nil:
		checks = append(checks, private(entry, claim.Pointer())...)
		return append(checks, q.tokenStatus(ctx, issuer, entry, claim.Pointer())...)
	case badge.CodeOf(err) == status.CodeUnsupported && checks != nil:
		return checks
	}
	return append(checks, q.statusCheck(claim.Pointer(), statusFault(err)))
}

// repeats compares an entry of a credential with the claim status of its token.
// They must name the same place.
func (q *inquiry) repeats(entry status.Entry, claim tree.Value, path string) []Check {
	if e, err := status.ParseClaim(claim); err != nil || e.List == entry.List && e.Index == entry.Index {
		return nil // a claim that cannot be read has a check
	}
	return []Check{{Stage: StageStatus, Outcome: Failed, Code: codeStatusDiffers, Path: path,
		Message: "the credential and the claim status of its token name different places in a Token Status List"}}
}

// tokenStatus looks a badge up in a Token Status List. A badge that is not valid
// at the time of the check is not looked up (§8.3).
func (q *inquiry) tokenStatus(ctx context.Context, issuer string, entry status.Entry, path string) []Check {
	if slices.ContainsFunc(q.period(ctx), func(c Check) bool { return c.Outcome == Failed }) {
		return []Check{{Stage: StageStatus, Outcome: Skipped, Code: CodeVerifyBlocked, Path: path,
			Message: "not fetched, because the badge is not valid at this time"}}
	}
	known, err := q.tokenList(ctx, issuer, entry.List)
	var checks []Check
	for _, remark := range known.remarks {
		checks = append(checks, Check{Stage: StageStatus, Outcome: Warned, Code: remark.Code, Path: path, Message: remark.Message})
	}
	var value uint8
	if err == nil {
		value, err = known.tokens.Lookup(entry.Index)
	}
	if err == nil && known.lapsed && value != status.TokenInvalid { // what is revoked stays revoked
		err = notKnown(codeTokenExpired, "", "the status list token at %s expired at %s", shownURL(entry.List), stamp(known.until))
	}
	if err != nil {
		return append(checks, q.statusCheck(path, statusFault(err)))
	}
	list := "the status list"
	if known.issuer != issuer {
		list = fmt.Sprintf("the status list of %s, which Config.StatusIssuers names,", badge.Quote(known.issuer))
	}
	return append(checks, valueCheck(path, list, value))
}

// valueCheck reports what a value in a Token Status List means (§7.1).
func valueCheck(path, list string, value uint8) Check {
	c := Check{Stage: StageStatus, Outcome: Failed, Path: path}
	switch value {
	case 0:
		c.Outcome, c.Code, c.Message = Passed, CodeStatusClear, list+" says that the badge is valid"
	case status.TokenInvalid:
		c.Code, c.Message = CodeStatusRevoked, list+" says that the badge has been revoked"
	case status.TokenSuspended:
		c.Code, c.Message = CodeStatusSuspended, list+" says that the badge has been suspended"
	default:
		meaning := "is reserved"
		if value == 0x03 || value >= 0x0c && value <= 0x0f {
			meaning = "has a meaning that the issuer alone knows"
		}
		c.Outcome, c.Code, c.Message = Unknown, codeStatusValue, fmt.Sprintf("%s has the value 0x%02X, which %s", list, value, meaning)
	}
	return c
}

// tokenList returns the verified Token Status List at a URL: from this
// verification, from the cache if it is fresh, or fetched.
func (q *inquiry) tokenList(ctx context.Context, issuer, address string) (knownList, error) {
	name := status.TokenType + " " + address // another kind of list may have the same URL
	answer, ok := q.web.lists[name]
	if !ok {
		answer.known, ok = q.v.lists.get(name, q.now)
		ok = ok && !answer.known.since.After(q.now.Add(clockSkew)) // a check as of the past has no use for it
	}
	switch {
	case ok && !q.believes(issuer, answer.known.issuer):
		return knownList{}, unbound(issuer, answer.known.issuer)
	case ok && answer.err == nil && answer.known.tokens == nil:
		answer.known, answer.err = answer.known.unpacked(max(q.web.account.left.Inflated, 1))
		answer.err = q.inflated(answer.known.bytes(), maxTokenList, answer.err)
	case !ok:
		answer.known, answer.err = q.readToken(ctx, issuer, address, name)
	}
	if ctx.Err() == nil && answer.known.issuer != "" {
		q.web.lists[name] = answer
	}
	return answer.known, answer.err
}

// readToken fetches and verifies the status list token at a URL. A check as of a
// time before the token was issued asks the host for the token of that time
// (§8.4).
func (q *inquiry) readToken(ctx context.Context, issuer, address, name string) (knownList, error) {
	known, err := q.openToken(ctx, issuer, address, address)
	if err != nil {
		return known, err
	}
	if known.since.After(q.now.Add(clockSkew)) {
		return q.earlierToken(ctx, issuer, address)
	}
	if known.lapsed {
		return known, nil
	}
	known, ok := q.v.lists.put(name, known, q.now)
	if !ok {
		return known, rolledBack(address)
	}
	q.web.keep(address)
	return known, nil
}

// earlierToken asks for the token of the time of the check.
func (q *inquiry) earlierToken(ctx context.Context, issuer, address string) (knownList, error) {
	u, err := url.Parse(address)
	if err != nil {
		return knownList{}, notKnown(codeFetchURL, "", "%s is not a URL", shownURL(address))
	}
	then := "time=" + strconv.FormatInt(q.now.Unix(), 10)
	if u.RawQuery != "" {
		then = u.RawQuery + "&" + then
	}
	u.RawQuery = then
	known, err := q.openToken(ctx, issuer, address, u.String())
	if err == nil && known.since.After(q.now.Add(clockSkew)) {
		err = notKnown(codeTokenLater, "", "the status list token at %s was issued at %s, after the time of the check, %s",
			shownURL(address), stamp(known.since), stamp(q.now))
	}
	return known, err
}

// openToken fetches a status list token and verifies that it is the one that
// badges name by the given subject. With an error it also returns the issuer of a
// token whose signature is good.
func (q *inquiry) openToken(ctx context.Context, issuer, subject, address string) (knownList, error) {
	p := q.page(ctx, FetchListToken, address)
	if p.err != nil {
		return knownList{}, p.err
	}
	media, _, _ := mime.ParseMediaType(p.kind)
	if media == "application/statuslist+cwt" {
		return knownList{}, notKnown(status.CodeUnsupported, "", "%s returned a status list in CBOR, which is not supported", shownURL(address))
	}
	doc, err := badge.Parse(p.body)
	if err != nil || !isToken(doc) {
		return knownList{}, notKnown(CodeStatusListUnreadable, "", "%s returned something that is not a status list token", shownURL(address))
	}
	token, _ := doc.JWS()
	if typ := token.Header.Member("typ"); typ.String() != status.TokenType {
		return knownList{}, no(codeTokenType, "", "the typ of the token at %s is %s, wanted %s", shownURL(address), badge.Quote(typ.String()), status.TokenType)
	}
	by, err := q.signedBy(ctx, doc, issuer)
	if err != nil {
		return knownList{}, err
	}
	claims, remarks, err := status.ParseToken(doc.Root(), max(q.web.account.left.Inflated, 1))
	known := newKnownToken(doc, by, claims, remarks, q.now)
	if err = q.inflated(known.bytes(), maxTokenList, err); err != nil {
		return knownList{issuer: by}, err
	}
	if claims.Subject != subject {
		return knownList{issuer: by}, no(codeTokenSubject, "", "the status list token at %s is that of %s", shownURL(address), badge.Quote(claims.Subject))
	}
	if p.kind != "" && media != "application/"+status.TokenType {
		known.remarks = append(known.remarks, badge.Problem{Code: codeTokenMedia,
			Message: fmt.Sprintf("the media type of the status list token is %s, wanted application/%s", badge.Quote(p.kind), status.TokenType)})
	}
	return known, nil
}

// signedBy verifies the signature of a status list token with a key of an issuer
// whose lists count for badges of the given one, and returns that issuer: the
// one that the claim iss names or else the kid, or the issuer of the badge.
func (q *inquiry) signedBy(ctx context.Context, doc *badge.Document, issuer string) (string, error) {
	found, err := proof.Find(doc)
	if err != nil {
		return "", unaccepted(failure(StageProof, err))
	}
	token := found[0]
	by := issuer
	if iss := doc.Root().Member("iss"); iss.Exists() {
		by = iss.String()
	} else if base, _, ok := strings.Cut(token.Method(), "#"); ok && base != "" && (strings.HasPrefix(base, "did:") || q.believes(issuer, base)) {
		by = base
	}
	if !q.believes(issuer, by) {
		return "", unbound(issuer, by)
	}
	if c, refused := q.schemeRefused(token); refused {
		return "", unaccepted(c)
	}
	options := q.checkOptions()
	options.Types = []string{status.TokenType}
	formed, err := token.Validate(options)
	if err != nil {
		return "", unaccepted(failure(StageProof, err))
	}
	keys, err := q.keysOf(ctx, by, token, time.Time{}, q.inForceNow)
	if err != nil {
		return "", unaccepted(failure(StageKey, err))
	}
	if c := q.bindingCheck(keys); c.Outcome == Failed || c.Outcome == Unknown {
		return "", unaccepted(c)
	}
	transformed, err := formed.Transform(ctx)
	if err != nil {
		return "", unaccepted(failure(StageProof, err))
	}
	for _, k := range keys.candidates {
		if _, err = transformed.Verify(ctx, k.Key); err == nil {
			return by, nil
		}
	}
	if keys.unnamed != nil && ctx.Err() == nil {
		return "", unaccepted(failure(StageBinding, keys.unnamed))
	}
	return "", unaccepted(failure(StageSignature, err))
}

// unaccepted is the fault of a list of which a check is not good.
func unaccepted(c Check) error {
	if c.Code == CodeVerifyCancelled || c.Code == CodeVerifyBudget {
		return &fault{code: c.Code, message: c.Message, unknown: true, cause: c.cause}
	}
	f := no(CodeStatusListUnaccepted, "", "the status list was not accepted at stage %s: %s", c.Stage, c.Message)
	f.unknown, f.cause = c.Outcome == Unknown, c.cause
	return f
}

// unbound is the fault of a token by an issuer who does not count. Unlike a list
// that is a credential, a token is not the issuer's word about anything else.
func unbound(issuer, lister string) *fault {
	return no(codeIssuerUnbound, "", "the issuer of the status list token is %s, that of the badge %s; Config.StatusIssuers can allow this", badge.Quote(lister), badge.Quote(issuer))
}
