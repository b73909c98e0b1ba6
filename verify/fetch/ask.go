package fetch

import (
	"context"
	"errors"
	"net/http"

	"github.com/openbadges-go/openbadges/verify"
)

// accepts are the media types that are asked for. Some hosts take any mention
// of more than JSON as a wish for a web page, so that there is none of text.
var accepts = map[verify.FetchKind]string{
	verify.FetchController:     "application/did+json, application/did+ld+json, application/ld+json, application/json",
	verify.FetchKeys:           "application/jwk-set+json, application/json",
	verify.FetchKey:            "application/ld+json, application/json",
	verify.FetchAssertion:      "application/ld+json, application/json",
	verify.FetchBadgeClass:     "application/ld+json, application/json",
	verify.FetchProfile:        "application/ld+json, application/json",
	verify.FetchStatusList:     "application/vc, application/vc+jwt, application/ld+json, application/json, application/jwt",
	verify.FetchRevocationList: "application/ld+json, application/json",
	verify.FetchRefresh:        "application/vc, application/vc+jwt, application/ld+json, application/json, application/jwt",
}

// jsonAlone is what a host is asked for that answered with a web page.
const jsonAlone = "application/json"

// hosted are the kinds whose addresses also show people a web page.
var hosted = map[verify.FetchKind]bool{
	verify.FetchAssertion: true, verify.FetchBadgeClass: true, verify.FetchProfile: true, verify.FetchKey: true,
}

// meantForPeople reports whether a host answered with a web page, or led to
// another host, which may show one.
func meantForPeople(err error) bool {
	var e *verify.FetchError
	return errors.As(err, &e) && (e.Code == codeWebPage || e.Code == codeRedirect)
}

// ask asks a question of the address and of those that it leads to.
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
			return answer{}, fail(codeRedirects, "%s leads in a circle, or through more than %d redirects", q.to, maxRedirects)
		}
		if err := c.admit(q.kind, next); err != nil {
			return answer{}, err
		}
		q.to = next
	}
}

// redirects reports whether the answer is that another address has it.
func redirects(a answer) bool {
	switch a.status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}
