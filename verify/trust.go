package verify

import (
	"context"
	"slices"
)

// Trust says which issuers are accepted. The zero Trust is refused by New.
type Trust struct {
	decided bool
	anyone  bool
	ids     []string
}

// Issuers trusts the issuers with exactly these ids (a DID or a URL).
// Without any id it trusts nobody.
func Issuers(ids ...string) Trust { return Trust{decided: true, ids: slices.Clone(ids)} }

// AnyIssuer accepts whoever signed. The report then shows that somebody
// holds the key of the issuer named in the badge, and leaves it to the
// reader to know that issuer.
func AnyIssuer() Trust { return Trust{decided: true, anyone: true} }

// trust judges whether the caller accepts the issuer.
func (q *inquiry) trust(context.Context) []Check {
	id, path := q.issuer()
	if q.unconfirmed() {
		return []Check{unconfirmed(q.as.trust)(id, path)}
	}
	return []Check{q.as.trust(id, path)}
}

// check judges an issuer id.
func (t Trust) check(id, path string) Check {
	c := Check{Stage: StageTrust, Path: path}
	switch {
	case t.anyone:
		c.Outcome, c.Code = Warned, codeTrustAnyone
		c.Message = "any issuer is accepted here, so it is for the reader to know " + shown(id)
	case slices.Contains(t.ids, id):
		c.Outcome, c.Code, c.Message = Passed, codeTrustListed, shown(id)+" is one of the accepted issuers"
	default:
		c.Outcome, c.Code, c.Message = Failed, codeTrustUnlisted, shown(id)+" is not one of the accepted issuers"
	}
	return c
}
