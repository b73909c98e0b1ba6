package verify

import (
	"context"
	"errors"
	"fmt"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/status"
)

// FetchStatusLists fetches the status list tokens that an aggregation names
// (Token Status List §9) and keeps them as long as any other, so that no host
// learns from a request which badge is verified. The address is the
// aggregation_uri of a token, or one that the issuer of the badges gives. A list
// counts as it does for a badge of that issuer.
//
// The result is the number of lists that are known. The error holds one error for
// each of the others, which are asked for when a badge needs them. Without a
// readable aggregation nothing is known. All lists together cost at most what
// Config.Budget allows one verification, except that each may take its Requests;
// fetching ends with the code "verify.budget" where that is spent.
func (v *Verifier) FetchStatusLists(ctx context.Context, issuer, address string) (int, error) {
	if v == nil || !v.cfg.Trust.decided {
		return 0, no(CodeVerifyInternal, "", "the Verifier is the zero value; use New")
	}
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	q := v.begin()
	defer q.web.drop()
	body, err := q.fetch(ctx, FetchAggregation, address)
	if err != nil {
		return 0, err
	}
	lists, err := status.ParseAggregation(body)
	if err != nil {
		return 0, err
	}
	q.web.keep(address)
	known := 0
	var failed []error
	for _, list := range lists {
		if ctx.Err() != nil {
			return known, errors.Join(append(failed, ctx.Err())...)
		}
		err := v.fetchList(ctx, q.web.account, issuer, list)
		if err == nil {
			known++
			continue
		}
		failed = append(failed, fmt.Errorf("verify: the status list at %s: %w", shownURL(list), err))
		if badge.CodeOf(err) == CodeVerifyBudget {
			break
		}
	}
	return known, errors.Join(failed...)
}

// fetchList makes one status list token known, with the requests and the time of
// one verification and what is left of the rest.
func (v *Verifier) fetchList(ctx context.Context, left *account, issuer, address string) error {
	ctx, cancel := context.WithTimeoutCause(ctx, maxFetchTime, errFetchTime)
	defer cancel()
	q := v.begin()
	defer q.web.drop()
	q.web.account, q.now = left, v.cfg.Now()
	left.left.Requests = left.had.Requests
	known, err := q.tokenList(ctx, issuer, address)
	if err == nil && known.lapsed {
		err = notKnown(codeTokenExpired, "", "the status list token at %s expired at %s", shownURL(address), stamp(known.until))
	}
	return err
}
