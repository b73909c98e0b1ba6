package fetch

import (
	"context"
	"net/http"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/verify"
)

// accepts are the media types of a request. Text types are omitted, because
// some hosts then send a web page.
var accepts = map[verify.FetchKind]string{
	verify.FetchController:     "application/did+json, application/did+ld+json, application/ld+json, application/json",
	verify.FetchLog:            "text/jsonl, application/jsonl, application/json",
	verify.FetchKeys:           "application/jwk-set+json, application/json",
	verify.FetchKey:            "application/ld+json, application/json",
	verify.FetchAssertion:      "application/ld+json, application/json",
	verify.FetchBadgeClass:     "application/ld+json, application/json",
	verify.FetchProfile:        "application/ld+json, application/json",
	verify.FetchStatusList:     "application/vc, application/vc+jwt, application/ld+json, application/json, application/jwt",
	verify.FetchListToken:      "application/statuslist+jwt",
	verify.FetchAggregation:    "application/json",
	verify.FetchRevocationList: "application/ld+json, application/json",
	verify.FetchRefresh:        "application/vc, application/vc+jwt, application/ld+json, application/json, application/jwt",
}

// jsonAlone is the media type of the second request to a host that sent a web
// page.
const jsonAlone = "application/json"

// hosted are the kinds whose URLs can also show a web page.
var hosted = map[verify.FetchKind]bool{
	verify.FetchAssertion: true, verify.FetchBadgeClass: true, verify.FetchProfile: true, verify.FetchKey: true,
}

// meantForPeople reports whether a host sent a web page, or a redirect to
// another host, which may lead to one.
func meantForPeople(err error) bool {
	code := badge.CodeOf(err)
	return code == codeWebPage || code == codeRedirect
}

// ask makes a request and follows its redirects.
func (c *Client) ask(ctx context.Context, q question) (answer, error) {
	seen := map[string]bool{}
	for {
		seen[q.to.url.String()] = true
		a, err := c.exchange(ctx, q)
		if err != nil || !redirects(a) {
			return a, err
		}
		next, err := q.to.follow(a.header.Values("Location"))
		if err != nil {
			return answer{}, err
		}
		if len(seen) > maxRedirects || seen[next.url.String()] {
			return answer{}, fail(codeRedirects, "%s redirects in a loop or more than %d times", q.to, maxRedirects)
		}
		if err := c.admit(q.kind, next); err != nil {
			return answer{}, err
		}
		q.to = next
	}
}

// redirects reports whether the answer is a redirect.
func redirects(a answer) bool {
	switch a.status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}
