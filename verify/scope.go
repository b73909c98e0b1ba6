package verify

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/openbadges-go/openbadges/badge"
)

// scoped is a document for whose URL an issuer must be responsible.
type scoped struct {
	member string // pointer to that URL in the badge
	doc    *badge.Document
}

// inScope checks whether an issuer is responsible for the URLs of a badge and
// its class (OB 2.0 "VerificationObject"): those that start with one of its
// prefixes, those on one of its hosts, or without either, those on its own
// origin.
func (q *inquiry) inScope(profile *badge.Document, documents ...scoped) []Check {
	rule, err := q.scopeOf(profile)
	if err != nil {
		c := originFailure(err, "")
		if !q.allows(AllowIssuerWithoutURL) {
			return []Check{c}
		}
		c.Outcome = Warned
		return []Check{c, {Stage: StageOrigin, Outcome: Passed, Code: codeOriginHosted, Message: "the badge was fetched from its own URL"}}
	}
	for _, d := range documents {
		if d.doc == nil {
			continue
		}
		asked := q.requested(d.doc.ID())
		u, err := q.web.address(asked)
		if err != nil {
			continue // it has no URL, and is embedded in a document that has one
		}
		final, err := q.web.address(q.web.answered(asked))
		if err != nil || !rule.covers(u) || !rule.covers(final) {
			return []Check{{Stage: StageOrigin, Outcome: Failed, Code: CodeOriginScope, Path: "/" + d.member,
				Message: fmt.Sprintf("the issuer %s is not responsible for %s, only for %s", badge.Quote(profile.ID()), shownURL(d.doc.ID()), rule.words)}}
		}
	}
	return []Check{{Stage: StageOrigin, Outcome: Passed, Code: codeOriginHosted, Message: "the issuer is responsible for the URL of the badge: " + rule.words}}
}

// scope is the rule of one issuer. Every part that is not nil must cover a URL.
type scope struct {
	prefixes []*url.URL
	hosts    []string
	origin   *url.URL
	anyPlain bool // http and https are one origin
	words    string
}

func (q *inquiry) scopeOf(profile *badge.Document) (scope, error) {
	said, _ := profile.Verification()
	rule := scope{anyPlain: q.allows(AllowHTTP)}
	own, err := q.web.address(q.secured(profile.ID()))
	if err != nil {
		return scope{}, no(CodeOriginScope, "", "the issuer id %s is not an https URL, so its profile proves nothing", badge.Quote(profile.ID()))
	}
	inside := q.linked.version == badge.OB05 // the author of the badge also wrote its issuer
	if inside || said.StartsWith == nil && said.AllowedOrigins == nil {
		rule.origin, rule.words = own, "everything at "+own.Host
		return rule, nil
	}
	var words []string
	if said.StartsWith != nil {
		rule.prefixes = []*url.URL{}
		for _, prefix := range said.StartsWith {
			if u, err := q.web.address(q.secured(prefix)); err == nil {
				rule.prefixes = append(rule.prefixes, u)
			}
			words = append(words, "URLs that start with "+badge.Quote(prefix))
		}
	}
	if said.AllowedOrigins != nil {
		rule.hosts = said.AllowedOrigins
		for _, host := range said.AllowedOrigins {
			words = append(words, "the host "+badge.Quote(host))
		}
	}
	rule.words = "nothing"
	if words != nil {
		rule.words = strings.Join(words, ", ")
	}
	return rule, nil
}

func (r scope) covers(u *url.URL) bool {
	if !plainPath(u.EscapedPath()) {
		return false
	}
	if r.origin != nil {
		return r.sameOrigin(u, r.origin)
	}
	return (r.prefixes == nil || slices.ContainsFunc(r.prefixes, func(p *url.URL) bool { return r.below(u, p) })) &&
		(r.hosts == nil || slices.Contains(r.hosts, u.Host))
}

func (r scope) sameOrigin(a, b *url.URL) bool {
	return a.Host == b.Host && (a.Scheme == b.Scheme || r.anyPlain)
}

// below reports whether a URL starts with a prefix. A prefix may end only at
// the end of a path segment, of a query parameter or of a parameter name.
func (r scope) below(u, prefix *url.URL) bool {
	if !r.sameOrigin(u, prefix) || prefix.Fragment != "" {
		return false
	}
	path, start := u.EscapedPath(), prefix.EscapedPath()
	if prefix.RawQuery != "" {
		rest, ok := strings.CutPrefix(u.RawQuery, prefix.RawQuery)
		return path == start && ok && (rest == "" || strings.HasSuffix(prefix.RawQuery, "=") || rest[0] == '&')
	}
	rest, ok := strings.CutPrefix(path, start)
	return ok && (rest == "" || start == "" || strings.HasSuffix(start, "/") || rest[0] == '/')
}

// plainPath refuses paths that a server may read as another one.
func plainPath(path string) bool {
	for segment := range strings.SplitSeq(path, "/") {
		if name, _, _ := strings.Cut(segment, ";"); name == "." || name == ".." { // some servers ignore the part of a name after ;
			return false
		}
	}
	lower := strings.ToLower(path)
	return !strings.Contains(path, "//") && !strings.Contains(lower, "%2e") && !strings.Contains(lower, "%2f") && !strings.Contains(lower, "%5c")
}
