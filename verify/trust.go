package verify

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/openbadges-go/openbadges/badge"
)

// Trust is the set of accepted issuers. The zero Trust is refused by New.
type Trust struct {
	decided bool
	anyone  bool
	ids     []string
}

// Issuers trusts exactly these issuer ids, each a DID or a URL. New refuses an
// id that is neither. Without any id it trusts no issuer.
func Issuers(ids ...string) Trust { return Trust{decided: true, ids: slices.Clone(ids)} }

// AnyIssuer accepts every issuer. The report then shows that someone holds the
// key of the issuer named in the badge; you must check which issuer that is.
func AnyIssuer() Trust { return Trust{decided: true, anyone: true} }

// String returns the accepted issuer ids with spaces between them, or "any
// issuer".
func (t Trust) String() string {
	if t.anyone {
		return "any issuer"
	}
	return strings.Join(t.ids, " ")
}

// trust checks whether the caller accepts the issuer.
func (q *inquiry) trust(context.Context) []Check {
	id, path := q.issuer()
	if q.unconfirmed() {
		return []Check{unconfirmed(q.as.trust)(id, path)}
	}
	return []Check{q.trusted(id, path)}
}

// check checks an issuer id.
func (t Trust) check(id, path string) Check {
	c := Check{Stage: StageTrust, Path: path}
	switch {
	case t.anyone:
		c.Outcome, c.Code = Warned, CodeTrustAnyone
		c.Message = "any issuer is accepted; check that this is the organisation you expect: " + badge.Quote(id)
	case slices.Contains(t.ids, id):
		c.Outcome, c.Code, c.Message = Passed, codeTrustListed, badge.Quote(id)+" is one of the accepted issuers"
	default:
		c.Outcome, c.Code, c.Message = Failed, CodeTrustUnlisted, badge.Quote(id)+" is not one of the accepted issuers"
		if listed, differs := t.nearMiss(id); listed != "" {
			c.Message += fmt.Sprintf("; it differs from %s only in the %s", badge.Quote(listed), differs)
		}
	}
	return c
}

// nearMiss returns an accepted id similar to another id, and the part in which
// the two differ.
func (t Trust) nearMiss(id string) (listed, differs string) {
	for _, part := range []struct {
		name   string
		ignore func(*url.URL)
	}{
		{"final slash", func(u *url.URL) { u.Path = strings.TrimSuffix(u.Path, "/") }},
		{"case of the host", func(u *url.URL) { u.Host, u.Opaque = strings.ToLower(u.Host), strings.ToLower(u.Opaque) }},
		{"scheme", func(u *url.URL) { u.Scheme = strings.Replace(u.Scheme, "https", "http", 1) }},
		{"fragment", func(u *url.URL) { u.Fragment = "" }},
	} {
		for _, listed := range t.ids {
			a, errA := url.Parse(listed)
			b, errB := url.Parse(id)
			if errA != nil || errB != nil {
				continue
			}
			part.ignore(a)
			part.ignore(b)
			if a.String() == b.String() {
				return listed, part.name
			}
		}
	}
	return "", ""
}

// isIdentifier reports whether a text can be the id of an issuer: an absolute
// URI, such as a DID or a URL.
func isIdentifier(id string) bool {
	u, err := url.Parse(id)
	return err == nil && u.Scheme != "" && (u.Host != "" || u.Opaque != "") && !strings.ContainsFunc(id, unicode.IsSpace)
}
