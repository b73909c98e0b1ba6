package archive

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/verify"
)

// replay is a Fetcher that answers only from an archive.
type replay struct {
	archive *Archive
	vouched bool // whether somebody who is trusted confirms what hosts answered
	at      time.Time
}

// signed are the kinds of answers that are signed, so that a copy of unknown
// origin counts while it is in force by its own dates. All others are the word of
// a host: anybody can write a host name into an archive.
var signed = []verify.FetchKind{verify.FetchStatusList, verify.FetchListToken}

// Fetch returns what the URL answered when the archive was made. It never makes
// a request.
func (r replay) Fetch(_ context.Context, req verify.Request) (verify.Response, error) {
	answers := r.archive.manifest.Answers
	i, found := slices.BinarySearchFunc(answers, Answer{Kind: req.Kind, URL: req.URL}, byAsked)
	if !found {
		return verify.Response{}, verify.NewFetchError(CodeAbsent, "the archive has no answer of "+shownURL(req.URL))
	}
	a := answers[i]
	body, there := r.archive.bodies[a.Digest]
	switch {
	case a.Failure != "":
		return verify.Response{}, verify.NewFetchError(CodeNoAnswer, shownURL(req.URL)+" did not answer when the archive was made")
	case !r.vouched && !(slices.Contains(signed, req.Kind) && dated(body, r.at)):
		return verify.Response{}, verify.NewFetchError(CodeUnvouched, "nobody whom you trust confirms what "+shownURL(req.URL)+" answered")
	case !there:
		return verify.Response{}, verify.NewFetchError(CodeRedacted, "the answer of "+shownURL(req.URL)+" was removed from the archive")
	}
	return verify.Response{Status: a.Status, URL: a.Final, ContentType: a.ContentType, Body: slices.Clone(body)}, nil
}

// dated reports whether a status list says until when it holds, or was new at a
// time. Any other can be of any age, so a copy of it proves nothing about that time.
func dated(body []byte, at time.Time) bool {
	doc, err := badge.Parse(body)
	if err != nil {
		return false
	}
	from, until := doc.Period()
	if until.Exists() || doc.Root().Member("exp").Exists() {
		return true // the verifier compares it
	}
	if issued := doc.Root().Member("iat"); issued.Exists() {
		from = issued
	}
	start, err := badge.InstantOf(from)
	return err == nil && at.Sub(start) <= maxCapture
}

// shownURL quotes a URL without its query, which may contain secrets.
func shownURL(address string) string {
	address, _, _ = strings.Cut(address, "?")
	return badge.Quote(address)
}

// extensions returns the extensions of a configuration, and those of the archive
// that they do not replace. They decide what signed text means, so only those that
// a keeper confirms may be added.
func (a *Archive) extensions(given []badge.Extension) []badge.Extension {
	all := slices.Clone(given)
	for _, e := range a.manifest.Extensions {
		x := badge.Extension{Type: e.Type, URL: e.URL, Context: a.bodies[e.Context], Schema: a.bodies[e.Schema]}
		gone := e.Context != "" && x.Context == nil || e.Schema != "" && x.Schema == nil
		if !gone && !slices.ContainsFunc(given, func(g badge.Extension) bool { return g.URL == x.URL || g.Type != "" && g.Type == x.Type }) {
			all = append(all, x)
		}
	}
	return all
}
