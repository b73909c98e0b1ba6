package did

import (
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/openbadges-go/openbadges/badge"
	"github.com/openbadges-go/openbadges/badge/key"
	"github.com/openbadges-go/openbadges/badge/webvh"
)

// history searches the log of a did:webvh: the version that was in force when what
// the key signed was proved to exist, else the latest one.
func (s *search) history(ctx context.Context) (Resolution, error) {
	log, err := s.log(ctx)
	if err != nil {
		return Resolution{}, err
	}
	if !s.resolver.SeenAt.IsZero() {
		if m, found := s.inForce(ctx, log); found {
			return Resolution{Method: m, Binding: DIDWeb}, nil
		}
	}
	doc, err := s.current(log)
	if err != nil && ctx.Err() != nil {
		err = ctx.Err() // it ended the log
	}
	if err != nil {
		return Resolution{}, err
	}
	m, err := s.inDocument(ctx, doc)
	return Resolution{Method: m, Binding: DIDWeb}, s.missing(doc, err)
}

// latest returns the latest document of a did:webvh.
func (s *search) latest(ctx context.Context) (*key.ControllerDocument, error) {
	log, err := s.log(ctx)
	if err != nil {
		return nil, err
	}
	return s.current(log)
}

// log fetches and checks the log of a did:webvh. Only a log says how old a kept
// copy of it may be: one that is older is fetched again.
func (s *search) log(ctx context.Context) (*webvh.Log, error) {
	if s.resolver.Proof == nil {
		return nil, unknown(codeUnsupported, "%s has a log, and the resolver has nothing to check its signatures with", badge.Quote(s.id.text))
	}
	log, age, err := s.logOf(ctx, math.MaxInt64)
	ttl := time.Duration(0)
	if versions := log.Versions(); len(versions) > 0 {
		ttl = versions[len(versions)-1].TTL
	}
	if age > ttl {
		log, _, err = s.logOf(ctx, ttl)
	}
	return log, err
}

// logOf fetches and checks a log that is at most so old, and returns its age. The
// file of witnesses must not be older than the log, or it lacks the last approvals.
func (s *search) logOf(ctx context.Context, most time.Duration) (*webvh.Log, time.Duration, error) {
	address := s.id.address.String()
	text, age, err := s.getLog(ctx, address, most)
	if err != nil {
		return nil, 0, err
	}
	log, err := webvh.Read(webvh.Source{DID: s.id.text, Log: text, Now: s.resolver.Now, Check: s.resolver.Proof,
		Witnesses: func() ([]byte, error) {
			text, _, err := s.getLog(ctx, strings.TrimSuffix(address, "did.jsonl")+"did-witness.json", age)
			if notFound(err) {
				return nil, nil
			}
			return text, err
		}})
	return log, age, err
}

// getLog fetches a log or its file of witnesses.
func (s *search) getLog(ctx context.Context, address string, most time.Duration) (text []byte, age time.Duration, err error) {
	var fetch Fetch
	if s.resolver.Log != nil {
		fetch = func(ctx context.Context, url string) ([]byte, error) {
			text, age, err = s.resolver.Log(ctx, url, most)
			return text, err
		}
	}
	text, err = s.get(ctx, fetch, address)
	return text, age, err
}

// current returns the document of the latest version.
func (s *search) current(log *webvh.Log) (*key.ControllerDocument, error) {
	v, err := log.Latest()
	switch {
	case err != nil:
		return nil, err
	case v.Deactivated:
		return nil, fail(codeDeactivated, "the log of %s says that it is deactivated", badge.Quote(s.id.text))
	case v.DID != s.id.text:
		return nil, unknown(codeMoved, "%s has moved to %s, and is not followed there", badge.Quote(s.id.text), badge.Quote(v.DID))
	}
	return s.ownDocument(v.Document)
}

// inForce returns the key of the version that was in force at that time, with the
// dates that this and the later versions give it. That a later version does not
// list it counts as its revocation.
func (s *search) inForce(ctx context.Context, log *webvh.Log) (m key.VerificationMethod, found bool) {
	then, err := log.At(s.resolver.SeenAt)
	if err != nil {
		return m, false
	}
	for i, v := range log.Versions()[then.Number-1:] {
		doc, err := s.ownDocument(v.Document)
		listed := key.VerificationMethod{}
		if err == nil {
			listed, err = s.inDocument(ctx, doc)
		}
		switch {
		case i == 0 && (err != nil || v.Deactivated):
			return m, false
		case i == 0:
			m = listed
		case err != nil || v.Deactivated || !listed.Key.Equal(m.Key):
			m.Revoked = earlier(m.Revoked, badge.DateTime(v.Time.Format(time.RFC3339)))
			return m, true
		}
		m.Expires, m.Revoked = earlier(m.Expires, listed.Expires), earlier(m.Revoked, listed.Revoked)
	}
	return m, true
}

// earlier returns the earlier of two dates, of which "" means no date. Both can be read.
func earlier(dates ...badge.DateTime) badge.DateTime {
	dates = slices.DeleteFunc(dates, func(d badge.DateTime) bool { return d == "" })
	if len(dates) == 0 {
		return ""
	}
	return slices.MinFunc(dates, func(a, b badge.DateTime) int {
		first, _ := a.Time()
		second, _ := b.Time()
		return first.Compare(second)
	})
}

// Resolve returns the version of a did:webvh that a DID URL names: the latest one,
// or that of its query (versionId, versionNumber or versionTime).
func (r Resolver) Resolve(ctx context.Context, url string) (webvh.Version, error) {
	if err := ctx.Err(); err != nil {
		return webvh.Version{}, err
	}
	base, query, asked := strings.Cut(url, "?")
	id, err := parse(base)
	switch {
	case err != nil:
		return webvh.Version{}, err
	case id.kind != methodWebVH:
		return webvh.Version{}, unknown(codeUnsupported, "%s has no versions, wanted a did:webvh", badge.Quote(base))
	}
	if asked && query == "" {
		return webvh.Version{}, fail(codeSyntax, "%s has an empty query", badge.Quote(url))
	}
	log, err := (&search{resolver: r, id: id}).log(ctx)
	if err != nil {
		return webvh.Version{}, err
	}
	return log.Query(query)
}
